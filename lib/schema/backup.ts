import { environmentOf } from './common';
import { dataSource, resource } from './define';

export const backup = resource({
  name: 'aptible_backup',
  destroys: 'data',
  description: [
    'A backup of a database, made when this is created, and again for other `triggers`. No retention policy removes it. Destroying it, and so replacing it, **purges the backup and its copies for good**.',
    'With `lifecycle { create_before_destroy = true }` the new backup is there before the former one is purged. Terraform then replaces the database in that order, too, which needs another handle for the new one. The backup of a database that is replaced or destroyed goes with it: to keep one, take it out of the state with `removed { from = aptible_backup.NAME lifecycle { destroy = false } }` or `terraform state rm`, from where it can be imported elsewhere. It then keeps its environment from being deleted.',
    'One that was purged by others is made anew. An interrupted create leaves it tainted: the next apply purges what its operation has made meanwhile, and makes another one.',
  ].join('\n\n'),
  example: `resource "aptible_backup" "before_release" {
  database_id = aptible_database.data.database_id

  triggers = {
    release = var.release
  }

  lifecycle {
    create_before_destroy = true
  }
}

resource "aptible_app" "web" {
  env_id       = aptible_environment.staging.env_id
  handle       = "acme-web"
  docker_image = "quay.io/acme/web:\${var.release}"
  depends_on   = [aptible_backup.before_release]
}

variable "release" {
  type = string
}`,
  importIds: [
    { form: '1234', words: 'its id, as `aptible backup:list` and the data source `aptible_backups` show it' },
  ],
  timeoutsMinutes: { create: 90, delete: 90 },
  attributes: {
    database_id: {
      type: 'number',
      description: 'The id of the database that is backed up, replicas included.',
      required: true,
      replace: true,
      integer: true,
      minimum: 1,
    },
    triggers: {
      type: ['map', 'string'],
      description:
        'Any texts. Other ones replace the backup by a new one. The first ones, as after an import, are only written down.',
      optional: true,
      replace: 'other-value',
    },
    backup_id: { type: 'number', description: 'Its id as a number.', computed: true, stable: true },
    env_id: { type: 'number', description: 'The id of the environment that it is in.', computed: true, stable: true },
    operation_id: {
      type: 'number',
      description: 'The id of the operation that made it. Null once that is gone, as it is with its database.',
      computed: true,
      stable: true,
    },
    database_handle: { type: 'string', description: 'The handle of its database.', computed: true, stable: true },
    created_at: { type: 'string', description: 'When it was made (ISO 8601).', computed: true, stable: true },
    size: { type: 'number', description: 'Its size in GB.', computed: true, stable: true },
    region: { type: 'string', description: 'The region in which it is kept.', computed: true, stable: true },
    manual: {
      type: 'bool',
      description:
        'Whether it was asked for. One that the platform made by itself, and that was imported, is removed when the retention policy says so.',
      computed: true,
      stable: true,
    },
  },
});

export const backupsData = dataSource({
  name: 'aptible_backups',
  description:
    'The backups of an environment’s databases, the newest first. What `aptible backup:list` and `aptible backup:orphaned` show.',
  example: `data "aptible_backups" "left" {
  env_id   = aptible_environment.staging.env_id
  orphaned = true
}

data "aptible_backups" "production" {
  env_id          = data.aptible_environment.production.env_id
  database_handle = "acme-db"
}

resource "aptible_database" "copy" {
  env_id                 = aptible_environment.staging.env_id
  handle                 = "acme-db"
  restore_from_backup_id = data.aptible_backups.production.latest_id

  lifecycle {
    ignore_changes = [restore_from_backup_id]
  }
}`,
  attributes: {
    env_id: environmentOf('The id of the environment.'),
    database_handle: {
      type: 'string',
      description: 'Only those of the database of this handle, and of those that had it before.',
      optional: true,
    },
    database_id: {
      type: 'number',
      description: 'Only those of the database of this id, which may be gone.',
      optional: true,
      integer: true,
      minimum: 1,
    },
    orphaned: {
      type: 'bool',
      description: 'Only those whose database is gone. They keep their environment from being deleted.',
      optional: true,
    },
    latest_id: {
      type: 'number',
      description:
        'The id of the newest of them, to restore a database from. The copy in another region counts only where the backup itself is gone. Null when there is none. It moves on with each new backup, and another `restore_from_backup_id` replaces a database: have that ignored, as in the example.',
      computed: true,
    },
    backups: {
      type: [
        'list',
        [
          'object',
          {
            backup_id: 'number',
            database_handle: 'string',
            database_id: 'number',
            created_at: 'string',
            manual: 'bool',
            size: 'number',
            region: 'string',
            copied_from_id: 'number',
          },
        ],
      ],
      description:
        'The backups. `manual`: asked for by a user, and kept until it is purged. `size` is in GB. `copied_from_id` is set for the copy in another region.',
      computed: true,
    },
  },
});
