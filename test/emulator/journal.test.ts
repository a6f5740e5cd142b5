import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startLocalPlatform, type LocalPlatform } from '../../lib/emulator';
import { invariantsHold } from './support/invariants';
import { Client, World } from './support/client';
import { Compiled } from '../support/compiled';
import { eventually } from '../support/eventually';
import { runs } from '../support/runs';

jest.setTimeout(60_000);

let data: string;
const script = 'test/emulator/support/hold-platform.ts';
const compiled = new Compiled(script);
const platforms: LocalPlatform[] = [];
const children: ChildProcess[] = [];

afterAll(() => compiled.remove());

beforeEach(() => {
  data = mkdtempSync(join(tmpdir(), 'journal-tests-'));
});

afterEach(async () => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
  for (const platform of platforms.splice(0)) await platform.stop();
  rmSync(data, { recursive: true, force: true });
});

async function start(options = {}): Promise<LocalPlatform> {
  const platform = await startLocalPlatform({ data, ...options });
  platforms.push(platform);
  return platform;
}

async function stop(platform: LocalPlatform): Promise<void> {
  platforms.splice(platforms.indexOf(platform), 1);
  await platform.stop();
}

async function fill(platform: LocalPlatform): Promise<void> {
  const world = new World(Client.of(platform));
  const account = await world.environment();
  await world.deployedApp(account);
  await world.provisionedDatabase(account);
  const gone = await world.database(account, 'gone');
  await Client.of(platform).delete(`/databases/${gone}`);
}

test('everything is there after a restart, at the same address and with the same token and login', async () => {
  const before = await start();
  await fill(before);
  const { url, token, password } = before;
  const snapshot = before.control.snapshot();
  await stop(before);

  const after = await start();
  expect({ url: after.url, token: after.token, password: after.password, snapshot: after.control.snapshot() }).toEqual({
    url,
    token,
    password,
    snapshot,
  });
});

test('ids go on where they were', async () => {
  const before = await start();
  const first = await new World(Client.of(before)).environment('first');
  await stop(before);
  const after = await start();
  expect(await new World(Client.of(after)).environment('second')).toBeGreaterThan(first);
});

test('an operation that was running goes on, and one behind it in the queue too', async () => {
  const before = await start({ operations: { durationMs: 3_600_000 } });
  const world = new World(Client.of(before));
  const account = await world.environment();
  const app = await world.app(account);
  const fields = { type: 'deploy', settings: { APTIBLE_DOCKER_IMAGE: 'nginx:1' } };
  const [first, second] = [
    await world.made(`/apps/${app}/operations`, fields),
    await world.made(`/apps/${app}/operations`, { type: 'restart' }),
  ];
  await stop(before);

  const after = await start({ operations: { durationMs: 3_600_000 } });
  const statuses = (): unknown => [first, second].map((id) => after.control.list('operation', { id })[0]?.status);
  expect(statuses()).toEqual(['running', 'queued']);
  await after.clock.advance(3_600_000);
  expect(statuses()).toEqual(['succeeded', 'running']);
  await after.clock.advance(3_600_000);
  expect(statuses()).toEqual(['succeeded', 'succeeded']);
});

test('a reset and a restored snapshot are kept too', async () => {
  const before = await start();
  await fill(before);
  await before.control.reset();
  const snapshot = before.control.snapshot();
  await stop(before);
  const after = await start();
  expect(after.control.snapshot()).toEqual(snapshot);
});

const rounds = Array.from({ length: runs(1) }, (_, index) => index + 1);

