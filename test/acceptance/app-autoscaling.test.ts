import { environment } from './support/hcl';
import { Stage } from './support/stage';

let stage: Stage;
beforeEach(async () => {
  stage = await Stage.set();
});
afterEach(() => stage.strike());

const block = (name: string, service: string) => `
resource "aptible_app" "${name}" {
  env_id       = aptible_environment.staging.env_id
  handle       = "acme-${name.replaceAll('_', '-')}"
  docker_image = "quay.io/aptible/deploy-demo-app"
  service {
    process_type = "cmd"
${service}
  }
}
`;

const app = (service: string) => environment + block('web', service);

const horizontalFields = `
      autoscaling_type  = "horizontal"
      min_containers    = 2
      max_containers    = 8
      min_cpu_threshold = 0.2
      max_cpu_threshold = 0.8`;
const horizontalService = (more = '', block = 'autoscaling_policy') =>
  `    container_count = 2\n    ${block} {${horizontalFields}\n${more}\n    }`;
const verticalService = (more = '') => `    autoscaling_policy {\n      autoscaling_type = "vertical"\n${more}\n    }`;
const horizontal = (more?: string, block?: string) => app(horizontalService(more, block));
const vertical = (more?: string) => app(verticalService(more));

const serviceOf = (state: Awaited<ReturnType<Stage['terraform']['state']>>, name: string) => {
  const appId = Number(state[`aptible_app.${name}`]?.attributes['app_id']);
  return stage.platform.control.list('service', { app_id: appId })[0]!;
};
const policyOf = (...of: Parameters<typeof serviceOf>) =>
  stage.platform.control.list('service_sizing_policy', { service_id: serviceOf(...of).id })[0];

const scale = async ({ id }: { id: number }, size: Record<string, unknown>) =>
  expect((await stage.request('POST', `/services/${id}/operations`, { type: 'scale', ...size })).status).toBe(201);

test('an autoscaler owns the number of containers, or their size, and nothing else, until its block is removed', async () => {
  const verticalBlock = block('vertical', verticalService('      minimum_memory = 1024\n      maximum_memory = 4096'));
  const both = (horizontal: string) => environment + block('horizontal', horizontal) + verticalBlock;
  const declared = both(horizontalService());
  await stage.apply(declared);
  const state = await stage.terraform.state();
  const services = () => [serviceOf(state, 'horizontal'), serviceOf(state, 'vertical')] as const;
  expect([policyOf(state, 'horizontal'), policyOf(state, 'vertical')]).toMatchObject([
    { autoscaling: 'horizontal', min_containers: 2, max_containers: 8, scaling_enabled: true },
    { autoscaling: 'vertical', minimum_memory: 1024, maximum_memory: 4096 },
  ]);
  await scale(services()[0], { container_count: 7 });
  await scale(services()[1], { container_size: 4096 });
  expect(await stage.actions(declared)).toEqual({});
  await scale(services()[0], { container_size: 2048 });
  await scale(services()[1], { container_count: 3 });
  expect(await stage.actions(declared)).toEqual({
    'aptible_app.horizontal': 'update',
    'aptible_app.vertical': 'update',
  });
  await stage.apply(declared);
  expect(services()).toMatchObject([
    { container_count: 7, container_memory_limit_mb: 1024 },
    { container_count: 1, container_memory_limit_mb: 4096 },
  ]);
  await stage.apply(both(horizontalService('      scale_up_step = 2')));
  expect(services()[0]).toMatchObject({ container_count: 7 });
  // Without the policy, the declared number counts again.
  await stage.apply(both('    container_count = 2'));
  expect([policyOf(state, 'horizontal'), services()[0].container_count]).toEqual([undefined, 2]);
});

