import { decode as decodeMsgpack, encode as encodeMsgpack, ExtData, ExtensionCodec } from '@msgpack/msgpack';
import fc from 'fast-check';
import { decode, encode, equal, hasUnknown } from '../../lib/plugin/codec';
import { parseNumber } from '../../lib/plugin/numbers';
import type { Type } from '../../lib/plugin/types';
import { Decimal, emptyObject, type ObjectValue, unknown, type Value } from '../../lib/plugin/values';
import { runs } from '../support/runs';
import { fill, typedValue } from './support/arbitraries';

const hex = (value: Value, type: Type) => encode(value, type).toString('hex');
const bytes = (text: string) => Buffer.from(text.replace(/ /g, ''), 'hex');

describe('encode', () => {
  test.each<[string, Value, Type, string]>([
    ['null of any type', null, ['map', 'string'], 'c0'],
    ['unknown as extension 0', unknown, 'string', 'd40000'],
    ['true', true, 'bool', 'c3'],
    ['a short string', 'a', 'string', 'a161'],
    ['a small integer', 7, 'number', '07'],
    ['a negative integer', -1, 'number', 'ff'],
    ['the largest safe integer', 9007199254740991, 'number', 'cf001fffffffffffff'],
    ['a fraction, as its digits', 1.5, 'number', 'a3312e35'],
    ['a number that no double holds, as its digits', new Decimal('0.1'), 'number', 'a3302e31'],
    ['a list', ['a', 'b'], ['list', 'string'], '92a161a162'],
    [
      'an object, every attribute in order',
      { b: null, a: 'x' },
      ['object', { b: 'bool', a: 'string' }],
      '82a161a178a162c0',
    ],
  ])('%s', (_name, value, type, expected) => {
    expect(hex(value, type)).toBe(expected);
  });

  const nested: Type = ['object', { a: ['map', ['list', ['object', { b: 'number', c: ['set', 'string'] }]]] }];
  const inside = (element: unknown) => ({ a: { 'k k': [{ b: 1, c: [] }, element] } }) as Value;
  test.each<[string, unknown, string]>([
    ['a value of another type', { b: 'x', c: [] }, 'a["k k"][1].b: must be of type number, and is a string'],
    ['what is no number', { b: NaN, c: [] }, 'a["k k"][1].b: is not a number (NaN)'],
    ['an element of a set', { b: 1, c: ['x', 'y', 2] }, 'a["k k"][1].c[2]: must be of type string, and is a number'],
    ['a missing attribute', { b: 1 }, 'a["k k"][1].c: is missing'],
    ['a foreign attribute', { b: 1, c: [], toString: 'x' }, 'a["k k"][1].toString: is not an attribute of the schema'],
    ['no object', 'x', 'a["k k"][1]: must be of type object, and is a string'],
  ])('%s is an error that says where, and the next value is not spoiled', (_name, element, message) => {
    expect(() => encode(inside(element), nested)).toThrow(new Error(message));
    expect(hex({ a: null }, nested)).toBe('81a161c0');
  });

  test('a missing attribute is an error that names its path', () => {
    expect(() => encode([{ a: 'x' }], ['list', ['object', { a: 'string', b: 'string' }]])).toThrow(/\[0\].*b|b.*\[0\]/);
  });

  test('a value of another type is an error that names its path', () => {
    expect(() => encode({ a: [1] }, ['object', { a: ['list', 'string'] }])).toThrow(/a.*0/);
  });
});

describe('decode', () => {
  test.each<[string, string, Type, Value]>([
    ['unknown with refinements', 'c7030c8101c2', 'string', unknown],
    ['unknown of any extension', 'd40500', ['list', 'string'], unknown],
    ['0.1, which comes as text', 'a3302e31', 'number', 0.1],
    [
      '2^63, which no double of a count holds',
      'b339323233333732303336383534373735383038',
      'number',
      9223372036854775808,
    ],
    ['a digit more than a double has', 'b039303037313939323534373430393933', 'number', new Decimal('9007199254740993')],
    ['an int64', 'd3ffffffffffffffff', 'number', -1],
    ['text in a composed form', 'a365cc81', 'string', 'é'],
    [
      'the key __proto__',
      '81a95f5f70726f746f5f5fa178',
      ['map', 'string'],
      Object.assign(Object.create(null), JSON.parse('{"__proto__":"x"}')),
    ],
  ])('%s', (_name, encoded, type, expected) => {
    if (expected instanceof Decimal || typeof expected !== 'object' || expected === unknown) {
      const value = decode(bytes(encoded), type);
      expect(value instanceof Decimal ? value.digits : value).toEqual(
        expected instanceof Decimal ? expected.digits : expected,
      );
    } else {
      expect(Object.entries(decode(bytes(encoded), type) as object)).toEqual([['__proto__', 'x']]);
    }
  });

  test.each([
    ['in order', '82 a161a178 a162920102'],
    ['in another order', '82 a162920102 a161a178'],
    ['with a name in a longer form', '82 d90161a178 a162920102'],
    ['with an element of a set twice', '82 a161a178 a1629301d1000102'],
  ])('an object whose attributes come %s', (_name, encoded) => {
    expect({ ...(decode(bytes(encoded), ['object', { a: 'string', b: ['set', 'number'] }]) as object) }).toEqual({
      a: 'x',
      b: [1, 2],
    });
  });

  const pair: Type = ['object', { a: 'string', b: ['list', 'bool'] }];
  test.each([
    ['a foreign attribute', '82a163c0a162c0', 'c: is not an attribute of the schema'],
    ['a missing attribute', '81a161c0', 'b: is missing'],
    ['a missing attribute, where another one comes twice', '82a161c0a161c0', 'b: is missing'],
    ['a value of another type', '82a161c0a16292c3a178', 'b[1]: the byte 0xa1 does not begin a bool'],
    ['what is no object', '90', 'the object: the byte 0x90 does not begin a map'],
    ['bytes behind it', '82a161c0a162c0c0', 'The value is followed by bytes that do not belong to it'],
  ])('%s is an error that says where', (_name, encoded, message) => {
    expect(() => decode(bytes(encoded), pair)).toThrow(new Error(message));
  });

  test('what ends too early is an error, wherever it does', () => {
    fc.assert(
      fc.property(typedValue, fc.nat(), ({ type, value }, at) => {
        const encoded = encode(value, type);
        expect(() => decode(encoded.subarray(0, at % encoded.length), type)).toThrow('The value ends too early');
      }),
      { numRuns: runs(100) },
    );
  });
});

