/** Users and their logins in a real PostgreSQL behind the local platform. */
import { Client } from 'pg';
import type { DatabaseServers } from '../../../lib/emulator/databases';
import { createDatabaseServers } from '../../support/database-servers';
import { eventuallyEqual } from '../../support/eventually';
import { type Driver, type Outcome, startDriver } from '../driver';

jest.setTimeout(60_000);

let driver: Driver;
let databases: DatabaseServers;
let database_id: number;
let url: string;
let name: string;
let count = 0;

beforeAll(async () => {
  databases = await createDatabaseServers();
  driver = await startDriver({ databases });
  const database = { env_id: driver.environmentId, handle: 'db', database_type: 'postgresql', version: '15' };
  const { state } = await driver.apply('aptible_database', database);
  database_id = Number(state!.id);
  url = String(state!.default_connection_url);
});

afterAll(() => driver.stop());

beforeEach(() => {
  count++;
  name = `user_${count}`;
});

const apply = (more: object = {}, prior: Outcome | null = null) =>
  driver.apply('aptible_database_user', { database_id, name, ...more }, prior);
const applyLogin = (more: object = {}, prior: Outcome | null = null) =>
  driver.apply('aptible_database_login', { database_id, user: name, ...more }, prior);

async function query(connection: string, text: string): Promise<unknown[]> {
  const client = new Client({ connectionString: connection });
  await client.connect();
  try {
    return (await client.query(text)).rows as unknown[];
  } finally {
    await client.end();
  }
}

const urlOf = ({ state }: Outcome) => String(state!.connection_url);

