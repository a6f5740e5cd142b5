/** The client of the platform's SSH portal: one connection, with a session that says when it is ready and channels to sockets. */
import { generateKeyPair, type KeyObject } from 'node:crypto';
import { connect, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { promisify } from 'node:util';
import type { Client, ClientChannel, ServerHostKeyAlgorithm } from 'ssh2';
import { dateText, readCertificate } from './certificates';
import { PortalError } from './errors';
import { fingerprint, publicKeyBytes, publicKeyObject } from './keys';
import { presentCertificate } from './login';
import type * as ssh2 from './ssh2';
import { Reader } from './wire';

export interface PortalOptions {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly privateKey: KeyObject;
  /** The certificate that the platform made for this key: one line. */
  readonly certificate: string;
  /** The public keys that the portal may have, each one line. */
  readonly hostKeys: readonly string[];
  /** What the session gets as its environment: the access token. */
  readonly env: Readonly<Record<string, string>>;
  /** Takes what the session writes, of which the connection is then: it is ready without a word, and ends well with its session. */
  readonly onOutput?: (data: Buffer) => void;
  /** Ends the connection, whether it is open yet or not. */
  readonly signal?: AbortSignal;
  readonly timeouts?: Partial<PortalTimeouts>;
}

interface PortalTimeouts {
  /** How long it may take until the session is ready. @default 70 s */
  readonly readyMs: number;
  /** How often a sign of life is asked for. @default 15 s */
  readonly keepAliveMs: number;
  /** How many times in a row none may come. @default 4 */
  readonly keepAliveCount: number;
}

export interface Portal {
  /** Opens a channel to a Unix socket on the portal's side. */
  openSocket(path: string): Promise<Duplex>;
  /** Resolves when the connection has ended: with the reason, or with nothing when it was closed here. */
  readonly ended: Promise<PortalError | undefined>;
  /** Ends the connection with all its channels. Resolves when nothing is left of it. */
  close(): Promise<void>;
}

const defaultTimeouts: PortalTimeouts = { readyMs: 70_000, keepAliveMs: 15_000, keepAliveCount: 4 };

/** The status with which the portal ends a session after 24 hours. */
export const timeOverStatus = 124;

/** The reason that SSH gives for a channel that is not allowed (RFC 4254, section 5.1). */
const administrativelyProhibited = 1;

/** Loads the library when it is used. */
// eslint-disable-next-line @typescript-eslint/no-require-imports -- an import would load it at once
export const loadSsh2 = () => require('./ssh2') as typeof ssh2;

/** Makes a key for one connection: RSA, like the platform's own client. It is in memory only. */
export async function makePrivateKey(): Promise<KeyObject> {
  return (await promisify(generateKeyPair)('rsa', { modulusLength: 2048 })).privateKey;
}

/** Logs in to the portal and opens a session. Resolves when that is ready, which its first line says, and throws a {@link PortalError} otherwise. */
export async function connectToPortal(options: PortalOptions): Promise<Portal> {
  const { privateKey, certificate, hostKeys, signal } = options;
  if (!readCertificate(certificate).publicKey.equals(publicKeyBytes(privateKey))) {
    throw new Error('the certificate is for another key than the one that it is given with');
  }
  if (hostKeys.length === 0) throw new Error('no host key is known, so it could not be told whose portal answers');
  // What is no key is found before there is a connection.
  hostKeys.forEach(publicKeyObject);
  signal?.throwIfAborted();
  const connection = new Connection(options);
  await connection.open();
  return connection;
}

class Connection implements Portal {
  readonly ended: Promise<PortalError | undefined>;
  private readonly name: string;
  private readonly timeouts: PortalTimeouts;
  private readonly socket: Socket;
  private readonly client: Client;
  private isEnding = false;
  private reason: PortalError | undefined;
  /** What was asked of the portal last, until the session is ready. */
  private asked: string | undefined = 'to connect';
  /** The key that the portal has shown and that is not the known one. */
  private strangeKey: Buffer | undefined;
  private saidByPortal = '';

  constructor(private readonly options: PortalOptions) {
    const { host, port, user, certificate, privateKey, signal } = options;
    this.name = `the SSH portal ${host}:${port}`;
    this.timeouts = { ...defaultTimeouts, ...options.timeouts };
    this.client = new (loadSsh2().Client)();
    this.socket = connect({ host, port, noDelay: true });
    const abort = () => this.end();
    signal?.addEventListener('abort', abort);
    this.ended = new Promise((resolve) => {
      this.socket.once('close', () => {
        if (!this.isEnding) this.end(this.dropped('ended the connection'));
        signal?.removeEventListener('abort', abort);
        resolve(this.reason);
      });
    });
    this.client.on('error', (error: Error & { level?: string; code?: string }) => this.end(this.wordsOf(error)));
    this.client.on('connect', () => (this.asked = `to log ${user} in`));
    this.client.connect({
      sock: this.socket,
      username: user,
      strictVendor: false,
      readyTimeout: 0,
      keepaliveInterval: this.timeouts.keepAliveMs,
      keepaliveCountMax: this.timeouts.keepAliveCount,
      algorithms: { serverHostKey: this.hostKeyAlgorithms() },
      hostVerifier: (key: Buffer) => this.isKnown(key),
    });
    presentCertificate(this.client, certificate, privateKey);
  }

  async open(): Promise<void> {
    const { readyMs } = this.timeouts;
    const timer = setTimeout(() => this.end(this.unanswered(readyMs)), readyMs);
    const failed = this.ended.then((reason) => {
      this.options.signal?.throwIfAborted();
      throw reason ?? this.left();
    });
    try {
      await Promise.race([this.ready(), failed]);
    } finally {
      clearTimeout(timer);
    }
  }

  openSocket(path: string): Promise<Duplex> {
    return new Promise((resolve, reject) => {
      const refuse = (error: Error & { reason?: string | number }) =>
        reject(this.isEnding ? (this.reason ?? this.left()) : this.refusedSocket(path, error));
      try {
        this.client.openssh_forwardOutStreamLocal(path, (error, channel) => (error ? refuse(error) : resolve(channel)));
      } catch (error) {
        refuse(error as Error);
      }
    });
  }

  async close(): Promise<void> {
    this.end();
    await this.ended;
  }

  private end(reason?: PortalError): void {
    if (this.isEnding) return;
    this.isEnding = true;
    this.reason = reason;
    this.client.end();
    // The goodbye is on its way by then. A portal that is frozen would never take it.
    setImmediate(() => this.socket.destroy());
  }

  /** Resolves when the session has written a line. Never rejects: what goes wrong ends the connection. */
  private ready(): Promise<void> {
    return new Promise((resolve) => {
      this.client.once('ready', () => {
        this.asked = 'for a session';
        this.client.shell(false, { env: { ...this.options.env } }, (error, session) => {
          if (error) return this.end(this.error('refused', `opened no session: ${error.message}`, error));
          this.asked = 'whether the session is ready';
          this.watch(session, resolve);
        });
      });
    });
  }

  private watch(session: ClientChannel, onReady: () => void): void {
    const { onOutput } = this.options;
    let isReady = false;
    let status: number | undefined;
    const becomeReady = (): void => {
      this.asked = undefined;
      onReady();
    };
    if (onOutput !== undefined) becomeReady();
    session.on('data', (data: Buffer) => {
      onOutput?.(data);
      if (isReady) return;
      isReady = onOutput !== undefined || data.includes('\n');
      if (isReady) becomeReady();
    });
    session.stderr.on(
      'data',
      (data: Buffer) => (this.saidByPortal = (this.saidByPortal + data.toString()).slice(-500)),
    );
    session.on('exit', (code: number | null) => (status = code ?? undefined));
    session.on('close', () => {
      // The status of a session that only shows something is that of what it shows.
      const isWell = onOutput !== undefined && status !== undefined && (status === 0 || isReady);
      this.end(isWell ? undefined : this.endOfSession(status, isReady));
    });
  }

  private endOfSession(status: number | undefined, wasReady: boolean): PortalError {
    if (status === timeOverStatus) {
      return this.error(
        'time_over',
        'ended the session: the platform keeps one open for 24 hours at most. Open a new one',
      );
    }
    const what = `ended the session${status === undefined ? '' : ` with the status ${status}`}${this.words()}`;
    return wasReady
      ? this.dropped(what)
      : this.error('session', `${what} before it was ready. Try again, with a new operation`);
  }

  /** What the portal wrote about it, without what it was given. */
  private words(): string {
    const secrets = Object.values(this.options.env).filter((each) => each !== '');
    const words = secrets.reduce((text, each) => text.replaceAll(each, '***'), this.saidByPortal).trim();
    return words === '' ? '' : ` and the words ${JSON.stringify(words)}`;
  }

  private hostKeyAlgorithms(): ServerHostKeyAlgorithm[] {
    const types = this.options.hostKeys.map((line) => new Reader(publicKeyBytes(line)).text());
    // A server shows only one of its keys: the first of these that it has.
    return [...new Set(types)].flatMap((type) =>
      type === 'ssh-rsa' ? ['rsa-sha2-512', 'rsa-sha2-256'] : [type],
    ) as ServerHostKeyAlgorithm[];
  }

  private isKnown(key: Buffer): boolean {
    const isKnown = this.options.hostKeys.some((line) => publicKeyBytes(line).equals(key));
    if (!isKnown) this.strangeKey = Buffer.from(key);
    return isKnown;
  }

  private wordsOf(error: Error & { level?: string; code?: string }): PortalError {
    if (this.strangeKey) return this.changedKey(this.strangeKey);
    if (error.message === 'Keepalive timeout') {
      return this.unanswered((this.timeouts.keepAliveCount + 1) * this.timeouts.keepAliveMs);
    }
    if (error.level === 'client-authentication') return this.refusedLogin();
    if (error.level === 'client-socket' && this.asked === 'to connect') {
      const advice = 'Check that this machine may connect to this host and port, and that no firewall forbids it';
      return this.error('unreachable', `cannot be reached (${error.code ?? error.message}). ${advice}`, error);
    }
    if (error.level === 'handshake')
      return this.error('refused', `did not agree on a connection: ${error.message}`, error);
    return this.dropped(`ended the connection (${error.code ?? error.message})`, error);
  }

  private changedKey(shown: Buffer): PortalError {
    const known = this.options.hostKeys.map(fingerprint).join(' or ');
    return this.error(
      'host_key',
      `has the host key ${fingerprint(shown)}, but the platform says that it has ${known}. ` +
        'Nothing was sent to it: somebody may be in between. If the platform has changed the key just now, try again',
    );
  }

  private refusedLogin(): PortalError {
    const { user, certificate } = this.options;
    const { principals, authority, validToSeconds } = readCertificate(certificate);
    const why =
      Number(validToSeconds) <= Date.now() / 1000
        ? `was valid until ${dateText(validToSeconds)}, and it is ${new Date().toISOString()} by the clock of this machine`
        : `is for ${principals.join(', ') || 'nobody'}, and signed by ${fingerprint(authority)}`;
    const what = `did not let ${user} in with the certificate of the platform. The certificate ${why}`;
    return this.error('refused', `${what}. Try again, with a new operation`);
  }

  private refusedSocket(path: string, error: Error & { reason?: string | number }): PortalError {
    // OpenSSH answers a certificate that does not allow it as if nothing were there.
    const mayForward = readCertificate(this.options.certificate).extensions.includes('permit-port-forwarding');
    if (!mayForward || Number(error.reason) === administrativelyProhibited) {
      return this.error('refused', `does not allow ${this.options.user} to connect to ${path}`, error);
    }
    const words = error.message.replace('(SSH) Channel open failure: ', '');
    const why = words === '' ? '' : ` (${words})`;
    const advice = 'What listens there has ended, or has not begun. Try again, with a new operation';
    return this.error('no_socket', `could not connect to ${path}${why}. ${advice}`, error);
  }

  private unanswered(timeMs: number): PortalError {
    const when = this.asked === undefined ? '' : ` when it was asked ${this.asked}`;
    return this.error('unanswered', `did not answer within ${timeMs / 1000} s${when}. Try again`);
  }

  private dropped(what: string, cause?: Error): PortalError {
    return this.error('dropped', `${what}. Try again`, cause);
  }

  /** The error of whoever still asks for something. */
  private left(): PortalError {
    return this.error('dropped', 'was left: this side closed the connection');
  }

  private error(code: PortalError['code'], what: string, cause?: Error): PortalError {
    const message = `${this.name} ${what}.`;
    return new PortalError(code, message[0]!.toUpperCase() + message.slice(1), cause && { cause });
  }
}
