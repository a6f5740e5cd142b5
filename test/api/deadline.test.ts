import { setTimeout as wait } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { Deadline, TimeIsOver } from '../../lib/api';

setFlagsFromString('--expose_gc');
const collectGarbage = runInNewContext('gc') as () => void;

/** Waits as an operation does: nothing holds the deadline but who listens to its signal. */
const aborted = (signal: AbortSignal) =>
  new Promise((resolve) => signal.addEventListener('abort', () => resolve('aborted'), { once: true }));

/** Only the signal is kept, and the one that the outer work made of it is not reachable any more. */
const begun = (timeMs: number, outer?: AbortSignal): AbortSignal => new Deadline(timeMs, outer).signal;

test('a deadline is kept although garbage is collected before it', async () => {
  const end = aborted(begun(300, new AbortController().signal));
  for (let round = 0; round < 10; round++) {
    collectGarbage();
    await wait(10);
  }
  expect(await Promise.race([end, wait(10_000, 'never', { ref: false })])).toBe('aborted');
});

test('a deadline ends with the outer signal, and is not over then', async () => {
  const outer = new AbortController();
  const deadline = new Deadline(60_000, outer.signal);
  const end = aborted(deadline.signal);
  outer.abort();
  expect(await end).toBe('aborted');
  expect(deadline.signal.reason).not.toBeInstanceOf(TimeIsOver);
  expect(new Deadline(60_000, outer.signal).signal.aborted).toBe(true);
});

test('a time that no timer takes is not over at once', async () => {
  const deadline = new Deadline(Number.MAX_SAFE_INTEGER);
  await wait(20);
  expect(deadline.signal.aborted).toBe(false);
  deadline.end();
});

test('an ended deadline is never over', async () => {
  const deadline = new Deadline(20);
  deadline.end();
  await wait(60);
  expect(deadline.signal.aborted).toBe(false);
});
