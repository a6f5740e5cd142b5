import { backupShape, linkedId } from '../../api';
import type { DataSource } from '../../plugin/types';
import { dataSources } from '../../schema';
import { checkConfiguration } from '../checks';
import type { Context } from '../configure';
import { reading } from '../work';

const definition = dataSources.aptible_backups;

export const backups: DataSource<Context> = {
  schema: definition,

  validate(config, call) {
    checkConfiguration(definition, config, call.diagnostics);
  },

  async read(config, call) {
    const environmentId = Number(config.env_id);
    const path = `/accounts/${environmentId}/backups${config.orphaned === true ? '?orphaned=true' : ''}`;
    const found = await reading(`the backups of the environment ${environmentId}`, call, () =>
      call.client.client.list(path, backupShape, { signal: call.signal }),
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
      .filter(({ database_handle }) => (config.database_handle ?? database_handle) === database_handle)
      .filter(({ database_id }) => (config.database_id ?? database_id) === database_id)
      .sort((a, b) => b.backup_id - a.backup_id);
    const latest = backups.find(({ copied_from_id }) => copied_from_id === null) ?? backups[0];
    return { ...config, id: String(environmentId), latest_id: latest?.backup_id ?? null, backups };
  },
};
