/** What the destroy of a database or a replica does. */
import { anyRecordShape, ApiError, type Database, databaseShape, linkedId } from '../api';
import { DiagnosticError } from '../plugin/diagnostics';
import { backupsIn, backupsOfDatabase, howToKeepBackups, purgeBackups, warnOfPurge } from './backup-purge';
import type { Call } from './call';
import { deprovision, runOperation } from './records';
import type { Work } from './work';

interface Removed {
  readonly id: number;
  /** `the database "db"` */
  readonly what: string;
  readonly environmentId: number;
  readonly purgesBackups: boolean;
}

interface Known {
  readonly id: string | null;
  readonly handle: string;
  readonly purge_backups_on_destroy: boolean;
}

export function warnOfLostBackups(thing: 'database' | 'replica', known: Known, call: Call): void {
  if (!known.purge_backups_on_destroy) return;
  warnOfPurge(`the ${thing} "${known.handle}" (id ${known.id})`, backupsOfDatabase, call);
}

/**
 * Refuses a replacement that begins with a backup which it purges: nothing would be left of the data. `restore_from_backup_id` of a replica
 * does not exist.
 */
export async function refuseOwnBackup(
  known: Known,
  backupId: unknown,
  { reader, signal, diagnostics }: Call,
): Promise<void> {
  if (!known.purge_backups_on_destroy || typeof backupId !== 'number') return;
  const backup = await reader.find('backups', backupId, { signal });
  if (backup === undefined || linkedId(backup, 'database') !== Number(known.id)) return;
  diagnostics.error(
    `The backup ${backupId} would be purged before the database "${known.handle}" is restored from it`,
    `This plan replaces the database, and with it go all its backups, since its purge_backups_on_destroy is true. ${howToKeepBackups}`,
    ['restore_from_backup_id'],
  );
}

/**
 * Removes it. Where its backups are to go, they go first, and no new one is made from then on: so there are none without it, wherever this
 * is cut short, and the next destroy goes on.
 */
export async function removeDatabase(removed: Removed, work: Work, call: Call): Promise<void> {
  const { id, what, environmentId, purgesBackups } = removed;
  const purge = () =>
    work.must(`purge the backups of ${what}`, async () => {
      const backups = await backupsIn(environmentId, work, call);
      const own = backups.filter((each) => linkedId(each, 'database') === id);
      await purgeBackups(own, removed, work, call);
    });
  if (purgesBackups) {
    await work.must(`end the backups of ${what}`, () => endBackups(removed, work, call));
    await purge();
  }
  await work.must(`deprovision ${what}`, async () => {
    try {
      await deprovision(call, work, `/databases/${id}`, environmentId);
    } catch (error) {
      throw (await becauseInUse(removed, error, work, call)) ?? error;
    }
  });
  // That the platform makes no last one where backups are off is nowhere documented.
  if (purgesBackups) await purge();
  call.reader.forget('databases', environmentId, id);
}

/** Switches off what makes backups, unless the database is in use, and would stay without any. */
async function endBackups(removed: Removed, work: Work, call: Call): Promise<void> {
  const { platform } = call;
  const { signal } = work;
  const path = `/databases/${removed.id}`;
  const record = await platform.find(path, databaseShape, { signal });
  if (record === undefined) return;
  const use = await usesOf(record, work, call);
  if (use.length > 0) throw inUse(removed, 'Its backups are still there.', use);
  try {
    if (record.enable_pitr) {
      const operation = { type: 'configure_backup_policy', enable_pitr: false };
      await runOperation(call, work, path, removed.environmentId, operation);
    }
    if (record.enable_backups) await platform.patch(path, databaseShape, { enable_backups: false }, { signal });
  } catch (error) {
    await platform.confirmGone(path, error, { signal });
  }
}

/** What keeps a database from being removed, in words. */
async function usesOf(record: Database, { signal }: Work, { platform }: Call): Promise<string[]> {
  const serviceId = linkedId(record, 'service');
  const [replicas, endpoints] = await Promise.all([
    platform.list(`/databases/${record.id}/dependents`, databaseShape, { signal }),
    serviceId === undefined ? [] : platform.list(`/services/${serviceId}/vhosts`, anyRecordShape, { signal }),
  ]);
  return [
    ...replicas.map(({ handle, id }) => `the replica "${handle}" (id ${id})`),
    ...endpoints.map(({ id }) => `the endpoint ${id}`),
  ];
}

async function becauseInUse(
  removed: Removed,
  cause: unknown,
  work: Work,
  call: Call,
): Promise<DiagnosticError | undefined> {
  if (work.signal.aborted) return undefined;
  try {
    const record = await call.platform.find(`/databases/${removed.id}`, databaseShape, { signal: work.signal });
    const use = record === undefined ? [] : await usesOf(record, work, call);
    return use.length === 0
      ? undefined
      : inUse(removed, cause instanceof Error ? cause.message : String(cause), use, cause);
  } catch (error) {
    if (error instanceof ApiError) return undefined; // the deprovision's own error says more than this one
    throw error;
  }
}

const inUse = ({ what }: Removed, reason: string, use: readonly string[], cause?: unknown) =>
  new DiagnosticError(
    `Could not deprovision ${what}: it is in use`,
    `${reason}\n\nThese depend on it: ${use.join(', ')}. Remove them first, or detach replicas in the dashboard (Unlink); what is managed ` +
      'here comes first by itself when it refers to this database.',
    undefined,
    { cause },
  );
