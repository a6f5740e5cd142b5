/** Changes a definition for one run: one of its environments, single values, and another environment than the one that is written. */
import { nearest } from '../schema/nearest';
import { merge, type Merged } from './merge';
import { shapeAt } from './shape';
import { DefinitionError, find, plain, treeOf, type Branch, type Problem, type Tree } from './tree';

export interface Adaptation {
  /**
   * Which of the environments of a definition that describes several.
   *
   * @default - the only one
   */
  readonly environment?: string;

  /**
   * Single values in place of those that are written, by their paths: `{ 'apps.web.image': 'quay.io/acme/web:1.4' }`.
   *
   * @default - none
   */
  readonly set?: Readonly<Record<string, string>>;

  /**
   * Makes a copy of the environment: its handle, and those of its drains, get this name at the end, after a hyphen.
   *
   * @default - none: the environment itself
   */
  readonly name?: string;
}

/** @returns the definition with these changes, and what is wrong with them. */
export function adapted(written: Merged, { environment, set = {}, name }: Adaptation): Merged {
  const steps = [
    (tree: Tree) => oneEnvironment(tree, environment),
    ...Object.entries(set).map(
      ([path, text]) =>
        (tree: Tree) =>
          withValue(tree, path.split('.'), text),
    ),
    ...(name === undefined ? [] : [(tree: Tree) => withName(tree, name)]),
  ];
  return steps.reduce((before, step) => after(before, step(before.tree)), written);
}

function after(before: Merged, { tree, problems, removed, added }: Merged): Merged {
  return {
    tree,
    problems: [...before.problems, ...problems],
    removed: new Map([...before.removed, ...removed]),
    added: new Map([...before.added, ...added]),
  };
}

function unchanged(tree: Tree, problems: readonly Problem[] = []): Merged {
  return { tree, problems, removed: new Map(), added: new Map() };
}

/** @returns the names of the environments that a definition describes; empty when it is one. */
export function environmentNames(tree: Tree): string[] {
  const { tree: several } = find(tree, ['environments']);
  return several !== tree && several.kind === 'branch' ? [...several.entries.keys()] : [];
}

/** @throws DefinitionError when the choice is none: what each environment has is not known then. */
function oneEnvironment(tree: Tree, wanted: string | undefined): Merged {
  const several = tree.kind === 'branch' ? tree.entries.get('environments') : undefined;
  if (tree.kind !== 'branch' || several === undefined) {
    const message = `it describes one environment: there is none to choose, such as "${wanted}"`;
    return unchanged(tree, wanted === undefined ? [] : [{ at: tree.at, path: [], message }]);
  }
  const entries = new Map(tree.entries);
  entries.delete('environments');
  const base: Branch = { ...tree, entries };
  const names = environmentNames(tree);
  const refuse = (message: string) => new DefinitionError([{ at: several.keyAt, path: ['environments'], message }]);
  if (names.length === 0) throw refuse('expected entries by name: each has what is different in one environment');
  if (wanted === undefined) throw refuse(`there are several: choose one with --environment: ${names.join(', ')}`);
  const overlay = several.value.kind === 'branch' ? several.value.entries.get(wanted) : undefined;
  if (overlay !== undefined) return merge(base, overlay.value);
  const meant = nearest(wanted, names);
  const hint = meant === undefined ? `there are ${names.join(', ')}` : `did you mean ${meant}?`;
  throw refuse(`there is no environment ${wanted}: ${hint}`);
}

function withValue(tree: Tree, path: readonly string[], text: string): Merged {
  const absent = absentEntry(tree, path);
  if (absent !== undefined) return unchanged(tree, [{ at: undefined, path, message: absent }]);
  const value = typed(text, shapeAt(path, plain(tree))?.kind);
  const overlay = path.reduceRight<unknown>((inner, step) => ({ [step]: inner }), value);
  return merge(tree, treeOf(overlay));
}

/** A slip of the pen in the name of an entry would make another one. */
function absentEntry(tree: Tree, path: readonly string[]): string | undefined {
  const value = plain(tree);
  for (const [index, step] of path.slice(0, -1).entries()) {
    const way = path.slice(0, index);
    if (shapeAt(way, value)?.kind !== 'entries') continue;
    const { tree: entries } = find(tree, way);
    const names = entries.kind === 'branch' ? [...entries.entries.keys()] : [];
    if (names.includes(step)) continue;
    const meant = nearest(step, names);
    return `there is no ${[...way, step].join('.')} to set it in${meant === undefined ? '' : `: did you mean ${meant}?`}`;
  }
  return undefined;
}

/** A command line has only texts. */
function typed(text: string, kind: string | undefined): unknown {
  if (kind === 'number' && text.trim() !== '' && Number.isFinite(Number(text))) return Number(text);
  if (kind === 'boolean' && (text === 'true' || text === 'false')) return text === 'true';
  return text;
}

function withName(tree: Tree, name: string): Merged {
  const handle = handleOf(find(tree, ['environment']).tree);
  if (handle === undefined) return unchanged(tree);
  const named: Record<string, object> = { environment: { handle: `${handle}-${name}` } };
  // The platform knows drains by handles that no other environment has.
  for (const drain of drainsIn(tree)) {
    named[drain.section] = { ...named[drain.section], [drain.name]: { handle: `${drain.handle}-${name}` } };
  }
  return merge(tree, treeOf(named));
}

/** @returns the drains with their handles. What is wrong with others is said by the check of the structure. */
export function drainsIn(tree: Tree): { readonly section: string; readonly name: string; readonly handle: string }[] {
  return ['logDrains', 'metricDrains'].flatMap((section) => {
    const { tree: drains } = find(tree, [section]);
    if (drains === tree || drains.kind !== 'branch') return [];
    return [...drains.entries].flatMap(([name, { value }]) => {
      const handle = value.kind === 'branch' ? handleOf(value, name) : undefined;
      return handle === undefined ? [] : [{ section, name, handle }];
    });
  });
}

/** @returns the handle that an entry has; undefined where it is none. */
function handleOf(entry: Tree, otherwise?: string): string | undefined {
  const handle = entry.kind === 'branch' ? entry.entries.get('handle')?.value : undefined;
  if (handle === undefined) return otherwise;
  return handle.kind === 'leaf' && typeof handle.value === 'string' ? handle.value : undefined;
}
