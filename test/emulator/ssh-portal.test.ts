import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { startLocalPlatform, type DatabaseServers, type LocalPlatform } from '../../lib/emulator';
import { connectToPortal, makeCertificate, openTunnel, publicKeyLine, type PortalOptions } from '../../lib/ssh';
import { signBytes } from '../../lib/ssh/keys';
import { Reader, string, uint32 } from '../../lib/ssh/wire';
import { eventually } from '../support/eventually';
import { hasOpenSsh, OpenSshUser, type Ended, type OpenSsh, type Portal, type Visit } from '../support/openssh';
import { Client, elementsOf, World } from './support/client';

const withOpenSsh = hasOpenSsh ? describe : describe.skip;

/** What the API says of a way into the portal. */
interface Way {
  readonly user: string;
  readonly certificate: string;
  readonly socket: string | null;
}

let me: OpenSshUser;
let platform: LocalPlatform;
let client: Client;
let world: World;
let portal: Portal;
let account: number;
const said: string[] = [];

beforeAll(() => (me = new OpenSshUser()));
afterAll(() => me.leave());

/** Servers that answer what they are sent, instead of databases. */
let echo: Server;
const echoed = new Set<Socket>();
beforeAll(async () => {
  echo = createServer((socket) => {
    echoed.add(socket);
    socket.once('close', () => echoed.delete(socket));
    socket.pipe(socket);
  });
  await once(echo.listen(0, '127.0.0.1'), 'listening');
});
afterAll(() => echo.close());

const databases: DatabaseServers = {
  start: ({ type }) =>
    Promise.resolve(
      type === 'redis'
        ? undefined
        : { host: 'localhost', ports: [(echo.address() as AddressInfo).port], endpointPorts: [1], version: '1' },
    ),
  openEndpoint: () => Promise.resolve(undefined),
  closeEndpoint: () => Promise.resolve(),
  backUp: () => Promise.resolve(false),
  removeBackup: () => Promise.resolve(),
  changePassword: () => Promise.resolve([]),
  remove: () => Promise.resolve(),
  close: () => Promise.resolve(),
};

beforeEach(async () => {
  said.length = 0;
  platform = await startLocalPlatform({ databases, clock: 'stopped', report: (line) => said.push(line) });
  client = Client.of(platform);
  world = new World(client);
  account = await world.environment();
  const [stack] = elementsOf((await client.get('/stacks')).body);
  portal = {
    host: stack!['ssh_portal_host'] as string,
    port: stack!['ssh_portal_port'] as number,
    hostKey: stack!['ssh_host_rsa_public_key'] as string,
  };
});
afterEach(() => platform.stop());

async function wayTo(operation: number, publicKey = me.publicKey): Promise<Way> {
  const path = `/operations/${operation}/ssh_portal_connections`;
  const { body } = await client.post(path, { ssh_public_key: publicKey });
  const { ssh_user: user, ssh_certificate_body: certificate, ssh_port_forward_socket: socket } = body;
  return { user, certificate, socket } as Way;
}

function visit(way: Way, changes: Partial<Visit> = {}): OpenSsh {
  return me.visit({ ...portal, ...way, token: platform.token, ...changes });
}

const visited = (way: Way, changes: Partial<Visit> = {}): Promise<Ended> => visit(way, changes).ended;

/** A finished operation to visit, and its log. */
async function deployed(publicKey?: string): Promise<{ way: Way; app: number; log: string }> {
  const app = await world.app(account);
  const { id } = await world.operation(`/apps/${app}`, { type: 'deploy', settings: { APTIBLE_DOCKER_IMAGE: 'a' } });
  return { way: await wayTo(id, publicKey), app, log: await world.log(id) };
}

async function tunnelTo(database: number, publicKey?: string): Promise<Way> {
  const [credential] = elementsOf((await client.get(`/databases/${database}/database_credentials`)).body);
  const path = `/database_credentials/${credential!.id}/operations`;
  return wayTo(await world.made(path, { type: 'tunnel', status: 'succeeded' }), publicKey);
}

let localSockets = 0;

/** Opens a tunnel whose local end is a socket. */
async function tunnelled(way: Way, remote = way.socket!): Promise<{ ssh: OpenSsh; local: string }> {
  const local = me.file(`local-${localSockets++}`);
  const ssh = visit(way, { args: ['-L', `${local}:${remote}`, '-o', 'ExitOnForwardFailure=yes'] });
  await ssh.line();
  return { ssh, local };
}

