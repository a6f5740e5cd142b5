import {
  type App,
  type Database,
  linkedId,
  operationShape,
  type Service,
  type Setting,
  type Vhost,
  vhostShape,
} from '../../api';
import { DiagnosticError } from '../../plugin/diagnostics';
import type { Call, Resource } from '../../plugin/types';
import { isUnknown, type ObjectValue, unknown } from '../../plugin/values';
import { resources, type State } from '../../schema';
import { checkConfiguration, checkPlan } from '../checks';
import type { Context } from '../configure';
import { throughEndpoint } from '../connection-url';
import { connectionsOf, noConnections } from '../database-record';
import { findForImport, listCandidates } from '../import-id';
import { createRecord, deprovision, runOperation, stillThere } from '../records';
import { completed, sameElements } from '../values';
import { reading, Work } from '../work';

const definition = resources.aptible_endpoint;

export type EndpointState = State<typeof definition>;

/** Kept beside the state. */
interface Memory {
  /** The snapshot that the settings in the state come from: it never changes, so it is fetched only when the endpoint has another one. */
  readonly setting?: number;
  /** The record was changed, but the operation that applies the change failed: nothing else tells the next plan. */
  readonly unapplied?: true;
}

export const endpoint: Resource<Context> = {
  schema: definition,

  validate(config, call) {
    checkConfiguration(definition, config, call.diagnostics);
  },

  plan({ prior, config, planned }, call) {
    if (config.container_ports === null) planned.container_ports = [];
    if (config.ip_filtering === null) planned.ip_filtering = [];
    planPlatform(prior, config, planned);
    checkPlan(definition, { prior, planned }, call.diagnostics);
    if (planned.resource_type === 'app' || !call.client.storeCredentials) Object.assign(planned, noConnections);
    if (planned.managed === false) {
      Object.assign(planned, { dns_validation_record: null, dns_validation_value: null, acme_status: null });
    }
    const isPublic = planned.internal === false && (planned.ip_filtering as unknown[]).length === 0;
    if (planned.resource_type === 'database' && isPublic && (prior === null || !sameElements(prior.ip_filtering, []))) {
      call.diagnostics.warning(
        'The whole internet can reach this database',
        'Its endpoint has no ip_filtering, and internal is not set: only the password protects it. List the addresses that need it, or set internal = true.',
        ['ip_filtering'],
      );
    }
    if (prior === null) return;
    const { unapplied } = (call.private ?? {}) as Memory;
    if (unapplied || prior.status === 'provision_failed' || prior.status === 'pending') planned.status = unknown;
  },

  async create({ planned }, call) {
    const wanted = planned as unknown as EndpointState;
    const { client } = call.client;
    const work = new Work(call, 'create', wanted.timeouts, definition.timeoutsMinutes.create);
    const what = nameOf(wanted);
    const serviceId = await work.must(`create ${what}`, () => findService(wanted, work, call));
    const path = `/services/${serviceId}/vhosts`;
    const record = await createRecord(work, {
      what,
      create: async () =>
        claim(await client.post(path, vhostShape, bodyOf(wanted), { signal: work.lateSignal }), call.client),
      find: () => findLost(path, wanted, work, call),
      untouched: () => true,
      importExample: `aptible_endpoint.NAME ENVIRONMENT/HOST`,
    });
    call.private = {} satisfies Memory;
    call.keep({ ...planned, ...idsOf(record), ...noSettings, status: record.status });

    const settings = changedSettings(noSettings as EndpointState, wanted);
    await work.run(`provision ${what}`, () =>
      runOperation(call.client, work, `/vhosts/${record.id}`, wanted.env_id, {
        type: 'provision',
        ...(settings && { settings }),
      }),
    );
    return finish(wanted, record.id, work, call);
  },

  async read(state, call) {
    const known = state as unknown as EndpointState;
    return reading(nameOf(known), call, async () => {
      const record = await call.client.reader.vhost(endpointId(known), known.env_id ?? undefined, call.signal);
      return record === undefined ? null : await stateOf(record, known, call);
    });
  },

  async update({ prior, planned }, call) {
    const before = prior as unknown as EndpointState;
    const wanted = planned as unknown as EndpointState;
    const { client } = call.client;
    const id = endpointId(before);
    const work = new Work(call, 'update', wanted.timeouts, definition.timeoutsMinutes.update);
    const what = nameOf(before);
    const memory = (call.private ?? {}) as Memory;

    const record = changedFields(before, wanted);
    const settings = changedSettings(before, wanted);
    if (record !== undefined) {
      await work.run(`change ${what}`, async () => {
        // Once sent, a change of the record counts as one that is not applied.
        call.private = { ...memory, unapplied: true } satisfies Memory;
        await client.put(`/vhosts/${id}`, undefined, record, { signal: work.signal });
      });
    }
    if (record !== undefined || settings !== undefined || isUnknown(planned.status)) {
      await work.run(`apply the changes of ${what}`, async () => {
        await runOperation(call.client, work, `/vhosts/${id}`, before.env_id, {
          type: 'provision',
          ...(settings && { settings }),
        });
        call.private = { setting: memory.setting } satisfies Memory;
      });
    }
    return finish(work.failed ? before : wanted, id, work, call);
  },

  async delete(prior, call) {
    const known = prior as unknown as EndpointState;
    const id = endpointId(known);
    const work = new Work(call, 'delete', known.timeouts, definition.timeoutsMinutes.delete);
    await work.must(`deprovision ${nameOf(known)}`, () =>
      deprovision(call.client, work, `/vhosts/${id}`, known.env_id),
    );
    call.client.reader.forget('vhosts', known.env_id, id);
  },

  async import(text, call) {
    const { reader } = call.client;
    const record = await findForImport(text, call, {
      thing: 'an endpoint',
      byId: async (id) => {
        const found = await reader.vhost(id, undefined, call.signal);
        return found && { ...found, handle: hostNames(found)[0] ?? '' };
      },
      inEnvironment: async (environmentId) =>
        (await reader.vhosts(environmentId, call.signal)).flatMap((each) =>
          hostNames(each).map((handle) => ({ ...each, handle })),
        ),
      name: { words: 'host name', pattern: /^(\*\.)?[0-9a-z.-]{1,253}$/i, example: 'www.example.com' },
    });
    return idsOf(record);
  },

  /** The official provider keeps zeros and empty strings for what is not set. */
  upgrade(state) {
    const empty = Object.entries(definition.attributes).filter(
      ([name, attribute]) => !('default' in attribute) && (state[name] === '' || state[name] === 0),
    );
    return {
      ...definitionDefaults,
      ...withoutNulls(state),
      ...Object.fromEntries(empty.map(([name]) => [name, null])),
    };
  },
};

