import fc from 'fast-check';
import { equal } from '../../lib/plugin/codec';
import { plan } from '../../lib/plugin/planning';
import { complete, impliedType } from '../../lib/plugin/schema';
import { schemaMessage } from '../../lib/plugin/schema-messages';
import { createHarness } from '../support/plugin/harness';
import { planProblems } from '../support/plugin/terraform-rules';
import type { Attribute, Schema } from '../../lib/plugin/types';
import { unknown } from '../../lib/plugin/values';
import { runs } from '../support/runs';
import { configOf, fillObject, schema as anySchema } from './support/arbitraries';
import { memoryProvider, typeName } from './support/memory-provider';

const attributesOnly = (attributes: Record<string, Attribute>): Schema => ({ attributes });

function planPlain(schema: Schema, prior: Record<string, unknown> | null, config: Record<string, unknown>) {
  const change = { prior: prior && complete(prior, schema), config: complete(config, schema) };
  const { planned, replace } = plan(schema, change);
  return { planned: JSON.parse(JSON.stringify(planned)) as unknown, replace };
}

const later = '(known after apply)';

describe('a computed block', () => {
  const policy = { nesting: 'set', computed: true, attributes: { daily: { type: 'number', required: true } } } as const;
  const schema: Schema = { attributes: { name: { type: 'string', required: true } }, blocks: { policy } };

  test('is an attribute to Terraform', () => {
    const { block } = schemaMessage(schema);
    expect(block.blockTypes).toEqual([]);
    expect(
      block.attributes!.map(({ name, type, optional, computed }) => [name, String(type), optional, computed]),
    ).toEqual([
      ['name', '"string"', undefined, undefined],
      ['policy', '["set",["object",{"daily":"number"}]]', true, true],
    ]);
  });

  test.each([
    ['left out of something new', null, null, later],
    ['left out', [{ daily: 3 }], null, [{ daily: 3 }]],
    ['empty', [{ daily: 3 }], [], [{ daily: 3 }]],
    ['empty in something new', null, [], []],
    ['given', [{ daily: 3 }], [{ daily: 4 }], [{ daily: 4 }]],
  ])('%s', (_, before, policy, expected) => {
    const prior = before && { name: 'a', policy: before };
    expect(planPlain(schema, prior, { name: 'b', policy }).planned).toEqual({ name: 'b', policy: expected });
    const change = { prior: prior && complete(prior, schema), config: complete({ name: 'b', policy }, schema) };
    expect(planProblems(schema, change.prior, change.config, plan(schema, change).planned)).toEqual([]);
  });
});

