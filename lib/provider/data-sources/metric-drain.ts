import type { DataSource } from '../../plugin/types';
import { dataSources } from '../../schema';
import { checkConfiguration } from '../checks';
import type { Context } from '../configure';
import { lookedUp } from '../look-up';
import { stateOf } from '../resources/metric-drain';

const definition = dataSources.aptible_metric_drain;

export const metricDrain: DataSource<Context> = {
  schema: definition,

  validate(config, call) {
    checkConfiguration(definition, config, call.diagnostics);
  },

  async read(config, call) {
    const { reader } = call.client;
    const found = await lookedUp(config, call, {
      thing: 'metric drain',
      byId: (id, environmentId) => reader.metricDrain(id, environmentId, call.signal),
      inEnvironment: (environmentId) => reader.metricDrains(environmentId, call.signal),
      names: { handle: { of: ({ handle }) => [handle] } },
    });
    return { ...config, ...stateOf(found), status: found.status ?? null };
  },
};
