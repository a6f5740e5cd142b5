/**
 * The remote procedures of a provider, on decoded messages and without gRPC, so that tests call them directly.
 *
 * Every request is answered: what a handler throws becomes a diagnostic, and what was reached before it is in the answer.
 */
import { Calls } from './calls';
import type { Procedures } from './messages';
import { dataSourceProcedures } from './procedures/data-source';
import { ephemeralResourceProcedures } from './procedures/ephemeral-resource';
import { functionProcedures } from './procedures/function';
import { providerProcedures } from './procedures/provider';
import { resourceProcedures } from './procedures/resource';
import type { Provider } from './types';

export interface Service extends Procedures {
  /** Aborts the calls in flight. */
  stop(): void;
  /** Ends what `configure` opened. */
  close(): Promise<void>;
}

export function createService<C>(provider: Provider<C>): Service {
  const calls = new Calls(provider);
  return {
    ...providerProcedures(provider, calls),
    ...resourceProcedures(provider, calls),
    ...dataSourceProcedures(provider, calls),
    ...ephemeralResourceProcedures(provider, calls),
    ...functionProcedures(provider),
    stop: () => calls.stop(),
    close: () => calls.close(),
  };
}
