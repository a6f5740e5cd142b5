import type { DatabaseUserError, Engine, Grant, Grants } from '../../database-users';
import { DiagnosticError } from '../../plugin/diagnostics';
import { isUnknown, type Unknown } from '../../plugin/values';
import { type Draft, resources } from '../../schema';
import { databaseTakes, inDatabase, mustInDatabase, outOfDatabase } from '../database-users';
import { importBlock } from '../new-record';
import { type Found, type Planned, resource } from '../resource';
import { reading } from '../work';

const definition = resources.aptible_database_user;

type Definition = typeof definition;
type Wanted = Planned<Definition>;

export const databaseUser = resource(definition, {
  validate(config, diagnostics) {
    const { name, reassign_to: heir } = config;
    if (typeof name !== 'string') return;
    if (Buffer.byteLength(name) > longestBytes)
      diagnostics.error(
        `The name has ${Buffer.byteLength(name)} bytes`,
        `A database cuts names after 63 bytes, and a login has a number behind the name of its user. Choose a name of at most ${longestBytes} bytes.`,
        ['name'],
      );
    if (heir === name)
      diagnostics.error(
        `The user "${name}" cannot be given what it owns itself`,
        'It goes, and what it owns would go with it. Name another role, or leave reassign_to out for the user of the platform.',
        ['reassign_to'],
      );
  },

  plan({ planned }) {
    planned.missing_privileges = [];
    planned.unexpected_privileges = [];
  },

  checks: ({ prior, planned }) =>
    prior === null ? [databaseTakes(planned.database_id, (engine) => problemWith(engine, planned))] : [],

  async create({ wanted }, work, call) {
    const { database_id: databaseId, name } = wanted;
    const warnings = await mustInDatabase(
      databaseId,
      call,
      work,
      `create ${nameOf(wanted)}`,
      async ({ engine, users }) => {
        refuse(engine, wanted);
        const made = () => call.keep({ id: idOf(wanted) });
        const user = { name, grants: grantsOf(wanted, users.main) };
        return users.create(user, made, work.lateSignal).catch((error: DatabaseUserError) => {
          throw error.reason === 'exists' ? thereAlready(wanted) : error;
        });
      },
    );
    warn(wanted, warnings, call);
    return found(wanted);
  },

  async read(known, call) {
    return reading(nameOf(known), call, async () => {
      const differences = await inDatabase(known.database_id, call, call.signal, ({ users }) =>
        users.differences({ name: known.name, grants: grantsOf(known, users.main) }, call.signal),
      );
      if (differences === undefined) return null;
      warn(known, differences.warnings, call);
      return {
        ...known,
        id: idOf(known),
        missing_privileges: [...differences.missing],
        unexpected_privileges: [...differences.unexpected],
      };
    });
  },

  async update({ wanted }, work, call) {
    const { database_id: databaseId, name } = wanted;
    const warnings = await mustInDatabase(databaseId, call, work, `change ${nameOf(wanted)}`, ({ engine, users }) => {
      refuse(engine, wanted);
      return users.change({ name, grants: grantsOf(wanted, users.main) }, [], work.signal);
    });
    warn(wanted, warnings, call);
    return found(wanted);
  },

  async delete(known, work, call) {
    const { database_id: databaseId, name, on_destroy, reassign_to } = known;
    await outOfDatabase(databaseId, call, work, `remove ${nameOf(known)}`, ({ users, admin }) =>
      users.remove(name, on_destroy === 'refuse' ? undefined : (reassign_to ?? admin), work.signal),
    );
  },

  async import(text, call) {
    const [, id, name] = /^(\d{1,15})\/(.+)$/s.exec(text) ?? [];
    if (id === undefined || name === undefined)
      throw new DiagnosticError(
        `"${text}" is not an import id of a user of a database`,
        'Give the numeric id of the database and the name of the user, with a slash between them: 4711/web.',
      );
    const user = { database_id: Number(id), name };
    const grants = await reading(nameOf(user), call, () =>
      inDatabase(user.database_id, call, call.signal, ({ users }) => users.describe(name, call.signal)),
    );
    if (grants === undefined)
      throw new DiagnosticError(
        `There is no user "${name}" in the database ${id}`,
        'Check the id of the database, and the name: upper and lower case are two names.',
      );
    return { ...user, id: idOf(user), on_destroy: 'reassign', ...argumentsOf(grants) };
  },
});

