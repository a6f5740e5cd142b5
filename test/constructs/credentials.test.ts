import { TerraformOutput, Token, type TerraformStack } from 'cdktf';
import { App, type Credential, Database, type DatabaseProps, Endpoint, Environment, Replica } from '../../lib';
import { matching, synthesize } from './support';

function database(stack: TerraformStack, lifecycle?: DatabaseProps['lifecycle']) {
  const environment = Environment.fromId(stack, 'env', 42);
  return new Database(environment, 'db', { handle: 'acme-db', type: 'redis', connectionUrlOutput: false, lifecycle });
}

const parts = (credential: Credential) => ({ ...credential, port: Token.asString(credential.port) });

const condition = (type: string, owner = 'The database "${self.handle}"') => ({
  condition: `\${try(contains(keys(self.credentials), "${type}"), false)}`,
  error_message: `${owner} has no credential of the type "${type}". It has: \${try(join(", ", nonsensitive(keys(self.credentials))), "none in the state, as the provider is told")}.`,
});

describe('credentials', () => {
  test('one by its type: each part is a reference, and the type is required of the database', () => {
    const json = synthesize((stack) => {
      const value = parts(database(stack).credentials.get('redis+ssl'));
      new TerraformOutput(stack, 'all', { value, sensitive: true });
    });
    const at = (part: string) => `\${sensitive(aptible_database.env_db_812C3E3E.credentials["redis+ssl"].${part})}`;
    expect(json['output']).toEqual({
      all: {
        sensitive: true,
        value: {
          connectionUrl: at('connection_url'),
          protocol: at('protocol'),
          username: at('username'),
          password: at('password'),
          host: at('host'),
          port: at('port'),
          name: at('name'),
          query: at('query'),
        },
      },
    });
    expect(json['resource']).toEqual({
      aptible_database: {
        env_db_812C3E3E: {
          env_id: 42,
          handle: 'acme-db',
          database_type: 'redis',
          lifecycle: { postcondition: [condition('redis+ssl')] },
        },
      },
    });
  });

  test('a type is required once, after what the lifecycle has', () => {
    const json = synthesize((stack) => {
      const { credentials } = database(stack, { preventDestroy: true });
      for (const type of ['redis', 'redis+ssl', 'redis']) credentials.get(type);
    });
    expect(json).toMatchObject({
      resource: {
        aptible_database: {
          env_db_812C3E3E: {
            lifecycle: { prevent_destroy: true, postcondition: [condition('redis'), condition('redis+ssl')] },
          },
        },
      },
    });
  });

  test('the default one, in the config of an app', () => {
    const json = synthesize((stack) => {
      const { host, port, password } = database(stack).credentials.default;
      const config = { HOST: host, PORT: Token.asString(port), URL: `redis://:${password}@${host}:${port}` };
      new App(Environment.fromId(stack, 'other', 42), 'web', { handle: 'acme-web', config });
    });
    const at = (part: string) =>
      `\${sensitive([ for key, val in aptible_database.env_db_812C3E3E.credentials: val if val.default].0.${part})}`;
    expect(json).toMatchObject({
      resource: {
        aptible_app: {
          other_web_64EAC65F: {
            config: {
              HOST: at('host'),
              PORT: at('port'),
              URL: `redis://:${at('password')}@${at('host')}:${at('port')}`,
            },
          },
        },
      },
    });
  });

  test('those of an endpoint of a database', () => {
    const json = synthesize((stack) => {
      const { credentials } = database(stack).addEndpoint('public', { internal: true });
      const value = { type: credentials.get('redis+ssl').connectionUrl, default: credentials.default.host };
      new TerraformOutput(stack, 'urls', { value, sensitive: true });
    });
    const [[name, made]] = Object.entries(
      (json['data'] as Record<string, Record<string, object>>)['aptible_endpoint']!,
    ) as [[string, { lifecycle: unknown }]];
    expect(made).toEqual({
      endpoint_id: matching(/^\$\{aptible_endpoint\..*\.endpoint_id\}$/),
      lifecycle: { postcondition: [condition('redis+ssl', 'The endpoint "${self.external_hostname}"')] },
    });
    expect(json['output']).toEqual({
      urls: {
        sensitive: true,
        value: {
          type: `\${sensitive(data.aptible_endpoint.${name}.credentials["redis+ssl"].connection_url)}`,
          default: `\${sensitive([ for key, val in data.aptible_endpoint.${name}.credentials: val if val.default].0.host)}`,
        },
      },
    });
  });

  test('an endpoint of an app has none', () => {
    synthesize((stack) => {
      const environment = Environment.fromId(stack, 'env', 42);
      const app = new App(environment, 'web', { handle: 'acme-web' });
      const endpoint = Endpoint.tcp(environment, 'tcp', { app, service: 'web' });
      expect(() => endpoint.credentials).toThrow('env/tcp is an endpoint of an app: only those of a database have');
    });
  });

  test('those of a replica', () => {
    const json = synthesize((stack) => {
      const replica = new Replica(Environment.fromId(stack, 'other', 42), 'replica', {
        handle: 'acme-replica',
        primary: database(stack),
      });
      new TerraformOutput(stack, 'host', { value: replica.credentials.get('redis').host, sensitive: true });
    });
    expect(json['output']).toMatchObject({
      host: { value: matching(/^\$\{sensitive\(aptible_replica\..*redis\.host\)\}$/) },
    });
  });
});
