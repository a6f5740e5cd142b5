import { startLocalPlatform, type LocalPlatform } from '../../../lib/emulator';
import { OfficialProvider, type ServicePlan } from './official-provider';

let platform: LocalPlatform;
let provider: OfficialProvider;

beforeEach(async () => {
  // Operations take a while, as they do where these clients come from.
  platform = await startLocalPlatform({ images: { 'acme/web': ['web', 'worker'] }, operations: { polls: 2 } });
  provider = await OfficialProvider.configured(platform.url, platform.username, platform.password);
});
afterEach(() => platform.stop());

const stackNamed = (name: string): number => platform.control.list('stack').find((each) => each.name === name)!.id;
const newEnvironment = async (): Promise<number> => {
  const { env_id: id } = await provider.environment.create({
    handle: 'acme',
    stack_id: stackNamed('shared-us-east-1'),
  });
  return id;
};
const gone = { status: 404, slug: 'not_found', message: 'Not Found' };

const service: ServicePlan = {
  process_type: 'web',
  container_count: 2,
  container_size: 2048,
  instance_profile: 'm',
  force_zero_downtime: true,
  naive_health_check: true,
  restart_free_scaling: false,
  stop_timeout: 10,
};

test('an environment, on a shared and on a dedicated stack', async () => {
  const policy = { daily: 3, monthly: 2, yearly: 0, make_copy: true, keep_final: false };
  const organization = platform.control.list('organization')[0]!.uuid;
  const shared = stackNamed('shared-us-east-1');
  const made = await provider.environment.create({ handle: 'acme', stack_id: shared, policy });
  expect(made).toEqual({ env_id: expect.any(Number), handle: 'acme', stack_id: shared, org_id: organization, policy });
  const platformsOwn = { daily: 30, monthly: 12, yearly: 6, make_copy: false, keep_final: true };
  const dedicated = await provider.environment.create({ handle: 'big', stack_id: stackNamed('dedicated-us-east-1') });
  expect(dedicated).toMatchObject({ org_id: organization, policy: platformsOwn });
  expect(platform.control.list('account').map(({ type }) => type)).toEqual(['development', 'production']);

  const changed = { ...policy, daily: 9 };
  expect(await provider.environment.update(made['env_id'], { handle: 'acme2', policy: changed })).toEqual({
    ...made,
    handle: 'acme2',
    policy: changed,
  });
  await provider.app.create(made['env_id'], { handle: 'web', settings: { APTIBLE_DOCKER_IMAGE: 'acme/web:1' } });
  await expect(provider.environment.delete(made['env_id'])).rejects.toMatchObject({
    status: 422,
    slug: 'unprocessable_entity',
    message: 'the environment still has apps: web.',
  });
  await provider.app.delete(platform.control.list('app')[0]!.id);
  await provider.environment.delete(made['env_id']);
  await expect(provider.environment.read(made['env_id'])).rejects.toMatchObject(gone);
});

test('an app with its services, its policies and its secrets', async () => {
  const env_id = await newEnvironment();
  const horizontal = {
    autoscaling: 'horizontal',
    min_containers: 2,
    max_containers: 4,
    min_cpu_threshold: 0.1,
    max_cpu_threshold: 0.9,
    metric_lookback_seconds: 1800,
    percentile: 99,
    post_scale_up_cooldown_seconds: 60,
    post_scale_down_cooldown_seconds: 300,
    post_release_cooldown_seconds: 60,
    mem_cpu_ratio_r_threshold: 4,
    mem_cpu_ratio_c_threshold: 2,
    mem_scale_up_threshold: 0.9,
    mem_scale_down_threshold: 0.75,
    minimum_memory: 2048,
    scale_up_step: 1,
    scale_down_step: 1,
    use_horizontal_scale: false,
  };
  const made = await provider.app.create(env_id, {
    handle: 'web',
    config: { A: '1', B: '2' },
    settings: { APTIBLE_DOCKER_IMAGE: 'acme/web:1' },
    sensitive_settings: { APTIBLE_PRIVATE_REGISTRY_USERNAME: 'me', APTIBLE_PRIVATE_REGISTRY_PASSWORD: 'secret' },
    services: [{ ...service, policy: horizontal }],
  });
  const web = {
    process_type: 'web',
    container_count: 2,
    container_memory_limit: 2048,
    container_profile: 'm',
    force_zero_downtime: true,
    simple_health_check: true,
    restart_free_scaling: false,
    stop_timeout: 10,
    policy: {
      autoscaling: 'horizontal',
      scaling_enabled: true,
      min_containers: 2,
      max_containers: 4,
      min_cpu_threshold: 0.1,
      percentile: 99,
      minimum_memory: 2048,
      maximum_memory: 0,
    },
  };
  const worker = {
    process_type: 'worker',
    container_count: 1,
    container_memory_limit: 1024,
    container_profile: 'm',
    force_zero_downtime: false,
    simple_health_check: false,
    restart_free_scaling: false,
    stop_timeout: 0,
    policy: undefined,
  };
  const state = {
    app_id: expect.any(Number),
    handle: 'web',
    git_repo: 'git@beta.aptible.com:acme/web.git',
    env_id,
    config: { A: '1', B: '2' },
    docker_image: 'acme/web:1',
    registry_username: 'me',
    services: [web, worker],
  };
  expect(made).toEqual(state);
  const id = made['app_id'];

  const cleared = { APTIBLE_PRIVATE_REGISTRY_USERNAME: '', APTIBLE_PRIVATE_REGISTRY_PASSWORD: '' };
  expect(
    await provider.app.update(id, {
      handle: 'shop',
      config: { A: '1', B: '' },
      settings: { APTIBLE_DOCKER_IMAGE: 'acme/web:2' },
      sensitive_settings: cleared,
      services: [{ ...service, stop_timeout: undefined, policy: { autoscaling: 'vertical', maximum_memory: 4096 } }],
    }),
  ).toEqual({
    ...state,
    handle: 'shop',
    git_repo: 'git@beta.aptible.com:acme/shop.git',
    config: { A: '1' },
    docker_image: 'acme/web:2',
    registry_username: '',
    services: [
      {
        ...web,
        policy: {
          ...web.policy,
          autoscaling: 'vertical',
          min_containers: 0,
          max_containers: 0,
          min_cpu_threshold: 0,
          maximum_memory: 4096,
        },
      },
      worker,
    ],
  });
  const withoutPolicy = await provider.app.update(id, { services: [service] });
  expect(withoutPolicy['services']).toEqual([{ ...web, policy: undefined }, worker]);

  await provider.app.delete(id);
  await expect(provider.app.read(id)).rejects.toMatchObject(gone);
});

