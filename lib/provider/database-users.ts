/** What users and logins of databases have in common: both are reached by the platform's id of their database. */
import { DatabaseUserError, type Engine } from '../database-users';
import { DiagnosticError } from '../plugin/diagnostics';
import { isUnknown } from '../plugin/values';
import type { Call } from './call';
import { type DatabaseServer, engineOf, NoConnection } from './database-connection';
import type { Check } from './plan-checks';
import type { Work } from './work';

/** Does something in the server of a database; undefined when there is no such database. */
export async function inDatabase<T>(
  id: number,
  call: Call,
  signal: AbortSignal,
  work: (server: DatabaseServer) => Promise<T>,
): Promise<T | undefined> {
  const { platform, reader } = call;
  const server = await call.databases.server(id, { platform, reader, signal });
  if (server === undefined) return undefined;
  try {
    return await work(server);
  } catch (error) {
    throw worded(error);
  }
}

/** As `inDatabase`, for what needs the database. */
export async function mustInDatabase<T>(
  id: number,
  call: Call,
  work: Work,
  attempt: string,
  step: (server: DatabaseServer) => Promise<T>,
): Promise<T> {
  return work.must(attempt, async () => {
    let isThere = false;
    const result = await inDatabase(id, call, work.signal, (server) => {
      isThere = true;
      return step(server);
    });
    if (!isThere) throw noDatabase(id);
    return result as T;
  });
}

/** As `inDatabase`, for a removal. What is in a database that goes itself needs none. */
export async function outOfDatabase(
  id: number,
  call: Call,
  work: Work,
  attempt: string,
  step: (server: DatabaseServer) => Promise<void>,
): Promise<void> {
  await work.must(attempt, () =>
    inDatabase(id, call, work.signal, async (server) => {
      if (server.isGoing) return;
      try {
        await step(server);
      } catch (error) {
        if (!(error instanceof NoConnection)) throw error;
        const { summary, detail } = error;
        throw new DiagnosticError(
          summary,
          `${detail} If it is not to come back, there is nothing to remove: "terraform state rm ADDRESS" has Terraform forget what is in it.`,
          undefined,
          { cause: error },
        );
      }
    }),
  );
}

/** Its errors say what to do, as ours. */
function worded(error: unknown): unknown {
  if (!(error instanceof DatabaseUserError)) return error;
  return new DiagnosticError(error.summary, error.detail, undefined, { cause: error });
}

/** The database of something new is there, is of an engine with users, and takes what is new. */
export function databaseTakes(
  id: unknown,
  problem: (engine: Engine) => DiagnosticError | undefined = () => undefined,
): Check {
  return async ({ reader, signal }) => {
    if (typeof id !== 'number' || isUnknown(id)) return undefined;
    const database = await reader.find('databases', id, { signal });
    if (database === undefined) return noDatabase(id);
    const engine = engineOf(database);
    return engine instanceof DiagnosticError ? engine : problem(engine);
  };
}

function noDatabase(id: number): DiagnosticError {
  return new DiagnosticError(
    `There is no database with the id ${id}`,
    'Check the id, and that the token may see its environment. Refer to the database itself, as in database_id = aptible_database.example.database_id.',
    ['database_id'],
  );
}
