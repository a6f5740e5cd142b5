import { differences } from '../../lib/cli/differences';

const update = (before: Record<string, unknown>, after: Record<string, unknown>) => ({
  resources: [{ address: 'aptible_x.y', actions: 'update', before, after }],
  outputs: [],
});
const policy = [{ autoscaling_type: 'vertical' }];
const named = (block: string, other: string) => ({ service: [{ [block]: policy, [other]: [] }] });

test.each([
  [
    'a policy in the deprecated block',
    update(named('autoscaling_policy', 'service_sizing_policy'), named('service_sizing_policy', 'autoscaling_policy')),
    '  aptible_x.y: update (service)\n    Once: its state does not say that the policy stands in the deprecated block service_sizing_policy. Nothing changes on the platform. Name the block autoscaling_policy, and there is no update.',
  ],
  [
    'the policy that the platform starts with',
    update({ backup_retention_policy: [] }, { backup_retention_policy: [{ daily: 30 }] }),
    '  aptible_x.y: update (backup_retention_policy)\n    Once: its state does not say whether the policy is configured, when it is the one that the platform starts with.',
  ],
  [
    'sensitivity alone',
    update({ token: 'hunter2' }, { token: 'hunter2' }),
    '  aptible_x.y: update\n    Once: no value changes, only which values Terraform takes for sensitive.',
  ],
  [
    'another value beside a policy, which stays unsaid',
    update({ backup_retention_policy: [], token: 'hunter1' }, { backup_retention_policy: policy, token: 'hunter2' }),
    '  aptible_x.y: update (backup_retention_policy, token)\n    It is not as the configuration says: something was changed since the last apply, or the official provider does not show it.',
  ],
  [
    'a deletion',
    { resources: [{ address: 'aptible_x.y', actions: 'delete', before: { id: '1' }, after: {} }], outputs: [] },
    '  aptible_x.y: delete\n    It is not as the configuration says: something was changed since the last apply, or the official provider does not show it.',
  ],
])('%s', (_, plan, expected) => {
  expect(differences(plan)).toEqual([expected]);
});
