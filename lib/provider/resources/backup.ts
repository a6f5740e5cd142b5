import {
  type Backup,
  type Database,
  linkedId,
  type Operation,
  OperationFailedError,
  operationShape,
  requiredId,
} from '../../api';
import { DiagnosticError } from '../../plugin/diagnostics';
import { resources, type State } from '../../schema';
import type { Call } from '../call';
import { exclusively, isClaimed } from '../claims';
import { importBlock, isRecent } from '../new-record';
import { lastOperationId, removeBy, startOperation, waitForOperation } from '../records';
import { type Found, type Planned, resource } from '../resource';
import { Gone, reading, type Work } from '../work';

const definition = resources.aptible_backup;

type Definition = typeof definition;
type BackupState = State<Definition>;

/** A backup that was made on demand. What the platform has of it does not change. */
export const backup = resource(definition, {
  planReplacement({ prior, because }, call) {
    call.diagnostics.warning(
      `This plan purges ${nameOf(prior)} of the database "${prior.database_handle ?? prior.database_id}"`,
      `Another value of ${because.join(' and ')} replaces it by a new backup, and this one is lost for good. To keep it, take it out of the ` +
        'state before you apply: terraform state rm, or a block removed { lifecycle { destroy = false } }.',
      [because[0]!],
    );
  },

  async create({ wanted }, work, call) {
    const place = `/databases/${wanted.database_id} backup`;
    // One after the other, so that each knows those of the others in this run.
    const { database, attempt, operation } = await exclusively(call.platform, place, () => begin(wanted, work, call));
    const started = { operation_id: operation.id, env_id: requiredId(database, 'account') };
    // It has no id yet, and its operation leads to it, whatever happens now.
    call.keep(started);

    await work.must(attempt, () => waitForOperation(call, work, operation, started.env_id));
    const what = `the backup of the database "${database.handle}"`;
    return work.closing(call.platform, what, started, async () => {
      const made = await madeBy(started, call, work.signal);
      if (made !== undefined) return stateOf(made, wanted);
      throw new Gone(
        `Could not ${attempt}`,
        `The operation ${operation.id} succeeded, and none of the environment's backups comes from it.`,
      );
    });
  },

  async read(known, call) {
    return reading(nameOf(known), call, async () => {
      const id = backupId(known);
      if (id === undefined && (await unfinished(known, call, call.signal)) !== undefined) return known;
      const record =
        id === undefined
          ? await madeBy(known, call, call.signal)
          : await call.reader.find('backups', id, { environmentId: known.env_id ?? undefined, signal: call.signal });
      return record === undefined ? null : stateOf(record, known);
    });
  },

  update({ before }) {
    // Only what Terraform alone knows can have changed: `timeouts`, and the first triggers.
    return before;
  },

  async delete(known, work, call) {
    await work.must(`purge ${nameOf(known)}`, async () => {
      const id = backupId(known) ?? (await madeAfterAll(known, work, call))?.id;
      if (id === undefined) return;
      await removeBy('purge', call, work, `/backups/${id}`, known.env_id!);
      call.reader.forget('backups', known.env_id!, id);
    });
  },

  async import(text, call) {
    if (!/^\d{1,15}$/.test(text))
      throw wrongImportId(`"${text}" is not an import id of a backup`, 'A backup has no handle.');
    const record = await reading(`the backup ${text}`, call, () =>
      call.reader.find('backups', Number(text), { signal: call.signal }),
    );
    if (record === undefined) {
      throw wrongImportId(
        `There is no backup with the id ${text}`,
        'It was purged, or the token may not see its environment.',
      );
    }
    return idsOf(record);
  },
});

/** Undefined while only its operation is known. */
const backupId = (state: Pick<BackupState, 'id' | 'backup_id'>): number | undefined =>
  state.backup_id ?? (state.id ? Number(state.id) : undefined);

const nameOf = (state: BackupState): string =>
  backupId(state) === undefined ? `the backup of the operation ${state.operation_id}` : `the backup ${backupId(state)}`;

function idsOf(record: Backup) {
  return { id: String(record.id), backup_id: record.id, env_id: requiredId(record, 'account') };
}

function wrongImportId(summary: string, reason: string): DiagnosticError {
  return new DiagnosticError(
    summary,
    `${reason} Give the numeric id of a backup (4711): "aptible backup:list DATABASE" and "aptible backup:orphaned" show the ids, and so does the ` +
      'data source aptible_backups.',
  );
}

