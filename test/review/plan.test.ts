import { readPlan } from '../../lib/review';
import { changeOf, planOf } from './support/plans';

const howToMakeOne = 'Make one with "terraform plan -out=tfplan" and "terraform show -json tfplan > plan.json".';

test.each([
  ['nothing', ' \n', `p is empty. ${howToMakeOne}`],
  ['a text', 'password: hunter2', `p is not a plan: it is neither a plan file nor JSON. ${howToMakeOne}`],
  ['half a plan', planOf([]).slice(0, 40), `p is not a plan: it is neither a plan file nor JSON. ${howToMakeOne}`],
  ['a list', '[]', `p is not a plan: it is neither a plan file nor JSON. ${howToMakeOne}`],
  ['a state', '{"format_version":"1.0","values":{}}', `p is not a plan: it is a state. ${howToMakeOne}`],
  ['other JSON', '{"format_version":1}', `p is not a plan: it is JSON of something else. ${howToMakeOne}`],
  [
    'the log of a plan',
    '{"@level":"info"}\n{"@level":"info"}',
    `p is what "terraform plan -json" prints, its log. ${howToMakeOne}`,
  ],
  [
    'a newer format',
    planOf([], { format_version: '2.0' }),
    'p is a plan of the format 2.0, and this version reads 1.x. Update cdktf-aptible, or make the plan with terraform 1.x.',
  ],
  [
    'a change without actions',
    planOf([{ ...changeOf({}), change: {} }]),
    `p is damaged: a change in it has no address or no actions. ${howToMakeOne}`,
  ],
  [
    'drift without an address',
    planOf([], { resource_drift: [{}] }),
    `p is damaged: a change in it has no address or no actions. ${howToMakeOne}`,
  ],
])('%s is refused in words', (_, text, message) => {
  expect(() => readPlan(text, 'p')).toThrow(new Error(message));
});

test('what a later version of the format adds is passed over', () => {
  expect(readPlan(planOf([], { format_version: '1.9', deferred_changes: [] }), 'p').format_version).toBe('1.9');
});
