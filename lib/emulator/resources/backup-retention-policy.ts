import { bool, integer, read } from '../fields';
import type { Platform, Resource } from '../platform';
import { created, item, post, showAll } from '../routes';
import type { Stored } from '../store';

export interface BackupRetentionPolicy extends Stored {
  readonly daily: number;
  readonly monthly: number;
  readonly yearly: number;
  readonly pitr_days: number;
  readonly make_copy: boolean;
  readonly keep_final: boolean;
  readonly account_id: number;
}

declare module '../store' {
  interface Records {
    backup_retention_policy: BackupRetentionPolicy;
  }
}

export const backupRetentionPolicy: Resource<BackupRetentionPolicy> = {
  collection: 'backup_retention_policies',
  hidden: ['account_id'],
  links: (policy) => ({ account: `/accounts/${policy.account_id}` }),
  routes: [
    item('/backup_retention_policies/{id}', 'backup_retention_policy'),
    {
      method: 'GET',
      path: '/accounts/{account_id}/backup_retention_policies',
      handle: (call) => {
        const { id } = call.find('account', 'account_id');
        const current = currentPolicy(call.platform, id);
        return showAll('backup_retention_policy', current === undefined ? [] : [current], {
          account: `/accounts/${id}`,
        });
      },
    },
    // A new policy takes the place of the one before; none is ever changed.
    post('/accounts/{account_id}/backup_retention_policies', (call) => {
      const { store } = call.platform;
      const account = call.find('account', 'account_id');
      const fields = read(call.body, {
        daily: integer(1),
        monthly: integer(0),
        yearly: integer(0),
        pitr_days: integer(0),
        make_copy: bool,
        keep_final: bool,
      });
      for (const former of store.list('backup_retention_policy', { account_id: account.id })) {
        store.remove('backup_retention_policy', former.id);
      }
      const policy = { ...defaultPolicy, ...fields, account_id: account.id };
      return created('backup_retention_policy', store.insert('backup_retention_policy', policy));
    }),
  ],
};

/** What an environment has when none was given. */
export const defaultPolicy = {
  daily: 30,
  monthly: 12,
  yearly: 6,
  pitr_days: 1,
  make_copy: false,
  keep_final: true,
};

export function currentPolicy({ store }: Platform, accountId: number): BackupRetentionPolicy | undefined {
  return store.list('backup_retention_policy', { account_id: accountId }).at(-1);
}