/** A login has up to three more. */
const longestBytes = 60;

/** What the engine does not take, as far as it is known. */
function problemWith(
  engine: Engine,
  { name, table_privileges: blocks }: Draft<Definition, Unknown>,
): DiagnosticError | undefined {
  const inName = typeof name === 'string' ? engine.nameProblem(name) : undefined;
  if (inName !== undefined)
    return new DiagnosticError('The database does not take this name of a user', inName, ['name']);
  const asked = isUnknown(blocks) ? [] : blocks.flatMap((block) => (isUnknown(block) ? [] : [block.privileges]));
  const unfit = asked
    .flatMap((each) => (isUnknown(each) ? [] : each))
    .filter((privilege) => typeof privilege === 'string' && !engine.privileges.includes(privilege));
  if (unfit.length === 0) return undefined;
  return new DiagnosticError(
    `The database has no privilege ${unfit.join(', ')}`,
    `Its engine has: ${[...engine.privileges].sort().join(', ')}.`,
    ['table_privileges'],
  );
}

/** The database may not have been known when it was planned. */
function refuse(engine: Engine, wanted: Wanted): void {
  const problem = problemWith(engine, wanted);
  if (problem !== undefined) throw problem;
}

type Named = Pick<Wanted, 'database_id' | 'name'>;

const idOf = ({ database_id, name }: Named): string => `${database_id}/${name}`;

const nameOf = ({ database_id, name }: Named): string => `the user "${name}" of the database ${database_id}`;

const access = { read_only: ['SELECT'], read_write: ['SELECT', 'INSERT', 'UPDATE', 'DELETE'], owner: 'owner' } as const;

type Granted = Pick<Wanted, keyof typeof access | 'table_privileges'>;

const kinds = Object.keys(access) as (keyof typeof access)[];

function grantsOf(wanted: Granted, database: string): Grants {
  const grants: Grant[] = [
    ...kinds.flatMap((kind) => (wanted[kind] ?? []).map((schema) => ({ schema, access: access[kind] }))),
    ...wanted.table_privileges.map(({ schema, privileges, tables }) => ({
      schema,
      access: privileges,
      ...(tables !== null && { tables }),
    })),
  ];
  return { [database]: grants };
}

/** The arguments that say these grants. */
function argumentsOf(grants: readonly Grant[]): Granted {
  const isSaid = (grant: Grant, kind: keyof typeof access) =>
    grant.tables === undefined && [...grant.access].sort().join() === [...access[kind]].sort().join();
  const schemas = (kind: keyof typeof access) => {
    const found = grants.filter((grant) => isSaid(grant, kind)).map(({ schema }) => schema);
    return found.length === 0 ? null : found;
  };
  const others = grants.filter((grant) => !kinds.some((kind) => isSaid(grant, kind)));
  return {
    ...{ read_only: schemas('read_only'), read_write: schemas('read_write'), owner: schemas('owner') },
    table_privileges: others.map(({ schema, access: privileges, tables }) => ({
      schema,
      privileges: [...privileges],
      tables: tables === undefined ? null : [...tables],
    })),
  };
}

const found = (wanted: Wanted): Found<Definition> => ({
  ...wanted,
  id: idOf(wanted),
  missing_privileges: [],
  unexpected_privileges: [],
});

function warn(
  user: Named,
  warnings: readonly string[],
  { diagnostics }: Pick<Parameters<typeof inDatabase>[1], 'diagnostics'>,
) {
  for (const warning of warnings) diagnostics.warning(`About ${nameOf(user)}`, warning);
}

function thereAlready(wanted: Wanted): DiagnosticError {
  return new DiagnosticError(
    `Could not create ${nameOf(wanted)}: there is one of this name already`,
    `It may be somebody else's, or come from an apply that was killed. To manage it here, import it:\n\n${importBlock(definition.name, idOf(wanted))}`,
    ['name'],
  );
}
