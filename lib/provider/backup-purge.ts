/** The argument `purge_backups_on_destroy`: what is destroyed takes its backups along. */
import { type Backup, backupShape, linkedId } from '../api';
import { DiagnosticError } from '../plugin/diagnostics';
import type { Call } from './call';
import { removeBy, unlessGone } from './records';
import type { Work } from './work';

/** What is destroyed, in words: `the database "db"`. */
interface Owner {
  readonly what: string;
  readonly environmentId: number;
}

/** Says before a destroy what goes with it. */
export function warnOfPurge(what: string, backups: string, { diagnostics }: Pick<Call, 'diagnostics'>): void {
  diagnostics.warning(
    `This plan purges all backups of ${what}`,
    `Its purge_backups_on_destroy is true. Lost for good are ${backups}, and the copies of each in other regions. ${howToKeepBackups}`,
    ['purge_backups_on_destroy'],
  );
}

export const howToKeepBackups =
  'To keep them, set purge_backups_on_destroy = false and apply that alone first: what the state has counts.';

export const backupsOfDatabase =
  'those that were made daily, and those that somebody or an aptible_backup has asked for';

/** The backups of an environment, read anew. None where the environment is gone. */
export async function backupsIn(environmentId: number, { signal }: Work, { platform }: Call): Promise<Backup[]> {
  const list = () => platform.list(`/accounts/${environmentId}/backups`, backupShape, { signal });
  return (await unlessGone(list)) ?? [];
}

/** Purges backups, all of them, whatever fails on the way. Those that are gone already are a success. */
export async function purgeBackups(
  backups: readonly Backup[],
  { what, environmentId }: Owner,
  work: Work,
  call: Call,
): Promise<void> {
  const ids = new Set(backups.map(({ id }) => id));
  // A copy goes with what it was copied from.
  const purged = backups.filter((each) => !ids.has(linkedId(each, 'copied_from') ?? 0));
  const outcomes = await Promise.allSettled(
    purged.map(async ({ id }) => {
      await removeBy('purge', call, work, `/backups/${id}`, environmentId);
      call.reader.forget('backups', environmentId, id);
    }),
  );
  const failures = outcomes.flatMap((outcome, index) =>
    outcome.status === 'rejected' ? [{ id: purged[index]!.id, cause: outcome.reason as unknown }] : [],
  );
  if (failures.length === 0) return;
  if (work.signal.aborted) throw failures[0]!.cause;
  throw new DiagnosticError(
    `Could not purge ${failures.length} of the ${purged.length} backups of ${what}`,
    `${failures.map(({ id, cause }) => `  ${id}: ${messageOf(cause)}`).join('\n')}\n\nThe next destroy goes on with them.`,
    undefined,
    { cause: failures[0]!.cause },
  );
}

const messageOf = (cause: unknown): string => (cause instanceof Error ? cause.message : String(cause));
