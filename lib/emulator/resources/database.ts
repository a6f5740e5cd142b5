import { randomInt } from 'node:crypto';
import { bool, nullable, read, reference, text } from '../fields';
import { baselineIops, containerProblem, containerSize, diskSizeGb, handle, iopsProblem, orZero } from '../limits';
import { OperationFailure, type OperationFields, type OperationRule } from '../operations';
import type { Call, Platform, Resource } from '../platform';
import { refuseIf } from '../refusals';
import { all, change, created, item, nested, nestedBy, nothing, post, remove, show } from '../routes';
import type { Store, Stored } from '../store';
import type { DatabaseServer, DatabaseServerRequest } from '../databases';
import { currentPolicy } from './backup-retention-policy';
import { configured } from './configuration';
import { engines, portsOf, type Address } from './database-engines';
import { findByHandle } from './find';
import { ensureTailDrain } from './log-drain';
import { operationFields, type Operation } from './operation';
import { newService, removeService } from './service';
import { internalDomain } from './stack';

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
  /** The primary of a replica. */
  readonly initialize_from_id: number | null;
  readonly restored_from_backup_id: number | null;
  /** The database whose data it began with, where it is neither a replica nor restored from a backup. */
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
        handleProblem(call.platform, database.account_id, fields.handle, database.id),
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
  operations: {
    provision: {
      check: (database, fields, platform) => {
        refuseIf([
          database.status === 'provisioned' && 'the database is provisioned already',
          ...sizeProblems(database, fields, platform),
        ]);
      },
      start: ({ id }, _operation, { store }) => void store.update('database', id, { status: 'provisioning' }),
      run: provision,
      fail: ({ id }, _operation, { store }) => void store.update('database', id, { status: 'provision_failed' }),
    },
    restart: {
      check: (database, fields, platform) => refuseIf(sizeProblems(database, fields, platform)),
      run: resize,
    },
    restart_recreate: { run: resize },
    modify: { check: (database, fields, platform) => refuseIf(sizeProblems(database, fields, platform)), run: resize },
    reload: { run: (database) => void provisioned(database) },
    backup: {
      run: (database, operation, platform) =>
        backUp(platform, provisioned(database), { manual: true, operationId: operation.id }),
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
        copy(database, operation, platform, { initialize_from_id: database.id, passphrase });
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
        copy(provisioned(database), operation, platform, {
          initialize_from_id: database.id,
          copy_of_id: database.id,
          logical_replica: true,
          database_image_id: imageByRepository(platform, operation.docker_ref)!.id,
        });
      },
    },
    clone: {
      check: (database, fields, platform) => refuseIf(copyProblems(database, fields, platform)),
      run: (database, operation, platform) => {
        const { disk_id } = provisioned(database);
        const disk_size = operation.disk_size || platform.store.get('disk', disk_id!).size;
        return copyWhole(database, { ...operation, disk_size }, platform, { copy_of_id: database.id });
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
      run: (database, { handle }, { store }) => {
        const { id, account_id, type, database_image_id, initial_container_size, disk_id } = provisioned(database);
        store.insert('database', {
          ...blank,
          handle: handle!,
          type,
          database_image_id,
          initial_container_size,
          initial_disk_size: store.get('disk', disk_id!).size,
          copy_of_id: id,
          passphrase: newPassword(),
          account_id,
        });
      },
    },
    configure_backup_policy: {
      check: (database, fields, platform) =>
        refuseIf(recoveryProblems({ ...database, ...switches(database, fields) }, platform)),
      run: (database, operation, { store }) =>
        void store.update('database', database.id, switches(database, operation)),
    },
    deprovision: {
      removes: true,
      start: ({ id }, _operation, { store }) => void store.update('database', id, { status: 'deprovisioning' }),
      run: deprovision,
      fail: ({ id }, _operation, { store }) => void store.update('database', id, { status: 'deprovision_failed' }),
    },
    logs: { mayBeFinished: true },
    evacuate: { run: (database) => void provisioned(database) },
    poll: {},
    recover: { run: (database) => void provisioned(database) },
    recover_recreate: { run: (database) => void provisioned(database) },
    configure: {
      run: (database, operation, platform) => {
        const made = configured(platform, database, operation.env, 'database');
        if (made !== undefined) platform.store.update('database', database.id, { current_configuration_id: made.id });
      },
    },
  } satisfies Record<string, OperationRule<Database>>,
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

