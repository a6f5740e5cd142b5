import { dataSource } from './define';

export const organizationsData = dataSource({
  name: 'aptible_organizations',
  description: 'The organizations of the user whose token it is.',
  example: `data "aptible_organizations" "all" {}`,
  attributes: {
    organizations: {
      type: ['list', ['object', { org_id: 'string', name: 'string' }]],
      description: 'The organizations, with the `org_id` that an environment takes.',
      computed: true,
    },
  },
});
