import { once } from 'node:events';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { brotliCompressSync } from 'node:zlib';
import { createCertificate } from '../../lib/plugin/certificate';
import { decode, encode } from '../../lib/plugin/codec';
import { HealthCheckResponse } from '../../lib/plugin/messages';
import { impliedType } from '../../lib/plugin/schema';
import { serveForReattach } from '../../lib/plugin/serve';
import type { ObjectValue } from '../../lib/plugin/values';
import { eventually, eventuallyEqual } from '../support/eventually';
import {
  bundleTinyProvider,
  goBetween,
  PluginClient,
  PluginProcess,
  type StartOptions,
} from './support/plugin-process';
import { provider } from './support/tiny-provider';

const folder = mkdtempSync(join(tmpdir(), 'serve-'));
const executable = join(folder, 'terraform-provider-tiny_v1.0.0');
const sockets = join(folder, 'sockets');
const cacheHome = join(folder, 'cache');
const started: PluginProcess[] = [];

function start(options: StartOptions = {}): PluginProcess {
  const environment = { PLUGIN_UNIX_SOCKET_DIR: sockets, XDG_CACHE_HOME: cacheHome, ...options.environment };
  const plugin = PluginProcess.start(executable, { ...options, environment });
  started.push(plugin);
  return plugin;
}

async function connected(options: StartOptions = {}): Promise<PluginProcess> {
  const plugin = start(options);
  await plugin.connect();
  await configure(plugin);
  return plugin;
}

async function configure(plugin: PluginClient, folder = sockets): Promise<void> {
  const config = { msgpack: encode({ folder }, impliedType(provider.schema)) };
  expect(await plugin.call('ConfigureProvider', { terraformVersion: '1.11.4', config })).toEqual({ diagnostics: [] });
}

const thingType = impliedType(provider.resources.tiny_thing!.schema);
const thing = (values: ObjectValue): ObjectValue => ({
  id: null,
  name: 'a',
  kind: null,
  does: null,
  size: 10,
  labels: null,
  secret_wo: null,
  port: [],
  ...values,
});
const apply = (plugin: PluginClient, planned: ObjectValue) =>
  plugin.call('ApplyResourceChange', {
    typeName: 'tiny_thing',
    priorState: { msgpack: encode(null, thingType) },
    plannedState: { msgpack: encode(planned, thingType) },
    config: { msgpack: encode(planned, thingType) },
  });

const socketType = impliedType(provider.ephemeralResources!.tiny_socket!.schema);

/** Opens a socket; its port. */
async function open(plugin: PluginClient, name: string, does: string | null = null): Promise<number> {
  const config = { msgpack: encode({ name, does, renew_ms: null, port: null }, socketType) };
  const { result, diagnostics } = await plugin.call('OpenEphemeralResource', { typeName: 'tiny_socket', config });
  expect(diagnostics).toEqual([]);
  return (decode(result!.msgpack, socketType) as { port: number }).port;
}

const isClosed = (name: string) => readFileSync(join(sockets, 'events'), 'utf8').includes(`close ${name}\n`);

function isListening(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => resolve(true)).on('error', () => resolve(false));
    socket.once('connect', () => socket.destroy());
  });
}

async function appears(path: string): Promise<void> {
  for (let tries = 0; !existsSync(path); tries += 1) {
    if (tries > 200) throw new Error(`${path} did not appear`);
    await sleep(25);
  }
}

beforeAll(() => {
  mkdirSync(sockets);
  bundleTinyProvider(executable);
}, 30_000);

afterAll(async () => {
  for (const { child } of started) child.kill('SIGKILL');
  await Promise.all(started.map(({ exited }) => exited));
  rmSync(folder, { recursive: true });
});

