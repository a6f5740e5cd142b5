import { linkedUuid } from '../../api';
import { dataSources } from '../../schema';
import { dataSource } from '../data-source';
import { reading } from '../work';

export const stacks = dataSource(dataSources.aptible_stacks, {
  async read(wanted, call) {
    const found = await reading('the stacks', call, () => call.reader.list('stacks', { signal: call.signal }));
    return {
      id: 'all',
      stacks: found.map((stack) => ({
        stack_id: stack.id,
        name: stack.name,
        region: stack.region ?? null,
        org_id: linkedUuid(stack, 'organization') ?? '',
      })),
    };
  },
});
