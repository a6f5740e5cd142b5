/** gRPC to two other implementations: `@grpc/grpc-js` as a client, and `node:http2` for what no such client does. */
import { type CallOptions, Client, type ClientUnaryCall, credentials, type ServiceError, status } from '@grpc/grpc-js';
import fc from 'fast-check';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { type ClientHttp2Session, type ClientHttp2Stream, connect as connectHttp2, constants } from 'node:http2';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect as connectTls, type SecureVersion } from 'node:tls';
import { createCertificate } from '../../lib/plugin/certificate';
import { createWire, type Method, type Wire } from '../../lib/plugin/wire';
import { issueCertificate, type Issued } from '../../lib/x509';
import { eventually } from '../support/eventually';
import { runs } from '../support/runs';

const folder = mkdtempSync(join(tmpdir(), 'wire-'));
const own = createCertificate();
const validity = { validFrom: new Date(Date.now() - 60_000), validTo: new Date(Date.now() + 3_600_000) };
/** With a name of its own, as Terraform's has: what it signs is not taken for signed by the server's. */
const terraform = issueCertificate({
  organization: 'HashiCorp',
  commonName: 'localhost',
  isAuthority: true,
  dnsNames: ['localhost'],
  keyUsage: ['digitalSignature', 'keyEncipherment', 'keyAgreement', 'keyCertSign'],
  extendedKeyUsage: ['clientAuth', 'serverAuth'],
  ...validity,
});

let address: string;
let server: Server;
let wire: Wire;
let sockets: Set<Socket>;
let clients: Client[];
let sessions: ClientHttp2Session[];
/** The requests that were called. */
let called: string[];
let callsInFlight: number;
/** Ends the calls of `/wait`. */
let release: () => void;
let released: Promise<void>;

const large = Buffer.alloc(8 * 1024 * 1024, 'a large answer, ');

const methods: Record<string, Method> = {
  '/echo': (request) => request,
  '/large': () => large,
  '/wait': (request) => released.then(() => request),
  '/fail': (request) => Promise.reject(new Error(request.toString())),
  '/half': () => Promise.reject(new Error(`half of 😀: ${'😀'[0]}`)),
  '/silent': 'silent stream',
};

function method(path: string): Method | undefined {
  const found = methods[path];
  if (typeof found !== 'function') return found;
  return (request) => {
    called.push(path);
    return found(request);
  };
}

async function serve(tls: boolean): Promise<void> {
  wire = createWire({
    ...(tls && { tls: { ...own, clientCertificatePem: terraform.certificatePem } }),
    method,
    onActivity: (count) => (callsInFlight = count),
  });
  server = createServer((socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
    wire.accept(socket);
  });
  await new Promise<void>((resolve) => server.listen(address, resolve));
}

let count = 0;
beforeEach(() => {
  address = join(folder, `socket-${(count += 1)}`);
  [sockets, clients, sessions, called, callsInFlight] = [new Set(), [], [], [], 0];
  released = new Promise((resolve) => (release = resolve));
});
afterEach(async () => {
  for (const client of clients) client.close();
  for (const session of sessions) session.destroy();
  wire.close();
  await new Promise((resolve) => server.close(resolve));
});
afterAll(() => rmSync(folder, { recursive: true }));

const bytes = (value: Buffer) => value;

function grpc(identity?: Partial<Issued>, options = {}): Client {
  const { privateKeyPem, certificatePem } = identity ?? {};
  const tls = credentials.createSsl(
    Buffer.from(own.certificatePem),
    privateKeyPem === undefined ? null : Buffer.from(privateKeyPem),
    certificatePem === undefined ? null : Buffer.from(certificatePem),
  );
  const client = new Client(`unix:${address}`, identity ? tls : credentials.createInsecure(), {
    'grpc.ssl_target_name_override': 'localhost',
    'grpc.default_authority': 'localhost',
    'grpc.max_receive_message_length': -1,
    'grpc.use_local_subchannel_pool': 1,
    ...options,
  });
  clients.push(client);
  return client;
}

