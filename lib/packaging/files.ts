import { randomBytes } from 'node:crypto';
import { readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';

/** Replaces a file at once: whoever reads or runs it meanwhile has all of the old one or all of the new one. */
export function replaceFile(path: string, directory: string, write: (temporary: string) => void): void {
  const temporary = join(directory, `.cdktf-aptible-${process.pid}-${randomBytes(4).toString('hex')}`);
  try {
    write(temporary);
    renameSync(temporary, path);
  } finally {
    rmSync(temporary, { force: true });
  }
}

export function readIfPresent(path: string): string {
  return orWhenMissing(() => readFileSync(path, 'utf8'), '');
}

export function orWhenMissing<T>(read: () => T, otherwise: T): T {
  try {
    return read();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return otherwise;
    throw error;
  }
}