test('what is encoded is decoded to the same value', () => {
  fc.assert(
    fc.property(typedValue, ({ type, value }) => {
      const filled = fill(value, type);
      const decoded = decode(encode(filled, type), type);
      expect(equal(decoded, filled, type)).toBe(true);
      // Equal elements of a set are one: what is decoded has none left, and so comes back to the letter.
      expect(decode(encode(decoded, type), type)).toEqual(decoded);
    }),
    { numRuns: runs(100) },
  );
});

test('another MessagePack library reads what is encoded, and writes what is decoded', () => {
  const extensionCodec = new ExtensionCodec();
  extensionCodec.register({ type: 0, encode: () => null, decode: () => new ExtData(0, new Uint8Array([0])) });
  fc.assert(
    fc.property(typedValue, ({ type, value }) => {
      fc.pre(!JSON.stringify(value, (_, each: unknown) => each)?.includes('__proto__'));
      const encoded = encode(fill(value, type), type);
      const theirs = decodeMsgpack(encoded, { extensionCodec, useBigInt64: true });
      const again = encodeMsgpack(theirs, { extensionCodec, useBigInt64: true });
      expect(decode(again, type)).toEqual(decode(encoded, type));
    }),
    { numRuns: runs(100) },
  );
});

test('equal values have equal bytes, whatever the order of their keys and elements, and however often a set has one', () => {
  const turned = (value: Value, type: Type): Value => {
    if (typeof type === 'string' || value === null || value === unknown) return value;
    if (Array.isArray(value)) {
      const items = value.map((item) => turned(item, type[1] as Type));
      // Each unknown may become something else, and so counts.
      return type[0] === 'set' ? [...[...items].reverse(), ...items.filter((item) => !hasUnknown(item))] : items;
    }
    const entries = Object.entries(value as ObjectValue).reverse();
    return Object.assign(
      emptyObject(),
      Object.fromEntries(
        entries.map(([name, item]) => [name, turned(item, type[0] === 'object' ? type[1][name]! : type[1])]),
      ),
    );
  };
  fc.assert(
    fc.property(typedValue, ({ type, value }) => {
      expect(hex(turned(value, type), type)).toBe(hex(value, type));
    }),
    { numRuns: runs(100) },
  );
});

test('an integer has the bytes that another MessagePack library gives it', () => {
  const edge = fc
    .tuple(fc.constantFrom(5n, 7n, 8n, 15n, 16n, 31n, 32n, 53n, 63n), fc.integer({ min: -2, max: 2 }), fc.boolean())
    .map(([bits, beside, isNegative]) => (isNegative ? -1n : 1n) * 2n ** bits + BigInt(beside));
  fc.assert(
    fc.property(edge, (integer) => {
      fc.pre(integer >= -(2n ** 63n));
      const expected = Number.isSafeInteger(Number(integer))
        ? encodeMsgpack(Number(integer))
        : encodeMsgpack(integer, { useBigInt64: true });
      expect(hex(parseNumber(String(integer)), 'number')).toBe(Buffer.from(expected).toString('hex'));
    }),
    { numRuns: runs(100) },
  );
});

test('a text has the bytes that another MessagePack library gives it', () => {
  const text = fc.string({
    unit: fc.constantFrom('a', 'e', 'é', '\u0301', '\u02ff', '\u0300', 'ſ', '한', '😀'),
    maxLength: 300,
  });
  fc.assert(
    fc.property(text, (value) => {
      const encoded = encode(value, 'string');
      expect(encoded).toEqual(Buffer.from(encodeMsgpack(value.normalize('NFC'))));
      expect(decode(Buffer.from(encodeMsgpack(value)), 'string')).toBe(value.normalize('NFC'));
    }),
    { numRuns: runs(100) },
  );
});
