/** What is wrong with the structure of a definition: unknown keys, missing ones, values of another type, names. */
import type * as z from 'zod/mini';
import { nearest } from '../schema/nearest';
import { definitionForm } from './form';
import { definitionShape, optionOf, shapeAt, type ObjectShape, type Shape } from './shape';
import {
  emptyMessage,
  find,
  isAt,
  leaves,
  plain,
  type Branch,
  type Leaf,
  type Path,
  type Problem,
  type Tree,
} from './tree';

type Issue = z.core.$ZodIssue;

/** What a name of an entry may be: it is part of an address in Terraform, and of references. */
const entryName = /^[A-Za-z][A-Za-z0-9_-]{0,63}$/;

/** @param added the maps of a base to which an overlay added entries, by the paths of these */
export function structureProblems(tree: Tree, added: ReadonlyMap<string, Branch> = new Map()): Problem[] {
  if (tree.kind !== 'branch') {
    return [{ at: tree.at, path: [], message: 'expected entries by name: begin with `version: 1` and `environment:`' }];
  }
  const empty = emptyProblems(tree);
  const isEmpty = new Set(empty.map(({ path }) => path.join('\0')));
  const value = plain(tree);
  const read = definitionForm.safeParse(value);
  const issues = read.success ? [] : read.error.issues;
  const structural = issues
    .filter(({ path }) => !isEmpty.has(path.join('\0')))
    .flatMap((issue) => problemsOf(issue, tree, value))
    .map((problem) => {
      const entry = problem.path.slice(0, -1);
      const names = isAt(tree, problem.path) ? [] : [...(added.get(entry.join('.'))?.entries.keys() ?? [])];
      const meant = nearest(String(entry.at(-1)), names);
      if (meant === undefined) return problem;
      return { ...problem, message: `${problem.message}. Or did you mean ${meant}, which the other file has?` };
    });
  return [...empty, ...structural, ...nameProblems(tree)];
}

/** Keys without a value, and nulls where there is nothing to remove. */
function emptyProblems(tree: Tree): Problem[] {
  const value = plain(tree);
  return [...leaves(tree)].flatMap(({ leaf, path }) => {
    if (leaf.value !== null) return [];
    const message =
      leaf.source === ''
        ? whatIsEmpty(shapeAt(path, value))
        : 'null removes an entry of the file that this one extends, and there is nothing to remove here: take it out';
    return [{ at: undefined, path, message }];
  });
}

/** Only maps can be `{}`. */
const whatIsEmpty = (shape: Shape | undefined): string =>
  shape === undefined || isMapLike(shape)
    ? emptyMessage
    : `it has no value: write ${nouns[shape.kind]}, or take the line out`;

function problemsOf(issue: Issue, tree: Tree, value: unknown): Problem[] {
  const path = issue.path as Path;
  const problem = (message: string, below: Path = []): Problem => ({
    at: undefined,
    path: [...path, ...below],
    message,
  });
  if (issue.code === 'unrecognized_keys') {
    const shape = objectAt(path, value);
    return issue.keys.map((key) => ({
      ...problem(unknownKey(key, shape, path), [key]),
      at: find(tree, [...path, key]).keyAt,
    }));
  }
  const found = find(tree, path).tree;
  const isMissing = !isAt(tree, path);
  if (issue.code === 'invalid_union' && 'discriminator' in issue) {
    const kinds = (issue as { readonly options?: readonly unknown[] }).options ?? [];
    const names = kinds.filter((kind) => typeof kind === 'string');
    return [problem(isMissing ? `it is required: one of ${names.join(', ')}` : notOneOf(found, names))];
  }
  const shape = shapeAt(path, value);
  if (isMissing) return [problem('it is required, and there is none')];
  if (path.join('.') === 'version' && found.kind === 'leaf')
    return [problem(`expected 1, got ${written(found)}: no other version of the format is known here`)];
  return [problem(shape === undefined ? 'it cannot be here' : wrongValue(shape, found) + asEntry(shape, found, value))];
}

function objectAt(path: Path, value: unknown): ObjectShape | undefined {
  const shape = shapeAt(path, value);
  const current = path.reduce<unknown>((inner, step) => (inner as Readonly<Record<string, unknown>>)[step], value);
  return shape?.kind === 'choice' ? optionOf(shape, current) : shape?.kind === 'object' ? shape : undefined;
}

function unknownKey(key: string, shape: ObjectShape | undefined, path: Path): string {
  const known = Object.keys(shape?.fields ?? {});
  const meant = nearest(key, known);
  if (meant !== undefined) return `it is not known here: did you mean ${meant}?`;
  const depth = (place: string) => place.split('.').length;
  const elsewhere = placesOf(key, definitionShape, [])
    .filter((place) => place !== path.join('.'))
    .sort((a, b) => depth(a) - depth(b));
  if (elsewhere.length > 0) return `it does not belong here: it belongs under ${elsewhere.slice(0, 3).join(' or ')}`;
  return `it is not known here: there are ${known.join(', ')}`;
}

/** Where in a definition there is a key of this name. */
function placesOf(key: string, shape: Shape, way: readonly string[]): string[] {
  switch (shape.kind) {
    case 'object': {
      const here = Object.hasOwn(shape.fields, key) ? [way.length === 0 ? 'the top level' : way.join('.')] : [];
      return [
        ...here,
        ...Object.entries(shape.fields).flatMap(([name, field]) => placesOf(key, field, [...way, name])),
      ];
    }
    case 'choice':
      return [...new Set(Object.values(shape.options).flatMap((option) => placesOf(key, option, way)))];
    case 'entries':
      return placesOf(key, shape.of, [...way, 'NAME']);
    default:
      return [];
  }
}

