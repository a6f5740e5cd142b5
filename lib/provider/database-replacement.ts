/** What is said before a plan destroys a database or a replica with its data, and makes another one. */
import { isUnknown } from '../plugin/values';
import type { ResourceDefinition } from '../schema';
import { howToKeepBackups } from './backup-purge';
import type { Call } from './call';
import type { Private } from './database-record';

/** The attributes of a resource whose change replaces it. */
type ReplacingAttribute<D extends Pick<ResourceDefinition, 'attributes'>> = {
  [A in keyof D['attributes']]: D['attributes'][A] extends { readonly replace: true | 'other-value' } ? A : never;
}[keyof D['attributes']];

/** By attribute, what gives the user what another value is wanted for, and keeps the data. */
export type WaysToKeepData<D extends Pick<ResourceDefinition, 'attributes'>> = Readonly<
  Record<ReplacingAttribute<D>, string>
>;

interface Replacement {
  readonly prior: {
    readonly id: string | null;
    readonly handle: string;
    readonly purge_backups_on_destroy: boolean;
    readonly [attribute: string]: unknown;
  };
  readonly planned: { readonly [attribute: string]: unknown };
  readonly because: readonly string[];
}

/** Whether its provision has failed: there is nothing in it, and the platform does not provision one a second time. */
export const isUnprovisioned = (call: Call<Private>): boolean => call.private?.status === 'provision_failed';

/** Says that the data is lost, where there may be some. */
export function warnOfLostData(
  thing: 'database' | 'replica',
  { prior, planned, because }: Replacement,
  waysToKeepData: Readonly<Record<string, string>>,
  call: Call<Private>,
): void {
  if (isUnprovisioned(call)) return;
  const reasons = because.map((name) => {
    const change = `${name} is ${JSON.stringify(prior[name])}, and would be ${shown(planned[name])}`;
    return `  ${change}: ${waysToKeepData[name]}`;
  });
  const isOpen = because.some((name) => isUnknown(planned[name]));
  call.diagnostics.warning(
    `The ${thing} "${prior.handle}" (id ${prior.id}) is replaced, and its data is lost`,
    `This plan destroys it, with all that was written to it, and creates another one. The cause, and what keeps the data:\n\n` +
      `${reasons.join('\n')}\n\n` +
      (isOpen
        ? 'A value that is known after apply counts as another one: it comes from something that this plan makes or replaces.\n\n'
        : '') +
      (prior.purge_backups_on_destroy
        ? `All its backups are purged, too, since its purge_backups_on_destroy is true. ${howToKeepBackups} With `
        : `A backup that "aptible db:backup ${prior.handle}" makes outlives it, and restore_from_backup_id makes a database of that. With `) +
      'deletion_protection = true, or lifecycle { prevent_destroy = true }, a plan that replaces it is an error.',
    [because[0]!],
  );
}

const shown = (value: unknown): string => (isUnknown(value) ? String(value) : JSON.stringify(value));
