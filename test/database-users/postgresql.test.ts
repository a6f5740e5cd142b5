import fc from 'fast-check';
import { DatabaseUserError, type Grant } from '../../lib/database-users';
import { accessPrivileges } from '../../lib/database-users/users';
import { eventually } from '../support/eventually';
import { runs } from '../support/runs';
import { inDb, passwordOf, PostgresqlServer, secret, signal } from './support/server';

jest.setTimeout(60_000);

let server: PostgresqlServer;
let users: ReturnType<PostgresqlServer['users']>;
let schema: string;
let user: string;
let count = 0;

beforeAll(async () => {
  server = await PostgresqlServer.start();
  users = server.users({ lockTimeoutMs: 100, attempts: 2 });
});

afterAll(() => server.stop());

beforeEach(async () => {
  count++;
  schema = `schema_${count}`;
  user = `user_${count}`;
  await server.admin.query(`CREATE SCHEMA ${schema}`);
});

const nothing = () => {};
const same = { missing: [], unexpected: [], warnings: [] };
const readOnly = (): Grant => ({ schema, access: accessPrivileges.read_only });
const readWrite = (): Grant => ({ schema, access: accessPrivileges.read_write });
const owner = (): Grant => ({ schema, access: 'owner' });
const create = (...grants: Grant[]) => users.create({ name: user, grants: inDb(...grants) }, nothing, signal);
const change = (...grants: Grant[]) => users.change({ name: user, grants: inDb(...grants) }, [], signal);
const differences = (...grants: Grant[]) => users.differences({ name: user, grants: inDb(...grants) }, signal);
const login = (more: object = {}, name = user) => {
  let made = '';
  const wanted = { user: name, connectionLimit: -1, endsEarlierSessions: false, ...more };
  return users.createLogin(wanted, secret, (each) => (made = each), signal).then((others) => ({ name: made, others }));
};
const remove = (heir: string | undefined = 'aptible') => users.remove(user, heir, signal);
const roles = async (like: string) =>
  (
    await server.rows<{ name: string }>(`SELECT rolname AS name FROM pg_roles WHERE rolname LIKE '${like}' ORDER BY 1`)
  ).map(({ name }) => name);
/** The code of what a statement fails with. */
const failure = (work: Promise<unknown>) =>
  work.then(
    () => 'none',
    (error: { code?: string }) => error.code,
  );

describe('names', () => {
  test.each([`a"; drop table t; --`, 'current_user', 'Web', `it's`, 'žluťoučký \\ 🐎'])(
    'the user %j is that very role, and its logins act as it',
    async (name) => {
      user = name;
      await server.admin.query(`CREATE TABLE ${schema}.word AS SELECT 'first' AS text`);
      await create(readOnly());
      const { name: made } = await login();
      expect(made).toBe(`${name}_1`);
      const { rows } = await server.as(made, (client) =>
        client.query(`SELECT current_user::text AS me, session_user::text AS login, text FROM ${schema}.word`),
      );
      expect(rows).toEqual([{ me: name, login: made, text: 'first' }]);
      await remove();
      expect(
        await server.rows(`SELECT FROM pg_roles WHERE oid = (SELECT to_regrole(quote_ident($$${name}$$)))`),
      ).toEqual([]);
    },
  );
});

