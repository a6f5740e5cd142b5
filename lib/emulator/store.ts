/** What the local platform knows: records of plain JSON by kind. Records are never changed in place, only replaced through the store. */
import type { Journal } from './journal';

export interface Stored {
  /** A number that is unique over all kinds, so that an id of the wrong kind finds nothing, and below 2^31, as 32-bit clients need. */
  readonly id: number;
  readonly created_at: string;
  readonly updated_at: string;
  readonly deleted_at: string | null;
}

/** Kind → record. Every file of `resources/` adds its own. */
// eslint-disable-next-line @typescript-eslint/no-empty-object-type -- filled by declaration merging
export interface Records {}

export type Kind = keyof Records;

/** A record's own fields, without those that the store keeps. */
export type Fields<R> = Omit<R, keyof Stored>;

/** Everything in the store, as JSON. */
export interface Snapshot {
  readonly nextId: number;
  readonly records: Readonly<Record<string, readonly Stored[]>>;
}

/** The number of deleted records that stay, so that a platform that runs for days does not fill the memory. */
const keptDeletedRecords = 1000;

export class Store {
  private readonly tables = new Map<string, Map<number, Stored>>();
  /** `app account_id 3` → ids. Each field that ends with `_id` or is `uuid` has an index. */
  private readonly indexes = new Map<string, Set<number>>();
  /** Id → what is called after each change of that record. */
  private readonly watchers = new Map<number, Set<() => void>>();
  private nextId = 1;
  private deletedRecords = 0;
  private forgetAt = 0;

  constructor(
    private readonly now: () => Date,
    /** The journal that is told of every record that is new, changed or gone. */
    private readonly journal?: Journal,
    private readonly keptDeleted = keptDeletedRecords,
  ) {
    if (journal?.snapshot !== undefined) this.load(journal.snapshot);
  }

  insert<K extends Kind>(kind: K, fields: Fields<Records[K]>): Records[K] {
    const time = this.now().toISOString();
    const record = { id: this.nextId++, ...fields, created_at: time, updated_at: time, deleted_at: null } as Records[K];
    this.put(kind, record);
    return record;
  }

  update<K extends Kind>(kind: K, id: number, changes: Partial<Fields<Records[K]>>): Records[K] {
    return this.replace(kind, id, { ...changes, updated_at: this.now().toISOString() });
  }

  /**
   * Marks the record as deleted: only those who ask for deleted records find it, as long as it is one of the newest of these or another
   * record refers to it.
   */
  remove<K extends Kind>(kind: K, id: number): Records[K] {
    const time = this.now().toISOString();
    if (this.get(kind, id).deleted_at === null) this.deletedRecords += 1;
    const removed = this.replace(kind, id, { updated_at: time, deleted_at: time });
    if (this.deletedRecords > Math.max(this.forgetAt, 2 * this.keptDeleted)) this.forgetOldest();
    return removed;
  }

  find<K extends Kind>(kind: K, id: number, options: { withDeleted?: boolean } = {}): Records[K] | undefined {
    const record = this.tables.get(kind)?.get(id);
    return record === undefined || (record.deleted_at !== null && !options.withDeleted)
      ? undefined
      : (record as Records[K]);
  }

  /** Gives a record that another one refers to: it must be there, though it may be deleted. */
  get<K extends Kind>(kind: K, id: number): Records[K] {
    const record = this.find(kind, id, { withDeleted: true });
    if (record === undefined) throw new Error(`the store has no ${kind} ${id}`);
    return record;
  }

  /** Lists records, the oldest first. */
  list<K extends Kind>(
    kind: K,
    where: Partial<Records[K]> = {},
    options: { withDeleted?: boolean } = {},
  ): Records[K][] {
    const table = this.tables.get(kind);
    if (table === undefined) return [];
    const conditions = Object.entries(where);
    const indexed = conditions.find(([field]) => isIndexed(field));
    // An index keeps the order in which records got that value. It is not the order of ids once a record has changed.
    const candidates = indexed
      ? [...(this.indexes.get(`${kind} ${indexed[0]} ${String(indexed[1])}`) ?? [])]
          .sort((a, b) => a - b)
          .map((id) => table.get(id)!)
      : [...table.values()];
    return candidates.filter(
      (record) =>
        (record.deleted_at === null || options.withDeleted) &&
        conditions.every(([field, value]) => valueOf(record, field) === value),
    ) as Records[K][];
  }

