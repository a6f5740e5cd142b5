/** Constructs of what is not made here: found by a name, or known by a number. */
import { Lazy, TerraformOutput, TerraformStack, Testing } from 'cdktf';
import {
  App,
  AptibleProvider,
  Backup,
  Certificate,
  Database,
  Endpoint,
  Environment,
  LogDrain,
  MetricDrain,
  Operation,
  ReleaseCheck,
  Replica,
  Stack,
  type LookUpOptions,
} from '../../lib';
import { messageOf, provider, synthesize } from './support';

test('by name: each is looked up in the environment around it', () => {
  const json = synthesize((stack) => {
    const environment = Environment.fromId(stack, 'env', 42);
    const database = Database.fromHandle(environment, 'db', 'acme-db');
    const endpoint = Endpoint.fromHostname(environment, 'www', 'www.example.com');
    const value = [
      App.fromHandle(environment, 'web', 'acme-web').appId,
      database.databaseId,
      database.connectionUrl,
      database.credentials.get('postgresql').host,
      Replica.fromHandle(environment, 'replica', 'acme-db-reading').connectionUrl,
      endpoint.endpointId,
      endpoint.virtualDomain,
      endpoint.externalHostname,
      Certificate.fromFingerprint(environment, 'cert', 'AB:CD').certificateId,
      LogDrain.fromHandle(environment, 'logs', 'acme-logs').logDrainId,
      MetricDrain.fromHandle(environment, 'metrics', 'acme-metrics').metricDrainId,
    ];
    new TerraformOutput(stack, 'all', { value, sensitive: true });
  });
  expect(json).toEqual({
    ...provider,
    data: {
      aptible_app: { env_web_B05081C2: { env_id: 42, handle: 'acme-web' } },
      aptible_certificate: { env_cert_A3FAC68E: { env_id: 42, fingerprint: 'AB:CD' } },
      aptible_database: {
        env_db_812C3E3E: { env_id: 42, handle: 'acme-db', lifecycle: { postcondition: [expect.anything()] } },
        env_replica_27F31C71: { env_id: 42, handle: 'acme-db-reading' },
      },
      aptible_endpoint: { env_www_3E68EB61: { env_id: 42, hostname: 'www.example.com' } },
      aptible_log_drain: { env_logs_F30E8DD5: { env_id: 42, handle: 'acme-logs' } },
      aptible_metric_drain: { env_metrics_3E50D396: { env_id: 42, handle: 'acme-metrics' } },
    },
    output: {
      all: {
        sensitive: true,
        value: [
          '${data.aptible_app.env_web_B05081C2.app_id}',
          '${data.aptible_database.env_db_812C3E3E.database_id}',
          '${sensitive(data.aptible_database.env_db_812C3E3E.default_connection_url)}',
          '${sensitive(data.aptible_database.env_db_812C3E3E.credentials.postgresql.host)}',
          '${sensitive(data.aptible_database.env_replica_27F31C71.default_connection_url)}',
          '${data.aptible_endpoint.env_www_3E68EB61.endpoint_id}',
          '${data.aptible_endpoint.env_www_3E68EB61.virtual_domain}',
          '${data.aptible_endpoint.env_www_3E68EB61.external_hostname}',
          '${data.aptible_certificate.env_cert_A3FAC68E.certificate_id}',
          '${data.aptible_log_drain.env_logs_F30E8DD5.log_drain_id}',
          '${data.aptible_metric_drain.env_metrics_3E50D396.metric_drain_id}',
        ],
      },
    },
  });
});

test('by number: nothing is looked up for it, and it is used as what is made here', () => {
  const json = synthesize((stack) => {
    const environment = Environment.fromId(stack, 'env', 42);
    const app = App.fromId(stack, 'app', 1);
    const certificate = Certificate.fromId(stack, 'certificate', 2);
    const database = Database.fromId(stack, 'database', 3);
    const replica = Replica.fromId(stack, 'replica', 4);
    const endpoint = Endpoint.fromId(stack, 'endpoint', 5);
    const domain = 'www.example.com';
    const www = Endpoint.https(environment, 'www', { app, service: 'web', domain, certificate });
    www.node.addDependency(
      Backup.fromId(stack, 'backup', 8),
      database,
      endpoint,
      LogDrain.fromId(stack, 'logs', 6),
      MetricDrain.fromId(stack, 'metrics', 7),
    );
    new Operation(environment, 'reload', { type: 'reload', database });
    new Operation(environment, 'renew', { type: 'renew', endpoint });
    new Backup(environment, 'copy', { database: replica });
  });
  expect(json).toEqual({
    ...provider,
    resource: {
      aptible_backup: { env_copy_E06CE96B: { database_id: 4 } },
      aptible_endpoint: {
        env_www_3E68EB61: {
          env_id: 42,
          resource_type: 'app',
          resource_id: 1,
          process_type: 'web',
          endpoint_type: 'https',
          domain: 'www.example.com',
          certificate_id: 2,
        },
      },
      aptible_operation: {
        env_reload_CC7595C7: { type: 'reload', database_id: 3 },
        env_renew_957DB262: { type: 'renew', endpoint_id: 5 },
      },
    },
  });
});

