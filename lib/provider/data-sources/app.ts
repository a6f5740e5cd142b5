import { linkedId } from '../../api';
import type { DataSource } from '../../plugin/types';
import { dataSources } from '../../schema';
import { checkConfiguration } from '../checks';
import type { Context } from '../configure';
import { lookedUp } from '../look-up';
import { releaseOf, serviceFields, withoutNulls } from '../resources/app';
import { reading } from '../work';

const definition = dataSources.aptible_app;

export const app: DataSource<Context> = {
  schema: definition,

  validate(config, call) {
    checkConfiguration(definition, config, call.diagnostics);
  },

  async read(config, call) {
    const { reader } = call.client;
    const found = await lookedUp(config, call, {
      thing: 'app',
      byId: (id, environmentId) => reader.app(id, environmentId, call.signal),
      inEnvironment: (environmentId) => reader.apps(environmentId, call.signal),
      names: { handle: { of: ({ handle }) => [handle] } },
    });
    const configurationId = config.with_config === true ? linkedId(found, 'current_configuration') : undefined;
    const configuration =
      configurationId === undefined
        ? undefined
        : await reading(`the configuration of the app "${found.handle}"`, call, () =>
            reader.configuration(configurationId, call.signal),
          );
    return {
      ...config,
      id: String(found.id),
      env_id: linkedId(found, 'account')!,
      handle: found.handle,
      app_id: found.id,
      config: config.with_config === true ? withoutNulls(configuration?.env ?? {}) : null,
      git_repo: found.git_repo,
      release: releaseOf(found),
      services: (found._embedded.services ?? []).map((service) => {
        const { process_type, container_count, container_memory_limit, container_profile } = serviceFields(service);
        return {
          service_id: service.id,
          process_type,
          command: service.command || null,
          container_count,
          container_memory_limit,
          container_profile,
        };
      }),
    };
  },
};
