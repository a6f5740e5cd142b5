import { environmentId, environmentOf, handle } from './common';
import { dataSource, resource } from './define';
import { environmentOfSought, foundBy, listOf, shown, sought, soughtId } from './look-up';

const url = { regex: '^[A-Za-z][A-Za-z0-9+.-]*://[^/\\s]+', words: 'a URL with a scheme and a host' } as const;

function text(description: string) {
  return {
    type: 'string',
    description,
    optional: true,
    replace: true,
    notEmpty: 'leave it out where there is none',
  } as const;
}

export const metricDrain = resource({
  name: 'aptible_metric_drain',
  description:
    'A metric drain: sends the metrics of an environment’s containers to a destination. What the destination needs depends on `drain_type`. Every change replaces the drain.',
  example: `resource "aptible_metric_drain" "datadog" {
  env_id     = aptible_environment.staging.env_id
  handle     = "acme-metrics"
  drain_type = "datadog"
  api_key    = var.datadog_api_key
}

resource "aptible_metric_drain" "influx" {
  env_id       = aptible_environment.staging.env_id
  handle       = "acme-influx"
  drain_type   = "influxdb2"
  url          = "https://influx.example.com"
  organization = "acme"
  bucket       = "staging"
  api_key      = var.influx_token
}`,
  importIds: [
    { form: '1234', words: 'its id' },
    { form: 'acme-staging/acme-metrics', words: 'the handles of its environment and of itself' },
  ],
  timeoutsMinutes: { create: 30, read: 10, update: 30, delete: 30 },
  attributes: {
    metric_drain_id: { type: 'number', description: 'Its id as a number.', computed: true, stable: true },
    env_id: environmentId,
    handle: {
      type: 'string',
      description: 'Its name, unique on the platform.',
      required: true,
      replace: true,
      pattern: handle,
      plain: true,
    },
    drain_type: {
      type: 'string',
      description: 'The destination.',
      required: true,
      replace: true,
      oneOf: ['influxdb_database', 'influxdb', 'influxdb2', 'datadog'],
    },
    database_id: {
      type: 'number',
      description: 'The id of the InfluxDB database that takes the metrics, for `influxdb_database`.',
      optional: true,
      replace: true,
      integer: true,
      minimum: 1,
    },
    url: {
      type: 'string',
      description: 'Where InfluxDB answers, for `influxdb` and `influxdb2`.',
      optional: true,
      replace: true,
      pattern: url,
    },
    username: text('The user, for `influxdb`.'),
    password: { ...text('The user’s password, for `influxdb`.'), sensitive: true },
    database: text('The name of the database in InfluxDB, for `influxdb`.'),
    bucket: text('The bucket, for `influxdb2`.'),
    organization: text('The organization, for `influxdb2`.'),
    api_key: { ...text('The API key of Datadog, or the token of InfluxDB 2.'), sensitive: true },
    series_url: {
      type: 'string',
      description: 'Where Datadog takes metrics, for `datadog`. Left out: its site in the US.',
      optional: true,
      replace: true,
      pattern: url,
      known: [
        'https://app.datadoghq.com/api/v1/series',
        'https://us3.datadoghq.com/api/v1/series',
        'https://us5.datadoghq.com/api/v1/series',
        'https://app.datadoghq.eu/api/v1/series',
        'https://app.ddog-gov.com/api/v1/series',
      ],
    },
  },
  rules: [
    {
      kind: 'when',
      field: 'drain_type',
      is: ['influxdb_database'],
      needs: ['database_id'],
      forbids: ['url', 'username', 'password', 'database', 'api_key', 'series_url'],
      why: 'it sends to a database of the platform, whose address and credentials the platform knows',
    },
    {
      kind: 'when',
      field: 'drain_type',
      is: ['influxdb'],
      needs: ['url', 'username', 'password', 'database'],
      forbids: ['database_id'],
      why: 'it sends to an InfluxDB 1 at a URL, as a user',
    },
    {
      kind: 'when',
      field: 'drain_type',
      is: ['influxdb2'],
      needs: ['url', 'api_key', 'bucket', 'organization'],
      forbids: ['database_id', 'username', 'password'],
      why: 'it sends to a bucket of an InfluxDB 2 at a URL, with a token',
    },
    {
      kind: 'when',
      field: 'drain_type',
      is: ['datadog'],
      needs: ['api_key'],
      forbids: ['database_id'],
      why: 'it sends to Datadog, with an API key',
    },
  ],
});

const {
  id: _id,
  env_id: _environmentId,
  handle: _handle,
  metric_drain_id,
  ...ofTheDestination
} = metricDrain.attributes;
const { drain_type, database_id } = ofTheDestination;

export const metricDrainData = dataSource({
  name: 'aptible_metric_drain',
  description: 'A metric drain that exists already, found by its handle or its id.',
  example: `data "aptible_metric_drain" "datadog" {
  env_id = data.aptible_environment.staging.env_id
  handle = "acme-metrics"
}`,
  attributes: {
    metric_drain_id: soughtId(metric_drain_id.description),
    env_id: environmentOfSought,
    handle: sought({ type: 'string', description: 'Its handle.', pattern: handle }),
    status: { type: 'string', description: 'Where it is in its life: `provisioned` when all is well.', computed: true },
    ...shown(ofTheDestination),
  },
  rules: foundBy('metric_drain_id', 'handle'),
});

export const metricDrainsData = dataSource({
  name: 'aptible_metric_drains',
  description:
    'The metric drains of an environment, without their addresses and secrets: those are in the data source of each. What `aptible metric_drain:list` shows.',
  example: `data "aptible_metric_drains" "staging" {
  env_id = data.aptible_environment.staging.env_id
}`,
  attributes: {
    env_id: environmentOf('The id of the environment.'),
    metric_drains: listOf('The drains, by their handles. `status` is `provisioned` when all is well.', {
      metric_drain_id,
      handle: metricDrain.attributes.handle,
      status: { type: 'string' },
      drain_type,
      database_id,
    }),
  },
});