describe('the handshake', () => {
  test('is the first and only line on stdout, and its socket is the owner’s alone', async () => {
    const plugin = start();
    const [core, protocol, network, address, kind, certificate] = await plugin.handshake();
    expect([core, protocol, network, kind]).toEqual(['1', '6', 'unix', 'grpc']);
    expect(certificate).toMatch(/^[A-Za-z0-9+/]{400,}$/);
    expect(address?.startsWith(`${sockets}/`)).toBe(true);
    expect(statSync(address as string).mode & 0o777).toBe(0o600);
    expect(plugin.stdout.split('\n')).toHaveLength(2);
  });

  test('on Windows gives the port of a TCP listener on this machine', async () => {
    const asWindows = join(folder, 'as-windows.cjs');
    writeFileSync(asWindows, `Object.defineProperty(process, 'platform', { value: 'win32' });`);
    const plugin = start({ environment: { NODE_OPTIONS: `--require ${asWindows}` } });
    const [, , network, address = ''] = await plugin.handshake();
    const [host, port] = address.split(':');
    expect([network, host]).toEqual(['tcp', '127.0.0.1']);
    const socket = connect(Number(port), host);
    await once(socket, 'connect');
    socket.destroy();
  });

  test('without Terraform’s cookie is refused with a word to the person who started it', async () => {
    const plugin = start({ environment: { TF_PLUGIN_MAGIC_COOKIE: undefined } });
    expect(await plugin.exited).toEqual({ code: 1, signal: null });
    expect(plugin.stderr).toMatch(/^This is the Terraform provider "tiny"\. It is started by Terraform/);
    expect(plugin.stdout).toBe('');
  });

  test('has no certificate, and the server no TLS, where the client has none', async () => {
    const plugin = await connected({ tls: false });
    expect((await plugin.handshake())[5]).toBe('');
    await plugin.shutdown();
    expect(await plugin.exited).toEqual({ code: 0, signal: null });
  });

  test('lets no other client in than the one that it was made with', async () => {
    const plugin = start();
    await plugin.connect(createCertificate());
    await expect(plugin.call('GetProviderSchema')).rejects.toMatchObject({ code: 14 });
    await plugin.connect();
    expect(Object.keys((await plugin.call('GetProviderSchema')).resourceSchemas)).toEqual(['tiny_thing', 'tiny_fixed']);
  });
});

