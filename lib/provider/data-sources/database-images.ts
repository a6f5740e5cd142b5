import { dataSources } from '../../schema';
import { dataSource } from '../data-source';
import { reading } from '../work';

export const databaseImages = dataSource(dataSources.aptible_database_images, {
  async read(wanted, call) {
    const found = await reading('the database images', call, () =>
      call.reader.list('database_images', { signal: call.signal }),
    );
    return {
      id: wanted.database_type ?? 'all',
      images: found
        .filter(({ type, visible }) => visible !== false && (wanted.database_type ?? type) === type)
        .map((image) => ({
          database_image_id: image.id,
          database_type: image.type,
          version: image.version,
          default: image.default,
        })),
    };
  },
});
