/** Data sources that look up what is in an environment, and those that list what there is. */
import { X509Certificate } from 'node:crypto';
import { issue, type Issued } from '../../support/certificates';
import { dataSources } from '../../../lib/schema';
import { type Driver, startDriver } from '../driver';

let driver: Driver;
let env_id: number;

beforeEach(async () => {
  driver = await startDriver({ images: { 'acme/web': ['web', 'worker'] } });
  env_id = driver.environmentId;
});

afterEach(() => driver.stop());

const organization = () => driver.control.list('organization')[0]!;

async function make(type: string, config: Record<string, unknown>): Promise<Record<string, unknown>> {
  const { state, diagnostics } = await driver.apply(type, { env_id, ...(config as Record<string, string>) });
  expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
  return state!;
}

async function makeEnvironment(handle: string): Promise<number> {
  const { stack_id } = driver.control.list('account')[0]!;
  const body = { handle, type: 'development', stack_id, organization_id: organization().uuid };
  return ((await driver.request('POST', '/accounts', body)) as { id: number }).id;
}

/** Summary and detail of the one error that a question ends in. */
async function errorOf(type: string, config: Record<string, string | number>): Promise<[string, string]> {
  const { state, diagnostics } = await driver.data(type, config);
  expect([state, diagnostics.length]).toEqual([null, 1]);
  return [diagnostics[0]!.summary, diagnostics[0]!.detail];
}

/** One thing of each kind that is in an environment, with all ways to ask for it. */
interface Thing {
  readonly type: string;
  /** In the words of messages. */
  readonly thing: string;
  readonly id: string;
  readonly make: () => Promise<Record<string, unknown>>;
  /** Names of the thing that is made. */
  readonly names: readonly Readonly<Record<string, string | ((made: Record<string, unknown>) => string)>>[];
  /** The whole of what is found. */
  readonly expected: (made: Record<string, unknown>) => Record<string, unknown>;
}

const certificate = issue({ name: 'www.example.com' });
const fingerprintOf = (made: Record<string, unknown>) => String(made.sha256_fingerprint);

const things: readonly Thing[] = [
  {
    type: 'aptible_app',
    thing: 'app',
    id: 'app_id',
    make: () => make('aptible_app', { handle: 'web', docker_image: 'acme/web' }),
    names: [{ handle: 'web' }],
    expected: ({ id, app_id, git_repo, release }) => ({
      id,
      app_id,
      git_repo,
      release,
      env_id,
      handle: 'web',
      with_config: null,
      config: null,
      services: ['web', 'worker'].map((process_type) => ({
        service_id: expect.any(Number),
        process_type,
        command: null,
        container_count: 1,
        container_memory_limit: 1024,
        container_profile: 'm',
      })),
    }),
  },
  {
    type: 'aptible_database',
    thing: 'database',
    id: 'database_id',
    make: () => make('aptible_database', { handle: 'db', database_type: 'redis', disk_size: 20 }),
    names: [{ handle: 'db' }],
    expected: ({ id, database_id, version, default_connection_url, connection_urls, credentials }) => ({
      id,
      env_id,
      handle: 'db',
      database_id,
      database_type: 'redis',
      version,
      disk_size: 20,
      default_connection_url,
      connection_urls,
      credentials,
    }),
  },
  {
    type: 'aptible_endpoint',
    thing: 'endpoint',
    id: 'endpoint_id',
    make: async () => {
      const { app_id } = await make('aptible_app', { handle: 'web', docker_image: 'acme/web' });
      return make('aptible_endpoint', {
        resource_type: 'app',
        resource_id: app_id,
        process_type: 'web',
        domain: 'www.example.com',
        managed: true,
        idle_timeout: 90,
        ip_filtering: ['192.0.2.7/32'],
      });
    },
    names: [
      { hostname: 'www.example.com' },
      { hostname: 'WWW.example.com' },
      { hostname: (made) => String(made.external_hostname) },
    ],
    expected: ({ timeouts: _timeouts, ...made }) => ({
      ...made,
      hostname: expect.anything(),
      default_connection_url: null,
      connection_urls: null,
      credentials: null,
    }),
  },
  {
    type: 'aptible_certificate',
    thing: 'certificate',
    id: 'certificate_id',
    make: () =>
      make('aptible_certificate', { certificate_body: certificate.certificate, private_key: certificate.key }),
    names: [
      { common_name: 'www.example.com' },
      { fingerprint: fingerprintOf },
      { fingerprint: (made) => fingerprintOf(made).slice(0, 6).toUpperCase() },
      { fingerprint: (made) => fingerprintOf(made).match(/../g)!.join(':') },
    ],
    expected: ({ timeouts: _t, private_key: _k, private_key_wo: _w, private_key_wo_version: _v, ...made }) => ({
      ...made,
      fingerprint: expect.anything(),
    }),
  },
  {
    type: 'aptible_log_drain',
    thing: 'log drain',
    id: 'log_drain_id',
    make: () => make('aptible_log_drain', { handle: 'logs', drain_type: 'datadog', token: 'key', tags: 'env:test' }),
    names: [{ handle: 'logs' }],
    expected: ({ timeouts: _timeouts, ...made }) => ({ ...made, status: 'provisioned' }),
  },
  {
    type: 'aptible_metric_drain',
    thing: 'metric drain',
    id: 'metric_drain_id',
    make: () => make('aptible_metric_drain', { handle: 'metrics', drain_type: 'datadog', api_key: 'key' }),
    names: [{ handle: 'metrics' }],
    expected: ({ timeouts: _timeouts, ...made }) => ({ ...made, status: 'provisioned' }),
  },
];

