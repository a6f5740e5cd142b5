import { decodeJson } from '../../lib/plugin/state-json';
import type { Value } from '../../lib/plugin/values';
import { printed } from './support/printed';

describe('decodeJson', () => {
  test('numbers keep all their digits', () => {
    const value = decodeJson('{"n": 9007199254740993, "m": 0.1, "e": 1e3}', ['map', 'number']) as Record<string, Value>;
    expect([printed(value['n']), value['m'], value['e']]).toEqual(['9007199254740993', 0.1, 1000]);
  });

  test('missing attributes are null, foreign ones are dropped', () => {
    expect(decodeJson('{"a": "x", "foreign": [1]}', ['object', { a: 'string', b: ['list', 'bool'] }])).toEqual({
      a: 'x',
      b: null,
    });
  });

  test('text that is not JSON is an error', () => {
    expect(() => decodeJson('{', ['map', 'string'])).toThrow();
  });
});
