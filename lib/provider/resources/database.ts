import { ApiError, type Database, databaseShape, linkedId } from '../../api';
import { DiagnosticError } from '../../plugin/diagnostics';
import type { Call, Resource } from '../../plugin/types';
import { isUnknown, type ObjectValue, unknown } from '../../plugin/values';
import { resources, type State } from '../../schema';
import { checkConfiguration, checkPlan } from '../checks';
import type { Context } from '../configure';
import { changeDatabase, changedDatabase, connectionUrlsOf, sizedFields } from '../database-record';
import { findForImport, listCandidates } from '../import-id';
import { createRecord, deprovision, runOperation } from '../records';
import { completed, family } from '../values';
import { reading, Work } from '../work';

const definition = resources.aptible_database;

type DatabaseState = State<typeof definition>;

export const database: Resource<Context> = {
  schema: definition,

  validate(config, call) {
    checkConfiguration(definition, config, call.diagnostics);
  },

  plan({ prior, planned }, call) {
    checkPlan(definition, { prior, planned }, call.diagnostics);
    if (prior === null) return;
    if (hasFailed(call.private)) {
      // There is nothing in it yet, and the platform does not provision one a second time.
      planned.default_connection_url = unknown;
      planned.connection_urls = unknown;
      planned.credentials = unknown;
      call.replace(['default_connection_url']);
    }
    if (isChanged(prior, planned, 'version')) {
      call.diagnostics.warning(
        `Another version replaces the database "${String(prior.handle)}", and its data is lost`,
        `The platform does not change the version of a database in place (${String(prior.version)} to ${String(planned.version)}): this plan ` +
          'destroys it, with all its data, and creates an empty one. To keep the data, leave the version as it is and make a second database: ' +
          'restore a backup, dump and load, or (PostgreSQL) create a logical replica of the new version; then move the apps over to it.',
        ['version'],
      );
    }
  },

  async create({ planned }, call) {
    const wanted = planned as unknown as DatabaseState;
    const { client, reader } = call.client;
    const work = new Work(call, 'create', wanted.timeouts, definition.timeoutsMinutes.create);
    const environmentId = wanted.env_id;
    const what = `the database "${wanted.handle}"`;
    const imageId = await work.must(`create ${what}`, () => findImage(planned, call));
    const record = await createRecord(work, {
      what,
      create: () =>
        client.post(
          `/accounts/${environmentId}/databases`,
          databaseShape,
          {
            handle: wanted.handle,
            type: wanted.database_type,
            initial_disk_size: wanted.disk_size,
            initial_container_size: wanted.container_size,
            enable_backups: wanted.enable_backups,
            ...(imageId !== undefined && { database_image_id: imageId }),
          },
          { signal: work.lateSignal },
        ),
      find: async () =>
        (await reader.databases(environmentId, work.signal, { fresh: true })).find(
          ({ handle }) => handle === wanted.handle,
        ),
      untouched: ({ status, _embedded }) => status === 'pending' && !_embedded.last_operation,
      importExample: `aptible_database.NAME ENVIRONMENT/${wanted.handle}`,
    });
    call.keep({ ...planned, ...idsOf(record) });

    await work.run(`provision ${what}`, () =>
      runOperation(call.client, work, `/databases/${record.id}`, environmentId, {
        type: 'provision',
        disk_size: wanted.disk_size,
        container_size: wanted.container_size,
        provisioned_iops: wanted.iops,
        instance_profile: wanted.container_profile,
      }),
    );
    return finish(wanted, record.id, work, call);
  },

  async read(state, call) {
    const known = state as unknown as DatabaseState;
    return reading(`the database "${known.handle}"`, call, async () => {
      const record = await call.client.reader.database(databaseId(known), known.env_id, call.signal);
      return record === undefined ? null : await stateOf(record, known, call);
    });
  },

  async update({ prior, planned }, call) {
    const before = prior as unknown as DatabaseState;
    const wanted = planned as unknown as DatabaseState;
    const id = databaseId(before);
    const work = new Work(call, 'update', wanted.timeouts, definition.timeoutsMinutes.update);
    let reached = before;
    const reach = (fields: Partial<DatabaseState>): void => {
      reached = { ...reached, ...fields };
      call.keep(reached as unknown as ObjectValue);
    };

    await changeDatabase(before, wanted, id, work, call, reach);
    return finish(wanted, id, work, call);
  },

  async delete(prior, call) {
    const known = prior as unknown as DatabaseState;
    const id = databaseId(known);
    const work = new Work(call, 'delete', known.timeouts, definition.timeoutsMinutes.delete);
    await work.must(`deprovision the database "${known.handle}"`, async () => {
      try {
        await deprovision(call.client, work, `/databases/${id}`, known.env_id);
      } catch (error) {
        throw (await becauseOfDependents(known, id, error, work, call)) ?? error;
      }
    });
    call.client.reader.forget('databases', known.env_id, id);
  },

  async import(text, call) {
    const { reader } = call.client;
    const record = await findForImport(text, call, {
      thing: 'a database',
      byId: (id) => reader.database(id, undefined, call.signal),
      inEnvironment: (environmentId) => reader.databases(environmentId, call.signal),
    });
    return idsOf(record);
  },

  /** The official provider keeps old names of profiles, and an empty version where none is given. */
  upgrade(state) {
    return {
      ...state,
      version: state.version || null,
      container_profile: family(String(state.container_profile || 'm')),
    };
  },
};

