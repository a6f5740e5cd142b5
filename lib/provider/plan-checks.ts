/**
 * What a plan can find out before anybody reviews it. Each check asks the platform, and returns what an apply would fail with. A check
 * that is not certain returns nothing.
 */
import { ApiError, type App, type Database, Deadline, type Linked, linkedId } from '../api';
import { DiagnosticError } from '../plugin/diagnostics';
import type { Unknown } from '../plugin/values';
import { replicationProblem } from '../schema';
import { unknownServices } from './app-services';
import type { Call } from './call';
import { imageOf } from './database-images';
import type { KindWithHandle, Records } from './environment-reader';
import { handleTaken } from './new-record';

/** A value of a plan, which may be unset, or not known yet. */
type Planned<T> = T | Unknown | null;

type Asking = Pick<Call, 'reader' | 'signal' | 'run' | 'quiet'>;

export type Check = (ask: Asking) => Promise<DiagnosticError | undefined>;

/** A problem that the creation will have as well, and that is no error before it. */
class ForTheApply extends DiagnosticError {}

/** The time that a plan gives the platform to answer its checks. */
const timeMs = 30_000;

/** Reports what the checks find, all at once. Where the platform cannot be asked, a plan says nothing, and the apply tells. */
export async function refuse(call: Asking & Pick<Call, 'diagnostics'>, checks: readonly Check[]): Promise<void> {
  if (checks.length === 0) return;
  const deadline = new Deadline(timeMs, call.signal);
  const { signal } = deadline;
  const { run, quiet } = call;
  const outcomes = await Promise.allSettled(
    checks.map(async (check) => check({ reader: call.reader, signal, run, quiet })),
  );
  deadline.end();
  for (const outcome of outcomes) {
    if (outcome.status === 'fulfilled') {
      const problem = outcome.value;
      if (problem === undefined) continue;
      const { summary, detail, path } = problem;
      if (problem instanceof ForTheApply) call.diagnostics.warning(summary, detail, path);
      else call.diagnostics.error(summary, detail, path);
      continue;
    }
    // A provider whose arguments are not known yet has no reader.
    const cannotAsk = outcome.reason instanceof ApiError || outcome.reason instanceof DiagnosticError;
    if (!cannotAsk) throw outcome.reason;
  }
}

export function environmentExists(id: unknown): Check {
  return async ({ reader, signal }) => {
    if (typeof id !== 'number' || (await reader.find('accounts', id, { signal })) !== undefined) return undefined;
    return new DiagnosticError(
      `There is no environment with the id ${id}`,
      'Check the id, and that the token may see the environment. The data source aptible_environment finds one by its handle.',
      ['env_id'],
    );
  };
}

export function stackExists(id: Planned<number>): Check {
  return async ({ reader, signal }) =>
    typeof id !== 'number' || (await reader.find('stacks', id, { signal })) !== undefined ? undefined : noStack(id);
}

export function noStack(id: number): DiagnosticError {
  return new DiagnosticError(
    `There is no stack with the id ${id}`,
    'Check the id, and that the token may see the stack. The data source aptible_stack finds one by name.',
    ['stack_id'],
  );
}

export function versionExists(
  type: Planned<string>,
  version: Planned<string>,
  attribute: 'version' | 'logical_version',
): Check {
  return async (ask) => {
    if (typeof type !== 'string' || typeof version !== 'string') return undefined;
    const image = await imageOf(type, version, attribute, ask);
    return image instanceof DiagnosticError ? image : undefined;
  };
}

/** The primary of a new replica is there, and its type has replicas of that kind. */
export function primaryReplicates(replica: {
  readonly primary_database_id: Planned<number>;
  readonly env_id: Planned<number>;
  readonly logical_version: Planned<string>;
}): Check {
  return async ({ reader, signal }) => {
    const { primary_database_id: id, env_id, logical_version: version } = replica;
    if (typeof id !== 'number') return undefined;
    const environmentId = typeof env_id === 'number' ? env_id : undefined;
    const primary = await reader.find('databases', id, { environmentId, signal });
    if (primary === undefined) {
      return new DiagnosticError(
        `There is no database with the id ${id}`,
        'Check the id, and that the token may see its environment. Refer to the database itself, as in primary_database_id = aptible_database.example.database_id.',
        ['primary_database_id'],
      );
    }
    const problem = replicationProblem(primary.type, typeof version === 'string');
    return (
      problem &&
      new DiagnosticError(`The database "${primary.handle}" cannot have this replica`, problem.message, [problem.field])
    );
  };
}

interface Owned {
  readonly env_id: Planned<number>;
  readonly resource_type: Planned<string>;
  readonly resource_id: Planned<number>;
}

