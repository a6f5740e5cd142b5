/** Checks the former names of renamed entries. */
import { definitionShape, optionOf, type ObjectShape, type Shape } from './shape';
import { plain, type Branch, type Path, type Problem, type Tree } from './tree';

interface Renameable {
  readonly path: Path;
  readonly entry: Branch;
  readonly shape: ObjectShape;
}

export function formerlyProblems(tree: Tree): Problem[] {
  const byScope = new Map<string, Renameable[]>();
  for (const thing of renameable(tree, definitionShape, [])) {
    const scope = scopeOf(thing.path);
    byScope.set(scope, [...(byScope.get(scope) ?? []), thing]);
  }
  return [...byScope.values()].flatMap((things) => {
    const known = new Map(things.map(({ path }) => [path.at(-1), path]));
    const first = new Map<string, Path>();
    return things.flatMap((thing): Problem[] => {
      const former = textOf(thing.entry, 'formerly');
      if (former === undefined) return [];
      const message = wrongName(former, thing.path, known.get(former), first.get(former)) ?? replaced(thing, former);
      if (!first.has(former)) first.set(former, thing.path);
      return message === undefined ? [] : [{ at: undefined, path: [...thing.path, 'formerly'], message }];
    });
  });
}

/** The names of one scope are ids side by side: the endpoints of all services of an app are in one. */
const scopeOf = (path: Path): string =>
  JSON.stringify(path.slice(0, -1).filter((_step, index) => path[2] !== 'services' || (index !== 2 && index !== 3)));

function wrongName(former: string, path: Path, there?: Path, other?: Path): string | undefined {
  if (former.includes('${')) return 'expected the name itself, not a reference';
  if (former === path.at(-1)) return 'it is the name that it has: write the one that it had before, or take this out';
  if (there !== undefined)
    return `there is still ${there.join('.')}, so that this one was not called so before: take one of them out`;
  if (other !== undefined)
    return `${other.join('.')} has had this name before as well: only one of them can have had it`;
  return undefined;
}

/** What is wrong when the platform's name is that of the entry, and cannot be changed. */
function replaced({ entry, path, shape }: Renameable, former: string): string | undefined {
  const { definition } = shape.construct!;
  const name = ['handle', 'name'].find(
    (each) => Object.hasOwn(shape.fields, each) && definition.attributes[each]?.replace === true,
  );
  if (name === undefined || entry.entries.has(name)) return undefined;
  return `the platform cannot rename it, and its ${name} would be "${path.at(-1)}" now: write ${name}: ${former}, which it has, so that it is not replaced`;
}

function textOf({ entries }: Branch, key: string): string | undefined {
  const value = entries.get(key)?.value;
  return value?.kind === 'leaf' && typeof value.value === 'string' ? value.value : undefined;
}

function renameable(tree: Tree, shape: Shape, path: Path): Renameable[] {
  if (tree.kind !== 'branch') return [];
  const entries = [...tree.entries];
  if (shape.kind === 'object')
    return entries.flatMap(([key, { value }]) =>
      Object.hasOwn(shape.fields, key) ? renameable(value, shape.fields[key]!, [...path, key]) : [],
    );
  if (shape.kind !== 'entries') return [];
  return entries.flatMap(([key, { value }]) => {
    const option = shape.of.kind === 'choice' ? optionOf(shape.of, plain(value)) : shape.of;
    if (value.kind !== 'branch' || option?.kind !== 'object') return [];
    const below = [...path, key];
    const own = Object.hasOwn(option.fields, 'formerly') ? [{ path: below, entry: value, shape: option }] : [];
    return [...own, ...renameable(value, option, below)];
  });
}
