/** Finds everything that is wrong with a definition: its structure, its values, its references and what only the whole shows. */
import { formerlyProblems } from './formerly';
import { idProblems } from './ids';
import { limitProblems } from './limits';
import {
  cycleProblems,
  handleProblems,
  originProblems,
  referenceProblems,
  type Surroundings,
} from './references-check';
import { structureProblems } from './structure';
import { find, formatPath, type Branch, type Path, type Problem, type Tree } from './tree';

export interface CheckOptions extends Surroundings {
  /** What reading the files found already. */
  readonly problems?: readonly Problem[];
  /** The maps of a base to which entries were added, by the paths of these. */
  readonly added?: ReadonlyMap<string, Branch>;
}

/** @returns all problems, in the order of the file. */
export function checkTree(tree: Tree, options: CheckOptions): Problem[] {
  const structure = [...(options.problems ?? []), ...structureProblems(tree, options.added)];
  const wrong = new Set(structure.map(({ path }) => formatPath(path)));
  // One mistake, one message: a value of the wrong type has no limits to be checked.
  const isNew = ({ path }: { readonly path: Path }) =>
    !path.some((_step, index) => wrong.has(formatPath(path.slice(0, index + 1))));
  const references = referenceProblems(tree, options);
  const referring = new Set(references.map(({ path }) => formatPath(path)));
  const more = [
    // What a limit says shows the value, which may be a secret.
    ...limitProblems(tree).filter(({ path }) => !referring.has(formatPath(path))),
    ...references,
    ...handleProblems(tree),
    ...originProblems(tree),
    ...idProblems(tree),
    ...formerlyProblems(tree),
    ...cycleProblems(tree),
  ].filter(isNew);
  return [...structure, ...onceAPath(more)].map((problem) => placed(problem, tree)).sort(byPlace);
}

function onceAPath(problems: readonly Problem[]): Problem[] {
  const seen = new Set<string>();
  return problems.filter(({ path, message }) => {
    const key = `${formatPath(path)} ${message}`;
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

function placed(problem: Problem, tree: Tree): Problem {
  if (problem.at !== undefined) return problem;
  const found = find(tree, problem.path);
  return {
    ...problem,
    at: found.tree.kind === 'leaf' ? (found.tree.at ?? found.keyAt) : (found.keyAt ?? found.tree.at),
  };
}

function byPlace(a: Problem, b: Problem): number {
  const order = ({ at }: Problem): [string, number, number] =>
    at === undefined ? ['', 0, 0] : [at.file, at.line, at.column];
  const [[fileA, lineA, columnA], [fileB, lineB, columnB]] = [order(a), order(b)];
  return fileA.localeCompare(fileB) || lineA - lineB || columnA - columnB;
}
