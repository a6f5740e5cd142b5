import { environmentId, uuid } from './common';
import { resource } from './define';

export const permission = resource({
  name: 'aptible_permission',
  description:
    'What the members of a role may do in an environment. Owners of the organization and of its deployments may do everything without one.',
  example: `data "aptible_roles" "all" {}

resource "aptible_permission" "developers_deploy" {
  env_id  = aptible_environment.staging.env_id
  role_id = one([for role in data.aptible_roles.all.roles : role.role_id if role.name == "Developers"])
  scope   = "deploy"
}`,
  importIds: [{ form: '4711', words: 'its id' }],
  timeoutsMinutes: { create: 10, read: 10, delete: 10 },
  attributes: {
    permission_id: { type: 'number', description: 'Its id as a number.', computed: true, stable: true },
    env_id: environmentId,
    role_id: {
      type: 'string',
      description: 'The id of the role whose members get it. The data source `aptible_roles` lists the roles.',
      required: true,
      replace: true,
      // The platform answers in lower case: another spelling would plan a replacement for ever.
      pattern: { regex: uuid.regex.replaceAll('A-F', ''), words: 'a UUID in lower case' },
    },
    scope: {
      type: 'string',
      description:
        'What they may do. `admin`: everything. `read`: see everything but credentials. `deploy`: create, deploy, configure and restart. `destroy`: deprovision, ' +
        'and delete the environment. `observability`: manage drains, restart and scale. `sensitive`: see and change secrets, credentials and certificates. ' +
        '`tunnel`: open tunnels to databases without seeing their credentials.',
      required: true,
      replace: true,
      oneOf: ['read', 'admin', 'observability', 'deploy', 'sensitive', 'tunnel', 'destroy'],
    },
  },
});
