/** The remote procedures of ephemeral resources. */
import { type Calls, find, nothing, type Subject, withPrivate } from '../calls';
import type { Procedures, RpcName } from '../messages';
import { decodeObject, encodeObject, settled } from '../objects';
import { PrivateState } from '../private-state';
import type { Provider } from '../types';

export function ephemeralResourceProcedures<C>(
  { ephemeralResources = {} }: Provider<C>,
  calls: Calls<C>,
): Pick<Procedures, 'ValidateEphemeralResourceConfig' | 'OpenEphemeralResource' | 'CloseEphemeralResource'> {
  const about = <N extends RpcName>(rpc: N, typeName: string): Subject<N> => ({
    rpc,
    typeName,
    schema: ephemeralResources[typeName]?.schema,
  });
  const resourceOf = (typeName: string) => find(ephemeralResources, typeName, 'ephemeral resource type');
  return {
    ValidateEphemeralResourceConfig: ({ typeName, config }) =>
      calls.answer(
        about('ValidateEphemeralResourceConfig', typeName),
        (call) => {
          const resource = resourceOf(typeName);
          resource.validate?.(decodeObject(config, resource.schema), { ...call, private: undefined });
          return {};
        },
        nothing,
      ),

    OpenEphemeralResource({ typeName, config }) {
      const stored = new PrivateState(Buffer.alloc(0));
      return calls.answerWithClient(
        about('OpenEphemeralResource', typeName),
        async (base) => {
          const resource = resourceOf(typeName);
          const { schema } = resource;
          const call = withPrivate(base, stored);
          const result = await resource.open(decodeObject(config, schema), call);
          const opened = settled(result, schema, typeName, call.diagnostics);
          return { result: encodeObject(opened, schema), private: stored.toBytes() };
        },
        nothing,
      );
    },

    CloseEphemeralResource: ({ typeName, private: bytes }) =>
      calls.answerWithClient(
        about('CloseEphemeralResource', typeName),
        async (base) => {
          await resourceOf(typeName).close?.(withPrivate(base, new PrivateState(bytes)));
          return {};
        },
        nothing,
      ),
  };
}