test('an app with a configuration and no image has no services', async () => {
  const made = await provider.app.create(await newEnvironment(), { handle: 'later', config: { A: '1' } });
  expect(made).toMatchObject({ config: { A: '1' }, docker_image: undefined, services: [] });
  expect(platform.control.list('app')).toMatchObject([{ status: 'pending' }]);
});

test('a deploy that failed leaves an app that can be read and removed', async () => {
  const env_id = await newEnvironment();
  platform.control.failNext({ operation: 'deploy' });
  const plan = { handle: 'web', settings: { APTIBLE_DOCKER_IMAGE: 'acme/web:1' } };
  await expect(provider.app.create(env_id, plan)).rejects.toThrow(/^operation failed for op id \d+$/);
  const { id } = platform.control.list('app')[0]!;
  expect(await provider.app.read(id)).toMatchObject({ handle: 'web', docker_image: undefined, services: [] });
  await provider.app.delete(id);
  expect(platform.control.list('app')).toEqual([]);
});

test('a database of a version, its replica, and what blocks their deletion', async () => {
  const env_id = await newEnvironment();
  const made = await provider.database.create(env_id, { handle: 'main', type: 'postgresql', version: '15' });
  const url = expect.stringMatching(/^postgresql:\/\/aptible:\w{32}@db-[\w.-]+:\d+\/db$/);
  const state = {
    database_id: expect.any(Number),
    handle: 'main',
    env_id,
    type: 'postgresql',
    version: '15',
    primary_database_id: 0,
    container_size: 1024,
    container_profile: 'm',
    disk_size: 10,
    iops: 3000,
    enable_backups: true,
    default_connection_url: url,
    connection_urls: [url],
  };
  expect(made).toEqual(state);
  expect(made['connection_urls']).toEqual([made['default_connection_url']]);
  const id = made['database_id'];
  const changes = { container_size: 4096, disk_size: 20, instance_profile: 'r', provisioned_iops: 4000 };
  expect(await provider.database.update(id, { handle: 'ledger', ...changes })).toEqual({
    ...state,
    handle: 'ledger',
    container_size: 4096,
    container_profile: 'r',
    disk_size: 20,
    iops: 4000,
  });
  const replica = await provider.replica.create(env_id, id, 'copy');
  expect(replica).toEqual({
    ...state,
    handle: 'copy',
    primary_database_id: id,
    enable_backups: false,
    database_id: expect.any(Number),
  });
  await expect(provider.database.delete(id)).rejects.toThrow(/^operation failed for op id/);
  await provider.database.delete(replica['database_id']);
  await provider.database.delete(id);
  await expect(provider.database.read(id)).rejects.toMatchObject(gone);
  await expect(provider.database.delete(id)).rejects.toMatchObject(gone);
  await expect(provider.environment.delete(env_id)).rejects.toMatchObject({
    status: 422,
    message: expect.stringMatching(/^the environment still has backups, to be purged first: \d+\.$/),
  });
});

