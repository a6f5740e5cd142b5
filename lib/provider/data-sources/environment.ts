import { linkedId, linkedUuid } from '../../api';
import type { DataSource } from '../../plugin/types';
import { dataSources } from '../../schema';
import { checkConfiguration } from '../checks';
import type { Context } from '../configure';
import { onlyOf } from '../look-up';
import { reading } from '../work';

const definition = dataSources.aptible_environment;

export const environment: DataSource<Context> = {
  schema: definition,

  validate(config, call) {
    checkConfiguration(definition, config, call.diagnostics);
  },

  async read(config, call) {
    const all = await reading('the environments', call, () => call.client.reader.accounts(call.signal));
    const found = onlyOf('environment', all, config, { name: 'handle', id: 'env_id', of: ({ handle }) => handle });
    return {
      ...config,
      id: String(found.id),
      handle: found.handle,
      env_id: found.id,
      stack_id: linkedId(found, 'stack') ?? null,
      org_id: linkedUuid(found, 'organization') ?? null,
      ca_certificate: found.ca_body ?? null,
    };
  },
};
