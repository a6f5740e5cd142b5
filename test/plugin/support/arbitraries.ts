/** Random types, values and schemas for property tests. */
import fc from 'fast-check';
import { equal } from '../../../lib/plugin/codec';
import { parseNumber } from '../../../lib/plugin/numbers';
import { impliedType, members, memberType } from '../../../lib/plugin/schema';
import type { Attribute, Block, NestedBlock, Schema, Type } from '../../../lib/plugin/types';
import { emptyObject, type ObjectValue, unknown, type Value } from '../../../lib/plugin/values';

const names = ['a', 'b', 'c', 'd'];

function nullPrototype<T>(values: Record<string, T>): Record<string, T> {
  return Object.assign(Object.create(null) as Record<string, T>, values);
}

const text = fc
  .oneof(fc.constantFrom('', 'x', 'é', 'long '.repeat(60)), fc.string({ unit: 'binary', maxLength: 6 }))
  .map((value) => value.normalize('NFC'));

/** Texts of numbers in all their forms: integers of every width, fractions, exponents, more digits than a double has. */
const numberText = fc.oneof(
  fc.bigInt({ min: -(2n ** 70n), max: 2n ** 70n }).map(String),
  fc.constantFrom(
    '0',
    '-0',
    '0.1',
    '1.50',
    '1e3',
    '1E-7',
    '1e400',
    '9007199254740993',
    '18446744073709551615',
    '-9223372036854775808',
  ),
  fc.double({ noNaN: true, noDefaultInfinity: true }).map(String),
  fc.tuple(fc.integer(), fc.nat()).map(([whole, fraction]) => `${whole}.${fraction}`),
);

const number = numberText.map(parseNumber);

const mapKey = fc.oneof(fc.constantFrom('__proto__', 'constructor', 'toString', 'k'), text);

const type: fc.Arbitrary<Type> = fc.letrec<{ type: Type }>((tie) => ({
  type: fc.oneof(
    { maxDepth: 3 },
    fc.constantFrom<Type>('string', 'number', 'bool'),
    fc.tuple(fc.constantFrom('list' as const, 'set' as const, 'map' as const), tie('type')),
    fc.tuple(fc.constant('object' as const), fc.dictionary(fc.constantFrom(...names), tie('type'), { maxKeys: 3 })),
  ),
})).type;

interface ValueOptions {
  readonly nulls?: boolean;
  readonly unknowns?: boolean;
}

export function valueOf(type: Type, options: ValueOptions = { nulls: true, unknowns: true }): fc.Arbitrary<Value> {
  const known = knownValueOf(type, options);
  return fc.oneof(
    { weight: 8, arbitrary: known },
    ...(options.nulls ? [{ weight: 1, arbitrary: fc.constant<Value>(null) }] : []),
    ...(options.unknowns ? [{ weight: 1, arbitrary: fc.constant<Value>(unknown) }] : []),
  );
}

function knownValueOf(type: Type, options: ValueOptions): fc.Arbitrary<Value> {
  if (type === 'string') return text;
  if (type === 'number') return number;
  if (type === 'bool') return fc.boolean();
  switch (type[0]) {
    case 'list':
    case 'set':
      return fc.array(valueOf(type[1], options), { maxLength: 3 });
    case 'map':
      return fc.array(fc.tuple(mapKey, valueOf(type[1], options)), { maxLength: 3 }).map((entries) => {
        const value = emptyObject();
        for (const [key, item] of entries) value[key] = item;
        return value;
      });
    case 'object':
      return fc
        .record(Object.fromEntries(Object.entries(type[1]).map(([name, item]) => [name, valueOf(item, options)])))
        .map(nullPrototype);
  }
}

export const typedValue = type.chain((chosen) => fc.record({ type: fc.constant(chosen), value: valueOf(chosen) }));

// Schemas

const leafType = fc.constantFrom<Type>(
  'string',
  'number',
  'bool',
  ['list', 'string'],
  ['set', 'string'],
  ['map', 'number'],
);

const computedFlags = fc.constantFrom<Partial<Attribute>>(
  { computed: true },
  { computed: true, stable: true },
  { computed: true, stable: { unless: ['a', 'b'] } },
  { optional: true, computed: true },
  { optional: true, computed: true, stable: true, replace: true },
);

