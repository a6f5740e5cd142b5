import { eventually } from '../../support/eventually';
import { key, otherKey } from '../../support/keys';
import { type Driver, startDriver } from '../driver';

let driver: Driver;
let env_id: number;

beforeEach(async () => {
  driver = await startDriver();
  env_id = driver.environmentId;
});

afterEach(() => driver.stop());

const declared = () => ({ env_id, handle: 'db', database_type: 'postgresql', version: '16', disk_size: 20 });
const created = () => driver.apply('aptible_database', declared());

describe('create', () => {
  test('a database of a type and version is made and provisioned', async () => {
    const { state, diagnostics } = await created();
    expect(diagnostics).toEqual([]);
    const id = Number(state!.id);
    const url = expect.stringMatching(/^postgresql:\/\/aptible:[^@]+@.+\/db$/);
    expect(state).toEqual({
      id: String(id),
      database_id: id,
      env_id,
      handle: 'db',
      database_type: 'postgresql',
      version: '16',
      container_size: 1024,
      container_profile: 'm',
      disk_size: 20,
      iops: 3000,
      key_arn: null,
      enable_backups: true,
      purge_backups_on_destroy: false,
      deletion_protection: false,
      enable_pitr: false,
      pitr_status: 'supported',
      restore_from_backup_id: null,
      clone_from_database_id: null,
      recover_from_database_id: null,
      recover_to_time: null,
      database_image_id: expect.any(Number),
      default_connection_url: url,
      connection_urls: [url],
      credentials: {
        postgresql: {
          connection_url: state!.default_connection_url,
          protocol: 'postgresql',
          username: 'aptible',
          password: expect.stringMatching(/^[0-9A-Za-z]{32}$/),
          host: expect.any(String),
          port: expect.any(Number),
          name: 'db',
          query: '',
          default: true,
        },
      },
      timeouts: null,
    });
    expect(driver.writes()).toEqual([
      [
        'POST',
        `/accounts/${env_id}/databases`,
        {
          handle: 'db',
          type: 'postgresql',
          initial_disk_size: 20,
          initial_container_size: 1024,
          enable_backups: true,
          database_image_id: state!.database_image_id,
        },
      ],
      [
        'POST',
        `/databases/${id}/operations`,
        { type: 'provision', disk_size: 20, container_size: 1024, provisioned_iops: 3000, instance_profile: 'm' },
      ],
    ]);
  });

  test('without a version the platform chooses, and nothing differs afterwards', async () => {
    const config = { env_id, handle: 'db' };
    const database = await driver.apply('aptible_database', config);
    expect(database.diagnostics).toEqual([]);
    expect(
      (await driver.plan('aptible_database', config, await driver.refresh('aptible_database', database))).action,
    ).toBe('no-op');
  });

  test('an unknown version is an error that lists the versions, and makes nothing', async () => {
    const { state, diagnostics } = await driver.apply('aptible_database', { ...declared(), version: '1.0' });
    expect(state).toBeNull();
    expect(diagnostics).toEqual([
      expect.objectContaining({
        summary: 'There is no postgresql of version "1.0"',
        detail: expect.stringMatching(/there are .*"16".*Leave version out/s),
      }),
    ]);
    expect(driver.writes()).toEqual([]);
  });

  test('a failed provision leaves the database in the state, tainted, with the log as the cause', async () => {
    driver.control.failNext({ operation: 'provision', log: 'No room in the zone.' });
    const { state, diagnostics, instance } = await created();
    expect(instance!.tainted).toBe(true);
    expect(state).toMatchObject({ database_id: expect.any(Number), default_connection_url: null });
    expect(diagnostics).toEqual([
      expect.objectContaining({
        summary: 'Could not provision the database "db"',
        detail: expect.stringContaining('No room in the zone.'),
      }),
    ]);
  });

  test('a create that is stopped while it provisions leaves the database in the state, tainted', async () => {
    driver.control.setTiming({ durationMs: 3_600_000 });
    const { state, instance, diagnostics } = await driver.applyAndStop(
      'aptible_database',
      declared(),
      null,
      /^POST \/databases\/\d+\/operations$/,
    );
    expect(diagnostics.map(({ summary }) => summary)).toContain(
      'Interrupted while trying to provision the database "db"',
    );
    expect(instance!.tainted).toBe(true);
    expect(state).toMatchObject({ database_id: driver.control.list('database')[0]!.id, default_connection_url: null });
  });

  test('the apply after a failed provision replaces the database', async () => {
    driver.control.failNext({ operation: 'provision' });
    const failed = await created();
    const { state, diagnostics } = await driver.apply('aptible_database', declared(), failed);
    expect(diagnostics).toEqual([]);
    expect(state!.default_connection_url).toEqual(expect.any(String));
    expect(driver.control.list('database').map(({ id }) => String(id))).toEqual([state!.id]);
  });

  test('a failed provision that was untainted is repaired, too: nothing is lost with it', async () => {
    driver.control.failNext({ operation: 'provision' });
    const failed = await created();
    const untainted = { ...failed, instance: { ...failed.instance!, tainted: false } };
    expect(await driver.plan('aptible_database', declared(), untainted)).toMatchObject({
      action: 'replace',
      replace: [['database_id']],
      diagnostics: [],
    });
    const { state, diagnostics } = await driver.apply('aptible_database', declared(), untainted);
    expect(diagnostics).toEqual([]);
    expect(driver.control.list('database').map(({ id, status }) => [String(id), status])).toEqual([
      [state!.id, 'provisioned'],
    ]);
  });

  test('a create whose answer was lost is found, not repeated', async () => {
    driver.control.failNext({ request: { method: 'POST', path: `/accounts/${env_id}/databases` }, drop: 'after' });
    const { state, diagnostics } = await created();
    expect(diagnostics).toEqual([]);
    expect(driver.control.list('database').map(({ id }) => String(id))).toEqual([state!.id]);
  });

  test('a create whose request never arrived is repeated', async () => {
    driver.control.failNext({ request: { method: 'POST', path: `/accounts/${env_id}/databases` }, drop: 'before' });
    const { state, diagnostics } = await created();
    expect(diagnostics).toEqual([]);
    expect(driver.control.list('database').map(({ id }) => String(id))).toEqual([state!.id]);
  });
});

