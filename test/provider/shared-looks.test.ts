/** How soon the ends of operations are noticed, and with how many requests, in virtual time. */
import { getEventListeners, setMaxListeners } from 'node:events';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import fc from 'fast-check';
import type { Operation } from '../../lib/api';
import { type Answer, Transport } from '../../lib/api/transport';
import { runs } from '../support/runs';
import { inVirtualTime } from '../support/virtual-time';
import { newReader } from './new-reader';

jest.mock(
  'node:timers/promises',
  () => jest.requireActual<{ virtualWaits: object }>('../support/virtual-time').virtualWaits,
);
afterEach(() => jest.restoreAllMocks());

interface Wanted {
  readonly startsMs: number;
  readonly durationMs: number;
}
interface Noticed extends Wanted {
  readonly lateMs: number;
}

const latencyMs = 10;
const sleep = (delayMs: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, delayMs));

/** A platform with operations that begin and end at their times, and a client that waits for all of them. `shows`: what its collection has. */
async function waitForAll(
  wanted: readonly Wanted[],
  shows: (ids: readonly number[]) => readonly number[] = (ids) => ids,
) {
  const requests: { readonly path: string; readonly atMs: number; endsMs: number }[] = [];
  const startedMs = new Map<number, number>();
  const operation = (id: number): Operation => {
    const endsMs = startedMs.get(id)! + wanted[id]!.durationMs;
    return { id, type: 'deploy', status: performance.now() >= endsMs ? 'succeeded' : 'running' };
  };
  jest.spyOn(Transport.prototype, 'attempt').mockImplementation(async ({ url }): Promise<Answer> => {
    const request = { path: url.pathname, atMs: performance.now(), endsMs: Infinity };
    requests.push(request);
    await sleep(latencyMs / 2);
    const [, id] = /^\/operations\/(\d+)$/.exec(url.pathname) ?? [];
    const known = shows([...startedMs.keys()]);
    const body = id === undefined ? { _embedded: { operations: known.map(operation) } } : operation(Number(id));
    await sleep(latencyMs / 2);
    request.endsMs = performance.now();
    return { status: 200, text: JSON.stringify(body) };
  });
  const { platform, reader } = newReader();
  const noticed = await inVirtualTime(() =>
    Promise.all(
      wanted.map(async ({ startsMs, durationMs }, id): Promise<Noticed> => {
        await sleep(startsMs);
        startedMs.set(id, performance.now());
        const { signal } = new AbortController();
        const look = (withinMs: number) => reader.operation(id, 3, withinMs, signal);
        const ended = await platform.waitForOperation(operation(id), { signal, look });
        expect(ended).toEqual({ id, type: 'deploy', status: 'succeeded' });
        return { startsMs, durationMs, lateMs: performance.now() - startedMs.get(id)! - durationMs };
      }),
    ),
  );
  return { noticed, requests };
}

/** What the requests for one operation that is waited for alone come to. */
const alone = async (durationMs: number): Promise<number> =>
  (await waitForAll([{ startsMs: 0, durationMs }])).requests.length;

const isInTime = ({ durationMs, lateMs }: Noticed): boolean => lateMs <= Math.max(300, durationMs / 20);

const someWanted = (latestStartMs: number) =>
  fc.array(
    fc.record({
      startsMs: fc.integer({ min: 0, max: latestStartMs }),
      durationMs: fc.oneof(fc.integer({ min: 1, max: 3_000 }), fc.integer({ min: 1, max: 900_000 })),
    }),
    { minLength: 1, maxLength: 12 },
  );

test('the end of an operation is noticed within 0.3 s or 5 % of its time, whatever else is waited for', async () => {
  await fc.assert(
    fc.asyncProperty(someWanted(300_000), fc.boolean(), async (wanted, areShown) => {
      const { noticed, requests } = await waitForAll(wanted, areShown ? undefined : () => []);
      expect(noticed.filter((each) => !isInTime(each))).toEqual([]);
      // One request at a time for all of them.
      const shared = requests.filter(({ path }) => path === '/accounts/3/operations');
      expect(shared.filter(({ atMs }, index) => atMs < (shared[index - 1]?.endsMs ?? 0))).toEqual([]);
    }),
    { numRuns: runs(25) },
  );
});

