import { retention } from './backup-retention-policy';
import { deletionProtection, handle, purgeBackupsOnDestroy, uuid } from './common';
import { dataSource, resource } from './define';
import { sought, soughtId } from './look-up';

const caCertificate = {
  type: 'string',
  description:
    'The certificate (PEM) of the authority that signs those of its PostgreSQL and MySQL databases, for clients that check them.',
  computed: true,
  stable: true,
} as const;

export const environment = resource({
  name: 'aptible_environment',
  description:
    'An environment: what apps, databases and drains live in, on one stack. The platform calls it an account.\n\nIts automatic log drain (of type `tail`) is removed with it; everything else in it must be gone first. With `purge_backups_on_destroy`, backups go with it.',
  example: `data "aptible_stack" "shared" {
  name = "shared-us-east-1"
}

resource "aptible_environment" "staging" {
  stack_id = data.aptible_stack.shared.stack_id
  handle   = "acme-staging"

  backup_retention_policy {
    daily      = 30
    monthly    = 12
    yearly     = 6
    make_copy  = false
    keep_final = true
  }
}`,
  importIds: [
    { form: '1234', words: 'its id' },
    { form: 'acme-staging', words: 'its handle' },
  ],
  timeoutsMinutes: { create: 10, read: 10, update: 10, delete: 30 },
  attributes: {
    env_id: {
      type: 'number',
      description: 'Its id as a number, for `env_id` of what lives in it.',
      computed: true,
      stable: true,
    },
    org_id: {
      type: 'string',
      description:
        'The id of the organization that owns it. Left out: the owner of the stack, or, on a shared stack, the only organization of the user.',
      optional: true,
      computed: true,
      stable: true,
      replace: true,
      pattern: uuid,
    },
    stack_id: {
      type: 'number',
      description: 'The id of the stack that it is on: see the data source `aptible_stack`.',
      required: true,
      replace: true,
      integer: true,
      minimum: 1,
    },
    handle: {
      type: 'string',
      description: 'Its name, unique on the platform. Changes in place.',
      required: true,
      pattern: handle,
      plain: true,
    },
    purge_backups_on_destroy: purgeBackupsOnDestroy(
      'Whether the backups that are left in it are purged when it is destroyed, with their copies in other regions: the last ones of databases that the same destroy removes, and all of those that were removed earlier. Nothing is purged while it has apps, databases or drains. Without it, an environment that has a backup is not deleted.',
    ),
    deletion_protection: deletionProtection('the environment'),
    ca_certificate: caCertificate,
  },
  blocks: {
    backup_retention_policy: {
      nesting: 'set',
      maxItems: 1,
      computed: true,
      description:
        'How many backups of each database are kept. A change keeps the `pitr_days` that the policy has. Left out, the environment keeps the policy that it has (the platform starts with 30 daily, 12 monthly, 6 yearly, final backups kept, no copies). Where the resource `aptible_backup_retention_policy` sets it, leave the block out: with both, each apply undoes what the other one did.',
      attributes: retention,
    },
  },
});

export const environmentData = dataSource({
  name: 'aptible_environment',
  description: 'An environment that exists already, found by its handle or its id.',
  example: `data "aptible_environment" "staging" {
  handle = "acme-staging"
}

data "aptible_environment" "production" {
  env_id = 4711
}`,
  attributes: {
    handle: sought({ type: 'string', description: 'Its handle.', pattern: handle }),
    env_id: soughtId('Its id as a number.'),
    stack_id: { type: 'number', description: 'The id of the stack that it is on.', computed: true },
    org_id: { type: 'string', description: 'The id of the organization that owns it.', computed: true },
    ca_certificate: { type: 'string', description: caCertificate.description, computed: true },
  },
  rules: [{ kind: 'exactlyOne', fields: ['handle', 'env_id'], why: 'one environment is looked up, in one way' }],
});

export const environmentsData = dataSource({
  name: 'aptible_environments',
  description: 'The environments that the user may see.',
  example: `data "aptible_environments" "all" {}`,
  attributes: {
    environments: {
      type: ['list', ['object', { env_id: 'number', handle: 'string', stack_id: 'number', org_id: 'string' }]],
      description: 'The environments.',
      computed: true,
    },
  },
});
