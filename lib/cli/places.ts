/** Says what lies at a path that a person gave. */
import { statSync } from 'node:fs';

/** @throws the error of Node when that cannot be told, such as of links in a circle. */
export function lyingAt(path: string): 'directory' | 'file' | undefined {
  const found = statSync(path, { throwIfNoEntry: false });
  if (found === undefined) return undefined;
  return found.isDirectory() ? 'directory' : 'file';
}
