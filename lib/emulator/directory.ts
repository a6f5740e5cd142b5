import { existsSync } from 'node:fs';
import { mkdir, stat } from 'node:fs/promises';
import { dirname } from 'node:path';

/**
 * Makes a directory with those above it, as `mkdir` does with `recursive`, which never ends below /proc.
 *
 * @throws Error that says why the directory cannot be used.
 */
export async function makeDirectory(directory: string, mode: number): Promise<void> {
  try {
    await make(directory, mode);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    const reason =
      {
        EEXIST: 'there is a file of that name',
        ENOTDIR: 'a part of that path is a file',
        ENOENT: 'this system has no directories there',
        EACCES: 'this user may not write there',
        EROFS: 'this file system can only be read',
      }[code ?? ''] ?? message;
    throw new Error(`The directory ${directory} cannot be made: ${reason}. Choose another one.`, { cause: error });
  }
}

async function make(directory: string, mode: number): Promise<void> {
  try {
    await mkdir(directory, { mode });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EEXIST' && (await stat(directory)).isDirectory()) return;
    if (code !== 'ENOENT' || dirname(directory) === directory || existsSync(dirname(directory))) throw error;
    await make(dirname(directory), mode);
    await mkdir(directory, { mode });
  }
}
