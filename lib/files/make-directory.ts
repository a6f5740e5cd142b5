import { existsSync, mkdirSync, statSync } from 'node:fs';
import { dirname } from 'node:path';

/** Makes a directory with those above it, unless they are there, as `mkdir` does with `recursive`, which never ends below /proc. */
export function makeDirectory(directory: string, mode = 0o777): void {
  try {
    mkdirSync(directory, { mode });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EEXIST' && statSync(directory, { throwIfNoEntry: false })?.isDirectory()) return;
    if (code !== 'ENOENT' || dirname(directory) === directory || existsSync(dirname(directory))) throw error;
    makeDirectory(dirname(directory), mode);
    makeDirectory(directory, mode);
  }
}
