/**
 * The remote procedures of functions. They need no client, and nothing ever waits for them.
 *
 * Their errors are texts that everybody may read, so nothing of an argument comes into one, or into the log, without being meant to.
 */
import { decode, encode } from '../codec';
import { FunctionError } from '../diagnostics';
import { log } from '../log';
import type { Procedures, Request } from '../messages';
import { functionMessages } from '../schema-messages';
import type { Parameter, Provider, ProviderFunction } from '../types';
import type { Value } from '../values';

export function functionProcedures<C>({
  functions = {},
}: Provider<C>): Pick<Procedures, 'GetFunctions' | 'CallFunction'> {
  return {
    GetFunctions: () => Promise.resolve({ functions: functionMessages(functions) }),

    async CallFunction({ name, arguments: messages }) {
      try {
        const called = functionOf(functions, name);
        const result = await called.call(...argumentsOf(called, messages));
        return { result: { msgpack: encode(result, called.returns) } };
      } catch (error) {
        if (error instanceof FunctionError) {
          return { error: { text: error.message, functionArgument: error.argument } };
        }
        log('error', 'Function failed', { tf_rpc: 'CallFunction', tf_function_name: name, at: framesOf(error) });
        return { error: { text: `The function ${name} failed. This is a bug in the provider; please report it` } };
      }
    },
  };
}

function functionOf(functions: Readonly<Record<string, ProviderFunction>>, name: string): ProviderFunction {
  const found = Object.hasOwn(functions, name) ? functions[name] : undefined;
  if (found !== undefined) return found;
  const names = Object.keys(functions).sort().join(', ') || 'none';
  throw new FunctionError(`This version of the provider has no function "${name}". It has: ${names}`);
}

function argumentsOf(called: ProviderFunction, messages: Request<'CallFunction'>['arguments']): Value[] {
  const { parameters, variadic } = called;
  if (messages.length < parameters.length || (messages.length > parameters.length && variadic === undefined)) {
    const taken = `${parameters.length} argument${parameters.length === 1 ? '' : 's'}`;
    throw new FunctionError(`The function takes ${variadic ? 'at least ' : ''}${taken}, and ${messages.length} came`);
  }
  return messages.map(({ msgpack }, index) => decode(msgpack, (parameters[index] ?? (variadic as Parameter)).type));
}

/** Where an error came from. Its message may quote an argument. */
function framesOf(error: unknown): string {
  const stack = error instanceof Error ? (error.stack ?? '') : '';
  return stack
    .split('\n')
    .filter((line) => /^ +at /.test(line))
    .join('\n');
}
