/** What differs between two objects of a resource, attribute by attribute, with the values that may be shown. */
import { isDeepStrictEqual } from 'node:util';
import { plainText, type Attribute, type Block, type NestedBlock } from '../schema';
import { clipped, isObject, type Change, type Values } from './plan';

export interface Difference {
  /** The names on the way to it: `['service', 'web', 'container_count']`. */
  readonly path: readonly string[];
  readonly attribute: Attribute;
  readonly before: unknown;
  readonly after: unknown;
  /** Whether the value is known only after the apply. */
  readonly unknown: boolean;
  /** Whether Terraform calls it sensitive, before or afterwards. */
  readonly marked: boolean;
  /** The keys of a map that differ, where the names may be shown. */
  readonly keys: readonly string[];
}

interface Sides {
  readonly before: unknown;
  readonly after: unknown;
  readonly unknown: unknown;
  readonly marks: readonly unknown[];
}

/** All differences, also those of what only the platform sets. */
export function differencesOf(block: Block, change: Change): Difference[] {
  return within(block, [], {
    before: change.before,
    after: change.after,
    unknown: change.after_unknown,
    marks: [change.before_sensitive, change.after_sensitive],
  });
}

function within(block: Block, path: readonly string[], sides: Sides): Difference[] {
  return [
    ...Object.entries(block.attributes).flatMap(([name, attribute]) =>
      ofAttribute(attribute, [...path, name], at(sides, name)),
    ),
    ...Object.entries(block.blocks ?? {}).flatMap(([name, nested]) =>
      name === 'timeouts' ? [] : ofBlocks(nested, [...path, name], at(sides, name)),
    ),
  ];
}

/** The same sides, one name further in. A mark of the whole is one of each part. */
function at({ before, after, unknown, marks }: Sides, name: string): Sides {
  const mark = (value: unknown) => (isObject(value) ? value[name] : value === true);
  const value = (object: unknown) => (isObject(object) ? object[name] : undefined);
  return { before: value(before), after: value(after), unknown: mark(unknown), marks: marks.map(mark) };
}

function ofAttribute(attribute: Attribute, path: readonly string[], sides: Sides): Difference[] {
  const { before = null, after = null } = sides;
  const unknown = hasMark(sides.unknown);
  if (!unknown && isDeepStrictEqual(before, after)) return [];
  const marked = sides.marks.some(hasMark);
  const isMap = typeof attribute.type !== 'string' && attribute.type[0] === 'map';
  // A map of which single values are sensitive is marked key by key.
  const mayName = isMap && !attribute.sensitive && !sides.marks.includes(true) && sides.unknown !== true;
  return [{ path, attribute, before, after, unknown, marked, keys: mayName ? differentKeys(before, after) : [] }];
}

function differentKeys(before: unknown, after: unknown): string[] {
  const [a = {}, b = {}] = [before, after].map((value) => (isObject(value) ? value : {}));
  return [...new Set([...Object.keys(a), ...Object.keys(b)])]
    .filter((key) => !isDeepStrictEqual(a[key] ?? null, b[key] ?? null))
    .sort()
    .map((key) => clipped(key, 60));
}

/** Blocks are told apart by their key, where they have one; those without are one, or are compared as one. */
function ofBlocks(block: NestedBlock, path: readonly string[], sides: Sides): Difference[] {
  if (block.nesting === 'single') return within(block, path, sides);
  // In a set, Terraform's marks say no more than that there are some.
  const marks = sides.marks.map(hasMark);
  const unknown = hasMark(sides.unknown);
  const before = objectsIn(sides.before);
  const after = objectsIn(sides.after);
  const key = Object.entries(block.attributes).find(([, attribute]) => attribute.key);
  if (unknown && sides.unknown === true) return [wholly(path, block, sides, marks)];
  if (key === undefined) {
    if (block.maxItems !== 1) return isDeepStrictEqual(before, after) ? [] : [wholly(path, block, sides, marks)];
    const [unknownOne] = Array.isArray(sides.unknown) ? (sides.unknown as unknown[]) : [];
    return within(block, path, { before: before[0], after: after[0], unknown: unknownOne, marks });
  }
  const [keyName, keyAttribute] = key;
  const names = [...new Set([...before, ...after].map((each) => each[keyName]))];
  return names.flatMap((name) => {
    const has = (each: Values) => each[keyName] === name;
    const text = marks.includes(true) ? undefined : plainText(keyAttribute, name);
    // The marks of what is unknown stand in the order of the values.
    const unknownMarks: unknown = Array.isArray(sides.unknown) ? sides.unknown[after.findIndex(has)] : undefined;
    const whole = text === undefined ? path : [...path, text];
    const each = { before: before.find(has), after: after.find(has), unknown: unknownMarks, marks };
    if (each.after === undefined) return [wholly(whole, block, each, marks)];
    return within(block, whole, each).filter(
      ({ attribute, after: value }) => attribute !== keyAttribute && value !== undefined,
    );
  });
}

function wholly(path: readonly string[], block: NestedBlock, sides: Sides, marks: readonly boolean[]): Difference {
  const attribute: Attribute = { type: ['set', ['object', {}]], description: block.description, optional: true };
  const { before = null, after = null } = sides;
  return { path, attribute, before, after, unknown: hasMark(sides.unknown), marked: marks.includes(true), keys: [] };
}

function objectsIn(value: unknown): Values[] {
  return Array.isArray(value) ? value.filter(isObject) : [];
}

/** Whether Terraform calls something in this attribute or block sensitive. */
export const isMarked = ({ before_sensitive: before, after_sensitive: after }: Change, name: string): boolean =>
  at({ before, after, unknown: undefined, marks: [before, after] }, name).marks.some(hasMark);

function hasMark(marks: unknown): boolean {
  if (Array.isArray(marks)) return marks.some(hasMark);
  return isObject(marks) ? Object.values(marks).some(hasMark) : marks === true;
}

/** Whether a configuration can say it, so that a change of it is one of the user's. */
export const isConfigurable = ({ attribute }: Difference): boolean => Boolean(attribute.required || attribute.optional);

const notSet = 'not set';
const knownLater = 'known after apply';
export const wordsForNoValue: readonly string[] = [notSet, knownLater];

/** Both values as a review shows them; undefined where neither may be shown. */
export function shownValues(difference: Difference): { readonly before: string; readonly after: string } | undefined {
  const { attribute, before, after, unknown, marked } = difference;
  if (marked) return undefined;
  const text = (value: unknown) => (value === null || value === '' ? notSet : plainText(attribute, value));
  const from = text(before);
  const to = unknown ? knownLater : text(after);
  if (from === undefined || to === undefined) return undefined;
  return isNothing(before) && (unknown || isNothing(after)) ? undefined : { before: from, after: to };
}

const isNothing = (value: unknown) => value === null || value === '';
