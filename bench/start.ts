/** Starts a provider as terraform does, asks for its schema and ends it: how long each part takes. */
import { spawn } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { connect as connectHttp2, type ClientHttp2Session, type ClientHttp2Stream } from 'node:http2';
import { createInterface } from 'node:readline';
import { connect as connectTls } from 'node:tls';
import { createCertificate } from '../lib/plugin/certificate';
import { median } from './measure';

/** Milliseconds, one after another. */
export interface StartTimes {
  /** From the spawn to the line with the address. */
  readonly lineMs: number;
  /** Until the connection stands, with TLS and HTTP/2. */
  readonly connectMs: number;
  /** Until the schema has arrived. */
  readonly answerMs: number;
  /** From the call of Shutdown to the end of the process. */
  readonly endMs: number;
}

export function totalMs({ lineMs, connectMs, answerMs, endMs }: StartTimes): number {
  return lineMs + connectMs + answerMs + endMs;
}

export function mediansOf(starts: readonly StartTimes[]): StartTimes {
  const of = (name: keyof StartTimes): number => median(starts.map((each) => each[name]));
  return { lineMs: of('lineMs'), connectMs: of('connectMs'), answerMs: of('answerMs'), endMs: of('endMs') };
}

const own = createCertificate();

export async function startOnce(executable: string, environment: NodeJS.ProcessEnv): Promise<StartTimes> {
  const env = {
    ...environment,
    TF_PLUGIN_MAGIC_COOKIE: 'd602bf8f470bc67ca7faa0386276bbdd4330efaf76d1a219cb4d6991ca9872b2',
    PLUGIN_PROTOCOL_VERSIONS: '5,6',
    PLUGIN_CLIENT_CERT: own.certificatePem,
  };
  const clock = partsOfTime();
  const child = spawn(executable, [], { env, stdio: ['ignore', 'pipe', 'ignore'] });
  const ended = new Promise<number | null>((resolve, reject) => child.once('error', reject).once('close', resolve));
  try {
    const line = await firstLine(child.stdout);
    const lineMs = clock();
    const session = await connect(line);
    // Terraform opens them as well.
    for (const path of ['/plugin.GRPCStdio/StreamStdio', '/plugin.GRPCBroker/StartStream'])
      ignoreErrors(opened(session, path));
    const connectMs = clock();
    await called(session, '/tfplugin6.Provider/GetProviderSchema');
    const answerMs = clock();
    const shutdown = ignoreErrors(opened(session, '/plugin.GRPCController/Shutdown')).resume().end(emptyMessage);
    await new Promise((resolve) => shutdown.once('close', resolve));
    session.destroy();
    const status = await ended;
    const endMs = clock();
    if (status !== 0) throw new Error(`${executable} ended with ${status}`);
    return { lineMs, connectMs, answerMs, endMs };
  } finally {
    child.kill('SIGKILL');
  }
}

/** @returns what gives the milliseconds since it was asked the last time */
function partsOfTime(): () => number {
  let lastMs = performance.now();
  return () => {
    const elapsedMs = performance.now() - lastMs;
    lastMs += elapsedMs;
    return elapsedMs;
  };
}

async function firstLine(stdout: NodeJS.ReadableStream): Promise<string> {
  for await (const line of createInterface({ input: stdout })) return line;
  throw new Error('the provider ended and said nothing');
}

/** @param line `1|6|unix|/tmp/plugin123|grpc|` and the certificate */
function connect(line: string): Promise<ClientHttp2Session> {
  const [, , network, address, , certificate] = line.trim().split('|');
  const [host, port] = address!.split(':');
  const socket = connectTls({
    ...(network === 'unix' ? { path: address } : { host, port: Number(port) }),
    ca: new X509Certificate(Buffer.from(certificate!, 'base64')).toString(),
    cert: own.certificatePem,
    key: own.privateKeyPem,
    servername: 'localhost',
    ALPNProtocols: ['h2'],
  });
  return new Promise((resolve, reject) => {
    const session = connectHttp2('https://localhost', { createConnection: () => socket });
    session.once('error', reject).once('remoteSettings', () => {
      // That the process ends is no error.
      session.off('error', reject).on('error', () => undefined);
      resolve(session);
    });
  });
}

function opened(session: ClientHttp2Session, path: string): ClientHttp2Stream {
  return session.request({
    ':method': 'POST',
    ':path': path,
    'content-type': 'application/grpc',
    te: 'trailers',
  });
}

/** A provider that ends does not answer what is open, nor always the call that ends it. */
function ignoreErrors(stream: ClientHttp2Stream): ClientHttp2Stream {
  return stream.on('error', () => undefined);
}

/** A frame of gRPC: not compressed, no bytes. */
const emptyMessage = Buffer.alloc(5);

/** Makes a call with an empty message, and waits for the whole answer. */
function called(session: ClientHttp2Session, path: string): Promise<void> {
  return new Promise((resolve, reject) => {
    let status: unknown;
    const take = (headers: Readonly<Record<string, unknown>>): unknown => (status = headers['grpc-status'] ?? status);
    const stream = opened(session, path).on('response', take).on('trailers', take).once('error', reject);
    stream.once('end', () =>
      status === '0' ? resolve() : reject(new Error(`${path} ended with the gRPC status ${String(status)}`)),
    );
    stream.resume().end(emptyMessage);
  });
}
