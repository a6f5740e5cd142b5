/** Reads the fields of a request. Forms send all as text, so text that says a number or a boolean counts as one. */
import { refuseIf } from './refusals';

export type RawFields = Readonly<Record<string, unknown>>;

/** Turns a raw value into what the platform keeps, or throws a `FieldProblem`. */
export type Reader<T> = (value: unknown) => T;

/** Says what is wrong with a value, in words that follow the field's name. */
export class FieldProblem extends Error {}

type Read<S extends Record<string, Reader<unknown>>, R extends keyof S> = {
  readonly [K in R]: ReturnType<S[K]>;
} & { readonly [K in Exclude<keyof S, R>]?: ReturnType<S[K]> };

/** Reads the fields of the shape. It ignores others, as the platform does. Null counts as absent where a field is not nullable. */
export function read<S extends Record<string, Reader<unknown>>, R extends keyof S & string = never>(
  raw: RawFields,
  shape: S,
  required: readonly R[] = [],
): Read<S, R> {
  const values: Record<string, unknown> = {};
  const problems: string[] = [];
  for (const [name, reader] of Object.entries(shape)) {
    const value = raw[name];
    if (value === undefined || (value === null && !isNullable(reader))) {
      if ((required as readonly string[]).includes(name)) problems.push(`${name} can't be blank`);
      continue;
    }
    const problem = problemOf(name, reader, value);
    if (problem === undefined) values[name] = reader(value);
    else problems.push(problem);
  }
  refuseIf(problems);
  return values as Read<S, R>;
}

/** @returns What is wrong with the value of that field, if anything. */
export function problemOf(name: string, reader: Reader<unknown>, value: unknown): string | undefined {
  try {
    reader(value);
    return undefined;
  } catch (error) {
    if (!(error instanceof FieldProblem)) throw error;
    return `${name} ${error.message}`;
  }
}

const nullableReaders = new WeakSet<Reader<unknown>>();
const isNullable = (reader: Reader<unknown>): boolean => nullableReaders.has(reader);

export function nullable<T>(reader: Reader<T>): Reader<T | null> {
  const both: Reader<T | null> = (value) => (value === null ? null : reader(value));
  nullableReaders.add(both);
  return both;
}

export const text: Reader<string> = (value) => {
  if (typeof value === 'number') return String(value);
  if (typeof value !== 'string') throw new FieldProblem('is not a string');
  return value;
};

export const filledText: Reader<string> = (value) => {
  const read = text(value);
  if (read === '') throw new FieldProblem("can't be blank");
  return read;
};

export const bool: Reader<boolean> = (value) => {
  if (value === true || value === 'true') return true;
  if (value === false || value === 'false') return false;
  throw new FieldProblem('is not true or false');
};

export function number(minimum = -Infinity, maximum = Infinity): Reader<number> {
  return (value) => {
    const read = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
    if (typeof read !== 'number' || !Number.isFinite(read)) throw new FieldProblem('is not a number');
    if (read < minimum) throw new FieldProblem(`must be greater than or equal to ${minimum}`);
    if (read > maximum) throw new FieldProblem(`must be less than or equal to ${maximum}`);
    return read;
  };
}

export function integer(minimum = -2147483648, maximum = 2147483647): Reader<number> {
  const inRange = number(minimum, maximum);
  return (value) => {
    const read = inRange(value);
    if (!Number.isInteger(read)) throw new FieldProblem('must be an integer');
    return read;
  };
}

export function oneOf<T extends string | number>(allowed: readonly T[]): Reader<T> {
  return (value) => {
    const found = allowed.find((each) => String(each) === String(value));
    if (found === undefined) throw new FieldProblem(`is not one of ${allowed.join(', ')}`);
    return found;
  };
}

export function matching(pattern: RegExp, words: string): Reader<string> {
  return (value) => {
    const read = text(value);
    if (!pattern.test(read)) throw new FieldProblem(words);
    return read;
  };
}

export function list<T>(reader: Reader<T>, maximumItems = Infinity): Reader<T[]> {
  return (value) => {
    if (!Array.isArray(value)) throw new FieldProblem('is not a list');
    if (value.length > maximumItems) throw new FieldProblem(`has more than ${maximumItems} elements`);
    return value.map(reader);
  };
}

/** Reads a map of name → value. An empty value or null removes the name where the map is merged into another one. */
export const textMap: Reader<Readonly<Record<string, string>>> = (value) => {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new FieldProblem('is not a map');
  return Object.fromEntries(
    Object.entries(value).map(([name, each]) => {
      if (name === '' || name.startsWith('-')) throw new FieldProblem(`has a name that is not allowed: "${name}"`);
      if (each !== null && typeof each !== 'string')
        throw new FieldProblem(`has a value that is not a string: ${name}`);
      return [name, each ?? ''];
    }),
  );
};

/** Reads the id of a record: a number, its text, or an address that ends with it. */
export const reference: Reader<number> = (value) => {
  const last = typeof value === 'string' ? value.split('/').pop() : value;
  return integer(1)(last);
};
