/** The first records: one organization with its user and roles, two stacks, the database images. */
import { databaseImages } from './resources/database-image';
import type { Organization } from './resources/organization';
import type { User } from './resources/user';
import type { Fields, Store } from './store';

export interface Owner {
  readonly user: Fields<User>;
  readonly organization: Fields<Organization>;
}

export function seed(store: Store, { user, organization }: Owner): void {
  const { uuid, name, handle } = organization;
  store.insert('organization', { uuid, name, handle });
  store.insert('user', { uuid: user.uuid, name: user.name, email: user.email, password: user.password });
  store.insert('role', { uuid: ownersRole, name: 'Owners', type: 'owner', organization: uuid });
  const [shared, dedicated] = stackNames;
  store.insert('stack', { name: shared, region: 'us-east-1', organization: null, default: false });
  store.insert('stack', { name: dedicated, region: 'us-east-1', organization: uuid, default: true });
  for (const image of databaseImages()) store.insert('database_image', image);
}

export const stackNames = ['shared-us-east-1', 'dedicated-us-east-1'] as const;

const ownersRole = '5f2c8a1e-6a53-4c0b-9d6e-2b1f0a7c3d94';
