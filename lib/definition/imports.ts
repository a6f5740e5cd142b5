/**
 * What a definition takes over instead of making it: the file beside it that `cdktf-aptible export` writes. It belongs to that one file and to
 * one environment, so that no file that extends it, and no copy by another name, takes over the same things.
 */
import { readFileSync } from 'node:fs';
import * as z from 'zod/mini';
import { DefinitionError } from './tree';

const id = z.int().check(z.positive());

const importsForm = z.strictObject({ environmentId: id, imports: z.record(z.string(), id) });

/** The platform's numbers. */
export interface Imports {
  readonly environmentId: number;
  /** By the path of the entry in the definition: `apps.web.services.web.endpoints.site`. */
  readonly imports: Readonly<Record<string, number>>;
}

/** @returns the path of the file of imports that belongs to a definition file. */
export const importsFileOf = (file: string): string => `${file}.imports.json`;

/**
 * @param file the definition file
 * @returns undefined when it takes over nothing
 * @throws DefinitionError when the file of its imports cannot be understood
 */
export function readImports(file: string): Imports | undefined {
  const path = importsFileOf(file);
  try {
    return importsForm.parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    const message =
      'expected {"environmentId": 42, "imports": {"apps.web": 4711}}, as `cdktf-aptible export` writes it: export again, or remove the ' +
      'file when everything has been taken over';
    throw new DefinitionError([{ at: { file: path, line: 1, column: 1 }, path: [], message }]);
  }
}
