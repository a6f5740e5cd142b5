import { type Database, databaseShape, linkedId, requiredId } from '../../api';
import { DiagnosticError } from '../../plugin/diagnostics';
import { isUnknown, type Unknown, unknown } from '../../plugin/values';
import { type Draft, resources, type State } from '../../schema';
import type { Call } from '../call';
import { endBegun, makeDatabase, readBegun, settleDatabase } from '../database-creation';
import { type Origin, originOf, readSource, type Source, sourceProblems } from '../database-origin';
import { imageOf } from '../database-images';
import {
  changeDatabase,
  isUnfinished,
  keyOf,
  noConnections,
  type Private,
  sizedFields,
  sizesOf,
} from '../database-record';
import { isUnprovisioned, warnOfLostData, type WaysToKeepData } from '../database-replacement';
import { refuseOwnBackup, removeDatabase, warnOfLostBackups } from '../database-removal';
import { findForImport } from '../import-id';
import { createRecord, isWithoutOperations } from '../new-record';
import { handleIsFree, versionExists } from '../plan-checks';
import { closingRead, runOperation } from '../records';
import { type ApplyCall, type Found, type PlanCall, type Planned, resource } from '../resource';
import { currentPolicy } from '../retention-policy';
import { familyIn } from '../values';
import { reading, type Work } from '../work';

const definition = resources.aptible_database;

type Definition = typeof definition;
type DatabaseState = State<Definition>;
type Wanted = Planned<Definition>;

export const database = resource<Definition, Private>(definition, {
  async plan({ prior, config, planned }, call) {
    if (prior === null) await planOrigin(config, planned, call);
    checkRecovery(planned, call);
    if (!call.storeCredentials) Object.assign(planned, noConnections);
    if (prior !== null && call.private?.isUnread) {
      call.diagnostics.error(
        `The database "${prior.handle}" (id ${prior.id}) was moved here, and has not been read since`,
        'Without its engine and version, a plan could not tell that they stay. Plan without -refresh=false.',
      );
    }
    if (prior !== null && isUnprovisioned(call)) {
      planned.database_id = unknown;
      call.replace(['database_id']);
    }
  },

  planDestroy(prior, call) {
    warnOfLostBackups('database', prior, call);
  },

  async planReplacement(replacement, call) {
    warnOfLostData('database', replacement, waysToKeepData, call);
    await refuseOwnBackup(replacement.prior, replacement.planned.restore_from_backup_id, call);
  },

  checks({ prior, planned }) {
    if (prior !== null) return [];
    const handle = handleIsFree('databases', planned, isUnfinished);
    // The version is that of what it begins with.
    if (originOf(planned) !== undefined) return [handle];
    return [handle, versionExists(planned.database_type, planned.version, 'version')];
  },

  async create({ wanted }, work, call) {
    const what = `the database "${wanted.handle}"`;
    const origin = originOf(wanted);
    const record =
      origin === undefined
        ? await createEmpty(wanted, what, work, call)
        : await createFrom(origin, wanted, what, work, call);
    return finish(wanted, idsOf(record), record.id, work, call);
  },

  async read(known, call) {
    return reading(`the database "${known.handle}"`, call, async () => {
      if (known.id === null) {
        const begun = await readBegun(namesOf(known), call);
        if (begun === undefined) return null;
        return 'pending' in begun ? known : await stateOf(begun.made, known, call);
      }
      if (known.database_image_id !== null) {
        // It was provisioned when it was read last: it has a service and an image, which are needed next.
        call.reader.expect('services', known.env_id, call);
        call.reader.expect('database_images', undefined, call);
      }
      const record = await call.reader.find('databases', databaseId(known), {
        environmentId: known.env_id,
        signal: call.signal,
      });
      return record === undefined ? null : await stateOf(record, known, call);
    });
  },

  async update({ before, wanted }, work, call) {
    const id = databaseId(before);
    // Recovery needs backups: it is switched on after them, and off before them.
    const isSwitched = wanted.enable_pitr !== before.enable_pitr;
    const switchRecovery = async () => {
      await setRecovery(wanted, id, work, call);
      if (!work.failed) call.keep({ enable_pitr: wanted.enable_pitr });
    };
    if (isSwitched && !wanted.enable_pitr) await switchRecovery();
    await changeDatabase(before, wanted, id, work, call, call.keep);
    if (isSwitched && wanted.enable_pitr) await switchRecovery();
    return finish(wanted, {}, id, work, call);
  },

  async delete(known, work, call) {
    const what = `deprovision the database "${known.handle}"`;
    const id =
      known.id === null ? await work.must(what, () => endBegun(namesOf(known), work, call)) : databaseId(known);
    if (id === undefined) return;
    await removeDatabase(
      {
        id,
        what: `the database "${known.handle}"`,
        environmentId: known.env_id,
        purgesBackups: known.purge_backups_on_destroy,
      },
      work,
      call,
    );
  },

  async import(text, call) {
    const record = await findForImport(text, call, {
      thing: 'a database',
      source: call.reader.source('databases', call.signal),
    });
    return idsOf(record);
  },

  /** The official provider keeps old names of profiles, and an empty version where none is given. */
  upgrade(state) {
    return {
      ...state,
      version: state.version || null,
      container_profile: familyIn(state),
    };
  },

  movesFrom: {
    /** One that was promoted: what was unlinked from its primary is a database like any other. */
    aptible_replica({ replica_id, ...state }, call) {
      call.private = { ...call.private, isUnread: true };
      return { ...state, database_id: replica_id };
    },
  },
});