/** Sends a word through a tunnel and gives what comes back until the end, or until as much has come back. */
async function answerThrough(local: string | { port: number }, word = 'hello'): Promise<string> {
  const socket = typeof local === 'string' ? connect(local) : connect(local.port, '127.0.0.1');
  await once(socket, 'connect');
  let answer = '';
  try {
    socket.write(word);
    for await (const data of socket) if ((answer += String(data)).length >= word.length) break;
  } catch (error) {
    // Where the word was not taken, the end comes as an error.
    expect(['ECONNRESET', 'EPIPE']).toContain((error as NodeJS.ErrnoException).code);
  }
  return answer;
}

withOpenSsh('the login', () => {
  test('takes the certificate of the platform, and the session shows the operation', async () => {
    const { way, log } = await deployed();
    expect(await visited(way)).toEqual({ status: 0, stdout: log, stderr: '' });
    expect(said).toEqual([]);
  });

  const publicKeyOf = () => me.publicKey;
  const otherAuthority = generateKeyPairSync('ed25519').privateKey;
  const forged = ({ user }: Way) =>
    makeCertificate({
      publicKey: publicKeyOf(),
      authority: otherAuthority,
      keyId: 'forged',
      principals: [user],
      validFrom: new Date(0),
      validTo: new Date(4e12),
    });
  const someone = '6f1c0f5e-6d0e-4b53-9c0e-1d2f3a4b5c6d';

  test.each<[string, (way: Way, other: Way) => Partial<Visit>, RegExp]>([
    [
      'a bare key',
      () => ({ certificate: undefined }),
      /what it shows is not a certificate of OpenSSH: its type is "ssh-rsa"/,
    ],
    ['an authority that is not its own', (way) => ({ certificate: forged(way) }), /which is no authority here/],
    ['the user of another operation', (_way, { user }) => ({ user }), /it is for the user [0-9a-f-]{36}, not for/],
    ['the certificate of another operation', (_way, { certificate }) => ({ certificate }), /it is for the user/],
    ['a user who is not there', () => ({ user: someone }), /there is no such user/],
  ])('refuses %s', async (_what, changes, words) => {
    const { way, app } = await deployed();
    const other = await wayTo((await world.operation(`/apps/${app}`, { type: 'restart' })).id);
    const ended = await visited(way, changes(way, other));
    expect(ended).toEqual({
      status: 255,
      stdout: '',
      stderr: expect.stringContaining('Permission denied (publickey)'),
    });
    await eventually(() => said.length > 0);
    expect(said).toEqual([expect.stringMatching(words)]);
  });

  test('refuses a certificate that was valid, and one that never was', async () => {
    const { way, app } = await deployed();
    await platform.clock.advance(10 * 60_000);
    expect((await visited(way)).status).toBe(255);
    platform.control.setSshPortal({ certificateLifetimeMs: 0 });
    const { id } = await world.operation(`/apps/${app}`, { type: 'restart' });
    expect((await visited(await wayTo(id))).status).toBe(255);
    await eventually(() => said.length === 2);
    const wasValid = expect.stringContaining('its certificate is not good: it was valid until');
    expect(said).toEqual([wasValid, wasValid]);
  });

  test('refuses the signature of another key than the certificate’s', async () => {
    const [owner, stranger] = [generateKeyPairSync('ed25519'), generateKeyPairSync('ed25519')];
    const { way } = await deployed(publicKeyLine(owner.publicKey));
    const path = me.file('agent');
    const agent = agentOf(way.certificate, stranger.privateKey);
    await once(agent.listen(path), 'listening');
    const ended = await visited(way, { agent: path, certificate: undefined });
    agent.close();
    await eventually(() => said.length > 0);
    expect(ended).toMatchObject({ status: 255, stderr: expect.stringContaining('Permission denied (publickey)') });
    expect(said).toEqual([
      `The SSH portal let nobody in: ${way.user} was refused, since its signature does not fit the certificate’s key.`,
    ]);
  });

  test.each([
    ['no token', undefined, 'The session has no ACCESS_TOKEN. Send it: ssh -o SendEnv=ACCESS_TOKEN\n'],
    ['a wrong token', 'wrong', 'The ACCESS_TOKEN of the session is not valid. Log in again.\n'],
  ])('opens no session with %s', async (_what, token, stderr) => {
    const { way } = await deployed();
    expect(await visited(way, { token })).toEqual({ status: 1, stdout: '', stderr });
  });
});

