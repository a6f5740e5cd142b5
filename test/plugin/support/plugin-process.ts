/** The client that Terraform is to a plugin, and the tiny provider as a process that has one. */
import { Client, credentials, type ServiceError } from '@grpc/grpc-js';
import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { connect, createServer, type Socket } from 'node:net';
import { join } from 'node:path';
import { createCertificate } from '../../../lib/plugin/certificate';
import { Empty, rpcs, type Request, type RpcName } from '../../../lib/plugin/messages';
import type { Got, Message, Sent } from '../../../lib/plugin/protobuf';
import type { Issued } from '../../../lib/x509';

const root = join(__dirname, '../../..');
const cookie = 'd602bf8f470bc67ca7faa0386276bbdd4330efaf76d1a219cb4d6991ca9872b2';

/** Makes the executable of the tiny provider. */
export function bundleTinyProvider(file: string): void {
  const script = `
    import { bundleExecutable } from ${JSON.stringify(join(root, 'scripts/bundle-provider.mjs'))};
    await bundleExecutable(${JSON.stringify({
      entry: join(__dirname, 'tiny-main.ts'),
      file,
      name: 'terraform-provider-tiny',
    })});`;
  execFileSync(process.execPath, ['--input-type=module', '--eval', script], { stdio: 'pipe' });
}

export interface StartOptions {
  /** The default is true, as Terraform does it. */
  readonly tls?: boolean;
  readonly environment?: NodeJS.ProcessEnv;
  readonly workingDirectory?: string;
  /** Whose process it is; only root may say it. */
  readonly userId?: number;
}

/** A socket that leads to a plugin's; `cut` breaks the connections through it as the death of the client would. */
export async function goBetween(address: string): Promise<{ between: string; cut: () => void }> {
  const sockets: Socket[] = [];
  const between = `${address}-between`;
  const server = createServer((socket) => {
    const onward = connect(address);
    for (const end of [socket, onward]) sockets.push(end.on('error', () => undefined));
    socket.pipe(onward).pipe(socket);
  });
  await new Promise<void>((resolve) => server.listen(between, resolve));
  return {
    between,
    cut: () => {
      server.close();
      for (const socket of sockets) socket.destroy();
    },
  };
}

/** The client that Terraform is to a plugin. */
export class PluginClient {
  private client: Client | undefined;

  /** Connects to the plugin at that socket; plaintext when there are no credentials. */
  connectTo(socket: string, tls = credentials.createInsecure()): void {
    this.client = new Client(`unix:${socket}`, tls, {
      'grpc.ssl_target_name_override': 'localhost',
      'grpc.default_authority': 'localhost',
      'grpc.max_receive_message_length': -1,
      // A connection of its own: other clients of this process go to the same address.
      'grpc.use_local_subchannel_pool': 1,
    });
  }

  disconnect(): void {
    this.client?.close();
  }

  call<N extends RpcName>(
    name: N,
    request: Partial<Sent<(typeof rpcs)[N]['request']>> = {},
  ): Promise<Got<(typeof rpcs)[N]['response']>> {
    const { request: requestMessage, response } = rpcs[name] as unknown as {
      request: Message<unknown, Request<N>>;
      response: Message<never, Got<(typeof rpcs)[N]['response']>>;
    };
    return this.unary(`/tfplugin6.Provider/${name}`, requestMessage.encode(request), response);
  }

  unary<T>(path: string, request: Buffer, response: Message<never, T>): Promise<T> {
    return new Promise((resolve, reject) =>
      this.client?.makeUnaryRequest(
        path,
        (bytes: Buffer) => bytes,
        (bytes) => response.decode(bytes),
        request,
        (error: ServiceError | null, value?: T) => (error ? reject(error) : resolve(value as T)),
      ),
    );
  }

  /** The plugin does not end before its answer is out. */
  async shutdown(): Promise<void> {
    await this.unary('/plugin.GRPCController/Shutdown', Buffer.alloc(0), Empty);
  }

  /** The streams that Terraform's client opens at once and never uses; resolves when the server ends it. */
  openStreams(): void {
    const identity = (bytes: Buffer) => bytes;
    const broker = this.client?.makeBidiStreamRequest('/plugin.GRPCBroker/StartStream', identity, identity);
    const stdio = this.client?.makeServerStreamRequest(
      '/plugin.GRPCStdio/StreamStdio',
      identity,
      identity,
      Buffer.alloc(0),
    );
    for (const stream of [broker, stdio]) stream?.on('error', () => undefined).on('data', () => undefined);
  }
}

export class PluginProcess extends PluginClient {
  stdout = '';
  stderr = '';
  readonly exited: Promise<{ code: number | null; signal: string | null }>;
  private readonly line: Promise<string>;

  private constructor(
    readonly child: ChildProcess,
    private readonly identity: Issued | undefined,
  ) {
    super();
    this.exited = new Promise((resolve) => child.once('close', (code, signal) => resolve({ code, signal })));
    child.stderr?.on('data', (data) => (this.stderr += data));
    this.line = new Promise((resolve, reject) => {
      child.stdout?.on('data', (data) => {
        this.stdout += data;
        if (this.stdout.includes('\n')) resolve(this.stdout.slice(0, this.stdout.indexOf('\n')));
      });
      void this.exited.then(() => reject(new Error(`ended before its handshake: ${this.stderr}`)));
    });
    this.line.catch(() => undefined);
  }

  /** Starts without waiting, and with the variables that Terraform sets. */
  static start(file: string, options: StartOptions = {}): PluginProcess {
    const { tls = true, environment = {}, workingDirectory, userId } = options;
    const identity = tls ? createCertificate() : undefined;
    const { PATH, HOME } = process.env;
    const child = spawn(file, [], {
      stdio: 'pipe',
      cwd: workingDirectory,
      uid: userId,
      gid: userId,
      env: {
        PATH,
        HOME,
        TF_PLUGIN_MAGIC_COOKIE: cookie,
        PLUGIN_PROTOCOL_VERSIONS: '6,5',
        ...(identity && { PLUGIN_CLIENT_CERT: identity.certificatePem }),
        ...environment,
      },
    });
    return new PluginProcess(child, identity);
  }

  async handshake(): Promise<string[]> {
    return (await this.line).split('|');
  }

  async connect(identity = this.identity, by?: string): Promise<void> {
    const [, , , address = '', , certificate = ''] = await this.handshake();
    const padded = Buffer.from(certificate, 'base64').toString('base64');
    const lines = padded.match(/.{1,64}/g)?.join('\n');
    const serverPem = `-----BEGIN CERTIFICATE-----\n${lines}\n-----END CERTIFICATE-----\n`;
    this.connectTo(
      by ?? address,
      identity &&
        credentials.createSsl(
          Buffer.from(serverPem),
          Buffer.from(identity.privateKeyPem),
          Buffer.from(identity.certificatePem),
        ),
    );
  }

  async connectToBeCut(): Promise<() => void> {
    const [, , , address = ''] = await this.handshake();
    const { between, cut } = await goBetween(address);
    await this.connect(this.identity, between);
    return cut;
  }
}
