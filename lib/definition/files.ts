/** Reads a definition with the files that it extends. */
import { existsSync, readdirSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { basename, dirname, join, relative, resolve, sep } from 'node:path';
import { nearest } from '../schema/nearest';
import { merge, nothingMerged, type Merged } from './merge';
import { DefinitionError } from './tree';
import { readYaml } from './yaml';

export interface Loaded extends Merged {
  /** The file and those that it extends, the nearest first. */
  readonly files: readonly string[];
}

/**
 * @param file its path; errors call it as it is given here
 * @throws DefinitionError with all that is wrong with the spelling
 */
export function loadDefinition(file: string): Loaded {
  return load(resolve(file), projectOf(resolve(file)), []);
}

/** The directory that files may be in: that of the repository, or of the definition where there is none. */
export function projectOf(file: string): string {
  const directories = [dirname(file)];
  while (dirname(directories[0]!) !== directories[0]) directories.unshift(dirname(directories[0]!));
  return directories.findLast((directory) => existsSync(join(directory, '.git'))) ?? dirname(file);
}

/** @returns the path of another file, as a definition names it. */
export function pathInProject(
  path: string,
  from: string,
  project: string,
): { readonly path: string } | { readonly problem: string } {
  const target = resolve(dirname(from), path);
  const home = realpathSync(project);
  const exists = existsSync(target);
  const real = exists ? realpathSync(target) : target;
  if (![home, project].some((directory) => real.startsWith(directory + sep))) {
    return { problem: `${real} is outside of the project, ${home}: only what is reviewed with it can be part of it` };
  }
  if (!exists) return { problem: `there is no file ${shown(target)}${nearestFile(target)}` };
  if (!statSync(target).isFile()) return { problem: `${shown(target)} is not a file` };
  return { path: target };
}

function nearestFile(target: string): string {
  if (!existsSync(dirname(target))) return `: there is no directory ${shown(dirname(target))} either`;
  const meant = nearest(basename(target), readdirSync(dirname(target)));
  return meant === undefined ? '' : `: did you mean ${meant}?`;
}

function load(file: string, project: string, chain: readonly string[]): Loaded {
  const tree = readYaml(read(file), shown(file));
  const base = tree.kind === 'branch' ? tree.entries.get('extends') : undefined;
  if (tree.kind !== 'branch' || base === undefined) return { tree, files: [file], ...nothingMerged };
  const refuse = (message: string) => new DefinitionError([{ at: base.value.at, path: ['extends'], message }]);
  if (base.value.kind !== 'leaf' || typeof base.value.value !== 'string') throw refuse('expected the path of one file');
  const found = pathInProject(base.value.value, file, project);
  if ('problem' in found) throw refuse(found.problem);
  const way = [...chain, file];
  if (way.includes(found.path))
    throw refuse(`the files extend each other: ${[...way, found.path].map(shown).join(' → ')}`);
  const below = load(found.path, project, way);
  const own = new Map(tree.entries);
  own.delete('extends');
  const over = merge(below.tree, { ...tree, entries: own });
  return {
    tree: over.tree,
    files: [file, ...below.files],
    problems: [...below.problems, ...over.problems],
    removed: new Map([...below.removed, ...over.removed]),
    added: new Map([...below.added, ...over.added]),
  };
}

function read(file: string): Uint8Array {
  try {
    return readFileSync(file);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const why =
      code === 'ENOENT' ? 'there is no such file' : code === 'EISDIR' ? 'it is a directory' : (error as Error).message;
    throw new DefinitionError([{ at: undefined, path: [], message: `${shown(file)} cannot be read: ${why}` }]);
  }
}

/** A path as short as it can be said. */
export function shown(file: string): string {
  const fromHere = relative(process.cwd(), file);
  return fromHere.startsWith('..') ? file : fromHere;
}
