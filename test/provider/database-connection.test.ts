/** The way to a database that is not on this machine. */
import { Duplex } from 'node:stream';
import { Client } from '../../lib/api';
import { DatabaseConnections } from '../../lib/provider/database-connection';
import { EnvironmentReader } from '../../lib/provider/environment-reader';
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

test('without an endpoint, or with an internal one, there is none, and the message says what to do', async () => {
  const none = [expect.stringMatching(/^There is no way from here to the database "db": .*Give it an endpoint/)];
  expect(await problems()).toEqual(none);
  await endpoint(true);
  expect(await problems()).toEqual(none);
});

test('through its endpoint, whose address is in what is said when nothing answers there', async () => {
  const { state } = await endpoint(false);
  expect(await problems()).toEqual([
    expect.stringContaining(
      `Could not connect to the database "db": ${String(state!.external_hostname)}:5432 said: getaddrinfo`,
    ),
  ]);
});

/** The other end says that it speaks no TLS. */
function withoutTls(): Duplex {
  return new Duplex({
    read: () => 'what is written is answered',
    write(_request, _encoding, done) {
      this.push('N');
      done();
    },
  });
}

test('by a stream, where one is given', async () => {
  const { url, token } = driver.platform;
  const platform = new Client({ apiUrl: url, authUrl: url, credentials: { accessToken: token }, userAgent: 'test' });
  const asked: string[] = [];
  const connections = new DatabaseConnections((database) => {
    asked.push(database.handle);
    return Promise.resolve(withoutTls());
  });
  try {
    const server = await connections.server(database_id, {
      platform,
      reader: new EnvironmentReader(platform, url),
      signal,
    });
    // That is taken from nobody who is not on this machine.
    await expect(server!.users.describe('web', signal)).rejects.toThrow('The server does not support SSL connections');
    expect(asked).toEqual(['db']);
  } finally {
    await connections.close();
    await platform.close();
  }
});
