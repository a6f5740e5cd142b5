/** Every attribute of the official provider's schema is here, with the same type and nesting. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Identity } from '../../lib/provider/identity';
import { provider, providerAs } from '../../lib/provider/provider';
import { dataSources, resources, type Block } from '../../lib/schema';

interface OfficialBlock {
  readonly attributes: Readonly<
    Record<string, { readonly type: unknown; readonly sensitive?: boolean; readonly required?: boolean }>
  >;
  readonly block_types?: Readonly<Record<string, { readonly nesting_mode: string; readonly block: OfficialBlock }>>;
}

interface OfficialSchema {
  readonly resource_schemas: Readonly<Record<string, { readonly block: OfficialBlock }>>;
  readonly data_source_schemas: Readonly<Record<string, { readonly block: OfficialBlock }>>;
}

const official = JSON.parse(
  readFileSync(join(__dirname, '../fixtures/official-schema.json'), 'utf8'),
) as OfficialSchema;

/** The resources that this provider does not have yet. One that appears must leave this list. */
const missing = {
  resources: [],
  dataSources: [],
};

function differences(theirs: OfficialBlock, ours: Block, path: string): string[] {
  return [
    ...Object.entries(theirs.attributes).flatMap(([name, attribute]) => {
      const own = ours.attributes[name];
      if (own === undefined) return [`${path}.${name} is missing`];
      return [
        ...(JSON.stringify(own.type) === JSON.stringify(attribute.type) ? [] : [`${path}.${name} has another type`]),
        ...(attribute.sensitive && !own.sensitive ? [`${path}.${name} is not sensitive`] : []),
        ...(own.required && !attribute.required ? [`${path}.${name} is required only here`] : []),
      ];
    }),
    ...Object.entries(theirs.block_types ?? {}).flatMap(([name, nested]) => {
      const own = ours.blocks?.[name];
      if (own === undefined) return [`${path}.${name} is missing`];
      if (own.nesting !== nested.nesting_mode) return [`${path}.${name} is nested in another way`];
      return differences(nested.block, own, `${path}.${name}`);
    }),
  ];
}

test.each([
  ['resources', official.resource_schemas, resources, missing.resources],
  ['data sources', official.data_source_schemas, dataSources, missing.dataSources],
] as const)('all %s are a superset of the official ones', (_kind, theirs, ours, expectedMissing) => {
  const definitions: Readonly<Record<string, Block>> = ours;
  expect(Object.keys(theirs).filter((name) => !(name in definitions))).toEqual(expectedMissing);
  const found = Object.entries(theirs).flatMap(([name, { block }]) =>
    name in definitions ? differences(block, definitions[name]!, name) : [],
  );
  expect(found).toEqual([]);
});

/** Attributes that are sensitive in a schema of ours, and not in theirs. */
function hiddenOnlyHere(theirs: OfficialBlock, ours: SensitiveBlock, path: string): string[] {
  return Object.entries(ours.attributes).flatMap(([name, { sensitive }]) => {
    const shown = theirs.attributes[name] !== undefined && !theirs.attributes[name].sensitive;
    return sensitive && shown ? [`${path}.${name}`] : [];
  });
}

interface SensitiveBlock {
  readonly attributes: Readonly<Record<string, { readonly sensitive?: boolean }>>;
}

const isShownWhole = ({ attributes }: SensitiveBlock) => Object.values(attributes).every(({ sensitive }) => !sensitive);

test('an output that works with the official provider works in its place, but that of the API key of a log drain', () => {
  const allOfTheirs = Object.entries(official.resource_schemas);
  const hidden = (identity: Identity | undefined) => {
    const { resources: ours } = providerAs(identity);
    return allOfTheirs.flatMap(([name, { block }]) => hiddenOnlyHere(block, ours[name]!.schema, name));
  };
  // By its own name it stays so: Terraform would update each drain whose state has a URL that was sensitive when it was written.
  expect(hidden(undefined)).toEqual(['aptible_log_drain.url', 'aptible_log_drain.drain_username']);
  expect(hidden({ version: '0.1.0', inPlaceOf: 'aptible/aptible 0.10.9900+cdktf-aptible.0.1.0' })).toEqual([
    'aptible_log_drain.drain_username',
  ]);
  const whole = allOfTheirs.filter(([, { block }]) => isShownWhole(block)).map(([name]) => name);
  expect(whole).toEqual(['aptible_endpoint', 'aptible_environment']);
  expect(whole.filter((name) => !isShownWhole(provider.resources[name]!.schema))).toEqual([]);
});
