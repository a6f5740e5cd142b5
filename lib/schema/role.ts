import { uuid } from './common';
import { dataSource } from './define';
import { listOf } from './look-up';

export const rolesData = dataSource({
  name: 'aptible_roles',
  description:
    'The roles of an organization. A role is a group of users; `aptible_permission` says what it may do in an environment.',
  example: `data "aptible_roles" "all" {}

output "role_ids" {
  value = { for role in data.aptible_roles.all.roles : role.name => role.role_id }
}`,
  attributes: {
    org_id: {
      type: 'string',
      description:
        'The id of the organization. Left out, the roles are those of all organizations of the user whose token it is.',
      optional: true,
      pattern: uuid,
    },
    roles: listOf('The roles, by name.', {
      role_id: { type: 'string' },
      name: { type: 'string' },
      type: { type: 'string' },
      org_id: { type: 'string' },
    }),
  },
});
