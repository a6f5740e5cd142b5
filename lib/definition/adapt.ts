/** Changes a definition for one run: single values, and another environment than the one that is written. */
import { merge } from './merge';
import { shapeAt } from './shape';
import { find, plain, treeOf, type Problem, type Tree } from './tree';

export interface Adaptation {
  /**
   * Single values in place of those that are written, by their paths: `{ 'apps.web.image': 'quay.io/acme/web:1.4' }`.
   *
   * @default - none
   */
  readonly set?: Readonly<Record<string, string>>;

  /**
   * Makes a copy of the environment: its handle gets this name at the end, after a hyphen.
   *
   * @default - none: the environment itself
   */
  readonly name?: string;
}

interface Adapted {
  readonly tree: Tree;
  readonly problems: readonly Problem[];
}

/** @returns the definition with these changes, and what is wrong with them. */
export function adapted(tree: Tree, { set = {}, name }: Adaptation): Adapted {
  const steps = [
    ...Object.entries(set).map(
      ([path, text]) =>
        (before: Tree) =>
          withValue(before, path.split('.'), text),
    ),
  ];
  if (name !== undefined) steps.push((before) => withName(before, name));
  const problems: Problem[] = [];
  const changed = steps.reduce((before, step) => {
    const after = step(before);
    problems.push(...after.problems);
    return after.tree;
  }, tree);
  return { tree: changed, problems };
}

function withValue(tree: Tree, path: readonly string[], text: string): Adapted {
  const value = typed(text, shapeAt(path, plain(tree))?.kind);
  const overlay = path.reduceRight<unknown>((inner, step) => ({ [step]: inner }), value);
  const { tree: changed, problems } = merge(tree, treeOf(overlay));
  return { tree: changed, problems };
}

/** A command line has only texts. */
function typed(text: string, kind: string | undefined): unknown {
  if (kind === 'number' && text.trim() !== '' && Number.isFinite(Number(text))) return Number(text);
  if (kind === 'boolean' && (text === 'true' || text === 'false')) return text === 'true';
  return text;
}

function withName(tree: Tree, name: string): Adapted {
  const handle = find(tree, ['environment', 'handle']).tree;
  if (handle.kind !== 'leaf' || typeof handle.value !== 'string') return { tree, problems: [] };
  return withValue(tree, ['environment', 'handle'], `${handle.value}-${name}`);
}