describe('create from something else', () => {
  /** A database of its own settings, with a backup. */
  async function source({ type = 'postgresql', version = '15', environment = env_id } = {}) {
    const config = { env_id: environment, handle: 'source', database_type: type, version, disk_size: 30 };
    const made = await driver.apply('aptible_database', config);
    const id = Number(made.state!.id);
    await driver.request('POST', `/databases/${id}/operations`, { type: 'backup' });
    const backup = driver.control.list('backup').find((each) => each.database_id === id)!.id;
    driver.clearRequests();
    return { id, backup };
  }

  async function otherEnvironment(): Promise<number> {
    const { id } = (await driver.request('POST', '/accounts', {
      handle: 'other',
      type: 'development',
      stack_id: driver.control.list('stack')[0]!.id,
      organization_id: driver.control.list('organization')[0]!.uuid,
    })) as { id: number };
    return id;
  }

  const databases = () => driver.control.list('database').map(({ handle }) => handle);

  test('a backup is restored into another environment by one operation; type, version and disk are its own', async () => {
    const { backup } = await source({ type: 'redis', version: '7.2', environment: await otherEnvironment() });
    const config = { env_id, handle: 'db', restore_from_backup_id: backup, container_size: 2048 };
    const plan = await driver.plan('aptible_database', config);
    expect(plan.planned).toMatchObject({ database_type: 'redis', version: '7.2', disk_size: 30 });
    const restored = await driver.apply('aptible_database', config);
    expect(restored.diagnostics).toEqual([]);
    expect(driver.writes()).toEqual([
      [
        'POST',
        `/backups/${backup}/operations`,
        {
          type: 'restore',
          handle: 'db',
          destination_account_id: env_id,
          disk_size: 30,
          container_size: 2048,
          provisioned_iops: 3000,
          instance_profile: 'm',
        },
      ],
    ]);
    const expected = { env_id, database_type: 'redis', version: '7.2', disk_size: 30, container_size: 2048 };
    expect(restored.state).toMatchObject({ ...expected, default_connection_url: expect.any(String) });
    expect((await driver.plan('aptible_database', config, restored)).action).toBe('no-op');
  });

  test('one with a key of its own has it from its creation on, however it is made', async () => {
    const { id, backup } = await source();
    await driver.request('POST', `/databases/${id}/operations`, { type: 'configure_backup_policy', enable_pitr: true });
    driver.clearRequests();
    const recovery = { recover_from_database_id: id, recover_to_time: '2026-04-01T12:00:00Z' };
    for (const [handle, begin] of Object.entries({
      empty: {},
      restored: { restore_from_backup_id: backup },
      cloned: { clone_from_database_id: id },
      recovered: recovery,
    })) {
      const config = { env_id, handle, ...begin, key_arn: key };
      const made = await driver.apply('aptible_database', config);
      expect(made).toMatchObject({ state: { key_arn: key }, diagnostics: [] });
      const refreshed = await driver.refresh('aptible_database', made);
      expect((await driver.plan('aptible_database', config, refreshed)).action).toBe('no-op');
    }
    const bodies = driver.writes().map(([, path, body]) => [path, body] as const);
    const operations = bodies.map(([, body]) => body as Record<string, unknown>);
    expect(bodies[0]).toEqual([
      `/accounts/${env_id}/databases`,
      expect.objectContaining({ handle: 'empty', current_kms_arn: key }),
    ]);
    expect(operations.filter(({ key_arn }) => key_arn !== undefined)).toEqual([
      expect.objectContaining({ type: 'restore', key_arn: key }),
      { type: 'clone', handle: 'cloned', key_arn: key },
      expect.objectContaining({ type: 'pitr_restore', key_arn: key }),
    ]);
  });

  test('what was restored without a key has that of its source, and keeps it', async () => {
    const { id, backup } = await source();
    driver.control.change('database', id, { current_kms_arn: otherKey });
    const config = { env_id, handle: 'db', restore_from_backup_id: backup };
    expect((await driver.plan('aptible_database', config)).planned).toMatchObject({ key_arn: driver.unknown });
    const restored = await driver.apply('aptible_database', config);
    expect(restored).toMatchObject({ state: { key_arn: otherKey }, diagnostics: [] });
    expect((await driver.plan('aptible_database', config, restored)).action).toBe('no-op');
  });

  test('what the operation does not take is changed afterwards', async () => {
    const { id } = await source();
    const config = {
      env_id,
      handle: 'db',
      clone_from_database_id: id,
      disk_size: 40,
      container_size: 4096,
      iops: 4000,
      enable_backups: false,
    };
    const clone = await driver.apply('aptible_database', config);
    expect(clone.diagnostics).toEqual([]);
    expect(driver.writes()).toEqual([
      ['POST', `/databases/${id}/operations`, { type: 'clone', handle: 'db' }],
      ['PATCH', `/databases/${String(clone.state!.id)}`, { enable_backups: false }],
      [
        'POST',
        `/databases/${String(clone.state!.id)}/operations`,
        { type: 'restart', container_size: 4096, disk_size: 40, provisioned_iops: 4000 },
      ],
    ]);
    expect(clone.state).toMatchObject({ ...config, database_type: 'postgresql', version: '15' });
  });

  test('a recovery to a point in time is provisioned with the same target', async () => {
    const { id } = await source();
    await driver.request('POST', `/databases/${id}/operations`, { type: 'configure_backup_policy', enable_pitr: true });
    driver.clearRequests();
    const time = '2026-04-01T12:00:00Z';
    const config = { env_id, handle: 'db', recover_from_database_id: id, recover_to_time: time };
    const recovered = await driver.apply('aptible_database', config);
    expect(recovered.diagnostics).toEqual([]);
    const target = { recovery_target_type: 'time', recovery_target: time };
    expect(driver.writes()).toEqual([
      ['POST', `/databases/${id}/operations`, { type: 'pitr_restore', handle: 'db', ...target }],
      [
        'POST',
        `/databases/${String(recovered.state!.id)}/operations`,
        {
          type: 'provision',
          disk_size: 30,
          container_size: 1024,
          provisioned_iops: 3000,
          instance_profile: 'm',
          ...target,
        },
      ],
    ]);
    expect(recovered.state).toMatchObject({ version: '15', disk_size: 30, default_connection_url: expect.any(String) });
  });

  test('the source may be known at apply only', async () => {
    const { backup } = await source({ type: 'redis', version: '7.2' });
    const given = { env_id, handle: 'db', restore_from_backup_id: driver.unknown };
    const { planned } = await driver.plan('aptible_database', given);
    expect(planned).toMatchObject({
      database_type: driver.unknown,
      version: driver.unknown,
      disk_size: driver.unknown,
    });
    const restored = await driver.apply('aptible_database', given, null, { ...given, restore_from_backup_id: backup });
    expect(restored.diagnostics).toEqual([]);
    expect(restored.state).toMatchObject({ database_type: 'redis', version: '7.2', disk_size: 30 });
  });

  test('what contradicts the source is refused at plan, all of it at once', async () => {
    const { id, backup } = await source();
    const contradicting = { database_type: 'redis', version: '16', disk_size: 20 };
    const problems = async (config: Record<string, unknown>) =>
      (await driver.plan('aptible_database', { env_id, handle: 'db', ...config })).diagnostics.map(
        ({ path, detail }) => [path, detail],
      );
    expect(await problems({ ...contradicting, restore_from_backup_id: backup })).toEqual([
      [
        ['database_type'],
        `got "redis", expected "postgresql", that of the backup ${backup}: leave it out, or change it`,
      ],
      [['version'], `got "16", expected "15", that of the backup ${backup}: leave it out, or change it`],
      [
        ['disk_size'],
        `got 20, expected at least 30, the size of the backup ${backup}: a disk cannot be smaller than its data`,
      ],
    ]);
    expect(await problems({ env_id: await otherEnvironment(), clone_from_database_id: id })).toEqual([
      [
        ['env_id'],
        expect.stringContaining(`the environment of the database ${id}: into another one, restore a backup`),
      ],
    ]);
    expect(await problems({ restore_from_backup_id: 4711 })).toEqual([
      [['restore_from_backup_id'], expect.stringContaining('there is no backup with the id 4711, or it was purged')],
    ]);
    expect(await problems({ restore_from_backup_id: backup, clone_from_database_id: id })).toEqual([
      [['clone_from_database_id'], expect.stringContaining('it cannot be set beside restore_from_backup_id')],
    ]);
    expect(await problems({ recover_from_database_id: id })).toEqual([
      [['recover_to_time'], expect.stringContaining('it is needed with recover_from_database_id')],
    ]);
  });

  test('what contradicts a source that is known at apply only is refused before anything is asked for', async () => {
    const { backup } = await source();
    const config = { env_id, handle: 'db', version: '16', restore_from_backup_id: driver.unknown };
    const known = { ...config, restore_from_backup_id: backup };
    const { state, diagnostics } = await driver.apply('aptible_database', config, null, known);
    expect(state).toBeNull();
    expect(diagnostics).toEqual([
      expect.objectContaining({
        summary: 'Invalid value of version',
        detail: `got "16", expected "15", that of the backup ${backup}: leave it out, or change it`,
      }),
    ]);
    expect(driver.writes()).toEqual([]);
  });

  test('only the creation looks at it: set after an import, or removed, it changes nothing on the platform', async () => {
    const { backup } = await source();
    const database = await driver.apply('aptible_database', { env_id, handle: 'db', disk_size: 30 });
    driver.clearRequests();
    const added = { env_id, handle: 'db', restore_from_backup_id: backup };
    expect(await driver.plan('aptible_database', added, database)).toMatchObject({ action: 'update', replace: [] });
    const after = await driver.apply('aptible_database', added, database);
    expect(await driver.plan('aptible_database', { env_id, handle: 'db' }, after)).toMatchObject({
      action: 'update',
      replace: [],
      diagnostics: [],
    });
    await driver.apply('aptible_database', { env_id, handle: 'db' }, after);
    expect(driver.writes()).toEqual([]);
    const other = await driver.plan('aptible_database', { ...added, restore_from_backup_id: backup + 1 }, after);
    expect(other).toMatchObject({ replace: [['restore_from_backup_id']] });
    expect(other.diagnostics.map(({ summary }) => summary)).toContain(
      `The database "db" (id ${String(database.state!.id)}) is replaced, and its data is lost`,
    );
  });

  test('a failed provision of what was restored leaves it in the state, tainted; the next apply replaces it', async () => {
    const { backup } = await source();
    const config = { env_id, handle: 'db', restore_from_backup_id: backup };
    driver.control.failNext({ operation: 'provision', log: 'No room in the zone.' });
    const failed = await driver.apply('aptible_database', config);
    expect(failed.instance!.tainted).toBe(true);
    expect(failed.diagnostics).toEqual([
      expect.objectContaining({ detail: expect.stringContaining('No room in the zone.') }),
    ]);
    const repaired = await driver.apply('aptible_database', config, failed);
    expect(repaired.diagnostics).toEqual([]);
    expect(databases()).toEqual(['source', 'db']);
  });

  test('a failed restore is the one error, and the next apply begins anew', async () => {
    const { backup } = await source();
    const config = { env_id, handle: 'db', restore_from_backup_id: backup };
    driver.control.failNext({ operation: 'restore', log: 'The snapshot is gone.' });
    const failed = await driver.apply('aptible_database', config);
    expect(failed.diagnostics).toEqual([
      expect.objectContaining({
        summary: 'Could not create the database "db"',
        detail: expect.stringContaining('The snapshot is gone.'),
      }),
    ]);
    expect((await driver.refresh('aptible_database', failed)).state).toBeNull();
    expect((await driver.apply('aptible_database', config, failed)).diagnostics).toEqual([]);
    expect(databases()).toEqual(['source', 'db']);
  });

  test.each(['before', 'after'] as const)(
    'a request whose connection drops %s its effect makes one database',
    async (drop) => {
      const { backup } = await source();
      driver.control.failNext({ request: { method: 'POST', path: `/backups/${backup}/operations` }, drop });
      const restored = await driver.apply('aptible_database', { env_id, handle: 'db', restore_from_backup_id: backup });
      expect(restored.diagnostics).toEqual([]);
      expect(databases()).toEqual(['source', 'db']);
    },
  );

  describe('a restore that goes on after an interrupt', () => {
    /** Interrupted while the operation runs and the platform has no record yet. */
    async function interrupted() {
      await driver.stop();
      driver = await startDriver({ clock: 'stopped' });
      env_id = driver.environmentId;
      const { backup } = await source();
      const config = { env_id, handle: 'db', restore_from_backup_id: backup };
      driver.control.setTiming({ restore: { durationMs: 1_000 } });
      const request = new RegExp(`^POST /backups/${backup}/operations$`);
      const outcome = await driver.applyAndStop('aptible_database', config, null, request);
      expect(outcome).toMatchObject({ state: { id: null, handle: 'db' }, instance: { tainted: true } });
      return { config, outcome };
    }

    test('stays in the state while it runs, and what it made is there afterwards', async () => {
      const { outcome } = await interrupted();
      const running = await driver.refresh('aptible_database', outcome);
      expect(running.state).toEqual(outcome.state);
      await driver.platform.clock.advance(1_000);
      const ended = await driver.refresh('aptible_database', running);
      const { id } = driver.control.list('database').find(({ handle }) => handle === 'db')!;
      expect(ended.state).toMatchObject({ id: String(id), database_id: id, version: '15', disk_size: 30 });
    });

    test.each([
      ['while it runs', false],
      ['when it has ended', true],
    ])('is replaced by the next apply, %s: nothing is lost or made twice', async (_, hasEnded) => {
      const { config, outcome } = await interrupted();
      driver.control.setTiming('instant');
      if (hasEnded) await driver.platform.clock.advance(1_000);
      driver.clearRequests();
      const next = driver.apply('aptible_database', config, outcome);
      if (!hasEnded) {
        await eventually(() => driver.reads().filter((path) => /^\/operations\/\d+$/.test(path)).length >= 3);
        await driver.platform.clock.advance(1_000);
      }
      const repaired = await next;
      expect(repaired.diagnostics).toEqual([]);
      expect(databases()).toEqual(['source', 'db']);
      expect(repaired.state!.database_id).toBe(driver.control.list('database')[1]!.id);
    });

    test('is destroyed with what it made', async () => {
      const { outcome } = await interrupted();
      await driver.platform.clock.advance(1_000);
      expect(await driver.destroy('aptible_database', outcome)).toMatchObject({ state: null, diagnostics: [] });
      expect(databases()).toEqual(['source']);
    });

    test('is not mistaken for another database of its handle', async () => {
      const { outcome } = await interrupted();
      driver.control.failNext({ operation: 'restore' });
      await driver.platform.clock.advance(1_000);
      await driver.platform.clock.advance(1_000);
      await driver.request('POST', `/accounts/${env_id}/databases`, { handle: 'db', type: 'redis' });
      expect((await driver.refresh('aptible_database', outcome)).state).toBeNull();
      expect(await driver.destroy('aptible_database', outcome)).toMatchObject({ state: null, diagnostics: [] });
      expect(databases()).toEqual(['source', 'db']);
    });
  });

  test('a database that has the handle already is left alone, also when it was made from the same', async () => {
    const { backup } = await source();
    const config = { env_id, handle: 'db', restore_from_backup_id: backup };
    const { state, diagnostics } = await driver.applyAfter('aptible_database', config, async () => {
      await driver.apply('aptible_database', config);
      driver.clearRequests();
    });
    expect(state).toBeNull();
    expect(diagnostics).toEqual([
      expect.objectContaining({
        summary: 'Could not create the database "db": there is one with this handle already',
        detail: expect.stringContaining('to = aptible_database.NAME\n    id = "'),
      }),
    ]);
    expect(driver.writes()).toEqual([]);
  });
});

