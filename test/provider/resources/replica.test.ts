import { key } from '../../support/keys';
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

  test.each([{}, { logical_version: '16' }])('one with a key of its own has it: %j', async (more) => {
    const made = await apply({ ...more, key_arn: key });
    expect(made).toMatchObject({ state: { key_arn: key }, diagnostics: [] });
    expect(driver.writes()).toEqual([
      ['POST', `/databases/${primary_database_id}/operations`, expect.objectContaining({ key_arn: key })],
    ]);
    const config = { env_id, primary_database_id, handle: 'reading', ...more };
    for (const argument of [{ key_arn: key }, {}]) {
      expect((await driver.plan('aptible_replica', { ...config, ...argument }, made)).action).toBe('no-op');
    }
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

describe('one that was promoted', () => {
  const promoted = async () => {
    const replica = await apply({ logical_version: '16', disk_size: 20 });
    await driver.request('POST', `/databases/${String(replica.state!.id)}/unlink`);
    driver.clearRequests();
    return replica;
  };
  const asDatabase = { handle: 'reading', database_type: 'postgresql', version: '16', disk_size: 20 };

  test('is read with a warning that has the block with which it becomes a database', async () => {
    const replica = await promoted();
    const { state, diagnostics } = await driver.refresh('aptible_replica', replica);
    expect(state).toEqual(replica.state);
    expect(diagnostics).toEqual([
      expect.objectContaining({
        severity: 'warning',
        summary: `The replica "reading" (id ${String(state!.id)}) follows no other database any more`,
        detail: expect.stringContaining(
          'moved {\n    from = aptible_replica.NAME\n    to   = aptible_database.NAME\n  }',
        ),
      }),
    ]);
  });

  test.each(['registry.terraform.io/cdktf-aptible/aptible', 'registry.terraform.io/aptible/aptible'])(
    'and moved from %s is a database, and planned empty',
    async (address) => {
      const replica = await promoted();
      const { replica_id, primary_database_id: _primary, logical_version: _version, ...common } = replica.state!;
      const moved = await driver.refresh(
        'aptible_database',
        await driver.move('aptible_replica', 'aptible_database', replica, address),
      );
      expect(moved.diagnostics).toEqual([]);
      const image = driver.control
        .list('database_image')
        .find((each) => each.type === 'postgresql' && each.version === '16')!;
      expect(moved.state).toEqual({
        ...common,
        database_id: replica_id,
        database_type: 'postgresql',
        version: '16',
        database_image_id: image.id,
        enable_pitr: false,
        pitr_status: 'supported',
        restore_from_backup_id: null,
        clone_from_database_id: null,
        recover_from_database_id: null,
        recover_to_time: null,
      });
      const plan = await driver.plan('aptible_database', { env_id, ...asDatabase }, moved);
      expect(plan).toMatchObject({ action: 'no-op', diagnostics: [] });
      expect(driver.writes()).toEqual([]);
      await driver.destroy('aptible_database', moved);
      expect(replicas()).toEqual([]);
    },
  );

  test('and moved, is not planned before it is read: its engine and version are not known', async () => {
    const moved = await driver.move('aptible_replica', 'aptible_database', await promoted());
    const { diagnostics } = await driver.walk((terraform) =>
      terraform.plan('aptible_database', { env_id, ...asDatabase }, moved.instance),
    );
    expect(diagnostics).toContainEqual(
      expect.objectContaining({
        severity: 'error',
        summary: expect.stringContaining('was moved here, and has not been read since'),
        detail: expect.stringContaining('-refresh=false'),
      }),
    );
  });

  test('no other type becomes a database, and a database becomes no replica', async () => {
    const replica = await promoted();
    for (const [from, to] of [
      ['aptible_backup', 'aptible_database'],
      ['aptible_database', 'aptible_replica'],
    ] as const) {
      const { instance, diagnostics } = await driver.move(from, to, replica);
      expect([instance, diagnostics.map(({ summary }) => summary)]).toEqual([
        null,
        ['Move between these resource types is not supported'],
      ]);
    }
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
    ['one with a key', { key_arn: key }],
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