/** Starts the operation. */
async function begin(wanted: Planned<Definition>, work: Work, call: Call) {
  const database = await work.must(`read the database ${wanted.database_id}`, () => databaseOf(wanted, work, call));
  const attempt = `back up the database "${database.handle}"`;
  const operation = await work.must(attempt, async () => {
    await warnOfAnother(database, work, call);
    return startOperation(
      call,
      { signal: work.lateSignal },
      `/databases/${database.id}`,
      { type: 'backup' },
      { after: lastOperationId(database) },
    );
  });
  return { database, attempt, operation };
}

async function databaseOf({ database_id: id }: Planned<Definition>, work: Work, call: Call): Promise<Database> {
  const found = await call.reader.find('databases', id, { signal: work.signal, fresh: true });
  if (found !== undefined) return found;
  throw new DiagnosticError(
    `There is no database with the id ${id}`,
    'Check the id, and that the token may see its environment. A database that is gone has no new backups.',
    ['database_id'],
  );
}

/**
 * Nothing tells whose a backup is. One that came last and not long ago may be that of an apply that was killed, and then no state has it:
 * this one is made all the same, and that one is told.
 */
async function warnOfAnother(database: Database, work: Work, call: Call): Promise<void> {
  const last = database._embedded.last_operation;
  if (last?.type !== 'backup' || last.status === 'failed' || isClaimed(call.platform, 'operations', last)) return;
  if (!isRecent(last)) return;
  const made = await madeBy({ operation_id: last.id, env_id: requiredId(database, 'account') }, call, work.signal);
  if (made === undefined && last.status === 'succeeded') return; // it was purged
  if (made?.manual === false) return; // the platform makes one each day
  const id = made === undefined ? `the operation ${last.id} is making it` : `its id is ${made.id}`;
  call.diagnostics.warning(
    `The database "${database.handle}" has another recent backup`,
    `Now one more is made. The other one is from ${last.created_at}, and ${id}. If an apply has left it behind that was killed, and no state ` +
      `has it, ` +
      (made === undefined
        ? 'purge it when it is there ("aptible backup:list" and "aptible backup:purge").'
        : `import it, or purge it ("aptible backup:purge ${made.id}"):\n\n${importBlock(definition.name, made.id)}`),
  );
}

/** The backup that an operation which has ended has made. */
async function madeBy(
  { operation_id: operationId, env_id: environmentId }: Pick<BackupState, 'operation_id' | 'env_id'>,
  call: Call,
  signal: AbortSignal,
): Promise<Backup | undefined> {
  const backups = await call.reader.list('backups', { environmentId: environmentId!, signal, fresh: true });
  // Copies of it may name the same operation.
  return backups.find(
    (each) => linkedId(each, 'created_from_operation') === operationId && linkedId(each, 'copied_from') === undefined,
  );
}

/** The operation that may make the backup yet. */
async function unfinished(known: BackupState, call: Call, signal: AbortSignal): Promise<Operation | undefined> {
  const operation = await call.platform.find(`/operations/${known.operation_id}`, operationShape, { signal });
  return operation?.status === 'queued' || operation?.status === 'running' ? operation : undefined;
}

/** What the operation of an interrupted create has made when it has ended. */
async function madeAfterAll(known: BackupState, work: Work, call: Call): Promise<Backup | undefined> {
  const operation = await unfinished(known, call, work.signal);
  if (operation !== undefined) {
    try {
      await waitForOperation(call, work, operation, known.env_id!);
    } catch (error) {
      // Then it has made nothing.
      if (!(error instanceof OperationFailedError)) throw error;
    }
  }
  return madeBy(known, call, work.signal);
}

function stateOf(record: Backup, known: Pick<BackupState, 'database_id' | 'triggers'>): Found<Definition> {
  return {
    ...idsOf(record),
    database_id: linkedId(record, 'database') ?? known.database_id,
    triggers: known.triggers,
    operation_id: linkedId(record, 'created_from_operation') ?? null,
    database_handle: record.database_handle ?? null,
    created_at: record.created_at ?? null,
    size: record.size ?? null,
    region: record.aws_region ?? null,
    manual: record.manual ?? null,
  };
}
