/** Waiting for an operation: `queued` → `running` → `succeeded` or `failed`. */
import { setTimeout as wait } from 'node:timers/promises';
import type { Client } from './client';
import { ApiError, cancelledError, OperationFailedError } from './errors';
import { idOf, linkedAddress } from './links';
import { redacted, secretsOf } from './redaction';
import { operationShape, type Operation } from './shapes';

export interface WaitOptions {
  /** Ends the wait at once; the operation goes on. The wait has no end of its own. */
  readonly signal: AbortSignal;
  /** The operation as it is after that time at the latest, or undefined when it is gone. Default: asked for by id after that time. */
  readonly look?: (withinMs: number) => Promise<Operation | undefined>;
  /** Is told of the operation each time that it was read. */
  readonly onRead?: ((operation: Operation) => void) | undefined;
  /** The body of the request that started it: the log may repeat what it held. */
  readonly sent?: object | undefined;
}

/**
 * The pause until the next look at an operation that has been waited for so long. Its end is noticed within 0.3 s, or 5 % of the time that it
 * took, whichever is more: the pause leaves some of that for the request itself.
 */
function pauseBeforeLookMs(waitedMs: number): number {
  return Math.min(100 + waitedMs / 2, Math.max(250, 0.045 * waitedMs), 15_000);
}

const logTailLines = 20;

/**
 * Waits until the operation has succeeded, asking often at first, since most operations are short, and less and less often later.
 *
 * @throws OperationFailedError with the end of its log; ApiError that `isNotFound` when it is gone. What is removed takes its operations
 * with it, so that this may be how a removal succeeds: look at what it worked on.
 */
export async function waitForOperation(client: Client, operation: Operation, options: WaitOptions): Promise<Operation> {
  const { signal } = options;
  const path = `/operations/${operation.id}`;
  const look =
    options.look ??
    (async (withinMs) => {
      await wait(withinMs, undefined, { signal });
      return client.find(path, operationShape, { signal });
    });
  const startedMs = performance.now();
  let current: Operation | undefined = operation;
  for (;;) {
    if (current === undefined) throw gone(operation, path);
    options.onRead?.(current);
    if (current.status === 'succeeded') return current;
    if (current.status === 'failed') throw await failure(client, current, options);
    try {
      current = await look(pauseBeforeLookMs(performance.now() - startedMs));
    } catch (error) {
      if (signal.aborted && !(error instanceof ApiError)) throw cancelledError('GET', path, false, error);
      throw error;
    }
  }
}

function gone({ id, type }: Operation, path: string): ApiError {
  return new ApiError(
    `GET ${path}: the platform has no operation ${id} (${type}) any more, so it is not known how it ended. What it worked on was ` +
      'removed meanwhile, or this token may not see it any more.',
    { code: 'refused', method: 'GET', path, status: 404, isNotFound: true },
  );
}

async function failure(
  client: Client,
  operation: Operation,
  { signal, sent }: WaitOptions,
): Promise<OperationFailedError> {
  let tail: string[] = [];
  let problem: string | undefined;
  try {
    const log = redacted(await client.operationLog(operation.id, { signal }), secretsOf(sent)).trimEnd();
    if (log !== '') tail = log.split('\n').slice(-logTailLines);
  } catch (error) {
    // That the operation failed matters more than that its log cannot be read: the message says both.
    problem = error instanceof Error ? error.message : String(error);
  }
  const page = client.operationPage(operation.id);
  return new OperationFailedError(operation, resourceOf(operation), tail, problem, page, operation.cancelled === true);
}

/** `apps 7` */
export function resourceOf(operation: Operation): string | undefined {
  const href = linkedAddress(operation, 'resource');
  return href !== undefined ? `${href.split('/').at(-2)} ${idOf(href)}` : undefined;
}
