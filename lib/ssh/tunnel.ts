/** A local port, each of whose connections is a channel of a connection to the portal. */
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { PortalError } from './errors';
import type { Portal } from './portal';

/** A connection to the portal, and the socket to which a tunnel through it leads. */
export interface PortalSocket {
  readonly portal: Portal;
  readonly socket: string;
}

export interface TunnelOptions {
  /** Makes the connection, and each later one: with an operation of its own, since a certificate and a socket are for one. */
  readonly connect: (signal: AbortSignal) => Promise<PortalSocket>;
  /** @default 127.0.0.1 */
  readonly host?: string;
  /** @default a free one */
  readonly port?: number;
  /** Takes what went wrong with one local connection. Whoever made that sees only its end. */
  readonly report: (error: Error) => void;
}

export interface Tunnel {
  readonly host: string;
  readonly port: number;
  /** Resolves when the tunnel is closed: with the reason when the platform's 24 hours are over, with nothing when it was closed here. */
  readonly closed: Promise<PortalError | undefined>;
  /** Connects again, behind the same port, when the connection to the portal has ended. A new local connection does that, too. */
  repair(): Promise<void>;
  /** Ends everything: the port, the local connections and the one to the portal. Resolves when nothing is left of them. */
  close(): Promise<void>;
}

/** Opens a tunnel: it is connected and listens, or everything is closed again and it throws. */
export async function openTunnel(options: TunnelOptions): Promise<Tunnel> {
  const { host = '127.0.0.1', port = 0 } = options;
  const server = createServer({ allowHalfOpen: true, noDelay: true });
  await listen(server, host, port);
  const tunnel = new ListeningTunnel(options, server, host);
  try {
    await tunnel.repair();
  } catch (error) {
    await tunnel.close();
    throw error;
  }
  return tunnel;
}

class ListeningTunnel implements Tunnel {
  readonly port: number;
  readonly closed: Promise<PortalError | undefined>;
  private readonly locals = new Set<Socket>();
  private readonly ending = new AbortController();
  private readonly resolveClosed: (reason: PortalError | undefined) => void;
  /** The connection that there is, or that is being made. */
  private current: Promise<PortalSocket> | undefined;

  constructor(
    private readonly options: TunnelOptions,
    private readonly server: Server,
    readonly host: string,
  ) {
    this.port = (server.address() as AddressInfo).port;
    let resolveClosed: ListeningTunnel['resolveClosed'];
    this.closed = new Promise((resolve) => (resolveClosed = resolve));
    this.resolveClosed = resolveClosed!;
    server.on('connection', (local) => void this.forward(local));
  }

  async repair(): Promise<void> {
    await this.connection();
  }

  async close(): Promise<void> {
    await this.end();
    await this.closed;
  }

  private async end(reason?: PortalError): Promise<void> {
    if (this.ending.signal.aborted) return;
    this.ending.abort(new PortalError('dropped', 'The tunnel was closed.'));
    const isClosed = new Promise((resolve) => this.server.close(resolve));
    for (const local of this.locals) local.destroy();
    const [made] = await Promise.allSettled([this.current]);
    if (made.status === 'fulfilled') await made.value?.portal.close();
    await isClosed;
    this.resolveClosed(reason);
  }

  private connection(): Promise<PortalSocket> {
    this.ending.signal.throwIfAborted();
    this.current ??= this.connect();
    return this.current;
  }

  private async connect(): Promise<PortalSocket> {
    try {
      const made = await this.options.connect(this.ending.signal);
      void made.portal.ended.then((reason) => {
        this.current = undefined;
        if (reason?.code === 'time_over') return this.end(reason);
      });
      return made;
    } catch (error) {
      this.current = undefined;
      throw error;
    }
  }

  private async forward(local: Socket): Promise<void> {
    this.locals.add(local);
    local.once('close', () => this.locals.delete(local));
    // Its close follows, which ends the channel.
    local.on('error', (error) => this.options.report(error));
    try {
      const { portal, socket } = await this.connection();
      join(local, await portal.openSocket(socket));
    } catch (error) {
      local.destroy();
      if (!this.ending.signal.aborted) this.options.report(error as Error);
    }
  }
}

/** Lets data through in both directions, each until its end. When one side is gone, the other one goes, too. */
function join(local: Socket, channel: Duplex): void {
  const endChannel = () => {
    channel.destroy();
    // What nobody has read keeps a channel from its end.
    channel.resume();
  };
  if (local.destroyed) return endChannel();
  local.once('close', endChannel);
  channel.once('close', () => local.destroySoon());
  channel.on('error', () => local.destroy());
  local.pipe(channel).pipe(local);
}

async function listen(server: Server, host: string, port: number): Promise<void> {
  try {
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen({ host, port, exclusive: true }, resolve);
    });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const why = code === 'EADDRINUSE' ? 'is taken by another program' : `cannot be listened at (${code})`;
    const advice = 'Choose another port, or none to get a free one';
    throw new PortalError('port', `The port ${port} of ${host} ${why}. ${advice}.`, { cause: error });
  }
}
