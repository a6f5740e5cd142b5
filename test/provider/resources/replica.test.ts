import { type Driver, startDriver } from '../driver';

let driver: Driver;
let env_id: number;
let primary_database_id: number;

beforeEach(async () => {
  driver = await startDriver();
  env_id = driver.environmentId;
  const body = { handle: 'db', type: 'postgresql' };
  ({ id: primary_database_id } = (await driver.request('POST', `/accounts/${env_id}/databases`, body)) as {
    id: number;
  });
  await driver.request('POST', `/databases/${primary_database_id}/operations`, { type: 'provision' });
  driver.clearRequests();
});

afterEach(() => driver.stop());

const apply = (more = {}, prior = null as Parameters<Driver['apply']>[2]) =>
  driver.apply('aptible_replica', { env_id, primary_database_id, handle: 'reading', ...more }, prior);
const replicas = () => driver.control.list('database').filter(({ handle }) => handle === 'reading');

describe('create', () => {
  test('one operation of the primary makes it, and its backups are left as they are', async () => {
    const { state, diagnostics } = await apply();
    expect(diagnostics).toEqual([]);
    expect(driver.writes()).toEqual([
      [
        'POST',
        `/databases/${primary_database_id}/operations`,
        {
          type: 'replicate',
          handle: 'reading',
          destination_account_id: env_id,
          container_size: 1024,
          disk_size: 10,
          instance_profile: 'm',
          provisioned_iops: 3000,
        },
      ],
    ]);
    expect(state).toMatchObject({ handle: 'reading', env_id, primary_database_id, enable_backups: true });
  });

  test('a logical one runs the image of the version, and backups are switched off after it is there', async () => {
    const { state } = await apply({ logical_version: '16', enable_backups: false });
    const image = driver.control
      .list('database_image')
      .find((each) => each.type === 'postgresql' && each.version === '16')!;
    expect(driver.writes()).toEqual([
      [
        'POST',
        `/databases/${primary_database_id}/operations`,
        expect.objectContaining({ type: 'replicate_logical', docker_ref: image.docker_repo }),
      ],
      ['PATCH', `/databases/${String(state!.replica_id)}`, { enable_backups: false }],
    ]);
  });

  test.each(['before', 'after'] as const)(
    'a request that was cut off %s its effect makes one replica',
    async (drop) => {
      driver.control.failNext({ request: { method: 'POST', path: '/databases/*/operations' }, drop });
      expect((await apply()).diagnostics).toEqual([]);
      expect(replicas()).toHaveLength(1);
    },
  );

  test('a version that the platform does not have is an error that lists those that are, before anything is sent', async () => {
    const { state, diagnostics } = await apply({ logical_version: '99' });
    expect(state).toBeNull();
    expect(diagnostics).toEqual([
      expect.objectContaining({
        summary: 'There is no postgresql of version "99"',
        detail: expect.stringMatching(/13.*16/),
      }),
    ]);
    expect(driver.writes()).toEqual([]);
  });

  test('a failed replication is the one error, and the next apply makes it', async () => {
    driver.control.failNext({ operation: 'replicate', log: 'No capacity.' });
    const failed = await apply();
    expect(failed.diagnostics).toEqual([expect.objectContaining({ detail: expect.stringContaining('No capacity.') })]);
    expect((await apply({}, failed)).diagnostics).toEqual([]);
    expect(replicas()).toHaveLength(1);
  });

  test('a failed provision that was untainted is repaired, too: nothing is lost with it', async () => {
    driver.control.failNext({ operation: 'provision' });
    const failed = await apply();
    const untainted = { ...failed, instance: { ...failed.instance!, tainted: false } };
    const config = { env_id, primary_database_id, handle: 'reading' };
    expect(await driver.plan('aptible_replica', config, untainted)).toMatchObject({
      action: 'replace',
      replace: [['replica_id']],
      diagnostics: [],
    });
    expect((await apply({}, untainted)).diagnostics).toEqual([]);
    expect(replicas()).toEqual([expect.objectContaining({ status: 'provisioned' })]);
  });
});

test('sizes change with a restart, throughput alone without one', async () => {
  const replica = await apply();
  const id = String(replica.state!.replica_id);
  driver.clearRequests();
  const larger = await apply({ container_size: 2048 }, replica);
  await apply({ container_size: 2048, iops: 3500 }, larger);
  expect(driver.writes()).toEqual([
    ['POST', `/databases/${id}/operations`, { type: 'restart', container_size: 2048 }],
    ['POST', `/databases/${id}/operations`, { type: 'modify', provisioned_iops: 3500 }],
  ]);
});

describe('import', () => {
  const imageOf = (version: string) =>
    driver.control.list('database_image').find((each) => each.type === 'postgresql' && each.version === version)!.id;

  test.each([
    ['a physical one', {}],
    ['a logical one', { logical_version: '16' }],
    ['a logical one of the version of its primary', { logical_version: '15' }],
  ])('of %s plans nothing', async (_, more) => {
    driver.control.change('database', primary_database_id, { database_image_id: imageOf('15') });
    const { state } = await apply(more);
    const imported = await driver.import('aptible_replica', 'test/reading');
    expect(imported).toMatchObject({ state, diagnostics: [] });
    const config = { env_id, primary_database_id, handle: 'reading', ...more };
    const plan = await driver.plan('aptible_replica', config, imported);
    expect(plan).toMatchObject({ action: 'no-op', diagnostics: [] });
  });

  test.each([
    ['16', '16'],
    ['15', null],
  ])(
    'of one that does not say whether it is logical, of version %s below 15, has the logical_version %s',
    async (logical_version, expected) => {
      driver.control.change('database', primary_database_id, { database_image_id: imageOf('15') });
      await apply({ logical_version });
      driver.control.change('database', replicas()[0]!.id, { logical_replica: null as never });
      expect((await driver.import('aptible_replica', 'test/reading')).state).toMatchObject({
        logical_version: expected,
      });
    },
  );
});

test('a database that follows no other one is not imported as a replica', async () => {
  const { state, diagnostics } = await driver.import('aptible_replica', 'test/db');
  expect(state).toBeNull();
  expect(diagnostics).toEqual([
    expect.objectContaining({
      summary: 'The database "db" is not a replica',
      detail: expect.stringContaining('terraform import aptible_database.NAME test/db'),
    }),
  ]);
});

test('a destroy is a success also when the replica is gone already', async () => {
  const replica = await apply();
  expect(await driver.destroy('aptible_replica', replica)).toMatchObject({ state: null, diagnostics: [] });
  expect(replicas()).toEqual([]);
  const gone = await driver.destroy('aptible_replica', replica, { refreshes: false });
  expect(gone).toMatchObject({ state: null, diagnostics: [] });
});