describe.each(things)('$type', ({ type, thing, id, make: makeThing, names, expected }) => {
  const named = (name: Thing['names'][number], made: Record<string, unknown>) =>
    Object.fromEntries(
      Object.entries(name).map(([key, value]) => [key, typeof value === 'string' ? value : value(made)]),
    );

  test('found by each of its names, by its id, and by its id in its environment', async () => {
    const made = await makeThing();
    const asked = [
      ...names.map((name) => ({ env_id, ...named(name, made) })),
      { [id]: made[id] as number },
      { env_id, [id]: made[id] as number },
    ];
    for (const config of asked) {
      const { state, diagnostics } = await driver.data(type, config);
      expect([config, diagnostics]).toEqual([config, []]);
      const argument = Object.keys(names.at(-1)!)[0]!;
      const given = argument in made ? {} : { [argument]: config[argument as never] ?? null };
      expect([config, state]).toEqual([config, { ...expected(made), ...given }]);
    }
  });

  test('one that is not there is an error that lists those that are, or says where it is', async () => {
    const made = await makeThing();
    const attribute = Object.keys(names[0]!)[0]!;
    const name = named(names[0]!, made)[attribute]!;
    const wrong = `${name}x`;
    expect(await errorOf(type, { env_id, [attribute]: wrong })).toEqual([
      `There is no ${thing} "${wrong}" in the environment ${env_id}`,
      expect.stringContaining(`"${name}"`),
    ]);
    expect(await errorOf(type, { [id]: 999 })).toEqual([
      `There is no ${thing} with the id 999`,
      'Check the id, which the dashboard shows in its addresses, and that the token may see its environment.',
    ]);
    const other = await makeEnvironment('other');
    expect(await errorOf(type, { env_id: other, [id]: made[id] as number })).toEqual([
      `The ${thing} ${String(made[id])} is not in the environment ${other}`,
      `It is in the environment ${env_id}: correct env_id or ${id}.`,
    ]);
  });

  test('a question that is none, or two, is refused before anything is asked', async () => {
    driver.clearRequests();
    const attribute = Object.keys(names[0]!)[0]!;
    const { diagnostics: none } = await driver.data(type, { env_id });
    expect(none.map(({ detail }) => detail)).toEqual([expect.stringContaining('one thing is looked up, in one way')]);
    const { diagnostics: two } = await driver.data(type, { env_id, [attribute]: 'a', [id]: 1 });
    expect(two.map(({ detail }) => detail)).toEqual([expect.stringContaining('one thing is looked up, in one way')]);
    const { diagnostics: nowhere } = await driver.data(type, { [attribute]: 'a' });
    expect(nowhere.map(({ detail }) => detail)).toEqual([
      expect.stringContaining('it is looked for in one environment'),
    ]);
    expect(driver.reads()).toEqual([]);
  });
});