test('a database without backups leaves none, and an environment that can go', async () => {
  const env_id = await newEnvironment();
  const made = await provider.database.create(env_id, { handle: 'cache', type: 'redis', enable_backups: false });
  expect(made['connection_urls']).toEqual([
    expect.stringMatching(/^redis:\/\/aptible:/),
    expect.stringMatching(/^rediss:\/\/aptible:/),
  ]);
  await provider.database.delete(made['database_id']);
  await provider.environment.delete(env_id);
  expect(platform.control.list('account')).toEqual([]);
});

describe('endpoints', () => {
  const common = { internal: false, ip_whitelist: [], acme: false, shared: false, default: false };
  const https = { ...common, type: 'http_proxy_protocol', platform: 'alb' };
  let env_id: number;
  let appId: number;
  const state = {
    endpoint_id: expect.any(Number),
    process_type: 'web',
    container_port: 0,
    container_ports: [],
    ip_filtering: [],
    default_domain: false,
    managed: false,
    domain: '',
    internal: false,
    shared: false,
    external_hostname: expect.stringMatching(/^elb-shared-us-east-1-\d+\.aptible\.\w+$/),
    load_balancing_algorithm_type: '',
    dns_validation_record: undefined,
    dns_validation_value: undefined,
    settings: {},
  };
  beforeEach(async () => {
    env_id = await newEnvironment();
    const plan = { handle: 'web', settings: { APTIBLE_DOCKER_IMAGE: 'acme/web:1' } };
    appId = (await provider.app.create(env_id, plan))['app_id'];
  });

  test('with the default domain, and settings that are merged and cleared', async () => {
    const settings = { FORCE_SSL: 'true', IDLE_TIMEOUT: '31' };
    const made = await provider.endpoint.ofApp(
      appId,
      'web',
      { ...https, default: true, container_port: 3000 },
      settings,
    );
    const wanted = {
      ...state,
      env_id,
      resource_id: appId,
      type: 'http_proxy_protocol',
      platform: 'alb',
      default_domain: true,
      virtual_domain: `app-${appId}.on-aptible.invalid`,
      container_port: 3000,
      settings,
    };
    expect(made).toEqual(wanted);
    const id = made['endpoint_id'];
    const cleared = { FORCE_SSL: '', STRICT_HEALTH_CHECKS: 'true' };
    expect(await provider.endpoint.update(id, {}, cleared)).toEqual({
      ...wanted,
      settings: { IDLE_TIMEOUT: '31', STRICT_HEALTH_CHECKS: 'true' },
    });
    const changes = { container_port: 0, ip_whitelist: ['10.0.0.0/8'], load_balancing_algorithm_type: 'round_robin' };
    expect(await provider.endpoint.update(id, changes)).toEqual({
      ...wanted,
      settings: { IDLE_TIMEOUT: '31', STRICT_HEALTH_CHECKS: 'true' },
      container_port: 0,
      ip_filtering: ['10.0.0.0/8'],
      load_balancing_algorithm_type: 'round_robin',
    });
    await provider.endpoint.delete(id);
    await expect(provider.endpoint.read(id)).rejects.toMatchObject(gone);
    await expect(provider.endpoint.delete(id)).rejects.toMatchObject(gone);
  });

  test('with a managed certificate', async () => {
    const plan = { ...https, acme: true, user_domain: 'www.example.com' };
    const made = await provider.endpoint.ofApp(appId, 'web', plan);
    expect(made).toEqual({
      ...state,
      env_id,
      resource_id: appId,
      type: 'http_proxy_protocol',
      platform: 'alb',
      managed: true,
      domain: 'www.example.com',
      virtual_domain: 'www.example.com',
      dns_validation_record: '_acme-challenge.www.example.com',
      dns_validation_value: `acme.${String(made['external_hostname'])}`,
    });
  });

  test.each([
    ['tcp', { container_ports: [80, 443] }],
    ['tcp', { container_ports: [] }],
    ['tls', {}],
    ['grpc', { container_port: 3000 }],
  ])('of type %s with %j', async (type, ports) => {
    const made = await provider.endpoint.ofApp(appId, 'worker', { ...common, type, platform: 'elb', ...ports });
    expect(made).toEqual({
      ...state,
      ...ports,
      env_id,
      resource_id: appId,
      process_type: 'worker',
      type,
      platform: 'elb',
      virtual_domain: made['external_hostname'],
    });
  });

  test('of a database', async () => {
    const { database_id } = await provider.database.create(env_id, { handle: 'db', type: 'postgresql' });
    const made = await provider.endpoint.ofDatabase(database_id);
    expect(made).toEqual({
      ...state,
      env_id,
      resource_id: database_id,
      process_type: 'postgresql',
      type: 'tcp',
      platform: expect.stringMatching(/^(elb|nlb)$/),
      virtual_domain: made['external_hostname'],
    });
    await expect(provider.database.delete(database_id)).rejects.toThrow(/^operation failed/);
    await provider.endpoint.delete(made['endpoint_id']);
    await provider.database.delete(database_id);
  });
});

