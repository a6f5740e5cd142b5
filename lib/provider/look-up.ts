/** How data sources find the one record that they are asked for: by its id, or by a name of it inside an environment. */
import { linkedId, type Linked } from '../api';
import { DiagnosticError } from '../plugin/diagnostics';
import type { Call } from '../plugin/types';
import type { ObjectValue } from '../plugin/values';
import type { Context } from './configure';
import { listCandidates } from './import-id';
import { reading } from './work';

interface Found extends Linked {
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

export interface LookUp<T> {
  /** For messages: `log drain`; its id is in the attribute `log_drain_id`. */
  readonly thing: string;
  readonly byId: (id: number, environmentId: number | undefined) => Promise<T | undefined>;
  readonly inEnvironment: (environmentId: number) => Promise<readonly T[]>;
  /** By attribute. */
  readonly names: Readonly<Record<string, Name<T>>>;
  /** What tells records of one name apart. */
  readonly describe?: (record: T) => string;
  /** Where the record itself does not say it. */
  readonly environmentOf?: (record: T) => Promise<number | undefined>;
}

export async function lookedUp<T extends Found>(
  config: ObjectValue,
  call: Pick<Call<Context>, 'signal'>,
  lookUp: LookUp<T>,
): Promise<T> {
  const { thing } = lookUp;
  const idAttribute = `${thing.replaceAll(' ', '_')}_id`;
  const environmentId = config.env_id === null ? undefined : Number(config.env_id);
  if (config[idAttribute] === null) return byName(config, environmentId!, idAttribute, call, lookUp);
  const id = Number(config[idAttribute]);
  return reading(`the ${thing} ${id}`, call, async () => {
    const found = await lookUp.byId(id, environmentId);
    const actual = lookUp.environmentOf && found ? await lookUp.environmentOf(found) : linkedId(found ?? {}, 'account');
    return present(thing, { found, id, actual, environmentId, idAttribute });
  });
}

/** Says so when a list is narrowed to an app or a database that the environment does not have. */
export async function checkOwner(config: ObjectValue, call: Pick<Call<Context>, 'client' | 'signal'>): Promise<void> {
  const { reader } = call.client;
  const environmentId = Number(config.env_id);
  for (const [thing, byId] of [
    ['app', (id: number) => reader.app(id, environmentId, call.signal)],
    ['database', (id: number) => reader.database(id, environmentId, call.signal)],
  ] as const) {
    const idAttribute = `${thing}_id`;
    if ((config[idAttribute] ?? null) === null) continue;
    const id = Number(config[idAttribute]);
    const found = await byId(id);
    present(thing, { found, id, actual: linkedId(found ?? {}, 'account'), environmentId, idAttribute });
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

/** Of things that are in no environment: the one of a name or of an id. */
export function onlyOf<T extends { readonly id: number }>(
  thing: string,
  all: readonly T[],
  config: ObjectValue,
  names: { readonly name: string; readonly id: string; readonly of: (record: T) => string },
): T {
  const isById = config[names.id] !== null;
  const attribute = isById ? names.id : names.name;
  const wanted = config[attribute]!;
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
  config: ObjectValue,
  environmentId: number,
  idAttribute: string,
  call: Pick<Call<Context>, 'signal'>,
  { thing, inEnvironment, names, describe }: LookUp<T>,
): Promise<T> {
  const attribute = Object.keys(names).find((name) => config[name] !== null)!;
  const wanted = String(config[attribute]);
  const { of, normal = (name: string) => name, orItsBeginning } = names[attribute]!;
  const namesOf = (record: T) => of(record).filter((name): name is string => Boolean(name));
  const records = await reading(`the environment ${environmentId}`, call, () => inEnvironment(environmentId));
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
