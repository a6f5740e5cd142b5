import type { DataSource } from '../../plugin/types';
import { dataSources } from '../../schema';
import { checkConfiguration } from '../checks';
import type { Context } from '../configure';
import { lookedUp } from '../import-id';
import { family } from '../values';

const definition = dataSources.aptible_app;

export const app: DataSource<Context> = {
  schema: definition,

  validate(config, call) {
    checkConfiguration(definition, config, call.diagnostics);
  },

  async read(config, call) {
    const found = await lookedUp('app', config, call, (environmentId) =>
      call.client.reader.apps(environmentId, call.signal),
    );
    return {
      ...config,
      id: String(found.id),
      app_id: found.id,
      git_repo: found.git_repo,
      services: (found._embedded.services ?? []).map((service) => ({
        service_id: service.id,
        process_type: service.process_type,
        command: service.command || null,
        container_count: service.container_count,
        container_memory_limit: service.container_memory_limit_mb ?? null,
        container_profile: family(service.instance_class),
      })),
    };
  },
};
