/** Finds what Terraform would refuse or crash on in a provider's schemas, and flags that contradict each other. For tests. */
import { encode } from '../../../lib/plugin/codec';
import type {
  Attribute,
  Block,
  NestedBlock,
  Provider,
  ProviderFunction,
  Schema,
  Type,
} from '../../../lib/plugin/types';

const validName = /^[a-z_][a-z0-9_]*$/;
/** Terraform takes these names in a resource or data source block for itself. */
const reservedNames = ['count', 'depends_on', 'for_each', 'lifecycle', 'provider', 'connection', 'provisioner'];
/** The same in a provider block. */
const reservedProviderNames = ['alias', 'version'];

interface Context {
  readonly at: string;
  readonly inSet: boolean;
  /** It belongs to a resource. For the rest, Terraform makes the plans, and the flags for plans have no effect. */
  readonly planned: boolean;
}

/** One line for each problem, beginning with where it is. Empty when all is well. */
export function lint<C>(provider: Provider<C>): string[] {
  return [
    ...lintSchema(provider.schema, 'provider', false, reservedProviderNames),
    ...Object.entries(provider.resources).flatMap(([name, { schema }]) => [
      ...lintTypeName(provider, name),
      ...lintSchema(schema, name, true, reservedNames),
    ]),
    ...Object.entries(provider.dataSources).flatMap(([name, { schema }]) => [
      ...lintTypeName(provider, name),
      ...lintSchema(schema, `data.${name}`, false, reservedNames),
    ]),
    ...Object.entries(provider.ephemeralResources ?? {}).flatMap(([name, { schema }]) => [
      ...lintTypeName(provider, name),
      ...lintSchema(schema, `ephemeral.${name}`, false, reservedNames),
    ]),
    ...Object.entries(provider.functions ?? {}).flatMap(([name, each]) => lintFunction(each, name)),
  ];
}

function lintFunction({ summary, description, parameters, variadic, returns }: ProviderFunction, name: string) {
  const at = `function.${name}`;
  const all = [...parameters, ...(variadic ? [variadic] : [])];
  return [
    ...lintName(name, at),
    ...(summary === '' || summary.includes('\n') ? [`${at}: needs a summary of one line`] : []),
    ...(description ? [] : [`${at}: needs a description`]),
    ...lintType(returns).map((problem) => `${at}: returns ${problem}`),
    ...all.flatMap((parameter, index) => [
      ...lintName(parameter.name, `${at}.${parameter.name}`),
      ...(all.findIndex((other) => other.name === parameter.name) < index
        ? [`${at}.${parameter.name}: is there twice`]
        : []),
      ...(parameter.description ? [] : [`${at}.${parameter.name}: needs a description`]),
      ...lintType(parameter.type).map((problem) => `${at}.${parameter.name}: ${problem}`),
    ]),
  ];
}

function lintTypeName<C>({ name: prefix }: Provider<C>, name: string): string[] {
  const isGood = validName.test(name) && (name === prefix || name.startsWith(`${prefix}_`));
  return isGood ? [] : [`${name}: the name of a type must begin with "${prefix}_" and have only [a-z0-9_]`];
}

function lintSchema(schema: Schema, at: string, planned: boolean, reserved: readonly string[]): string[] {
  const names = [...Object.keys(schema.attributes), ...Object.keys(schema.blocks ?? {})];
  const { version = 0 } = schema;
  return [
    ...(Number.isSafeInteger(version) && version >= 0 ? [] : [`${at}: version must be a whole number from 0`]),
    ...names.filter((name) => reserved.includes(name)).map((name) => `${at}.${name}: Terraform reserves this name`),
    ...lintKeys(schema.attributes, 'single', at),
    ...lintBlock(schema, { at, inSet: false, planned }),
  ];
}

function lintBlock(block: Block, context: Context): string[] {
  const { at } = context;
  return [
    ...Object.entries(block.attributes).flatMap(([name, attribute]) => [
      ...lintName(name, `${at}.${name}`),
      ...lintAttribute(attribute, block.attributes, { ...context, at: `${at}.${name}` }),
    ]),
    ...Object.entries(block.blocks ?? {}).flatMap(([name, nested]) => [
      ...lintName(name, `${at}.${name}`),
      ...(Object.hasOwn(block.attributes, name) ? [`${at}.${name}: is both an attribute and a block`] : []),
      ...lintNestedBlock(nested, { ...context, at: `${at}.${name}` }),
    ]),
  ];
}