function leaf(inSet: boolean): fc.Arbitrary<Attribute> {
  const plain = fc.record({ type: leafType, optional: fc.constant(true), replace: fc.boolean() });
  const preset = fc.constantFrom<Attribute>(
    { type: 'string', optional: true, computed: true, default: 'preset' },
    { type: 'number', optional: true, computed: true, default: 1.1, replace: true },
    { type: 'number', optional: true, computed: true, default: 2.2, stable: true, replace: true },
    { type: 'string', optional: true, replace: 'other-value' },
  );
  if (inSet)
    return fc.oneof(
      plain.map(({ replace: _, ...rest }) => rest),
      preset.map(({ replace: _, ...rest }) => rest),
    );
  const computed = fc.tuple(leafType, computedFlags).map(([chosen, flags]) => ({ ...flags, type: chosen }));
  const writeOnly = fc.record({ type: leafType, optional: fc.constant(true), writeOnly: fc.constant(true) });
  return fc.oneof(plain, preset, computed, writeOnly);
}

function attributes(inSet: boolean): fc.Arbitrary<Record<string, Attribute>> {
  // The names that `stable.unless` has are always there.
  return fc
    .tuple(leaf(true), leaf(true), fc.dictionary(fc.constantFrom('c', 'd', 'e'), leaf(inSet), { maxKeys: 3 }))
    .map(([a, b, rest]) => ({ a, b, ...rest }));
}

function nestedBlock(depth: number, inSet: boolean): fc.Arbitrary<NestedBlock> {
  return fc.constantFrom('single' as const, 'list' as const, 'set' as const).chain((nesting) => {
    const within = inSet || nesting === 'set';
    const plain = fc.record({
      nesting: fc.constant(nesting),
      attributes: attributes(within),
      blocks: blocks(depth, within),
    });
    if (nesting !== 'set') return plain;
    return fc.oneof(
      plain,
      plain.map((block) => ({
        ...block,
        attributes: {
          ...block.attributes,
          k: { type: 'string' as const, required: true, key: true },
          s: { type: 'string' as const, computed: true, stable: true },
        },
      })),
    );
  });
}

function blocks(depth: number, inSet: boolean): fc.Arbitrary<Record<string, NestedBlock>> {
  if (depth === 0) return fc.constant({});
  return fc.dictionary(fc.constantFrom('x', 'y'), nestedBlock(depth - 1, inSet), { maxKeys: 2 }).map(nullPrototype);
}

export const schema: fc.Arbitrary<Schema> = fc.record({ attributes: attributes(false), blocks: blocks(2, false) });

/** A configuration that Terraform would let through: nothing for what only the provider sets, no null blocks, keys set. */
export function configOf(block: Block, { unknowns }: { readonly unknowns: boolean }): fc.Arbitrary<ObjectValue> {
  const fields = members(block).map((member) => {
    const { name, attribute, block: nested } = member;
    if (nested) return [name, blockOf(nested, unknowns)] as const;
    if (!attribute.required && !attribute.optional) return [name, fc.constant<Value>(null)] as const;
    const known = valueOf(memberType(member), { unknowns });
    return [name, attribute.required ? known : fc.option(known, { nil: null, freq: 2 })] as const;
  });
  return fc.record(Object.fromEntries(fields)).map(nullPrototype);
}

function blockOf(block: NestedBlock, unknowns: boolean): fc.Arbitrary<Value> {
  const element = configOf(block, { unknowns });
  if (block.nesting === 'single') return fc.option(element, { nil: null, freq: 2 });
  return fc.uniqueArray(element, { maxLength: 3, selector: (item) => JSON.stringify(item['k'] ?? item) });
}

/** Replaces every unknown in a value with a known one of its type, as the apply walk does. */
export function fill(value: Value, type: Type): Value {
  if (value === unknown) return fresh(type);
  if (typeof type === 'string' || value === null) return value;
  if (Array.isArray(value)) {
    const element = type[1] as Type;
    const filled = value.map((item) => fill(item, element));
    // Elements of a set that have become equal are one, as in Terraform.
    return type[0] === 'set'
      ? filled.filter((item, index) => filled.findIndex((other) => equal(other, item, element)) === index)
      : filled;
  }
  const filled = emptyObject();
  for (const [name, item] of Object.entries(value as ObjectValue)) {
    filled[name] = fill(item, type[0] === 'object' ? (type[1][name] as Type) : type[1]);
  }
  return filled;
}

let count = 0;

function fresh(type: Type): Value {
  count += 1;
  if (type === 'string') return `filled-${count}`;
  if (type === 'number') return count;
  if (type === 'bool') return count % 2 === 0;
  if (type[0] === 'object') {
    return nullPrototype(Object.fromEntries(Object.entries(type[1]).map(([name, item]) => [name, fresh(item)])));
  }
  return type[0] === 'map' ? emptyObject() : [];
}

export function fillObject(value: ObjectValue, block: Block): ObjectValue {
  return fill(value, impliedType(block)) as ObjectValue;
}