test('by number: what more than the number is asked for is looked up, once, and can be waited for', () => {
  const json = synthesize((stack) => {
    const environment = Environment.fromId(stack, 'env', 42);
    const app = App.fromId(stack, 'app', 1);
    const database = Database.fromId(stack, 'database', 3);
    const replica = Replica.fromId(stack, 'replica', 4);
    const endpoint = Endpoint.fromId(stack, 'endpoint', 5);
    const config = {
      APP: app.release,
      WRITE: database.connectionUrl,
      HOST: database.credentials.get('postgresql').host,
      READ: replica.credentials.default.connectionUrl,
      DOMAIN: endpoint.virtualDomain,
      TARGET: endpoint.externalHostname,
    };
    new App(environment, 'reports', { handle: 'acme-reports', config, dependsOn: [endpoint] });
    new ReleaseCheck(stack, 'check', { app, endpoint });
  });
  const [check] = Object.values((json['resource'] as Record<string, Record<string, object>>)['null_resource']!);
  expect(check).toMatchObject({ triggers: { release: '${data.aptible_app.app_735A5B53.release}' } });
  expect(json).toMatchObject({
    data: {
      aptible_app: { app_735A5B53: { app_id: 1 } },
      aptible_database: { database_EBDE4557: { database_id: 3 }, replica_002F81F9: { database_id: 4 } },
      aptible_endpoint: { endpoint_E7B9679B: { endpoint_id: 5 } },
    },
    resource: {
      aptible_app: {
        env_reports_DC732ECA: {
          config: {
            APP: '${data.aptible_app.app_735A5B53.release}',
            WRITE: '${sensitive(data.aptible_database.database_EBDE4557.default_connection_url)}',
            HOST: '${sensitive(data.aptible_database.database_EBDE4557.credentials.postgresql.host)}',
            READ: '${sensitive([ for key, val in data.aptible_database.replica_002F81F9.credentials: val if val.default].0.connection_url)}',
            DOMAIN: '${data.aptible_endpoint.endpoint_E7B9679B.virtual_domain}',
            TARGET: '${data.aptible_endpoint.endpoint_E7B9679B.external_hostname}',
          },
          depends_on: ['data.aptible_endpoint.endpoint_E7B9679B'],
        },
      },
    },
  });
});

test('by number: it is looked up, too, when more is asked only while the stack is synthesized', () => {
  const stack = new TerraformStack(Testing.app(), 'stack');
  new AptibleProvider(stack, 'aptible');
  const database = Database.fromId(stack, 'database', 3);
  const url = Lazy.stringValue({ produce: () => database.connectionUrl });
  new App(Environment.fromId(stack, 'env', 42), 'web', { handle: 'acme-web', config: { URL: url } });
  // As an app does before it synthesizes its stacks.
  stack.prepareStack();
  expect(JSON.parse(Testing.synth(stack, true))).toMatchObject({
    data: { aptible_database: { database_EBDE4557: { database_id: 3 } } },
    resource: {
      aptible_app: {
        env_web_B05081C2: {
          config: { URL: '${sensitive(data.aptible_database.database_EBDE4557.default_connection_url)}' },
        },
      },
    },
  });
});

test('by number: one that cannot be a number of the platform is refused, whatever it is for', () => {
  const stack = new TerraformStack(Testing.app(), 'stack');
  const known = { App, Backup, Certificate, Database, Endpoint, Environment, LogDrain, MetricDrain, Replica, Stack };
  const refused = Object.entries(known).map(([name, type]) => messageOf(() => type.fromId(stack, name, 0)));
  const line = (name: string, type: string, number: string) =>
    `the props of stack/${name} (${type}FromId) are not valid:\n  ${number}: got 0, expected at least 1`;
  expect(refused).toEqual([
    line('App', 'App', 'appId'),
    line('Backup', 'Backup', 'backupId'),
    line('Certificate', 'Certificate', 'certificateId'),
    line('Database', 'Database', 'databaseId'),
    line('Endpoint', 'Endpoint', 'endpointId'),
    line('Environment', 'Environment', 'environmentId'),
    line('LogDrain', 'LogDrain', 'logDrainId'),
    line('MetricDrain', 'MetricDrain', 'metricDrainId'),
    line('Replica', 'Database', 'databaseId'),
    line('Stack', 'Stack', 'stackId'),
  ]);
});

