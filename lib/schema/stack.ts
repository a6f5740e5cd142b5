import { dataSource } from './define';
import { sought, soughtId } from './look-up';

export const stackData = dataSource({
  name: 'aptible_stack',
  description:
    'A stack: the part of the platform, in one region, that environments are put on. Found by its name or its id.',
  example: `data "aptible_stack" "shared" {
  name = "shared-us-east-1"
}`,
  attributes: {
    name: sought({
      type: 'string',
      description: 'Its name.',
      pattern: { regex: '^[0-9a-z-]{1,64}$', words: 'lower-case letters, digits and hyphens' },
    }),
    stack_id: soughtId('Its id as a number, for `stack_id` of an environment.'),
    org_id: {
      type: 'string',
      description: 'The id of the organization that owns it; empty for a shared stack.',
      computed: true,
    },
    region: { type: 'string', description: 'Its AWS region.', computed: true },
  },
  rules: [{ kind: 'exactlyOne', fields: ['name', 'stack_id'], why: 'one stack is looked up, in one way' }],
});

export const stacksData = dataSource({
  name: 'aptible_stacks',
  description: 'The stacks on which the user may have environments.',
  example: `data "aptible_stacks" "all" {}`,
  attributes: {
    stacks: {
      type: ['list', ['object', { stack_id: 'number', name: 'string', region: 'string', org_id: 'string' }]],
      description: 'The stacks. `org_id` is empty for a shared one.',
      computed: true,
    },
  },
});
