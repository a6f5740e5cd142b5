/** Entries of a definition that are called otherwise than before, with the real terraform. */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startLocalPlatform, type LocalPlatform } from '../../lib/emulator';
import { finished, pathWithNode, terraformCommand, type Run } from './support/terraform';

let platform: LocalPlatform;
let directory: string;
beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), 'definition-renames-'));
  platform = await startLocalPlatform({ databases: 'none' });
});
afterEach(async () => {
  await platform.stop();
  rmSync(directory, { recursive: true });
});

/** A command of the package, for a definition. */
function run(definition: string, command: string, ...args: string[]): Promise<Run> {
  writeFileSync(join(directory, 'aptible.yaml'), definition);
  return finished(
    spawn(process.execPath, [join(__dirname, '../../dist/cli/main.js'), command, 'aptible.yaml', ...args], {
      cwd: directory,
      env: {
        ...platform.environment,
        PATH: pathWithNode,
        HOME: directory,
        TERRAFORM_BINARY_NAME: terraformCommand,
        GOGC: 'off',
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    }),
  );
}

const ids = () =>
  (['app', 'database', 'vhost', 'log_drain'] as const).map((kind) =>
    platform.control
      .list(kind)
      .map(({ id }) => id)
      .sort(),
  );

const written = `version: 1
environment: { handle: acme-staging, stack: shared-us-east-1 }
databases:
  db: { type: postgresql, replicas: { reports: {} } }
apps:
  web:
    image: quay.io/acme/web:1
    config: { DATABASE: "\${databases.db.id}" }
    services: { cmd: { endpoints: { site: { defaultDomain: true } } } }
logDrains:
  old: { type: https, url: https://logs.example.com }
`;

test('renamed entries move, and neither they nor what hangs on them is replaced', async () => {
  expect(await run(written, 'deploy', '--auto-approve')).toMatchObject({ status: 0, stderr: '' });
  const before = ids();

  const renamed = written
    .replace('db: {', 'main: { formerly: db, handle: db,')
    .replace('${databases.db.id}', '${databases.main.id}')
    .replace('web:\n    image', 'site:\n    formerly: web\n    handle: web\n    image')
    .replace('{ site: {', '{ public: { formerly: site,')
    .replace('old: {', 'logs: { formerly: old, handle: old,');
  const planned = await run(renamed, 'plan');
  expect(planned).toMatchObject({ status: 2, stderr: '' });
  expect(planned.stdout).toContain('Plan: 0 to add, 0 to change, 0 to destroy.');
  expect(planned.stdout.match(/ has moved to /g)).toHaveLength(5);
  expect(await run(renamed, 'deploy', '--auto-approve')).toMatchObject({ status: 0 });
  // The moves have been made: to leave `formerly` or to take it out is the same.
  for (const later of [renamed, renamed.replace(/formerly: \w+,?/g, '')])
    expect(await run(later, 'plan')).toMatchObject({ status: 0 });

  const withNewHandles = renamed.replace('handle: db,', '').replace('    handle: web\n', '');
  expect(await run(withNewHandles, 'deploy', '--auto-approve')).toMatchObject({ status: 0 });
  expect(ids()).toEqual(before);
  expect(platform.control.list('app')).toEqual([expect.objectContaining({ handle: 'site' })]);
});
