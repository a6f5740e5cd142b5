import { once } from 'node:events';
import { createServer, type AddressInfo, type Server } from 'node:net';
import { text } from 'node:stream/consumers';
import { Client, databaseShape } from '../../lib/api';
import { startLocalPlatform, type LocalPlatform } from '../../lib/emulator';
import { streamsThroughPortal } from '../../lib/provider/portal';
import { Client as PlatformClient, World } from '../emulator/support/client';

let echo: Server;
let platform: LocalPlatform;
let client: Client;
let databaseId: number;
beforeAll(async () => {
  echo = createServer((socket) => socket.pipe(socket));
  await once(echo.listen(0, '127.0.0.1'), 'listening');
  platform = await startLocalPlatform({ databases: 'none' });
  client = new Client({
    ...{ apiUrl: platform.url, authUrl: platform.url, credentials: { accessToken: platform.token } },
    ...{ userAgent: 'test', retryDelaysMs: [1], environment: {} },
  });
  const world = new World(PlatformClient.of(platform));
  databaseId = await world.provisionedDatabase(await world.environment());
  const { control } = platform;
  const credential = control.list('database_credential')[0]!;
  const { port } = echo.address() as AddressInfo;
  control.change('database_credential', credential.id, { connection_url: `postgresql://a:b@127.0.0.1:${port}/db` });
});
afterAll(async () => {
  await client.close();
  await platform.stop();
  echo.close();
});

const ways = () => platform.control.list('ssh_portal_connection').length;

test('streams to one database share one connection, which ends with its signal, and is made again after that', async () => {
  const openStream = streamsThroughPortal(client);
  const database = await client.get(`/databases/${databaseId}`, databaseShape);
  const ending = new AbortController();
  const streams = await Promise.all([1, 2].map(() => openStream(database, ending.signal)));
  for (const [index, stream] of streams.entries()) stream.write(String(index));
  streams[0]!.end();
  expect([await text(streams[0]!), ways()]).toEqual(['0', 1]);
  const isClosed = once(streams[1]!, 'close');
  streams[1]!.resume();
  ending.abort();
  await isClosed;

  const later = new AbortController();
  const again = await openStream(database, later.signal);
  again.end('again');
  expect([await text(again), ways()]).toEqual(['again', 2]);
  later.abort();
});

test('an error says what was tried, and the next one tries anew', async () => {
  const openStream = streamsThroughPortal(client);
  const database = await client.get(`/databases/${databaseId}`, databaseShape);
  const ending = new AbortController();
  platform.control.setSshPortal({ refusesLogins: true });
  await expect(openStream(database, ending.signal)).rejects.toMatchObject({
    summary: `Could not reach the database "${database.handle}" through the SSH portal`,
    detail: expect.stringContaining('did not let') as string,
  });
  platform.control.setSshPortal({});
  (await openStream(database, ending.signal)).destroy();
  ending.abort();
});
