/** Definitions whose environment is renamed, or is there already. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { backupsKeepIt, definition, DefinitionDirectory, isThereAlready } from './support/definition-directory';
import { terraformCommand } from './support/terraform';

let here: DefinitionDirectory;
beforeEach(async () => {
  here = await DefinitionDirectory.make();
});
afterEach(() => here.stop());

test('another handle renames the environment: without a backend, the state belongs to the file, and with a handle in the backend it is asked for', async () => {
  const file = join(here.path, 'aptible.yaml');
  const written = definition.replace(/^backend.*\n/m, '');
  writeFileSync(file, written);
  expect(await here.run('deploy', 'aptible.yaml', '--auto-approve')).toMatchObject({ status: 0 });
  const [before] = here.platform.control.list('account').filter(({ handle }) => handle === 'acme-staging');
  writeFileSync(file, written.replace('acme-staging', 'acme-test'));
  expect(await here.run('deploy', 'aptible.yaml', '--auto-approve')).toMatchObject({ status: 0 });
  expect(here.handles()).toEqual(['acme-test']);
  expect(here.platform.control.list('account')).toContainEqual(
    expect.objectContaining({ id: before!.id, handle: 'acme-test' }),
  );

  // The same handle in another file has another state, and cannot take over the first one's.
  writeFileSync(join(here.path, 'other.yaml'), written.replace('acme-staging', 'acme-test'));
  expect((await here.run('plan', 'other.yaml')).stdout).toContain('Plan: 1 to add, 0 to change, 0 to destroy.');

  const named = 'backend: { type: local, config: { path: "${env.HOME}/${environment.handle}.tfstate" } }';
  const keyed = definition.replace(/^backend.*$/m, named).replace('acme-staging', 'acme-keyed');
  writeFileSync(join(here.path, 'keyed.yaml'), keyed);
  expect(await here.run('deploy', 'keyed.yaml', '--auto-approve')).toMatchObject({ status: 0 });
  writeFileSync(join(here.path, 'keyed.yaml'), keyed.replace('acme-keyed', 'acme-keys'));
  const refused = await here.run('deploy', 'keyed.yaml', '--auto-approve');
  expect(refused).toMatchObject({ status: 1 });
  expect(refused.stderr).toContain(`run "${terraformCommand} init -migrate-state"`);
  expect(here.handles()).toEqual(['acme-keyed', 'acme-test']);
});

test('what is there already, and backups that keep an environment, are refused with advice for definitions', async () => {
  const written = definition.replace(/^backend.*\n/m, '');
  const whole = `${written}databases: { main: { type: postgresql, version: '16' } }\n`;
  for (const name of ['first.yaml', 'aptible.yaml']) writeFileSync(join(here.path, name), whole);
  expect(await here.run('deploy', 'first.yaml', '--auto-approve')).toMatchObject({ status: 0 });
  const taken = await here.run('deploy', 'aptible.yaml', '--auto-approve');
  expect(taken.status).toBe(1);
  expect(taken.stderr).toContain(isThereAlready(join(here.path, 'aptible.out/stacks/aptible.yaml')));
  const kept = await here.run('destroy', 'first.yaml', '--auto-approve');
  expect(kept.status).toBe(1);
  expect(kept.stderr).toContain(backupsKeepIt);
});
