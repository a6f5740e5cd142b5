/** What the resources do alike: create a record so that none is lost or doubled, and run an operation on one. */
import { ApiError, type Operation, operationShape } from '../api';
import { DiagnosticError } from '../plugin/diagnostics';
import type { Call } from './call';
import type { Work } from './work';

export interface NewRecord<T> {
  /** The record in messages: `the app "web"`. */
  readonly what: string;
  readonly create: () => Promise<T>;
  /** The record that has the same handle now, read anew. */
  readonly find: () => Promise<T | undefined>;
  /** Whether nothing has been done with this record yet, so that it can be the one which an unanswered request created. */
  readonly untouched: (record: T) => boolean | Promise<boolean>;
  /** `aptible_app.example acme-production/web` */
  readonly importExample: string;
}

/** Posts a record. A request whose fate is unknown is looked for before it is repeated. */
export async function createRecord<T extends { readonly id: number }>(work: Work, record: NewRecord<T>): Promise<T> {
  return work.must(`create ${record.what}`, async () => {
    try {
      return await record.create();
    } catch (error) {
      if (!(error instanceof ApiError) || work.signal.aborted) throw error;
      if (error.fateUnknown) {
        const found = await record.find();
        if (found !== undefined && (await record.untouched(found))) return found;
        if (found === undefined) return await record.create();
        throw handleTaken(record, found.id, error);
      }
      const found =
        error.status === 422 && /handle|taken|exist|use/i.test(error.platformMessage ?? '')
          ? await record.find()
          : undefined;
      throw found === undefined ? error : handleTaken(record, found.id, error);
    }
  });
}

/** Starts an operation on `path` (`/apps/7`) and returns when it has succeeded. */
export async function runOperation(
  call: Call,
  work: Work,
  path: string,
  environmentId: number,
  body: { readonly type: string; readonly [field: string]: unknown },
): Promise<void> {
  await waitForOperation(call, work, await startOperation(call, work, path, body), environmentId, body);
}

/** Returns when an operation has succeeded, by whomever it was started. `sent` is the body that started it, if this provider did. */
export async function waitForOperation(
  { platform, reader }: Call,
  work: Work,
  operation: Operation,
  environmentId: number,
  sent?: object,
): Promise<void> {
  const ended = reader.waitFor(operation.id, environmentId);
  work.operations.add(operation);
  try {
    await platform.waitForOperation(operation, {
      sent,
      signal: work.signal,
      read: () => reader.operation(operation.id, environmentId, work.signal),
    });
    work.operations.delete(operation);
  } finally {
    ended();
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
  try {
    await runOperation(call, work, path, environmentId, { type });
  } catch (error) {
    // The platform answers 404 once the record, and with it its operations, is gone.
    await call.platform.confirmGone(path, error, { signal: work.signal });
  }
}

/** A record that was read anew after a change to it. `what`, for messages: `The app "web"`. Throws when it is gone. */
export function stillThere<T>(record: T | undefined, what: string, id: number): T {
  if (record !== undefined) return record;
  throw new DiagnosticError(
    `${what} is gone`,
    `The platform has nothing under its id ${id} any more: it was removed while it was being changed. Apply again to create it anew.`,
  );
}

/** Starts one that was not started by an earlier attempt whose answer was lost: `isOurs` knows that one. */
export async function startOperation(
  { platform }: Call,
  { signal }: Pick<Work, 'signal'>,
  path: string,
  body: { readonly type: string },
  isOurs = ({ type, status }: Operation): boolean =>
    type === body.type && (type === 'provision' || status === 'queued' || status === 'running'),
): Promise<Operation> {
  const post = () => platform.post(`${path}/operations`, operationShape, body, { signal });
  try {
    return await post();
  } catch (error) {
    if (!(error instanceof ApiError) || !error.fateUnknown || signal.aborted) throw error;
    const operations = await platform.list(`${path}/operations`, operationShape, { signal });
    return operations.find(isOurs) ?? (await post());
  }
}

function handleTaken<T>(record: NewRecord<T>, id: number, cause: ApiError): DiagnosticError {
  return new DiagnosticError(
    `Could not create ${record.what}: there is one with this handle already`,
    `${cause.message}\n\nIts id is ${id}. To manage it here, import it:\n\n  terraform import ${record.importExample}\n\n` +
      'To have another one, choose another handle.',
    ['handle'],
    { cause },
  );
}
