import { type App, appShape, linkedId, type Service, serviceShape, type SizingPolicy } from '../../api';
import { equal } from '../../plugin/codec';
import { DiagnosticError } from '../../plugin/diagnostics';
import { impliedType } from '../../plugin/schema';
import type { Call, Resource } from '../../plugin/types';
import { isObject, isUnknown, type ObjectValue, unknown, type Value } from '../../plugin/values';
import { resources, type State } from '../../schema';
import { checkConfiguration, checkPlan } from '../checks';
import type { Context } from '../configure';
import { findForImport } from '../import-id';
import { createRecord, deprovision, runOperation, stillThere } from '../records';
import { completed, family, sameFamily } from '../values';
import { reading, Work } from '../work';

const definition = resources.aptible_app;

type AppState = State<typeof definition>;
type ServiceState = AppState['service'][number];
type PolicyState = ServiceState['autoscaling_policy'][number];

/** Which snapshots the values in the state come from: they never change, so they are fetched only when the app has other ones. */
interface Snapshots {
  readonly configuration: number | undefined;
  readonly setting: number | undefined;
}

/** What is kept beside the state. */
interface Kept extends Partial<Snapshots> {
  /** The names of the variables of `secret_config_wo`, which are to be left out of `config`. */
  readonly writeOnly?: readonly string[];
  readonly imported?: true;
}

/** Between an import and its first read: everything is to be taken into the state. */
const imported: Kept = { imported: true };

