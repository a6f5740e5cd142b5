import fc from 'fast-check';
import type { Resource, Schema } from '../../lib/plugin/types';
import type { ObjectValue } from '../../lib/plugin/values';
import { createHarness } from '../support/plugin/harness';
import type { Plain } from '../support/plugin/plain-objects';
import { runs } from '../support/runs';
import { memoryProvider, typeName } from './support/memory-provider';

const text = { type: 'string', optional: true, emptyIsUnset: true } as const;
const count = { type: 'number', optional: true, computed: true, default: 10, emptyIsUnset: true } as const;

const schema: Schema = {
  attributes: {
    name: { type: 'string', required: true },
    token: { ...text, replace: true },
    chosen: { ...text, computed: true },
    kept: { ...text, computed: true, stable: true },
    secret: { ...text, writeOnly: true },
    size: count,
    note: { type: 'string', optional: true },
  },
  blocks: {
    service: {
      nesting: 'set',
      attributes: {
        type: { ...text, computed: true, default: 'cmd', key: true },
        limit: { ...text, type: 'number' },
        size: count,
      },
    },
  },
};

const orUnset = <T>(empty: T, full: T) => fc.constantFrom(null, empty, full);

const configs = fc.record({
  name: fc.constantFrom('a', 'b'),
  token: orUnset('', 'x'),
  chosen: orUnset('', 'x'),
  kept: orUnset('', 'x'),
  secret: orUnset('', 'x'),
  size: orUnset(0, 20),
  note: orUnset('', 'x'),
  service: fc.uniqueArray(fc.record({ type: orUnset('', 'web'), limit: orUnset(0, 5), size: orUnset(0, 20) }), {
    selector: ({ type }) => type || 'cmd',
    maxLength: 2,
  }),
});

/** Keeps what it is given, and writes down what Terraform never tells it. */
function recorder() {
  const seen: Plain[] = [];
  const stored: { value: ObjectValue | null } = { value: null };
  const save: Resource['create'] = ({ planned, config }) => {
    seen.push(planned, config);
    stored.value = { ...planned, ...fill(planned, 'chosen'), ...fill(planned, 'kept') };
    return Promise.resolve(stored.value);
  };
  const fill = (planned: ObjectValue, name: string) => (typeof planned[name] === 'string' ? {} : { [name]: null });
  const read = () => Promise.resolve(stored.value);
  return { seen, provider: memoryProvider(schema, { create: save, update: save, read }) };
}

const isEmpty = (name: string, value: unknown): boolean =>
  (value === '' && name !== 'note') ||
  value === 0 ||
  (Array.isArray(value) &&
    value.some((element: Plain) => Object.entries(element).some(([key, item]) => isEmpty(key, item))));

/** The same with null for empty values, or the other way round. */
const turned = ({ service, note, ...config }: Plain): Plain => ({
  ...Object.fromEntries(
    Object.entries(config).map(([name, value]) => [
      name,
      value === '' || value === 0 ? null : (value ?? (name === 'size' ? 0 : '')),
    ]),
  ),
  note,
  service,
});

test('handlers see no empty values, and each apply ends with an empty plan', async () => {
  await fc.assert(
    fc.asyncProperty(configs, configs, async (first, second) => {
      const { provider, seen } = recorder();
      const terraform = await createHarness(provider);
      const { instance } = await terraform.deploy(typeName, first);
      await terraform.deploy(typeName, second, { prior: instance });
      expect(seen.flatMap((each) => Object.entries(each)).filter(([name, value]) => isEmpty(name, value))).toEqual([]);
      await terraform.close();
    }),
    { numRuns: runs(100) },
  );
});

test('an empty value in the place of none replaces nothing, and the other way round', async () => {
  await fc.assert(
    fc.asyncProperty(configs, async (config) => {
      const terraform = await createHarness(recorder().provider);
      const { instance } = await terraform.deploy(typeName, config);
      const { replace, action } = await terraform.plan(typeName, turned(config), instance);
      expect([replace, action === 'no-op' || action === 'update']).toEqual([[], true]);
      await terraform.close();
    }),
    { numRuns: runs(100) },
  );
});

test('a state that another program wrote with empty values is no change, whether they are configured or not', async () => {
  const provider = memoryProvider(schema, { read: (state) => Promise.resolve(state) });
  const terraform = await createHarness(provider);
  const state = { name: 'a', token: '', chosen: '', kept: '', secret: null, size: 0, note: null };
  const service = [{ type: '', limit: 0, size: 0 }];
  const { instance } = await terraform.upgrade(typeName, { ...state, service }, 0);
  const plans = [
    { name: 'a', service: [{}] },
    { name: 'a', token: '', chosen: '', kept: '', size: 0, service },
    { name: 'a', token: '', size: 10, service: [{ type: '' }] },
  ].map(async (config) => (await terraform.plan(typeName, config, instance)).action);
  expect(await Promise.all(plans)).toEqual(['no-op', 'no-op', 'update']);
  await terraform.close();
});
