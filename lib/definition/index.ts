/** Definitions of environments: read from files, merged, and checked, without cdktf. */
import { checkTree } from './check';
import { adapted, environmentNames, type Adaptation } from './adapt';
import { loadDefinition, projectOf } from './files';
import { readImports, type Imports } from './imports';
import { nothingMerged } from './merge';
import { DefinitionError, plain, treeOf } from './tree';

export type { Adaptation } from './adapt';
export { loadDefinition } from './files';
export { importsFileOf, type Imports } from './imports';
export { endpointsOfApp, hasCredentials, readable, targetOf, type Target } from './readable';
export { partsOf, referencesIn, type Reference } from './references';
export { hasPassword, hasToken } from './secret-forms';
export { definitionShape, optionOf, shapeAt, type ChoiceShape, type ObjectShape, type Shape } from './shape';
export {
  definitionForm,
  definitionJsonSchema,
  type DefinitionForm,
  type DefinitionFormIssue,
  type DefinitionFormResult,
} from './standard';
export { sharedDrainProblems } from './shared-drains';
export { stateOfStack, type StateOfStack } from './stacks';
export { directoryNameOf, stateOf } from './state';
export { isOfEveryObject } from './structure';
export { DefinitionError, formatProblem, leaves, type Path, type Place, type Problem } from './tree';

/** A definition without mistakes. */
export interface CheckedDefinition {
  /** As it is written, after the merge: references are still texts. */
  readonly value: Readonly<Record<string, unknown>>;
  /** The file, and those that it extends, the nearest first. Empty for one that a program has made. */
  readonly files: readonly string[];
  /** The directory that its files may not leave. */
  readonly project?: string;
  /** What exists already, and is taken over. */
  readonly imports?: Imports;
}

export interface ReadOptions extends Adaptation {
  /**
   * Whether the file of imports beside it is read. Those of a copy, and of one of several environments, never are.
   *
   * @default true
   */
  readonly imports?: boolean;

  /**
   * Where `${env.NAME}` looks.
   *
   * @default process.env
   */
  readonly environmentVariables?: Readonly<Record<string, string | undefined>>;
}

/**
 * Reads a definition file with those that it extends.
 *
 * @param file its path: YAML or JSON
 * @throws DefinitionError with all that is wrong
 */
export function readDefinition(file: string, options: ReadOptions = {}): CheckedDefinition {
  const { files, ...written } = loadDefinition(file);
  const { tree, ...found } = adapted(written, options);
  const project = projectOf(files[0]!);
  const environmentVariables = options.environmentVariables ?? process.env;
  const problems = checkTree(tree, { environmentVariables, file: files[0]!, project, ...found });
  if (problems.length > 0) throw new DefinitionError(problems);
  const isTheOne = options.name === undefined && options.environment === undefined;
  const imports = isTheOne && options.imports !== false ? readImports(file) : undefined;
  return { value: plain(tree) as CheckedDefinition['value'], files, project, ...(imports && { imports }) };
}

/**
 * Checks a definition that is an object.
 *
 * @throws DefinitionError with all that is wrong
 */
export function checkDefinition(value: unknown, options: ReadOptions = {}): CheckedDefinition {
  const { tree, ...findings } = adapted({ ...nothingMerged, tree: treeOf(value) }, options);
  const environmentVariables = options.environmentVariables ?? process.env;
  const found = checkTree(tree, { environmentVariables, ...findings });
  if (found.length > 0) throw new DefinitionError(found);
  return { value: plain(tree) as CheckedDefinition['value'], files: [] };
}

/** @returns the names of the environments that a definition file describes; empty when it is one. */
export function environmentsIn(file: string): string[] {
  return environmentNames(loadDefinition(file).tree);
}
