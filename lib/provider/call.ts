import type { Call as PluginCall } from '../plugin/types';
import type { Context } from './configure';

/** One call from Terraform, as a handler sees it. `P` is what the resource keeps in its private state. */
export interface Call<P = unknown> extends Context, Pick<PluginCall<Context>, 'signal' | 'diagnostics' | 'quiet'> {
  /** Kept beside the state. Undefined when there is none: after an import, or in a state of another provider. */
  private: P | undefined;
}

export function callOf<P>(call: PluginCall<Context>): Call<P> {
  return {
    signal: call.signal,
    diagnostics: call.diagnostics,
    quiet: call.quiet,
    // Asked for when they are needed: a provider that is not configured yet throws.
    get platform() {
      return call.client.platform;
    },
    get reader() {
      return call.client.reader;
    },
    get run() {
      return call.client.run;
    },
    get storeCredentials() {
      return call.client.storeCredentials;
    },
    get missing() {
      return call.client.missing;
    },
    get databases() {
      return call.client.databases;
    },
    get private() {
      return call.private as P | undefined;
    },
    set private(value) {
      call.private = value;
    },
  };
}
