import { bool, integer, read } from '../fields';
import type { Platform, Resource } from '../platform';
import { created, item, post, showAll } from '../routes';
import type { Stored } from '../store';
import type { Operation } from './operation';

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
  inEnvironment: { onDeletion: 'removed', page: null },
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
    // A new policy replaces the one before. A policy is never changed.
    post('/accounts/{account_id}/backup_retention_policies', (call) => {
      const account = call.find('account', 'account_id');
      const fields = read(call.body, {
        daily: integer(1),
        monthly: integer(0),
        yearly: integer(0),
        pitr_days: integer(0),
        make_copy: bool,
        keep_final: bool,
      });
      return created('backup_retention_policy', newPolicy(call.platform, account.id, { ...defaultPolicy, ...fields }));
    }),
  ],
};

/** The policy of an environment that was given none. */
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

type Policy = typeof defaultPolicy;

function newPolicy({ store }: Platform, accountId: number, fields: Policy): BackupRetentionPolicy {
  for (const former of store.list('backup_retention_policy', { account_id: accountId })) {
    store.remove('backup_retention_policy', former.id);
  }
  return store.insert('backup_retention_policy', { ...fields, account_id: accountId });
}

/** Carries out an operation on the policy: what it leaves out stays as it is. */
export function configurePolicy(accountId: number, operation: Operation, platform: Platform): void {
  const fields = { ...(currentPolicy(platform, accountId) ?? defaultPolicy) };
  const names = Object.keys(defaultPolicy) as (keyof Policy)[];
  const policy = Object.fromEntries(names.map((name) => [name, operation[name] ?? fields[name]]));
  newPolicy(platform, accountId, policy as Policy);
}