describe('the server', () => {
  test('is healthy, and does not implement what it does not know', async () => {
    const plugin = await connected();
    const health = plugin.unary('/grpc.health.v1.Health/Check', Buffer.alloc(0), HealthCheckResponse);
    expect(await health).toEqual({ status: 1 });
    const list = plugin.unary('/tfplugin6.Provider/ListResource', Buffer.alloc(0), HealthCheckResponse);
    await expect(list).rejects.toMatchObject({ code: 12 });
  });

  test('takes and gives messages of any size', async () => {
    const plugin = await connected();
    const labels = { long: 'x'.repeat(6 * 1024 * 1024) };
    const { newState, diagnostics } = await apply(plugin, thing({ labels }));
    expect(diagnostics).toEqual([]);
    expect((decode(newState!.msgpack, thingType) as ObjectValue).labels).toEqual(labels);
  });

  test('is gone with its socket after Shutdown, also with the client’s streams open', async () => {
    const plugin = await connected();
    plugin.openStreams();
    const address = (await plugin.handshake())[3] as string;
    await plugin.shutdown();
    expect(await plugin.exited).toEqual({ code: 0, signal: null });
    expect(existsSync(address)).toBe(false);
    expect(plugin.stderr).toBe('');
  });

  test('ignores SIGINT, and ends an apply at once with what it reached at StopProvider', async () => {
    const plugin = await connected();
    const applied = apply(plugin, thing({ name: 'waits', does: 'wait' }));
    await appears(join(sockets, 'id-waits'));
    plugin.child.kill('SIGINT');
    expect(await plugin.call('StopProvider')).toEqual({ error: '' });
    const { newState, diagnostics } = await applied;
    expect(decode(newState!.msgpack, thingType)).toEqual(thing({ id: 'id-waits', name: 'waits', does: 'wait' }));
    expect(diagnostics).toMatchObject([{ severity: 1, summary: 'Stopped' }]);
    expect((await apply(plugin, thing({ name: 'later' }))).diagnostics).toEqual([]);
  });

  test('at SIGTERM ends an apply with what it reached, and then itself', async () => {
    const plugin = await connected();
    const applied = apply(plugin, thing({ name: 'terminated', does: 'wait' }));
    await appears(join(sockets, 'id-terminated'));
    plugin.child.kill('SIGTERM');
    expect((await applied).diagnostics).toMatchObject([{ summary: 'Stopped' }]);
    expect(await plugin.exited).toEqual({ code: 0, signal: null });
  });

  test('ends when its client has gone without a word, also with an apply in progress', async () => {
    const plugin = start();
    const cut = await plugin.connectToBeCut();
    await configure(plugin);
    const applied = apply(plugin, thing({ name: 'orphan', does: 'wait' })).catch(() => undefined);
    await appears(join(sockets, 'id-orphan'));
    const address = (await plugin.handshake())[3] as string;
    const port = await open(plugin, 'orphan');
    expect(await isListening(port)).toBe(true);
    cut();
    // At once: nobody comes back for it.
    await eventually(() => isClosed('orphan'));
    expect([await isListening(port), plugin.child.exitCode]).toEqual([false, null]);
    expect(await plugin.exited).toEqual({ code: 0, signal: null });
    expect(existsSync(address)).toBe(false);
    await applied;
  }, 20_000);

  test.each<[string, number, (plugin: PluginProcess) => Promise<void>]>([
    ['Shutdown', 0, (plugin) => plugin.shutdown()],
    ['SIGTERM', 0, async (plugin) => void plugin.child.kill('SIGTERM')],
    ['a crash', 2, async (plugin) => void open(plugin, 'crash', 'crash').catch(() => undefined)],
  ])('closes at %s what is open', async (name, code, end) => {
    const plugin = await connected();
    const port = await open(plugin, name);
    await end(plugin);
    expect(await plugin.exited).toEqual({ code, signal: null });
    expect([isClosed(name), await isListening(port)]).toEqual([true, false]);
  });

  test('closes at StopProvider what is open, and goes on', async () => {
    const plugin = await connected();
    const port = await open(plugin, 'stopped');
    await plugin.call('StopProvider');
    expect([isClosed('stopped'), await isListening(port)]).toEqual([true, false]);
    expect(await isListening(await open(plugin, 'later'))).toBe(true);
  });

  test('ends also when what is open does not', async () => {
    const plugin = await connected();
    await open(plugin, 'hanging', 'wait');
    await plugin.shutdown();
    expect(await plugin.exited).toEqual({ code: 0, signal: null });
    expect(isClosed('hanging')).toBe(true);
  });

  test('tells of a crash in the form that Terraform shows', async () => {
    const plugin = await connected();
    await expect(apply(plugin, thing({ name: 'crashes', does: 'crash' }))).rejects.toMatchObject({ code: 14 });
    expect(await plugin.exited).toEqual({ code: 2, signal: null });
    expect(plugin.stderr).toMatch(/^panic: crashed on purpose\n\nError: crashed on purpose\n {4}at crash \(/);
  });

  test('tells in the same form that the provider cannot be loaded', async () => {
    const broken = join(folder, 'broken');
    const program = readFileSync(executable, 'latin1');
    const throwing = brotliCompressSync('(function(){throw new Error("broken on purpose")})').toString('base64');
    writeFileSync(broken, program.replace(/(?<=\n\/\*LATE\n).*/, throwing), { mode: 0o755 });
    const plugin = PluginProcess.start(broken, { environment: { PLUGIN_UNIX_SOCKET_DIR: sockets } });
    started.push(plugin);
    await plugin.connect();
    await expect(plugin.call('GetMetadata')).rejects.toMatchObject({ code: 14 });
    expect(await plugin.exited).toEqual({ code: 2, signal: null });
    expect(plugin.stderr).toMatch(/^panic: broken on purpose\n\nError: broken on purpose\n {4}at /);
  });

  test('ends at Shutdown, and at SIGTERM, also when it has loaded no provider', async () => {
    const [shutDown, terminated] = [start(), start()];
    await Promise.all([shutDown.connect(), terminated.connect()]);
    await shutDown.shutdown();
    terminated.child.kill('SIGTERM');
    for (const plugin of [shutDown, terminated]) expect(await plugin.exited).toEqual({ code: 0, signal: null });
  });

  test('goes on when nobody reads its log', async () => {
    const plugin = await connected({ environment: { TF_LOG: 'TRACE' } });
    plugin.child.stderr?.destroy();
    expect((await apply(plugin, thing({ name: 'unread' }))).diagnostics).toEqual([]);
    await plugin.shutdown();
    expect(await plugin.exited).toEqual({ code: 0, signal: null });
  });

  test('logs its calls as lines of JSON where it is asked to', async () => {
    const plugin = await connected({ environment: { TF_LOG: 'TRACE' } });
    await plugin.shutdown();
    await plugin.exited;
    const lines = plugin.stderr
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(lines).toContainEqual({
      '@level': 'trace',
      '@message': 'Served request',
      '@module': 'provider.tiny',
      '@timestamp': expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/),
      tf_rpc: 'ConfigureProvider',
      tf_req_id: expect.any(String),
      tf_req_duration_ms: expect.any(Number),
    });
  });
});