const endpointId = (state: Pick<EndpointState, 'id' | 'endpoint_id'>): number => state.endpoint_id ?? Number(state.id);

const idsOf = (record: Vhost) => ({ id: String(record.id), endpoint_id: record.id });

const nameOf = ({ resource_type, resource_id, process_type, virtual_domain, domain }: EndpointState): string => {
  const host = [virtual_domain, domain].find((each) => typeof each === 'string' && each !== '');
  if (host) return `the endpoint "${host}"`;
  if (!resource_type) return 'the endpoint';
  const service = process_type ? `service "${process_type}" of the ` : '';
  return `the endpoint of the ${service}${resource_type} ${resource_id}`;
};

/** All by which it may be called. */
export const hostNames = ({ user_domain, virtual_domain, external_host }: Vhost): string[] => [
  ...new Set([user_domain, virtual_domain, external_host].filter((host): host is string => Boolean(host))),
];

const definitionDefaults = Object.fromEntries(
  Object.entries(definition.attributes).flatMap(([name, attribute]) =>
    'default' in attribute ? [[name, attribute.default] as const] : [],
  ),
);

const withoutNulls = (state: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(state).filter(([, value]) => value !== null));

// What a plan holds

/** A database's load balancer is the platform's own choice; without a word about it, an app's follows the protocol. */
function planPlatform(prior: ObjectValue | null, config: ObjectValue, planned: ObjectValue): void {
  if (planned.resource_type === 'database') {
    // Written or not, it is no change, and so neither are the host names.
    for (const name of ['platform', 'external_hostname', 'virtual_domain'])
      planned[name] = prior?.[name] ?? planned[name]!;
    return;
  }
  if (isUnknown(planned.resource_type)) return;
  if (config.platform === null) {
    if (isUnknown(planned.endpoint_type)) planned.platform = prior?.platform ?? unknown;
    else planned.platform = planned.endpoint_type === 'https' ? 'alb' : (prior?.platform ?? 'elb');
  }
  const changes = !isUnknown(planned.platform) && prior !== null && planned.platform !== prior.platform;
  if (changes) Object.assign(planned, { external_hostname: unknown, virtual_domain: unknown });
}

