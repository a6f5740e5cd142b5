import { linkedId } from '../../api';
import { dataSources } from '../../schema';
import { dataSource } from '../data-source';
import { connectionsThrough, fieldsOf, hostNames, serviceOf } from '../endpoint-record';
import { readSettings } from '../endpoint-settings';
import { lookedUp } from '../look-up';
import { reading } from '../work';

export const endpoint = dataSource(dataSources.aptible_endpoint, {
  async read(wanted, call) {
    const found = await lookedUp(wanted, call, {
      thing: 'endpoint',
      source: call.reader.source('vhosts', call.signal),
      names: { hostname: { of: hostNames, normal: (name) => name.toLowerCase() } },
      describe: (record) => hostNames(record).join(', '),
      environmentOf: async (record) => linkedId(await serviceOf(record, undefined, call), 'account'),
    });
    return reading(`the endpoint ${found.id}`, call, async () => {
      const service = await serviceOf(found, wanted.env_id ?? undefined, call);
      return {
        ...fieldsOf(found, service),
        ...(await readSettings(found, call)),
        ...(await connectionsThrough(found, service, call)),
      };
    });
  },
});
