/** The methods of a plugin's services on bytes: they read the request, call, and write the answer. */
import { log } from './log';
import { Empty, HealthCheckResponse, type RpcName, rpcs, serving } from './messages';
import type { Message } from './protobuf';
import { providerPath } from './server';
import type { Service } from './service';

export type Methods = ReadonlyMap<string, (request: Buffer) => Promise<Uint8Array>>;

/** By their paths. */
export function methodsOf(service: Service): Methods {
  return new Map([
    ...(Object.keys(rpcs) as RpcName[]).map((name) => [providerPath(name), method(service, name)] as const),
    [
      '/grpc.health.v1.Health/Check',
      (request) => {
        Empty.decode(request);
        return Promise.resolve(HealthCheckResponse.encode({ status: serving }));
      },
    ],
  ]);
}

function method(service: Service, name: RpcName): (request: Buffer) => Promise<Uint8Array> {
  const { request, response } = rpcs[name] as { request: Message<never, unknown>; response: Message<unknown, unknown> };
  return async (bytes) => {
    try {
      return response.encode(await service[name](request.decode(bytes) as never));
    } catch (error) {
      // Handlers answer with diagnostics, so only a message that cannot be read or written ends here.
      log('error', 'Request failed', { tf_rpc: name, error });
      throw error;
    }
  };
}
