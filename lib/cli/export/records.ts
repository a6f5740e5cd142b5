/** Reads an environment as the provider does after an import: in few requests, and with the provider's own attributes. */
import { setMaxListeners } from 'node:events';
import { ApiError, linkedId, type Account } from '../../api';
import { Diagnostics } from '../../plugin/diagnostics';
import { complete } from '../../plugin/schema';
import { callOf } from '../../provider/call';
import type { Context } from '../../provider/configure';
import { connectionsThrough, serviceOf } from '../../provider/endpoint-record';
import type { KindBelow, Records } from '../../provider/environment-reader';
import { provider } from '../../provider/provider';
import { currentVariables } from '../../provider/app-release';
import { imageVariables } from '../../schema';

export type Values = Readonly<Record<string, unknown>>;

export type ExportedType =
  | 'aptible_environment'
  | 'aptible_database'
  | 'aptible_replica'
  | 'aptible_app'
  | 'aptible_certificate'
  | 'aptible_endpoint'
  | 'aptible_log_drain'
  | 'aptible_metric_drain'
  | 'aptible_permission';

/** A thing of the environment, with the attributes that the provider reads of it. */
export interface Thing {
  readonly type: ExportedType;
  readonly id: number;
  readonly state: Values;
}

/** All that an environment has, and what of it is left out, in words for people. */
export interface LiveEnvironment {
  readonly environment: Thing;
  readonly stack: string;
  /** The oldest first. */
  readonly things: readonly Thing[];
  /** The names of the roles that have permissions, by their ids. */
  readonly roles: ReadonlyMap<string, string>;
  readonly leftOut: readonly string[];
}

export interface ReadOptions {
  readonly signal: AbortSignal;
  readonly report: (line: string) => void;
}

/** How many records are read at a time: some need a request for what only they have. */
const atATime = 10;

/** What is gone, or about to. */
const dead = ['deprovisioned', 'deprovisioning'];

export async function readEnvironment(
  account: Account,
  context: Context,
  { signal, report }: ReadOptions,
): Promise<LiveEnvironment> {
  // Each read listens to it.
  setMaxListeners(0, signal);
  const reader = new RecordReader(context, account.id, signal);
  const { lists, leftOut } = await reader.lists();
  const wanted = [...identified(account.id, lists)];
  report(`${account.handle} has ${wanted.length} things to export. Reading them.`);
  const things = await inTurns(wanted, atATime, (each) => reader.read(each));
  const ids = { id: String(account.id), env_id: account.id };
  const environment = await reader.read({ type: 'aptible_environment', id: account.id, ids });
  return {
    environment,
    stack: await stackOf(account, context, signal),
    things,
    roles: lists.permissions.length === 0 ? new Map() : await rolesOf(environment, context, signal),
    leftOut,
  };
}

interface Identified {
  readonly type: ExportedType;
  readonly id: number;
  /** What an import finds out. */
  readonly ids: Values;
  readonly app?: Records['apps'];
  readonly endpoint?: Records['vhosts'];
}

type Lists = { readonly [K in (typeof kinds)[number]]: readonly Records[K][] };

const kinds = [
  'apps',
  'databases',
  'certificates',
  'vhosts',
  'log_drains',
  'metric_drains',
  'permissions',
] as const satisfies readonly KindBelow[];

class RecordReader {
  constructor(
    private readonly context: Context,
    private readonly environmentId: number,
    private readonly signal: AbortSignal,
  ) {}

  /** Lists all that can be exported. */
  async lists(): Promise<{ lists: Lists; leftOut: string[] }> {
    const { reader } = this.context;
    const read = await Promise.all(
      kinds.map(async (kind) => ({
        [kind]: await reader.listIn(kind, this.environmentId, { signal: this.signal }),
      })),
    );
    const all = Object.assign({}, ...read) as Lists;
    const leftOut: string[] = [];
    const living = <T extends { readonly id: number; readonly status?: string | null }>(
      records: readonly T[],
      name: (record: T) => string,
      begins: readonly string[] = [],
    ) =>
      records.filter((record) => {
        const { status } = record;
        if (status === undefined || status === null || status === 'provisioned' || begins.includes(status)) return true;
        if (!dead.includes(status)) leftOut.push(`${name(record)} is ${status}: only what is provisioned is exported.`);
        return false;
      });
    const lists: Lists = {
      ...all,
      // An app without a release has that state for as long as nobody deploys it.
      apps: living(all.apps, ({ handle }) => `The app "${handle}"`, ['pending', 'provisioning']),
      databases: living(all.databases, ({ handle }) => `The database "${handle}"`),
      vhosts: living(all.vhosts, (each) => `The endpoint ${each.virtual_domain ?? each.id}`),
      log_drains: living(all.log_drains, ({ handle }) => `The log drain "${handle}"`).filter(
        // The platform makes it by itself, for `aptible logs`.
        ({ drain_type }) => drain_type !== 'tail',
      ),
      metric_drains: living(all.metric_drains, ({ handle }) => `The metric drain "${handle}"`),
      certificates: all.certificates.filter(({ acme }) => acme !== true),
    };
    return { lists, leftOut };
  }

