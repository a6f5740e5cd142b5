import { ApiError, type RetentionPolicy, retentionPolicyShape } from '../api';
import type { Call } from '../plugin/types';
import { resources, type State } from '../schema';
import type { Context } from './configure';
import type { Work } from './work';

const { attributes } = resources.aptible_environment.blocks.backup_retention_policy;

/** What is declared of a policy. */
export type Retention = State<{ readonly attributes: typeof attributes }>;

export const retentionFields = Object.keys(attributes) as (keyof Retention)[];

export const retentionOf = (policy: Retention): Retention =>
  Object.fromEntries(retentionFields.map((field) => [field, policy[field]])) as unknown as Retention;

export const isSameRetention = (a: Retention, b: Retention): boolean =>
  retentionFields.every((field) => a[field] === b[field]);

/** The newest one counts. Undefined in an old environment that was never given one. */
export async function currentPolicy(
  environmentId: number,
  signal: AbortSignal,
  { client: { client } }: Call<Context>,
): Promise<RetentionPolicy | undefined> {
  const policies = await client.list(policiesOf(environmentId), retentionPolicyShape, { signal });
  return policies.reduce<RetentionPolicy | undefined>(
    (newest, policy) => (newest === undefined || policy.id > newest.id ? policy : newest),
    undefined,
  );
}

/** A new one takes the place of the one before. It is made only where it changes something. */
export async function setPolicy(
  wanted: Retention,
  environmentId: number,
  work: Work,
  call: Call<Context>,
): Promise<void> {
  const { signal } = work;
  const current = await currentPolicy(environmentId, signal, call);
  if (current !== undefined && isSameRetention(wanted, current)) return;
  const post = () => call.client.client.post(policiesOf(environmentId), undefined, retentionOf(wanted), { signal });
  try {
    await post();
  } catch (error) {
    if (!(error instanceof ApiError) || !error.fateUnknown || signal.aborted) throw error;
    // A second one says the same as the first.
    await post();
  }
}

const policiesOf = (environmentId: number): string => `/accounts/${environmentId}/backup_retention_policies`;
