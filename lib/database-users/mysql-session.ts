/** The one connection to a MySQL server, on which one piece of work follows the other. */
import { type Connection, createConnection, type ConnectionOptions } from 'mysql2/promise';
import type { Site, Way } from './engines';
import { DatabaseUserError } from './errors';

/** The user that may make users: the platform's own may only use its database. Both have the same password. */
export const administrator = 'root';

export interface SessionOptions {
  /** How long a statement waits for the lock of an object. @default 3 */
  readonly lockTimeoutSeconds?: number;
  /** How long a change waits for those of others, of which there may be many. @default 120 */
  readonly queueTimeoutSeconds?: number;
}

export class Session {
  private connection: Promise<Connection> | undefined;
  private queue: Promise<unknown> = Promise.resolve();
  private readonly lockTimeoutSeconds: number;
  private readonly queueTimeoutSeconds: number;

  constructor(
    private readonly site: Pick<Site, 'connect' | 'password'>,
    { lockTimeoutSeconds = 3, queueTimeoutSeconds = 120 }: SessionOptions = {},
  ) {
    this.lockTimeoutSeconds = lockTimeoutSeconds;
    this.queueTimeoutSeconds = queueTimeoutSeconds;
  }

  /** Does a piece of work. Nothing in MySQL takes back what a change of users has begun, so `work` begins with what can be refused. */
  async read<T>(attempt: string, signal: AbortSignal, work: (client: Connection) => Promise<T>): Promise<T> {
    const turn = this.queue.then(async () => {
      signal.throwIfAborted();
      const client = await this.client();
      const stop = (): void => this.drop(client);
      signal.addEventListener('abort', stop);
      try {
        return await work(client);
      } catch (error) {
        signal.throwIfAborted();
        throw explained(error, attempt);
      } finally {
        signal.removeEventListener('abort', stop);
      }
    });
    this.queue = turn.catch(() => 'whoever awaits it sees the error');
    return turn;
  }

  /** As `read`, for changes: those of several programs come one after the other. */
  async change<T>(attempt: string, signal: AbortSignal, work: (client: Connection) => Promise<T>): Promise<T> {
    return this.read(attempt, signal, async (client) => {
      const [got] = await select<{ got: number | null }>(client, 'SELECT GET_LOCK(?, ?) AS got', [
        lockName,
        this.queueTimeoutSeconds,
      ]);
      if (got!.got !== 1)
        throw new DatabaseUserError(
          `Could not ${attempt}`,
          `Something else changes users of this server, and had not ended after ${this.queueTimeoutSeconds} seconds (the lock "${lockName}"). Nothing was changed. Apply again when that has ended.`,
        );
      try {
        return await work(client);
      } finally {
        // It ends with the connection, too.
        await client.query('SELECT RELEASE_LOCK(?)', [lockName]).catch(() => 'the first error says more');
      }
    });
  }

  async close(): Promise<void> {
    const connection = this.connection;
    this.connection = undefined;
    // One that could not be opened was an error for whoever asked for it.
    await (await connection?.catch(() => undefined))?.end();
  }

  private client(): Promise<Connection> {
    if (this.connection === undefined) {
      const connection = this.site.connect((way) => open(way, administrator, this.site.password));
      this.connection = connection.then(async (client) => {
        client.on('error', () => this.drop(client));
        // Values are written with backslashes, and names with backquotes.
        await client.query("SET SESSION sql_mode = 'STRICT_ALL_TABLES', lock_wait_timeout = ?", [
          this.lockTimeoutSeconds,
        ]);
        return client;
      });
      this.connection.catch(() => (this.connection = undefined));
    }
    return this.connection;
  }

  /** The next work opens another connection. What is under way on this one fails. */
  private drop(client: Connection): void {
    this.connection = undefined;
    client.destroy();
  }
}

const lockName = 'cdktf-aptible users';

export async function select<R extends object>(
  client: Connection,
  text: string,
  values: readonly (string | number)[] = [],
): Promise<R[]> {
  const [rows] = await client.query(text, [...values]);
  return rows as R[];
}

/** Opens a connection with TLS, and verifies the server. */
async function open({ host, port, ca, mayBePlain, stream }: Way, user: string, password: string): Promise<Connection> {
  const options: ConnectionOptions = {
    ...{ host, port, user, password, charset: 'utf8mb4' },
    connectTimeout: 20_000,
    ...(stream && { stream: () => stream }),
  };
  // Whom that certificate signs is a database of this environment. Which names are in theirs, the platform does not say.
  const ssl = ca === undefined ? { verifyIdentity: true } : { ca };
  try {
    return await createConnection({ ...options, ssl });
  } catch (error) {
    const { code } = error as { code?: string };
    if (mayBePlain && code === 'HANDSHAKE_NO_SSL_SUPPORT') return createConnection(options);
    if (code !== 'ER_ACCESS_DENIED_ERROR') throw error;
    throw new DatabaseUserError(
      `The database refuses the user "${user}"`,
      `Users are made as "${user}", since the platform's own user may only use its database. On the platform both have the same password, which is in the ` +
        `connection URL. Somebody may have given "${user}" another one, or dropped it: repair that by hand, or ask the platform's support.`,
    );
  }
}

/** Puts an error of the server into words that say what was tried and what to do. */
function explained(error: unknown, attempt: string): unknown {
  const { code, sqlMessage } = error as { code?: string; sqlMessage?: string };
  if (sqlMessage === undefined) return error;
  // A statement has what passwords are compared with.
  delete (error as { sql?: string }).sql;
  const summary = `Could not ${attempt}`;
  return new DatabaseUserError(summary, `The database said: ${sqlMessage} [${code}]. ${whatToDo(code)}`.trim(), {
    cause: error,
  });
}

function whatToDo(code: string | undefined): string {
  switch (code) {
    case 'ER_SPECIFIC_ACCESS_DENIED_ERROR':
    case 'ER_DBACCESS_DENIED_ERROR':
    case 'ER_ACCESS_DENIED_ERROR':
    case 'ER_TABLEACCESS_DENIED_ERROR':
      return `The user "${administrator}" may not do that. On the platform it may do everything; here it needs ALL PRIVILEGES ON *.* WITH GRANT OPTION.`;
    case 'ER_LOCK_WAIT_TIMEOUT':
      return 'Something else holds a lock on it, such as a query that runs for long. Apply again when that has ended.';
    default:
      return '';
  }
}