describe('update', () => {
  test('a rename and the switch of backups go in one request', async () => {
    const database = await created();
    driver.clearRequests();
    const { state, diagnostics } = await driver.apply(
      'aptible_database',
      { ...declared(), handle: 'main', enable_backups: false },
      database,
    );
    expect(driver.writes()).toEqual([
      ['PATCH', `/databases/${String(database.state!.id)}`, { handle: 'main', enable_backups: false }],
    ]);
    expect(state).toMatchObject({ handle: 'main', enable_backups: false });
    expect(diagnostics.map(({ severity }) => severity)).toEqual(['warning']);
  });

  test('a resize restarts with only what changed', async () => {
    const database = await created();
    driver.clearRequests();
    const { state } = await driver.apply(
      'aptible_database',
      { ...declared(), disk_size: 40, container_size: 2048 },
      database,
    );
    expect(driver.writes()).toEqual([
      [
        'POST',
        `/databases/${String(database.state!.id)}/operations`,
        { type: 'restart', container_size: 2048, disk_size: 40 },
      ],
    ]);
    expect(state).toMatchObject({ disk_size: 40, container_size: 2048 });
  });

  test('iops alone change without a restart', async () => {
    const database = await created();
    driver.clearRequests();
    const { state } = await driver.apply('aptible_database', { ...declared(), iops: 4000 }, database);
    expect(driver.writes()).toEqual([
      ['POST', `/databases/${String(database.state!.id)}/operations`, { type: 'modify', provisioned_iops: 4000 }],
    ]);
    expect(state).toMatchObject({ iops: 4000 });
  });

  test('recovery to points in time is switched on after backups, and off before them', async () => {
    const database = await driver.apply('aptible_database', { ...declared(), enable_backups: false });
    const path = `/databases/${String(database.state!.id)}`;
    const policy = (enabled: boolean) => [
      'POST',
      `${path}/operations`,
      { type: 'configure_backup_policy', enable_pitr: enabled },
    ];
    driver.clearRequests();
    const on = await driver.apply('aptible_database', { ...declared(), enable_pitr: true }, database);
    expect(on.diagnostics).toEqual([]);
    expect(driver.writes()).toEqual([['PATCH', path, { enable_backups: true }], policy(true)]);
    expect(on.state).toMatchObject({ enable_pitr: true, enable_backups: true });
    expect((await driver.plan('aptible_database', declared(), on)).action).toBe('no-op');

    driver.clearRequests();
    const config = { ...declared(), enable_pitr: false, enable_backups: false };
    const off = await driver.apply('aptible_database', config, on);
    expect(off.diagnostics).toEqual([]);
    expect(driver.writes()).toEqual([policy(false), ['PATCH', path, { enable_backups: false }]]);
    expect(off.state).toMatchObject({ enable_pitr: false, enable_backups: false });
  });

  test('recovery is refused at plan without backups, of an old version, and of what was not PostgreSQL', async () => {
    const refusals = async (config: Record<string, unknown>, prior: Parameters<Driver['plan']>[2] = null) =>
      (await driver.plan('aptible_database', { env_id, handle: 'db', ...config }, prior)).diagnostics.map(
        ({ detail }) => detail,
      );
    expect(await refusals({ enable_pitr: true, enable_backups: false })).toEqual([
      'got false, expected true with enable_pitr = true: a recovery begins with a backup',
    ]);
    expect(await refusals({ enable_pitr: true, version: '9.6' })).toEqual([
      'got true, expected false with version = "9.6": the platform recovers PostgreSQL from version 13 on',
      expect.stringContaining('Of the versions of postgresql, there are'),
    ]);
    const recoverable = await driver.apply('aptible_database', { ...declared(), enable_pitr: true });
    // Left out, it stays on.
    expect(await refusals({ ...declared(), enable_backups: false }, recoverable)).toEqual([
      'got false, expected true with enable_pitr = true: a recovery begins with a backup',
    ]);
    const redis = await driver.apply('aptible_database', { env_id, handle: 'cache', database_type: 'redis' });
    expect(await refusals({ handle: 'cache', enable_pitr: true }, redis)).toEqual([
      'got "redis", expected postgresql with enable_pitr = true: the platform recovers PostgreSQL only',
    ]);
  });

  test('recovery in an environment that keeps no days for it is refused before anything is asked for', async () => {
    const database = await created();
    await driver.request('POST', `/accounts/${env_id}/backup_retention_policies`, { daily: 1, pitr_days: 0 });
    driver.clearRequests();
    for (const [config, prior] of [
      [{ ...declared(), handle: 'other', enable_pitr: true }, null],
      [{ ...declared(), enable_pitr: true }, database],
    ] as const) {
      const { diagnostics } = await driver.apply('aptible_database', config, prior);
      expect(diagnostics).toEqual([
        expect.objectContaining({ severity: 'error', detail: expect.stringContaining('pitr_days is 0') }),
      ]);
    }
    expect(driver.writes()).toEqual([]);
  });

  test('more operations per second than the disk has room for are refused at plan, also against a default', async () => {
    const small = await driver.plan('aptible_database', { env_id, handle: 'db', iops: 6000 });
    expect(small.diagnostics).toEqual([
      expect.objectContaining({ path: ['iops'], detail: expect.stringContaining('6000 needs disk_size = 12') }),
    ]);
    // The disk that is left out keeps the size that it has.
    const database = await created();
    const config = { env_id, handle: 'db', version: '16', iops: 6000 };
    expect((await driver.plan('aptible_database', config, database)).diagnostics).toEqual([]);
  });

  test('a failed resize keeps the new handle and the old size in the state', async () => {
    const database = await created();
    driver.control.failNext({ operation: 'restart', log: 'No capacity.' });
    const { state, diagnostics } = await driver.apply(
      'aptible_database',
      { ...declared(), handle: 'main', disk_size: 40 },
      database,
    );
    expect(state).toMatchObject({ handle: 'main', disk_size: 20 });
    expect(diagnostics.map(({ summary }) => summary)).toEqual(['Could not resize the database "db"']);
  });

  test('a version change plans a replacement and warns of the loss', async () => {
    const database = await created();
    const plan = await driver.plan('aptible_database', { ...declared(), version: '17' }, database);
    expect(plan.action).toBe('replace');
    expect(plan.diagnostics).toEqual([
      expect.objectContaining({ severity: 'warning', summary: expect.stringContaining('its data is lost') }),
    ]);
  });

  test('a disk that was grown by hand keeps its size, with a warning, and the other changes are made', async () => {
    const database = await created();
    const id = String(database.state!.id);
    await driver.request('POST', `/databases/${id}/operations`, { type: 'restart', disk_size: 50 });
    const warning = expect.objectContaining({
      severity: 'warning',
      summary: 'The disk_size of "db" stays 50, and is not made 20',
      path: ['disk_size'],
    });
    expect(await driver.plan('aptible_database', declared(), database)).toMatchObject({
      action: 'no-op',
      diagnostics: [warning],
    });
    driver.clearRequests();
    const { state, diagnostics } = await driver.apply('aptible_database', { ...declared(), iops: 4000 }, database);
    expect(diagnostics).toEqual([warning]);
    expect(driver.writes()).toEqual([
      ['POST', `/databases/${id}/operations`, { type: 'modify', provisioned_iops: 4000 }],
    ]);
    expect(state).toMatchObject({ disk_size: 50, iops: 4000 });
  });
});

