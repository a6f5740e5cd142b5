/** What the resources do alike with their records: post without doubling, and run operations. */
import { ApiError, type App, type Client, type Database, type Operation, operationShape } from '../api';
import type { Call } from './call';
import { claim, isClaimed } from './claims';
import type { Records } from './environment-reader';
import { followLog } from './operation-log';
import { currentListener } from './progress';
import { Gone, lookForNew, persistently, type Work } from './work';

/** How often a request is sent to which the platform itself answers that it cannot: no proxy, and no lost connection. */
const mostOwnErrors = 4;

/** Posts until the platform certainly has it: a request whose fate is unknown is looked for before it is repeated, as long as there is time. */
export async function posted<T>(
  platform: Client,
  signal: AbortSignal,
  post: () => Promise<T>,
  findLost: (cause: ApiError) => Promise<T | undefined>,
): Promise<T> {
  for (let attempt = 0; ; attempt++) {
    try {
      return await post();
    } catch (error) {
      if (!(error instanceof ApiError) || !error.fateUnknown || signal.aborted) throw error;
      await platform.pauseAfter(error, attempt, signal);
      const found = await persistently(platform, signal, () => findLost(error));
      if (found !== undefined) return found;
      if (error.platformCode !== undefined && attempt + 1 >= mostOwnErrors) throw error;
    }
  }
}

/** Starts an operation on `path` (`/apps/7`) and returns when it has succeeded. */
export async function runOperation(
  call: Call,
  work: Work,
  path: string,
  environmentId: number,
  body: { readonly type: string; readonly [field: string]: unknown },
  options?: StartOptions,
): Promise<void> {
  await waitForOperation(call, work, await startOperation(call, work, path, body, options), environmentId, body);
}

/** Returns when an operation has succeeded, by whomever it was started. `sent` is the body that started it, if this provider did. */
export async function waitForOperation(
  { platform, reader }: Call,
  work: Work,
  operation: Operation,
  environmentId?: number,
  sent?: object,
): Promise<void> {
  // With what is removed, its operations go.
  const looking = isRemoval(operation.type) ? persistently : lookForNew;
  const { subject, secrets } = work.about;
  const listener = currentListener();
  const named = { ...operation, subject };
  const endLog = listener?.logs && followLog(platform, named, { secrets, signal: work.signal }, listener.logs);
  work.operations.add(operation);
  try {
    await platform.waitForOperation(operation, {
      sent,
      signal: work.signal,
      onRead: listener && ((current) => listener.onOperation({ ...current, subject })),
      look: (withinMs) => {
        // What repeats a look has waited already.
        let pauseMs = withinMs;
        return looking(platform, work.signal, () => {
          const look = reader.operation(operation.id, environmentId, pauseMs, work.signal);
          pauseMs = 0;
          return look;
        });
      },
    });
    work.operations.delete(operation);
  } finally {
    await endLog?.();
  }
}

/** Removes what is at `path`. What is gone already, or goes meanwhile, is a success. */
export async function deprovision(call: Call, work: Work, path: string, environmentId: number): Promise<void> {
  await removeBy('deprovision', call, work, path, environmentId);
}

/** Removes what is at `path` by an operation of that type. */
export async function removeBy(
  type: 'deprovision' | 'purge',
  call: Call,
  work: Work,
  path: string,
  environmentId: number,
): Promise<void> {
  const { platform, missing } = call;
  const { signal } = work;
  let operation: Operation;
  try {
    operation = await startOperation(call, work, path, { type });
  } catch (error) {
    await platform.confirmGone(path, error, { signal });
    return missing.checkEnvironment(environmentId, signal, call);
  }
  try {
    await waitForOperation(call, work, operation, environmentId);
  } catch (error) {
    // What is removed takes its operations with it, so that their 404 may be the sign of success: the record itself tells.
    await platform.confirmGone(path, error, { signal });
  }
}

/** What a request answers; undefined where the platform says that there is no such thing. */
export async function unlessGone<T>(read: () => Promise<T>): Promise<T | undefined> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof ApiError && error.isNotFound) return undefined;
    throw error;
  }
}

/** Deletes the record at `path`. One that is gone already is a success. */
export async function deleteRecord(call: Call, { signal }: Work, path: string, environmentId: number): Promise<void> {
  const outcome = await call.platform.delete(path, { signal });
  if (outcome === 'gone') await call.missing.checkEnvironment(environmentId, signal, call);
}

/**
 * Reads what was made or changed, as the end of that. `what`, for messages: `the app "web"`; `name` is at the beginning of a sentence.
 * `known`: what is known of the result without it. `seen`: the record as it was read after the last change, where it was.
 */
export function closingRead<K extends keyof Records, F extends object>(
  { platform, reader, signal }: Call,
  work: Work,
  {
    kind,
    id,
    environmentId,
    what,
    name = what.replace('the ', 'The '),
    known,
    seen,
  }: {
    readonly kind: K;
    readonly id: number;
    readonly environmentId?: number;
    readonly what: string;
    readonly name?: string;
    readonly known: Partial<F>;
    readonly seen?: Records[K] | undefined;
  },
  stateOf: (record: Records[K]) => F | Promise<F>,
): Promise<F> {
  let last = seen;
  return work.closing(platform, what, known, async () => {
    const record = last ?? stillThere(await reader.find(kind, id, { environmentId, signal, fresh: true }), name, id);
    // A repeat looks at everything again.
    last = undefined;
    return stateOf(record);
  });
}

/** A record that was read anew after a change to it. `what`, for messages: `The app "web"`. Throws when it is gone. */
export function stillThere<T>(record: T | undefined, what: string, id: number): T {
  if (record !== undefined) return record;
  throw new Gone(
    `${what} is gone`,
    `The platform has nothing under its id ${id} any more: it was removed while it was being changed. Apply again to create it anew.`,
  );
}

/** Starts an operation once: one whose answer was lost is found, also when it has ended meanwhile. */
export async function startOperation(
  { platform }: Call,
  { signal }: Pick<Work, 'signal'>,
  path: string,
  body: { readonly type: string },
  { after, isOurs = () => true }: StartOptions = {},
): Promise<Operation> {
  const operationsPath = `${path}/operations`;
  const list = () => platform.list(operationsPath, operationShape, { signal });
  const last = after ?? (isRemoval(body.type) ? 0 : Math.max(0, ...(await list()).map(({ id }) => id)));
  const isLost = (operation: Operation): boolean =>
    operation.type === body.type &&
    operation.id > last &&
    isOurs(operation) &&
    !isClaimed(platform, 'operations', operation) &&
    // Whoever began a removal: while it goes on, there is none to begin.
    (!isRemoval(body.type) || operation.status === 'queued' || operation.status === 'running');
  const started = await posted(
    platform,
    signal,
    () => platform.post(operationsPath, operationShape, body, { signal }),
    async () => (await list()).find(isLost),
  );
  return claim(platform, 'operations', started);
}

export interface StartOptions {
  /**
   * The id of an operation from before, which tells those that were there from the one that is started: ids only grow. Zero for a record
   * that was just made. Default: asked for.
   */
  readonly after?: number | undefined;
  /** What else it must be. */
  readonly isOurs?: (operation: Operation) => boolean;
}

/** The newest operation that a record names. Undefined where its answer leaves that out. */
export function lastOperationId({ _embedded: { last_operation: last } }: App | Database): number | undefined {
  return last === undefined ? undefined : (last?.id ?? 0);
}

const isRemoval = (type: string): boolean => type === 'deprovision' || type === 'purge';
