import { dataSources } from '../../schema';
import { dataSource } from '../data-source';
import { lookedUp } from '../look-up';
import { stateOf } from '../resources/log-drain';

export const logDrain = dataSource(dataSources.aptible_log_drain, {
  async read(wanted, call) {
    const found = await lookedUp(wanted, call, {
      thing: 'log drain',
      source: call.reader.source('log_drains', call.signal),
      names: { handle: { of: ({ handle }) => [handle] } },
    });
    return { ...stateOf(found), status: found.status ?? null };
  },
});