  async read({ type, id, ids, app, endpoint }: Identified): Promise<Thing> {
    const { signal } = this;
    const resource = provider.resources[type]!;
    const variables = Object.entries(app === undefined ? {} : await currentVariables(app, this.context, signal));
    const config = Object.fromEntries(variables.filter(([key]) => !Object.hasOwn(imageVariables, key)));
    // Props cannot name an image in a variable: whatever does so goes on doing it.
    const isReleasedElsewhere = Object.keys(config).length < variables.length;
    const configuration = app && linkedId(app, 'current_configuration');
    const call = {
      client: this.context,
      signal,
      diagnostics: new Diagnostics(),
      quiet: () => Promise.resolve(false),
      private: app === undefined ? undefined : { imported: true, configuration },
    };
    const known = {
      ...ids,
      ...(Object.keys(config).length > 0 && { config }),
      ...(isReleasedElsewhere && { release_mode: 'external' }),
    };
    const state = await resource.read(complete(known, resource.schema), call);
    if (state === null) throw new Error(`${type} ${id} went away while the environment was read. Export again.`);
    if (endpoint === undefined || state['resource_type'] !== 'database') return { type, id, state };
    // What its data source has besides, to which a variable may refer.
    const asked = callOf(call);
    const service = await serviceOf(endpoint, this.environmentId, asked);
    return { type, id, state: { ...state, ...(await connectionsThrough(endpoint, service, asked)) } };
  }
}

function* identified(environmentId: number, lists: Lists): Generator<Identified> {
  const env_id = environmentId;
  for (const { id, handle, ...record } of lists.databases) {
    const primary_database_id = linkedId(record, 'initialize_from');
    yield primary_database_id === undefined
      ? { type: 'aptible_database', id, ids: { id: String(id), database_id: id, env_id } }
      : { type: 'aptible_replica', id, ids: { id: String(id), replica_id: id, env_id, primary_database_id, handle } };
  }
  for (const app of lists.apps) {
    const { id, handle } = app;
    yield { type: 'aptible_app', id, ids: { id: String(id), app_id: id, env_id, handle }, app };
  }
  for (const [kind, [type, name]] of Object.entries(others)) {
    for (const { id } of lists[kind as keyof typeof others]) {
      yield { type, id, ids: { id: String(id), [name]: id, env_id } };
    }
  }
  for (const endpoint of lists.vhosts) {
    const { id } = endpoint;
    yield { type: 'aptible_endpoint', id, ids: { id: String(id), endpoint_id: id, env_id }, endpoint };
  }
}

const others = {
  certificates: ['aptible_certificate', 'certificate_id'],
  log_drains: ['aptible_log_drain', 'log_drain_id'],
  metric_drains: ['aptible_metric_drain', 'metric_drain_id'],
  permissions: ['aptible_permission', 'permission_id'],
} as const;

/** The name of the stack on which it runs. */
async function stackOf(account: Account, { reader }: Context, signal: AbortSignal): Promise<string> {
  const id = linkedId(account, 'stack');
  const found = (await reader.list('stacks', { signal })).find((each) => each.id === id);
  if (found !== undefined) return found.name;
  throw new Error(
    `The environment ${account.handle} is on the stack ${id ?? '(none)'}, which this login does not see. Use one that may see the stack.`,
  );
}

/** The names of the roles of an organization. Without them, permissions are called by the ids of roles. */
async function rolesOf(environment: Thing, { reader }: Context, signal: AbortSignal): Promise<Map<string, string>> {
  const { org_id: organization } = environment.state;
  if (typeof organization !== 'string') return new Map();
  try {
    return new Map((await reader.roles(organization, signal)).map(({ id, name }) => [id, name]));
  } catch (error) {
    // Not everybody who sees an environment sees the roles of its organization.
    if (error instanceof ApiError && !signal.aborted) return new Map();
    throw error;
  }
}

/** Does work on each, some at a time. */
async function inTurns<T, R>(all: readonly T[], some: number, work: (each: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  const entries = all.entries();
  const worker = async () => {
    for (const [index, each] of entries) results[index] = await work(each);
  };
  await Promise.all(Array.from({ length: some }, worker));
  return results;
}
