/** What a plugin serves: the provider's methods, and the ones that the client's library expects beside them. */
import type { Methods } from './methods';
import { createWire, type Method, type Wire, type WireOptions } from './wire';

interface PluginServerOptions extends Omit<WireOptions, 'method'> {
  /** Answers of the provider that are known before its methods are, in base64, by the names of their procedures. */
  readonly answers?: Readonly<Record<string, string>>;
  /** Gives the provider's methods. */
  methods(): Methods | Promise<Methods>;
  /** The client has no more work for this process. */
  onShutdown(): void;
}

const nothing = Buffer.alloc(0);
export const providerPath = (name: string) => `/tfplugin6.Provider/${name}`;

export function createPluginServer(options: PluginServerOptions): Wire {
  const shutdown = () => {
    options.onShutdown();
    return nothing;
  };
  const known = new Map<string, Method>([
    ...Object.entries(options.answers ?? {}).map(
      ([name, answer]) => [providerPath(name), () => Buffer.from(answer, 'base64')] as const,
    ),
    ['/plugin.GRPCController/Shutdown', shutdown],
    // Neither stream carries a message: this plugin has no further services to broker, and logs on its own stderr.
    ['/plugin.GRPCBroker/StartStream', 'silent stream'],
    ['/plugin.GRPCStdio/StreamStdio', 'silent stream'],
  ]);
  return createWire({ ...options, method: async (path) => known.get(path) ?? (await options.methods()).get(path) });
}
