import { linkedUuid } from '../../api';
import type { DataSource } from '../../plugin/types';
import { dataSources } from '../../schema';
import { checkConfiguration } from '../checks';
import type { Context } from '../configure';
import { onlyOf } from '../look-up';
import { reading } from '../work';

const definition = dataSources.aptible_stack;

export const stack: DataSource<Context> = {
  schema: definition,

  validate(config, call) {
    checkConfiguration(definition, config, call.diagnostics);
  },

  async read(config, call) {
    const all = await reading('the stacks', call, () => call.client.reader.stacks(call.signal));
    const found = onlyOf('stack', all, config, { name: 'name', id: 'stack_id', of: ({ name }) => name });
    // A shared stack belongs to nobody, which the official provider writes as an empty string.
    return {
      ...config,
      id: found.name,
      name: found.name,
      stack_id: found.id,
      org_id: linkedUuid(found, 'organization') ?? '',
      region: found.region ?? null,
    };
  },
};
