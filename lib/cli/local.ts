/** `cdktf-aptible local` */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { startLocalPlatform, type LocalPlatform } from '../emulator';
import { createDatabaseServers } from '../emulator/databases';
import { makeDataDirectory } from '../emulator/directory';
import type * as seedFile from './seed';
import { runWith, Signals } from './signals';

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
  const signals = new Signals('The local platform');
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
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- import() takes longer, see main.ts
  const planting = seed === undefined ? undefined : (require('./seed') as typeof seedFile).readSeed(seed);
  const operations = speed === 0 ? 'instant' : { durationMs: speed };
  const report = (line: string): void => {
    if (!signals.ending.aborted) console.error(line);
  };
  const dir = data === undefined ? undefined : join(data, 'databases');
  // The servers have their directory in this one, so it must be there before them and let them through.
  if (data !== undefined) makeDataDirectory(data, 0o711);
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
