import { linkedUuid } from '../../api';
import type { DataSource } from '../../plugin/types';
import { dataSources } from '../../schema';
import { checkConfiguration } from '../checks';
import type { Context } from '../configure';
import { reading } from '../work';

const definition = dataSources.aptible_stacks;

export const stacks: DataSource<Context> = {
  schema: definition,

  validate(config, call) {
    checkConfiguration(definition, config, call.diagnostics);
  },

  async read(config, call) {
    const found = await reading('the stacks', call, () => call.client.reader.stacks(call.signal));
    return {
      ...config,
      id: 'all',
      stacks: found.map((stack) => ({
        stack_id: stack.id,
        name: stack.name,
        region: stack.region ?? null,
        org_id: linkedUuid(stack, 'organization') ?? '',
      })),
    };
  },
};