/** Calls, and gives the answer and what can cancel the call. */
function begin(client: Client, path: string, request: string | Buffer, options: CallOptions = {}) {
  let call: ClientUnaryCall | undefined;
  const answer = new Promise<Buffer>((resolve, reject) => {
    call = client.makeUnaryRequest(
      path,
      bytes,
      bytes,
      Buffer.from(request),
      options,
      (error: ServiceError | null, value?: Buffer) => (error ? reject(error) : resolve(value!)),
    );
  });
  return { answer, cancel: () => call!.cancel() };
}

const unary = (client: Client, path: string, request: string | Buffer = '', options: CallOptions = {}) =>
  begin(client, path, request, options).answer;

/** A session in which a test says each frame itself. */
function http2(): ClientHttp2Session {
  const session = connectHttp2('http://localhost', { createConnection: () => connect(address) });
  sessions.push(session.on('error', () => undefined));
  return session;
}

function open(session: ClientHttp2Session, path: string, headers = {}): ClientHttp2Stream {
  return session
    .request({ ':method': 'POST', ':path': path, 'content-type': 'application/grpc', te: 'trailers', ...headers })
    .on('error', () => undefined);
}

function framed(message: string | Buffer): Buffer {
  const body = Buffer.from(message);
  const prefix = Buffer.alloc(5);
  prefix.writeUInt32BE(body.length, 1);
  return Buffer.concat([prefix, body]);
}

/** What a stream gives until its end. */
async function read(stream: ClientHttp2Stream) {
  const chunks: Buffer[] = [];
  let headers: Record<string, unknown> = {};
  const add = (more: object) => (headers = { ...headers, ...more });
  stream.on('response', add).on('trailers', add);
  stream.on('data', (chunk: Buffer) => chunks.push(chunk));
  await new Promise((resolve) => stream.once('close', resolve));
  return { status: headers[':status'], grpc: headers['grpc-status'], body: Buffer.concat(chunks) };
}

describe('who may connect', () => {
  beforeEach(() => serve(true));

  const signed = issueCertificate({
    commonName: 'localhost',
    issuer: terraform,
    keyUsage: ['digitalSignature'],
    extendedKeyUsage: ['clientAuth'],
    ...validity,
  });
  const refused: [string, Partial<Issued>][] = [
    ['another certificate', createCertificate()],
    ['no certificate', {}],
    ['a certificate that the right one has signed', signed],
  ];

  test('is the client with the right certificate', async () => {
    expect(await unary(grpc(terraform), '/echo', 'hello')).toEqual(Buffer.from('hello'));
  });

  test.each(refused)('is not a client with %s', async (_what, identity) => {
    await expect(unary(grpc(identity), '/echo')).rejects.toMatchObject({ code: status.UNAVAILABLE });
    expect(called).toEqual([]);
    await unary(grpc(terraform), '/echo');
  });

  test.each(
    refused.flatMap(([what, identity]) =>
      (['TLSv1.2', 'TLSv1.3'] as const).map((version) => [what, version, identity] as const),
    ),
  )(
    'is not one with %s over %s, whatever it sends',
    async (_what, version: SecureVersion, { certificatePem, privateKeyPem }) => {
      const tls = { ca: own.certificatePem, cert: certificatePem, key: privateKeyPem, maxVersion: version };
      const options = { ...tls, servername: 'localhost', ALPNProtocols: ['h2'] };
      const session = connectHttp2('https://localhost', {
        createConnection: () => connectTls({ ...options, socket: connect(address) }),
      });
      sessions.push(session.on('error', () => undefined));
      const stream = open(session, '/echo');
      stream.end(framed('hello'));
      expect((await read(stream)).status).toBeUndefined();
      expect(called).toEqual([]);
    },
  );

  test('is none that speaks no TLS, or no HTTP/2, and the next one is served', async () => {
    const plain = connect(address).on('error', () => undefined);
    plain.write('GET / HTTP/1.1\r\n\r\n');
    await once(plain.resume(), 'close');
    const { certificatePem: cert, privateKeyPem: key } = terraform;
    const old = connectTls({ socket: connect(address), ca: own.certificatePem, cert, key, servername: 'localhost' });
    old.write('GET / HTTP/1.1\r\nhost: localhost\r\n\r\n');
    await once(old.resume(), 'close');
    expect(String(await unary(grpc(terraform), '/echo', 'next'))).toBe('next');
    expect(called).toEqual(['/echo']);
  });
});