const databaseId = (state: Pick<DatabaseState, 'id' | 'database_id'>): number => state.database_id ?? Number(state.id);

function idsOf(record: Database) {
  return { id: String(record.id), database_id: record.id, env_id: linkedId(record, 'account')! };
}

/** Kept beside the state for the next plan. */
interface Status {
  readonly status: string;
}

const hasFailed = (status: unknown): boolean => (status as Status | undefined)?.status === 'provision_failed';

const isChanged = (prior: ObjectValue, planned: ObjectValue, field: string): boolean =>
  !isUnknown(planned[field]) && planned[field] !== prior[field];

/** The id of the image with the wanted version; undefined where the platform chooses. */
async function findImage(planned: ObjectValue, call: Call<Context>): Promise<number | undefined> {
  const { version, database_type: type } = planned;
  if (version === null || isUnknown(version) || version === '') return undefined;
  const images = await call.client.reader.databaseImages(call.signal);
  const ofType = images.filter((image) => image.type === type);
  const found = ofType.find((image) => image.version === version);
  if (found !== undefined) return found.id;
  const offered = ofType.filter(({ visible }) => visible !== false);
  const types = [...new Set(images.map((image) => image.type))].sort();
  throw new DiagnosticError(
    `There is no ${String(type)} of version "${String(version)}"`,
    ofType.length === 0
      ? `The platform has no database of type "${String(type)}". It has: ${types.join(', ')}.`
      : `Of the versions of ${String(type)}, there ${listCandidates(
          (offered.length > 0 ? offered : ofType).map((image) => image.version),
          String(version),
        )}. Leave version out to get the default one${defaultVersion(ofType)}.`,
    ['version'],
  );
}

function defaultVersion(images: readonly { version: string; default: boolean }[]): string {
  const image = images.find((each) => each.default);
  return image === undefined ? '' : ` (${image.version})`;
}

async function becauseOfDependents(
  { handle }: DatabaseState,
  id: number,
  cause: unknown,
  work: Work,
  { client: { client } }: Call<Context>,
): Promise<DiagnosticError | undefined> {
  if (work.signal.aborted) return undefined;
  let dependents: readonly Database[];
  try {
    dependents = await client.list(`/databases/${id}/dependents`, databaseShape, { signal: work.signal });
  } catch (error) {
    if (error instanceof ApiError) return undefined; // the deprovision's own error says more than this one
    throw error;
  }
  if (dependents.length === 0) return undefined;
  const names = dependents.map((each) => `"${each.handle}" (id ${each.id})`).join(', ');
  return new DiagnosticError(
    `Could not deprovision the database "${handle}": it has replicas`,
    `${cause instanceof Error ? cause.message : String(cause)}\n\nThese depend on it: ${names}. Remove them first, or detach them in the ` +
      'dashboard (Unlink); replicas that are managed here come first by themselves when they refer to this database.',
    undefined,
    { cause },
  );
}

async function finish(wanted: DatabaseState, id: number, work: Work, call: Call<Context>): Promise<ObjectValue> {
  const record = await changedDatabase(wanted.handle, id, call);
  const actual = await stateOf(record, wanted, call, { fresh: true });
  return work.failed ? actual : completed(wanted as unknown as ObjectValue, actual);
}

/** `known`: the state or plan that says in which of several equal forms values are kept, and what is not there yet. */
async function stateOf(
  record: Database,
  known: DatabaseState,
  call: Call<Context>,
  options?: { readonly fresh: boolean },
): Promise<ObjectValue> {
  const imageId = linkedId(record, 'database_image');
  const [image, sized] = await Promise.all([
    imageId === undefined ? undefined : call.client.reader.databaseImage(imageId, call.signal),
    sizedFields(record, known, call, options),
  ]);
  call.private = { status: record.status } satisfies Status;
  return {
    ...(known as unknown as ObjectValue),
    ...idsOf(record),
    ...sized,
    database_type: record.type,
    version: image?.version ?? null,
    database_image_id: imageId ?? null,
    connection_urls: connectionUrlsOf(record),
  } as ObjectValue;
}
