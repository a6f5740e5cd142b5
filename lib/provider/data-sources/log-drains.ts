import { dataSources } from '../../schema';
import { dataSource } from '../data-source';
import { byHandle } from '../look-up';
import { stateOf } from '../resources/log-drain';
import { reading } from '../work';

export const logDrains = dataSource(dataSources.aptible_log_drains, {
  async read(wanted, call) {
    const environmentId = wanted.env_id;
    const found = await reading(`the log drains of the environment ${environmentId}`, call, () =>
      call.reader.list('log_drains', { environmentId, signal: call.signal }),
    );
    return {
      id: String(environmentId),
      log_drains: found.sort(byHandle).map((drain) => ({ ...stateOf(drain), status: drain.status ?? null })),
    };
  },
});