describe('drains', () => {
  const filters = { drain_apps: false, drain_databases: true, drain_ephemeral_sessions: true, drain_proxies: true };
  const fields = { drain_host: '', drain_port: 0, drain_username: '', logging_token: '', url: '' };

  test.each([
    ['syslog_tls_tcp', { drain_host: 'logs.example.com', drain_port: 514, logging_token: 't' }],
    ['papertrail', { drain_host: 'logs.example.com', drain_port: 514 }],
    ['solarwinds', { drain_host: 'logs.example.com', logging_token: 't' }],
    ['https_post', { url: 'https://logs.example.com' }],
    ['sumologic', { url: 'https://logs.example.com' }],
    ['logdna', { drain_username: 'key', logging_token: 'tags' }],
    ['datadog', { drain_username: 'key', logging_token: 'tags' }],
    ['elasticsearch_database', { logging_token: 'pipeline' }],
  ])('a log drain of type %s', async (drain_type, own) => {
    const env_id = await newEnvironment();
    let database_id = 0;
    if (drain_type === 'elasticsearch_database') {
      const plan = { handle: 'search', type: 'elasticsearch' };
      database_id = (await provider.database.create(env_id, plan))['database_id'];
    }
    const plan = { handle: 'logs', drain_type, ...own, ...filters, ...(database_id === 0 ? {} : { database_id }) };
    const made = await provider.logDrain.create(env_id, plan);
    expect(made).toEqual({
      id: expect.any(Number),
      handle: 'logs',
      drain_type,
      ...fields,
      ...own,
      filters: [false, true, true, true],
      database_id,
      env_id,
    });
    await provider.logDrain.delete(made['id']);
    await expect(provider.logDrain.read(made['id'])).rejects.toMatchObject(gone);
  });

  test.each([
    ['influxdb', { address: 'https://x.example:2022', username: 'u', password: 'p', database: 'd' }],
    ['influxdb2', { address: 'https://x.example:2022', api_key: 'k', authToken: 'k', bucket: 'b', org: 'o' }],
    ['datadog', { api_key: 'k', authToken: 'k', series_url: 'https://x.example/api/v1/series' }],
    ['influxdb_database', undefined],
  ])('a metric drain of type %s', async (drain_type, drain_configuration) => {
    const env_id = await newEnvironment();
    let database_id = 0;
    if (drain_configuration === undefined) {
      database_id = (await provider.database.create(env_id, { handle: 'influx', type: 'influxdb' }))['database_id'];
    }
    const own = drain_configuration === undefined ? { database_id } : { drain_configuration };
    const made = await provider.metricDrain.create(env_id, { handle: 'metrics', drain_type, ...own });
    expect(made).toEqual({
      id: expect.any(Number),
      handle: 'metrics',
      drain_type,
      configuration: drain_configuration ?? {},
      database_id,
      env_id,
    });
    await provider.metricDrain.delete(made['id']);
    await expect(provider.metricDrain.read(made['id'])).rejects.toMatchObject(gone);
  });

  test('a provision that failed leaves the drain', async () => {
    const env_id = await newEnvironment();
    platform.control.failNext({ operation: 'provision' });
    const plan = { handle: 'logs', drain_type: 'https_post', url: 'https://logs.example.com', ...filters };
    await expect(provider.logDrain.create(env_id, plan)).rejects.toThrow(/^operation failed/);
    expect(platform.control.list('log_drain')).toMatchObject([{ handle: 'logs', status: 'provision_failed' }]);
  });
});

test('data sources walk all pages, and stop', async () => {
  await platform.stop();
  platform = await startLocalPlatform({ pageSize: 2 });
  provider = new OfficialProvider(platform.url, platform.token);
  const stack_id = stackNamed('shared-us-east-1');
  const ids: number[] = [];
  for (const handle of ['a', 'b', 'c', 'd', 'e']) {
    ids.push((await provider.environment.create({ handle, stack_id }))['env_id']);
  }
  expect(await provider.dataSources.environment('e')).toBe(ids[4]);
  await expect(provider.dataSources.environment('f')).rejects.toThrow('no environment f');
  expect(await provider.dataSources.stack('shared-us-east-1')).toBe(stack_id);
});

test('a wrong token is a refusal that can be read', async () => {
  const stranger = new OfficialProvider(platform.url, 'stolen');
  const refusal = { status: 401, slug: 'invalid_token', message: 'The access token is not valid' };
  await expect(stranger.environment.read(1)).rejects.toMatchObject(refusal);
  await expect(stranger.app.read(1)).rejects.toMatchObject(refusal);
});
