import type { Resource } from '../platform';
import { showAll } from '../routes';
import type { Stored } from '../store';
import { byUuid } from './organization';

export interface Role extends Stored {
  readonly uuid: string;
  readonly name: string;
  readonly type: 'owner' | 'platform_owner' | 'platform_user';
  readonly organization: string;
}

declare module '../store' {
  interface Records {
    role: Role;
  }
}

export const role: Resource<Role> = {
  collection: 'roles',
  hidden: ['uuid', 'organization'],
  computed: ({ uuid }) => ({ id: uuid, scim_created: false }),
  links: ({ organization, uuid }) => ({
    organization: `/organizations/${organization}`,
    memberships: `/roles/${uuid}/memberships`,
    invitations: `/roles/${uuid}/invitations`,
  }),
  routes: [
    byUuid('role', '/roles/{id}'),
    {
      method: 'GET',
      path: '/organizations/{organization_id}/roles',
      handle: ({ platform: { store } }) => showAll('role', store.list('role')),
    },
    {
      method: 'GET',
      path: '/users/{user_id}/roles',
      handle: ({ platform: { store } }) => showAll('role', store.list('role')),
    },
  ],
};
