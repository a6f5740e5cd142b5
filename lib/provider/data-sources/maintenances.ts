import { linkedId, type Maintenance, maintenanceShape } from '../../api';
import { dataSources } from '../../schema';
import { dataSource } from '../data-source';
import { reading } from '../work';

export const maintenances = dataSource(dataSources.aptible_maintenances, {
  async read(wanted, call) {
    const { platform, reader } = call;
    const [accounts, apps, databases] = await reading('the maintenances', call, () =>
      Promise.all([
        reader.list('accounts', { signal: call.signal }),
        platform.list('/maintenances/apps', maintenanceShape, { signal: call.signal }),
        platform.list('/maintenances/databases', maintenanceShape, { signal: call.signal }),
      ]),
    );
    const handles = new Map(accounts.map(({ id, handle }) => [id, handle]));
    const shown = (resource_type: 'app' | 'database') => (each: Maintenance) => {
      const env_id = linkedId(each, 'account') ?? null;
      const env_handle = handles.get(env_id ?? 0) ?? null;
      const [starts_at = null, ends_at = null] = each.maintenance_deadline ?? [];
      const command = resource_type === 'app' ? `restart --app ${each.handle}` : `db:restart ${each.handle}`;
      return {
        resource_type,
        resource_id: each.id,
        handle: each.handle,
        env_id,
        env_handle,
        starts_at,
        ends_at,
        restart_command: `aptible ${command}${env_handle === null ? '' : ` --environment ${env_handle}`}`,
      };
    };
    const maintenances = [...apps.map(shown('app')), ...databases.map(shown('database'))]
      .filter(({ env_id }) => (wanted.env_id ?? env_id) === env_id)
      .sort((a, b) => (a.ends_at ?? never).localeCompare(b.ends_at ?? never) || a.resource_id - b.resource_id);
    return { id: String(wanted.env_id ?? 'all'), maintenances };
  },
});

/** Comes after all times. */
const never = '9999';
