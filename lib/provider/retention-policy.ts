import { isDeepStrictEqual } from 'node:util';
import { type RetentionPolicy, retentionPolicyShape } from '../api';
import type { resources, State } from '../schema';
import type { Call } from './call';
import { posted } from './records';
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
  const days = current?.pitr_days ?? defaultPitrDays;
  const isRaised = days !== defaultPitrDays;
  const body = { ...retentionOf(wanted), ...(isRaised && { pitr_days: days }) };
  await posted(
    call.platform,
    signal,
    async () => {
      await call.platform.post(policiesOf(environmentId), undefined, body, { signal });
      return true;
    },
    async () => {
      const policy = await currentPolicy(environmentId, signal, call);
      return (policy !== undefined && isSameRetention(wanted, policy)) || undefined;
    },
  );
  if (isRaised) await checkPitrDays(days, environmentId, work, call);
}

/** What a policy gets that does not say. No client of the platform sends another number: only Aptible Support sets one. */
const defaultPitrDays = 1;

/** A new policy that has other days than the one before is an error, or in a create, which an error would taint, a warning. */
async function checkPitrDays(days: number, environmentId: number, work: Work, call: Call): Promise<void> {
  const policy = await currentPolicy(environmentId, work.signal, call);
  const kept = policy?.pitr_days ?? defaultPitrDays;
  if (kept === days) return;
  call.diagnostics[work.kind === 'create' ? 'warning' : 'error'](
    `The platform has changed pitr_days of the environment ${environmentId} from ${days} to ${kept}`,
    `The new backup retention policy was sent with pitr_days = ${days}, as it was before, and the platform has set ${kept}: that is how many ` +
      `days back databases can be recovered to points in time now. Ask Aptible Support to set ${days} again, at once: nobody else can.`,
  );
}

const policiesOf = (environmentId: number): string => `/accounts/${environmentId}/backup_retention_policies`;
