import { linkedId } from '../../api';
import type { DataSource } from '../../plugin/types';
import { dataSources } from '../../schema';
import { checkConfiguration } from '../checks';
import type { Context } from '../configure';
import { connectionsOf } from '../database-record';
import { lookedUp } from '../look-up';
import { reading } from '../work';

const definition = dataSources.aptible_database;

export const database: DataSource<Context> = {
  schema: definition,

  validate(config, call) {
    checkConfiguration(definition, config, call.diagnostics);
  },

  async read(config, call) {
    const { reader } = call.client;
    const found = await lookedUp(config, call, {
      thing: 'database',
      byId: (id, environmentId) => reader.database(id, environmentId, call.signal),
      inEnvironment: (environmentId) => reader.databases(environmentId, call.signal),
      names: { handle: { of: ({ handle }) => [handle] } },
    });
    const imageId = linkedId(found, 'database_image');
    const image = await reading(`the version of the database "${found.handle}"`, call, async () =>
      imageId === undefined ? undefined : reader.databaseImage(imageId, call.signal),
    );
    return {
      ...config,
      id: String(found.id),
      env_id: linkedId(found, 'account')!,
      handle: found.handle,
      database_id: found.id,
      database_type: found.type ?? null,
      version: image?.version ?? null,
      disk_size: found._embedded.disk?.size ?? found.initial_disk_size ?? null,
      ...connectionsOf(found, call.client),
    };
  },
};
