/** How a database or a replica comes from an operation on something else: a backup, or another database. */
import { type Database, type Operation, OperationFailedError, operationShape } from '../api';
import type { Call } from './call';
import { changeDatabase, changedDatabase, type Private, sizedFields, type WantedSize } from './database-record';
import { handleTaken, isWithoutOperations } from './new-record';
import { lastOperationId, runOperation, startOperation, waitForOperation } from './records';
import { lookForNew, mayBeNew, persistently, type Work } from './work';

export interface Making {
  /** The thing in messages: `the replica "reading"`. */
  readonly what: string;
  readonly handle: string;
  readonly environmentId: number;
  /** The path of what it begins with: `/backups/7`. */
  readonly source: string;
  /** The operation on that which makes it. */
  readonly operation: { readonly type: string; readonly [field: string]: unknown };
  /** What a provision is asked for, where the operation leaves that to its client. */
  readonly provision?: { readonly [field: string]: unknown };
  /** `aptible_replica` */
  readonly resource: string;
}

/** Brings one that was just made to what is wanted, where the operation that made it had no word for it. */
export async function settleDatabase({ id }: Database, wanted: WantedSize, work: Work, call: Call): Promise<void> {
  await work.run(`read the database "${wanted.handle}"`, async () => {
    const { record, actual } = await persistently(
      call.platform,
      work.signal,
      async () => {
        const found = await changedDatabase(wanted.handle, id, call);
        return { record: found, actual: await sizedFields(found, wanted, call, { fresh: true }) };
      },
      mayBeNew,
    );
    await changeDatabase(actual, wanted, id, work, call, () => undefined, { after: lastOperationId(record) });
  });
}

/**
 * Makes a database by an operation on what it begins with, and returns when it is provisioned. `keep` is called when the operation has
 * begun, and again when there is a record.
 */
export async function makeDatabase(
  making: Making,
  work: Work,
  call: Call<Private>,
  keep: (record?: Database) => void,
): Promise<Database> {
  const { what, handle, environmentId, source, operation: body, provision } = making;
  const record = await work.must(`create ${what}`, async () => {
    const [existing, earlier] = await whatIsThere(making, work, call);
    if (existing !== undefined) {
      const maker = earlier.find(({ type, handle: made }) => type === body.type && made === handle);
      // This client provisions it, and has not come to that: it has died, or another one is about to.
      if (provision === undefined || maker === undefined || !isMadeBy(existing, maker))
        throw handleTaken({ type: making.resource, what }, existing.id);
      await call.platform.pause(1, work.signal);
      const isUnused =
        existing.status === 'pending' && (await isWithoutOperations(`/databases/${existing.id}`, work, call));
      if (!isUnused) throw handleTaken({ type: making.resource, what }, existing.id);
      keep(existing);
      return existing;
    }
    const operation = await startOperation(call, { signal: work.lateSignal }, source, body, {
      after: Math.max(0, ...earlier.map(({ id }) => id)),
      isOurs: (lost) => lost.handle === handle,
    });
    // The platform makes the record while the operation runs. Until then, the operation stands for it in the state.
    call.private = { operation: operation.id };
    keep();
    const [outcome] = await Promise.allSettled([waitForOperation(call, work, operation, environmentId, body)]);
    const [found] = await Promise.allSettled([
      lookForNew(call.platform, work.signal, () => byHandle(making, work.lateSignal, call)),
    ]);
    if (found.status === 'fulfilled' && found.value !== undefined) keep(found.value);
    if (outcome.status === 'rejected') throw outcome.reason;
    if (found.status === 'rejected') throw found.reason;
    if (found.value !== undefined) return found.value;
    throw new Error(`The operation ${body.type} succeeded, and the environment has no database "${handle}".`);
  });

  const { id, status, _embedded: embedded } = record;
  const own = embedded.last_operation;
  if (status !== 'provisioned' && own) {
    await work.run(`provision ${what}`, () => waitForOperation(call, work, own, environmentId));
  } else if (status !== 'provisioned' && provision !== undefined) {
    await work.run(`provision ${what}`, () =>
      runOperation(call, work, `/databases/${id}`, environmentId, { type: 'provision', ...provision }, { after: 0 }),
    );
  }
  return record;
}

/** The database of that handle, and the operations on the source; when one is about to make the database, what that has made. */
async function whatIsThere(
  making: Making,
  work: Work,
  call: Call<Private>,
): Promise<readonly [existing: Database | undefined, earlier: readonly Operation[]]> {
  const { handle, environmentId, source, operation } = making;
  const [existing, earlier] = await Promise.all([
    byHandle(making, work.signal, call),
    call.platform.list(`${source}/operations`, operationShape, { signal: work.signal }),
  ]);
  const begun = earlier.find(
    (each) =>
      each.type === operation.type && each.handle === handle && (each.status === 'queued' || each.status === 'running'),
  );
  if (existing !== undefined || begun === undefined) return [existing, earlier];
  await ended(begun, environmentId, work, call);
  return whatIsThere(making, work, call);
}

interface Named {
  readonly handle: string;
  readonly environmentId: number;
}

async function byHandle(
  { handle, environmentId }: Named,
  signal: AbortSignal,
  { reader }: Call,
): Promise<Database | undefined> {
  const [found] = await reader.withHandle('databases', handle, environmentId, signal);
  return found;
}

/** What has become of a creation that ended before there was a record. Undefined when it made nothing. */
export async function readBegun(
  named: Named,
  call: Call<Private>,
): Promise<{ readonly pending: Operation } | { readonly made: Database } | undefined> {
  const begun = call.private?.operation;
  if (begun === undefined) return undefined;
  const operation = await call.platform.find(`/operations/${begun}`, operationShape, { signal: call.signal });
  if (operation === undefined) return undefined;
  if (operation.status === 'queued' || operation.status === 'running') return { pending: operation };
  const record = await byHandle(named, call.signal, call);
  return record !== undefined && isMadeBy(record, operation) ? { made: record } : undefined;
}

/** The id of what such a creation has made, once it has ended. */
export async function endBegun(named: Named, work: Work, call: Call<Private>): Promise<number | undefined> {
  const begun = await readBegun(named, call);
  if (begun === undefined || 'made' in begun) return begun?.made.id;
  await ended(begun.pending, named.environmentId, work, call);
  const outcome = await readBegun(named, call);
  return outcome !== undefined && 'made' in outcome ? outcome.made.id : undefined;
}

/** Returns when an operation has ended that makes a database. One that failed may have made it nevertheless. */
async function ended(operation: Operation, environmentId: number, work: Work, call: Call): Promise<void> {
  try {
    await waitForOperation(call, work, operation, environmentId);
  } catch (error) {
    if (!(error instanceof OperationFailedError)) throw error;
  }
}

/** Whether it is from the time in which the operation was at work. */
function isMadeBy({ created_at: at }: Database, { created_at: begin, updated_at: end }: Operation): boolean {
  if (!at || !begin || !end) return false;
  return Date.parse(begin) <= Date.parse(at) && Date.parse(at) <= Date.parse(end);
}
