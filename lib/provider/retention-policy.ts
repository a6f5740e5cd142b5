import { isDeepStrictEqual } from 'node:util';
import { ApiError, type RetentionPolicy, retentionPolicyShape } from '../api';
import type { resources, State } from '../schema';
import type { Call } from './call';
import type { Work } from './work';

/** What is declared of a policy. */
export type Retention = State<(typeof resources)['aptible_environment']['blocks']['backup_retention_policy']>;

export const retentionOf = ({ daily, monthly, yearly, make_copy, keep_final }: Retention): Retention => ({
  daily,
  monthly,
  yearly,
  make_copy,
  keep_final,
});

export const isSameRetention = (a: Retention, b: Retention): boolean =>
  isDeepStrictEqual(retentionOf(a), retentionOf(b));

/** The newest one counts. Undefined in an old environment that was never given one. */
export async function currentPolicy(
  environmentId: number,
  signal: AbortSignal,
  { platform }: Call,
): Promise<RetentionPolicy | undefined> {
  const policies = await platform.list(policiesOf(environmentId), retentionPolicyShape, { signal });
  return policies.reduce<RetentionPolicy | undefined>(
    (newest, policy) => (newest === undefined || policy.id > newest.id ? policy : newest),
    undefined,
  );
}

/** A new one takes the place of the one before. It is made only where it changes something. */
export async function setPolicy(wanted: Retention, environmentId: number, work: Work, call: Call): Promise<void> {
  const { signal } = work;
  const current = await currentPolicy(environmentId, signal, call);
  if (current !== undefined && isSameRetention(wanted, current)) return;
  const post = () => call.platform.post(policiesOf(environmentId), undefined, retentionOf(wanted), { signal });
  try {
    await post();
  } catch (error) {
    if (!(error instanceof ApiError) || !error.fateUnknown || signal.aborted) throw error;
    // A second one says the same as the first.
    await post();
  }
}

const policiesOf = (environmentId: number): string => `/accounts/${environmentId}/backup_retention_policies`;
