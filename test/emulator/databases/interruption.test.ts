/** What is under way on real servers and does not end well: it is cancelled, stopped, or its server dies. */
import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client as Postgresql } from 'pg';
import { startLocalPlatform, type LocalPlatform } from '../../../lib/emulator';
import { createDatabaseServers } from '../../support/database-servers';
import { eventually, eventuallyEqual } from '../../support/eventually';
import { Client, World } from '../support/client';
import { processesNaming } from './support/processes';
import { hasRedis, redis } from './support/redis';

jest.setTimeout(60_000);

let parent: string;
let platform: LocalPlatform | undefined;
let client: Client;
let world: World;
const reported: string[] = [];

beforeEach(() => {
  parent = mkdtempSync(join(tmpdir(), 'interruption-tests-'));
  chmodSync(parent, 0o777);
  reported.length = 0;
});

afterEach(async () => {
  await platform?.stop();
  expect(processesNaming(parent)).toEqual([]);
  rmSync(parent, { recursive: true, force: true });
});

/** Keeps data in `kept`. */
async function start(): Promise<LocalPlatform> {
  const report = (line: string): void => void reported.push(line);
  const databases = await createDatabaseServers({
    temporaryParent: parent,
    dir: join(parent, 'kept/databases'),
    report,
  });
  platform = await startLocalPlatform({ databases, data: join(parent, 'kept'), report });
  client = Client.of(platform);
  world = new World(client);
  return platform;
}

async function stop(): Promise<void> {
  await platform?.stop();
  platform = undefined;
}

async function sql(databaseId: number, text: string): Promise<unknown[]> {
  const { body } = await client.get(`/databases/${databaseId}`);
  const connection = new Postgresql({ connectionString: body['connection_url'] as string });
  await connection.connect();
  try {
    return (await connection.query<{ value: unknown }>(text)).rows.map(({ value }) => value);
  } finally {
    await connection.end();
  }
}

/** The processes of a database's server, its first one first. */
const serverOf = (databaseId: number): number[] =>
  processesNaming(`kept/databases/${databaseId} -p`)
    .filter((line) => /^\s*\d+ \S+\s+\S*postgres -D/.test(line))
    .map((line) => Number.parseInt(line, 10));
const signal = (name: NodeJS.Signals, pids: number[]): void => pids.forEach((pid) => void process.kill(pid, name));
const statusOf = async (id: number): Promise<string> => (await client.get(`/databases/${id}`)).body.status;

/** Stops the server in the middle of what it does, so that a copy of it cannot end. */
async function withFrozenServer(databaseId: number, work: () => Promise<void>): Promise<void> {
  const pids = serverOf(databaseId);
  signal('SIGSTOP', pids);
  try {
    await work();
  } finally {
    signal('SIGCONT', pids);
  }
}

test('a backup, a clone and a replica that are under way can be cancelled, and leave no files', async () => {
  await start();
  const primary = await world.provisionedDatabase(await world.environment(), 'ledger');
  const resource = `/databases/${primary}`;
  const before = readdirSync(join(parent, 'kept/databases'));
  const cancel = (id: number): Promise<unknown> => client.put(`/operations/${id}`, { cancelled: true });
  const ended = (id: number): Promise<string> => client.get(`/operations/${id}`).then(({ body }) => body.status);
  await withFrozenServer(primary, async () => {
    for (const fields of [{ type: 'backup' }, { type: 'clone', handle: 'copy' }]) {
      const id = await world.made(`${resource}/operations`, fields);
      await eventually(async () => (await ended(id)) === 'running');
      await cancel(id);
      await eventuallyEqual(() => ended(id), 'failed');
      expect(await world.log(id)).toContain('The operation was cancelled.');
    }
    await world.operation(resource, { type: 'replicate', handle: 'replica' });
    const provision = platform!.control
      .list('operation')
      .find(({ type, status }) => type === 'provision' && status === 'running')!;
    await cancel(provision.id);
    await eventuallyEqual(() => ended(provision.id), 'failed');
  });
  expect(readdirSync(join(parent, 'kept/databases'))).toEqual(before);
  const others = platform!.control.list('database').filter(({ id }) => id !== primary);
  expect(others.map(({ handle, status }) => [handle, status])).toEqual([
    ['copy', 'provision_failed'],
    ['replica', 'provision_failed'],
  ]);
  for (const { id } of others) await world.operation(`/databases/${id}`, { type: 'deprovision' });
  expect((await world.operation(resource, { type: 'backup' })).status).toBe('succeeded');
});

