/**
 * What a role may do in one database, as facts: each is a right that it has, or should have. What is to be done is the difference of two
 * sets of facts, so that nothing is taken away that is given back a moment later.
 */
import { type Client, escapeIdentifier } from 'pg';
import { DatabaseUserError, list } from './errors';
import { accessPrivileges, type Grant } from './users';

/** What the facts of a database say about a role. */
export interface Rights {
  readonly missing: readonly Fact[];
  readonly unexpected: readonly Fact[];
  /** Who makes tables in a schema for which the connected user cannot set default privileges. */
  readonly uncovered: readonly { readonly schema: string; readonly creator: string }[];
  /** What grants are on, and is not there. Rights on it are missing; to grant them is an error. */
  readonly absent: readonly DatabaseUserError[];
}

type On = 'TABLE' | 'SEQUENCE' | 'SCHEMA' | 'DATABASE';

type Fact =
  | { readonly kind: 'privilege'; readonly privilege: string; readonly on: On; readonly name: string }
  /** A privilege on what a role is going to make: in a schema, or anywhere (null). */
  | {
      readonly kind: 'default';
      readonly privilege: string;
      readonly on: 'TABLES' | 'SEQUENCES';
      readonly schema: string | null;
      readonly creator: string;
    }
  | { readonly kind: 'ownership'; readonly on: string; readonly name: string };

interface Relation {
  readonly schema: string;
  readonly name: string;
  /** As SQL names it. */
  readonly quoted: string;
  readonly kind: 'TABLE' | 'VIEW' | 'MATERIALIZED VIEW' | 'FOREIGN TABLE' | 'SEQUENCE';
  readonly owner: string;
  /** The table to which a sequence belongs, which has its owner. */
  readonly part_of: string | null;
  /** A sequence of an identity column: nobody needs privileges on it. */
  readonly is_identity: boolean;
  readonly privileges: readonly string[];
}

/** Something else that has an owner: a function, or a type that is not that of a table. */
interface Owned {
  readonly schema: string;
  readonly quoted: string;
  readonly kind: string;
  readonly owner: string;
  readonly part_of: null;
}

type Default = Omit<Extract<Fact, { kind: 'default' }>, 'kind'>;

interface Schema {
  readonly name: string;
  readonly quoted: string;
  readonly owner: string;
  readonly creators: readonly string[];
  readonly privileges: readonly string[];
}

