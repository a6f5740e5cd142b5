import { randomBytes } from 'node:crypto';
import {
  chmodSync,
  closeSync,
  constants,
  copyFileSync,
  fstatSync,
  lstatSync,
  openSync,
  readFileSync,
  readSync,
  renameSync,
  rmSync,
} from 'node:fs';
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

/** Puts a copy of a file there, by `replaceFile`. One that is there already stays, which takes a fraction of the time. */
export function placeCopy(path: string, from: string, mode: number, directory: string): void {
  if (isCopy(path, from, mode)) return;
  replaceFile(path, directory, (temporary) => {
    copyFileSync(from, temporary, constants.COPYFILE_FICLONE);
    chmodSync(temporary, mode);
  });
}

/** Compares all bytes: times and sizes are the same for a file that somebody damaged. A link to a copy is none. */
function isCopy(path: string, from: string, mode: number): boolean {
  const found = lstatSync(path, { throwIfNoEntry: false });
  if (!found?.isFile() || (found.mode & 0o777) !== mode) return false;
  const files: number[] = [];
  try {
    for (const each of [path, from]) files.push(openSync(each, 'r'));
    return hasSameContent(files[0]!, files[1]!);
  } finally {
    files.forEach(closeSync);
  }
}

function hasSameContent(one: number, other: number): boolean {
  if (fstatSync(one).size !== fstatSync(other).size) return false;
  const [left, right] = [Buffer.allocUnsafe(65_536), Buffer.allocUnsafe(65_536)];
  for (;;) {
    const length = readSync(one, left);
    if (length !== readSync(other, right) || left.compare(right, 0, length, 0, length) !== 0) return false;
    if (length === 0) return true;
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
