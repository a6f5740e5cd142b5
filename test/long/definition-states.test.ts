/** States of definitions in a real remote backend, with locks and workspaces, and what is there already. */
import { readdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import {
  backupsKeepIt,
  definition,
  DefinitionDirectory,
  isThereAlready,
} from '../acceptance/support/definition-directory';
import { terraformCommand } from '../acceptance/support/terraform';

let here: DefinitionDirectory;
beforeEach(async () => {
  here = await DefinitionDirectory.make();
});
afterEach(() => here.stop());

test('copies are made at the same time with states of their own, which no locked one stops, and go with them', async () => {
  const states = await here.startStateDatabase();
  writeFileSync(join(here.path, 'aptible.yaml'), definition);
  const deploy = (name: string) => here.run('deploy', 'aptible.yaml', '--auto-approve', '--name', name);
  const made = await Promise.all([deploy('pr-1'), deploy('pr-2')]);
  expect(made.map(({ status }) => status)).toEqual([0, 0]);
  // Without a terminal there are no colours.
  for (const { output } of made) expect(output).not.toContain('\u001b');
  expect(here.handles()).toEqual(['acme-staging-pr-1', 'acme-staging-pr-2']);
  expect(await states.workspaces('acme')).toEqual(['pr-1', 'pr-2']);

  await states.whileLocked('acme', 'pr-1', async () => {
    const locked = await here.run('plan', 'aptible.yaml', '--name', 'pr-1', '--lock-timeout', '0s');
    expect(locked.status).toBe(1);
    expect(locked.stderr).toContain(
      '\nAnother run works on this state. Wait until it has ended, or give this one more time with --lock-timeout. ' +
        `The lock of a run that was killed needs "${terraformCommand} force-unlock" only where nothing runs any more.\n`,
    );
    const destroyed = await here.run('destroy', 'aptible.yaml', '--name', 'pr-2', '--auto-approve');
    expect(destroyed).toMatchObject({ status: 0, stderr: '' });
  });
  expect(here.handles()).toEqual(['acme-staging-pr-1']);
  expect(await states.workspaces('acme')).toEqual(['pr-1']);
});

test('a backend that has the handle in its configuration needs no workspaces, and one without both is refused', async () => {
  const local = 'backend: { type: local, config: { path: "${env.HOME}/${environment.handle}.tfstate" } }';
  writeFileSync(join(here.path, 'aptible.yaml'), definition.replace(/^backend.*$/m, local));
  expect(await here.run('deploy', 'aptible.yaml', '--auto-approve', '--name', 'pr-1')).toMatchObject({ status: 0 });
  expect(readdirSync(here.path).filter((name) => name.endsWith('.tfstate'))).toEqual(['acme-staging-pr-1.tfstate']);

  // It has no state yet.
  const server = createServer((_request, response) => response.writeHead(404).end());
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/state`;
  const http = `backend: { type: http, config: { address: "${address}" } }`;
  writeFileSync(join(here.path, 'aptible.yaml'), definition.replace(/^backend.*$/m, http));
  const moved = await here.run('plan', 'aptible.yaml', '--name', 'pr-1');
  expect(moved.status).toBe(1);
  expect(moved.stderr).toContain(
    `To move the state into the new backend, run "${terraformCommand} init -migrate-state" in ${join(here.path, 'aptible.out/stacks/aptible.yaml.pr-1')}, then this command again.\n`,
  );
  const refused = await here.run('plan', 'aptible.yaml', '--name', 'pr-2');
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

test('several environments of one definition have states of their own in one backend', async () => {
  const local = 'backend: { type: local, config: { path: "${env.HOME}/shared.tfstate" } }';
  const several = `environments:
  staging: {}
  production: { environment: { handle: acme-production } }
`;
  writeFileSync(join(here.path, 'aptible.yaml'), definition.replace(/^backend.*$/m, local) + several);
  for (const name of ['staging', 'production']) {
    expect(await here.run('deploy', 'aptible.yaml', '--auto-approve', '--environment', name)).toMatchObject({
      status: 0,
    });
  }
  expect(here.handles()).toEqual(['acme-production', 'acme-staging']);
  const destroyed = await here.run('destroy', 'aptible.yaml', '--auto-approve', '--environment', 'staging');
  expect(destroyed).toMatchObject({ status: 0, stderr: '' });
  expect(here.handles()).toEqual(['acme-production']);
});

test('what is there already, and backups that keep an environment, are mended as the advice for definitions says', async () => {
  const file = join(here.path, 'aptible.yaml');
  const written = definition.replace(/^backend.*\n/m, '');
  const whole = `${written}databases: { main: { type: postgresql, version: '16' } }\n`;
  for (const name of ['first.yaml', 'aptible.yaml']) writeFileSync(join(here.path, name), whole);
  expect(await here.run('deploy', 'first.yaml', '--auto-approve')).toMatchObject({ status: 0 });
  const stack = join(here.path, 'aptible.out/stacks/aptible.yaml');
  for (const type of ['environment', 'database']) {
    const taken = await here.run('deploy', 'aptible.yaml', '--auto-approve');
    expect(taken.status).toBe(1);
    expect(taken.stderr).toContain(isThereAlready(stack));
    const [, address = ''] = new RegExp(`with (aptible_${type}\\.\\S+),`).exec(taken.stderr) ?? [];
    const [, id = ''] = /Its id is (\d+)/.exec(taken.stderr) ?? [];
    for (const args of [['init'], ['import', address, id]]) {
      expect(await here.started(terraformCommand, args, stack)).toMatchObject({ status: 0 });
    }
  }
  expect(await here.run('deploy', 'aptible.yaml', '--auto-approve')).toMatchObject({ status: 0 });

  const kept = await here.run('destroy', 'aptible.yaml', '--auto-approve');
  expect(kept.status).toBe(1);
  expect(kept.stderr).toContain(backupsKeepIt);
  writeFileSync(file, written.replace(' }', ', purgeBackupsOnDestroy: true }'));
  expect(await here.run('deploy', 'aptible.yaml', '--auto-approve')).toMatchObject({ status: 0 });
  expect(await here.run('destroy', 'aptible.yaml', '--auto-approve')).toMatchObject({ status: 0 });
  expect(here.handles()).toEqual([]);
});
