import { lint } from '../support/plugin/lint';
import type { Attribute, Block, NestedBlock, ProviderFunction } from '../../lib/plugin/types';
import { memoryProvider, typeName } from './support/memory-provider';

const text: Attribute = { type: 'string', optional: true, description: 'A text.' };
const block = (nested: Partial<NestedBlock>): NestedBlock => ({
  nesting: 'list',
  description: 'A block.',
  attributes: { a: text },
  ...nested,
});
const problemsOf = (schema: Block) => lint(memoryProvider(schema)).map((line) => line.replace(`${typeName}.`, ''));

test.each<[Partial<Attribute>, string[]]>([
  [{ optional: false }, ['a: is none of required, optional and computed']],
  [{ required: true }, ['a: is both required and optional']],
  [{ description: '' }, ['a: needs a description']],
  [{ type: ['map'] as never }, ['a: ["map"] is not a type']],
  [{ default: 'x' }, ['a: a default needs optional and computed']],
  [{ default: 1, computed: true }, ['a: the default is not of the type']],
  [{ default: 'x', computed: true, stable: true }, []],
  [
    { default: 'x', computed: true, stable: { unless: ['b'] } },
    ['a: a default and stable.unless exclude each other', 'a: stable.unless names "b", which is not beside it'],
  ],
  [{ stable: true }, ['a: stable is for computed attributes']],
  [{ computed: true, stable: { unless: ['b'] } }, ['a: stable.unless names "b", which is not beside it']],
  [{ writeOnly: true, computed: true }, ['a: a write-only attribute cannot be computed']],
  [{ writeOnly: true, replace: true }, ['a: a write-only attribute cannot replace: no change of it is seen']],
  [{ optional: false, computed: true, replace: true }, ['a: what only the provider sets cannot replace']],
  [{ key: true }, ['a: key is only for elements of a set']],
])('an attribute %j: %j', (flags, expected) => {
  expect(problemsOf({ attributes: { a: { ...text, ...flags } } })).toEqual(expected);
});

test.each<[Partial<NestedBlock>, string[]]>([
  [{ nesting: 'single', maxItems: 2 }, ['b: a single block cannot have minItems or maxItems over 1']],
  [{ minItems: 2, maxItems: 1 }, ['b: minItems must be from 0 to maxItems']],
  [{ description: '' }, ['b: needs a description']],
  [
    { nesting: 'set', attributes: { a: { ...text, writeOnly: true } } },
    ['b.a: a write-only attribute cannot be inside a set'],
  ],
  [
    { nesting: 'set', attributes: { a: { ...text, computed: true } } },
    ['b.a: a computed attribute inside a set needs a default or stable'],
  ],
  [
    { nesting: 'set', attributes: { a: { ...text, replace: true } } },
    ['b.a: replace inside a set needs a key attribute beside it'],
  ],
  [{ nesting: 'set', attributes: { a: { ...text, key: true } } }, ['b.a: a key must be required or have a default']],
])('a block %j: %j', (flags, expected) => {
  expect(problemsOf({ attributes: {}, blocks: { b: block(flags) } })).toEqual(expected);
});

test('names that Terraform takes for itself or does not allow', () => {
  expect(problemsOf({ attributes: { count: text, 'a-b': text, c: text }, blocks: { c: block({}) } })).toEqual([
    'count: Terraform reserves this name',
    'a-b: a name must have only [a-z0-9_] and not begin with a digit',
    'c: is both an attribute and a block',
  ]);
});

test('a type whose name does not begin with that of the provider', () => {
  const memory = memoryProvider({ attributes: {} });
  expect(lint({ ...memory, resources: { other_thing: memory.resources[typeName]! } })).toEqual([
    'other_thing: the name of a type must begin with "memory_" and have only [a-z0-9_]',
  ]);
});

test('an ephemeral resource, for which Terraform makes no plan', () => {
  const provider = {
    ...memoryProvider({ attributes: {} }),
    ephemeralResources: {
      memory_secret: { schema: { attributes: { a: { ...text, writeOnly: true } } }, open: async () => ({}) },
    },
  };
  expect(lint(provider)).toEqual(['ephemeral.memory_secret.a: write-only is for resources']);
});

test('a function, of which Terraform crashes when it does not say what it returns', () => {
  const parameter = { name: 'a', type: 'string', description: 'A text.' } as const;
  const good: ProviderFunction = {
    summary: 'Gives it back',
    description: 'Gives back what it gets.',
    parameters: [parameter],
    variadic: { ...parameter, name: 'b' },
    returns: 'string',
    call: (text) => text,
  };
  const bad: ProviderFunction = {
    ...good,
    summary: '',
    description: undefined,
    parameters: [parameter, { name: 'B', type: 'text' as never }],
    variadic: parameter,
    returns: undefined as never,
  };
  expect(lint({ ...memoryProvider({ attributes: {} }), functions: { good, 'bad-one': bad } })).toEqual([
    'function.bad-one: a name must have only [a-z0-9_] and not begin with a digit',
    'function.bad-one: needs a summary of one line',
    'function.bad-one: needs a description',
    'function.bad-one: returns undefined is not a type',
    'function.bad-one.B: a name must have only [a-z0-9_] and not begin with a digit',
    'function.bad-one.B: needs a description',
    'function.bad-one.B: "text" is not a type',
    'function.bad-one.a: is there twice',
  ]);
});
