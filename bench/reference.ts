/** The provider in Go that does nothing: the limit that terraform itself sets. It is built from `reference/`, with the schemas of ours. */
import { execFileSync, spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Type } from '../lib/plugin/types';

/** What `terraform providers schema -json` says of a provider, as far as the reference takes it over. */
export interface ProviderSchemas {
  readonly provider: Schema;
  readonly resource_schemas: Readonly<Record<string, Schema>>;
  readonly data_source_schemas: Readonly<Record<string, Schema>>;
  readonly ephemeral_resource_schemas?: Readonly<Record<string, Schema>>;
}

interface Schema {
  readonly version: number;
  readonly block: Block;
}

interface Block {
  readonly description?: string;
  readonly attributes?: Readonly<Record<string, Attribute>>;
  readonly block_types?: Readonly<Record<string, { readonly nesting_mode: string; readonly block: Block }>>;
}

interface Attribute {
  readonly type: Type;
  readonly description?: string;
  readonly required?: boolean;
  readonly optional?: boolean;
  readonly computed?: boolean;
  readonly sensitive?: boolean;
  readonly write_only?: boolean;
}

/** @returns why the reference cannot be built here; undefined when it can */
export function missingForReference(): string | undefined {
  return spawnSync('go', ['version']).status === 0 ? undefined : 'there is no Go here to build the reference provider';
}

/** Builds the reference into a directory. @returns the path of its executable */
export function buildReference(directory: string, schemas: ProviderSchemas): string {
  const source = join(__dirname, 'reference');
  mkdirSync(directory, { recursive: true });
  for (const name of readdirSync(source)) copyFileSync(join(source, name), join(directory, name));
  writeFileSync(join(directory, 'schemas.go'), schemasInGo(schemas));
  execFileSync('go', ['build', '-ldflags', '-s -w', '-o', 'reference', '.'], { cwd: directory, stdio: 'inherit' });
  return join(directory, 'reference');
}

/** Source of the schemas in the framework's words. */
export function schemasInGo(schemas: ProviderSchemas): string {
  const { resource_schemas: resources, data_source_schemas: data, ephemeral_resource_schemas: ephemerals } = schemas;
  return `package main

import (
${['attr', 'datasource/schema', 'ephemeral/schema', 'provider/schema', 'resource/schema', 'types']
  .map((path) => `\t${aliases[path] ?? ''}"github.com/hashicorp/terraform-plugin-framework/${path}"`)
  .join('\n')}
)

func providerSchema() providers.Schema {
return ${schemaInGo('providers', schemas.provider)}
}

${tableInGo('resourceSchemas', 'resources', resources)}
${tableInGo('dataSourceSchemas', 'datasources', data)}
${tableInGo('ephemeralSchemas', 'ephemerals', ephemerals ?? {})}
var _ attr.Type = types.StringType
`;
}

const aliases: Readonly<Record<string, string>> = {
  'datasource/schema': 'datasources ',
  'ephemeral/schema': 'ephemerals ',
  'provider/schema': 'providers ',
  'resource/schema': 'resources ',
};

function tableInGo(name: string, alias: string, schemas: Readonly<Record<string, Schema>>): string {
  const entries = Object.entries(schemas).map(
    ([type, schema]) => `${quoted(type)}: func() ${alias}.Schema { return ${schemaInGo(alias, schema)} },`,
  );
  return `var ${name} = map[string]func() ${alias}.Schema{\n${entries.join('\n')}\n}\n`;
}

function schemaInGo(alias: string, { version, block }: Schema): string {
  const versioned = alias === 'resources' ? `Version: ${version}, ` : '';
  return `${alias}.Schema{${versioned}${descriptionInGo(block)}${insideInGo(alias, block)}}`;
}

/** The attributes and blocks of a block. */
function insideInGo(alias: string, { attributes = {}, block_types: blocks = {} }: Block): string {
  const fields = Object.entries(attributes).map(([name, each]) => `${quoted(name)}: ${attributeInGo(alias, each)},`);
  const nested = Object.entries(blocks).map(
    ([name, { nesting_mode: mode, block }]) => `${quoted(name)}: ${nestedBlockInGo(alias, mode, block)},`,
  );
  return [
    `Attributes: map[string]${alias}.Attribute{\n${fields.join('\n')}\n}, `,
    nested.length === 0 ? '' : `Blocks: map[string]${alias}.Block{\n${nested.join('\n')}\n}`,
  ].join('');
}

function nestedBlockInGo(alias: string, mode: string, block: Block): string {
  const inside = insideInGo(alias, block);
  if (mode === 'single') return `${alias}.SingleNestedBlock{${descriptionInGo(block)}${inside}}`;
  const kind = { set: 'SetNestedBlock', list: 'ListNestedBlock' }[mode];
  if (kind === undefined) throw new Error(`the reference has no word for blocks that nest in the mode "${mode}"`);
  return `${alias}.${kind}{${descriptionInGo(block)}NestedObject: ${alias}.NestedBlockObject{${inside}}}`;
}

function attributeInGo(alias: string, attribute: Attribute): string {
  const flags = Object.entries({
    Required: attribute.required,
    Optional: attribute.optional,
    Computed: attribute.computed,
    Sensitive: attribute.sensitive,
    WriteOnly: attribute.write_only,
  });
  const isTrue = flags.filter(([, value]) => value).map(([name]) => `${name}: true, `);
  const [kind, inside] = kindInGo(attribute.type);
  return `${alias}.${kind}Attribute{${descriptionInGo(attribute)}${inside}${isTrue.join('')}}`;
}

/** The word for an attribute of a type, and what it says of its elements. */
function kindInGo(type: Type): [string, string] {
  if (typeof type === 'string') return [capitalized(type), ''];
  if (type[0] === 'object') return ['Object', `AttributeTypes: ${fieldsInGo(type[1])}, `];
  return [capitalized(type[0]), `ElementType: ${typeInGo(type[1])}, `];
}

function typeInGo(type: Type): string {
  if (typeof type === 'string') return `types.${capitalized(type)}Type`;
  if (type[0] !== 'object') return `types.${capitalized(type[0])}Type{ElemType: ${typeInGo(type[1])}}`;
  return `types.ObjectType{AttrTypes: ${fieldsInGo(type[1])}}`;
}

function fieldsInGo(types: Readonly<Record<string, Type>>): string {
  const fields = Object.entries(types).map(([name, each]) => `${quoted(name)}: ${typeInGo(each)},`);
  return `map[string]attr.Type{\n${fields.join('\n')}\n}`;
}

function descriptionInGo({ description }: { readonly description?: string }): string {
  return description === undefined ? '' : `MarkdownDescription: ${quoted(description)}, `;
}

/** JSON and Go write such strings alike. */
function quoted(text: string): string {
  return JSON.stringify(text);
}

function capitalized(word: string): string {
  return word.slice(0, 1).toUpperCase() + word.slice(1);
}
