import fc from 'fast-check';
import {
  bool,
  bytes,
  field,
  integer,
  map,
  message,
  nested,
  optional,
  repeated,
  string,
  writtenOnce,
} from '../../lib/plugin/protobuf';
import { runs } from '../support/runs';

const Inner = message({ text: field(1, string) });
const Everything = message({
  text: field(1, string),
  flag: field(2, bool),
  count: field(3, integer),
  data: field(4, bytes),
  inner: optional(5, nested(Inner)),
  maybe: optional(6, integer),
  texts: repeated(7, string),
  counts: repeated(8, integer),
  inners: repeated(9, nested(Inner)),
  byName: map(10, nested(Inner)),
  labels: map(2047, string),
});

const nothing = {
  text: '',
  flag: false,
  count: 0,
  data: Buffer.alloc(0),
  inner: undefined,
  maybe: undefined,
  texts: [],
  counts: [],
  inners: [],
  byName: {},
  labels: {},
};

const hex = (text: string) => Buffer.from(text.replaceAll(' ', ''), 'hex');

describe('protobuf', () => {
  test('decodes what it has encoded', () => {
    const text = fc.string({ unit: 'grapheme' });
    const integers = fc.maxSafeInteger();
    const inner = fc.record({ text });
    const data = fc.uint8Array().map((array) => Buffer.from(array));
    const dictionary = <T>(value: fc.Arbitrary<T>) => fc.dictionary(text, value, { noNullPrototype: false });
    const everything = fc.record({
      text,
      flag: fc.boolean(),
      count: integers,
      data,
      inner: fc.option(inner, { nil: undefined }),
      maybe: fc.option(integers, { nil: undefined }),
      texts: fc.array(text),
      counts: fc.array(integers),
      inners: fc.array(inner),
      byName: dictionary(inner),
      labels: dictionary(text),
    });
    fc.assert(
      fc.property(everything, (value) => {
        expect(Everything.decode(Everything.encode(value))).toEqual(value);
      }),
      { numRuns: runs(100) },
    );
  });

  test.each([
    ['a string', { text: 'testing' }, '0a 07 74657374696e67'],
    ['an integer', { count: 150 }, '18 9601'],
    ['a negative integer, as ten bytes', { count: -2 }, '18 feffffffffffffffff01'],
    ['an integer beyond 32 bits', { count: 2 ** 32 }, '18 8080808010'],
    ['true', { flag: true }, '10 01'],
    ['zeros, which are left out', { text: '', count: 0, flag: false, data: Buffer.alloc(0) }, ''],
    ['an optional zero, which is not', { maybe: 0 }, '30 00'],
    ['an empty message', { inner: {} }, '2a 00'],
    ['repeated strings, empty ones too', { texts: ['a', ''] }, '3a 01 61 3a 00'],
    ['a map', { byName: { k: { text: 'v' } } }, '52 08 0a 01 6b 12 03 0a 01 76'],
    ['a field number that takes two bytes', { labels: { a: 'b' } }, 'fa7f 06 0a 01 61 12 01 62'],
  ])('writes %s', (_name, value, expected) => {
    expect(Everything.encode(value)).toEqual(hex(expected));
    expect(Everything.decode(hex(expected))).toEqual({
      ...nothing,
      ...value,
      ...('inner' in value && { inner: { text: '' } }),
    });
  });

  test('skips fields that it does not know, of every wire type', () => {
    const unknownFields = 'a006 01 a106 0102030405060708 a206 02 0000 a506 01020304';
    expect(Everything.decode(hex(`${unknownFields} 0a 01 61 ${unknownFields}`))).toEqual({ ...nothing, text: 'a' });
  });

  test('takes the last value of a field that comes twice', () => {
    expect(Everything.decode(hex('18 01 18 02'))).toEqual({ ...nothing, count: 2 });
  });

  test('reads packed integers', () => {
    expect(Everything.decode(hex('42 03 01 9601'))).toEqual({ ...nothing, counts: [1, 150] });
  });

  test('reads a map entry without key or value', () => {
    expect(Everything.decode(hex('52 00')).byName).toEqual({ '': { text: '' } });
  });

  test('keeps a map key that is the name of a property of every object', () => {
    const { labels } = Everything.decode(hex('fa7f 0e 0a 09 5f5f70726f746f5f5f 12 01 78'));
    expect(Object.entries(labels)).toEqual([['__proto__', 'x']]);
  });

  test.each([
    ['ends in a length', '0a'],
    ['ends in a value', '0a 05 61'],
    ['has a wire type that a known field does not have', '08 01'],
    ['has a group', 'a306'],
    ['has an endless number', '18 ffffffffffffffffffffff01'],
    ['has an integer beyond 2^53', '18 ffffffffffffffff7f'],
  ])('refuses a message that %s', (_name, text) => {
    expect(() => Everything.decode(hex(text))).toThrow(/^protobuf: /);
  });

  test('writes an object once where it is told to, and another one that is equal for itself', () => {
    const Once = writtenOnce(Everything);
    const value = { text: 'a', labels: { one: '1' } };
    const bytes = Once.encode(value);
    expect(bytes).toEqual(Everything.encode(value));
    expect(Once.encode(value)).toBe(bytes);
    expect(Once.encode({ ...value, text: 'b' })).toEqual(Everything.encode({ ...value, text: 'b' }));
  });
});