test('the newest backup of a database: to restore another one from', () => {
  const json = synthesize((stack) => {
    const production = Environment.fromId(stack, 'production', 42);
    const latest = Backup.latestOf(production, 'latest', Database.fromHandle(production, 'db', 'acme-db'));
    const lifecycle = { ignoreChanges: ['restore_from_backup_id'] };
    const copy = { handle: 'copy', restoreFrom: latest, lifecycle, connectionUrlOutput: false };
    new Database(Environment.fromId(stack, 'staging', 43), 'copy', copy);
  });
  expect(json).toEqual({
    ...provider,
    data: {
      aptible_backups: {
        production_latest_BAAB6DBB: {
          env_id: 42,
          database_id: '${data.aptible_database.production_db_B81328E2.database_id}',
          lifecycle: {
            postcondition: [
              {
                condition: '${self.latest_id != null}',
                error_message: 'The database ${self.database_id} has no backup: make one with aptible db:backup.',
              },
            ],
          },
        },
      },
      aptible_database: { production_db_B81328E2: { env_id: 42, handle: 'acme-db' } },
    },
    resource: {
      aptible_database: {
        staging_copy_87EE48C2: {
          env_id: 43,
          handle: 'copy',
          restore_from_backup_id: '${data.aptible_backups.production_latest_BAAB6DBB.latest_id}',
          lifecycle: { ignore_changes: ['restore_from_backup_id'] },
        },
      },
    },
  });
});

test('in a given environment, whatever is around', () => {
  const json = synthesize((stack) => {
    const options: LookUpOptions = { environment: Environment.fromHandle(stack, 'env', 'acme-staging') };
    App.fromHandle(stack, 'app', 'web', options);
    Certificate.fromFingerprint(stack, 'certificate', 'ab', options);
    Database.fromHandle(stack, 'database', 'db', options);
    Endpoint.fromHostname(stack, 'endpoint', 'www.example.com', options);
    LogDrain.fromHandle(stack, 'logs', 'logs', options);
    MetricDrain.fromHandle(stack, 'metrics', 'metrics', options);
    Replica.fromHandle(stack, 'replica', 'replica', options);
  });
  const { aptible_environment: environment, ...others } = json['data'] as Record<string, Record<string, object>>;
  const [address] = Object.keys(environment!);
  const found = Object.values(others).flatMap((each) => Object.values(each));
  expect(found).toHaveLength(7);
  for (const each of found) expect(each).toMatchObject({ env_id: `\${data.aptible_environment.${address}.env_id}` });
});

test('without an environment, the error says how to give one', () => {
  const stack = new TerraformStack(Testing.app(), 'stack');
  const lookUps = {
    'App.fromHandle': () => App.fromHandle(stack, 'a', 'web'),
    'Certificate.fromFingerprint': () => Certificate.fromFingerprint(stack, 'b', 'ab'),
    'Database.fromHandle': () => Database.fromHandle(stack, 'c', 'db'),
    'Endpoint.fromHostname': () => Endpoint.fromHostname(stack, 'd', 'www.example.com'),
    'LogDrain.fromHandle': () => LogDrain.fromHandle(stack, 'e', 'logs'),
    'MetricDrain.fromHandle': () => MetricDrain.fromHandle(stack, 'f', 'metrics'),
    'Replica.fromHandle': () => Replica.fromHandle(stack, 'g', 'replica'),
  };
  const messages = Object.entries(lookUps).map(([call, lookUp], index) => {
    const [type, id] = [call.split('.')[0], 'abcdefg'[index]];
    expect(messageOf(lookUp)).toBe(
      `stack/${id}: no environment for this ${type}: create it in the scope of an Environment, as in ` +
        `${call}(environment, '${id}', ...), or pass the prop "environment"`,
    );
    return call;
  });
  expect(messages).toHaveLength(7);
});

test('a name or a number that cannot be one is refused at synth', () => {
  const stack = new TerraformStack(Testing.app(), 'stack');
  const environment = Environment.fromId(stack, 'env', 42);
  const refused = [
    () => App.fromHandle(environment, 'a', 'Acme Web'),
    () => Certificate.fromFingerprint(environment, 'b', 'not hexadecimal'),
    () => Database.fromId(environment, 'c', 0),
    () => Endpoint.fromHostname(environment, 'd', ''),
    () => Endpoint.fromId(environment, 'e', 1.5),
    () => LogDrain.fromHandle(environment, 'f', 'Acme Logs'),
    () => MetricDrain.fromHandle(environment, 'g', 'Acme Metrics'),
  ].map(messageOf);
  expect(refused).toEqual([
    'the props of stack/env/a (AppFromHandle) are not valid:\n' +
      '  handle: got "Acme Web", expected 1 to 64 lower-case letters, digits, dots, hyphens or underscores',
    'the props of stack/env/b (CertificateFromFingerprint) are not valid:\n' +
      '  fingerprint: got "not hexadecimal", expected hexadecimal digits, with or without colons',
    'the props of stack/env/c (DatabaseFromId) are not valid:\n  databaseId: got 0, expected at least 1',
    'the props of stack/env/d (EndpointFromHostname) are not valid:\n' +
      '  hostname: got "", expected a value that is not empty: leave it out to look the endpoint up by its id',
    'the props of stack/env/e (EndpointFromId) are not valid:\n  endpointId: got 1.5, expected a whole number',
    'the props of stack/env/f (LogDrainFromHandle) are not valid:\n' +
      '  handle: got "Acme Logs", expected 1 to 64 lower-case letters, digits, dots, hyphens or underscores',
    'the props of stack/env/g (MetricDrainFromHandle) are not valid:\n' +
      '  handle: got "Acme Metrics", expected 1 to 64 lower-case letters, digits, dots, hyphens or underscores',
  ]);
});
