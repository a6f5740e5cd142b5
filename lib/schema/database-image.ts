import { databaseTypes } from './database';
import { dataSource } from './define';

export const databaseImagesData = dataSource({
  name: 'aptible_database_images',
  description: 'The types and versions of databases that the platform offers. What `aptible db:versions` shows.',
  example: `data "aptible_database_images" "postgresql" {
  database_type = "postgresql"
}`,
  attributes: {
    database_type: { type: 'string', description: 'Only those of this type.', optional: true, oneOf: databaseTypes },
    images: {
      type: [
        'list',
        ['object', { database_image_id: 'number', database_type: 'string', version: 'string', default: 'bool' }],
      ],
      description: 'The images. The `default` one of a type is taken for a database without a version.',
      computed: true,
    },
  },
});
