import { environmentId, environmentOf, handle } from './common';
import { dataSource, resource } from './define';
import { environmentOfSought, foundBy, listOf, shown, sought, soughtId } from './look-up';

/** The destinations that the official provider documents, and one more that the platform has. */
const types = [
  'datadog',
  'elasticsearch_database',
  'https_post',
  'insightops',
  'logdna',
  'papertrail',
  'solarwinds',
  'sumologic',
  'syslog_tls_tcp',
] as const;
const withToken = ['datadog', 'logdna'] as const;
const others = (some: readonly string[]) => types.filter((type) => !some.includes(type));

function filter<const D extends boolean>(what: string, value: D) {
  return {
    type: 'bool',
    description: `Whether the logs of ${what} are sent. Changes in place.`,
    optional: true,
    computed: true,
    default: value,
  } as const;
}

/** Two names of one value: whichever is configured, the state has both, so that neither looks like a change. */
function alias<const S extends true | undefined>(description: string, sensitive?: S) {
  return {
    type: 'string',
    description,
    optional: true,
    computed: true,
    stable: true,
    replace: true,
    notEmpty: 'leave it out where there is none',
    ...(sensitive && { sensitive }),
  } as const;
}

export const logDrain = resource({
  name: 'aptible_log_drain',
  setBy: ['configure'],
  description:
    'A log drain: sends the logs of an environment to a destination. What the destination needs depends on `drain_type`. Only the filters change in place; everything else replaces the drain.',
  example: `resource "aptible_log_drain" "datadog" {
  env_id     = aptible_environment.staging.env_id
  handle     = "acme-datadog"
  drain_type = "datadog"
  token      = var.datadog_api_key
  tags       = "env:staging"
}

resource "aptible_log_drain" "syslog" {
  env_id     = aptible_environment.staging.env_id
  handle     = "acme-syslog"
  drain_type = "syslog_tls_tcp"
  drain_host = "logs.example.com"
  drain_port = 6514
}`,
  importIds: [
    { form: '1234', words: 'its id' },
    { form: 'acme-staging/acme-datadog', words: 'the handles of its environment and of itself' },
  ],
  timeoutsMinutes: { create: 30, read: 10, update: 30, delete: 30 },
  attributes: {
    log_drain_id: { type: 'number', description: 'Its id as a number.', computed: true, stable: true },
    env_id: environmentId,
    handle: {
      type: 'string',
      description: 'Its name, unique on the platform.',
      required: true,
      replace: true,
      pattern: handle,
      plain: true,
    },
    drain_type: { type: 'string', description: 'The destination.', required: true, replace: true, oneOf: types },
    database_id: {
      type: 'number',
      description: 'The id of the Elasticsearch database that takes the logs, for `elasticsearch_database`.',
      optional: true,
      replace: true,
      integer: true,
      minimum: 1,
    },
    drain_host: {
      type: 'string',
      description: 'The host that takes the logs, for `syslog_tls_tcp`, `papertrail` and `solarwinds`.',
      optional: true,
      replace: true,
      notEmpty: 'name the host',
    },
    drain_port: {
      type: 'number',
      description: 'The port that takes the logs, for `syslog_tls_tcp` and `papertrail`.',
      optional: true,
      replace: true,
      integer: true,
      minimum: 1,
      maximum: 65535,
    },
    url: {
      type: 'string',
      description: 'Where logs are posted, for `https_post` and `sumologic`. Sensitive, since it often holds a key.',
      optional: true,
      sensitive: true,
      shownInPlace: true,
      replace: true,
      pattern: { regex: '^https?://[^/\\s]+', words: 'an http or https URL' },
    },
    drain_username: alias('The user name, or for `datadog` and `logdna` the API key (see `token`).', true),
    drain_password: alias('The password. The platform makes one when it is left out.', true),
    logging_token: alias(
      'The token of the destination; for `elasticsearch_database` the ingest pipeline (see `pipeline`), for `datadog` and `logdna` the tags (see `tags`).',
      true,
    ),
    token: alias('The API key, for `datadog` and `logdna`: another name of `drain_username`.', true),
    tags: alias('Tags, separated by commas, for `datadog` and `logdna`: another name of `logging_token`.'),
    pipeline: alias('The ingest pipeline, for `elasticsearch_database`: another name of `logging_token`.'),
    drain_apps: filter('apps', true),
    drain_databases: filter('databases', true),
    drain_ephemeral_sessions: filter('ephemeral SSH sessions', true),
    drain_proxies: filter('endpoints (access logs)', false),
  },
  rules: [
    { kind: 'conflicting', fields: ['drain_username', 'token'], why: 'they are two names of one value' },
    { kind: 'conflicting', fields: ['logging_token', 'tags'], why: 'they are two names of one value' },
    { kind: 'conflicting', fields: ['logging_token', 'pipeline'], why: 'they are two names of one value' },
    {
      kind: 'when',
      field: 'drain_type',
      is: ['syslog_tls_tcp', 'papertrail'],
      needs: ['drain_host', 'drain_port'],
      why: 'it sends to a host and a port',
    },
    {
      kind: 'when',
      field: 'drain_type',
      is: ['solarwinds'],
      needs: ['drain_host', 'logging_token'],
      why: 'it sends to a host, with a token',
    },
    { kind: 'when', field: 'drain_type', is: ['insightops'], needs: ['logging_token'], why: 'it sends with a token' },
    { kind: 'when', field: 'drain_type', is: ['https_post', 'sumologic'], needs: ['url'], why: 'it posts to a URL' },
    {
      kind: 'when',
      field: 'drain_type',
      is: ['elasticsearch_database'],
      needs: ['database_id'],
      why: 'it sends to a database',
    },
    {
      kind: 'when',
      field: 'drain_type',
      is: withToken,
      needsOneOf: ['token', 'drain_username'],
      why: 'it sends with an API key',
    },
    {
      kind: 'when',
      field: 'drain_type',
      is: others(withToken),
      forbids: ['token', 'tags'],
      why: 'only datadog and logdna have them',
    },
    {
      kind: 'when',
      field: 'drain_type',
      is: others(['elasticsearch_database']),
      forbids: ['pipeline'],
      why: 'only elasticsearch_database has one',
    },
  ],
});

