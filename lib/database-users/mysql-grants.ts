/**
 * What an account of MySQL may do, as facts: each is a privilege that it has, or should have. What is to be done is the difference of two
 * sets of facts, so that nothing is taken away that is given back a moment later. They are read from the tables of privileges, never from
 * SHOW GRANTS, which has the hash of the password.
 */
import { type Connection, escape, escapeId } from 'mysql2/promise';
import { DatabaseUserError, list } from './errors';
import { recordsSchema } from './mysql-records';
import { select } from './mysql-session';
import type { Grant } from './users';

export interface Fact {
  readonly privilege: string;
  /** On what, as a statement says it. */
  readonly on: string;
  /** On what, for people. */
  readonly words: string;
}

export interface Rights {
  readonly missing: readonly Fact[];
  readonly unexpected: readonly Fact[];
}

/** An account, as a statement says it. */
export const account = (name: string): string => `${escape(name)}@'%'`;

export const words = ({ privilege, words: where }: Fact): string => `${privilege} on ${where}`;

/** Everything that each version knows for a schema: `ALL PRIVILEGES` has more in some of them, and reads back as this list. */
const all = [
  ...['SELECT', 'INSERT', 'UPDATE', 'DELETE', 'CREATE', 'DROP', 'REFERENCES', 'INDEX', 'ALTER', 'TRIGGER', 'EVENT'],
  ...['CREATE TEMPORARY TABLES', 'LOCK TABLES', 'CREATE VIEW', 'SHOW VIEW', 'CREATE ROUTINE', 'ALTER ROUTINE'],
  'EXECUTE',
];

/** Those that say how everybody logs in, and others of the server itself. */
const reserved = ['mysql', 'sys', 'information_schema', 'performance_schema', recordsSchema];

interface Row {
  readonly grantee: string;
  readonly schema: string | null;
  readonly table: string | null;
  readonly privilege: string;
  readonly grantable: 'YES' | 'NO';
}

/** The privileges of an account, of which those on columns and routines are left alone. */
async function rowsOf(client: Connection, name: string): Promise<Row[]> {
  const grantee = `'${name}'@'%'`;
  const of = (table: string, schema: string, its: string) =>
    `SELECT GRANTEE AS grantee, ${schema} AS \`schema\`, ${its} AS \`table\`, PRIVILEGE_TYPE AS privilege, IS_GRANTABLE AS grantable FROM information_schema.${table} WHERE GRANTEE = ?`;
  const rows = await select<Row>(
    client,
    [
      of('USER_PRIVILEGES', 'NULL', 'NULL'),
      of('SCHEMA_PRIVILEGES', 'TABLE_SCHEMA', 'NULL'),
      of('TABLE_PRIVILEGES', 'TABLE_SCHEMA', 'TABLE_NAME'),
    ].join(' UNION ALL '),
    [grantee, grantee, grantee],
  );
  // The server takes upper and lower case for the same here.
  return rows.filter((row) => row.grantee === grantee);
}

/** In the name of a schema, these two stand for any characters, where a privilege holds for the whole of it. */
const patternOf = (schema: string): string => schema.replace(/[\\_%]/g, '\\$&');
const schemaOf = (pattern: string): string => pattern.replace(/\\([\\_%])/g, '$1');
const isOneSchema = (pattern: string): boolean => patternOf(schemaOf(pattern)) === pattern;

export const quoted = (name: string): string => escapeId(name, true);

function factOf(privilege: string, pattern: string | null, table: string | null): Fact {
  if (pattern === null) return { privilege, on: '*.*', words: 'the whole server' };
  if (table !== null)
    return { privilege, on: `${quoted(pattern)}.${quoted(table)}`, words: `table ${pattern}.${table}` };
  const where = isOneSchema(pattern) ? `schema ${schemaOf(pattern)}` : `each schema like ${pattern}`;
  return { privilege, on: `${quoted(pattern)}.*`, words: where };
}

/** @returns what an account may do. */
export async function factsOf(client: Connection, name: string): Promise<Fact[]> {
  const facts = new Map<string, Fact>();
  for (const { schema, table, privilege, grantable } of await rowsOf(client, name))
    for (const each of [privilege, ...(grantable === 'YES' ? ['GRANT OPTION'] : [])])
      if (each !== 'USAGE') facts.set(`${each} ${schema}.${table}`, factOf(each, schema, table));
  return [...facts.values()];
}

/** @returns the facts that grants are. */
export function wantedFacts(grants: readonly Grant[]): Fact[] {
  const facts: Fact[] = [];
  for (const { schema, access, tables } of grants) {
    if (reserved.includes(schema.toLowerCase()))
      throw new DatabaseUserError(
        `Nobody gets rights on the schema "${schema}"`,
        'It is one of the server itself, or has what is known of its users. On MySQL, a schema is a database: name yours.',
      );
    const privileges = access === 'owner' ? all : access;
    for (const table of tables ?? [null])
      for (const privilege of privileges)
        facts.push(factOf(privilege, table === null ? patternOf(schema) : schema, table));
  }
  return facts;
}