export const app: Resource<Context> = {
  schema: definition,

  validate(config, call) {
    checkConfiguration(definition, config, call.diagnostics);
  },

  plan({ prior, config, planned }, call) {
    checkPlan(definition, { prior, planned }, call.diagnostics);
    resumePaused(planned.service);
    if (prior !== null && warnOfUnseenKeys(prior, config, call) && !equal(planned, prior, impliedType(definition))) {
      // They are no reason for an update, but this one sets them.
      planned.release = unknown;
    }
    // A dynamic block over what is not known yet.
    if (!Array.isArray(planned.service)) return;
    const services = planned.service as ObjectValue[];
    if (prior === null) {
      if (planned.docker_image === null && services.length > 0) {
        call.diagnostics.error(
          'A new app without an image has no services',
          'Services come into being when an image is deployed, and no docker_image is given. Add docker_image; or, for an app that is deployed ' +
            'with git push, create it without service blocks, push, and add them then.',
          ['service'],
        );
      }
      return;
    }
    const left = (prior.service as ObjectValue[])
      .map(({ process_type }) => process_type)
      .filter((type) => !services.some(({ process_type }) => process_type === type || isUnknown(process_type)));
    if (left.length > 0) {
      call.diagnostics.warning(
        `No longer managed: ${left.map((type) => `service "${String(type)}"`).join(', ')}`,
        'A service belongs to its image, so that taking away its block does not stop it: it goes on with the size that it has. ' +
          'To stop it, set container_count = 0 first.',
        ['service'],
      );
    }
  },

  async create({ planned, config }, call) {
    const wanted = planned as unknown as AppState;
    const writeOnly = writeOnlyConfig(config);
    const { client, reader } = call.client;
    const work = new Work(call, 'create', wanted.timeouts, definition.timeoutsMinutes.create);
    const environmentId = wanted.env_id;
    const record = await createRecord(work, {
      what: `the app "${wanted.handle}"`,
      create: () =>
        client.post(
          `/accounts/${environmentId}/apps`,
          appShape,
          { handle: wanted.handle },
          { signal: work.lateSignal },
        ),
      find: async () =>
        (await reader.apps(environmentId, work.signal, { fresh: true })).find(({ handle }) => handle === wanted.handle),
      untouched: ({ status, _embedded }) => status === 'pending' && !_embedded.last_operation,
      importExample: `aptible_app.NAME ENVIRONMENT/${wanted.handle}`,
    });
    call.private = { writeOnly: Object.keys(writeOnly) } satisfies Kept;
    const reached = { config: null, ...noSecrets, ...noImage, deploy_trigger: null, service: [] };
    call.keep({ ...planned, ...idsOf(record), ...reached });

    const release = releaseBody(null, wanted, writeOnly, []);
    if (release) {
      await work.run(`${release.type} the app "${wanted.handle}"`, () =>
        runOperation(call.client, work, `/apps/${record.id}`, environmentId, release),
      );
    }
    await applyServices(wanted, record.id, work, call);
    return finish(wanted, { secret_config_wo_version: null, deploy_trigger: null }, record.id, work, call);
  },

  async read(state, call) {
    const known = state as unknown as AppState;
    return reading(`the app "${known.handle}"`, call, async () => {
      const record = await call.client.reader.app(appId(known), known.env_id, call.signal);
      return record === undefined ? null : await stateOf(record, known, call);
    });
  },

  async update({ prior, planned, config }, call) {
    const before = prior as unknown as AppState;
    const wanted = planned as unknown as AppState;
    const writeOnly = writeOnlyConfig(config);
    const remembered = (call.private as Kept | undefined)?.writeOnly ?? [];
    const { client } = call.client;
    const id = appId(before);
    const work = new Work(call, 'update', wanted.timeouts, definition.timeoutsMinutes.update);
    const release = releaseBody(before, wanted, writeOnly, remembered);
    let reached = before;
    const reach = (fields: Partial<AppState>): void => {
      reached = { ...reached, ...fields };
      call.keep(reached as unknown as ObjectValue);
    };

    if (wanted.handle !== before.handle) {
      // First, so that the containers that a deploy starts have the new name.
      await work.run(`rename the app "${before.handle}" to "${wanted.handle}"`, async () => {
        await client.put(`/apps/${id}`, appShape, { handle: wanted.handle }, { signal: work.signal });
        reach({ handle: wanted.handle });
      });
      if (release === undefined) {
        call.diagnostics.warning(
          `Log drains and metric drains show the app as "${before.handle}" until it is restarted`,
          'A rename does not restart the containers. The next deploy or configuration change does.',
        );
      }
    }
    if (release) {
      await applySettings(wanted, await existingServices(id, work, call), work, call);
      // Whatever comes of it, the next read has to look at the snapshots again, and to leave out what may have been set.
      call.private = { writeOnly: [...new Set([...remembered, ...Object.keys(writeOnly)])] } satisfies Kept;
      await work.run(`${release.type} the app "${wanted.handle}"`, async () => {
        await runOperation(call.client, work, `/apps/${id}`, before.env_id, release);
        call.private = { writeOnly: Object.keys(writeOnly) } satisfies Kept;
        reach({
          config: wanted.config,
          secret_config: wanted.secret_config,
          secret_config_wo_version: wanted.secret_config_wo_version,
          deploy_trigger: wanted.deploy_trigger,
          docker_image: wanted.docker_image,
          private_registry_username: wanted.private_registry_username,
          private_registry_password: wanted.private_registry_password,
        });
      });
    } else reach({ secret_config_wo_version: wanted.secret_config_wo_version, deploy_trigger: wanted.deploy_trigger });
    await applyServices(wanted, id, work, call);
    return finish(wanted, reached, id, work, call);
  },

  async delete(prior, call) {
    const { handle, env_id, timeouts, ...state } = prior as unknown as AppState;
    const id = appId(state);
    const work = new Work(call, 'delete', timeouts, definition.timeoutsMinutes.delete);
    await work.must(`deprovision the app "${handle}"`, () => deprovision(call.client, work, `/apps/${id}`, env_id));
    call.client.reader.forget('apps', env_id, id);
  },

  async import(text, call) {
    const { reader } = call.client;
    const record = await findForImport(text, call, {
      thing: 'an app',
      byId: (id) => reader.app(id, undefined, call.signal),
      inEnvironment: (environmentId) => reader.apps(environmentId, call.signal),
    });
    call.private = imported;
    return idsOf(record);
  },

  /** The official provider's SDK stores zero values for what is not set. */
  upgrade(state) {
    const services = Array.isArray(state.service) ? (state.service as Record<string, unknown>[]) : [];
    return {
      ...state,
      docker_image: state.docker_image || null,
      private_registry_username: state.private_registry_username || null,
      private_registry_password: state.private_registry_password || null,
      service: services.map((service) => ({
        ...service,
        process_type: service.process_type || 'cmd',
        container_profile: family(String(service.container_profile ?? 'm')),
        stop_timeout: service.stop_timeout || 10,
        autoscaling_policy: policiesWithoutZeros(service.autoscaling_policy),
        service_sizing_policy: policiesWithoutZeros(service.service_sizing_policy),
      })),
    };
  },
};

