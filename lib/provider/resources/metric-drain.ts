import { linkedId, type MetricDrain, metricDrainShape } from '../../api';
import type { Call, Resource } from '../../plugin/types';
import type { ObjectValue } from '../../plugin/values';
import { resources, type State } from '../../schema';
import { checkConfiguration } from '../checks';
import type { Context } from '../configure';
import { findForImport } from '../import-id';
import { createRecord, deprovision, runOperation, stillThere } from '../records';
import { completed, withoutZeros } from '../values';
import { reading, Work } from '../work';

const definition = resources.aptible_metric_drain;

type MetricDrainState = State<typeof definition>;

export const metricDrain: Resource<Context> = {
  schema: definition,

  validate(config, call) {
    checkConfiguration(definition, config, call.diagnostics);
  },

  async create({ planned }, call) {
    const wanted = planned as unknown as MetricDrainState;
    const { client, reader } = call.client;
    const work = new Work(call, 'create', wanted.timeouts, definition.timeoutsMinutes.create);
    const environmentId = wanted.env_id;
    const what = `the metric drain "${wanted.handle}"`;
    const record = await createRecord(work, {
      what,
      create: () =>
        client.post(`/accounts/${environmentId}/metric_drains`, metricDrainShape, bodyOf(wanted), {
          signal: work.lateSignal,
        }),
      find: async () =>
        (await reader.metricDrains(environmentId, work.signal, { fresh: true })).find(
          ({ handle }) => handle === wanted.handle,
        ),
      untouched: ({ status }) => status === 'pending',
      importExample: `aptible_metric_drain.NAME ENVIRONMENT/${wanted.handle}`,
    });
    call.keep({ ...planned, ...idsOf(record) });

    await work.run(`provision ${what}`, () =>
      runOperation(call.client, work, `/metric_drains/${record.id}`, environmentId, { type: 'provision' }),
    );
    return finish(wanted, record.id, work, call);
  },

  async read(state, call) {
    const known = state as unknown as MetricDrainState;
    return reading(`the metric drain "${known.handle}"`, call, async () => {
      const record = await call.client.reader.metricDrain(metricDrainId(known), known.env_id, call.signal);
      return record === undefined ? null : stateOf(record, known);
    });
  },

  /** Only `timeouts` change without a replacement. */
  async update({ planned }) {
    return planned;
  },

  async delete(prior, call) {
    const known = prior as unknown as MetricDrainState;
    const id = metricDrainId(known);
    const work = new Work(call, 'delete', known.timeouts, definition.timeoutsMinutes.delete);
    await work.must(`deprovision the metric drain "${known.handle}"`, () =>
      deprovision(call.client, work, `/metric_drains/${id}`, known.env_id),
    );
    call.client.reader.forget('metric_drains', known.env_id, id);
  },

  async import(text, call) {
    const { reader } = call.client;
    const record = await findForImport(text, call, {
      thing: 'a metric drain',
      byId: (id) => reader.metricDrain(id, undefined, call.signal),
      inEnvironment: (environmentId) => reader.metricDrains(environmentId, call.signal),
    });
    return idsOf(record);
  },

  upgrade: withoutZeros,
};

const metricDrainId = (state: Pick<MetricDrainState, 'id' | 'metric_drain_id'>): number =>
  state.metric_drain_id ?? Number(state.id);

function idsOf(record: MetricDrain) {
  return { id: String(record.id), metric_drain_id: record.id, env_id: linkedId(record, 'account')! };
}

function bodyOf(wanted: MetricDrainState): object {
  const { handle, drain_type, database_id } = wanted;
  if (drain_type === 'influxdb_database') return { handle, drain_type, database_id };
  const configuration = {
    address: wanted.url,
    username: wanted.username,
    password: wanted.password,
    database: wanted.database,
    bucket: wanted.bucket,
    org: wanted.organization,
    api_key: wanted.api_key,
    // InfluxDB 2 has its token under this name, which is in camelCase on the wire.
    authToken: wanted.api_key,
    series_url: wanted.series_url,
  };
  return {
    handle,
    drain_type,
    drain_configuration: Object.fromEntries(Object.entries(configuration).filter(([, value]) => value !== null)),
  };
}

async function finish(wanted: MetricDrainState, id: number, work: Work, call: Call<Context>): Promise<ObjectValue> {
  const read = await call.client.reader.metricDrain(id, undefined, call.signal, { fresh: true });
  const record = stillThere(read, `The metric drain "${wanted.handle}"`, id);
  const actual = stateOf(record, wanted);
  return work.failed ? actual : completed(wanted as unknown as ObjectValue, actual);
}

export function stateOf(record: MetricDrain, known: Partial<MetricDrainState> = {}): ObjectValue {
  const configuration = record.drain_configuration ?? {};
  const value = (name: string) => configuration[name] || null;
  return {
    ...(known as unknown as ObjectValue),
    ...idsOf(record),
    handle: record.handle,
    drain_type: record.drain_type,
    database_id: linkedId(record, 'database') ?? null,
    url: value('address'),
    username: value('username'),
    password: value('password'),
    database: value('database'),
    bucket: value('bucket'),
    organization: value('org'),
    api_key: value('authToken') ?? value('api_key'),
    series_url: value('series_url'),
  };
}
