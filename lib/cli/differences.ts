/** Says what a plan changes after a move from the official provider, and why, without any value. */
import { isDeepStrictEqual } from 'node:util';
import type { Change, Plan } from './terraform';

/** @returns the lines of a report, none for a plan without changes. */
export function differences({ resources, outputs }: Plan): string[] {
  return [
    ...resources.map((change) => `  ${change.address}: ${change.actions}${changedIn(change)}\n    ${reason(change)}`),
    ...outputs.map((name) => `  output "${name}"\n    ${reasonOfOutput}`),
  ];
}

function changedAttributes({ before, after }: Change): string[] {
  return Object.keys({ ...before, ...after }).filter(
    (name) => !isDeepStrictEqual(before[name] ?? null, after[name] ?? null),
  );
}

function changedIn(change: Change): string {
  const names = change.actions === 'update' || change.actions.includes(',') ? changedAttributes(change) : [];
  return names.length === 0 ? '' : ` (${names.join(', ')})`;
}

const reasonOfOutput = 'It comes from a change above, or the configuration was changed since the last apply.';

function reason(change: Change): string {
  const known = change.actions === 'update' ? knownReasons.find((each) => each.explains(change)) : undefined;
  return (
    known?.text ??
    'It is not as the configuration says: something was changed since the last apply, or the official provider does not show it.'
  );
}

/** What the state of the official provider cannot say. Each is an update that happens once and changes nothing on the platform. */
const knownReasons: readonly { readonly explains: (change: Change) => boolean; readonly text: string }[] = [
  {
    explains: (change) => changedAttributes(change).length === 0,
    text: 'Once: no value changes, only which values Terraform takes for sensitive.',
  },
  {
    explains: (change) =>
      only(change, 'service') && hasPolicyOfOldName(change.after) && !hasPolicyOfOldName(change.before),
    text:
      'Once: its state does not say that the policy stands in the deprecated block service_sizing_policy. Nothing changes on the platform. ' +
      'Name the block autoscaling_policy, and there is no update.',
  },
  {
    explains: (change) => only(change, 'backup_retention_policy'),
    text: 'Once: its state does not say whether the policy is configured, when it is the one that the platform starts with.',
  },
];

function only(change: Change, name: string): boolean {
  return changedAttributes(change).join() === name;
}

function hasPolicyOfOldName(values: Change['after']): boolean {
  const services = Array.isArray(values['service']) ? (values['service'] as Record<string, unknown>[]) : [];
  return services.some(({ service_sizing_policy: policy }) => Array.isArray(policy) && policy.length > 0);
}