describe('aptible_database_user', () => {
  test('has what is configured in its state, and after that a plan is empty', async () => {
    await query(url, 'CREATE SCHEMA audit; CREATE TABLE audit.event ()');
    const table_privileges = [{ schema: 'audit', privileges: ['INSERT'], tables: ['event'] }];
    const one = await apply({ read_write: ['public'], owner: [name], table_privileges });
    expect(one.diagnostics).toEqual([]);
    expect(one.state).toEqual({
      id: `${database_id}/${name}`,
      database_id,
      name,
      read_only: null,
      read_write: ['public'],
      owner: [name],
      table_privileges,
      on_destroy: 'reassign',
      reassign_to: null,
      missing_privileges: [],
      unexpected_privileges: [],
      timeouts: null,
    });
    const imported = await driver.import('aptible_database_user', `${database_id}/${name}`);
    expect(imported).toMatchObject({ state: one.state, diagnostics: [] });
    expect(await driver.destroy('aptible_database_user', one)).toMatchObject({ state: null, diagnostics: [] });
    expect(await query(url, `SELECT FROM pg_roles WHERE rolname = '${name}'`)).toEqual([]);
  });

  test('what was changed by hand is in the plan, which the next apply mends; a role that was dropped is made anew', async () => {
    await query(url, `CREATE TABLE IF NOT EXISTS word ()`);
    const config = { database_id, name, read_only: ['public'] };
    const one = await apply(config);
    await query(url, `REVOKE SELECT ON word FROM ${name}; GRANT DELETE ON word TO ${name}`);
    const drifted = await driver.refresh('aptible_database_user', one);
    expect(drifted.state).toMatchObject({
      missing_privileges: ['SELECT on table public.word'],
      unexpected_privileges: ['DELETE on table public.word'],
    });
    expect(await driver.plan('aptible_database_user', config, one)).toMatchObject({ action: 'update' });
    const mended = await apply(config, one);
    expect(mended).toMatchObject({ state: one.state, diagnostics: [] });
    await query(url, `DROP OWNED BY ${name}; DROP ROLE ${name}`);
    expect(await driver.refresh('aptible_database_user', mended)).toMatchObject({
      state: null,
      diagnostics: [{ severity: 'warning', summary: `The database user (id ${database_id}/${name}) is gone` }],
    });
  });

  test('a role that is there is refused, with the way to import it', async () => {
    await query(url, `CREATE ROLE ${name}`);
    const { state, diagnostics } = await apply();
    expect(state).toBeNull();
    expect(diagnostics).toMatchObject([
      {
        summary: `Could not create the user "${name}" of the database ${database_id}: there is one of this name already`,
        detail: expect.stringContaining(`to = aptible_database_user.NAME\n    id = "${database_id}/${name}"\n`),
      },
    ]);
    const imported = await driver.import('aptible_database_user', `${database_id}/${name}`);
    expect((await apply({}, imported)).diagnostics).toEqual([]);
  });

  test.each(['create', 'import'])('the user of the platform is refused at %s', async (way) => {
    const refused =
      way === 'create'
        ? await apply({ name: 'aptible' })
        : await driver.import('aptible_database_user', `${database_id}/aptible`);
    expect(refused).toMatchObject({
      state: null,
      diagnostics: [{ summary: 'The user "aptible" is the one of the platform, and is not managed here' }],
    });
  });

  test.each([
    ['public', 'got "public", expected a name'],
    ['none', 'got "none", expected a name'],
    ['pg_x', 'got "pg_x", expected a name'],
    ['', 'got "", expected a name'],
    ['a\u0000b', 'got "a\\u0000b", expected a name'],
    ['x'.repeat(61), 'The name has 61 bytes'],
    ['ü'.repeat(31), 'The name has 62 bytes'],
  ])('the name %j is refused at plan', async (wrong, message) => {
    const { diagnostics } = await driver.plan('aptible_database_user', { database_id, name: wrong });
    expect(diagnostics.map(({ summary, detail }) => `${summary} ${detail}`)).toEqual([
      expect.stringContaining(message),
    ]);
  });

  test('an heir that is the user itself is refused at plan', async () => {
    const { diagnostics } = await driver.plan('aptible_database_user', { database_id, name, reassign_to: name });
    expect(diagnostics).toMatchObject([{ summary: `The user "${name}" cannot be given what it owns itself` }]);
  });

  test('a database that is not there, or of another engine, is refused at plan', async () => {
    const redis = await driver.apply('aptible_database', {
      ...{ env_id: driver.environmentId, handle: `other-${count}`, database_type: 'mongodb', version: '4.0' },
    });
    const problem = async (id: number) =>
      (await driver.plan('aptible_database_user', { database_id: id, name })).diagnostics.map(({ summary }) => summary);
    expect(await problem(987654)).toEqual(['There is no database with the id 987654']);
    expect(await problem(Number(redis.state!.id))).toEqual([
      `The database "other-${count}" is neither PostgreSQL nor MySQL, and this resource knows the users of no other engine`,
    ]);
  });

  test('what MySQL does not take is refused at plan', async () => {
    const database = { env_id: driver.environmentId, handle: 'mysql', database_type: 'mysql', version: '8.0' };
    const mysql = Number((await driver.apply('aptible_database', database)).state!.id);
    const problem = async (more: object) =>
      (await driver.plan('aptible_database_user', { database_id: mysql, name, ...more })).diagnostics.map(
        ({ summary, detail }) => `${summary}: ${detail}`,
      );
    const privileges = (...names: string[]) => ({
      table_privileges: [{ schema: 'db', privileges: names, tables: null }],
    });
    const wrongName = 'The database does not take this name of a user: ';
    expect(await problem({ name: 'ü'.repeat(29), ...privileges('SELECT', 'CREATE VIEW') })).toEqual([]);
    expect(await problem({ name: 'x'.repeat(30) })).toEqual([
      expect.stringContaining(`${wrongName}It has 30 characters, and MySQL takes names of up to 32.`),
    ]);
    expect(await problem({ name: '🐎' })).toEqual([expect.stringContaining(`${wrongName}MySQL stores no name`)]);
    expect(await problem(privileges('SELECT', 'MAINTAIN', 'TRUNCATE'))).toEqual([
      expect.stringMatching(
        /^The database has no privilege MAINTAIN, TRUNCATE: Its engine has: ALTER, ALTER ROUTINE, /,
      ),
    ]);
    const unfit = { database_id, name, ...privileges('LOCK TABLES') };
    expect((await driver.plan('aptible_database_user', unfit)).diagnostics).toMatchObject([
      { summary: 'The database has no privilege LOCK TABLES' },
    ]);
  });

  test('what it owns is refused to go, or goes to the heir', async () => {
    const one = await apply({ owner: [name], on_destroy: 'refuse' });
    const refused = await driver.destroy('aptible_database_user', one);
    expect(refused.state).toEqual(one.state);
    expect(refused.diagnostics).toMatchObject([
      {
        summary: `The user "${name}" owns what would have to go to somebody else, and on_destroy = "refuse" forbids that`,
        detail: expect.stringContaining(`in the database "db": schema ${name}\n`),
      },
    ]);
    const two = await apply({ owner: [name], reassign_to: 'nobody' }, one);
    expect((await driver.destroy('aptible_database_user', two)).diagnostics).toMatchObject([
      { summary: `There is no role "nobody" that could get what "${name}" owns` },
    ]);
    const three = await apply({ owner: [name] }, two);
    expect((await driver.destroy('aptible_database_user', three)).diagnostics).toEqual([]);
    expect(
      await query(url, `SELECT nspowner::regrole::text AS owner FROM pg_namespace WHERE nspname = '${name}'`),
    ).toEqual([{ owner: 'aptible' }]);
  });
});

