/** What users and logins of databases have in common: both are reached by the platform's id of their database. */
import { DiagnosticError } from '../plugin/diagnostics';
import { isUnknown } from '../plugin/values';
import type { Call } from './call';
import { engineProblem, type DatabaseServer } from './database-connection';
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

/** Its errors say what to do, as ours. It is loaded late, so that its class cannot be asked for. */
function worded(error: unknown): unknown {
  const { summary, detail } = error as { summary?: unknown; detail?: unknown };
  if (error instanceof DiagnosticError || typeof summary !== 'string' || typeof detail !== 'string') return error;
  return new DiagnosticError(summary, detail, undefined, { cause: error });
}

/** The database of something new is there, and is of an engine with users. */
export function databaseHasUsers(id: unknown): Check {
  return async ({ reader, signal }) => {
    if (typeof id !== 'number' || isUnknown(id)) return undefined;
    const database = await reader.find('databases', id, { signal });
    return database === undefined ? noDatabase(id) : engineProblem(database);
  };
}

function noDatabase(id: number): DiagnosticError {
  return new DiagnosticError(
    `There is no database with the id ${id}`,
    'Check the id, and that the token may see its environment. Refer to the database itself, as in database_id = aptible_database.example.database_id.',
    ['database_id'],
  );
}
