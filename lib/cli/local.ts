/** `cdktf-aptible local` */
import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { startLocalPlatform, type LocalPlatform } from '../emulator';
import { createDatabaseServers } from '../emulator/databases';

export interface LocalOptions {
  readonly port?: number;
  /** In milliseconds. */
  readonly speed: number;
  readonly databases: 'auto' | 'none';
  /** Docker image → the names of its services. */
  readonly image: Readonly<Record<string, readonly string[]>>;
  readonly exec?: string;
}

/** Resolves with the exit status, when all that it started is gone. */
export async function local(options: LocalOptions): Promise<number> {
  const signals = new Signals();
  try {
    const platform = await start(options);
    try {
      if (options.exec !== undefined) return await runWith(platform.environment, options.exec, signals);
      announce(platform);
      await signals.first;
      return 0;
    } finally {
      await platform.stop();
    }
  } finally {
    signals.close();
  }
}

async function start({ port = 0, speed, databases, image }: LocalOptions): Promise<LocalPlatform> {
  const report = (line: string): void => console.error(line);
  const servers = databases === 'none' ? databases : await createDatabaseServers({ report });
  try {
    return await startLocalPlatform({
      port,
      report,
      databases: servers,
      images: image,
      operations: speed === 0 ? 'instant' : { durationMs: speed },
    });
  } catch (error) {
    if (servers !== 'none') await servers.close();
    throw portError(error, port);
  }
}

function portError(error: unknown, port: number): unknown {
  const reason = {
    EADDRINUSE: 'something else listens on it',
    EACCES: 'this user may not listen on it',
  }[(error as NodeJS.ErrnoException).code ?? ''];
  if (reason === undefined) return error;
  return new Error(
    `The local platform cannot use port ${port} of 127.0.0.1: ${reason}. Choose another one, or leave --port out for a free one.`,
  );
}

/** The variables go to standard output, everything else to standard error. */
function announce({ url, environment }: LocalPlatform): void {
  console.error(`The local platform answers at ${url}. Clients find it with:\n`);
  for (const [name, value] of Object.entries(environment)) console.log(`export ${name}='${value}'`);
  console.error('\nCtrl-C ends it, and everything in it is gone.');
}

async function runWith(environment: LocalPlatform['environment'], command: string, signals: Signals): Promise<number> {
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

/** Ctrl-C and requests to end: remembered from the start, so that none is lost while servers are starting. */
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
