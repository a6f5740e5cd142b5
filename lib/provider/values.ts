/** Terraform values that several resources look at in the same way. */
import { isObject, isUnknown, type ObjectValue, type Value } from '../plugin/values';

/** The letter of a container profile: `m` of `m5`. The generation behind it is the platform's own choice. */
export const family = (profile: string): string => profile.replace(/\d+$/, '');

export const sameFamily = (a: string | null, b: string | null): boolean =>
  (a === null ? a : family(a)) === (b === null ? b : family(b));

/** Whether two lists have the same elements, in whatever order. */
export function sameElements(a: Value | undefined, b: Value | undefined): boolean {
  if (!Array.isArray(a) || !Array.isArray(b) || [...a, ...b].some(isUnknown)) return false;
  return a.length === b.length && [...a].sort().join('\n') === [...b].sort().join('\n');
}

/**
 * A plan with its unknown values filled from what the platform has. `keys` names, for each set block, the attribute by which its
 * elements are matched.
 */
export function completed(
  planned: ObjectValue,
  actual: ObjectValue,
  keys: Readonly<Record<string, string>> = {},
): ObjectValue {
  return Object.fromEntries(
    Object.entries(planned).map(([name, value]) => [name, completedValue(value, actual[name] ?? null, keys[name])]),
  );
}

function completedValue(planned: Value, actual: Value, key: string | undefined): Value {
  if (isUnknown(planned)) return actual;
  if (Array.isArray(planned)) {
    const others = Array.isArray(actual) ? actual : [];
    return planned.map((element, index) => {
      if (!isObject(element)) return completedValue(element, others[index] ?? null, undefined);
      const other = key ? others.find((each) => isObject(each) && each[key] === element[key]) : others[index];
      return completed(element, isObject(other) ? other : {});
    });
  }
  return isObject(planned) ? completed(planned, isObject(actual) ? actual : {}) : planned;
}

/** A state of the official provider, which keeps zeros and empty strings for what is not set. */
export function withoutZeros(state: Record<string, unknown>): Record<string, unknown> {
  const entries = Object.entries(state).map(([name, value]) => [name, value === '' || value === 0 ? null : value]);
  return Object.fromEntries(entries) as Record<string, unknown>;
}
