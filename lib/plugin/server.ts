/** The gRPC side of a plugin: the provider's service and the ones that the client's library expects beside it. */
import {
  type sendUnaryData,
  Server,
  ServerCredentials,
  type ServerDuplexStream,
  type ServerUnaryCall,
  type ServerWritableStream,
  status,
} from '@grpc/grpc-js';
import type { Socket } from 'node:net';
import { log } from './log';
import { Empty, HealthCheckResponse, type RpcName, rpcs, serving } from './messages';
import type { Message } from './protobuf';
import type { Service } from './service';

export interface PluginServer {
  /** Serves a client that has connected. */
  accept(socket: Socket): void;
  /** Drops every connection. */
  close(): void;
}

interface TlsOptions {
  readonly certificatePem: string;
  readonly privateKeyPem: string;
  /** The only client that may connect. */
  readonly clientCertificatePem: string;
}

interface PluginServerOptions {
  /** Plaintext when left out. */
  readonly tls?: TlsOptions;
  /** The client has no more work for this process. */
  onShutdown(): void;
  /** How many of the provider's calls are in flight, at each change. */
  onActivity?(callsInFlight: number): void;
}

export function createPluginServer(service: Service, options: PluginServerOptions): PluginServer {
  const server = new Server({
    'grpc.max_receive_message_length': -1,
    'grpc.max_send_message_length': -1,
    'grpc.enable_channelz': 0,
  });
  let callsInFlight = 0;
  const count = (change: number) => options.onActivity?.((callsInFlight += change));

  server.addService(
    Object.fromEntries(
      Object.entries(rpcs).map(([name, { request, response }]) => [
        name,
        method(`/tfplugin6.Provider/${name}`, request, response as Message<unknown, unknown>),
      ]),
    ),
    Object.fromEntries(
      Object.keys(rpcs).map((name) => [
        name,
        async ({ request }: ServerUnaryCall<unknown, unknown>, callback: sendUnaryData<unknown>) => {
          count(1);
          try {
            callback(null, await service[name as RpcName](request as never));
          } catch (error) {
            // Handlers answer with diagnostics, so only a message that cannot be read or written ends here.
            log('error', 'Request failed', { tf_rpc: name, error });
            callback({ code: status.INTERNAL, details: error instanceof Error ? error.message : String(error) });
          } finally {
            count(-1);
          }
        },
      ]),
    ),
  );
  server.addService(
    { Check: method('/grpc.health.v1.Health/Check', Empty, HealthCheckResponse) },
    { Check: (_call: unknown, callback: sendUnaryData<unknown>) => callback(null, { status: serving }) },
  );
  server.addService(
    { Shutdown: method('/plugin.GRPCController/Shutdown', Empty, Empty) },
    {
      Shutdown: (_call: unknown, callback: sendUnaryData<unknown>) => {
        callback(null, {});
        options.onShutdown();
      },
    },
  );
  // Neither stream carries a message: this plugin has no further services to broker, and logs on its own stderr.
  server.addService(
    {
      StartStream: {
        ...method('/plugin.GRPCBroker/StartStream', Empty, Empty),
        requestStream: true,
        responseStream: true,
      },
    },
    {
      StartStream: (stream: ServerDuplexStream<unknown, unknown>) => {
        stream.on('data', () => undefined);
        stream.on('end', () => stream.end());
        stream.on('error', (error) => log('debug', 'The broker stream ended', { error: error.message }));
      },
    },
  );
  server.addService(
    { StreamStdio: { ...method('/plugin.GRPCStdio/StreamStdio', Empty, Empty), responseStream: true } },
    {
      StreamStdio: (stream: ServerWritableStream<unknown, unknown>) =>
        void stream.on('error', (error) => log('debug', 'The stdio stream ended', { error: error.message })),
    },
  );

  const injector = server.createConnectionInjector(credentials(options.tls));
  return {
    accept: (socket) => injector.injectConnection(socket),
    close: () => server.forceShutdown(),
  };
}

function method(path: string, request: Message<never, unknown>, response: Message<never, unknown>) {
  return {
    path,
    requestStream: false,
    responseStream: false,
    // Only a client serializes requests and reads responses.
    requestSerialize: (value: unknown) => request.encode(value as never),
    requestDeserialize: (bytes: Buffer) => request.decode(bytes),
    responseSerialize: (value: unknown) => response.encode(value as never),
    responseDeserialize: (bytes: Buffer) => response.decode(bytes),
  };
}

function credentials(tls: TlsOptions | undefined): ServerCredentials {
  if (!tls) return ServerCredentials.createInsecure();
  return ServerCredentials.createSsl(
    Buffer.from(tls.clientCertificatePem),
    [{ private_key: Buffer.from(tls.privateKeyPem), cert_chain: Buffer.from(tls.certificatePem) }],
    true,
  );
}
