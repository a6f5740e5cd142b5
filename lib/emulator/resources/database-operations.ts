/** What operations do to a database. */
import { baselineIops, defaultContainerSizeMb, defaultDiskSizeGb } from '../limits';
import { deprovisionRule, OperationFailure, provisionRule, type OperationRule } from '../operations';
import type { Platform } from '../platform';
import { refuseIf } from '../refusals';
import { currentPolicy } from './backup-retention-policy';
import { newConfiguration } from './configuration';
import type { Database } from './database';
import { copyDatabase, copyProblems, copyAndProvision } from './database-copy';
import { engines } from './database-engines';
import { backupSwitches, newDatabase, newPassword, recoveryProblems, sizeProblems } from './database-record';
import { hasFailed, keepAddress, serve, startFailed } from './database-server';
import { ensureTailDrain } from './log-drain';
import type { Operation } from './operation';
import { newService, removeService } from './service';

export const databaseOperations = {
  provision: provisionRule('database', {
    check: (database, fields, platform) => {
      refuseIf([
        database.service_id !== null && 'the database is provisioned already',
        ...sizeProblems(database, fields, platform),
      ]);
    },
    run: provision,
  }),
  restart: {
    check: (database, fields, platform) => refuseIf(sizeProblems(database, fields, platform)),
    run: restart,
  },
  restart_recreate: { run: restart },
  modify: { check: (database, fields, platform) => refuseIf(sizeProblems(database, fields, platform)), run: resize },
  reload: { run: (database) => void provisioned(database) },
  backup: {
    run: (database, operation, platform, _log, signal) =>
      backUp(platform, provisioned(database), { manual: true, operationId: operation.id }, signal),
  },
  replicate: {
    check: (database, fields, platform) => {
      const { replicates } = engines[database.type]!;
      refuseIf([
        !replicates && `a ${database.type} database cannot be replicated`,
        ...copyProblems(database, fields, platform),
      ]);
    },
    run: (database, operation, platform) => {
      const { passphrase } = provisioned(database);
      copyDatabase(database, operation, platform, { initialize_from_id: database.id, passphrase });
    },
  },
  replicate_logical: {
    check: (database, fields, platform) => {
      const wanted = imageByRepository(platform, fields.docker_ref);
      refuseIf([
        database.type !== 'postgresql' && 'only postgresql has logical replicas',
        wanted?.type !== 'postgresql' && `docker_ref ${fields.docker_ref} is not a postgresql image`,
        ...copyProblems(database, fields, platform),
      ]);
    },
    run: (database, operation, platform) => {
      copyDatabase(provisioned(database), operation, platform, {
        initialize_from_id: database.id,
        copy_of_id: database.id,
        logical_replica: true,
        database_image_id: imageByRepository(platform, operation.docker_ref)!.id,
      });
    },
  },
  clone: {
    check: (database, fields, platform) => refuseIf(copyProblems(database, fields, platform)),
    run: (database, operation, platform, _log, signal) => {
      const { disk_id } = provisioned(database);
      const disk_size = operation.disk_size || platform.store.get('disk', disk_id!).size;
      return copyAndProvision(database, { ...operation, disk_size }, platform, { copy_of_id: database.id }, signal);
    },
  },
  pitr_restore: {
    check: (database, fields, platform) => {
      refuseIf([
        !database.enable_pitr && 'the database has no point-in-time recovery',
        !fields.recovery_target_type && "recovery_target_type can't be blank",
        fields.recovery_target_type === 'time' &&
          Number.isNaN(Date.parse(fields.recovery_target ?? '')) &&
          `recovery_target ${fields.recovery_target} is not a time`,
        ...copyProblems(database, fields, platform),
      ]);
    },
    // The client provisions the new record itself, with the same recovery target.
    run: (database, { handle, key_arn }, platform) => {
      const { id, account_id, type, database_image_id, initial_container_size, current_kms_arn, disk_id, passphrase } =
        provisioned(database);
      newDatabase(platform, {
        handle: handle!,
        type,
        database_image_id,
        initial_container_size,
        initial_disk_size: platform.store.get('disk', disk_id!).size,
        current_kms_arn: key_arn ?? current_kms_arn,
        copy_of_id: id,
        passphrase,
        account_id,
      });
    },
  },
  configure_backup_policy: {
    check: (database, fields, platform) =>
      refuseIf(recoveryProblems({ ...database, ...backupSwitches(database, fields) }, platform)),
    run: (database, operation, { store }) =>
      void store.update('database', database.id, backupSwitches(database, operation)),
  },
  deprovision: deprovisionRule('database', { run: deprovision }),
  logs: { mayBeFinished: true },
  evacuate: { run: (database) => void provisioned(database) },
  poll: {},
  recover: { run: restart },
  recover_recreate: { run: restart },
  configure: {
    run: (database, operation, platform) => {
      const made = newConfiguration(platform, database, operation.env, 'database');
      if (made !== undefined) platform.store.update('database', database.id, { current_configuration_id: made.id });
    },
  },
} satisfies Record<string, OperationRule<Database>>;

