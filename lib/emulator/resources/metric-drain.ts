import { oneOf, read, reference, nullable, textMap } from '../fields';
import { handle } from '../limits';
import { deprovisionRule, provisionRule } from '../operations';
import type { Call, Resource } from '../platform';
import { refuseIf } from '../refusals';
import { all, created, item, nested, post } from '../routes';
import type { Stored } from '../store';
import { handleProblem } from './handle';

export interface MetricDrain extends Stored {
  readonly handle: string;
  readonly drain_type: string;
  readonly drain_configuration: Readonly<Record<string, string>>;
  readonly status: string;
  readonly account_id: number;
  readonly database_id: number | null;
}

declare module '../store' {
  interface Records {
    metric_drain: MetricDrain;
  }
}

/** Destination → the keys that its configuration needs. */
const requirements = {
  influxdb_database: [],
  influxdb: ['address', 'username', 'password', 'database'],
  influxdb2: ['address', 'org', 'authToken', 'bucket'],
  datadog: ['api_key'],
} as const;
const types = Object.keys(requirements) as (keyof typeof requirements)[];

export const metricDrain: Resource<MetricDrain> = {
  collection: 'metric_drains',
  hidden: ['account_id', 'database_id'],
  sensitive: ['drain_configuration'],
  computed: () => ({
    aggregator_ca_certificate: null,
    aggregator_ca_private_key_blob: null,
    aggregator_host: null,
    aggregator_port_mapping: [],
    aggregator_instance_id: null,
    aggregator_docker_name: null,
    aggregator_allocation: [],
  }),
  links: (drain) => ({
    account: `/accounts/${drain.account_id}`,
    database: drain.database_id === null ? undefined : `/databases/${drain.database_id}`,
    operations: `/metric_drains/${drain.id}/operations`,
    containers: `/metric_drains/${drain.id}/containers`,
  }),
  inEnvironment: {
    onDeletion: { blocked: 'metric drains' },
    page: {
      section: 'Drains',
      row: ({ id, handle, status, drain_type: type }) => ({ id, handle, status, lines: [`metrics to ${type}`] }),
    },
  },
  routes: [
    all('/metric_drains', 'metric_drain'),
    item('/metric_drains/{id}', 'metric_drain'),
    nested('/accounts/{account_id}/metric_drains', 'metric_drain', 'account'),
    post('/accounts/{account_id}/metric_drains', create),
  ],
  operations: { provision: provisionRule('metric_drain'), deprovision: deprovisionRule('metric_drain') },
};

function create(call: Call): ReturnType<typeof created> {
  const { store } = call.platform;
  const account = call.find('account', 'account_id');
  const fields = read(
    call.body,
    {
      handle,
      drain_type: oneOf(types),
      drain_configuration: nullable(textMap),
      database: reference,
      database_id: nullable(reference),
    },
    ['handle', 'drain_type'],
  );
  const databaseId = fields.database_id ?? fields.database ?? null;
  const database = databaseId === null ? undefined : store.find('database', databaseId);
  const configuration = Object.fromEntries(
    Object.entries(fields.drain_configuration ?? {}).filter(([, value]) => value !== ''),
  );
  refuseIf([
    ...requirements[fields.drain_type].map((key) => !configuration[key] && `drain_configuration.${key} can't be blank`),
    fields.drain_type === 'influxdb_database' && databaseId === null && "database_id can't be blank",
    databaseId !== null &&
      database?.account_id !== account.id &&
      `database_id ${databaseId} is not in this environment`,
    database !== undefined && database.type !== 'influxdb' && 'database_id is not an influxdb database',
    handleProblem(call.platform, 'metric_drain', fields.handle),
  ]);
  return created(
    'metric_drain',
    store.insert('metric_drain', {
      handle: fields.handle,
      drain_type: fields.drain_type,
      drain_configuration: fields.drain_type === 'influxdb_database' ? {} : configuration,
      status: 'pending',
      account_id: account.id,
      database_id: databaseId,
    }),
  );
}
