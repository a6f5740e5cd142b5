/** What all functions do alike, around what each one makes of its arguments. */
import type { ProviderFunction } from '../plugin/types';
import type { Arguments, FunctionDefinition, Result } from '../schema';

export function providerFunction<const D extends FunctionDefinition>(
  definition: D,
  call: (...args: Arguments<D['parameters']>) => Result<D>,
): ProviderFunction {
  return {
    ...definition,
    // Terraform has converted them to the types of the definition.
    call: (...args) => call(...(args as Arguments<D['parameters']>)),
  };
}