describe('a new user', () => {
  test('has the rights of its grants, also on tables that are made later, and no others', async () => {
    await server.admin.query(`CREATE TABLE ${schema}.word (id serial, text text)`);
    expect(await create(readWrite())).toEqual([]);
    const { name } = await login();
    await server.admin.query(`CREATE TABLE ${schema}.later (id serial, text text)`);
    await server.as(name, async (client) => {
      for (const table of ['word', 'later']) {
        await client.query(`INSERT INTO ${schema}.${table} (text) VALUES ('a')`);
        await client.query(`UPDATE ${schema}.${table} SET text = 'b'`);
        expect((await client.query(`SELECT id, text FROM ${schema}.${table}`)).rows).toEqual([{ id: 1, text: 'b' }]);
        expect(await failure(client.query(`DROP TABLE ${schema}.${table}`))).toBe('42501');
      }
      expect(await failure(client.query(`CREATE TABLE ${schema}.own ()`))).toBe('42501');
    });
    expect(await differences(readWrite())).toEqual(same);
  });

  test('is refused where a role has its name, which is left as it is', async () => {
    await server.admin.query(`CREATE ROLE ${user} LOGIN`);
    const made = jest.fn();
    await expect(users.create({ name: user, grants: inDb(readOnly()) }, made, signal)).rejects.toThrow(
      `Could not create the user "${user}": there is a role of this name already`,
    );
    expect(made).not.toHaveBeenCalled();
    expect(await server.rows(`SELECT rolcanlogin FROM pg_roles WHERE rolname = '${user}'`)).toEqual([
      { rolcanlogin: true },
    ]);
  });

  describe('that a run has left behind', () => {
    const again = (...grants: Grant[]) =>
      server.users().create({ name: user, grants: inDb(...grants) }, nothing, signal);
    /** Ends the session that has made it, and waits for that. */
    const endSession = () =>
      server.admin.query(
        `SELECT pg_terminate_backend(substring(shobj_description('${user}'::regrole, 'pg_authid') FROM 'session (\\d+)')::int, 10000)`,
      );

    test('is taken over by the next one, once the session that made it has ended', async () => {
      await server.users().create({ name: user, grants: inDb(readOnly(), owner()) }, nothing, signal);
      await expect(again(readOnly(), owner())).rejects.toMatchObject({ reason: 'exists' });
      await endSession();
      expect(await again(readOnly(), owner())).toEqual([]);
      expect(await differences(readOnly(), owner())).toEqual(same);
      await expect(again(readOnly(), owner())).rejects.toMatchObject({ reason: 'exists' });
    });

    test.each([
      ['has other rights than it would get', () => `GRANT CREATE ON SCHEMA ${schema} TO ${user}`],
      ['can log in', () => `ALTER ROLE ${user} LOGIN`],
      ['has a login', () => `CREATE ROLE ${user}_1 LOGIN IN ROLE ${user}`],
      ['is in another role', () => `GRANT pg_monitor TO ${user}`],
      ['has a power', () => `ALTER ROLE ${user} CREATEDB`],
      ['was made by something else', () => `COMMENT ON ROLE ${user} IS 'of the team'`],
      [
        'was made long ago',
        () =>
          `COMMENT ON ROLE ${user} IS 'User managed by Terraform (cdktf-aptible), made 2026-01-01T00:00:00.000000Z in the session 1.'`,
      ],
    ])('is refused when it %s', async (_, statement) => {
      await server.users().create({ name: user, grants: inDb(readOnly()) }, nothing, signal);
      await endSession();
      await server.admin.query(statement());
      await expect(again(readOnly())).rejects.toMatchObject({ reason: 'exists' });
    });
  });

  test.each([
    [
      'a schema',
      () => ({ schema: 'nowhere', access: ['SELECT'] }),
      'There is no schema "nowhere" in the database "db"',
    ],
    ['a table', () => ({ ...readOnly(), tables: ['word'] }), 'There is no table "word" in the schema'],
  ])('is not made with a grant on %s that is not there', async (_, grant, message) => {
    await expect(create(grant())).rejects.toThrow(message);
    expect(await roles(user)).toEqual([]);
  });

  test('has its rights in each database of its grants', async () => {
    await server.admin.query('CREATE DATABASE second');
    const second = await server.open('aptible', 'second');
    await second.query('CREATE TABLE public.word ()');
    const grants = { second: [{ schema: 'public', access: ['SELECT'] }] };
    await users.create({ name: user, grants }, nothing, signal);
    expect(await users.differences({ name: user, grants }, signal)).toEqual(same);
    await second.query(`REVOKE SELECT ON public.word FROM ${user}`);
    await second.end();
    expect(await users.differences({ name: user, grants }, signal)).toEqual({
      ...same,
      missing: ['SELECT on table public.word in database second'],
    });
    await users.change({ name: user, grants: {} }, ['second'], signal);
    expect(await users.differences({ name: user, grants: { second: [] } }, signal)).toEqual(same);
  });
});

