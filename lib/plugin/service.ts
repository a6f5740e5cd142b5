/**
 * The remote procedures of a provider, on decoded messages and without gRPC, so that tests call them directly.
 *
 * Every request is answered: what a handler throws becomes a diagnostic, and what was reached before it is in the answer.
 */
import { Calls } from './calls';
import type { Procedures } from './messages';
import { Openings } from './openings';
import { dataSourceProcedures } from './procedures/data-source';
import { ephemeralResourceProcedures } from './procedures/ephemeral-resource';
import { functionProcedures } from './procedures/function';
import { providerProcedures } from './procedures/provider';
import { resourceProcedures } from './procedures/resource';
import type { Provider } from './types';

export interface Service extends Procedures {
  /** Aborts the calls in flight, and begins to close what ephemeral resources opened. */
  stop(): void;
  /** Closes what ephemeral resources opened. It has begun when this returns. */
  closeOpened(): Promise<unknown>;
  /** Closes that, and what `configure` opened. */
  close(): Promise<void>;
}

export function createService<C>(provider: Provider<C>): Service {
  const calls = new Calls(provider);
  const openings = new Openings();
  const stop = () => {
    calls.stop();
    void openings.endAll();
  };
  return {
    ...providerProcedures(provider, calls),
    ...resourceProcedures(provider, calls),
    ...dataSourceProcedures(provider, calls),
    ...ephemeralResourceProcedures(provider, calls, openings),
    ...functionProcedures(provider),
    StopProvider() {
      stop();
      return Promise.resolve({});
    },
    stop,
    closeOpened: () => openings.endAll(),
    async close() {
      await openings.endAll();
      await calls.close();
    },
  };
}
