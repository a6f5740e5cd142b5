import type { DataSource } from '../../plugin/types';
import { dataSources } from '../../schema';
import { checkConfiguration } from '../checks';
import type { Context } from '../configure';
import { lookedUp } from '../look-up';
import { stateOf } from '../resources/log-drain';

const definition = dataSources.aptible_log_drain;

export const logDrain: DataSource<Context> = {
  schema: definition,

  validate(config, call) {
    checkConfiguration(definition, config, call.diagnostics);
  },

  async read(config, call) {
    const { reader } = call.client;
    const found = await lookedUp(config, call, {
      thing: 'log drain',
      byId: (id, environmentId) => reader.logDrain(id, environmentId, call.signal),
      inEnvironment: (environmentId) => reader.logDrains(environmentId, call.signal),
      names: { handle: { of: ({ handle }) => [handle] } },
    });
    return { ...config, ...stateOf(found), status: found.status ?? null };
  },
};
