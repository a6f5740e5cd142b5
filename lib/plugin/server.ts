/** What a plugin serves: the provider's methods, and the ones that the client's library expects beside them. */
import type { Methods } from './methods';
import { createWire, type Method, type Wire, type WireOptions } from './wire';

interface PluginServerOptions extends Omit<WireOptions, 'method'> {
  /** Gives the provider's methods. */
  methods(): Methods | Promise<Methods>;
  /** The client has no more work for this process. */
  onShutdown(): void;
}

const nothing = Buffer.alloc(0);

export function createPluginServer(options: PluginServerOptions): Wire {
  const shutdown = () => {
    options.onShutdown();
    return nothing;
  };
  const beside = new Map<string, Method>([
    ['/plugin.GRPCController/Shutdown', shutdown],
    // Neither stream carries a message: this plugin has no further services to broker, and logs on its own stderr.
    ['/plugin.GRPCBroker/StartStream', 'silent stream'],
    ['/plugin.GRPCStdio/StreamStdio', 'silent stream'],
  ]);
  return createWire({ ...options, method: async (path) => beside.get(path) ?? (await options.methods()).get(path) });
}
