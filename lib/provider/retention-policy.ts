import { type RetentionPolicy, retentionPolicyShape } from '../api';
import type { Call } from '../plugin/types';
import type { Context } from './configure';

/** The newest one counts. Undefined in an old environment that was never given one. */
export async function currentPolicy(
  id: number,
  signal: AbortSignal,
  call: Call<Context>,
): Promise<RetentionPolicy | undefined> {
  const policies = await call.client.client.list(`/accounts/${id}/backup_retention_policies`, retentionPolicyShape, {
    signal,
  });
  return policies.reduce<RetentionPolicy | undefined>(
    (newest, policy) => (newest === undefined || policy.id > newest.id ? policy : newest),
    undefined,
  );
}
