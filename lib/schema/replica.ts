import { deletionProtection, environmentId, handle, purgeBackupsOnDestroy } from './common';
import { database, enoughDiskForIops } from './database';
import { resource } from './define';

const {
  container_size,
  container_profile,
  disk_size,
  iops,
  key_arn,
  enable_backups,
  default_connection_url,
  connection_urls,
  credentials,
} = database.attributes;

export const replica = resource({
  name: 'aptible_replica',
  destroys: 'data',
  description: [
    'A replica of a database: a database of its own that follows another one. PostgreSQL, MySQL, Redis and MongoDB have replicas. While it exists, the database that it follows cannot be removed.',
    'The last step of an upgrade with a logical replica is its promotion: it is unlinked from the other database, and goes on by itself. A plan then warns. Make it an `aptible_database` in the configuration, with a block `moved` (Terraform 1.8) that has `from = aptible_replica.NAME` and `to = aptible_database.NAME`: nothing changes on the platform, and the other database may go.',
  ].join('\n\n'),
  example: `resource "aptible_replica" "reading" {
  env_id              = aptible_environment.staging.env_id
  primary_database_id = aptible_database.data.database_id
  handle              = "acme-db-replica"
  disk_size           = 20
}`,
  importIds: [
    { form: '1234', words: 'its id' },
    { form: 'acme-staging/acme-db-replica', words: 'the handles of its environment and of itself' },
  ],
  timeoutsMinutes: { create: 120, read: 10, update: 90, delete: 90 },
  attributes: {
    env_id: environmentId,
    primary_database_id: {
      type: 'number',
      description: 'The id of the database that it follows.',
      required: true,
      replace: true,
      integer: true,
      minimum: 1,
    },
    handle: {
      type: 'string',
      description: 'Its name, unique in the environment. Changes in place.',
      required: true,
      pattern: handle,
      plain: true,
    },
    logical_version: {
      type: 'string',
      description:
        'Makes a *logical* replica of this version of PostgreSQL, which may be newer than that of the database: the way to upgrade without much downtime. Left out: a physical replica of the same version.',
      optional: true,
      replace: true,
      notEmpty: 'leave it out for a replica of the same version',
      plain: true,
    },
    container_size,
    container_profile,
    disk_size: {
      ...disk_size,
      description:
        'The size of its disk, in GB. It can only grow; a change restarts the replica. Left out: 10 at creation, and later what it is.',
    },
    iops,
    key_arn: {
      ...key_arn,
      description:
        'The ARN of a customer-managed AWS KMS key that encrypts its disk, which has to let the platform use it. Another key plans a replacement. Left out: the platform chooses, and later what it is.',
    },
    enable_backups,
    purge_backups_on_destroy: purgeBackupsOnDestroy(
      'Whether all its own backups are purged when it is destroyed or replaced, with their copies in other regions. No last one is made. Those of the database that it follows stay.',
    ),
    deletion_protection: deletionProtection('the replica'),
    replica_id: { type: 'number', description: 'Its id as a number.', computed: true, stable: true },
    default_connection_url,
    connection_urls,
    credentials,
  },
  rules: [enoughDiskForIops],
});

/** The types whose images cannot follow another database. Of `couchdb` and `sftp` it is not known. */
const withoutReplicas: readonly string[] = ['elasticsearch', 'influxdb', 'rabbitmq'];

/** @returns why a database of this type has no such replica, and which field says otherwise. */
export function replicationProblem(
  type: string | null | undefined,
  isLogical: boolean,
): { readonly field: 'primary_database_id' | 'logical_version'; readonly message: string } | undefined {
  if (!type) return undefined;
  if (withoutReplicas.includes(type)) {
    return {
      field: 'primary_database_id',
      message: `a database of the type ${type} has no replicas; those of PostgreSQL, MySQL, Redis and MongoDB have`,
    };
  }
  if (!isLogical || type === 'postgresql') return undefined;
  return {
    field: 'logical_version',
    message: `a database of the type ${type} has no logical replicas, only PostgreSQL has: leave it out for a replica of the same version`,
  };
}
