/** How a role goes: nothing that it owns may be lost with it, in whichever database that is. */
import { type Client, escapeIdentifier } from 'pg';
import type { Connections } from './connections';
import { DatabaseUserError, list } from './errors';

/** Where something depends on a role: as its owner, or by a grant to it. */
interface Place {
  readonly database: string;
  readonly can_connect: boolean;
}

/**
 * Drops a role; `heir` gets what it owned. It does so in one database after the other: where one of them fails, the role is still there
 * with all that it has in this one.
 *
 * @returns the number of the role; undefined when there is none.
 */
export async function dropRole(
  connections: Connections,
  main: string,
  role: string,
  heir: string,
  signal: AbortSignal,
): Promise<string | undefined> {
  const attempt = `drop the role "${role}"`;
  const give = async (client: Client): Promise<void> => {
    await client.query(`REASSIGN OWNED BY ${escapeIdentifier(role)} TO ${escapeIdentifier(heir)}`);
    // Without the statement before, this one would drop the tables.
    await client.query(`DROP OWNED BY ${escapeIdentifier(role)}`);
  };
  for (const { database, can_connect } of await placesOf(connections, main, role, attempt, signal)) {
    if (!can_connect)
      throw new DatabaseUserError(
        `Could not ${attempt}`,
        `It owns something in the database "${database}", or has rights there, and nobody can connect to that one. Allow it first: ALTER DATABASE … ALLOW_CONNECTIONS true.`,
      );
    if (database !== main)
      await connections.change(database, `give away what "${role}" owns in the database "${database}"`, signal, give);
  }
  return connections.change(main, attempt, signal, async (client) => {
    const oid = await oidOf(client, role);
    if (oid === undefined) return undefined;
    await give(client);
    await client.query(`DROP ROLE ${escapeIdentifier(role)}`);
    return oid;
  });
}

/** What a role owns, by database: `database "db": table public.word, schema reports`. */
export async function ownedBy(
  connections: Connections,
  main: string,
  role: string,
  attempt: string,
  signal: AbortSignal,
): Promise<string[]> {
  const owned: string[] = [];
  const shared = (await connections.read(main, attempt, signal, (client) => objectsOf(client, role, '0'))) ?? [];
  if (shared.length > 0) owned.push(shared.join(', '));
  for (const { database } of await placesOf(connections, main, role, attempt, signal)) {
    const objects = await connections.read(database, attempt, signal, (client) =>
      objectsOf(client, role, '(SELECT oid FROM pg_database WHERE datname = current_database())'),
    );
    if (objects.length > 0) owned.push(`in the database "${database}": ${objects.join(', ')}`);
  }
  return owned;
}

export async function oidOf(client: Client, role: string): Promise<string | undefined> {
  const { rows } = await client.query<{ oid: string }>('SELECT oid::text AS oid FROM pg_roles WHERE rolname = $1', [
    role,
  ]);
  return rows[0]?.oid;
}

/** Throws when there is no such role to own things. */
export async function mustBeThere(client: Client, heir: string, role: string): Promise<void> {
  if ((await oidOf(client, heir)) !== undefined) return;
  const { rows } = await client.query<{ name: string }>(
    "SELECT rolname AS name FROM pg_roles WHERE rolname !~ '^pg_' ORDER BY 1",
  );
  throw new DatabaseUserError(
    `There is no role "${heir}" that could get what "${role}" owns`,
    `There are: ${list(rows.map(({ name }) => name))}. Nothing was changed.`,
  );
}

async function placesOf(
  connections: Connections,
  main: string,
  role: string,
  attempt: string,
  signal: AbortSignal,
): Promise<Place[]> {
  const text = `
    SELECT DISTINCT datname::text AS database, datallowconn AS can_connect
    FROM pg_shdepend d JOIN pg_roles r ON d.refclassid = 'pg_authid'::regclass AND d.refobjid = r.oid JOIN pg_database b ON b.oid = d.dbid
    WHERE r.rolname = $1 ORDER BY 1`;
  const { rows } = await connections.read(main, attempt, signal, (client) => client.query<Place>(text, [role]));
  return rows;
}

/** A few of them: some own thousands. */
const few = 20;

async function objectsOf(client: Client, role: string, database: string): Promise<string[]> {
  const { rows } = await client.query<{ words: string }>(
    `SELECT pg_describe_object(d.classid, d.objid, d.objsubid) AS words
     FROM pg_shdepend d JOIN pg_roles r ON d.refclassid = 'pg_authid'::regclass AND d.refobjid = r.oid
     WHERE r.rolname = $1 AND d.deptype = 'o' AND d.dbid = ${database} ORDER BY 1 LIMIT ${few + 1}`,
    [role],
  );
  const objects = rows.map(({ words }) => words);
  return objects.length > few ? [...objects.slice(0, few), 'and more'] : objects;
}
