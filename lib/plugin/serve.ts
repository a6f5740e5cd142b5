/**
 * The life of a plugin process: its handshake with Terraform, its connections and its end.
 *
 * Terraform starts the process three to five times a command and waits for the line on stdout, so only the socket and the
 * certificate come before the line. The first start only wants the schema, so the provider is loaded by the first call that needs it.
 */
import { randomBytes } from 'node:crypto';
import { chmodSync, chownSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { format } from 'node:util';
import { createCertificate } from './certificate';
import { levels, log, nameLog } from './log';
import type * as methodsModule from './methods';
import type { Methods } from './methods';
import { createPluginServer } from './server';
import type * as serviceModule from './service';
import type { Provider } from './types';
import type * as v8OptionsModule from './v8-options';
import type { Wire } from './wire';

export interface ServeOptions {
  /** The provider's name in the log: `aptible`. */
  readonly name: string;
  /** Loads the provider. Called by the first call that needs it. */
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- what `configure` gives concerns the provider alone
  provider(): Promise<Provider<any>>;
  /** Answers that the build has made, in base64, by the names of their procedures. They need no provider. */
  readonly answers?: Readonly<Record<string, string>>;
}

/** The entry of `TF_REATTACH_PROVIDERS` for a provider that runs already. */
export interface Reattach {
  readonly Protocol: 'grpc';
  readonly ProtocolVersion: 6;
  readonly Pid: number;
  readonly Test: true;
  readonly Addr: { readonly Network: 'unix' | 'tcp'; readonly String: string };
}

/** Says that Terraform has started the process. A courtesy to people, not a secret. */
const magicCookie = 'd602bf8f470bc67ca7faa0386276bbdd4330efaf76d1a219cb4d6991ca9872b2';
const protocolVersion = 6;

/** Terraform that is killed leaves its plugins behind: how long one waits for the next connection. */
const orphanGraceMs = 5_000;
/** How long one waits for the first connection. Terraform itself gives up after a minute. */
const firstConnectionMs = 60_000;
/** How long the process waits, once Terraform has no more work, for answers that are not out yet. */
const lastAnswersMs = 50;
/** After SIGTERM, how long Terraform may still ask for something. */
const idleAfterSigtermMs = 500;

// Inside a function, a require loads its module when it is called. (An import() would make the compiled file ask for an ES module.)
/* eslint-disable @typescript-eslint/no-require-imports -- these modules must load late */
const loadMethods = () => require('./methods') as typeof methodsModule;
const loadService = () => require('./service') as typeof serviceModule;
const loadV8Options = () => require('./v8-options') as typeof v8OptionsModule;
/* eslint-enable */

/** Serves a provider to the Terraform that started this process, and ends the process when Terraform has no more use for it. */
export async function serve(options: ServeOptions): Promise<void> {
  if (process.env.TF_PLUGIN_MAGIC_COOKIE !== magicCookie) {
    process.stderr.write(
      `This is the Terraform provider "${options.name}". It is started by Terraform and does nothing by itself:\n` +
        'add it to the required_providers of a configuration and run "terraform init".\n',
    );
    process.exit(1);
  }
  nameLog(options.name);
  reportPanics();
  keepStdoutClean();
  // Ctrl-C reaches the whole process group. Terraform says by StopProvider what it means for this process.
  process.on('SIGINT', () => undefined);
  // Node takes back an ignored SIGHUP ("nohup terraform apply"); when Terraform does die of it, its connection closes.
  process.on('SIGHUP', () => undefined);

  const clientCertificatePem = process.env.PLUGIN_CLIENT_CERT;
  const certificate = clientCertificatePem ? createCertificate() : undefined;
  const listener = await listen();
  const life = new Life();
  process.once('exit', () => {
    removeSocket(listener.address);
    life.closeOpened();
  });
  process.on('SIGTERM', () => life.terminate());
  listener.server.on('connection', (socket) => life.connect(socket));

  const certificateField = certificate?.der.toString('base64').replace(/=+$/, '') ?? '';
  const { Network, String } = listener.address;
  writeSync(1, `1|${protocolVersion}|${Network}|${String}|grpc|${certificateField}\n`);

  const tls = certificate && clientCertificatePem ? { ...certificate, clientCertificatePem } : undefined;
  let methods: Promise<Methods> | undefined;
  const load = async () => {
    const service = loadService().createService(await options.provider());
    life.hasLoaded(service);
    loadV8Options().expectShortLife();
    return loadMethods().methodsOf(service);
  };
  const server = createPluginServer({
    tls,
    answers: options.answers,
    methods: () => (methods ??= load()),
    onShutdown: () => life.end(),
    onActivity: (callsInFlight) => life.note(callsInFlight),
  });
  life.begin(server);
}

/**
 * Serves a provider, in this process, to every Terraform that is given the result in `TF_REATTACH_PROVIDERS`. Without TLS.
 *
 * Terraform opens a connection for each configuration of the provider in each of its walks, and says nowhere else which configuration
 * a call belongs to. So each connection has a service of its own, which ends with it.
 */
export async function serveForReattach(
  options: ServeOptions,
): Promise<{ readonly reattach: Reattach; readonly stop: () => Promise<void> }> {
  nameLog(options.name);
  const { createService } = loadService();
  const { methodsOf } = loadMethods();
  const listener = await listen();
  const provider = await options.provider();
  const connections = new Map<Socket, Promise<void>>();
  listener.server.on('connection', (socket) => {
    const service = createService(provider);
    const methods = methodsOf(service);
    const server = createPluginServer({ methods: () => methods, onShutdown: () => undefined });
    const end = async () => {
      server.close();
      service.stop();
      await service.close();
      connections.delete(socket);
    };
    connections.set(socket, new Promise<void>((resolve) => socket.once('close', resolve)).then(end));
    server.accept(socket);
  });
  return {
    reattach: {
      Protocol: 'grpc',
      ProtocolVersion: protocolVersion,
      Pid: process.pid,
      Test: true,
      Addr: listener.address,
    },
    stop: async () => {
      const closed = new Promise((resolve) => listener.server.close(resolve));
      for (const socket of connections.keys()) socket.destroy();
      await Promise.all([closed, ...connections.values()]);
    },
  };
}

/** When the process of a plugin ends. */
class Life {
  private readonly waiting: Socket[] = [];
  private readonly connections = new Set<Socket>();
  private timer = setTimeout(() => this.exit('no connection came'), firstConnectionMs);
  private callsInFlight = 0;
  private terminating = false;
  private ending = false;
  private exiting = false;
  private closed: Promise<unknown> = Promise.resolve();
  private service: serviceModule.Service | undefined;
  private server: Wire | undefined;

  begin(server: Wire): void {
    this.server = server;
    for (const socket of this.waiting.splice(0)) server.accept(socket);
  }

  hasLoaded(service: serviceModule.Service): void {
    this.service = service;
  }

  connect(socket: Socket): void {
    clearTimeout(this.timer);
    this.connections.add(socket);
    // A connection that breaks ends as one that is closed.
    socket.on('error', (error) => log('debug', 'A connection broke', { error: error.message }));
    socket.once('close', () => {
      this.connections.delete(socket);
      if (this.connections.size > 0) return;
      this.closeOpened();
      if (this.ending || this.terminating) this.exit('Terraform has closed its connection');
      else this.exitAfter(orphanGraceMs, 'Terraform is gone');
    });
    if (this.server) this.server.accept(socket);
    else this.waiting.push(socket);
  }

  note(callsInFlight: number): void {
    this.callsInFlight = callsInFlight;
    if (this.ending && callsInFlight === 0) this.exit('Terraform has ended the plugin');
    else if (this.terminating) this.exitWhenIdle();
  }

  /** Terraform has no more work: the process ends when the answer to that is out, and all others are. */
  end(): void {
    this.ending = true;
    this.closeOpened();
    this.exitAfter(lastAnswersMs, 'Terraform has ended the plugin');
  }

  /** SIGTERM: ends the calls in flight, so that Terraform can save what they reached, and then the process. */
  terminate(): void {
    this.terminating = true;
    this.service?.stop();
    this.closeOpened();
    this.exitWhenIdle();
  }

  /** What ephemeral resources opened ends with this process, or before: nobody has a use for it when Terraform has none. */
  closeOpened(): void {
    this.closed = Promise.all([this.closed, this.service?.closeOpened()]);
  }

  private exitWhenIdle(): void {
    if (this.ending) return;
    clearTimeout(this.timer);
    if (this.callsInFlight === 0) this.exitAfter(idleAfterSigtermMs, 'the process was terminated');
  }

  private exitAfter(delayMs: number, reason: string): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.exit(reason), delayMs);
  }

  private exit(reason: string): void {
    if (this.exiting) return;
    this.exiting = true;
    log('debug', 'The plugin exits', { reason });
    // The end of an answer is written after it is told.
    void this.closed.then(() => setImmediate(() => process.exit(0)));
  }
}

