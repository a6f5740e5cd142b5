import { linkedId, type MetricDrain, metricDrainShape, requiredId } from '../../api';
import { resources } from '../../schema';
import type { Call } from '../call';
import { findForImport } from '../import-id';
import { createRecord, isWithoutOperations } from '../new-record';
import { handleIsFree } from '../plan-checks';
import { closingRead, deprovision, runOperation } from '../records';
import { type Found, type Planned, resource } from '../resource';
import { changedFields } from '../values';
import { reading, type Work } from '../work';

const definition = resources.aptible_metric_drain;

type Definition = typeof definition;

export const metricDrain = resource(definition, {
  checks: ({ prior, planned }) => (prior === null ? [handleIsFree('metric_drains', planned, isUntouched)] : []),

  async create({ wanted }, work, call) {
    const { platform, reader } = call;
    const environmentId = wanted.env_id;
    const what = `the metric drain "${wanted.handle}"`;
    const path = `/accounts/${environmentId}/metric_drains`;
    const record = await createRecord(call, work, {
      type: definition.name,
      what,
      path,
      identity: wanted.handle,
      create: () => platform.post(path, metricDrainShape, bodyOf(wanted), { signal: work.lateSignal }),
      find: () => reader.withHandle('metric_drains', wanted.handle, environmentId, work.signal),
      isUnused: async (found) =>
        found.status === 'pending' &&
        isMadeOf(found, bodyOf(wanted)) &&
        (await isWithoutOperations(`/metric_drains/${found.id}`, work, call)),
    });
    call.keep(idsOf(record));

    await work.run(`provision ${what}`, () =>
      runOperation(call, work, `/metric_drains/${record.id}`, environmentId, { type: 'provision' }, { after: 0 }),
    );
    return finish(wanted, stateOf(record), record.id, work, call);
  },

  async read(known, call) {
    return reading(`the metric drain "${known.handle}"`, call, async () => {
      const record = await call.reader.find('metric_drains', metricDrainId(known), {
        environmentId: known.env_id,
        signal: call.signal,
      });
      return record === undefined ? null : stateOf(record);
    });
  },

  update({ before }) {
    // Only `timeouts` change without a replacement.
    return before;
  },

  async delete(known, work, call) {
    const id = metricDrainId(known);
    await work.must(`deprovision the metric drain "${known.handle}"`, () =>
      deprovision(call, work, `/metric_drains/${id}`, known.env_id),
    );
    call.reader.forget('metric_drains', known.env_id, id);
  },

  async import(text, call) {
    const record = await findForImport(text, call, {
      thing: 'a metric drain',
      source: call.reader.source('metric_drains', call.signal),
    });
    return idsOf(record);
  },
});

const metricDrainId = ({ id, metric_drain_id }: { id: string | null; metric_drain_id: number | null }): number =>
  metric_drain_id ?? Number(id);

const isUntouched = ({ status }: MetricDrain): boolean => status === 'pending';

function idsOf(record: MetricDrain) {
  return { id: String(record.id), metric_drain_id: record.id, env_id: requiredId(record, 'account') };
}

function bodyOf(wanted: Planned<Definition>): {
  readonly handle: string;
  readonly drain_type: string;
  readonly database_id?: number | null;
  readonly drain_configuration?: Readonly<Record<string, unknown>>;
} {
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

/** Whether the metric drain has all that the body asks for. */
const isMadeOf = (
  found: MetricDrain,
  { drain_type, drain_configuration, database_id }: ReturnType<typeof bodyOf>,
): boolean =>
  found.drain_type === drain_type &&
  linkedId(found, 'database') === (database_id ?? undefined) &&
  changedFields(found.drain_configuration ?? {}, drain_configuration ?? {}) === undefined;

const finish = (
  { handle }: Planned<Definition>,
  known: Partial<Found<Definition>>,
  id: number,
  work: Work,
  call: Call,
): Promise<Found<Definition>> =>
  closingRead(call, work, { kind: 'metric_drains', id, what: `the metric drain "${handle}"`, known }, stateOf);

export function stateOf(record: MetricDrain): Found<Definition> {
  const configuration = record.drain_configuration ?? {};
  const value = (name: keyof typeof configuration) => configuration[name] || null;
  return {
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