describe('plan', () => {
  const schema = attributesOnly({
    id: { type: 'string', computed: true, stable: true },
    name: { type: 'string', required: true },
    size: { type: 'number', optional: true, computed: true, default: 5 },
    region: { type: 'string', optional: true, computed: true, replace: true },
    url: { type: 'string', computed: true, stable: { unless: ['name'] } },
    updated_at: { type: 'string', computed: true },
    password: { type: 'string', optional: true, writeOnly: true },
  });
  const prior = { id: '1', name: 'a', size: 5, region: 'r', url: 'u', updated_at: 't' };

  test('of a create: defaults are set, computed values unknown, write-only values null, nothing replaces', () => {
    expect(planPlain(schema, null, { name: 'a', password: 'p' })).toEqual({
      planned: { id: later, name: 'a', size: 5, region: later, url: later, updated_at: later, password: null },
      replace: [],
    });
  });

  test('without a change but of a write-only value: the prior state', () => {
    expect(planPlain(schema, prior, { name: 'a', password: 'other' })).toEqual({
      planned: { ...prior, password: null },
      replace: [],
    });
  });

  test('of a change: stable values stay, others become unknown, and an unknown region nobody asked for replaces nothing', () => {
    expect(planPlain(schema, prior, { name: 'a', size: 6 })).toEqual({
      planned: { id: '1', name: 'a', size: 6, region: later, url: 'u', updated_at: later, password: null },
      replace: [],
    });
  });

  test('of a change that a stable value names in unless: that value becomes unknown', () => {
    expect(planPlain(schema, prior, { name: 'b' }).planned).toMatchObject({ id: '1', url: later });
  });

  test('of a stable value that the prior state does not have: unknown', () => {
    expect(planPlain(schema, { ...prior, id: null }, { name: 'b' }).planned).toMatchObject({ id: later });
  });

  test('of a stable value that only a replacement changes, and that there is not: none, but in a new object', () => {
    const alias = { type: 'string', optional: true, computed: true, stable: true, replace: true } as const;
    const withAlias = attributesOnly({ name: { type: 'string', required: true }, alias });
    expect(planPlain(withAlias, { name: 'a', alias: null }, { name: 'b' })).toEqual({
      planned: { name: 'b', alias: null },
      replace: [],
    });
    expect(planPlain(withAlias, null, { name: 'b' }).planned).toEqual({ name: 'b', alias: later });
  });

  test.each([
    ['other', [['region']]],
    [unknown, [['region']]],
    ['r', []],
  ])('of the replacing attribute, from r to %s', (region, replace) => {
    expect(planPlain(schema, prior, { name: 'b', region }).replace).toEqual(replace);
  });

  describe('of what only a creation decides', () => {
    const created = attributesOnly({
      name: { type: 'string', required: true },
      engine: { type: 'string', optional: true, computed: true, default: 'pg', stable: true, replace: true },
      origin: { type: 'number', optional: true, replace: 'other-value' },
    });
    const existing = { name: 'a', engine: 'redis', origin: 7 };

    test('a stable default is planned for a new object, and what an old one has is kept', () => {
      expect(planPlain(created, null, { name: 'a' }).planned).toEqual({ name: 'a', engine: 'pg', origin: null });
      expect(planPlain(created, existing, { name: 'b', origin: 7 })).toEqual({
        planned: { name: 'b', engine: 'redis', origin: 7 },
        replace: [],
      });
      expect(planPlain(created, existing, { name: 'a', engine: 'pg', origin: 7 }).replace).toEqual([['engine']]);
    });

    test.each([
      [7, 8, [['origin']]],
      [7, unknown, [['origin']]],
      [7, null, []],
      [null, 8, []],
      [null, unknown, []],
    ])('an origin replaces from one value to another only: from %s to %s', (before, origin, replace) => {
      expect(planPlain(created, { ...existing, origin: before }, { name: 'a', origin }).replace).toEqual(replace);
    });
  });

  test('text in another normal form and numbers written otherwise are no change', () => {
    const plain = attributesOnly({ name: { type: 'string', required: true, replace: true } });
    expect(planPlain(plain, { name: 'caf\u00e9' }, { name: 'cafe\u0301' }).replace).toEqual([]);
  });

  const withSet = (flags: Partial<Attribute>): Schema => ({
    attributes: {},
    blocks: {
      service: {
        nesting: 'set',
        attributes: {
          type: { type: 'string', required: true, ...flags },
          count: { type: 'number', optional: true, computed: true, default: 1 },
          id: { type: 'string', computed: true, stable: true },
        },
      },
    },
  });

  test('of a set block with keys: a changed element keeps what is stable', () => {
    expect(
      planPlain(
        withSet({ key: true }),
        {
          service: [
            { type: 'web', count: 1, id: 'w' },
            { type: 'job', count: 1, id: 'j' },
          ],
        },
        { service: [{ type: 'job', count: 2 }, { type: 'web' }, { type: 'new' }] },
      ).planned,
    ).toEqual({
      service: [
        { type: 'job', count: 2, id: 'j' },
        { type: 'web', count: 1, id: 'w' },
        { type: 'new', count: 1, id: later },
      ],
    });
  });

  test('of a set block without keys: only an element that agrees in all keeps what is stable', () => {
    expect(
      planPlain(
        withSet({}),
        {
          service: [
            { type: 'web', count: 1, id: 'w' },
            { type: 'job', count: 1, id: 'j' },
          ],
        },
        { service: [{ type: 'job', count: 2 }, { type: 'web' }] },
      ).planned,
    ).toEqual({
      service: [
        { type: 'job', count: 2, id: later },
        { type: 'web', count: 1, id: 'w' },
      ],
    });
  });

  test('of a set block: an element of the prior state continues in one element only', () => {
    expect(
      planPlain(
        withSet({}),
        { service: [{ type: 'web', count: 1, id: 'w' }] },
        { service: [{ type: 'web' }, { type: 'web', count: 1 }] },
      ).planned,
    ).toEqual({
      service: [
        { type: 'web', count: 1, id: 'w' },
        { type: 'web', count: 1, id: later },
      ],
    });
  });

  test('of a set in another order: no change', () => {
    const service = [
      { type: 'web', count: 1, id: 'w' },
      { type: 'job', count: 1, id: 'j' },
    ];
    const { planned, replace } = plan(withSet({ key: true }), {
      prior: complete({ service }, withSet({})),
      config: complete({ service: [{ type: 'job' }, { type: 'web' }] }, withSet({})),
    });
    expect(equal(planned, complete({ service }, withSet({})), impliedType(withSet({})))).toBe(true);
    expect(replace).toEqual([]);
  });

  test('inside a set, the path of a replacement stops at the set; inside a list, it goes through', () => {
    const attributes: Record<string, Attribute> = {
      k: { type: 'string', required: true, key: true },
      v: { type: 'string', optional: true, replace: true },
    };
    const schema: Schema = {
      attributes: {},
      blocks: { s: { nesting: 'set', attributes }, l: { nesting: 'list', attributes } },
    };
    const elements = (v: string) => ({ s: [{ k: '1', v }], l: [{ k: '1', v }] });
    expect(planPlain(schema, elements('old'), elements('new')).replace).toEqual([['s'], ['l', 0, 'v']]);
  });

  test('of an unknown block: returned unchanged', () => {
    expect(planPlain(withSet({}), null, { service: unknown }).planned).toEqual({ service: later });
  });

  test('shares nothing with the prior state or the configuration', () => {
    const schema = attributesOnly({ tags: { type: ['list', 'string'], optional: true } });
    const config = complete({ tags: ['a'] }, schema);
    (plan(schema, { prior: null, config }).planned['tags'] as string[]).push('b');
    expect(config).toEqual(complete({ tags: ['a'] }, schema));
  });
});

