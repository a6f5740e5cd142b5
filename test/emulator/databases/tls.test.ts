/** The addresses and certificates of real servers, as the clients of their engines check them. */
import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { connect as connectTls } from 'node:tls';
import { promisify } from 'node:util';
import { createConnection as createMysqlConnection } from 'mysql2/promise';
import { Client as Postgresql } from 'pg';
import { startLocalPlatform, type LocalPlatform } from '../../../lib/emulator';
import { createDatabaseServers } from '../../support/database-servers';
import { Forwarder } from '../../../lib/emulator/databases/forwarder';
import { eventually } from '../../support/eventually';
import { Client, elementsOf, World } from '../support/client';
import { hasMariadb, mariadb } from './support/mariadb';
import { processesNaming } from './support/processes';
import { hasRedis, redis } from './support/redis';

jest.setTimeout(60_000);

const run = promisify(execFile);
const has = (program: string): boolean =>
  process.env['PATH']!.split(delimiter).some((directory) => existsSync(join(directory, program)));
/** A test that needs a program, and says so where it is not installed. */
const testWith = (program: string): jest.It => {
  if (has(program)) return test;
  console.warn(`skipped: a client of a database, since there is no ${program} on PATH`);
  return test.skip;
};

interface Environment {
  readonly id: number;
  /** The certificate of its authority, and a file with it. */
  readonly ca: string;
  readonly caFile: string;
}

interface Database {
  readonly id: number;
  readonly host: string;
  readonly password: string;
  readonly urls: Readonly<Record<string, string>>;
  readonly portMapping: unknown;
}

let parent: string;
let platform: LocalPlatform;
let client: Client;
let world: World;
let own: Environment;
let other: Environment;
let postgresql: Database;

async function environment(handle: string): Promise<Environment> {
  const id = await world.environment(handle);
  const ca = (await client.get(`/accounts/${id}`)).body['ca_body'] as string;
  const caFile = join(parent, `${handle}.pem`);
  writeFileSync(caFile, ca);
  return { id, ca, caFile };
}

async function show(id: number): Promise<Database> {
  const { body } = await client.get(`/databases/${id}`);
  const { hostname: host, password } = new URL(String(body['connection_url']));
  const credentials = elementsOf((await client.get(`/databases/${id}/database_credentials`)).body);
  const urls = Object.fromEntries(credentials.map((each) => [String(each['type']), String(each['connection_url'])]));
  return { id, host, password, urls, portMapping: body['port_mapping'] };
}

async function endpointOf({ id }: Database): Promise<string> {
  const [service] = platform.control.list('service', { database_id: id });
  const vhost = await world.made(`/services/${service!.id}/vhosts`, { type: 'tcp' });
  await world.operation(`/vhosts/${vhost}`, { type: 'provision' });
  return (await client.get(`/vhosts/${vhost}`)).body['external_host'] as string;
}

beforeAll(async () => {
  parent = mkdtempSync(join(tmpdir(), 'tls-tests-'));
  chmodSync(parent, 0o777);
  platform = await startLocalPlatform({ databases: await createDatabaseServers({ temporaryParent: parent }) });
  client = Client.of(platform);
  world = new World(client);
  own = await environment('own');
  other = await environment('other');
  postgresql = await show(await world.provisionedDatabase(own.id, 'ledger'));
});

afterAll(async () => {
  await platform.stop();
  rmSync(parent, { recursive: true, force: true });
});

/** The name that the database would have on the platform. */
const nameOf = ({ id }: Database): string => `db-shared-us-east-1-${id}.aptible.invalid`;

/** Reaches the URL's server at a port of 127.0.0.1, as through a tunnel. */
async function tunnelTo(url: string, use: (port: number) => Promise<void>): Promise<void> {
  const { hostname, port } = new URL(url);
  const forwarder = await Forwarder.open({ host: '127.0.0.1', port: 0 }, { host: hostname, port: Number(port) });
  try {
    await use(forwarder.port);
  } finally {
    await forwarder.close();
  }
}

const guide = readFileSync(join(__dirname, '../../../docs/guides/credentials.md'), 'utf8');

/** Runs the guide's code for a library, in a directory with that authority as ca.pem, and prints what the statements after it print. */
async function runGuide(library: string, ca: string, statements: string, env: NodeJS.ProcessEnv): Promise<string> {
  const code = [...guide.matchAll(/^```js\n(.*?)^```$/gms)].find(([, block]) =>
    block!.includes(`from '${library}`),
  )![1]!;
  const directory = mkdtempSync(join(parent, 'guide-'));
  symlinkSync(join(__dirname, '../../../node_modules'), join(directory, 'node_modules'));
  writeFileSync(join(directory, 'ca.pem'), ca);
  writeFileSync(join(directory, 'main.mjs'), `${code}${statements}`);
  const options = { cwd: directory, env: { PATH: process.env['PATH'], ...env } };
  return (await run(process.execPath, ['main.mjs'], options)).stdout.trim();
}

