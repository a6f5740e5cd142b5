/** Schemas as messages. */
import { type AttributeMessage, type BlockMessage, Nesting, type NestedBlockMessage, StringKind } from './messages';
import { memberType } from './schema';
import type { Attribute, Block, NestedBlock, Parameter, ProviderFunction, Schema, Type } from './types';

export function schemaMessages(all: Readonly<Record<string, { readonly schema: Schema }>>) {
  return Object.fromEntries(Object.entries(all).map(([name, { schema }]) => [name, schemaMessage(schema)]));
}

export function schemaMessage(schema: Schema) {
  return { version: schema.version ?? 0, block: blockMessage(schema) };
}

function blockMessage(block: Block & { readonly deprecated?: string }): BlockMessage {
  const blocks = Object.entries(block.blocks ?? {});
  return {
    attributes: [
      ...Object.entries(block.attributes).map(attributeMessage),
      ...blocks.filter(([, { computed }]) => computed).map(blockAsAttribute),
    ],
    blockTypes: blocks
      .filter(([, { computed }]) => !computed)
      .map(([typeName, nested]): NestedBlockMessage => ({
        typeName,
        block: blockMessage(nested),
        nesting: Nesting[nested.nesting],
        ...itemLimits(nested),
      })),
    ...descriptionOf(block),
  };
}

function blockAsAttribute([name, block]: [string, NestedBlock]): AttributeMessage {
  return {
    name,
    type: typeBytes(memberType({ name, block })),
    optional: true,
    computed: true,
    ...descriptionOf(block),
  };
}

/** The limits of a block. A single one has, to Terraform, none but "none or one" and "exactly one". */
function itemLimits({ nesting, minItems = 0, maxItems = 0 }: NestedBlock): { minItems: number; maxItems: number } {
  if (nesting === 'single') return minItems > 0 ? { minItems: 1, maxItems: 1 } : { minItems: 0, maxItems: 0 };
  return { minItems, maxItems };
}

/** Whether Terraform lets the provider choose what the configuration leaves out. */
export const isComputed = ({ computed, emptyIsUnset, writeOnly }: Attribute): boolean | undefined =>
  computed || (emptyIsUnset && !writeOnly);

function attributeMessage([name, attribute]: [string, Attribute]): AttributeMessage {
  const { type, required, optional, sensitive, writeOnly } = attribute;
  return {
    name,
    type: typeBytes(type),
    required,
    optional,
    computed: isComputed(attribute),
    sensitive,
    writeOnly,
    ...descriptionOf(attribute),
  };
}

export function functionMessages(all: Readonly<Record<string, ProviderFunction>>) {
  return Object.fromEntries(Object.entries(all).map(([name, each]) => [name, functionMessage(each)]));
}

function functionMessage({ parameters, variadic, returns, summary, description, deprecated }: ProviderFunction) {
  return {
    parameters: parameters.map(parameterMessage),
    variadicParameter: variadic && parameterMessage(variadic),
    return: { type: typeBytes(returns) },
    summary,
    ...wordsOf(description),
    deprecationMessage: deprecated,
  };
}

function parameterMessage({ name, type, allowNull, allowUnknown, description }: Parameter) {
  return {
    name,
    type: typeBytes(type),
    allowNullValue: allowNull,
    allowUnknownValues: allowUnknown,
    ...wordsOf(description),
  };
}

const typeBytes = (type: Type) => Buffer.from(JSON.stringify(type));

const wordsOf = (description: string | undefined) => ({
  description,
  descriptionKind: description === undefined ? StringKind.plain : StringKind.markdown,
});

function descriptionOf({ description, deprecated }: { description?: string; deprecated?: string }) {
  return {
    ...wordsOf(description),
    deprecated: deprecated !== undefined,
    deprecationMessage: deprecated,
  };
}