/** @returns how a role's rights in this database differ from these grants. The role is there. */
export async function rightsOf(client: Client, role: string, grants: readonly Grant[]): Promise<Rights> {
  const schemas = await query<Schema>(client, schemasQuery, [role, grants.map(({ schema }) => schema)]);
  const owned = new Set(schemas.flatMap(({ name, owner }) => (owner === role ? [name] : [])));
  for (const { schema, access } of grants) if (access === 'owner') owned.add(schema);
  const relations = await query<Relation>(client, relationsQuery, [
    role,
    [...owned, ...grants.map(({ schema }) => schema)],
  ]);
  const owners = [...relations, ...(await query<Owned>(client, othersQuery, [[...owned]]))].filter(
    ({ schema, part_of }) => owned.has(schema) && part_of === null,
  );
  const defaults = await query<Default>(client, defaultsQuery, [role]);
  const { admin, database, privileges, isOpen, actsFor } = await situation(client, role);
  const actual = new Facts();
  const wanted = new Facts();
  const uncovered: Rights['uncovered'][number][] = [];
  const absent: DatabaseUserError[] = [];

  for (const privilege of privileges) actual.add({ kind: 'privilege', privilege, on: 'DATABASE', name: database });
  for (const { quoted: name, owner, privileges } of schemas) {
    if (owner === role) actual.add({ kind: 'ownership', on: 'SCHEMA', name });
    else for (const privilege of privileges) actual.add({ kind: 'privilege', privilege, on: 'SCHEMA', name });
  }
  for (const { kind, quoted: name, owner, privileges } of relations) {
    const on = kind === 'SEQUENCE' ? 'SEQUENCE' : 'TABLE';
    if (owner !== role) for (const privilege of privileges) actual.add({ kind: 'privilege', privilege, on, name });
  }
  for (const { kind: on, quoted: name, owner } of owners)
    if (owner === role) actual.add({ kind: 'ownership', on, name });
  for (const fact of defaults) actual.add({ kind: 'default', ...fact });

  // What everybody may do is neither needed nor in the way.
  if (!isOpen || privileges.includes('CONNECT'))
    wanted.add({ kind: 'privilege', privilege: 'CONNECT', on: 'DATABASE', name: database });
  for (const grant of grants) {
    const schema = schemas.find(({ name }) => name === grant.schema);
    const inside = relations.filter((each) => each.schema === grant.schema);
    if (grant.access === 'owner') {
      wanted.add({ kind: 'ownership', on: 'SCHEMA', name: schema?.quoted ?? escapeIdentifier(grant.schema) });
      for (const { kind: on, quoted: name, schema: its } of owners)
        if (its === grant.schema) wanted.add({ kind: 'ownership', on, name });
    } else {
      if (schema === undefined) absent.push(noSchema(grant.schema, database, await schemaNames(client)));
      else absent.push(...absentTables(grant, inside));
      if (schema?.owner !== role)
        wanted.add({
          kind: 'privilege',
          privilege: 'USAGE',
          on: 'SCHEMA',
          name: schema?.quoted ?? escapeIdentifier(grant.schema),
        });
      addRelations(wanted, role, grant, inside, grant.access);
    }
    if (grant.tables !== undefined) continue;
    const creators = new Set([
      ...[admin, ...inside.map(({ owner }) => owner), ...(schema ? [schema.owner, ...schema.creators] : [])],
      // Who has made tables may do so again.
      ...defaults.flatMap(({ schema, creator }) => (schema === grant.schema ? [creator] : [])),
    ]);
    for (const creator of creators) {
      // What it makes itself belongs to it. The owner of a database stands for whoever that is.
      if (creator === role || creator === 'pg_database_owner') continue;
      if (actsFor.has(creator)) addDefaults(wanted, creator, grant);
      else uncovered.push({ schema: grant.schema, creator });
    }
  }
  return { missing: wanted.without(actual), unexpected: actual.without(wanted), uncovered, absent };
}

function addDefaults(wanted: Facts, creator: string, { schema, access }: Grant): void {
  // Until it owns what others make in its schema, it can use that.
  const privileges = access === 'owner' ? accessPrivileges.read_write : access;
  const of = { kind: 'default', schema, creator } as const;
  for (const privilege of privileges) wanted.add({ ...of, privilege, on: 'TABLES' });
  for (const privilege of onSequences(privileges)) wanted.add({ ...of, privilege, on: 'SEQUENCES' });
}

/** What a program needs of the sequences behind columns, beside its privileges on the tables. */
const onSequences = (privileges: readonly string[]): string[] => [
  ...(privileges.includes('SELECT') ? ['SELECT'] : []),
  ...(privileges.includes('INSERT') ? ['USAGE'] : []),
];

function addRelations(
  wanted: Facts,
  role: string,
  { schema, tables }: Grant,
  inside: readonly Relation[],
  privileges: readonly string[],
): void {
  const isMeant = (name: string | null) => tables === undefined || (name !== null && tables.includes(name));
  for (const table of unknownTables(tables, inside))
    for (const privilege of privileges)
      wanted.add({
        kind: 'privilege',
        privilege,
        on: 'TABLE',
        name: `${escapeIdentifier(schema)}.${escapeIdentifier(table)}`,
      });
  for (const { kind, name, quoted, owner, part_of, is_identity } of inside) {
    if (owner === role) continue;
    if (kind === 'SEQUENCE') {
      if (is_identity || !isMeant(part_of)) continue;
      for (const privilege of onSequences(privileges))
        wanted.add({ kind: 'privilege', privilege, on: 'SEQUENCE', name: quoted });
    } else if (isMeant(name)) {
      for (const privilege of privileges) wanted.add({ kind: 'privilege', privilege, on: 'TABLE', name: quoted });
    }
  }
}

