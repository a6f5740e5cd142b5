/** The services of an app: what an apply does with them, and what a state has of them. */
import { type App, requiredId, type Service, serviceShape, type SizingPolicy } from '../api';
import { DiagnosticError, type Diagnostics, type Path } from '../plugin/diagnostics';
import { resources, type State } from '../schema';
import { isExternal } from './app-release';
import type { Call } from './call';
import { lastOperationId, posted, runOperation, type StartOptions, stillThere } from './records';
import type { Planned } from './resource';
import { changedFields, family, sameFamily, withoutNulls } from './values';
import { persistently, type Step, type Work } from './work';

type Definition = typeof resources.aptible_app;
type WantedApp = Planned<Definition>;
type WantedService = WantedApp['service'][number];
type WantedPolicy = WantedService['autoscaling_policy'][number];
type ServiceState = State<Definition>['service'][number];
type PolicyState = ServiceState['autoscaling_policy'][number];

const { attributes, blocks } = resources.aptible_app.blocks.service;
const policyAttributes = blocks.autoscaling_policy.attributes;

// What an apply does

/** An app as it was read, with the autoscaling of its declared services by their ids. */
export interface SeenApp {
  readonly record: App;
  readonly policies: ReadonlyMap<number, SizingPolicy | undefined>;
}

/**
 * Brings the declared services to their settings, autoscaling and sizes. Only what differs is touched; undeclared services never are.
 *
 * @returns what it has read, where that is how the app still is: nothing differed, and nothing failed
 */
export async function applyServices(
  wanted: WantedApp,
  id: number,
  work: Work,
  call: Call,
  options?: StartOptions,
): Promise<SeenApp | undefined> {
  if (wanted.service.length === 0) return undefined;
  const { platform, reader } = call;
  const { record, services } = await existingServices(id, work, call);
  const managed: Managed[] = [];
  await work.run(`read the autoscaling policies of the app "${wanted.handle}"`, async () => {
    const types = wanted.service.map(({ process_type }) => process_type);
    const missing = types.filter((type) => !services.has(type));
    if (missing.length > 0 && isExternal(wanted)) warnOfMissingServices(wanted.handle, missing, call.diagnostics);
    else if (missing.length > 0) throw unknownServices(wanted, missing, [...services.keys()], ['service']);
    const { signal } = work;
    const isUnscaled =
      options?.after === 0 &&
      (await persistently(platform, signal, () => reader.isEmptyNow('service_sizing_policies', wanted.env_id, signal)));
    for (const declared of wanted.service) {
      const service = services.get(declared.process_type);
      if (service === undefined) continue;
      const policy = isUnscaled
        ? undefined
        : await persistently(platform, signal, () =>
            reader.sizingPolicy(service, { environmentId: wanted.env_id, signal, fresh: true }),
          );
      managed.push({ declared, service, policy });
    }
  });
  const steps = [settingsSteps(wanted, services, work, call), ...changes(managed, wanted, work, call, options)];
  for (const each of steps) await work.all(each);
  if (record === undefined || work.failed || steps.flat().length > 0) return undefined;
  return { record, policies: new Map(managed.map(({ service, policy }) => [service.id, policy])) };
}

interface Managed {
  readonly declared: WantedService;
  readonly service: Service;
  readonly policy: SizingPolicy | undefined;
}

