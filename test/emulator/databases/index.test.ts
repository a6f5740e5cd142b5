import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { Client } from 'pg';
import {
  createDatabaseServers,
  type DatabaseServer,
  type DatabaseServerRequest,
  type DatabaseServers,
} from '../../../lib/emulator/databases';
import { Compiled } from '../../support/compiled';
import { processesNaming } from './support/processes';
import { eventually, eventuallyEqual } from '../../support/eventually';

jest.setTimeout(60_000);

const postgresql: DatabaseServerRequest = {
  id: 1,
  type: 'postgresql',
  version: '16',
  username: 'aptible',
  password: `it's "quoted" \\ here`,
  name: 'db',
};

async function query(server: DatabaseServer, text: string, changes: Partial<DatabaseServerRequest> = {}) {
  const { username: user, password, name: database } = { ...postgresql, ...changes };
  const client = new Client({ host: server.host, port: server.ports[0], user, password, database });
  await client.connect();
  try {
    return (await client.query(text)).rows as unknown[];
  } finally {
    await client.end();
  }
}

let temporaryParent: string;
const holders: ChildProcess[] = [];

beforeAll(() => {
  temporaryParent = mkdtempSync(join(tmpdir(), 'database-tests-'));
  // Whoever the servers run as has to get through.
  chmodSync(temporaryParent, 0o777);
});

afterAll(() => {
  for (const holder of holders) holder.kill('SIGKILL');
  rmSync(temporaryParent, { recursive: true, force: true });
});