const blank = {
  status: 'pending',
  connection_url: null,
  port_mapping: [],
  initial_disk_size: null,
  initial_container_size: null,
  current_kms_arn: null,
  enable_backups: true,
  enable_pitr: false,
  service_id: null,
  disk_id: null,
  initialize_from_id: null,
  restored_from_backup_id: null,
  copy_of_id: null,
  logical_replica: false,
  current_configuration_id: null,
};

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
  refuseIf([
    fields.initialize_from !== undefined &&
      primary?.type !== fields.type &&
      `initialize_from ${fields.initialize_from} is not a ${fields.type} database`,
    !Object.hasOwn(engines, fields.type) && `type is not one of ${Object.keys(engines).join(', ')}`,
    imageId !== undefined && image === undefined && `database_image_id ${imageId} does not exist`,
    image !== undefined && image.type !== fields.type && `database_image_id ${image.id} is of type ${image.type}`,
    handleProblem(call.platform, account.id, fields.handle),
    ...(image === undefined
      ? []
      : recoveryProblems(
          { ...switches(blank, fields), account_id: account.id, database_image_id: image.id },
          call.platform,
        )),
  ]);
  return created(
    'database',
    store.insert('database', {
      ...blank,
      handle: fields.handle,
      type: fields.type,
      initial_disk_size: fields.initial_disk_size || null,
      initial_container_size: fields.initial_container_size || null,
      current_kms_arn: fields.current_kms_arn ?? null,
      ...switches(blank, fields),
      initialize_from_id: primary?.id ?? null,
      passphrase: primary?.passphrase ?? newPassword(),
      account_id: account.id,
      database_image_id: image!.id,
    }),
  );
}

async function provision(
  database: Database,
  operation: Operation,
  platform: Platform,
  log: (line: string) => void,
): Promise<void> {
  const image = platform.store.get('database_image', database.database_image_id);
  const address = await serve(database, image.version, platform, log);
  const { store } = platform;
  const account = store.get('account', database.account_id);
  const service = newService(platform, {
    account_id: database.account_id,
    database_id: database.id,
    process_type: database.type,
    container_count: 1,
    container_memory_limit_mb: operation.container_size ?? database.initial_container_size ?? 1024,
    instance_class: operation.instance_profile ?? 'm',
  });
  const disk = store.insert('disk', {
    handle: `${database.handle}-disk`,
    ebs_volume_type: operation.ebs_volume_type ?? 'gp3',
    size: operation.disk_size || database.initial_disk_size || 10,
    provisioned_iops: operation.provisioned_iops ?? baselineIops,
    current_kms_arn: database.current_kms_arn,
    availability_zone: `${store.get('stack', account.stack_id).region}a`,
    passphrase: newPassword(),
    account_id: database.account_id,
    database_id: database.id,
  });
  store.update('database', database.id, { status: 'provisioned', service_id: service.id, disk_id: disk.id });
  addressed(platform, database, image.version, address);
  ensureTailDrain(platform, database.account_id);
}

/** Keeps where it answers, in its credentials too. */
function addressed({ store }: Platform, database: Database, version: string, address: Address): void {
  const credentials = engines[database.type]!.credentials(address, database.passphrase, version);
  const former = store.list('database_credential', { database_id: database.id });
  for (const [index, { type, url }] of credentials.entries()) {
    const same = former.find((each) => each.type === type);
    if (same !== undefined) store.update('database_credential', same.id, { connection_url: url });
    else {
      const fields = { type, connection_url: url, default: index === 0, database_id: database.id };
      store.insert('database_credential', fields);
    }
  }
  store.update('database', database.id, {
    connection_url: credentials[0]!.url,
    port_mapping: address.ports.map(({ mapped, native }) => [mapped, native] as const),
  });
}

/** Where the database answers: its server, or a well-formed address where nothing does. */
async function serve(
  database: Database,
  version: string,
  platform: Platform,
  log: (line: string) => void,
): Promise<Address> {
  const native = portsOf(database.type, version);
  const server = await started(database, version, platform).catch((error: unknown) => {
    throw new OperationFailure(`The server did not start: ${error instanceof Error ? error.message : String(error)}`);
  });
  if (server !== undefined) {
    log(`A ${database.type} server of version ${server.version} answers at ${server.host}:${server.port}.`);
    return addressOf(server);
  }
  if (platform.databases !== 'none') {
    platform.report(
      `Nothing answers yet at the URL of the database ${database.handle}: the local platform has no ${database.type} server.`,
    );
  }
  const { name } = platform.store.get('stack', platform.store.get('account', database.account_id).stack_id);
  const first = randomInt(20000, 60000);
  return {
    host: `db-${name}-${database.id}.${internalDomain}`,
    ports: native.map((port, index) => ({ mapped: first + index, native: port })),
  };
}