async function viaPg(host: string, ssl?: object, query = ''): Promise<unknown> {
  const connection = new Postgresql({
    connectionString: postgresql.urls['postgresql']!.replace(`@${postgresql.host}:`, `@${host}:`) + query,
    ssl,
  });
  await connection.connect();
  try {
    const { rows } = await connection.query<{ ssl: boolean }>(
      'SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()',
    );
    return rows[0]!.ssl;
  } finally {
    await connection.end();
  }
}

const onLinux = process.platform === 'linux' ? test : test.skip;
if (process.platform !== 'linux') console.warn('skipped: addresses of their own, which only Linux has');

onLinux("each database and each endpoint has an address of its own, with the engine's ports", async () => {
  const second = await show(await world.provisionedDatabase(own.id, 'second'));
  const hosts = [postgresql.host, second.host, await endpointOf(postgresql), await endpointOf(postgresql)];
  expect(new Set(hosts).size).toBe(4);
  for (const host of hosts) expect(host).toMatch(/^127\.(?!0\.0\.1$)/);
  expect([postgresql, second].map(({ portMapping }) => portMapping)).toEqual([[[5432, 5432]], [[5432, 5432]]]);
  expect(new URL(second.urls['postgresql']!).port).toBe('5432');
});

test("pg verifies PostgreSQL's certificate with the environment's authority, also through an endpoint", async () => {
  expect(await viaPg(postgresql.host, { ca: own.ca })).toBe(true);
  expect(await viaPg(await endpointOf(postgresql), { ca: own.ca })).toBe(true);
  expect(await viaPg(postgresql.host)).toBe(false);
});

test('pg refuses another authority, and another name', async () => {
  await expect(viaPg(postgresql.host, { ca: other.ca })).rejects.toThrow(/unable to verify|self-signed/);
  const servername = 'db.example.com';
  await expect(viaPg(postgresql.host, { ca: own.ca, servername })).rejects.toThrow("does not match certificate's");
});

test('an sslmode in the URL wins over what pg is told of TLS beside it', async () => {
  expect(await viaPg(postgresql.host, { ca: other.ca }, '?sslmode=no-verify')).toBe(true);
  expect(await viaPg(postgresql.host, { ca: own.ca }, '?sslmode=disable')).toBe(false);
});

test("the guide's code for pg connects, also through a tunnel, and refuses another authority and another name", async () => {
  const use = `const { rows: [{ ssl }] } = await client.query('SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()');
    console.log(ssl);
    await client.end();`;
  const url = `${postgresql.urls['postgresql']!}?sslmode=no-verify`;
  const connected = (ca: string, env: NodeJS.ProcessEnv) => runGuide('pg', ca, use, { DATABASE_URL: url, ...env });
  const withName = { SERVER_NAME: nameOf(postgresql) };
  await tunnelTo(url, async (port) => {
    const tunnel = { DATABASE_URL: url.replace(/@[^/]+/, `@127.0.0.1:${port}`) };
    const wrong = [
      connected(other.ca, { ...tunnel, ...withName }),
      connected(own.ca, { ...tunnel, SERVER_NAME: 'db.example.com' }),
    ].map((each) => each.catch((error: Error) => /unable to verify|does not match/.exec(error.message)?.[0]));
    const right = [connected(own.ca, {}), connected(own.ca, { ...tunnel, ...withName })];
    const expected = ['true', 'true', 'unable to verify', 'does not match'];
    expect(await Promise.all([...right, ...wrong])).toEqual(expected);
  });
});

testWith('psql')('psql with verify-full connects, and refuses another authority and another name', async () => {
  const psql = (caFile: string, host = postgresql.host): Promise<string> => {
    const conninfo = `host=${host} hostaddr=${postgresql.host} dbname=db user=aptible sslmode=verify-full sslrootcert=${caFile}`;
    const port = new URL(postgresql.urls['postgresql']!).port;
    const environment = { PATH: process.env['PATH'], PGPASSWORD: postgresql.password, PGPORT: port };
    return run('psql', ['-XAtc', 'SELECT 1', conninfo], { env: environment }).then(({ stdout }) => stdout.trim());
  };
  expect(await psql(own.caFile)).toBe('1');
  expect(await psql(own.caFile, nameOf(postgresql))).toBe('1');
  await expect(psql(other.caFile)).rejects.toThrow('certificate verify failed');
  await expect(psql(own.caFile, 'db.example.com')).rejects.toThrow('does not match host name "db.example.com"');
});

