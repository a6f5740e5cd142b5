import { bool, nullable, read, reference, text } from '../fields';
import { containerSize, diskSizeGb, handle, orZero } from '../limits';
import type { Call, PageRow, Platform, Resource } from '../platform';
import { refuseIf } from '../refusals';
import { all, change, created, item, nested, nestedBy, nothing, post, remove, show } from '../routes';
import type { Stored } from '../store';
import { engines } from './database-engines';
import { databaseOperations } from './database-operations';
import { backupSwitches, defaultBackupSwitches, newDatabase, recoveryProblems } from './database-record';
import { findByHandle, handleProblem } from './handle';
import { endpointsOnPage } from './vhost';

export interface Database extends Stored {
  readonly handle: string;
  readonly type: string;
  readonly status: string;
  readonly passphrase: string;
  readonly connection_url: string | null;
  readonly port_mapping: readonly (readonly [number, number])[];
  readonly initial_disk_size: number | null;
  readonly initial_container_size: number | null;
  readonly current_kms_arn: string | null;
  readonly enable_backups: boolean;
  readonly enable_pitr: boolean;
  readonly account_id: number;
  readonly database_image_id: number;
  readonly service_id: number | null;
  readonly disk_id: number | null;
  /** The replica's primary. */
  readonly initialize_from_id: number | null;
  readonly restored_from_backup_id: number | null;
  /** The database whose data it began with, unless it is a replica or was restored from a backup. */
  readonly copy_of_id: number | null;
  readonly logical_replica: boolean;
  readonly current_configuration_id: number | null;
}

declare module '../store' {
  interface Records {
    database: Database;
  }
}

export const database: Resource<Database> = {
  collection: 'databases',
  hidden: [
    'account_id',
    'database_image_id',
    'service_id',
    'disk_id',
    'initialize_from_id',
    'restored_from_backup_id',
    'copy_of_id',
    'current_configuration_id',
  ],
  sensitive: ['passphrase', 'connection_url'],
  computed: (database, { store }) => {
    const image = store.get('database_image', database.database_image_id);
    return {
      provisioned: database.status === 'provisioned',
      docker_repo: image.docker_repo,
      pitr_bucket: null,
      oldest_pitr_time: null,
      pitr_status: image.pitr_supported ? 'supported' : 'unsupported',
      deleted_at: database.deleted_at,
    };
  },
  links: (database, { store }) => ({
    account: `/accounts/${database.account_id}`,
    database_image: `/database_images/${database.database_image_id}`,
    service: database.service_id === null ? undefined : `/services/${database.service_id}`,
    disk: database.disk_id === null ? undefined : `/disks/${database.disk_id}`,
    initialize_from: database.initialize_from_id === null ? undefined : `/databases/${database.initialize_from_id}`,
    restored_from_backup:
      store.find('backup', database.restored_from_backup_id ?? 0) === undefined
        ? undefined
        : `/backups/${database.restored_from_backup_id}`,
    current_configuration:
      database.current_configuration_id === null ? undefined : `/configurations/${database.current_configuration_id}`,
    ...Object.fromEntries(children.map((child) => [child, `/databases/${database.id}/${child}`])),
  }),
  embedded: (database, { store }) => ({
    last_operation: { kind: 'operation', show: store.list('operation', { resource_id: database.id }).at(-1) ?? null },
    disk: { kind: 'disk', show: database.disk_id === null ? null : store.get('disk', database.disk_id) },
    database_credentials: {
      kind: 'database_credential',
      show: store.list('database_credential', { database_id: database.id }),
    },
  }),
  inEnvironment: {
    onDeletion: { blocked: 'databases' },
    page: { section: 'Databases', row },
  },
  routes: [
    all('/databases', 'database'),
    item('/databases/{id}', 'database'),
    nested('/accounts/{account_id}/databases', 'database', 'account'),
    nestedBy('/databases/{database_id}/dependents', 'database', 'database', ({ id }) => ({ initialize_from_id: id })),
    findByHandle('database'),
    post('/accounts/{account_id}/databases', create),
    ...change('/databases/{id}', (call) => {
      const database = call.find('database');
      const fields = read(call.body, {
        handle,
        enable_backups: bool,
        initial_disk_size: diskSizeGb,
        current_kms_arn: nullable(text),
      });
      refuseIf([
        handleProblem(call.platform, 'database', fields.handle, { account_id: database.account_id }, database.id),
        ...recoveryProblems({ ...database, ...fields }, call.platform),
      ]);
      return show('database', call.platform.store.update('database', database.id, fields));
    }),
    remove('/databases/{id}', (call) => {
      const database = call.find('database');
      refuseIf([
        database.status !== 'pending' && 'a database that was provisioned is removed by a deprovision operation',
      ]);
      call.platform.store.remove('database', database.id);
      return nothing;
    }),
    post('/databases/{id}/unlink', (call) => {
      const database = call.find('database');
      return show('database', call.platform.store.update('database', database.id, { initialize_from_id: null }));
    }),
  ],
  operations: databaseOperations,
};

