/** The form of a definition as others see it: by interfaces of their own, since the library that it is made with is installed nowhere else. */
import { definitionForm as form, jsonSchemaOfForm } from './form';
import type { Path } from './tree';

/**
 * A form by the Standard Schema interface (version 1), which validators, form builders and routers take:
 * `definitionForm['~standard'].validate(value)`.
 */
export interface DefinitionForm {
  readonly '~standard': {
    readonly version: 1;
    readonly vendor: string;
    /** @returns the value, or what is wrong with its structure. What only the whole shows, `checkDefinition` finds as well. */
    readonly validate: (value: unknown) => DefinitionFormResult;
  };
}

/** What a form says of a value. */
export type DefinitionFormResult =
  | { readonly value: Readonly<Record<string, unknown>>; readonly issues?: undefined }
  | { readonly issues: readonly DefinitionFormIssue[] };

/** What is wrong, and where. */
export interface DefinitionFormIssue {
  readonly message: string;
  readonly path: Path;
}

/** The form of a whole definition. References in it are texts. */
export const definitionForm: DefinitionForm = {
  '~standard': {
    version: 1,
    vendor: 'cdktf-aptible',
    validate: (value) => {
      const read = form.safeParse(value);
      return read.success
        ? { value: read.data as Readonly<Record<string, unknown>> }
        : { issues: read.error.issues.map(({ message, path }) => ({ message, path: path as Path })) };
    },
  },
};

/** @returns the JSON Schema (draft 7) of a definition. The package has it as a file: `cdktf-aptible/aptible.schema.json`. */
export function definitionJsonSchema(): object {
  return jsonSchemaOfForm();
}
