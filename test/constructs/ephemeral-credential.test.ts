import { TerraformProvider, TerraformVariable, Token } from 'cdktf';
import type { Construct } from 'constructs';
import { App, Database, Environment, EphemeralCredential } from '../../lib';
import { matching, synthesize } from './support';

test('the default one of a database, in write-only variables of an app', () => {
  const json = synthesize((stack) => {
    const environment = Environment.fromId(stack, 'env', 42);
    const database = new Database(environment, 'db', { handle: 'acme-db', connectionUrlOutput: false });
    const { connectionUrl } = new EphemeralCredential(environment, 'url', { database });
    new App(environment, 'web', {
      handle: 'acme-web',
      secretConfigWriteOnly: { DATABASE_URL: connectionUrl },
      secretConfigWriteOnlyVersion: 1,
    });
  });
  const [[name, config]] = Object.entries(
    (json['ephemeral'] as Record<string, Record<string, unknown>>)['aptible_database_credentials']!,
  ) as [[string, unknown]];
  expect(config).toEqual({ database_id: matching(/^\$\{aptible_database\.\w+\.database_id\}$/) });
  const [app] = Object.values((json['resource'] as Record<string, Record<string, object>>)['aptible_app']!);
  expect(app).toMatchObject({
    secret_config_wo: { DATABASE_URL: `\${ephemeral.aptible_database_credentials.${name}.connection_url}` },
  });
});

test('one by its type through an endpoint: each part is a reference, for another provider', () => {
  const json = synthesize((stack) => {
    const environment = Environment.fromId(stack, 'env', 42);
    const database = new Database(environment, 'db', { handle: 'acme-db', connectionUrlOutput: false });
    const endpoint = database.addEndpoint('public', { ipFiltering: ['192.0.2.7'] });
    const type = new TerraformVariable(stack, 'type', { type: 'string' }).stringValue;
    const credential = new EphemeralCredential(environment, 'url', { endpoint, type });
    new Engine(stack, 'engine', {
      url: credential.connectionUrl,
      scheme: credential.protocol,
      username: credential.username,
      password: credential.password,
      host: credential.host,
      port: Token.asString(credential.port),
      database: credential.name,
      options: credential.query,
    });
  });
  const [[name, config]] = Object.entries(
    (json['ephemeral'] as Record<string, Record<string, unknown>>)['aptible_database_credentials']!,
  ) as [[string, unknown]];
  expect(config).toEqual({
    endpoint_id: matching(/^\$\{aptible_endpoint\.\w+\.endpoint_id\}$/),
    type: '${var.type}',
  });
  const part = (attribute: string) => `\${ephemeral.aptible_database_credentials.${name}.${attribute}}`;
  expect((json['provider'] as Record<string, unknown>)['engine']).toEqual([
    {
      url: part('connection_url'),
      scheme: part('protocol'),
      username: part('username'),
      password: part('password'),
      host: part('host'),
      port: part('port'),
      database: part('name'),
      options: part('query'),
    },
  ]);
});

test('one of no database, and one of two, are refused', () => {
  synthesize((stack) => {
    const scope = Environment.fromId(stack, 'env', 42);
    const database = new Database(scope, 'db', { handle: 'acme-db' });
    const endpoint = database.addEndpoint('public');
    // @ts-expect-error -- the types refuse it too
    expect(() => new EphemeralCredential(stack, 'two', { database, endpoint })).toThrow(
      '  endpoint: it cannot be set beside database: they are ways to say which database is meant',
    );
    // @ts-expect-error -- the types refuse it too
    expect(() => new EphemeralCredential(stack, 'none', {})).toThrow(
      'the props of stack/none (EphemeralCredential) are not valid:\n' +
        '  database: one of database and endpoint is needed: they are ways to say which database is meant',
    );
  });
});

class Engine extends TerraformProvider {
  constructor(
    scope: Construct,
    id: string,
    private readonly config: Record<string, string>,
  ) {
    super(scope, id, { terraformResourceType: 'engine', terraformProviderSource: 'acme/engine' });
  }

  protected override synthesizeAttributes(): Record<string, string> {
    return this.config;
  }
}
