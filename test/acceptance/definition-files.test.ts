/** What definition files can say of what was there before them, with the real terraform: former names, and outputs of other stacks. */
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startLocalPlatform, type LocalPlatform } from '../../lib/emulator';
import { finished, pathWithNode, terraformCommand, type Run } from './support/terraform';

let platform: LocalPlatform;
let directory: string;
beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), 'definition-files-'));
  platform = await startLocalPlatform({ databases: 'none' });
});
afterEach(async () => {
  await platform.stop();
  rmSync(directory, { recursive: true });
});

function finishedWith(command: string, cwd: string, ...args: string[]): Promise<Run> {
  const environment = { PATH: pathWithNode, HOME: directory, TERRAFORM_BINARY_NAME: terraformCommand, GOGC: 'off' };
  const env = { ...platform.environment, ...environment };
  return finished(spawn(command, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] }));
}

/** A command of the package for a file. */
const runFile = (command: string, file: string, ...args: string[]) =>
  finishedWith(process.execPath, directory, join(__dirname, '../../dist/cli/main.js'), command, file, ...args);

function write(name: string, text: string): void {
  writeFileSync(join(directory, name), text);
}

/** A command of the package for a definition. */
function run(definition: string, command: string, ...args: string[]): Promise<Run> {
  write('aptible.yaml', definition);
  return runFile(command, 'aptible.yaml', ...args);
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

test('a definition reads the outputs of others, of one of several environments, and of any state', async () => {
  const shared = (handle: string, more = '') =>
    `version: 1\nenvironment: { handle: ${handle}, stack: shared-us-east-1 }\n${more}`;
  const outputs = 'outputs: { handle: "${environment.handle}" }\n';
  write(
    'shared.yaml',
    shared('acme-shared', `databases: { main: { type: postgresql } }\noutputs: { url: "\${databases.main.url}" }\n`),
  );
  const local = 'backend: { type: local, config: { path: several.tfstate } }\n';
  write(
    'several.yaml',
    shared('acme-one', `${outputs}${local}environments: { one: {}, two: { environment: { handle: acme-two } } }\n`),
  );
  const reading = shared(
    'acme-staging',
    `stacks:
  shared: { file: ./shared.yaml }
  several: { file: ./several.yaml, environment: two }
  any: { backend: { type: local, config: { path: "\${env.HOME}/any.tfstate" } } }
apps:
  web:
    image: quay.io/acme/web:1
    secretConfig: { URL: "\${stack.shared.url}", OTHERS: "\${stack.several.handle}, \${stack.any.handle}" }
`,
  );
  const early = await run(reading, 'plan');
  expect(early.status).toBe(1);
  const advice = 'The stacks of a definition have to be deployed before it';
  expect(early.stderr).toContain(advice);

  const state = (handles: object) =>
    write('any.tfstate', JSON.stringify({ version: 4, serial: 1, lineage: 'any', outputs: handles, resources: [] }));
  state({});
  expect(await runFile('deploy', 'shared.yaml', '--auto-approve')).toMatchObject({ status: 0 });
  expect(await runFile('deploy', 'several.yaml', '--environment', 'two', '--auto-approve')).toMatchObject({
    status: 0,
  });
  expect((await run(reading, 'plan')).stderr).toContain(`${advice}, with the outputs that it refers to`);
  state({ handle: { value: 'acme-any', type: 'string' } });
  const made = await run(reading, 'deploy', '--auto-approve');
  expect(made).toMatchObject({ status: 0, stderr: '' });
  const [database] = platform.control.list('database');
  const url = database!.connection_url;
  expect(made.stdout).not.toContain(url);
  expect(platform.control.list('configuration').at(-1)).toMatchObject({
    env: { URL: url, OTHERS: 'acme-two, acme-any' },
  });
  expect(await run(reading, 'plan')).toMatchObject({ status: 0 });

  // As docs/guides/definitions.md warns: `secretConfig` is in the state.
  expect(readFileSync(join(directory, 'aptible.yaml.tfstate'), 'utf8')).toContain(`"URL": "${url}"`);

  // Terraform has the provider of such states in itself.
  const lock = readFileSync(join(directory, 'aptible.out/stacks/aptible.yaml/.terraform.lock.hcl'), 'utf8');
  expect(lock.match(/^provider .*/gm)).toEqual(['provider "registry.terraform.io/cdktf-aptible/aptible" {']);
});

test('a version that the platform does not offer is refused by the plan, with the versions and the entry of the definition', async () => {
  const planned = await run(written.replace('type: postgresql,', "type: postgresql, version: '99',"), 'plan');
  expect(planned.status).toBe(1);
  expect(planned.stderr.replace(/\s+/g, ' ')).toContain(
    'Of the versions of postgresql, there are "12", "13", "14", "15", "16", "17". Leave version out to get the default one (16).',
  );
  expect(planned.stderr).toMatch(/\nIn the definition, aptible_database\.\S+ is databases\.db\.\n$/);
});
