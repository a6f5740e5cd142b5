import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Does some work with a directory that only this user can read, and that is gone with all in it when the work has ended. */
export function inTemporaryDirectory<T>(work: (directory: string) => Promise<T>): Promise<T>;
export function inTemporaryDirectory<T>(work: (directory: string) => T): T;
export function inTemporaryDirectory<T>(work: (directory: string) => T | Promise<T>): T | Promise<T> {
  const directory = mkdtempSync(join(tmpdir(), 'cdktf-aptible-'));
  const remove = (): void => rmSync(directory, { recursive: true });
  let result: T | Promise<T> | undefined;
  try {
    result = work(directory);
  } finally {
    if (!(result instanceof Promise)) remove();
  }
  return result instanceof Promise ? result.finally(remove) : result;
}
