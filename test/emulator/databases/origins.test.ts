/** Databases that begin with the data of backups, copies and primaries, on real servers. */
import { chmodSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import type { DatabaseServer, DatabaseServers } from '../../../lib/emulator/databases';
import { createDatabaseServers } from '../../support/database-servers';
import { hasMariadb, mariadb } from './support/mariadb';
import { processesNaming } from './support/processes';
import { hasRedis, redis } from './support/redis';
import { eventuallyEqual } from '../../support/eventually';

jest.setTimeout(60_000);

interface Engine {
  readonly type: string;
  readonly version: string;
  readonly write: (server: DatabaseServer, password: string, value: string) => Promise<void>;
  readonly read: (server: DatabaseServer, password: string) => Promise<string[]>;
}

async function sql(server: DatabaseServer, password: string, text: string): Promise<{ value: string }[]> {
  const client = new Client({ host: server.host, port: server.ports[0], user: 'aptible', password, database: 'db' });
  await client.connect();
  try {
    return (await client.query<{ value: string }>(text)).rows;
  } finally {
    await client.end();
  }
}

const postgresql: Engine = {
  type: 'postgresql',
  version: '16',
  write: async (server, password, value) => {
    await sql(server, password, 'CREATE TABLE IF NOT EXISTS kept (value text)');
    await sql(server, password, `INSERT INTO kept VALUES ('${value}')`);
  },
  read: async (server, password) =>
    (await sql(server, password, 'SELECT value FROM kept ORDER BY value')).map(({ value }) => value),
};

const redisEngine: Engine = {
  type: 'redis',
  version: '7.2',
  write: async (server, password, value) => void (await redis(server, password, ['SADD', 'kept', value])),
  read: async (server, password) => ((await redis(server, password, ['SMEMBERS', 'kept'])) as string[]).sort(),
};

const mysql: Engine = {
  type: 'mysql',
  version: '8.0',
  write: async (server, password, value) => {
    const statements = `CREATE TABLE IF NOT EXISTS kept (value text); INSERT INTO kept VALUES ('${value}')`;
    await mariadb(server, { password }, statements);
  },
  read: (server, password) => mariadb(server, { password }, 'SELECT value FROM kept ORDER BY value'),
};

const engines = [postgresql, ...(hasRedis ? [redisEngine] : []), ...(hasMariadb ? [mysql] : [])];
if (!hasMariadb) console.warn('skipped: MySQL databases, since there is no mariadbd');
if (!hasRedis) console.warn('skipped: Redis databases, since there is no redis-server on PATH');

let parent: string;
let servers: DatabaseServers;

beforeEach(() => {
  parent = mkdtempSync(join(tmpdir(), 'database-tests-'));
  chmodSync(parent, 0o777);
});

afterEach(async () => {
  await servers.close();
  expect(processesNaming(parent)).toEqual([]);
  rmSync(parent, { recursive: true, force: true });
});

describe.each(engines)('$type', ({ type, version, write, read }) => {
  const request = { type, version, username: 'aptible', name: 'db' };

  // Where files lie makes the same difference to all engines, and costs redis a quarter of a minute.
  test.each(type === 'postgresql' ? ['temporary', 'lasting'] : ['temporary'])(
    '%s files: a backup, a copy and a replica carry the data',
    async (kind) => {
      const dir = kind === 'lasting' ? join(parent, 'kept') : undefined;
      servers = await createDatabaseServers({ temporaryParent: parent, dir });
      const primary = (await servers.start({ ...request, id: 1, password: 'first' }))!;
      await write(primary, 'first', 'before');
      expect(await servers.backUp(1, 100)).toBe(true);
      await write(primary, 'first', 'middle');
      const [copy, replica, restored] = [
        await servers.start({ ...request, id: 2, password: 'second', from: { copyOf: 1 } }),
        await servers.start({ ...request, id: 3, password: 'first', from: { replicaOf: 1 } }),
        await servers.start({ ...request, id: 4, password: 'fourth', from: { backup: 100 } }),
      ];
      await write(primary, 'first', 'zuletzt');
      await write(copy!, 'second', 'own');

      expect(await read(restored!, 'fourth')).toEqual(['before']);
      expect(await read(copy!, 'second')).toEqual(['before', 'middle', 'own']);
      await eventuallyEqual(() => read(replica!, 'first'), ['before', 'middle', 'zuletzt']);
      expect(await read(primary, 'first')).toEqual(['before', 'middle', 'zuletzt']);
      await expect(read(copy!, 'first')).rejects.toThrow(/password|access denied/i);
      await expect(write(replica!, 'first', 'refused')).rejects.toThrow(/read[- ]only/i);

      await servers.removeBackup(100);
      if (dir === undefined) return;
      await servers.close();
      servers = await createDatabaseServers({ temporaryParent: parent, dir });
      expect(readdirSync(dir).sort()).toEqual(['1', '2', '3', '4']);
      const again = (await servers.start({ ...request, id: 1, password: 'first' }))!;
      const replicaAgain = await servers.start({ ...request, id: 3, password: 'first', from: { replicaOf: 1 } });
      await write(again, 'first', 'zz');
      await eventuallyEqual(() => read(replicaAgain!, 'first'), ['before', 'middle', 'zuletzt', 'zz']);
    },
  );

  test('another password is wanted by the server and its replicas, which still follow it', async () => {
    servers = await createDatabaseServers({ temporaryParent: parent });
    const primary = (await servers.start({ ...request, id: 1, password: 'first' }))!;
    await write(primary, 'first', 'before');
    const replica = (await servers.start({ ...request, id: 2, password: 'first', from: { replicaOf: 1 } }))!;
    expect(await servers.changePassword(1, "it's new")).toEqual([1, 2]);
    await write(primary, "it's new", 'after');
    await eventuallyEqual(() => read(replica, "it's new").catch(String), ['after', 'before']);
    for (const server of [primary, replica])
      await expect(read(server, 'first')).rejects.toThrow(/password|access denied/i);
    expect(await servers.changePassword(99, 'x')).toEqual([]);
  });

  test('an endpoint is a second address of the server, until it is closed', async () => {
    servers = await createDatabaseServers({ temporaryParent: parent });
    const server = (await servers.start({ ...request, id: 1, password: 'first' }))!;
    await write(server, 'first', 'here');
    const endpoint = { ...server, ...(await servers.openEndpoint(1, { id: 10 }))! };
    expect(await servers.openEndpoint(1, { id: 10 })).toEqual({ host: endpoint.host, ports: server.endpointPorts });
    expect(await read(endpoint, 'first')).toEqual(['here']);
    await expect(read(endpoint, 'wrong')).rejects.toThrow(/password|access denied/i);
    await servers.closeEndpoint(1, 10);
    await expect(read(endpoint, 'first')).rejects.toThrow(/ECONNREFUSED|Can't connect/);
    expect(await servers.openEndpoint(1, { id: 10, host: endpoint.host })).toMatchObject({ host: endpoint.host });
    await servers.remove(1);
    await expect(read(endpoint, 'first')).rejects.toThrow(/ECONNREFUSED|Can't connect/);
  });
});

(hasRedis ? test : test.skip)('what a Redis database that lasts was told is there after the next start', async () => {
  const request = { id: 1, type: 'redis', version: '7.2', username: 'aptible', password: 'first', name: 'db' };
  const dir = join(parent, 'kept');
  for (const values of [['before'], ['after', 'before']]) {
    servers = await createDatabaseServers({ temporaryParent: parent, dir });
    const server = (await servers.start(request))!;
    await redisEngine.write(server, 'first', values[0]!);
    expect(await redisEngine.read(server, 'first')).toEqual(values);
    await servers.close();
  }
});

test('there is no backup and no endpoint of a database that has no server', async () => {
  servers = await createDatabaseServers({ temporaryParent: parent });
  await servers.start({ id: 1, type: 'sftp', version: '1.0', username: 'aptible', password: 'x', name: 'db' });
  expect(await servers.backUp(1, 100)).toBe(false);
  expect(await servers.openEndpoint(1, { id: 10 })).toBeUndefined();
});

test('a server that is not ready in time is stopped, and its start fails with the reason', async () => {
  servers = await createDatabaseServers({ temporaryParent: parent, startDeadlineMs: 1 });
  const request = { id: 1, type: 'postgresql', version: '16', username: 'aptible', password: 'first', name: 'db' };
  await expect(servers.start(request)).rejects.toThrow(/postgres was not ready after 0\.001 s\./);
  expect(processesNaming(parent)).toEqual([]);
});
