import { read, textMap } from '../fields';
import { pathOf, type Platform, type Resource, type Route } from '../platform';
import { refuseIf } from '../refusals';
import { created, item, nestedBy, nothing, post, remove } from '../routes';
import type { Stored } from '../store';

/** The variables of an app or a database at one time. A configuration is never changed: a new one replaces it. */
export interface Configuration extends Stored {
  readonly env: Readonly<Record<string, string>>;
  readonly resource_kind: 'app' | 'database';
  readonly resource_id: number;
}

declare module '../store' {
  interface Records {
    configuration: Configuration;
  }
}

export const configuration: Resource<Configuration> = {
  collection: 'configurations',
  newestFirst: true,
  hidden: ['resource_kind', 'resource_id'],
  sensitive: ['env'],
  links: (configuration, platform) => ({
    resource: pathOf(platform, configuration.resource_kind, configuration.resource_id),
  }),
  routes: [
    item('/configurations/{id}', 'configuration'),
    ...configurationRoutes('app'),
    ...configurationRoutes('database'),
    remove('/configurations/{id}', (call) => {
      const configuration = call.find('configuration');
      const resource = call.platform.store.get(configuration.resource_kind, configuration.resource_id);
      refuseIf([resource.current_configuration_id === configuration.id && 'the configuration is in use']);
      call.platform.store.remove('configuration', configuration.id);
      return nothing;
    }),
  ],
};

function configurationRoutes(kind: 'app' | 'database'): Route[] {
  const path = `/${kind}s/{${kind}_id}/configurations`;
  return [
    nestedBy(path, 'configuration', kind, ({ id }) => ({ resource_id: id })),
    post(path, (call) => {
      const resource = call.find(kind, `${kind}_id`);
      const { env } = read(call.body, { env: textMap }, ['env']);
      const fields = { env: merged({}, env), resource_kind: kind, resource_id: resource.id };
      return created('configuration', call.platform.store.insert('configuration', fields));
    }),
  ];
}

/** Keeps the variables of an app or a database with these changes. Undefined without changes. */
export function newConfiguration(
  { store }: Platform,
  resource: { readonly id: number; readonly current_configuration_id: number | null },
  changes: Readonly<Record<string, string>> | null,
  kind: 'app' | 'database' = 'app',
): Configuration | undefined {
  if (changes === null || Object.keys(changes).length === 0) return undefined;
  const { id, current_configuration_id: currentId } = resource;
  const current = currentId === null ? {} : store.get('configuration', currentId).env;
  return store.insert('configuration', { env: merged(current, changes), resource_kind: kind, resource_id: id });
}

/** Merges changes into what is there: an empty value removes its name. */
export function merged(
  current: Readonly<Record<string, string>>,
  changes: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries({ ...current, ...changes }).filter(([, value]) => value !== ''));
}
