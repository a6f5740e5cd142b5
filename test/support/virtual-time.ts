/** Time that passes as fast as a test can make it pass. A test file that uses it has to mock `node:timers/promises` with `virtualWaits`. */

/** Node's own waits do not follow the timers that Jest replaces. */
export const virtualWaits = {
  setTimeout: (delayMs: number, value: unknown, { signal }: { signal?: AbortSignal } = {}): Promise<unknown> =>
    new Promise((resolve, reject) => {
      const leave = (): void => {
        clearTimeout(timer);
        reject(signal?.reason as Error);
      };
      const timer = setTimeout(() => {
        signal?.removeEventListener('abort', leave);
        resolve(value);
      }, delayMs);
      if (signal?.aborted) leave();
      else signal?.addEventListener('abort', leave, { once: true });
    }),
};

/** What comes of `work`, whose time passes at once. */
export async function inVirtualTime<T>(work: () => Promise<T>): Promise<T> {
  jest.useFakeTimers({ doNotFake: ['nextTick', 'queueMicrotask', 'setImmediate'] });
  try {
    const result = { done: false };
    const done = work().finally(() => (result.done = true));
    // It is awaited below; an error before that is not one without a handler.
    done.catch(() => undefined);
    while (!result.done) {
      await jest.advanceTimersToNextTimerAsync();
      if (jest.getTimerCount() === 0) await new Promise(setImmediate);
    }
    return await done;
  } finally {
    jest.useRealTimers();
  }
}
