import { OperationProgress } from '../../lib/cli/operation-progress';

/** What is printed of readings: seconds → the status then. */
function printed(isTerminal: boolean, readings: readonly (readonly [seconds: number, status: string])[]): string[] {
  const lines: string[] = [];
  let now = 0;
  const progress = new OperationProgress(
    isTerminal,
    (line) => lines.push(line),
    () => now,
  );
  for (const [seconds, status] of readings) {
    now = seconds * 1000;
    progress.note({ id: 4711, type: 'deploy', status, _links: { resource: { href: 'https://api.example/apps/7' } } });
  }
  return lines;
}

const long = [
  [0, 'queued'],
  [2, 'queued'],
  [4, 'running'],
  [6, 'running'],
  [10, 'running'],
  [40, 'succeeded'],
] as const;

test('a terminal gets a line every few seconds, a log one for each status, and what is short none', () => {
  const first = 'operation 4711 (deploy of apps 7): running, 4 s';
  const last = 'operation 4711 (deploy of apps 7): succeeded, 40 s';
  expect(printed(true, long)).toEqual([first, 'operation 4711 (deploy of apps 7): running, 10 s', last]);
  expect(printed(false, long)).toEqual([first, last]);
  for (const isTerminal of [true, false]) {
    const short = printed(isTerminal, [
      [0, 'queued'],
      [1, 'running'],
      [2, 'succeeded'],
    ]);
    expect(short).toEqual([]);
  }
});