describe('an owner', () => {
  test('gets a schema that is not there, and can change what is in one that is', async () => {
    await server.admin.query(`
      CREATE TYPE ${schema}.mood AS ENUM ('ok'); CREATE FUNCTION ${schema}.one(int, text) RETURNS int LANGUAGE sql AS 'SELECT 1';
      CREATE TABLE ${schema}.word (id serial, text text); CREATE SEQUENCE ${schema}.free; CREATE VIEW ${schema}.words AS SELECT * FROM ${schema}.word`);
    const grants = [owner(), { schema: `${schema}_new`, access: 'owner' } as const];
    await create(...grants);
    const { name } = await login();
    await server.as(name, async (client) => {
      await client.query(`ALTER TABLE ${schema}.word ADD note text; ALTER TYPE ${schema}.mood ADD VALUE 'sad'`);
      await client.query(`DROP FUNCTION ${schema}.one; DROP SEQUENCE ${schema}.free; DROP VIEW ${schema}.words`);
      await client.query(`CREATE TABLE ${schema}_new.made ()`);
    });
    expect(await differences(...grants)).toEqual(same);
  });

  test('gives all of it up when it becomes a reader', async () => {
    await server.admin.query(`CREATE TABLE ${schema}.word (id serial); CREATE TYPE ${schema}.mood AS ENUM ('ok')`);
    await create(owner());
    await change(readOnly());
    expect(await differences(readOnly())).toEqual(same);
    const { name } = await login();
    await server.as(name, async (client) => {
      await client.query(`SELECT * FROM ${schema}.word`);
      expect(await failure(client.query(`ALTER TABLE ${schema}.word ADD note text`))).toBe('42501');
      expect(await failure(client.query(`ALTER TYPE ${schema}.mood ADD VALUE 'sad'`))).toBe('42501');
    });
  });
});

describe('what somebody has changed by hand', () => {
  beforeEach(async () => {
    for (const table of ['one', 'two', 'three']) await server.admin.query(`CREATE TABLE ${schema}.${table} ()`);
    await create(readOnly());
  });

  test.each([
    [
      'a right is gone',
      () => `REVOKE SELECT ON ${schema}.two FROM ${user}`,
      () => ({ missing: [`SELECT on table ${schema}.two`] }),
    ],
    [
      'a right is new',
      () => `GRANT DELETE ON ${schema}.two TO ${user}`,
      () => ({ unexpected: [`DELETE on table ${schema}.two`] }),
    ],
    [
      'it may create',
      () => `GRANT CREATE ON SCHEMA ${schema} TO ${user}`,
      () => ({ unexpected: [`CREATE on schema ${schema}`] }),
    ],
    [
      'it has a power',
      () => `ALTER ROLE ${user} SUPERUSER CREATEDB`,
      () => ({ unexpected: ['SUPERUSER', 'CREATEDB'] }),
    ],
    [
      'a default is gone',
      () => `ALTER DEFAULT PRIVILEGES IN SCHEMA ${schema} REVOKE SELECT ON TABLES FROM ${user}`,
      () => ({ missing: [`SELECT on tables that "aptible" makes in schema "${schema}"`] }),
    ],
    [
      'a default for all schemas is new',
      () => `ALTER DEFAULT PRIVILEGES GRANT INSERT ON TABLES TO ${user}`,
      () => ({ unexpected: ['INSERT on tables that "aptible" makes'] }),
    ],
  ])('is told and mended: %s', async (_, statement, expected) => {
    await server.admin.query(statement());
    expect(await differences(readOnly())).toEqual({ ...same, ...expected() });
    await change(readOnly());
    expect(await differences(readOnly())).toEqual(same);
  });

  test('is told, and mended once what was dropped is there again', async () => {
    const grants = [readOnly(), { ...readOnly(), access: ['INSERT'], tables: ['two'] }];
    await change(...grants);
    await server.admin.query(`DROP TABLE ${schema}.two`);
    expect(await differences(...grants)).toEqual({ ...same, missing: [`INSERT on table "${schema}"."two"`] });
    await expect(change(...grants)).rejects.toThrow(`There is no table "two" in the schema "${schema}"`);
    await server.admin.query(`DROP SCHEMA ${schema} CASCADE`);
    expect((await differences(...grants))?.missing).toContain(`USAGE on schema "${schema}"`);
    await expect(change(...grants)).rejects.toThrow(`There is no schema "${schema}" in the database "db"`);
    await server.admin.query(`CREATE SCHEMA ${schema}; CREATE TABLE ${schema}.two ()`);
    await change(...grants);
    expect(await differences(...grants)).toEqual(same);
  });

  test('is undefined when the role was dropped', async () => {
    await server.admin.query(`DROP OWNED BY ${user}; DROP ROLE ${user}`);
    expect(await differences(readOnly())).toBeUndefined();
  });
});

