import { linkedId, type LogDrain, logDrainShape } from '../../api';
import type { Call, Resource } from '../../plugin/types';
import { isUnknown, type ObjectValue } from '../../plugin/values';
import { resources, type State } from '../../schema';
import { checkConfiguration } from '../checks';
import type { Context } from '../configure';
import { findForImport } from '../import-id';
import { createRecord, deprovision, runOperation, stillThere } from '../records';
import { completed, withoutZeros } from '../values';
import { reading, Work } from '../work';

const definition = resources.aptible_log_drain;

type LogDrainState = State<typeof definition>;

export const logDrain: Resource<Context> = {
  schema: definition,

  validate(config, call) {
    checkConfiguration(definition, config, call.diagnostics);
  },

  async create({ planned }, call) {
    const wanted = planned as unknown as LogDrainState;
    const { client, reader } = call.client;
    const work = new Work(call, 'create', wanted.timeouts, definition.timeoutsMinutes.create);
    const environmentId = wanted.env_id;
    const what = `the log drain "${wanted.handle}"`;
    const record = await createRecord(work, {
      what,
      create: () =>
        client.post(`/accounts/${environmentId}/log_drains`, logDrainShape, bodyOf(planned), {
          signal: work.lateSignal,
        }),
      find: async () =>
        (await reader.logDrains(environmentId, work.signal, { fresh: true })).find(
          ({ handle }) => handle === wanted.handle,
        ),
      untouched: ({ status }) => status === 'pending',
      importExample: `aptible_log_drain.NAME ENVIRONMENT/${wanted.handle}`,
    });
    call.keep({ ...planned, ...idsOf(record) });

    await work.run(`provision ${what}`, () =>
      runOperation(call.client, work, `/log_drains/${record.id}`, environmentId, { type: 'provision' }),
    );
    return finish(wanted, record.id, work, call);
  },

  async read(state, call) {
    const known = state as unknown as LogDrainState;
    return reading(`the log drain "${known.handle}"`, call, async () => {
      const record = await call.client.reader.logDrain(logDrainId(known), known.env_id, call.signal);
      return record === undefined ? null : stateOf(record, known);
    });
  },

  async update({ prior, planned }, call) {
    const before = prior as unknown as LogDrainState;
    const wanted = planned as unknown as LogDrainState;
    const id = logDrainId(before);
    const work = new Work(call, 'update', wanted.timeouts, definition.timeoutsMinutes.update);
    const { drain_apps, drain_databases, drain_ephemeral_sessions, drain_proxies } = wanted;
    const filters = { drain_apps, drain_databases, drain_ephemeral_sessions, drain_proxies };
    if (Object.entries(filters).some(([name, value]) => before[name as keyof typeof filters] !== value)) {
      await work.run(`change the filters of the log drain "${wanted.handle}"`, async () => {
        await call.client.client.put(`/log_drains/${id}`, undefined, filters, { signal: work.signal });
        call.keep({ ...prior, ...filters });
        // An empty configure restarts the drain, which takes over the filters.
        await runOperation(call.client, work, `/log_drains/${id}`, before.env_id, { type: 'configure' });
      });
    }
    return finish(wanted, id, work, call);
  },

  async delete(prior, call) {
    const known = prior as unknown as LogDrainState;
    const id = logDrainId(known);
    const work = new Work(call, 'delete', known.timeouts, definition.timeoutsMinutes.delete);
    await work.must(`deprovision the log drain "${known.handle}"`, () =>
      deprovision(call.client, work, `/log_drains/${id}`, known.env_id),
    );
    call.client.reader.forget('log_drains', known.env_id, id);
  },

  async import(text, call) {
    const { reader } = call.client;
    const record = await findForImport(text, call, {
      thing: 'a log drain',
      byId: (id) => reader.logDrain(id, undefined, call.signal),
      inEnvironment: (environmentId) => reader.logDrains(environmentId, call.signal),
    });
    return idsOf(record);
  },

  upgrade: withoutZeros,
};

const logDrainId = (state: Pick<LogDrainState, 'id' | 'log_drain_id'>): number =>
  state.log_drain_id ?? Number(state.id);

function idsOf(record: LogDrain) {
  return { id: String(record.id), log_drain_id: record.id, env_id: linkedId(record, 'account')! };
}

function bodyOf(planned: ObjectValue): object {
  const known = (name: keyof LogDrainState) => (isUnknown(planned[name]) ? undefined : (planned[name] ?? undefined));
  return {
    handle: known('handle'),
    drain_type: known('drain_type'),
    database_id: known('database_id'),
    drain_host: known('drain_host'),
    drain_port: known('drain_port'),
    drain_username: known('drain_username') ?? known('token'),
    drain_password: known('drain_password'),
    logging_token: known('logging_token') ?? known('tags') ?? known('pipeline'),
    url: known('url'),
    drain_apps: known('drain_apps'),
    drain_databases: known('drain_databases'),
    drain_ephemeral_sessions: known('drain_ephemeral_sessions'),
    drain_proxies: known('drain_proxies'),
  };
}

async function finish(wanted: LogDrainState, id: number, work: Work, call: Call<Context>): Promise<ObjectValue> {
  const read = await call.client.reader.logDrain(id, undefined, call.signal, { fresh: true });
  const record = stillThere(read, `The log drain "${wanted.handle}"`, id);
  const actual = stateOf(record, wanted);
  return work.failed ? actual : completed(wanted as unknown as ObjectValue, actual);
}

export function stateOf(record: LogDrain, known: Partial<LogDrainState> = {}): ObjectValue {
  const hasToken = record.drain_type === 'datadog' || record.drain_type === 'logdna';
  const username = record.drain_username || null;
  const loggingToken = record.logging_token || null;
  return {
    ...(known as unknown as ObjectValue),
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
    drain_apps: record.drain_apps ?? known.drain_apps ?? null,
    drain_databases: record.drain_databases ?? known.drain_databases ?? null,
    drain_ephemeral_sessions: record.drain_ephemeral_sessions ?? known.drain_ephemeral_sessions ?? null,
    drain_proxies: record.drain_proxies ?? known.drain_proxies ?? null,
  };
}
