import { DiagnosticError } from '../../plugin/diagnostics';
import { dataSources } from '../../schema';
import { dataSource } from '../data-source';
import { currentPolicy } from '../retention-policy';
import { reading } from '../work';

export const backupRetentionPolicy = dataSource(dataSources.aptible_backup_retention_policy, {
  async read(wanted, call) {
    const environmentId = wanted.env_id;
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
    return { id: String(id), policy_id: id, daily, monthly, yearly, make_copy, keep_final };
  },
});
