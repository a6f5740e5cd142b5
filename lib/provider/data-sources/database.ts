import { linkedId, requiredId } from '../../api';
import { dataSources } from '../../schema';
import { dataSource } from '../data-source';
import { connectionsOf } from '../database-record';
import { lookedUp } from '../look-up';
import { reading } from '../work';

export const database = dataSource(dataSources.aptible_database, {
  async read(wanted, call) {
    const { reader } = call;
    const found = await lookedUp(wanted, call, {
      thing: 'database',
      source: call.reader.source('databases', call.signal),
      names: { handle: { of: ({ handle }) => [handle] } },
    });
    const imageId = linkedId(found, 'database_image');
    const image = await reading(`the version of the database "${found.handle}"`, call, async () =>
      imageId === undefined ? undefined : reader.find('database_images', imageId, { signal: call.signal }),
    );
    return {
      id: String(found.id),
      env_id: requiredId(found, 'account'),
      handle: found.handle,
      database_id: found.id,
      database_type: found.type ?? null,
      version: image?.version ?? null,
      disk_size: found._embedded.disk?.size ?? found.initial_disk_size ?? null,
      ...connectionsOf(found, call),
    };
  },
});
