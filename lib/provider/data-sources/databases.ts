import { linkedId } from '../../api';
import { dataSources } from '../../schema';
import { dataSource } from '../data-source';
import { byHandle } from '../look-up';
import { reading } from '../work';

export const databases = dataSource(dataSources.aptible_databases, {
  async read(wanted, call) {
    const { reader } = call;
    const environmentId = wanted.env_id;
    const databases = await reading(`the databases of the environment ${environmentId}`, call, async () => {
      const found = await reader.list('databases', { environmentId, signal: call.signal });
      return Promise.all(
        found.sort(byHandle).map(async (database) => {
          const imageId = linkedId(database, 'database_image');
          const image =
            imageId === undefined ? undefined : await reader.find('database_images', imageId, { signal: call.signal });
          return {
            database_id: database.id,
            handle: database.handle,
            status: database.status,
            database_type: database.type ?? null,
            version: image?.version ?? null,
            disk_size: database._embedded.disk?.size ?? database.initial_disk_size ?? null,
            enable_backups: database.enable_backups,
            primary_database_id: linkedId(database, 'initialize_from') ?? null,
          };
        }),
      );
    });
    return { id: String(environmentId), databases };
  },
});
