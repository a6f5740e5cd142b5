/**
 * Calls a function as Terraform does: of a provider that is not configured, and never with what its parameters do not take. What Terraform
 * checks of the answer is checked here, too.
 */
import { decode, encode, equal, hasUnknown } from '../../../lib/plugin/codec';
import { createService } from '../../../lib/plugin/service';
import type { Provider } from '../../../lib/plugin/types';
import { unknown, type Value } from '../../../lib/plugin/values';
import { InconsistencyError } from './terraform-rules';

export interface Failure {
  readonly text: string;
  /** The argument that is wrong, counted from 0. */
  readonly argument?: number;
}

/** @returns the result, or what Terraform says of the failed call. */
export async function callFunction<C>(
  provider: Provider<C>,
  name: string,
  ...values: Value[]
): Promise<{ readonly result: Value } | { readonly error: Failure }> {
  const declared = provider.functions?.[name];
  if (declared === undefined) throw new Error(`The provider has no function "${name}"`);
  const { parameters, variadic, returns } = declared;
  for (const [index, value] of values.entries()) {
    const parameter = parameters[index] ?? variadic;
    if (parameter === undefined) return { error: { text: 'too many arguments', argument: index } };
    if (value === null && !parameter.allowNull) {
      return { error: { text: `argument "${parameter.name}" cannot be null`, argument: index } };
    }
    if (hasUnknown(value) && !parameter.allowUnknown) return { result: unknown };
  }
  if (values.length < parameters.length) return { error: { text: 'not enough arguments' } };

  const call = async () => {
    const service = createService(provider);
    const messages = values.map((value, index) => ({
      msgpack: encode(value, (parameters[index] ?? variadic)!.type),
      json: Buffer.alloc(0),
    }));
    return service.CallFunction({ name, arguments: messages });
  };
  const { result, error } = await call();
  if (error !== undefined) {
    const { text = '', functionArgument: argument } = error;
    if (text.endsWith('.')) throw new InconsistencyError('Invalid function error', ['Terraform adds the full stop']);
    if (text === '') throw new InconsistencyError('Invalid function error', ['it has no text']);
    if (argument !== undefined && argument >= values.length) {
      throw new InconsistencyError('Invalid function error', [`there is no argument ${argument}`]);
    }
    return { error: { text, ...(argument !== undefined && { argument }) } };
  }
  if (!result?.msgpack)
    throw new InconsistencyError('Invalid function result', ['it is neither a result nor an error']);
  const value = decode(result.msgpack, returns);
  const again = (await call()).result?.msgpack;
  if (again === undefined || !equal(value, decode(again, returns), returns)) {
    throw new InconsistencyError('Provider function returned an inconsistent result', [
      `${name} gives another result for the same arguments`,
    ]);
  }
  return { result: value };
}
