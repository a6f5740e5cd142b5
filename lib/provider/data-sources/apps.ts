import type { DataSource } from '../../plugin/types';
import { dataSources } from '../../schema';
import { checkConfiguration } from '../checks';
import type { Context } from '../configure';
import { byHandle } from '../look-up';
import { reading } from '../work';

const definition = dataSources.aptible_apps;

export const apps: DataSource<Context> = {
  schema: definition,

  validate(config, call) {
    checkConfiguration(definition, config, call.diagnostics);
  },

  async read(config, call) {
    const environmentId = Number(config.env_id);
    const found = await reading(`the apps of the environment ${environmentId}`, call, () =>
      call.client.reader.apps(environmentId, call.signal),
    );
    return {
      ...config,
      id: String(environmentId),
      apps: found.sort(byHandle).map(({ id, handle, status, git_repo, _embedded: { services } }) => ({
        app_id: id,
        handle,
        status,
        git_repo,
        process_types: (services ?? []).map(({ process_type }) => process_type).sort(),
      })),
    };
  },
};
