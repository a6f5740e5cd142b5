import { dataSources } from '../../schema';
import { dataSource } from '../data-source';
import { byHandle } from '../look-up';
import { stateOf } from '../resources/metric-drain';
import { reading } from '../work';

export const metricDrains = dataSource(dataSources.aptible_metric_drains, {
  async read(wanted, call) {
    const environmentId = wanted.env_id;
    const found = await reading(`the metric drains of the environment ${environmentId}`, call, () =>
      call.reader.list('metric_drains', { environmentId, signal: call.signal }),
    );
    return {
      id: String(environmentId),
      metric_drains: found.sort(byHandle).map((drain) => ({ ...stateOf(drain), status: drain.status ?? null })),
    };
  },
});
