/** What a client does when the platform has too many requests, in virtual time. */
import fc from 'fast-check';
import { anyRecordShape, type ApiError, Client, type ClientOptions } from '../../lib/api';
import { type Answer, Transport } from '../../lib/api/transport';
import { runs } from '../support/runs';
import { inVirtualTime } from '../support/virtual-time';

jest.mock(
  'node:timers/promises',
  () => jest.requireActual<{ virtualWaits: object }>('../support/virtual-time').virtualWaits,
);

const record: Answer = { status: 200, text: '{"id":7}' };

/** A platform, by what it answers to a request. */
function connect(
  answer: (nowMs: number) => Answer,
  latencyMs: () => number,
  options: Partial<ClientOptions> = {},
): Client {
  jest.spyOn(Transport.prototype, 'attempt').mockImplementation(async () => {
    const way = latencyMs() / 2;
    await new Promise((resolve) => setTimeout(resolve, way));
    const answered = answer(performance.now());
    await new Promise((resolve) => setTimeout(resolve, way));
    return answered;
  });
  return new Client({
    apiUrl: 'https://api.example.com',
    authUrl: 'https://auth.example.com',
    credentials: { accessToken: 'the-token' },
    userAgent: 'test/1',
    environment: {},
    ...options,
  });
}

afterEach(() => jest.restoreAllMocks());

const together = (client: Client, count: number): Promise<unknown[]> =>
  Promise.all(Array.from({ length: count }, () => client.get('/apps/7', anyRecordShape)));

/** The most that came within that time of each other. */
function mostWithin(timesMs: readonly number[], withinMs: number): number {
  return Math.max(0, ...timesMs.map((from) => timesMs.filter((at) => at >= from && at < from + withinMs).length));
}

test.each([
  ['without Retry-After', undefined],
  ['with Retry-After: 1', 1_000],
  ['with Retry-After: 5', 5_000],
])(
  'a platform that takes few requests a second refuses few, and all succeed in the end: %s',
  async (_name, retryAfterMs) => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(429, 503),
        fc.integer({ min: 2, max: 60 }),
        fc.array(fc.integer({ min: 0, max: 200 }), { minLength: 5, maxLength: 5 }),
        async (status, mostPerSecond, latencies) => {
          const takenMs: number[] = [];
          const comesMs: number[] = [];
          const refusedMs: number[] = [];
          let request = 0;
          const answer = (nowMs: number): Answer => {
            comesMs.push(nowMs);
            if (takenMs.filter((at) => at > nowMs - 1_000).length < mostPerSecond) {
              takenMs.push(nowMs);
              return record;
            }
            refusedMs.push(nowMs);
            return { status, text: '', retryAfterMs };
          };
          const client = connect(answer, () => latencies[request++ % latencies.length]!);
          const records = await inVirtualTime(() => together(client, 50));
          expect(records).toEqual(Array(50).fill({ id: 7 }));
          const burst = Math.max(50 - mostPerSecond, 0);
          // Those of the first burst, which nobody could know of, and one of five after it at most.
          expect(refusedMs.length).toBeLessThanOrEqual(burst + 10);
          const firstEndMs = comesMs[0]! + 200;
          const later = comesMs.filter((at) => at > firstEndMs);
          // No herd: they come back in single file.
          if (burst > 0) expect(mostWithin(later, 100)).toBeLessThanOrEqual(6);
        },
      ),
      { numRuns: runs(40) },
    );
  },
);

test('nothing is sent before the time that the platform asked for, by whomever', async () => {
  const comesMs: number[] = [];
  const answer = (nowMs: number): Answer => {
    comesMs.push(nowMs);
    return comesMs.length === 1 ? { status: 429, text: '', retryAfterMs: 5_000 } : record;
  };
  const client = connect(answer, () => 20);
  await inVirtualTime(async () => {
    const refused = client.get('/apps/7', anyRecordShape);
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    await Promise.all([refused, together(client, 3)]);
  });
  const [first, ...others] = comesMs;
  expect(others).toHaveLength(4);
  expect(Math.min(...others) - first!).toBeGreaterThanOrEqual(5_000);
});

test('a platform that refuses everything is asked as often as before, and then each request fails with its answer', async () => {
  let asked = 0;
  const answer = (): Answer => {
    asked += 1;
    return { status: 503, text: '', retryAfterMs: 30_000 };
  };
  const client = connect(answer, () => 20);
  await inVirtualTime(async () => {
    const startedMs = performance.now();
    const outcomes = await Promise.allSettled(Array.from({ length: 50 }, () => client.get('/apps/7', anyRecordShape)));
    const statuses = outcomes.map((outcome) => outcome.status === 'rejected' && (outcome.reason as ApiError).status);
    expect(statuses).toEqual(Array(50).fill(503));
    // Three pauses, as a single request has them.
    expect(performance.now() - startedMs).toBeLessThan(3 * 30_000 + 2_000);
  });
  expect(asked).toBeLessThan(60);
});

test('the pace is free again after a while', async () => {
  let asked = 0;
  const client = connect(
    () => (asked++ === 0 ? { status: 429, text: '' } : record),
    () => 20,
  );
  await inVirtualTime(async () => {
    for (let round = 0; round < 2; round++) await together(client, 300);
    const startedMs = performance.now();
    await together(client, 500);
    expect(performance.now() - startedMs).toBeLessThan(25);
  });
});

test('a cancel ends the wait for a turn, and says what came before', async () => {
  const client = connect(
    () => ({ status: 429, text: '', retryAfterMs: 60_000 }),
    () => 20,
  );
  await inVirtualTime(async () => {
    const refused = client.get('/apps/7', anyRecordShape).catch((error: unknown) => error);
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    const controller = new AbortController();
    const waiting = client
      .get('/apps/8', anyRecordShape, { signal: controller.signal })
      .catch((error: unknown) => error);
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    controller.abort();
    expect(await waiting).toMatchObject({ code: 'cancelled', fateUnknown: false });
    expect(await refused).toMatchObject({ status: 429 });
  });
});
