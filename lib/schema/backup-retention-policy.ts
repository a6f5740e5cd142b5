import { environmentId, environmentOf } from './common';
import { dataSource, resource } from './define';
import type { Attribute } from './types';

/** The fields of a policy, here and in the block of an environment. */
export const retention = {
  daily: {
    type: 'number',
    description: 'Daily backups that are kept.',
    required: true,
    integer: true,
    minimum: 1,
    keepsData: true,
    costs: true,
  },
  monthly: {
    type: 'number',
    description: 'Monthly backups that are kept.',
    required: true,
    integer: true,
    minimum: 0,
    keepsData: true,
    costs: true,
  },
  yearly: {
    type: 'number',
    description: 'Yearly backups that are kept.',
    required: true,
    integer: true,
    minimum: 0,
    keepsData: true,
    costs: true,
  },
  make_copy: {
    type: 'bool',
    description: 'Whether each backup is copied to another region.',
    required: true,
    costs: true,
  },
  keep_final: {
    type: 'bool',
    description:
      'Whether the last backup of a database outlives it. Such a backup keeps its environment from being deleted until it is purged.',
    required: true,
  },
} as const satisfies Readonly<Record<string, Attribute>>;

const stable = { unless: Object.keys(retention) };

/** What the platform gives an environment that has none of its own. */
export const firstRetentionPolicy = { daily: 30, monthly: 12, yearly: 6, make_copy: false, keep_final: true };

export const backupRetentionPolicy = resource({
  name: 'aptible_backup_retention_policy',
  destroys: 'nothing',
  description: [
    'How many backups of each of its databases an environment keeps. Fewer than before removes those that are too many.',
    'It sets what every environment has and none can be without: destroying it leaves the policy of the environment as it is, with a warning. For an environment that is managed here, the block `backup_retention_policy` of `aptible_environment` says the same: use one of the two, since with both, each apply undoes what the other one did.',
  ].join('\n\n'),
  example: `data "aptible_environment" "production" {
  handle = "acme-production"
}

resource "aptible_backup_retention_policy" "production" {
  env_id     = data.aptible_environment.production.env_id
  daily      = 30
  monthly    = 12
  yearly     = 6
  make_copy  = true
  keep_final = true
}`,
  importIds: [
    { form: '1234', words: 'the id of its environment' },
    { form: 'acme-production', words: 'the handle of its environment' },
  ],
  timeoutsMinutes: { create: 10, update: 10 },
  attributes: {
    id: {
      type: 'string',
      description: 'The id of its environment, which has one policy, as a string.',
      computed: true,
      stable: true,
    },
    env_id: { ...environmentId, description: 'The id of the environment.' },
    ...retention,
    policy_id: {
      type: 'number',
      description: 'Its id as a number. The platform makes a new one with each change.',
      computed: true,
      stable,
    },
    pitr_days: {
      type: 'number',
      description:
        'How many days back databases can be recovered to points in time. Only Aptible Support sets it: a change here keeps it, and says so where the platform does not.',
      computed: true,
      stable,
    },
  },
});

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