const noSecrets = { secret_config: null, secret_config_wo: null, secret_config_wo_version: null };
const noImage = { docker_image: null, private_registry_username: null, private_registry_password: null };

const appId = (state: Pick<AppState, 'id' | 'app_id'>): number => state.app_id ?? Number(state.id);

function idsOf(record: App) {
  return { id: String(record.id), app_id: record.id, env_id: linkedId(record, 'account')!, git_repo: record.git_repo };
}

/** What releases are made of never changes: an app has another image, configuration or setting after each of them. */
export function releaseOf(record: App): string | null {
  const image = linkedId(record, 'current_image');
  if (image === undefined) return null;
  return [image, linkedId(record, 'current_configuration') ?? 0, linkedId(record, 'current_setting') ?? 0].join('-');
}

/** Nothing in a configuration pauses an autoscaler: one that was paused by hand is to go on. */
function resumePaused(services: Value | undefined): void {
  const elements = (value: Value | undefined) => (Array.isArray(value) ? value.filter(isObject) : []);
  for (const service of elements(services)) {
    const policies = [...elements(service.autoscaling_policy), ...elements(service.service_sizing_policy)];
    for (const policy of policies) if (policy.scaling_enabled === false) policy.scaling_enabled = true;
  }
}

// What an apply does

const writeOnlyConfig = (config: ObjectValue) => (config.secret_config_wo ?? {}) as Record<string, string>;

/** What differs in `secret_config_wo` is not in a plan by itself. Whether there is something. */
function warnOfUnseenKeys(prior: ObjectValue, config: ObjectValue, call: Call<Context>): boolean {
  const { secret_config_wo: declared, secret_config_wo_version: version } = config;
  if (isUnknown(declared) || version !== prior.secret_config_wo_version) return false;
  const remembered = (call.private as Kept | undefined)?.writeOnly ?? [];
  const keys = Object.keys(writeOnlyConfig(config));
  const changed = [...remembered, ...keys].filter((key) => !(remembered.includes(key) && keys.includes(key)));
  if (changed.length === 0) return false;
  call.diagnostics.warning(
    `secret_config_wo has changed, and secret_config_wo_version has not: ${changed.sort().join(', ')}`,
    'Terraform keeps nothing of write-only values, so that this change is no reason for an update. Give secret_config_wo_version another number.',
    ['secret_config_wo_version'],
  );
  return true;
}

/** The one operation that brings image, credentials and configuration to what is wanted; undefined when they are. */
function releaseBody(
  before: AppState | null,
  wanted: AppState,
  writeOnly: Readonly<Record<string, string>>,
  remembered: readonly string[],
) {
  const anew = wanted.secret_config_wo_version !== (before?.secret_config_wo_version ?? null);
  const declared = { ...wanted.config, ...wanted.secret_config };
  const gone = remembered.filter((key) => !(key in writeOnly) && !(key in declared));
  const variables = {
    ...Object.fromEntries(gone.map((key) => [key, ''])),
    ...changes({ ...before?.config, ...before?.secret_config }, declared),
    ...Object.fromEntries(Object.entries(writeOnly).filter(([key]) => anew || !remembered.includes(key))),
  };
  const env = Object.keys(variables).length === 0 ? undefined : variables;
  const again = before !== null && wanted.deploy_trigger !== null && wanted.deploy_trigger !== before.deploy_trigger;
  const settings = changes(
    // Naming the image makes the platform fetch it, also when its name is the same.
    { APTIBLE_DOCKER_IMAGE: again ? null : before?.docker_image },
    { APTIBLE_DOCKER_IMAGE: wanted.docker_image },
  );
  const sensitiveSettings = changes(
    {
      APTIBLE_PRIVATE_REGISTRY_USERNAME: before?.private_registry_username,
      APTIBLE_PRIVATE_REGISTRY_PASSWORD: before?.private_registry_password,
    },
    {
      APTIBLE_PRIVATE_REGISTRY_USERNAME: wanted.private_registry_username,
      APTIBLE_PRIVATE_REGISTRY_PASSWORD: wanted.private_registry_password,
    },
  );
  if (!env && !settings && !sensitiveSettings) return undefined;
  const imageChanges = settings !== undefined || sensitiveSettings !== undefined;
  return {
    // An app whose image is taken away goes on with what runs, until the next git push: there is nothing to deploy.
    type: imageChanges && wanted.docker_image !== null ? 'deploy' : 'configure',
    ...(env && { env }),
    ...(settings && { settings }),
    ...(sensitiveSettings && { sensitive_settings: sensitiveSettings }),
  };
}

