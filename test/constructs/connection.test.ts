import { TerraformStack, TerraformVariable, Testing, Token } from 'cdktf';
import {
  App,
  AptibleProvider,
  Database,
  DatabaseLogin,
  defineEnvironment,
  Endpoint,
  Environment,
  Replica,
  type AppProps,
  type ConnectToProps,
} from '../../lib';
import { messageOf, synthesize } from './support';

type Blocks = Record<string, Record<string, Record<string, unknown>>>;

/** The app and the ephemeral credentials of a stack, with the ids of its database, user and login as words. */
function connected(build: (stack: TerraformStack) => void) {
  const { resource, ephemeral = {} } = synthesize(build) as { resource: Blocks; ephemeral?: Blocks };
  const words: [string, string][] = [
    ['aptible_database', 'db'],
    ['aptible_database_login', 'login'],
    ['aptible_endpoint', 'endpoint'],
  ];
  const plain = (value: unknown): unknown =>
    JSON.parse(
      words.reduce((text, [type, word]) => {
        const ids = Object.keys(resource[type] ?? {});
        return ids.reduce((all, id, index) => all.replaceAll(`${type}.${id}.`, `${word}${index || ''}.`), text);
      }, JSON.stringify(value)),
    );
  const credentials = Object.entries(ephemeral['aptible_database_credentials'] ?? {});
  const [app] = Object.values(resource['aptible_app']!);
  const { env_id: _environment, handle: _handle, ...rest } = app!;
  const named = credentials.reduce(
    (text, [id], index) => text.replaceAll(`ephemeral.aptible_database_credentials.${id}.`, `ephemeral${index}.`),
    JSON.stringify(rest),
  );
  return { app: plain(JSON.parse(named)), credentials: credentials.map(([, config]) => plain(config)) };
}

const environmentOf = (stack: TerraformStack) => Environment.fromId(stack, 'env', 7);
const databaseIn = (stack: TerraformStack) => Database.fromId(stack, 'db', 42);
const appIn = (stack: TerraformStack, props: Partial<AppProps> = {}) =>
  new App(environmentOf(stack), 'web', { handle: 'web', ...props });

describe('database.addUser', () => {
  test('takes the privileges of MySQL, whose login an app connects with in one line', () => {
    const { resource } = synthesize((stack) => {
      const environment = environmentOf(stack);
      const database = new Database(environment, 'db', { handle: 'db', type: 'mysql' });
      const user = database.addUser('web', {
        readWrite: ['db'],
        tablePrivileges: { audit: { privileges: ['INSERT', 'SHOW VIEW'] } },
      });
      const app = new App(environment, 'web', { handle: 'web' });
      app.connectTo(database, { as: 'DATABASE_URL', user, stored: true });
    }) as { resource: Blocks };
    expect(Object.values(resource['aptible_database_user']!)).toMatchObject([
      { name: 'web', read_write: ['db'], table_privileges: [{ schema: 'audit', privileges: ['INSERT', 'SHOW VIEW'] }] },
    ]);
    const [login] = Object.keys(resource['aptible_database_login']!);
    const url = `\${nonsensitive(sensitive(aptible_database_login.${login}.connection_url))}`;
    expect(Object.values(resource['aptible_app']!)).toMatchObject([{ secret_config: { DATABASE_URL: url } }]);
  });

  test('makes a user of the name of its id, and its login, which is there before the one goes that it replaces', () => {
    const { resource } = synthesize((stack) => {
      const database = new Database(environmentOf(stack), 'db', { handle: 'db' });
      const { user, login } = database.addUser('web', {});
      expect([user.node.path, login.node.path]).toEqual(['stack/env/db/web', 'stack/env/db/web/login']);
    }) as { resource: Blocks };
    const [database] = Object.keys(resource['aptible_database']!);
    const [[user, wanted]] = Object.entries(resource['aptible_database_user']!) as [[string, unknown]];
    const id = `\${aptible_database.${database}.database_id}`;
    expect(wanted).toEqual({ database_id: id, name: 'web' });
    expect(Object.values(resource['aptible_database_login']!)).toEqual([
      { database_id: id, user: `\${aptible_database_user.${user}.name}`, lifecycle: { create_before_destroy: true } },
    ]);
  });

  test('gives each prop to the one of the two that has it', () => {
    const { resource } = synthesize((stack) => {
      const database = new Database(environmentOf(stack), 'db', { handle: 'db' });
      database.addUser('web', {
        name: 'other',
        readOnly: ['reports'],
        readWrite: ['public'],
        owner: ['web'],
        rotation: '2026-01',
        connectionLimit: 5,
        terminate: true,
        timeouts: { create: '1h' },
        lifecycle: { preventDestroy: true },
      });
    }) as { resource: Blocks };
    expect(Object.values(resource['aptible_database_user']!)).toEqual([
      {
        database_id: expect.any(String) as string,
        name: 'other',
        read_only: ['reports'],
        read_write: ['public'],
        owner: ['web'],
        timeouts: { create: '1h' },
        lifecycle: { prevent_destroy: true },
      },
    ]);
    expect(Object.values(resource['aptible_database_login']!)).toEqual([
      {
        database_id: expect.any(String) as string,
        user: expect.any(String) as string,
        rotation: '2026-01',
        connection_limit: 5,
        terminate: true,
        timeouts: { create: '1h' },
        lifecycle: { create_before_destroy: true },
      },
    ]);
  });
});

