import { linkedId, requiredId } from '../../api';
import { dataSources } from '../../schema';
import { releaseOf } from '../app-release';
import { serviceFields } from '../app-services';
import { dataSource } from '../data-source';
import { lookedUp } from '../look-up';
import { withoutNulls } from '../values';
import { reading } from '../work';

export const app = dataSource(dataSources.aptible_app, {
  async read(wanted, call) {
    const { reader } = call;
    const found = await lookedUp(wanted, call, {
      thing: 'app',
      source: reader.source('apps', call.signal),
      names: { handle: { of: ({ handle }) => [handle] } },
    });
    const configurationId = wanted.with_config === true ? linkedId(found, 'current_configuration') : undefined;
    const { env } =
      configurationId === undefined
        ? { env: {} }
        : await reading(`the configuration of the app "${found.handle}"`, call, () =>
            reader.configuration(configurationId, call.signal),
          );
    return {
      id: String(found.id),
      env_id: requiredId(found, 'account'),
      handle: found.handle,
      app_id: found.id,
      config: wanted.with_config === true ? withoutNulls(env) : null,
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
});
