import { TerraformOutput, Token } from 'cdktf';
import { Database, DatabaseTunnel, DatabaseUser, Environment } from '../../lib';
import { matching, synthesize } from './support';

test('a tunnel to a database: what it is asked for, and its parts as references', () => {
  const json = synthesize((stack) => {
    const environment = Environment.fromId(stack, 'env', 42);
    const database = new Database(environment, 'db', { handle: 'acme-db', connectionUrlOutput: false });
    const { host, port } = new DatabaseTunnel(environment, 'tunnel', { database, type: 'redis+ssl', port: 6380 });
    new TerraformOutput(stack, 'address', { value: `${host}:${Token.asString(port)}` });
  });
  const tunnels = (json['ephemeral'] as Record<string, Record<string, unknown>>)['aptible_database_tunnel']!;
  const [[name, config]] = Object.entries(tunnels) as [[string, unknown]];
  expect(config).toEqual({
    database_id: matching(/^\$\{aptible_database\.\w+\.database_id\}$/),
    type: 'redis+ssl',
    port: 6380,
  });
  const part = (attribute: string) => `\${ephemeral.aptible_database_tunnel.${name}.${attribute}}`;
  expect((json['output'] as Record<string, unknown>)['address']).toEqual({ value: `${part('host')}:${part('port')}` });
});

test('a tunnel as a login of a user: its name and what its password is derived from, and nothing else of it', () => {
  const json = synthesize((stack) => {
    const database = Database.fromId(stack, 'db', 42);
    const login = new DatabaseUser(stack, 'web', { database, name: 'web' }).addLogin('login');
    new DatabaseTunnel(stack, 'tunnel', { database, login });
  });
  const { ephemeral, resource } = json as Record<string, Record<string, Record<string, unknown>>>;
  const [name] = Object.keys(resource!['aptible_database_login']!);
  expect(Object.values(ephemeral!['aptible_database_tunnel']!)).toEqual([
    {
      database_id: 42,
      username: `\${aptible_database_login.${name}.username}`,
      salt: `\${aptible_database_login.${name}.salt}`,
    },
  ]);
});

test('a port that is none is refused', () => {
  synthesize((stack) => {
    const scope = Environment.fromId(stack, 'env', 42);
    const database = new Database(scope, 'db', { handle: 'acme-db' });
    expect(() => new DatabaseTunnel(scope, 'tunnel', { database, port: 70_000 })).toThrow(/port: .*65535/);
  });
});
