/** A real PostgreSQL that keeps Terraform's states, with its locks. */
import { Client } from 'pg';
import { createDatabaseServers, type DatabaseServers } from '../../../lib/emulator/databases';

export class StateDatabase {
  private constructor(
    private readonly servers: DatabaseServers,
    /** What the backend `pg` reads as `PG_CONN_STR`. */
    readonly url: string,
  ) {}

  static async start(): Promise<StateDatabase> {
    const servers = await createDatabaseServers();
    const login = { username: 'terraform', password: 'of-the-states', name: 'states' };
    const server = await servers.start({ id: 1, type: 'postgresql', version: '15', ...login });
    if (server === undefined) throw new Error('PostgreSQL is not installed on this machine.');
    const { host, ports } = server;
    return new StateDatabase(servers, `postgres://terraform:of-the-states@${host}:${ports[0]!}/states?sslmode=disable`);
  }

  async stop(): Promise<void> {
    await this.servers.close();
  }

  /** The names of the workspaces with a state in a schema. */
  async workspaces(schema: string): Promise<string[]> {
    return this.connected(async (client) => {
      const { rows } = await client.query<{ name: string }>(`SELECT name FROM ${schema}.states ORDER BY name`);
      return rows.map(({ name }) => name);
    });
  }

  /** Does some work while the state of a workspace is locked, as by another run. */
  async whileLocked<T>(schema: string, workspace: string, work: () => Promise<T>): Promise<T> {
    return this.connected(async (client) => {
      await client.query(`SELECT pg_advisory_lock(id) FROM ${schema}.states WHERE name = $1`, [workspace]);
      return work();
    });
  }

  private async connected<T>(work: (client: Client) => Promise<T>): Promise<T> {
    const client = new Client({ connectionString: this.url });
    await client.connect();
    try {
      return await work(client);
    } finally {
      await client.end();
    }
  }
}