const onlyForCreation = (attribute: string) =>
  `only a creation looks at it. Remove the argument, or write lifecycle { ignore_changes = [${attribute}] }.`;

const waysToKeepData: WaysToKeepData<Definition> = {
  env_id:
    'a database does not move. Leave it where it is, and restore a backup of it there as a second database (restore_from_backup_id).',
  database_type: 'leave it as it is, and load a dump of the data into a second database.',
  version:
    'the platform does not change it in place. Leave it as it is, and make a second database of the other version: load a dump into it, or ' +
    '(PostgreSQL) make it an aptible_replica with logical_version. Then move the apps over.',
  key_arn:
    'the platform does not encrypt a disk anew. Leave it as it is, and restore a backup of it with the other key as a second database.',
  restore_from_backup_id: onlyForCreation('restore_from_backup_id'),
  clone_from_database_id: onlyForCreation('clone_from_database_id'),
  recover_from_database_id: onlyForCreation('recover_from_database_id'),
  recover_to_time: onlyForCreation('recover_to_time'),
};

/** Makes an empty database. */
async function createEmpty(
  wanted: Wanted,
  what: string,
  work: Work,
  call: ApplyCall<Definition, Private>,
): Promise<Database> {
  const { handle, env_id: environmentId } = wanted;
  const imageId = await work.must(`create ${what}`, async () => {
    if (wanted.enable_pitr === true) await checkRetention(environmentId, work, call);
    return findImage(wanted, call);
  });
  const path = `/accounts/${environmentId}/databases`;
  const { key_arn: key } = keyOf(wanted);
  const { container_size, disk_size, enable_backups, enable_pitr } = wanted;
  const record = await createRecord(call, work, {
    type: definition.name,
    what,
    path,
    identity: handle,
    create: () =>
      call.platform.post(
        path,
        databaseShape,
        {
          handle,
          type: wanted.database_type,
          initial_disk_size: disk_size,
          initial_container_size: container_size,
          enable_backups,
          ...(enable_pitr === true && { enable_pitr }),
          ...(key !== undefined && { current_kms_arn: key }),
          ...(imageId !== undefined && { database_image_id: imageId }),
        },
        { signal: work.lateSignal },
      ),
    find: () => call.reader.withHandle('databases', handle, environmentId, work.signal),
    isUnused: async (found) =>
      found.status === 'pending' &&
      found.type === wanted.database_type &&
      found.initial_disk_size === disk_size &&
      found.initial_container_size === container_size &&
      found.enable_backups === enable_backups &&
      (enable_pitr !== true || found.enable_pitr === true) &&
      (key === undefined || found.current_kms_arn === key) &&
      (imageId === undefined || linkedId(found, 'database_image') === imageId) &&
      linkedId(found, 'initialize_from') === undefined &&
      (await isWithoutOperations(`/databases/${found.id}`, work, call)),
  });
  call.keep(idsOf(record));

  await work.run(`provision ${what}`, () =>
    runOperation(
      call,
      work,
      `/databases/${record.id}`,
      environmentId,
      { type: 'provision', ...sizesOf(wanted) },
      { after: 0 },
    ),
  );
  return record;
}

