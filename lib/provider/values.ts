/** Terraform values that several resources look at in the same way. */
import { isObject, isUnknown, type ObjectValue, type Unknown, type Value } from '../plugin/values';
import type { Block, NestedBlock } from '../schema';

/** One of Terraform's objects, in the form that its definition gives it: the one place where that form is taken on trust. */
export const typed = <T>(value: ObjectValue): T => value as unknown as T;

/** The letter of a container profile: `m` of `m5`. The generation behind it is the platform's own choice. */
export const family = (profile: string): string => profile.replace(/\d+$/, '');

/** The container profile in a state of the official provider, which keeps old names of profiles. */
export const familyIn = ({ container_profile: profile }: Readonly<Record<string, unknown>>): string =>
  typeof profile === 'string' ? family(profile) : 'm';

export const sameFamily = (a: string | null, b: string | null): boolean =>
  (a === null ? a : family(a)) === (b === null ? b : family(b));

/** Whether two lists have the same elements, in whatever order. */
export function sameElements(a: unknown, b: unknown): boolean {
  if (!isList(a) || !isList(b) || [...a, ...b].some(isUnknown)) return false;
  return a.length === b.length && [...a].sort().join('\n') === [...b].sort().join('\n');
}

const isList = (value: unknown): value is readonly unknown[] => Array.isArray(value);

/** A plan with its unknown values filled from what the platform has. Elements of a set block are the same when their keys are. */
export function completed(
  planned: ObjectValue,
  actual: ObjectValue,
  { blocks = {} }: Pick<Block, 'blocks'>,
): ObjectValue {
  return Object.fromEntries(
    Object.entries(planned).map(([name, value]) => [name, completedValue(value, actual[name] ?? null, blocks[name])]),
  );
}

function completedValue(planned: Value, actual: Value, block: NestedBlock | undefined): Value {
  if (isUnknown(planned)) return actual;
  if (block === undefined) return planned;
  if (Array.isArray(planned)) {
    const others = Array.isArray(actual) ? actual.filter(isObject) : [];
    const keys = Object.keys(block.attributes).filter((name) => block.attributes[name]!.key);
    return planned.map((element, index) => {
      if (!isObject(element)) return element;
      const other =
        keys.length === 0 ? others[index] : others.find((each) => keys.every((key) => each[key] === element[key]));
      return completed(element, other ?? {}, block);
    });
  }
  return isObject(planned) ? completed(planned, isObject(actual) ? actual : {}, block) : planned;
}

/** Whether something in it is not known. */
export const hasUnknown = (value: Value): boolean =>
  isUnknown(value) ||
  (Array.isArray(value) && value.some(hasUnknown)) ||
  (isObject(value) && Object.values(value).some(hasUnknown));

export function withoutNulls<T>(values: Readonly<Record<string, T | null>>): Record<string, T> {
  return Object.fromEntries(Object.entries(values).filter((entry): entry is [string, T] => entry[1] !== null));
}

/**
 * The fields of `wanted` whose values are others than before, for a request that changes only these; undefined when there are none. A
 * field that is undefined or unknown asks for nothing. The order of a list means nothing.
 */
export function changedFields<T extends object>(
  before: { readonly [K in keyof T]?: unknown },
  wanted: T,
): { [K in keyof T]?: Exclude<T[K], Unknown | undefined> } | undefined {
  const names = (Object.keys(wanted) as (keyof T)[]).filter((name) => {
    const [old, value] = [before[name], wanted[name]];
    return value !== undefined && !isUnknown(value) && value !== old && !sameElements(value, old);
  });
  if (names.length === 0) return undefined;
  // The filter has taken out what the type leaves out.
  return Object.fromEntries(names.map((name) => [name, wanted[name]])) as {
    [K in keyof T]?: Exclude<T[K], Unknown | undefined>;
  };
}
