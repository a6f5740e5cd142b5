/** Nothing is made twice, whichever answers are lost. */
import type { Control } from '../../lib/emulator';
import { issue } from '../support/certificates';
import type { Plain } from '../support/plugin/plain-objects';
import { type Driver, startDriver } from './driver';

let driver: Driver;
let env_id: number;
let app_id: number;
let database_id: number;

beforeEach(async () => {
  driver = await startDriver({ images: { 'acme/web': ['web'] } });
  env_id = driver.environmentId;
  app_id = await made(`/accounts/${env_id}/apps`, { handle: 'base' });
  await driver.request('POST', `/apps/${app_id}/operations`, deploy);
  database_id = await made(`/accounts/${env_id}/databases`, { handle: 'db', type: 'postgresql' });
  await driver.request('POST', `/databases/${database_id}/operations`, { type: 'provision' });
  driver.clearRequests();
});

afterEach(() => driver.stop());

const deploy = { type: 'deploy', settings: { APTIBLE_DOCKER_IMAGE: 'acme/web' } };
const made = async (path: string, body: object) => ((await driver.request('POST', path, body)) as { id: number }).id;
const operations = (type: string) => driver.control.list('operation').filter((each) => each.type === type);
const { certificate, key } = issue({ name: 'www.example.com' });
const service = { resource_type: 'app', process_type: 'web' };

type Kind = Parameters<Control['list']>[0];

/** One of each that an unanswered request may make twice. */
const creates: readonly (readonly [type: string, path: string, kind: Kind, config: () => Plain])[] = [
  ['aptible_app', '/accounts/*/apps', 'app', () => ({ env_id, handle: 'web' })],
  ['aptible_backup', '/databases/*/operations', 'backup', () => ({ database_id })],
  [
    'aptible_certificate',
    '/accounts/*/certificates',
    'certificate',
    () => ({ env_id, certificate_body: certificate, private_key: key }),
  ],
  ['aptible_database', '/accounts/*/databases', 'database', () => ({ env_id, handle: 'new' })],
  [
    'aptible_endpoint',
    '/services/*/vhosts',
    'vhost',
    () => ({ env_id, ...service, resource_id: app_id, default_domain: true }),
  ],
  [
    'aptible_environment',
    '/accounts',
    'account',
    () => ({ handle: 'staging', stack_id: driver.control.list('stack')[0]!.id }),
  ],
  [
    'aptible_log_drain',
    '/accounts/*/log_drains',
    'log_drain',
    () => ({ env_id, handle: 'logs', drain_type: 'datadog', token: 'key' }),
  ],
  [
    'aptible_metric_drain',
    '/accounts/*/metric_drains',
    'metric_drain',
    () => ({ env_id, handle: 'metrics', drain_type: 'datadog', api_key: 'key' }),
  ],
  [
    'aptible_permission',
    '/accounts/*/permissions',
    'permission',
    () => ({ env_id, role_id: driver.control.list('role')[0]!.uuid, scope: 'deploy' }),
  ],
  [
    'aptible_replica',
    '/databases/*/operations',
    'database',
    () => ({ env_id, primary_database_id: database_id, handle: 'reading' }),
  ],
];

test.each(creates)('%s is made once when three answers are lost, the last one after its effect', async (...each) => {
  const [type, path, kind, config] = each;
  const before = driver.control.list(kind).length;
  const request = { method: 'POST', path };
  driver.control.failNext({ request, times: 2, drop: 'before' });
  driver.control.failNext({ request, drop: 'after' });
  expect(await driver.apply(type, config())).toMatchObject({ diagnostics: [] });
  expect(driver.control.list(kind)).toHaveLength(before + 1);
});

test('a creation that the platform itself cannot carry out is given up, with its words', async () => {
  driver.control.failNext({
    request: { method: 'POST', path: '/accounts/*/apps' },
    status: 500,
    message: 'Out of order',
    times: 100,
  });
  const { state, diagnostics } = await driver.apply('aptible_app', { env_id, handle: 'web' });
  expect(state).toBeNull();
  expect(diagnostics).toEqual([
    expect.objectContaining({
      summary: 'Could not create the app "web"',
      detail: expect.stringContaining('Out of order'),
    }),
  ]);
  expect(driver.writes()).toHaveLength(4);
});

