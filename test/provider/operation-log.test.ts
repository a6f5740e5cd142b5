/** Logs of operations while they run, as whoever runs the provider in a process of his own hears of them. */
import { Lines } from '../../lib/provider/operation-log';
import { tellTo, type NamedOperation } from '../../lib/provider/progress';
import { type Driver, startDriver } from './driver';

let driver: Driver;
let lines: string[];
let problems: string[];
beforeEach(async () => {
  // It ends when somebody watches it.
  driver = await startDriver({
    images: { 'acme/web': ['web'] },
    operations: { deploy: { polls: 1_000 } },
  });
  lines = [];
  problems = [];
  const name = ({ subject, type }: NamedOperation) => `${subject} ${type}`;
  tellTo({
    onOperation: () => undefined,
    onApplied: () => undefined,
    logs: {
      onLine: (operation, line) => lines.push(`${name(operation)}: ${line.replace(/\d+/, 'N')}`),
      onProblem(problem) {
        problems.push(problem);
        for (const { id, type } of driver.control.list('operation')) {
          if (type === 'deploy') driver.control.change('operation', id, { polls_left: 1 });
        }
      },
    },
  });
});
afterEach(async () => {
  tellTo(undefined);
  await driver.stop();
});

const app = () => ({
  env_id: driver.environmentId,
  handle: 'web',
  docker_image: 'acme/web',
  config: { KEY: 'is running' },
});
const ways = () => driver.control.list('ssh_portal_connection').length;

test('the log of an operation that takes a while is told line by line, without the values of variables', async () => {
  expect((await driver.apply('aptible_app', app())).diagnostics).toEqual([]);
  expect(lines[0]).toBe('web deploy: Operation N (deploy) (redacted).');
  expect(lines.at(-1)).toBe('web deploy: The operation succeeded.');
  expect(problems).toEqual([]);
  expect(ways()).toBe(1);
});

test('an operation that ends soon is asked for no log', async () => {
  driver.control.setTiming('instant');
  expect((await driver.apply('aptible_app', app())).diagnostics).toEqual([]);
  expect([lines, problems, ways()]).toEqual([[], [], 0]);
});

test('a portal that lets nobody in is told, and the deploy succeeds', async () => {
  driver.control.setSshPortal({ refusesLogins: true });
  const { diagnostics, state } = await driver.apply('aptible_app', app());
  expect(diagnostics).toEqual([]);
  expect(state).toMatchObject({ handle: 'web' });
  expect([lines, problems]).toEqual([[], [expect.stringContaining('did not let') as string]]);
});

test('an interruption ends the log with the wait', async () => {
  driver.control.setTiming({ deploy: { durationMs: 600_000 } });
  const stopped = await driver.applyAndStop('aptible_app', app(), null, /ssh_portal_connections/);
  expect(stopped.diagnostics[0]).toMatchObject({ summary: 'Interrupted while trying to deploy the app "web"' });
  expect(problems).toEqual([]);
});

describe('lines', () => {
  function shown(secrets: readonly string[], ...parts: readonly (string | Buffer)[]): string[] {
    const printed: string[] = [];
    const made = new Lines(secrets, (line) => printed.push(line));
    for (const part of parts) made.add(Buffer.from(part));
    made.end();
    return printed;
  }

  test('are whole whatever the parts are, as a terminal shows them in the end', () => {
    const umlaut = Buffer.from('ü\n');
    expect(
      shown(
        [],
        'one\r\nt',
        'wo\n',
        umlaut.subarray(0, 1),
        umlaut.subarray(1),
        '10 %\r100 %\n',
        '\u001b[31mred\u001b[0m',
      ),
    ).toEqual([...['one', 'two', 'ü', '100 %', 'red']]);
  });

  test('show no secret that comes in parts, has several lines, or stands where a long line is cut', () => {
    expect(shown(['hunter2', 'first line\nlast'], 'password hun', 'ter2\n', 'first line\n', 'last\n')).toEqual([
      ...['password (redacted)', '(redacted)', '(redacted)'],
    ]);
    const secret = 'secret'.repeat(100);
    const [long, next] = shown([secret], 'x'.repeat(16_300), secret, 'y'.repeat(40_000), 'z\nnext\n');
    expect(long).toBe(`${'x'.repeat(16_300)}(redacted)${'y'.repeat(74)}…`);
    expect(next).toBe('next');
  });
});
