import { containerProfile, containerSize, environmentId, environmentOf, handle } from './common';
import { dataSource, resource } from './define';
import { environmentOfSought, foundBy, listOf, shown, sought, soughtId } from './look-up';

export const databaseTypes = [
  'couchdb',
  'elasticsearch',
  'influxdb',
  'mongodb',
  'mysql',
  'postgresql',
  'rabbitmq',
  'redis',
  'sftp',
] as const;

export const database = resource({
  name: 'aptible_database',
  description:
    'A managed database. Its connection URLs are sensitive attributes: for apps and databases on the same stack, not for a workstation.',
  example: `resource "aptible_database" "data" {
  env_id        = aptible_environment.staging.env_id
  handle        = "acme-db"
  database_type = "postgresql"
  version       = "16"
  disk_size     = 20
}

output "database_url" {
  value     = aptible_database.data.default_connection_url
  sensitive = true
}`,
  importIds: [
    { form: '1234', words: 'its id' },
    { form: 'acme-staging/acme-db', words: 'the handles of its environment and of itself' },
  ],
  timeoutsMinutes: { create: 90, read: 10, update: 90, delete: 90 },
  attributes: {
    env_id: environmentId,
    handle: {
      type: 'string',
      description: 'Its name, unique in the environment. Changes in place; drains show the new name after a reload.',
      required: true,
      pattern: handle,
    },
    database_type: {
      type: 'string',
      description: 'The engine.',
      optional: true,
      computed: true,
      default: 'postgresql',
      replace: true,
      oneOf: databaseTypes,
    },
    version: {
      type: 'string',
      description:
        'The engine’s version, one of those that the platform offers for the type. Left out: the type’s default at creation, and then what it is. **Another version plans a replacement**, which loses the data: to keep it, restore a backup or replicate into a database of the new version first.',
      optional: true,
      computed: true,
      stable: true,
      replace: true,
      notEmpty: 'leave it out for the platform’s default',
    },
    container_size: {
      ...containerSize,
      description: 'The memory of its container, in MB. A change restarts the database.',
    },
    container_profile: {
      ...containerProfile,
      description:
        'The ratio of CPU to memory: `m` general purpose, `c` compute, `r` memory. A change restarts the database. `c` and `r` need a dedicated stack.',
    },
    disk_size: {
      type: 'number',
      description: 'The size of its disk, in GB. It can only grow; a change restarts the database.',
      optional: true,
      computed: true,
      default: 10,
      integer: true,
      minimum: 1,
      maximum: 16000,
      onlyGrows:
        'the platform cannot shrink a disk: keep the size, or make a smaller database, move the data there and remove this one',
    },
    iops: {
      type: 'number',
      description: 'The disk’s provisioned operations per second. More than 3000 need 1 GB of disk for each 500.',
      optional: true,
      computed: true,
      default: 3000,
      integer: true,
      minimum: 100,
      maximum: 16000,
    },
    enable_backups: {
      type: 'bool',
      description: 'Whether it is backed up daily, under the environment’s retention policy.',
      optional: true,
      computed: true,
      default: true,
    },
    database_id: { type: 'number', description: 'Its id as a number.', computed: true, stable: true },
    database_image_id: {
      type: 'number',
      description: 'The id of the image (engine and version) that it runs.',
      computed: true,
      stable: true,
    },
    default_connection_url: {
      type: 'string',
      description: 'The connection URL of its default credential.',
      computed: true,
      sensitive: true,
      stable: true,
    },
    connection_urls: {
      type: ['list', 'string'],
      description: 'The connection URLs of all its credentials, in the platform’s order.',
      computed: true,
      sensitive: true,
      stable: true,
    },
    credentials: {
      type: [
        'map',
        [
          'object',
          {
            connection_url: 'string',
            protocol: 'string',
            username: 'string',
            password: 'string',
            host: 'string',
            port: 'number',
            name: 'string',
            query: 'string',
            default: 'bool',
          },
        ],
      ],
      description:
        'All its credentials by their type, such as `redis` and `redis+ssl`: each `connection_url` whole and in parts, decoded. `name` is what follows the first slash, which may be a path or empty; `username` may be empty. One is the `default`. They are for apps and databases on the same stack; an endpoint has its own addresses.',
      computed: true,
      sensitive: true,
      stable: true,
    },
  },
});

const { database_id, database_type, version, disk_size, default_connection_url, connection_urls, credentials } =
  database.attributes;

export const databaseData = dataSource({
  name: 'aptible_database',
  description: 'A database or replica that exists already, found by its handle or its id. What `aptible db:url` shows.',
  example: `data "aptible_database" "data" {
  env_id = data.aptible_environment.staging.env_id
  handle = "acme-db"
}

data "aptible_database" "other" {
  database_id = 4711
}`,
  attributes: {
    env_id: environmentOfSought,
    handle: sought({ type: 'string', description: 'Its handle.', pattern: handle }),
    database_id: soughtId('Its id as a number.'),
    ...shown({
      database_type,
      version: { type: 'string', description: 'The engine’s version.' },
      disk_size: { type: 'number', description: 'The size of its disk, in GB.' },
      default_connection_url,
      connection_urls,
      credentials,
    }),
  },
  rules: foundBy('database_id', 'handle'),
});

export const databasesData = dataSource({
  name: 'aptible_databases',
  description:
    'The databases of an environment, replicas among them, without their connection URLs: those are in the data source of each. What `aptible db:list` shows.',
  example: `data "aptible_databases" "staging" {
  env_id = data.aptible_environment.staging.env_id
}`,
  attributes: {
    env_id: environmentOf('The id of the environment.'),
    databases: listOf(
      'The databases, by their handles. `status` is `provisioned` when all is well; `disk_size` is in GB; `primary_database_id` is the database that a replica follows.',
      {
        database_id,
        handle: database.attributes.handle,
        status: { type: 'string' },
        database_type,
        version,
        disk_size,
        enable_backups: database.attributes.enable_backups,
        primary_database_id: { type: 'number' },
      },
    ),
  },
});