describe('temporary databases', () => {
  let servers: DatabaseServers;
  let server: DatabaseServer | undefined;
  const reported: string[] = [];

  beforeAll(async () => {
    servers = await createDatabaseServers({ temporaryParent, report: (line) => reported.push(line) });
    server = await servers.start(postgresql);
  });

  afterAll(() => servers.close());

  test('a postgresql database is a server of the version asked for, on loopback', async () => {
    expect(server).toEqual({
      host: expect.stringMatching(/^127\.\d+\.\d+\.\d+$/),
      ports: [expect.any(Number)],
      endpointPorts: [expect.any(Number)],
      version: '16',
    });
    expect(await query(server!, 'SELECT current_user AS me, current_database() AS db')).toEqual([
      { me: 'aptible', db: 'db' },
    ]);
    expect(await query(server!, "SELECT split_part(current_setting('server_version'), '.', 1) AS major")).toEqual([
      { major: '16' },
    ]);
  });

  test('the database keeps text in UTF-8, and its user may do everything in it', async () => {
    expect(await query(server!, 'SHOW server_encoding')).toEqual([{ server_encoding: 'UTF8' }]);
    await query(server!, 'CREATE EXTENSION IF NOT EXISTS plpgsql; CREATE TABLE word (text text)');
    await query(server!, "INSERT INTO word VALUES ('žluťoučký 🐎')");
    expect(await query(server!, 'SELECT text FROM word')).toEqual([{ text: 'žluťoučký 🐎' }]);
  });

  test.each([
    ['a wrong password', { password: 'wrong' }],
    ['an empty password', { password: '' }],
    ['the user that made the cluster', { username: 'postgres' }],
  ])('%s is refused', async (_, changes) => {
    await expect(query(server!, 'SELECT 1', changes)).rejects.toThrow(
      /password authentication failed|client password must be|empty password/,
    );
  });

  test('a type without servers has none', async () => {
    expect(await servers.start({ ...postgresql, id: 2, type: 'elasticsearch' })).toBeUndefined();
  });

  test('a second server for the same database is refused', async () => {
    await expect(servers.start(postgresql)).rejects.toThrow('Database 1 has a server already.');
  });

  test('a version that is not installed is replaced by the nearest one, which is reported once', async () => {
    const other = await servers.start({ ...postgresql, id: 3, version: '99' });
    expect(Number(other?.version)).toBeGreaterThanOrEqual(16);
    expect(reported).toEqual([
      expect.stringMatching(/^PostgreSQL 99 is not installed here: database 3 is a PostgreSQL \d+ \(.+\)\.$/),
    ]);
    await servers.remove(3);
  });

  test('a port that somebody else has is replaced by another one', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as AddressInfo;
    const elsewhere = await servers.start({ ...postgresql, id: 7, host: '127.0.0.1', ports: [port] });
    expect(elsewhere!.host).toBe('127.0.0.1');
    expect(elsewhere!.ports).not.toEqual([port]);
    expect(await query(elsewhere!, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
    await servers.remove(7);
    other.close();
  });

  test('removing a database stops its server and removes its files, and leaves the others alone', async () => {
    const other = await servers.start({ ...postgresql, id: 4 });
    const [directory] = readdirSync(temporaryParent);
    expect(existsSync(join(temporaryParent, directory!, '4'))).toBe(true);
    await servers.remove(4);
    await expect(query(other!, 'SELECT 1')).rejects.toThrow('ECONNREFUSED');
    expect(existsSync(join(temporaryParent, directory!, '4'))).toBe(false);
    expect(await query(server!, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
    await servers.remove(4);
  });

  test('closing leaves no process and no file, and ends a start that is under way', async () => {
    const ended = expect(servers.start({ ...postgresql, id: 5 })).rejects.toThrow('has been removed');
    await servers.close();
    await ended;
    expect(processesNaming(temporaryParent)).toEqual([]);
    expect(readdirSync(temporaryParent)).toEqual([]);
    await expect(servers.start({ ...postgresql, id: 6 })).rejects.toThrow('The database servers have been closed.');
  });
});

test.each([50, 150, 300, 600])(
  'closing %i ms after the first start has begun leaves no process and no file',
  async (ms) => {
    const servers = await createDatabaseServers({ temporaryParent });
    const starting = servers.start(postgresql).catch((error: Error) => error.message);
    await wait(ms);
    await servers.close();
    expect(typeof (await starting) === 'object' || (await starting) === 'The database has been removed.').toBe(true);
    expect(processesNaming(temporaryParent)).toEqual([]);
    expect(readdirSync(temporaryParent)).toEqual([]);
  },
);

describe('a process that is killed', () => {
  const script = 'test/emulator/databases/support/hold-database.ts';
  const compiled = new Compiled(script);
  afterAll(() => compiled.remove());

  function spawnHolder(request: DatabaseServerRequest, dir?: string): ChildProcess {
    const args = [JSON.stringify(request), temporaryParent, ...(dir === undefined ? [] : [dir])];
    const holder = spawn(process.execPath, [compiled.path(script), ...args], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    holders.push(holder);
    return holder;
  }

  async function hold(request: DatabaseServerRequest, dir?: string): Promise<[ChildProcess, DatabaseServer]> {
    const holder = spawnHolder(request, dir);
    const [line] = (await once(holder.stdout!, 'data')) as [Buffer];
    return [holder, JSON.parse(line.toString()) as DatabaseServer];
  }

  test('leaves no server and no temporary file', async () => {
    const [holder, server] = await hold(postgresql);
    expect(await query(server, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
    expect(processesNaming(temporaryParent)).not.toEqual([]);
    holder.kill('SIGKILL');
    await eventually(() => processesNaming(temporaryParent).length === 0);
    await eventually(() => readdirSync(temporaryParent).length === 0);
  });

  test('while it makes its first database leaves nothing either', async () => {
    const holder = spawnHolder(postgresql);
    await eventually(() => processesNaming(temporaryParent).some((line) => line.includes('initdb')));
    holder.kill('SIGKILL');
    await eventually(() => processesNaming(temporaryParent).length === 0);
    await eventually(() => readdirSync(temporaryParent).length === 0);
  });

  test('keeps what was written when it has a directory, for the next one, at the same address', async () => {
    const dir = join(temporaryParent, 'kept');
    const [holder, first] = await hold(postgresql, dir);
    await query(first, 'CREATE TABLE kept AS SELECT 42 AS answer');
    holder.kill('SIGKILL');

    const servers = await createDatabaseServers({ temporaryParent, dir });
    const second = await servers.start({ ...postgresql, host: first.host, ports: first.ports });
    expect(second).toEqual(first);
    expect(await query(second!, 'SELECT answer FROM kept')).toEqual([{ answer: 42 }]);
    await servers.close();
    // Who watches over the killed one removes its files in its own time.
    await eventuallyEqual(() => Promise.resolve(readdirSync(temporaryParent)), ['kept']);
    expect(readdirSync(dir)).toEqual(['1']);
  });
});
