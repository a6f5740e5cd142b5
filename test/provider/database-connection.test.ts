/** The way to a database that is not on this machine. */
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client as SqlClient } from 'pg';
import { Client } from '../../lib/api';
import type { DatabaseUsers } from '../../lib/database-users';
import { createDatabaseServers } from '../support/database-servers';
import { DatabaseConnections } from '../../lib/provider/database-connection';
import { EnvironmentReader } from '../../lib/provider/environment-reader';
import { streamsThroughPortal } from '../../lib/provider/portal';
import { hasMariadb } from '../emulator/databases/support/mariadb';
import { eventually } from '../support/eventually';
import { type Driver, startDriver } from './driver';

let driver: Driver;
let database_id: number;
const { signal } = new AbortController();

describe('a database that answers nowhere is looked for', () => {
  beforeEach(async () => {
    driver = await startDriver();
    const { state } = await driver.apply('aptible_database', {
      ...{ env_id: driver.environmentId, handle: 'db', database_type: 'postgresql', version: '15' },
    });
    database_id = Number(state!.id);
  });
  afterEach(() => driver.stop());

  const problems = async () =>
    (await driver.apply('aptible_database_user', { database_id, name: 'web' })).diagnostics.map(
      ({ summary, detail }) => `${summary}: ${detail}`,
    );
  const endpoint = (internal: boolean) =>
    driver.apply('aptible_endpoint', {
      ...{ env_id: driver.environmentId, resource_type: 'database', resource_id: database_id, endpoint_type: 'tcp' },
      internal,
    });

  test('without an endpoint, or with an internal one, it is the SSH portal, and the message says what came back', async () => {
    const refused = [
      expect.stringMatching(/^Could not reach the database "db" through the SSH portal: .* could not connect to /),
    ];
    expect(await problems()).toEqual(refused);
    await endpoint(true);
    expect(await problems()).toEqual(refused);
  });

  test('through its endpoint, whose address is in what is said when nothing answers there', async () => {
    const { state } = await endpoint(false);
    expect(await problems()).toEqual([
      expect.stringContaining(
        `Could not connect to the database "db": ${String(state!.external_hostname)}:5432 said: getaddrinfo`,
      ),
    ]);
  });
});

/** The platform as it answers where a database has an address of its stack, which is not on this machine. */
function elsewhere(platform: Client): Client {
  const list = async (...args: Parameters<Client['list']>) =>
    JSON.parse(JSON.stringify(await platform.list(...args)).replace(/@127[\d.]+:/g, '@db-1.aptible.in:')) as unknown[];
  return Object.assign(Object.create(platform) as Client, { list });
}

if (!hasMariadb) console.warn('skipped: MySQL databases, since there is no mariadbd');

describe('a real server', () => {
  let directory: string;
  let platform: Client;
  let connections: DatabaseConnections;
  let admin: SqlClient;
  let users: (id?: number) => Promise<DatabaseUsers>;

  beforeAll(async () => {
    directory = mkdtempSync(join(tmpdir(), 'database-connection-'));
    chmodSync(directory, 0o755);
    driver = await startDriver({
      databases: await createDatabaseServers({ dir: directory, temporaryParent: directory }),
    });
    const { state } = await driver.apply('aptible_database', { env_id: driver.environmentId, handle: 'db' });
    const { url, token } = driver.platform;
    platform = new Client({ apiUrl: url, authUrl: url, credentials: { accessToken: token }, userAgent: 'test' });
    connections = new DatabaseConnections(streamsThroughPortal(platform));
    const ask = { platform: elsewhere(platform), reader: new EnvironmentReader(platform, url), signal };
    users = async (id = Number(state!.id)) => (await connections.server(id, ask))!.users;
    admin = new SqlClient({ connectionString: String(state!.default_connection_url) });
    admin.on('error', () => 'the next query fails');
    await admin.connect();
  });
  afterAll(async () => {
    await admin.end();
    await connections.close();
    await platform.close();
    await driver.stop();
    rmSync(directory, { recursive: true });
  });

  test('is reached through the SSH portal, and has the certificate of the environment', async () => {
    expect(await (await users()).describe('web', signal)).toBeUndefined();
    expect(driver.control.list('ssh_portal_connection')).toHaveLength(1);
  });

  (hasMariadb ? test : test.skip)('so is one of MySQL', async () => {
    const mysql = { env_id: driver.environmentId, handle: 'mysql', database_type: 'mysql', version: '8.0' };
    const { state } = await driver.apply('aptible_database', mysql);
    expect(await (await users(Number(state!.id))).describe('web', signal)).toBeUndefined();
    expect(driver.control.list('ssh_portal_connection')).toHaveLength(2);
  });

  test.each<[name: string, what: string, end: () => unknown]>([
    ['web', 'the SSH portal drops', () => driver.control.dropSshConnections()],
    [
      'worker',
      'it is restarted',
      async () => {
        const { rows } = await admin.query<{ file: string }>("SELECT pg_read_file('postmaster.pid') AS file");
        process.kill(parseInt(rows[0]!.file), 'SIGINT');
      },
    ],
  ])('goes on with the new user %s when %s', async (name, _, end) => {
    await admin.query('BEGIN; SELECT pg_advisory_xact_lock(7163204911752034)');
    const creation = (await users()).create({ name, grants: {} }, () => {}, signal);
    await eventually(
      async () =>
        (await admin.query("SELECT FROM pg_locks WHERE locktype = 'advisory' AND NOT granted")).rowCount === 1,
    );
    await end();
    await admin.query('ROLLBACK').catch(() => 'the server has ended');
    expect(await creation).toEqual([]);
    expect(await (await users()).differences({ name, grants: {} }, signal)).toEqual({
      missing: [],
      unexpected: [],
      warnings: [],
    });
  });
});
