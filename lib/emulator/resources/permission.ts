import { filledText, oneOf, read } from '../fields';
import type { Resource } from '../platform';
import { refuseIf } from '../refusals';
import { all, created, item, nested, nothing, post, remove } from '../routes';
import type { Stored } from '../store';

export interface Permission extends Stored {
  readonly scope: string;
  readonly role: string;
  readonly account_id: number;
}

declare module '../store' {
  interface Records {
    permission: Permission;
  }
}

const scopes = ['read', 'admin', 'observability', 'deploy', 'sensitive', 'tunnel', 'destroy'] as const;

export const permission: Resource<Permission> = {
  collection: 'permissions',
  hidden: ['role', 'account_id'],
  links: (permission) => ({ role: `/roles/${permission.role}`, account: `/accounts/${permission.account_id}` }),
  inEnvironment: { onDeletion: 'removed', page: null },
  routes: [
    all('/permissions', 'permission'),
    item('/permissions/{id}', 'permission'),
    nested('/accounts/{account_id}/permissions', 'permission', 'account'),
    post('/accounts/{account_id}/permissions', (call) => {
      const { store } = call.platform;
      const account = call.find('account', 'account_id');
      const fields = read(call.body, { role: filledText, scope: oneOf(scopes) }, ['role', 'scope']);
      const role = fields.role.split('/').pop()!;
      refuseIf([store.list('role', { uuid: role }).length === 0 && `role ${role} does not exist`]);
      return created('permission', store.insert('permission', { role, scope: fields.scope, account_id: account.id }));
    }),
    remove('/permissions/{id}', (call) => {
      call.platform.store.remove('permission', call.find('permission').id);
      return nothing;
    }),
  ],
};
