import { linkedId } from '../../api';
import type { DataSource } from '../../plugin/types';
import { dataSources } from '../../schema';
import { checkConfiguration } from '../checks';
import type { Context } from '../configure';
import { lookedUp } from '../look-up';
import { type EndpointState, hostNames, serviceOf, stateOf } from '../resources/endpoint';
import { reading } from '../work';

const definition = dataSources.aptible_endpoint;

export const endpoint: DataSource<Context> = {
  schema: definition,

  validate(config, call) {
    checkConfiguration(definition, config, call.diagnostics);
  },

  async read(config, call) {
    const { reader } = call.client;
    const found = await lookedUp(config, call, {
      thing: 'endpoint',
      byId: (id, environmentId) => reader.vhost(id, environmentId, call.signal),
      inEnvironment: (environmentId) => reader.vhosts(environmentId, call.signal),
      names: { hostname: { of: hostNames, normal: (name) => name.toLowerCase() } },
      describe: (record) => hostNames(record).join(', '),
      environmentOf: async (record) => linkedId(await serviceOf(record, undefined, call), 'account'),
    });
    return reading(`the endpoint ${found.id}`, call, () => stateOf(found, config as unknown as EndpointState, call));
  },
};