  /**
   * Calls `changed` whenever that record has changed.
   *
   * @returns What ends that.
   */
  watch(id: number, changed: () => void): () => void {
    const watchers = this.watchers.get(id) ?? new Set();
    this.watchers.set(id, watchers.add(changed));
    return () => {
      watchers.delete(changed);
      if (watchers.size === 0) this.watchers.delete(id);
    };
  }

  snapshot(): Snapshot {
    const records = Object.fromEntries([...this.tables].map(([kind, table]) => [kind, [...table.values()]]));
    return structuredClone({ nextId: this.nextId, records });
  }

  restore(snapshot: Snapshot): void {
    for (const [kind, table] of this.tables) {
      for (const id of table.keys()) this.journal?.putRecord(kind as Kind, id, undefined);
    }
    this.load(snapshot);
    for (const [kind, table] of this.tables) {
      for (const [id, record] of table) this.journal?.putRecord(kind as Kind, id, record as Records[Kind]);
    }
  }

  private load(snapshot: Snapshot): void {
    this.tables.clear();
    this.indexes.clear();
    this.deletedRecords = 0;
    for (const [kind, records] of Object.entries(structuredClone(snapshot.records))) {
      for (const record of records) {
        this.index(kind, record);
        if (record.deleted_at !== null) this.deletedRecords += 1;
      }
    }
    this.nextId = snapshot.nextId;
  }

  private replace<K extends Kind>(kind: K, id: number, changes: object): Records[K] {
    const record = { ...this.get(kind, id), ...changes };
    this.put(kind, record);
    return record;
  }

  private put<K extends Kind>(kind: K, record: Records[K]): void {
    this.index(kind, record);
    this.journal?.putRecord(kind, record.id, record);
    for (const changed of this.watchers.get(record.id) ?? []) changed();
  }

  private index(kind: string, record: Stored): void {
    let table = this.tables.get(kind);
    if (table === undefined) this.tables.set(kind, (table = new Map<number, Stored>()));
    const former = table.get(record.id);
    table.set(record.id, record);
    for (const [field, value] of Object.entries(record)) {
      if (!isIndexed(field)) continue;
      if (former !== undefined) {
        const before = valueOf(former, field);
        if (before === value) continue;
        this.removeFromIndex(kind, field, before, record.id);
      }
      const key = `${kind} ${field} ${String(value)}`;
      const ids = this.indexes.get(key);
      if (ids === undefined) this.indexes.set(key, new Set([record.id]));
      else ids.add(record.id);
    }
  }

  private removeFromIndex(kind: string, field: string, value: unknown, id: number): void {
    const key = `${kind} ${field} ${String(value)}`;
    const ids = this.indexes.get(key);
    ids?.delete(id);
    if (ids?.size === 0) this.indexes.delete(key);
  }

  /** Drops deleted records but the newest ones, and those that others lead to. */
  private forgetOldest(): void {
    const all = [...this.tables].flatMap(([kind, table]) => [...table.values()].map((record) => ({ kind, record })));
    const byId = new Map(all.map((each) => [each.record.id, each]));
    const deleted = all.filter(({ record }) => record.deleted_at !== null);
    deleted.sort((a, b) => a.record.deleted_at!.localeCompare(b.record.deleted_at!) || a.record.id - b.record.id);
    const kept = new Set<number>();
    const keep = (id: number): void => {
      const found = byId.get(id);
      if (found === undefined || kept.has(id)) return;
      kept.add(id);
      for (const [field, value] of Object.entries(found.record))
        if (field.endsWith('_id') && typeof value === 'number') keep(value);
    };
    for (const { record } of all) if (record.deleted_at === null) keep(record.id);
    for (const { record } of deleted.slice(-this.keptDeleted)) keep(record.id);
    // The next start goes on with the ids behind the largest one that it finds.
    keep(this.nextId - 1);
    for (const { kind, record } of deleted) if (!kept.has(record.id)) this.forget(kind, record);
    this.forgetAt = this.deletedRecords + this.keptDeleted;
  }

  private forget(kind: string, record: Stored): void {
    this.tables.get(kind)!.delete(record.id);
    for (const field of Object.keys(record))
      if (isIndexed(field)) this.removeFromIndex(kind, field, valueOf(record, field), record.id);
    this.deletedRecords -= 1;
    this.journal?.putRecord(kind as Kind, record.id, undefined);
  }
}

function valueOf(record: Stored, field: string): unknown {
  return (record as Stored & Readonly<Record<string, unknown>>)[field];
}

function isIndexed(field: string): boolean {
  return field === 'uuid' || field.endsWith('_id');
}