testWith('redis-cli')(
  'redis-cli --tls connects to redis+ssl, refuses another authority, and checks no name',
  async () => {
    if (!hasRedis) return console.warn('skipped: redis-cli, since there is no redis-server on PATH');
    const database = await show(await world.provisionedDatabase(own.id, 'cache', { type: 'redis' }));
    const url = new URL(database.urls['redis+ssl']!);
    const cli = (caFile: string, { hostname, port } = url): Promise<string> => {
      const args = ['-h', hostname, '-p', port, '--tls', '--cacert', caFile, '--user', 'aptible', 'PING'];
      const environment = { PATH: process.env['PATH'], REDISCLI_AUTH: database.password };
      return run('redis-cli', args, { env: environment }).then(({ stdout }) => stdout.trim());
    };
    expect(await cli(own.caFile)).toBe('PONG');
    await expect(cli(other.caFile)).rejects.toThrow('certificate verify failed');
    await tunnelTo(url.href, async (port) => {
      const local = new URL(`rediss://127.0.0.1:${port}`);
      expect(await cli(own.caFile, local)).toBe('PONG');
      await expect(cli(other.caFile, local)).rejects.toThrow('certificate verify failed');
    });
    const { hostname, port } = new URL(database.urls['redis']!);
    expect(await redis({ host: hostname, ports: [Number(port)] }, database.password, ['PING'])).toBe('+PONG');
    const socket = connectTls({ host: await endpointOf(database), port: Number(url.port), ca: own.ca });
    await once(socket, 'secureConnect');
    socket.destroy();
  },
);

if (!hasMariadb) console.warn('skipped: MySQL databases, since there is no mariadbd');

