/** Writes what is exported, and nothing over what is there. Each file is there as a whole, or not at all. */
import { existsSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeDirectory } from '../../files/make-directory';

/** The texts of files, by their names. */
export type Files = Readonly<Record<string, string>>;

/**
 * @returns the paths of the files
 * @throws Error when a file is there that is another one; nothing is written then
 */
export function writeFiles(directory: string, files: Files, { force = false }: { readonly force?: boolean }): string[] {
  const paths = Object.entries(files).map(([name, text]) => ({ path: join(directory, name), text }));
  const inTheWay = paths.filter(({ path, text }) => existsSync(path) && readFileSync(path, 'utf8') !== text);
  if (inTheWay.length > 0 && !force) {
    throw new Error(
      `Nothing is written: there is already ${inTheWay.map(({ path }) => path).join(', ')}. Name another place with --output, or write over it with --force.`,
    );
  }
  makeDirectory(directory);
  const temporary = mkdtempSync(join(directory, '.export-'));
  try {
    for (const [name, text] of Object.entries(files)) writeFileSync(join(temporary, name), text);
    for (const name of Object.keys(files)) renameSync(join(temporary, name), join(directory, name));
  } finally {
    rmSync(temporary, { recursive: true });
  }
  return paths.map(({ path }) => path);
}
