/** Writes a definition file. */
import { Document, Scalar, visit } from 'yaml';
import { definitionJsonSchema, importsFileOf } from '../../definition';
import type { Model } from './model';
import type { Files } from './files';

const schemaFile = 'aptible.schema.json';

/** @returns the definition, what it takes over, and the schema with which editors complete and check it. */
export function yamlFiles({ definition, imports }: Model, name: string): Files {
  // Some readers want the one comment, some the other.
  const head = `# yaml-language-server: $schema=./${schemaFile}\n# $schema: ./${schemaFile}\n`;
  return {
    [name]: head + bodyOf(definition),
    [importsFileOf(name)]: json(imports),
    [schemaFile]: json(definitionJsonSchema()),
  };
}

function bodyOf(definition: object): string {
  // Quotes what readers of YAML 1.1 would take for something else: no, on, 22:22.
  const document = new Document(definition, { compat: 'yaml-1.1', aliasDuplicateObjects: false });
  visit(document, {
    Scalar: (_, scalar) => {
      if (typeof scalar.value === 'string' && isClearerInQuotes(scalar.value)) scalar.type = Scalar.QUOTE_DOUBLE;
    },
  });
  return document.toString({ lineWidth: 0, doubleQuotedMinMultiLineLength: Infinity });
}

/** Certificates stay lines, and a reference by itself needs no quotes. Others could be read as something else, by people at least. */
function isClearerInQuotes(text: string): boolean {
  return text.includes('\n')
    ? !/^(?:[\w+/=-][\w+/= -]*\n)+$/.test(text)
    : text.includes('${') && !/^\$\{[^}]*\}$/.test(text);
}

const json = (value: object): string => `${JSON.stringify(value, undefined, 2)}\n`;