/** What a new endpoint leads to is there: the database, or the service of the app. */
export function ownerExists(endpoint: Owned & { readonly process_type: Planned<string> }): Check {
  return async ({ reader, signal, run, quiet }) => {
    const { resource_type: type, resource_id: id, env_id, process_type } = endpoint;
    if (typeof id !== 'number' || typeof env_id !== 'number') return undefined;
    const options = { environmentId: env_id, signal };
    if (type === 'database') return ownerProblem(endpoint, await reader.find('databases', id, options));
    if (type !== 'app') return undefined;
    const app = await reader.find('apps', id, options);
    const problem = ownerProblem(endpoint, app);
    if (app === undefined || problem !== undefined) return problem;
    const services = servicesOf(app);
    if (typeof process_type !== 'string' || services.includes(process_type)) return undefined;
    // An app that is released once more may get other services.
    const mayStay = () => run.keepsRelease(id, app.handle);
    if (mayStay() !== true || !(await quiet()) || mayStay() !== true) return undefined;
    return unknownServices(app, [process_type], services, ['process_type']);
  };
}

/** What is wrong with the app or the database to which an endpoint leads. */
export function ownerProblem(
  { resource_type, resource_id, env_id }: Owned,
  owner: App | Database | undefined,
): DiagnosticError | undefined {
  if (owner === undefined) {
    return new DiagnosticError(
      `There is no ${String(resource_type)} with the id ${String(resource_id)}`,
      `Refer to the ${String(resource_type)} itself, as in resource_id = aptible_${String(resource_type)}.example.${String(resource_type)}_id.`,
      ['resource_id'],
    );
  }
  const environmentId = linkedId(owner, 'account');
  if (environmentId === undefined || environmentId === env_id) return undefined;
  return new DiagnosticError(
    `The ${String(resource_type)} "${owner.handle}" is in another environment`,
    `It is in the environment ${environmentId}, and env_id is ${String(env_id)}. Write env_id = aptible_${String(resource_type)}.example.env_id.`,
    ['env_id'],
  );
}

/** An app that keeps its release has these services. */
export function servicesExist(id: number, environmentId: number, types: readonly string[]): Check {
  return async ({ reader, signal }) => {
    const app = await reader.find('apps', id, { environmentId, signal });
    if (app === undefined) return undefined;
    const services = servicesOf(app);
    const missing = types.filter((type) => !services.includes(type));
    return missing.length === 0 ? undefined : unknownServices(app, missing, services, ['service']);
  };
}

const servicesOf = ({ _embedded }: App): string[] => (_embedded.services ?? []).map(({ process_type }) => process_type);

/** The types of which the records with a handle are. */
const typesOf = {
  accounts: ['aptible_environment'],
  apps: ['aptible_app'],
  databases: ['aptible_database', 'aptible_replica'],
  log_drains: ['aptible_log_drain'],
  metric_drains: ['aptible_metric_drain'],
} as const satisfies Record<KindWithHandle, readonly string[]>;

/**
 * Nothing else has the handle of something new, and no other new thing of the plan gets it. What Terraform manages does not count: the plan
 * may rename or destroy it. Neither does what an apply that was killed may have begun, of which the next one decides.
 */
export function handleIsFree<K extends KindWithHandle>(
  kind: K,
  { handle, env_id }: { readonly handle: Planned<string>; readonly env_id?: Planned<number> },
  mayBeBegun: (record: Records[K], ask: Asking) => boolean | Promise<boolean>,
): Check {
  return async (ask) => {
    const { reader, signal, run, quiet } = ask;
    const isInEnvironment = kind !== 'accounts';
    if (typeof handle !== 'string' || (isInEnvironment && typeof env_id !== 'number')) return undefined;
    const environmentId = isInEnvironment ? Number(env_id) : undefined;
    const thing = typesOf[kind][0].replace('aptible_', '').replace('_', ' ');
    if (!run.creates([kind, environmentId, handle].join())) return givenTwice(thing, handle);
    const records = await reader.listIn(kind, environmentId, { signal });
    const holder = records.find((record) => record.handle === handle);
    if (holder === undefined || (await mayBeBegun(holder, ask))) return undefined;
    const isManaged = () => run.has(typesOf[kind], holder.id, handle);
    // Terraform shows its state in any order.
    if (isManaged() || !(await quiet()) || isManaged()) return undefined;
    const taken = handleTaken({ type: typeOf(kind, holder), what: `the ${thing} "${handle}"` }, holder.id);
    // With create_before_destroy, Terraform has set aside then what this one replaces. It puts that back for an error of the creation only.
    return run.mayBeApply ? new ForTheApply(taken.summary, taken.detail, taken.path) : taken;
  };
}

function typeOf<K extends KindWithHandle>(kind: K, holder: Records[K]): string {
  const isReplica =
    kind === 'databases' && linkedId(holder as Linked<'initialize_from'>, 'initialize_from') !== undefined;
  return isReplica ? 'aptible_replica' : typesOf[kind][0];
}

function givenTwice(thing: string, handle: string): DiagnosticError {
  return new DiagnosticError(
    `The handle "${handle}" is given twice`,
    `This plan creates two things with it, and the platform takes it for one ${thing} only. Choose another handle for one of them.`,
    ['handle'],
  );
}
