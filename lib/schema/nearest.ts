/** Finds the names that somebody may have meant. */
import { closest, distance } from 'fastest-levenshtein';

/** The names, those first that look most like `wanted`. */
export function byLikeness(names: readonly string[], wanted: string): string[] {
  return [...names].sort((a, b) => distance(a, wanted) - distance(b, wanted) || a.localeCompare(b));
}

/** The name that `wanted` is a slip of the pen for; undefined when none is that near. */
export function nearest(wanted: string, names: readonly string[]): string | undefined {
  // With more of them, many slips would take too long.
  if (names.length === 0 || names.length > 1000) return undefined;
  const name = closest(wanted, [...names]);
  return distance(name, wanted) <= Math.max(2, Math.floor(wanted.length / 3)) ? name : undefined;
}
