/**
 * A configuration written for the official provider, with every argument that it has for these resources, makes the same objects on the
 * platform when only the provider's source is changed.
 */
import { officialConfiguration as configuration } from './support/official-configuration';
import { Stage } from './support/stage';

let stage: Stage;
beforeEach(async () => {
  stage = await Stage.set({ images: { 'acme/web': ['web', 'worker', 'clock', 'cron'] } });
});
afterEach(() => stage.strike());

test('the objects on the platform are those that the official provider makes', async () => {
  await stage.apply(configuration);
  const { control } = stage.platform;

  const account = control.list('account', { handle: 'example-env' })[0]!;
  expect(account).toMatchObject({ type: 'development' });
  expect((await stage.get(`/accounts/${account.id}/backup_retention_policies`))['_embedded']).toMatchObject({
    backup_retention_policies: [{ daily: 30, monthly: 12, yearly: 6, make_copy: true, keep_final: false }],
  });

  const database = await stage.get(`/databases/${control.list('database')[0]!.id}`);
  expect(database).toMatchObject({
    handle: 'example-db',
    type: 'postgresql',
    status: 'provisioned',
    enable_backups: false,
    _embedded: { disk: { size: 100, provisioned_iops: 5000 } },
  });
  const linked = async (record: Record<string, unknown>, relation: string) => {
    const { href } = (record['_links'] as Record<string, { href: string }>)[relation]!;
    return stage.get(new URL(href).pathname);
  };
  expect(await linked(database, 'database_image')).toMatchObject({ type: 'postgresql', version: '15' });
  expect(await linked(database, 'service')).toMatchObject({
    container_memory_limit_mb: 4096,
    instance_class: expect.stringMatching(/^r/) as string,
  });

  const app = await stage.get(`/apps/${control.list('app')[0]!.id}`);
  expect(app).toMatchObject({ handle: 'example-app', status: 'provisioned' });
  expect(await linked(app, 'current_configuration')).toMatchObject({
    env: { KEY: 'value', DATABASE_URL: database['connection_url'] },
  });
  expect(await linked(app, 'current_setting')).toMatchObject({
    settings: { APTIBLE_DOCKER_IMAGE: 'acme/web:1' },
    sensitive_settings: {
      APTIBLE_PRIVATE_REGISTRY_USERNAME: 'robot',
      APTIBLE_PRIVATE_REGISTRY_PASSWORD: 'hunter2-registry',
    },
  });

  const services = Object.fromEntries(
    (app['_embedded'] as { services: Record<string, unknown>[] }).services.map((each) => [
      String(each['process_type']),
      each,
    ]),
  );
  expect(services).toMatchObject({
    web: {
      container_count: 2,
      container_memory_limit_mb: 2048,
      instance_class: expect.stringMatching(/^c/) as string,
      force_zero_downtime: true,
      naive_health_check: true,
      restart_free_scaling: true,
      stop_timeout: 30,
    },
    worker: { container_count: 1, container_memory_limit_mb: 1024, force_zero_downtime: false },
    clock: { container_count: 1 },
    cron: { container_count: 1 },
  });
  const policy = async (processType: string) => {
    const path = `/services/${String(services[processType]!['id'])}/service_sizing_policies`;
    return ((await stage.get(path))['_embedded'] as { service_sizing_policies: unknown[] }).service_sizing_policies;
  };
  expect(await policy('web')).toEqual([]);
  expect(await policy('worker')).toEqual([
    expect.objectContaining({
      autoscaling: 'horizontal',
      scaling_enabled: true,
      min_containers: 1,
      max_containers: 4,
      min_cpu_threshold: 0.2,
      max_cpu_threshold: 0.8,
      scale_up_step: 1,
      scale_down_step: 1,
      metric_lookback_seconds: 1800,
      percentile: 99,
      use_horizontal_scale: false,
    }),
  ]);
  expect(await policy('clock')).toEqual([
    expect.objectContaining({
      autoscaling: 'vertical',
      scaling_enabled: true,
      metric_lookback_seconds: 900,
      percentile: 95.5,
      post_scale_up_cooldown_seconds: 30,
      post_scale_down_cooldown_seconds: 120,
      post_release_cooldown_seconds: 90,
      mem_cpu_ratio_r_threshold: 5,
      mem_cpu_ratio_c_threshold: 1.5,
      mem_scale_up_threshold: 0.8,
      mem_scale_down_threshold: 0.6,
      minimum_memory: 1024,
      maximum_memory: 4096,
      min_containers: null,
      max_containers: null,
    }),
  ]);
});

test('no secret of the configuration is in a plan', async () => {
  await stage.write(configuration);
  const { output } = await stage.terraform.expect('plan', '-input=false', '-no-color');
  expect(output).not.toContain('hunter2-registry');
});
