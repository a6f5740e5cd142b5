import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import type { DatabaseServers, SshPortalSettings } from '../../../lib/emulator';
import { eventually } from '../../support/eventually';
import { type Driver, startDriver } from '../driver';

const type = 'aptible_database_tunnel';

/** A server that sends back what it gets, in place of a database. */
let echo: Server;
const echoed = new Set<Socket>();
beforeAll(async () => {
  echo = createServer((socket) => {
    echoed.add(socket);
    socket.once('close', () => echoed.delete(socket));
    socket.on('error', () => 'the other side went away');
    socket.pipe(socket);
  });
  await once(echo.listen(0, '127.0.0.1'), 'listening');
});
afterAll(() => echo.close());

const databases: DatabaseServers = {
  start: async () => ({
    host: '127.0.0.1',
    ports: [(echo.address() as AddressInfo).port],
    endpointPorts: [1],
    version: '1',
  }),
  openEndpoint: async () => undefined,
  closeEndpoint: async () => undefined,
  backUp: async () => false,
  removeBackup: async () => undefined,
  changePassword: async () => [],
  remove: async () => undefined,
  close: async () => undefined,
};

let driver: Driver;
let database_id: number;
beforeEach(async () => {
  driver = await startDriver({ databases });
  const { state } = await driver.apply('aptible_database', { env_id: driver.environmentId, handle: 'db' });
  database_id = state!.database_id as number;
  driver.clearRequests();
});
afterEach(async () => {
  jest.useRealTimers();
  await driver.stop();
});

/** What is sent back through the tunnel. */
async function sentBack(port: unknown, words: string): Promise<string> {
  const local = connect({ host: '127.0.0.1', port: port as number });
  local.end(words);
  return text(local);
}

