/** What a plan refuses, because it can know that the apply would fail, and what it lets pass. */
import { type Driver, startDriver } from './driver';
import type { Plain } from '../support/plugin/plain-objects';

let driver: Driver;
let env_id: number;

beforeEach(async () => {
  driver = await startDriver();
  env_id = driver.environmentId;
});

afterEach(() => driver.stop());

/** The problems of the plan of something new, by their paths. */
async function refused(type: string, config: Plain): Promise<(readonly [string, string, string])[]> {
  const { diagnostics } = await driver.plan(type, config);
  return diagnostics.map(({ path, summary, detail }) => [(path ?? []).join('.'), summary, detail] as const);
}

async function database(type: string): Promise<number> {
  const body = { handle: type, type };
  const { id } = (await driver.request('POST', `/accounts/${env_id}/databases`, body)) as { id: number };
  await driver.request('POST', `/databases/${id}/operations`, { type: 'provision' });
  return id;
}

describe('versions', () => {
  const noSuchVersion = [
    'version',
    'There is no redis of version "99"',
    'Of the versions of redis, there are "5.0", "6.2", "7.0", "7.2", "8.0", "8.2". Leave version out to get the default one (7.2).',
  ];
  const declared = () => ({ env_id, handle: 'db', database_type: 'redis' });

  test('one that the platform does not have is refused, with those that there are', async () => {
    expect(await refused('aptible_database', { ...declared(), version: '99' })).toEqual([noSuchVersion]);
    expect(await refused('aptible_database', { ...declared(), version: '7.0' })).toEqual([]);
  });

  test('one that comes with a replacement is refused, too', async () => {
    const prior = await driver.apply('aptible_database', declared());
    const { diagnostics } = await driver.plan('aptible_database', { ...declared(), version: '99' }, prior);
    expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([
      expect.objectContaining({ summary: noSuchVersion[1], detail: noSuchVersion[2] }),
    ]);
  });

  test('a type or a version that is not known yet passes', async () => {
    const { unknown } = driver;
    expect(await refused('aptible_database', { ...declared(), version: unknown })).toEqual([]);
    expect(await refused('aptible_database', { ...declared(), database_type: unknown, version: '99' })).toEqual([]);
  });

  test('a database of a version that the platform has no more is left in peace', async () => {
    const prior = await driver.apply('aptible_database', { ...declared(), version: '5.0' });
    for (const { id } of driver.control.list('database_image', { type: 'redis', version: '5.0' }))
      driver.control.change('database_image', id, { visible: false });
    const config = { ...declared(), version: '5.0', container_size: 2048 };
    expect((await driver.plan('aptible_database', config, prior)).diagnostics).toEqual([]);
  });
});

describe('environments and stacks', () => {
  const noEnvironment = ['env_id', 'There is no environment with the id 999999', expect.any(String)];
  const vhost = { endpoint_type: 'tcp', resource_type: 'database', resource_id: 1, internal: true };
  const drain = { handle: 'd', database_id: 1 };

  test.each([
    ['aptible_app', { handle: 'web' }],
    ['aptible_database', { handle: 'db' }],
    ['aptible_endpoint', vhost],
    ['aptible_log_drain', { ...drain, drain_type: 'elasticsearch_database' }],
    ['aptible_metric_drain', { ...drain, drain_type: 'influxdb_database' }],
  ])('a new %s in an environment that does not exist is refused', async (type, config) => {
    expect(await refused(type, { ...config, env_id: 999999 })).toEqual([noEnvironment]);
    expect(await refused(type, { ...config, env_id: driver.unknown })).toEqual([]);
  });

  test('a new environment on a stack that does not exist is refused', async () => {
    expect(await refused('aptible_environment', { handle: 'new', stack_id: 999999 })).toEqual([
      ['stack_id', 'There is no stack with the id 999999', expect.any(String)],
    ]);
    expect(await refused('aptible_environment', { handle: 'new', stack_id: driver.unknown })).toEqual([]);
  });
});

describe('replicas', () => {
  const replica = (primary_database_id: unknown, more: Plain = {}) =>
    refused('aptible_replica', { env_id, handle: 'reading', primary_database_id, ...more });

  test.each(['elasticsearch', 'influxdb', 'rabbitmq'])('%s has none', async (type) => {
    expect(await replica(await database(type))).toEqual([
      [
        'primary_database_id',
        `The database "${type}" cannot have this replica`,
        `a database of the type ${type} has no replicas; those of PostgreSQL, MySQL, Redis and MongoDB have`,
      ],
    ]);
  });

  test('only PostgreSQL has logical ones', async () => {
    expect(await replica(await database('redis'), { logical_version: '16' })).toEqual([
      [
        'logical_version',
        'The database "redis" cannot have this replica',
        'a database of the type redis has no logical replicas, only PostgreSQL has: leave it out for a replica of the same version',
      ],
    ]);
    expect(await replica(await database('postgresql'), { logical_version: '17' })).toEqual([]);
    expect(await replica(driver.unknown, { logical_version: '17' })).toEqual([]);
  });

  test('a version and a primary that are not there are refused together', async () => {
    expect(await replica(999999, { logical_version: '99' })).toEqual([
      ['logical_version', 'There is no postgresql of version "99"', expect.stringContaining('"17"')],
      ['primary_database_id', 'There is no database with the id 999999', expect.any(String)],
    ]);
  });
});

test('a plan that cannot ask the platform refuses nothing', async () => {
  driver.control.failNext({ request: { method: 'GET', path: '/database_images' }, status: 403 });
  expect(await refused('aptible_database', { env_id, handle: 'db', version: '99' })).toEqual([]);
  const configure = { access_token: driver.unknown };
  const plan = await driver.walk(
    (terraform) => terraform.plan('aptible_database', { env_id: 999999, handle: 'db', version: '99' }),
    configure,
  );
  expect(plan.diagnostics).toEqual([]);
});