// What an apply does

async function findService(
  { resource_type, resource_id, process_type, env_id }: EndpointState,
  work: Work,
  { client: { reader } }: Call<Context>,
): Promise<number> {
  const isApp = resource_type === 'app';
  const owner: App | Database | undefined = await (isApp
    ? reader.app(resource_id, undefined, work.signal, { fresh: true })
    : reader.database(resource_id, undefined, work.signal, { fresh: true }));
  if (owner === undefined) {
    throw new DiagnosticError(
      `There is no ${resource_type} with the id ${resource_id}`,
      `Refer to the ${resource_type} itself, as in resource_id = aptible_${resource_type}.example.${resource_type}_id.`,
      ['resource_id'],
    );
  }
  const environmentId = linkedId(owner, 'account');
  if (environmentId !== undefined && environmentId !== env_id) {
    throw new DiagnosticError(
      `The ${resource_type} "${owner.handle}" is in another environment`,
      `It is in the environment ${environmentId}, and env_id is ${env_id}. Write env_id = aptible_${resource_type}.example.env_id.`,
      ['env_id'],
    );
  }
  if (!isApp) {
    const serviceId = linkedId(owner, 'service');
    if (serviceId !== undefined) return serviceId;
    throw new DiagnosticError(
      `The database "${owner.handle}" is not provisioned`,
      'An endpoint belongs to its service, which it gets when it is provisioned.',
      ['resource_id'],
    );
  }
  const services = (owner as App)._embedded.services ?? [];
  const found = services.find((service) => service.process_type === process_type);
  if (found !== undefined) return found.id;
  throw noService(owner, String(process_type), services);
}

function noService({ handle }: App | Database, wanted: string, services: readonly Service[]): DiagnosticError {
  if (services.length === 0) {
    return new DiagnosticError(
      `The app "${handle}" has no service "${wanted}": it has not been deployed`,
      'Services come into being when an image is deployed. Set docker_image of the app, or push to its git remote, then apply again.',
      ['process_type'],
    );
  }
  const names = services.map((service) => service.process_type);
  return new DiagnosticError(
    `The app "${handle}" has no service "${wanted}"`,
    `Of the services of its image, there ${listCandidates(names, wanted)}. Use one of these as process_type. An image without a Procfile has the one service "cmd".`,
    ['process_type'],
  );
}

/** Records that this process made, or has found to be its own. */
const claimed = new WeakMap<Context, Set<number>>();

function claim(record: Vhost, context: Context): Vhost {
  claimed.set(context, (claimed.get(context) ?? new Set()).add(record.id));
  return record;
}

/** The record of a request that was not answered: the one like it with which nothing has been done yet. */
async function findLost(
  path: string,
  wanted: EndpointState,
  work: Work,
  { client: context }: Call<Context>,
): Promise<Vhost | undefined> {
  const { client } = context;
  const { signal } = work;
  const alike = (await client.list(path, vhostShape, { signal })).filter(
    (each) =>
      each.status === 'pending' &&
      typeOf(each) === wanted.endpoint_type &&
      (each.user_domain ?? '') === wanted.domain &&
      each.internal === wanted.internal &&
      each.default === wanted.default_domain,
  );
  for (const each of alike) {
    const operations = await client.list(`/vhosts/${each.id}/operations`, operationShape, { signal });
    if (operations.length === 0 && !claimed.get(context)?.has(each.id)) return claim(each, context);
  }
  return undefined;
}

function bodyOf(wanted: EndpointState): object {
  const { endpoint_type: type, platform } = wanted;
  const isApp = wanted.resource_type === 'app';
  return {
    // The platform has had two names for https: the one of today, and the one that its old load balancers had.
    type: type !== 'https' ? type : platform === 'elb' ? 'http_proxy_protocol' : 'http',
    internal: wanted.internal,
    ip_whitelist: wanted.ip_filtering,
    ...(isApp && {
      platform,
      default: wanted.default_domain,
      acme: wanted.managed,
      shared: wanted.shared,
      ...(wanted.domain !== '' && { user_domain: wanted.domain }),
      ...(wanted.certificate_id !== null && { certificate: wanted.certificate_id }),
      ...(wanted.load_balancing_algorithm_type !== null && {
        load_balancing_algorithm_type: wanted.load_balancing_algorithm_type,
      }),
      ...(carriesManyPorts(type) && { container_ports: wanted.container_ports }),
      ...(wanted.container_port !== null && { container_port: wanted.container_port }),
    }),
  };
}