const children = [
  'dependents',
  'operations',
  'backups',
  'configurations',
  'database_credentials',
  'settings',
  'vhosts',
];

function row(database: Database, platform: Platform): PageRow {
  const { store } = platform;
  const { id, handle, status, type, disk_id: diskId, initialize_from_id: primaryId } = database;
  const { version } = store.get('database_image', database.database_image_id);
  const size = diskId === null ? [] : [`${store.get('disk', diskId).size} GB`];
  const replica = primaryId === null ? [] : [`replica of ${store.get('database', primaryId).handle}`];
  return {
    id,
    handle,
    status,
    lines: [[`${type} ${version}`, ...size, ...replica].join(', ')],
    endpoints: endpointsOnPage(platform, { database_id: id }),
    hasCredentials: status === 'provisioned',
  };
}

function create(call: Call): ReturnType<typeof created> {
  const { store } = call.platform;
  const account = call.find('account', 'account_id');
  const fields = read(
    call.body,
    {
      handle,
      type: text,
      database_image: reference,
      database_image_id: reference,
      initial_disk_size: orZero(diskSizeGb),
      initial_container_size: orZero(containerSize),
      initialize_from: reference,
      current_kms_arn: nullable(text),
      enable_backups: bool,
      enable_pitr: bool,
    },
    ['handle', 'type'],
  );
  const images = store.list('database_image', {});
  const imageId = fields.database_image_id ?? fields.database_image;
  const image =
    imageId === undefined
      ? images.find((each) => each.type === fields.type && each.default)
      : images.find((each) => each.id === imageId);
  const primary = fields.initialize_from === undefined ? undefined : store.find('database', fields.initialize_from);
  const switches = backupSwitches(defaultBackupSwitches, fields);
  refuseIf([
    fields.initialize_from !== undefined &&
      primary?.type !== fields.type &&
      `initialize_from ${fields.initialize_from} is not a ${fields.type} database`,
    !Object.hasOwn(engines, fields.type) && `type is not one of ${Object.keys(engines).join(', ')}`,
    imageId !== undefined && image === undefined && `database_image_id ${imageId} does not exist`,
    image !== undefined && image.type !== fields.type && `database_image_id ${image.id} is of type ${image.type}`,
    handleProblem(call.platform, 'database', fields.handle, { account_id: account.id }),
    ...(image === undefined
      ? []
      : recoveryProblems({ ...switches, account_id: account.id, database_image_id: image.id }, call.platform)),
  ]);
  const database = newDatabase(call.platform, {
    handle: fields.handle,
    type: fields.type,
    initial_disk_size: fields.initial_disk_size || null,
    initial_container_size: fields.initial_container_size || null,
    current_kms_arn: fields.current_kms_arn ?? null,
    ...switches,
    initialize_from_id: primary?.id ?? null,
    passphrase: primary?.passphrase,
    account_id: account.id,
    database_image_id: image!.id,
  });
  return created('database', database);
}
