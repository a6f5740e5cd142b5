import type { DataSource } from '../../plugin/types';
import { dataSources } from '../../schema';
import { checkConfiguration } from '../checks';
import type { Context } from '../configure';
import { byHandle } from '../look-up';
import { stateOf } from '../resources/log-drain';
import { reading } from '../work';

const definition = dataSources.aptible_log_drains;

export const logDrains: DataSource<Context> = {
  schema: definition,

  validate(config, call) {
    checkConfiguration(definition, config, call.diagnostics);
  },

  async read(config, call) {
    const environmentId = Number(config.env_id);
    const found = await reading(`the log drains of the environment ${environmentId}`, call, () =>
      call.client.reader.logDrains(environmentId, call.signal),
    );
    return {
      ...config,
      id: String(environmentId),
      log_drains: found.sort(byHandle).map((drain) => ({ ...stateOf(drain), status: drain.status ?? null })),
    };
  },
};