async function listen(): Promise<{ server: Server; address: Reattach['Addr'] }> {
  const server = createServer();
  if (process.platform === 'win32') {
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(0, '127.0.0.1', resolve);
    });
    return { server, address: { Network: 'tcp', String: `127.0.0.1:${(server.address() as AddressInfo).port}` } };
  }
  // The path of a socket has a limit of about 100 bytes, so its name is short.
  const path = join(
    process.env.PLUGIN_UNIX_SOCKET_DIR ?? shortTemporaryDirectory(),
    `tf${randomBytes(8).toString('hex')}`,
  );
  const previousMask = process.umask(0o177);
  try {
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(path, resolve);
    });
  } finally {
    process.umask(previousMask);
  }
  const group = process.env.PLUGIN_UNIX_SOCKET_GROUP;
  if (group) shareWithGroup(path, group);
  return { server, address: { Network: 'unix', String: path } };
}

function shortTemporaryDirectory(): string {
  const directory = tmpdir();
  return Buffer.byteLength(directory) <= 70 ? directory : '/tmp';
}

/** Whoever runs Terraform may have asked for it; a number is a group's id, anything else its name. */
function shareWithGroup(path: string, group: string): void {
  const id = /^\d+$/.test(group) ? Number(group) : groupIdOf(group);
  chownSync(path, process.getuid?.() ?? 0, id);
  chmodSync(path, 0o660);
}