function notOneOf(found: Tree, names: readonly string[]): string {
  const got = found.kind === 'leaf' ? `got ${written(found)}, ` : '';
  const meant = found.kind === 'leaf' ? nearest(String(found.value), names) : undefined;
  return `${got}expected ${names.join(', ')}${meant === undefined ? '' : `: did you mean ${meant}?`}`;
}

const nouns: Readonly<Record<Shape['kind'], string>> = {
  text: 'a text',
  number: 'a number',
  boolean: 'true or false',
  list: 'a list',
  map: 'values by name',
  entries: 'entries by name',
  object: 'a map',
  choice: 'a map',
  overlay: 'a map',
};

function wrongValue(shape: Shape, found: Tree): string {
  const expected = `expected ${nouns[shape.kind]}`;
  if (found.kind === 'row')
    return `${expected}, got a list${shape.kind === 'entries' ? ': give each entry a name' : ''}`;
  if (found.kind === 'branch') return `${expected}, got a map`;
  // An editor that half a line is written in has this at every moment.
  if (isMapLike(shape) && found.source !== undefined && /^[\w-]+:\S/.test(found.source))
    return `${expected}, got a text: a space is missing after the colon`;
  // It may have been meant for a secret that belongs into the map.
  if (isMapLike(shape)) return `${expected}, got a single value`;
  const isSecret = shape.kind === 'text' && shape.isSecret === true;
  if (isSecret) return `${expected}: write it as \${secret.NAME}`;
  if (shape.kind === 'text' && shape.values !== undefined && typeof found.value === 'string')
    return notOneOf(found, shape.values);
  if (shape.kind === 'text') return `${expected}${asText(found)}`;
  if (shape.kind === 'number' && shape.values !== undefined && typeof found.value === 'number') {
    return notOneOf(found, shape.values.map(String));
  }
  if (shape.kind === 'number' && typeof found.value === 'string' && /^-?\d+(\.\d+)?$/.test(found.value)) {
    return `${expected}: write ${found.value} without quotation marks`;
  }
  if (shape.kind === 'boolean' && /^(yes|on|y)$/i.test(String(found.value)))
    return `${expected}, got ${written(found)}: write true`;
  if (shape.kind === 'boolean' && /^(no|off|n)$/i.test(String(found.value)))
    return `${expected}, got ${written(found)}: write false`;
  return `${expected}, got ${written(found)}`;
}

/** The map that the name of another thing was meant for, as the end of a message. What is no such name may be a secret. */
function asEntry(shape: Shape, found: Tree, value: unknown): string {
  if (shape.kind !== 'object' || found.kind !== 'leaf') return '';
  const [[key, field] = [], ...others] = Object.entries(shape.fields).filter(([, { optional }]) => optional !== true);
  if (key === undefined || others.length > 0 || field?.kind !== 'text' || field.names === undefined) return '';
  const things = (value as Readonly<Record<string, unknown>>)[field.names];
  const isName = typeof things === 'object' && things !== null && Object.hasOwn(things, String(found.value));
  return `: write { ${key}: ${isName ? String(found.value) : 'NAME'} }`;
}

function isMapLike({ kind }: Shape): boolean {
  return kind !== 'text' && kind !== 'number' && kind !== 'boolean' && kind !== 'list';
}

/** YAML reads some texts as numbers, and not always as the same. */
function asText({ value, source }: Leaf): string {
  if (source === undefined || source === String(value)) return `: write "${String(value)}", with quotation marks`;
  return `, and YAML reads ${source} as ${String(value)}: write "${source}", with quotation marks`;
}

function written({ value, source }: Leaf): string {
  return typeof value === 'string' ? `"${value}"` : (source ?? String(value));
}

/** Names of entries that cannot be names. */
function nameProblems(tree: Tree): Problem[] {
  return named(tree, definitionShape, []).flatMap(({ path, name, isFree }) => {
    const message = isFree ? undefined : wrongName(name);
    return message === undefined ? [] : [{ at: undefined, path, message }];
  });
}

function wrongName(name: string): string | undefined {
  if (isOfEveryObject(name)) return 'it cannot be a name, since every object of JavaScript has it: choose another one';
  if (entryName.test(name)) return undefined;
  return `it cannot be a name: names begin with a letter and have at most 64 letters, digits, hyphens and underscores${nearestName(name)}`;
}

/** Constructs are kept in an object, which has these names already. */
export const isOfEveryObject = (name: string): boolean => name in Object.prototype;

function nearestName(name: string): string {
  const meant = name.replace(/^[^A-Za-z]+|[^A-Za-z0-9]+$/g, '').replace(/[^A-Za-z0-9_-]+/g, '-');
  return entryName.test(meant) ? `. Write ${meant.toLowerCase()}` : '';
}

function named(tree: Tree, shape: Shape, path: Path): { path: Path; name: string; isFree: boolean }[] {
  if (tree.kind !== 'branch') return [];
  const option =
    shape.kind === 'choice'
      ? (optionOf(shape, plain(tree)) ?? { kind: 'object' as const, text: '', fields: {} })
      : shape;
  return [...tree.entries].flatMap(([key, { value }]) => {
    const below = [...path, key];
    if (option.kind === 'object')
      return Object.hasOwn(option.fields, key) ? named(value, option.fields[key]!, below) : [];
    if (option === definitionShape.fields['outputs']) return [{ path: below, name: key, isFree: false }];
    if (option.kind !== 'entries') return [];
    // The platform gives processes, schemas and variables their names.
    const isFree = ['services', 'tablePrivileges', 'connections'].includes(String(path.at(-1)));
    return [{ path: below, name: key, isFree }, ...named(value, option.of, below)];
  });
}
