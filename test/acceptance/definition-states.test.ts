/** States of definitions in a real remote backend, with locks and workspaces. */
import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startLocalPlatform, type LocalPlatform } from '../../lib/emulator';
import { StateDatabase } from './support/state-database';
import { finished, pathWithNode, terraformCommand, type Run } from './support/terraform';

let platform: LocalPlatform;
let states: StateDatabase | undefined;
let directory: string;
beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), 'definition-states-'));
  states = undefined;
  platform = await startLocalPlatform({ databases: 'none' });
});
afterEach(async () => {
  await Promise.all([platform.stop(), states?.stop()]);
  rmSync(directory, { recursive: true });
});

const definition = `version: 1
environment: { handle: acme-staging, stack: shared-us-east-1 }
backend: { type: pg, config: { schema_name: acme } }
`;

const environment = (): NodeJS.ProcessEnv => ({
  ...platform.environment,
  PATH: pathWithNode,
  HOME: directory,
  PG_CONN_STR: states?.url,
  TERRAFORM_BINARY_NAME: terraformCommand,
  GOGC: 'off',
});

/** A command of the package, where the definition is. */
function run(...args: string[]): Promise<Run> {
  return finished(
    spawn(process.execPath, [join(__dirname, '../../dist/cli/main.js'), ...args], {
      cwd: directory,
      env: environment(),
      stdio: ['ignore', 'pipe', 'pipe'],
    }),
  );
}

const handles = () =>
  platform.control
    .list('account')
    .map(({ handle }) => handle)
    .filter((handle) => handle.startsWith('acme-'))
    .sort();

test('copies are made at the same time with states of their own, which no locked one stops, and go with them', async () => {
  states = await StateDatabase.start();
  writeFileSync(join(directory, 'aptible.yaml'), definition);
  const deploy = (name: string) => run('deploy', 'aptible.yaml', '--auto-approve', '--name', name);
  const made = await Promise.all([deploy('pr-1'), deploy('pr-2')]);
  expect(made.map(({ status }) => status)).toEqual([0, 0]);
  // Without a terminal there are no colours.
  for (const { output } of made) expect(output).not.toContain('\u001b');
  expect(handles()).toEqual(['acme-staging-pr-1', 'acme-staging-pr-2']);
  expect(await states.workspaces('acme')).toEqual(['pr-1', 'pr-2']);

  await states.whileLocked('acme', 'pr-1', async () => {
    const locked = await run('plan', 'aptible.yaml', '--name', 'pr-1', '--lock-timeout', '0s');
    expect(locked.status).toBe(1);
    expect(locked.stderr).toContain(
      '\nAnother run works on this state. Wait until it has ended, or give this one more time with --lock-timeout. ' +
        `The lock of a run that was killed needs "${terraformCommand} force-unlock" only where nothing runs any more.\n`,
    );
    const destroyed = await run('destroy', 'aptible.yaml', '--name', 'pr-2', '--auto-approve');
    expect(destroyed).toMatchObject({ status: 0, stderr: '' });
  });
  expect(handles()).toEqual(['acme-staging-pr-1']);
  expect(await states.workspaces('acme')).toEqual(['pr-1']);
});

