import { linkedId, linkedUuid } from '../../api';
import type { DataSource } from '../../plugin/types';
import { dataSources } from '../../schema';
import { checkConfiguration } from '../checks';
import type { Context } from '../configure';
import { environmentByHandle } from '../import-id';
import { reading } from '../work';

const definition = dataSources.aptible_environment;

export const environment: DataSource<Context> = {
  schema: definition,

  validate(config, call) {
    checkConfiguration(definition, config, call.diagnostics);
  },

  async read(config, call) {
    const found = await reading('the environments', call, () =>
      environmentByHandle(String(config.handle), call.client.reader, call.signal),
    );
    return {
      ...config,
      id: String(found.id),
      env_id: found.id,
      stack_id: linkedId(found, 'stack') ?? null,
      org_id: linkedUuid(found, 'organization') ?? null,
      ca_certificate: found.ca_body ?? null,
    };
  },
};