describe('new tables', () => {
  test('of a role that has made some, or may make some, are readable, and no difference', async () => {
    await server.admin.query(`CREATE ROLE ${user}_maker; GRANT CREATE, USAGE ON SCHEMA ${schema} TO ${user}_maker`);
    await create(readOnly());
    await server.admin.query(`SET ROLE ${user}_maker; CREATE TABLE ${schema}.made (); RESET ROLE`);
    expect(await differences(readOnly())).toEqual(same);
    const { name } = await login();
    await server.as(name, (client) => client.query(`SELECT * FROM ${schema}.made`));
    await server.admin.query(`DROP TABLE ${schema}.made`);
    expect(await differences(readOnly())).toEqual(same);
  });

  test('of a role that nobody knew of are a difference once', async () => {
    await create(readOnly());
    await server.admin.query(
      `CREATE ROLE ${user}_other SUPERUSER; SET ROLE ${user}_other; CREATE TABLE ${schema}.made (); RESET ROLE`,
    );
    expect(await differences(readOnly())).toEqual({
      ...same,
      missing: [
        `SELECT on table ${schema}.made`,
        ...['TABLES', 'SEQUENCES'].map(
          (on) => `SELECT on ${on.toLowerCase()} that "${user}_other" makes in schema "${schema}"`,
        ),
      ],
    });
    await change(readOnly());
    await server.admin.query(`SET ROLE ${user}_other; CREATE TABLE ${schema}.more (); RESET ROLE`);
    expect(await differences(readOnly())).toEqual(same);
    await server.admin.query(`DROP TABLE ${schema}.made, ${schema}.more`);
    expect(await differences(readOnly())).toEqual(same);
  });

  test('of an empty schema are none', async () => {
    await create(readWrite());
    expect(await differences(readWrite())).toEqual(same);
  });

  test('beside those that a grant names are none of its', async () => {
    await server.admin.query(`CREATE TABLE ${schema}.event (id serial); CREATE TABLE ${schema}.secret (id serial)`);
    const grant: Grant = { schema, access: ['INSERT'], tables: ['event'] };
    await create(grant);
    const { name } = await login();
    await server.as(name, async (client) => {
      await client.query(`INSERT INTO ${schema}.event DEFAULT VALUES`);
      expect(await failure(client.query(`INSERT INTO ${schema}.secret DEFAULT VALUES`))).toBe('42501');
    });
    await server.admin.query(`CREATE TABLE ${schema}.later ()`);
    expect(await differences(grant)).toEqual(same);
  });
});

test('a database that is not open to everybody is opened to the user', async () => {
  await server.admin.query('REVOKE CONNECT ON DATABASE db FROM PUBLIC');
  try {
    await create();
    const { name } = await login();
    await server.as(name, (client) => client.query('SELECT 1'));
  } finally {
    await server.admin.query('GRANT CONNECT ON DATABASE db TO PUBLIC');
  }
  expect(await differences()).toEqual(same);
});

test('a schema in which everybody may create is a warning', async () => {
  await server.admin.query(`GRANT CREATE ON SCHEMA ${schema} TO PUBLIC`);
  expect(await create(readOnly())).toEqual([
    expect.stringContaining(`REVOKE CREATE ON SCHEMA "${schema}" FROM PUBLIC`),
  ]);
});