async function isFree(port: unknown): Promise<boolean> {
  const server = createServer();
  return new Promise((resolve) => {
    server.once('error', () => resolve(false));
    server.listen(port as number, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}

test('leads to the database until it is closed, with the URL of its end on this machine', async () => {
  await driver.walk(async (terraform) => {
    const held = await terraform.holdEphemeralResource(type, { database_id });
    const { result, diagnostics, renewAt } = held;
    expect(diagnostics).toEqual([]);
    const { connection_url: url } = driver.control.list('database_credential')[0]!;
    const { username, password, pathname } = new URL(url);
    const port = result!.port as number;
    expect(result).toEqual({
      database_id,
      port,
      type: 'postgresql',
      connection_url: `postgresql://${username}:${password}@127.0.0.1:${port}${pathname}`,
      protocol: 'postgresql',
      username,
      password,
      host: '127.0.0.1',
      name: pathname.slice(1),
      query: '',
      salt: null,
    });
    expect(+renewAt! - Date.now()).toBeGreaterThan(0);
    expect(await sentBack(port, 'hello')).toBe('hello');
    const idle = connect({ host: '127.0.0.1', port });
    const isClosed = once(idle, 'close');
    await eventually(() => echoed.size === 1);
    expect(await held.close()).toEqual([]);
    await isClosed;
    expect(await isFree(port)).toBe(true);
    await eventually(() => echoed.size === 0);
  });
});

test('begins one operation, reads no secret but the credentials, and sends the public half of a new key each time', async () => {
  const walk = () => driver.open(type, { database_id, type: 'postgresql' });
  expect((await walk()).diagnostics).toEqual([]);
  const { id } = driver.control.list('database_credential')[0]!;
  const operation = driver.control.list('operation').at(-1)!;
  expect(operation).toMatchObject({ type: 'tunnel', status: 'succeeded' });
  const way = `/operations/${operation.id}/ssh_portal_connections`;
  const key = { ssh_public_key: expect.stringMatching(/^ssh-rsa \S+$/) as string };
  expect(driver.writes()).toEqual([
    ['POST', `/database_credentials/${id}/operations`, { type: 'tunnel', status: 'succeeded' }],
    ['POST', way, key],
  ]);
  const gets = driver.platform.requests.filter(({ method, withSecrets }) => method === 'GET' && withSecrets);
  expect(gets.at(-1)!.path).toBe(`/databases/${database_id}/database_credentials`);
  await walk();
  const [, first, , second] = driver.writes();
  expect(first![2]).not.toEqual(second![2]);
});

test('is opened by no validation', async () => {
  await driver.open(type, { database_id, port: 0 });
  expect([driver.writes(), driver.reads()]).toEqual([[], []]);
});

test('is repaired behind the same port by a renewal and by the next connection', async () => {
  await driver.walk(async (terraform) => {
    const held = await terraform.holdEphemeralResource(type, { database_id });
    const { port } = held.result!;
    const operations = () => driver.control.list('operation').filter((each) => each.type === 'tunnel').length;
    expect(await held.renew()).toEqual({ diagnostics: [], renewAt: expect.any(Date) as Date });
    expect(operations()).toBe(1);

    await drop(port);
    expect((await held.renew()).diagnostics).toEqual([]);
    expect(operations()).toBe(2);
    expect(await sentBack(port, 'renewed')).toBe('renewed');

    await drop(port);
    expect(await sentBack(port, 'used')).toBe('used');
    expect(operations()).toBe(3);

    driver.control.setSshPortal({ connections: 'closed' });
    await drop(port);
    expect((await held.renew()).diagnostics).toMatchObject([
      { summary: 'Could not keep the tunnel to the database "db" open' },
    ]);
    await held.close();
    expect((await held.renew()).diagnostics).toMatchObject([{ summary: 'Cannot renew aptible_database_tunnel' }]);
  });

  /** Has the portal drop its connections, and waits until this side knows. */
  async function drop(port: unknown): Promise<void> {
    const local = connect({ host: '127.0.0.1', port: port as number });
    local.write('hello');
    await once(local, 'data');
    const isClosed = once(local, 'close');
    driver.control.dropSshConnections();
    await isClosed;
  }
});

test('a portal that freezes ends its connections within 75 s, and a renewal repairs it behind the same port', async () => {
  // Signs of life are asked for at intervals.
  jest.useFakeTimers({
    doNotFake: [
      'Date',
      'nextTick',
      'performance',
      'queueMicrotask',
      'setImmediate',
      'clearImmediate',
      'setTimeout',
      'clearTimeout',
    ],
  });
  await driver.walk(async (terraform) => {
    const held = await terraform.holdEphemeralResource(type, { database_id });
    const { port } = held.result!;
    const local = connect({ host: '127.0.0.1', port: port as number });
    local.write('hello');
    await once(local, 'data');
    driver.control.setSshPortal({ connections: 'frozen' });
    jest.advanceTimersByTime(75_000);
    await eventually(() => local.destroyed);
    driver.control.setSshPortal({});
    expect((await held.renew()).diagnostics).toEqual([]);
    expect(await sentBack(port, 'renewed')).toBe('renewed');
    await held.close();
  });
});

test.each<[string, SshPortalSettings, RegExp]>([
  [
    'the portal has another host key',
    { hasOtherHostKey: true },
    /has the host key SHA256:\S+, but the platform says that it has SHA256:/,
  ],
  ['the portal lets nobody in', { refusesLogins: true }, /did not let \S+ in with the certificate of the platform/],
  ['the certificate is over', { certificateLifetimeMs: 0 }, /The certificate was valid until /],
  ['the portal ends the connection', { connections: 'closed' }, /ended the connection.*Try again\.$/],
])('when %s, the error says so, and nothing listens', async (_what, settings, message) => {
  driver.control.setSshPortal(settings);
  const { result, diagnostics } = await driver.open(type, { database_id, port: await freePort() });
  expect(result).toBeNull();
  expect(diagnostics).toMatchObject([
    {
      summary: 'Could not open a tunnel to the database "db"',
      detail: expect.stringMatching(message) as string,
    },
  ]);
  expect(diagnostics[0]!.detail).not.toContain(driver.platform.token);
});

test('a portal that is frozen keeps nobody from an interrupt, and nothing listens afterwards', async () => {
  driver.control.setSshPortal({ connections: 'frozen' });
  const port = await freePort();
  await driver.walk(async (terraform) => {
    const opening = terraform.holdEphemeralResource(type, { database_id, port });
    await eventually(() => driver.writes().length === 2);
    await terraform.stop();
    expect((await opening).diagnostics).toMatchObject([{ severity: 'error' }]);
  });
  expect(await isFree(port)).toBe(true);
});

test('a port that is taken is named, as are a database that is not there, one that is not provisioned, and a type that it has not', async () => {
  const taken = (echo.address() as AddressInfo).port;
  const problems = async (config: Record<string, unknown>) =>
    (await driver.open(type, config)).diagnostics.map(({ summary, detail, path }) => ({ summary, detail, path }));
  expect(await problems({ database_id, port: taken })).toEqual([
    {
      summary: 'Could not open a tunnel to the database "db"',
      detail: `The port ${taken} of 127.0.0.1 is taken by another program. Choose another port, or none to get a free one.`,
      path: ['port'],
    },
  ]);
  expect(await problems({ database_id: 999 })).toMatchObject([
    { summary: 'There is no database with the id 999', path: ['database_id'] },
  ]);
  expect(await problems({ database_id, type: 'redis' })).toMatchObject([
    { summary: 'The database "db" has no credential of the type "redis"', path: ['type'] },
  ]);
  driver.control.change('database', database_id, { status: 'deprovisioning' });
  expect(await problems({ database_id })).toMatchObject([
    {
      summary: 'The database "db" cannot be reached, since it is not provisioned',
      detail: 'Its status is "deprovisioning". Provision it, or wait until it is, and try again.',
    },
  ]);
  expect(driver.control.list('operation').filter((each) => each.type === 'tunnel')).toEqual([]);
});

async function freePort(): Promise<number> {
  const server = createServer();
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
