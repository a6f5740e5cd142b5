import { dataSource } from './define';
import { listOf } from './look-up';

export const maintenancesData = dataSource({
  name: 'aptible_maintenances',
  description:
    'The apps and databases that the platform says have to be restarted by a deadline. What `aptible maintenance:apps` and `aptible maintenance:dbs` show.',
  example: `data "aptible_maintenances" "staging" {
  env_id = data.aptible_environment.staging.env_id
}

output "restarts" {
  value = data.aptible_maintenances.staging.maintenances[*].restart_command
}`,
  attributes: {
    env_id: {
      type: 'number',
      description:
        'Only those in the environment of this id. Left out: those in all environments that the user may see.',
      optional: true,
      integer: true,
      minimum: 1,
    },
    maintenances: listOf(
      'The apps and databases, those with the nearest deadline first. `resource_type` is `app` or `database`. `starts_at` and `ends_at` (RFC 3339) are the time that the platform has set for it, null while it has set none. `restart_command` restarts it at a time of your own.',
      {
        resource_type: { type: 'string' },
        resource_id: { type: 'number' },
        handle: { type: 'string' },
        env_id: { type: 'number' },
        env_handle: { type: 'string' },
        starts_at: { type: 'string' },
        ends_at: { type: 'string' },
        restart_command: { type: 'string' },
      },
    ),
  },
});