const carriesManyPorts = (type: string): boolean => type === 'tcp' || type === 'tls';

/** What of the record changes, as the platform names it; undefined when nothing does. */
function changedFields(before: EndpointState, wanted: EndpointState): object | undefined {
  const fields = {
    ...(!sameElements(before.ip_filtering, wanted.ip_filtering) && { ip_whitelist: wanted.ip_filtering }),
    ...(!sameElements(before.container_ports, wanted.container_ports) && { container_ports: wanted.container_ports }),
    // Zero takes a port away, as other clients do it.
    ...(before.container_port !== wanted.container_port && { container_port: wanted.container_port ?? 0 }),
    ...(before.shared !== wanted.shared && { shared: wanted.shared }),
    ...(before.platform !== wanted.platform && { platform: wanted.platform }),
    ...(before.managed !== wanted.managed && { acme: wanted.managed }),
    ...(before.domain !== wanted.domain && { user_domain: wanted.domain || null }),
    ...(before.certificate_id !== wanted.certificate_id &&
      // The certificate of a managed endpoint is the platform's own.
      (wanted.certificate_id !== null || !wanted.managed) && { certificate: wanted.certificate_id }),
    ...(before.load_balancing_algorithm_type !== wanted.load_balancing_algorithm_type && {
      load_balancing_algorithm_type: wanted.load_balancing_algorithm_type,
    }),
  };
  return Object.keys(fields).length === 0 ? undefined : fields;
}

const settingNames = {
  force_ssl: 'FORCE_SSL',
  maintenance_page_url: 'MAINTENANCE_PAGE_URL',
  idle_timeout: 'IDLE_TIMEOUT',
  release_healthcheck_timeout: 'RELEASE_HEALTHCHECK_TIMEOUT',
  strict_health_checks: 'STRICT_HEALTH_CHECKS',
  show_elb_healthchecks: 'SHOW_ELB_HEALTHCHECKS',
  ssl_protocols_override: 'SSL_PROTOCOLS_OVERRIDE',
  ssl_ciphers_override: 'SSL_CIPHERS_OVERRIDE',
  disable_weak_cipher_suites: 'DISABLE_WEAK_CIPHER_SUITES',
} as const satisfies Partial<Record<keyof EndpointState, string>>;

type Settings = Pick<EndpointState, keyof typeof settingNames>;
const settingFields = Object.keys(settingNames) as (keyof Settings)[];

const noSettings = Object.fromEntries(
  settingFields.map((field) => [field, definition.attributes[field].type === 'bool' ? false : null]),
) as unknown as Settings;

/** The platform merges settings into those that there are, and removes what is empty. */
function changedSettings(before: Settings, wanted: Settings): Record<string, string> | undefined {
  const changed = settingFields
    .filter((field) => before[field] !== wanted[field])
    .map((field) => [settingNames[field], wanted[field] ? String(wanted[field]) : ''] as const);
  return changed.length === 0 ? undefined : Object.fromEntries(changed);
}

async function finish(wanted: EndpointState, id: number, work: Work, call: Call<Context>): Promise<ObjectValue> {
  const read = await call.client.reader.vhost(id, wanted.env_id, call.signal, { fresh: true });
  const record = stillThere(read, 'The endpoint', id);
  const actual = await stateOf(record, wanted, call, { fresh: true });
  return work.failed ? actual : completed(wanted as unknown as ObjectValue, actual);
}

// What the platform has

