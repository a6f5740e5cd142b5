import { complete, impliedType, nullObject, withoutUnknowns, withoutWriteOnly } from '../../lib/plugin/schema';
import type { Attribute, Block, NestedBlock, Type } from '../../lib/plugin/types';
import { Decimal, unknown } from '../../lib/plugin/values';
import type { Type as TypeOfDefinition } from '../../lib/schema/types';

const attributes: Record<string, Attribute> = {
  a: { type: 'string', optional: true },
  secret: { type: 'string', optional: true, writeOnly: true },
};
const blocksOf = (...nestings: NestedBlock['nesting'][]) =>
  Object.fromEntries(nestings.map((nesting) => [nesting, { nesting, attributes }]));

const block: Block = {
  attributes: {
    ...attributes,
    settings: { type: ['object', { x: 'number', y: ['map', 'string'] }], optional: true },
  },
  blocks: blocksOf('single', 'list', 'set'),
};

const element = { a: null, secret: null };
const empty = {
  ...element,
  settings: null,
  single: null,
  list: [],
  set: [],
};

type Same<A, B> = [A] extends [B] ? ([B] extends [A] ? true : false) : false;

test('a type of the plugin is a type of a definition, and the other way round, says the compiler', () => {
  const same: Same<Type, TypeOfDefinition> = true;
  expect(same).toBe(true);
});

test('impliedType is an object of all attributes and blocks, by their nesting', () => {
  const object = ['object', { a: 'string', secret: 'string' }];
  expect(impliedType(block)).toEqual([
    'object',
    {
      a: 'string',
      secret: 'string',
      settings: ['object', { x: 'number', y: ['map', 'string'] }],
      single: object,
      list: ['list', object],
      set: ['set', object],
    },
  ]);
});

test('nullObject has no null where the protocol forbids it: lists and sets of blocks', () => {
  expect(nullObject(block)).toEqual(empty);
});

describe('complete', () => {
  test('of nothing is the null object', () => {
    expect(complete({}, block)).toEqual(empty);
  });

  test('fills in and drops at every depth, and takes undefined for null', () => {
    const given = {
      a: undefined,
      foreign: 1,
      settings: { x: new Decimal('9007199254740993'), foreign: 1 },
      single: { a: 'x', foreign: 1 },
      list: [{ foreign: 1 }],
      set: null,
    };
    expect(complete(given, block)).toEqual({
      ...empty,
      settings: { x: new Decimal('9007199254740993'), y: null },
      single: { a: 'x', secret: null },
      list: [element],
    });
  });

  test('leaves unknown values and blocks as they are', () => {
    expect(complete({ a: unknown, list: unknown, set: [unknown] }, block)).toEqual({
      ...empty,
      a: unknown,
      list: unknown,
      set: [unknown],
    });
  });

  test('keeps the map key __proto__ as a key, and takes no name from the prototype of what is given', () => {
    const given = JSON.parse('{"settings": {"y": {"__proto__": "x"}}}') as Record<string, unknown>;
    const { settings } = complete(given, block) as { settings: { y: object } };
    expect(Object.entries(settings.y)).toEqual([['__proto__', 'x']]);
    const inherited = Object.fromEntries([['constructor', { type: 'string', optional: true }]]) as Block['attributes'];
    expect(Object.entries(complete({}, { attributes: inherited }))).toEqual([['constructor', null]]);
  });
});

test('withoutUnknowns has null for unknown values, and no elements for unknown blocks that may not be null', () => {
  const value = complete(
    { a: unknown, settings: { x: unknown }, single: unknown, list: unknown, set: [{ a: unknown }] },
    block,
  );
  expect(withoutUnknowns(value, block)).toEqual({
    ...empty,
    settings: { x: null, y: null },
    set: [element],
  });
});

test('withoutWriteOnly has null for write-only values at every depth, and changes nothing in what it was given', () => {
  const secret = { a: 'x', secret: 's' };
  const value = complete({ ...secret, single: secret, list: [secret], set: [secret] }, block);
  const kept = { a: 'x', secret: null };
  expect(withoutWriteOnly(value, block)).toEqual({
    ...empty,
    ...kept,
    single: kept,
    list: [kept],
    set: [kept],
  });
  expect(value['list']).toEqual([secret]);
});
