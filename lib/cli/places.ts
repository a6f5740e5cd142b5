/** Says what lies at a path that a person gave. */
import { statSync } from 'node:fs';

/** @throws Error when that cannot be told, such as of links in a circle. */
export function lyingAt(path: string): 'directory' | 'file' | undefined {
  try {
    const found = statSync(path, { throwIfNoEntry: false });
    if (found === undefined) return undefined;
    return found.isDirectory() ? 'directory' : 'file';
  } catch (error) {
    throw new Error(`${path} cannot be read: ${(error as Error).message}`, { cause: error });
  }
}
