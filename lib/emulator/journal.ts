/** Keeps the records of the local platform in a directory, so that they are there after a restart or a crash. */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { BatchOperation, ClassicLevel } from 'classic-level';
import { messageOf } from './error-message';
import type { Kind, Records, Snapshot, Stored } from './store';

type Database = ClassicLevel<string, unknown>;
type Values = { token: string; port: number };

/** The version of the keys and values below. A later version may read an earlier one, never the other way round. */
const format = 1;
const recordPrefix = 'record/';
const valuePrefix = 'value/';

export class Journal {
  private pending = new Map<string, unknown>();
  private writing: Promise<void> | undefined;

  private constructor(
    private readonly database: Database,
    /** The records from before; undefined in a new directory. */
    readonly snapshot: Snapshot | undefined,
    readonly values: Readonly<Partial<Values>>,
  ) {}

  /** @throws Error when the directory is in use, cannot be written or is of another format. */
  static async open(directory: string): Promise<Journal> {
    const path = join(directory, 'records');
    // Database servers may run as another user, who has to get through this directory.
    await mkdir(directory, { recursive: true, mode: 0o711 });
    await mkdir(path, { recursive: true, mode: 0o700 });
    const database = await openDatabase(path, directory);
    try {
      const kept = new Map(await database.iterator().all());
      if (kept.size > 0 && kept.get('format') !== format)
        throw new Error(`${directory} is of another version of the local platform. Use another directory.`);
      const journal = new Journal(database, snapshotOf(kept), valuesOf(kept));
      if (kept.size === 0) journal.put('format', format);
      return journal;
    } catch (error) {
      await database.close();
      throw error;
    }
  }

  /** Keeps a record; undefined stands for one that is no longer there. */
  putRecord<K extends Kind>(kind: K, id: number, record: Records[K] | undefined): void {
    this.put(`${recordPrefix}${kind}/${id}`, record);
  }

  putValue<N extends keyof Values>(name: N, value: Values[N]): void {
    this.put(`${valuePrefix}${name}`, value);
  }

  /**
   * Resolves when all that was put is written. Then it outlives this process, but maybe not a power failure.
   * @throws Error when it could not be written; it is tried again with what comes next.
   */
  async written(): Promise<void> {
    if (this.pending.size > 0) this.startWriting();
    await this.writing;
  }

  async close(): Promise<void> {
    await this.written();
    await this.database.close();
  }

  /** Keeps a value. Values that are put without waiting in between are written together or not at all. */
  private put(key: string, value: unknown): void {
    this.pending.set(key, value);
    this.startWriting();
  }

  private startWriting(): void {
    if (this.writing !== undefined) return;
    this.writing = Promise.resolve()
      .then(() => this.writePending())
      .finally(() => (this.writing = undefined));
    this.writing.catch(() => 'whoever waits for it is told');
  }

  private async writePending(): Promise<void> {
    while (this.pending.size > 0) {
      const batch = this.pending;
      this.pending = new Map();
      try {
        await this.database.batch(
          [...batch].map(([key, value]): BatchOperation<Database, string, unknown> =>
            value === undefined ? { type: 'del', key } : { type: 'put', key, value },
          ),
        );
      } catch (error) {
        this.pending = new Map([...batch, ...this.pending]);
        throw error;
      }
    }
  }
}

async function openDatabase(path: string, directory: string): Promise<Database> {
  const { ClassicLevel } = await import('classic-level').catch((error: unknown) => {
    throw new Error('Keeping data needs the npm package classic-level, which could not be loaded. Install it.', {
      cause: error,
    });
  });
  const database: Database = new ClassicLevel(path, { valueEncoding: 'json' });
  try {
    await database.open();
    return database;
  } catch (error) {
    const cause = (error as { cause?: { code?: string; message?: string } }).cause;
    const reason =
      cause?.code === 'LEVEL_LOCKED' ? 'another local platform uses it' : (cause?.message ?? messageOf(error));
    throw new Error(`The local platform cannot keep its data in ${directory}: ${reason}.`, { cause: error });
  }
}

function snapshotOf(kept: ReadonlyMap<string, unknown>): Snapshot | undefined {
  const records: Record<string, Stored[]> = {};
  let nextId = 1;
  for (const [key, value] of kept) {
    if (!key.startsWith(recordPrefix)) continue;
    const [kind] = key.slice(recordPrefix.length).split('/');
    (records[kind!] ??= []).push(value as Stored);
    nextId = Math.max(nextId, (value as Stored).id + 1);
  }
  if (nextId === 1) return undefined;
  for (const each of Object.values(records)) each.sort((a, b) => a.id - b.id);
  return { nextId, records };
}

function valuesOf(kept: ReadonlyMap<string, unknown>): Partial<Values> {
  return { token: kept.get(`${valuePrefix}token`), port: kept.get(`${valuePrefix}port`) } as Partial<Values>;
}
