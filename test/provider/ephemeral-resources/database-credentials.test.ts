import { type Driver, type Outcome, startDriver } from '../driver';

const type = 'aptible_database_credentials';

let driver: Driver;
let env_id: number;

beforeEach(async () => {
  driver = await startDriver();
  env_id = driver.environmentId;
});

afterEach(() => driver.stop());

const makeDatabase = (config: Record<string, string>): Promise<Outcome> =>
  driver.apply('aptible_database', { env_id, ...config });
const makeEndpoint = (database: Outcome): Promise<Outcome> =>
  driver.apply('aptible_endpoint', {
    env_id,
    resource_type: 'database',
    resource_id: database.state!.database_id,
    endpoint_type: 'tcp',
    internal: true,
  });

const unset = { database_id: null, endpoint_id: null, env_id: null, handle: null, salt: null };

/** A credential as the database or the data source of its endpoint has it. */
function credentialOf({ state }: Pick<Outcome, 'state'>, name: string): object {
  const { default: _default, ...parts } = (state!.credentials as Record<string, Record<string, unknown>>)[name]!;
  return { type: name, ...parts };
}

test('the default credential by the id, another one by its type', async () => {
  const database = await makeDatabase({ handle: 'db', database_type: 'redis' });
  const { database_id } = database.state!;
  expect(await driver.open(type, { database_id })).toEqual({
    result: { ...unset, database_id, ...credentialOf(database, 'redis') },
    diagnostics: [],
  });
  expect(await driver.open(type, { database_id, type: 'redis+ssl' })).toEqual({
    result: { ...unset, database_id, ...credentialOf(database, 'redis+ssl') },
    diagnostics: [],
  });
});

test('by the handle, and nothing is read with secrets but the credentials asked for', async () => {
  const database = await makeDatabase({ handle: 'db' });
  await makeDatabase({ handle: 'other' });
  const before = driver.platform.requests.length;
  expect(await driver.open(type, { env_id, handle: 'db' })).toEqual({
    result: { ...unset, env_id, handle: 'db', ...credentialOf(database, 'postgresql') },
    diagnostics: [],
  });
  const requests = driver.platform.requests.slice(before);
  expect(requests.map(({ method, path, withSecrets }) => [method, path, withSecrets])).toEqual([
    ['GET', `/accounts/${env_id}/databases`, false],
    ['GET', `/databases/${String(database.state!.id)}/database_credentials`, true],
  ]);
});

test('through an endpoint, with its addresses', async () => {
  const endpoint = await makeEndpoint(await makeDatabase({ handle: 'db', database_type: 'redis' }));
  const { endpoint_id, external_hostname } = endpoint.state!;
  const lookedUp = await driver.data('aptible_endpoint', { endpoint_id });
  const { result, diagnostics } = await driver.open(type, { endpoint_id, type: 'redis+ssl' });
  expect({ result, diagnostics }).toEqual({
    result: { ...unset, endpoint_id, ...credentialOf(lookedUp, 'redis+ssl') },
    diagnostics: [],
  });
  expect(result).toMatchObject({ host: external_hostname, port: 6380 });
});

describe('an error says what there is', () => {
  const problem = async (config: Record<string, unknown>) => {
    const { result, diagnostics } = await driver.open(type, config);
    expect(result).toBeNull();
    return diagnostics.map(({ summary, detail, path }) => ({ summary, detail, path }));
  };

  test('of a type that is not there, and of a default that is not', async () => {
    const { database_id } = (await makeDatabase({ handle: 'db', database_type: 'redis' })).state!;
    expect(await problem({ database_id, type: 'amqps' })).toEqual([
      {
        summary: 'The database "db" has no credential of the type "amqps"',
        detail: 'It has: "redis", "redis+ssl".',
        path: ['type'],
      },
    ]);
    const [first] = driver.control.list('database_credential');
    driver.control.change('database_credential', first!.id, { default: false });
    expect(await problem({ database_id })).toEqual([
      {
        summary: 'The database "db" has no default credential',
        detail: 'Say which one is meant with type. It has: "redis", "redis+ssl".',
        path: undefined,
      },
    ]);
  });

  test('of a database that is not provisioned', async () => {
    const { id } = (await driver.request('POST', `/accounts/${env_id}/databases`, {
      handle: 'db',
      type: 'postgresql',
    })) as { id: number };
    expect(await problem({ database_id: id })).toEqual([
      {
        summary: 'The database "db" has no credentials',
        detail: 'Its status is "pending". A database has credentials once it is provisioned.',
        path: undefined,
      },
    ]);
  });

  test('of an id or a handle that is not there', async () => {
    expect(await problem({ database_id: 4711 })).toMatchObject([
      { summary: 'There is no database with the id 4711', path: ['database_id'] },
    ]);
    expect(await problem({ endpoint_id: 4711 })).toMatchObject([
      { summary: 'There is no endpoint with the id 4711', path: ['endpoint_id'] },
    ]);
    await makeDatabase({ handle: 'db' });
    expect(await problem({ env_id, handle: 'data' })).toMatchObject([
      { summary: `There is no database "data" in the environment ${env_id}`, detail: 'There is "db".' },
    ]);
  });

  test('of an endpoint of an app, and of one that has no address', async () => {
    const app = await driver.apply('aptible_app', { env_id, handle: 'web', docker_image: 'acme/web' });
    const ofApp = await driver.apply('aptible_endpoint', {
      env_id,
      resource_type: 'app',
      resource_id: app.state!.app_id,
      process_type: 'cmd',
      default_domain: true,
    });
    expect(await problem({ endpoint_id: ofApp.state!.endpoint_id })).toMatchObject([
      { summary: `The endpoint ${String(ofApp.state!.id)} is not one of a database`, path: ['endpoint_id'] },
    ]);
    const { endpoint_id } = (await makeEndpoint(await makeDatabase({ handle: 'db' }))).state!;
    driver.control.change('vhost', endpoint_id as number, { external_host: null, status: 'pending' });
    expect(await problem({ endpoint_id })).toMatchObject([
      {
        summary: `The endpoint ${String(endpoint_id)} has no address for the credential "postgresql" of the database "db"`,
      },
    ]);
  });

  test('of a configuration that names no database, two, or half of one', async () => {
    expect(await problem({})).toMatchObject([{ path: ['database_id'] }]);
    expect(await problem({ database_id: 1, endpoint_id: 2 })).toMatchObject([{ path: ['endpoint_id'] }]);
    expect(await problem({ handle: 'db' })).toMatchObject([{ path: ['env_id'] }]);
  });
});