test('whatever is granted, taken away and made converges, with no difference left', async () => {
  const tables = ['a', 'b', 'c'];
  const table = fc.constantFrom(...tables);
  const privilege = fc.constantFrom('SELECT', 'INSERT', 'UPDATE', 'DELETE', 'TRUNCATE');
  const privileges = fc.uniqueArray(privilege, { maxLength: 3 });
  const byHand = fc.oneof(
    fc.record({ table, privilege }).map((each) => `GRANT ${each.privilege} ON TABLE ${each.table} TO ROLE`),
    fc.record({ table, privilege }).map((each) => `REVOKE ${each.privilege} ON TABLE ${each.table} FROM ROLE`),
    table.map((name) => `DROP TABLE ${name}; CREATE TABLE ${name} (id serial)`),
    table.map((name) => `ALTER TABLE ${name} OWNER TO MAKER`),
    fc.constantFrom(
      'ALTER DEFAULT PRIVILEGES GRANT DELETE ON TABLES TO ROLE',
      'ALTER DEFAULT PRIVILEGES FOR ROLE MAKER IN SCHEMA SCHEMA GRANT SELECT ON TABLES TO ROLE',
      'REVOKE ALL ON SCHEMA SCHEMA FROM ROLE',
      'ALTER SCHEMA SCHEMA OWNER TO ROLE',
      'ALTER SCHEMA SCHEMA OWNER TO MAKER',
    ),
  );
  const grant = fc.oneof(
    fc.constant({ access: 'owner' as const }),
    fc.record({ access: privileges }),
    fc.record({ access: privileges, tables: fc.uniqueArray(table, { maxLength: 2 }) }),
  );
  const step = fc.oneof(byHand, fc.array(grant, { maxLength: 2 }));
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 6 }), async (steps) => {
      count++;
      [schema, user] = [`schema_${count}`, `user_${count}`];
      await server.admin.query(`CREATE SCHEMA ${schema}; CREATE ROLE ${user}_maker; SET search_path = ${schema}`);
      for (const name of tables) await server.admin.query(`CREATE TABLE ${name} (id serial)`);
      let grants: Grant[] = [];
      await create();
      for (const each of steps) {
        if (typeof each === 'string') {
          const text = each
            .replace(/\bROLE$/, user)
            .replaceAll('MAKER', `${user}_maker`)
            .replaceAll('SCHEMA SCHEMA', `SCHEMA ${schema}`);
          await server.admin.query(text);
          const found = await differences(...grants);
          if (found!.missing.length + found!.unexpected.length === 0) continue;
        } else grants = each.map((more) => ({ schema, ...more }));
        await change(...grants);
        expect(await differences(...grants)).toEqual(same);
      }
      await remove();
      expect(await roles(`${user}%`)).toEqual([`${user}_maker`]);
      await server.admin.query(`DROP SCHEMA ${schema} CASCADE; RESET search_path`);
    }),
    { numRuns: runs(8) },
  );
});

describe('logins', () => {
  beforeEach(() => create(owner()));

  test('come one beside the other, under the first free name', async () => {
    expect(await login()).toEqual({ name: `${user}_1`, others: [] });
    expect(await login()).toEqual({ name: `${user}_2`, others: [`${user}_1`] });
    await users.removeLogin(`${user}_1`, { user, terminate: false }, signal);
    expect(await login()).toEqual({ name: `${user}_1`, others: [`${user}_2`] });
  });

  test('change what an earlier one has made, after that is gone', async () => {
    const first = await login();
    await server.as(first.name, (client) => client.query(`CREATE TABLE ${schema}.made ()`));
    const second = await login();
    await users.removeLogin(first.name, { user, terminate: false }, signal);
    await server.as(second.name, (client) => client.query(`ALTER TABLE ${schema}.made ADD note text`));
    expect(await differences(owner())).toEqual(same);
  });

  test('leave sessions behind that work on, unless they are to end', async () => {
    const first = await login();
    const session = await server.open(first.name);
    await session.query(`CREATE TABLE ${schema}.made ()`);
    await login();
    await users.removeLogin(first.name, { user, terminate: false }, signal);
    await session.query(`SELECT * FROM ${schema}.made`);
    expect(await failure(server.open(first.name))).toBe('28P01');
    await session.end();
  });

  test.each([
    ['it says so', true, false],
    ['a later one says so', false, true],
  ])('take their sessions with them when %s', async (_, terminate, endsEarlierSessions) => {
    const first = await login();
    const session = await server.open(first.name);
    const second = await login({ endsEarlierSessions });
    const other = await server.open(second.name);
    await users.removeLogin(first.name, { user, terminate }, signal);
    expect(await failure(session.query('SELECT 1').then(() => session.query('SELECT 1')))).not.toBe('none');
    await other.query('SELECT 1');
    await other.end();
  });

  test('have their password changed by hand, and it is found without being read', async () => {
    const { name } = await login();
    const look = (secretOf = secret) => users.login(name, { user }, secretOf, signal);
    const status = { connectionLimit: -1, endsEarlierSessions: false, isOutdated: false, differences: [] };
    expect(await look()).toEqual(status);
    expect(await look((each) => ({ ...secret(each), password: 'of another admin' }))).toEqual({
      ...status,
      isOutdated: true,
      differences: ['the password of the database was changed, from which its own is made'],
    });
    await server.admin.query(`ALTER ROLE ${name} PASSWORD 'by hand' CONNECTION LIMIT 3`);
    expect(await look()).toEqual({ ...status, connectionLimit: 3, differences: ['its password was changed'] });
    await users.changeLogin(name, { user, connectionLimit: -1, endsEarlierSessions: false }, secret, signal);
    expect(await look()).toEqual(status);
    await server.as(name, (client) => client.query('SELECT 1'));
  });

  test('are told when they cannot work, and mended', async () => {
    const { name } = await login();
    await server.admin.query(
      `REVOKE ${user} FROM ${name}; ALTER ROLE ${name} NOLOGIN CREATEDB VALID UNTIL '2020-01-01Z'; ALTER ROLE ${name} RESET role`,
    );
    expect(await users.login(name, { user }, secret, signal)).toMatchObject({
      differences: [
        'it may not log in',
        expect.stringMatching(/^its password is valid until 20(19|20)-.* only$/),
        `it is not a member of the role "${user}"`,
        `it does not act as the role "${user}"`,
        'it has the power CREATEDB',
      ],
    });
    await users.changeLogin(name, { user, connectionLimit: 5, endsEarlierSessions: false }, secret, signal);
    expect(await users.login(name, { user }, secret, signal)).toMatchObject({ connectionLimit: 5, differences: [] });
  });

  test('are none of a user that is not there', async () => {
    await expect(login({}, 'nobody')).rejects.toThrow('There is no user "nobody" that could get a login');
  });

  test('have passwords that are in no statement', async () => {
    const statements: string[] = [];
    const query = jest.spyOn(server.admin.constructor.prototype as { query(text: string): unknown }, 'query');
    const { name } = await login();
    for (const [text, values] of query.mock.calls as [string, unknown[]?][])
      statements.push(text, ...(values ?? []).map(String));
    query.mockRestore();
    expect(statements.join('\n')).toContain('SCRAM-SHA-256$4096:');
    expect(statements.join('\n')).not.toContain(passwordOf(name));
  });
});