/** What turns one map into the other, when merged into it: the platform removes a key whose value is empty. */
function changes(
  before: Readonly<Record<string, string | null | undefined>>,
  wanted: Readonly<Record<string, string | null | undefined>>,
): Record<string, string> | undefined {
  const changed = [...new Set([...Object.keys(before), ...Object.keys(wanted)])]
    .filter((key) => (before[key] ?? '') !== (wanted[key] ?? ''))
    .map((key) => [key, wanted[key] ?? ''] as const);
  return changed.length === 0 ? undefined : Object.fromEntries(changed);
}

/** Settings, autoscaling and sizes of the declared services. Only what differs is touched; undeclared services never are. */
async function applyServices(wanted: AppState, id: number, work: Work, call: Call<Context>): Promise<void> {
  if (wanted.service.length === 0) return;
  const services = await existingServices(id, work, call);
  await work.run(`configure the services of the app "${wanted.handle}"`, async () => {
    const missing = wanted.service.filter(({ process_type }) => !services.has(process_type));
    if (missing.length > 0) throw unknownServices(wanted, missing, services);
  });
  await applySettings(wanted, services, work, call);

  const { client, reader } = call.client;
  const changed: { declared: ServiceState; service: Service; policy: SizingPolicy | undefined }[] = [];
  await work.run(`read the autoscaling policies of the app "${wanted.handle}"`, async () => {
    for (const declared of wanted.service) {
      const service = services.get(declared.process_type)!;
      const policy = await reader.sizingPolicy(service, wanted.env_id, work.signal, { fresh: true });
      changed.push({ declared, service, policy });
    }
  });
  // An autoscaler that is to go must not answer to the scaling, and one that is to come starts from the declared size.
  await work.all(
    changed
      .filter(({ declared, policy }) => policy !== undefined && declaredPolicy(declared) === undefined)
      .map(({ declared, service }) => ({
        attempt: `remove the autoscaling policy of the service "${declared.process_type}"`,
        step: () => client.delete(`/services/${service.id}/service_sizing_policy`, { signal: work.signal }),
      })),
  );
  await work.all(
    changed.flatMap(({ declared, service, policy }) => {
      const size = sizeChanges(declared, service, policy);
      if (size === undefined) return [];
      return {
        attempt: `scale the service "${declared.process_type}" of the app "${wanted.handle}"`,
        step: () =>
          runOperation(call.client, work, `/services/${service.id}`, wanted.env_id, { type: 'scale', ...size }),
      };
    }),
  );
  await work.all(
    changed.flatMap(({ declared, service, policy }) => {
      const body = policyBody(declaredPolicy(declared));
      if (body === undefined || (policy !== undefined && samePolicy(body, policy))) return [];
      const path = `/services/${service.id}/service_sizing_policies`;
      return {
        attempt: `set the autoscaling policy of the service "${declared.process_type}"`,
        step: () =>
          policy === undefined
            ? client.post(path, undefined, body, { signal: work.signal })
            : client.put(path, undefined, { ...body, scaling_enabled: true }, { signal: work.signal }),
      };
    }),
  );
}

