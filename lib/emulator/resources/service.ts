import { bool, integer, nullable, read } from '../fields';
import { renderLinks } from '../hal';
import { containerProblem } from '../limits';
import { isPending, type OperationRule } from '../operations';
import type { Platform, Resource } from '../platform';
import { refuseIf } from '../refusals';
import { all, change, item, nested, show } from '../routes';
import type { Store, Stored } from '../store';

/** A process of an app, or a database's server. A deploy or a provision makes it; no request does. */
export interface Service extends Stored {
  readonly process_type: string;
  readonly command: string;
  readonly docker_repo: string | null;
  readonly docker_ref: string | null;
  readonly container_count: number;
  readonly container_memory_limit_mb: number;
  readonly instance_class: string;
  readonly force_zero_downtime: boolean;
  readonly naive_health_check: boolean;
  readonly restart_free_scaling: boolean;
  readonly stop_timeout: number | null;
  readonly account_id: number;
  readonly app_id: number | null;
  readonly database_id: number | null;
  readonly current_release_id: number | null;
}

declare module '../store' {
  interface Records {
    service: Service;
  }
}

export const service: Resource<Service> = {
  collection: 'services',
  hidden: ['account_id', 'app_id', 'database_id', 'current_release_id'],
  computed: (service, { store }, query) => ({
    ...(query.get('include_operation_status') === 'true' && {
      'release_operation_in_progress?': isReleasing(service, store),
    }),
    handle:
      service.app_id === null
        ? store.get('database', service.database_id!).handle
        : `${store.get('app', service.app_id).handle}-${service.process_type}`,
  }),
  links: (service, { store }) => ({
    account: `/accounts/${service.account_id}`,
    app: service.app_id === null ? undefined : `/apps/${service.app_id}`,
    database: service.database_id === null ? undefined : `/databases/${service.database_id}`,
    current_release: service.current_release_id === null ? undefined : `/releases/${service.current_release_id}`,
    service_sizing_policy: policyPath(service, store),
    operations: `/services/${service.id}/operations`,
    releases: `/services/${service.id}/releases`,
    vhosts: `/services/${service.id}/vhosts`,
    settings: `/services/${service.id}/settings`,
  }),
  inEnvironment: { onDeletion: 'left', page: null },
  routes: [
    all('/services', 'service'),
    item('/services/{id}', 'service'),
    nested('/accounts/{account_id}/services', 'service', 'account'),
    nested('/apps/{app_id}/services', 'service', 'app'),
    {
      method: 'GET',
      path: '/apps/{app_id}/service_definitions',
      handle: (call) => {
        const app = call.find('app', 'app_id');
        const services = call.platform.store.list('service', { app_id: app.id });
        return {
          status: 200,
          json: {
            _embedded: {
              service_definitions: services.map(({ id, process_type, command, created_at, updated_at }) => ({
                id,
                process_type,
                command,
                created_at,
                updated_at,
                _type: 'service_definition',
                _links: renderLinks(call.origin, { app: `/apps/${app.id}` }),
              })),
            },
            _links: renderLinks(call.origin, { self: `/apps/${app.id}/service_definitions`, app: `/apps/${app.id}` }),
            current_page: 1,
            per_page: Math.max(40, services.length),
            total_count: services.length,
          },
        };
      },
    },
    ...change('/services/{id}', (call) => {
      const service = call.find('service');
      const fields = read(call.body, {
        force_zero_downtime: bool,
        naive_health_check: bool,
        restart_free_scaling: bool,
        stop_timeout: nullable(integer(1, 900)),
      });
      return show('service', call.platform.store.update('service', service.id, fields));
    }),
  ],
  operations: {
    scale: {
      check: (service, { container_size, container_count, instance_profile }) => {
        const sizeMb = container_size ?? service.container_memory_limit_mb;
        refuseIf([
          containerProblem(sizeMb, instance_profile ?? service.instance_class),
          service.database_id !== null &&
            container_count !== null &&
            container_count !== 1 &&
            'container_count of a database is always 1',
        ]);
      },
      run: (service, { container_size, container_count, instance_profile }, { store }) => {
        store.update('service', service.id, {
          container_count: container_count ?? service.container_count,
          container_memory_limit_mb: container_size ?? service.container_memory_limit_mb,
          instance_class: instance_profile ?? service.instance_class,
        });
      },
    },
  } satisfies Record<string, OperationRule<Service>>,
};

const releasing = ['deploy', 'configure', 'restart', 'rebuild', 'provision'];

/** Says whether an operation is under way that will give the service a new release. */
function isReleasing({ app_id, database_id }: Service, store: Store): boolean {
  return store
    .list('operation', { resource_id: app_id ?? database_id! })
    .some((each) => isPending(each) && releasing.includes(each.type));
}

function policyPath({ id }: Service, store: Store): string | undefined {
  const policy = store.list('service_sizing_policy', { service_id: id })[0];
  return policy && `/service_sizing_policies/${policy.id}`;
}

type NewService = Pick<
  Service,
  'account_id' | 'process_type' | 'container_count' | 'container_memory_limit_mb' | 'instance_class'
> &
  ({ readonly app_id: number } | { readonly database_id: number });

export function newService({ store }: Platform, fields: NewService): Service {
  return store.insert('service', {
    command: '',
    docker_repo: null,
    docker_ref: null,
    force_zero_downtime: false,
    naive_health_check: false,
    restart_free_scaling: false,
    stop_timeout: null,
    app_id: null,
    database_id: null,
    current_release_id: null,
    ...fields,
  });
}

/** Removes the service with its endpoints, its policy and its operations. */
export function removeService(service: Service, { store }: Platform): void {
  for (const vhost of store.list('vhost', { service_id: service.id })) {
    store.remove('vhost', vhost.id);
    for (const each of store.list('operation', { resource_id: vhost.id })) store.remove('operation', each.id);
  }
  for (const policy of store.list('service_sizing_policy', { service_id: service.id })) {
    store.remove('service_sizing_policy', policy.id);
  }
  for (const each of store.list('operation', { resource_id: service.id })) store.remove('operation', each.id);
  for (const each of store.list('release', { service_id: service.id })) store.remove('release', each.id);
  store.remove('service', service.id);
}
