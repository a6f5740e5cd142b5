/** The harness catches a provider that answers badly: each of Terraform's own checks, once. */
import { complete, impliedType } from '../../lib/plugin/schema';
import { createHarness } from '../support/plugin/harness';
import { changesOfKnown, planProblems, stateProblems } from '../support/plugin/terraform-rules';
import type { EphemeralResource, Resource, Schema } from '../../lib/plugin/types';
import { unknown, type ObjectValue, type Value } from '../../lib/plugin/values';
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

test('an import and the destroy after it', async () => {
  const tested = await harness({ import: async () => made, read: async () => made });
  const imported = await tested.import(typeName, 'id-1');
  expect(imported).toMatchObject({ instance: { state: made, tainted: false }, diagnostics: [] });
  expect(await tested.destroy(typeName, imported.instance!)).toEqual({ instance: null, diagnostics: [] });
});

test('an import of what is not there is an error', async () => {
  const tested = await harness({ import: async () => made, read: async () => null });
  expect(await tested.import(typeName, 'id-1')).toMatchObject({
    instance: null,
    diagnostics: [{ severity: 'error', summary: 'Cannot import non-existent remote object' }],
  });
});

test('a replacement that names an attribute that does not exist is caught', async () => {
  const changes: Partial<Resource> = { plan: (_change, call) => call.replace(['part', 3, 'label']) };
  await expect(deployed(changes)).rejects.toThrow(/invalid plan.*nonexistent attribute/s);
});

test('an ephemeral resource is opened and closed, and its answer is checked', async () => {
  const calls: string[] = [];
  const opened = async (answer: ObjectValue) => {
    const open = async () => {
      calls.push('open');
      return { ...made, ...answer };
    };
    const close = async () => void calls.push('close');
    const ephemeralResources = { memory_secret: { schema, open, close } };
    const tested = await createHarness({ ...memoryProvider(schema), ephemeralResources });
    return tested.openEphemeralResource('memory_secret', config);
  };
  expect(await opened({})).toEqual({ result: made, diagnostics: [] });
  expect(calls).toEqual(['open', 'close']);
  await expect(opened({ name: 'b' })).rejects.toThrow(/invalid ephemeral resource instance.*name/s);
});

test('an ephemeral resource is held as long as a test wants it, and has to be able to do what it asks for', async () => {
  const calls: unknown[] = [];
  const renewAt = new Date('2030-01-02T03:04:05.006Z');
  const held = async (rest: Partial<EphemeralResource>) => {
    const memory_secret: EphemeralResource = {
      schema,
      open: async (_config, call) => {
        call.onEnd(() => void calls.push('end'));
        call.renewAt = renewAt;
        return made;
      },
      ...rest,
    };
    const tested = await createHarness({ ...memoryProvider(schema), ephemeralResources: { memory_secret } });
    return { tested, ...(await tested.holdEphemeralResource('memory_secret', config)) };
  };
  const renew = async () => void calls.push('renew');
  const first = await held({ renew });
  expect([first.result, first.diagnostics, first.renewAt]).toEqual([made, [], renewAt]);
  expect(await first.renew()).toEqual({ renewAt: undefined, diagnostics: [] });
  expect([calls.splice(0), await first.close(), calls.splice(0)]).toEqual([['renew'], [], ['end']]);
  await (await held({ renew })).tested.close();
  expect(calls).toEqual(['end']);
  await expect(held({})).rejects.toThrow(/it wants to be renewed, and cannot be/);
});

describe('the checks, on answers that the service would not let through', () => {
  const object = (values: Record<string, unknown>) => complete(values, schema);
  const planned = (config: Record<string, unknown>, answer: Record<string, unknown>, prior?: Record<string, unknown>) =>
    planProblems(schema, prior ? object(prior) : null, object(config), object(answer));
  const changes = (before: Record<string, unknown>, after: Record<string, unknown>) =>
    changesOfKnown(object(before), object(after), impliedType(schema));

  test('a plan: the value of the prior state may stay for a configured one, and no other', () => {
    expect(planned({ name: 'A' }, { name: 'a' }, { name: 'a' })).toEqual([]);
    expect(planned({ name: 'A' }, { name: 'a' })).toEqual(['name: planned value "a" does not match config value "A"']);
  });

  test.each<[string, Record<string, unknown>, Record<string, unknown>, string]>([
    [
      'a write-only value',
      { secret: 's' },
      { secret: 's' },
      'secret: planned value for a write-only attribute must be null',
    ],
    [
      'a known block made unknown',
      { part: [] },
      { part: unknown },
      'part: planned unknown where the configuration is known',
    ],
    [
      'an unknown block made known',
      { part: unknown },
      { part: [] },
      'part: an unknown block must be returned unchanged',
    ],
  ])('a plan: %s', (_name, config, answer, problem) => {
    expect(planned(config, answer)).toEqual([problem]);
  });

  test('a state: unknown and write-only values', () => {
    expect(stateProblems(object({ id: unknown, secret: 's' }), schema)).toEqual([
      'id: unknown value',
      'secret: was null, but now "s" (a write-only attribute must be null)',
    ]);
  });

  test('a later answer: unknown may become anything, known may not change, elements may not come or go', () => {
    expect(changes({ id: unknown }, { id: null })).toEqual([]);
    expect(changes({ id: 'a' }, { id: unknown })).toEqual(['id: was "a", but now "(known after apply)"']);
    expect(changes({ part: [] }, { part: [{ label: 'x' }] })).toEqual(['part: length changed from 0 to 1']);
  });

  test('a later answer: the elements of a set correlate, and merge only where they were unknown', () => {
    const set = (before: Value, after: Value) => changesOfKnown(before, after, ['set', 'string']);
    expect(set(['a', 'b'], ['b', 'a'])).toEqual([]);
    expect(set(['a', unknown], ['a'])).toEqual([]);
    expect(set(['a'], ['b'])).toEqual([
      'the object: planned set element "a" does not correlate with any element in actual',
      'the object: actual set element "b" does not correlate with any element in plan',
    ]);
    expect(set([unknown], ['a', 'b'])).toEqual(['the object: length changed from 1 to 2']);
  });

  test('a later answer: the keys of a map stay', () => {
    const map = (before: Value, after: Value) => changesOfKnown(before, after, ['map', 'string']);
    expect(map({ a: 'x' }, { b: 'x' })).toEqual(['a: key has vanished', 'b: new key has appeared']);
  });
});