const unknownTables = (tables: Grant['tables'], inside: readonly Relation[]): string[] =>
  (tables ?? []).filter((table) => !inside.some(({ kind, name }) => kind !== 'SEQUENCE' && name === table));

function absentTables({ schema, tables }: Grant, inside: readonly Relation[]): DatabaseUserError[] {
  const unknown = unknownTables(tables, inside);
  if (unknown.length === 0) return [];
  const there = inside.flatMap(({ kind, name }) => (kind === 'SEQUENCE' ? [] : [name]));
  return [
    new DatabaseUserError(
      `There is no table ${list(unknown)} in the schema "${schema}"`,
      `There ${there.length === 0 ? 'are none' : `are: ${list(there)}`}. Make it first, or leave tables out, which means all of the schema, also those that are made later.`,
    ),
  ];
}

function noSchema(schema: string, database: string, there: readonly string[]): DatabaseUserError {
  return new DatabaseUserError(
    `There is no schema "${schema}" in the database "${database}"`,
    `There are: ${list(there)}. One is made for its owner: owner = ["${schema}"].`,
  );
}

/** A set of facts. */
class Facts {
  private readonly facts = new Map<string, Fact>();

  add(fact: Fact): void {
    this.facts.set(keyOf(fact), fact);
  }

  has(fact: Fact): boolean {
    return this.facts.has(keyOf(fact));
  }

  without(other: Facts): Fact[] {
    return [...this.facts.values()].filter((fact) => !other.has(fact));
  }
}

const keyOf = (fact: Fact): string =>
  JSON.stringify(
    fact.kind === 'default'
      ? [fact.kind, fact.on, fact.schema, fact.creator, fact.privilege]
      : [fact.kind, fact.on, fact.name, fact.kind === 'privilege' && fact.privilege],
  );

/** A fact as a person reads it: `SELECT on table public.word`. */
export function words(fact: Fact): string {
  switch (fact.kind) {
    case 'privilege':
      return `${fact.privilege} on ${fact.on.toLowerCase()} ${fact.name}`;
    case 'default':
      return `${fact.privilege} on ${fact.on.toLowerCase()} that "${fact.creator}" makes${fact.schema === null ? '' : ` in schema ${escapeIdentifier(fact.schema)}`}`;
    case 'ownership':
      return `ownership of ${fact.on.toLowerCase()} ${fact.name}`;
  }
}

/** Makes a role's rights in this database what these grants say. `heir` gets what it no longer owns. */
export async function converge(client: Client, role: string, grants: readonly Grant[], heir: string): Promise<Rights> {
  for (const { schema, access } of grants)
    if (access === 'owner')
      await client.query(
        `CREATE SCHEMA IF NOT EXISTS ${escapeIdentifier(schema)} AUTHORIZATION ${escapeIdentifier(role)}`,
      );
  // What a role owns, it needs no privileges on: these come after a change of owners.
  for (let pass = 1; ; pass++) {
    const rights = await rightsOf(client, role, grants);
    const { missing, unexpected, absent } = rights;
    const [problem] = absent;
    if (problem !== undefined) throw problem;
    if (missing.length + unexpected.length === 0) return rights;
    if (pass > 3)
      throw new DatabaseUserError(
        `Some rights of "${role}" stay as they are`,
        `To be there: ${missing.map(words).join('; ') || 'none'}. To be gone: ${unexpected.map(words).join('; ') || 'none'}. ` +
          'Another role than the owner may have granted them: take them away as that role (REVOKE … GRANTED BY).',
      );
    for (const statement of statements(missing, 'GRANT', role, role)) await client.query(statement);
    for (const statement of statements(unexpected, 'REVOKE', role, heir)) await client.query(statement);
  }
}