withOpenSsh('the session', () => {
  test('shows the log while the operation runs, and ends with it', async () => {
    const { way: _finished, app } = await deployed();
    platform.control.setTiming({ durationMs: 60_000 });
    platform.control.failNext({ operation: 'rebuild', log: 'No builder.' });
    const ids = [];
    for (const type of ['restart', 'rebuild']) ids.push(await world.made(`/apps/${app}/operations`, { type }));
    const [restart, rebuild] = await Promise.all(ids.map(async (id) => visit(await wayTo(id))));
    await restart!.line();
    expect(restart!.stdout).toBe(`Operation ${ids[0]} (restart) is running.\n`);
    await platform.clock.advance(60_000);
    expect(await restart!.ended).toMatchObject({ status: 0, stdout: await world.log(ids[0]!), stderr: '' });
    await rebuild!.line();
    await platform.clock.advance(60_000);
    expect(await rebuild!.ended).toMatchObject({ status: 1, stdout: await world.log(ids[1]!) });
    expect(rebuild!.stdout).toContain('No builder.\n');
  });

  test('is as good as polls, for an operation that waits for these', async () => {
    const { app } = await deployed();
    platform.control.setTiming({ polls: 5 });
    const id = await world.made(`/apps/${app}/operations`, { type: 'restart' });
    expect(await visited(await wayTo(id))).toMatchObject({ status: 0, stdout: await world.log(id) });
  });

  test('shows an operation that has removed itself', async () => {
    const { app } = await deployed();
    const id = await world.made(`/apps/${app}/operations`, { type: 'deprovision' });
    expect((await client.get(`/operations/${id}`)).status).toBe(404);
    expect(await visited(await wayTo(id))).toMatchObject({
      status: 0,
      stdout: `Operation ${id} (deprovision) is running.\nThe operation succeeded.\n`,
    });
  });

  test('ends with 124 when it has lasted for 24 hours, or for less when that is set', async () => {
    const database = await world.provisionedDatabase(account);
    const { ssh } = await tunnelled(await tunnelTo(database));
    await platform.clock.advance(24 * 3600_000 - 1);
    platform.control.setSshPortal({ sessionLimitMs: 5000 });
    const { ssh: shorter } = await tunnelled(await tunnelTo(database));
    await platform.clock.advance(1);
    expect(await ssh.ended).toMatchObject({ status: 124, stderr: 'The session has lasted as long as one may.\n' });
    await platform.clock.advance(4999);
    expect((await shorter.ended).status).toBe(124);
  });

  test('says that no container runs, where one is asked for', async () => {
    const { app } = await deployed();
    const { id: run } = await world.operation(`/apps/${app}`, { type: 'execute', command: 'rake db:migrate' });
    const logs = await world.made(`/apps/${app}/operations`, { type: 'logs', status: 'succeeded' });
    expect(await visited(await wayTo(run))).toEqual({
      status: 1,
      stdout: '',
      stderr: 'Nothing was run: the local platform runs no containers.\n',
    });
    expect(await visited(await wayTo(logs))).toEqual({
      status: 0,
      stdout: '',
      stderr: 'There are no logs: the local platform runs no containers.\n',
    });
  });
});

