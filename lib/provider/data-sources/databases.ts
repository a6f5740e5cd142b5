import { linkedId } from '../../api';
import type { DataSource } from '../../plugin/types';
import { dataSources } from '../../schema';
import { checkConfiguration } from '../checks';
import type { Context } from '../configure';
import { byHandle } from '../look-up';
import { reading } from '../work';

const definition = dataSources.aptible_databases;

export const databases: DataSource<Context> = {
  schema: definition,

  validate(config, call) {
    checkConfiguration(definition, config, call.diagnostics);
  },

  async read(config, call) {
    const { reader } = call.client;
    const environmentId = Number(config.env_id);
    const databases = await reading(`the databases of the environment ${environmentId}`, call, async () => {
      const found = await reader.databases(environmentId, call.signal);
      return Promise.all(
        found.sort(byHandle).map(async (database) => {
          const imageId = linkedId(database, 'database_image');
          const image = imageId === undefined ? undefined : await reader.databaseImage(imageId, call.signal);
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
    return { ...config, id: String(environmentId), databases };
  },
};
