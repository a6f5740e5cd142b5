import { TerraformVariable, type TerraformStack } from 'cdktf';
import { App, Database, DatabaseLogin, DatabaseUser, Environment, EphemeralCredential } from '../../lib';
import { messageOf, synthesize } from './support';

const userOf = (stack: TerraformStack) =>
  new DatabaseUser(stack, 'web', { database: Database.fromId(stack, 'db', 42), name: 'web' });

function synthesized(build: (stack: TerraformStack) => void): Record<string, Record<string, Record<string, unknown>>> {
  return synthesize(build)['resource'] as Record<string, Record<string, Record<string, unknown>>>;
}
const loginOf = (build: (stack: TerraformStack) => void) =>
  Object.values(synthesized(build)['aptible_database_login']!)[0];

describe('DatabaseLogin', () => {
  test('minimal: it follows its user, and what replaces it is there before it goes', () => {
    const made = loginOf((stack) => {
      userOf(stack).addLogin('login');
    });
    expect(made).toEqual({
      database_id: 42,
      user: expect.stringMatching(/^\$\{aptible_database_user\.[^.]+\.name\}$/),
      lifecycle: { create_before_destroy: true },
    });
  });

  test('everything set', () => {
    const made = loginOf((stack) => {
      const user = userOf(stack);
      new DatabaseLogin(stack, 'login', {
        database: Database.fromId(stack, 'same', 42),
        user,
        rotation: '2026-01',
        connectionLimit: 5,
        terminate: true,
        timeouts: { create: '1h' },
        lifecycle: { preventDestroy: true },
      });
    });
    expect(made).toMatchObject({
      rotation: '2026-01',
      connection_limit: 5,
      terminate: true,
      timeouts: { create: '1h' },
      lifecycle: { create_before_destroy: true, prevent_destroy: true },
    });
  });

  test('a token in every field: each passes untouched', () => {
    const made = loginOf((stack) => {
      const text = new TerraformVariable(stack, 'text', { type: 'string' }).stringValue;
      userOf(stack).addLogin('login', { rotation: text });
    });
    expect(made).toMatchObject({ rotation: '${var.text}' });
  });

  test('bad props: all problems at once, in the words of the props', () => {
    const message = messageOf(() => {
      synthesize((stack) => userOf(stack).addLogin('login', { connectionLimit: -2 }));
    });
    expect(message.split('\n').map((line) => line.trim().split(':')[0])).toEqual([
      'the props of stack/web/login (DatabaseLogin) are not valid',
      'connectionLimit',
    ]);
  });

  test('the user of another database is refused at synth', () => {
    const message = messageOf(() => {
      synthesize((stack) => {
        new DatabaseLogin(stack, 'login', { database: Database.fromId(stack, 'other', 43), user: userOf(stack) });
      });
    });
    expect(message).toContain('[stack/login] user: it is one of stack/db, not of the database');
  });

  test('an app gets its connection URL by a secret, or by an ephemeral credential that is in no state', () => {
    const json = synthesize((stack) => {
      const environment = Environment.fromId(stack, 'env', 7);
      const login = userOf(stack).addLogin('login');
      const database = Database.fromId(stack, 'same', 42);
      const { connectionUrl } = new EphemeralCredential(stack, 'url', { database, login });
      new App(environment, 'stored', { handle: 'stored', secretConfig: { DATABASE_URL: login.connectionUrl } });
      new App(environment, 'unstored', {
        handle: 'unstored',
        secretConfigWriteOnly: { DATABASE_URL: connectionUrl },
        secretConfigWriteOnlyVersion: login.version,
      });
    });
    const { ephemeral, resource } = json as Record<string, Record<string, Record<string, Record<string, unknown>>>>;
    const [name] = Object.keys(resource!['aptible_database_login']!);
    const [credential] = Object.entries(ephemeral!['aptible_database_credentials']!);
    expect(credential![1]).toEqual({
      database_id: 42,
      username: `\${aptible_database_login.${name}.username}`,
      salt: `\${aptible_database_login.${name}.salt}`,
    });
    expect(Object.values(resource!['aptible_app']!)).toMatchObject([
      { secret_config: { DATABASE_URL: `\${nonsensitive(sensitive(aptible_database_login.${name}.connection_url))}` } },
      {
        secret_config_wo: {
          DATABASE_URL: `\${ephemeral.aptible_database_credentials.${credential![0]}.connection_url}`,
        },
        secret_config_wo_version: `\${aptible_database_login.${name}.version}`,
      },
    ]);
  });
});
