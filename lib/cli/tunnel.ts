/** `cdktf-aptible tunnel` */
import type { KeyObject } from 'node:crypto';
import { Client, type Database, databaseShape } from '../api';
import { DiagnosticError } from '../plugin/diagnostics';
import { addressesOf } from '../provider/configure';
import { type DatabaseTunnel, openDatabaseTunnel } from '../provider/database-tunnel';
import { EnvironmentReader } from '../provider/environment-reader';
import { environmentByHandle } from '../provider/import-id';
import { lookedUp } from '../provider/look-up';
import { makePrivateKey, timeOverStatus } from '../ssh';
import { runWith, Signals } from './signals';
import { tell } from './terminal';

export interface TunnelOptions {
  /** The type of the credential; the default one without it. */
  readonly type?: string;
  /** The port on this machine; a free one without it. */
  readonly port?: number;
  readonly exec?: string;
}

/** Holds a tunnel open until a signal, the end of the command or the end of the platform's time, and resolves with the exit status. */
export async function tunnel(name: string, options: TunnelOptions): Promise<number> {
  const signals = new Signals('The tunnel');
  try {
    const client = new Client({ ...addressesOf({}), credentials: {}, userAgent: 'cdktf-aptible tunnel' });
    try {
      return await hold(name, options, client, signals);
    } finally {
      await client.close();
    }
  } catch (error) {
    if (signals.ending.aborted) return signals.status(options);
    throw error instanceof DiagnosticError ? new Error(`${error.summary}.\n${error.detail}`, { cause: error }) : error;
  } finally {
    signals.close();
  }
}

async function hold(name: string, options: TunnelOptions, client: Client, signals: Signals): Promise<number> {
  tell(`Opening the tunnel to ${name} …`);
  const key = makePrivateKey();
  const database = await find(name, client, signals.ending);
  const opened = await open(database, key, options, client, signals);
  try {
    const over = opened.tunnel.closed.then((reason) => {
      if (reason !== undefined) console.error(reason.message);
    });
    if (options.exec !== undefined) return await runWith(variablesOf(opened), options.exec, signals);
    announce(database, opened);
    await Promise.race([signals.given, over]);
    return signals.ending.aborted ? signals.status(options) : timeOverStatus;
  } finally {
    await opened.tunnel.close();
  }
}

/** A signal ends the opening. What is open stays so until the command, which gets the signal as well, has ended. */
async function open(
  database: Database,
  key: Promise<KeyObject>,
  { type, port }: TunnelOptions,
  platform: Client,
  signals: Signals,
): Promise<DatabaseTunnel> {
  const ending = new AbortController();
  const end = () => ending.abort();
  signals.ending.addEventListener('abort', end);
  const report = (error: Error) => console.error(`A connection through the tunnel failed: ${error.message}`);
  try {
    return await openDatabaseTunnel(
      database,
      { type: type ?? null, port: port ?? null, key, report },
      { platform, signal: ending.signal },
    );
  } finally {
    signals.ending.removeEventListener('abort', end);
  }
}

async function find(name: string, client: Client, signal: AbortSignal): Promise<Database> {
  const [, environment, handle] = /^([^/]+)\/([^/]+)$/.exec(name) ?? [];
  if (environment === undefined || handle === undefined) {
    throw new Error(`"${name}" is not ENVIRONMENT/DATABASE, the handles of both, such as acme-production/acme-db.`);
  }
  const account = await environmentByHandle(
    environment,
    new EnvironmentReader(client, addressesOf({}).authUrl),
    signal,
  );
  const options = { signal, withoutSecrets: true };
  return lookedUp(
    { env_id: account.id, database_id: null, handle },
    { signal },
    {
      thing: 'database',
      source: {
        byId: (id) => client.find(`/databases/${id}`, databaseShape, options),
        inEnvironment: (id) => client.list(`/accounts/${id}/databases`, databaseShape, options),
      },
      names: { handle: { of: (each) => [each.handle] } },
    },
  );
}

/** The environment variables of the command: those that PostgreSQL's programs read, too, so that no password has to be an argument. */
function variablesOf({ url, parts }: DatabaseTunnel): Record<string, string> {
  const { protocol, host, port, username, password, name } = parts;
  const values = { HOST: host, PORT: String(port), USER: username, PASSWORD: password };
  const named = (prefix: string, more: Record<string, string>) =>
    Object.fromEntries(Object.entries({ ...values, ...more }).map(([key, value]) => [prefix + key, value]));
  return {
    ...named('DATABASE_', { URL: url, NAME: name }),
    ...(protocol === 'postgresql' && named('PG', { DATABASE: name })),
  };
}

/** Prints the URL and its parts to standard output, everything else to standard error. */
function announce({ handle }: Database, { type, url, parts }: DatabaseTunnel): void {
  console.error(`The tunnel to the database "${handle}" (${type}) is open. These lines show its password:\n`);
  console.log(url);
  for (const [part, value] of Object.entries(parts)) if (value !== '') console.log(`${part}: ${value}`);
  console.error('\nCtrl-C closes it. The platform closes it after 24 hours.');
}
