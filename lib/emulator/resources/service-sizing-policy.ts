import { bool, integer, nullable, number, oneOf, read, type RawFields } from '../fields';
import type { Call, Resource } from '../platform';
import { notFound, refuseIf } from '../refusals';
import { all, change, created, item, nested, nothing, post, remove, show } from '../routes';
import type { Fields, Stored } from '../store';

/** The autoscaling of one service. */
export interface ServiceSizingPolicy extends Stored {
  readonly scaling_enabled: boolean;
  readonly autoscaling: 'vertical' | 'horizontal';
  readonly metric_lookback_seconds: number;
  readonly percentile: number;
  readonly post_scale_up_cooldown_seconds: number;
  readonly post_scale_down_cooldown_seconds: number;
  readonly post_release_cooldown_seconds: number;
  readonly mem_cpu_ratio_r_threshold: number;
  readonly mem_cpu_ratio_c_threshold: number;
  readonly mem_scale_up_threshold: number;
  readonly mem_scale_down_threshold: number;
  readonly minimum_memory: number;
  readonly maximum_memory: number | null;
  readonly min_cpu_threshold: number | null;
  readonly max_cpu_threshold: number | null;
  readonly min_containers: number | null;
  readonly max_containers: number | null;
  readonly scale_up_step: number | null;
  readonly scale_down_step: number | null;
  readonly use_horizontal_scale: boolean;
  readonly account_id: number;
  readonly service_id: number;
}

declare module '../store' {
  interface Records {
    service_sizing_policy: ServiceSizingPolicy;
  }
}

export const serviceSizingPolicy: Resource<ServiceSizingPolicy> = {
  collection: 'service_sizing_policies',
  hidden: ['service_id'],
  computed: () => ({ default_policy: false }),
  links: (policy) => ({ account: `/accounts/${policy.account_id}` }),
  inEnvironment: { onDeletion: 'left', page: null },
  routes: [
    all('/service_sizing_policies', 'service_sizing_policy'),
    item('/service_sizing_policies/{id}', 'service_sizing_policy'),
    nested('/accounts/{account_id}/service_sizing_policies', 'service_sizing_policy', 'account'),
    nested('/services/{service_id}/service_sizing_policies', 'service_sizing_policy', 'service'),
    post('/services/{service_id}/service_sizing_policies', (call) => {
      const { store } = call.platform;
      const service = call.find('service', 'service_id');
      refuseIf([ofService(call, service.id) !== undefined && 'the service already has a policy']);
      // A new policy is on whatever the client says, since one client always says off.
      const fields = { ...readPolicy(call.body), scaling_enabled: true };
      const owner = { account_id: service.account_id, service_id: service.id };
      return created('service_sizing_policy', store.insert('service_sizing_policy', { ...fields, ...owner }));
    }),
    ...change('/services/{service_id}/service_sizing_policies', (call) => {
      const policy = ofService(call, call.find('service', 'service_id').id);
      if (policy === undefined) throw notFound();
      return replace(call, policy);
    }),
    ...change('/service_sizing_policies/{id}', (call) => replace(call, call.find('service_sizing_policy'))),
    remove('/services/{service_id}/service_sizing_policy', (call) => {
      const policy = ofService(call, call.find('service', 'service_id').id);
      if (policy === undefined) throw notFound();
      call.platform.store.remove('service_sizing_policy', policy.id);
      return nothing;
    }),
  ],
};

function ofService({ platform: { store } }: Call, serviceId: number): ServiceSizingPolicy | undefined {
  return store.list('service_sizing_policy', { service_id: serviceId })[0];
}

/** Replaces the policy: a field that is left out goes back to its default. */
function replace(call: Call, policy: ServiceSizingPolicy): ReturnType<typeof show> {
  const fields = readPolicy(call.body);
  return show('service_sizing_policy', call.platform.store.update('service_sizing_policy', policy.id, fields));
}

const seconds = integer(1, 3600);
const fraction = number(0.000001, 1);
const horizontalOnly = ['min_cpu_threshold', 'max_cpu_threshold', 'min_containers', 'max_containers'] as const;

function readPolicy(raw: RawFields): Omit<Fields<ServiceSizingPolicy>, 'account_id' | 'service_id'> {
  const fields = read(raw, {
    scaling_enabled: bool,
    autoscaling: oneOf(['vertical', 'horizontal'] as const),
    metric_lookback_seconds: integer(1),
    percentile: number(0.000001, 100),
    post_scale_up_cooldown_seconds: seconds,
    post_scale_down_cooldown_seconds: seconds,
    post_release_cooldown_seconds: seconds,
    mem_cpu_ratio_r_threshold: number(0.000001),
    mem_cpu_ratio_c_threshold: number(0.000001),
    mem_scale_up_threshold: fraction,
    mem_scale_down_threshold: fraction,
    minimum_memory: integer(1),
    maximum_memory: nullable(integer(1)),
    min_cpu_threshold: nullable(fraction),
    max_cpu_threshold: nullable(fraction),
    min_containers: nullable(integer(1, 128)),
    max_containers: nullable(integer(1, 128)),
    scale_up_step: nullable(integer(1)),
    scale_down_step: nullable(integer(1)),
    use_horizontal_scale: bool,
  });
  const policy = {
    scaling_enabled: true,
    autoscaling: 'vertical' as const,
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
    maximum_memory: null,
    min_cpu_threshold: null,
    max_cpu_threshold: null,
    min_containers: null,
    max_containers: null,
    scale_up_step: 1,
    scale_down_step: 1,
    use_horizontal_scale: false,
    ...fields,
  };
  const horizontal = policy.autoscaling === 'horizontal';
  refuseIf([
    ...horizontalOnly.map((name) => horizontal && policy[name] === null && `${name} can't be blank`),
    ...horizontalOnly.map(
      (name) => !horizontal && policy[name] !== null && `${name} is for horizontal autoscaling only`,
    ),
    above(policy.min_containers, policy.max_containers) && 'min_containers is above max_containers',
    above(policy.min_cpu_threshold, policy.max_cpu_threshold) && 'min_cpu_threshold is above max_cpu_threshold',
    above(policy.minimum_memory, policy.maximum_memory) && 'minimum_memory is above maximum_memory',
    policy.mem_cpu_ratio_r_threshold <= policy.mem_cpu_ratio_c_threshold &&
      'mem_cpu_ratio_r_threshold must be above mem_cpu_ratio_c_threshold',
    policy.mem_scale_up_threshold <= policy.mem_scale_down_threshold &&
      'mem_scale_up_threshold must be above mem_scale_down_threshold',
  ]);
  return policy;
}

const above = (low: number | null, high: number | null): boolean => low !== null && high !== null && low > high;