describe('serveForReattach', () => {
  test('serves from this process, without TLS, to be reattached to', async () => {
    const { reattach, stop } = await serveForReattach({ name: 'tiny', provider: async () => provider });
    expect(reattach).toEqual({
      Protocol: 'grpc',
      ProtocolVersion: 6,
      Pid: process.pid,
      Test: true,
      Addr: { Network: 'unix', String: expect.any(String) },
    });
    await stop();
    expect(existsSync(reattach.Addr.String)).toBe(false);
    // The address can be used again, so nothing listens there any more.
    const again = createServer();
    await new Promise<void>((resolve) => again.listen(reattach.Addr.String, resolve));
    await new Promise((resolve) => again.close(resolve));
  });

  describe('with two clients', () => {
    const { tiny_thing } = provider.resources;
    let served: Awaited<ReturnType<typeof serveForReattach>>;
    let folders: [string, string];
    let clients: [PluginClient, PluginClient];
    /** What became of calls and of clients of the platform. */
    let ended: string[];
    let cutSecond: () => void;
    beforeEach(async () => {
      ended = [];
      const watched: typeof provider = {
        ...provider,
        close: async (client) => void ended.push(`closed ${client.folder}`),
        resources: {
          tiny_thing: {
            ...tiny_thing!,
            create: async (change, call) => {
              call.signal.addEventListener('abort', () => ended.push(`aborted ${call.client.folder}`));
              return tiny_thing!.create(change, call);
            },
          },
        },
      };
      served = await serveForReattach({ name: 'tiny', provider: async () => watched });
      const address = served.reattach.Addr.String;
      const { between, cut } = await goBetween(address);
      cutSecond = cut;
      folders = [mkdtempSync(join(folder, 'first-')), mkdtempSync(join(folder, 'second-'))];
      clients = [new PluginClient(), new PluginClient()];
      clients[0].connectTo(address);
      clients[1].connectTo(between);
      await configure(clients[0], folders[0]);
      await configure(clients[1], folders[1]);
    });
    afterEach(async () => {
      for (const client of clients) client.disconnect();
      cutSecond();
      await served.stop();
    });

    test('serves each as it configured the provider, whoever was the last to do so', async () => {
      for (const [index, client] of clients.entries()) {
        expect((await apply(client, thing({ name: `of-${index}` }))).diagnostics).toEqual([]);
      }
      expect(folders.map((each) => readdirSync(each))).toEqual([['id-of-0'], ['id-of-1']]);
    });

    test('stops the calls of the one that asks for it, and those of one that goes away', async () => {
      const first = apply(clients[0], thing({ name: 'a', does: 'wait' }));
      const second = apply(clients[1], thing({ name: 'b', does: 'wait' })).catch(() => undefined);
      await appears(join(folders[0], 'id-a'));
      await appears(join(folders[1], 'id-b'));
      await clients[0].call('StopProvider');
      expect((await first).diagnostics).toMatchObject([{ summary: 'Stopped' }]);
      expect(ended).toEqual([`aborted ${folders[0]}`]);
      cutSecond();
      await second;
      await eventuallyEqual(
        async () => ended,
        [`aborted ${folders[0]}`, `aborted ${folders[1]}`, `closed ${folders[1]}`],
      );
    });

    test('closes at its end what each of them had opened', async () => {
      await served.stop();
      expect([...ended].sort()).toEqual(folders.map((each) => `closed ${each}`));
    });
  });
});