/** Settings take part in the next release of a service, so those of services that exist are sent before a deploy. */
async function applySettings(
  wanted: AppState,
  services: ReadonlyMap<string, Service>,
  work: Work,
  { client: { client } }: Call<Context>,
): Promise<void> {
  await work.all(
    wanted.service.flatMap((declared) => {
      const service = services.get(declared.process_type);
      if (service === undefined) return [];
      const body = changedFields(
        {
          force_zero_downtime: service.force_zero_downtime,
          restart_free_scaling: service.restart_free_scaling ?? false,
          naive_health_check: service.naive_health_check,
          stop_timeout: service.stop_timeout ?? defaultStopTimeout,
        },
        {
          force_zero_downtime: declared.force_zero_downtime,
          restart_free_scaling: declared.restart_free_scaling,
          naive_health_check: declared.simple_health_check,
          stop_timeout: declared.stop_timeout,
        },
      );
      if (body === undefined) return [];
      return {
        attempt: `change the settings of the service "${declared.process_type}" of the app "${wanted.handle}"`,
        step: () => client.put(`/services/${service.id}`, serviceShape, body, { signal: work.signal }),
      };
    }),
  );
}

/** By process type. Empty when they cannot be read, which is reported. */
async function existingServices(id: number, work: Work, call: Call<Context>): Promise<ReadonlyMap<string, Service>> {
  const services = new Map<string, Service>();
  await work.run(`read the services of the app ${id}`, async () => {
    const record = await call.client.reader.app(id, undefined, work.signal, { fresh: true });
    for (const service of record?._embedded.services ?? []) services.set(service.process_type, service);
  });
  return services;
}

function unknownServices(
  wanted: AppState,
  missing: readonly ServiceState[],
  services: ReadonlyMap<string, Service>,
): DiagnosticError {
  const names = missing.map(({ process_type }) => `"${process_type}"`).join(', ');
  if (services.size === 0) {
    return new DiagnosticError(
      `The app "${wanted.handle}" has no service ${names}: it has not been deployed`,
      'Services come into being when an image is deployed. Set docker_image, or push to its git remote, then apply again.',
      ['service'],
    );
  }
  return new DiagnosticError(
    `The app "${wanted.handle}" has no service ${names}`,
    `Its image has: ${[...services.keys()].sort().join(', ')}. Use one of these as process_type, or deploy an image whose Procfile has ` +
      `${names}. An image without a Procfile has the one service cmd.`,
    ['service'],
  );
}

function sizeChanges(declared: ServiceState, service: Service, policy: SizingPolicy | undefined) {
  const autoscaling = declaredPolicy(declared)?.autoscaling_type;
  // From the first time that an autoscaler runs, its dimension is its own.
  const owns = (kind: string): boolean => autoscaling === kind && policy?.autoscaling === kind;
  const size = changedFields(
    {
      container_count: service.container_count,
      container_size: service.container_memory_limit_mb ?? defaultMemoryMb,
      instance_profile: family(service.instance_class),
    },
    {
      container_count: owns('horizontal') ? undefined : declared.container_count,
      container_size: owns('vertical') ? undefined : declared.container_memory_limit,
      instance_profile: owns('vertical') ? undefined : family(declared.container_profile),
    },
  );
  return size;
}

function changedFields<T extends Record<string, unknown>>(
  actual: T,
  wanted: { readonly [K in keyof T]?: unknown },
): Partial<T> | undefined {
  const changed = Object.entries(wanted).filter(([key, value]) => value !== undefined && value !== actual[key]);
  return changed.length === 0 ? undefined : (Object.fromEntries(changed) as Partial<T>);
}

/** Of an update too: the platform sets what is left out back to its defaults. */
function policyBody(policy: PolicyState | undefined): Record<string, unknown> | undefined {
  if (policy === undefined) return undefined;
  const fields = policyFields.map((name) => [name, policy[name]] as const).filter(([, value]) => value !== null);
  return { autoscaling: policy.autoscaling_type, ...Object.fromEntries(fields) };
}

