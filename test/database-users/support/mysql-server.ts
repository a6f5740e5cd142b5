/** A real MariaDB for tests of users, with the users "aptible" and "root" as on the platform. */
import { type Connection, createConnection, type ConnectionOptions } from 'mysql2/promise';
import type { Grants, Way } from '../../../lib/database-users';
import { usersOf, type MysqlUsers } from '../../../lib/database-users/mysql';
import type { SessionOptions } from '../../../lib/database-users/mysql-session';
import type { DatabaseServer, DatabaseServerRequest, DatabaseServers } from '../../../lib/emulator/databases';
import { createDatabaseServers } from '../../support/database-servers';
import { passwordOf } from './server';

export class MysqlServer {
  private readonly opened: MysqlUsers[] = [];
  private constructor(
    private readonly servers: DatabaseServers,
    private readonly server: DatabaseServer,
    private readonly ca: string | undefined,
    /** The connection of "root". */
    readonly root: Connection,
  ) {}

  /** With an authority, it speaks TLS. */
  static async start({ authority }: Pick<DatabaseServerRequest, 'authority'> = {}): Promise<MysqlServer> {
    const servers = await createDatabaseServers();
    const login = { username: 'aptible', password: passwordOf('aptible'), name: 'db' };
    const server = await servers.start({ id: 1, type: 'mysql', version: '8.0', authority, ...login });
    if (server === undefined) throw new Error('MariaDB is not installed on this machine.');
    const { host, ports } = server;
    const ca = authority?.certificatePem;
    const options = { host, port: ports[0]!, user: 'root', password: passwordOf('aptible'), multipleStatements: true };
    return new MysqlServer(servers, server, ca, await createConnection({ ...options, ...(ca && { ssl: { ca } }) }));
  }

  get way(): Way {
    const { host, ports } = this.server;
    return { host, port: ports[0]!, ca: this.ca, mayBePlain: this.ca === undefined };
  }

  async stop(): Promise<void> {
    for (const each of this.opened) await each.close();
    await this.root.end();
    await this.servers.close();
  }

  /** What one run of the provider has. */
  users(options: SessionOptions = {}, way: Partial<Way> = {}): MysqlUsers {
    const site = { username: 'aptible', password: passwordOf('aptible'), name: 'db' };
    const users = usersOf({ ...site, connect: (open) => open({ ...this.way, ...way }) }, options);
    this.opened.push(users);
    return users;
  }

  async rows(text: string): Promise<unknown[]> {
    return (await this.root.query(text))[0] as unknown[];
  }

  open(user: string, more: ConnectionOptions = {}): Promise<Connection> {
    const { host, port } = this.way;
    const ssl = this.ca === undefined ? {} : { ssl: { ca: this.ca } };
    return createConnection({ host, port, user, password: passwordOf(user), ...ssl, ...more });
  }

  /** Runs statements as a login. */
  async as<T>(login: string, work: (client: Connection) => Promise<T>): Promise<T> {
    const client = await this.open(login);
    try {
      return await work(client);
    } finally {
      await client.end();
    }
  }
}

/** Grants by schema. */
export const inServer = (...db: Grants[string]): Grants => ({ db });
