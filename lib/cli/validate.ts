/** `cdktf-aptible validate`: offline, without cdktf. */
import { DefinitionError, readDefinition, type Problem, type ReadOptions } from '../definition';

export interface ValidateOptions extends ReadOptions {
  readonly json?: boolean;
  /** Whether the merged definition is printed. */
  readonly print?: boolean;
}

/** Prints what is wrong with definitions, and returns the exit status: 0, or 1 with a mistake. */
export function validate(
  files: readonly string[],
  { json = false, print = false, ...options }: ValidateOptions,
): number {
  const results = files.map((file) => ({ file, ...resultOf(file, options) }));
  const problems = results.flatMap((result) => result.problems);
  if (json) {
    console.log(JSON.stringify({ valid: problems.length === 0, problems: problems.map(asJson) }, undefined, 2));
  } else {
    for (const { error } of results) if (error !== undefined) console.error(error.message);
    const count = `${problems.length} ${problems.length === 1 ? 'mistake' : 'mistakes'}`;
    console.error(problems.length === 0 ? `Valid: ${files.join(', ')}` : count);
  }
  if (print) for (const { value } of results) if (value !== undefined) console.log(JSON.stringify(value, undefined, 2));
  return problems.length === 0 ? 0 : 1;
}

function resultOf(
  file: string,
  options: ReadOptions,
): { problems: readonly Problem[]; error?: DefinitionError; value?: unknown } {
  try {
    return { problems: [], value: readDefinition(file, options).value };
  } catch (error) {
    if (!(error instanceof DefinitionError)) throw error;
    return { problems: error.problems, error };
  }
}

function asJson({ at, path, message }: Problem) {
  return { ...(at && { file: at.file, line: at.line, column: at.column }), path, message };
}
