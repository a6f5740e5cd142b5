import type { DataSource } from '../../plugin/types';
import { dataSources } from '../../schema';
import { checkConfiguration } from '../checks';
import type { Context } from '../configure';
import { checkOwner } from '../look-up';
import { fieldsOf, serviceOf } from '../resources/endpoint';
import { reading } from '../work';

const definition = dataSources.aptible_endpoints;

export const endpoints: DataSource<Context> = {
  schema: definition,

  validate(config, call) {
    checkConfiguration(definition, config, call.diagnostics);
  },

  async read(config, call) {
    const { reader } = call.client;
    const environmentId = Number(config.env_id);
    const endpoints = await reading(`the endpoints of the environment ${environmentId}`, call, async () => {
      await checkOwner(config, call);
      const found = (await reader.vhosts(environmentId, call.signal)).sort((a, b) => a.id - b.id);
      return Promise.all(found.map(async (record) => fieldsOf(record, await serviceOf(record, environmentId, call))));
    });
    const ownerId = config.app_id ?? config.database_id;
    return {
      ...config,
      id: String(ownerId ?? environmentId),
      endpoints: endpoints.filter(({ resource_id }) => ownerId === null || resource_id === ownerId),
    };
  },
};
