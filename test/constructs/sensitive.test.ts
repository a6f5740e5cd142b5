/** What is sensitive by the schema is sensitive in another stack as well, where Terraform forgets it of what it reads from a state. */
import { TerraformOutput, TerraformStack, Testing, Token } from 'cdktf';
import { Construct } from 'constructs';
import * as library from '../../lib';
import { dataSources, resources, type Block } from '../../lib/schema';

const { App, AptibleProvider, Backup, Certificate, Credentials, Database, Endpoint, Environment, Replica } = library;
const { LogDrain, MetricDrain, Permission, ReleaseCheck } = library;

/** One of each class of the library, and of each way to find what is not made here. */
function allConstructs(stack: TerraformStack): Construct[] {
  const provider = new AptibleProvider(stack, 'aptible');
  const made = new Environment(stack, 'env', { handle: 'acme', stack: library.Stack.fromId(stack, 'shared', 1) });
  const database = new Database(made, 'db', { handle: 'db' });
  const { user, login } = database.addUser('db-user');
  const app = new App(made, 'web', { handle: 'web' });
  const endpoint = Endpoint.tcp(made, 'tcp', { app, service: 'web' });
  return [
    provider,
    made,
    Environment.fromHandle(stack, 'env-handle', 'acme'),
    Environment.fromId(stack, 'env-id', 1),
    library.Stack.fromName(stack, 'stack-name', 'shared'),
    library.Stack.fromId(stack, 'stack-id', 1),
    database,
    user,
    login,
    Database.fromHandle(made, 'db-handle', 'db'),
    Database.fromId(made, 'db-id', 1),
    new Replica(made, 'replica', { handle: 'replica', primary: database }),
    Replica.fromHandle(made, 'replica-handle', 'replica'),
    Replica.fromId(made, 'replica-id', 1),
    app,
    App.fromHandle(made, 'app-handle', 'web'),
    App.fromId(made, 'app-id', 1),
    endpoint,
    Endpoint.database(made, 'db-endpoint', { database }),
    Endpoint.fromHostname(made, 'endpoint-hostname', 'www.example.com'),
    Endpoint.fromId(made, 'endpoint-id', 1),
    new Backup(made, 'backup', { database }),
    Backup.latestOf(made, 'backup-latest', database),
    Backup.fromId(made, 'backup-id', 1),
    new library.BackupRetentionPolicy(made, 'retention', {
      daily: 1,
      monthly: 0,
      yearly: 0,
      makeCopy: false,
      keepFinal: false,
    }),
    new Certificate(made, 'certificate', { body: Token.asString({ resolve: () => 'x' }), ...privateKey() }),
    Certificate.fromFingerprint(made, 'certificate-fingerprint', 'a'.repeat(64)),
    Certificate.fromId(made, 'certificate-id', 1),
    LogDrain.https(made, 'logs', { handle: 'logs', url: 'https://logs.example.com' }),
    LogDrain.fromHandle(made, 'logs-handle', 'logs'),
    LogDrain.fromId(made, 'logs-id', 1),
    MetricDrain.influxdbDatabase(made, 'metrics', { handle: 'metrics', database }),
    MetricDrain.fromHandle(made, 'metrics-handle', 'metrics'),
    MetricDrain.fromId(made, 'metrics-id', 1),
    new library.Operation(made, 'operation', { type: 'restart', app }),
    new Permission(made, 'permission', { roleId: '4d0b3f4b-7ad4-4a5e-8a3e-9d3e0a1b2c3d', scope: 'read' }),
    new ReleaseCheck(made, 'check', { app, endpoint, path: '/' }),
  ] as Construct[];
}

function privateKey() {
  return { privateKey: Token.asString({ resolve: () => 'x' }) };
}

/** What the getters give that a program can use, by their names: those of Credentials, too. */
function gettersOf(value: object, name: string): [name: string, value: unknown][] {
  const names = new Set<string>();
  for (
    let at: object = value;
    at !== Object.prototype && at !== Construct.prototype;
    at = Object.getPrototypeOf(at) as object
  )
    for (const [key, descriptor] of Object.entries(Object.getOwnPropertyDescriptors(at)))
      if (descriptor.get !== undefined) names.add(key);
  const found = [...names].flatMap((key): [string, unknown][] => {
    try {
      return [[`${name}.${key}`, (value as Record<string, unknown>)[key]]];
    } catch (error) {
      expect((error as Error).message).toMatch('only those of a database have credentials');
      return [];
    }
  });
  const credentials = 'credentials' in names ? [] : Object.values(value).filter((one) => one instanceof Credentials);
  return [...found, ...credentials.map((one): [string, unknown] => [`${name}.credentials`, one])].flatMap(
    ([key, one]) =>
      one instanceof Credentials
        ? [...Object.entries(one.default), ...Object.entries(one.get('redis'))].map(
            ([part, text]): [string, unknown] => [`${key}.${part}`, text],
          )
        : [[key, one] as [string, unknown]],
  );
}

