/** What is destroyed takes its backups along where it is told to: all of its own, and nothing else. */
import { type Driver, type Outcome, startDriver } from './driver';

let driver: Driver;
let env_id: number;

beforeEach(async () => {
  driver = await startDriver();
  // The platform's own policy: a last backup of each database is kept.
  env_id = driver.environmentId;
});

afterEach(() => driver.stop());

const purging = { purge_backups_on_destroy: true };
const make = (type: string, config: object) => driver.apply(type, { env_id, ...config });
const backUp = (id: unknown) => driver.request('POST', `/databases/${String(id)}/operations`, { type: 'backup' });
const copy = (id: number) =>
  driver.request('POST', `/backups/${id}/operations`, { type: 'copy', destination_region: 'us-west-1' });
const ownersOfBackups = () => driver.control.list('backup').map(({ database_id }) => database_id);
const writes = () =>
  driver.writes().map(([method, path, body]) => [method, path, (body as { type?: string })?.type ?? body]);

/** A database with backups of all kinds, and another one. */
async function prepared(config: object = {}) {
  const database = await make('aptible_database', { handle: 'db', ...purging, ...config });
  const other = await make('aptible_database', { handle: 'other' });
  for (const { state } of [database, database, other]) await backUp(state!.id);
  await copy(driver.control.list('backup').find(({ database_id }) => database_id === database.state!.database_id)!.id);
  driver.clearRequests();
  return { database, id: Number(database.state!.id), otherId: Number(other.state!.id) };
}

describe('a database', () => {
  test('goes with its backups and their copies, and makes no last one', async () => {
    const { database, id, otherId } = await prepared();
    const plan = await driver.walk((terraform) => terraform.plan('aptible_database', null, database.instance));
    expect(plan.diagnostics).toEqual([
      expect.objectContaining({
        severity: 'warning',
        summary: `This plan purges all backups of the database "db" (id ${id})`,
      }),
    ]);
    const backups = driver.control.list('backup', { database_id: id });
    const originals = backups.flatMap((each) => (each.copied_from_id === null ? each.id : []));
    expect([backups.length, originals.length]).toEqual([3, 2]);

    expect((await driver.destroy('aptible_database', database)).state).toBeNull();
    expect(ownersOfBackups()).toEqual([otherId]);
    expect(writes()).toEqual([
      ['PATCH', `/databases/${id}`, { enable_backups: false }],
      ...originals
        .sort()
        .reverse()
        .map((each) => ['POST', `/backups/${each}/operations`, 'purge']),
      ['POST', `/databases/${id}/operations`, 'deprovision'],
    ]);
  });

  test('with point-in-time recovery ends that first', async () => {
    const { database } = await prepared({ enable_pitr: true });
    expect(await driver.destroy('aptible_database', database)).toMatchObject({ state: null });
    expect(writes()[0]![2]).toBe('configure_backup_policy');
  });

  test('that is told nothing leaves them', async () => {
    const { database, id } = await prepared({ purge_backups_on_destroy: false });
    expect(await driver.destroy('aptible_database', database)).toMatchObject({ state: null, diagnostics: [] });
    expect(ownersOfBackups().filter((each) => each === id)).toHaveLength(4);
  });

  test('stays where a purge is refused, and the next destroy goes on', async () => {
    const { database, id, otherId } = await prepared();
    driver.control.failNext({ operation: 'purge' });
    const failed = await driver.destroy('aptible_database', database);
    expect(failed.diagnostics.at(-1)).toMatchObject({
      summary: 'Could not purge 1 of the 2 backups of the database "db"',
      detail: expect.stringMatching(/^ {2}\d+: .*\n\nThe next destroy goes on with them\.$/s),
    });
    expect([failed.state!.id, ownersOfBackups().includes(id)]).toEqual([String(id), true]);
    expect((await driver.destroy('aptible_database', failed)).state).toBeNull();
    expect(ownersOfBackups()).toEqual([otherId]);
  });

  test('that is in use keeps its backups', async () => {
    const { database, id } = await prepared();
    await make('aptible_endpoint', { resource_type: 'database', resource_id: id, endpoint_type: 'tcp' });
    driver.clearRequests();
    const { state, diagnostics } = await driver.destroy('aptible_database', database);
    expect(state).toEqual(database.state);
    expect(diagnostics.at(-1)).toMatchObject({
      summary: 'Could not deprovision the database "db": it is in use',
      detail: expect.stringMatching(/^Its backups are still there\.\n\nThese depend on it: the endpoint \d+\./),
    });
    expect(writes()).toEqual([]);
  });

  test('whose last backup the platform makes nevertheless takes that along', async () => {
    const { database, otherId } = await prepared();
    // As if the switch meant only the daily ones.
    const watch = setInterval(() => {
      const [record] = driver.control.list('database', { id: Number(database.state!.id) });
      if (record?.enable_backups === false) driver.control.change('database', record.id, { enable_backups: true });
    }, 1);
    expect((await driver.destroy('aptible_database', database)).state).toBeNull();
    clearInterval(watch);
    expect(writes().at(-1)![2]).toBe('purge');
    expect(ownersOfBackups()).toEqual([otherId]);
  });

  test('is not replaced by one that begins with a backup which goes with it', async () => {
    const { database, id, otherId } = await prepared({ version: '15' });
    const restoreFrom = async (owner: number) => {
      const { id: backup } = driver.control.list('backup', { database_id: owner })[0]!;
      const config = { env_id, handle: 'db', ...purging, version: '16', restore_from_backup_id: backup };
      const { diagnostics } = await driver.plan('aptible_database', config, database);
      return diagnostics.filter(({ summary }) => summary.includes('would be purged')).map(({ severity }) => severity);
    };
    expect([await restoreFrom(id), await restoreFrom(otherId)]).toEqual([['error'], []]);
  });
});