describe('a user that goes', () => {
  beforeEach(async () => {
    await server.admin.query(`CREATE DATABASE ${user}`);
    await create(owner());
    const { name } = await login();
    await server.as(name, (client) => client.query(`CREATE TABLE ${schema}.here AS SELECT 1 AS number`));
    const elsewhere = await server.open('aptible', user);
    await elsewhere.query(
      `CREATE TABLE there AS SELECT 2 AS number; ALTER TABLE there OWNER TO ${user}; GRANT SELECT ON there TO ${name}`,
    );
    await elsewhere.end();
  });

  test('leaves what it owns, in each database, to the heir', async () => {
    await remove();
    expect(await roles(`${user}%`)).toEqual([]);
    expect(
      await server.rows(
        `SELECT number, tableowner FROM ${schema}.here, pg_tables WHERE tablename = 'here' AND schemaname = '${schema}'`,
      ),
    ).toEqual([{ number: 1, tableowner: 'aptible' }]);
    const elsewhere = await server.open('aptible', user);
    expect((await elsewhere.query('SELECT number FROM there')).rows).toEqual([{ number: 2 }]);
    await elsewhere.end();
    await remove();
  });

  test('stays when it must leave nothing, and all of that is named', async () => {
    const error: unknown = await users.remove(user, undefined, signal).catch((each: unknown) => each);
    expect(error).toBeInstanceOf(DatabaseUserError);
    expect((error as DatabaseUserError).detail).toContain(
      `in the database "db": schema ${schema}, table ${schema}.here\nin the database "${user}": table public.there`,
    );
    expect(await roles(`${user}%`)).toEqual([user, `${user}_1`]);
  });

  test('stays when there is no such heir', async () => {
    await expect(remove('nobody')).rejects.toThrow(
      `There is no role "nobody" that could get what "${user}" owns\nThere are: "aptible", `,
    );
    expect(await roles(`${user}%`)).toEqual([user, `${user}_1`]);
  });

  test('stays when it would be its own heir, with all that it owns', async () => {
    await expect(remove(user)).rejects.toThrow(`The user "${user}" cannot be given what it owns itself`);
    expect(await roles(`${user}%`)).toEqual([user, `${user}_1`]);
  });

  test('stays, in time, while a table of it is in use, and nothing of that database is changed', async () => {
    const reader = await server.open('aptible');
    await reader.query(`BEGIN; SELECT * FROM ${schema}.here`);
    await expect(remove()).rejects.toThrow(
      /The database said: canceling statement due to lock timeout \[55P03\]. Something else holds a lock/,
    );
    expect(await differences(owner())).toEqual(same);
    await reader.query('ROLLBACK');
    await reader.end();
    await remove();
    expect(await roles(`${user}%`)).toEqual([]);
  });
});

