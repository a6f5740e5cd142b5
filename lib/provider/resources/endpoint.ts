import { type ApiError, type App, type Database, linkedId, type Vhost, vhostShape } from '../../api';
import { DiagnosticError } from '../../plugin/diagnostics';
import { isUnknown, type Unknown, unknown } from '../../plugin/values';
import { type Draft, resources, type State } from '../../schema';
import { unknownServices } from '../app-services';
import type { Call } from '../call';
import { endpointType, fieldsOf, hostNames, idsOf, serviceOf } from '../endpoint-record';
import { changedSettings, fromTexts, noSettings, readSettings, type Settings, toTexts } from '../endpoint-settings';
import { findForImport } from '../import-id';
import { createRecord, isWithoutOperations, thereAlready } from '../new-record';
import { ownerExists, ownerProblem } from '../plan-checks';
import { closingRead, deprovision, runOperation } from '../records';
import { type Found, type Planned, resource } from '../resource';
import { changedFields, sameElements } from '../values';
import { reading, type Work } from '../work';

const definition = resources.aptible_endpoint;

type Definition = typeof definition;

interface Private {
  /** The snapshot that the settings in the state come from: it never changes, so it is fetched only when the endpoint has another one. */
  readonly setting?: number;
  /** The record was changed, but the operation that applies the change failed: nothing else tells the next plan. */
  readonly unapplied?: true;
}

export const endpoint = resource<Definition, Private>(definition, {
  plan({ prior, config, planned }, call) {
    if (config.container_ports === null) planned.container_ports = [];
    if (config.ip_filtering === null) planned.ip_filtering = [];
    planPlatform(prior, config, planned);
    if (planned.managed === false) {
      Object.assign(planned, { dns_validation_record: null, dns_validation_value: null, acme_status: null });
    }
    const isPublic = planned.internal === false && sameElements(planned.ip_filtering, []);
    if (planned.resource_type === 'database' && isPublic && (prior === null || !sameElements(prior.ip_filtering, []))) {
      call.diagnostics.warning(
        'The whole internet can reach this database',
        'Its endpoint has no ip_filtering, and internal is not set: only the password protects it. List the addresses that need it, or set internal = true.',
        ['ip_filtering'],
      );
    }
    if (prior === null) return;
    const isUnfinished = ['pending', 'provisioning', 'provision_failed'].includes(prior.status ?? '');
    if (isUnfinished || call.private?.unapplied) planned.status = unknown;
  },

  checks: ({ prior, planned }) => (prior === null ? [ownerExists(planned)] : []),

  async create({ wanted }, work, call) {
    const { platform } = call;
    const what = nameOf(wanted);
    const serviceId = await work.must(`create ${what}`, () => findService(wanted, work, call));
    const path = `/services/${serviceId}/vhosts`;
    const record = await createRecord(call, work, {
      type: definition.name,
      what,
      path,
      identity: '',
      create: () => platform.post(path, vhostShape, bodyOf(wanted), { signal: work.lateSignal }),
      find: async () =>
        (await platform.list(path, vhostShape, { signal: work.signal })).filter((each) => isAlike(each, wanted)),
      isUnused: async ({ id, status }) =>
        status === 'pending' && (await isWithoutOperations(`/vhosts/${id}`, work, call)),
      mayBeSeveral: true,
      whenInUse: ({ id }) => {
        throw thereAlready(
          { type: definition.name, what, id, isCalled: 'one like it' },
          '\n\nNothing tells two endpoints of a service apart that are alike. To have another one, give it another setting.',
          ['resource_id'],
        );
      },
      becauseOf: (refusal) => becauseOfDefault(wanted, what, refusal, work, call),
    });
    call.keep({ ...idsOf(record), ...noSettings, status: record.status });

    await work.run(`provision ${what}`, () =>
      runOperation(
        call,
        work,
        `/vhosts/${record.id}`,
        wanted.env_id,
        { type: 'provision', settings: changedSettings(noSettings, wanted) },
        { after: 0 },
      ),
    );
    return finish(wanted, idsOf(record), record.id, work, call);
  },

  async read(known, call) {
    return reading(nameOf(known), call, async () => {
      const record = await call.reader.find('vhosts', endpointId(known), {
        environmentId: environmentOf(known),
        signal: call.signal,
      });
      return record === undefined ? null : await stateOf(record, known, call);
    });
  },

  async update({ before, wanted }, work, call) {
    const id = endpointId(before);
    const what = nameOf(before);

    const fields = changedFields(changeable(before), {
      ...changeable(wanted),
      // The certificate of a managed endpoint is the platform's own.
      ...(wanted.managed && { certificate: undefined }),
    });
    const settings = changedSettings(before, wanted);
    if (fields !== undefined) {
      await work.run(`change ${what}`, async () => {
        // Once sent, a change of the record counts as one that is not applied.
        call.private = { ...call.private, unapplied: true };
        await call.platform.put(`/vhosts/${id}`, undefined, fields, { signal: work.signal });
      });
    }
    if (fields !== undefined || settings !== undefined || isUnknown(wanted.status)) {
      await work.run(`apply the changes of ${what}`, async () => {
        await runOperation(call, work, `/vhosts/${id}`, before.env_id, { type: 'provision', settings });
        call.private = { setting: call.private?.setting };
      });
    }
    return finish(work.failed ? before : wanted, {}, id, work, call);
  },

  async delete(known, work, call) {
    const id = endpointId(known);
    await work.must(`deprovision ${nameOf(known)}`, () => deprovision(call, work, `/vhosts/${id}`, known.env_id));
    call.reader.forget('vhosts', known.env_id, id);
  },

  async import(text, call) {
    const vhosts = call.reader.source('vhosts', call.signal);
    const record = await findForImport(text, call, {
      thing: 'an endpoint',
      source: {
        byId: async (id) => {
          const found = await vhosts.byId(id);
          return found && { ...found, handle: hostNames(found)[0] ?? '' };
        },
        inEnvironment: async (environmentId) =>
          (await vhosts.inEnvironment(environmentId)).flatMap((each) =>
            hostNames(each).map((handle) => ({ ...each, handle })),
          ),
      },
      name: { words: 'host name', pattern: /^(\*\.)?[0-9a-z.-]{1,253}$/i, example: 'www.example.com' },
    });
    return idsOf(record);
  },

  upgrade(state) {
    const defaults = Object.entries(definition.attributes).flatMap(([name, attribute]) =>
      'default' in attribute ? [[name, state[name] ?? attribute.default] as const] : [],
    );
    return { ...state, ...Object.fromEntries(defaults) };
  },
});

