/** `cdktf-aptible local` */
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { constants, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { startLocalPlatform, type LocalPlatform } from '../emulator';
import { createDatabaseServers } from '../emulator/databases';

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

/** Runs a local platform. It resolves with the exit status when all that it started is gone. */
export async function local(options: LocalOptions): Promise<number> {
  const signals = new Signals();
  try {
    const platform = await start(options);
    const trust = trustIn(platform, options.data);
    try {
      const environment = { ...platform.environment, ...trust.environment };
      if (options.exec !== undefined) return await runWith(environment, options.exec, signals);
      announce(platform, environment, options);
      await signals.first;
      return 0;
    } finally {
      trust.remove();
      await platform.stop();
    }
  } finally {
    signals.close();
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

async function start({
  port,
  host,
  https,
  data,
  seed,
  speed,
  databases,
  image,
  control,
}: LocalOptions): Promise<LocalPlatform> {
  // The libraries that read a seed take as long to load as all the rest.
  const plant = seed === undefined ? undefined : (await import('./seed.js')).readSeed(seed);
  const report = (line: string): void => console.error(line);
  const dir = data === undefined ? undefined : join(data, 'databases');
  // The servers have their directory in this one, so it must be there before them and let them through.
  if (data !== undefined) mkdirSync(data, { recursive: true, mode: 0o711 });
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
      images: image,
      operations: speed === 0 ? 'instant' : { durationMs: speed },
    });
  } catch (error) {
    if (servers !== 'none') await servers.close();
    throw portError(error, host, port);
  }
  try {
    await plant?.(platform);
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
  return new Error(
    `The local platform cannot use port ${port} of ${host}: ${reason}. Choose another one, or leave --port out for a free one.`,
  );
}

/** Prints the variables to standard output, everything else to standard error. */
function announce(
  { url, pageUrl }: LocalPlatform,
  environment: Readonly<Record<string, string>>,
  { data }: LocalOptions,
): void {
  console.error(`The local platform answers at ${url}. To look at it in a browser (the link works once):\n`);
  console.error(`${pageUrl}\n\nClients find it with:\n`);
  for (const [name, value] of Object.entries(environment)) console.log(`export ${name}='${value}'`);
  console.error(
    `\nCtrl-C ends it; ${data === undefined ? 'everything in it is gone then' : `what is in it stays in ${data}`}.`,
  );
}

async function runWith(
  environment: Readonly<Record<string, string>>,
  command: string,
  signals: Signals,
): Promise<number> {
  // A terminal sends Ctrl-C to the command itself, and lets only its foreground group read from it. Without one, the command
  // gets a group of its own, so that a signal reaches all of its processes.
  const ownGroup = !process.stdin.isTTY;
  const child = spawn(command, {
    shell: true,
    stdio: 'inherit',
    detached: ownGroup,
    env: { ...process.env, ...environment },
  });
  signals.forward = (signal) => {
    if (child.pid === undefined) return;
    if (ownGroup) process.kill(-child.pid, signal);
    else if (signal !== 'SIGINT') child.kill(signal);
  };
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (status, signal) => {
      signals.forward = undefined;
      resolve(status ?? 128 + constants.signals[signal!]);
    });
  });
}

/** Signals that end the process. They are remembered from the start, so that none is lost while servers are starting. */
class Signals {
  readonly first: Promise<void>;
  private forwarder: ((signal: NodeJS.Signals) => void) | undefined;
  private received: NodeJS.Signals | undefined;
  private readonly listener: (signal: NodeJS.Signals) => void;

  constructor() {
    let resolveFirst = (): void => {};
    this.first = new Promise((resolve) => (resolveFirst = resolve));
    this.listener = (signal) => {
      this.received = signal;
      resolveFirst();
      this.forwarder?.(signal);
    };
    for (const name of endingSignals) process.on(name, this.listener);
  }

  set forward(forwarder: ((signal: NodeJS.Signals) => void) | undefined) {
    this.forwarder = forwarder;
    if (this.received !== undefined) forwarder?.(this.received);
  }

  close(): void {
    for (const name of endingSignals) process.off(name, this.listener);
  }
}

const endingSignals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
