/** What the page shows. It holds no secrets; the credentials of a database are a request of their own. */
import { isPending } from '../operations';
import {
  kindsInEnvironment,
  nameOf,
  type AnyResource,
  type KindInEnvironment,
  type PageRow,
  type Platform,
} from '../platform';
import type { Operation } from '../resources/operation';
import type { Records } from '../store';

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
      sections: sectionsOf(platform, account.id),
    })),
    running: pending.map((operation) => operationOf(platform, operation)),
    recent: operations
      .filter((each) => !isPending(each))
      .slice(-recentOperations)
      .reverse()
      .map((operation) => operationOf(platform, operation)),
  };
}

/** @returns undefined when there is no such database. */
export function credentialsOf({ store }: Platform, databaseId: number): object | undefined {
  if (store.find('database', databaseId) === undefined) return undefined;
  const credentials = store.list('database_credential', { database_id: databaseId });
  return { credentials: credentials.map(({ type, connection_url: url }) => ({ type, url })) };
}

/** Heading → rows. */
function sectionsOf(platform: Platform, accountId: number): Record<string, PageRow[]> {
  const sections: Record<string, PageRow[]> = {};
  for (const kind of kindsInEnvironment(platform)) addRows(sections, platform, kind, accountId);
  return sections;
}

function addRows<K extends KindInEnvironment>(
  sections: Record<string, PageRow[]>,
  platform: Platform,
  kind: K,
  accountId: number,
): void {
  const { inEnvironment }: AnyResource<Records[K]> = platform.resources[kind];
  const page = inEnvironment?.page;
  if (!page) return;
  const where: Partial<Records[KindInEnvironment]> = { account_id: accountId };
  const records = platform.store.list(kind, where as Partial<Records[K]>);
  (sections[page.section] ??= []).push(...records.map((record) => page.row(record, platform)));
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
    resource: `${kind.replace('_', ' ')} ${nameOf(platform.store.get(kind, resourceId))}`,
    /** A number from 0 to 1; null where the operation takes no known time. */
    progress: progress === null ? null : Math.min(1, Math.max(0, progress)),
    // A failed operation gives its reason in the line before the last one.
    lastLine: log.at(status === 'failed' ? -2 : -1) ?? '',
    updatedAt: updated_at,
  };
}
