import { renderLinks } from '../hal';
import type { Resource, Route } from '../platform';
import type { Stored } from '../store';

/** A time by which an app or a database has to be restarted. Only tests and demonstrations make one. */
export interface Maintenance extends Stored {
  readonly resource_kind: 'app' | 'database';
  readonly resource_id: number;
  readonly starts_at: string;
  readonly ends_at: string;
}

declare module '../store' {
  interface Records {
    maintenance: Maintenance;
  }
}

export const maintenance: Resource<Maintenance> = {
  collection: 'maintenances',
  routes: [listMaintenances('app'), listMaintenances('database')],
};

function listMaintenances(kind: 'app' | 'database'): Route {
  return {
    method: 'GET',
    path: `/maintenances/${kind}s`,
    handle: ({ platform: { store }, origin }) => {
      const shown = store
        .list('maintenance', {})
        .filter((each) => each.resource_kind === kind)
        .flatMap((each) => {
          const resource = store.find(kind, each.resource_id);
          if (resource === undefined) return [];
          const { id, handle, status, account_id, created_at, updated_at } = resource;
          return [
            {
              id,
              handle,
              status,
              account_id,
              created_at,
              updated_at,
              maintenance_deadline: [each.starts_at, each.ends_at],
              _type: kind,
              _links: renderLinks(origin, { self: `/${kind}s/${id}`, account: `/accounts/${account_id}` }),
            },
          ];
        });
      return {
        status: 200,
        json: {
          _embedded: { [`${kind}s`]: shown },
          _links: renderLinks(origin, { self: `/maintenances/${kind}s` }),
          current_page: 1,
          per_page: Math.max(40, shown.length),
          total_count: shown.length,
        },
      };
    },
  };
}
