/**
 * Empty values of optional arguments, which modules pass on from variables whose default they are: the official provider reads most of them as if
 * they were left out.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Attribute, type Block, resources } from '../../lib/schema';
import { emptyIsUnset, expectation } from '../../lib/schema/limits';
import type { Plain } from '../support/plugin/plain-objects';
import { type Driver, startDriver } from './driver';

interface OfficialBlock {
  readonly attributes: Readonly<Record<string, { readonly type: unknown; readonly optional?: boolean }>>;
  readonly block_types?: Readonly<Record<string, { readonly block: OfficialBlock }>>;
}

const fixture = (name: string) => readFileSync(join(__dirname, '../fixtures', name), 'utf8');
const official = JSON.parse(fixture('official-schema.json')) as {
  readonly resource_schemas: Readonly<Record<string, { readonly block: OfficialBlock }>>;
};

/** The arguments whose values the official provider checks, so that it refuses an empty one. */
const checkedByTheirs = new Set([
  'container_memory_limit',
  'container_profile',
  'container_port',
  'container_size',
  'database_type',
  'disk_size',
  'endpoint_type',
  'idle_timeout',
  'load_balancing_algorithm_type',
  'maintenance_page_url',
  'org_id',
  'platform',
  'release_healthcheck_timeout',
  'series_url',
  'ssl_protocols_override',
  'aptible_metric_drain.url',
]);

const emptyOf = (type: unknown): unknown =>
  typeof type === 'string' ? { string: '', number: 0, bool: false }[type] : (type as string[])[0] === 'map' ? {} : [];

const isScalar = (value: unknown): value is string | number | boolean => typeof value !== 'object';

function oursOf(attribute: Attribute, empty: unknown): string {
  if (emptyIsUnset(attribute)) return 'unset';
  return isScalar(empty) && expectation(attribute, empty) !== undefined ? 'refused' : 'as it is';
}

function rows(theirs: OfficialBlock, ours: Block, path: string): string[] {
  return [
    ...Object.entries(theirs.attributes).flatMap(([name, { type, optional }]) => {
      const attribute = ours.attributes[name]!;
      if (!optional || name === 'id') return [];
      const empty = emptyOf(type);
      const isChecked = checkedByTheirs.has(name) || checkedByTheirs.has(`${path}.${name}`);
      const answers = `theirs: ${isChecked ? 'refused' : 'taken'}, ours: ${oursOf(attribute, empty)}`;
      return [`${path}.${name} = ${JSON.stringify(empty)} — ${answers}`];
    }),
    ...Object.entries(theirs.block_types ?? {}).flatMap(([name, { block }]) =>
      rows(block, ours.blocks![name]!, `${path}.${name}`),
    ),
  ];
}

test('an empty value that the official provider takes is taken: for none, where the limits of its argument exclude it', () => {
  const definitions: Readonly<Record<string, Block>> = resources;
  const table = Object.entries(official.resource_schemas).flatMap(([name, { block }]) =>
    rows(block, definitions[name]!, name),
  );
  expect(table).toEqual(fixture('empty-values.txt').trimEnd().split('\n'));
  expect(table.filter((row) => row.endsWith('refused'))).toEqual([]);
});

/** The configuration with an empty value for each argument that takes one for none, in blocks that are there, too. */
function withEmpty({ attributes, blocks = {} }: Block, config: Plain): Plain {
  const empty = Object.entries(attributes).flatMap(([name, attribute]) =>
    attribute.optional && emptyIsUnset(attribute) ? [[name, emptyOf(attribute.type)] as const] : [],
  );
  const nested = Object.entries(blocks).flatMap(([name, block]) =>
    Array.isArray(config[name])
      ? [[name, (config[name] as Plain[]).map((element) => withEmpty(block, element))] as const]
      : [],
  );
  return { ...Object.fromEntries(empty), ...config, ...Object.fromEntries(nested) };
}

/** What each resource needs at least. */
const least: Readonly<Record<string, (base: Awaited<ReturnType<typeof prepare>>) => Plain>> = {
  aptible_app: ({ env_id }) => ({
    env_id,
    handle: 'new',
    docker_image: 'acme/web',
    service: [
      { process_type: 'web', autoscaling_policy: [{ autoscaling_type: 'vertical' }] },
      { process_type: 'worker', container_count: 0 },
    ],
  }),
  aptible_database: ({ env_id }) => ({ env_id, handle: 'new' }),
  aptible_endpoint: ({ env_id, databaseId }) => ({
    env_id,
    resource_type: 'database',
    resource_id: databaseId,
    endpoint_type: 'tcp',
    internal: true,
  }),
  aptible_environment: ({ stack_id }) => ({ stack_id, handle: 'new' }),
  aptible_log_drain: ({ env_id }) => ({
    env_id,
    handle: 'new',
    drain_type: 'syslog_tls_tcp',
    drain_host: 'logs.example.com',
    drain_port: 6514,
  }),
  aptible_metric_drain: ({ env_id }) => ({ env_id, handle: 'new', drain_type: 'datadog', api_key: 'key' }),
  aptible_replica: ({ env_id, databaseId }) => ({ env_id, handle: 'new', primary_database_id: databaseId }),
};

async function prepare(driver: Driver) {
  const { control, environmentId: env_id } = driver;
  const { id } = (await driver.request('POST', `/accounts/${env_id}/databases`, {
    handle: 'base',
    type: 'postgresql',
  })) as { id: number };
  await driver.request('POST', `/databases/${id}/operations`, { type: 'provision' });
  return { env_id, databaseId: id, stack_id: control.list('stack', { organization: null })[0]!.id };
}

/** The requests that make it. The plan that follows is empty. */
async function requestsFor(type: string, change: (config: Plain) => Plain) {
  const driver = await startDriver({ images: { 'acme/web': ['web', 'worker'] } });
  try {
    const base = await prepare(driver);
    driver.clearRequests();
    const { diagnostics } = await driver.apply(type, change(least[type]!(base)));
    expect([type, diagnostics]).toEqual([type, []]);
    const organization = driver.control.list('organization')[0]!.uuid;
    return JSON.parse(JSON.stringify(driver.writes()).replaceAll(organization, 'ORGANIZATION')) as unknown;
  } finally {
    await driver.stop();
  }
}

test.each(Object.keys(official.resource_schemas))(
  'with all of its empty values, %s is made by the requests that make it without',
  async (type) => {
    const definition = resources[type as keyof typeof resources];
    const without = await requestsFor(type, (config) => config);
    const withThem = await requestsFor(type, (config) => withEmpty(definition, config));
    expect(withThem).toEqual(without);
  },
);
