/** What all data sources do alike, around what each one reads. */
import type { DataSource } from '../plugin/types';
import type { ObjectValue } from '../plugin/values';
import type { Computed, DataSourceDefinition, Given } from '../schema';
import { type Call, callOf } from './call';
import { checkConfiguration } from './checks';
import type { Context } from './configure';
import { typed } from './values';

/** What is only asked for stays as the configuration has it. */
export function dataSource<D extends DataSourceDefinition>(
  definition: D,
  handlers: { read(wanted: Given<D>, call: Call): Promise<Computed<D>> },
): DataSource<Context> {
  return {
    schema: definition,

    validate(config, { diagnostics }) {
      checkConfiguration(definition, config, diagnostics);
    },

    async read(config, call) {
      call.client.run.readsData();
      const found = await handlers.read(typed(config), callOf(call));
      return { ...config, ...(found as ObjectValue) };
    },
  };
}
