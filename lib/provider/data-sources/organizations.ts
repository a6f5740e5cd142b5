import type { DataSource } from '../../plugin/types';
import { dataSources } from '../../schema';
import { checkConfiguration } from '../checks';
import type { Context } from '../configure';
import { reading } from '../work';

const definition = dataSources.aptible_organizations;

export const organizations: DataSource<Context> = {
  schema: definition,

  validate(config, call) {
    checkConfiguration(definition, config, call.diagnostics);
  },

  async read(config, call) {
    const found = await reading('the organizations', call, () => call.client.reader.organizations(call.signal));
    return { ...config, id: 'all', organizations: found.map(({ id, name }) => ({ org_id: id, name })) };
  },
};
