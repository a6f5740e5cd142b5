/**
 * What belongs to an account of MySQL: views, routines, triggers and events run with the rights of the one who is their definer, and fail
 * when that one is gone. Tables belong to nobody.
 */
import type { Connection } from 'mysql2/promise';
import { DatabaseUserError } from './errors';
import { account, quoted } from './mysql-grants';
import { select } from './mysql-session';

interface Defined {
  readonly kind: 'VIEW' | 'PROCEDURE' | 'FUNCTION' | 'TRIGGER' | 'EVENT';
  readonly schema: string;
  readonly name: string;
  readonly definer: string;
  /** What an event says of itself. */
  readonly comment: string | null;
  /** Whether its table has other triggers, among which it would lose its place. */
  readonly is_in_order: number;
}

const query = `
  SELECT 'VIEW' AS kind, TABLE_SCHEMA AS \`schema\`, TABLE_NAME AS name, DEFINER AS definer, NULL AS comment, 0 AS is_in_order FROM information_schema.VIEWS
  UNION ALL SELECT ROUTINE_TYPE, ROUTINE_SCHEMA, ROUTINE_NAME, DEFINER, NULL, 0 FROM information_schema.ROUTINES
  UNION ALL SELECT 'EVENT', EVENT_SCHEMA, EVENT_NAME, DEFINER, EVENT_COMMENT, 0 FROM information_schema.EVENTS
  UNION ALL SELECT 'TRIGGER', t.TRIGGER_SCHEMA, t.TRIGGER_NAME, t.DEFINER, NULL, (
    SELECT COUNT(*) > 1 FROM information_schema.TRIGGERS o WHERE o.EVENT_OBJECT_SCHEMA = t.EVENT_OBJECT_SCHEMA
      AND o.EVENT_OBJECT_TABLE = t.EVENT_OBJECT_TABLE AND o.EVENT_MANIPULATION = t.EVENT_MANIPULATION AND o.ACTION_TIMING = t.ACTION_TIMING)
    FROM information_schema.TRIGGERS t
  ORDER BY 2, 1, 3`;

/** @returns what has this account as its definer. */
export async function definedBy(client: Connection, name: string): Promise<Defined[]> {
  // The server takes upper and lower case for the same here.
  return (await select<Defined>(client, query)).filter(({ definer }) => definer === `${name}@%`);
}

export const wordsOf = ({ kind, schema, name }: Defined): string => `${kind.toLowerCase()} ${schema}.${name}`;

/** Makes another account the definer of these. */
export async function giveTo(client: Connection, heir: string, objects: readonly Defined[]): Promise<void> {
  for (const each of objects) {
    try {
      await give(client, heir, each);
    } catch (error) {
      const { sqlMessage, code } = error as { sqlMessage?: string; code?: string };
      if (sqlMessage === undefined && !(error instanceof OutOfOrder)) throw error;
      const said = sqlMessage === undefined ? (error as Error).message : `The database said: ${sqlMessage} [${code}].`;
      throw new DatabaseUserError(
        `Could not give the ${wordsOf(each)} to "${heir}"`,
        `${said} Drop it, or make it again with another definer (CREATE DEFINER = ${account(heir)} …), and apply again. The account that it has is still there.`,
        { cause: error },
      );
    }
  }
}

class OutOfOrder extends Error {}

async function give(
  client: Connection,
  heir: string,
  { kind, schema, name, comment, is_in_order }: Defined,
): Promise<void> {
  const [inside, its] = [quoted(schema), quoted(name)];
  const definer = `DEFINER=${account(heir)}`;
  if (kind === 'EVENT') {
    // It wants something to change.
    await client.query(`ALTER ${definer} EVENT ${inside}.${its} COMMENT ${client.escape(comment ?? '')}`);
    return;
  }
  if (is_in_order === 1)
    throw new OutOfOrder('Its table has several triggers for the same moment, among which it would lose its place.');
  const [shown] = await select<Record<string, string>>(client, `SHOW CREATE ${kind} ${inside}.${its}`);
  const text =
    shown![kind === 'TRIGGER' ? 'SQL Original Statement' : `Create ${kind[0]}${kind.slice(1).toLowerCase()}`];
  const [, algorithm = '', rest] =
    /^CREATE (ALGORITHM=\w+ )?DEFINER=(?:`(?:[^`]|``)*`|"(?:[^"]|"")*")@(?:`[^`]*`|"[^"]*") (.*)$/s.exec(text ?? '') ??
    [];
  if (rest === undefined) throw new OutOfOrder('The server does not show how it was made.');
  // It is read again as it was written.
  await client.query('SET @modes = @@sql_mode, @client = @@character_set_client, @collation = @@collation_connection');
  await client.query(`USE ${inside}`);
  await client.query('SET sql_mode = ?, collation_connection = ?', [
    shown!['sql_mode'] ?? '',
    shown!['collation_connection'],
  ]);
  try {
    // MySQL takes the words of MariaDB for a comment, and refuses: it has no statement that takes the place of a routine at once.
    const verb = kind === 'VIEW' ? `ALTER ${algorithm}` : 'CREATE /*M! OR REPLACE */ ';
    await client.query(`${verb}${definer} ${rest}`);
  } finally {
    await client.query('SET sql_mode = @modes, collation_connection = @collation');
  }
}