function groupIdOf(name: string): number {
  const line = readFileSync('/etc/group', 'utf8')
    .split('\n')
    .find((entry) => entry.startsWith(`${name}:`));
  if (!line) throw new Error(`PLUGIN_UNIX_SOCKET_GROUP names the group "${name}", which /etc/group does not have`);
  return Number(line.split(':')[2]);
}

function removeSocket(address: Reattach['Addr']): void {
  if (address.Network === 'unix') rmSync(address.String, { force: true });
}

/** Terraform shows a user what follows "panic: " on stderr; otherwise the user would only read that the plugin did not respond. */
function reportPanics(): void {
  const panic = (error: unknown) => {
    const text = error instanceof Error ? `${error.message}\n\n${error.stack ?? ''}` : String(error);
    try {
      writeSync(2, `panic: ${text}\n`);
    } finally {
      // Also when nobody reads stderr any more.
      process.exit(2);
    }
  };
  process.on('uncaughtException', panic);
  process.on('unhandledRejection', panic);
}

/** A word on stdout before the handshake line is fatal, and JSON on stderr can make Terraform panic, so the console writes to the log. */
function keepStdoutClean(): void {
  for (const level of [...levels, 'log'] as const) {
    console[level] = (...parts: unknown[]) => log(level === 'log' ? 'info' : level, format(...parts));
  }
}