test('drift of each field of a policy, its end and its pause are seen and put back', async () => {
  const drifts: Record<string, Record<string, unknown>> = {
    min_containers: { min_containers: 3 },
    max_containers: { max_containers: 9 },
    min_cpu_threshold: { min_cpu_threshold: 0.3 },
    max_cpu_threshold: { max_cpu_threshold: 0.7 },
    scale_up_step: { scale_up_step: 2 },
    scale_down_step: { scale_down_step: 2 },
    use_horizontal_scale: { use_horizontal_scale: false },
    maximum_memory: { maximum_memory: null },
    minimum_memory: { minimum_memory: 4096 },
    metric_lookback_seconds: { metric_lookback_seconds: 300 },
    percentile: { percentile: 95 },
    post_scale_up_cooldown_seconds: { post_scale_up_cooldown_seconds: 61 },
    post_scale_down_cooldown_seconds: { post_scale_down_cooldown_seconds: 301 },
    post_release_cooldown_seconds: { post_release_cooldown_seconds: 61 },
    mem_cpu_ratio_r_threshold: { mem_cpu_ratio_r_threshold: 5 },
    mem_cpu_ratio_c_threshold: { mem_cpu_ratio_c_threshold: 1 },
    mem_scale_up_threshold: { mem_scale_up_threshold: 0.95 },
    mem_scale_down_threshold: { mem_scale_down_threshold: 0.5 },
    pause: { scaling_enabled: false },
  };
  const fields = {
    min_containers: 2,
    max_containers: 8,
    min_cpu_threshold: 0.2,
    max_cpu_threshold: 0.8,
    use_horizontal_scale: true,
    maximum_memory: 8192,
  };
  const names = [...Object.keys(drifts), 'end'];
  const service = horizontalService('      use_horizontal_scale = true\n      maximum_memory = 8192');
  const declared = environment + names.map((name) => block(name, service)).join('');
  await stage.apply(declared);
  const state = await stage.terraform.state();
  for (const [name, drift] of Object.entries(drifts)) {
    const { autoscaling } = policyOf(state, name)!;
    const path = `/services/${serviceOf(state, name).id}/service_sizing_policies`;
    expect((await stage.request('PUT', path, { ...fields, autoscaling, ...drift })).status).toBe(200);
  }
  expect((await stage.request('DELETE', `/services/${serviceOf(state, 'end').id}/service_sizing_policy`)).status).toBe(
    204,
  );
  expect(await stage.actions(declared)).toEqual(
    Object.fromEntries(names.map((name) => [`aptible_app.${name}`, 'update'])),
  );
  await stage.apply(declared);
  for (const name of names) {
    expect([name, policyOf(state, name)]).toEqual([
      name,
      expect.objectContaining({ ...fields, scaling_enabled: true }),
    ]);
  }
});

test('the deprecated block converges, its successor takes over without a change, and each kind after the other', async () => {
  await stage.apply(horizontal('', 'service_sizing_policy'));
  const state = await stage.terraform.state();
  const policy = () => policyOf(state, 'web');
  const before = policy();
  expect(before).toMatchObject({ autoscaling: 'horizontal', max_containers: 8 });
  await stage.apply(horizontal());
  expect(policy()).toEqual(before);

  // Autoscaling is switched between horizontal and vertical.
  await stage.apply(vertical());
  expect(policy()).toMatchObject({ autoscaling: 'vertical', min_containers: null, max_cpu_threshold: null });
  await stage.apply(horizontal());
  expect(policy()).toMatchObject({ autoscaling: 'horizontal', min_containers: 2, max_cpu_threshold: 0.8 });
});

test('fields of the other kind, missing ones and a range upside down are refused at plan, all at once', async () => {
  const cases: Record<string, [service: string, message: RegExp]> = {
    other_kind: [verticalService('      min_containers = 2'), /vertical autoscaling does not change the number/],
    missing: [
      '    autoscaling_policy {\n      autoscaling_type = "horizontal"\n      min_containers = 2\n    }',
      /horizontal autoscaling moves between two numbers/,
    ],
    upside_down: [
      horizontalService().replace('min_containers    = 2', 'min_containers    = 9'),
      /got 9, expected at most 8/,
    ],
  };
  const names = Object.keys(cases);
  await stage.write(environment + names.map((name) => block(name, cases[name]![0])).join(''));
  expect(await stage.terraform.planProblems()).toEqual(
    Object.fromEntries(names.map((name) => [`aptible_app.${name}`, expect.stringMatching(cases[name]![1])])),
  );
});