/** The steps that bring services to their autoscaling and sizes: those of a list at the same time, one list after the other. */
function changes(
  managed: readonly Managed[],
  wanted: WantedApp,
  work: Work,
  call: Call,
  options: StartOptions | undefined,
): Step[][] {
  const { platform } = call;
  // An autoscaler that is to go must not answer to the scaling, and one that is to come starts from the declared size.
  const removals = managed
    .filter(({ declared, policy }) => policy !== undefined && declaredPolicy(declared) === undefined)
    .map(({ declared, service }) => ({
      attempt: `remove the autoscaling policy of the service "${declared.process_type}"`,
      step: () => platform.delete(`/services/${service.id}/service_sizing_policy`, { signal: work.signal }),
    }));
  const scalings = managed.flatMap(({ declared, service, policy }) => {
    const size = changedSize(declared, service, policy);
    if (size === undefined) return [];
    return {
      attempt: `scale the service "${declared.process_type}" of the app "${wanted.handle}"`,
      step: () =>
        runOperation(call, work, `/services/${service.id}`, wanted.env_id, { type: 'scale', ...size }, options),
    };
  });
  const policies = managed.flatMap(({ declared, service, policy }) => {
    const wantedPolicy = declaredPolicy(declared);
    if (wantedPolicy === undefined || (policy !== undefined && scalesBy(wantedPolicy, policy))) return [];
    return {
      attempt: `set the autoscaling policy of the service "${declared.process_type}"`,
      step: () =>
        policy === undefined
          ? createPolicy(service, wantedPolicy, wanted.env_id, work, call)
          : putPolicy(service, wantedPolicy, work, call),
    };
  });
  return [removals, scalings, policies];
}

const policiesOf = ({ id }: Service): string => `/services/${id}/service_sizing_policies`;

async function createPolicy(
  service: Service,
  policy: WantedPolicy,
  environmentId: number,
  work: Work,
  call: Call,
): Promise<void> {
  const { signal } = work;
  const { platform, reader } = call;
  await posted(
    platform,
    signal,
    async () => {
      await platform.post(policiesOf(service), undefined, policyBody(policy), { signal });
      return true;
    },
    // There was none before.
    async () => (await reader.sizingPolicy(service, { environmentId, signal, fresh: true })) && true,
  );
  // A new one is never paused.
  if (!policy.scaling_enabled) await putPolicy(service, policy, work, call);
}

async function putPolicy(service: Service, policy: WantedPolicy, { signal }: Work, { platform }: Call): Promise<void> {
  await platform.put(policiesOf(service), undefined, policyBody(policy), { signal });
}

/** The steps that change the settings of the declared services that exist. They take part in the next release, so they are sent before a deploy, too. */
export function settingsSteps(
  wanted: WantedApp,
  services: ReadonlyMap<string, Service>,
  work: Work,
  { platform }: Call,
): Step[] {
  return wanted.service.flatMap((declared) => {
    const service = services.get(declared.process_type);
    if (service === undefined) return [];
    const settings = changedFields(settingsBody(serviceFields(service)), settingsBody(declared));
    if (settings === undefined) return [];
    return {
      attempt: `change the settings of the service "${declared.process_type}" of the app "${wanted.handle}"`,
      step: () => platform.put(`/services/${service.id}`, serviceShape, settings, { signal: work.signal }),
    };
  });
}

/** An app, its services by process type, and its newest operation. Empty when they cannot be read, which is reported. */
export async function existingServices(
  id: number,
  work: Work,
  { platform, reader }: Call,
): Promise<{
  readonly record: App | undefined;
  readonly services: ReadonlyMap<string, Service>;
  readonly after: number | undefined;
}> {
  const services = new Map<string, Service>();
  let record: App | undefined;
  let after: number | undefined;
  await work.run(`read the services of the app ${id}`, async () => {
    const read = await persistently(platform, work.signal, () =>
      reader.find('apps', id, { signal: work.signal, fresh: true }),
    );
    record = stillThere(read, `The app ${id}`, id);
    for (const service of record._embedded.services ?? []) services.set(service.process_type, service);
    after = lastOperationId(record);
  });
  return { record, services, after };
}

/** The warning about services that an app which is released from elsewhere does not have yet. */
export function warnOfMissingServices(handle: string, missing: readonly string[], diagnostics: Diagnostics): void {
  const names = [...missing]
    .sort()
    .map((name) => `"${name}"`)
    .join(', ');
  diagnostics.warning(
    `The app "${handle}" has no service ${names} yet`,
    'It is released from elsewhere (release_mode = "external"). The first apply after a deploy that brings what is missing sets it up; until then ' +
      'it is in the state as it is declared.',
    ['service'],
  );
}

