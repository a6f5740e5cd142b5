import { createHmac, randomBytes } from 'node:crypto';
import { bool, filledText, integer, nullable, read, reference, text, textMap, type RawFields } from '../fields';
import { containerCount, containerProfile, containerSize, diskSizeGb, orZero, provisionedIops } from '../limits';
import { isPending, type OperationFields } from '../operations';
import { pathOf, type Call, type Platform, type Resource, type Route } from '../platform';
import { notFound, Refusal, unprocessable } from '../refusals';
import { created, item, post, show, showAll } from '../routes';
import type { Kind, Stored } from '../store';

export interface Operation extends Stored {
  readonly type: string;
  readonly status: 'queued' | 'running' | 'succeeded' | 'failed';
  readonly cancelled: boolean;
  readonly aborted: boolean;
  readonly git_ref: string | null;
  readonly docker_ref: string | null;
  readonly env: Readonly<Record<string, string>> | null;
  readonly container_size: number | null;
  readonly container_count: number | null;
  readonly disk_size: number;
  readonly command: string | null;
  readonly handle: string | null;
  readonly certificate: string | null;
  readonly private_key: string | null;
  readonly user_name: string;
  readonly user_email: string;
  readonly destination_region: string | null;
  readonly interactive: boolean | null;
  readonly instance_profile: string | null;
  readonly provisioned_iops: number | null;
  readonly ebs_volume_type: string | null;
  readonly mount_point: string | null;
  readonly daily: number | null;
  readonly monthly: number | null;
  readonly yearly: number | null;
  readonly pitr_days: number | null;
  readonly make_copy: boolean | null;
  readonly keep_final: boolean | null;
  readonly enable_backups: boolean | null;
  readonly enable_pitr: boolean | null;
  readonly recovery_target_type: string | null;
  readonly recovery_target: string | null;
  readonly automated: boolean;
  readonly settings: Readonly<Record<string, string>>;
  readonly sensitive_settings: Readonly<Record<string, string>>;

  readonly resource_kind: Kind;
  readonly resource_id: number;
  readonly account_id: number;
  readonly destination_account_id: number | null;
  /** The key that encrypts the disk of a copied database. */
  readonly key_arn: string | null;
  readonly log: readonly string[];
  /** The number of polls after which it is done; null where polls do not count. */
  readonly polls_left: number | null;
  /** The time at which it is done; null where it takes no known time. */
  readonly due_at: string | null;
}

declare module '../store' {
  interface Records {
    operation: Operation;
  }
}

export const operation: Resource<Operation> = {
  collection: 'operations',
  newestFirst: true,
  hidden: [
    'resource_kind',
    'resource_id',
    'account_id',
    'destination_account_id',
    'key_arn',
    'log',
    'polls_left',
    'due_at',
  ],
  sensitive: ['env', 'private_key', 'sensitive_settings'],
  links: (operation, platform) => ({
    resource: pathOf(platform, operation.resource_kind, operation.resource_id),
    account: `/accounts/${operation.account_id}`,
    destination_account:
      operation.destination_account_id === null ? undefined : `/accounts/${operation.destination_account_id}`,
    user: `/users/${platform.store.list('user')[0]!.uuid}`,
    logs: `/operations/${operation.id}/logs`,
    ssh_portal_connections: `/operations/${operation.id}/ssh_portal_connections`,
    ephemeral_sessions: `/operations/${operation.id}/ephemeral_sessions`,
  }),
  inEnvironment: { onDeletion: 'removed', page: null },
  routes: [
    item('/operations/{id}', 'operation'),
    ...(['PUT', 'PATCH'] as const).map((method): Route => ({ method, path: '/operations/{id}', handle: cancel })),
    {
      method: 'GET',
      path: '/operations/{id}/logs',
      handle: (call) => {
        const operation = call.find('operation');
        if (isPending(operation)) throw notFound('The logs are there when the operation has ended');
        return { status: 200, text: `${call.origin}/operation_logs/${operation.id}?signature=${signature(operation)}` };
      },
    },
    {
      method: 'GET',
      path: '/operation_logs/{id}',
      open: true,
      handle: (call) => {
        const operation = call.find('operation');
        if (call.query.get('signature') !== signature(operation)) {
          throw new Refusal(403, 'forbidden', 'The signature is not valid');
        }
        return { status: 200, text: `${operation.log.join('\n')}\n` };
      },
    },
    {
      method: 'GET',
      path: '/accounts/{account_id}/operations',
      handle: (call) => {
        const { id } = call.find('account', 'account_id');
        return showAll('operation', filtered(call, call.platform.store.list('operation', { account_id: id })), {
          account: `/accounts/${id}`,
        });
      },
    },
    {
      method: 'GET',
      path: '/organizations/{organization_id}/operations',
      handle: (call) => showAll('operation', filtered(call, call.platform.store.list('operation'))),
    },
  ],
};

function cancel(call: Call): ReturnType<typeof show> {
  const operation = call.find('operation');
  const { cancelled } = read(call.body, { cancelled: bool });
  if (cancelled !== true) return show('operation', operation);
  if (!isPending(operation)) throw unprocessable('The operation has already ended.');
  const { store, operations } = call.platform;
  store.update('operation', operation.id, { cancelled: true });
  operations.cancel(operation.id);
  return show('operation', store.get('operation', operation.id));
}

