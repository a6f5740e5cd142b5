/** The way to a database that is not on this machine. */
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from '../../lib/api';
import { createDatabaseServers } from '../../lib/emulator/databases';
import { DatabaseConnections } from '../../lib/provider/database-connection';
import { EnvironmentReader } from '../../lib/provider/environment-reader';
import { streamsThroughPortal } from '../../lib/provider/portal';
import { type Driver, startDriver } from './driver';

let driver: Driver;
let database_id: number;
const { signal } = new AbortController();

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

/** The platform as it answers where a database has an address of its stack, which is not on this machine. */
function elsewhere(platform: Client): Client {
  const list = async (...args: Parameters<Client['list']>) =>
    JSON.parse(JSON.stringify(await platform.list(...args)).replace(/@127[\d.]+:/g, '@db-1.aptible.in:')) as unknown[];
  return Object.assign(Object.create(platform) as Client, { list });
}

test('through the SSH portal to a real server, whose certificate is that of the environment', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'database-connection-'));
  chmodSync(directory, 0o755);
  await driver.stop();
  driver = await startDriver({
    databases: await createDatabaseServers({ dir: directory, temporaryParent: directory }),
  });
  const { state } = await driver.apply('aptible_database', { env_id: driver.environmentId, handle: 'db' });
  const { url, token } = driver.platform;
  const platform = new Client({ apiUrl: url, authUrl: url, credentials: { accessToken: token }, userAgent: 'test' });
  const connections = new DatabaseConnections(streamsThroughPortal(platform));
  try {
    const ask = { platform: elsewhere(platform), reader: new EnvironmentReader(platform, url), signal };
    const server = await connections.server(Number(state!.id), ask);
    expect(await server!.users.describe('web', signal)).toBeUndefined();
    expect(driver.control.list('ssh_portal_connection')).toHaveLength(1);
  } finally {
    await connections.close();
    await platform.close();
    await driver.stop();
    rmSync(directory, { recursive: true });
  }
});
