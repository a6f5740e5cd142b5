import { OperationProgress } from '../../lib/cli/operation-progress';

const operation = (status: string) => ({
  ...{ id: 4711, type: 'deploy', status },
  _links: { resource: { href: 'https://api.example/apps/7' } },
});

/** A progress, what it prints, and its clock. */
function started(isTerminal: boolean) {
  const lines: string[] = [];
  const clock = { ms: 0 };
  const options = { isTerminal, showsLogs: true, nowMs: () => clock.ms };
  return { lines, clock, progress: new OperationProgress(options, (line) => lines.push(line)) };
}

/** What is printed of readings: seconds → the status then. */
function printed(isTerminal: boolean, readings: readonly (readonly [seconds: number, status: string])[]): string[] {
  const { lines, clock, progress } = started(isTerminal);
  for (const [seconds, status] of readings) {
    clock.ms = seconds * 1000;
    progress.onOperation(operation(status));
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

test('lines of logs say whose they are, stand in for the line every few seconds, and end with one hint', () => {
  const { lines, clock, progress } = started(true);
  const named = (status: string) => ({ ...operation(status), subject: 'web' });
  const at = (seconds: number): void => {
    clock.ms = seconds * 1000;
    progress.onOperation(named('running'));
  };
  const { logs } = progress;
  at(0);
  at(3);
  clock.ms = 7_000;
  logs!.onLine(named('running'), 'Step 1/2');
  at(9);
  logs!.onLine(operation('running'), '');
  logs!.onProblem('The SSH portal is closed.');
  logs!.onProblem('The SSH portal is closed.');
  at(14);
  expect(lines).toEqual([
    'operation 4711 (deploy of web): running, 3 s',
    'web deploy | Step 1/2',
    'apps 7 deploy |',
    'No more logs of operations are shown: The SSH portal is closed. --no-logs asks for none.',
    'operation 4711 (deploy of web): running, 14 s',
  ]);
  expect(progress.logs).toBeUndefined();
});