/** Tells whether an attribute is sensitive, of a resource or (`data`) of what is looked up. */
function isSensitive(data: string | undefined, type: string, attribute: string): boolean {
  const all: Readonly<Record<string, Block>> = data === undefined ? resources : dataSources;
  return all[type]?.attributes[attribute]?.sensitive ?? false;
}

const reference = /(sensitive\((?:\[ for key, val in )?)?(data\.)?\b(aptible_\w+)\.[\w-]+\.(\w+)/g;

function readings() {
  const stack = new TerraformStack(Testing.app(), 'stack');
  const constructs = allConstructs(stack);
  const read = constructs.flatMap((construct) => gettersOf(construct, construct.node.id));
  const value = Object.fromEntries(read.filter(([, each]) => Token.isUnresolved(each)));
  new TerraformOutput(stack, 'all', { value, sensitive: true });
  const { output } = JSON.parse(Testing.synth(stack)) as { output: { all: { value: object } } };
  const used = Object.entries(output.all.value).flatMap(([name, text]) =>
    [...JSON.stringify(text).matchAll(reference)]
      .filter(([, , data, type, attribute]) => isSensitive(data, type!, attribute!))
      .map(([, mark]) => ({ name, isMarked: mark !== undefined })),
  );
  return { constructs, used };
}

test('every getter of every construct marks what is sensitive by the schema', () => {
  const { used } = readings();
  expect(used.filter(({ isMarked }) => !isMarked).map(({ name }) => name)).toEqual([]);
  const ways = ['db', 'db-endpoint', 'db-handle', 'db-id', 'replica', 'replica-handle', 'replica-id'];
  const passwords = new Set(
    used.map(({ name }) => name).filter((name) => /(\w\.connectionUrl|\.credentials\.password)$/.test(name)),
  );
  expect([...passwords].filter((name) => !/^tcp\.|credentials\.connectionUrl$/.test(name)).sort()).toEqual(
    [...ways.flatMap((id) => [`${id}.connectionUrl`, `${id}.credentials.password`]), 'login.connectionUrl'].sort(),
  );
});

test('no class of the library is left out of that', () => {
  const { constructs } = readings();
  // A credential that is ephemeral cannot be read by another stack at all.
  // The last one is no construct: connection-url.test.ts tries its functions.
  const exempt = [
    'EphemeralCredential',
    'EphemeralConnection',
    'DatabaseTunnel',
    'Stack',
    'Credentials',
    'Autoscaling',
    'ConnectionUrl',
  ];
  const classes = Object.entries(library).filter(([name, value]) => typeof value === 'function' && /^[A-Z]/.test(name));
  const left = classes.filter(
    ([name, value]) =>
      !exempt.includes(name) && !constructs.some((one) => one instanceof (value as unknown as new () => object)),
  );
  expect(left.map(([name]) => name)).toEqual([]);
});

test('a password that another stack uses is sensitive there', () => {
  const app = Testing.app();
  const data = new TerraformStack(app, 'data');
  const apps = new TerraformStack(app, 'apps');
  for (const stack of [data, apps]) new AptibleProvider(stack, 'aptible');
  const database = new Database(Environment.fromId(data, 'env', 42), 'db', { handle: 'db' });
  const { password } = database.credentials.get('redis');
  new App(Environment.fromId(apps, 'env', 42), 'web', {
    handle: 'web',
    config: { URL: database.connectionUrl, TEXT: `x:${password}` },
  });
  app.synth();
  const { resource } = JSON.parse(Testing.synth(apps)) as {
    resource: { aptible_app: Record<string, { config: object }> };
  };
  const remote = String.raw`data\.terraform_remote_state\.[\w-]+\.outputs\.[\w-]+`;
  expect(Object.values(resource.aptible_app).map(({ config }) => config)).toEqual([
    {
      URL: expect.stringMatching(new RegExp(`^\\$\\{sensitive\\(${remote}\\)\\}$`)) as string,
      TEXT: expect.stringMatching(
        new RegExp(
          `^x:\\$\\{sensitive\\(${remote}\\["redis"\\]\\.password\\)\\}$|^x:\\$\\{sensitive\\(${remote}\\.redis\\.password\\)\\}$`,
        ),
      ) as string,
    },
  ]);
});