test('a replica goes with its own backups', async () => {
  const { id } = await prepared();
  const replica = await make('aptible_replica', { handle: 'copy', primary_database_id: id, ...purging });
  await backUp(replica.state!.id);
  expect((await driver.destroy('aptible_replica', replica)).state).toBeNull();
  expect(ownersOfBackups()).not.toContain(Number(replica.state!.id));
  expect(ownersOfBackups()).toContain(id);
});

describe('an environment', () => {
  let environment: Outcome;
  const stack_id = () => driver.control.list('stack', { organization: null })[0]!.id;

  beforeEach(async () => {
    environment = await driver.apply('aptible_environment', { stack_id: stack_id(), handle: 'preview', ...purging });
    env_id = Number(environment.state!.env_id);
  });

  test('goes with what its databases have left', async () => {
    const database = await make('aptible_database', { handle: 'db' });
    await backUp(database.state!.id);
    await driver.destroy('aptible_database', database);
    expect(ownersOfBackups()).toHaveLength(2);
    const plan = await driver.walk((terraform) => terraform.plan('aptible_environment', null, environment.instance));
    expect(plan.diagnostics.map(({ severity, summary }) => [severity, summary])).toEqual([
      ['warning', `This plan purges all backups of the environment "preview" (id ${env_id})`],
    ]);
    expect((await driver.destroy('aptible_environment', environment)).state).toBeNull();
    expect(ownersOfBackups()).toEqual([]);
  });

  test('that has a database yet keeps its backups, and is not deleted', async () => {
    const database = await make('aptible_database', { handle: 'db' });
    await backUp(database.state!.id);
    const { state, diagnostics } = await driver.destroy('aptible_environment', environment);
    expect(state).toEqual(environment.state);
    expect(diagnostics.at(-1)!.summary).toBe('Could not delete the environment "preview": it is not empty');
    expect(ownersOfBackups()).toHaveLength(1);
  });
});
