/** Random types, values and schemas for property tests. */
import fc from 'fast-check';
import { parseNumber } from '../../../lib/plugin/numbers';
import { impliedType, members, memberType } from '../../../lib/plugin/schema';
import type { Attribute, Block, NestedBlock, Schema, Type } from '../../../lib/plugin/types';
import { unknown } from '../../../lib/plugin/values';
import type { ObjectValue, Value } from '../../../lib/plugin/values';

const names = ['a', 'b', 'c', 'd'];

function nullPrototype<T>(values: Record<string, T>): Record<string, T> {
  return Object.assign(Object.create(null), values);
}

export const text = fc
  .oneof(fc.constantFrom('', 'x', 'é', 'long '.repeat(60)), fc.string({ unit: 'binary', maxLength: 6 }))
  .map((value) => value.normalize('NFC'));

/** Texts of numbers in all their forms: integers of every width, fractions, exponents, more digits than a double has. */
export const numberText = fc.oneof(
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

export const number = numberText.map(parseNumber);

export const mapKey = fc.oneof(fc.constantFrom('__proto__', 'constructor', 'toString', 'k'), text);

export const type: fc.Arbitrary<Type> = fc.letrec<{ type: Type }>((tie) => ({
  type: fc.oneof(
    { maxDepth: 3 },
    fc.constantFrom<Type>('string', 'number', 'bool'),
    fc.tuple(fc.constantFrom('list' as const, 'set' as const, 'map' as const), tie('type')),
    fc.tuple(fc.constant('object' as const), fc.dictionary(fc.constantFrom(...names), tie('type'), { maxKeys: 3 })),
    fc.tuple(fc.constant('tuple' as const), fc.array(tie('type'), { maxLength: 3 })),
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
  if (type === 'dynamic') return text;
  switch (type[0]) {
    case 'list':
    case 'set':
      return fc.array(valueOf(type[1], options), { maxLength: 3 });
    case 'map':
      return fc.array(fc.tuple(mapKey, valueOf(type[1], options)), { maxLength: 3 }).map((entries) => {
        const value: ObjectValue = Object.create(null);
        for (const [key, item] of entries) value[key] = item;
        return value;
      });
    case 'tuple':
      return fc.tuple(...type[1].map((item) => valueOf(item, options)));
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

function attribute(depth: number, inSet: boolean): fc.Arbitrary<Attribute> {
  if (depth === 0) return leaf(inSet);
  const nested = fc.constantFrom('single' as const, 'list' as const, 'map' as const, 'set' as const).chain((nesting) =>
    fc.record({
      optional: fc.constant(true),
      computed: fc.constant(false),
      nested: fc.record({
        nesting: fc.constant(nesting),
        attributes: attributes(depth - 1, inSet || nesting === 'set'),
      }),
    }),
  );
  return fc.oneof({ weight: 4, arbitrary: leaf(inSet) }, { weight: 1, arbitrary: nested });
}

function attributes(depth: number, inSet: boolean): fc.Arbitrary<Record<string, Attribute>> {
  // The names that `stable.unless` has are always there.
  return fc
    .tuple(
      leaf(true),
      leaf(true),
      fc.dictionary(fc.constantFrom('c', 'd', 'e'), attribute(depth, inSet), { maxKeys: 3 }),
    )
    .map(([a, b, rest]) => ({ a, b, ...nullPrototype(rest) }));
}

function nestedBlock(inSet: boolean): fc.Arbitrary<NestedBlock> {
  return fc
    .constantFrom('single' as const, 'group' as const, 'list' as const, 'map' as const, 'set' as const)
    .chain((nesting) => {
      const within = inSet || nesting === 'set';
      const plain = fc.record({ nesting: fc.constant(nesting), attributes: attributes(0, within) });
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

export const schema: fc.Arbitrary<Schema> = fc.record({
  attributes: attributes(1, false),
  blocks: fc.dictionary(fc.constantFrom('x', 'y'), nestedBlock(false), { maxKeys: 2 }),
});

/** A configuration that Terraform would let through: nothing for what only the provider sets, no null blocks, keys set. */
export function configOf(block: Block, { unknowns }: { readonly unknowns: boolean }): fc.Arbitrary<ObjectValue> {
  const fields = members(block).map((member) => {
    const { name, attribute: flags, nested } = member;
    if (flags && !flags.required && !flags.optional) return [name, fc.constant<Value>(null)] as const;
    if (!nested) {
      const known = valueOf(memberType(member), { unknowns });
      return [name, flags?.required ? known : fc.option(known, { nil: null, freq: 2 })] as const;
    }
    const element = configOf(nested, { unknowns });
    const elements: fc.Arbitrary<Value> =
      nested.nesting === 'single' || nested.nesting === 'group'
        ? element
        : nested.nesting === 'map'
          ? fc.dictionary(fc.constantFrom('m', 'n'), element, { maxKeys: 2 }).map(nullPrototype)
          : fc.uniqueArray(element, { maxLength: 3, selector: (item) => JSON.stringify(item['k'] ?? item) });
    const mayBeNull = flags !== undefined || nested.nesting === 'single';
    return [name, mayBeNull ? fc.option(elements, { nil: null, freq: 2 }) : elements] as const;
  });
  return fc.record(Object.fromEntries(fields)).map(nullPrototype) as fc.Arbitrary<ObjectValue>;
}

/** Replaces every unknown in a value with a known one of its type, as the apply walk does. */
export function fill(value: Value, type: Type): Value {
  if (value === unknown) return fresh(type);
  if (typeof type === 'string' || value === null) return value;
  const [kind, inner] = type;
  if (Array.isArray(value)) {
    return value.map((item, index) => fill(item, kind === 'tuple' ? (inner[index] as Type) : (inner as Type)));
  }
  const filled: ObjectValue = Object.create(null);
  for (const [name, item] of Object.entries(value as ObjectValue)) {
    filled[name] = fill(item, kind === 'object' ? (inner[name] as Type) : (inner as Type));
  }
  return filled;
}

let count = 0;

function fresh(type: Type): Value {
  count += 1;
  if (type === 'string' || type === 'dynamic') return `filled-${count}`;
  if (type === 'number') return count;
  if (type === 'bool') return count % 2 === 0;
  if (type[0] === 'object') {
    return nullPrototype(
      Object.fromEntries(Object.entries(type[1]).map(([name, item]) => [name, fresh(item)])),
    ) as ObjectValue;
  }
  return type[0] === 'map' ? (Object.create(null) as ObjectValue) : type[0] === 'tuple' ? type[1].map(fresh) : [];
}

export function fillObject(value: ObjectValue, block: Block): ObjectValue {
  return fill(value, impliedType(block)) as ObjectValue;
}
