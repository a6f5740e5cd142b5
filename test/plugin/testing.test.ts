/** The harness catches a provider that answers badly: each of Terraform's own checks, once. */
import { createHarness } from '../../lib/plugin/testing';
import type { Resource, Schema } from '../../lib/plugin/types';
import { unknown } from '../../lib/plugin/values';
import { memoryProvider, typeName } from './support/memory-provider';

const schema: Schema = {
  attributes: {
    id: { type: 'string', computed: true, stable: true },
    name: { type: 'string', required: true },
    size: { type: 'number', optional: true, computed: true, default: 1 },
    note: { type: 'string', optional: true },
    secret: { type: 'string', optional: true, writeOnly: true },
  },
  blocks: { part: { nesting: 'list', attributes: { label: { type: 'string', required: true } } } },
};

const made = { id: 'id-1', name: 'a', size: 1, note: null, secret: null, part: [] };
const config = { name: 'a' };

async function harness(changes: Partial<Resource>) {
  return createHarness(memoryProvider(schema, changes));
}

async function deployed(changes: Partial<Resource>, known = config) {
  const tested = await harness(changes);
  return tested.deploy(typeName, config, { known });
}

test('a provider that keeps to the rules passes', async () => {
  expect((await deployed({})).instance?.state).toMatchObject({
    name: 'a',
    size: 1,
    note: null,
    secret: null,
    part: [],
  });
});

test.each<[string, Partial<Resource>, RegExp]>([
  [
    'a plan that changes what is configured',
    { plan: ({ planned }) => void (planned['name'] = 'b') },
    /invalid plan.*name/s,
  ],
  [
    'a plan that sets what is not computed',
    { plan: ({ planned }) => void (planned['note'] = 'x') },
    /invalid plan.*note/s,
  ],
  [
    'a plan with another number of blocks',
    { plan: ({ planned }) => void (planned['part'] = [{ label: 'x' }]) },
    /invalid plan.*part/s,
  ],
  [
    'an apply that changes what was planned',
    { create: async () => ({ ...made, name: 'A' }) },
    /inconsistent result after apply.*name/s,
  ],
  ['a read that loses the object', { read: async () => null }, /lost the object/],
  [
    'a read that never agrees with the plan',
    { create: async () => made, read: async () => ({ ...made, note: 'drift' }) },
    /not empty.*note/s,
  ],
])('%s is caught', async (_name, changes, expected) => {
  await expect(deployed(changes)).rejects.toThrow(expected);
});

test('what is write-only is kept out of plan and state whatever a handler gives', async () => {
  const { instance } = await deployed({
    plan: ({ planned }) => void (planned['secret'] = 'x'),
    create: async () => ({ ...made, secret: 'x' }),
    read: async () => ({ ...made, secret: 'x' }),
  });
  expect(instance?.state).toEqual(made);
});

test('what a handler leaves unknown is an error, and the rest is kept as tainted', async () => {
  const { instance, diagnostics } = await deployed({ create: async () => ({ ...made, id: unknown }) });
  expect(diagnostics.map(({ summary }) => summary)).toEqual(['Provider left values unknown']);
  expect(instance).toMatchObject({ state: { ...made, id: null }, tainted: true });
});

test('a final plan that differs from the first is caught', async () => {
  let plans = 0;
  const changes: Partial<Resource> = {
    plan: ({ planned }) => {
      plans += 1;
      planned['id'] = `id-${plans}`;
    },
  };
  await expect(deployed(changes)).rejects.toThrow(/inconsistent final plan.*id/s);
});

test('a failed create that kept a state is tainted, one that kept none is nothing', async () => {
  const failing = (keep: boolean): Partial<Resource> => ({
    create: async (_change, call) => {
      if (keep) call.keep({ ...made, note: null });
      throw new Error('no luck');
    },
  });
  expect(await deployed(failing(true))).toMatchObject({ instance: { state: made, tainted: true } });
  expect((await deployed(failing(false))).instance).toBeNull();
});