/** The error about services that an app does not have. `attribute`: where the configuration names them. */
export function unknownServices(
  app: { readonly handle: string },
  unknown: readonly string[],
  existing: readonly string[],
  attribute: Path,
): DiagnosticError {
  const quoted = (names: readonly string[]) => names.map((name) => `"${name}"`).join(', ');
  const summary = `The app "${app.handle}" has no service ${quoted(unknown)}`;
  if (existing.length === 0) {
    return new DiagnosticError(
      `${summary}: it has not been deployed`,
      'Services come into being when an image is deployed. Set docker_image of the app, or push to its git remote, then apply again.',
      attribute,
    );
  }
  return new DiagnosticError(
    summary,
    `Its image has: ${quoted([...existing].sort())}. Use one of these as process_type, or deploy an image whose Procfile has ` +
      `${quoted(unknown)}. An image without a Procfile has the one service "cmd".`,
    attribute,
  );
}

const settingsBody = (
  service: Pick<WantedService, 'force_zero_downtime' | 'restart_free_scaling' | 'simple_health_check' | 'stop_timeout'>,
) => ({
  force_zero_downtime: service.force_zero_downtime,
  restart_free_scaling: service.restart_free_scaling,
  naive_health_check: service.simple_health_check,
  stop_timeout: service.stop_timeout,
});

function changedSize(declared: WantedService, service: Service, policy: SizingPolicy | undefined) {
  const autoscaling = declaredPolicy(declared)?.autoscaling_type;
  // From the first time that an autoscaler runs, its dimension is its own.
  const owns = (kind: string): boolean => autoscaling === kind && policy?.autoscaling === kind;
  const actual = serviceFields(service);
  return changedFields(
    {
      container_count: actual.container_count,
      container_size: actual.container_memory_limit,
      instance_profile: actual.container_profile,
    },
    {
      container_count: owns('horizontal') ? undefined : declared.container_count,
      container_size: owns('vertical') ? undefined : declared.container_memory_limit,
      instance_profile: owns('vertical') ? undefined : family(declared.container_profile),
    },
  );
}

const declaredPolicy = (service: WantedService): WantedPolicy | undefined =>
  service.autoscaling_policy[0] ?? service.service_sizing_policy[0];

/** The whole policy, for an update too: the platform sets what is left out back to its defaults. */
function policyBody({ autoscaling_type: autoscaling, ...fields }: WantedPolicy) {
  return { autoscaling, ...withoutNulls(fields) };
}

function scalesBy(fields: WantedPolicy, policy: SizingPolicy): boolean {
  const entries = Object.entries(fields).map(
    ([name, value]) => [name, typeof value === 'number' ? rounded(value) : value] as const,
  );
  return changedFields(policyState(policy), Object.fromEntries(entries)) === undefined;
}

// What the platform has

/**
 * The states of the services that `known` declares, which keep the form that they have there; after an import, of all services. Those that a
 * deploy from elsewhere is to bring are as they are declared.
 */
export async function serviceStates(
  record: App,
  app: Pick<WantedApp, 'service' | 'release_mode'>,
  { reader, signal }: Call,
  options: { readonly all: boolean; readonly fresh?: boolean; readonly seen?: SeenApp | undefined },
): Promise<ServiceState[]> {
  const declared = new Map(app.service.map((service) => [service.process_type, service]));
  const services = (record._embedded.services ?? []).filter(
    ({ process_type }) => options.all || declared.has(process_type),
  );
  const environmentId = requiredId(record, 'account');
  const existing = await Promise.all(
    services.map(async (service) => {
      const policy = options.seen?.policies.has(service.id)
        ? options.seen.policies.get(service.id)
        : await reader.sizingPolicy(service, { environmentId, signal, fresh: options.fresh });
      return serviceState(service, policy, declared.get(service.process_type));
    }),
  );
  if (!isExternal(app)) return existing;
  const types = services.map(({ process_type }) => process_type);
  return [...existing, ...app.service.filter(({ process_type }) => !types.includes(process_type))];
}