describe('aptible_database_login', () => {
  test('connects with what its state says, and with what is derived where nothing is stored', async () => {
    await apply();
    const one = await applyLogin({ connection_limit: 3 });
    const { salt, password } = one.state!;
    expect(one).toMatchObject({ diagnostics: [] });
    expect(one.state).toEqual({
      id: `${database_id}/${name}_1`,
      database_id,
      user: name,
      rotation: null,
      connection_limit: 3,
      terminate: false,
      username: `${name}_1`,
      salt: expect.stringMatching(/^[\w-]{22}$/),
      version: expect.any(Number),
      password: expect.stringMatching(/^[\w-]{32}$/),
      connection_url: url.replace(/\/\/[^@]*@/, `//${name}_1:${String(password)}@`),
      differences: [],
      timeouts: null,
    });
    expect(await query(urlOf(one), 'SELECT current_user::text AS me, session_user::text AS login')).toEqual([
      { me: name, login: `${name}_1` },
    ]);
    const { result } = await driver.open('aptible_database_credentials', { database_id, username: `${name}_1`, salt });
    expect(result).toMatchObject({ username: `${name}_1`, password, connection_url: one.state!.connection_url });
    const unstored = await driver.walk(
      async (terraform) => (await terraform.refresh('aptible_database_login', one.instance!)).instance!.state,
      { store_credentials: false },
    );
    expect(unstored).toEqual({ ...one.state, password: null, connection_url: null });
  });

  test('a refresh changes nothing of what a creation has left in the state', async () => {
    await apply();
    const one = await applyLogin();
    expect((await driver.refresh('aptible_database_login', one)).instance).toEqual(one.instance);
  });

  test('a tunnel leads to the database as it, with the password that is derived', async () => {
    await apply();
    const { username, salt, password } = (await applyLogin()).state!;
    await driver.walk(async (terraform) => {
      const held = await terraform.holdEphemeralResource('aptible_database_tunnel', {
        ...{ database_id, username, salt },
      });
      const { host, port, connection_url } = held.result!;
      expect(held.result).toMatchObject({ username, password });
      expect(connection_url).toBe(
        url.replace(/\/\/[^/]*/, `//${String(username)}:${String(password)}@${String(host)}:${String(port)}`),
      );
      expect(await query(String(connection_url), 'SELECT session_user::text AS login')).toEqual([{ login: username }]);
      await held.close();
    });
    const { diagnostics } = await driver.open('aptible_database_tunnel', { database_id, username });
    expect(diagnostics).toMatchObject([{ detail: expect.stringContaining('which login is meant') as string }]);
  });

  test('a rotation makes the other one, and the first works until it is removed', async () => {
    await apply();
    const first = await applyLogin({ rotation: '1' });
    expect(
      await driver.plan('aptible_database_login', { database_id, user: name, rotation: '2' }, first),
    ).toMatchObject({
      action: 'replace',
    });
    const second = await applyLogin({ rotation: '2' });
    expect(second.diagnostics).toEqual([]);
    for (const each of [first, second]) await query(urlOf(each), 'SELECT 1');
    const third = await applyLogin({ rotation: '3' });
    expect(third.diagnostics).toMatchObject([
      { severity: 'warning', summary: `The user "${name}" of the database ${database_id} has 3 logins now` },
    ]);
    for (const each of [first, second])
      expect((await driver.destroy('aptible_database_login', each)).diagnostics).toEqual([]);
    await expect(query(urlOf(first), 'SELECT 1')).rejects.toThrow('password authentication failed');
    await query(urlOf(third), 'SELECT 1');
    expect((await applyLogin({ rotation: '4' })).state).toMatchObject({ username: `${name}_1` });
  });

  test('a password that was changed by hand is set again; where that of the database was changed, another login is made', async () => {
    await apply();
    const one = await applyLogin();
    await query(url, `ALTER ROLE ${name}_1 PASSWORD 'by hand' NOLOGIN`);
    expect((await driver.refresh('aptible_database_login', one)).state!.differences).toEqual([
      'it may not log in',
      'its password was changed',
    ]);
    const mended = await applyLogin({}, one);
    expect(mended.state).toEqual(one.state);
    await query(urlOf(mended), 'SELECT 1');
    const other = 'another-password';
    await query(url, `ALTER ROLE aptible PASSWORD '${other}'`);
    const [credential] = driver.control.list('database_credential');
    const former = String(credential!.connection_url);
    const changed = former.replace(/:[^:@]*@/, `:${other}@`);
    driver.control.change('database_credential', credential!.id, { connection_url: changed });
    try {
      expect(await driver.plan('aptible_database_login', { database_id, user: name }, mended)).toMatchObject({
        action: 'replace',
        replace: [['differences']],
      });
    } finally {
      await query(changed, `ALTER ROLE aptible PASSWORD '${new URL(former).password}'`);
      driver.control.change('database_credential', credential!.id, { connection_url: former });
    }
  });

  test('one that is imported works on, and another one is planned in its place; what cannot be one is refused', async () => {
    await apply();
    const one = await applyLogin({ connection_limit: 3, terminate: true });
    const imported = await driver.import('aptible_database_login', `${database_id}/${name}_1`);
    expect(imported.diagnostics).toMatchObject([
      { severity: 'warning', summary: `The next apply makes another login in place of "${name}_1"` },
    ]);
    expect(imported.state).toEqual({
      ...one.state,
      ...{ salt: null, version: null, password: null, connection_url: null },
      differences: ['its password is not known here'],
    });
    await query(urlOf(one), 'SELECT 1');
    const config = { user: name, connection_limit: 3, terminate: true };
    expect(await driver.plan('aptible_database_login', { database_id, ...config }, imported)).toMatchObject({
      action: 'replace',
      replace: [['differences']],
    });
    const two = await applyLogin(config);
    expect((await driver.destroy('aptible_database_login', imported)).diagnostics).toEqual([]);
    await query(urlOf(two), 'SELECT 1');
    await expect(query(urlOf(one), 'SELECT 1')).rejects.toThrow('password authentication failed');
    for (const [id, summary] of [
      [`${database_id}/${name}_1`, `There is no login "${name}_1" in the database ${database_id}`],
      [`${database_id}/aptible`, `"${database_id}/aptible" is not an import id of a login`],
    ] as const)
      expect((await driver.import('aptible_database_login', id)).diagnostics).toMatchObject([{ summary }]);
  });

  test('one that is to be changed when the password of the database was changed after the plan stays as it is', async () => {
    await apply();
    const one = await applyLogin();
    const config = { database_id, user: name, connection_limit: 5 };
    const planned = await driver.walk((terraform) => terraform.plan('aptible_database_login', config, one.instance));
    await driver.control.changeDatabasePassword(database_id);
    try {
      const { instance, diagnostics } = await driver.walk((terraform) =>
        terraform.apply('aptible_database_login', planned, config, one.instance),
      );
      expect(diagnostics).toMatchObject([
        { summary: `The password of the database ${database_id} was changed after this plan was made` },
      ]);
      expect(instance).toEqual(one.instance);
      await query(urlOf(one), 'SELECT 1');
    } finally {
      await driver.control.changeDatabasePassword(database_id, new URL(url).password);
    }
  });

  test('with terminate, its own sessions end with it, and so do those of the one whose place it takes', async () => {
    await apply();
    const sessions = async (outcome: Outcome) => {
      const client = new Client({ connectionString: urlOf(outcome) });
      client.on('error', () => 'the next query fails');
      await client.connect();
      return client;
    };
    const first = await applyLogin();
    const second = await applyLogin({ rotation: '2', terminate: true });
    const [before, after] = [await sessions(first), await sessions(second)];
    await driver.destroy('aptible_database_login', first);
    await expect(before.query('SELECT 1')).rejects.toThrow();
    await after.query('SELECT 1');
    await driver.destroy('aptible_database_login', second);
    await expect(after.query('SELECT 1')).rejects.toThrow();
  });

  test('one of a user that is not there is refused', async () => {
    expect((await applyLogin()).diagnostics).toMatchObject([
      { summary: `There is no user "${name}" that could get a login` },
    ]);
  });
});