(hasMariadb ? describe : describe.skip)('a MySQL database', () => {
  let database: Database;
  let place: { host: string; ports: number[] };
  const verified = (caFile = own.caFile): string[] => [`--ssl-ca=${caFile}`, '--ssl-verify-server-cert'];
  beforeAll(async () => {
    database = await show(await world.provisionedDatabase(own.id, 'shop', { type: 'mysql' }));
    const url = new URL(database.urls['mysql']!);
    place = { host: url.hostname, ports: [Number(url.port)] };
  });
  const as = (user: string, statements: string, tls = verified()): Promise<string[]> =>
    mariadb(place, { user, password: database.password }, statements, tls);

  test("is verified by mariadb's client, which refuses another authority and another name", async () => {
    expect(await as('aptible', "SHOW STATUS LIKE 'Ssl_version'")).toEqual(['Ssl_version\tTLSv1.3']);
    expect(await as('aptible', 'SELECT DATABASE(), CURRENT_USER()')).toEqual(['db\taptible@%']);
    await expect(as('aptible', 'SELECT 1', verified(other.caFile))).rejects.toThrow(/certificate|self.signed/i);
    await expect(as('aptible', 'SELECT 1', [`--ssl-ca=${other.caFile}`])).rejects.toThrow(/certificate|self.signed/i);
    await tunnelTo(database.urls['mysql']!, async (port) => {
      const local = { host: 'localhost', ports: [port] };
      const { password } = database;
      expect(await mariadb(local, { password }, 'SELECT 1', [`--ssl-ca=${own.caFile}`])).toEqual(['1']);
      await expect(mariadb(local, { password }, 'SELECT 1', verified())).rejects.toThrow(/certificate/i);
    });
    const endpoint = { ...place, host: await endpointOf(database) };
    expect(await mariadb(endpoint, { password: database.password }, 'SELECT 1', verified())).toEqual(['1']);
  });

  test('is verified by mysql2, which checks a name only when it is told to, and never an address', async () => {
    const viaMysql2 = async (ssl: object): Promise<unknown> => {
      const connection = await createMysqlConnection({ uri: database.urls['mysql']!, ssl });
      const [rows] = await connection.query("SHOW STATUS LIKE 'Ssl_version'");
      await connection.end();
      return rows;
    };
    expect(await viaMysql2({ ca: own.ca })).toEqual([{ Variable_name: 'Ssl_version', Value: 'TLSv1.3' }]);
    await expect(viaMysql2({ ca: other.ca })).rejects.toThrow(/unable to verify/);
    await expect(viaMysql2({ ca: own.ca, verifyIdentity: true })).rejects.toThrow("does not match certificate's");
  });

  test("is verified by the guide's code for mysql2, also through a tunnel, and refuses another authority and name", async () => {
    const use = `const [[{ Value }]] = await connection.query("SHOW STATUS LIKE 'Ssl_version'");
      console.log(Value);
      await connection.end();`;
    const url = database.urls['mysql']!;
    const connected = (ca: string, SERVER_NAME: string, DATABASE_URL = url) =>
      runGuide('mysql2/promise', ca, use, { DATABASE_URL, SERVER_NAME });
    await tunnelTo(url, async (port) => {
      const tunnel = url.replace(/@[^/]+/, `@127.0.0.1:${port}`);
      const wrong = [connected(other.ca, nameOf(database), tunnel), connected(own.ca, 'db.example.com', tunnel)].map(
        (each) => each.catch((error: Error) => /unable to verify|does not match/.exec(error.message)?.[0]),
      );
      const right = [connected(own.ca, nameOf(database)), connected(own.ca, nameOf(database), tunnel)];
      const expected = ['TLSv1.3', 'TLSv1.3', 'unable to verify', 'does not match'];
      expect(await Promise.all([...right, ...wrong])).toEqual(expected);
    });
  });

  test('wants TLS of aptible, and not of root, who has the same password', async () => {
    await expect(as('aptible', 'SELECT 1', ['--skip-ssl'])).rejects.toThrow('Access denied');
    expect(await as('root', 'SELECT 1', ['--skip-ssl'])).toEqual(['1']);
    await expect(mariadb(place, { user: 'root', password: '' }, 'SELECT 1')).rejects.toThrow('Access denied');
  });

  test('lets aptible do everything in its database, and only root make users', async () => {
    await as('aptible', 'CREATE TABLE item (id int); INSERT INTO item VALUES (1); DROP TABLE item');
    await expect(as('aptible', "CREATE USER 'web'@'%'")).rejects.toThrow('ERROR 1227');
    await expect(as('aptible', "GRANT SELECT ON db.* TO 'aptible'@'%'")).rejects.toThrow('ERROR 1044');
    await expect(as('aptible', 'CREATE DATABASE other')).rejects.toThrow('ERROR 1044');
    await as('root', "CREATE USER 'web'@'%'; GRANT SELECT ON db.* TO 'web'@'%'; DROP USER 'web'@'%'");
  });

  test('shows no password in a command line, nor do its replica, other servers and what gives it another password', async () => {
    for (const { id } of [database, postgresql])
      await world.operation(`/databases/${id}`, { type: 'replicate', handle: `replica-${id}` });
    const administrator = await createMysqlConnection(database.urls['mysql']!.replace('//aptible:', '//root:'));
    // The client that sets the password has to wait meanwhile.
    await administrator.query('FLUSH TABLES WITH READ LOCK');
    const changing = platform.control.changeDatabasePassword(database.id);
    await eventually(() => processesNaming('--defaults-file=').length > 0);
    const seen = processesNaming('').join('\n');
    await administrator.query('UNLOCK TABLES');
    const passwords = [await changing, database.password, postgresql.password];
    await administrator.end();
    for (const program of ['mariadb --defaults-file=', 'mariadbd --no-defaults', 'postgres -D'])
      expect(seen).toContain(program);
    expect(passwords.filter((each) => seen.includes(each))).toEqual([]);
  });
});

test('without addresses of their own, databases and endpoints have ports of their own at 127.0.0.1', async () => {
  const servers = await createDatabaseServers({ temporaryParent: parent, ownAddresses: false });
  try {
    const request = { type: 'postgresql', version: '16', username: 'aptible', password: 'p', name: 'db' };
    const [first, second] = [await servers.start({ ...request, id: 1 }), await servers.start({ ...request, id: 2 })];
    const endpoints = [await servers.openEndpoint(1, { id: 10 }), await servers.openEndpoint(1, { id: 11 })];
    expect([first, second, ...endpoints].map((each) => each!.host)).toEqual(Array(4).fill('127.0.0.1'));
    expect(new Set([...first!.ports, ...second!.ports, ...first!.endpointPorts]).size).toBe(3);
    expect(endpoints.map((each) => each!.ports)).toEqual([first!.endpointPorts, first!.endpointPorts]);
    // What one endpoint needs stays until the last one is closed.
    const query = async (): Promise<void> => {
      const [port] = first!.endpointPorts;
      const connection = new Postgresql({ host: '127.0.0.1', port, user: 'aptible', password: 'p', database: 'db' });
      await connection.connect();
      await connection.end();
    };
    await servers.closeEndpoint(1, 10);
    await query();
    await servers.closeEndpoint(1, 11);
    await expect(query()).rejects.toThrow('ECONNREFUSED');
  } finally {
    await servers.close();
  }
});