async function started(
  database: Database,
  version: string,
  { databases, store }: Platform,
): Promise<DatabaseServer | undefined> {
  if (databases === 'none') return undefined;
  const [port, endpointPort] = database.port_mapping[0] ?? [];
  const { id, type, passphrase: password } = database;
  const from = originOf(database, store);
  return databases.start({ id, type, version, username: 'aptible', password, name: 'db', port, endpointPort, from });
}

function originOf(database: Database, store: Store): DatabaseServerRequest['from'] {
  const { copy_of_id: copyOf, initialize_from_id: replicaOf, restored_from_backup_id: backupId } = database;
  if (backupId !== null) return { backup: store.get('backup', backupId).data_id };
  if (copyOf !== null) return { copyOf };
  return replicaOf === null ? undefined : { replicaOf };
}

/** Clients find the endpoint's port as the engine's own: the second one of the pair. */
function addressOf({ host, port, endpointPort }: DatabaseServer): Address {
  return { host, ports: [{ mapped: port, native: endpointPort }] };
}

/** Starts the servers of what was kept, primaries first, and keeps their addresses where they had to change. */
export async function resumeDatabases(platform: Platform): Promise<void> {
  const { store } = platform;
  const existing = store.list('database').filter((each) => each.service_id !== null);
  const replicas = existing.filter((each) => each.initialize_from_id !== null);
  for (const group of [existing.filter((each) => !replicas.includes(each)), replicas]) {
    await Promise.all(group.map(resumed));
  }

  async function resumed(database: Database): Promise<void> {
    const { version } = store.get('database_image', database.database_image_id);
    try {
      const server = await started(database, version, platform);
      if (server === undefined) return;
      addressed(platform, database, version, addressOf(server));
      const isOpen = store
        .list('vhost', { service_id: database.service_id! })
        .some((vhost) => vhost.status === 'provisioned');
      if (isOpen) await openEndpoint(platform, database);
    } catch (error) {
      // Everything else can still be used, and this database once its reason is gone.
      platform.report(
        `The database ${database.handle} does not answer: ${error instanceof Error ? error.message : String(error)}`,
      );
    }
  }
}

/** @returns The host of the endpoint, when there is a server for it to lead to. */
export async function openEndpoint(platform: Platform, { id }: Database): Promise<string | undefined> {
  const { store, databases } = platform;
  const port = databases === 'none' ? undefined : await databases.openEndpoint(id);
  if (port === undefined) return undefined;
  const [[mapped] = []] = store.get('database', id).port_mapping;
  store.update('database', id, { port_mapping: [[mapped!, port]] });
  return 'localhost';
}

async function deprovision(database: Database, operation: Operation, platform: Platform): Promise<void> {
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
    await backUp(platform, database, { manual: false, operationId: operation.id });
  }
  if (platform.databases !== 'none') await platform.databases.remove(database.id);

  if (service !== undefined) removeService(service, platform);
  if (database.disk_id !== null) store.remove('disk', database.disk_id);
  for (const each of store.list('database_credential', { database_id: database.id })) {
    store.remove('database_credential', each.id);
  }
  store.update('database', database.id, { status: 'deprovisioned', connection_url: null });
}

async function backUp(
  { store, databases }: Platform,
  database: Database,
  { manual, operationId }: { manual: boolean; operationId: number },
): Promise<void> {
  if (databases !== 'none') await databases.backUp(database.id, operationId);
  // An operation that is taken up again after a crash may have got here before.
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
    account_id: database.account_id,
    database_id: database.id,
    database_image_id: database.database_image_id,
  });
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

/** Makes another database like this one, and queues its provision: it is there, though not ready, when this operation succeeds. */
export function copy(
  { type, database_image_id, current_kms_arn }: Copied,
  operation: Operation,
  platform: Platform,
  fields: Partial<Database>,
): Database {
  const { store, operations } = platform;
  const [handle, account_id] = [operation.handle!, operation.destination_account_id ?? operation.account_id];
  const taken = store.list('database', { handle, account_id })[0];
  if (taken !== undefined) {
    // An operation that is taken up again after a crash may have got here before.
    const isOwn = (Object.keys(fields) as (keyof Database)[]).every((name) => taken[name] === fields[name]);
    if (!isOwn) throw new OperationFailure(`The handle ${handle} has been taken meanwhile.`);
    return taken;
  }
  const made = store.insert('database', {
    ...blank,
    handle,
    type,
    current_kms_arn: operation.key_arn ?? current_kms_arn,
    passphrase: newPassword(),
    account_id,
    database_image_id,
    ...fields,
  });
  const { container_size, disk_size, instance_profile, provisioned_iops } = operation;
  const raw = { type: 'provision', container_size, disk_size, instance_profile, provisioned_iops };
  operations.enqueue('database', made, operationFields(platform, 'database', made, raw));
  operations.proceed(made.id);
  return made;
}

