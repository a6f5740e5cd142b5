import { read, textMap } from '../fields';
import { pathOf, type Platform, type Resource, type Route } from '../platform';
import { created, item, nestedBy, post } from '../routes';
import type { Stored } from '../store';
import { merged } from './configuration';

type Holder = 'app' | 'database' | 'service' | 'vhost';

/** The settings of a resource at one time. They are never changed: new ones replace them. */
export interface Setting extends Stored {
  readonly settings: Readonly<Record<string, string>>;
  readonly sensitive_settings: Readonly<Record<string, string>>;
  readonly resource_kind: Holder;
  readonly resource_id: number;
}

declare module '../store' {
  interface Records {
    setting: Setting;
  }
}

export const setting: Resource<Setting> = {
  collection: 'settings',
  newestFirst: true,
  hidden: ['resource_kind', 'resource_id'],
  sensitive: ['sensitive_settings', 'sensitive_keys'],
  // Clients from before December 2025 know the two by other names.
  computed: ({ settings, sensitive_settings }) => ({ keys: settings, sensitive_keys: sensitive_settings }),
  links: (setting, platform) => ({ resource: pathOf(platform, setting.resource_kind, setting.resource_id) }),
  routes: [
    item('/settings/{id}', 'setting'),
    ...settingRoutes('app'),
    ...settingRoutes('database'),
    ...settingRoutes('service'),
    ...settingRoutes('vhost'),
  ],
};

function settingRoutes(kind: Holder): Route[] {
  const path = `/${kind}s/{${kind}_id}/settings`;
  return [
    nestedBy(path, 'setting', kind, ({ id }) => ({ resource_id: id })),
    post(path, (call) => {
      const resource = call.find(kind, `${kind}_id`);
      const fields = read(call.body, { settings: textMap, sensitive_settings: textMap });
      return created(
        'setting',
        call.platform.store.insert('setting', {
          settings: merged({}, fields.settings ?? {}),
          sensitive_settings: merged({}, fields.sensitive_settings ?? {}),
          resource_kind: kind,
          resource_id: resource.id,
        }),
      );
    }),
  ];
}

/** Keeps the settings of an app or an endpoint with these changes. Undefined without changes. */
export function newSetting(
  { store }: Platform,
  resource: { readonly id: number; readonly current_setting_id: number | null },
  changes: Pick<Setting, 'settings' | 'sensitive_settings'>,
  kind: 'app' | 'vhost' = 'app',
): Setting | undefined {
  if (Object.keys({ ...changes.settings, ...changes.sensitive_settings }).length === 0) return undefined;
  const current = resource.current_setting_id === null ? undefined : store.get('setting', resource.current_setting_id);
  return store.insert('setting', {
    settings: merged(current?.settings ?? {}, changes.settings),
    sensitive_settings: merged(current?.sensitive_settings ?? {}, changes.sensitive_settings),
    resource_kind: kind,
    resource_id: resource.id,
  });
}
