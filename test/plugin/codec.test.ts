import { decode as decodeMsgpack, encode as encodeMsgpack, ExtData, ExtensionCodec } from '@msgpack/msgpack';
import fc from 'fast-check';
import { decode, encode, equal } from '../../lib/plugin/codec';
import type { Type } from '../../lib/plugin/types';
import { Decimal, unknown, type Value } from '../../lib/plugin/values';
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

  test('what ends in the middle is an error', () => {
    expect(() => decode(bytes('92a161'), ['list', 'string'])).toThrow();
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
