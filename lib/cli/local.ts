/** `cdktf-aptible local` */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { constants, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { startLocalPlatform, type LocalPlatform } from '../emulator';
import { createDatabaseServers } from '../emulator/databases';
import { makeDirectory } from '../emulator/directory';
import { SupervisedCommand } from './command';

export interface LocalOptions {
  readonly port?: number;
  readonly host: string;
  readonly https: boolean;
  /** The directory that keeps its records. */
  readonly data?: string;
  /** The file with the seed. */
  readonly seed?: string;
  readonly control: boolean;
  /** How long an operation takes, in milliseconds. */
  readonly speed: number;
  readonly databases: 'auto' | 'none';
  /** Docker image → the names of its services. */
  readonly image: Readonly<Record<string, readonly string[]>>;
  readonly exec?: string;
}

const imageOfExamples = { 'quay.io/aptible/deploy-demo-app': ['web', 'worker'] };

/** Runs a local platform. It resolves with the exit status when all that it started is gone, at most ten seconds after a signal. */
export async function local(options: LocalOptions): Promise<number> {
  const signals = new Signals();
  let platform: LocalPlatform | undefined;
  try {
    platform = await start(options, signals);
    return await serve(platform, options, signals);
  } catch (error) {
    if (!signals.ending.aborted) throw error;
    return signals.status(options);
  } finally {
    await platform?.stop();
    signals.close();
  }
}

async function serve(platform: LocalPlatform, options: LocalOptions, signals: Signals): Promise<number> {
  const trust = trustIn(platform, options.data);
  try {
    const environment = { ...platform.environment, ...trust.environment };
    if (options.exec !== undefined) return await runWith(environment, options.exec, signals);
    announce(platform, environment, options);
    await signals.given;
    return signals.status(options);
  } finally {
    trust.remove();
  }
}

/** Writes the certificate to a file, and gives the variables by which clients made with Go, Ruby and Node trust it. */
function trustIn(
  { certificate }: LocalPlatform,
  data: string | undefined,
): { environment: Readonly<Record<string, string>>; remove(): void } {
  if (certificate === undefined) return { environment: {}, remove: () => undefined };
  const directory = resolve(data ?? mkdtempSync(join(tmpdir(), 'cdktf-aptible-local-')));
  const file = join(directory, 'certificate.pem');
  writeFileSync(file, certificate);
  return {
    environment: { SSL_CERT_FILE: file, NODE_EXTRA_CA_CERTS: file },
    remove: () => rmSync(data === undefined ? directory : file, { recursive: true, force: true }),
  };
}

async function start(
  { port, host, https, data, seed, speed, databases, image, control }: LocalOptions,
  signals: Signals,
): Promise<LocalPlatform> {
  // The libraries that read a seed take as long to load as all the rest.
  const planting = seed === undefined ? undefined : (await import('./seed.js')).readSeed(seed);
  const operations = speed === 0 ? 'instant' : { durationMs: speed };
  const report = (line: string): void => {
    if (!signals.ending.aborted) console.error(line);
  };
  const dir = data === undefined ? undefined : join(data, 'databases');
  // The servers have their directory in this one, so it must be there before them and let them through.
  if (data !== undefined) await makeDirectory(data, 0o711);
  const servers = databases === 'none' ? databases : await createDatabaseServers({ dir, report });
  let platform: LocalPlatform;
  try {
    platform = await startLocalPlatform({
      port,
      host,
      https,
      data,
      report,
      control,
      recordRequests: control,
      databases: servers,
      images: { ...imageOfExamples, ...planting?.images, ...image },
      operations,
      signal: signals.ending,
    });
  } catch (error) {
    if (servers !== 'none') await servers.close();
    throw portError(error, host, port);
  }
  try {
    // What the seed asks for ends with the platform.
    await Promise.race([planting?.plant(platform, operations), signals.given]);
    signals.ending.throwIfAborted();
    return platform;
  } catch (error) {
    await platform.stop();
    throw error;
  }
}

function portError(error: unknown, host: string, port = 0): unknown {
  const reason = {
    EADDRINUSE: 'something else listens on it',
    EACCES: 'this user may not listen on it',
    EADDRNOTAVAIL: 'this machine does not have that address',
    ENOTFOUND: 'this machine does not know that name',
  }[(error as NodeJS.ErrnoException).code ?? ''];
  if (reason === undefined) return error;
  if (['EADDRNOTAVAIL', 'ENOTFOUND'].includes((error as NodeJS.ErrnoException).code!))
    return new Error(
      `The local platform cannot use ${host}: ${reason}. Choose another --host, or leave it out for loopback.`,
    );
  return new Error(
    `The local platform cannot use port ${port} of ${host}: ${reason}. Choose another one, or leave --port out for a free one.`,
  );
}

/** Prints the variables to standard output, everything else to standard error. */
function announce(
  { url, pageUrl, username, password }: LocalPlatform,
  environment: Readonly<Record<string, string>>,
  { data }: LocalOptions,
): void {
  console.error(`The local platform answers at ${url}. To look at it in a browser (the link works once):\n`);
  console.error(`${pageUrl}\n\nClients find it with:\n`);
  for (const [name, value] of Object.entries(environment)) console.log(`export ${name}='${value}'`);
  console.error(`\nA login gives another token (POST ${url}/tokens): user ${username}, password ${password}`);
  console.error(
    `\nCtrl-C ends it; ${data === undefined ? 'everything in it is gone then' : `what is in it stays in ${data}`}.`,
  );
}

async function runWith(
  environment: Readonly<Record<string, string>>,
  command: string,
  signals: Signals,
): Promise<number> {
  const running = new SupervisedCommand(command, environment);
  signals.forward = (signal) => running.send(signal);
  try {
    const status = await running.ended;
    await running.othersEnded(commandGraceMs + 500);
    return status;
  } finally {
    signals.forward = undefined;
  }
}

/** The time after a signal in which a command ends by itself, and the one after which the process ends whatever else there is. */
const commandGraceMs = 4000;
const endingDeadlineMs = 9500;

/** Signals that end the process. They are remembered from the start, so that none is lost while servers are starting. */
class Signals {
  readonly ending: AbortSignal;
  /** Resolves with the first signal. */
  readonly given: Promise<void>;
  private readonly controller = new AbortController();
  private forwarder: ((signal: NodeJS.Signals) => void) | undefined;
  private received: NodeJS.Signals | undefined;
  private readonly timers: NodeJS.Timeout[] = [];

  constructor() {
    this.ending = this.controller.signal;
    this.given = new Promise((resolve) => this.ending.addEventListener('abort', () => resolve()));
    for (const name of endingSignals) process.on(name, this.listener);
  }

  set forward(forwarder: ((signal: NodeJS.Signals) => void) | undefined) {
    this.forwarder = forwarder;
    if (this.received !== undefined) forwarder?.(this.received);
  }

  /** The exit status after a signal: that of a command which the signal ended, or else success. */
  status({ exec }: LocalOptions): number {
    return exec === undefined || this.received === undefined ? 0 : 128 + constants.signals[this.received];
  }

  close(): void {
    for (const timer of this.timers) clearTimeout(timer);
    for (const name of endingSignals) process.off(name, this.listener);
  }

  private readonly listener = (signal: NodeJS.Signals): void => {
    this.received = signal;
    this.controller.abort();
    this.forwarder?.(signal);
    if (this.timers.length > 0) return;
    this.timers.push(
      setTimeout(() => this.forwarder?.('SIGKILL'), commandGraceMs),
      setTimeout(() => {
        console.error('The local platform did not end in time. What it started is ending by itself.');
        process.exit(1);
      }, endingDeadlineMs),
    );
  };
}

const endingSignals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