describe('calls', () => {
  beforeEach(() => serve(false));

  test('take and give megabytes, also over TLS', async () => {
    const plain = await unary(grpc(), '/echo', large);
    expect(plain.equals(large)).toBe(true);
    wire.close();
    server.close();
    address += '-tls';
    await serve(true);
    expect((await unary(grpc(terraform), '/echo', large)).equals(large)).toBe(true);
  });

  test('go on while large answers wait in memory for their reader, and are whole in the end', async () => {
    const session = http2();
    const slow = Array.from({ length: 4 }, () => open(session, '/large').end(framed('')));
    await Promise.all(slow.map((stream) => once(stream, 'response')));
    for (const message of ['one', 'two']) {
      const stream = open(session, '/echo');
      stream.end(framed(message));
      expect(await read(stream)).toEqual({ status: 200, grpc: '0', body: framed(message) });
    }
    expect(callsInFlight).toBe(slow.length);
    for (const { grpc, body } of await Promise.all(slow.map(read))) {
      expect([grpc, body.equals(framed(large))]).toEqual(['0', true]);
    }
    await eventually(() => callsInFlight === 0);
  });

  test('are refused by none of a thousand at once', async () => {
    const client = grpc();
    const all = Array.from({ length: 1_000 }, (_, index) => `request ${index}`);
    const answers = all.map((request) => unary(client, '/wait', request));
    await eventually(() => callsInFlight === 1_000);
    release();
    expect((await Promise.all(answers)).map(String)).toEqual(all);
    await eventually(() => callsInFlight === 0);
  });

  test.each<[string, number, CallOptions, boolean]>([
    ['cancelled by the client', status.CANCELLED, {}, true],
    ['whose deadline is over', status.DEADLINE_EXCEEDED, { deadline: 0 }, false],
  ])('%s go on, and their answers disturb no other', async (_what, code, options, isCancelled) => {
    const client = grpc();
    await unary(client, '/echo');
    const deadline = options.deadline === undefined ? {} : { deadline: Date.now() + 300 };
    const calls = Array.from({ length: 20 }, () => begin(client, '/wait', 'late', deadline));
    const other = unary(client, '/wait', 'other');
    const errors = Promise.all(calls.map(({ answer }) => answer.catch((error: ServiceError) => error.code)));
    await eventually(() => callsInFlight === 21);
    if (isCancelled) for (const { cancel } of calls) cancel();
    expect(await errors).toEqual(calls.map(() => code));
    // What they do is done to its end.
    expect(callsInFlight).toBe(21);
    release();
    expect(String(await other)).toBe('other');
    await eventually(() => callsInFlight === 0);
  });

  test('of a client that vanishes in the middle of a request are never called', async () => {
    const session = http2();
    const stream = open(session, '/echo');
    stream.write(framed('a whole message, without the end of the request'));
    stream.write(Buffer.alloc(100_000));
    await eventually(() => sockets.size === 1);
    await new Promise((resolve) => session.ping(resolve));
    session.destroy();
    await eventually(() => sockets.size === 0);
    expect([called, callsInFlight]).toEqual([[], 0]);
  });

  test('of a client that vanishes in the middle of an answer are over', async () => {
    const session = http2();
    const stream = open(session, '/large');
    stream.end(framed(''));
    await once(stream, 'data');
    expect(callsInFlight).toBe(1);
    session.destroy();
    await eventually(() => callsInFlight === 0);
    expect(String(await unary(grpc(), '/echo', 'next'))).toBe('next');
  });

  test.each([constants.NGHTTP2_NO_ERROR, constants.NGHTTP2_CANCEL, constants.NGHTTP2_INTERNAL_ERROR])(
    'that are reset in the middle of the request, with code %d, are never called',
    async (code) => {
      const session = http2();
      const stream = open(session, '/echo');
      stream.write(framed('hello'));
      await new Promise((resolve) => session.ping(resolve));
      stream.close(code);
      await new Promise((resolve) => session.ping(resolve));
      expect(called).toEqual([]);
      const next = open(session, '/echo');
      next.end(framed('next'));
      expect(await read(next)).toEqual({ status: 200, grpc: '0', body: framed('next') });
    },
  );

  test('are answered to a client that has said GOAWAY, and between pings', async () => {
    const session = http2();
    const stream = open(session, '/wait');
    stream.end(framed('last'));
    await eventually(() => callsInFlight === 1);
    await new Promise<void>((resolve, reject) => session.ping((error) => (error ? reject(error) : resolve())));
    session.goaway();
    const answer = read(stream);
    release();
    expect(await answer).toEqual({ status: 200, grpc: '0', body: framed('last') });
    await eventually(() => callsInFlight === 0);
  });

  test('are the same however their bytes are cut', async () => {
    const session = http2();
    await fc.assert(
      fc.asyncProperty(
        fc.uint8Array({ maxLength: 300 }),
        fc.array(fc.nat(304), { maxLength: 12 }),
        async (message, cuts) => {
          const body = framed(Buffer.from(message));
          const stream = open(session, '/echo');
          const answer = read(stream);
          const places = [0, ...cuts.sort((a, b) => a - b), body.length];
          for (const [index, place] of places.entries()) {
            stream.write(body.subarray(place, places[index + 1] ?? body.length));
          }
          stream.end();
          expect(await answer).toEqual({ status: 200, grpc: '0', body });
        },
      ),
      { numRuns: runs(30) },
    );
  });

  const two = Buffer.concat([framed('one'), framed('two')]);
  test.each<[string, Buffer]>([
    ['nothing', Buffer.alloc(0)],
    ['half a prefix', framed('').subarray(0, 3)],
    ['less than was said', framed('hello').subarray(0, 8)],
    ['two messages', two],
    ['another first byte', Buffer.from([2, 0, 0, 0, 0])],
  ])('with %s for a message fail with INTERNAL', async (_what, body) => {
    const stream = open(http2(), '/echo');
    stream.end(body);
    expect(await read(stream)).toEqual({ status: 200, grpc: '13', body: Buffer.alloc(0) });
    expect(called).toEqual([]);
  });

  test('of no known method, and of what is compressed, are UNIMPLEMENTED', async () => {
    const unknown = { code: status.UNIMPLEMENTED, details: 'There is no method /none' };
    await expect(unary(grpc(), '/none')).rejects.toMatchObject(unknown);
    const compressing = grpc(undefined, { 'grpc.default_compression_algorithm': 2 });
    await expect(unary(compressing, '/echo', 'x'.repeat(1_000))).rejects.toMatchObject({
      code: status.UNIMPLEMENTED,
      details: 'The request is compressed, which this server cannot read',
    });
    expect(called).toEqual([]);
  });

  test('of an unknown method are refused before their end', async () => {
    const stream = open(http2(), '/none');
    stream.write(framed('a message, and perhaps another one'));
    const [headers] = (await once(stream, 'response')) as [Record<string, unknown>];
    expect(headers['grpc-status']).toBe('12');
  });

  test('of another kind than gRPC are refused in the words of HTTP', async () => {
    const stream = open(http2(), '/echo', { 'content-type': 'application/json' });
    stream.end('{}');
    expect(await read(stream)).toEqual({ status: 415, grpc: undefined, body: Buffer.alloc(0) });
  });

  test('that throw say why, in any characters', async () => {
    const details = 'It broke: 100 % of “é”\nand 😀';
    await expect(unary(grpc(), '/fail', details)).rejects.toMatchObject({ code: status.INTERNAL, details });
    await expect(unary(grpc(), '/half')).rejects.toMatchObject({ code: status.INTERNAL, details: 'half of 😀: �' });
    const long = { code: status.INTERNAL, details: 'é'.repeat(4_000) };
    await expect(unary(grpc(), '/fail', 'é'.repeat(100_000))).rejects.toMatchObject(long);
  });
});

describe('a silent stream', () => {
  beforeEach(() => serve(false));

  test('ends well when the client ends it, and lives beside calls until then', async () => {
    const client = grpc();
    const stream = client.makeBidiStreamRequest('/silent', bytes, bytes);
    stream.write(Buffer.from('nobody reads it'));
    stream.on('data', () => undefined);
    expect(String(await unary(client, '/echo', 'beside'))).toBe('beside');
    const ended = once(stream, 'status') as Promise<[{ code: number }]>;
    stream.end();
    expect((await ended)[0].code).toBe(status.OK);
    expect(callsInFlight).toBe(0);
  });
});
