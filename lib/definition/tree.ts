/** The values of a definition, each with the place where it is written. */

/** A place in a file, counted from 1. A definition that is an object of a program has none. */
export interface Place {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

export type Tree = Leaf | Branch | Row;

interface Placed {
  readonly at: Place | undefined;
}

export interface Leaf extends Placed {
  readonly kind: 'leaf';
  readonly value: string | number | boolean | null;
  /** The value as it is written, where that is not quoted. */
  readonly source?: string;
}

export interface Branch extends Placed {
  readonly kind: 'branch';
  readonly entries: ReadonlyMap<string, Entry>;
}

export interface Entry {
  readonly keyAt: Place | undefined;
  readonly value: Tree;
}

interface Row extends Placed {
  readonly kind: 'row';
  readonly items: readonly Tree[];
}

export type Path = readonly (string | number)[];

/** What is wrong with a definition, where, and in one sentence. */
export interface Problem {
  readonly at: Place | undefined;
  /** The way to the value: names, and numbers in lists. Empty for the file as a whole. */
  readonly path: Path;
  readonly message: string;
}

/** All that is wrong with a definition. */
export class DefinitionError extends Error {
  constructor(readonly problems: readonly Problem[]) {
    super(problems.map(formatProblem).join('\n'));
    this.name = 'DefinitionError';
  }
}

/** @returns `file:line:column: path: message`. */
export function formatProblem({ at, path, message }: Problem): string {
  const place = at === undefined ? '' : `${at.file}:${at.line}:${at.column}: `;
  const where = path.length === 0 ? '' : `${formatPath(path)}: `;
  return `${place}${where}${message}`;
}

export function formatPath(path: Path): string {
  return path.map((step, index) => (typeof step === 'number' ? `[${step}]` : index === 0 ? step : `.${step}`)).join('');
}

/** @returns the values without their places. */
export function plain(tree: Tree): unknown {
  switch (tree.kind) {
    case 'leaf':
      return tree.value;
    case 'row':
      return tree.items.map(plain);
    case 'branch':
      return Object.fromEntries([...tree.entries].map(([key, { value }]) => [key, plain(value)]));
  }
}

/** @returns the tree of a value that a program has made. */
export function treeOf(value: unknown): Tree {
  const at = undefined;
  if (Array.isArray(value)) return { kind: 'row', at, items: value.map(treeOf) };
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value).filter(([, item]) => item !== undefined);
    return {
      kind: 'branch',
      at,
      entries: new Map(entries.map(([key, item]) => [key, { keyAt: at, value: treeOf(item) }])),
    };
  }
  return { kind: 'leaf', at, value: value as Leaf['value'] };
}

/** @returns what is at a path, as far as it goes. */
export function find(tree: Tree, path: Path): { readonly tree: Tree; readonly keyAt: Place | undefined } {
  let found: { tree: Tree; keyAt: Place | undefined } = { tree, keyAt: tree.at };
  for (const step of path) {
    const { tree: current } = found;
    const entry = current.kind === 'branch' ? current.entries.get(String(step)) : undefined;
    const item = current.kind === 'row' ? current.items[Number(step)] : undefined;
    if (entry) found = { tree: entry.value, keyAt: entry.keyAt };
    else if (item) found = { tree: item, keyAt: item.at };
    else break;
  }
  return found;
}

/** Tells whether a path leads to something. */
export function isAt(tree: Tree, path: Path): boolean {
  let current: Tree | undefined = tree;
  for (const step of path) {
    if (current?.kind === 'branch') current = current.entries.get(String(step))?.value;
    else current = current?.kind === 'row' ? current.items[Number(step)] : undefined;
  }
  return current !== undefined;
}

/** What is wrong with a key that has no value. */
export const emptyMessage =
  'there is nothing below it: give it content, write {} for what has all defaults, or take the line out';

/** Every leaf with its path. */
export function* leaves(tree: Tree, path: Path = []): Generator<{ readonly leaf: Leaf; readonly path: Path }> {
  if (tree.kind === 'leaf') yield { leaf: tree, path };
  else if (tree.kind === 'row') for (const [index, item] of tree.items.entries()) yield* leaves(item, [...path, index]);
  else for (const [key, { value }] of tree.entries) yield* leaves(value, [...path, key]);
}