describe('an import', () => {
  test.each([
    ['a reader', () => [readOnly()]],
    ['a writer', () => [readWrite()]],
    ['an owner', () => [owner()]],
    ['some tables', () => [{ schema, access: ['SELECT'], tables: ['one'] }]],
    ['no rights', () => []],
  ])('describes %s as it is', async (_, grants) => {
    await server.admin.query(`CREATE TABLE ${schema}.one (); CREATE TABLE ${schema}.two ()`);
    await create(...grants());
    const described = await users.describe(user, signal);
    expect(described).toEqual(
      grants().map(({ access, ...grant }) => ({ ...grant, access: access === 'owner' ? access : [...access].sort() })),
    );
    expect(await differences(...described!)).toEqual(same);
  });

  test('describes a role that was made by hand', async () => {
    await server.admin.query(`
      CREATE TABLE ${schema}.one (); CREATE TABLE ${schema}.two (); CREATE ROLE ${user} LOGIN; GRANT USAGE ON SCHEMA ${schema} TO ${user};
      GRANT SELECT ON ALL TABLES IN SCHEMA ${schema} TO ${user}; GRANT INSERT ON ${schema}.two TO ${user}`);
    const described = await users.describe(user, signal);
    expect(described).toEqual([
      { schema, access: ['SELECT'], tables: ['one'] },
      { schema, access: ['INSERT', 'SELECT'], tables: ['two'] },
    ]);
    expect(await differences(...described!)).toEqual(same);
    expect(await users.describe('nobody', signal)).toBeUndefined();
  });
});

describe('several at once', () => {
  test('two runs with 20 users, of which each changes what the other one does', async () => {
    await server.admin.query(`CREATE TABLE ${schema}.shared (id serial)`);
    const names = Array.from({ length: 20 }, (_, index) => `${user}_of_many_${index}`);
    const work = async (run: ReturnType<PostgresqlServer['users']>, mine: string[]) => {
      await Promise.all(mine.map((name) => run.create({ name, grants: inDb(readWrite()) }, nothing, signal)));
      await Promise.all(
        mine.map((name) =>
          run.createLogin({ user: name, connectionLimit: -1, endsEarlierSessions: false }, secret, nothing, signal),
        ),
      );
      await Promise.all(mine.map((name) => run.change({ name, grants: inDb(readOnly()) }, [], signal)));
    };
    const [one, two] = [server.users(), server.users()];
    await Promise.all([work(one, names.slice(0, 10)), work(two, names.slice(10))]);
    for (const name of names) expect(await users.differences({ name, grants: inDb(readOnly()) }, signal)).toEqual(same);
    await Promise.all([
      ...names.slice(0, 10).map((name) => two.remove(name, 'aptible', signal)),
      ...names.slice(10).map((name) => one.remove(name, 'aptible', signal)),
    ]);
    expect(await roles(`${user}_of_many_%`)).toEqual([]);
  });

  test('a grant is changed under load, and no read fails', async () => {
    await server.admin.query(`CREATE TABLE ${schema}.shared ()`);
    await create(readOnly());
    const { name } = await login();
    const reader = await server.open(name);
    let isDone = false;
    let reads = 0;
    const reading = (async () => {
      for (; !isDone; reads++) await reader.query(`SELECT * FROM ${schema}.shared`);
    })();
    for (let round = 0; round < 5; round++) {
      await change(readWrite());
      await change(readOnly());
    }
    isDone = true;
    await reading;
    await reader.end();
    expect(reads).toBeGreaterThan(10);
  });
});

