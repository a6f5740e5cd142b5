/** Copies of one PostgreSQL that are made at the same time, through the API and on real servers. */
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { Client as Postgresql } from 'pg';
import { startLocalPlatform, type LocalPlatform } from '../../../lib/emulator';
import { createDatabaseServers } from '../../support/database-servers';
import { eventuallyEqual } from '../../support/eventually';
import { runs } from '../../support/runs';
import { Client, elementsOf, World } from '../support/client';
import { processesNaming } from './support/processes';

const rounds = runs(1);
jest.setTimeout(180_000 * rounds);

let parent: string;
let platform: LocalPlatform;
let client: Client;
let world: World;

beforeEach(async () => {
  parent = mkdtempSync(join(tmpdir(), 'copies-tests-'));
  chmodSync(parent, 0o777);
  platform = await startLocalPlatform({ databases: await createDatabaseServers({ temporaryParent: parent }) });
  client = Client.of(platform);
  world = new World(client);
});

afterEach(async () => {
  await platform.stop();
  expect(processesNaming(parent)).toEqual([]);
  rmSync(parent, { recursive: true, force: true });
});

/** Runs the statements, and gives what the last one selects as `value`. */
async function sql(databaseId: number, ...statements: string[]): Promise<unknown[]> {
  const { body } = await client.get(`/databases/${databaseId}`);
  if (typeof body['connection_url'] !== 'string') throw new Error(`database ${databaseId} is ${body.status}`);
  const connection = new Postgresql({ connectionString: body['connection_url'] });
  await connection.connect();
  try {
    let values: unknown[] = [];
    for (const text of statements)
      values = (await connection.query<{ value: unknown }>(text)).rows.map(({ value }) => value);
    return values;
  } finally {
    await connection.end();
  }
}

async function done(resource: string, fields: object): Promise<void> {
  const { id, status } = await world.operation(resource, fields);
  if (status === 'failed') throw new Error(`${JSON.stringify(fields)} failed: ${await world.log(id)}`);
}

/** Runs the operation, waits until the database that it makes is provisioned, and gives its id. */
async function copied(resource: string, fields: { type: string; handle: string }): Promise<number> {
  await done(resource, fields);
  for (;;) {
    const found = platform.control.list('database').find(({ handle }) => handle === fields.handle);
    if (found?.status === 'provisioned') return found.id;
    if (found?.status === 'provision_failed') throw new Error(`${fields.type} made a database that failed`);
    await wait(50);
  }
}

/** Writes and makes checkpoints until it is told to stop, so that every copy meets some. */
function keepBusy(databaseId: number): () => Promise<void> {
  let isBusy = true;
  const work = (async () => {
    while (isBusy) {
      await sql(databaseId, 'INSERT INTO beside VALUES (1)', 'SELECT pg_switch_wal()', 'CHECKPOINT');
      await wait(1000);
    }
  })();
  return () => {
    isBusy = false;
    return work;
  };
}

test('two replicas, a clone, a backup, a restore and a logical replica at once, beside checkpoints, all carry every row', async () => {
  const account = await world.environment('acme', 'dedicated-us-east-1');
  const rows = Array.from({ length: 2000 }, (_, index) => `row ${String(index).padStart(4, '0')} of those to copy`);
  for (let round = 1; round <= rounds; round += 1) {
    const primary = await world.provisionedDatabase(account, 'ledger');
    const resource = `/databases/${primary}`;
    const repository = (await client.get(resource)).body['docker_repo'] as string;
    await sql(
      primary,
      `CREATE TABLE kept AS SELECT unnest(string_to_array('${rows.join()}', ',')) AS value`,
      'CREATE TABLE beside (value int)',
    );
    const newestBackup = async (): Promise<string> =>
      `/backups/${elementsOf((await client.get(`${resource}/backups`)).body)[0]!.id}`;
    await done(resource, { type: 'backup' });
    const earlier = await newestBackup();

    const rest = keepBusy(primary);
    const copies = await Promise.all([
      copied(resource, { type: 'replicate', handle: 'replica-1' }),
      copied(resource, { type: 'replicate', handle: 'replica-2' }),
      copied(resource, { type: 'clone', handle: 'clone' }),
      copied(resource, { ...{ type: 'replicate_logical', docker_ref: repository }, handle: 'logical' }),
      copied(earlier, { type: 'restore', handle: 'restored-earlier' }),
      done(resource, { type: 'backup' }).then(async () =>
        copied(await newestBackup(), { type: 'restore', handle: 'restored-later' }),
      ),
    ]).finally(rest);
    for (const copy of [primary, ...copies])
      await eventuallyEqual(() => sql(copy, 'SELECT value FROM kept ORDER BY value'), rows);

    for (const { id } of platform.control.list('backup')) await done(`/backups/${id}`, { type: 'purge' });
    await Promise.all(copies.map((each) => done(`/databases/${each}`, { type: 'deprovision' })));
    await done(resource, { type: 'deprovision' });
    expect(platform.control.list('database')).toEqual([]);
  }
});
