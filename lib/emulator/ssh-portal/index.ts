/** The SSH portal: its port, its keys and what a test makes of it. What speaks SSH is loaded with the first connection. */
import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { makeCertificate, publicKeyLine } from '../../ssh';
import type { Platform } from '../platform';
import type * as visits from './visit';

/** What the SSH portal does other than it should, for tests of clients that have to cope with it. */
export interface SshPortalSettings {
  /**
   * What happens to connections. `closed`: a new one ends before a word; `frozen`: all stay, and none gets an answer, until this is
   * changed again. @default 'normal'
   */
  readonly connections?: 'normal' | 'closed' | 'frozen';
  /** Whether nobody is let in. @default false */
  readonly refusesLogins?: boolean;
  /** Whether it has another host key than the one that its stack tells. @default false */
  readonly hasOtherHostKey?: boolean;
  /** How long a certificate that is made from now on is valid. With 0 it is valid no more when it comes. @default 10 minutes */
  readonly certificateLifetimeMs?: number;
  /** How long a session that begins from now on may last. @default 24 hours */
  readonly sessionLimitMs?: number;
}

const minuteMs = 60_000;
const defaults = {
  connections: 'normal',
  refusesLogins: false,
  hasOtherHostKey: false,
  certificateLifetimeMs: 10 * minuteMs,
  sessionLimitMs: 24 * 60 * minuteMs,
} as const;

export class SshPortal {
  readonly host = '127.0.0.1';
  /** The key that signs the certificates of users. */
  readonly authority = generateKeyPairSync('ed25519').privateKey;
  /** The operations whose tunnel has been closed. */
  readonly closedTunnels = new Set<number>();
  private currentSettings: Required<SshPortalSettings> = defaults;
  private readonly listener: Server;
  /** Connection → whether its visitor is being served. */
  private readonly connections = new Map<Socket, boolean>();

  constructor(
    readonly platform: Platform,
    /** Whether an access token is good. */
    readonly accepts: (token: string) => boolean,
  ) {
    this.listener = createServer({ noDelay: true }, (socket) => this.take(socket));
  }

  get port(): number {
    return (this.listener.address() as AddressInfo).port;
  }

  get settings(): Required<SshPortalSettings> {
    return this.currentSettings;
  }

  /** The host key that its stack tells, as one line. */
  get hostKeyLine(): string {
    return publicKeyLine(ownHostKey());
  }

  /** The host key that it shows to visitors. */
  get shownHostKey(): KeyObject {
    return this.currentSettings.hasOtherHostKey ? otherHostKey() : ownHostKey();
  }

  async listen(): Promise<void> {
    this.listener.listen(0, this.host);
    await once(this.listener, 'listening');
  }

  /** Ends all connections, and waits for their end. */
  async close(): Promise<void> {
    const closed = once(this.listener, 'close');
    this.listener.close();
    this.drop();
    await closed;
  }

  /** Makes the certificate with which that user can log in for a short time. */
  certify(publicKey: string, user: string, operation: { readonly id: number; readonly type: string }): string {
    const now = this.platform.clock.now();
    return makeCertificate({
      publicKey,
      authority: this.authority,
      keyId: `operation ${operation.id}`,
      principals: [user],
      // The clock of a client's machine is not that of the platform.
      validFrom: new Date(+now - minuteMs),
      validTo: new Date(+now + this.settings.certificateLifetimeMs),
      extensions: operation.type === 'tunnel' ? ['permit-port-forwarding', 'permit-pty'] : ['permit-pty'],
    });
  }

  /** Sets what is not as it should be. What is left out is as it should be. */
  set(settings: SshPortalSettings): void {
    const wasFrozen = this.isFrozen;
    this.currentSettings = { ...defaults, ...settings };
    if (this.isFrozen === wasFrozen) return;
    for (const [socket, isServed] of this.connections) {
      if (this.isFrozen) freeze(socket);
      else thaw(socket);
      if (!this.isFrozen && !isServed) this.serve(socket);
    }
  }

  /** Ends all connections without a word. */
  drop(): void {
    for (const socket of this.connections.keys()) socket.destroy();
  }

  /** Ends all connections and forgets the tunnels that were closed, since their ids may be those of others from now on. */
  forget(): void {
    this.drop();
    this.closedTunnels.clear();
  }

  private get isFrozen(): boolean {
    return this.currentSettings.connections === 'frozen';
  }

  private take(socket: Socket): void {
    if (this.currentSettings.connections === 'closed') return void socket.destroy();
    this.connections.set(socket, false);
    socket.once('close', () => this.connections.delete(socket));
    socket.on('error', () => 'the close that follows ends what hangs on it');
    if (this.isFrozen) freeze(socket);
    else this.serve(socket);
  }

  private serve(socket: Socket): void {
    this.connections.set(socket, true);
    loadVisits().serveVisitor(socket, this);
  }
}

/** Loads what speaks SSH when it is used, since that takes as long as all of the local platform's start. */
// eslint-disable-next-line @typescript-eslint/no-require-imports -- an import would load it at once
const loadVisits = () => require('./visit') as typeof visits;

function freeze(socket: Socket): void {
  socket.cork();
  socket.pause();
}

function thaw(socket: Socket): void {
  socket.uncork();
  socket.resume();
}

/** RSA, as the field of the API says. It takes a while to make, so the platforms of one process have the same. */
const ownHostKey = madeOnce();
const otherHostKey = madeOnce();

function madeOnce(): () => KeyObject {
  let key: KeyObject | undefined;
  return () => (key ??= generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey);
}
