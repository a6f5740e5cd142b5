import type { DataSource } from '../../plugin/types';
import { dataSources } from '../../schema';
import { checkConfiguration } from '../checks';
import type { Context } from '../configure';
import { reading } from '../work';

const definition = dataSources.aptible_database_images;

export const databaseImages: DataSource<Context> = {
  schema: definition,

  validate(config, call) {
    checkConfiguration(definition, config, call.diagnostics);
  },

  async read(config, call) {
    const found = await reading('the database images', call, () => call.client.reader.databaseImages(call.signal));
    return {
      ...config,
      id: config.database_type ?? 'all',
      images: found
        .filter(({ type, visible }) => visible !== false && (config.database_type ?? type) === type)
        .map((image) => ({
          database_image_id: image.id,
          database_type: image.type,
          version: image.version,
          default: image.default,
        })),
    };
  },
};
