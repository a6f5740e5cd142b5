import { TerraformVariable, type TerraformStack } from 'cdktf';
import { Database, Environment, LogDrain } from '../../lib';
import { messageOf, provider, synthesize } from './support';

const environment = (stack: TerraformStack) => Environment.fromId(stack, 'env', 42);
const variable = (stack: TerraformStack, name: string) =>
  new TerraformVariable(stack, name, { type: 'string', sensitive: true }).stringValue;

/** The attributes of the one log drain of a stack. */
function drain(build: (stack: TerraformStack) => LogDrain): unknown {
  const json = synthesize((stack) => void build(stack)) as { resource: { aptible_log_drain: Record<string, unknown> } };
  const drains = Object.entries(json.resource.aptible_log_drain);
  expect(drains).toHaveLength(1);
  return drains[0]![1];
}

const base = { env_id: 42, handle: 'acme-logs' };

describe('LogDrain', () => {
  test('minimal: a handle and what the destination needs', () => {
    const json = synthesize((stack) => {
      LogDrain.https(environment(stack), 'logs', { handle: 'acme-logs', url: 'https://logs.example.com' });
    });
    expect(json).toEqual({
      ...provider,
      resource: {
        aptible_log_drain: {
          env_logs_F30E8DD5: { ...base, drain_type: 'https_post', url: 'https://logs.example.com' },
        },
      },
    });
  });

  test('everything set', () => {
    expect(
      drain((stack) =>
        LogDrain.datadog(stack, 'logs', {
          environment: environment(stack),
          handle: 'acme-logs',
          token: variable(stack, 'key'),
          tags: 'env:staging',
          drainApps: false,
          drainDatabases: false,
          drainEphemeralSessions: false,
          drainProxies: true,
          timeouts: { create: '1h' },
          lifecycle: { preventDestroy: true },
        }),
      ),
    ).toEqual({
      ...base,
      drain_type: 'datadog',
      token: '${var.key}',
      tags: 'env:staging',
      drain_apps: false,
      drain_databases: false,
      drain_ephemeral_sessions: false,
      drain_proxies: true,
      timeouts: { create: '1h' },
      lifecycle: { prevent_destroy: true },
    });
  });

  test.each<[string, (stack: TerraformStack) => LogDrain, object]>([
    [
      'elasticsearch',
      (stack) => {
        const scope = environment(stack);
        const database = new Database(scope, 'db', { handle: 'acme-es', type: 'elasticsearch' });
        return LogDrain.elasticsearch(scope, 'logs', { handle: 'acme-logs', database, pipeline: 'parse' });
      },
      {
        drain_type: 'elasticsearch_database',
        database_id: '${aptible_database.env_db_812C3E3E.database_id}',
        pipeline: 'parse',
      },
    ],
    [
      'logdna',
      (stack) => LogDrain.logdna(environment(stack), 'logs', { handle: 'acme-logs', token: variable(stack, 'key') }),
      { drain_type: 'logdna', token: '${var.key}' },
    ],
    [
      'papertrail',
      (stack) =>
        LogDrain.papertrail(environment(stack), 'logs', { handle: 'acme-logs', host: 'h.example.com', port: 514 }),
      { drain_type: 'papertrail', drain_host: 'h.example.com', drain_port: 514 },
    ],
    [
      'solarwinds',
      (stack) =>
        LogDrain.solarwinds(environment(stack), 'logs', {
          handle: 'acme-logs',
          host: 'h.example.com',
          token: variable(stack, 'key'),
        }),
      { drain_type: 'solarwinds', drain_host: 'h.example.com', logging_token: '${var.key}' },
    ],
    [
      'sumologic',
      (stack) => LogDrain.sumologic(environment(stack), 'logs', { handle: 'acme-logs', url: variable(stack, 'url') }),
      { drain_type: 'sumologic', url: '${var.url}' },
    ],
    [
      'syslog',
      (stack) =>
        LogDrain.syslog(environment(stack), 'logs', {
          handle: 'acme-logs',
          host: 'h.example.com',
          port: 6514,
          token: variable(stack, 'key'),
        }),
      { drain_type: 'syslog_tls_tcp', drain_host: 'h.example.com', drain_port: 6514, logging_token: '${var.key}' },
    ],
  ])('%s has what that destination needs', (_name, build, expected) => {
    expect(drain(build)).toEqual({ ...base, ...expected });
  });

  test('bad props: all problems at once, in the words of the props; a literal secret is not repeated', () => {
    const message = messageOf(() =>
      synthesize((stack) => {
        LogDrain.syslog(environment(stack), 'logs', { handle: 'Acme', host: '', port: 0, token: 's3cret' });
      }),
    );
    expect(message.split('\n').map((line) => line.trim().replace(/:.*/, ''))).toEqual([
      'the props of stack/env/logs (LogDrain) are not valid',
      'handle',
      'host',
      'port',
      'token',
    ]);
    expect(message).not.toContain('s3cret');
  });
});