describe('app.connectTo', () => {
  test('gives the app a variable that no state has, and sets it anew with another login', () => {
    const made = connected((stack) => {
      const database = new Database(environmentOf(stack), 'db', { handle: 'db' });
      const app = new App(database.node.scope as Environment, 'web', { handle: 'web' });
      app.connectTo(database, { as: 'DATABASE_URL', user: database.addUser('web', { rotation: '1' }) });
    });
    expect(made).toEqual({
      app: {
        secret_config_wo: { DATABASE_URL: '${ephemeral0.connection_url}' },
        secret_config_wo_version:
          '${parseint(substr(sha256(jsonencode([0, [{"DATABASE_URL" = "connectionUrl"}, "database", db.database_id, "", login.version]])), 0, 12), 16)}',
      },
      credentials: [{ database_id: '${db.database_id}', username: '${login.username}', salt: '${login.salt}' }],
    });
  });

  test('several databases, in parts, beside what the app has already', () => {
    const made = connected((stack) => {
      const app = appIn(stack, {
        config: { NODE_ENV: 'production' },
        secretConfigWriteOnly: { TOKEN: '${var.token}' },
        secretConfigWriteOnlyVersion: 3,
      });
      const cache = Database.fromId(stack, 'cache', 43);
      app.connectTo(databaseIn(stack), { as: 'DATABASE_URL' });
      app.connectTo(cache, { as: { host: 'REDIS_HOST', port: 'REDIS_PORT' }, credential: 'redis+ssl' });
    });
    expect(made).toEqual({
      app: {
        config: { NODE_ENV: 'production' },
        secret_config_wo: {
          TOKEN: '${var.token}',
          DATABASE_URL: '${ephemeral0.connection_url}',
          REDIS_HOST: '${ephemeral1.host}',
          REDIS_PORT: '${ephemeral1.port}',
        },
        secret_config_wo_version: expect.stringMatching(
          /jsonencode\(\[3, .*"database", 42, "", 0\], .*"database", 43, "redis\+ssl", 0\]\]\)/,
        ) as string,
      },
      credentials: [{ database_id: 42 }, { database_id: 43, type: 'redis+ssl' }],
    });
  });

  test('through an endpoint', () => {
    const made = connected((stack) => {
      appIn(stack).connectTo(databaseIn(stack), { as: 'URL', through: Endpoint.fromId(stack, 'public', 9) });
    });
    expect(made).toMatchObject({
      app: { secret_config_wo_version: expect.stringContaining('"endpoint", 9, ') as string },
      credentials: [{ endpoint_id: 9 }],
    });
  });

  test('another version sets the variables anew', () => {
    const versionWith = (props: Partial<ConnectToProps>) =>
      (
        connected((stack) => {
          appIn(stack).connectTo(databaseIn(stack), { as: 'URL', ...props });
        }).app as Record<string, string>
      )['secret_config_wo_version'];
    const parts = '[{"URL" = "connectionUrl"}, "database", 42, "", 0';
    expect([versionWith({}), versionWith({ version: 2 })]).toEqual([
      expect.stringContaining(`${parts}]]`),
      expect.stringContaining(`${parts}, 2]]`),
    ]);
  });

  test('variables that only Terraform knows are kept', () => {
    const { app } = connected((stack) => {
      const all = new TerraformVariable(stack, 'all', { type: 'map(string)', sensitive: true });
      const secretConfigWriteOnly = Token.asStringMap(all.value);
      const app = appIn(stack, { secretConfigWriteOnly, secretConfigWriteOnlyVersion: 1 });
      app.connectTo(databaseIn(stack), { as: 'DATABASE_URL' });
    });
    expect(app).toMatchObject({
      secret_config_wo: '${merge(var.all, {"DATABASE_URL" = ephemeral0.connection_url})}',
    });
  });

  test('stored, for older versions of Terraform', () => {
    const made = connected((stack) => {
      const environment = environmentOf(stack);
      const database = new Database(environment, 'db', { handle: 'db' });
      const user = database.addUser('web');
      const through = database.addEndpoint('public');
      const app = new App(environment, 'web', { handle: 'web', secretConfig: { TOKEN: '${var.token}' } });
      app.connectTo(database, { as: 'ADMIN_URL', stored: true, credential: 'postgresql' });
      app.connectTo(database, { as: { connectionUrl: 'URL', username: 'PGUSER' }, user, stored: true });
      app.connectTo(database, { as: { host: 'PGHOST', password: 'PGPASSWORD' }, user, through, stored: true });
    });
    expect(made).toEqual({
      app: {
        secret_config: {
          TOKEN: '${var.token}',
          ADMIN_URL: '${nonsensitive(sensitive(db.credentials.postgresql.connection_url))}',
          URL: '${nonsensitive(sensitive(login.connection_url))}',
          PGUSER: '${nonsensitive(sensitive(login.username))}',
          PGHOST: expect.stringMatching(
            /^\$\{nonsensitive\(sensitive\(.*data\.aptible_endpoint\..*\.credentials.*\.host\)\)\}$/,
          ) as string,
          PGPASSWORD: '${nonsensitive(sensitive(login.password))}',
        },
      },
      credentials: [],
    });
  });

  test.each<[string, ConnectToProps, string]>([
    ['config', { as: 'PLAIN' }, 'PLAIN is set by config already'],
    ['secretConfig', { as: 'SECRET' }, 'SECRET is set by secretConfig already'],
    ['secretConfigWriteOnly', { as: 'UNSTORED' }, 'UNSTORED is set by secretConfigWriteOnly already'],
    ['another database', { as: { host: 'URL' }, stored: true }, 'URL is set by connectTo(stack/db) already'],
  ])('a variable that is also that of %s is refused, and both are named', (_other, props, expected) => {
    const message = messageOf(() => {
      synthesize((stack) => {
        const app = appIn(stack, {
          config: { PLAIN: 'x' },
          secretConfig: { SECRET: '${var.secret}' },
          secretConfigWriteOnly: { UNSTORED: '${var.unstored}' },
          secretConfigWriteOnlyVersion: 1,
        });
        app.connectTo(databaseIn(stack), { as: 'URL' });
        app.connectTo(Database.fromId(stack, 'cache', 43), props);
      });
    });
    expect(message).toBe(
      `stack/env/web: connectTo(stack/cache): as: ${expected}: give it another name in one of the two`,
    );
  });

  test.each<[string, ConnectToProps, RegExp]>([
    ['no variable', { as: {} }, /: as: it names no variable: /],
    ['a part without a variable', { as: { host: undefined, port: 'A' } }, /: as: it names no variable for host: /],
    ['nothing', {} as ConnectToProps, /: as: it names no variable: /],
    [
      'a login as the user',
      { as: 'A', user: { node: {} } as never },
      /: connectTo: user: expected what database.addUser/,
    ],
    ['one for two parts', { as: { host: 'A', port: 'A' } }, /: as: the variable A is named for two parts/],
    [
      'an unknown part',
      { as: { url: 'A' } as object },
      /: as: there is no part url of a credential: there are connectionUrl, /,
    ],
    ['a name that no variable has', { as: 'A B' }, /\n {2}as\.A B: /],
    ['an unknown prop', { as: 'A', type: 'redis' } as ConnectToProps, /\n {2}type: there is no such prop/],
  ])('bad props are refused: %s', (_what, props, expected) => {
    const connect = () =>
      synthesize((stack) => {
        appIn(stack).connectTo(databaseIn(stack), props);
      });
    expect(messageOf(connect)).toMatch(expected);
  });

  test('what is of another database is refused', () => {
    const messageWith = (props: (database: Database, other: Database) => Partial<ConnectToProps>) =>
      messageOf(() =>
        synthesize((stack) => {
          const environment = environmentOf(stack);
          const database = new Database(environment, 'db', { handle: 'db' });
          const other = new Database(environment, 'other', { handle: 'other' });
          const app = new App(environment, 'web', { handle: 'web' });
          app.connectTo(database, { as: 'URL', ...props(database, other) });
        }),
      );
    const call = 'stack/env/web: connectTo(stack/env/db): ';
    const ip = { ipFiltering: ['192.0.2.7'] };
    expect(
      messageWith((_database, other) => ({ user: other.addUser('web'), through: other.addEndpoint('public', ip) })),
    ).toBe(
      `${call}user: it is one of stack/env/other, not of the database; through: it is an endpoint of stack/env/other, not of the database`,
    );
    expect(
      messageWith((database) => {
        const web = database.node.scope!.node.findChild('web') as App;
        return { through: web.addEndpoint('https', { service: 'web', defaultDomain: true }) };
      }),
    ).toBe(`${call}through: it is an endpoint of an app, not of the database`);
  });

  test('the user of a database is one of its replicas, too', () => {
    synthesize((stack) => {
      const environment = environmentOf(stack);
      const primary = new Database(environment, 'db', { handle: 'db' });
      const replica = new Replica(environment, 'reading', { handle: 'reading', primary });
      new App(environment, 'web', { handle: 'web' }).connectTo(replica, { as: 'URL', user: primary.addUser('web') });
    });
  });

  test('a definition connects to a replica as a user of its database, and anew with another version', () => {
    const { app, credentials } = connected((stack) => {
      const definition = defineEnvironment({
        version: 1,
        environment: { handle: 'acme', stack: 'shared-us-east-1' },
        databases: { main: { replicas: { reports: {} }, users: { reader: {} } } },
        apps: { web: { connections: { URL: { database: 'main', replica: 'reports', user: 'reader', version: 2 } } } },
      });
      Environment.fromDefinition(stack, 'env', definition);
    });
    const replica = expect.stringMatching(/^\$\{aptible_replica\.\w+\.replica_id\}$/);
    expect(credentials).toEqual([{ database_id: replica, salt: '${login.salt}', username: '${login.username}' }]);
    expect(app).toEqual({
      secret_config_wo: { URL: '${ephemeral0.connection_url}' },
      secret_config_wo_version: expect.stringMatching(
        /\[0, \[\{"URL" = "connectionUrl"\}, "database", aptible_replica\.\w+\.replica_id, "", login\.version, 2\]\]/,
      ),
    });
  });

  test('a login in another stack is warned of, since its rotation would not wait for the app', () => {
    const root = Testing.app();
    const [data, apps] = ['data', 'apps'].map((name) => {
      const stack = new TerraformStack(root, name);
      new AptibleProvider(stack, 'aptible');
      return stack;
    });
    const environment = environmentOf(data!);
    const database = new Database(environment, 'db', { handle: 'db' });
    const user = database.addUser('web');
    const connected = (id: string, login: DatabaseLogin | undefined) => {
      const app = new App(apps!, id, { handle: id, environment: environment });
      app.connectTo(database, {
        as: 'URL',
        user: { login: login ?? new DatabaseLogin(app, 'login', { database, user: user.user }) },
      });
      return app.node.metadata.map(({ data: text }) => text as string);
    };
    expect(connected('one', user.login)).toEqual([
      'apps/one: connectTo(data/env/db): user: its login is made in the stack "data", where a rotation removes the old one before the app has the new one: ' +
        'make the login in the stack of the app, with new DatabaseLogin(app, id, { database, user, rotation }), and connect with { user: { login } }',
    ]);
    expect(connected('two', undefined)).toEqual([]);
  });

  test('what has no stored form is refused', () => {
    const messageWith = (through: (stack: TerraformStack, database: Database) => ConnectToProps['through']) =>
      messageOf(() => {
        synthesize((stack) => {
          const environment = environmentOf(stack);
          const database = new Database(environment, 'db', { handle: 'db' });
          const connection = { as: 'URL', user: database.addUser('web'), stored: true };
          const way = through(stack, database)!;
          new App(environment, 'web', { handle: 'web' }).connectTo(database, { ...connection, through: way });
        });
      });
    expect(messageWith((stack) => Endpoint.fromId(stack, 'public', 9))).toMatch(/: stored: .* only ephemeral/);
    expect(messageWith((_stack, database) => database.addEndpoint('public'))).toMatch(/: stored: .* take its parts/);
  });

  test('the stored form is refused where the provider stores no credentials', () => {
    const stack = new TerraformStack(Testing.app(), 'stack');
    appIn(stack).connectTo(databaseIn(stack), { as: 'URL', stored: true });
    new AptibleProvider(stack, 'aptible', { storeCredentials: false });
    const message = messageOf(() => Testing.synth(stack, true));
    expect(message).toContain('as.URL: it would have no value');
  });
});
