import {
  containerProfile,
  containerSize,
  deletionProtection,
  environmentId,
  environmentOf,
  handle,
  purgeBackupsOnDestroy,
} from './common';
import { connectionParts } from './connection-url';
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

/** The source of the data with which a database begins. Only its creation looks at it. */
const origin = {
  type: 'number',
  optional: true,
  replace: 'other-value',
  integer: true,
  minimum: 1,
} as const;

export const enoughDiskForIops = {
  kind: 'proportional',
  field: 'iops',
  upTo: 3000,
  each: 500,
  per: 'disk_size',
  why: 'more than 3000 operations per second need 1 GB of disk for each 500',
  planned: true,
} as const;

/** Sizes but the throughput alone change with a restart of the database. */
const ofSize = { setBy: ['restart', 'modify'] } as const;

export const database = resource({
  name: 'aptible_database',
  destroys: 'data',
  description: [
    'A managed database. Its connection URLs are sensitive attributes: for apps and databases on the same stack, not for a workstation.',
    'Destroying it is refused while it has replicas or endpoints. Backups outlive it: those that were asked for, and a last one where it has backups and the retention policy of its environment says `keep_final`. They keep the environment from being deleted until they are purged: by `purge_backups_on_destroy`, here or of the environment, or by hand.',
  ].join('\n\n'),
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
      plain: true,
    },
    database_type: {
      type: 'string',
      description:
        'The engine. Left out: that of what the database begins with, else `postgresql`, and later what it is.',
      optional: true,
      computed: true,
      default: 'postgresql',
      stable: true,
      replace: true,
      oneOf: databaseTypes,
    },
    version: {
      type: 'string',
      description:
        'The engine’s version, one of those that the platform offers for the type. Left out: that of what the database begins with, else the type’s default, and later what it is. **Another version plans a replacement**, which loses the data: to keep it, restore a backup or replicate into a database of the new version first.',
      optional: true,
      computed: true,
      stable: true,
      replace: true,
      notEmpty: 'leave it out for the platform’s default',
      plain: true,
    },
    container_size: {
      ...containerSize,
      ...ofSize,
      restarts: 'stopped',
      description: 'The memory of its container, in MB. A change restarts the database.',
    },
    container_profile: {
      ...containerProfile,
      ...ofSize,
      restarts: 'stopped',
      description:
        'The ratio of CPU to memory: `m` general purpose, `c` compute, `r` memory. A change restarts the database. `c` and `r` need a dedicated stack.',
    },
    disk_size: {
      type: 'number',
      description:
        'The size of its disk, in GB. It can only grow; a change restarts the database. Left out: that of what the database begins with, else 10, and later what it is.',
      optional: true,
      computed: true,
      default: 10,
      stable: true,
      integer: true,
      minimum: 1,
      maximum: 16000,
      costs: true,
      ...ofSize,
      restarts: 'stopped',
      onlyGrows:
        'the platform cannot shrink a disk; to have a smaller one, make a smaller database, move the data there and remove this one',
    },
    iops: {
      type: 'number',
      description: 'The disk’s provisioned operations per second. More than 3000 need 1 GB of disk for each 500.',
      optional: true,
      computed: true,
      default: 3000,
      integer: true,
      minimum: 100,
      costs: true,
      ...ofSize,
      maximum: 16000,
    },
    key_arn: {
      type: 'string',
      description:
        'The ARN of a customer-managed AWS KMS key that encrypts its disk, which has to let the platform use it. **Another key plans a replacement**, which loses the data. Left out: the platform chooses, and later what it is. It is sent with a clone and a recovery, too, where the platform’s own clients have no such option.',
      optional: true,
      computed: true,
      stable: true,
      replace: true,
      pattern: {
        regex: '^arn:aws(-[a-z]+)*:kms:[a-z0-9-]+:[0-9]{12}:key/[0-9A-Za-z-]+$',
        words:
          'the ARN of a KMS key, such as arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab',
      },
    },
    enable_backups: {
      type: 'bool',
      description: 'Whether it is backed up daily, under the environment’s retention policy.',
      optional: true,
      computed: true,
      default: true,
    },
    enable_pitr: {
      type: 'bool',
      description:
        'Whether it can be recovered to points in time, as many days back as `pitr_days` of the environment’s retention policy says, which must be 1 at least. PostgreSQL from version 13 on, with `enable_backups`. Left out: off in a new database, and later what it is.',
      optional: true,
      computed: true,
      stable: true,
    },
    restore_from_backup_id: {
      ...origin,
      description:
        'Creates it from this backup, which may be of another environment. `database_type` and `version` are those of the backup, and `disk_size` is that of the backup at least.',
    },
    clone_from_database_id: {
      ...origin,
      description:
        'Creates it as a copy of this database, as it is at that moment, in the same environment. `database_type` and `version` are those of that database, and `disk_size` is that of its disk at least.',
    },
    recover_from_database_id: {
      ...origin,
      description:
        'Creates it as a copy of this database, as that was at `recover_to_time`, in the same environment. That database needs `enable_pitr`; `database_type`, `version` and `disk_size` are as with a clone.',
    },
    recover_to_time: {
      type: 'string',
      description:
        'The point in time, with `recover_from_database_id`: `2026-04-01T12:00:00Z`. It is sent to the platform as a recovery target of the type `time`, which the platform’s public documentation does not spell out.',
      optional: true,
      replace: 'other-value',
      pattern: {
        regex: '^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\\.[0-9]+)?(Z|[+-][0-9]{2}:[0-9]{2})$',
        words: 'a time such as 2026-04-01T12:00:00Z',
      },
    },
    purge_backups_on_destroy: purgeBackupsOnDestroy(
      'Whether all its backups are purged when it is destroyed or replaced, with their copies in other regions: those that were made daily, and those that somebody or an `aptible_backup` has asked for. No last one is made. Without it, backups outlive the database.',
    ),
    deletion_protection: deletionProtection('the database'),
    database_id: { type: 'number', description: 'Its id as a number.', computed: true, stable: true },
    pitr_status: {
      type: 'string',
      description:
        'Whether it can be recovered to points in time: `unsupported`, `supported`, `pending_restart` (from the next restart on) or `restricted`.',
      computed: true,
      stable: { unless: ['enable_pitr'] },
    },
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
      type: ['map', ['object', { connection_url: 'string', ...connectionParts, default: 'bool' }]],
      description:
        'All its credentials by their type, such as `redis` and `redis+ssl`: each `connection_url` whole and in parts, decoded. `name` is what follows the first slash, which may be a path or empty; `username` may be empty. One is the `default`. They are for apps and databases on the same stack; an endpoint has its own addresses.',
      computed: true,
      sensitive: true,
      stable: true,
    },
  },
  rules: [
    {
      kind: 'conflicting',
      fields: ['restore_from_backup_id', 'clone_from_database_id', 'recover_from_database_id'],
      why: 'a database begins with the data of one of them',
    },
    {
      kind: 'together',
      fields: ['recover_from_database_id', 'recover_to_time'],
      why: 'a recovery has a source and a point in time',
    },
    enoughDiskForIops,
    {
      kind: 'when',
      field: 'enable_pitr',
      is: [true],
      limits: { enable_backups: { oneOf: [true] } },
      why: 'a recovery begins with a backup',
      planned: true,
    },
    {
      kind: 'when',
      field: 'enable_pitr',
      is: [true],
      limits: { database_type: { oneOf: ['postgresql'] } },
      why: 'the platform recovers PostgreSQL only',
      planned: true,
    },
  ],
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