withOpenSsh('a tunnel', () => {
  test('leads to the server of its database, beside others, until its session ends', async () => {
    const [first, second] = [await world.provisionedDatabase(account), await world.provisionedDatabase(account, 'two')];
    const ways = [await tunnelTo(first), await tunnelTo(first), await tunnelTo(second)];
    const tunnels = await Promise.all(ways.map((way) => tunnelled(way)));
    expect(tunnels.map(({ ssh }) => ssh.stdout)).toEqual(Array(3).fill('The tunnel is open.\n'));
    const large = 'x'.repeat(3_000_000);
    expect(await Promise.all(tunnels.map(({ local }, index) => answerThrough(local, `${index}${large}`)))).toEqual(
      tunnels.map((_each, index) => `${index}${large}`),
    );
    const open = connect(tunnels[0]!.local);
    open.write('stay');
    await once(open, 'data');
    await eventually(() => echoed.size === 1);
    await Promise.all([once(open, 'close'), tunnels[0]!.ssh.kill()]);
    await eventually(() => echoed.size === 0);
    expect(await answerThrough(tunnels[1]!.local)).toBe('hello');
    expect(await visited(ways[0]!)).toEqual({
      status: 1,
      stdout: '',
      stderr: 'This tunnel was closed. Begin another operation.\n',
    });
  });

  test('that was closed says nothing about the one that has its id after a reset', async () => {
    const way = await tunnelTo(await world.provisionedDatabase(account));
    await (await tunnelled(way)).ssh.kill();
    await eventually(async () => (await visited(way)).status === 1);
    await platform.control.reset();
    const again = await tunnelTo(await world.provisionedDatabase(await world.environment()));
    expect(again.socket).toBe(way.socket);
    await tunnelled(again);
  });

  test.each<[string, (database: number) => Promise<[Way, string]>, RegExp]>([
    [
      'the socket of another operation',
      async (database) => [await tunnelTo(database), (await tunnelTo(database)).socket!],
      /^The socket \/tmp\/operation-\d+\.sock is not that of this operation\.$/m,
    ],
    [
      'a database without a server',
      async () => {
        const way = await tunnelTo(await world.provisionedDatabase(account, 'cache', { type: 'redis' }));
        return [way, way.socket!];
      },
      /^The database cache has no real server on the local platform, so the tunnel leads nowhere\.$/m,
    ],
    [
      'a database that is gone',
      async () => {
        const database = await world.provisionedDatabase(account, 'gone');
        const way = await tunnelTo(database);
        await world.operation(`/databases/${database}`, { type: 'deprovision' });
        return [way, way.socket!];
      },
      /^The database is gone\.$/m,
    ],
  ])('does not lead to %s, and says so', async (_what, make, words) => {
    const [way, remote] = await make(await world.provisionedDatabase(account));
    const { ssh, local } = await tunnelled(way, remote);
    expect(await answerThrough(local)).toBe('');
    await eventually(() => words.test(ssh.stderr));
    expect(ssh.stderr).toMatch(/open failed/);
  });

  test('leads nowhere without a session, nor for an operation of another type', async () => {
    const way = await tunnelTo(await world.provisionedDatabase(account));
    const { way: ofDeploy } = await deployed();
    const locals = [me.file('bare-1'), me.file('bare-2')];
    const remotes = [way.socket!, way.socket!];
    const running = [way, ofDeploy].map((each, index) =>
      visit(each, { args: ['-N', '-L', `${locals[index]}:${remotes[index]}`] }),
    );
    for (const local of locals) {
      await eventually(async () => (await answerThrough(local).catch(() => 'not there yet')) === '');
    }
    await Promise.all(running.map((each) => each.kill()));
    expect(running.map(({ stderr }) => /open failed/.test(stderr))).toEqual([true, true]);
  });
});

describe('the tunnels of this package’s client', () => {
  async function open(timeouts?: PortalOptions['timeouts']) {
    const privateKey = generateKeyPairSync('ed25519').privateKey;
    const { host, port, hostKey } = portal;
    const database = await world.provisionedDatabase(account);
    const connectTo = async (signal: AbortSignal) => {
      const { user, certificate, socket } = await tunnelTo(database, publicKeyLine(privateKey));
      const env = { ACCESS_TOKEN: platform.token };
      const options = { host, port, user, privateKey, certificate, hostKeys: [hostKey], env, signal, timeouts };
      return { portal: await connectToPortal(options), socket: socket! };
    };
    return openTunnel({ connect: connectTo, report: (error) => said.push(error.message) });
  }

  test('lead through it, too, and do so again after they were dropped', async () => {
    const tunnel = await open();
    expect(await answerThrough(tunnel)).toBe('hello');
    expect(said).toEqual([]);
    platform.control.dropSshConnections();
    await eventually(async () => (await answerThrough(tunnel)) === 'hello');
    await tunnel.close();
  });

  test('are an error when it freezes in the login', async () => {
    platform.control.setSshPortal({ connections: 'frozen' });
    await expect(open({ readyMs: 100 })).rejects.toThrow(
      /did not answer within 0\.1 s when it was asked to log \S+ in/,
    );
  });

  test('end what hangs on them when it freezes later, and lead through it behind the same port once it has thawed', async () => {
    const timeouts = { keepAliveMs: 40, keepAliveCount: 4, readyMs: 70_000 };
    const tunnel = await open(timeouts);
    const used = connect(tunnel.port, tunnel.host);
    used.write('hello');
    await once(used, 'data');
    platform.control.setSshPortal({ connections: 'frozen' });
    const late = connect(tunnel.port, tunnel.host).resume();
    await eventually(() => used.destroyed && late.destroyed);
    expect(said).toEqual([expect.stringMatching(/did not answer within 0\.2 s/)]);
    timeouts.readyMs = 100;
    await expect(tunnel.repair()).rejects.toThrow(/did not answer within 0\.1 s/);
    timeouts.readyMs = 70_000;
    platform.control.setSshPortal({});
    await tunnel.repair();
    expect(await answerThrough(tunnel)).toBe('hello');
    await tunnel.close();
  });
});

