import { backupShape, linkedId } from '../../api';
import { dataSources } from '../../schema';
import { dataSource } from '../data-source';
import { reading } from '../work';

export const backups = dataSource(dataSources.aptible_backups, {
  async read(wanted, call) {
    const environmentId = wanted.env_id;
    const path = `/accounts/${environmentId}/backups${wanted.orphaned === true ? '?orphaned=true' : ''}`;
    const found = await reading(`the backups of the environment ${environmentId}`, call, () =>
      call.platform.list(path, backupShape, { signal: call.signal }),
    );
    const backups = found
      .map((backup) => ({
        backup_id: backup.id,
        database_handle: backup.database_handle ?? null,
        database_id: linkedId(backup, 'database') ?? null,
        created_at: backup.created_at ?? null,
        manual: backup.manual ?? null,
        size: backup.size ?? null,
        region: backup.aws_region ?? null,
        copied_from_id: linkedId(backup, 'copied_from') ?? null,
      }))
      .filter(({ database_handle }) => (wanted.database_handle ?? database_handle) === database_handle)
      .filter(({ database_id }) => (wanted.database_id ?? database_id) === database_id)
      .sort((a, b) => b.backup_id - a.backup_id);
    const latest = backups.find(({ copied_from_id }) => copied_from_id === null) ?? backups[0];
    return { id: String(environmentId), latest_id: latest?.backup_id ?? null, backups };
  },
});
