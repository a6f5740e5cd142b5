import { cancelledError } from './errors';

/**
 * Waits, for one caller, for what several share: the wait ends with the caller's signal, and what is shared goes on.
 *
 * @throws ApiError that the request was cancelled
 */
export function abortable<T>(
  shared: Promise<T>,
  method: string,
  path: string,
  signal: AbortSignal | undefined,
): Promise<T> {
  if (signal === undefined) return shared;
  return new Promise((resolve, reject) => {
    const abort = () => reject(cancelledError(method, path, false, signal.reason));
    if (signal.aborted) abort();
    signal.addEventListener('abort', abort, { once: true });
    shared.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
  });
}
