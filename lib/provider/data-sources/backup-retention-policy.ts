import { DiagnosticError } from '../../plugin/diagnostics';
import type { DataSource } from '../../plugin/types';
import { dataSources } from '../../schema';
import { checkConfiguration } from '../checks';
import type { Context } from '../configure';
import { currentPolicy } from '../retention-policy';
import { reading } from '../work';

const definition = dataSources.aptible_backup_retention_policy;

export const backupRetentionPolicy: DataSource<Context> = {
  schema: definition,

  validate(config, call) {
    checkConfiguration(definition, config, call.diagnostics);
  },

  async read(config, call) {
    const environmentId = Number(config.env_id);
    const policy = await reading(`the backup retention policy of the environment ${environmentId}`, call, () =>
      currentPolicy(environmentId, call.signal, call),
    );
    if (policy === undefined) {
      throw new DiagnosticError(
        `The environment ${environmentId} has no backup retention policy`,
        'It is an old environment that was never given one. The resource aptible_backup_retention_policy, or the block backup_retention_policy of aptible_environment, sets one.',
        ['env_id'],
      );
    }
    const { id, daily, monthly, yearly, make_copy, keep_final } = policy;
    return { ...config, id: String(id), policy_id: id, daily, monthly, yearly, make_copy, keep_final };
  },
};