test('what is in a database whose server has ended is told how to be forgotten, and is removed when the platform removes that, and afterwards', async () => {
  const { state } = await driver.apply('aptible_database', {
    ...{ env_id: driver.environmentId, handle: 'going', database_type: 'postgresql', version: '15' },
  });
  database_id = Number(state!.id);
  const user = await apply();
  const login = await applyLogin();
  const destroy = async (refreshes: boolean) => [
    await driver.destroy('aptible_database_login', login, { refreshes }),
    await driver.destroy('aptible_database_user', user, { refreshes }),
  ];
  const done = { state: null, diagnostics: [] };
  await databases.remove(database_id);
  const told = {
    summary: 'Could not connect to the database "going"',
    detail: expect.stringMatching(/ECONNREFUSED.*its status is "provisioned".*terraform state rm/s),
  };
  expect(await destroy(false)).toMatchObject([
    { state: login.state, diagnostics: [told] },
    { state: user.state, diagnostics: [told] },
  ]);
  driver.control.change('database', database_id, { status: 'deprovisioning' });
  expect(await destroy(false)).toMatchObject([done, done]);
  driver.control.change('database', database_id, { status: 'provisioned' });
  await driver.request('POST', `/databases/${database_id}/operations`, { type: 'deprovision' });
  await eventuallyEqual(async () => driver.control.list('database', { id: database_id }), []);
  expect(await destroy(false)).toMatchObject([done, done]);
  expect((await destroy(true)).map((each) => each.state)).toEqual([null, null]);
});
