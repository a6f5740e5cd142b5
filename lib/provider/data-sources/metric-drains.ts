import type { DataSource } from '../../plugin/types';
import { dataSources } from '../../schema';
import { checkConfiguration } from '../checks';
import type { Context } from '../configure';
import { byHandle } from '../look-up';
import { stateOf } from '../resources/metric-drain';
import { reading } from '../work';

const definition = dataSources.aptible_metric_drains;

export const metricDrains: DataSource<Context> = {
  schema: definition,

  validate(config, call) {
    checkConfiguration(definition, config, call.diagnostics);
  },

  async read(config, call) {
    const environmentId = Number(config.env_id);
    const found = await reading(`the metric drains of the environment ${environmentId}`, call, () =>
      call.client.reader.metricDrains(environmentId, call.signal),
    );
    return {
      ...config,
      id: String(environmentId),
      metric_drains: found.sort(byHandle).map((drain) => ({ ...stateOf(drain), status: drain.status ?? null })),
    };
  },
};