/** `known`: the state or plan that says in which of several equal forms values are kept. */
export async function stateOf(
  record: Vhost,
  known: EndpointState,
  call: Call<Context>,
  options?: { readonly fresh: boolean },
): Promise<ObjectValue> {
  const service = await serviceOf(record, known.env_id ?? undefined, call);
  const fields = fieldsOf(record, service);
  const { env_id: environmentId } = fields;
  const databaseId = linkedId(service, 'database');
  const database =
    databaseId === undefined
      ? undefined
      : await call.client.reader.database(databaseId, environmentId, call.signal, options);
  return {
    ...(known as unknown as ObjectValue),
    ...fields,
    container_ports: inKnownOrder(fields.container_ports, known.container_ports),
    ip_filtering: inKnownOrder(fields.ip_filtering, known.ip_filtering),
    ...(await settingsOf(record, known, call)),
    ...(database === undefined
      ? noConnections
      : connectionsOf(database, call.client, (url) =>
          throughEndpoint(url, record.external_host, database.port_mapping ?? []),
        )),
  } as unknown as ObjectValue;
}

/** The service to which an endpoint belongs. */
export async function serviceOf(
  record: Vhost,
  environmentId: number | undefined,
  { client: { reader }, signal }: Call<Context>,
): Promise<Service> {
  const id = linkedId(record, 'service')!;
  const service = await reader.service(id, environmentId, signal);
  if (service === undefined) throw new Error(`the platform has no service ${id}, to which the endpoint belongs`);
  return service;
}

/** What the platform has, whatever is declared. */
export function fieldsOf(record: Vhost, service: Service) {
  const databaseId = linkedId(service, 'database');
  return {
    ...idsOf(record),
    env_id: linkedId(service, 'account')!,
    resource_type: databaseId === undefined ? 'app' : 'database',
    resource_id: databaseId ?? linkedId(service, 'app') ?? null,
    process_type: databaseId === undefined ? service.process_type : null,
    endpoint_type: typeOf(record),
    default_domain: record.default,
    managed: record.acme,
    domain: record.user_domain ?? '',
    // The platform's own certificates are not the configuration's concern.
    certificate_id: record.acme || record.default ? null : (linkedId(record, 'certificate') ?? null),
    internal: record.internal,
    container_port: record.container_port || null,
    container_ports: record.container_ports ?? [],
    ip_filtering: record.ip_whitelist ?? [],
    platform: record.platform ?? null,
    shared: record.shared ?? false,
    load_balancing_algorithm_type: record.load_balancing_algorithm_type || null,
    status: record.status,
    virtual_domain: record.virtual_domain || null,
    external_hostname: record.external_host || null,
    ...validationRecord(record),
    acme_status: record.acme ? (record.acme_status ?? null) : null,
  };
}

function typeOf({ type }: Vhost): string {
  return type === 'http' || type === 'http_proxy_protocol' ? 'https' : type;
}

function inKnownOrder<T extends string | number>(actual: readonly T[], known: readonly T[] | null): readonly T[] {
  return sameElements([...actual], (known as T[] | null) ?? undefined) ? known! : actual;
}

async function settingsOf(record: Vhost, known: Settings, call: Call<Context>): Promise<Settings> {
  const current = linkedId(record, 'current_setting');
  const memory = (call.private ?? {}) as Memory;
  call.private = { ...memory, setting: current } satisfies Memory;
  if (current === undefined) return noSettings;
  const valueOf = memory.setting === current ? (field: keyof Settings) => known[field] : await fetched(current, call);
  return Object.fromEntries(settingFields.map((field) => [field, valueOf(field)])) as unknown as Settings;
}

async function fetched(id: number, { client: { reader }, signal }: Call<Context>) {
  const { settings } = await reader.setting(id, signal);
  return (field: keyof Settings) => parsed(field, settings);
}

function parsed(field: keyof Settings, settings: Setting['settings']): string | number | boolean | null {
  const value = settings[settingNames[field]];
  const { type } = definition.attributes[field];
  if (type === 'bool') return value === 'true';
  return value ? (type === 'number' ? Number(value) : value) : null;
}

/** The record that proves the domain: the first that is not from before, of the challenge over DNS. */
function validationRecord({ acme, acme_configuration }: Vhost) {
  const challenges = acme ? (acme_configuration?.challenges ?? []) : [];
  for (const { method, from, to } of challenges) {
    const target = to?.find(({ name, legacy }) => name && !legacy)?.name;
    if (method !== 'dns01' || !from?.name || !target) continue;
    return { dns_validation_record: from.name, dns_validation_value: target };
  }
  return { dns_validation_record: null, dns_validation_value: null };
}