describe('what has no handle can be ambiguous', () => {
  test('a renewed certificate: the error lists all with their ids, fingerprints and ends', async () => {
    const made = await Promise.all(
      [30, 90].map((days) => {
        const { certificate: body, key } = issue({ name: 'www.example.com', days });
        return make('aptible_certificate', { certificate_body: body, private_key: key });
      }),
    );
    const [older, newer] = made.sort((a, b) => Number(a.id) - Number(b.id)) as [
      Record<string, unknown>,
      (typeof made)[0],
    ];
    const line = ({ id, not_after, sha256_fingerprint: fingerprint }: Record<string, unknown>) =>
      `- ${String(id)}: www.example.com, valid until ${String(not_after)}, fingerprint ${String(fingerprint)}`;
    expect(await errorOf('aptible_certificate', { env_id, common_name: 'www.example.com' })).toEqual([
      `There is more than one certificate "www.example.com" in the environment ${env_id}`,
      `Give certificate_id instead of common_name, as one of:\n${line(older)}\n${line(newer)}`,
    ]);
  });

  test('a beginning that two fingerprints share', async () => {
    const byFirstDigit = new Map<string, Issued>();
    const first = (issued: Issued) => new X509Certificate(issued.certificate).fingerprint256[0]!;
    let issued = issue({ name: 'a.example.com' });
    for (; !byFirstDigit.has(first(issued)); issued = issue({ name: 'b.example.com' }))
      byFirstDigit.set(first(issued), issued);
    const digit = first(issued);
    for (const { certificate: body, key } of [issued, byFirstDigit.get(digit)!])
      await make('aptible_certificate', { certificate_body: body, private_key: key });
    const [summary] = await errorOf('aptible_certificate', { env_id, fingerprint: digit });
    expect(summary).toBe(`There is more than one certificate "${digit}" in the environment ${env_id}`);
  });

  test('two endpoints of one domain', async () => {
    const { app_id } = await make('aptible_app', { handle: 'web', docker_image: 'acme/web' });
    const made = [];
    for (const internal of [true, false]) {
      const domain = 'www.example.com';
      const on = { resource_type: 'app', resource_id: app_id, process_type: 'web' };
      made.push(await make('aptible_endpoint', { ...on, domain, internal }));
    }
    const lines = made.map(({ id, external_hostname: host }) => `- ${String(id)}: www.example.com, ${String(host)}`);
    expect(await errorOf('aptible_endpoint', { env_id, hostname: 'www.example.com' })).toEqual([
      `There is more than one endpoint "www.example.com" in the environment ${env_id}`,
      `Give endpoint_id instead of hostname, as one of:\n${lines.join('\n')}`,
    ]);
  });
});

test('the variables of an app are read only when they are asked for', async () => {
  await make('aptible_app', { handle: 'web', docker_image: 'acme/web', config: { A: '1' }, secret_config: { B: '2' } });
  driver.clearRequests();
  await driver.data('aptible_app', { env_id, handle: 'web', with_config: false });
  expect(driver.reads()).toEqual([expect.stringMatching(/^\/accounts\/\d+\/apps/)]);
  const { state } = await driver.data('aptible_app', { env_id, handle: 'web', with_config: true });
  expect(state!.config).toEqual({ A: '1', B: '2' });
  await make('aptible_app', { handle: 'bare' });
  const { state: bare } = await driver.data('aptible_app', { env_id, handle: 'bare', with_config: true });
  expect(bare!.config).toEqual({});
});

