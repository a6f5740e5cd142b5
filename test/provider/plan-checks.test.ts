/** What a plan refuses, because it can know that the apply would fail, and what it lets pass. */
import { type Driver, type Outcome, startDriver } from './driver';
import { unknown } from '../../lib/plugin/values';
import type { Harness, Instance } from '../support/plugin/harness';
import type { Plain } from '../support/plugin/plain-objects';

let driver: Driver;
let env_id: number;

beforeEach(async () => {
  driver = await startDriver({ images: { 'acme/web': ['web', 'worker'], 'acme/other': ['wroker'] } });
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
  const vhost = { endpoint_type: 'tcp', resource_type: 'database', resource_id: unknown, internal: true };
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

describe('services', () => {
  const app = (more: Plain = {}) => ({ env_id, handle: 'web', docker_image: 'acme/web', ...more });
  const endpoint = (app: Outcome, more: Plain = {}) => ({
    env_id,
    resource_type: 'app',
    resource_id: app.state!.app_id as number,
    process_type: 'wroker',
    default_domain: true,
    ...more,
  });
  const noSuchService = (attribute: string) => [
    attribute,
    'The app "web" has no service "wroker"',
    expect.stringContaining('Its image has: "web", "worker"'),
  ];

  test('an endpoint of one that the app does not have is refused', async () => {
    const web = await driver.apply('aptible_app', app());
    expect(await refused('aptible_endpoint', endpoint(web))).toEqual([noSuchService('process_type')]);
    expect(await refused('aptible_endpoint', endpoint(web, { process_type: 'worker' }))).toEqual([]);
    for (const name of ['process_type', 'resource_id', 'env_id'])
      expect(await refused('aptible_endpoint', endpoint(web, { [name]: driver.unknown }))).toEqual([]);
  });

  test('an endpoint of an app or a database that is not there is refused', async () => {
    const web = await driver.apply('aptible_app', app());
    const missing = endpoint(web, { resource_id: 999999 });
    expect(await refused('aptible_endpoint', missing)).toEqual([
      ['resource_id', 'There is no app with the id 999999', expect.any(String)],
    ]);
    const ofDatabase = { env_id, endpoint_type: 'tcp', resource_type: 'database', resource_id: 999999, internal: true };
    expect(await refused('aptible_endpoint', ofDatabase)).toEqual([
      ['resource_id', 'There is no database with the id 999999', expect.any(String)],
    ]);
  });

  test('whether the app gets another release in the same plan decides, however late Terraform says so', async () => {
    const web = await driver.apply('aptible_app', app());
    const planned = (config: Plain, pauseMs: number) =>
      driver.walk(async (terraform) => {
        const plan = async () => {
          await terraform.upgrade('aptible_app', web.state as Plain);
          await new Promise((resolve) => setTimeout(resolve, pauseMs));
          await terraform.plan('aptible_app', config, web.instance);
        };
        const [{ diagnostics }] = await Promise.all([terraform.plan('aptible_endpoint', endpoint(web)), plan()]);
        return diagnostics.map(({ summary }) => summary);
      });
    expect(await planned(app({ deploy_trigger: '2' }), 0)).toEqual([]);
    expect(await planned(app({ deploy_trigger: '2' }), 150)).toEqual([]);
    expect(
      await driver.walk(async (terraform) => {
        await terraform.plan('aptible_app', app(), web.instance);
        return (await terraform.plan('aptible_endpoint', endpoint(web))).diagnostics.map(({ summary }) => summary);
      }),
    ).toEqual(['The app "web" has no service "wroker"']);
  });

  test('a service block of one that the app does not have is refused, unless the app is released once more', async () => {
    const service = [{ process_type: 'web' }];
    const web = await driver.apply('aptible_app', app({ service }));
    const problems = async (more: Plain) =>
      (await driver.plan('aptible_app', app(more), web)).diagnostics
        .filter(({ severity }) => severity === 'error')
        .map(({ path, summary, detail }) => [path?.join('.'), summary, detail]);
    const wrong = [...service, { process_type: 'wroker' }];
    expect(await problems({ service: wrong })).toEqual([noSuchService('service')]);
    expect(await problems({ service: wrong, deploy_trigger: '2' })).toEqual([]);
    expect(await problems({ service: wrong, docker_image: 'acme/other' })).toEqual([]);
    expect(await problems({ service: [...service, { process_type: driver.unknown }] })).toEqual([]);
    expect(await problems({ service: [...service, { process_type: 'worker' }] })).toEqual([]);
  });
});

describe('handles', () => {
  /** One of each kind, in use. */
  const all = (): Record<string, Plain> => ({
    aptible_app: { env_id, handle: 'web', config: { A: '1' } },
    aptible_database: { env_id, handle: 'db' },
    aptible_log_drain: { env_id, handle: 'logs', drain_type: 'https_post', url: 'https://logs.example.com' },
    aptible_metric_drain: { env_id, handle: 'metrics', drain_type: 'datadog', api_key: 'key' },
  });
  const web = () => all().aptible_app!;

  async function inUse(): Promise<Record<string, Outcome>> {
    const outcomes: Record<string, Outcome> = {};
    for (const [type, config] of Object.entries(all())) outcomes[type] = await driver.apply(type, config);
    return outcomes;
  }

  test('those that something else has are refused, each with an import that is accepted', async () => {
    const held = await inUse();
    const replica = { env_id, handle: 'db', primary_database_id: held.aptible_database!.state!.database_id } as Plain;
    const environment = { stack_id: driver.control.list('stack')[0]!.id, handle: 'test' };
    const planned = { ...all(), aptible_replica: replica, aptible_environment: environment };
    const plans = await Promise.all(
      Object.entries(planned).map(([type, config]) =>
        driver.walk(async (terraform) => {
          await terraform.readDataSource('aptible_stack', { name: driver.control.list('stack')[0]!.name });
          return [type, (await terraform.plan(type, config)).diagnostics] as const;
        }),
      ),
    );
    const taken = (type: string, thing: string, id: number) => [
      type,
      [
        expect.objectContaining({
          severity: 'error',
          path: ['handle'],
          summary: `Could not create the ${thing}: there is one with this handle already`,
          detail: expect.stringContaining(
            `import {\n    to = ${type === 'aptible_replica' ? 'aptible_database' : type}.NAME\n    id = "${id}"\n  }`,
          ),
        }),
      ],
    ];
    const id = (type: string) => Number(held[type]!.state!.id);
    expect(plans).toEqual([
      taken('aptible_app', 'app "web"', id('aptible_app')),
      taken('aptible_database', 'database "db"', id('aptible_database')),
      taken('aptible_log_drain', 'log drain "logs"', id('aptible_log_drain')),
      taken('aptible_metric_drain', 'metric drain "metrics"', id('aptible_metric_drain')),
      taken('aptible_replica', 'database "db"', id('aptible_database')),
      taken('aptible_environment', 'environment "test"', env_id),
    ]);
    for (const type of Object.keys(held)) {
      expect((await driver.import(type, String(held[type]!.state!.id))).state).toMatchObject({ id: String(id(type)) });
    }
  });

  test('one that something else has is a warning where it may be an apply, in which Terraform has set aside what is replaced', async () => {
    await inUse();
    const { diagnostics } = await driver.walk((terraform) =>
      terraform.plan('aptible_database', all().aptible_database!),
    );
    expect(diagnostics).toEqual([
      expect.objectContaining({
        severity: 'warning',
        summary: 'Could not create the database "db": there is one with this handle already',
      }),
    ]);
    expect((await driver.apply('aptible_database', all().aptible_database!)).diagnostics).toContainEqual(
      expect.objectContaining({
        severity: 'error',
        summary: 'Could not create the database "db": there is one with this handle already',
      }),
    );
  });

  /** Plans a new app of that handle, while Terraform does something about the app that has it. */
  const planBeside = (beside: (terraform: Harness, holder: Instance) => Promise<unknown>, holder: Outcome) =>
    driver.walk(async (terraform) => {
      const [{ diagnostics }] = await Promise.all([
        terraform.plan('aptible_app', web()),
        beside(terraform, holder.instance!),
      ]);
      return diagnostics;
    });
  /** Longer than the plan of the new app takes to find out who has the handle. */
  const later = () => new Promise((resolve) => setTimeout(resolve, 150));

  test.each<[string, (terraform: Harness, holder: Instance) => Promise<unknown>]>([
    ['is read', (terraform, holder) => terraform.refresh('aptible_app', holder)],
    ['is renamed', (terraform, holder) => terraform.plan('aptible_app', { ...web(), handle: 'other' }, holder)],
    ['is destroyed', (terraform, holder) => terraform.plan('aptible_app', null, holder)],
    ['is tainted, without a refresh', (terraform, holder) => terraform.upgrade('aptible_app', holder.state)],
  ])('one of an app that %s by the same plan passes, however late Terraform says so', async (_, beside) => {
    const holder = await driver.apply('aptible_app', web());
    expect(await planBeside(beside, holder)).toEqual([]);
    const late = async (terraform: Harness, instance: Instance) => {
      await later();
      await beside(terraform, instance);
    };
    expect(await planBeside(late, holder)).toEqual([]);
  });

  test('one of an app that is replaced passes', async () => {
    const holder = await driver.apply('aptible_app', web());
    const other = (await driver.request('POST', '/accounts', {
      handle: 'other',
      type: 'development',
      stack_id: driver.control.list('stack')[0]!.id,
      organization_id: driver.control.list('organization')[0]!.uuid,
    })) as { id: number };
    const moved = await driver.apply('aptible_app', { ...web(), env_id: other.id }, holder);
    expect(moved.diagnostics).toEqual([]);
    expect(driver.control.list('app').map(({ account_id }) => account_id)).toEqual([other.id]);
    const tainted = { ...moved, instance: { ...moved.instance!, tainted: true } };
    expect((await driver.apply('aptible_app', { ...web(), env_id: other.id }, tainted)).diagnostics).toEqual([]);
  });

  test('one of what a killed apply may have left passes: the next apply decides', async () => {
    await driver.request('POST', `/accounts/${env_id}/apps`, { handle: 'web' });
    await driver.request('POST', `/accounts/${env_id}/databases`, { handle: 'db', type: 'redis' });
    expect(await refused('aptible_app', web())).toEqual([]);
    expect(await refused('aptible_database', all().aptible_database!)).toEqual([]);
  });

  test('one that two new things of a plan have is refused', async () => {
    await driver.walk(async (terraform) => {
      const problems = async (type: string, config: Plain) =>
        (await terraform.plan(type, config)).diagnostics.map(({ summary, detail }) => [summary, detail]);
      const primary_database_id = driver.unknown;
      expect(await problems('aptible_app', web())).toEqual([]);
      expect(await problems('aptible_database', { env_id, handle: 'web' })).toEqual([]);
      expect(await problems('aptible_app', { ...web(), handle: driver.unknown })).toEqual([]);
      expect(await problems('aptible_app', { ...web(), env_id: driver.unknown })).toEqual([]);
      expect(await problems('aptible_app', web())).toEqual([
        [
          'The handle "web" is given twice',
          'This plan creates two things with it, and the platform takes it for one app only. Choose another handle for one of them.',
        ],
      ]);
      expect(await problems('aptible_replica', { env_id, handle: 'web', primary_database_id })).toEqual([
        [
          'The handle "web" is given twice',
          'This plan creates two things with it, and the platform takes it for one database only. Choose another handle for one of them.',
        ],
      ]);
    });
  });
});

test('a plan that creates much reads each collection once', async () => {
  await driver.walk(async (terraform) => {
    const plans = Array.from({ length: 5 }, (_, index) => [
      terraform.plan('aptible_app', { env_id, handle: `web-${index}` }),
      terraform.plan('aptible_database', { env_id, handle: `db-${index}`, version: '16' }),
    ]);
    for (const { diagnostics } of await Promise.all(plans.flat())) expect(diagnostics).toEqual([]);
  });
  expect(driver.reads().sort()).toEqual([
    '/accounts',
    `/accounts/${env_id}/apps`,
    `/accounts/${env_id}/databases`,
    '/database_images',
  ]);
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
