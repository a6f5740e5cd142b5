/** What all ephemeral resources do alike, around what each one opens. */
import type { EphemeralResource } from '../plugin/types';
import type { ObjectValue } from '../plugin/values';
import type { Computed, EphemeralResourceDefinition, Given } from '../schema';
import { type Call, callOf } from './call';
import { checkConfiguration } from './checks';
import type { Context } from './configure';
import { typed } from './values';

/** What is only asked for stays as the configuration has it. */
export function ephemeralResource<D extends EphemeralResourceDefinition>(
  definition: D,
  handlers: { open(wanted: Given<D>, call: Call): Promise<Computed<D>> },
): EphemeralResource<Context> {
  return {
    schema: definition,

    validate(config, { diagnostics }) {
      checkConfiguration(definition, config, diagnostics);
    },

    async open(config, call) {
      const found = await handlers.open(typed(config), callOf(call));
      return { ...config, ...(found as ObjectValue) };
    },
  };
}