async function provision(
  database: Database,
  operation: Operation,
  platform: Platform,
  log: (line: string) => void,
  signal: AbortSignal,
): Promise<void> {
  const image = platform.store.get('database_image', database.database_image_id);
  const address = await serve(database, image.version, platform, log, signal);
  const { store } = platform;
  const account = store.get('account', database.account_id);
  const service = newService(platform, {
    account_id: database.account_id,
    database_id: database.id,
    process_type: database.type,
    container_count: 1,
    container_memory_limit_mb: operation.container_size ?? database.initial_container_size ?? defaultContainerSizeMb,
    instance_class: operation.instance_profile ?? 'm',
  });
  const disk = store.insert('disk', {
    handle: `${database.handle}-disk`,
    ebs_volume_type: operation.ebs_volume_type ?? 'gp3',
    size: operation.disk_size || database.initial_disk_size || defaultDiskSizeGb,
    provisioned_iops: operation.provisioned_iops ?? baselineIops,
    current_kms_arn: database.current_kms_arn,
    availability_zone: `${store.get('stack', account.stack_id).region}a`,
    passphrase: newPassword(),
    account_id: database.account_id,
    database_id: database.id,
  });
  store.update('database', database.id, { service_id: service.id, disk_id: disk.id });
  keepAddress(platform, database, image.version, address);
  ensureTailDrain(platform, database.account_id);
}

async function deprovision(
  database: Database,
  operation: Operation,
  platform: Platform,
  _log: (line: string) => void,
  signal: AbortSignal,
): Promise<void> {
  const { store } = platform;
  const dependents = store.list('database', { initialize_from_id: database.id });
  if (dependents.length > 0) {
    throw new OperationFailure(`The database still has replicas: ${dependents.map((each) => each.handle).join(', ')}.`);
  }
  const service = database.service_id === null ? undefined : store.get('service', database.service_id);
  const vhosts = service === undefined ? [] : store.list('vhost', { service_id: service.id });
  if (vhosts.length > 0) {
    throw new OperationFailure(`The database still has endpoints: ${vhosts.map((each) => each.id).join(', ')}.`);
  }
  const keepFinal = currentPolicy(platform, database.account_id)?.keep_final ?? false;
  if (service !== undefined && database.enable_backups && keepFinal) {
    await backUp(platform, database, { manual: false, operationId: operation.id }, signal);
  }
  if (platform.databases !== 'none') await platform.databases.remove(database.id);

  if (service !== undefined) removeService(service, platform);
  if (database.disk_id !== null) store.remove('disk', database.disk_id);
  for (const each of store.list('database_credential', { database_id: database.id })) {
    store.remove('database_credential', each.id);
  }
  for (const kind of ['configuration', 'setting'] as const)
    for (const each of store.list(kind, { resource_id: database.id })) store.remove(kind, each.id);
  store.update('database', database.id, { connection_url: null });
}

async function backUp(
  { store, databases }: Platform,
  database: Database,
  { manual, operationId }: { manual: boolean; operationId: number },
  signal: AbortSignal,
): Promise<void> {
  if (databases !== 'none') await databases.backUp(database.id, operationId, signal);
  // An operation that goes on after a crash may have got here before.
  if (store.list('backup', { data_id: operationId }).length > 0) return;
  const account = store.get('account', database.account_id);
  store.insert('backup', {
    manual,
    aws_region: store.get('stack', account.stack_id).region,
    size: store.get('disk', database.disk_id!).size,
    kms_arn: database.current_kms_arn,
    created_from_operation_id: operationId,
    data_id: operationId,
    copied_from_id: null,
    passphrase: database.passphrase,
    account_id: database.account_id,
    database_id: database.id,
    database_image_id: database.database_image_id,
  });
}

function restart(
  database: Database,
  operation: Operation,
  platform: Platform,
  log: (line: string) => void,
  signal: AbortSignal,
): void | Promise<void> {
  if (!hasFailed(database)) return resize(database, operation, platform);
  return startFailed(database, platform, log, signal).then(() =>
    resize(platform.store.get('database', database.id), operation, platform),
  );
}

function resize(database: Database, operation: Operation, { store }: Platform): void {
  const { service_id, disk_id } = provisioned(database);
  const service = store.get('service', service_id!);
  const disk = store.get('disk', disk_id!);
  store.update('service', service.id, {
    container_memory_limit_mb: operation.container_size ?? service.container_memory_limit_mb,
    instance_class: operation.instance_profile ?? service.instance_class,
  });
  store.update('disk', disk.id, {
    size: operation.disk_size || disk.size,
    provisioned_iops: operation.provisioned_iops ?? disk.provisioned_iops,
    ebs_volume_type: operation.ebs_volume_type ?? disk.ebs_volume_type,
  });
}

function provisioned(database: Database): Database {
  if (database.status !== 'provisioned') throw new OperationFailure('The database is not provisioned.');
  return database;
}

function imageByRepository({ store }: Platform, repository: string | null): { id: number; type: string } | undefined {
  return store.list('database_image').find((each) => each.docker_repo === repository);
}