/** Makes a database that begins with the data of a backup or of another database. */
async function createFrom(
  origin: Origin,
  planned: Wanted,
  what: string,
  work: Work,
  call: ApplyCall<Definition, Private>,
): Promise<Database> {
  const source = await work.must(`create ${what}`, () => checkedSource(origin, planned, call));
  const wanted = { ...planned, ...inherited(planned, source) };
  const { handle, env_id: environmentId } = wanted;
  const recovery = { recovery_target_type: 'time', recovery_target: wanted.recover_to_time };
  const key = keyOf(wanted);
  const operations = {
    restore_from_backup_id: {
      type: 'restore',
      handle,
      destination_account_id: environmentId,
      ...sizesOf(wanted),
      ...key,
    },
    clone_from_database_id: { type: 'clone', handle, ...key },
    recover_from_database_id: { type: 'pitr_restore', handle, ...recovery, ...key },
  };
  const record = await makeDatabase(
    {
      what,
      handle,
      environmentId,
      source: source.path,
      operation: operations[origin.attribute],
      ...(origin.attribute === 'recover_from_database_id' && { provision: { ...sizesOf(wanted), ...recovery } }),
      resource: definition.name,
    },
    work,
    call,
    (made) => call.keep(made === undefined ? {} : idsOf(made)),
  );
  await settleDatabase(record, wanted, work, call);
  if (wanted.enable_pitr === true && !record.enable_pitr) await setRecovery(wanted, record.id, work, call);
  return record;
}

/** Takes from what the database begins with what is left out, and reports what contradicts it. */
async function planOrigin(
  config: Draft<Definition, Unknown>,
  planned: Draft<Definition, Unknown>,
  call: PlanCall<Private>,
): Promise<void> {
  const origin = originOf(planned);
  if (origin === undefined) return;
  for (const name of inheritedFields) if (config[name] === null) planned[name] = unknown;
  if (origin.id === undefined) return;
  const source = await readSource(origin.attribute, origin.id, call);
  for (const { path, message } of sourceProblems(origin, source, planned)) {
    call.diagnostics.error(`Invalid value of ${path.join('.')}`, message, path);
  }
  if (source === undefined) return;
  const { disk_size, ...fixed } = source;
  // The disk of a database may grow until the plan is applied.
  const known = origin.attribute === 'restore_from_backup_id' ? { ...fixed, disk_size } : fixed;
  Object.assign(planned, inherited(planned, known));
}

const inheritedFields = ['database_type', 'version', 'disk_size'] as const;

/** What is not known of the database, and is known of its source. */
function inherited(
  planned: Pick<Draft<Definition, Unknown>, (typeof inheritedFields)[number]>,
  source: Partial<Source>,
): { database_type?: string; version?: string; disk_size?: number } {
  const { database_type, version, disk_size } = source;
  return {
    ...(isUnknown(planned.database_type) && database_type !== undefined && { database_type }),
    ...(isUnknown(planned.version) && version !== undefined && { version }),
    ...(isUnknown(planned.disk_size) && disk_size !== undefined && { disk_size }),
  };
}

/** What the database begins with, looked at once more before anything is asked for. */
async function checkedSource(origin: Origin, planned: Wanted, call: Call): Promise<Source> {
  const source = await readSource(origin.attribute, origin.id!, call);
  const problems = sourceProblems(origin, source, planned);
  if (origin.attribute === 'recover_from_database_id' && source?.hasRecovery === false) {
    problems.push({
      path: [origin.attribute],
      message: `${source.what} has no point-in-time recovery: set its enable_pitr`,
    });
  }
  const [first, ...others] = problems;
  if (source !== undefined && first === undefined) return source;
  const messages = [first!, ...others].map(({ path, message }) => `${path.join('.')}: ${message}`);
  throw new DiagnosticError(`Could not create the database "${planned.handle}"`, messages.join('\n'), first!.path);
}