/** One statement for all privileges on one thing. */
function statements(facts: readonly Fact[], verb: 'GRANT' | 'REVOKE', role: string, owner: string): string[] {
  const target = `${verb === 'GRANT' ? 'TO' : 'FROM'} ${escapeIdentifier(role)}`;
  const groups = new Map<string, { before: string; privileges: string[]; after: string }>();
  const made: string[] = [];
  for (const fact of facts) {
    if (fact.kind === 'ownership') {
      made.push(`ALTER ${fact.on} ${fact.name} OWNER TO ${escapeIdentifier(owner)}`);
      continue;
    }
    const before =
      fact.kind === 'privilege'
        ? verb
        : `ALTER DEFAULT PRIVILEGES FOR ROLE ${escapeIdentifier(fact.creator)}${fact.schema === null ? '' : ` IN SCHEMA ${escapeIdentifier(fact.schema)}`} ${verb}`;
    const after = `ON ${fact.on}${fact.kind === 'privilege' ? ` ${fact.name}` : ''} ${target}`;
    const group = groups.get(before + after) ?? { before, privileges: [], after };
    groups.set(before + after, group);
    group.privileges.push(fact.privilege);
  }
  return [
    ...made,
    ...[...groups.values()].map(({ before, privileges, after }) => `${before} ${privileges.join(', ')} ${after}`),
  ];
}

/** The grants that say what a role may do in a schema which it does not own. */
export async function grantsLike(client: Client, role: string, schema: string): Promise<Grant[]> {
  const relations = (await query<Relation>(client, relationsQuery, [role, [schema]])).filter(
    (each) => each.schema === schema && each.owner !== role && each.kind !== 'SEQUENCE',
  );
  const tables = new Map<string, string[]>();
  for (const { name, privileges } of relations) {
    const key = privileges.join();
    tables.set(key, [...(tables.get(key) ?? []), name]);
  }
  const defaults = (await query<Default>(client, defaultsQuery, [role])).flatMap((each) =>
    each.schema === schema && each.on === 'TABLES' ? [each.privilege] : [],
  );
  const common = tables.size === 0 ? [...new Set(defaults)].join() : [...tables.keys()][0]!;
  const toAll: Grant = { schema, access: common === '' ? [] : common.split(',') };
  const { missing } = await rightsOf(client, role, [toAll]);
  if (tables.size <= 1 && missing.length === 0) return [toAll];
  const named = [...tables].filter(([privileges]) => privileges !== '');
  if (named.length === 0) return [{ schema, access: [], tables: [] }];
  return named.map(([privileges, names]) => ({ schema, access: privileges.split(','), tables: names }));
}

async function query<R extends object>(client: Client, text: string, values: unknown[] = []): Promise<R[]> {
  return (await client.query<R>(text, values)).rows;
}

const schemaNames = async (client: Client): Promise<string[]> =>
  (
    await query<{ name: string }>(
      client,
      `SELECT nspname AS name FROM pg_namespace WHERE ${isOurs('nspname')} ORDER BY 1`,
    )
  ).map(({ name }) => name);

/** What concerns the database as a whole, and the roles in whose name the connected user may act. */
async function situation(client: Client, role: string) {
  const [found] = await query<{
    admin: string;
    database: string;
    privileges: string[];
    is_open: boolean;
    acts_for: string[];
  }>(
    client,
    `SELECT current_user AS admin, quote_ident(datname) AS database, ${privilegesIn('datacl', '$1')} AS privileges,
       EXISTS (SELECT FROM aclexplode(coalesce(datacl, acldefault('d', datdba))) a WHERE a.grantee = 0 AND a.privilege_type = 'CONNECT') AS is_open,
       ARRAY(SELECT rolname::text FROM pg_roles r WHERE pg_has_role(current_user, r.oid, 'USAGE')) AS acts_for
     FROM pg_database WHERE datname = current_database()`,
    [role],
  );
  const { is_open: isOpen, acts_for, ...rest } = found!;
  return { ...rest, isOpen, actsFor: new Set(acts_for) };
}

/** Not a schema of PostgreSQL itself. */
const isOurs = (name: string): string => `(${name} !~ '^pg_' AND ${name} <> 'information_schema')`;

