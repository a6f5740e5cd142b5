/** Data sources that look up what is in an environment, and those that list what there is. */
import { type Driver, startDriver } from '../driver';

let driver: Driver;
let env_id: number;

beforeEach(async () => {
  driver = await startDriver();
  env_id = driver.environmentId;
});

afterEach(() => driver.stop());

const organization = () => driver.control.list('organization')[0]!;

async function make(type: string, config: Record<string, unknown>): Promise<Record<string, unknown>> {
  const { state, diagnostics } = await driver.apply(type, { env_id, ...(config as Record<string, string>) });
  expect(diagnostics).toEqual([]);
  return state!;
}

describe('aptible_app', () => {
  test('found by its handle, with its services', async () => {
    const made = await make('aptible_app', { handle: 'web', docker_image: 'acme/web' });
    const { state, diagnostics } = await driver.data('aptible_app', { env_id, handle: 'web' });
    expect(diagnostics).toEqual([]);
    expect(state).toEqual({
      id: made.id,
      env_id,
      handle: 'web',
      app_id: made.app_id,
      git_repo: made.git_repo,
      services: [
        {
          service_id: expect.any(Number),
          process_type: 'cmd',
          command: null,
          container_count: 1,
          container_memory_limit: 1024,
          container_profile: 'm',
        },
      ],
    });
  });

  test('one that is not there is an error that lists those that are', async () => {
    await make('aptible_app', { handle: 'web' });
    const { state, diagnostics } = await driver.data('aptible_app', { env_id, handle: 'wep' });
    expect(state).toBeNull();
    expect(diagnostics).toEqual([
      expect.objectContaining({
        summary: `There is no app "wep" in the environment ${env_id}`,
        detail: 'There is "web".',
      }),
    ]);
  });
});

describe('aptible_database', () => {
  test('found by its handle, with its credentials', async () => {
    const made = await make('aptible_database', { handle: 'db', database_type: 'redis', disk_size: 20 });
    const { state, diagnostics } = await driver.data('aptible_database', { env_id, handle: 'db' });
    expect(diagnostics).toEqual([]);
    expect(state).toEqual({
      id: made.id,
      env_id,
      handle: 'db',
      database_id: made.database_id,
      database_type: 'redis',
      version: made.version,
      disk_size: 20,
      default_connection_url: made.default_connection_url,
      connection_urls: made.connection_urls,
      credentials: made.credentials,
    });
  });

  test('one that is not there is an error that lists those that are', async () => {
    const { diagnostics } = await driver.data('aptible_database', { env_id, handle: 'db' });
    expect(diagnostics).toEqual([
      expect.objectContaining({
        summary: `There is no database "db" in the environment ${env_id}`,
        detail: 'There are none.',
      }),
    ]);
  });
});

describe('aptible_backup_retention_policy', () => {
  test('the newest one counts', async () => {
    const policy = { daily: 3, monthly: 2, yearly: 1, make_copy: true, keep_final: false };
    await driver.request('POST', `/accounts/${env_id}/backup_retention_policies`, policy);
    const { state, diagnostics } = await driver.data('aptible_backup_retention_policy', { env_id });
    expect(diagnostics).toEqual([]);
    expect(state).toEqual({ id: String(state!.policy_id), env_id, policy_id: expect.any(Number), ...policy });
  });

  test('an environment without one is an error that says how to set one', async () => {
    for (const { id } of driver.control.list('backup_retention_policy')) {
      driver.control.remove('backup_retention_policy', id);
    }
    const { diagnostics } = await driver.data('aptible_backup_retention_policy', { env_id });
    expect(diagnostics).toEqual([
      expect.objectContaining({ summary: `The environment ${env_id} has no backup retention policy` }),
    ]);
  });
});

describe('aptible_backups', () => {
  test('all, those of one database, and those whose database is gone', async () => {
    const [kept, gone] = [
      await make('aptible_database', { handle: 'kept' }),
      await make('aptible_database', { handle: 'gone' }),
    ];
    for (const { id } of [kept, gone])
      await driver.request('POST', `/databases/${String(id)}/operations`, { type: 'backup' });
    await driver.request('POST', `/databases/${String(gone.id)}/operations`, { type: 'deprovision' });
    const backups = async (config: Record<string, string | boolean>) => {
      const { state, diagnostics } = await driver.data('aptible_backups', { env_id, ...config });
      expect(diagnostics).toEqual([]);
      return state!.backups as Record<string, unknown>[];
    };
    const all = await backups({});
    expect(all.map(({ backup_id }) => backup_id)).toEqual(
      driver.control
        .list('backup')
        .map(({ id }) => id)
        .sort((a, b) => b - a),
    );
    expect(await backups({ database_handle: 'kept' })).toEqual([
      {
        backup_id: expect.any(Number),
        database_handle: 'kept',
        created_at: expect.any(String),
        manual: true,
        size: expect.any(Number),
        region: 'us-east-1',
        copied_from_id: null,
      },
    ]);
    const orphaned = await backups({ orphaned: true });
    expect(orphaned.length).toBeGreaterThan(0);
    expect(new Set(orphaned.map(({ database_handle }) => database_handle))).toEqual(new Set(['gone']));
  });
});

describe('lists', () => {
  test('aptible_database_images: those of a type that are offered', async () => {
    const { state } = await driver.data('aptible_database_images', { database_type: 'redis' });
    const offered = driver.control.list('database_image', { type: 'redis' }).filter(({ visible }) => visible);
    expect(state).toEqual({
      id: 'redis',
      database_type: 'redis',
      images: offered.map((image) => ({
        database_image_id: image.id,
        database_type: 'redis',
        version: image.version,
        default: image.default,
      })),
    });
    expect(offered.length).toBeGreaterThan(1);
  });

  test('aptible_environments', async () => {
    const { state } = await driver.data('aptible_environments', {});
    const { stack_id } = driver.control.list('account')[0]!;
    expect(state).toEqual({
      id: 'all',
      environments: [{ env_id, handle: 'test', stack_id, org_id: organization().uuid }],
    });
  });

  test('aptible_stacks: a shared one belongs to nobody', async () => {
    const { state } = await driver.data('aptible_stacks', {});
    expect(state!.stacks).toEqual(
      driver.control.list('stack').map(({ id, name, region, organization: owner }) => ({
        stack_id: id,
        name,
        region,
        org_id: owner === null ? '' : organization().uuid,
      })),
    );
  });

  test('aptible_organizations: those of the user', async () => {
    const { state } = await driver.data('aptible_organizations', {});
    const { uuid, name } = organization();
    expect(state).toEqual({ id: 'all', organizations: [{ org_id: uuid, name }] });
  });
});
