/** How data sources find the one record that they are asked for: by its id, or by a name of it inside an environment. */
import { linkedId, type Linked } from '../api';
import { DiagnosticError } from '../plugin/diagnostics';
import type { Call } from './call';
import type { RecordSource } from './environment-reader';
import { listCandidates } from './import-id';
import { reading } from './work';

interface Found extends Linked<'account'> {
  readonly id: number;
}

/** An attribute that asks for a record by a name of it. */
interface Name<T> {
  readonly of: (record: T) => readonly (string | null | undefined)[];
  /** Turns all spellings of a name into one. */
  readonly normal?: (name: string) => string;
  /** Whether the beginning of a name is enough. */
  readonly orItsBeginning?: true;
}

/** The arguments of a data source, as they are looked up by name: ids and names, and what else there is. */
type Arguments = Readonly<Record<string, unknown>> & { readonly env_id: number | null };

export interface LookUp<T> {
  /** The thing in messages: `log drain`; its id is in the attribute `log_drain_id`. */
  readonly thing: string;
  readonly source: RecordSource<T>;
  /** By attribute. */
  readonly names: Readonly<Record<string, Name<T>>>;
  /** What tells records of one name apart. */
  readonly describe?: (record: T) => string;
  /** Where the record itself does not say it. */
  readonly environmentOf?: (record: T) => Promise<number | undefined>;
}

export async function lookedUp<T extends Found>(
  wanted: Arguments,
  call: Pick<Call, 'signal'>,
  lookUp: LookUp<T>,
): Promise<T> {
  const { thing } = lookUp;
  const idAttribute = `${thing.replaceAll(' ', '_')}_id`;
  const environmentId = wanted.env_id ?? undefined;
  if (wanted[idAttribute] === null) return byName(wanted, environmentId!, idAttribute, call, lookUp);
  const id = Number(wanted[idAttribute]);
  return reading(`the ${thing} ${id}`, call, async () => {
    const found = await lookUp.source.byId(id, environmentId);
    const actual = lookUp.environmentOf && found ? await lookUp.environmentOf(found) : linkedId(found ?? {}, 'account');
    return present(thing, { found, id, actual, environmentId, idAttribute });
  });
}

/** Says so when a list is narrowed to an app or a database that the environment does not have. */
export async function checkOwner(
  {
    env_id: environmentId,
    app_id,
    database_id,
  }: { env_id: number; app_id?: number | null; database_id?: number | null },
  { reader, signal }: Call,
): Promise<void> {
  for (const [thing, kind, id] of [
    ['app', 'apps', app_id],
    ['database', 'databases', database_id],
  ] as const) {
    if (id === null || id === undefined) continue;
    const found = await reader.find(kind, id, { environmentId, signal });
    present(thing, { found, id, actual: linkedId(found ?? {}, 'account'), environmentId, idAttribute: `${thing}_id` });
  }
}

function present<T>(
  thing: string,
  wanted: {
    readonly found: T | undefined;
    readonly id: number;
    readonly actual: number | undefined;
    readonly environmentId: number | undefined;
    readonly idAttribute: string;
  },
): T {
  const { found, id, actual, environmentId, idAttribute } = wanted;
  if (found === undefined) {
    throw new DiagnosticError(
      `There is no ${thing} with the id ${id}`,
      'Check the id, which the dashboard shows in its addresses, and that the token may see its environment.',
      [idAttribute],
    );
  }
  if (environmentId !== undefined && actual !== environmentId) {
    throw new DiagnosticError(
      `The ${thing} ${id} is not in the environment ${environmentId}`,
      `It is in the environment ${actual}: correct env_id or ${idAttribute}.`,
      ['env_id'],
    );
  }
  return found;
}

/** The one of a name or of an id among things that are in no environment. */
export function onlyOf<T extends { readonly id: number }>(
  thing: string,
  all: readonly T[],
  asked: Readonly<Record<string, unknown>>,
  names: { readonly name: string; readonly id: string; readonly of: (record: T) => string },
): T {
  const isById = asked[names.id] !== null;
  const attribute = isById ? names.id : names.name;
  const wanted = asked[attribute];
  const found = all.find((record) => (isById ? record.id : names.of(record)) === wanted);
  if (found !== undefined) return found;
  throw new DiagnosticError(
    isById ? `There is no ${thing} with the id ${String(wanted)}` : `There is no ${thing} "${String(wanted)}"`,
    `Of the ${thing}s that this token may see, there ${listCandidates(
      all.map((record) => (isById ? `${names.of(record)} (${record.id})` : names.of(record))),
      String(wanted),
    )}.`,
    [attribute],
  );
}

export const byHandle = (a: { readonly handle: string }, b: { readonly handle: string }): number =>
  a.handle.localeCompare(b.handle);

async function byName<T extends Found>(
  asked: Arguments,
  environmentId: number,
  idAttribute: string,
  call: Pick<Call, 'signal'>,
  { thing, source, names, describe }: LookUp<T>,
): Promise<T> {
  const attribute = Object.keys(names).find((name) => asked[name] !== null)!;
  const wanted = String(asked[attribute]);
  const { of, normal = (name: string) => name, orItsBeginning } = names[attribute]!;
  const namesOf = (record: T) => of(record).filter((name): name is string => Boolean(name));
  const records = await reading(`the environment ${environmentId}`, call, () => source.inEnvironment(environmentId));
  const isWanted = (name: string) =>
    orItsBeginning ? normal(name).startsWith(normal(wanted)) : normal(name) === normal(wanted);
  const [found, ...others] = records.filter((record) => namesOf(record).some(isWanted));
  if (found === undefined) {
    throw new DiagnosticError(
      `There is no ${thing} "${wanted}" in the environment ${environmentId}`,
      `There ${listCandidates([...new Set(records.flatMap(namesOf))], wanted)}.`,
      [attribute],
    );
  }
  if (others.length === 0) return found;
  throw new DiagnosticError(
    `There is more than one ${thing} "${wanted}" in the environment ${environmentId}`,
    `Give ${idAttribute} instead of ${attribute}, as one of:\n${[found, ...others]
      .map((record) => `- ${record.id}${describe ? `: ${describe(record)}` : ''}`)
      .join('\n')}`,
    [attribute],
  );
}