test('a backend that has the handle in its configuration needs no workspaces, and one without both is refused', async () => {
  const local = 'backend: { type: local, config: { path: "${env.HOME}/${environment.handle}.tfstate" } }';
  writeFileSync(join(directory, 'aptible.yaml'), definition.replace(/^backend.*$/m, local));
  expect(await run('deploy', 'aptible.yaml', '--auto-approve', '--name', 'pr-1')).toMatchObject({ status: 0 });
  expect(readdirSync(directory).filter((name) => name.endsWith('.tfstate'))).toEqual(['acme-staging-pr-1.tfstate']);

  // It has no state yet.
  const server = createServer((_request, response) => response.writeHead(404).end());
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/state`;
  const http = `backend: { type: http, config: { address: "${address}" } }`;
  writeFileSync(join(directory, 'aptible.yaml'), definition.replace(/^backend.*$/m, http));
  const moved = await run('plan', 'aptible.yaml', '--name', 'pr-1');
  expect(moved.status).toBe(1);
  expect(moved.stderr).toContain(
    `To move the state into the new backend, run "${terraformCommand} init -migrate-state" in ${join(directory, 'aptible.out/stacks/aptible.yaml.pr-1')}, then this command again.\n`,
  );
  const refused = await run('plan', 'aptible.yaml', '--name', 'pr-2');
  await new Promise((resolve) => server.close(resolve));
  expect(refused).toMatchObject({ status: 1, stdout: '' });
  const said = terraformCommand.includes('tofu')
    ? '\nError: Error loading workspaces\n\nListing workspaces failed: workspaces not supported\n\n'
    : 'workspaces not supported\n';
  expect(refused.stderr).toBe(
    `${said}This backend has no workspaces, in which copies and each of several environments have their states. ` +
      'Write ${environment.handle} into its configuration, so that each has one of its own.\n',
  );
});

test('another handle renames the environment: without a backend, the state belongs to the file, and with a handle in the backend it is asked for', async () => {
  const file = join(directory, 'aptible.yaml');
  const written = definition.replace(/^backend.*\n/m, '');
  writeFileSync(file, written);
  expect(await run('deploy', 'aptible.yaml', '--auto-approve')).toMatchObject({ status: 0 });
  const [before] = platform.control.list('account').filter(({ handle }) => handle === 'acme-staging');
  writeFileSync(file, written.replace('acme-staging', 'acme-test'));
  expect(await run('deploy', 'aptible.yaml', '--auto-approve')).toMatchObject({ status: 0 });
  expect(handles()).toEqual(['acme-test']);
  expect(platform.control.list('account')).toContainEqual(
    expect.objectContaining({ id: before!.id, handle: 'acme-test' }),
  );

  // The same handle in another file has another state, and cannot take over the first one's.
  writeFileSync(join(directory, 'other.yaml'), written.replace('acme-staging', 'acme-test'));
  expect((await run('plan', 'other.yaml')).stdout).toContain('Plan: 1 to add, 0 to change, 0 to destroy.');

  const named = 'backend: { type: local, config: { path: "${env.HOME}/${environment.handle}.tfstate" } }';
  const keyed = definition.replace(/^backend.*$/m, named).replace('acme-staging', 'acme-keyed');
  writeFileSync(join(directory, 'keyed.yaml'), keyed);
  expect(await run('deploy', 'keyed.yaml', '--auto-approve')).toMatchObject({ status: 0 });
  writeFileSync(join(directory, 'keyed.yaml'), keyed.replace('acme-keyed', 'acme-keys'));
  const refused = await run('deploy', 'keyed.yaml', '--auto-approve');
  expect(refused).toMatchObject({ status: 1 });
  expect(refused.stderr).toContain(`run "${terraformCommand} init -migrate-state"`);
  expect(handles()).toEqual(['acme-keyed', 'acme-test']);
});

test('what is there already, and backups that keep an environment, are mended as the advice for definitions says', async () => {
  const file = join(directory, 'aptible.yaml');
  const written = definition.replace(/^backend.*\n/m, '');
  const whole = `${written}databases: { main: { type: postgresql, version: '16' } }\n`;
  for (const name of ['first.yaml', 'aptible.yaml']) writeFileSync(join(directory, name), whole);
  expect(await run('deploy', 'first.yaml', '--auto-approve')).toMatchObject({ status: 0 });
  const stack = join(directory, 'aptible.out/stacks/aptible.yaml');
  for (const type of ['environment', 'database']) {
    const taken = await run('deploy', 'aptible.yaml', '--auto-approve');
    expect(taken.status).toBe(1);
    expect(taken.stderr).toContain(
      `\nWith a definition, when it is yours: run "${terraformCommand} init", then "${terraformCommand} import ADDRESS ID" with the address and the id above, in ${stack}. Then run this command again.\n`,
    );
    const [, address = ''] = new RegExp(`with (aptible_${type}\\.\\S+),`).exec(taken.stderr) ?? [];
    const [, id = ''] = /Its id is (\d+)/.exec(taken.stderr) ?? [];
    for (const args of [['init'], ['import', address, id]]) {
      const terraform = spawn(terraformCommand, args, {
        cwd: stack,
        env: environment(),
        stdio: ['ignore', 'pipe', 'pipe'],
      });
      expect(await finished(terraform)).toMatchObject({ status: 0 });
    }
  }
  expect(await run('deploy', 'aptible.yaml', '--auto-approve')).toMatchObject({ status: 0 });

  const kept = await run('destroy', 'aptible.yaml', '--auto-approve');
  expect(kept.status).toBe(1);
  expect(kept.stderr).toContain(
    '\nWith a definition: write purgeBackupsOnDestroy: true for the environment, and take everything else out of the file. Deploy that, then destroy.\n',
  );
  writeFileSync(file, written.replace(' }', ', purgeBackupsOnDestroy: true }'));
  expect(await run('deploy', 'aptible.yaml', '--auto-approve')).toMatchObject({ status: 0 });
  expect(await run('destroy', 'aptible.yaml', '--auto-approve')).toMatchObject({ status: 0 });
  expect(handles()).toEqual([]);
});

test('several environments of one definition have states of their own in one backend', async () => {
  const local = 'backend: { type: local, config: { path: "${env.HOME}/shared.tfstate" } }';
  const several = `environments:
  staging: {}
  production: { environment: { handle: acme-production } }
`;
  writeFileSync(join(directory, 'aptible.yaml'), definition.replace(/^backend.*$/m, local) + several);
  for (const name of ['staging', 'production']) {
    expect(await run('deploy', 'aptible.yaml', '--auto-approve', '--environment', name)).toMatchObject({ status: 0 });
  }
  expect(handles()).toEqual(['acme-production', 'acme-staging']);
  const destroyed = await run('destroy', 'aptible.yaml', '--auto-approve', '--environment', 'staging');
  expect(destroyed).toMatchObject({ status: 0, stderr: '' });
  expect(handles()).toEqual(['acme-production']);
});
