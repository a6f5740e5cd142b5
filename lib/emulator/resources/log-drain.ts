import { randomBytes } from 'node:crypto';
import { bool, integer, nullable, oneOf, read, reference, text } from '../fields';
import { handle } from '../limits';
import { deprovisionRule, provisionRule } from '../operations';
import type { Call, Platform, Resource } from '../platform';
import { refuseIf } from '../refusals';
import { all, change, created, item, nested, nothing, post, remove, show } from '../routes';
import type { Stored } from '../store';
import { handleProblem } from './handle';

export interface LogDrain extends Stored {
  readonly handle: string;
  readonly drain_type: string;
  readonly drain_host: string | null;
  readonly drain_port: number | null;
  readonly status: string;
  readonly drain_username: string | null;
  readonly drain_password: string | null;
  readonly drain_apps: boolean;
  readonly drain_databases: boolean;
  readonly drain_ephemeral_sessions: boolean;
  readonly drain_proxies: boolean;
  readonly url: string | null;
  readonly logging_token: string | null;
  readonly account_id: number;
  readonly database_id: number | null;
}

declare module '../store' {
  interface Records {
    log_drain: LogDrain;
  }
}

/** Destination → the fields that it needs. Old drains may have the types `elasticsearch` and `https`, which no new one can have. */
const requirements = {
  syslog_tls_tcp: ['drain_host', 'drain_port'],
  https_post: ['url'],
  elasticsearch_database: ['database_id'],
  papertrail: ['drain_host', 'drain_port'],
  logdna: ['drain_username'],
  datadog: ['drain_username'],
  sumologic: ['url'],
  solarwinds: ['drain_host', 'logging_token'],
  insightops: ['logging_token'],
} as const;
const types = Object.keys(requirements) as (keyof typeof requirements)[];

const filters = { drain_apps: bool, drain_databases: bool, drain_ephemeral_sessions: bool, drain_proxies: bool };

export const logDrain: Resource<LogDrain> = {
  collection: 'log_drains',
  hidden: ['account_id', 'database_id'],
  sensitive: ['drain_username', 'drain_password', 'url', 'logging_token'],
  computed: () => ({
    gentlemanjerry_certificate: null,
    gentlemanjerry_docker_name: null,
    gentlemanjerry_instance_id: null,
    gentlemanjerry_host: null,
    gentlemanjerry_port_mapping: [],
    gentlemanjerry_allocation: [],
  }),
  links: (drain) => ({
    account: `/accounts/${drain.account_id}`,
    database: drain.database_id === null ? undefined : `/databases/${drain.database_id}`,
    operations: `/log_drains/${drain.id}/operations`,
    containers: `/log_drains/${drain.id}/containers`,
    ephemeral_containers: `/log_drains/${drain.id}/ephemeral_containers`,
  }),
  inEnvironment: {
    onDeletion: { blocked: 'log drains' },
    page: {
      section: 'Drains',
      row: ({ id, handle, status, drain_type: type }) => ({ id, handle, status, lines: [`logs to ${type}`] }),
    },
  },
  routes: [
    all('/log_drains', 'log_drain'),
    item('/log_drains/{id}', 'log_drain'),
    nested('/accounts/{account_id}/log_drains', 'log_drain', 'account'),
    post('/accounts/{account_id}/log_drains', create),
    ...change('/log_drains/{id}', (call) => {
      const drain = call.find('log_drain');
      return show('log_drain', call.platform.store.update('log_drain', drain.id, read(call.body, filters)));
    }),
    remove('/log_drains/{id}', (call) => {
      const drain = call.find('log_drain');
      refuseIf([drain.status !== 'pending' && 'a drain that was provisioned is removed by a deprovision operation']);
      call.platform.store.remove('log_drain', drain.id);
      return nothing;
    }),
  ],
  operations: {
    provision: provisionRule('log_drain'),
    deprovision: deprovisionRule('log_drain'),
    configure: {},
  },
};

function create(call: Call): ReturnType<typeof created> {
  const { store } = call.platform;
  const account = call.find('account', 'account_id');
  const fields = read(
    call.body,
    {
      handle,
      drain_type: oneOf(types),
      drain_host: nullable(text),
      drain_port: nullable(integer(0, 65535)),
      drain_username: nullable(text),
      drain_password: nullable(text),
      database: reference,
      database_id: nullable(reference),
      url: nullable(text),
      logging_token: nullable(text),
      ...filters,
    },
    ['handle', 'drain_type'],
  );
  const databaseId = fields.database_id ?? fields.database ?? null;
  const database = databaseId === null ? undefined : store.find('database', databaseId);
  const values: Record<string, unknown> = { ...fields, database_id: databaseId };
  refuseIf([
    ...requirements[fields.drain_type].map((name) => !values[name] && `${name} can't be blank`),
    databaseId !== null &&
      database?.account_id !== account.id &&
      `database_id ${databaseId} is not in this environment`,
    fields.drain_type === 'elasticsearch_database' &&
      database !== undefined &&
      database.type !== 'elasticsearch' &&
      'database_id is not an elasticsearch database',
    handleProblem(call.platform, 'log_drain', fields.handle),
  ]);
  return created(
    'log_drain',
    store.insert('log_drain', {
      handle: fields.handle,
      drain_type: fields.drain_type,
      drain_host: fields.drain_host ?? null,
      drain_port: fields.drain_port ?? null,
      status: 'pending',
      drain_username: fields.drain_username ?? null,
      drain_password: fields.drain_password ?? randomBytes(16).toString('hex'),
      drain_apps: fields.drain_apps ?? true,
      drain_databases: fields.drain_databases ?? true,
      drain_ephemeral_sessions: fields.drain_ephemeral_sessions ?? true,
      drain_proxies: fields.drain_proxies ?? false,
      url: fields.url ?? null,
      logging_token: fields.logging_token ?? null,
      account_id: account.id,
      database_id: databaseId,
    }),
  );
}

/** Makes the drain behind `aptible logs`, which comes with an environment's first containers and blocks the environment's deletion. */
export function ensureTailDrain({ store }: Platform, accountId: number): void {
  if (store.list('log_drain', { account_id: accountId }).some((each) => each.drain_type === 'tail')) return;
  store.insert('log_drain', {
    handle: `tail-${accountId}`,
    drain_type: 'tail',
    drain_host: null,
    drain_port: null,
    status: 'provisioned',
    drain_username: null,
    drain_password: null,
    drain_apps: true,
    drain_databases: true,
    drain_ephemeral_sessions: true,
    drain_proxies: true,
    url: null,
    logging_token: null,
    account_id: accountId,
    database_id: null,
  });
}
