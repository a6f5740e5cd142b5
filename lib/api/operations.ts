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
  /** The operation as it is now, or undefined when it is gone. Default: asked for by id. */
  readonly read?: () => Promise<Operation | undefined>;
  /** Is told of the operation each time that it was read. */
  readonly onRead?: ((operation: Operation) => void) | undefined;
  /** The body of the request that started it: the log may repeat what it held. */
  readonly sent?: object | undefined;
  /** Replaced by tests. */
  readonly sleep?: (delayMs: number, signal: AbortSignal) => Promise<unknown>;
}

const firstDelayMs = 100;
const delayGrowth = 1.5;
/** The platform's own tools ask every 1 to 5 seconds. */
const longestDelayMs = 5_000;
const logTailLines = 20;

/**
 * Waits until the operation has succeeded, asking often at first, since most operations are short, and less and less often later.
 *
 * @throws OperationFailedError with the end of its log; ApiError that `isNotFound` when it is gone. What is removed takes its operations
 * with it, so that this may be how a removal succeeds: look at what it worked on.
 */
export async function waitForOperation(client: Client, operation: Operation, options: WaitOptions): Promise<Operation> {
  const { signal } = options;
  const sleep = options.sleep ?? ((delayMs) => wait(delayMs, undefined, { signal }));
  const path = `/operations/${operation.id}`;
  const read = options.read ?? (() => client.find(path, operationShape, { signal }));

  let current: Operation | undefined = operation;
  for (let delayMs = firstDelayMs; ; delayMs = Math.min(delayMs * delayGrowth, longestDelayMs)) {
    if (current === undefined) throw gone(operation, path);
    options.onRead?.(current);
    if (current.status === 'succeeded') return current;
    if (current.status === 'failed') throw await failure(client, current, options);
    try {
      await sleep(delayMs, signal);
    } catch (error) {
      if (signal.aborted) throw cancelledError('GET', path, false, error);
      throw error;
    }
    current = await read();
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
