import type { Resource } from '../platform';
import { showAll } from '../routes';
import type { Stored } from '../store';
import { byUuid } from './organization';

export interface User extends Stored {
  readonly uuid: string;
  readonly name: string;
  readonly email: string;
  readonly password: string;
}

declare module '../store' {
  interface Records {
    user: User;
  }
}

export const user: Resource<User> = {
  collection: 'users',
  hidden: ['uuid', 'password'],
  computed: ({ uuid, email }) => ({
    id: uuid,
    username: email,
    verified: true,
    superuser: false,
    read_only_impersonate: false,
    otp_enabled: false,
    external_id: null,
    public_key_fingerprint: null,
    ssh_public_key: null,
  }),
  links: ({ uuid }) => ({ roles: `/users/${uuid}/roles`, ssh_keys: `/users/${uuid}/ssh_keys` }),
  routes: [
    byUuid('user', '/users/{id}'),
    {
      method: 'GET',
      path: '/organizations/{organization_id}/users',
      handle: ({ platform: { store } }) => showAll('user', store.list('user')),
    },
  ],
};
