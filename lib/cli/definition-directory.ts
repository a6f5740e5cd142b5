/** Keeps the directory of a configuration for one definition, and for one command at a time. */
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { orWhenMissing, readIfPresent, replaceFile } from '../packaging';
import { tell } from './terminal';

/** What a directory is for. */
interface Owner {
  /** The path of the definition, seen from the directory: both can be moved together. */
  readonly file: string;
  readonly environment?: string | undefined;
  readonly name?: string | undefined;
}

/**
 * Writes down whose directory it is.
 *
 * @throws Error when it is that of another definition: Terraform would take the state of the one for that of the other
 */
export function claim(directory: string, file: string, variant: Omit<Owner, 'file'>): void {
  const path = join(directory, 'definition.json');
  const { environment, name } = variant;
  const own: Owner = { file: relative(directory, resolve(file)), environment, name };
  const text = JSON.stringify(own);
  const before = readIfPresent(path);
  if (before === text) return;
  if (before === '') return replaceFile(path, directory, (temporary) => writeFileSync(temporary, text));
  const other = JSON.parse(before) as Owner;
  const of = [other.environment, other.name].filter((part) => part !== undefined).join(', ');
  throw new Error(
    `${directory} belongs to another definition, ${resolve(directory, other.file)}${of && ` (${of})`}: with this one in it, their states could be mixed up. ` +
      `Nothing was changed. Give this one another --output, or remove ${path} when that definition was moved to this place`,
  );
}

/**
 * Does some work that no other command of this machine does in the directory at the same time.
 *
 * @throws Error when another command is still there after the time-out
 */
export async function aloneIn<T>(directory: string, timeoutMs: number, work: () => T | Promise<T>): Promise<T> {
  const lock = join(directory, 'command.lock');
  const giveUpAt = Date.now() + timeoutMs;
  for (let delayMs = firstDelayMs; !takes(lock); delayMs = Math.min(2 * delayMs, 1_000)) {
    if (removeStale(lock)) continue;
    if (Date.now() + delayMs > giveUpAt) {
      throw new Error(
        `Another command works in ${directory}: process ${holderOf(lock)}. Nothing was changed. Wait until it has ended, or give this one an --output of its own. ` +
          `When nothing runs there any more, remove ${lock}`,
      );
    }
    if (delayMs === firstDelayMs) tell(`Another command works in ${directory}. Waiting for its end …`);
    await wait(delayMs);
  }
  try {
    return await work();
  } finally {
    rmSync(lock, { force: true });
  }
}

const firstDelayMs = 50;

/** @returns whether it was free, and is this process's now. */
function takes(lock: string): boolean {
  try {
    writeFileSync(lock, String(process.pid), { flag: 'wx' });
    return true;
  } catch (error) {
    const { code, syscall } = error as NodeJS.ErrnoException;
    if (code === 'EEXIST') return false;
    // It was made, and what has to be in it was not written.
    if (syscall === 'write') rmSync(lock, { force: true });
    throw error;
  }
}

/** Removes the lock of a process that is gone. Only one does so at a time: another could remove the lock of the next process. */
function removeStale(lock: string): boolean {
  const removal = `${lock}.removal`;
  if (isHeld(lock) || !takes(removal)) return false;
  try {
    if (isHeld(lock)) return false;
    rmSync(lock, { force: true });
    return true;
  } finally {
    rmSync(removal, { force: true });
  }
}

const holderOf = (lock: string): string | undefined =>
  orWhenMissing<string | undefined>(() => readFileSync(lock, 'utf8'), undefined);

function isHeld(lock: string): boolean {
  const holder = holderOf(lock);
  if (holder === undefined) return false;
  // In a container, the command before this one often had the same number.
  if (holder === String(process.pid)) return false;
  // One that is just being written.
  if (!/^\d+$/.test(holder)) return true;
  try {
    return process.kill(Number(holder), 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ESRCH';
  }
}
