import { type Database, linkedId } from '../../api';
import { DiagnosticError } from '../../plugin/diagnostics';
import type { Call, Resource } from '../../plugin/types';
import type { ObjectValue } from '../../plugin/values';
import { resources, type State } from '../../schema';
import { checkConfiguration, checkPlan } from '../checks';
import type { Context } from '../configure';
import {
  changeDatabase,
  changedDatabase,
  endBegun,
  makeDatabase,
  noConnections,
  readBegun,
  settleDatabase,
  sizedFields,
} from '../database-record';
import { findForImport, listCandidates } from '../import-id';
import { deprovision } from '../records';
import { completed, family } from '../values';
import { reading, Work } from '../work';

const definition = resources.aptible_replica;

type ReplicaState = State<typeof definition>;

export const replica: Resource<Context> = {
  schema: definition,

  validate(config, call) {
    checkConfiguration(definition, config, call.diagnostics);
  },

  plan({ prior, planned }, call) {
    checkPlan(definition, { prior, planned }, call.diagnostics);
    if (!call.client.storeCredentials) Object.assign(planned, noConnections);
  },

  async create({ planned }, call) {
    const wanted = planned as unknown as ReplicaState;
    const work = new Work(call, 'create', wanted.timeouts, definition.timeoutsMinutes.create);
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
      (made) => call.keep({ ...planned, ...(made && { id: String(made.id), replica_id: made.id }) }),
    );
    await settleDatabase(record, wanted, work, call);
    return finish(wanted, record.id, work, call);
  },

  async read(state, call) {
    const known = state as unknown as ReplicaState;
    return reading(`the replica "${known.handle}"`, call, async () => {
      if (known.id === null) {
        const begun = await readBegun(namesOf(known), call);
        if (begun === undefined) return null;
        return 'pending' in begun ? state : await stateOf(begun.made, known, call);
      }
      const record = await call.client.reader.database(replicaId(known), known.env_id, call.signal);
      return record === undefined ? null : await stateOf(record, known, call);
    });
  },

  async update({ prior, planned }, call) {
    const before = prior as unknown as ReplicaState;
    const wanted = planned as unknown as ReplicaState;
    const id = replicaId(before);
    const work = new Work(call, 'update', wanted.timeouts, definition.timeoutsMinutes.update);
    let reached = before;
    await changeDatabase(before, wanted, id, work, call, (fields) => {
      reached = { ...reached, ...fields };
      call.keep(reached as unknown as ObjectValue);
    });
    return finish(wanted, id, work, call);
  },

  async delete(prior, call) {
    const known = prior as unknown as ReplicaState;
    const work = new Work(call, 'delete', known.timeouts, definition.timeoutsMinutes.delete);
    const what = `deprovision the replica "${known.handle}"`;
    const id = known.id === null ? await work.must(what, () => endBegun(namesOf(known), work, call)) : replicaId(known);
    if (id === undefined) return;
    await work.must(what, () => deprovision(call.client, work, `/databases/${id}`, known.env_id));
    call.client.reader.forget('databases', known.env_id, id);
  },

  async import(text, call) {
    const { reader } = call.client;
    const record = await findForImport(text, call, {
      thing: 'a database',
      byId: (id) => reader.database(id, undefined, call.signal),
      inEnvironment: (environmentId) => reader.databases(environmentId, call.signal),
    });
    if (linkedId(record, 'initialize_from') !== undefined) return idsOf(record);
    throw new DiagnosticError(
      `The database "${record.handle}" is not a replica`,
      `It follows no other database. Import it as a database: terraform import aptible_database.NAME ${text}`,
    );
  },

  /** The official provider keeps old names of profiles. */
  upgrade(state) {
    return { ...state, container_profile: family(String(state.container_profile || 'm')) };
  },
};

const namesOf = ({ handle, env_id: environmentId }: ReplicaState) => ({ handle, environmentId });

const replicaId = (state: Pick<ReplicaState, 'id' | 'replica_id'>): number => state.replica_id ?? Number(state.id);

function idsOf(record: Database) {
  return {
    id: String(record.id),
    replica_id: record.id,
    env_id: linkedId(record, 'account')!,
    primary_database_id: linkedId(record, 'initialize_from')!,
  };
}

/** The operation that makes it. */
async function replication(
  wanted: ReplicaState,
  call: Call<Context>,
): Promise<{ readonly type: string; readonly [field: string]: unknown }> {
  const body = {
    handle: wanted.handle,
    destination_account_id: wanted.env_id,
    container_size: wanted.container_size,
    disk_size: wanted.disk_size,
    instance_profile: wanted.container_profile,
    provisioned_iops: wanted.iops,
  };
  if (wanted.logical_version === null) return { type: 'replicate', ...body };
  return { type: 'replicate_logical', docker_ref: await dockerRef(wanted.logical_version, call), ...body };
}

/** The name of the image of a PostgreSQL version. */
async function dockerRef(version: string, call: Call<Context>): Promise<string> {
  const images = (await call.client.reader.databaseImages(call.signal)).filter(({ type }) => type === 'postgresql');
  const found = images.find((image) => image.version === version);
  if (found?.docker_repo) return found.docker_repo;
  throw new DiagnosticError(
    `There is no postgresql of version "${version}"`,
    `Of the versions of postgresql, there ${listCandidates(
      images.map((image) => image.version),
      version,
    )}.`,
    ['logical_version'],
  );
}

async function finish(wanted: ReplicaState, id: number, work: Work, call: Call<Context>): Promise<ObjectValue> {
  const record = await changedDatabase(wanted.handle, id, call);
  const actual = await stateOf(record, wanted, call, { fresh: true });
  return work.failed ? actual : completed(wanted as unknown as ObjectValue, actual);
}

async function stateOf(
  record: Database,
  known: ReplicaState,
  call: Call<Context>,
  options?: { readonly fresh: boolean },
): Promise<ObjectValue> {
  const { primary_database_id: primary, ...ids } = idsOf(record);
  return {
    ...(known as unknown as ObjectValue),
    ...ids,
    // Unlinked in the dashboard, it goes on by itself; the state keeps what it came from.
    primary_database_id: primary ?? known.primary_database_id,
    ...(await sizedFields(record, known, call, options)),
  };
}