test('the platform stops in the middle of a copy, and the next one goes on with it', async () => {
  await start();
  const primary = await world.provisionedDatabase(await world.environment(), 'ledger');
  await sql(primary, "CREATE TABLE kept AS SELECT 'here' AS value");
  await withFrozenServer(primary, async () => {
    await world.operation(`/databases/${primary}`, { type: 'replicate', handle: 'replica' });
    expect(platform!.control.list('operation').at(-1)).toMatchObject({ type: 'provision', status: 'running' });
    await stop();
  }).catch((error: Error) => expect(error.message).toContain('kill ESRCH'));
  await start();
  const replica = platform!.control.list('database').find(({ handle }) => handle === 'replica')!.id;
  await eventuallyEqual(() => statusOf(replica), 'provisioned');
  await eventuallyEqual(() => sql(replica, 'SELECT value FROM kept'), ['here']);
});

test('a PostgreSQL that dies is started again at the same address, with its rows', async () => {
  await start();
  const id = await world.provisionedDatabase(await world.environment(), 'ledger');
  await sql(id, "CREATE TABLE kept AS SELECT 'here' AS value");
  const url = (await client.get(`/databases/${id}`)).body['connection_url'];
  const before = serverOf(id);
  signal('SIGKILL', before);
  await eventually(() =>
    reported.some((line) => line.startsWith(`The server of database ${id} ended by itself and was started again:`)),
  );
  expect(serverOf(id)).not.toEqual(before);
  expect(await sql(id, 'SELECT value FROM kept')).toEqual(['here']);
  expect((await client.get(`/databases/${id}`)).body).toMatchObject({ connection_url: url, status: 'provisioned' });
});

test('a database whose server dies and cannot be started again has failed, until a restart finds its files', async () => {
  await start();
  const id = await world.provisionedDatabase(await world.environment(), 'ledger');
  await sql(id, "CREATE TABLE kept AS SELECT 'here' AS value");
  const files = join(parent, 'kept/databases', String(id));
  execFileSync('mv', [files, `${files}.away`]);
  signal('SIGKILL', serverOf(id));
  await eventuallyEqual(() => statusOf(id), 'provision_failed');
  expect(reported.at(-1)).toContain(`its files in ${files} are gone. Put them back, or deprovision the database`);
  expect((await world.operation(`/databases/${id}`, { type: 'restart' })).status).toBe('failed');
  expect(existsSync(files)).toBe(false);
  execFileSync('mv', [`${files}.away`, files]);
  expect((await world.operation(`/databases/${id}`, { type: 'restart' })).status).toBe('succeeded');
  expect(await statusOf(id)).toBe('provisioned');
  expect(await sql(id, 'SELECT value FROM kept')).toEqual(['here']);
});

(hasRedis ? test : test.skip)('a Redis that dies is started again with what it was told', async () => {
  const databases = await createDatabaseServers({ temporaryParent: parent, report: (line) => reported.push(line) });
  platform = undefined;
  try {
    const request = { id: 1, type: 'redis', version: '7', username: 'aptible', password: 'p', name: 'db' };
    const server = (await databases.start(request))!;
    await redis(server, 'p', ['SET', 'kept', 'here']);
    signal(
      'SIGKILL',
      processesNaming(`redis-server ${server.host}:${server.ports[0]}`).map((line) => Number.parseInt(line, 10)),
    );
    await eventually(() => reported.some((line) => line.includes('was started again')));
    expect(await redis(server, 'p', ['STRLEN', 'kept'])).toBe(':4');
  } finally {
    await databases.close();
  }
});
if (!hasRedis) console.warn('skipped: a Redis that dies, since there is no redis-server on PATH');