type Copied = Pick<Database, 'type' | 'database_image_id' | 'current_kms_arn'>;

/** The same, and provisions it: clients of a clone or a restored backup wait for nothing more. */
export async function copyWhole(
  source: Copied,
  operation: Operation,
  platform: Platform,
  fields: Partial<Database>,
): Promise<void> {
  await platform.operations.hurry(copy(source, operation, platform, fields).id);
}

export function copyProblems(
  source: { readonly account_id: number; readonly size?: number },
  fields: OperationFields,
  platform: Platform,
): (string | undefined | false)[] {
  const sizeGb = fields.disk_size || (source.size ?? 10);
  const accountId = fields.destination_account_id ?? source.account_id;
  if (fields.handle === null || fields.handle === '') return ["handle can't be blank"];
  return [
    handleFormProblem(fields.handle),
    handleProblem(platform, accountId, fields.handle),
    fields.container_size !== null && containerProblem(fields.container_size, fields.instance_profile ?? 'm'),
    source.size !== undefined &&
      sizeGb < source.size &&
      `disk_size of ${sizeGb} GB is less than the ${source.size} GB of the backup`,
    fields.provisioned_iops !== null && iopsProblem(fields.provisioned_iops, sizeGb),
  ];
}

function sizeProblems(
  database: Database,
  fields: OperationFields,
  { store }: Platform,
): (string | undefined | false)[] {
  const service = database.service_id === null ? undefined : store.get('service', database.service_id);
  const disk = database.disk_id === null ? undefined : store.get('disk', database.disk_id);
  const sizeGb = fields.disk_size || disk?.size || database.initial_disk_size || 10;
  const sizeMb = fields.container_size ?? service?.container_memory_limit_mb ?? database.initial_container_size ?? 1024;
  return [
    disk !== undefined && sizeGb < disk.size && `disk_size cannot shrink from ${disk.size} GB to ${sizeGb} GB`,
    containerProblem(sizeMb, fields.instance_profile ?? service?.instance_class ?? 'm'),
    fields.provisioned_iops !== null && iopsProblem(fields.provisioned_iops, sizeGb),
  ];
}

interface Switches {
  readonly enable_backups: boolean;
  readonly enable_pitr: boolean;
}

/** What is left out stays. */
function switches(
  { enable_backups, enable_pitr }: Switches,
  asked: { readonly [S in keyof Switches]?: boolean | null },
): Switches {
  return { enable_backups: asked.enable_backups ?? enable_backups, enable_pitr: asked.enable_pitr ?? enable_pitr };
}

function recoveryProblems(
  {
    enable_backups,
    enable_pitr,
    account_id,
    database_image_id,
  }: Switches & Pick<Database, 'account_id' | 'database_image_id'>,
  platform: Platform,
): (string | false)[] {
  if (!enable_pitr) return [];
  return [
    !enable_backups && 'enable_backups cannot be off while enable_pitr is on',
    !platform.store.get('database_image', database_image_id).pitr_supported &&
      'enable_pitr needs PostgreSQL from version 13 on',
    currentPolicy(platform, account_id)?.pitr_days === 0 &&
      'enable_pitr needs a backup retention policy with pitr_days of at least 1',
  ];
}

function provisioned(database: Database): Database {
  if (database.status !== 'provisioned') throw new OperationFailure('The database is not provisioned.');
  return database;
}

function imageByRepository({ store }: Platform, repository: string | null): { id: number; type: string } | undefined {
  return store.list('database_image').find((each) => each.docker_repo === repository);
}

function handleProblem({ store }: Platform, accountId: number, handle?: string, own?: number): string | undefined {
  const taken = store
    .list('database', { account_id: accountId })
    .some((each) => each.handle === handle && each.id !== own);
  return taken ? 'handle has already been taken' : undefined;
}

function handleFormProblem(value: string): string | undefined {
  try {
    handle(value);
    return undefined;
  } catch (error) {
    return `handle ${(error as Error).message}`;
  }
}

const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

function newPassword(): string {
  return Array.from({ length: 32 }, () => letters[randomInt(letters.length)]).join('');
}
