/** What the page shows: no secrets, but for what is asked for by itself. */
import type { Platform } from '../platform';
import { isPending } from '../operations';
import type { Operation } from '../resources/operation';
import type { Kind } from '../store';

const recentOperations = 20;

export function pageState(platform: Platform): object {
  const { store } = platform;
  const operations = store.list('operation');
  const pending = operations.filter(isPending);
  return {
    environments: store.list('account').map((account) => ({
      id: account.id,
      handle: account.handle,
      stack: store.get('stack', account.stack_id).name,
      apps: store.list('app', { account_id: account.id }).map(({ id, handle, status }) => ({
        id,
        handle,
        status,
        services: store.list('service', { app_id: id }).map((service) => ({
          name: service.process_type,
          containers: service.container_count,
          memoryMb: service.container_memory_limit_mb,
        })),
        endpoints: endpointsOf(platform, { app_id: id }),
      })),
      databases: store.list('database', { account_id: account.id }).map((database) => ({
        id: database.id,
        handle: database.handle,
        status: database.status,
        type: database.type,
        version: store.get('database_image', database.database_image_id).version,
        diskSizeGb: database.disk_id === null ? null : store.get('disk', database.disk_id).size,
        replicaOf:
          database.initialize_from_id === null ? null : nameOf(platform, 'database', database.initialize_from_id),
        endpoints: endpointsOf(platform, { database_id: database.id }),
      })),
      drains: [
        ...store.list('log_drain', { account_id: account.id }).map((drain) => ({ ...drain, kind: 'logs' })),
        ...store.list('metric_drain', { account_id: account.id }).map((drain) => ({ ...drain, kind: 'metrics' })),
      ].map(({ id, handle, status, kind, drain_type: type }) => ({ id, handle, status, kind, type })),
    })),
    running: pending.map((operation) => operationOf(platform, operation)),
    recent: operations
      .filter((each) => !isPending(each))
      .slice(-recentOperations)
      .reverse()
      .map((operation) => operationOf(platform, operation)),
  };
}

/** Undefined when there is no such database. */
export function credentialsOf({ store }: Platform, databaseId: number): object | undefined {
  if (store.find('database', databaseId) === undefined) return undefined;
  const credentials = store.list('database_credential', { database_id: databaseId });
  return { credentials: credentials.map(({ type, connection_url: url }) => ({ type, url })) };
}

function endpointsOf(platform: Platform, owner: { app_id: number } | { database_id: number }): object[] {
  const { store, resources } = platform;
  return store.list('service', owner).flatMap((service) =>
    store.list('vhost', { service_id: service.id }).map((vhost) => ({
      id: vhost.id,
      status: vhost.status,
      type: vhost.type,
      host: resources.vhost.computed!(vhost, platform, new URLSearchParams())['virtual_domain'],
    })),
  );
}

function operationOf(platform: Platform, operation: Operation): object {
  const { id, type, status, resource_kind: kind, resource_id: resourceId, due_at: dueAt, updated_at, log } = operation;
  const now = +platform.clock.now();
  const startedMs = Date.parse(updated_at);
  const progress =
    status !== 'running' || dueAt === null ? null : (now - startedMs) / Math.max(1, Date.parse(dueAt) - startedMs);
  return {
    id,
    type,
    status,
    resource: `${kind.replace('_', ' ')} ${nameOf(platform, kind, resourceId)}`,
    /** 0 to 1; null where it takes no known time. */
    progress: progress === null ? null : Math.min(1, Math.max(0, progress)),
    // Of a failed operation the reason comes before the last line.
    lastLine: log.at(status === 'failed' ? -2 : -1) ?? '',
    updatedAt: updated_at,
  };
}

function nameOf({ store }: Platform, kind: Kind, id: number): string {
  const record = store.find(kind, id, { withDeleted: true }) as { handle?: string; process_type?: string } | undefined;
  return record?.handle ?? record?.process_type ?? String(id);
}