/** What the schema's rules cannot say of recovery to points in time. */
function checkRecovery(planned: Draft<Definition, Unknown>, { diagnostics }: PlanCall<Private>): void {
  const { enable_pitr: enabled, database_type: type, version } = planned;
  if (enabled !== true || type !== 'postgresql' || typeof version !== 'string') return;
  if (Number.parseFloat(version) >= firstVersionWithRecovery) return;
  diagnostics.error(
    'Invalid value of enable_pitr',
    `got true, expected false with version = "${version}": the platform recovers PostgreSQL from version ${firstVersionWithRecovery} on`,
    ['enable_pitr'],
  );
}

const firstVersionWithRecovery = 13;

/** Not at plan: the same apply may change the policy. An old environment that was never given one has the platform's default. */
async function checkRetention(environmentId: number, work: Work, call: Call): Promise<void> {
  const policy = await currentPolicy(environmentId, work.signal, call);
  if (policy?.pitr_days !== 0) return;
  throw new Error(
    'enable_pitr needs a retention policy of the environment that keeps some days for it, and there pitr_days is 0: ask Aptible Support to ' +
      'raise it to 1 at least, which nobody else can, then apply again.',
  );
}

/** Switches recovery to points in time on or off. */
async function setRecovery(wanted: Wanted, id: number, work: Work, call: Call): Promise<void> {
  const { handle, env_id: environmentId, enable_pitr: enabled } = wanted;
  await work.run(
    `switch ${enabled ? 'on' : 'off'} the point-in-time recovery of the database "${handle}"`,
    async () => {
      if (enabled) await checkRetention(environmentId, work, call);
      await runOperation(call, work, `/databases/${id}`, environmentId, {
        type: 'configure_backup_policy',
        enable_pitr: enabled,
      });
    },
  );
}

const namesOf = ({ handle, env_id: environmentId }: DatabaseState) => ({ handle, environmentId });

const databaseId = (state: Pick<DatabaseState, 'id' | 'database_id'>): number => state.database_id ?? Number(state.id);

function idsOf(record: Database) {
  return { id: String(record.id), database_id: record.id, env_id: requiredId(record, 'account') };
}

/** The id of the image with the wanted version; undefined where the platform chooses. */
async function findImage({ version, database_type: type }: Wanted, call: Call): Promise<number | undefined> {
  if (version === null || isUnknown(version) || version === '') return undefined;
  const image = await imageOf(String(type), version, 'version', call);
  if (image instanceof DiagnosticError) throw image;
  return image.id;
}

const finish = (
  wanted: Wanted,
  known: Partial<Found<Definition>>,
  id: number,
  work: Work,
  call: Call<Private>,
): Promise<Found<Definition>> =>
  closingRead(call, work, { kind: 'databases', id, what: `the database "${wanted.handle}"`, known }, (record) =>
    stateOf(record, wanted, call, { fresh: true }),
  );

/** `known`: the state or plan that says in which of several equal forms values are kept, and what is not there yet. */
async function stateOf(
  record: Database,
  known: Wanted | DatabaseState,
  call: Call<Private>,
  options?: { readonly fresh: boolean },
): Promise<Found<Definition>> {
  const imageId = linkedId(record, 'database_image');
  const [image, sized] = await Promise.all([
    imageId === undefined ? undefined : call.reader.find('database_images', imageId, { signal: call.signal }),
    sizedFields(record, known, call, options),
  ]);
  call.private = { status: record.status };
  return {
    ...idsOf(record),
    ...sized,
    database_type: record.type ?? definition.attributes.database_type.default,
    version: image?.version ?? null,
    database_image_id: imageId ?? null,
    restore_from_backup_id: known.restore_from_backup_id,
    clone_from_database_id: known.clone_from_database_id,
    recover_from_database_id: known.recover_from_database_id,
    recover_to_time: known.recover_to_time,
    enable_pitr: record.enable_pitr ?? null,
    pitr_status: record.pitr_status ?? null,
  };
}
