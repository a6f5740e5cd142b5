import { copyProblems, copyAndProvision } from './database-copy';
import type { OperationRule } from '../operations';
import type { Call, Resource } from '../platform';
import { refuseIf } from '../refusals';
import { item, nestedBy, showAll } from '../routes';
import type { Stored } from '../store';

export interface Backup extends Stored {
  /** Whether a user asked for it: such a backup is kept until it is purged. */
  readonly manual: boolean;
  readonly aws_region: string;
  readonly size: number;
  readonly kms_arn: string | null;
  readonly created_from_operation_id: number | null;
  readonly copied_from_id: number | null;
  /** The name of its data: copies have the same. */
  readonly data_id: number;
  /** The password of the database when it was made. Backups that were kept by an earlier version have none. */
  readonly passphrase?: string;
  readonly account_id: number;
  readonly database_id: number;
  readonly database_image_id: number;
}

declare module '../store' {
  interface Records {
    backup: Backup;
  }
}

export const backup: Resource<Backup> = {
  collection: 'backups',
  newestFirst: true,
  hidden: [
    'created_from_operation_id',
    'copied_from_id',
    'data_id',
    'passphrase',
    'account_id',
    'database_id',
    'database_image_id',
  ],
  computed: (backup, { store }) => ({
    aws_snapshot_id: `snap-${String(backup.id).padStart(17, '0')}`,
    database_handle: store.get('database', backup.database_id).handle,
    created_by_email: store.list('user')[0]!.email,
  }),
  links: (backup, { store }) => ({
    account: `/accounts/${backup.account_id}`,
    // The database may be deleted: clients that want it nevertheless add `with_deleted`.
    database: `/databases/${backup.database_id}`,
    database_image: `/database_images/${backup.database_image_id}`,
    copied_from:
      store.find('backup', backup.copied_from_id ?? 0) === undefined ? undefined : `/backups/${backup.copied_from_id}`,
    // The operation that made a final backup went with its database.
    created_from_operation:
      store.find('operation', backup.created_from_operation_id ?? 0) === undefined
        ? undefined
        : `/operations/${backup.created_from_operation_id}`,
    copies: `/backups/${backup.id}/copies`,
    operations: `/backups/${backup.id}/operations`,
  }),
  embedded: (backup, { store }) => ({
    copied_from: {
      kind: 'backup',
      show: store.find('backup', backup.copied_from_id ?? 0) ?? null,
    },
  }),
  // Named last, since the removal of a database may make one.
  inEnvironment: { onDeletion: { blocked: 'backups, to be purged first', isNamedLast: true }, page: null },
  routes: [
    { method: 'GET', path: '/backups', handle: (call) => listBackups(call, {}) },
    item('/backups/{id}', 'backup'),
    {
      method: 'GET',
      path: '/accounts/{account_id}/backups',
      handle: (call) => listBackups(call, { account_id: call.find('account', 'account_id').id }),
    },
    {
      method: 'GET',
      path: '/databases/{database_id}/backups',
      handle: (call) =>
        listBackups(call, { database_id: call.find('database', 'database_id', { withDeleted: true }).id }),
    },
    nestedBy('/backups/{backup_id}/copies', 'backup', 'backup', ({ id }) => ({ copied_from_id: id })),
  ],
  operations: {
    restore: {
      check: (backup, fields, platform) => refuseIf(copyProblems(backup, fields, platform)),
      run: (backup, operation, platform, _log, signal) => {
        const source = platform.store.get('database', backup.database_id);
        const disk_size = operation.disk_size || backup.size;
        return copyAndProvision(
          { ...source, database_image_id: backup.database_image_id },
          { ...operation, disk_size },
          platform,
          { restored_from_backup_id: backup.id, passphrase: backup.passphrase ?? source.passphrase },
          signal,
        );
      },
    },
    copy: {
      check: (_backup, { destination_region }) => {
        refuseIf([!destination_region && "destination_region can't be blank"]);
      },
      run: (
        { id, created_at: _created, updated_at: _updated, deleted_at: _deleted, ...backup },
        operation,
        { store },
      ) => {
        store.insert('backup', {
          ...backup,
          aws_region: operation.destination_region!,
          created_from_operation_id: operation.id,
          copied_from_id: id,
        });
      },
    },
    purge: {
      removes: true,
      run: async (backup, _operation, { store, databases }) => {
        const holders = store.list('backup', { data_id: backup.data_id });
        const others = holders.filter((each) => each.id !== backup.id && each.copied_from_id !== backup.id);
        if (databases !== 'none' && others.length === 0) await databases.removeBackup(backup.data_id);
        for (const each of store.list('backup', { copied_from_id: backup.id })) store.remove('backup', each.id);
      },
    },
  } satisfies Record<string, OperationRule<Backup>>,
};

function listBackups(call: Call, where: Partial<Backup>): ReturnType<typeof showAll> {
  const { store } = call.platform;
  const orphaned = call.query.get('orphaned') === 'true';
  const backups = store
    .list('backup', where, { withDeleted: call.withDeleted })
    .filter((each) => !orphaned || store.find('database', each.database_id) === undefined);
  return showAll('backup', backups);
}