test('an endpoint of a database is found with its connection URLs', async () => {
  const { database_id } = await make('aptible_database', { handle: 'db' });
  const made = await make('aptible_endpoint', {
    resource_type: 'database',
    resource_id: database_id,
    endpoint_type: 'tcp',
    internal: true,
  });
  const { state } = await driver.data('aptible_endpoint', { endpoint_id: made.endpoint_id });
  const { timeouts: _timeouts, ...attributes } = made;
  const url = expect.stringMatching(/^postgresql:/);
  expect(state).toEqual({
    ...attributes,
    hostname: null,
    default_connection_url: url,
    connection_urls: [url],
    credentials: { postgresql: expect.objectContaining({ connection_url: url }) },
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
    const backups = async (config: Record<string, string | number | boolean>) => {
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
        database_id: kept.database_id,
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
    expect(await backups({ database_id: Number(gone.database_id) })).toEqual(orphaned);
  });

  test('the newest one, for a restore: a copy only where nothing else is left', async () => {
    const { id, database_id } = await make('aptible_database', { handle: 'db' });
    const latest = async (config = {}) =>
      (await driver.data('aptible_backups', { env_id, ...config })).state!.latest_id;
    expect(await latest()).toBeNull();
    for (let count = 0; count < 2; count++)
      await driver.request('POST', `/databases/${String(id)}/operations`, { type: 'backup' });
    const [older, newer] = driver.control.list('backup').map((each) => each.id) as [number, number];
    const copy = { type: 'copy', destination_region: 'us-west-2' };
    await driver.request('POST', `/backups/${older}/operations`, copy);
    expect(await latest({ database_id })).toBe(newer);
    expect(await latest({ database_handle: 'db' })).toBe(newer);
    expect(await latest({ database_handle: 'other' })).toBeNull();
    for (const each of [older, newer]) driver.control.remove('backup', each);
    expect(await latest()).toBe(driver.control.list('backup')[0]!.id);
  });
});

describe('lists', () => {
  const read = async (type: string, config: Record<string, number>) => {
    const { state, diagnostics } = await driver.data(type, config);
    expect(diagnostics).toEqual([]);
    return state!;
  };

  test('aptible_apps and aptible_services: of an environment, and of an app', async () => {
    const web = await make('aptible_app', {
      handle: 'web',
      docker_image: 'acme/web',
      service: [
        {
          process_type: 'worker',
          stop_timeout: 30,
          autoscaling_policy: [{ autoscaling_type: 'vertical', maximum_memory: 4096 }],
        },
      ],
    });
    const bare = await make('aptible_app', { handle: 'bare' });
    // Its service is none of an app.
    await make('aptible_database', { handle: 'db' });
    expect(await read('aptible_apps', { env_id })).toEqual({
      id: String(env_id),
      env_id,
      apps: [
        { app_id: bare.app_id, handle: 'bare', status: 'pending', git_repo: bare.git_repo, process_types: [] },
        {
          app_id: web.app_id,
          handle: 'web',
          status: 'provisioned',
          git_repo: web.git_repo,
          process_types: ['web', 'worker'],
        },
      ],
    });

    const { autoscaling_policy: policies, ...declared } = (web.service as Record<string, unknown>[])[0]!;
    const { service_sizing_policy: _deprecated, ...worker } = declared;
    const services = [
      {
        app_id: web.app_id,
        service_id: expect.any(Number),
        command: null,
        process_type: 'web',
        container_count: 1,
        container_memory_limit: 1024,
        container_profile: 'm',
        force_zero_downtime: false,
        restart_free_scaling: false,
        simple_health_check: false,
        stop_timeout: 10,
        autoscaling_policy: null,
      },
      {
        app_id: web.app_id,
        service_id: expect.any(Number),
        command: null,
        ...worker,
        autoscaling_policy: (policies as unknown[])[0],
      },
    ];
    expect(await read('aptible_services', { env_id })).toEqual({ id: String(env_id), env_id, app_id: null, services });
    const app_id = web.app_id as number;
    expect(await read('aptible_services', { env_id, app_id })).toEqual({ id: web.id, env_id, app_id, services });
    expect((await read('aptible_services', { env_id, app_id: bare.app_id as number })).services).toEqual([]);
    expect(await errorOf('aptible_services', { env_id, app_id: 999 })).toEqual([
      'There is no app with the id 999',
      expect.any(String),
    ]);
    const other = await makeEnvironment('other');
    expect(await errorOf('aptible_services', { env_id: other, app_id })).toEqual([
      `The app ${app_id} is not in the environment ${other}`,
      `It is in the environment ${env_id}: correct env_id or app_id.`,
    ]);
  });

  test('aptible_databases: replicas say what they follow', async () => {
    const primary = await make('aptible_database', { handle: 'db', version: '15' });
    const replica = await make('aptible_replica', {
      handle: 'a-replica',
      primary_database_id: primary.database_id,
      enable_backups: false,
    });
    const both = { status: 'provisioned', database_type: 'postgresql', version: '15', disk_size: 10 };
    expect(await read('aptible_databases', { env_id })).toEqual({
      id: String(env_id),
      env_id,
      databases: [
        {
          database_id: replica.replica_id,
          handle: 'a-replica',
          ...both,
          enable_backups: false,
          primary_database_id: primary.database_id,
        },
        {
          database_id: primary.database_id,
          handle: 'db',
          ...both,
          enable_backups: true,
          primary_database_id: null,
        },
      ],
    });
  });

  test('aptible_endpoints: of an environment, of an app and of a database', async () => {
    const { app_id } = await make('aptible_app', { handle: 'web', docker_image: 'acme/web' });
    const { database_id } = await make('aptible_database', { handle: 'db' });
    const made = [
      await make('aptible_endpoint', {
        resource_type: 'app',
        resource_id: app_id,
        process_type: 'web',
        default_domain: true,
      }),
      await make('aptible_endpoint', {
        resource_type: 'database',
        resource_id: database_id,
        endpoint_type: 'tcp',
        internal: true,
      }),
    ];
    const names = Object.keys((dataSources.aptible_endpoints.attributes.endpoints.type[1] as [string, object])[1]);
    const [ofApp, ofDatabase] = made.map((each) => Object.fromEntries(names.map((name) => [name, each[name]])));
    driver.clearRequests();
    expect(await read('aptible_endpoints', { env_id })).toEqual({
      id: String(env_id),
      env_id,
      app_id: null,
      database_id: null,
      endpoints: [ofApp, ofDatabase],
    });
    expect(driver.reads().length).toBe(2);
    const ofOne = async (owner: Record<string, unknown>) =>
      (await read('aptible_endpoints', { env_id, ...(owner as Record<string, number>) })).endpoints;
    expect(await ofOne({ app_id })).toEqual([ofApp]);
    expect(await ofOne({ database_id })).toEqual([ofDatabase]);
    expect(await errorOf('aptible_endpoints', { env_id, database_id: 999 })).toEqual([
      'There is no database with the id 999',
      expect.any(String),
    ]);
  });

  test('aptible_certificates: the newest first, those of managed TLS too', async () => {
    const { certificate: certificate_body, key: private_key } = issue({ name: 'www.example.com' });
    const uploaded = await make('aptible_certificate', { certificate_body, private_key });
    const managed = await make('aptible_certificate', {
      certificate_body: certificate.certificate,
      private_key: certificate.key,
    });
    driver.control.change('certificate', Number(managed.id), { acme: true });
    const shown = (made: Record<string, unknown>, acme: boolean) => {
      const { id: _i, env_id: _e, timeouts: _t, private_key: _k, private_key_wo: _w, ...rest } = made;
      const { private_key_wo_version: _v, ...attributes } = rest;
      return { ...attributes, managed: acme };
    };
    expect(await read('aptible_certificates', { env_id })).toEqual({
      id: String(env_id),
      env_id,
      certificates: [shown(managed, true), shown(uploaded, false)],
    });
  });

  test('aptible_log_drains and aptible_metric_drains: without addresses and secrets', async () => {
    const logs = await make('aptible_log_drain', {
      handle: 'logs',
      drain_type: 'syslog_tls_tcp',
      drain_host: 'logs.example.com',
      drain_port: 6514,
      drain_proxies: true,
    });
    const web = await make('aptible_log_drain', {
      handle: 'https',
      drain_type: 'https_post',
      url: 'https://key@example.com',
    });
    const common = { status: 'provisioned', drain_apps: true, drain_databases: true, drain_ephemeral_sessions: true };
    expect(await read('aptible_log_drains', { env_id })).toEqual({
      id: String(env_id),
      env_id,
      log_drains: [
        {
          log_drain_id: web.log_drain_id,
          handle: 'https',
          ...common,
          drain_type: 'https_post',
          database_id: null,
          drain_host: null,
          drain_port: null,
          drain_proxies: false,
        },
        {
          log_drain_id: logs.log_drain_id,
          handle: 'logs',
          ...common,
          drain_type: 'syslog_tls_tcp',
          database_id: null,
          drain_host: 'logs.example.com',
          drain_port: 6514,
          drain_proxies: true,
        },
      ],
    });
    const { database_id } = await make('aptible_database', { handle: 'influx', database_type: 'influxdb' });
    const metrics = await make('aptible_metric_drain', {
      handle: 'metrics',
      drain_type: 'influxdb_database',
      database_id,
    });
    expect(await read('aptible_metric_drains', { env_id })).toEqual({
      id: String(env_id),
      env_id,
      metric_drains: [
        {
          metric_drain_id: metrics.metric_drain_id,
          handle: 'metrics',
          status: 'provisioned',
          drain_type: 'influxdb_database',
          database_id,
        },
      ],
    });
  });

  test('aptible_maintenances: the nearest deadline first, of all environments or one', async () => {
    const web = await make('aptible_app', { handle: 'web' });
    const db = await make('aptible_database', { handle: 'db' });
    const other = await makeEnvironment('other');
    const far = (await driver.request('POST', `/accounts/${other}/apps`, { handle: 'far' })) as { id: number };
    const plan = (resource_kind: 'app' | 'database', resource_id: unknown, month: string) =>
      driver.control.seed('maintenance', {
        resource_kind,
        resource_id: Number(resource_id),
        starts_at: `2031-${month}-01T00:00:00Z`,
        ends_at: `2031-${month}-08T00:00:00Z`,
      });
    plan('app', web.app_id, '03');
    plan('database', db.database_id, '02');
    plan('app', far.id, '01');
    const shown = (kind: string, id: unknown, handle: string, env: [number, string], month: string) => ({
      resource_type: kind,
      resource_id: id,
      handle,
      env_id: env[0],
      env_handle: env[1],
      starts_at: `2031-${month}-01T00:00:00Z`,
      ends_at: `2031-${month}-08T00:00:00Z`,
      restart_command: `aptible ${kind === 'app' ? 'restart --app' : 'db:restart'} ${handle} --environment ${env[1]}`,
    });
    const here = [
      shown('database', db.database_id, 'db', [env_id, 'test'], '02'),
      shown('app', web.app_id, 'web', [env_id, 'test'], '03'),
    ];
    expect(await read('aptible_maintenances', {})).toEqual({
      id: 'all',
      env_id: null,
      maintenances: [shown('app', far.id, 'far', [other, 'other'], '01'), ...here],
    });
    expect(await read('aptible_maintenances', { env_id })).toEqual({ id: String(env_id), env_id, maintenances: here });
  });

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
