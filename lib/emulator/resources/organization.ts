import type { Resource, Route } from '../platform';
import { notFound } from '../refusals';
import { show, showAll } from '../routes';
import type { Stored } from '../store';

/** A record of the auth API, as users, roles and tokens are: its id is a UUID. */
export interface Organization extends Stored {
  readonly uuid: string;
  readonly name: string;
  readonly handle: string;
}

declare module '../store' {
  interface Records {
    organization: Organization;
  }
}

export const organization: Resource<Organization> = {
  collection: 'organizations',
  hidden: ['uuid'],
  computed: ({ uuid }) => ({
    id: uuid,
    primary_phone: null,
    emergency_phone: null,
    city: null,
    state: null,
    zip: null,
    address: null,
    security_alert_email: null,
    ops_alert_email: null,
    security_officer_id: null,
    enterprise: false,
    sso_enforced: false,
  }),
  links: ({ uuid }) => ({
    roles: `/organizations/${uuid}/roles`,
    users: `/organizations/${uuid}/users`,
    invitations: `/organizations/${uuid}/invitations`,
    whitelist_memberships: `/organizations/${uuid}/whitelist_memberships`,
  }),
  routes: [
    {
      method: 'GET',
      path: '/organizations',
      handle: ({ platform: { store } }) => showAll('organization', store.list('organization')),
    },
    { method: 'GET', path: '/reauthenticate_organizations', handle: () => showAll('organization', []) },
    byUuid('organization', '/organizations/{id}'),
  ],
};

/** `GET /organizations/{id}` */
export function byUuid(kind: 'organization' | 'user' | 'role' | 'token', path: string): Route {
  return {
    method: 'GET',
    path,
    handle: (call) => {
      const found = call.platform.store.list(kind, { uuid: call.params['id']! })[0];
      if (found === undefined) throw notFound();
      return show(kind, found);
    },
  };
}
