/** The record of a database: how a new one begins, and what each may have. */
import { randomInt } from 'node:crypto';
import { containerProblem, defaultContainerSizeMb, defaultDiskSizeGb, iopsProblem } from '../limits';
import type { OperationFields } from '../operations';
import type { Platform } from '../platform';
import type { Fields } from '../store';
import { currentPolicy } from './backup-retention-policy';
import type { Database } from './database';

interface BackupSwitches {
  readonly enable_backups: boolean;
  readonly enable_pitr: boolean;
}

export const defaultBackupSwitches: BackupSwitches = { enable_backups: true, enable_pitr: false };

const blank = {
  status: 'pending',
  connection_url: null,
  port_mapping: [],
  initial_disk_size: null,
  initial_container_size: null,
  current_kms_arn: null,
  ...defaultBackupSwitches,
  service_id: null,
  disk_id: null,
  initialize_from_id: null,
  restored_from_backup_id: null,
  copy_of_id: null,
  logical_replica: false,
  current_configuration_id: null,
};

type NewDatabase = Pick<Database, 'handle' | 'type' | 'account_id' | 'database_image_id'> & Partial<Fields<Database>>;

export function newDatabase({ store }: Platform, fields: NewDatabase): Database {
  return store.insert('database', { ...blank, ...fields, passphrase: fields.passphrase ?? newPassword() });
}

const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

export function newPassword(): string {
  return Array.from({ length: 32 }, () => letters[randomInt(letters.length)]).join('');
}

/** Changes the switches that a client names; the others stay. */
export function backupSwitches(
  { enable_backups, enable_pitr }: BackupSwitches,
  asked: { readonly [S in keyof BackupSwitches]?: boolean | null },
): BackupSwitches {
  return { enable_backups: asked.enable_backups ?? enable_backups, enable_pitr: asked.enable_pitr ?? enable_pitr };
}

/** @returns What is wrong with the point-in-time recovery of such a database, if anything. */
export function recoveryProblems(
  database: BackupSwitches & Pick<Database, 'account_id' | 'database_image_id'>,
  platform: Platform,
): (string | false)[] {
  if (!database.enable_pitr) return [];
  return [
    !database.enable_backups && 'enable_backups cannot be off while enable_pitr is on',
    !platform.store.get('database_image', database.database_image_id).pitr_supported &&
      'enable_pitr needs PostgreSQL from version 13 on',
    currentPolicy(platform, database.account_id)?.pitr_days === 0 &&
      'enable_pitr needs a backup retention policy with pitr_days of at least 1',
  ];
}

/** @returns What is wrong with the sizes that an operation gives the database, if anything. */
export function sizeProblems(
  database: Database,
  fields: OperationFields,
  { store }: Platform,
): (string | undefined | false)[] {
  const service = database.service_id === null ? undefined : store.get('service', database.service_id);
  const disk = database.disk_id === null ? undefined : store.get('disk', database.disk_id);
  const sizeGb = fields.disk_size || disk?.size || database.initial_disk_size || defaultDiskSizeGb;
  const sizeMb =
    fields.container_size ??
    service?.container_memory_limit_mb ??
    database.initial_container_size ??
    defaultContainerSizeMb;
  return [
    disk !== undefined && sizeGb < disk.size && `disk_size cannot shrink from ${disk.size} GB to ${sizeGb} GB`,
    containerProblem(sizeMb, fields.instance_profile ?? service?.instance_class ?? 'm'),
    fields.provisioned_iops !== null && iopsProblem(fields.provisioned_iops, sizeGb),
  ];
}
