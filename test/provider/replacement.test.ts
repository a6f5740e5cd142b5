/** Whatever replaces something that holds data, the plan says once what is lost, and what keeps it. */
import { resources } from '../../lib/schema';
import type { Attribute } from '../../lib/schema/types';
import type { Instance } from '../support/plugin/harness';
import { type Driver, startDriver } from './driver';

let driver: Driver;
const instances = new Map<string, Instance>();

beforeAll(async () => {
  driver = await startDriver();
  const env_id = driver.environmentId;
  const made = async (type: string, config: Record<string, unknown>) => {
    const { instance } = await driver.apply(type, config);
    instances.set(type, instance!);
    return Number(instance!.state.id);
  };
  const database_id = await made('aptible_database', { env_id, handle: 'db', version: '15' });
  await made('aptible_replica', { env_id, handle: 'copy', primary_database_id: database_id, logical_version: '16' });
  await made('aptible_backup', { database_id, triggers: { release: '1' } });
});

afterAll(() => driver.stop());

/** What a recovery is made from has a time, too. */
const together = ['recover_from_database_id', 'recover_to_time'];

const valueOf = ({ type, oneOf }: Attribute, which: 0 | 1) => {
  if (type === 'number') return 4711 + which;
  if (type !== 'string') return { release: ['1', '2'][which] };
  return oneOf ? oneOf[which] : ['2026-04-01T12:00:00Z', '2026-05-01T12:00:00Z'][which];
};

const replacing = (['aptible_database', 'aptible_replica', 'aptible_backup'] as const).flatMap((type) =>
  Object.entries<Attribute>(resources[type].attributes).flatMap(([name, attribute]) =>
    attribute.replace ? [{ type, name, attribute }] : [],
  ),
);

test('what replaces them is known', () => {
  expect(replacing.map(({ type, name }) => `${type}.${name}`)).toEqual([
    'aptible_database.env_id',
    'aptible_database.database_type',
    'aptible_database.version',
    'aptible_database.key_arn',
    'aptible_database.restore_from_backup_id',
    'aptible_database.clone_from_database_id',
    'aptible_database.recover_from_database_id',
    'aptible_database.recover_to_time',
    'aptible_replica.env_id',
    'aptible_replica.primary_database_id',
    'aptible_replica.logical_version',
    'aptible_replica.key_arn',
    'aptible_backup.database_id',
    'aptible_backup.triggers',
  ]);
});

describe.each(replacing)('another $name of an $type', ({ type, name, attribute }) => {
  const { attributes } = resources[type] as { readonly attributes: Readonly<Record<string, Attribute>> };
  /** What would replace it when it is left out, too: nothing else is a reason. */
  const configured = Object.keys(attributes).filter(
    (each) => attributes[each]!.required || (attributes[each]!.replace === true && !attributes[each]!.computed),
  );

  test.each(['known', 'known after apply'])('that is %s warns once', async (when) => {
    const instance = instances.get(type)!;
    const names = together.includes(name) ? together : [name];
    const given = Object.fromEntries(names.map((each) => [each, valueOf(attributes[each]!, 0)]));
    const state: Record<string, unknown> = { ...instance.state, ...given };
    const config: Record<string, unknown> = {
      ...Object.fromEntries(configured.map((each) => [each, state[each]])),
      ...given,
      [name]: when === 'known' ? valueOf(attribute, 1) : driver.unknown,
    };
    const { diagnostics } = await driver.walk((terraform) => terraform.plan(type, config, { ...instance, state }));
    const warnings = diagnostics.filter(({ severity }) => severity === 'warning');
    const { id, handle } = state as { id: string; handle?: string };
    const summaries = {
      aptible_database: `The database "${handle}" (id ${id}) is replaced, and its data is lost`,
      aptible_replica: `The replica "${handle}" (id ${id}) is replaced, and its data is lost`,
      aptible_backup: `This plan purges the backup ${id} of the database "db"`,
    };
    const ways = {
      aptible_database: /db:backup db".*prevent_destroy/s,
      aptible_replica: /db:backup copy".*prevent_destroy/s,
      aptible_backup: /terraform state rm.*removed/s,
    };
    expect(warnings.map(({ summary, path }) => [summary, path])).toEqual([[summaries[type], [name]]]);
    expect(warnings[0]!.detail).toMatch(ways[type]);
    expect(warnings[0]!.detail).toMatch(new RegExp(`\\b${name}\\b`));
    expect(warnings[0]!.detail).not.toContain('undefined');
  });
});

test.each([
  ['aptible_database', { handle: 'other', container_size: 2048, disk_size: 20, enable_backups: false }],
  ['aptible_replica', { handle: 'other', container_size: 2048, disk_size: 20, enable_backups: false }],
] as const)('an %s that changes in place warns of nothing', async (type, changes) => {
  const instance = instances.get(type)!;
  const plan = await driver.walk((terraform) => terraform.plan(type, { ...instance.state, ...changes }, instance));
  expect(plan).toMatchObject({ action: 'update', diagnostics: [] });
});