function lintName(name: string, at: string): string[] {
  return validName.test(name) ? [] : [`${at}: a name must have only [a-z0-9_] and not begin with a digit`];
}

function lintNestedBlock(block: NestedBlock, context: Context): string[] {
  const { nesting, minItems = 0, maxItems = 0 } = block;
  const problems: string[] = [];
  if (nesting === 'single' && (minItems > 1 || maxItems > 1)) {
    problems.push('a single block cannot have minItems or maxItems over 1');
  }
  if (minItems < 0 || (maxItems !== 0 && minItems > maxItems)) problems.push('minItems must be from 0 to maxItems');
  if (!block.description) problems.push('needs a description');
  const inner = { ...context, inSet: context.inSet || nesting === 'set' };
  return [
    ...problems.map((problem) => `${context.at}: ${problem}`),
    ...lintKeys(block.attributes, nesting, context.at),
    ...lintBlock(block, inner),
  ];
}

/** Elements of a set without keys continue only where nothing about them changes, so nothing in them can replace or be kept. */
function lintKeys(
  attributes: Readonly<Record<string, Attribute>>,
  nesting: NestedBlock['nesting'],
  at: string,
): string[] {
  const all = Object.entries(attributes);
  if (nesting !== 'set') {
    return all.filter(([, { key }]) => key).map(([name]) => `${at}.${name}: key is only for elements of a set`);
  }
  const keyed = all.some(([, { key }]) => key);
  return [
    ...all
      .filter(([, { key, required, default: preset }]) => key && !required && preset === undefined)
      .map(([name]) => `${at}.${name}: a key must be required or have a default`),
    ...all
      .filter(([, { replace }]) => replace && !keyed)
      .map(([name]) => `${at}.${name}: replace inside a set needs a key attribute beside it`),
  ];
}

function lintAttribute(
  attribute: Attribute,
  siblings: Readonly<Record<string, Attribute>>,
  context: Context,
): string[] {
  const { type, required, optional, computed, writeOnly, replace, stable, key } = attribute;
  const hasDefault = attribute.default !== undefined;
  const problems: string[] = [];
  if (!required && !optional && !computed) problems.push('is none of required, optional and computed');
  if (required && optional) problems.push('is both required and optional');
  if (required && computed) problems.push('is both required and computed');
  if (!attribute.description) problems.push('needs a description');
  problems.push(...lintType(type));
  if (writeOnly) {
    if (computed) problems.push('a write-only attribute cannot be computed');
    if (context.inSet) problems.push('a write-only attribute cannot be inside a set');
    if (replace) problems.push('a write-only attribute cannot replace: no change of it is seen');
    if (!context.planned) problems.push('write-only is for resources');
  }
  if (hasDefault) {
    if (!optional || !computed) problems.push('a default needs optional and computed');
    if (typeof stable === 'object') problems.push('a default and stable.unless exclude each other');
    if (!isOfType(attribute.default, type)) problems.push('the default is not of the type');
  }
  if (stable && !computed) problems.push('stable is for computed attributes');
  if (typeof stable === 'object') {
    for (const name of stable.unless) {
      if (!Object.hasOwn(siblings, name)) problems.push(`stable.unless names "${name}", which is not beside it`);
      else if (siblings[name] === attribute) problems.push('stable.unless names the attribute itself');
    }
  }
  if (computed && context.inSet && !hasDefault && !stable) {
    problems.push('a computed attribute inside a set needs a default or stable');
  }
  if (replace && computed && !optional) problems.push('what only the provider sets cannot replace');
  if (!context.planned && (hasDefault || replace || stable || key)) {
    problems.push('default, replace, stable and key are for resources');
  }
  return problems.map((problem) => `${context.at}: ${problem}`);
}

function isOfType(value: string | number | boolean | undefined, type: Type): boolean {
  if (value === undefined) return true;
  try {
    return encode(value, type).length > 0;
  } catch {
    // The encoder says in an error that the value is not of the type, and that is the question here.
    return false;
  }
}

function lintType(type: unknown): string[] {
  if (type === 'string' || type === 'number' || type === 'bool') return [];
  if (Array.isArray(type) && type.length === 2) {
    const [kind, inner] = type as [unknown, unknown];
    if (kind === 'list' || kind === 'set' || kind === 'map') return lintType(inner);
    if (kind === 'object' && inner !== null && typeof inner === 'object' && !Array.isArray(inner)) {
      return Object.values(inner).flatMap(lintType);
    }
  }
  return [`${JSON.stringify(type)} is not a type`];
}
