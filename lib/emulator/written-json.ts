/** Reads JSON that people write by hand: nothing in it is ignored, and all that is wrong with it is told at once. */
import { closest, distance } from 'fastest-levenshtein';
import * as z from 'zod/mini';

export type Form<T> = z.core.$ZodType<T>;

/** A key of a form, with what it means: the reference is made from these words. */
export function key<S extends z.ZodMiniType>(form: S, says: string): S {
  return form.check(z.describe(says));
}

/** One of these names. */
export function oneOf<const T extends string>(names: readonly T[]): z.ZodMiniType<T> {
  return z.enum(names, {
    error: ({ input }) => (typeof input === 'string' ? `got "${input}"${suggestion(input, names)}` : undefined),
  });
}

/** An object that has a value for any of these names. */
export function byName<T>(names: readonly string[], form: Form<T>): z.ZodMiniType<Record<string, T>> {
  const name = z.string().check(
    z.refine((each) => names.includes(each), {
      error: ({ input }) => `there is no such key${suggestion(String(input), names)}`,
    }),
  );
  return z.record(name, form);
}

/**
 * A value of one of several forms. The value tells which one it is meant to be, so that problems are those of that form.
 *
 * @param choose gives the form, or what is wrong when the value has none.
 */
export function formOf<T>(choose: (value: object) => Form<T> | string): z.ZodMiniType<T> {
  return z.pipe(
    z.unknown(),
    z.transform((value, { issues }): T => {
      const form = choose(typeof value === 'object' && value !== null ? value : {});
      if (typeof form === 'string') {
        issues.push({ code: 'custom', input: value, message: form });
        return z.NEVER;
      }
      const read = z.safeParse(form, value, { error: wording });
      if (read.success) return read.data;
      const problems = read.error.issues.flatMap(split);
      for (const problem of problems) issues.push({ code: 'custom', input: value, ...problem });
      return z.NEVER;
    }),
  );
}

/** @throws Error with a line for each problem, which begins with its place: `apps[0].image`. */
export function readWritten<T>(form: Form<T>, json: unknown): T {
  const read = z.safeParse(form, json, { error: wording });
  if (read.success) return read.data;
  const lines = read.error.issues.flatMap(split).map(({ path, message }) => {
    return path.length === 0 ? message : `${z.core.toDotPath(path)}: ${message}`;
  });
  throw new WrittenError(lines);
}

export class WrittenError extends Error {
  constructor(readonly problems: readonly string[]) {
    super(problems.join('\n'));
  }
}

interface Place {
  readonly path: PropertyKey[];
  readonly message: string;
}

/** Gives each unknown key a problem of its own. */
function split(issue: z.core.$ZodIssue): Place[] {
  if (issue.code === 'invalid_key') return issue.issues.map(({ message }) => ({ path: issue.path, message }));
  if (issue.code !== 'unrecognized_keys') return [{ path: issue.path, message: issue.message }];
  const known = issue.message.split(' ');
  return issue.keys.map((name) => ({
    path: [...issue.path, name],
    message: `there is no such key${suggestion(name, known)}`,
  }));
}

const wording: z.core.$ZodErrorMap = (issue) => {
  switch (issue.code) {
    case 'unrecognized_keys':
      // Its keys are named one by one later, each with the known one that is nearest.
      return Object.keys((issue.inst as z.ZodMiniObject).shape).join(' ');
    case 'invalid_type':
    case 'invalid_union':
      return issue.input === undefined
        ? 'is missing'
        : `got ${nameOfType(issue.input)}, expected ${words[issue.expected as string] ?? String(issue.expected)}`;
    case 'too_small':
      return `got ${String(issue.input)}, expected at least ${issue.minimum}`;
    case 'too_big':
      return `got ${String(issue.input)}, expected at most ${issue.maximum}`;
    default:
      return undefined;
  }
};

const words: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
  record: 'an object',
};

function nameOfType(value: unknown): string {
  if (value === null) return 'null';
  return words[Array.isArray(value) ? 'array' : typeof value] ?? typeof value;
}

function suggestion(wanted: string, names: readonly string[]): string {
  const nearest = closest(wanted, [...names]);
  const isNear = distance(nearest, wanted) <= Math.max(2, Math.floor(wanted.length / 3));
  return isNear ? `; did you mean ${nearest}?` : `; expected one of ${names.join(', ')}`;
}
