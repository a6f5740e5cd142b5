import { linkedId, linkedUuid } from '../../api';
import { dataSources } from '../../schema';
import { dataSource } from '../data-source';
import { reading } from '../work';

export const environments = dataSource(dataSources.aptible_environments, {
  async read(wanted, call) {
    const found = await reading('the environments', call, () => call.reader.list('accounts', { signal: call.signal }));
    return {
      id: 'all',
      environments: found.map((environment) => ({
        env_id: environment.id,
        handle: environment.handle,
        stack_id: linkedId(environment, 'stack') ?? null,
        org_id: linkedUuid(environment, 'organization') ?? null,
      })),
    };
  },
});
