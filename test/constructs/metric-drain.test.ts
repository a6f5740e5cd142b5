import { TerraformVariable, type TerraformStack } from 'cdktf';
import { Database, Environment, MetricDrain } from '../../lib';
import { messageOf, provider, synthesize } from './support';

const environment = (stack: TerraformStack) => Environment.fromId(stack, 'env', 42);
const variable = (stack: TerraformStack, name: string) =>
  new TerraformVariable(stack, name, { type: 'string', sensitive: true }).stringValue;

function drain(build: (stack: TerraformStack) => MetricDrain): unknown {
  const json = synthesize((stack) => void build(stack)) as {
    resource: { aptible_metric_drain: Record<string, unknown> };
  };
  return Object.values(json.resource.aptible_metric_drain)[0];
}

const base = { env_id: 42, handle: 'acme-metrics' };
const handle = 'acme-metrics';

describe('MetricDrain', () => {
  test('minimal: a handle and what the destination needs', () => {
    const json = synthesize((stack) => {
      MetricDrain.datadog(environment(stack), 'metrics', { handle, apiKey: variable(stack, 'key') });
    });
    expect(json).toEqual({
      ...provider,
      variable: { key: { sensitive: true, type: 'string' } },
      resource: {
        aptible_metric_drain: { env_metrics_3E50D396: { ...base, drain_type: 'datadog', api_key: '${var.key}' } },
      },
    });
  });

  test.each<[string, (stack: TerraformStack) => MetricDrain, object]>([
    [
      'datadog, everything set',
      (stack) =>
        MetricDrain.datadog(stack, 'metrics', {
          environment: environment(stack),
          handle,
          apiKey: variable(stack, 'key'),
          seriesUrl: 'https://api.datadoghq.eu/api/v1/series',
          timeouts: { create: '1h' },
          lifecycle: { preventDestroy: true },
        }),
      {
        drain_type: 'datadog',
        api_key: '${var.key}',
        series_url: 'https://api.datadoghq.eu/api/v1/series',
        timeouts: { create: '1h' },
        lifecycle: { prevent_destroy: true },
      },
    ],
    [
      'influxdb',
      (stack) =>
        MetricDrain.influxdb(environment(stack), 'metrics', {
          handle,
          url: 'https://influx.example.com:8086',
          username: 'acme',
          password: variable(stack, 'password'),
          databaseName: 'metrics',
        }),
      {
        drain_type: 'influxdb',
        url: 'https://influx.example.com:8086',
        username: 'acme',
        password: '${var.password}',
        database: 'metrics',
      },
    ],
    [
      'influxdb2',
      (stack) =>
        MetricDrain.influxdb2(environment(stack), 'metrics', {
          handle,
          url: 'https://influx.example.com',
          token: variable(stack, 'key'),
          bucket: 'staging',
          organization: 'acme',
        }),
      {
        drain_type: 'influxdb2',
        url: 'https://influx.example.com',
        api_key: '${var.key}',
        bucket: 'staging',
        organization: 'acme',
      },
    ],
    [
      'influxdbDatabase',
      (stack) => {
        const scope = environment(stack);
        const database = new Database(scope, 'db', { handle: 'acme-influx', type: 'influxdb' });
        return MetricDrain.influxdbDatabase(scope, 'metrics', { handle, database });
      },
      { drain_type: 'influxdb_database', database_id: '${aptible_database.env_db_812C3E3E.database_id}' },
    ],
  ])('%s has what that destination needs', (_name, build, expected) => {
    expect(drain(build)).toEqual({ ...base, ...expected });
  });

  test('bad props: all problems at once, in the words of the props; a literal secret is not repeated', () => {
    const message = messageOf(() =>
      synthesize((stack) => {
        MetricDrain.influxdb2(environment(stack), 'metrics', {
          handle: 'Acme',
          url: 'influx',
          token: 's3cret',
          bucket: 'b',
          organization: 'o',
        });
      }),
    );
    expect(message.split('\n').map((line) => line.trim().replace(/:.*/, ''))).toEqual([
      'the props of stack/env/metrics (MetricDrain) are not valid',
      'handle',
      'url',
      'token',
    ]);
    expect(message).not.toContain('s3cret');
  });
});
