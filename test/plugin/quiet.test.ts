/** When a call knows that Terraform has nothing more to ask. */
import { Quiet } from '../../lib/plugin/quiet';

const never = new AbortController().signal;

beforeEach(() => void jest.useFakeTimers());
afterEach(() => void jest.useRealTimers());

/** What the waits have come to when all time has passed. */
async function outcomes(waits: readonly Promise<boolean>[]): Promise<(boolean | 'waits')[]> {
  await jest.advanceTimersByTimeAsync(60_000);
  return Promise.all(waits.map((wait) => Promise.race([wait, Promise.resolve('waits' as const)])));
}

function calls(quiet: Quiet, count: number, signal = never): Promise<boolean>[] {
  return Array.from({ length: count }, () => {
    quiet.begin();
    return quiet.come(signal).finally(() => quiet.end());
  });
}

test('it is quiet when all calls wait', async () => {
  expect(await outcomes(calls(new Quiet(), 3))).toEqual([true, true, true]);
});

test('it is not as long as another call runs, or has only just ended', async () => {
  const quiet = new Quiet();
  quiet.begin();
  const waits = calls(quiet, 1);
  expect(await outcomes(waits)).toEqual(['waits']);
  quiet.end();
  await jest.advanceTimersByTimeAsync(100);
  quiet.begin();
  expect(await outcomes(waits)).toEqual(['waits']);
  quiet.end();
  expect(await outcomes(waits)).toEqual([true]);
});

test('calls beyond those that leave Terraform some of its ten do not wait, and cannot know', async () => {
  expect(await outcomes(calls(new Quiet(), 10))).toEqual([...Array<boolean>(8).fill(true), false, false]);
});

test('a call that is aborted cannot know, and the others go on', async () => {
  const quiet = new Quiet();
  const controller = new AbortController();
  const aborted = calls(quiet, 1, controller.signal);
  const others = calls(quiet, 1);
  controller.abort();
  expect(await outcomes(aborted)).toEqual([false]);
  expect(await outcomes(others)).toEqual([true]);
  expect(await outcomes(calls(quiet, 1, controller.signal))).toEqual([false]);
});
