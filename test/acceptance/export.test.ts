/** `cdktf-aptible export`: what it writes of an environment is taken over by terraform, and changes nothing. */
import { spawn } from 'node:child_process';
import fc from 'fast-check';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startLocalPlatform, type LocalPlatform } from '../../lib/emulator';
import { environments, makeEnvironment } from '../cli/export/support/environments';
import { root } from './support/example';
import { finished, type Run } from './support/terraform';

let platform: LocalPlatform;
let directory: string;
beforeEach(async () => {
  platform = await startLocalPlatform({ databases: 'none', defaultProcessTypes: ['web', 'worker'] });
  directory = await mkdtemp(join(tmpdir(), 'cdktf-aptible-export-'));
});
afterEach(async () => {
  await platform.stop();
  await rm(directory, { recursive: true });
});

function run(...args: string[]): Promise<Run> {
  const child = spawn(process.execPath, [join(root, 'dist/cli/main.js'), 'export', ...args], {
    cwd: directory,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...platform.environment, CHECKPOINT_DISABLE: '1', GOGC: 'off' },
  });
  return finished(child);
}

test.each([
  ['yaml', 1],
  ['hcl', 2],
  ['typescript', 3],
])('an environment is exported as %s, and terraform finds nothing to change (%i)', async (format, seed) => {
  const [wanted] = fc.sample(
    environments.filter(({ apps, databases }) => apps.some((app) => app.isDeployed) && databases.length > 1),
    { numRuns: 1, seed },
  );
  const handle = await makeEnvironment(platform, wanted!);
  const { status, stdout, output } = await run(handle, '--format', format, '--json');
  expect([status, output]).toEqual([0, stdout]);
  const { resources, plan } = JSON.parse(stdout) as {
    resources: number;
    plan: { imported: number; changes: string[] };
  };
  expect(plan).toMatchObject({ imported: resources, changes: [] });
});
