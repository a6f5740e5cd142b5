/** Waits for the promise until the time is over or the signal is given; then it throws, and the promise goes on by itself. */
export function until<T>(
  promise: Promise<T>,
  { deadlineMs, signal }: { readonly deadlineMs?: number; readonly signal: AbortSignal },
  what: string,
): Promise<T> {
  return new Promise((resolve, reject) => {
    const abort = (): void => end(() => reject(signal.reason as Error));
    const timer =
      deadlineMs === undefined
        ? undefined
        : setTimeout(() => end(() => reject(new Error(`${what} after ${deadlineMs / 1000} s.`))), deadlineMs);
    const end = (then: () => void): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', abort);
      then();
    };
    promise.then(
      (value) => end(() => resolve(value)),
      (error: Error) => end(() => reject(error)),
    );
    if (signal.aborted) abort();
    else signal.addEventListener('abort', abort);
  });
}
