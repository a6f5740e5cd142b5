/** The remote procedures of ephemeral resources. */
import { type Calls, find, nothing, type Subject, withPrivate } from '../calls';
import { DiagnosticError } from '../diagnostics';
import type { Procedures, Request, Response, RpcName } from '../messages';
import { decodeObject, encodeObject, settled } from '../objects';
import type { Opening, Openings } from '../openings';
import { PrivateState } from '../private-state';
import type { EphemeralResource, OpenCall, Provider } from '../types';

export function ephemeralResourceProcedures<C>(
  { ephemeralResources = {} }: Provider<C>,
  calls: Calls<C>,
  openings: Openings,
): Pick<
  Procedures,
  'ValidateEphemeralResourceConfig' | 'OpenEphemeralResource' | 'RenewEphemeralResource' | 'CloseEphemeralResource'
> {
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

    OpenEphemeralResource: (request) =>
      calls.answerWithClient(
        about('OpenEphemeralResource', request.typeName),
        async (base) => {
          const resource = resourceOf(request.typeName);
          // The client stays open as long as what is opened with it.
          const lease = calls.lease();
          const opening = openings.begin(() => lease.end());
          try {
            return await open(resource, request, openCall(base, opening), opening);
          } catch (error) {
            await opening.end(base.signal);
            throw error;
          }
        },
        nothing,
      ),

    RenewEphemeralResource: ({ typeName, private: bytes }) =>
      calls.answerWithClient(
        about('RenewEphemeralResource', typeName),
        async (base) => {
          const opening = openings.find(new PrivateState(bytes).value);
          const resource = resourceOf(typeName);
          if (opening === undefined || resource.renew === undefined) {
            const why = resource.renew === undefined ? 'It cannot be renewed' : 'It was closed before';
            throw new DiagnosticError(`Cannot renew ${typeName}`, `${why}. Run Terraform again to open it anew.`);
          }
          const call = openCall(base, opening);
          await resource.renew(call);
          return { renewAt: timestamp(call.renewAt), private: bytes };
        },
        nothing,
      ),

    CloseEphemeralResource: ({ typeName, private: bytes }) =>
      calls.answer(
        about('CloseEphemeralResource', typeName),
        async ({ signal }) => {
          const [error] = (await openings.find(new PrivateState(bytes).value)?.end(signal)) ?? [];
          if (error !== undefined) throw error;
          return {};
        },
        nothing,
      ),
  };
}

async function open<C>(
  resource: EphemeralResource<C>,
  { typeName, config }: Request<'OpenEphemeralResource'>,
  call: OpenCall<C>,
  opening: Opening,
): Promise<Response<'OpenEphemeralResource'>> {
  const { schema } = resource;
  const given = await resource.open(decodeObject(config, schema), call);
  opening.onEnd((signal) =>
    resource.close?.({
      get client() {
        return call.client;
      },
      signal,
      private: opening.value,
    }),
  );
  const result = settled(given, schema, typeName, call.diagnostics);
  if (call.diagnostics.hasErrors) {
    await opening.end(call.signal);
    return {};
  }
  if (opening.hasEnded) throw new Error('It was closed while it was opened.');
  const key = new PrivateState(Buffer.alloc(0));
  key.value = opening.id;
  return { result: encodeObject(result, schema), renewAt: timestamp(call.renewAt), private: key.toBytes() };
}

function openCall<C>(base: Omit<OpenCall<C>, 'private' | 'renewAt' | 'onEnd'>, opening: Opening): OpenCall<C> {
  return Object.assign(withPrivate(base, opening), {
    renewAt: undefined,
    onEnd: (end: Parameters<OpenCall<C>['onEnd']>[0]) => opening.onEnd(end),
  });
}

function timestamp(date: Date | undefined) {
  const ms = date?.getTime();
  if (ms === undefined) return undefined;
  const seconds = Math.floor(ms / 1_000);
  return { seconds, nanos: (ms - seconds * 1_000) * 1_000_000 };
}
