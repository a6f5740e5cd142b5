import {
  ApiError,
  type Backup,
  type Database,
  linkedId,
  type Operation,
  OperationFailedError,
  operationShape,
} from '../../api';
import { DiagnosticError } from '../../plugin/diagnostics';
import type { Call, Resource } from '../../plugin/types';
import type { ObjectValue } from '../../plugin/values';
import { resources, type State } from '../../schema';
import { checkConfiguration } from '../checks';
import type { Context } from '../configure';
import { runOperation, startOperation, waitForOperation } from '../records';
import { completed } from '../values';
import { reading, Work } from '../work';

const definition = resources.aptible_backup;

type BackupState = State<typeof definition>;

/** A backup that was made on demand. What the platform has of it does not change. */
export const backup: Resource<Context> = {
  schema: definition,

  validate(config, call) {
    checkConfiguration(definition, config, call.diagnostics);
  },

  plan({ prior, planned }, call) {
    if (prior === null || planned.database_id === prior.database_id) return;
    call.diagnostics.warning(
      `The backup ${String(prior.id)} of the database "${String(prior.database_handle)}" is purged`,
      'Another database_id replaces it by a backup of that database, and this one is lost for good. To keep it, take it out of the state ' +
        'before you apply: terraform state rm, or a block removed { lifecycle { destroy = false } }.',
      ['database_id'],
    );
  },

  async create({ planned }, call) {
    const wanted = planned as unknown as BackupState;
    const work = new Work(call, 'create', wanted.timeouts, definition.timeoutsMinutes.create);
    const database = await work.must(`read the database ${wanted.database_id}`, () => databaseOf(wanted, work, call));
    const attempt = `back up the database "${database.handle}"`;
    const last = database._embedded.last_operation?.id ?? 0;
    const operation = await work.must(attempt, () =>
      startOperation(
        call.client,
        { signal: work.lateSignal },
        `/databases/${database.id}`,
        { type: 'backup' },
        // However fast it is: the one that was not there before.
        ({ id, type }) => type === 'backup' && id > last,
      ),
    );
    const started = { operation_id: operation.id, env_id: linkedId(database, 'account')! };
    // It has no id yet, and its operation leads to it, whatever happens now.
    call.keep({ ...planned, ...started });

    const record = await work.must(attempt, async () => {
      await waitForOperation(call.client, work, operation, started.env_id);
      const made = await madeBy(started, call, work.signal);
      if (made !== undefined) return made;
      throw new Error(`The operation ${operation.id} succeeded, and none of the environment's backups comes from it.`);
    });
    return completed(planned, stateOf(record, wanted));
  },

  async read(state, call) {
    const known = state as unknown as BackupState;
    return reading(nameOf(known), call, async () => {
      const id = backupId(known);
      if (id === undefined && (await unfinished(known, call, call.signal)) !== undefined) return state;
      const record =
        id === undefined
          ? await madeBy(known, call, call.signal)
          : await call.client.reader.backup(id, known.env_id ?? undefined, call.signal);
      return record === undefined ? null : stateOf(record, known);
    });
  },

  async update({ prior, planned }) {
    // Only what Terraform alone knows can have changed: `timeouts`, and the first triggers.
    return completed(planned, prior);
  },

  async delete(prior, call) {
    const known = prior as unknown as BackupState;
    const work = new Work(call, 'delete', known.timeouts, definition.timeoutsMinutes.delete);
    await work.must(`purge ${nameOf(known)}`, async () => {
      const id = backupId(known) ?? (await madeAfterAll(known, work, call))?.id;
      if (id === undefined) return;
      try {
        await runOperation(call.client, work, `/backups/${id}`, known.env_id!, { type: 'purge' });
      } catch (error) {
        // The platform answers so once the backup, and with it its operations, is gone.
        if (!(error instanceof ApiError && error.status === 404)) throw error;
      }
      call.client.reader.forget('backups', known.env_id!, id);
    });
  },

  async import(text, call) {
    if (!/^\d{1,15}$/.test(text))
      throw wrongImportId(`"${text}" is not an import id of a backup`, 'A backup has no handle.');
    const record = await reading(`the backup ${text}`, call, () =>
      call.client.reader.backup(Number(text), undefined, call.signal),
    );
    if (record === undefined) {
      throw wrongImportId(
        `There is no backup with the id ${text}`,
        'It was purged, or the token may not see its environment.',
      );
    }
    return idsOf(record);
  },
};

/** Undefined while only its operation is known. */
const backupId = (state: Pick<BackupState, 'id' | 'backup_id'>): number | undefined =>
  state.backup_id ?? (state.id ? Number(state.id) : undefined);

const nameOf = (state: BackupState): string =>
  backupId(state) === undefined ? `the backup of the operation ${state.operation_id}` : `the backup ${backupId(state)}`;

function idsOf(record: Backup) {
  return { id: String(record.id), backup_id: record.id, env_id: linkedId(record, 'account')! };
}

function wrongImportId(summary: string, reason: string): DiagnosticError {
  return new DiagnosticError(
    summary,
    `${reason} Give the numeric id of a backup (4711): "aptible backup:list DATABASE" and "aptible backup:orphaned" show the ids, and so does the ` +
      'data source aptible_backups.',
  );
}

async function databaseOf({ database_id: id }: BackupState, work: Work, call: Call<Context>): Promise<Database> {
  const found = await call.client.reader.database(id, undefined, work.signal, { fresh: true });
  if (found !== undefined) return found;
  throw new DiagnosticError(
    `There is no database with the id ${id}`,
    'Check the id, and that the token may see its environment. A database that is gone has no new backups.',
    ['database_id'],
  );
}

/** The backup that an operation which has ended has made. */
async function madeBy(
  { operation_id: operationId, env_id: environmentId }: Pick<BackupState, 'operation_id' | 'env_id'>,
  call: Call<Context>,
  signal: AbortSignal,
): Promise<Backup | undefined> {
  const backups = await call.client.reader.backups(environmentId!, signal, { fresh: true });
  // Copies of it may name the same operation.
  return backups.find(
    (each) => linkedId(each, 'created_from_operation') === operationId && linkedId(each, 'copied_from') === undefined,
  );
}

/** The operation that may make the backup yet. */
async function unfinished(
  known: BackupState,
  call: Call<Context>,
  signal: AbortSignal,
): Promise<Operation | undefined> {
  const operation = await call.client.client.find(`/operations/${known.operation_id}`, operationShape, { signal });
  return operation?.status === 'queued' || operation?.status === 'running' ? operation : undefined;
}

/** Of an interrupted create: what its operation has made when it has ended. */
async function madeAfterAll(known: BackupState, work: Work, call: Call<Context>): Promise<Backup | undefined> {
  const operation = await unfinished(known, call, work.signal);
  if (operation !== undefined) {
    try {
      await waitForOperation(call.client, work, operation, known.env_id!);
    } catch (error) {
      // Then it has made nothing.
      if (!(error instanceof OperationFailedError)) throw error;
    }
  }
  return madeBy(known, call, work.signal);
}

function stateOf(record: Backup, known: BackupState): ObjectValue {
  return {
    ...(known as unknown as ObjectValue),
    ...idsOf(record),
    database_id: linkedId(record, 'database') ?? known.database_id,
    operation_id: linkedId(record, 'created_from_operation') ?? null,
    database_handle: record.database_handle ?? null,
    created_at: record.created_at ?? null,
    size: record.size ?? null,
    region: record.aws_region ?? null,
    manual: record.manual ?? null,
  };
}
