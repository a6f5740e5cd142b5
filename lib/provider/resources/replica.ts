import { type Database, linkedId, requiredId } from '../../api';
import { DiagnosticError } from '../../plugin/diagnostics';
import { unknown } from '../../plugin/values';
import { resources, type State } from '../../schema';
import type { Call } from '../call';
import { endBegun, makeDatabase, readBegun, settleDatabase } from '../database-creation';
import { imageOf } from '../database-images';
import { changeDatabase, isUnfinished, keyOf, noConnections, type Private, sizedFields } from '../database-record';
import { isUnprovisioned, warnOfLostData, type WaysToKeepData } from '../database-replacement';
import { removeDatabase, warnOfLostBackups } from '../database-removal';
import { findForImport } from '../import-id';
import { handleIsFree, primaryReplicates, versionExists } from '../plan-checks';
import { closingRead } from '../records';
import { type Found, type Planned, resource } from '../resource';
import { familyIn } from '../values';
import { reading, type Work } from '../work';

const definition = resources.aptible_replica;

type Definition = typeof definition;
type ReplicaState = State<Definition>;
type Wanted = Planned<Definition>;

export const replica = resource<Definition, Private>(definition, {
  plan({ prior, planned }, call) {
    if (!call.storeCredentials) Object.assign(planned, noConnections);
    if (prior !== null && isUnprovisioned(call)) {
      planned.replica_id = unknown;
      call.replace(['replica_id']);
    }
  },

  planDestroy(prior, call) {
    warnOfLostBackups('replica', prior, call);
  },

  planReplacement(replacement, call) {
    warnOfLostData('replica', replacement, waysToKeepData, call);
  },

  checks: ({ prior, planned }) =>
    prior === null
      ? [
          handleIsFree('databases', planned, isUnfinished),
          versionExists('postgresql', planned.logical_version, 'logical_version'),
          primaryReplicates(planned),
        ]
      : [],

  async create({ wanted }, work, call) {
    const what = `the replica "${wanted.handle}"`;
    const operation = await work.must(`create ${what}`, () => replication(wanted, call));
    const record = await makeDatabase(
      {
        what,
        handle: wanted.handle,
        environmentId: wanted.env_id,
        source: `/databases/${wanted.primary_database_id}`,
        operation,
        resource: definition.name,
      },
      work,
      call,
      (made) => call.keep(made === undefined ? {} : { id: String(made.id), replica_id: made.id }),
    );
    await settleDatabase(record, wanted, work, call);
    return finish(wanted, idsOf(record), record.id, work, call);
  },

  async read(known, call) {
    return reading(`the replica "${known.handle}"`, call, async () => {
      if (known.id === null) {
        const begun = await readBegun(namesOf(known), call);
        if (begun === undefined) return null;
        return 'pending' in begun ? known : await stateOf(begun.made, known, call);
      }
      const record = await call.reader.find('databases', replicaId(known), {
        environmentId: known.env_id,
        signal: call.signal,
      });
      if (record === undefined) return null;
      if (linkedId(record, 'initialize_from') === undefined) warnOfUnlinked(record, known, call);
      return await stateOf(record, known, call);
    });
  },

  async update({ before, wanted }, work, call) {
    const id = replicaId(before);
    await changeDatabase(before, wanted, id, work, call, call.keep);
    return finish(wanted, {}, id, work, call);
  },

  async delete(known, work, call) {
    const what = `deprovision the replica "${known.handle}"`;
    const id = known.id === null ? await work.must(what, () => endBegun(namesOf(known), work, call)) : replicaId(known);
    if (id === undefined) return;
    await removeDatabase(
      {
        id,
        what: `the replica "${known.handle}"`,
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
    if (linkedId(record, 'initialize_from') !== undefined) return idsOf(record);
    throw new DiagnosticError(
      `The database "${record.handle}" is not a replica`,
      `It follows no other database. Import it as a database: terraform import aptible_database.NAME ${text}`,
    );
  },

  /** The official provider keeps old names of profiles. */
  upgrade(state) {
    return { ...state, container_profile: familyIn(state) };
  },
});

function warnOfUnlinked(
  { id, handle }: Database,
  { primary_database_id: primary }: ReplicaState,
  { diagnostics }: Call,
): void {
  diagnostics.warning(
    `The replica "${handle}" (id ${id}) follows no other database any more`,
    `It was unlinked from the database ${primary}, and goes on by itself, as a database. Here it is a replica still: when that one is ` +
      'replaced, this one is, too, and its data is lost. To make it a database here, too, change its block ' +
      'to resource "aptible_database" "NAME", leave out primary_database_id and logical_version, refer to its database_id instead of its ' +
      `replica_id, and add this block, with NAME as it is in its address:\n\n${movedBlock}\n\nIt needs Terraform 1.8. Nothing changes on the platform.`,
  );
}

const movedBlock = `  moved {
    from = aptible_replica.NAME
    to   = aptible_database.NAME
  }`;

const waysToKeepData: WaysToKeepData<Definition> = {
  env_id: 'a replica does not move. Leave it where it is, and make a second one in the other environment.',
  primary_database_id:
    'a replica follows one database for ever. Leave it as it is, and make a second one of the other database. One that was unlinked goes on ' +
    `as a database, with a block\n\n${movedBlock}`,
  key_arn:
    'the platform does not encrypt a disk anew. Leave it as it is, and make a second replica with the other key.',
  logical_version: 'leave it as it is, and make a second replica of the other version.',
};

const namesOf = ({ handle, env_id: environmentId }: ReplicaState) => ({ handle, environmentId });

const replicaId = (state: Pick<ReplicaState, 'id' | 'replica_id'>): number => state.replica_id ?? Number(state.id);

function idsOf(record: Database) {
  return {
    id: String(record.id),
    replica_id: record.id,
    env_id: requiredId(record, 'account'),
    primary_database_id: linkedId(record, 'initialize_from'),
  };
}

/** The operation that makes it. */
async function replication(
  wanted: Wanted,
  call: Call,
): Promise<{ readonly type: string; readonly [field: string]: unknown }> {
  const body = {
    handle: wanted.handle,
    destination_account_id: wanted.env_id,
    container_size: wanted.container_size,
    disk_size: wanted.disk_size,
    instance_profile: wanted.container_profile,
    provisioned_iops: wanted.iops,
    ...keyOf(wanted),
  };
  if (wanted.logical_version === null) return { type: 'replicate', ...body };
  return { type: 'replicate_logical', docker_ref: await dockerRef(wanted.logical_version, call), ...body };
}

/** The name of the image of a PostgreSQL version. */
async function dockerRef(version: string, call: Call): Promise<string> {
  const image = await imageOf('postgresql', version, 'logical_version', call);
  if (image instanceof DiagnosticError) throw image;
  if (image.docker_repo) return image.docker_repo;
  throw new Error(`The platform does not say the name of the image of postgresql ${version}.`);
}

const finish = (
  wanted: Wanted,
  known: Partial<Found<Definition>>,
  id: number,
  work: Work,
  call: Call<Private>,
): Promise<Found<Definition>> =>
  closingRead(
    call,
    work,
    { kind: 'databases', id, what: `the replica "${wanted.handle}"`, name: `The database "${wanted.handle}"`, known },
    (record) => stateOf(record, wanted, call, { fresh: true }),
  );

async function stateOf(
  record: Database,
  known: Wanted | ReplicaState,
  call: Call<Private>,
  options?: { readonly fresh: boolean },
): Promise<Found<Definition>> {
  const { primary_database_id: primary, ...ids } = idsOf(record);
  return {
    ...ids,
    // Unlinked in the dashboard, it goes on by itself; the state keeps what it came from.
    primary_database_id: primary ?? known.primary_database_id,
    logical_version: await logicalVersionOf(record, known, call),
    ...(await sizedFields(record, known, call, options)),
  };
}

/** How it was made is in the state, but for an import and a state of another provider, which have nothing in their private state. */
async function logicalVersionOf(
  record: Database,
  known: Pick<ReplicaState, 'logical_version'>,
  call: Call<Private>,
): Promise<string | null> {
  const isForeign = call.private === undefined;
  call.private = { status: record.status };
  if (!isForeign || record.type !== 'postgresql' || record.logical_replica === false) return known.logical_version;
  const version = await versionOf(record, call);
  const isLogical = record.logical_replica ?? version !== (await versionOf(await primaryOf(record, call), call));
  return isLogical ? (version ?? null) : null;
}

/** Its primary, or itself where there is none to be seen: as if both had the same version. */
async function primaryOf(record: Database, { reader, signal }: Call): Promise<Database> {
  const id = linkedId(record, 'initialize_from');
  const environmentId = linkedId(record, 'account');
  return (id === undefined ? undefined : await reader.find('databases', id, { environmentId, signal })) ?? record;
}

async function versionOf(record: Database, { reader, signal }: Call): Promise<string | undefined> {
  const imageId = linkedId(record, 'database_image');
  return imageId === undefined ? undefined : (await reader.find('database_images', imageId, { signal }))?.version;
}
