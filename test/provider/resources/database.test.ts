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
      enable_backups: true,
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
      ['PATCH', `/databases/${database.state!.id}`, { handle: 'main', enable_backups: false }],
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
      ['POST', `/databases/${database.state!.id}/operations`, { type: 'restart', container_size: 2048, disk_size: 40 }],
    ]);
    expect(state).toMatchObject({ disk_size: 40, container_size: 2048 });
  });

  test('iops alone change without a restart', async () => {
    const database = await created();
    driver.clearRequests();
    const { state } = await driver.apply('aptible_database', { ...declared(), iops: 4000 }, database);
    expect(driver.writes()).toEqual([
      ['POST', `/databases/${database.state!.id}/operations`, { type: 'modify', provisioned_iops: 4000 }],
    ]);
    expect(state).toMatchObject({ iops: 4000 });
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

  test('a smaller disk is refused at plan', async () => {
    const database = await created();
    driver.clearRequests();
    const { diagnostics } = await driver.plan('aptible_database', { ...declared(), disk_size: 10 }, database);
    expect(diagnostics).toEqual([expect.objectContaining({ severity: 'error', path: ['disk_size'] })]);
    expect(driver.writes()).toEqual([]);
  });
});

describe('read', () => {
  test('drift of every attribute is seen', async () => {
    const database = await created();
    const record = driver.control.list('database')[0]!;
    driver.control.change('database', record.id, { handle: 'other', enable_backups: false });
    driver.control.change('disk', record.disk_id!, { size: 50, provisioned_iops: 5000 });
    driver.control.change('service', record.service_id!, { container_memory_limit_mb: 4096, instance_class: 'r5' });
    const { state } = await driver.refresh('aptible_database', database);
    expect(state).toEqual({
      ...database.state,
      handle: 'other',
      enable_backups: false,
      disk_size: 50,
      iops: 5000,
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
    expect(await driver.destroy('aptible_database', database)).toMatchObject({ state: null, diagnostics: [] });
  });

  test('replicas that block it are named, and it stays in the state', async () => {
    const database = await created();
    await driver.request('POST', `/databases/${database.state!.id}/operations`, {
      type: 'replicate',
      handle: 'replica',
    });
    const { state, diagnostics } = await driver.destroy('aptible_database', database);
    expect(state).toEqual(database.state);
    expect(diagnostics).toEqual([
      expect.objectContaining({
        summary: 'Could not deprovision the database "db": it has replicas',
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
