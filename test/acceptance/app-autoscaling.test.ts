import { environment } from './support/hcl';
import { Stage } from './support/stage';

let stage: Stage;
beforeEach(async () => {
  stage = await Stage.set();
});
afterEach(() => stage.strike());

const web = 'aptible_app.web';

const app = (service: string) => `${environment}resource "aptible_app" "web" {
  env_id       = aptible_environment.staging.env_id
  handle       = "acme-web"
  docker_image = "quay.io/aptible/deploy-demo-app"
  service {
    process_type = "cmd"
${service}
  }
}
`;

const horizontalFields = `
      autoscaling_type  = "horizontal"
      min_containers    = 2
      max_containers    = 8
      min_cpu_threshold = 0.2
      max_cpu_threshold = 0.8`;
const horizontal = (more = '', block = 'autoscaling_policy') =>
  app(`    container_count = 2\n    ${block} {${horizontalFields}\n${more}\n    }`);
const vertical = (more = '') => app(`    autoscaling_policy {\n      autoscaling_type = "vertical"\n${more}\n    }`);

async function service(): Promise<Record<string, unknown>> {
  const { id } = await stage.attributes(web);
  const { _embedded: embedded } = await stage.get(`/apps/${id}/services`);
  return (embedded as { services: Record<string, unknown>[] }).services[0]!;
}

async function policy(): Promise<Record<string, unknown> | undefined> {
  const { _embedded: embedded } = await stage.get(`/services/${(await service())['id']}/service_sizing_policies`);
  return (embedded as { service_sizing_policies: Record<string, unknown>[] }).service_sizing_policies[0];
}

const scale = async (size: Record<string, unknown>): Promise<unknown> =>
  stage.request('POST', `/services/${(await service())['id']}/operations`, { type: 'scale', ...size });

test('a horizontal autoscaler owns the number of containers, and nothing else', async () => {
  await stage.apply(horizontal());
  expect(await policy()).toMatchObject({
    autoscaling: 'horizontal',
    min_containers: 2,
    max_containers: 8,
    scaling_enabled: true,
  });
  await scale({ container_count: 7 });
  expect(await stage.actions(horizontal())).toEqual({});
  await scale({ container_size: 2048 });
  expect(await stage.actions(horizontal())).toEqual({ [web]: 'update' });
  await stage.apply(horizontal());
  expect(await service()).toMatchObject({ container_count: 7, container_memory_limit_mb: 1024 });
  await stage.apply(horizontal('      scale_up_step = 2'));
  expect(await service()).toMatchObject({ container_count: 7 });
});

test('a vertical autoscaler owns the size of the containers, and not their number', async () => {
  await stage.apply(vertical('      minimum_memory = 1024\n      maximum_memory = 4096'));
  expect(await policy()).toMatchObject({ autoscaling: 'vertical', minimum_memory: 1024, maximum_memory: 4096 });
  const declared = vertical('      minimum_memory = 1024\n      maximum_memory = 4096');
  await scale({ container_size: 4096 });
  expect(await stage.actions(declared)).toEqual({});
  await scale({ container_count: 3 });
  expect(await stage.actions(declared)).toEqual({ [web]: 'update' });
  await stage.apply(declared);
  expect(await service()).toMatchObject({ container_count: 1, container_memory_limit_mb: 4096 });
});

test('a policy is removed with its block, and the declared number counts again', async () => {
  await stage.apply(horizontal());
  await scale({ container_count: 7 });
  await stage.apply(app('    container_count = 2'));
  expect([await policy(), (await service())['container_count']]).toEqual([undefined, 2]);
});

test('autoscaling is switched between horizontal and vertical', async () => {
  await stage.apply(horizontal());
  await stage.apply(vertical());
  expect(await policy()).toMatchObject({ autoscaling: 'vertical', min_containers: null, max_cpu_threshold: null });
  await stage.apply(horizontal());
  expect(await policy()).toMatchObject({ autoscaling: 'horizontal', min_containers: 2, max_cpu_threshold: 0.8 });
});

test('drift of each field of a policy, its end and its pause are seen and put back', async () => {
  const declared = horizontal('      use_horizontal_scale = true\n      maximum_memory = 8192');
  await stage.apply(declared);
  const path = `/services/${(await service())['id']}`;
  const { autoscaling } = (await policy())!;
  const fields = {
    autoscaling,
    min_containers: 2,
    max_containers: 8,
    min_cpu_threshold: 0.2,
    max_cpu_threshold: 0.8,
    use_horizontal_scale: true,
    maximum_memory: 8192,
  };
  const drifts: Record<string, unknown>[] = [
    { min_containers: 3 },
    { max_containers: 9 },
    { min_cpu_threshold: 0.3 },
    { max_cpu_threshold: 0.7 },
    { scale_up_step: 2 },
    { scale_down_step: 2 },
    { use_horizontal_scale: false },
    { maximum_memory: null },
    { minimum_memory: 4096 },
    { metric_lookback_seconds: 300 },
    { percentile: 95 },
    { post_scale_up_cooldown_seconds: 61 },
    { post_scale_down_cooldown_seconds: 301 },
    { post_release_cooldown_seconds: 61 },
    { mem_cpu_ratio_r_threshold: 5 },
    { mem_cpu_ratio_c_threshold: 1 },
    { mem_scale_up_threshold: 0.95 },
    { mem_scale_down_threshold: 0.5 },
    { scaling_enabled: false },
  ];
  const seen: unknown[] = [];
  for (const drift of drifts) {
    const { status } = await stage.request('PUT', `${path}/service_sizing_policies`, { ...fields, ...drift });
    seen.push([drift, status, await stage.actions(declared)]);
  }
  expect(seen).toEqual(drifts.map((drift) => [drift, 200, { [web]: 'update' }]));
  await stage.apply(declared);
  expect(await policy()).toMatchObject(fields);

  await stage.request('DELETE', `${path}/service_sizing_policy`);
  expect(await stage.actions(declared)).toEqual({ [web]: 'update' });
  await stage.apply(declared);
  expect(await policy()).toMatchObject(fields);
});

test('the deprecated block converges, and its successor takes over without a change of the policy', async () => {
  await stage.apply(horizontal('', 'service_sizing_policy'));
  const before = await policy();
  expect(before).toMatchObject({ autoscaling: 'horizontal', max_containers: 8 });
  await stage.apply(horizontal());
  expect(await policy()).toEqual(before);
});

test('fields of the other kind, missing ones and a range upside down are refused at plan', async () => {
  await stage.write(vertical('      min_containers = 2'));
  expect(await stage.terraform.planRefused()).toContain('vertical autoscaling does not change the number');
  await stage.write(
    app('    autoscaling_policy {\n      autoscaling_type = "horizontal"\n      min_containers = 2\n    }'),
  );
  expect(await stage.terraform.planRefused()).toContain('horizontal autoscaling moves between two numbers');
  await stage.write(horizontal().replace('min_containers    = 2', 'min_containers    = 9'));
  expect(await stage.terraform.planRefused()).toContain('got 9, expected at most 8');
});
