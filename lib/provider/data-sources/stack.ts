import { linkedUuid } from '../../api';
import { dataSources } from '../../schema';
import { dataSource } from '../data-source';
import { onlyOf } from '../look-up';
import { reading } from '../work';

export const stack = dataSource(dataSources.aptible_stack, {
  async read(wanted, call) {
    const all = await reading('the stacks', call, () => call.reader.list('stacks', { signal: call.signal }));
    const found = onlyOf('stack', all, wanted, { name: 'name', id: 'stack_id', of: ({ name }) => name });
    // A shared stack belongs to nobody, which the official provider writes as an empty string.
    return {
      id: found.name,
      name: found.name,
      stack_id: found.id,
      org_id: linkedUuid(found, 'organization') ?? '',
      region: found.region ?? null,
    };
  },
});
