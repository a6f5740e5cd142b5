import fc from 'fast-check';
import { parseNumber } from '../../lib/plugin/numbers';
import { decodeJson, parseJsonLossless } from '../../lib/plugin/state-json';
import type { Value } from '../../lib/plugin/values';
import { runs } from '../support/runs';
import { printed } from './support/printed';

describe('decodeJson', () => {
  test('numbers keep all their digits', () => {
    const value = decodeJson('{"n": 9007199254740993, "m": 0.1, "e": 1e3}', ['map', 'number']) as Record<string, Value>;
    expect([printed(value['n']), value['m'], value['e']]).toEqual(['9007199254740993', 0.1, 1000]);
  });

  test('a number keeps all its digits wherever it stands, and a text that looks like one stays a text', () => {
    const digits = fc.oneof(
      fc.bigInt({ min: -(10n ** 20n), max: 10n ** 20n }).map(String),
      fc.tuple(fc.integer(), fc.nat(), fc.integer({ min: -400, max: 400 })).map(([a, b, c]) => `${a}.${b}e${c}`),
      fc.tuple(fc.maxSafeInteger(), fc.maxSafeInteger()).map(([a, b]) => `${a}.${Math.abs(b)}`),
      fc.double({ noNaN: true, noDefaultInfinity: true }).map((double) => JSON.stringify(double)),
    );
    const place = fc.constantFrom('[N]', '[ N ]', '[0,N]', '[0,\n\tN]', '["N", N]');
    fc.assert(
      fc.property(digits, place, (text, around) => {
        const items = parseJsonLossless(around.replaceAll('N', text)) as Value[];
        expect(printed(items.at(-1))).toEqual(printed(parseNumber(text)));
        if (around.startsWith('["')) expect(items[0]).toBe(text);
        expect(printed(decodeJson(text, 'number'))).toEqual(printed(parseNumber(text)));
      }),
      { numRuns: runs(300) },
    );
  });

  test('missing attributes are null, foreign ones are dropped', () => {
    expect(decodeJson('{"a": "x", "foreign": [1]}', ['object', { a: 'string', b: ['list', 'bool'] }])).toEqual({
      a: 'x',
      b: null,
    });
  });

  test('a state is without the properties that every object has', () => {
    for (const number of ['1', '9007199254740993']) {
      const state = parseJsonLossless(`{"a": {"__proto__": "x", "n": ${number}}}`) as Record<
        string,
        Record<string, unknown>
      >;
      expect([state['constructor'], Object.keys(state['a']!)]).toEqual([undefined, ['__proto__', 'n']]);
    }
  });

  test('text that is not JSON is an error', () => {
    expect(() => decodeJson('{', ['map', 'string'])).toThrow();
  });
});
