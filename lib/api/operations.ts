/** Waiting for an operation: `queued` → `running` → `succeeded` or `failed`. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Client } from './client';
import { ApiError, OperationFailedError } from './errors';
import { operationShape, type Operation } from './shapes';

export interface WaitOptions {
  /** Ends the wait at once; the operation goes on. */
  readonly signal: AbortSignal;
  /** The operation as it is now, or undefined when it is gone. Left out: asked for by id. */
  readonly read?: () => Promise<Operation | undefined>;
  /** Waits this long, or until the signal. For tests. */
  readonly pause?: (delayMs: number, signal: AbortSignal) => Promise<unknown>;
}

const firstDelayMs = 100;
const delayGrowth = 1.4;
/** The platform's own tools ask every 1 to 5 seconds. */
const longestDelayMs = 5_000;
const logTailLines = 20;

/**
 * Returns when the operation has succeeded, or has gone with what it removed. Asks often at first, since most operations are short, and
 * less and less often later.
 *
 * @throws OperationFailedError with the end of its log
 */
export async function waitForOperation(client: Client, operation: Operation, options: WaitOptions): Promise<void> {
  const { signal, pause = wait } = options;
  const read = options.read ?? (() => client.find(`/operations/${operation.id}`, operationShape, { signal }));
  let current: Operation | undefined = operation;
  for (let delayMs = firstDelayMs; ; delayMs = Math.min(delayMs * delayGrowth, longestDelayMs)) {
    if (current === undefined) return gone(operation);
    if (current.status === 'succeeded') return;
    if (current.status === 'failed') throw await failed(client, current, signal);
    await pause(delayMs, signal);
    current = await read();
  }
}

function wait(delayMs: number, signal: AbortSignal): Promise<unknown> {
  return sleep(delayMs, undefined, { signal });
}

/** What is removed takes its operations with it: for a removal, and only for one, that is the sign of success. */
function gone({ id, type }: Operation): void {
  if (type === 'deprovision' || type === 'purge') return;
  throw new ApiError(
    `The operation ${id} (${type}) is gone, and so is what it worked on: somebody removed it meanwhile.`,
    {
      code: 'status',
      method: 'GET',
      path: `/operations/${id}`,
      status: 404,
    },
  );
}

async function failed(client: Client, { id, type }: Operation, signal: AbortSignal): Promise<OperationFailedError> {
  try {
    const log = await client.operationLog(id, { signal });
    const lines = log.trimEnd().split('\n').slice(-logTailLines);
    const tail = lines.join('\n').trim();
    return new OperationFailedError(id, type, tail === '' ? undefined : tail);
  } catch (error) {
    // That the operation failed matters more than that its log is not to be had: the message says both.
    return new OperationFailedError(id, type, undefined, error instanceof Error ? error.message : String(error));
  }
}