const endpointId = ({ id, endpoint_id }: State<Definition>): number => endpoint_id ?? Number(id);

/** The environment, which an import does not know yet. */
const environmentOf = ({ env_id }: { readonly env_id: number | null }): number | undefined => env_id ?? undefined;

const nameOf = (endpoint: Planned<Definition>): string => {
  const { resource_type, resource_id, process_type, virtual_domain, domain } = endpoint;
  const host = [virtual_domain, domain].find((each) => typeof each === 'string' && each !== '');
  if (typeof host === 'string') return `the endpoint "${host}"`;
  if (!resource_type) return 'the endpoint';
  const service = process_type ? `service "${process_type}" of the ` : '';
  return `the endpoint of the ${service}${resource_type} ${resource_id}`;
};

/** A database's load balancer is the platform's own choice; without a word about it, an app's follows the protocol. */
function planPlatform(
  prior: State<Definition> | null,
  config: Draft<Definition, Unknown>,
  planned: Draft<Definition, Unknown>,
): void {
  if (planned.resource_type === 'database') {
    // Written or not, it is no change, and so neither are the host names.
    for (const name of ['platform', 'external_hostname', 'virtual_domain'] as const)
      planned[name] = prior?.[name] ?? planned[name];
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

/** Finds the service that gets the endpoint. */
async function findService(wanted: Planned<Definition>, { signal }: Work, { reader }: Call): Promise<number> {
  const { resource_type, resource_id, process_type } = wanted;
  if (resource_type === 'app') {
    const app = ownerOf(wanted, await reader.find('apps', resource_id, { signal, fresh: true }));
    const services = app._embedded.services ?? [];
    const service = services.find((each) => each.process_type === process_type);
    if (service !== undefined) return service.id;
    const names = services.map((each) => each.process_type);
    // By the schema's rules, the endpoint of an app names one.
    throw unknownServices(app, [process_type!], names, ['process_type']);
  }
  const database = ownerOf(wanted, await reader.find('databases', resource_id, { signal, fresh: true }));
  const serviceId = linkedId(database, 'service');
  if (serviceId !== undefined) return serviceId;
  throw new DiagnosticError(
    `The database "${database.handle}" is not provisioned`,
    'An endpoint belongs to its service, which it gets when it is provisioned.',
    ['resource_id'],
  );
}

function ownerOf<T extends App | Database>(endpoint: Planned<Definition>, owner: T | undefined): T {
  const problem = ownerProblem(endpoint, owner);
  if (owner !== undefined && problem === undefined) return owner;
  throw problem!;
}

/** Whether the endpoint is as one that is made so. */
function isAlike(found: Vhost, wanted: Planned<Definition>): boolean {
  const { platform: balancer, certificate, ...asked } = changeable(wanted);
  return (
    ['pending', 'provisioning', 'provisioned'].includes(found.status) &&
    endpointType(found) === wanted.endpoint_type &&
    found.internal === wanted.internal &&
    found.default === wanted.default_domain &&
    (wanted.resource_type === 'database' || found.platform === balancer) &&
    (wanted.managed || (linkedId(found, 'certificate') ?? null) === certificate) &&
    changedFields(
      {
        ...found,
        container_ports: found.container_ports ?? [],
        container_port: found.container_port ?? 0,
        ip_whitelist: found.ip_whitelist ?? [],
        shared: found.shared ?? false,
        user_domain: found.user_domain || null,
        load_balancing_algorithm_type: found.load_balancing_algorithm_type || null,
      },
      asked,
    ) === undefined
  );
}

/** An app has one endpoint with the default domain at most. It may be that of another service, or have other settings. */
async function becauseOfDefault(
  { resource_type, resource_id, default_domain }: Planned<Definition>,
  what: string,
  refusal: ApiError,
  { signal }: Work,
  { platform }: Call,
): Promise<DiagnosticError | undefined> {
  if (resource_type !== 'app' || !default_domain) return undefined;
  const endpoints = await platform.list(`/apps/${resource_id}/vhosts`, vhostShape, { signal });
  const taken = endpoints.find((each) => each.default);
  if (taken === undefined) return undefined;
  return thereAlready(
    { type: definition.name, what, id: taken.id, cause: refusal, isCalled: 'one with the default domain' },
    '',
    ['default_domain'],
  );
}

function bodyOf(wanted: Planned<Definition>): object {
  const { endpoint_type, platform } = wanted;
  const oldOrNewHttps = platform === 'elb' ? 'http_proxy_protocol' : 'http';
  const carriesManyPorts = endpoint_type === 'tcp' || endpoint_type === 'tls';
  return {
    type: endpoint_type === 'https' ? oldOrNewHttps : endpoint_type,
    internal: wanted.internal,
    ip_whitelist: wanted.ip_filtering,
    container_ports: carriesManyPorts ? wanted.container_ports : undefined,
    ...(wanted.resource_type === 'app' && {
      platform,
      default: wanted.default_domain,
      acme: wanted.managed,
      shared: wanted.shared,
      user_domain: wanted.domain || undefined,
      certificate: wanted.certificate_id ?? undefined,
      load_balancing_algorithm_type: wanted.load_balancing_algorithm_type ?? undefined,
      container_port: wanted.container_port ?? undefined,
    }),
  };
}

/** What of the record changes in place, as the platform names it. */
const changeable = (endpoint: Planned<Definition>) => ({
  ip_whitelist: endpoint.ip_filtering,
  container_ports: endpoint.container_ports,
  // Zero takes a port away, as other clients do it.
  container_port: endpoint.container_port ?? 0,
  shared: endpoint.shared,
  platform: endpoint.platform,
  acme: endpoint.managed,
  user_domain: endpoint.domain || null,
  certificate: endpoint.certificate_id,
  load_balancing_algorithm_type: endpoint.load_balancing_algorithm_type,
});

const finish = (
  wanted: Planned<Definition>,
  known: Partial<Found<Definition>>,
  id: number,
  work: Work,
  call: Call<Private>,
): Promise<Found<Definition>> =>
  closingRead(
    call,
    work,
    { kind: 'vhosts', id, environmentId: wanted.env_id, what: nameOf(wanted), name: 'The endpoint', known },
    (record) => stateOf(record, wanted, call),
  );

/** `known`: the state or plan that says in which of several equal forms values are kept. */
async function stateOf(record: Vhost, known: Planned<Definition>, call: Call<Private>): Promise<Found<Definition>> {
  const service = await serviceOf(record, environmentOf(known), call);
  const fields = fieldsOf(record, service);
  return {
    ...fields,
    resource_id: fields.resource_id ?? known.resource_id,
    container_ports: inKnownOrder(fields.container_ports, known.container_ports),
    ip_filtering: inKnownOrder(fields.ip_filtering, known.ip_filtering),
    ...(await settingsOf(record, known, call)),
  };
}

const inKnownOrder = <T>(actual: T[], known: T[] | Unknown | null): T[] =>
  Array.isArray(known) && sameElements(actual, known) ? known : actual;

/** The settings that are known, when they come from the snapshot that the endpoint still has. */
async function settingsOf(record: Vhost, known: Settings, call: Call<Private>): Promise<Settings> {
  const setting = linkedId(record, 'current_setting');
  const isKnown = setting !== undefined && setting === call.private?.setting;
  call.private = { ...call.private, setting };
  // There and back: what is known is a whole state, of which these are a part.
  return isKnown ? fromTexts(toTexts(known)) : readSettings(record, call);
}
