import { linkedId, linkedUuid } from '../../api';
import type { DataSource } from '../../plugin/types';
import { dataSources } from '../../schema';
import { checkConfiguration } from '../checks';
import type { Context } from '../configure';
import { reading } from '../work';

const definition = dataSources.aptible_environments;

export const environments: DataSource<Context> = {
  schema: definition,

  validate(config, call) {
    checkConfiguration(definition, config, call.diagnostics);
  },

  async read(config, call) {
    const found = await reading('the environments', call, () => call.client.reader.accounts(call.signal));
    return {
      ...config,
      id: 'all',
      environments: found.map((environment) => ({
        env_id: environment.id,
        handle: environment.handle,
        stack_id: linkedId(environment, 'stack') ?? null,
        org_id: linkedUuid(environment, 'organization') ?? null,
      })),
    };
  },
};
