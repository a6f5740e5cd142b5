import { inspect } from 'node:util';
import type { Connection } from 'mysql2/promise';
import { DatabaseUserError, engines, type Grant } from '../../lib/database-users';
import { issueCertificate } from '../../lib/x509';
import { hasMariadb } from '../emulator/databases/support/mariadb';
import { inServer, MysqlServer } from './support/mysql-server';
import { secret, signal } from './support/server';

const withMariadb = hasMariadb ? describe : describe.skip;
if (!hasMariadb) console.warn('Skipped: users of MySQL. There is no MariaDB here: apt-get install mariadb-server');

withMariadb('users of MySQL', () => {
  jest.setTimeout(60_000);
  let server: MysqlServer;
  let users: ReturnType<MysqlServer['users']>;
  let schema: string;
  let user: string;
  let count = 0;

  const [validFrom, validTo] = [new Date(Date.now() - 60_000), new Date(Date.now() + 3_600_000)];
  const authority = issueCertificate({
    ...{ commonName: 'of this environment', isAuthority: true, validFrom, validTo },
    keyUsage: ['keyCertSign'],
  });

  beforeAll(async () => {
    server = await MysqlServer.start({ authority });
    // Otherwise it takes a superuser to make a trigger or a function.
    await server.root.query('SET GLOBAL log_bin_trust_function_creators = 1');
    users = server.users({ lockTimeoutSeconds: 1, queueTimeoutSeconds: 1 });
  });
  afterAll(() => server.stop());
  beforeEach(async () => {
    count++;
    schema = `app_${count}`;
    user = `user_${count}`;
    await server.root.query(
      `CREATE DATABASE ${schema}; CREATE TABLE ${schema}.word (text TEXT); INSERT INTO ${schema}.word VALUES ('first')`,
    );
  });

  const nothing = () => {};
  const same = { missing: [], unexpected: [], warnings: [] };
  const readOnly = (): Grant => ({ schema, access: ['SELECT'] });
  const readWrite = (): Grant => ({ schema, access: ['SELECT', 'INSERT', 'UPDATE', 'DELETE'] });
  const owner = (): Grant => ({ schema, access: 'owner' });
  const create = (...grants: Grant[]) => users.create({ name: user, grants: inServer(...grants) }, nothing, signal);
  const change = (...grants: Grant[]) => users.change({ name: user, grants: inServer(...grants) }, [], signal);
  const differences = (...grants: Grant[]) => users.differences({ name: user, grants: inServer(...grants) }, signal);
  const wanted = (more: object = {}) => ({ user, connectionLimit: -1, endsEarlierSessions: false, ...more });
  const login = async (more: object = {}) => {
    let name = '';
    const others = await users.createLogin(wanted(more), secret, (each) => (name = each), signal);
    return { name, others };
  };
  const accounts = async (like: string) =>
    (await server.rows(`SELECT User AS name FROM mysql.user WHERE User LIKE '${like}' ORDER BY 1`)).map(
      (row) => (row as { name: string }).name,
    );
  const failure = (work: Promise<unknown>) =>
    work.then(
      () => 'none',
      (error: { code?: string }) => error.code,
    );
  const insert = (client: Connection, name = schema) => client.query(`INSERT INTO ${name}.word VALUES ('second')`);

  test.each([`a\`"; drop -- `.trim(), `it's`, 'Web', 'žluťoučký \\ ?', 'aptible_'])(
    'the user %j is that very account, and so is its login',
    async (name) => {
      user = name;
      await create(readOnly());
      const made = await login();
      expect(made).toEqual({ name: `${name}_1`, others: [] });
      const rows = await server.as(
        made.name,
        async (client) => (await client.query(`SELECT CURRENT_USER() AS me, text FROM ${schema}.word`))[0],
      );
      expect(rows).toEqual([{ me: `${name}_1@%`, text: 'first' }]);
      expect(await differences(readOnly())).toEqual(same);
      expect(await users.describe(name, signal)).toEqual([readOnly()]);
      await users.remove(name, 'aptible', signal);
      const [left] = await server.root.query('SELECT User FROM mysql.user WHERE User IN (?)', [[name, made.name]]);
      expect(left).toEqual([]);
    },
  );

  test('a login has the rights of the grants of its user, also on tables that are made later, and in no schema of a similar name', async () => {
    const similar = schema.replace('_', 'X');
    await server.root.query(`CREATE DATABASE ${similar}; CREATE TABLE ${similar}.word (text TEXT)`);
    await create(readWrite());
    const { name } = await login();
    await server.root.query(`CREATE TABLE ${schema}.later LIKE ${schema}.word`);
    await server.as(name, async (client) => {
      expect((await client.query(`SELECT text FROM ${schema}.word`))[0]).toEqual([{ text: 'first' }]);
      await insert(client);
      await client.query(`INSERT INTO ${schema}.later VALUES ('a')`);
      expect(await failure(client.query(`DROP TABLE ${schema}.word`))).toBe('ER_TABLEACCESS_DENIED_ERROR');
      expect(await failure(insert(client, similar))).toBe('ER_TABLEACCESS_DENIED_ERROR');
    });
    expect(await failure(server.open(user, { password: '' }))).toMatch(
      /ER_ACCOUNT_HAS_BEEN_LOCKED|ER_ACCESS_DENIED_ERROR/,
    );
    expect(await failure(server.open(name, { ssl: undefined }))).toBe('ER_ACCESS_DENIED_ERROR');
  });

  test('an owner gets a schema that is not there, and may do everything in it but pass it on; a list of all privileges is that, too', async () => {
    const grants = [owner(), { schema: `${schema}_new`, access: 'owner' } as const];
    await create(...grants);
    const { name } = await login();
    await server.as(name, async (client) => {
      await client.query(`ALTER TABLE ${schema}.word ADD note TEXT`);
      await client.query(`CREATE TABLE ${schema}_new.made (id INT)`);
      expect(await failure(client.query(`GRANT SELECT ON ${schema}.* TO aptible`))).toBe('ER_DBACCESS_DENIED_ERROR');
    });
    expect(await differences(...grants)).toEqual(same);
    expect(await users.describe(user, signal)).toEqual(grants);
    const access = engines.mysql.privileges;
    expect(await differences({ schema, access }, grants[1]!)).toEqual(same);
  });

  test('what was changed by hand is found and mended, for its logins as well', async () => {
    const tables: Grant = { schema, access: ['DELETE'], tables: ['word'] };
    await create(readOnly(), tables);
    const { name } = await login();
    await server.root.query(
      `REVOKE SELECT ON \`app\\_${count}\`.* FROM ${user}; GRANT INSERT ON ${schema}.* TO ${user} WITH GRANT OPTION;
       GRANT PROCESS ON *.* TO ${user}; GRANT UPDATE ON ${schema}.word TO ${name}; REVOKE DELETE ON ${schema}.word FROM ${name}`,
    );
    expect(await differences(readOnly(), tables)).toEqual({
      missing: [`SELECT on schema ${schema}`],
      unexpected: [
        'PROCESS on the whole server',
        `INSERT on each schema like ${schema}`,
        `GRANT OPTION on each schema like ${schema}`,
      ],
      warnings: [],
    });
    await change(readOnly(), tables);
    expect(await differences(readOnly(), tables)).toEqual(same);
    expect(await users.login(name, { user }, secret, signal)).toMatchObject({ differences: [] });
    await server.root.query(
      `REVOKE SELECT ON \`app\\_${count}\`.* FROM ${name}; GRANT UPDATE ON ${schema}.word TO ${name}`,
    );
    expect(await users.login(name, { user }, secret, signal)).toEqual({
      connectionLimit: -1,
      endsEarlierSessions: false,
      isOutdated: false,
      differences: [
        `it lacks what its user has: SELECT on schema ${schema}`,
        `it has what its user has not: UPDATE on table ${schema}.word`,
      ],
    });
    await users.changeLogin(name, wanted(), secret, signal);
    expect(await users.login(name, { user }, secret, signal)).toMatchObject({ differences: [] });
    await server.root.query(`DROP USER ${user}`);
    expect(await differences(readOnly())).toBeUndefined();
  });

  test('what was dropped is told, an owner makes its schema again, and others have their rights once it is there', async () => {
    const tables: Grant = { schema, access: ['INSERT'], tables: ['word'] };
    await create(tables);
    await server.root.query(`DROP TABLE ${schema}.word`);
    expect(await differences(tables)).toEqual({ ...same, missing: [`table ${schema}.word`] });
    await expect(change(tables)).rejects.toThrow(`There is no table "word" in the schema "${schema}"`);
    await server.root.query(`DROP DATABASE ${schema}`);
    expect(await differences(tables)).toEqual({ ...same, missing: [`schema ${schema}`] });
    await expect(change(tables)).rejects.toThrow(`There is no schema "${schema}" on this server`);
    await change(owner());
    expect(await differences(owner())).toEqual(same);
    await server.root.query(`DROP DATABASE ${schema}`);
    expect(await differences(owner())).toEqual({ ...same, missing: [`schema ${schema}`] });
    await change(owner());
    expect(await differences(owner())).toEqual(same);
  });

  test('a password that was changed, a lock, a limit and a missing TLS are found and mended, and nothing of a password is shown', async () => {
    await create(readOnly());
    const { name } = await login({ connectionLimit: 3 });
    const status = (from = secret) => users.login(name, { user }, from, signal);
    expect(await status()).toEqual({
      connectionLimit: 3,
      endsEarlierSessions: false,
      isOutdated: false,
      differences: [],
    });
    await server.root.query(
      `ALTER USER ${name} IDENTIFIED BY 'another' REQUIRE NONE WITH MAX_USER_CONNECTIONS 7 ACCOUNT LOCK`,
    );
    expect(await status()).toEqual({
      connectionLimit: 7,
      endsEarlierSessions: false,
      isOutdated: false,
      differences: ['it may not log in', 'it may log in without TLS', 'its password was changed'],
    });
    await users.changeLogin(name, wanted({ endsEarlierSessions: true }), secret, signal);
    expect(await status()).toMatchObject({ connectionLimit: -1, endsEarlierSessions: true, differences: [] });
    expect(await server.as(name, async () => 'logged in')).toBe('logged in');
    const other = (login: string) => ({ ...secret(login), password: 'from another password of the database' });
    expect(await status(other)).toMatchObject({
      isOutdated: true,
      differences: ['the password of the database was changed, from which its own is made'],
    });
    const failed = inspect(
      await users.changeLogin('nobody', wanted(), secret, signal).catch((error: unknown) => error),
      { depth: 9 },
    );
    expect(failed).toContain('Operation ALTER USER failed');
    expect(failed).not.toMatch(/IDENTIFIED|[0-9A-F]{40}|password of nobody/);
    const noLimit = users.changeLogin(name, wanted({ connectionLimit: 0 }), secret, signal);
    await expect(noLimit).rejects.toThrow('cannot have a limit of 0 sessions');
    await expect(login({ connectionLimit: 0 })).rejects.toThrow('cannot have a limit of 0 sessions');
  });

  test('what is there already, or is not, is refused before anything is made', async () => {
    await server.root.query(`CREATE USER ${user}@localhost`);
    const made = jest.fn();
    const grants = inServer(readOnly());
    await expect(users.create({ name: user, grants }, made, signal)).rejects.toThrow(
      `Could not create the user "${user}": there is a user of this name already`,
    );
    expect(made).not.toHaveBeenCalled();
    user = `other_${count}`;
    await expect(create({ schema: 'nowhere', access: ['SELECT'] })).rejects.toThrow(
      'There is no schema "nowhere" on this server',
    );
    await expect(create({ ...readOnly(), tables: ['word', 'verb'] })).rejects.toThrow('There is no table "verb" in');
    for (const own of ['root', 'aptible']) {
      const refusal = `The user "${own}" is the one of the platform, and is not managed here`;
      await expect(users.describe(own, signal)).rejects.toThrow(refusal);
      await expect(users.create({ name: own, grants }, nothing, signal)).rejects.toThrow(refusal);
    }
    await expect(create({ schema: 'mysql', access: ['SELECT'] })).rejects.toThrow(
      'Nobody gets rights on the schema "mysql"',
    );
    await expect(login()).rejects.toThrow(`There is no user "${user}" that could get a login`);
    expect(await accounts(`%${count}%`)).toEqual([`user_${count}`]);
  });

  test('what a login defines goes on with its user, and then with its heir; without one it is refused, and named', async () => {
    await create(owner());
    const { name } = await login();
    await server.as(name, async (client) => {
      await client.query(`USE ${schema}`);
      for (const text of [
        `CREATE VIEW words AS SELECT text FROM word WHERE text <> '?' WITH CHECK OPTION`,
        `CREATE FUNCTION one() RETURNS INT DETERMINISTIC RETURN (SELECT COUNT(*) FROM word WHERE text = 'first')`,
        `CREATE PROCEDURE "all"() BEGIN SELECT "text" FROM "word"; END`,
        `CREATE TRIGGER lower BEFORE INSERT ON word FOR EACH ROW SET NEW.text = LOWER(NEW.text)`,
        `CREATE EVENT later ON SCHEDULE AT '2038-01-01' DISABLE COMMENT 'it''s' DO DELETE FROM word`,
      ]) {
        await client.query(`SET sql_mode = ${text.includes('"') ? "'ANSI_QUOTES'" : "''"}`);
        await client.query(text);
      }
    });
    const definers = async () =>
      (
        await server.rows(
          `SELECT DEFINER AS definer FROM information_schema.VIEWS WHERE TABLE_SCHEMA = '${schema}' UNION ALL
         SELECT DEFINER FROM information_schema.ROUTINES WHERE ROUTINE_SCHEMA = '${schema}' UNION ALL
         SELECT DEFINER FROM information_schema.TRIGGERS WHERE TRIGGER_SCHEMA = '${schema}' UNION ALL
         SELECT DEFINER FROM information_schema.EVENTS WHERE EVENT_SCHEMA = '${schema}'`,
        )
      ).map((row) => (row as { definer: string }).definer);
    expect(await definers()).toEqual(Array(5).fill(`${name}@%`));
    await users.removeLogin(name, { user, terminate: false }, signal);
    expect(await definers()).toEqual(Array(5).fill(`${user}@%`));
    const second = await login();
    await server.as(second.name, async (client) => {
      await client.query(`USE ${schema}`);
      await client.query("INSERT INTO words VALUES ('SECOND')");
      expect((await client.query('SELECT one() AS one, GROUP_CONCAT(text) AS texts FROM words'))[0]).toEqual([
        { one: 1, texts: 'first,second' },
      ]);
      expect(((await client.query('CALL `all`()'))[0] as unknown[])[0]).toEqual([
        { text: 'first' },
        { text: 'second' },
      ]);
    });
    expect(await server.rows(`SELECT STATUS, EVENT_COMMENT AS comment FROM information_schema.EVENTS`)).toEqual([
      { STATUS: 'DISABLED', comment: `it's` },
    ]);
    const refused = await users.remove(user, undefined, signal).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(DatabaseUserError);
    expect((refused as Error).message).toContain(
      `on_destroy = "refuse" forbids that\nevent ${schema}.later, function ${schema}.one, procedure ${schema}.all, trigger ${schema}.lower, view ${schema}.words`,
    );
    await expect(users.remove(user, user, signal)).rejects.toThrow(
      `The user "${user}" cannot be given what it owns itself`,
    );
    await expect(users.remove(user, 'nobody', signal)).rejects.toThrow('There is no user "nobody" that could get what');
    expect(await accounts(`user\\_${count}%`)).toEqual([user, second.name]);
    await users.remove(user, 'aptible', signal);
    expect(await definers()).toEqual(Array(5).fill('aptible@%'));
    expect(await accounts(`user\\_${count}%`)).toEqual([]);
    expect(await server.rows(`SELECT * FROM cdktf_aptible.login WHERE user = '${user}'`)).toEqual([]);
  });

  test('one of several triggers for the same moment stays where it is, and with it its login', async () => {
    await create(owner());
    const { name } = await login();
    await server.as(name, (client) =>
      client.query(`CREATE TRIGGER ${schema}.first BEFORE INSERT ON ${schema}.word FOR EACH ROW SET @a = 1`),
    );
    await server.root.query(`CREATE TRIGGER ${schema}.second BEFORE INSERT ON ${schema}.word FOR EACH ROW SET @b = 1`);
    await expect(users.removeLogin(name, { user, terminate: false }, signal)).rejects.toThrow(
      /^Could not give the trigger app_\d+\.first to "user_\d+"\nIts table has several triggers for the same moment/,
    );
    expect(await accounts(name)).toEqual([name]);
  });

  test('sessions go on without their login, unless they are to end', async () => {
    await create(readOnly());
    const names = [(await login()).name, (await login({ endsEarlierSessions: true })).name];
    expect((await login()).others).toEqual(names);
    const [first, second] = await Promise.all(names.map((name) => server.open(name, { database: schema })));
    first!.on('error', nothing);
    const query = (client: Connection) => failure(client.query(`SELECT * FROM ${schema}.word`));
    await users.removeLogin(names[1]!, { user, terminate: false }, signal);
    expect(await query(second!)).toBe('none');
    await second!.end();
    await users.removeLogin(names[0]!, { user, terminate: true }, signal);
    expect(await query(first!)).not.toBe('none');
    const third = (await login({ endsEarlierSessions: true })).name;
    const open = await server.open(`${user}_3`, { database: schema });
    open.on('error', nothing);
    await users.removeLogin(`${user}_3`, { user, terminate: false }, signal);
    expect(await query(open)).not.toBe('none');
    expect(await accounts(`user\\_${count}\\_%`)).toEqual([third]);
  });

  test('changes of several runs come one after the other, and none waits for ever', async () => {
    const several = await Promise.all(
      Array.from({ length: 4 }, (_, run) =>
        server.users().create({ name: `${user}_run_${run}`, grants: inServer(readWrite()) }, nothing, signal),
      ),
    );
    expect(several).toEqual([[], [], [], []]);
    await server.root.query("SELECT GET_LOCK('cdktf-aptible users', 1)");
    await expect(create()).rejects.toThrow(/had not ended after 1 seconds .* Nothing was changed\./);
    await server.root.query("SELECT RELEASE_LOCK('cdktf-aptible users')");
    await create();
    const ended = new AbortController();
    ended.abort(new Error('the time is over'));
    await expect(users.describe(user, ended.signal)).rejects.toThrow('the time is over');
  });

  test('a server is verified, root that is refused is named, and so is root that may not do it', async () => {
    const describe = (way: object) => server.users({}, way).describe('web', signal);
    expect(await describe({ host: server.way.host })).toBeUndefined();
    await expect(describe({ ca: undefined, mayBePlain: true })).rejects.toThrow(/self-signed|unable to|local issuer/);
    await server.root.query(`REVOKE GRANT OPTION ON *.* FROM root@'%'`);
    const made = jest.fn();
    await expect(server.users().create({ name: user, grants: inServer(readOnly()) }, made, signal)).rejects.toThrow(
      /^Could not create the user "user_\d+"\nThe database said: Access denied .* The user "root" may not do that/,
    );
    expect(made).toHaveBeenCalled();
    await server.root.query(`GRANT ALL ON *.* TO root@'%' WITH GRANT OPTION`);
    await server.root.query(`ALTER USER root@'%' IDENTIFIED BY 'another'`);
    await expect(describe({})).rejects.toThrow(/^The database refuses the user "root"\nUsers are made as "root"/);
  });
});