describe('plan, for any schema, configuration and state', () => {
  const created = anySchema.chain((schema) =>
    fc.record({
      schema: fc.constant(schema),
      first: configOf(schema, { unknowns: true }),
      second: configOf(schema, { unknowns: true }),
    }),
  );

  test('is one that Terraform accepts, on create and on update', () => {
    fc.assert(
      fc.property(created, ({ schema, first, second }) => {
        const create = plan(schema, { prior: null, config: first });
        expect(planProblems(schema, null, first, create.planned)).toEqual([]);
        expect(create.replace).toEqual([]);
        const prior = fillObject(create.planned, schema);
        const update = plan(schema, { prior, config: second });
        expect(planProblems(schema, prior, second, update.planned)).toEqual([]);
      }),
      { numRuns: runs(300) },
    );
  });

  test('deploys twice without an inconsistency, and plans nothing afterwards', async () => {
    await fc.assert(
      fc.asyncProperty(created, async ({ schema, first, second }) => {
        const harness = await createHarness(memoryProvider(schema));
        const deployed = await harness.deploy(typeName, first, { known: fillObject(first, schema) });
        expect(deployed.diagnostics).toEqual([]);
        const known = fillObject(second, schema);
        const updated = await harness.deploy(typeName, second, { prior: deployed.instance, known });
        expect(updated.diagnostics).toEqual([]);
        const destroyed = await harness.destroy(typeName, updated.instance!);
        expect(destroyed).toEqual({ instance: null, diagnostics: [] });
        await harness.close();
      }),
      { numRuns: runs(100) },
    );
  });
});
