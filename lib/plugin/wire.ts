/** gRPC over `node:http2`, on bytes: what Terraform's client needs of a plugin, and nothing of what is called. */
import type * as cryptoModule from 'node:crypto';
import type * as http2Module from 'node:http2';
import type { IncomingHttpHeaders, ServerHttp2Session, ServerHttp2Stream } from 'node:http2';
import type { Socket } from 'node:net';
import type { TLSSocket } from 'node:tls';
import { log } from './log';

/** A call that takes one message and gives one, or a stream in which neither side says a word. */
export type Method = ((request: Buffer) => Uint8Array | Promise<Uint8Array>) | 'silent stream';

export interface Wire {
  /** Serves a client that has connected. */
  accept(socket: Socket): void;
  /** Drops every connection. */
  close(): void;
}

interface TlsOptions {
  readonly certificatePem: string;
  readonly privateKeyPem: string;
  /** The only client that may connect. */
  readonly clientCertificatePem: string;
}

export interface WireOptions {
  /** Plaintext when left out. */
  readonly tls?: TlsOptions;
  /** What a path leads to. An error here is none of the call: it ends the process. */
  method(path: string): Method | undefined | Promise<Method | undefined>;
  /** How many calls are not answered yet, or their answer is not out, at each change. */
  onActivity?(callsInFlight: number): void;
}

const status = { unimplemented: 12, internal: 13 } as const;

const answerHeaders = { ':status': 200, 'content-type': 'application/grpc', 'grpc-accept-encoding': 'identity' };
/** What comes before a message: whether it is compressed, in one byte, and its length in four. */
const prefixBytes = 5;
/** A client has a limit for headers, in which the text of an error is. */
const longestError = 4_000;
/** How much a client may send before it is told that it was read: a call of any usual size goes through at once. */
const [streamWindowBytes, connectionWindowBytes] = [1 << 22, 1 << 24];

export function createWire(options: WireOptions): Wire {
  const { tls } = options;
  const common = {
    settings: { initialWindowSize: streamWindowBytes },
    // Large answers wait in memory for their reader; by default new calls are refused meanwhile.
    maxSessionMemory: Number.MAX_SAFE_INTEGER,
  };
  const { createServer, createSecureServer } = http2();
  const server = tls ? createSecureServer({ ...common, ...secured(tls) }) : createServer(common);
  const isClient = tls ? isOnly(tls.clientCertificatePem) : () => true;
  const sessions = new Set<ServerHttp2Session>();
  let callsInFlight = 0;
  const count = (change: number) => options.onActivity?.((callsInFlight += change));

  server.on('tlsClientError', broken('A client was not let in'));
  // By default, a client of HTTP/1 could stay for ten seconds to read why.
  server.on('unknownProtocol', (socket: Socket) => socket.destroy());
  server.on('session', (session: ServerHttp2Session) => {
    session.on('error', broken('A connection broke'));
    if (!isClient(session)) {
      log('warn', 'A client with another certificate than Terraform’s was not let in');
      return session.destroy();
    }
    sessions.add(session);
    session.once('close', () => sessions.delete(session));
    session.setLocalWindowSize(connectionWindowBytes);
  });
  server.on('stream', (stream: ServerHttp2Stream, headers: IncomingHttpHeaders) => void receive(stream, headers));

  async function receive(stream: ServerHttp2Stream, headers: IncomingHttpHeaders): Promise<void> {
    const path = headers[':path'] ?? '';
    stream.on('error', broken(`${path} broke`));
    if (!headers['content-type']?.startsWith('application/grpc')) {
      return end(stream.resume(), { ':status': 415 });
    }
    const found = await options.method(path);
    if (typeof found === 'function') {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      // A stream that V8 has not collected yet must not keep what came through it.
      stream.on('end', () => void answer(stream, found, Buffer.concat(chunks.splice(0))));
    } else if (found === 'silent stream') {
      stream.resume().on('end', () => end(stream, { ...answerHeaders, 'grpc-status': '0' }));
    } else {
      fail(stream.resume(), new WireError(status.unimplemented, `There is no method ${path}`));
    }
  }

  async function answer(stream: ServerHttp2Stream, call: Exclude<Method, string>, body: Buffer): Promise<void> {
    count(1);
    try {
      send(stream, await call(messageIn(body)));
    } catch (error) {
      fail(stream, error);
    }
    if (stream.destroyed) count(-1);
    else stream.once('close', () => count(-1));
  }

  return {
    accept: (socket) => void server.emit('connection', socket),
    close: () => sessions.forEach((session) => session.destroy()),
  };
}

// Inside a function, a require loads its module when it is called, which is after the handshake.
/* eslint-disable @typescript-eslint/no-require-imports -- these modules must load late */
const http2 = () => require('node:http2') as typeof http2Module;
const crypto = () => require('node:crypto') as typeof cryptoModule;
/* eslint-enable */

class WireError extends Error {
  constructor(
    readonly status: number,
    message: string,
  ) {
    super(message);
  }
}

/**
 * One certificate may connect, so the client's is compared with it, and not verified: what that one has signed is refused as well, and Node 20
 * does not read all public roots, which takes it as long as the rest of the connection. That the client has the key is checked always.
 */
function secured({ certificatePem, privateKeyPem }: TlsOptions) {
  return { cert: certificatePem, key: privateKeyPem, ca: [], requestCert: true, rejectUnauthorized: false };
}

function isOnly(certificatePem: string): (session: ServerHttp2Session) => boolean {
  const { raw } = new (crypto().X509Certificate)(certificatePem);
  return ({ socket }) => (socket as TLSSocket).getPeerX509Certificate()?.raw.equals(raw) ?? false;
}

function messageIn(body: Buffer): Buffer {
  if (body[0] === 1)
    throw new WireError(status.unimplemented, 'The request is compressed, which this server cannot read');
  if (body.length < prefixBytes || body[0] !== 0 || body.readUInt32BE(1) !== body.length - prefixBytes) {
    throw new WireError(status.internal, `The request of ${body.length} bytes is not one whole message`);
  }
  return body.subarray(prefixBytes);
}

const isOpen = (stream: ServerHttp2Stream) => !stream.destroyed && !stream.closed && !stream.aborted;

function send(stream: ServerHttp2Stream, message: Uint8Array): void {
  // The client does not wait for it any more.
  if (!isOpen(stream)) return;
  const frame = Buffer.allocUnsafe(prefixBytes + message.length);
  frame[0] = 0;
  frame.writeUInt32BE(message.length, 1);
  frame.set(message, prefixBytes);
  stream.respond(answerHeaders, { waitForTrailers: true });
  stream.once('wantTrailers', () => isOpen(stream) && stream.sendTrailers({ 'grpc-status': '0' }));
  stream.end(frame);
}

function fail(stream: ServerHttp2Stream, error: unknown): void {
  const text = error instanceof Error ? error.message : String(error);
  end(stream, {
    ...answerHeaders,
    'grpc-status': String(error instanceof WireError ? error.status : status.internal),
    // Through bytes, half a character cannot be encoded.
    'grpc-message': encodeURI(Buffer.from(text.slice(0, longestError)).toString()),
  });
}

function end(stream: ServerHttp2Stream, headers: http2Module.OutgoingHttpHeaders): void {
  if (isOpen(stream)) stream.respond(headers, { endStream: true });
}

/** Terraform may go at any time: a connection that breaks ends as one that is closed. */
function broken(message: string) {
  return (error: Error) => log('debug', message, { error: error.message });
}