describe('the key of a disk', () => {
  test('left out, it stays what it is; another one plans a replacement and warns of the loss', async () => {
    const withKey = { ...declared(), key_arn: key };
    const database = await driver.apply('aptible_database', withKey);
    expect(await driver.plan('aptible_database', declared(), database)).toMatchObject({
      action: 'no-op',
      planned: { key_arn: key },
    });
    const plan = await driver.plan('aptible_database', { ...declared(), key_arn: otherKey }, database);
    expect(plan).toMatchObject({ action: 'replace', replace: [['key_arn']] });
    expect(plan.diagnostics).toEqual([
      expect.objectContaining({ severity: 'warning', detail: expect.stringContaining('does not encrypt a disk anew') }),
    ]);
  });

  test('is imported', async () => {
    const config = { ...declared(), key_arn: key };
    const { state } = await driver.apply('aptible_database', config);
    const imported = await driver.import('aptible_database', 'test/db');
    expect(imported).toMatchObject({ state, diagnostics: [] });
    expect((await driver.plan('aptible_database', config, imported)).action).toBe('no-op');
  });

  test('is seen in a state from before there was the argument, and changes nothing', async () => {
    const { state } = await driver.apply('aptible_database', { ...declared(), key_arn: key });
    const upgraded = await driver.upgrade('aptible_database', { ...state, key_arn: undefined, timeouts: undefined });
    expect((await driver.plan('aptible_database', declared(), upgraded)).action).toBe('no-op');
    const refreshed = await driver.refresh('aptible_database', upgraded);
    expect(refreshed.state).toEqual(state);
    expect((await driver.plan('aptible_database', declared(), refreshed)).action).toBe('no-op');
  });

  test('is an ARN of a key: an alias, of which the platform shows the key, is refused', async () => {
    const alias = { ...declared(), key_arn: 'arn:aws:kms:us-east-1:111122223333:alias/data' };
    expect((await driver.apply('aptible_database', alias)).diagnostics).toEqual([
      expect.objectContaining({ detail: expect.stringContaining('the ARN of a KMS key') }),
    ]);
    expect(driver.writes()).toEqual([]);
  });
});

