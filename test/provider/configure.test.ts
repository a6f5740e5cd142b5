import { unknown } from '../../lib/plugin/values';
import { type Driver, outcome, type Outcome, startDriver } from './driver';

let driver: Driver;
const saved = { ...process.env };

beforeEach(async () => {
  driver = await startDriver();
  for (const name of Object.keys(process.env)) if (name.startsWith('APTIBLE_')) delete process.env[name];
});

afterEach(async () => {
  process.env = { ...saved };
  await driver.stop();
});

const stack = { name: 'shared-us-east-1' };
const none = { api_root_url: null, auth_root_url: null, access_token: null };
const readStack = (configure: Record<string, unknown>) =>
  driver.walk((terraform) => terraform.readDataSource('aptible_stack', stack), { ...none, ...configure });

test('without arguments everything comes from the environment', async () => {
  Object.assign(process.env, driver.platform.environment);
  expect((await readStack({})).diagnostics).toEqual([]);
});

test('arguments win over the environment', async () => {
  const { url, token } = driver.platform;
  Object.assign(process.env, {
    APTIBLE_API_ROOT_URL: 'http://127.0.0.1:9',
    APTIBLE_AUTH_ROOT_URL: 'http://127.0.0.1:9',
    APTIBLE_ACCESS_TOKEN: 'wrong',
  });
  const { diagnostics } = await readStack({ api_root_url: url, auth_root_url: url, access_token: token });
  expect(diagnostics).toEqual([]);
});

test('username and password log in, once a process', async () => {
  const { url, username, password } = driver.platform;
  driver.clearRequests();
  const { diagnostics } = await readStack({ api_root_url: url, auth_root_url: url, username, password });
  expect(diagnostics).toEqual([]);
  expect(driver.writes().map(([method, path]) => [method, path])).toEqual([['POST', '/tokens']]);
});

test('a refused token is the cause that the error gives, without the token', async () => {
  const { url } = driver.platform;
  const { diagnostics } = await readStack({ api_root_url: url, auth_root_url: url, access_token: 'expired-token' });
  expect(diagnostics).toEqual([
    expect.objectContaining({ summary: 'Could not read the stacks', detail: expect.stringContaining('401') }),
  ]);
  expect(JSON.stringify(diagnostics)).not.toContain('expired-token');
});

test('no credentials at all are an error that says where they were looked for', async () => {
  const { url } = driver.platform;
  process.env.APTIBLE_CONFIG_PATH = '/nonexistent';
  const { diagnostics } = await readStack({ api_root_url: url, auth_root_url: url });
  expect(diagnostics).toEqual([
    expect.objectContaining({ detail: expect.stringMatching(/\/nonexistent\/tokens\.json.*aptible login/s) }),
  ]);
});

test('an unknown argument fails only what asks the platform, and is named', async () => {
  const configure = { ...none, access_token: unknown };
  const plan = await driver.walk((terraform) => terraform.plan('aptible_app', { env_id: 1, handle: 'web' }), configure);
  expect(plan).toMatchObject({ action: 'create', diagnostics: [] });
  const { diagnostics } = await driver.walk((terraform) => terraform.readDataSource('aptible_stack', stack), configure);
  expect(diagnostics).toEqual([
    expect.objectContaining({
      summary: 'The provider cannot reach the platform yet',
      detail: expect.stringContaining('access_token of the provider "aptible" is known only after apply'),
    }),
  ]);
});

test.each([
  'http://[::1',
  'ftp://api.example.com',
  'https://gw.example.com/prefix',
  'https://api.example.com?x=1',
  'http://',
])('an address as "%s" is an error of the configuration', async (address) => {
  process.env.APTIBLE_API_ROOT_URL = address;
  await expect(readStack({})).rejects.toThrow(/APTIBLE_API_ROOT_URL is not the address of a platform/);
  delete process.env.APTIBLE_API_ROOT_URL;
  process.env.APTIBLE_AUTH_ROOT_URL = address;
  await expect(readStack({})).rejects.toThrow(/APTIBLE_AUTH_ROOT_URL is not the address of a platform/);
  await expect(readStack({ auth_root_url: address })).rejects.toThrow(/auth_root_url/);
});

test('a password in an address is not shown', async () => {
  process.env.APTIBLE_API_ROOT_URL = 'https://me:pass/word@api.example.com';
  const error = await readStack({}).catch((reason: unknown) => reason);
  expect(String(error)).toContain('https://(redacted)@api.example.com');
  expect(String(error)).not.toContain('word@');
});

test.each(['HTTPS://API.EXAMPLE.COM/', 'api.example.com', 'https://api.example.com:8443'])(
  'an address as "%s" is taken',
  async (address) => {
    process.env.APTIBLE_API_ROOT_URL = address;
    const plan = await driver.walk((terraform) => terraform.plan('aptible_app', { env_id: 1, handle: 'web' }), none);
    expect(plan).toMatchObject({ action: 'create', diagnostics: [] });
  },
);

describe('with store_credentials = false', () => {
  const without = { store_credentials: false };
  const noCredentials = { default_connection_url: null, connection_urls: null, credentials: null };
  const deploy = async (type: string, config: Record<string, unknown>, prior: Outcome | null = null, configure = {}) =>
    driver.walk(
      async (terraform) => outcome(await terraform.deploy(type, config, { prior: prior?.instance })),
      configure,
    );

  test('no database, replica or data source has credentials, planned or stored', async () => {
    const env_id = driver.environmentId;
    const database = { env_id, handle: 'db' };
    const { planned } = await driver.walk((terraform) => terraform.plan('aptible_database', database), without);
    expect(planned).toMatchObject(noCredentials);
    const { state } = await deploy('aptible_database', database, null, without);
    const { database_id } = state!;
    const onIt = { resource_type: 'database', resource_id: database_id, endpoint_type: 'tcp', internal: true };
    const replica = { handle: 'replica', primary_database_id: database_id };
    const { endpoint_id } = (await deploy('aptible_endpoint', { env_id, ...onIt }, null, without)).state!;
    const others = [
      await deploy('aptible_replica', { env_id, ...replica }, null, without),
      await driver.walk((terraform) => terraform.readDataSource('aptible_database', database), without),
      await driver.walk((terraform) => terraform.readDataSource('aptible_endpoint', { endpoint_id }), without),
    ];
    const states = [state, ...others.map((other) => other.state)];
    expect(states).toEqual(Array(4).fill(expect.objectContaining(noCredentials)));
    const passwords = driver.control.list('database').map(({ passphrase }) => passphrase);
    expect(passwords.filter((password) => JSON.stringify(states).includes(password))).toEqual([]);
  });

  test('what is stored goes with the next refresh, comes back without it, and neither changes the database', async () => {
    const config = { env_id: driver.environmentId, handle: 'db' };
    const stored = await deploy('aptible_database', config);
    driver.clearRequests();
    const gone = await deploy('aptible_database', config, stored, without);
    expect(gone.state).toEqual({ ...stored.state, ...noCredentials });
    expect((await deploy('aptible_database', config, gone)).state).toEqual(stored.state);
    expect(driver.writes()).toEqual([]);
  });

  test('a plan without a refresh takes them out too', async () => {
    const config = { env_id: driver.environmentId, handle: 'db' };
    const stored = await deploy('aptible_database', config);
    const { action, planned } = await driver.walk(
      (terraform) => terraform.plan('aptible_database', config, stored.instance),
      without,
    );
    expect({ action, planned }).toEqual({ action: 'update', planned: { ...stored.state, ...noCredentials } });
  });
});
