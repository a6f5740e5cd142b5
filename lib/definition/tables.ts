// Generated from lib/constructs: do not edit.
import type { Table } from './table';

/** The tables of the constructs, and what their props mean. */
export const tables = {
  "environment": {
    "resource": "aptible_environment",
    "attributes": {
      "timeouts": {
        "kind": "timeouts",
        "block": "timeouts"
      },
      "handle": "handle",
      "stack": {
        "kind": "reference",
        "attribute": "stack_id",
        "property": "stackId"
      },
      "organizationId": "org_id",
      "backupRetentionPolicy": {
        "kind": "one",
        "block": "backup_retention_policy",
        "attributes": {
          "daily": "daily",
          "monthly": "monthly",
          "yearly": "yearly",
          "makeCopy": "make_copy",
          "keepFinal": "keep_final"
        }
      },
      "purgeBackupsOnDestroy": "purge_backups_on_destroy",
      "deletionProtection": "deletion_protection"
    },
    "words": {
      "timeouts": {
        "text": "How long Terraform waits for the platform before it gives up. Default: the provider's defaults: the reference page of the resource has them.",
        "optional": true
      },
      "handle": {
        "text": "Its name, unique on the platform: 1 to 64 lower-case letters, digits, dots, hyphens or underscores. A change renames it in place."
      },
      "stack": {
        "text": "The platform's stack on which it runs. A change replaces the environment and everything in it."
      },
      "organizationId": {
        "text": "The organization that owns it, a UUID. A change replaces the environment. Default: the owner of the stack; on a shared stack, the user's organization if there is only one.",
        "optional": true
      },
      "backupRetentionPolicy": {
        "text": "How many backups of its databases are kept. Default: the policy that it has: the platform starts with 30 daily, 12 monthly, 6 yearly, the final one kept and no copies.",
        "optional": true,
        "props": {
          "daily": {
            "text": "Number of daily backups, at least 1."
          },
          "monthly": {
            "text": "Number of monthly backups, 0 for none."
          },
          "yearly": {
            "text": "Number of yearly backups, 0 for none."
          },
          "makeCopy": {
            "text": "Whether a copy of each backup is kept in another region."
          },
          "keepFinal": {
            "text": "Whether the last backup of a database outlives it. Such a backup keeps its environment from being deleted until it is purged."
          }
        }
      },
      "purgeBackupsOnDestroy": {
        "text": "Whether the backups that are left in it are purged when it is destroyed, with their copies in other regions: the last ones of databases that the same destroy removes, and all of those that were removed earlier. It has to be deployed before the destroy. Default: false.",
        "optional": true
      },
      "deletionProtection": {
        "text": "Whether a plan that destroys or replaces it is refused. To let it go, set this to false and deploy that first. Only Terraform knows it: it stops nobody who uses the dashboard or the CLI. Default: false.",
        "optional": true
      }
    }
  },
  "permission": {
    "resource": "aptible_permission",
    "attributes": {
      "timeouts": {
        "kind": "timeouts",
        "block": "timeouts"
      },
      "roleId": "role_id",
      "scope": "scope"
    },
    "words": {
      "timeouts": {
        "text": "How long Terraform waits for the platform before it gives up. Default: the provider's defaults: the reference page of the resource has them.",
        "optional": true
      },
      "roleId": {
        "text": "The id of the role whose members get it: a UUID in lower case, as `DataAptibleRoles` of `cdktf-aptible/bindings` lists them."
      },
      "scope": {
        "text": "What they may do. `admin`: everything. `read`: see everything but credentials. `deploy`: create, deploy, configure and restart. `destroy`: deprovision, and delete the environment. `observability`: manage drains, restart and scale. `sensitive`: see and change secrets, credentials and certificates. `tunnel`: open tunnels to databases without seeing their credentials."
      }
    }
  },
  "certificate": {
    "resource": "aptible_certificate",
    "attributes": {
      "timeouts": {
        "kind": "timeouts",
        "block": "timeouts"
      },
      "body": "certificate_body",
      "privateKey": {
        "kind": "secret",
        "attribute": "private_key"
      },
      "privateKeyWriteOnly": {
        "kind": "secret",
        "attribute": "private_key_wo"
      },
      "privateKeyWriteOnlyVersion": "private_key_wo_version"
    },
    "words": {
      "timeouts": {
        "text": "How long Terraform waits for the platform before it gives up. Default: the provider's defaults: the reference page of the resource has them.",
        "optional": true
      },
      "body": {
        "text": "The certificate and those of its chain, as PEM, in any order: its content, as `readFileSync` gives it, not the name of a file. Another one is uploaded and given to the endpoints before the old one is removed."
      },
      "privateKey": {
        "text": "The same as `privateKeyWriteOnly`, but kept in the state, for Terraform before 1.11. Default: `privateKeyWriteOnly`.",
        "optional": true
      },
      "privateKeyWriteOnly": {
        "text": "Its private key, as PEM without a passphrase, that is never kept in a plan or a state. A secret: a `TerraformVariable` or another reference. Needs Terraform 1.11. One of `privateKeyWriteOnly` and `privateKey` is needed. Default: `privateKey`.",
        "optional": true
      },
      "privateKeyWriteOnlyVersion": {
        "text": "A whole number of yours. Another one uploads the certificate anew, with the key that `privateKeyWriteOnly` has then. Default: none: another `body` uploads it anew.",
        "optional": true
      }
    }
  },
  "database": {
    "resource": "aptible_database",
    "attributes": {
      "timeouts": {
        "kind": "timeouts",
        "block": "timeouts"
      },
      "handle": "handle",
      "memoryMb": "container_size",
      "profile": "container_profile",
      "iops": "iops",
      "keyArn": "key_arn",
      "enableBackups": "enable_backups",
      "purgeBackupsOnDestroy": "purge_backups_on_destroy",
      "deletionProtection": "deletion_protection",
      "type": "database_type",
      "version": "version",
      "restoreFrom": {
        "kind": "reference",
        "attribute": "restore_from_backup_id",
        "property": "backupId"
      },
      "cloneOf": {
        "kind": "reference",
        "attribute": "clone_from_database_id",
        "property": "databaseId"
      },
      "recoverFrom": {
        "kind": "group",
        "attributes": {
          "database": {
            "kind": "reference",
            "attribute": "recover_from_database_id",
            "property": "databaseId"
          },
          "time": "recover_to_time"
        }
      },
      "diskSizeGb": "disk_size",
      "enablePitr": "enable_pitr",
      "connectionUrlOutput": {
        "kind": "none"
      }
    },
    "words": {
      "timeouts": {
        "text": "How long Terraform waits for the platform before it gives up. Default: the provider's defaults: the reference page of the resource has them.",
        "optional": true
      },
      "handle": {
        "text": "Its name, unique in the environment: 1 to 64 lower-case letters, digits, dots, hyphens or underscores. A change renames it in place."
      },
      "memoryMb": {
        "text": "Memory of the container in MB: 512, 1024, 2048, 4096, 7168, 15360, 30720, 61440, 153600 or 245760. A change restarts the container. Default: 1024.",
        "optional": true
      },
      "profile": {
        "text": "The ratio of CPU to memory: `m` general purpose, `c` compute, `r` memory. `c` and `r` need a dedicated stack. A change restarts the container. Default: 'm'.",
        "optional": true
      },
      "iops": {
        "text": "Provisioned operations per second of the disk, 100 to 16000. More than 3000 need 1 GB of disk for each 500. Default: 3000.",
        "optional": true
      },
      "keyArn": {
        "text": "The ARN of a customer-managed AWS KMS key that encrypts its disk: `arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab`. It has to let the platform use it. **A change replaces what has it, which loses the data.** Default: the platform chooses, and later what it is.",
        "optional": true
      },
      "enableBackups": {
        "text": "Whether it is backed up every day, for as long as the environment's retention policy says. Default: true.",
        "optional": true
      },
      "purgeBackupsOnDestroy": {
        "text": "Whether all its backups are purged when it is destroyed or replaced, with their copies in other regions: those that were made daily, and those that somebody or a `Backup` has asked for. No last one is made. It has to be deployed before the destroy. Default: false.",
        "optional": true
      },
      "deletionProtection": {
        "text": "Whether a plan that destroys or replaces it is refused. To let it go, set this to false and deploy that first. Only Terraform knows it: it stops nobody who uses the dashboard or the CLI. Default: false.",
        "optional": true
      },
      "type": {
        "text": "The engine: `postgresql`, `mysql`, `redis`, `mongodb`, `elasticsearch`, `couchdb`, `influxdb`, `rabbitmq` or `sftp`. A change replaces the database. Left out, it is that of what the database begins with, and later what it is. Default: 'postgresql'.",
        "optional": true
      },
      "version": {
        "text": "The version, a text, as the platform names it for this type: `'16'` for PostgreSQL. **A change replaces the database, which loses the data**: to keep them, restore a backup or replicate into a database of the new version first. Default: that of what it begins with, else the platform's default version for this type.",
        "optional": true
      },
      "restoreFrom": {
        "text": "Begins with the data of this backup, which may be of another environment. Only the creation looks at it: another backup replaces the database, which loses the data that it has; leaving it out later changes nothing. Default: it begins empty.",
        "optional": true
      },
      "cloneOf": {
        "text": "Begins with the data of this database of the same environment, as they are at that moment. Only the creation looks at it: another database replaces this one, which loses the data that it has; leaving it out later changes nothing. Default: it begins empty.",
        "optional": true
      },
      "recoverFrom": {
        "text": "Begins with the data that a database of the same environment had at a point in time. Only the creation looks at it, as with `cloneOf`. Default: it begins empty.",
        "optional": true,
        "props": {
          "database": {
            "text": "The database, PostgreSQL with `enablePitr`, or its number."
          },
          "time": {
            "text": "The time, as RFC 3339: `2026-04-01T12:00:00Z`."
          }
        }
      },
      "diskSizeGb": {
        "text": "Size of the disk in GB, 1 to 16000. It can only grow: a smaller number leaves it as it is, with a warning at plan. A change restarts the database. Left out, it is that of what the database begins with, and later what it is. Default: 10.",
        "optional": true
      },
      "enablePitr": {
        "text": "Whether it can be recovered to points in time, as many days back as the environment's retention policy says. PostgreSQL from version 13 on, with `enableBackups`. Default: off in a new database, and later what it is.",
        "optional": true
      },
      "connectionUrlOutput": {
        "text": "Whether the stack has a sensitive output with the connection URL. Its name is the path of this construct in its stack with `_connection_url`: `staging_db_connection_url` for `db` in `staging`. Default: true.",
        "optional": true
      }
    }
  },
  "replica": {
    "resource": "aptible_replica",
    "attributes": {
      "timeouts": {
        "kind": "timeouts",
        "block": "timeouts"
      },
      "handle": "handle",
      "memoryMb": "container_size",
      "profile": "container_profile",
      "iops": "iops",
      "keyArn": "key_arn",
      "enableBackups": "enable_backups",
      "purgeBackupsOnDestroy": "purge_backups_on_destroy",
      "deletionProtection": "deletion_protection",
      "primary": {
        "kind": "reference",
        "attribute": "primary_database_id",
        "property": "databaseId"
      },
      "logicalVersion": "logical_version",
      "diskSizeGb": "disk_size"
    },
    "words": {
      "timeouts": {
        "text": "How long Terraform waits for the platform before it gives up. Default: the provider's defaults: the reference page of the resource has them.",
        "optional": true
      },
      "handle": {
        "text": "Its name, unique in the environment: 1 to 64 lower-case letters, digits, dots, hyphens or underscores. A change renames it in place."
      },
      "memoryMb": {
        "text": "Memory of the container in MB: 512, 1024, 2048, 4096, 7168, 15360, 30720, 61440, 153600 or 245760. A change restarts the container. Default: 1024.",
        "optional": true
      },
      "profile": {
        "text": "The ratio of CPU to memory: `m` general purpose, `c` compute, `r` memory. `c` and `r` need a dedicated stack. A change restarts the container. Default: 'm'.",
        "optional": true
      },
      "iops": {
        "text": "Provisioned operations per second of the disk, 100 to 16000. More than 3000 need 1 GB of disk for each 500. Default: 3000.",
        "optional": true
      },
      "keyArn": {
        "text": "The ARN of a customer-managed AWS KMS key that encrypts its disk: `arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab`. It has to let the platform use it. **A change replaces what has it, which loses the data.** Default: the platform chooses, and later what it is.",
        "optional": true
      },
      "enableBackups": {
        "text": "Whether it is backed up every day, for as long as the environment's retention policy says. Default: true.",
        "optional": true
      },
      "purgeBackupsOnDestroy": {
        "text": "Whether all its backups are purged when it is destroyed or replaced, with their copies in other regions: those that were made daily, and those that somebody or a `Backup` has asked for. No last one is made. It has to be deployed before the destroy. Default: false.",
        "optional": true
      },
      "deletionProtection": {
        "text": "Whether a plan that destroys or replaces it is refused. To let it go, set this to false and deploy that first. Only Terraform knows it: it stops nobody who uses the dashboard or the CLI. Default: false.",
        "optional": true
      },
      "primary": {
        "text": "The database that it follows. A change replaces the replica."
      },
      "logicalVersion": {
        "text": "Makes a logical replica of this version of PostgreSQL, a text, which may be newer than that of the database: `'17'`. A change replaces the replica. Default: a physical replica of the same version.",
        "optional": true
      },
      "diskSizeGb": {
        "text": "Size of the disk in GB, 1 to 16000. It can only grow: a smaller number leaves it as it is, with a warning at plan. A change restarts the replica. Default: 10.",
        "optional": true
      }
    }
  },
  "databaseEndpoint": {
    "resource": "aptible_endpoint",
    "attributes": {
      "timeouts": {
        "kind": "timeouts",
        "block": "timeouts"
      },
      "internal": "internal",
      "ipFiltering": "ip_filtering",
      "idleTimeoutSeconds": "idle_timeout",
      "database": {
        "kind": "reference",
        "attribute": "resource_id",
        "property": "databaseId"
      }
    },
    "words": {
      "timeouts": {
        "text": "How long Terraform waits for the platform before it gives up. Default: the provider's defaults: the reference page of the resource has them.",
        "optional": true
      },
      "internal": {
        "text": "Whether only what runs on the same stack, or is connected to it, can reach it. A change replaces the endpoint. Default: false.",
        "optional": true
      },
      "ipFiltering": {
        "text": "The IPv4 addresses and ranges that may reach it, 50 at most, in any order: `192.0.2.7`, `198.51.100.0/24`. Default: all may.",
        "optional": true
      },
      "idleTimeoutSeconds": {
        "text": "Seconds without traffic after which a connection is closed, 30 to 2400. Default: the platform's: 60.",
        "optional": true
      },
      "database": {
        "text": "The database. A change replaces the endpoint."
      }
    }
  },
  "databaseUser": {
    "resource": "aptible_database_user",
    "attributes": {
      "timeouts": {
        "kind": "timeouts",
        "block": "timeouts"
      },
      "database": {
        "kind": "reference",
        "attribute": "database_id",
        "property": "databaseId"
      },
      "name": "name",
      "readOnly": "read_only",
      "readWrite": "read_write",
      "owner": "owner",
      "tablePrivileges": {
        "kind": "keyed",
        "block": "table_privileges",
        "key": "schema",
        "attributes": {
          "privileges": "privileges",
          "tables": "tables"
        }
      },
      "onDestroy": "on_destroy",
      "reassignTo": "reassign_to"
    },
    "words": {
      "timeouts": {
        "text": "How long Terraform waits for the database before it gives up. Default: the provider's defaults: the reference page of the resource has them.",
        "optional": true
      },
      "database": {
        "text": "The database, a PostgreSQL or MySQL, and no replica that only reads. A change replaces the user."
      },
      "name": {
        "text": "The name of the role or account, of at most 60 bytes in PostgreSQL and 29 characters in MySQL; not `public` or `none`, and nothing with `pg_` at the beginning. A change replaces the user: the new one and its login are there before the old ones go."
      },
      "readOnly": {
        "text": "The schemas of which it may read everything, also what is made later. On MySQL, a schema is a database, such as `db`. Let it depend on the user that owns them (`dependsOn`), where there is one. Default: none.",
        "optional": true
      },
      "readWrite": {
        "text": "The schemas of which it may read and change all data, but make or alter no table. The same holds for the owner. Default: none.",
        "optional": true
      },
      "owner": {
        "text": "The schemas that belong to it, with all that is in them: for an app that runs migrations. One that is not there is made. Default: none.",
        "optional": true
      },
      "tablePrivileges": {
        "text": "Privileges of an own choice, by schema: `{ audit: { privileges: ['INSERT'], tables: ['event'] } }`. Default: none.",
        "optional": true,
        "props": {
          "privileges": {
            "text": "What it may do: `SELECT`, `INSERT`, `UPDATE`, `DELETE`, `REFERENCES`, `TRIGGER`; only in PostgreSQL: `TRUNCATE`, `MAINTAIN`; only in MySQL: `ALTER`, `CREATE`, `CREATE VIEW`, `DROP`, `INDEX`, `SHOW VIEW`, and for whole schemas `ALTER ROUTINE`, `CREATE ROUTINE`, `CREATE TEMPORARY TABLES`, `EVENT`, `EXECUTE`, `LOCK TABLES`."
          },
          "tables": {
            "text": "Only these tables and views, which have to be there. Default: all of the schema, also those that are made later.",
            "optional": true
          }
        }
      },
      "onDestroy": {
        "text": "What becomes of what it owns when it is destroyed: `reassign` gives it to `reassignTo`, `refuse` lets the destroy fail, and says what there is. Default: 'reassign'.",
        "optional": true
      },
      "reassignTo": {
        "text": "The role, or the account, that gets what it owned. Not with `onDestroy: 'refuse'`. Default: the platform's user `aptible`.",
        "optional": true
      }
    }
  },
  "databaseLogin": {
    "resource": "aptible_database_login",
    "attributes": {
      "timeouts": {
        "kind": "timeouts",
        "block": "timeouts"
      },
      "database": {
        "kind": "reference",
        "attribute": "database_id",
        "property": "databaseId"
      },
      "user": {
        "kind": "reference",
        "attribute": "user",
        "property": "name"
      },
      "rotation": "rotation",
      "connectionLimit": "connection_limit",
      "terminate": "terminate"
    },
    "words": {
      "timeouts": {
        "text": "How long Terraform waits for the database before it gives up. Default: the provider's defaults: the reference page of the resource has them.",
        "optional": true
      },
      "database": {
        "text": "The database. A change replaces the login."
      },
      "user": {
        "text": "The user whose login it is, one of the database. A change replaces the login."
      },
      "rotation": {
        "text": "Any text, such as a date. With another one, the next deploy makes another login with another password, moves to it the apps of this stack that use this one, and then removes this one. When an app cannot be moved, this one stays until the next deploy. Default: none: the login stays as it is.",
        "optional": true
      },
      "connectionLimit": {
        "text": "How many sessions it may have at a time; -1 for any number. Default: -1.",
        "optional": true
      },
      "terminate": {
        "text": "Whether sessions end with their login: its own when it is removed, and those of the one whose place it takes. For a password that has leaked: without it, open sessions go on with all rights. Default: false.",
        "optional": true
      }
    }
  },
  "backup": {
    "resource": "aptible_backup",
    "attributes": {
      "timeouts": {
        "kind": "timeouts",
        "block": "timeouts"
      },
      "database": {
        "kind": "reference",
        "attribute": "database_id",
        "property": "databaseId"
      },
      "triggers": "triggers"
    },
    "words": {
      "timeouts": {
        "text": "How long Terraform waits for the platform before it gives up. Default: the provider's defaults: the reference page of the resource has them.",
        "optional": true
      },
      "database": {
        "text": "The database that is backed up, replicas included. A change replaces the backup."
      },
      "triggers": {
        "text": "Any texts, such as attributes of other resources. Other ones make another backup and purge this one; the first ones are only written down. Default: none: it is made once.",
        "optional": true
      }
    }
  },
  "appOperation": {
    "resource": "aptible_operation",
    "attributes": {
      "timeouts": {
        "kind": "timeouts",
        "block": "timeouts"
      },
      "type": "type",
      "app": {
        "kind": "reference",
        "attribute": "app_id",
        "property": "appId"
      },
      "triggers": "triggers"
    },
    "words": {
      "timeouts": {
        "text": "How long Terraform waits for the platform before it gives up. Default: the provider's defaults: the reference page of the resource has them.",
        "optional": true
      },
      "type": {
        "text": "The operation: `restart` or `rebuild`. A change runs the other one."
      },
      "app": {
        "text": "The app that it is done to."
      },
      "triggers": {
        "text": "Any texts, such as attributes of other resources. A change runs the operation again. Default: none: it is run once.",
        "optional": true
      }
    }
  },
  "databaseOperation": {
    "resource": "aptible_operation",
    "attributes": {
      "timeouts": {
        "kind": "timeouts",
        "block": "timeouts"
      },
      "type": "type",
      "database": {
        "kind": "reference",
        "attribute": "database_id",
        "property": "databaseId"
      },
      "triggers": "triggers"
    },
    "words": {
      "timeouts": {
        "text": "How long Terraform waits for the platform before it gives up. Default: the provider's defaults: the reference page of the resource has them.",
        "optional": true
      },
      "type": {
        "text": "The operation: `restart`, `reload` or `backup`. A change runs the other one."
      },
      "database": {
        "text": "The database that it is done to."
      },
      "triggers": {
        "text": "Any texts, such as attributes of other resources. A change runs the operation again. Default: none: it is run once.",
        "optional": true
      }
    }
  },
  "endpointOperation": {
    "resource": "aptible_operation",
    "attributes": {
      "timeouts": {
        "kind": "timeouts",
        "block": "timeouts"
      },
      "type": "type",
      "endpoint": {
        "kind": "reference",
        "attribute": "endpoint_id",
        "property": "endpointId"
      },
      "triggers": "triggers"
    },
    "words": {
      "timeouts": {
        "text": "How long Terraform waits for the platform before it gives up. Default: the provider's defaults: the reference page of the resource has them.",
        "optional": true
      },
      "type": {
        "text": "The operation: `renew`, which renews the managed certificate."
      },
      "endpoint": {
        "text": "The endpoint that it is done to."
      },
      "triggers": {
        "text": "Any texts, such as attributes of other resources. A change runs the operation again. Default: none: it is run once.",
        "optional": true
      }
    }
  },
  "app": {
    "resource": "aptible_app",
    "attributes": {
      "timeouts": {
        "kind": "timeouts",
        "block": "timeouts"
      },
      "handle": "handle",
      "image": "docker_image",
      "registryUsername": "private_registry_username",
      "registryPassword": {
        "kind": "secret",
        "attribute": "private_registry_password"
      },
      "registryPasswordWriteOnly": {
        "kind": "secret",
        "attribute": "private_registry_password_wo"
      },
      "registryPasswordWriteOnlyVersion": "private_registry_password_wo_version",
      "config": "config",
      "secretConfig": {
        "kind": "secret",
        "attribute": "secret_config"
      },
      "secretConfigWriteOnly": {
        "kind": "secret",
        "attribute": "secret_config_wo"
      },
      "secretConfigWriteOnlyVersion": "secret_config_wo_version",
      "release": "release_mode",
      "externalConfig": "external_config",
      "deployTrigger": "deploy_trigger",
      "services": {
        "kind": "keyed",
        "block": "service",
        "key": "process_type",
        "attributes": {
          "containerCount": "container_count",
          "autoscaling": {
            "kind": "kinds",
            "block": "autoscaling_policy",
            "made": "Autoscaling.horizontal(...) or Autoscaling.vertical(...)"
          },
          "memoryMb": "container_memory_limit",
          "profile": "container_profile",
          "forceZeroDowntime": "force_zero_downtime",
          "restartFreeScaling": "restart_free_scaling",
          "simpleHealthCheck": "simple_health_check",
          "stopTimeoutSeconds": "stop_timeout"
        }
      }
    },
    "words": {
      "timeouts": {
        "text": "How long Terraform waits for the platform before it gives up. Default: the provider's defaults: the reference page of the resource has them.",
        "optional": true
      },
      "handle": {
        "text": "Its name, unique in the environment: 1 to 64 lower-case letters, digits, dots, hyphens or underscores. A change renames it in place."
      },
      "image": {
        "text": "The Docker image that it runs, with its registry and tag: `quay.io/aptible/deploy-demo-app:latest`. A change deploys the app. Default: none: the app is deployed from elsewhere, by `git push` or `aptible deploy`.",
        "optional": true
      },
      "registryUsername": {
        "text": "The user at the image's registry, when it is private. With one of `registryPassword` and `registryPasswordWriteOnly`; needs `image`. Default: none: a public image.",
        "optional": true
      },
      "registryPassword": {
        "text": "The password at the image's registry. It must come from a Terraform variable or another reference, since `cdk.tf.json` shows a literal. Default: none: a public image.",
        "optional": true
      },
      "registryPasswordWriteOnly": {
        "text": "The same as `registryPassword`, but never kept in a plan or a state: for a token that is another one in each run. Another value deploys nothing; it is sent with the next deploy. Needs Terraform 1.11. Default: `registryPassword`.",
        "optional": true
      },
      "registryPasswordWriteOnlyVersion": {
        "text": "A whole number of yours. Another one deploys with the value that `registryPasswordWriteOnly` has then. Default: none: the password is sent with the next deploy.",
        "optional": true
      },
      "config": {
        "text": "The environment variables of its containers: all of them, so that one set by hand is seen as a change. A value may refer to another resource, such as `database.connectionUrl`, and is not empty. A change restarts the app; a key that is taken out is unset. Default: none.",
        "optional": true
      },
      "secretConfig": {
        "text": "More environment variables, whose values no plan shows. They are kept in Terraform's state. Each value comes from a Terraform variable or another reference, since `cdk.tf.json` shows a literal. A key is in one of `config`, `secretConfig` and `secretConfigWriteOnly`. Default: none.",
        "optional": true
      },
      "secretConfigWriteOnly": {
        "text": "More environment variables, whose values are kept neither in a plan nor in Terraform's state: that one was changed by hand is not seen. Needs Terraform 1.11 and `secretConfigWriteOnlyVersion`. Default: none.",
        "optional": true
      },
      "secretConfigWriteOnlyVersion": {
        "text": "A whole number of yours. Another one sets all of `secretConfigWriteOnly` anew. Default: none: there are no write-only variables.",
        "optional": true
      },
      "release": {
        "text": "Who releases the app. `external`: a pipeline does, by `aptible deploy` or `git push`. Then its image and the credentials of the registry are not looked at, and no deploy here rolls them back; `image` is that of its creation only. Services that its image does not have yet are set up by the first deploy here after they came. Default: Terraform, when `image` changes.",
        "optional": true
      },
      "externalConfig": {
        "text": "The names of environment variables that are set from elsewhere, such as by the pipeline that releases the app: they are neither shown nor unset. Default: none: one that is set by hand is unset.",
        "optional": true
      },
      "deployTrigger": {
        "text": "Any text. Another one deploys the image again, although its name is the same: for a tag that moves, as `latest` does. Default: none: the image is deployed when its name changes.",
        "optional": true
      },
      "services": {
        "text": "How its services are scaled, by process type: the names in its Procfile, or `cmd` for an image without one. A service that is not named here is left as it is. Default: every service is left as the platform creates it, with one container of 1024 MB.",
        "optional": true,
        "props": {
          "containerCount": {
            "text": "Number of containers, 0 to 128. 0 stops the service. Default: 1.",
            "optional": true
          },
          "autoscaling": {
            "text": "How the platform scales the service by itself: `Autoscaling.horizontal(...)` changes the number of its containers, `Autoscaling.vertical(...)` their size. What it changes, `containerCount` or `memoryMb` and `profile`, is then only where it starts. Default: none: the service has the size that is declared.",
            "optional": true
          },
          "memoryMb": {
            "text": "Memory of each container in MB: 512, 1024, 2048, 4096, 7168, 15360, 30720, 61440, 153600 or 245760. Default: 1024.",
            "optional": true
          },
          "profile": {
            "text": "The ratio of CPU to memory: `m` general purpose, `c` compute, `r` memory. `c` and `r` need a dedicated stack. Default: 'm'.",
            "optional": true
          },
          "forceZeroDowntime": {
            "text": "Whether a release starts the new containers before it stops the old ones, although the service has no endpoint. Default: false.",
            "optional": true
          },
          "restartFreeScaling": {
            "text": "Whether a change of the number of containers leaves the running ones alone. Default: false.",
            "optional": true
          },
          "simpleHealthCheck": {
            "text": "Whether a zero-downtime release waits only until the new containers have stayed up for a while, whatever their Docker health check says. Default: false.",
            "optional": true
          },
          "stopTimeoutSeconds": {
            "text": "Seconds that a container may take to stop before it is killed, 1 to 900. Default: 10.",
            "optional": true
          }
        }
      }
    }
  },
  "horizontalAutoscaling": {
    "attributes": {
      "metricLookbackSeconds": "metric_lookback_seconds",
      "percentile": "percentile",
      "postScaleUpCooldownSeconds": "post_scale_up_cooldown_seconds",
      "postScaleDownCooldownSeconds": "post_scale_down_cooldown_seconds",
      "postReleaseCooldownSeconds": "post_release_cooldown_seconds",
      "scalingEnabled": "scaling_enabled",
      "minContainers": "min_containers",
      "maxContainers": "max_containers",
      "minCpuThreshold": "min_cpu_threshold",
      "maxCpuThreshold": "max_cpu_threshold",
      "scaleUpStep": "scale_up_step",
      "scaleDownStep": "scale_down_step",
      "restartFreeScaling": "use_horizontal_scale"
    },
    "words": {
      "metricLookbackSeconds": {
        "text": "How far back the metrics are looked at, in whole seconds. Default: 1800.",
        "optional": true
      },
      "percentile": {
        "text": "The percentile of the metrics that is compared with the thresholds, more than 0 and at most 100. Default: 99.",
        "optional": true
      },
      "postScaleUpCooldownSeconds": {
        "text": "Wait after scaling up, in whole seconds. Default: 60.",
        "optional": true
      },
      "postScaleDownCooldownSeconds": {
        "text": "Wait after scaling down, in whole seconds. Default: 300.",
        "optional": true
      },
      "postReleaseCooldownSeconds": {
        "text": "Wait after a release, in whole seconds. Default: 60.",
        "optional": true
      },
      "scalingEnabled": {
        "text": "Whether the platform is scaling by this. `false` pauses the autoscaler, and the service stays as it is. Default: true.",
        "optional": true
      },
      "minContainers": {
        "text": "The fewest containers, 1 to 128 and no more than `maxContainers`."
      },
      "maxContainers": {
        "text": "The most containers, 1 to 128."
      },
      "minCpuThreshold": {
        "text": "The share of the CPU, more than 0 and at most 1, below which containers are removed."
      },
      "maxCpuThreshold": {
        "text": "The share of the CPU, more than 0 and at most 1, above which containers are added."
      },
      "scaleUpStep": {
        "text": "How many containers are added at a time, 1 to 128. Default: 1.",
        "optional": true
      },
      "scaleDownStep": {
        "text": "How many containers are removed at a time, 1 to 128. Default: 1.",
        "optional": true
      },
      "restartFreeScaling": {
        "text": "Whether scaling leaves the containers that are there running. Default: false.",
        "optional": true
      }
    }
  },
  "releaseCheck": {
    "attributes": {
      "app": {
        "kind": "none"
      },
      "endpoint": {
        "kind": "reference",
        "attribute": "endpoint",
        "property": "virtualDomain"
      },
      "path": "path",
      "url": "url",
      "status": "status",
      "bodyContains": "body_contains",
      "bodyPattern": "body_pattern",
      "headers": "headers",
      "secretHeaders": {
        "kind": "secret",
        "attribute": "secret_headers"
      },
      "deadlineSeconds": "deadline_seconds",
      "intervalSeconds": "interval_seconds",
      "requestTimeoutSeconds": "request_timeout_seconds",
      "triggers": "triggers"
    },
    "words": {
      "app": {
        "text": "The app whose releases are checked."
      },
      "endpoint": {
        "text": "The endpoint that is asked, by https at its host name. One of `endpoint` and `url` is needed. Default: none: `url` is asked.",
        "optional": true
      },
      "path": {
        "text": "The path that is asked of the endpoint, with its query: `/healthcheck`. Default: '/'.",
        "optional": true
      },
      "url": {
        "text": "The URL that is asked instead of an endpoint: http or https, without user and password. Default: none: `endpoint` is asked.",
        "optional": true
      },
      "status": {
        "text": "The status that is expected, 200 to 599. Redirects are not followed: one is an answer. Default: 200.",
        "optional": true
      },
      "bodyContains": {
        "text": "A text that is expected in the body, of which the first MB is read. Default: none: any body will do.",
        "optional": true
      },
      "bodyPattern": {
        "text": "A regular expression, in JavaScript's form, that the body is expected to match. Default: none: any body will do.",
        "optional": true
      },
      "headers": {
        "text": "Headers of the request. Default: none but `user-agent` and what HTTP needs.",
        "optional": true
      },
      "secretHeaders": {
        "text": "Headers that no output shows. Each value comes from a Terraform variable or another reference, since `cdk.tf.json` shows a literal. Default: none.",
        "optional": true
      },
      "deadlineSeconds": {
        "text": "Seconds until which it has to have answered as told, 1 to 3600. Until then it is asked again and again. Default: 180.",
        "optional": true
      },
      "intervalSeconds": {
        "text": "Seconds to wait after an answer that is not as told, 1 to 600. The default is never more than `deadlineSeconds`. Default: 5.",
        "optional": true
      },
      "requestTimeoutSeconds": {
        "text": "Seconds that one request may take, 1 to 600. The default is never more than `deadlineSeconds`. Default: 10.",
        "optional": true
      },
      "triggers": {
        "text": "Any texts. A change runs the check again, as does another release, another address or another expectation. Default: none.",
        "optional": true
      }
    }
  },
  "verticalAutoscaling": {
    "attributes": {
      "metricLookbackSeconds": "metric_lookback_seconds",
      "percentile": "percentile",
      "postScaleUpCooldownSeconds": "post_scale_up_cooldown_seconds",
      "postScaleDownCooldownSeconds": "post_scale_down_cooldown_seconds",
      "postReleaseCooldownSeconds": "post_release_cooldown_seconds",
      "scalingEnabled": "scaling_enabled",
      "minimumMemoryMb": "minimum_memory",
      "maximumMemoryMb": "maximum_memory",
      "memScaleUpThreshold": "mem_scale_up_threshold",
      "memScaleDownThreshold": "mem_scale_down_threshold",
      "memCpuRatioRThreshold": "mem_cpu_ratio_r_threshold",
      "memCpuRatioCThreshold": "mem_cpu_ratio_c_threshold"
    },
    "words": {
      "metricLookbackSeconds": {
        "text": "How far back the metrics are looked at, in whole seconds. Default: 1800.",
        "optional": true
      },
      "percentile": {
        "text": "The percentile of the metrics that is compared with the thresholds, more than 0 and at most 100. Default: 99.",
        "optional": true
      },
      "postScaleUpCooldownSeconds": {
        "text": "Wait after scaling up, in whole seconds. Default: 60.",
        "optional": true
      },
      "postScaleDownCooldownSeconds": {
        "text": "Wait after scaling down, in whole seconds. Default: 300.",
        "optional": true
      },
      "postReleaseCooldownSeconds": {
        "text": "Wait after a release, in whole seconds. Default: 60.",
        "optional": true
      },
      "scalingEnabled": {
        "text": "Whether the platform is scaling by this. `false` pauses the autoscaler, and the service stays as it is. Default: true.",
        "optional": true
      },
      "minimumMemoryMb": {
        "text": "The smallest container, in MB, at least 512: 512, 1024, 2048, 4096, 7168, 15360, 30720, 61440, 153600, 245760 or a size that the platform offers besides. Default: 2048.",
        "optional": true
      },
      "maximumMemoryMb": {
        "text": "The largest container, in MB, at least 512: 512, 1024, 2048, 4096, 7168, 15360, 30720, 61440, 153600, 245760 or a size that the platform offers besides. Default: no limit.",
        "optional": true
      },
      "memScaleUpThreshold": {
        "text": "The share of its memory above which a container is made larger. Default: 0.9.",
        "optional": true
      },
      "memScaleDownThreshold": {
        "text": "The share of the next smaller size below which a container is made smaller. Default: 0.75.",
        "optional": true
      },
      "memCpuRatioRThreshold": {
        "text": "The ratio of memory to CPU use above which the profile `r` is chosen. Default: 4.",
        "optional": true
      },
      "memCpuRatioCThreshold": {
        "text": "The ratio of memory to CPU use below which the profile `c` is chosen. Default: 2.",
        "optional": true
      }
    }
  },
  "httpsEndpoint": {
    "resource": "aptible_endpoint",
    "attributes": {
      "timeouts": {
        "kind": "timeouts",
        "block": "timeouts"
      },
      "internal": "internal",
      "ipFiltering": "ip_filtering",
      "idleTimeoutSeconds": "idle_timeout",
      "app": {
        "kind": "reference",
        "attribute": "resource_id",
        "property": "appId"
      },
      "service": "process_type",
      "defaultDomain": "default_domain",
      "domain": "domain",
      "managedTls": "managed",
      "certificate": {
        "kind": "reference",
        "attribute": "certificate_id",
        "property": "certificateId"
      },
      "sslProtocols": "ssl_protocols_override",
      "sslCiphers": "ssl_ciphers_override",
      "disableWeakCipherSuites": "disable_weak_cipher_suites",
      "containerPort": "container_port",
      "platform": "platform",
      "shared": "shared",
      "loadBalancingAlgorithm": "load_balancing_algorithm_type",
      "forceSsl": "force_ssl",
      "maintenancePageUrl": "maintenance_page_url",
      "releaseHealthcheckTimeoutSeconds": "release_healthcheck_timeout",
      "strictHealthChecks": "strict_health_checks",
      "showElbHealthchecks": "show_elb_healthchecks"
    },
    "words": {
      "timeouts": {
        "text": "How long Terraform waits for the platform before it gives up. Default: the provider's defaults: the reference page of the resource has them.",
        "optional": true
      },
      "internal": {
        "text": "Whether only what runs on the same stack, or is connected to it, can reach it. A change replaces the endpoint. Default: false.",
        "optional": true
      },
      "ipFiltering": {
        "text": "The IPv4 addresses and ranges that may reach it, 50 at most, in any order: `192.0.2.7`, `198.51.100.0/24`. Default: all may.",
        "optional": true
      },
      "idleTimeoutSeconds": {
        "text": "Seconds without traffic after which a connection is closed, 30 to 2400. Default: the platform's: 60.",
        "optional": true
      },
      "app": {
        "text": "The app. A change replaces the endpoint."
      },
      "service": {
        "text": "The service of the app, by its process type: a name in its Procfile, or `cmd` for an image without one. A change replaces the endpoint."
      },
      "defaultDomain": {
        "text": "Whether it has a host name of the platform's domain: one endpoint of an app can. A change replaces the endpoint. Default: false.",
        "optional": true
      },
      "domain": {
        "text": "The domain that leads to it, by a CNAME record to `externalHostname`. Default: none: it is called by the host name that the platform gives it.",
        "optional": true
      },
      "managedTls": {
        "text": "Whether the platform gets a certificate for `domain` and renews it. It does once the record `dnsValidationRecord` is there. Default: false.",
        "optional": true
      },
      "certificate": {
        "text": "A certificate of your own. Default: the platform's, with `defaultDomain` or `managedTls`.",
        "optional": true
      },
      "sslProtocols": {
        "text": "The versions of TLS: `TLSv1 TLSv1.1 TLSv1.2`, `TLSv1.1 TLSv1.2`, `TLSv1.2` or `TLSv1.3`; on `alb` also `TLSv1 TLSv1.1 TLSv1.2 PFS`, `TLSv1.1 TLSv1.2 PFS`, `TLSv1.2 PFS` or `TLSv1.2 PFS TLSv1.3`. Default: the platform's.",
        "optional": true
      },
      "sslCiphers": {
        "text": "The cipher suites, in the form of OpenSSL. Not on `alb`. Default: the platform's.",
        "optional": true
      },
      "disableWeakCipherSuites": {
        "text": "Whether weak cipher suites are refused. Not on `alb`. Default: false.",
        "optional": true
      },
      "containerPort": {
        "text": "The port of the containers, 1 to 65535. Default: the lowest that the image exposes.",
        "optional": true
      },
      "platform": {
        "text": "The load balancer: `alb`, or the older `elb`. Default: 'alb'.",
        "optional": true
      },
      "shared": {
        "text": "Whether it shares its load balancer with other endpoints. Needs `domain` without a wildcard, or `defaultDomain`. Default: false.",
        "optional": true
      },
      "loadBalancingAlgorithm": {
        "text": "How an `alb` spreads requests: `round_robin`, `least_outstanding_requests` or `weighted_random`. Default: the platform's: `round_robin`.",
        "optional": true
      },
      "forceSsl": {
        "text": "Whether HTTP requests are redirected to HTTPS. Default: false.",
        "optional": true
      },
      "maintenancePageUrl": {
        "text": "The page that is shown while the app does not answer: an http or https URL. Default: the platform's.",
        "optional": true
      },
      "releaseHealthcheckTimeoutSeconds": {
        "text": "Seconds that the containers of a release have to answer its health check, 1 to 900. Default: the platform's: 180.",
        "optional": true
      },
      "strictHealthChecks": {
        "text": "Whether containers are healthy only when `/healthcheck` answers 200. Default: false.",
        "optional": true
      },
      "showElbHealthchecks": {
        "text": "Whether the health checks of the load balancer are in the logs. Default: false.",
        "optional": true
      }
    }
  },
  "grpcEndpoint": {
    "resource": "aptible_endpoint",
    "attributes": {
      "timeouts": {
        "kind": "timeouts",
        "block": "timeouts"
      },
      "internal": "internal",
      "ipFiltering": "ip_filtering",
      "idleTimeoutSeconds": "idle_timeout",
      "app": {
        "kind": "reference",
        "attribute": "resource_id",
        "property": "appId"
      },
      "service": "process_type",
      "defaultDomain": "default_domain",
      "domain": "domain",
      "managedTls": "managed",
      "certificate": {
        "kind": "reference",
        "attribute": "certificate_id",
        "property": "certificateId"
      },
      "sslProtocols": "ssl_protocols_override",
      "sslCiphers": "ssl_ciphers_override",
      "disableWeakCipherSuites": "disable_weak_cipher_suites",
      "containerPort": "container_port"
    },
    "words": {
      "timeouts": {
        "text": "How long Terraform waits for the platform before it gives up. Default: the provider's defaults: the reference page of the resource has them.",
        "optional": true
      },
      "internal": {
        "text": "Whether only what runs on the same stack, or is connected to it, can reach it. A change replaces the endpoint. Default: false.",
        "optional": true
      },
      "ipFiltering": {
        "text": "The IPv4 addresses and ranges that may reach it, 50 at most, in any order: `192.0.2.7`, `198.51.100.0/24`. Default: all may.",
        "optional": true
      },
      "idleTimeoutSeconds": {
        "text": "Seconds without traffic after which a connection is closed, 30 to 2400. Default: the platform's: 60.",
        "optional": true
      },
      "app": {
        "text": "The app. A change replaces the endpoint."
      },
      "service": {
        "text": "The service of the app, by its process type: a name in its Procfile, or `cmd` for an image without one. A change replaces the endpoint."
      },
      "defaultDomain": {
        "text": "Whether it has a host name of the platform's domain: one endpoint of an app can. A change replaces the endpoint. Default: false.",
        "optional": true
      },
      "domain": {
        "text": "The domain that leads to it, by a CNAME record to `externalHostname`. Default: none: it is called by the host name that the platform gives it.",
        "optional": true
      },
      "managedTls": {
        "text": "Whether the platform gets a certificate for `domain` and renews it. It does once the record `dnsValidationRecord` is there. Default: false.",
        "optional": true
      },
      "certificate": {
        "text": "A certificate of your own. Default: the platform's, with `defaultDomain` or `managedTls`.",
        "optional": true
      },
      "sslProtocols": {
        "text": "The versions of TLS: `TLSv1 TLSv1.1 TLSv1.2`, `TLSv1.1 TLSv1.2`, `TLSv1.2` or `TLSv1.3`. Default: the platform's.",
        "optional": true
      },
      "sslCiphers": {
        "text": "The cipher suites, in the form of OpenSSL. Not on `alb`. Default: the platform's.",
        "optional": true
      },
      "disableWeakCipherSuites": {
        "text": "Whether weak cipher suites are refused. Not on `alb`. Default: false.",
        "optional": true
      },
      "containerPort": {
        "text": "The port of the containers, 1 to 65535. Default: the lowest that the image exposes.",
        "optional": true
      }
    }
  },
  "tlsEndpoint": {
    "resource": "aptible_endpoint",
    "attributes": {
      "timeouts": {
        "kind": "timeouts",
        "block": "timeouts"
      },
      "internal": "internal",
      "ipFiltering": "ip_filtering",
      "idleTimeoutSeconds": "idle_timeout",
      "app": {
        "kind": "reference",
        "attribute": "resource_id",
        "property": "appId"
      },
      "service": "process_type",
      "defaultDomain": "default_domain",
      "domain": "domain",
      "managedTls": "managed",
      "certificate": {
        "kind": "reference",
        "attribute": "certificate_id",
        "property": "certificateId"
      },
      "sslProtocols": "ssl_protocols_override",
      "sslCiphers": "ssl_ciphers_override",
      "disableWeakCipherSuites": "disable_weak_cipher_suites",
      "containerPorts": "container_ports"
    },
    "words": {
      "timeouts": {
        "text": "How long Terraform waits for the platform before it gives up. Default: the provider's defaults: the reference page of the resource has them.",
        "optional": true
      },
      "internal": {
        "text": "Whether only what runs on the same stack, or is connected to it, can reach it. A change replaces the endpoint. Default: false.",
        "optional": true
      },
      "ipFiltering": {
        "text": "The IPv4 addresses and ranges that may reach it, 50 at most, in any order: `192.0.2.7`, `198.51.100.0/24`. Default: all may.",
        "optional": true
      },
      "idleTimeoutSeconds": {
        "text": "Seconds without traffic after which a connection is closed, 30 to 2400. Default: the platform's: 60.",
        "optional": true
      },
      "app": {
        "text": "The app. A change replaces the endpoint."
      },
      "service": {
        "text": "The service of the app, by its process type: a name in its Procfile, or `cmd` for an image without one. A change replaces the endpoint."
      },
      "defaultDomain": {
        "text": "Whether it has a host name of the platform's domain: one endpoint of an app can. A change replaces the endpoint. Default: false.",
        "optional": true
      },
      "domain": {
        "text": "The domain that leads to it, by a CNAME record to `externalHostname`. Default: none: it is called by the host name that the platform gives it.",
        "optional": true
      },
      "managedTls": {
        "text": "Whether the platform gets a certificate for `domain` and renews it. It does once the record `dnsValidationRecord` is there. Default: false.",
        "optional": true
      },
      "certificate": {
        "text": "A certificate of your own. Default: the platform's, with `defaultDomain` or `managedTls`.",
        "optional": true
      },
      "sslProtocols": {
        "text": "The versions of TLS: `TLSv1 TLSv1.1 TLSv1.2`, `TLSv1.1 TLSv1.2`, `TLSv1.2` or `TLSv1.3`. Default: the platform's.",
        "optional": true
      },
      "sslCiphers": {
        "text": "The cipher suites, in the form of OpenSSL. Not on `alb`. Default: the platform's.",
        "optional": true
      },
      "disableWeakCipherSuites": {
        "text": "Whether weak cipher suites are refused. Not on `alb`. Default: false.",
        "optional": true
      },
      "containerPorts": {
        "text": "The ports of the containers, 10 at most, in any order. Default: all that the image exposes.",
        "optional": true
      }
    }
  },
  "tcpEndpoint": {
    "resource": "aptible_endpoint",
    "attributes": {
      "timeouts": {
        "kind": "timeouts",
        "block": "timeouts"
      },
      "internal": "internal",
      "ipFiltering": "ip_filtering",
      "idleTimeoutSeconds": "idle_timeout",
      "app": {
        "kind": "reference",
        "attribute": "resource_id",
        "property": "appId"
      },
      "service": "process_type",
      "defaultDomain": "default_domain",
      "containerPorts": "container_ports"
    },
    "words": {
      "timeouts": {
        "text": "How long Terraform waits for the platform before it gives up. Default: the provider's defaults: the reference page of the resource has them.",
        "optional": true
      },
      "internal": {
        "text": "Whether only what runs on the same stack, or is connected to it, can reach it. A change replaces the endpoint. Default: false.",
        "optional": true
      },
      "ipFiltering": {
        "text": "The IPv4 addresses and ranges that may reach it, 50 at most, in any order: `192.0.2.7`, `198.51.100.0/24`. Default: all may.",
        "optional": true
      },
      "idleTimeoutSeconds": {
        "text": "Seconds without traffic after which a connection is closed, 30 to 2400. Default: the platform's: 60.",
        "optional": true
      },
      "app": {
        "text": "The app. A change replaces the endpoint."
      },
      "service": {
        "text": "The service of the app, by its process type: a name in its Procfile, or `cmd` for an image without one. A change replaces the endpoint."
      },
      "defaultDomain": {
        "text": "Whether it has a host name of the platform's domain: one endpoint of an app can. A change replaces the endpoint. Default: false.",
        "optional": true
      },
      "containerPorts": {
        "text": "The ports of the containers, 10 at most, in any order. Default: all that the image exposes.",
        "optional": true
      }
    }
  },
  "tokenLogDrain": {
    "resource": "aptible_log_drain",
    "attributes": {
      "timeouts": {
        "kind": "timeouts",
        "block": "timeouts"
      },
      "handle": "handle",
      "drainApps": "drain_apps",
      "drainDatabases": "drain_databases",
      "drainEphemeralSessions": "drain_ephemeral_sessions",
      "drainProxies": "drain_proxies",
      "token": {
        "kind": "secret",
        "attribute": "token"
      },
      "tags": "tags"
    },
    "words": {
      "timeouts": {
        "text": "How long Terraform waits for the platform before it gives up. Default: the provider's defaults: the reference page of the resource has them.",
        "optional": true
      },
      "handle": {
        "text": "Its name, unique on the platform: 1 to 64 lower-case letters, digits, dots, hyphens or underscores. A change replaces the drain."
      },
      "drainApps": {
        "text": "Whether the logs of apps are sent. Changes in place. Default: true.",
        "optional": true
      },
      "drainDatabases": {
        "text": "Whether the logs of databases are sent. Changes in place. Default: true.",
        "optional": true
      },
      "drainEphemeralSessions": {
        "text": "Whether the logs of ephemeral SSH sessions are sent. Changes in place. Default: true.",
        "optional": true
      },
      "drainProxies": {
        "text": "Whether the access logs of endpoints are sent. Changes in place. Default: false.",
        "optional": true
      },
      "token": {
        "text": "The API key. A secret: a `TerraformVariable` or another reference, not a literal. A change replaces the drain."
      },
      "tags": {
        "text": "Tags, separated by commas: `env:staging,team:web`. A change replaces the drain. Default: no tags.",
        "optional": true
      }
    }
  },
  "elasticsearchLogDrain": {
    "resource": "aptible_log_drain",
    "attributes": {
      "timeouts": {
        "kind": "timeouts",
        "block": "timeouts"
      },
      "handle": "handle",
      "drainApps": "drain_apps",
      "drainDatabases": "drain_databases",
      "drainEphemeralSessions": "drain_ephemeral_sessions",
      "drainProxies": "drain_proxies",
      "database": {
        "kind": "reference",
        "attribute": "database_id",
        "property": "databaseId"
      },
      "pipeline": "pipeline"
    },
    "words": {
      "timeouts": {
        "text": "How long Terraform waits for the platform before it gives up. Default: the provider's defaults: the reference page of the resource has them.",
        "optional": true
      },
      "handle": {
        "text": "Its name, unique on the platform: 1 to 64 lower-case letters, digits, dots, hyphens or underscores. A change replaces the drain."
      },
      "drainApps": {
        "text": "Whether the logs of apps are sent. Changes in place. Default: true.",
        "optional": true
      },
      "drainDatabases": {
        "text": "Whether the logs of databases are sent. Changes in place. Default: true.",
        "optional": true
      },
      "drainEphemeralSessions": {
        "text": "Whether the logs of ephemeral SSH sessions are sent. Changes in place. Default: true.",
        "optional": true
      },
      "drainProxies": {
        "text": "Whether the access logs of endpoints are sent. Changes in place. Default: false.",
        "optional": true
      },
      "database": {
        "text": "The database, of type `elasticsearch`, in the same environment. A change replaces the drain."
      },
      "pipeline": {
        "text": "The ingest pipeline that documents pass. A change replaces the drain. Default: none.",
        "optional": true
      }
    }
  },
  "httpsLogDrain": {
    "resource": "aptible_log_drain",
    "attributes": {
      "timeouts": {
        "kind": "timeouts",
        "block": "timeouts"
      },
      "handle": "handle",
      "drainApps": "drain_apps",
      "drainDatabases": "drain_databases",
      "drainEphemeralSessions": "drain_ephemeral_sessions",
      "drainProxies": "drain_proxies",
      "url": "url"
    },
    "words": {
      "timeouts": {
        "text": "How long Terraform waits for the platform before it gives up. Default: the provider's defaults: the reference page of the resource has them.",
        "optional": true
      },
      "handle": {
        "text": "Its name, unique on the platform: 1 to 64 lower-case letters, digits, dots, hyphens or underscores. A change replaces the drain."
      },
      "drainApps": {
        "text": "Whether the logs of apps are sent. Changes in place. Default: true.",
        "optional": true
      },
      "drainDatabases": {
        "text": "Whether the logs of databases are sent. Changes in place. Default: true.",
        "optional": true
      },
      "drainEphemeralSessions": {
        "text": "Whether the logs of ephemeral SSH sessions are sent. Changes in place. Default: true.",
        "optional": true
      },
      "drainProxies": {
        "text": "Whether the access logs of endpoints are sent. Changes in place. Default: false.",
        "optional": true
      },
      "url": {
        "text": "The http or https URL where logs are posted. It often holds a key: then a `TerraformVariable` or another reference. A change replaces the drain."
      }
    }
  },
  "syslogLogDrain": {
    "resource": "aptible_log_drain",
    "attributes": {
      "timeouts": {
        "kind": "timeouts",
        "block": "timeouts"
      },
      "handle": "handle",
      "drainApps": "drain_apps",
      "drainDatabases": "drain_databases",
      "drainEphemeralSessions": "drain_ephemeral_sessions",
      "drainProxies": "drain_proxies",
      "host": "drain_host",
      "port": "drain_port",
      "token": {
        "kind": "secret",
        "attribute": "logging_token"
      }
    },
    "words": {
      "timeouts": {
        "text": "How long Terraform waits for the platform before it gives up. Default: the provider's defaults: the reference page of the resource has them.",
        "optional": true
      },
      "handle": {
        "text": "Its name, unique on the platform: 1 to 64 lower-case letters, digits, dots, hyphens or underscores. A change replaces the drain."
      },
      "drainApps": {
        "text": "Whether the logs of apps are sent. Changes in place. Default: true.",
        "optional": true
      },
      "drainDatabases": {
        "text": "Whether the logs of databases are sent. Changes in place. Default: true.",
        "optional": true
      },
      "drainEphemeralSessions": {
        "text": "Whether the logs of ephemeral SSH sessions are sent. Changes in place. Default: true.",
        "optional": true
      },
      "drainProxies": {
        "text": "Whether the access logs of endpoints are sent. Changes in place. Default: false.",
        "optional": true
      },
      "host": {
        "text": "The host. A change replaces the drain."
      },
      "port": {
        "text": "The port, 1 to 65535. A change replaces the drain."
      },
      "token": {
        "text": "A token that is put into every message. A secret: a `TerraformVariable` or another reference. A change replaces the drain. Default: none.",
        "optional": true
      }
    }
  },
  "solarwindsLogDrain": {
    "resource": "aptible_log_drain",
    "attributes": {
      "timeouts": {
        "kind": "timeouts",
        "block": "timeouts"
      },
      "handle": "handle",
      "drainApps": "drain_apps",
      "drainDatabases": "drain_databases",
      "drainEphemeralSessions": "drain_ephemeral_sessions",
      "drainProxies": "drain_proxies",
      "host": "drain_host",
      "token": {
        "kind": "secret",
        "attribute": "logging_token"
      }
    },
    "words": {
      "timeouts": {
        "text": "How long Terraform waits for the platform before it gives up. Default: the provider's defaults: the reference page of the resource has them.",
        "optional": true
      },
      "handle": {
        "text": "Its name, unique on the platform: 1 to 64 lower-case letters, digits, dots, hyphens or underscores. A change replaces the drain."
      },
      "drainApps": {
        "text": "Whether the logs of apps are sent. Changes in place. Default: true.",
        "optional": true
      },
      "drainDatabases": {
        "text": "Whether the logs of databases are sent. Changes in place. Default: true.",
        "optional": true
      },
      "drainEphemeralSessions": {
        "text": "Whether the logs of ephemeral SSH sessions are sent. Changes in place. Default: true.",
        "optional": true
      },
      "drainProxies": {
        "text": "Whether the access logs of endpoints are sent. Changes in place. Default: false.",
        "optional": true
      },
      "host": {
        "text": "The host of the collector. A change replaces the drain."
      },
      "token": {
        "text": "The token. A secret: a `TerraformVariable` or another reference. A change replaces the drain."
      }
    }
  },
  "datadogMetricDrain": {
    "resource": "aptible_metric_drain",
    "attributes": {
      "timeouts": {
        "kind": "timeouts",
        "block": "timeouts"
      },
      "handle": "handle",
      "apiKey": {
        "kind": "secret",
        "attribute": "api_key"
      },
      "seriesUrl": "series_url"
    },
    "words": {
      "timeouts": {
        "text": "How long Terraform waits for the platform before it gives up. Default: the provider's defaults: the reference page of the resource has them.",
        "optional": true
      },
      "handle": {
        "text": "Its name, unique on the platform: 1 to 64 lower-case letters, digits, dots, hyphens or underscores. A change replaces the drain."
      },
      "apiKey": {
        "text": "The API key. A secret: a `TerraformVariable` or another reference, not a literal."
      },
      "seriesUrl": {
        "text": "The URL at which Datadog takes metrics, which is that of its site: `https://app.datadoghq.com/api/v1/series`, `https://us3.datadoghq.com/api/v1/series`, `https://us5.datadoghq.com/api/v1/series`, `https://app.datadoghq.eu/api/v1/series`, `https://app.ddog-gov.com/api/v1/series` or another one. Default: that of the site in the US.",
        "optional": true
      }
    }
  },
  "influxdbDatabaseMetricDrain": {
    "resource": "aptible_metric_drain",
    "attributes": {
      "timeouts": {
        "kind": "timeouts",
        "block": "timeouts"
      },
      "handle": "handle",
      "database": {
        "kind": "reference",
        "attribute": "database_id",
        "property": "databaseId"
      }
    },
    "words": {
      "timeouts": {
        "text": "How long Terraform waits for the platform before it gives up. Default: the provider's defaults: the reference page of the resource has them.",
        "optional": true
      },
      "handle": {
        "text": "Its name, unique on the platform: 1 to 64 lower-case letters, digits, dots, hyphens or underscores. A change replaces the drain."
      },
      "database": {
        "text": "The database, of type `influxdb`, in the same environment."
      }
    }
  },
  "influxdbMetricDrain": {
    "resource": "aptible_metric_drain",
    "attributes": {
      "timeouts": {
        "kind": "timeouts",
        "block": "timeouts"
      },
      "handle": "handle",
      "url": "url",
      "username": "username",
      "password": {
        "kind": "secret",
        "attribute": "password"
      },
      "databaseName": "database"
    },
    "words": {
      "timeouts": {
        "text": "How long Terraform waits for the platform before it gives up. Default: the provider's defaults: the reference page of the resource has them.",
        "optional": true
      },
      "handle": {
        "text": "Its name, unique on the platform: 1 to 64 lower-case letters, digits, dots, hyphens or underscores. A change replaces the drain."
      },
      "url": {
        "text": "The URL at which it answers: `https://influx.example.com:8086`."
      },
      "username": {
        "text": "The user."
      },
      "password": {
        "text": "The user's password. A secret: a `TerraformVariable` or another reference."
      },
      "databaseName": {
        "text": "The name of the database in it."
      }
    }
  },
  "influxdb2MetricDrain": {
    "resource": "aptible_metric_drain",
    "attributes": {
      "timeouts": {
        "kind": "timeouts",
        "block": "timeouts"
      },
      "handle": "handle",
      "url": "url",
      "token": {
        "kind": "secret",
        "attribute": "api_key"
      },
      "bucket": "bucket",
      "organization": "organization"
    },
    "words": {
      "timeouts": {
        "text": "How long Terraform waits for the platform before it gives up. Default: the provider's defaults: the reference page of the resource has them.",
        "optional": true
      },
      "handle": {
        "text": "Its name, unique on the platform: 1 to 64 lower-case letters, digits, dots, hyphens or underscores. A change replaces the drain."
      },
      "url": {
        "text": "The URL at which it answers: `https://influx.example.com`."
      },
      "token": {
        "text": "The token. A secret: a `TerraformVariable` or another reference."
      },
      "bucket": {
        "text": "The bucket."
      },
      "organization": {
        "text": "The organization that has the bucket."
      }
    }
  }
} as const satisfies Readonly<Record<string, Table>>;
