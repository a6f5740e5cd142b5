import fc from 'fast-check';
import * as codec from '../../lib/plugin/codec';
import type { Type } from '../../lib/plugin/types';
import { Decimal, emptyObject, isObject, unknown, type Value } from '../../lib/plugin/values';
import { runs } from '../support/runs';
import { typedValue } from './support/arbitraries';
import * as oracle from './support/oracle/codec';

/** What a call gives or throws. */
function outcome<T>(work: () => T): { readonly gives: T } | { readonly throws: string } {
  try {
    return { gives: work() };
  } catch (error) {
    return { throws: (error as Error).message };
  }
}

const odd = fc.constantFrom<unknown>(
  undefined,
  null,
  unknown,
  NaN,
  Infinity,
  -0,
  1e20,
  2 ** 53,
  -(2 ** 63),
  0.1,
  new Decimal('1e30'),
  '',
  'e\u0301',
  '\u{1F600}',
  '\ud800',
  'a'.repeat(70),
  true,
  [],
  {},
  emptyObject(),
  ['x'],
  [1, 1, 2],
  { a: 'x' },
  { toString: 'x' },
);

/** Puts something else in one place of a value. */
function spoiled(value: unknown, steps: readonly number[], by: unknown): unknown {
  const [step, ...rest] = steps;
  if (step === undefined) return by;
  if (Array.isArray(value)) {
    if (value.length === 0) return [by];
    return value.map((item: unknown, index) => (index === step % value.length ? spoiled(item, rest, by) : item));
  }
  if (!isObject(value)) return by;
  const names = [...Object.keys(value), 'b'];
  const name = names[step % names.length]!;
  const changed = { ...value, [name]: spoiled(value[name], rest, by) as Value };
  return step % 5 === 0 ? Object.fromEntries(Object.entries(changed).filter(([key]) => key !== name)) : changed;
}

function same(value: Value, type: Type): void {
  const before = outcome(() => oracle.encode(value, type));
  expect(outcome(() => codec.encode(value, type))).toEqual(before);
  if ('gives' in before)
    expect(outcome(() => codec.decode(before.gives, type))).toEqual(outcome(() => oracle.decode(before.gives, type)));
}

test('values have the same bytes, and come back as the same', () => {
  fc.assert(
    fc.property(typedValue, ({ type, value }) => same(value, type)),
    { numRuns: runs(2000) },
  );
});

test('values of other types fail in the same words', () => {
  fc.assert(
    fc.property(typedValue, fc.array(fc.nat(20), { maxLength: 4 }), odd, ({ type, value }, steps, by) =>
      same(spoiled(value, steps, by) as Value, type),
    ),
    { numRuns: runs(2000) },
  );
});

test('bytes that are wrong fail in the same words', () => {
  fc.assert(
    fc.property(typedValue, typedValue, fc.nat(), fc.nat(255), ({ type, value }, other, at, byte) => {
      const bytes = oracle.encode(value, type);
      const changed = Buffer.from(bytes);
      changed[at % bytes.length] = byte;
      for (const each of [changed, bytes.subarray(0, at % bytes.length), Buffer.concat([bytes, Buffer.from([byte])])])
        expect(outcome(() => codec.decode(each, type))).toEqual(outcome(() => oracle.decode(each, type)));
      expect(outcome(() => codec.decode(bytes, other.type))).toEqual(outcome(() => oracle.decode(bytes, other.type)));
    }),
    { numRuns: runs(2000) },
  );
});
