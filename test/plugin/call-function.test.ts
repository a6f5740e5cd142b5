/** The caller of functions catches one that answers badly, and calls none with what its parameters do not take. */
import { callFunction } from '../support/plugin/call-function';
import { FunctionError } from '../../lib/plugin/diagnostics';
import type { Provider, ProviderFunction } from '../../lib/plugin/types';
import { unknown, type Value } from '../../lib/plugin/values';
import { memoryProvider } from './support/memory-provider';

const called: Value[][] = [];
beforeEach(() => called.splice(0));

const providerOf = (changes: Partial<ProviderFunction>): Provider => ({
  ...memoryProvider({ attributes: {} }),
  functions: {
    first: {
      summary: 'Gives the first back',
      parameters: [{ name: 'texts', type: ['list', 'string'] }],
      returns: 'string',
      call: (texts) => {
        called.push([texts]);
        return (texts as Value[])[0] ?? null;
      },
      ...changes,
    },
  },
});
const call = (changes: Partial<ProviderFunction>, ...values: Value[]) =>
  callFunction(providerOf(changes), 'first', ...values);

test('a function that keeps to the rules passes', async () => {
  expect(await call({}, ['a', 'b'])).toEqual({ result: 'a' });
});

test('arguments that a parameter does not take come to no function', async () => {
  expect([await call({}, null), await call({}, ['a', unknown]), await call({}), await call({}, [], [])]).toEqual([
    { error: { text: 'argument "texts" cannot be null', argument: 0 } },
    { result: unknown },
    { error: { text: 'not enough arguments' } },
    { error: { text: 'too many arguments', argument: 1 } },
  ]);
  expect(called).toEqual([]);
});

test('arguments that a parameter takes come to the function', async () => {
  const taking = {
    parameters: [{ name: 'texts', type: ['list', 'string'], allowNull: true, allowUnknown: true }],
  } as const;
  const call = (texts: Value) => (texts === null ? 'null' : 'unknown');
  expect(await callFunction(providerOf({ ...taking, call }), 'first', null)).toEqual({ result: 'null' });
  expect(await callFunction(providerOf({ ...taking, call }), 'first', [unknown])).toEqual({ result: 'unknown' });
});

test.each<[string, ProviderFunction['call'], RegExp]>([
  ['another result each time', () => String(Math.random()), /another result for the same arguments/],
  [
    'an error without a text',
    () => {
      throw new FunctionError('');
    },
    /it has no text/,
  ],
  [
    'an error with a full stop',
    () => {
      throw new FunctionError('No.');
    },
    /Terraform adds the full stop/,
  ],
  [
    'an error of an argument that is not there',
    () => {
      throw new FunctionError('No', 1);
    },
    /there is no argument 1/,
  ],
])('a function that gives %s fails', async (_what, broken, message) => {
  await expect(call({ call: broken }, ['a'])).rejects.toThrow(message);
});