/** `GET` and `POST /apps/{app_id}/operations`, for each kind that has operations. */
export function operationRoutes(kind: Kind, { collection }: { readonly collection: string }): Route[] {
  const path = `/${collection}/{${kind}_id}/operations`;
  const create = post(path, (call) => {
    const resource: Owned = call.find(kind, `${kind}_id`);
    const fields = operationFields(call.platform, kind, resource, call.body);
    const finished = call.body['status'] === 'succeeded';
    return created('operation', call.platform.operations.enqueue(kind, resource, fields, finished));
  });
  // The list of an environment has another route: it holds the operations of all that is in the environment.
  return kind === 'account'
    ? [create]
    : [{ method: 'GET', path, handle: (call) => listOperations(call, kind) }, create];
}

function listOperations(call: Call, kind: Kind): ReturnType<typeof showAll> {
  const { id } = call.find(kind, `${kind}_id`);
  const services = call.query.get('with_services') === 'true' ? servicesOf(call.platform, kind, id) : [];
  const operations = [id, ...services].flatMap((each) => call.platform.store.list('operation', { resource_id: each }));
  operations.sort((a, b) => a.id - b.id);
  return showAll('operation', filtered(call, operations), { [kind]: pathOf(call.platform, kind, id) });
}

function servicesOf({ store }: Platform, kind: Kind, id: number): number[] {
  if (kind === 'app') return store.list('service', { app_id: id }).map((each) => each.id);
  if (kind === 'database') return store.list('service', { database_id: id }).map((each) => each.id);
  return [];
}

/** Filters by the query, as the dashboard does: `?type=deploy&status=queued&resource_type=app`. */
function filtered({ query }: Call, operations: readonly Operation[]): Operation[] {
  const wanted = { type: query.get('type'), status: query.get('status'), resource_kind: query.get('resource_type') };
  return operations.filter((each) =>
    (Object.keys(wanted) as (keyof typeof wanted)[]).every((name) => [null, each[name]].includes(wanted[name])),
  );
}

/** Reads the fields of an operation: a client's, or those that the platform itself starts one with. */
export function operationFields(platform: Platform, kind: Kind, resource: Owned, raw: RawFields): OperationFields {
  const fields = read(raw, reader, ['type']);
  const user = platform.store.list('user')[0]!;
  const { destination_account: named, destination_account_id: byId, ...rest } = fields;
  const destination = byId ?? named ?? null;
  if (destination !== null && platform.store.find('account', destination) === undefined) {
    throw unprocessable(`destination_account ${destination} does not exist.`);
  }
  return {
    ...blank,
    ...rest,
    // Clients that cannot leave a number out send 0 for none.
    container_size: fields.container_size === 0 ? null : (fields.container_size ?? null),
    provisioned_iops: fields.provisioned_iops === 0 ? null : (fields.provisioned_iops ?? null),
    user_name: user.name,
    user_email: user.email,
    resource_kind: kind,
    resource_id: resource.id,
    account_id: kind === 'account' ? resource.id : accountOf(platform, resource),
    destination_account_id: destination,
  };
}

/** A record that has operations: an environment, or one that belongs to an environment, an app or a database. */
type Owned = Stored & Partial<Record<'account_id' | 'app_id' | 'database_id', number | null>>;

function accountOf({ store }: Platform, { account_id, app_id, database_id }: Owned): number {
  if (typeof account_id === 'number') return account_id;
  const owner = typeof app_id === 'number' ? store.get('app', app_id) : store.get('database', database_id!);
  return owner.account_id;
}

const reader = {
  type: filledText,
  git_ref: nullable(text),
  docker_ref: nullable(text),
  env: nullable(textMap),
  container_size: orZero(containerSize),
  container_count: nullable(containerCount),
  disk_size: orZero(diskSizeGb),
  command: nullable(text),
  handle: nullable(text),
  certificate: nullable(text),
  private_key: nullable(text),
  destination_region: nullable(text),
  destination_account: reference,
  destination_account_id: reference,
  key_arn: nullable(text),
  interactive: nullable(bool),
  automated: bool,
  instance_profile: nullable(containerProfile),
  provisioned_iops: provisionedIops,
  ebs_volume_type: nullable(text),
  recovery_target_type: nullable(text),
  recovery_target: nullable(text),
  daily: nullable(integer(1)),
  monthly: nullable(integer(0)),
  yearly: nullable(integer(0)),
  pitr_days: nullable(integer(0)),
  make_copy: nullable(bool),
  keep_final: nullable(bool),
  enable_backups: nullable(bool),
  enable_pitr: nullable(bool),
  settings: textMap,
  sensitive_settings: textMap,
};

const blank = {
  cancelled: false,
  aborted: false,
  git_ref: null,
  docker_ref: null,
  env: null,
  container_size: null,
  container_count: null,
  disk_size: 0,
  command: null,
  handle: null,
  certificate: null,
  private_key: null,
  destination_region: null,
  interactive: null,
  instance_profile: null,
  provisioned_iops: null,
  ebs_volume_type: null,
  mount_point: null,
  daily: null,
  monthly: null,
  yearly: null,
  pitr_days: null,
  make_copy: null,
  keep_final: null,
  enable_backups: null,
  enable_pitr: null,
  recovery_target_type: null,
  recovery_target: null,
  automated: false,
  settings: {},
  sensitive_settings: {},
  key_arn: null,
  log: [],
  polls_left: null,
  due_at: null,
};

const signingKey = randomBytes(32);

function signature(operation: Operation): string {
  return createHmac('sha256', signingKey).update(String(operation.id)).digest('hex');
}
