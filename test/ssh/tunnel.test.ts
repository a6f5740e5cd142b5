import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import {
  openTunnel,
  PortalError,
  type Portal,
  type PortalSocket,
  type Tunnel,
  type TunnelOptions,
} from '../../lib/ssh';
import { eventually } from '../support/eventually';
import { describeWithSshd, TestPortal } from './support/portal';

const dial = ({ host, port }: Tunnel) => connect({ host, port });

async function sentBack(local: Socket, words: string): Promise<string> {
  local.end(words);
  return text(local);
}

async function portIsFree({ host, port }: Tunnel): Promise<boolean> {
  const server = createServer();
  return new Promise((resolve) => {
    server.once('error', () => resolve(false));
    server.listen(port, host, () => server.close(() => resolve(true)));
  });
}

describeWithSshd('a tunnel through a portal', () => {
  let testPortal: TestPortal;
  const portals: Portal[] = [];
  const reported: string[] = [];
  beforeAll(async () => (testPortal = await TestPortal.start(['rsa'])));
  afterAll(() => testPortal.stop());
  beforeEach(() => {
    portals.length = 0;
    reported.length = 0;
  });

  async function way(signal: AbortSignal, socket = testPortal.echo, token = 'token'): Promise<PortalSocket> {
    const portal = await testPortal.connect({ signal, token });
    portals.push(portal);
    return { portal, socket };
  }
  const report = (error: Error) => void reported.push(error.message);
  const open = (options: Partial<TunnelOptions> = {}) => openTunnel({ connect: way, report, ...options });

  test('carries connections of its port side by side, and leaves nothing when it is closed', async () => {
    const tunnel = await open();
    const [first, second] = [dial(tunnel), dial(tunnel)];
    first.write('one, ');
    expect(await sentBack(second, 'another')).toBe('another');
    expect(await sentBack(first, 'two')).toBe('one, two');
    const idle = dial(tunnel);
    await eventually(() => testPortal.echoes === 1);
    const idleIsClosed = once(idle, 'close');
    await tunnel.close();
    await idleIsClosed;
    expect(await Promise.all([tunnel.closed, portals[0]!.ended, portIsFree(tunnel)])).toEqual([
      undefined,
      undefined,
      true,
    ]);
    await eventually(() => testPortal.echoes === 0);
    await expect(tunnel.repair()).rejects.toThrow('The tunnel was closed.');
    expect([portals.length, reported]).toEqual([1, []]);
  });

  test('ends the channel of a local connection that goes away', async () => {
    const tunnel = await open();
    const local = dial(tunnel);
    local.write('hello');
    await once(local, 'data');
    local.resetAndDestroy();
    await eventually(() => testPortal.echoes === 0);
    await tunnel.close();
  });

  test('is connected again behind the same port after its connection was lost', async () => {
    const tunnel = await open();
    const local = dial(tunnel);
    const halfOpen = connect({ host: tunnel.host, port: tunnel.port, allowHalfOpen: true });
    halfOpen.on('error', () => 'written to what is not there any more');
    await Promise.all([local, halfOpen].map((socket) => (socket.write('hello'), once(socket, 'data'))));
    testPortal.sshd.signalConnections('SIGKILL');
    local.resume();
    await once(local, 'close');
    await eventually(() => halfOpen.destroyed || (halfOpen.write('still there?'), false));
    expect((await portals[0]!.ended)!.code).toBe('dropped');
    expect(await sentBack(dial(tunnel), 'again')).toBe('again');
    await tunnel.repair();
    expect(portals).toHaveLength(2);

    testPortal.sshd.signalConnections('SIGKILL');
    await portals[1]!.ended;
    await Promise.all([tunnel.repair(), tunnel.repair()]);
    expect(portals).toHaveLength(3);
    expect(await sentBack(dial(tunnel), 'once more')).toBe('once more');
    await tunnel.close();
  });

  test('reports what a local connection cannot reach', async () => {
    const missing = `${testPortal.echo}-missing`;
    const tunnel = await open({ connect: (signal) => way(signal, missing) });
    const local = dial(tunnel);
    local.resume();
    await once(local, 'close');
    expect(reported).toEqual([expect.stringContaining(`could not connect to ${missing} (open failed).`)]);
    await tunnel.close();
  });

  test('closes when the 24 hours of the platform are over', async () => {
    const tunnel = await open({ connect: (signal) => way(signal, testPortal.echo, 'over') });
    expect((await tunnel.closed)!.code).toBe('time_over');
    expect(await portIsFree(tunnel)).toBe(true);
  });
});

describe('a tunnel that cannot be opened', () => {
  const report = () => undefined;

  test('names the port that is taken, before it connects', async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const connect = jest.fn();
    await expect(openTunnel({ connect, report, port })).rejects.toEqual(
      new PortalError(
        'port',
        `The port ${port} of 127.0.0.1 is taken by another program. Choose another port, or none to get a free one.`,
      ),
    );
    expect(connect).not.toHaveBeenCalled();
    server.close();
  });

  test('throws why it could not connect, and listens no more', async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    await new Promise((resolve) => server.close(resolve));
    const connect = () => Promise.reject(new Error('no operation'));
    await expect(openTunnel({ connect, report, port })).rejects.toThrow('no operation');
    await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
    server.close();
  });

  test('gives up the connection that it makes when it is closed', async () => {
    const portal: Portal = {
      openSocket: () => Promise.reject(new Error('gone')),
      ended: Promise.resolve(new PortalError('dropped', 'gone')),
      close: () => Promise.resolve(),
    };
    let signal: AbortSignal | undefined;
    const connect = jest
      .fn<Promise<PortalSocket>, [AbortSignal]>()
      .mockResolvedValueOnce({ portal, socket: '/database' })
      .mockImplementation((given) => {
        signal = given;
        return new Promise((_, reject) => given.addEventListener('abort', () => reject(given.reason as Error)));
      });
    const tunnel = await openTunnel({ connect, report });
    const repairing = tunnel.repair();
    const closing = tunnel.close();
    await expect(repairing).rejects.toThrow('The tunnel was closed.');
    await closing;
    expect(signal!.aborted).toBe(true);
  });
});
