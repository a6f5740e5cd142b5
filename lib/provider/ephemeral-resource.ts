/** What all ephemeral resources do alike, around what each one opens. */
import type { EphemeralResource, OpenCall } from '../plugin/types';
import type { ObjectValue } from '../plugin/values';
import type { Computed, EphemeralResourceDefinition, Given } from '../schema';
import { type Call, callOf } from './call';
import { checkConfiguration } from './checks';
import type { Context } from './configure';
import { typed } from './values';

/** Open and renew. `private` is what the one that was opened is in this process: an `O`, which `open` leaves there. */
export type Opening<O = unknown> = Call<O> & Pick<OpenCall<Context>, 'renewAt' | 'onEnd'>;

/** What is only asked for stays as the configuration has it. What each handler is for, `EphemeralResource` of the plugin says. */
export function ephemeralResource<D extends EphemeralResourceDefinition, O = undefined>(
  definition: D,
  handlers: {
    open(wanted: Given<D>, call: Opening<O>): Promise<Computed<D>>;
    readonly renew?: (opened: O, call: Opening<O>) => Promise<void>;
    readonly close?: (opened: O, call: Pick<Call, 'platform' | 'signal'>) => Promise<void>;
  },
): EphemeralResource<Context> {
  const { renew, close } = handlers;
  return {
    schema: definition,

    validate(config, { diagnostics }) {
      checkConfiguration(definition, config, diagnostics);
    },

    async open(config, call) {
      const found = await handlers.open(typed(config), openingOf<O>(call));
      return { ...config, ...(found as ObjectValue) };
    },

    ...(renew && { renew: (call) => renew(call.private as O, openingOf<O>(call)) }),

    ...(close && {
      close: (call) =>
        close(call.private as O, {
          signal: call.signal,
          get platform() {
            return call.client.platform;
          },
        }),
    }),
  };
}

function openingOf<O>(call: OpenCall<Context>): Opening<O> {
  const opening = Object.assign(callOf<O>(call), { onEnd: call.onEnd, renewAt: call.renewAt });
  return Object.defineProperty(opening, 'renewAt', {
    get: () => call.renewAt,
    set: (value: Date | undefined) => (call.renewAt = value),
  });
}
