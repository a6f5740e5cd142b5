/** The limits of a single value. */
import type { Problem, ProblemPath } from './problems';
import type { Attribute } from './types';

export type Scalar = string | number | boolean;

/** @returns `value` in the spelling that stands for all that mean the same to the platform. */
export function canonical(attribute: Pick<Attribute, 'equivalent'>, value: string): string {
  return attribute.equivalent === undefined
    ? value
    : value.replace(new RegExp(attribute.equivalent.regex), attribute.equivalent.replacement);
}

/** @returns what a value should be, if it is not that. */
export function expectation(attribute: Attribute, value: Scalar): string | undefined {
  const { oneOf, pattern, notEmpty } = attribute;
  if (value === '' && notEmpty !== undefined) return `a value that is not empty: ${notEmpty}`;
  const same = typeof value === 'string' ? canonical(attribute, value) : value;
  if (oneOf !== undefined && !oneOf.includes(same))
    return oneOf.length === 1 ? String(oneOf[0]) : `one of ${oneOf.join(', ')}`;
  if (typeof value === 'string')
    return pattern !== undefined && !new RegExp(pattern.regex).test(value) ? pattern.words : undefined;
  return typeof value === 'number' ? expectedNumber(attribute, value) : undefined;
}

function expectedNumber(attribute: Attribute, value: number): string | undefined {
  const { integer, minimum = -Infinity, maximum = Infinity, moreThan = -Infinity } = attribute;
  if (integer && !Number.isInteger(value)) return 'a whole number';
  if (value >= minimum && value <= maximum && value > moreThan) return undefined;
  if (moreThan !== -Infinity) return `more than ${moreThan}${maximum === Infinity ? '' : ` and at most ${maximum}`}`;
  if (minimum === -Infinity) return `at most ${maximum}`;
  return maximum === Infinity ? `at least ${minimum}` : `between ${minimum} and ${maximum}`;
}

/**
 * Whether the empty value of its type, `""` or 0, says nothing: its limits exclude it, or only the platform sets it. The official provider reads
 * such a value as if it were left out, and modules pass it on from variables whose default it is.
 */
export function emptyIsUnset(attribute: Attribute): boolean {
  const { type } = attribute;
  if (attribute.required || (type !== 'string' && type !== 'number')) return false;
  const empty = type === 'string' ? '' : 0;
  return !attribute.optional || expectation(attribute, empty) !== undefined;
}

/** The problem of a value that is not what it should be. A sensitive one is not shown. */
export function refused(
  attribute: Attribute,
  code: Problem['code'],
  value: unknown,
  expected: string,
  path: ProblemPath,
): Problem {
  if (attribute.sensitive && value !== '') return { path, code, expected, message: `expected ${expected}` };
  const received = JSON.stringify(value);
  return { path, code, received, expected, message: `got ${received}, expected ${expected}` };
}

/** The problem of a collection with more or fewer elements than it may have. */
export function wrongNumber(path: ProblemPath, things: string, received: number, expected: string): Problem {
  const message = `there are ${received} ${things}, expected ${expected}`;
  return { path, code: 'items', received: String(received), expected, message };
}
