import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server } from 'node:net';
import { text } from 'node:stream/consumers';
import { finished, type Run } from '../acceptance/support/terraform';
import { startLocalPlatform, type LocalPlatform } from '../../lib/emulator';
import { Client, World } from '../emulator/support/client';
import { Compiled } from '../support/compiled';
import { eventually } from '../support/eventually';

jest.setTimeout(60_000);

const compiled = new Compiled();
const running: ChildProcess[] = [];
let echo: Server;
let platform: LocalPlatform;
let credential: number;
beforeAll(async () => {
  echo = createServer((socket) => {
    socket.on('error', () => 'the other side went away');
    socket.pipe(socket);
  });
  await once(echo.listen(0, '127.0.0.1'), 'listening');
});
afterAll(() => {
  running.forEach((child) => child.kill('SIGKILL'));
  compiled.remove();
  echo.close();
});
beforeEach(async () => {
  platform = await startLocalPlatform({ databases: 'none', clock: 'stopped' });
  const world = new World(Client.of(platform));
  await world.provisionedDatabase(await world.environment(), 'acme-db');
  const { port } = echo.address() as AddressInfo;
  credential = platform.control.list('database_credential')[0]!.id;
  platform.control.change('database_credential', credential, {
    connection_url: `postgresql://aptible:p%40ss@127.0.0.1:${port}/db`,
  });
  name = `${platform.control.list('account')[0]!.handle}/acme-db`;
});
afterEach(() => platform.stop());
let name: string;

function start(...args: string[]): ChildProcess {
  const child = spawn(process.execPath, [compiled.path('lib/cli/main.ts'), 'tunnel', ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...platform.environment },
  });
  running.push(child);
  return child;
}

const run = (...args: string[]): Promise<Run> => finished(start(...args));

/** Waits until the tunnel is open; its port. */
async function opened(child: ChildProcess): Promise<number> {
  let printed = '';
  for await (const chunk of child.stdout!.setEncoding('utf8').iterator({ destroyOnReturn: false })) {
    printed += chunk as string;
    const port = /^port: (\d+)$/m.exec(printed)?.[1];
    if (port !== undefined) return Number(port);
  }
  throw new Error(`it ended: ${printed}`);
}

async function sentBack(port: number, words: string): Promise<string> {
  const local = connect({ host: '127.0.0.1', port });
  local.end(words);
  return text(local);
}

test('prints the URL and its parts, says that the password is among them, and is open until Ctrl-C', async () => {
  const child = start(name);
  const ended = finished(child);
  const port = await opened(child);
  expect(await sentBack(port, 'hello')).toBe('hello');
  child.kill('SIGINT');
  const { status, stdout, stderr } = await ended;
  expect(stdout).toBe(
    `postgresql://aptible:p%40ss@127.0.0.1:${port}/db\nprotocol: postgresql\nusername: aptible\npassword: p@ss\n` +
      `host: 127.0.0.1\nport: ${port}\nname: db\n`,
  );
  expect(stderr).toBe(
    'The tunnel to the database "acme-db" (postgresql) is open. These lines show its password:\n\n\n' +
      'Ctrl-C closes it. The platform closes it after 24 hours.\n',
  );
  expect(status).toBe(0);
});

test('is connected again behind the same port, and ends with 124 when the time of the platform is over', async () => {
  const child = start(name);
  const ended = finished(child);
  const port = await opened(child);
  const local = connect({ host: '127.0.0.1', port });
  local.write('hello');
  await once(local, 'data');
  platform.control.dropSshConnections();
  await once(local, 'close');
  expect(await sentBack(port, 'again')).toBe('again');

  await platform.clock.advance(24 * 3_600_000);
  const { status, stderr } = await ended;
  expect(stderr).toContain('the platform keeps one open for 24 hours at most');
  expect(status).toBe(124);
});

describe('--exec', () => {
  test('runs the command with the address in its environment only, and ends with its status', async () => {
    const command = `node -e "
      const { DATABASE_HOST, DATABASE_PORT, DATABASE_URL, PGPASSWORD, PGDATABASE, PGUSER, PGHOST, PGPORT } = process.env;
      const local = require('node:net').connect(Number(PGPORT), PGHOST);
      local.end('through');
      local.on('data', (data) => console.log(String(data)));
      console.log([DATABASE_URL.replaceAll(PGPORT, '1'), DATABASE_HOST, DATABASE_PORT === PGPORT, PGUSER, PGPASSWORD, PGDATABASE].join(' '));
      local.on('close', () => process.exit(7));"`;
    expect(await run(name, '--exec', command)).toMatchObject({
      stdout: 'postgresql://aptible:p%40ss@127.0.0.1:1/db 127.0.0.1 true aptible p@ss db\nthrough\n',
      stderr: '',
      status: 7,
    });
  });

  test('SIGTERM ends the command, and the tunnel after it', async () => {
    const child = start(name, '--exec', 'echo "$PGPORT"; exec sleep 61.5');
    const ended = finished(child);
    const [port] = (await once(child.stdout!, 'data')) as [Buffer];
    child.kill('SIGTERM');
    expect((await ended).status).toBe(143);
    await eventually(() =>
      sentBack(Number(String(port)), 'there?').then(
        () => false,
        () => true,
      ),
    );
  });
});

test.each<[string, () => string[], RegExp]>([
  ['a name of one part', () => ['acme-db'], /"acme-db" is not ENVIRONMENT\/DATABASE/],
  ['an environment that is not there', () => ['none/acme-db'], /There is no environment "none"\.\n.*there is /],
  [
    'a database that is not there',
    () => [name.replace('acme-db', 'acme')],
    /There is no database "acme" in the environment/,
  ],
  [
    'a credential that is not there',
    () => [name, '--type', 'redis'],
    /has no credential of the type "redis"\.\nIt has: "postgresql"/,
  ],
  [
    'a port that is taken',
    () => [name, '--port', String((echo.address() as AddressInfo).port)],
    /is taken by another program/,
  ],
  ['a port that is none', () => [name, '--port', '0'], /Leave it out for a free one/],
])('%s is an error that says what to do', async (_what, args, message) => {
  const { status, stdout, stderr } = await run(...args());
  expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
  expect(stderr).toMatch(message);
});

test('Ctrl-C ends it while the portal does not answer', async () => {
  platform.control.setSshPortal({ connections: 'frozen' });
  const child = start(name);
  const ended = finished(child);
  await eventually(() => platform.control.list('ssh_portal_connection').length === 1, 30_000);
  child.kill('SIGINT');
  expect(await ended).toMatchObject({ status: 0, stdout: '' });
});
