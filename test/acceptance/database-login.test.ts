/** Three apps on one database: `examples/least-privilege-hcl`, whose logins are rotated while clients work with them. */
import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Client } from 'pg';
import { createDatabaseServers } from '../support/database-servers';
import { Stage } from './support/stage';

let stage: Stage;
beforeAll(async () => {
  stage = await Stage.set({
    databases: await createDatabaseServers(),
    images: { 'quay.io/aptible/deploy-demo-app': ['web', 'worker'] },
  });
});
afterAll(() => stage.strike());

const example = readFileSync(join(__dirname, '../../examples/least-privilege-hcl/main.tf'), 'utf8');

/** The example, with another rotation, led to the local platform. */
async function write(rotation: string): Promise<void> {
  const { url, token } = stage.platform;
  await stage.terraform.write(example.replace(/default {5}= ".*"/, `default = "${rotation}"`));
  await stage.terraform.write(
    `provider "aptible" {
  api_root_url      = "${url}"
  auth_root_url     = "${url}"
  access_token      = "${token}"
  store_credentials = false
}
`,
    'override.tf',
  );
}

/** What an app finds in its environment now. */
async function urlOf(app: string): Promise<string> {
  const { id } = stage.platform.control.list('app').find(({ handle }) => handle === `acme-${app}`)!;
  const { _links: links } = await stage.get(`/apps/${id}`);
  const { href } = (links as Record<string, { href: string }>)['current_configuration']!;
  const { env } = (await stage.get(new URL(href).pathname)) as { env: Record<string, string> };
  return env['DATABASE_URL']!;
}

async function query(url: string, text: string): Promise<unknown[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(text)).rows as unknown[];
  } finally {
    await client.end();
  }
}

const adminUrl = () => stage.platform.control.list('database_credential')[0]!.connection_url;
const logins = async () =>
  (await query(adminUrl(), "SELECT rolname AS name FROM pg_roles WHERE rolname ~ '_\\d+$' ORDER BY 1")).map(
    (row) => (row as { name: string }).name,
  );

/** An app that starts anew with the login that its configuration has, for as long as it runs. */
function client(app: string, text: string) {
  let isOver = false;
  const failures: unknown[] = [];
  let queries = 0;
  const work = (async () => {
    while (!isOver) {
      try {
        await query(await urlOf(app), text);
        queries++;
      } catch (error) {
        failures.push(error);
      }
      await pause(10);
    }
  })();
  return async () => {
    isOver = true;
    await work;
    return { failures, hasWorked: queries > 0 };
  };
}

const insert = 'INSERT INTO word DEFAULT VALUES';
const read = 'SELECT count(*) FROM word';
const denied = (app: string, text: string) =>
  urlOf(app).then((url) => expect(query(url, text)).rejects.toThrow(/permission denied|must be owner/));

test('each app may do what it needs and no more, and no password is in the state', async () => {
  await write('1');
  await stage.terraform.apply();
  expect(await stage.terraform.actions()).toEqual({});
  await query(await urlOf('web'), 'CREATE TABLE word (id serial, note text)');
  await query(await urlOf('worker'), insert);
  await query(await urlOf('reports'), read);
  await denied('reports', insert);
  await denied('worker', 'ALTER TABLE word DROP note');
  const state = await readFile(join(stage.terraform.directory, 'terraform.tfstate'), 'utf8');
  for (const app of ['web', 'worker', 'reports']) {
    const { username, password } = new URL(await urlOf(app));
    expect([state.includes(username), state.includes(password)]).toEqual([true, false]);
  }
  expect(state).not.toContain('SCRAM-SHA-256');
  expect(await stage.terraform.actions()).toEqual({});
});

test('a rotation reaches the apps while they work, also when one of them cannot be changed at first', async () => {
  const [before, stops] = [await urlOf('web'), [client('worker', insert), client('reports', read)]];
  await write('2');
  stage.platform.control.failNext({ operation: 'configure', log: 'No capacity.' });
  expect(await stage.terraform.applyRefused()).toContain('No capacity.');
  for (const app of ['web', 'worker', 'reports']) await query(await urlOf(app), read);
  // Terraform removes none of the old ones before all apps have moved.
  expect(await logins()).toEqual(['reports_1', 'reports_2', 'web_1', 'web_2', 'worker_1', 'worker_2']);

  await stage.terraform.apply();
  expect(await stage.terraform.actions()).toEqual({});
  for (const stop of stops) expect(await stop()).toEqual({ failures: [], hasWorked: true });
  expect(await logins()).toEqual(['reports_2', 'web_2', 'worker_2']);
  await expect(query(before, read)).rejects.toThrow('password authentication failed');
  // What the login before has made, this one can change.
  await query(await urlOf('web'), 'ALTER TABLE word DROP note');
});

test('what a lost state had is imported: the user as it is, and its login to be replaced by another one', async () => {
  const [before, databaseId] = [await urlOf('web'), (await stage.attributes('aptible_database.data'))['id']];
  const lost = { 'aptible_database_user.owner': 'web', 'aptible_database_login.app["web"]': 'web_2' };
  await stage.terraform.expect('state', 'rm', ...Object.keys(lost));
  const blocks = Object.entries(lost).map(
    ([address, name]) => `import {\n  to = ${address}\n  id = "${String(databaseId)}/${name}"\n}\n`,
  );
  await stage.terraform.write(blocks.join(''), 'imports.tf');
  const { stdout } = await stage.terraform.apply();
  expect(stdout).toContain('The next apply makes another login in place of "web_2"');
  expect(stdout).toContain('Resources: 2 imported, 1 added, 1 changed, 1 destroyed.');
  expect(await logins()).toEqual(['reports_2', 'web_1', 'worker_2']);
  await query(await urlOf('web'), read);
  await expect(query(before, read)).rejects.toThrow('password authentication failed');
});

test('a destroy leaves nothing', async () => {
  await stage.terraform.destroy();
  expect(stage.platform.control.list('account')).toEqual([]);
});
