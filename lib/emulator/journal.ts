/** Keeps the records of the local platform in a directory, so that they are there after a restart or a crash. */
import { createHash } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { BatchOperation, ClassicLevel } from 'classic-level';
import { makeDataDirectory } from './directory';
import { messageOf } from './error-message';
import { Witness } from './witness';
import type { Kind, Records, Snapshot, Stored } from './store';

type Database = ClassicLevel<string, string>;
type Values = { token: string; port: number };

/** The version of the keys and values below. A later version may read an earlier one, never the other way round. */
const format = 2;
const readFormats: readonly unknown[] = [1, format];
const recordPrefix = 'record/';
const valuePrefix = 'value/';
/** How many times there was a change, and a sum over all that is kept: LevelDB drops what is damaged in its log, and does not say so. */
const checkKey = 'check';

interface Check {
  readonly changes: number;
  readonly sum: string;
}

export class Journal {
  private pending = new Map<string, unknown>();
  private writing: Promise<void> | undefined;

  private constructor(
    private readonly database: Database,
    private readonly witness: Witness,
    private readonly contents: Contents,
    private changes: number,
    /** The records from before; undefined in a new directory. */
    readonly snapshot: Snapshot | undefined,
    readonly values: Readonly<Partial<Values>>,
  ) {}

  /**
   * @param report Takes a line about a loss that a crash of the machine explains.
   * @throws Error when the directory is in use, cannot be written, is of another format or has lost something.
   */
  static async open(directory: string, report: (line: string) => void): Promise<Journal> {
    const path = join(directory, 'records');
    // Database servers may run as another user, who has to get through this directory.
    makeDataDirectory(directory, 0o711);
    makeDataDirectory(path, 0o700);
    const database = await openDatabase(path, directory);
    let witness: Witness | undefined;
    try {
      const entries = await database.iterator().all();
      const contents = new Contents(entries.filter(([key]) => key !== checkKey));
      const kept = new Map(entries.map(([key, text]) => [key, JSON.parse(text) as unknown]));
      witness = await Witness.open(join(directory, 'changes'));
      const check = kept.get(checkKey) as Check | undefined;
      refuseDamage(contents, check, witness, path, report);
      if (kept.size === 0) await refuseOthersDatabases(directory);
      if (kept.size > 0 && !readFormats.includes(kept.get('format')))
        throw new Error(`${directory} is of another version of the local platform. Use another directory.`);
      const changes = Math.max(check?.changes ?? 0, witness.changes ?? 0);
      const journal = new Journal(database, witness, contents, changes, snapshotOf(kept), valuesOf(kept));
      journal.put('format', format);
      return journal;
    } catch (error) {
      await witness?.close();
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
    await this.witness.close();
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
        const texts = [...batch].map(
          ([key, value]) => [key, value === undefined ? undefined : JSON.stringify(value)] as const,
        );
        const changes = this.changes + 1;
        const check = JSON.stringify({ changes, sum: this.contents.sumAfter(texts) } satisfies Check);
        await this.database.batch(
          [...texts, [checkKey, check] as const].map(([key, value]): BatchOperation<Database, string, string> =>
            value === undefined ? { type: 'del', key } : { type: 'put', key, value },
          ),
        );
        this.contents.apply(texts);
        this.changes = changes;
        await this.witness.write(changes);
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
  const database: Database = new ClassicLevel(path);
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

/** The sum over what a journal holds. It does not depend on the order, so that a change needs only what it changes. */
class Contents {
  private readonly digests = new Map<string, bigint>();
  private total = 0n;

  constructor(entries: readonly (readonly [string, string])[]) {
    this.apply(entries);
  }

  get sum(): string {
    return this.total.toString(16);
  }

  sumAfter(changes: readonly (readonly [string, string | undefined])[]): string {
    return changes
      .reduce((total, [key, text]) => wrapped(total + digest(key, text) - (this.digests.get(key) ?? 0n)), this.total)
      .toString(16);
  }

  apply(changes: readonly (readonly [string, string | undefined])[]): void {
    for (const [key, text] of changes) {
      const own = digest(key, text);
      this.total = wrapped(this.total + own - (this.digests.get(key) ?? 0n));
      if (text === undefined) this.digests.delete(key);
      else this.digests.set(key, own);
    }
  }
}

const wrapped = (sum: bigint): bigint => BigInt.asUintN(64, sum);

function digest(key: string, text: string | undefined): bigint {
  if (text === undefined) return 0n;
  return createHash('sha256').update(`${key}\n${text}`).digest().readBigUInt64BE();
}

/**
 * A journal from before has neither a check nor a witness. A power failure may take the last change, or leave the witness one change
 * behind; nothing else does.
 */
function refuseDamage(
  contents: Contents,
  check: Check | undefined,
  witness: Witness,
  path: string,
  report: (line: string) => void,
): void {
  const { changes: witnessed, file } = witness;
  if (witnessed === undefined) return;
  const changes = check?.changes ?? 0;
  const isDamaged = check !== undefined && check.sum !== contents.sum;
  if (!isDamaged && changes >= witnessed) return;
  if (!isDamaged && changes > 0 && changes === witnessed - 1) {
    report(`The last change in ${path} was not written to the end, and is not there.`);
    return;
  }
  const what = isDamaged ? 'some of them were damaged' : `${changes} of ${witnessed} changes are left`;
  throw new Error(
    `Records in ${path} are lost: ${what}, because a file there was damaged, emptied or removed. Put the directory back from a copy, or use another one. To go on with what is left, remove ${file}.`,
  );
}

/** Databases without records are those of somebody whose records are lost: their files would get into the way of new ones. */
async function refuseOthersDatabases(directory: string): Promise<void> {
  const databases = join(directory, 'databases');
  const found = await readdir(databases).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw error;
  });
  if (found.length > 0)
    throw new Error(
      `${databases} holds files of databases, but their records in ${join(directory, 'records')} are lost. Put these back from a copy, or use another directory.`,
    );
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
