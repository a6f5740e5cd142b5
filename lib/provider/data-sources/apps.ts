import { dataSources } from '../../schema';
import { dataSource } from '../data-source';
import { byHandle } from '../look-up';
import { reading } from '../work';

export const apps = dataSource(dataSources.aptible_apps, {
  async read(wanted, call) {
    const environmentId = wanted.env_id;
    const found = await reading(`the apps of the environment ${environmentId}`, call, () =>
      call.reader.list('apps', { environmentId, signal: call.signal }),
    );
    return {
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
});
