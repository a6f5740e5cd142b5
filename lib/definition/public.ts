/** The types of `cdktf-aptible/definition`: what is promised of this room. The rest of it is for the constructs and the command. */
export {
  checkDefinition,
  DefinitionError,
  definitionForm,
  definitionJsonSchema,
  formatProblem,
  readDefinition,
  type Adaptation,
  type CheckedDefinition,
  type DefinitionForm,
  type DefinitionFormIssue,
  type DefinitionFormResult,
  type Imports,
  type Path,
  type Place,
  type Problem,
  type ReadOptions,
} from './index';