/** What a grant is on, and is not there: the rights on it stay when it is dropped, and so say nothing. */
interface Absent {
  /** What it is, for people. */
  readonly words: string;
  readonly error: DatabaseUserError;
}

export async function absentOf(client: Connection, grants: readonly Grant[]): Promise<Absent[]> {
  const absent: Absent[] = [];
  const schemas = await names(client, 'SELECT SCHEMA_NAME AS name FROM information_schema.SCHEMATA');
  for (const { schema, tables } of grants) {
    if (!schemas.includes(schema)) {
      const detail = `On MySQL, a schema is a database. There are: ${list(schemas.filter((name) => !reserved.includes(name)))}. One is made for its owner: owner = ["${schema}"].`;
      const error = new DatabaseUserError(`There is no schema "${schema}" on this server`, detail);
      absent.push({ words: `schema ${schema}`, error });
    } else if (tables !== undefined) {
      const inside = await names(
        client,
        'SELECT TABLE_NAME AS name FROM information_schema.TABLES WHERE TABLE_SCHEMA = ? ORDER BY 1',
        [schema],
      );
      const unknown = tables.filter((table) => !inside.includes(table));
      const error = new DatabaseUserError(
        `There is no table ${list(unknown)} in the schema "${schema}"`,
        `There ${inside.length === 0 ? 'are none' : `are: ${list(inside)}`}. Make it first, or leave tables out, which means all of the schema, also those that are made later.`,
      );
      absent.push(...unknown.map((table) => ({ words: `table ${schema}.${table}`, error })));
    }
  }
  return absent;
}

/** Throws when a grant is on something that is not there; a schema that is to be owned need not be. */
export async function mustBeThere(client: Connection, grants: readonly Grant[]): Promise<void> {
  const [absent] = await absentOf(
    client,
    grants.filter(({ access }) => access !== 'owner'),
  );
  if (absent !== undefined) throw absent.error;
}

async function names(client: Connection, text: string, values: readonly string[] = []): Promise<string[]> {
  return (await select<{ name: string }>(client, text, values)).map(({ name }) => name);
}

/** @returns how the rights of an account differ from these facts. */
export async function rightsOf(client: Connection, name: string, wanted: readonly Fact[]): Promise<Rights> {
  const actual = await factsOf(client, name);
  const without = (facts: readonly Fact[], others: readonly Fact[]) => {
    const keys = new Set(others.map(keyOf));
    return facts.filter((fact) => !keys.has(keyOf(fact)));
  };
  return { missing: without(wanted, actual), unexpected: without(actual, wanted) };
}

const keyOf = ({ privilege, on }: Fact): string => `${privilege} ON ${on}`;

/** Makes the rights of an account these facts. */
export async function converge(client: Connection, name: string, wanted: readonly Fact[]): Promise<void> {
  for (let pass = 1; ; pass++) {
    const { missing, unexpected } = await rightsOf(client, name, wanted);
    if (missing.length + unexpected.length === 0) return;
    if (pass > 2)
      throw new DatabaseUserError(
        `Some rights of "${name}" stay as they are`,
        `To be there: ${missing.map(words).join('; ') || 'none'}. To be gone: ${unexpected.map(words).join('; ') || 'none'}.`,
      );
    for (const [on, privileges] of byObject(missing))
      await client.query(`GRANT ${privileges.join(', ')} ON ${on} TO ${account(name)}`);
    for (const [on, privileges] of byObject(unexpected))
      await client.query(`REVOKE ${privileges.join(', ')} ON ${on} FROM ${account(name)}`);
  }
}

function byObject(facts: readonly Fact[]): Map<string, string[]> {
  const groups = new Map<string, string[]>();
  for (const { on, privilege } of facts) groups.set(on, [...(groups.get(on) ?? []), privilege]);
  return groups;
}

/** The grants that say what an account may do in single schemas. */
export async function grantsLike(client: Connection, name: string): Promise<Grant[]> {
  const rows = (await rowsOf(client, name)).filter(({ privilege }) => privilege !== 'USAGE');
  const schemas = new Map<string, string[]>();
  const tables = new Map<string, Map<string, string[]>>();
  for (const { schema, table, privilege } of rows) {
    if (schema === null) continue;
    if (table !== null) {
      const inside = tables.get(schema) ?? new Map<string, string[]>();
      inside.set(table, [...(inside.get(table) ?? []), privilege]);
      tables.set(schema, inside);
    } else if (isOneSchema(schema))
      schemas.set(schemaOf(schema), [...(schemas.get(schemaOf(schema)) ?? []), privilege]);
  }
  return [
    ...[...schemas].map(([schema, privileges]) => ({
      schema,
      access: all.every((each) => privileges.includes(each)) ? ('owner' as const) : privileges,
    })),
    ...[...tables].flatMap(([schema, inside]) => {
      const groups = new Map<string, string[]>();
      for (const [table, privileges] of inside) {
        const key = [...privileges].sort().join();
        groups.set(key, [...(groups.get(key) ?? []), table]);
      }
      return [...groups].map(([privileges, tables]) => ({ schema, access: privileges.split(','), tables }));
    }),
  ];
}