test.each(rounds)('what was answered is there after SIGKILL, and nothing is half-written (round %i)', async () => {
  const holder = spawn(process.execPath, [compiled.path(script), data], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  children.push(holder);
  const [line] = (await once(holder.stdout, 'data')) as [Buffer];
  const client = new Client(...(JSON.parse(line.toString()) as [string, string]));
  const world = new World(client);
  const account = await world.environment();

  const answered: string[] = [];
  let isKilled = false;
  const work = async (worker: number): Promise<void> => {
    for (let round = 0; !isKilled; round++) {
      const app = await world.app(account, `app-${worker}-${round}`);
      answered.push(`/apps/${app}`);
      const fields = { type: 'deploy', settings: { APTIBLE_DOCKER_IMAGE: 'nginx:1' }, env: { ROUND: String(round) } };
      answered.push(`/operations/${await world.made(`/apps/${app}/operations`, fields)}`);
    }
  };
  const workers = [1, 2, 3, 4].map((worker) => work(worker).catch((error: unknown) => error));
  await eventually(() => answered.length >= 60);
  isKilled = true;
  holder.kill('SIGKILL');
  const exit = once(holder, 'exit');
  await Promise.all(workers);
  await exit;

  const after = await start();
  for (const path of answered) {
    const { status, body } = await Client.of(after).get(path);
    expect([path, status]).toEqual([path, 200]);
    if (path.startsWith('/operations')) expect([path, body.status]).toEqual([path, 'succeeded']);
  }
  await invariantsHold(after);
});

test('a directory that another local platform uses is refused', async () => {
  await start();
  await expect(startLocalPlatform({ data })).rejects.toThrow(
    `The local platform cannot keep its data in ${data}: another local platform uses it.`,
  );
});

describe('damage', () => {
  /** The file that LevelDB appends to. */
  const log = (): string => {
    const [name] = readdirSync(join(data, 'records')).filter((each) => each.endsWith('.log'));
    return join(data, 'records', name!);
  };
  const lost = /^Records in .+records are lost: .+To go on with what is left, remove .+changes\.$/;
  const flipped = (at: (size: number) => number) => (file: string) => {
    const bytes = readFileSync(file);
    bytes[at(bytes.length)]! ^= 1;
    writeFileSync(file, bytes);
  };

  test.each<[string, (file: string) => void]>([
    ['a flipped bit at the beginning', flipped(() => 20)],
    ['a flipped bit in the middle', flipped((size) => Math.floor(size / 2))],
    ['an emptied log', (file) => writeFileSync(file, '')],
    ['a log cut in half', (file) => truncateSync(file, Math.floor(statSync(file).size / 2))],
    ['a log that is gone', (file) => rmSync(file)],
    ['records that are gone', () => rmSync(join(data, 'records'), { recursive: true })],
  ])('%s is refused at each start, until a person accepts the loss', async (_, damage) => {
    const before = await start();
    await fill(before);
    await stop(before);
    damage(log());
    for (let attempt = 1; attempt <= 2; attempt += 1) await expect(startLocalPlatform({ data })).rejects.toThrow(lost);
    rmSync(join(data, 'changes'));
    const after = await start();
    await new World(Client.of(after)).environment('another');
    await stop(after);
    expect((await start()).control.list('account', { handle: 'another' })).toHaveLength(1);
  });

  test('the last change, cut off by a crash of the machine, is lost with a word', async () => {
    const before = await start();
    await fill(before);
    await stop(before);
    truncateSync(log(), statSync(log()).size - 1);
    const reported: string[] = [];
    const after = await start({ report: (line: string) => reported.push(line) });
    expect(reported).toEqual([expect.stringMatching(/^The last change in .+records was not written to the end/)]);
    await invariantsHold(after);
  });

  test('a damaged number of changes is refused', async () => {
    await stop(await start());
    writeFileSync(join(data, 'changes'), '12');
    await expect(startLocalPlatform({ data })).rejects.toThrow(`${join(data, 'changes')} was damaged. `);
  });

  test('files of databases without any record are refused', async () => {
    mkdirSync(join(data, 'databases/37'), { recursive: true });
    await expect(startLocalPlatform({ data })).rejects.toThrow(
      /holds files of databases, but their records in .+ are lost/,
    );
  });

  test('a directory from before, without a check, is read', async () => {
    const { ClassicLevel } = await import('classic-level');
    const level = new ClassicLevel<string, unknown>(join(data, 'records'), { valueEncoding: 'json' });
    await level.batch([
      { type: 'put', key: 'format', value: 1 },
      { type: 'put', key: 'value/token', value: 'of-before' },
    ]);
    await level.close();
    expect((await start()).token).toBe('of-before');
  });
});

test.each([
  ['/proc/x', /^The directory \/proc\/x cannot be made: this system has no directories there\. Choose another one\.$/],
  ['/proc/x/y', /^The directory \/proc\/x\/y cannot be made: this system has no directories there\. /],
])('%s as a directory is refused', async (directory, message) => {
  if (process.platform !== 'linux') return console.warn('skipped: /proc is there on Linux only');
  await expect(startLocalPlatform({ data: directory })).rejects.toThrow(message);
});

test('a directory that cannot be written is refused', async () => {
  const file = join(data, 'file');
  writeFileSync(file, '');
  await expect(startLocalPlatform({ data: file })).rejects.toThrow(
    `The directory ${file} cannot be made: there is a file of that name. Choose another one.`,
  );
  await expect(startLocalPlatform({ data: join(file, 'below') })).rejects.toThrow('a part of that path is a file');
  mkdirSync(join(data, 'records/LOCK'), { recursive: true });
  await expect(startLocalPlatform({ data })).rejects.toThrow(`The local platform cannot keep its data in ${data}: `);
});
