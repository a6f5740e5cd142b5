/** Finds drains that several environments of one definition would share: each alone is right. */
import { adapted, drainsIn, environmentNames, type Adaptation } from './adapt';
import { loadDefinition } from './files';
import { find, type Problem, type Tree } from './tree';

interface SharedDrain {
  readonly path: readonly [section: string, name: string];
  readonly handle: string;
  /** That of the first environment. */
  readonly tree: Tree;
  readonly environments: string[];
}

/** @returns the drains whose handle several environments have: the platform makes only the first of them. */
export function sharedDrainProblems(file: string, options: Adaptation): Problem[] {
  const written = loadDefinition(file);
  const shared = new Map<string, SharedDrain>();
  for (const environment of environmentNames(written.tree)) {
    const { tree } = adapted(written, { ...options, environment });
    for (const { section, name, handle } of drainsIn(tree)) {
      if (handle.includes('${')) continue;
      const key = `${section} ${handle}`;
      if (!shared.has(key)) shared.set(key, { path: [section, name], handle, tree, environments: [] });
      shared.get(key)!.environments.push(environment);
    }
  }
  return [...shared.values()]
    .filter(({ environments }) => environments.length > 1)
    .map(({ path, handle, tree, environments }) => ({
      at: find(tree, path).keyAt,
      path,
      message:
        `the environments ${environments.join(', ')} have a drain with the handle ${JSON.stringify(handle)}, and a handle of a drain is unique on the ` +
        `platform: write handle: "\${environment.handle}-${handle}", or remove the drain from all but one with null`,
    }));
}