/** Changes that are carried out by an operation on what is there, each with the path of it and the operations that were there before. */
const changes: readonly (readonly [
  operation: string,
  kind: Kind,
  path: string,
  before: number,
  type: string,
  config: () => Plain,
  changed: Plain,
])[] = [
  ['configure', 'app', '/apps/*/operations', 0, 'aptible_app', () => ({ env_id, handle: 'a' }), { config: { A: '1' } }],
  [
    'configure',
    'app',
    '/apps/*/operations',
    1,
    'aptible_app',
    () => ({ env_id, handle: 'a', config: { A: '0' } }),
    { config: { A: '1' } },
  ],
  [
    'deploy',
    'app',
    '/apps/*/operations',
    1,
    'aptible_app',
    () => ({ env_id, handle: 'a', docker_image: 'acme/web' }),
    { deploy_trigger: '1' },
  ],
  [
    'scale',
    'service',
    '/services/*/operations',
    1,
    'aptible_app',
    () => ({
      env_id,
      handle: 'a',
      docker_image: 'acme/web',
      service: [{ process_type: 'web', container_count: 2, container_memory_limit: 512 }],
    }),
    { service: [{ process_type: 'web', container_count: 3, container_memory_limit: 512 }] },
  ],
  [
    'restart',
    'database',
    '/databases/*/operations',
    0,
    'aptible_database',
    () => ({ env_id, handle: 'new' }),
    { container_size: 2048 },
  ],
  [
    'provision',
    'vhost',
    '/vhosts/*/operations',
    1,
    'aptible_endpoint',
    () => ({ env_id, ...service, resource_id: app_id, default_domain: true }),
    { idle_timeout: 90 },
  ],
  [
    'configure',
    'log_drain',
    '/log_drains/*/operations',
    0,
    'aptible_log_drain',
    () => ({ env_id, handle: 'logs', drain_type: 'datadog', token: 'key' }),
    { drain_proxies: true },
  ],
];

describe.each(['before', 'after'] as const)('an answer that is lost %s its effect', (drop) => {
  test.each(changes)('makes one %s of the %s, at %s, after %i like it', async (...each) => {
    const [operation, kind, path, before, type, config, changed] = each;
    const first = await driver.apply(type, config());
    const isOld = new Set([app_id, database_id]);
    const own = () =>
      operations(operation).filter((each) => each.resource_kind === kind && !isOld.has(each.resource_id));
    expect(own()).toHaveLength(before);
    driver.control.failNext({ request: { method: 'POST', path }, drop });
    const second = await driver.apply(type, { ...config(), ...changed }, first);
    expect(second).toMatchObject({ diagnostics: [] });
    expect(own()).toHaveLength(before + 1);
  });

  test('makes one operation that is asked for by itself, after one like it', async () => {
    await driver.request('POST', `/apps/${app_id}/operations`, { type: 'restart' });
    driver.control.failNext({ request: { method: 'POST', path: '/apps/*/operations' }, drop });
    expect(await driver.apply('aptible_operation', { type: 'restart', app_id })).toMatchObject({ diagnostics: [] });
    expect(operations('restart')).toHaveLength(2);
  });
});

test('two like operations whose answers are lost at the same time are two', async () => {
  const config = { type: 'restart', app_id };
  const request = { method: 'POST', path: '/apps/*/operations' };
  driver.control.failNext({ request, drop: 'after', times: 2 });
  const ids = await driver.walk((terraform) =>
    Promise.all([1, 2].map(async () => (await terraform.deploy('aptible_operation', config, {})).instance!.state.id)),
  );
  expect(new Set(ids).size).toBe(2);
  expect(operations('restart').map(({ id }) => String(id))).toEqual([...ids].sort());
});
