import { linkedId, type LogDrain, logDrainShape, requiredId } from '../../api';
import { isUnknown, type Unknown } from '../../plugin/values';
import { resources } from '../../schema';
import type { Call } from '../call';
import { findForImport } from '../import-id';
import { createRecord, isWithoutOperations } from '../new-record';
import { handleIsFree } from '../plan-checks';
import { closingRead, deprovision, runOperation } from '../records';
import { type Found, type Planned, resource } from '../resource';
import { changedFields } from '../values';
import { reading, type Work } from '../work';

const definition = resources.aptible_log_drain;

type Definition = typeof definition;

export const logDrain = resource(definition, {
  checks: ({ prior, planned }) => (prior === null ? [handleIsFree('log_drains', planned, isUntouched)] : []),

  async create({ wanted }, work, call) {
    const { platform, reader } = call;
    const environmentId = wanted.env_id;
    const what = `the log drain "${wanted.handle}"`;
    const path = `/accounts/${environmentId}/log_drains`;
    const record = await createRecord(call, work, {
      type: definition.name,
      what,
      path,
      identity: wanted.handle,
      create: () => platform.post(path, logDrainShape, bodyOf(wanted), { signal: work.lateSignal }),
      find: () => reader.withHandle('log_drains', wanted.handle, environmentId, work.signal),
      isUnused: async (found) =>
        found.status === 'pending' &&
        isMadeOf(found, bodyOf(wanted)) &&
        (await isWithoutOperations(`/log_drains/${found.id}`, work, call)),
    });
    call.keep(idsOf(record));

    await work.run(`provision ${what}`, () =>
      runOperation(call, work, `/log_drains/${record.id}`, environmentId, { type: 'provision' }, { after: 0 }),
    );
    return finish(wanted, stateOf(record), record.id, work, call);
  },

  async read(known, call) {
    return reading(`the log drain "${known.handle}"`, call, async () => {
      const record = await call.reader.find('log_drains', logDrainId(known), {
        environmentId: known.env_id,
        signal: call.signal,
      });
      return record === undefined ? null : stateOf(record);
    });
  },

  async update({ before, wanted }, work, call) {
    const id = logDrainId(before);
    const { drain_apps, drain_databases, drain_ephemeral_sessions, drain_proxies } = wanted;
    const filters = { drain_apps, drain_databases, drain_ephemeral_sessions, drain_proxies };
    if (Object.entries(filters).some(([name, value]) => before[name as keyof typeof filters] !== value)) {
      await work.run(`change the filters of the log drain "${wanted.handle}"`, async () => {
        await call.platform.put(`/log_drains/${id}`, undefined, filters, { signal: work.signal });
        call.keep(filters);
        // An empty configure restarts the drain, which takes over the filters.
        await runOperation(call, work, `/log_drains/${id}`, before.env_id, { type: 'configure' });
      });
    }
    return finish(wanted, before, id, work, call);
  },

  async delete(known, work, call) {
    const id = logDrainId(known);
    await work.must(`deprovision the log drain "${known.handle}"`, () =>
      deprovision(call, work, `/log_drains/${id}`, known.env_id),
    );
    call.reader.forget('log_drains', known.env_id, id);
  },

  async import(text, call) {
    const record = await findForImport(text, call, {
      thing: 'a log drain',
      source: call.reader.source('log_drains', call.signal),
    });
    return idsOf(record);
  },
});

const logDrainId = ({ id, log_drain_id }: { id: string | null; log_drain_id: number | null }): number =>
  log_drain_id ?? Number(id);

const isUntouched = ({ status }: LogDrain): boolean => status === 'pending';

function idsOf(record: LogDrain) {
  return { id: String(record.id), log_drain_id: record.id, env_id: requiredId(record, 'account') };
}

function bodyOf(wanted: Planned<Definition>) {
  const known = <T>(value: T | Unknown | null): T | undefined => (isUnknown(value) ? undefined : (value ?? undefined));
  return {
    handle: wanted.handle,
    drain_type: wanted.drain_type,
    database_id: known(wanted.database_id),
    drain_host: known(wanted.drain_host),
    drain_port: known(wanted.drain_port),
    drain_username: known(wanted.drain_username) ?? known(wanted.token),
    drain_password: known(wanted.drain_password),
    logging_token: known(wanted.logging_token) ?? known(wanted.tags) ?? known(wanted.pipeline),
    url: known(wanted.url),
    drain_apps: wanted.drain_apps,
    drain_databases: wanted.drain_databases,
    drain_ephemeral_sessions: wanted.drain_ephemeral_sessions,
    drain_proxies: wanted.drain_proxies,
  };
}

/** Whether the log drain has all that the body asks for. */
const isMadeOf = (found: LogDrain, { database_id, ...body }: ReturnType<typeof bodyOf>): boolean =>
  linkedId(found, 'database') === (database_id ?? undefined) && changedFields(found, body) === undefined;

const finish = (
  { handle }: Planned<Definition>,
  known: Partial<Found<Definition>>,
  id: number,
  work: Work,
  call: Call,
): Promise<Found<Definition>> =>
  closingRead(call, work, { kind: 'log_drains', id, what: `the log drain "${handle}"`, known }, stateOf);

export function stateOf(record: LogDrain): Found<Definition> {
  const { attributes: filters } = definition;
  const hasToken = record.drain_type === 'datadog' || record.drain_type === 'logdna';
  const username = record.drain_username || null;
  const loggingToken = record.logging_token || null;
  return {
    ...idsOf(record),
    handle: record.handle,
    drain_type: record.drain_type,
    database_id: linkedId(record, 'database') ?? null,
    drain_host: record.drain_host || null,
    drain_port: record.drain_port || null,
    url: record.url || null,
    drain_username: username,
    drain_password: record.drain_password || null,
    logging_token: loggingToken,
    token: hasToken ? username : null,
    tags: hasToken ? loggingToken : null,
    pipeline: record.drain_type === 'elasticsearch_database' ? loggingToken : null,
    drain_apps: record.drain_apps ?? filters.drain_apps.default,
    drain_databases: record.drain_databases ?? filters.drain_databases.default,
    drain_ephemeral_sessions: record.drain_ephemeral_sessions ?? filters.drain_ephemeral_sessions.default,
    drain_proxies: record.drain_proxies ?? filters.drain_proxies.default,
  };
}