function samePolicy(body: Record<string, unknown>, policy: SizingPolicy): boolean {
  const actual = policy as unknown as Record<string, unknown>;
  const emptied = policyFields.some((field) => body[field] === undefined && (actual[field] ?? null) !== null);
  return (
    !emptied && policy.scaling_enabled && Object.entries(body).every(([key, value]) => sameNumber(value, actual[key]))
  );
}

/** What the platform has after an apply. Without a failure, what was planned stands, filled with what was not known then. */
async function finish(
  wanted: AppState,
  reached: Pick<AppState, 'secret_config_wo_version' | 'deploy_trigger'>,
  id: number,
  work: Work,
  call: Call<Context>,
): Promise<ObjectValue> {
  const read = await call.client.reader.app(id, undefined, call.signal, { fresh: true });
  const record = stillThere(read, `The app "${wanted.handle}"`, id);
  // The platform does not have these: they say what was done, and that is done again when it has failed.
  const { secret_config_wo_version, deploy_trigger } = work.failed ? reached : wanted;
  const known = { ...wanted, secret_config_wo_version, deploy_trigger };
  const actual = await stateOf(record, known, call, { fresh: true });
  return work.failed ? actual : completed(wanted as unknown as ObjectValue, actual, { service: 'process_type' });
}

// What the platform has

/** `known`: the state or plan that says which services are declared, and in which of several equal forms values are kept. */
async function stateOf(
  record: App,
  known: AppState,
  call: Call<Context>,
  options?: { readonly fresh: boolean },
): Promise<ObjectValue> {
  const { reader } = call.client;
  const ids = idsOf(record);
  const snapshots = call.private as Kept | undefined;
  const writeOnly = snapshots?.writeOnly ?? [];
  const current: Snapshots = {
    configuration: linkedId(record, 'current_configuration'),
    setting: linkedId(record, 'current_setting'),
  };

  let variables: Pick<AppState, 'config' | 'secret_config' | 'secret_config_wo_version'> = known;
  if (current.configuration === undefined) variables = variablesOf({}, known, writeOnly);
  else if (snapshots?.configuration !== current.configuration) {
    const { env } = await reader.configuration(current.configuration, call.signal);
    if (env) variables = variablesOf(withoutNulls(env), known, writeOnly);
  }

  let image: Pick<AppState, keyof typeof noImage> = known;
  if (current.setting === undefined) image = noImage;
  else if (snapshots?.setting !== current.setting) {
    const { settings, sensitive_settings: sensitive } = await reader.setting(current.setting, call.signal);
    image = {
      docker_image: settings?.APTIBLE_DOCKER_IMAGE || null,
      private_registry_username: sensitive
        ? sensitive.APTIBLE_PRIVATE_REGISTRY_USERNAME || null
        : known.private_registry_username,
      private_registry_password: sensitive
        ? sensitive.APTIBLE_PRIVATE_REGISTRY_PASSWORD || null
        : known.private_registry_password,
    };
  }

  const declared = new Map(known.service.map((service) => [service.process_type, service]));
  const services = (record._embedded.services ?? []).filter(
    ({ process_type }) => snapshots?.imported || declared.has(process_type),
  );
  const state = {
    ...(known as unknown as ObjectValue),
    ...ids,
    release: releaseOf(record),
    handle: record.handle,
    config: variables.config,
    secret_config: variables.secret_config,
    secret_config_wo: null,
    secret_config_wo_version: variables.secret_config_wo_version,
    docker_image: image.docker_image,
    private_registry_username: image.private_registry_username,
    private_registry_password: image.private_registry_password,
    service: await Promise.all(
      services.map(async (service) =>
        serviceState(
          service,
          await reader.sizingPolicy(service, ids.env_id, call.signal, options),
          declared.get(service.process_type),
        ),
      ),
    ),
  };
  call.private = { ...current, ...(writeOnly.length > 0 && { writeOnly }) } satisfies Kept;
  return state as unknown as ObjectValue;
}

