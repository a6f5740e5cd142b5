/** Writes a definition file. */
import { stringify } from 'yaml';
import { definitionJsonSchema, importsFileOf } from '../../definition';
import type { Model } from './model';
import type { Files } from './files';

const schemaFile = 'aptible.schema.json';

/** @returns the definition, what it takes over, and the schema with which editors complete and check it. */
export function yamlFiles({ definition, imports }: Model, name: string): Files {
  // Some readers want the one comment, some the other.
  const head = `# yaml-language-server: $schema=./${schemaFile}\n# $schema: ./${schemaFile}\n`;
  // Quotes what readers of YAML 1.1 would take for something else: no, on, 22:22.
  const body = stringify(definition, { compat: 'yaml-1.1', lineWidth: 0, aliasDuplicateObjects: false });
  return {
    [name]: head + body,
    [importsFileOf(name)]: json(imports),
    [schemaFile]: json(definitionJsonSchema()),
  };
}

const json = (value: object): string => `${JSON.stringify(value, undefined, 2)}\n`;
