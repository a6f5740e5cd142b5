/** The way from this process into the server of a database: connections that a run opens once, and shares. */
import type { Duplex } from 'node:stream';
import { type Account, type Database, databaseCredentialShape, databaseShape, linkedId, requiredId } from '../api';
import { type DatabaseUsers, DatabaseUserError, type Engine, engines, type Site, type Way } from '../database-users';
import { DiagnosticError } from '../plugin/diagnostics';
import type { Call } from './call';
import { type ConnectionParts, parseConnectionUrl, throughEndpoint } from './connection-url';

/** A server that has been found, with what is needed of it. */
export interface DatabaseServer {
  readonly engine: Engine;
  readonly users: DatabaseUsers;
  /** The platform's user. */
  readonly admin: string;
  /** Its password, from which those of logins are derived. */
  readonly password: string;
  /** The connection URL for what runs on the stack. */
  readonly url: string;
  /** The platform is removing it, with all that is in it. */
  readonly isGoing: boolean;
}

/** Nothing answers where the database should. */
export class NoConnection extends DiagnosticError {}

/** Opens a way to a database that has no endpoint. */
export type OpenStream = (database: Database, signal: AbortSignal) => Promise<Duplex>;

type Asking = Pick<Call, 'platform' | 'reader' | 'signal'>;

export class DatabaseConnections {
  private readonly servers = new Map<number, Promise<DatabaseServer | undefined>>();
  private readonly opened: DatabaseUsers[] = [];
  private readonly closing = new AbortController();

  constructor(private readonly openStream: OpenStream) {}

  /** The server of a database; undefined when there is no such database. */
  async server(id: number, ask: Asking): Promise<DatabaseServer | undefined> {
    let server = this.servers.get(id);
    if (server === undefined) {
      server = this.find(id, ask);
      this.servers.set(id, server);
      // What was not found may be there for the next one who asks.
      const forget = () => this.servers.delete(id);
      server.then((found) => found ?? forget(), forget);
    }
    return server;
  }

  async close(): Promise<void> {
    this.servers.clear();
    this.closing.abort();
    await Promise.all(this.opened.splice(0).map((users) => users.close()));
  }

  private async find(id: number, ask: Asking): Promise<DatabaseServer | undefined> {
    const { platform, reader, signal } = ask;
    // Read without secrets: the platform records each reading of one.
    const database = await platform.find(`/databases/${id}`, databaseShape, { signal, withoutSecrets: true });
    if (database === undefined) return undefined;
    const engine = engineOf(database);
    if (engine instanceof DiagnosticError) throw engine;
    const credentials = await platform.list(`/databases/${id}/database_credentials`, databaseCredentialShape, {
      signal,
    });
    const url = credentials.find((credential) => credential.default)?.connection_url;
    const parts = url ? parseConnectionUrl(url) : undefined;
    if (!url || parts === undefined) {
      throw new DiagnosticError(
        `The database "${database.handle}" has no connection URL`,
        `Its status is "${database.status}". A database has one once it is provisioned.`,
        ['database_id'],
      );
    }
    const environmentId = requiredId(database, 'account');
    const account = await reader.find('accounts', environmentId, { signal });
    const address = isHere(parts.host) ? parts : await addressOfEndpoint(database, url, ask);
    const connect: Site['connect'] = async (open) => {
      const stream = address === undefined ? await this.openStream(database, this.closing.signal) : undefined;
      return opened(
        database,
        { ...parts, ...address, port: address?.port ?? parts.port ?? engine.port },
        account,
        stream,
        open,
      );
    };
    const users = engine.users({ ...parts, connect });
    this.opened.push(users);
    const isGoing = goingStatuses.includes(database.status);
    return { engine, users, admin: parts.username, password: parts.password, url, isGoing };
  }
}

/** Where it answers to everybody; undefined when it has no endpoint for that. */
async function addressOfEndpoint(
  database: Database,
  url: string,
  { reader, signal }: Asking,
): Promise<Pick<ConnectionParts, 'host' | 'port'> | undefined> {
  const environmentId = requiredId(database, 'account');
  const service = linkedId(database, 'service');
  const endpoints = await reader.list('vhosts', { environmentId, signal });
  const through = endpoints
    .filter((each) => linkedId(each, 'service') === service && each.status === 'provisioned' && !each.internal)
    .map(({ external_host: host }) => throughEndpoint(url, host, database.port_mapping ?? []))
    .find((each) => each !== null);
  if (!through) return undefined;
  const { host, port } = parseConnectionUrl(through)!;
  return { host, port };
}

async function opened<T>(
  { handle, status }: Database,
  { host, port }: { readonly host: string; readonly port: number },
  account: Account | undefined,
  stream: Duplex | undefined,
  open: (way: Way) => Promise<T>,
): Promise<T> {
  try {
    return await open({
      ...{ host, port, stream },
      ca: account?.ca_body ?? undefined,
      mayBePlain: stream === undefined && isHere(host),
    });
  } catch (error) {
    stream?.destroy();
    if (error instanceof DatabaseUserError) throw error;
    // One that stands for several has no message.
    const { message, code } = error as { message?: string; code?: string };
    throw new NoConnection(
      `Could not connect to the database "${handle}"`,
      stream === undefined
        ? `${host}:${port} said: ${message || code}. Is the database running (its status is "${status}"), and may this machine connect to its endpoint (ip_filtering)?`
        : `Through the SSH portal it said: ${message || code}. Is the database running (its status is "${status}")?`,
      undefined,
      { cause: error },
    );
  }
}

const goingStatuses = ['deprovisioning', 'deprovisioned'];

/** Whether an address is on this machine, as those of the local platform. Nobody else listens there. */
const isHere = (host: string): boolean => /^(localhost|127(\.\d+){3}|::1)$/.test(host);

/** The engine of a database, or what is wrong with it for those who want users in it. */
export function engineOf({ type, handle }: Pick<Database, 'type' | 'handle'>): Engine | DiagnosticError {
  const engine = Object.entries(engines).find(([name]) => name === type)?.[1];
  if (engine !== undefined) return engine;
  return new DiagnosticError(
    `The database "${handle}" is neither PostgreSQL nor MySQL, and this resource knows the users of no other engine`,
    `It is of the type "${type ?? 'unknown'}". Make its users with the Terraform provider of that engine, or with its own tools: the ephemeral resource ` +
      'aptible_database_credentials gives such a provider the address of an endpoint, and aptible_database_tunnel leads it to a database without one.',
    ['database_id'],
  );
}
