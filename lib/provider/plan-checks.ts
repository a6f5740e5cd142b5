/**
 * What a plan can find out before anybody reviews it. Each check asks the platform, and returns what an apply would fail with. A check
 * that is not certain returns nothing.
 */
import { ApiError, Deadline } from '../api';
import { DiagnosticError } from '../plugin/diagnostics';
import type { Unknown } from '../plugin/values';
import { replicationProblem } from '../schema';
import type { Call } from './call';
import { imageOf } from './database-images';

/** A value of a plan, which may be unset, or not known yet. */
type Planned<T> = T | Unknown | null;

export type Check = (ask: Pick<Call, 'reader' | 'signal'>) => Promise<DiagnosticError | undefined>;

/** The time that a plan gives the platform to answer its checks. */
const timeMs = 30_000;

/** Reports what the checks find, all at once. Where the platform cannot be asked, a plan says nothing, and the apply tells. */
export async function refuse(
  call: Pick<Call, 'reader' | 'signal' | 'diagnostics'>,
  checks: readonly Check[],
): Promise<void> {
  if (checks.length === 0) return;
  const deadline = new Deadline(timeMs, call.signal);
  const { signal } = deadline;
  const outcomes = await Promise.allSettled(checks.map(async (check) => check({ reader: call.reader, signal })));
  deadline.end();
  for (const outcome of outcomes) {
    if (outcome.status === 'fulfilled') {
      const problem = outcome.value;
      if (problem !== undefined) call.diagnostics.error(problem.summary, problem.detail, problem.path);
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
