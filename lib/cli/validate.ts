/** `cdktf-aptible validate`: offline, without cdktf. */
import {
  DefinitionError,
  environmentsIn,
  formatProblem,
  readDefinition,
  sharedDrainProblems,
  type Problem,
  type ReadOptions,
} from '../definition';

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
  const results = files.flatMap((file) => resultsOf(file, options));
  // What is wrong in the part that all environments share is said once.
  const problems = distinct(results.flatMap((result) => result.problems));
  const definitions = results.flatMap(({ value }) => (value === undefined ? [] : [value]));
  if (json) {
    const found = { valid: problems.length === 0, problems: problems.map(asJson) };
    console.log(JSON.stringify({ ...found, ...(print && { definitions }) }, undefined, 2));
  } else {
    for (const problem of problems) console.error(formatProblem(problem));
    const count = `${problems.length} ${problems.length === 1 ? 'mistake' : 'mistakes'}`;
    console.error(problems.length === 0 ? `Valid: ${files.join(', ')}` : count);
    if (print) for (const definition of definitions) console.log(JSON.stringify(definition, undefined, 2));
  }
  return problems.length === 0 ? 0 : 1;
}

interface Result {
  readonly problems: readonly Problem[];
  readonly value?: unknown;
}

/** All environments of a file, unless one is chosen. */
function resultsOf(file: string, options: ReadOptions): Result[] {
  if (options.environment !== undefined) return [resultOf(file, options)];
  const names = namesIn(file);
  return names.length === 0
    ? [resultOf(file, options)]
    : [
        ...names.map((environment) => resultOf(file, { ...options, environment })),
        { problems: sharedDrainProblems(file, options) },
      ];
}

function namesIn(file: string): string[] {
  try {
    return environmentsIn(file);
  } catch (error) {
    if (!(error instanceof DefinitionError)) throw error;
    // The reading for the check says it.
    return [];
  }
}

function resultOf(file: string, options: ReadOptions): Result {
  try {
    return { problems: [], value: readDefinition(file, options).value };
  } catch (error) {
    if (!(error instanceof DefinitionError)) throw error;
    return { problems: error.problems };
  }
}

function distinct(problems: readonly Problem[]): Problem[] {
  return [...new Map(problems.map((problem) => [formatProblem(problem), problem])).values()];
}

function asJson({ at, path, message }: Problem) {
  return { ...(at && { file: at.file, line: at.line, column: at.column }), path, message };
}
