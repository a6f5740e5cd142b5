import { dataSources } from '../../schema';
import { dataSource } from '../data-source';
import { checkOwner } from '../look-up';
import { fieldsOf, serviceOf } from '../endpoint-record';
import { reading } from '../work';

export const endpoints = dataSource(dataSources.aptible_endpoints, {
  async read(wanted, call) {
    const { reader } = call;
    const environmentId = wanted.env_id;
    const endpoints = await reading(`the endpoints of the environment ${environmentId}`, call, async () => {
      await checkOwner(wanted, call);
      const found = (await reader.list('vhosts', { environmentId, signal: call.signal })).sort((a, b) => a.id - b.id);
      return Promise.all(found.map(async (record) => fieldsOf(record, await serviceOf(record, environmentId, call))));
    });
    const ownerId = wanted.app_id ?? wanted.database_id;
    return {
      id: String(ownerId ?? environmentId),
      endpoints: endpoints.filter(({ resource_id }) => ownerId === null || resource_id === ownerId),
    };
  },
});