const { id: _id, env_id: _environmentId, handle: _handle, log_drain_id, ...ofTheDestination } = logDrain.attributes;
const {
  drain_type,
  database_id,
  drain_host,
  drain_port,
  drain_apps,
  drain_databases,
  drain_ephemeral_sessions,
  drain_proxies,
} = ofTheDestination;

export const logDrainData = dataSource({
  name: 'aptible_log_drain',
  description: 'A log drain that exists already, found by its handle or its id.',
  example: `data "aptible_log_drain" "datadog" {
  env_id = data.aptible_environment.staging.env_id
  handle = "acme-datadog"
}`,
  attributes: {
    log_drain_id: soughtId(log_drain_id.description),
    env_id: environmentOfSought,
    handle: sought({ type: 'string', description: 'Its handle.', pattern: handle }),
    status: { type: 'string', description: 'Where it is in its life: `provisioned` when all is well.', computed: true },
    ...shown(ofTheDestination),
  },
  rules: foundBy('log_drain_id', 'handle'),
});

export const logDrainsData = dataSource({
  name: 'aptible_log_drains',
  description:
    'The log drains of an environment, without their addresses and secrets: those are in the data source of each. What `aptible log_drain:list` shows.',
  example: `data "aptible_log_drains" "staging" {
  env_id = data.aptible_environment.staging.env_id
}`,
  attributes: {
    env_id: environmentOf('The id of the environment.'),
    log_drains: listOf('The drains, by their handles. `status` is `provisioned` when all is well.', {
      log_drain_id,
      handle: logDrain.attributes.handle,
      status: { type: 'string' },
      drain_type,
      database_id,
      drain_host,
      drain_port,
      drain_apps,
      drain_databases,
      drain_ephemeral_sessions,
      drain_proxies,
    }),
  },
});
