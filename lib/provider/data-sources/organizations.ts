import { dataSources } from '../../schema';
import { dataSource } from '../data-source';
import { reading } from '../work';

export const organizations = dataSource(dataSources.aptible_organizations, {
  async read(wanted, call) {
    const found = await reading('the organizations', call, () => call.reader.organizations(call.signal));
    return { id: 'all', organizations: found.map(({ id, name }) => ({ org_id: id, name })) };
  },
});