function serviceState(
  service: Service,
  policy: SizingPolicy | undefined,
  known: WantedService | undefined,
): ServiceState {
  const policies = policy === undefined ? [] : [policyState(policy)];
  const actual = serviceFields(service);
  if (known === undefined) return { ...actual, autoscaling_policy: policies, service_sizing_policy: [] };
  const inDeprecatedBlock = known.service_sizing_policy.length > 0;
  // What an autoscaler changes is not drift: the declared value stays.
  const counted = policy?.autoscaling === 'horizontal' ? known : actual;
  const sized = policy?.autoscaling === 'vertical' ? known : actual;
  return {
    ...actual,
    container_count: counted.container_count,
    container_memory_limit: sized.container_memory_limit,
    container_profile: sameFamily(known.container_profile, sized.container_profile)
      ? known.container_profile
      : sized.container_profile,
    autoscaling_policy: inDeprecatedBlock ? [] : policies,
    service_sizing_policy: inDeprecatedBlock ? policies : [],
  };
}

/** What a service has, whatever is declared. */
export function serviceFields(service: Service) {
  return {
    process_type: service.process_type,
    container_count: service.container_count,
    container_memory_limit: service.container_memory_limit_mb ?? attributes.container_memory_limit.default,
    container_profile: family(service.instance_class),
    force_zero_downtime: service.force_zero_downtime,
    restart_free_scaling: service.restart_free_scaling ?? attributes.restart_free_scaling.default,
    simple_health_check: service.naive_health_check,
    stop_timeout: service.stop_timeout ?? attributes.stop_timeout.default,
  };
}

/** The names of the fields that have this type. */
type PolicyField<T> = {
  [N in keyof PolicyState]: [PolicyState[N], T] extends [T, PolicyState[N]] ? N : never;
}[keyof PolicyState];

export function policyState(policy: SizingPolicy): PolicyState {
  const orDefault = (name: PolicyField<number>) => rounded(policy[name] ?? policyAttributes[name].default);
  const orNull = (name: PolicyField<number | null>) => {
    const value = policy[name] ?? null;
    return value === null ? null : rounded(value);
  };
  return {
    autoscaling_type: policy.autoscaling,
    scaling_enabled: policy.scaling_enabled,
    use_horizontal_scale: policy.use_horizontal_scale ?? policyAttributes.use_horizontal_scale.default,
    metric_lookback_seconds: orDefault('metric_lookback_seconds'),
    percentile: orDefault('percentile'),
    post_scale_up_cooldown_seconds: orDefault('post_scale_up_cooldown_seconds'),
    post_scale_down_cooldown_seconds: orDefault('post_scale_down_cooldown_seconds'),
    post_release_cooldown_seconds: orDefault('post_release_cooldown_seconds'),
    mem_cpu_ratio_r_threshold: orDefault('mem_cpu_ratio_r_threshold'),
    mem_cpu_ratio_c_threshold: orDefault('mem_cpu_ratio_c_threshold'),
    mem_scale_up_threshold: orDefault('mem_scale_up_threshold'),
    mem_scale_down_threshold: orDefault('mem_scale_down_threshold'),
    minimum_memory: orDefault('minimum_memory'),
    maximum_memory: orNull('maximum_memory'),
    min_cpu_threshold: orNull('min_cpu_threshold'),
    max_cpu_threshold: orNull('max_cpu_threshold'),
    min_containers: orNull('min_containers'),
    max_containers: orNull('max_containers'),
    scale_up_step: orDefault('scale_up_step'),
    scale_down_step: orDefault('scale_down_step'),
  };
}

/** The platform keeps some fractions in single precision: 0.9 comes back as 0.8999999761581421. */
const rounded = (value: number): number => Number(value.toFixed(6));
