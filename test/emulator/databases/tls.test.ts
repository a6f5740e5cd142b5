/** The addresses and certificates of real servers, as the clients of their engines check them. */
import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { connect } from 'node:tls';
import { promisify } from 'node:util';
import { Client as Postgresql } from 'pg';
import { startLocalPlatform, type LocalPlatform } from '../../../lib/emulator';
import { createDatabaseServers } from '../../../lib/emulator/databases';
import { Client, elementsOf, World } from '../support/client';
import { hasMariadb, mariadb } from './support/mariadb';
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

async function viaPg(host: string, ssl?: object): Promise<unknown> {
  const connection = new Postgresql({
    connectionString: postgresql.urls['postgresql']!.replace(`@${postgresql.host}:`, `@${host}:`),
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

testWith('psql')('psql with verify-full connects, and refuses another authority and another name', async () => {
  const psql = (caFile: string, host = postgresql.host): Promise<string> => {
    const conninfo = `host=${host} hostaddr=${postgresql.host} dbname=db user=aptible sslmode=verify-full sslrootcert=${caFile}`;
    const port = new URL(postgresql.urls['postgresql']!).port;
    const environment = { PATH: process.env['PATH'], PGPASSWORD: postgresql.password, PGPORT: port };
    return run('psql', ['-XAtc', 'SELECT 1', conninfo], { env: environment }).then(({ stdout }) => stdout.trim());
  };
  expect(await psql(own.caFile)).toBe('1');
  expect(await psql(own.caFile, `db-shared-us-east-1-${postgresql.id}.aptible.invalid`)).toBe('1');
  await expect(psql(other.caFile)).rejects.toThrow('certificate verify failed');
  await expect(psql(own.caFile, 'db.example.com')).rejects.toThrow('does not match host name "db.example.com"');
});

testWith('redis-cli')('redis-cli --tls connects to redis+ssl, and refuses another authority', async () => {
  if (!hasRedis) return console.warn('skipped: redis-cli, since there is no redis-server on PATH');
  const database = await show(await world.provisionedDatabase(own.id, 'cache', { type: 'redis' }));
  const url = new URL(database.urls['redis+ssl']!);
  const cli = (caFile: string): Promise<string> => {
    const args = ['-h', url.hostname, '-p', url.port, '--tls', '--cacert', caFile, '--user', 'aptible', 'PING'];
    const environment = { PATH: process.env['PATH'], REDISCLI_AUTH: database.password };
    return run('redis-cli', args, { env: environment }).then(({ stdout }) => stdout.trim());
  };
  expect(await cli(own.caFile)).toBe('PONG');
  await expect(cli(other.caFile)).rejects.toThrow('certificate verify failed');
  const { hostname, port } = new URL(database.urls['redis']!);
  expect(await redis({ host: hostname, ports: [Number(port)] }, database.password, ['PING'])).toBe('+PONG');
  const socket = connect({ host: await endpointOf(database), port: Number(url.port), ca: own.ca });
  await once(socket, 'secureConnect');
  socket.destroy();
});

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

  test("is verified by mariadb's client, which refuses another authority", async () => {
    expect(await as('aptible', "SHOW STATUS LIKE 'Ssl_version'")).toEqual(['Ssl_version\tTLSv1.3']);
    expect(await as('aptible', 'SELECT DATABASE(), CURRENT_USER()')).toEqual(['db\taptible@%']);
    await expect(as('aptible', 'SELECT 1', verified(other.caFile))).rejects.toThrow(/certificate|self.signed/i);
    const endpoint = { ...place, host: await endpointOf(database) };
    expect(await mariadb(endpoint, { password: database.password }, 'SELECT 1', verified())).toEqual(['1']);
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