/** The platform has one set of variables: which are secret is for the configuration to say. */
function variablesOf(env: Record<string, string>, known: AppState, writeOnly: readonly string[]) {
  const secretKeys = Object.keys(known.secret_config ?? {});
  const pick = (belongs: (key: string) => boolean) =>
    Object.fromEntries(Object.entries(env).filter(([key]) => belongs(key)));
  return {
    config: emptyAs(
      known.config,
      pick((key) => !secretKeys.includes(key) && !writeOnly.includes(key)),
    ),
    secret_config: emptyAs(
      known.secret_config,
      pick((key) => secretKeys.includes(key)),
    ),
    // One that is missing was unset by hand: without a version, the next plan sets them anew.
    secret_config_wo_version: writeOnly.every((key) => key in env) ? known.secret_config_wo_version : null,
  };
}

/** No variables is written as null or as {}: what the state has, stays. */
const emptyAs = (known: Record<string, string> | null, variables: Record<string, string>) =>
  Object.keys(variables).length > 0 ? variables : known === null ? null : {};

const defaultStopTimeout = 10;
const defaultMemoryMb = 1024;

/** What a service has, whatever is declared. */
export function serviceFields(service: Service) {
  return {
    process_type: service.process_type,
    container_count: service.container_count,
    container_memory_limit: service.container_memory_limit_mb ?? defaultMemoryMb,
    container_profile: family(service.instance_class),
    force_zero_downtime: service.force_zero_downtime,
    restart_free_scaling: service.restart_free_scaling ?? false,
    simple_health_check: service.naive_health_check,
    stop_timeout: service.stop_timeout ?? defaultStopTimeout,
  };
}

function serviceState(
  service: Service,
  policy: SizingPolicy | undefined,
  known: ServiceState | undefined,
): ServiceState {
  const inDeprecatedBlock = known !== undefined && known.service_sizing_policy.length > 0;
  const policies = policy === undefined ? [] : [policyState(policy)];
  // What an autoscaler changes is not drift: the declared value stays.
  const owns = (kind: string): boolean => known !== undefined && policy?.autoscaling === kind;
  const actual = serviceFields(service);
  return {
    ...actual,
    container_count: owns('horizontal') ? known!.container_count : actual.container_count,
    container_memory_limit: owns('vertical') ? known!.container_memory_limit : actual.container_memory_limit,
    container_profile:
      known !== undefined && (owns('vertical') || sameFamily(known.container_profile, actual.container_profile))
        ? known.container_profile
        : actual.container_profile,
    autoscaling_policy: inDeprecatedBlock ? [] : policies,
    service_sizing_policy: inDeprecatedBlock ? policies : [],
  } as ServiceState;
}

const declaredPolicy = (service: ServiceState): PolicyState | undefined =>
  service.autoscaling_policy[0] ?? service.service_sizing_policy[0];

const policyFields = Object.keys(definition.blocks.service.blocks.autoscaling_policy.attributes).filter(
  (name) => name !== 'autoscaling_type' && name !== 'scaling_enabled',
) as Exclude<keyof PolicyState, 'autoscaling_type' | 'scaling_enabled'>[];

export function policyState(policy: SizingPolicy): PolicyState {
  const fields = Object.fromEntries(policyFields.map((name) => [name, rounded(policy[name])]));
  return { ...fields, autoscaling_type: policy.autoscaling, scaling_enabled: policy.scaling_enabled } as PolicyState;
}

/** The platform keeps some fractions in single precision: 0.9 comes back as 0.8999999761581421. */
const rounded = (value: unknown): unknown => (typeof value === 'number' ? Number(value.toFixed(6)) : (value ?? null));

const sameNumber = (a: unknown, b: unknown): boolean => rounded(a) === rounded(b);

export function withoutNulls(env: Readonly<Record<string, string | null>>): Record<string, string> {
  return Object.fromEntries(Object.entries(env).filter((entry): entry is [string, string] => entry[1] !== null));
}

function policiesWithoutZeros(policies: unknown): unknown[] {
  if (!Array.isArray(policies)) return [];
  return (policies as Record<string, unknown>[]).map((policy) => ({
    ...Object.fromEntries(Object.entries(policy).map(([name, value]) => [name, value === 0 ? null : value])),
    use_horizontal_scale: policy.use_horizontal_scale ?? false,
  }));
}
