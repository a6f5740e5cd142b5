import { TerraformVariable, Token } from 'cdktf';
import { App, Database, defineEnvironment, Environment, Operation, type OperationProps } from '../../lib';
import { matching, messageOf, provider, synthesize } from './support';

const operationsOf = (json: Record<string, unknown>) =>
  (json['resource'] as Record<string, Record<string, unknown>>)['aptible_operation']!;

describe('Operation', () => {
  test('minimal: what is done to what; it is run once', () => {
    const json = synthesize((stack) => {
      const environment = Environment.fromId(stack, 'env', 42);
      const web = new App(environment, 'web', { handle: 'acme-web' });
      new Operation(environment, 'restart', { type: 'restart', app: web });
    });
    expect(operationsOf(json)).toEqual({
      env_restart_E2D4C1B0: { type: 'restart', app_id: '${aptible_app.env_web_B05081C2.app_id}' },
    });
    expect(json).toMatchObject(provider);
  });

  test('everything set, with tokens', () => {
    const json = synthesize((stack) => {
      const environment = Environment.fromId(stack, 'env', 42);
      const type = new TerraformVariable(stack, 'type', { type: 'string' });
      const database = new Database(environment, 'data', { handle: 'acme-db', connectionUrlOutput: false });
      new Operation(stack, 'backup', {
        type: type.stringValue,
        database,
        triggers: { url: database.connectionUrl, number: Token.asString(database.databaseId) },
        timeouts: { create: '1h' },
        lifecycle: { createBeforeDestroy: true },
      });
    });
    expect(Object.values(operationsOf(json))).toEqual([
      {
        type: '${var.type}',
        database_id: matching(/^\$\{aptible_database\.\w+\.database_id\}$/),
        triggers: {
          url: matching(/^\$\{sensitive\(aptible_database\.\w+\.default_connection_url\)\}$/),
          number: matching(/^\$\{aptible_database\.\w+\.database_id\}$/),
        },
        timeouts: { create: '1h' },
        lifecycle: { create_before_destroy: true },
      },
    ]);
  });

  test('a definition has them under what they are done to: an app, a database, a replica or an endpoint', () => {
    const json = synthesize((stack) => {
      const definition = defineEnvironment({
        version: 1,
        environment: { handle: 'acme', stack: 'shared-us-east-1' },
        databases: {
          db: {
            operations: {
              copy: { type: 'backup', dependsOn: ['apps.web.services.web.endpoints.site.operations.new'] },
            },
            replicas: { reports: { operations: { again: { type: 'reload', timeouts: { create: '1h' } } } } },
          },
        },
        apps: {
          web: {
            image: 'acme/web',
            operations: { again: { type: 'restart', triggers: { copy: '${databases.db.operations.copy.id}' } } },
            services: { web: { endpoints: { site: { defaultDomain: true, operations: { new: { type: 'renew' } } } } } },
          },
        },
      });
      Environment.fromDefinition(stack, 'env', definition);
    });
    const operations = Object.entries(operationsOf(json));
    expect(Object.fromEntries(operations.map(([name, each]) => [name.replace(/_\w{8}$/, ''), each]))).toEqual({
      env_databases_db_copy: {
        type: 'backup',
        database_id: matching(/^\$\{aptible_database\.env_databases_db_\w+\.database_id\}$/),
        depends_on: [matching(/^aptible_operation\.env_apps_web_site_new_\w{8}$/)],
      },
      env_databases_db_reports_again: {
        type: 'reload',
        database_id: matching(/^\$\{aptible_replica\.env_databases_db_reports_\w+\.replica_id\}$/),
        timeouts: { create: '1h' },
      },
      env_apps_web_again: {
        type: 'restart',
        app_id: matching(/^\$\{aptible_app\.env_apps_web_\w+\.app_id\}$/),
        triggers: { copy: matching(/^\$\{aptible_operation\.env_databases_db_copy_\w+\.operation_id\}$/) },
      },
      env_apps_web_site_new: {
        type: 'renew',
        endpoint_id: matching(/^\$\{aptible_endpoint\.env_apps_web_site_\w+\.endpoint_id\}$/),
      },
    });
  });

  test('an operation that is not one of its target, and none or two targets, are problems', () => {
    const problems = (props: (app: App, database: Database) => object) =>
      messageOf(() =>
        synthesize((stack) => {
          const environment = Environment.fromId(stack, 'env', 42);
          const app = new App(environment, 'web', { handle: 'acme-web' });
          const database = new Database(environment, 'data', { handle: 'acme-db' });
          const wrong = { type: 'backup', ...props(app, database) } as OperationProps;
          new Operation(environment, 'operation', wrong);
        }),
      );
    expect(problems((app) => ({ app }))).toContain('type: got "backup", expected one of restart, rebuild with app');
    expect(problems(() => ({}))).toContain('one of app, database and endpoint is needed');
    expect(problems((app, database) => ({ app, database, type: 'restart' }))).toContain('it cannot be set beside app');
    expect(problems((_app, database) => ({ database, type: 'explode' }))).toContain('expected one of restart, rebuild');
  });
});