describe('what a test makes of it', () => {
  /** Gives the first bytes that the portal sends; nothing where it ends the connection instead. */
  async function greeting(socket: Socket): Promise<string> {
    for await (const data of socket) return String(data).slice(0, 8);
    return '';
  }

  test('a portal that freezes answers nobody until it thaws', async () => {
    platform.control.setSshPortal({ connections: 'frozen' });
    const socket = connect(portal.port, portal.host);
    const heard = greeting(socket);
    await once(socket, 'connect');
    expect(await Promise.race([heard, client.get('/stacks').then(() => 'nothing yet')])).toBe('nothing yet');
    platform.control.setSshPortal({});
    expect(await heard).toBe('SSH-2.0-');
  });

  test('a portal that is closed ends each new connection', async () => {
    expect((await control('PUT', '/ssh-portal', { connections: 'closed' })).status).toBe(404);
    platform.control.setSshPortal({ connections: 'closed' });
    expect(await greeting(connect(portal.port, portal.host)).catch(() => '')).toBe('');
    await platform.control.reset();
    expect(await greeting(connect(portal.port, portal.host))).toBe('SSH-2.0-');
  });

  test('nothing is left of a visit when the platform stops', async () => {
    const socket = connect(portal.port, portal.host);
    await once(socket, 'data');
    await platform.stop();
    await once(socket, 'close');
    const refused = once(connect(portal.port, portal.host), 'connect');
    await expect(refused).rejects.toMatchObject({ code: 'ECONNREFUSED' });
    platform = await startLocalPlatform();
  });

  (hasOpenSsh ? test : test.skip)(
    'connections are dropped, logins refused, the host key changed, over HTTP',
    async () => {
      await platform.stop();
      platform = await startLocalPlatform({ databases, control: true });
      client = Client.of(platform);
      world = new World(client);
      account = await world.environment();
      const [stack] = elementsOf((await client.get('/stacks')).body);
      portal = { ...portal, port: stack!['ssh_portal_port'] as number };
      const database = await world.provisionedDatabase(account);

      const { ssh } = await tunnelled(await tunnelTo(database));
      expect((await control('DELETE', '/ssh-portal/connections')).status).toBe(204);
      expect((await ssh.ended).status).toBe(255);

      const way = await tunnelTo(database);
      expect((await control('PUT', '/ssh-portal', { refusesLogins: true })).status).toBe(204);
      expect((await visited(way)).stderr).toContain('Permission denied (publickey)');
      expect((await control('PUT', '/ssh-portal', { hasOtherHostKey: true })).status).toBe(204);
      expect((await visited(way)).stderr).toContain('Host key verification failed');
      await control('PUT', '/ssh-portal', {});
      await tunnelled(way);

      const wrong = await control('PUT', '/ssh-portal', { connections: 'frozn', sessionLimitMs: -1, hostKey: 1 });
      expect(wrong).toMatchObject({ status: 422 });
      expect(wrong.body['message']).toBe(
        'connections: got "frozn"; did you mean frozen?; sessionLimitMs: got -1, expected at least 0; ' +
          'hostKey: there is no such key; expected one of connections, refusesLogins, hasOtherHostKey, certificateLifetimeMs, sessionLimitMs.',
      );
    },
  );

  const control = (method: string, path: string, body?: object) => client.send(method, `/_local${path}`, body);
});

/** An agent that offers a certificate, and signs with any key that it is given. */
function agentOf(certificate: string, key: KeyObject): Server {
  const bytes = Buffer.from(certificate.split(' ')[1]!, 'base64');
  const messages = { failure: 5, identitiesRequest: 11, identitiesAnswer: 12, signRequest: 13, signResponse: 14 };
  const answerTo = (request: Buffer): Buffer => {
    const reader = new Reader(request.subarray(1));
    switch (request[0]) {
      case messages.identitiesRequest:
        return Buffer.concat([Buffer.from([messages.identitiesAnswer]), uint32(1), string(bytes), string('')]);
      case messages.signRequest:
        reader.string();
        return Buffer.concat([Buffer.from([messages.signResponse]), string(signBytes(reader.string(), key))]);
      default:
        return Buffer.from([messages.failure]);
    }
  };
  return createServer((socket) => {
    let waiting = Buffer.alloc(0);
    socket.on('data', (data: Buffer) => {
      waiting = Buffer.concat([waiting, data]);
      while (waiting.length >= 4 && waiting.length >= 4 + waiting.readUInt32BE()) {
        const request = new Reader(waiting).string();
        waiting = waiting.subarray(4 + request.length);
        socket.write(string(answerTo(request)));
      }
    });
  });
}