test('operations that begin together take hardly more requests than the longest of them', async () => {
  await fc.assert(
    fc.asyncProperty(someWanted(0), async (wanted) => {
      const { requests } = await waitForAll(wanted);
      const longestMs = Math.max(...wanted.map(({ durationMs }) => durationMs));
      expect(requests.length).toBeLessThanOrEqual((await alone(longestMs)) + 1);
    }),
    { numRuns: runs(15) },
  );
});

test.each([
  [1_000, 6],
  [60_000, 80],
  [600_000, 140],
  [3_600_000, 360],
])('an operation of %i ms takes at most %i requests', async (durationMs, most) => {
  expect(await alone(durationMs)).toBeLessThanOrEqual(most);
});

test('one that is not among the newest is asked for by id, at its own times', async () => {
  const wanted = [
    { startsMs: 0, durationMs: 600_000 },
    { startsMs: 500_000, durationMs: 60_000 },
    { startsMs: 500_000, durationMs: 60_000 },
  ];
  const { noticed, requests } = await waitForAll(wanted, (ids) => ids.filter((id) => id > 0));
  expect(noticed.every(isInTime)).toBe(true);
  const byId = requests.filter(({ path }) => path === '/operations/0').length;
  expect(byId).toBeLessThanOrEqual((await alone(600_000)) + 2);
});

test('who leaves does not end the request of the others; when all have left, it ends', async () => {
  const signals: (AbortSignal | undefined)[] = [];
  jest.spyOn(Transport.prototype, 'attempt').mockImplementation(async (exchange): Promise<Answer> => {
    signals.push(exchange.signal);
    await sleep(1_000);
    return { status: 200, text: '{"_embedded":{"operations":[{"id":1,"type":"deploy","status":"succeeded"}]}}' };
  });
  const { reader } = newReader();
  await inVirtualTime(async () => {
    const [first, second] = [new AbortController(), new AbortController()];
    const left = reader.operation(0, 3, 100, first.signal).catch((error: unknown) => error);
    const stays = reader.operation(1, 3, 100, second.signal);
    await sleep(200);
    first.abort('left');
    expect([await left, signals[0]?.aborted]).toEqual(['left', false]);
    expect(await stays).toMatchObject({ id: 1, status: 'succeeded' });
    const both = [0, 1].map((id) => reader.operation(id, 3, 100, second.signal).catch((error: unknown) => error));
    await sleep(200);
    second.abort('left');
    expect([await Promise.all(both), signals[1]?.aborted]).toEqual([['left', 'left'], true]);
  });
});

test('two hours of waits leave nothing behind: no timer, no listener, no memory', async () => {
  setFlagsFromString('--expose-gc');
  const collectGarbage = runInNewContext('gc') as () => void;
  const platformSide = jest.spyOn(Transport.prototype, 'attempt').mockImplementation(({ url }): Promise<Answer> => {
    const operation = '{"id":1,"type":"deploy","status":"running"}';
    const body = url.pathname === '/operations/1' ? operation : `{"_embedded":{"operations":[${operation}]}}`;
    return Promise.resolve({ status: 200, text: body });
  });
  const { reader } = newReader();
  const { signal } = new AbortController();
  setMaxListeners(0, signal);
  const heapBytes: number[] = [];
  await inVirtualTime(async () => {
    for (const rounds of [200, 2_000, 2_000]) {
      for (let round = 0; round < rounds; round++)
        await Promise.all([1, 1].map((id) => reader.operation(id, 3, 1_800, signal)));
      // Jest keeps all calls.
      platformSide.mockClear();
      collectGarbage();
      heapBytes.push(process.memoryUsage().heapUsed);

      expect([getEventListeners(signal, 'abort').length, jest.getTimerCount()]).toEqual([0, 0]);
    }
  });
  // What a look leaves is less than 250 bytes: nothing, but for noise.
  expect(heapBytes[2]! - heapBytes[1]!).toBeLessThan(1_000_000);
});
