import { environmentOf } from './common';
import { dataSource } from './define';

export const backupsData = dataSource({
  name: 'aptible_backups',
  description:
    'The backups of an environment’s databases, the newest first. What `aptible backup:list` and `aptible backup:orphaned` show.',
  example: `data "aptible_backups" "left" {
  env_id   = aptible_environment.staging.env_id
  orphaned = true
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
        'The id of the newest of them, to restore a database from. The copy in another region counts only where the backup itself is gone. Null when there is none.',
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