describe('without a superuser', () => {
  beforeEach(() =>
    server.admin.query(
      `CREATE ROLE ${user}_admin LOGIN CREATEROLE PASSWORD '${passwordOf(`${user}_admin`)}'; ALTER SCHEMA ${schema} OWNER TO ${user}_admin`,
    ),
  );

  test('what it owns can be granted, and who else makes tables is a warning', async () => {
    await server.admin.query(`GRANT CREATE ON SCHEMA ${schema} TO aptible`);
    const run = server.users({ user: `${user}_admin` });
    expect(await run.create({ name: user, grants: inDb(readOnly()) }, nothing, signal)).toEqual([
      `"${user}" will have no rights on the tables that "aptible" makes in the schema "${schema}" from now on: only a superuser, or a member of that role, can set its default privileges.`,
    ]);
    const wanted = { user, connectionLimit: -1, endsEarlierSessions: false };
    await run.createLogin(wanted, secret, nothing, signal);
    expect(await run.login(`${user}_1`, wanted, secret, signal)).toMatchObject({ differences: [] });
    await server.as(`${user}_1`, (client) => client.query('SELECT 1'));
    await run.removeLogin(`${user}_1`, { user, terminate: false }, signal);
    await run.remove(user, `${user}_admin`, signal);
    expect(await roles(`${user}%`)).toEqual([`${user}_admin`]);
  });

  test('what it does not own says what is missing', async () => {
    await server.admin.query(`CREATE TABLE ${schema}.word ()`);
    const run = server.users({ user: `${user}_admin` });
    await expect(run.create({ name: user, grants: inDb(readOnly()) }, nothing, signal)).rejects.toThrow(
      `Could not create the user "${user}"\nThe database said: permission denied for table word [42501]. The user "${user}_admin" may not do that. On the platform it is a superuser;`,
    );
    expect(await roles(user)).toEqual([]);
  });
});

test('work that is stopped ends at once, and the next one has another connection', async () => {
  const run = server.users();
  await run.create({ name: user, grants: inDb(readOnly()) }, nothing, signal);
  const holder = await server.open('aptible');
  await holder.query('BEGIN; SELECT pg_advisory_xact_lock(7163204911752034)');
  const stop = new AbortController();
  const waiting = run.change({ name: user, grants: inDb(readWrite()) }, [], stop.signal);
  await holder.query('SELECT 1');
  stop.abort(new Error('Ctrl-C'));
  await expect(waiting).rejects.toThrow('Ctrl-C');
  await holder.query('ROLLBACK');
  await holder.end();
  await run.change({ name: user, grants: inDb(readWrite()) }, [], signal);
});

describe('a connection that is lost', () => {
  const changing = (run: typeof users) => run.change({ name: user, grants: inDb(readWrite()) }, [], signal);
  const terminate = (where: string) =>
    server.admin.query(
      `SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND ${where}`,
    );
  /** Ends the session of a change in the midst of its transaction. */
  async function interrupted(run: typeof users): Promise<unknown> {
    const holder = await server.open('aptible');
    await holder.query('BEGIN; SELECT pg_advisory_xact_lock(7163204911752034)');
    const change = changing(run);
    const waits = "wait_event_type = 'Lock' AND wait_event = 'advisory'";
    await eventually(async () => (await server.rows(`SELECT FROM pg_stat_activity WHERE ${waits}`)).length === 1);
    await terminate(waits);
    await holder.query('ROLLBACK');
    await holder.end();
    return change;
  }

  test('between two changes is opened again', async () => {
    const run = server.users();
    await create();
    await changing(run);
    await terminate("state = 'idle' AND query = 'COMMIT'");
    await changing(run);
    expect(await differences(readWrite())).toEqual(same);
  });

  test('in the midst of a change has that done on another one', async () => {
    await create();
    await interrupted(server.users());
    expect(await differences(readWrite())).toEqual(same);
  });

  test('again and again says that nothing was changed, and what to do', async () => {
    await create(readOnly());
    await expect(interrupted(server.users({ attempts: 1 }))).rejects.toThrow(
      `Could not change the rights of the user "${user}" in the database "db": the connection to the database was lost\n` +
        'It said: terminating connection due to administrator command. Nothing of this step was changed. The database may be restarting. Apply again when it answers.',
    );
    expect(await differences(readOnly())).toEqual(same);
  });

  test('while a new user is being kept says that it may be there, and it is in the state', async () => {
    const standby = async (name: string) => {
      await server.admin.query(`ALTER SYSTEM SET synchronous_standby_names = '${name}'`);
      await server.admin.query('SELECT pg_reload_conf()');
      await eventually(
        async () => (await server.rows('SHOW synchronous_standby_names'))[0]!['synchronous_standby_names'] === name,
      );
    };
    const made = jest.fn();
    await standby('nobody');
    const creation = server.users().create({ name: user, grants: inDb() }, made, signal);
    const waits = "wait_event = 'SyncRep'";
    await eventually(async () => (await server.rows(`SELECT FROM pg_stat_activity WHERE ${waits}`)).length === 1);
    await terminate(waits);
    await expect(creation).rejects.toThrow('This step may have been done all the same.');
    await standby('');
    expect([made.mock.calls, await roles(user)]).toEqual([[[]], [user]]);
  });
});
