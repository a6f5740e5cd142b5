/** Finds drains that several environments of one definition would share: each alone is right. */
import { adapted, environmentNames, handleOf, type Adaptation } from './adapt';
import { loadDefinition } from './files';
import { find, type Path, type Problem, type Tree } from './tree';

interface Drain {
  readonly path: Path;
  readonly handle: string;
  readonly tree: Tree;
}

/** @returns the drains whose handle several environments have: the platform makes only the first of them. */
export function sharedDrainProblems(file: string, options: Adaptation): Problem[] {
  const written = loadDefinition(file);
  const users = new Map<string, Drain & { readonly environments: string[] }>();
  for (const environment of environmentNames(written.tree)) {
    for (const drain of drainsIn(adapted(written, { ...options, environment }).tree)) {
      const key = `${drain.path[0]} ${drain.handle}`;
      if (!users.has(key)) users.set(key, { ...drain, environments: [] });
      users.get(key)!.environments.push(environment);
    }
  }
  return [...users.values()]
    .filter(({ environments }) => environments.length > 1)
    .map(({ path, handle, tree, environments }) => ({
      at: find(tree, path).keyAt,
      path,
      message:
        `the environments ${environments.join(', ')} have a drain with the handle ${JSON.stringify(handle)}, and a handle of a drain is unique on the ` +
        `platform: write handle: "\${environment.handle}-${handle}", or remove the drain from all but one with null`,
    }));
}

function drainsIn(tree: Tree): Drain[] {
  return ['logDrains', 'metricDrains'].flatMap((section) => {
    const { tree: drains } = find(tree, [section]);
    if (drains === tree || drains.kind !== 'branch') return [];
    return [...drains.entries].flatMap(([name, { value }]) => {
      const handle = value.kind === 'branch' ? handleOf(value, name) : undefined;
      return handle === undefined || handle.includes('${') ? [] : [{ path: [section, name], handle, tree }];
    });
  });
}