/** The privileges that an access list gives to a role itself. There is no list while only the defaults hold, which say nothing of it. */
const privilegesIn = (acl: string, role: string): string =>
  `ARRAY(SELECT DISTINCT a.privilege_type FROM aclexplode(${acl}) a JOIN pg_roles g ON g.oid = a.grantee WHERE g.rolname = ${role} ORDER BY 1)`;

const schemasQuery = `
  SELECT nspname::text AS name, quote_ident(nspname) AS quoted, pg_get_userbyid(nspowner)::text AS owner, ${privilegesIn('nspacl', '$1')} AS privileges,
    ARRAY(SELECT g.rolname::text FROM aclexplode(nspacl) a JOIN pg_roles g ON g.oid = a.grantee WHERE a.privilege_type = 'CREATE') AS creators
  FROM pg_namespace
  WHERE nspname = ANY($2) OR (${isOurs('nspname')} AND (pg_get_userbyid(nspowner) = $1 OR nspacl::text <> ''))
  ORDER BY 1`;

/** What belongs to an extension is the extension's. */
const ofNoExtension = (catalog: string, oid: string): string =>
  `NOT EXISTS (SELECT FROM pg_depend e WHERE e.classid = '${catalog}'::regclass AND e.objid = ${oid} AND e.deptype = 'e')`;

const relationsQuery = `
  SELECT n.nspname::text AS schema, c.relname::text AS name, quote_ident(n.nspname) || '.' || quote_ident(c.relname) AS quoted,
    CASE c.relkind WHEN 'S' THEN 'SEQUENCE' WHEN 'v' THEN 'VIEW' WHEN 'm' THEN 'MATERIALIZED VIEW' WHEN 'f' THEN 'FOREIGN TABLE' ELSE 'TABLE' END AS kind,
    pg_get_userbyid(c.relowner)::text AS owner, t.relname::text AS part_of, coalesce(d.deptype = 'i', false) AS is_identity, ${privilegesIn('c.relacl', '$1')} AS privileges
  FROM pg_class c
  JOIN pg_namespace n ON n.oid = c.relnamespace
  LEFT JOIN pg_depend d ON c.relkind = 'S' AND d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype IN ('a', 'i') AND d.refobjsubid > 0
  LEFT JOIN pg_class t ON t.oid = d.refobjid
  WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f', 'S') AND ${isOurs('n.nspname')} AND ${ofNoExtension('pg_class', 'c.oid')}
    AND (n.nspname = ANY($2) OR pg_get_userbyid(n.nspowner) = $1 OR c.relacl::text <> '')
  ORDER BY 1, 2`;

const othersQuery = `
  SELECT n.nspname::text AS schema, p.oid::regprocedure::text AS quoted, 'ROUTINE' AS kind, pg_get_userbyid(p.proowner)::text AS owner, NULL AS part_of
  FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
  WHERE n.nspname = ANY($1) AND ${ofNoExtension('pg_proc', 'p.oid')}
  UNION ALL
  SELECT n.nspname::text, t.oid::regtype::text, 'TYPE', pg_get_userbyid(t.typowner)::text, NULL
  FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace LEFT JOIN pg_class c ON c.oid = t.typrelid
  WHERE n.nspname = ANY($1) AND ${ofNoExtension('pg_type', 't.oid')} AND (t.typtype IN ('d', 'e', 'r') OR c.relkind = 'c')
  ORDER BY 1, 3, 2`;

const defaultsQuery = `
  SELECT pg_get_userbyid(d.defaclrole)::text AS creator, n.nspname::text AS schema,
    CASE d.defaclobjtype WHEN 'S' THEN 'SEQUENCES' ELSE 'TABLES' END AS on, a.privilege_type AS privilege
  FROM pg_default_acl d LEFT JOIN pg_namespace n ON n.oid = d.defaclnamespace, aclexplode(d.defaclacl) a JOIN pg_roles g ON g.oid = a.grantee
  WHERE g.rolname = $1 AND pg_get_userbyid(d.defaclrole) <> $1 AND d.defaclobjtype IN ('r', 'S')
  ORDER BY 1, 2, 3, 4`;
