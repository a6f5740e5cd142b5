import { linkedId, linkedUuid } from '../../api';
import { dataSources } from '../../schema';
import { dataSource } from '../data-source';
import { onlyOf } from '../look-up';
import { reading } from '../work';

export const environment = dataSource(dataSources.aptible_environment, {
  async read(wanted, call) {
    const all = await reading('the environments', call, () => call.reader.list('accounts', { signal: call.signal }));
    const found = onlyOf('environment', all, wanted, { name: 'handle', id: 'env_id', of: ({ handle }) => handle });
    return {
      id: String(found.id),
      handle: found.handle,
      env_id: found.id,
      stack_id: linkedId(found, 'stack') ?? null,
      org_id: linkedUuid(found, 'organization') ?? null,
      ca_certificate: found.ca_body ?? null,
    };
  },
});