describe('read', () => {
  test('drift of every attribute is seen', async () => {
    const database = await created();
    const record = driver.control.list('database')[0]!;
    driver.control.change('database', record.id, {
      handle: 'other',
      enable_backups: false,
      enable_pitr: true,
      current_kms_arn: otherKey,
    });
    driver.control.change('disk', record.disk_id!, { size: 50, provisioned_iops: 5000 });
    driver.control.change('service', record.service_id!, { container_memory_limit_mb: 4096, instance_class: 'r5' });
    const { state } = await driver.refresh('aptible_database', database);
    expect(state).toEqual({
      ...database.state,
      handle: 'other',
      enable_backups: false,
      enable_pitr: true,
      disk_size: 50,
      iops: 5000,
      key_arn: otherKey,
      container_size: 4096,
      container_profile: 'r',
    });
  });

  test('a generation after the profile’s letter is no drift', async () => {
    const database = await created();
    driver.control.change('service', driver.control.list('database')[0]!.service_id!, { instance_class: 'm5' });
    expect((await driver.refresh('aptible_database', database)).state).toEqual(database.state);
  });

  test('a database that is certainly gone leaves the state', async () => {
    const database = await created();
    driver.control.remove('database', Number(database.state!.id));
    expect((await driver.refresh('aptible_database', database)).state).toBeNull();
  });

  test.each([403, 500])('a refusal with %i is an error, and the database stays in the state', async (status) => {
    const database = await created();
    driver.control.failNext({ request: { method: 'GET' }, status, times: 100 });
    const { state, diagnostics } = await driver.refresh('aptible_database', database);
    expect(state).toEqual(database.state);
    expect(diagnostics).toEqual([
      expect.objectContaining({ severity: 'error', detail: expect.stringContaining(String(status)) }),
    ]);
  });
});

