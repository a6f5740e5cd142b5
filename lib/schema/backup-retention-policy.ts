import { environmentOf } from './common';
import { dataSource } from './define';

export const backupRetentionPolicyData = dataSource({
  name: 'aptible_backup_retention_policy',
  description: 'How many backups of each of its databases an environment keeps now.',
  example: `data "aptible_backup_retention_policy" "staging" {
  env_id = aptible_environment.staging.env_id
}`,
  attributes: {
    env_id: environmentOf('The id of the environment.'),
    policy_id: {
      type: 'number',
      description: 'Its id as a number. The platform makes a new one with each change.',
      computed: true,
    },
    daily: { type: 'number', description: 'Daily backups that are kept.', computed: true },
    monthly: { type: 'number', description: 'Monthly backups that are kept.', computed: true },
    yearly: { type: 'number', description: 'Yearly backups that are kept.', computed: true },
    make_copy: { type: 'bool', description: 'Whether each backup is copied to another region.', computed: true },
    keep_final: { type: 'bool', description: 'Whether the last backup of a database outlives it.', computed: true },
  },
});
