import { dataSources } from '../../schema';
import { dataSource } from '../data-source';
import { lookedUp } from '../look-up';
import { stateOf } from '../resources/metric-drain';

export const metricDrain = dataSource(dataSources.aptible_metric_drain, {
  async read(wanted, call) {
    const found = await lookedUp(wanted, call, {
      thing: 'metric drain',
      source: call.reader.source('metric_drains', call.signal),
      names: { handle: { of: ({ handle }) => [handle] } },
    });
    return { ...stateOf(found), status: found.status ?? null };
  },
});
