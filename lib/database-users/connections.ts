/** One connection for each database of a server, on which one piece of work follows the other. */
import { setTimeout as pause } from 'node:timers/promises';
import { type Client, DatabaseError } from 'pg';
import { LostConnection } from './errors';
import { explained } from './postgresql-errors';

export interface ConnectionOptions {
  /** How long a statement waits for the lock of an object. @default 3000 */
  readonly lockTimeoutMs?: number;
  /** How often a transaction is tried that another one got in the way of, or that lost its connection. @default 5 */
  readonly attempts?: number;
}

/** What a transaction may fail with because of another one: it can be repeated. */
const mayPass = new Set(['XX000', '23505', '40001', '40P01', '55P03']);

/** What the server says before it ends a connection, and while it starts again. */
const endsConnection = new Set(['57P01', '57P02', '57P03']);

/** Any number that no other program is likely to lock. */
const lockKey = '7163204911752034';

/** How long a change waits for the changes of others, of which there may be many. */
const queueTimeoutMs = 120_000;

export class Connections {
  private readonly clients = new Map<string, Promise<Client>>();
  private readonly queues = new Map<string, Promise<unknown>>();
  private readonly ended = new WeakSet<Client>();
  private readonly lockTimeoutMs: number;
  private readonly attempts: number;

  /** `connect` gives a connection to the database of that name, of which `user` is in messages. */
  constructor(
    private readonly connect: (database: string) => Promise<Client>,
    readonly user: string,
    { lockTimeoutMs = 3000, attempts = 5 }: ConnectionOptions = {},
  ) {
    this.lockTimeoutMs = lockTimeoutMs;
    this.attempts = attempts;
  }

  /** Runs what only looks at a database. */
  async read<T>(
    database: string,
    attempt: string,
    signal: AbortSignal,
    work: (client: Client) => Promise<T>,
  ): Promise<T> {
    return this.inTurn(database, attempt, signal, (client) => inTransaction(client, 'READ ONLY', () => work(client)));
  }

  /**
   * Runs a change of users. Those of several programs come one after the other: PostgreSQL refuses two that touch the same rows of its
   * catalogs. The lock holds in one database only, so a change may be repeated nevertheless, and `work` with it.
   */
  async change<T>(
    database: string,
    attempt: string,
    signal: AbortSignal,
    work: (client: Client) => Promise<T>,
  ): Promise<T> {
    return this.inTurn(database, attempt, signal, (client) =>
      inTransaction(client, 'READ WRITE', async () => {
        await client.query(`SET LOCAL lock_timeout = ${queueTimeoutMs}`);
        await client.query('SELECT pg_advisory_xact_lock($1)', [lockKey]);
        await client.query(`SET LOCAL lock_timeout = ${this.lockTimeoutMs}`);
        return work(client);
      }),
    );
  }

  /** Ends all connections. */
  async close(): Promise<void> {
    const clients = [...this.clients.values()];
    this.clients.clear();
    // One that could not be opened was an error for whoever asked for it.
    await Promise.all(clients.map(async (client) => (await client.catch(() => undefined))?.end()));
  }

  private async inTurn<T>(
    database: string,
    attempt: string,
    signal: AbortSignal,
    work: (client: Client) => Promise<T>,
  ): Promise<T> {
    const before = this.queues.get(database) ?? Promise.resolve();
    const turn = before.then(() => this.untilDone(database, signal, work));
    this.queues.set(
      database,
      turn.catch(() => 'whoever awaits it sees the error'),
    );
    try {
      return await turn;
    } catch (error) {
      throw explained(error, attempt, this.user);
    }
  }

  /** Tries again what another transaction got in the way of, or what lost its connection before anything was kept. */
  private async untilDone<T>(database: string, signal: AbortSignal, work: (client: Client) => Promise<T>): Promise<T> {
    let isLost = false;
    for (let count = 1; ; count++) {
      let client: Client | undefined;
      try {
        signal.throwIfAborted();
        client = await this.client(database);
        return await this.stoppable(database, client, signal, work);
      } catch (error) {
        signal.throwIfAborted();
        const { code } = error as { code?: string };
        if (client !== undefined && endsConnection.has(code!)) this.drop(database, client);
        // Where there was one before, another one is there soon: the server is being restarted, or the way to it.
        isLost = client === undefined ? isLost : this.ended.has(client);
        if (error instanceof LostConnection || !(isLost || mayPass.has(code!))) throw error;
        if (count >= this.attempts) throw isLost && client !== undefined ? new LostConnection(error, false) : error;
        const delayMs = (isLost ? 500 : 20) * 2 ** count * (0.5 + Math.random() / 2);
        await pause(delayMs, undefined, { signal }).catch(() => signal.throwIfAborted());
      }
    }
  }

  private async stoppable<T>(
    database: string,
    client: Client,
    signal: AbortSignal,
    work: (client: Client) => Promise<T>,
  ): Promise<T> {
    const stop = (): void => this.drop(database, client);
    signal.addEventListener('abort', stop);
    try {
      return await work(client);
    } finally {
      signal.removeEventListener('abort', stop);
    }
  }

  private client(database: string): Promise<Client> {
    let client = this.clients.get(database);
    if (client === undefined) {
      client = this.connect(database);
      this.clients.set(database, client);
      client.then(
        (opened) => opened.on('error', () => this.drop(database, opened)),
        () => this.clients.delete(database),
      );
    }
    return client;
  }

  /** The next work opens another connection. What is under way on this one fails. */
  private drop(database: string, client: Client): void {
    if (this.ended.has(client)) return;
    this.ended.add(client);
    this.clients.delete(database);
    client.end().catch(() => 'it has ended already');
    // A server that does not answer does not end the connection either.
    client.connection.stream.destroy();
  }
}

async function inTransaction<T>(client: Client, mode: string, work: () => Promise<T>): Promise<T> {
  await client.query(`BEGIN ${mode}`);
  let result: T;
  try {
    // What the server writes of objects then names their schemas.
    await client.query("SET LOCAL search_path = ''");
    result = await work();
  } catch (error) {
    // A connection that has ended has rolled back.
    await client.query('ROLLBACK').catch(() => 'the first error says more');
    throw error;
  }
  try {
    await client.query('COMMIT');
  } catch (error) {
    const isAnswer = error instanceof DatabaseError && !endsConnection.has(error.code!);
    throw isAnswer || mode === 'READ ONLY' ? error : new LostConnection(error, true);
  }
  return result;
}
