/** A real PostgreSQL for tests of users, with the superuser "aptible" as on the platform. */
import { Client } from 'pg';
import type { DatabaseServer, DatabaseServerRequest, DatabaseServers } from '../../../lib/emulator/databases';
import { createDatabaseServers } from '../../support/database-servers';
import type { Grants } from '../../../lib/database-users';
import { Connections, type ConnectionOptions } from '../../../lib/database-users/connections';
import { PostgresqlUsers } from '../../../lib/database-users/postgresql';

export const signal: AbortSignal = new AbortController().signal;

export class PostgresqlServer {
  private readonly opened: { close(): Promise<void> }[] = [];
  private constructor(
    private readonly servers: DatabaseServers,
    private readonly server: DatabaseServer,
    /** The connection of the superuser to the database "db". */
    readonly admin: Client,
  ) {}

  /** With an authority, it speaks TLS. */
  static async start({ authority }: Pick<DatabaseServerRequest, 'authority'> = {}): Promise<PostgresqlServer> {
    const servers = await createDatabaseServers();
    const login = { username: 'aptible', password: passwordOf('aptible'), name: 'db' };
    const server = await servers.start({ id: 1, type: 'postgresql', version: '15', authority, ...login });
    if (server === undefined) throw new Error('PostgreSQL is not installed on this machine.');
    const { host, ports } = server;
    const ssl = authority && { ca: authority.certificatePem };
    const options = { host, port: ports[0]!, user: 'aptible', password: passwordOf('aptible'), database: 'db', ssl };
    return new PostgresqlServer(servers, server, await connected(options));
  }

  get address(): { host: string; port: number } {
    const { host, ports } = this.server;
    return { host, port: ports[0]! };
  }

  async stop(): Promise<void> {
    for (const each of this.opened) await each.close();
    await this.admin.end();
    await this.servers.close();
  }

  /** What one run of the provider has. */
  users({ user = 'aptible', ...options }: ConnectionOptions & { user?: string } = {}): PostgresqlUsers {
    const connections = new Connections((database) => this.open(user, database), user, options);
    this.opened.push(connections);
    return new PostgresqlUsers(connections, 'db');
  }

  open(user: string, database = 'db'): Promise<Client> {
    return connected({ ...this.address, user, password: passwordOf(user), database });
  }

  async rows<R extends object = Record<string, unknown>>(text: string): Promise<R[]> {
    return (await this.admin.query<R>(text)).rows;
  }

  /** Runs statements as a login. */
  async as<T>(login: string, work: (client: Client) => Promise<T>, database = 'db'): Promise<T> {
    const client = await this.open(login, database);
    try {
      return await work(client);
    } finally {
      await client.end();
    }
  }
}

async function connected(options: ConstructorParameters<typeof Client>[0] & object): Promise<Client> {
  const client = new Client(options);
  // One that the server ends, as some tests want it to, is no error of the test.
  client.on('error', () => 'the next query fails');
  await client.connect();
  return client;
}

export const passwordOf = (login: string): string => `password of ${login}`;
export const secret = (login: string) => ({ password: passwordOf(login), salt: Buffer.from(login) });

/** Grants in the database "db". */
export const inDb = (...db: Grants[string]): Grants => ({ db });