describe('delete', () => {
  test('it is deprovisioned', async () => {
    const database = await created();
    expect(await driver.destroy('aptible_database', database)).toMatchObject({ state: null, diagnostics: [] });
    expect(driver.control.list('database')).toEqual([]);
  });

  test('one that is gone already is a success', async () => {
    const database = await created();
    driver.control.remove('database', Number(database.state!.id));
    const gone = await driver.destroy('aptible_database', database, { refreshes: false });
    expect(gone).toMatchObject({ state: null, diagnostics: [] });
  });

  test('replicas that block it are named, and it stays in the state', async () => {
    const database = await created();
    await driver.request('POST', `/databases/${String(database.state!.id)}/operations`, {
      type: 'replicate',
      handle: 'replica',
    });
    const { state, diagnostics } = await driver.destroy('aptible_database', database);
    expect(state).toEqual(database.state);
    expect(diagnostics).toEqual([
      expect.objectContaining({
        summary: 'Could not deprovision the database "db": it is in use',
        detail: expect.stringContaining('"replica"'),
      }),
    ]);
  });
});

describe('import', () => {
  test.each([
    ['id', (id: string) => id],
    ['handles', () => 'test/db'],
  ])('by %s it gets every attribute, and the plan is empty', async (_, idOf) => {
    const database = await created();
    const imported = await driver.import('aptible_database', idOf(String(database.state!.id)));
    expect(imported.diagnostics).toEqual([]);
    expect(imported.state).toEqual(database.state);
    expect((await driver.plan('aptible_database', declared(), imported)).action).toBe('no-op');
  });

  test.each([
    ['4711', 'There is no database with the id 4711', 'Check the id'],
    ['test/dc', 'There is no database "dc" in the environment "test"', 'There is "db".'],
    ['tets/db', 'There is no environment "tets"', 'there is "test"'],
    ['no such thing', '"no such thing" is not an import id of a database', 'acme-production/web'],
  ])('of %s is refused with what there is', async (id, summary, detail) => {
    await created();
    const { diagnostics } = await driver.import('aptible_database', id);
    expect(diagnostics).toEqual([expect.objectContaining({ summary, detail: expect.stringContaining(detail) })]);
  });
});

test('a state of the official provider plans nothing', async () => {
  const { state } = await created();
  const upgraded = await driver.upgrade('aptible_database', { ...state, timeouts: undefined, container_profile: 'm5' });
  const refreshed = await driver.refresh('aptible_database', upgraded);
  expect(refreshed.state).toEqual(state);
  expect((await driver.plan('aptible_database', declared(), refreshed)).action).toBe('no-op');
});
