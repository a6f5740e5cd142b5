/** What the next apply does about a creation whose process died: nothing of it is in the state. */
import type { Control } from '../../lib/emulator';
import { eventually } from '../support/eventually';
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
  app_id = await post(`/accounts/${env_id}/apps`, { handle: 'base' });
  await post(`/apps/${app_id}/operations`, { type: 'deploy', settings: { APTIBLE_DOCKER_IMAGE: 'acme/web' } });
  database_id = await post(`/accounts/${env_id}/databases`, { handle: 'db', type: 'postgresql' });
  await post(`/databases/${database_id}/operations`, { type: 'provision' });
  driver.clearRequests();
});

afterEach(() => driver.stop());

const post = async (path: string, body: unknown) => ((await driver.request('POST', path, body)) as { id: number }).id;
const { certificate, key } = issue({ name: 'www.example.com' });

type Kind = Parameters<Control['list']>[0];

/** Each kind of which an apply that died may leave one behind, with what uses it. */
const kinds: readonly (readonly [
  type: string,
  kind: Kind,
  config: () => Plain,
  use: (id: number) => Promise<unknown>,
])[] = [
  [
    'aptible_app',
    'app',
    () => ({ env_id, handle: 'web', config: { A: '1' } }),
    (id) => post(`/apps/${id}/operations`, { type: 'configure', env: { B: '1' } }),
  ],
  [
    'aptible_database',
    'database',
    () => ({ env_id, handle: 'new' }),
    (id) => post(`/databases/${id}/operations`, { type: 'provision' }),
  ],
  [
    'aptible_environment',
    'account',
    () => ({ handle: 'staging', stack_id: driver.control.list('stack')[0]!.id }),
    (id) => post(`/accounts/${id}/apps`, { handle: 'web' }),
  ],
  [
    'aptible_log_drain',
    'log_drain',
    () => ({ env_id, handle: 'logs', drain_type: 'datadog', token: 'key' }),
    (id) => post(`/log_drains/${id}/operations`, { type: 'provision' }),
  ],
  [
    'aptible_metric_drain',
    'metric_drain',
    () => ({ env_id, handle: 'metrics', drain_type: 'datadog', api_key: 'key' }),
    (id) => post(`/metric_drains/${id}/operations`, { type: 'provision' }),
  ],
  [
    'aptible_endpoint',
    'vhost',
    () => ({
      env_id,
      resource_type: 'database',
      resource_id: database_id,
      endpoint_type: 'tcp',
      ip_filtering: ['192.0.2.7'],
    }),
    (id) => post(`/vhosts/${id}/operations`, { type: 'provision' }),
  ],
];
const certificates: (typeof kinds)[number] = [
  'aptible_certificate',
  'certificate',
  () => ({ env_id, certificate_body: certificate, private_key: key }),
  async (certificate_id) => {
    const [service] = driver.control.list('service', { app_id });
    const vhost = { type: 'http', platform: 'alb', user_domain: 'www.example.com', certificate_id };
    return post(`/services/${service!.id}/vhosts`, vhost);
  },
];

/** The record that a creation has made when its process dies at once. */
async function leftBehind(type: string, config: Plain): Promise<number> {
  const before = driver.control.snapshot();
  driver.clearRequests();
  await driver.apply(type, config);
  const [[, path, body]] = driver.writes() as [[string, string, unknown]];
  driver.control.restore(before);
  const id = await post(path, body);
  driver.clearRequests();
  return id;
}

/** The id in the block of an error that a person pastes. */
function proposedId(
  type: string,
  diagnostics: readonly { readonly summary: string; readonly detail: string }[],
): string {
  // What the plan warns of, the creation refuses in the same words.
  expect(new Set(diagnostics.map(({ summary }) => summary)).size).toBe(1);
  const block = /import \{\n {4}to = (\w+)\.NAME\n {4}id = "(\d+)"\n {2}\}/.exec(diagnostics.at(-1)!.detail);
  expect(block?.[1]).toBe(type);
  return block![2]!;
}

describe('what it left behind', () => {
  test.each([...kinds, certificates])('is taken over when nobody has used it: %s', async (type, kind, config) => {
    const id = await leftBehind(type, config());
    const count = driver.control.list(kind).length;
    const { state, diagnostics } = await driver.apply(type, config());
    expect([state?.id, diagnostics]).toEqual([String(id), []]);
    expect(driver.control.list(kind)).toHaveLength(count);
  });

  test.each(kinds)(
    'is not taken over when it has been used, and the import that is told goes on: %s',
    async (...each) => {
      const [type, kind, config, use] = each;
      const id = await leftBehind(type, config());
      await use(id);
      const count = driver.control.list(kind).length;
      const refused = await driver.apply(type, config());
      expect(refused.state).toBeNull();
      expect(proposedId(type, refused.diagnostics)).toBe(String(id));
      const { state, diagnostics } = await driver.apply(type, config(), await driver.import(type, String(id)));
      expect([state?.id, diagnostics.filter(({ severity }) => severity === 'error')]).toEqual([String(id), []]);
      expect(driver.control.list(kind)).toHaveLength(count);
    },
  );

  test.each(kinds)('is not taken over when it was made long ago: %s', async (type, kind, config) => {
    const id = await leftBehind(type, config());
    driver.control.change(kind, id, { created_at: '2020-01-01T00:00:00Z' });
    const { state, diagnostics } = await driver.apply(type, config());
    expect(state).toBeNull();
    expect(proposedId(type, diagnostics)).toBe(String(id));
  });

  test.each([
    ['another type', 'aptible_database', () => ({ env_id, handle: 'new' }), { database_type: 'redis' }],
    ['another size', 'aptible_database', () => ({ env_id, handle: 'new' }), { disk_size: 20 }],
    [
      'another key',
      'aptible_log_drain',
      () => ({ env_id, handle: 'logs', drain_type: 'datadog', token: 'key' }),
      { token: 'other' },
    ],
    [
      'another key',
      'aptible_metric_drain',
      () => ({ env_id, handle: 'metrics', drain_type: 'datadog', api_key: 'key' }),
      { api_key: 'other' },
    ],
  ])('is not taken over when it has %s: %s', async (_what, type, config, other) => {
    const id = await leftBehind(type, config());
    const { state, diagnostics } = await driver.apply(type, { ...config(), ...other });
    expect(state).toBeNull();
    expect(proposedId(type, diagnostics)).toBe(String(id));
  });

  test('is not taken over when another run begins to use it meanwhile', async () => {
    const config = { env_id, handle: 'web' };
    const id = await leftBehind('aptible_app', config);
    const request = { method: 'GET', path: '/accounts/*/apps' };
    driver.control.failNext({ request, delayMs: 300, times: 10 });
    const applied = driver.apply('aptible_app', config);
    await eventually(() => driver.reads().includes(`/apps/${id}/operations`));
    await post(`/apps/${id}/operations`, { type: 'configure', env: { B: '1' } });
    const { state, diagnostics } = await applied;
    expect(state).toBeNull();
    expect(proposedId('aptible_app', diagnostics)).toBe(String(id));
  });

  test('is provisioned once it is imported, also when it was being provisioned', async () => {
    const [type, kind, config, use] = kinds.at(-1)!;
    const id = await leftBehind(type, config());
    driver.control.setTiming({ polls: 2 });
    await use(id);
    const refused = await driver.apply(type, config());
    expect(driver.control.list(kind)).toMatchObject([{ id, status: 'provisioning' }]);
    const imported = await driver.import(type, proposedId(type, refused.diagnostics));
    expect(await driver.apply(type, config(), imported)).toMatchObject({
      state: { status: 'provisioned' },
      diagnostics: [],
    });
  });

  test('is another endpoint when that has other settings', async () => {
    const [type, kind, config] = kinds.at(-1)!;
    const id = await leftBehind(type, config());
    const { state, diagnostics } = await driver.apply(type, { ...config(), ip_filtering: ['192.0.2.8'] });
    expect(diagnostics).toEqual([]);
    expect(driver.control.list(kind).map((each) => String(each.id))).toEqual([String(id), state!.id]);
  });

  test('is told when it is a certificate that endpoints use: nothing tells whose it is', async () => {
    const [type, kind, config, use] = certificates;
    const id = await leftBehind(type, config());
    await use(id);
    const { state, diagnostics } = await driver.apply(type, config());
    expect(diagnostics).toMatchObject([{ severity: 'warning' }]);
    expect(proposedId(type, diagnostics)).toBe(String(id));
    expect(driver.control.list(kind).map((each) => String(each.id))).toEqual([String(id), state!.id]);
  });

  test('is told when it is a default endpoint, of whichever service', async () => {
    const config = { env_id, resource_type: 'app', resource_id: app_id, process_type: 'web', default_domain: true };
    const first = await driver.apply('aptible_endpoint', config);
    const { state, diagnostics } = await driver.apply('aptible_endpoint', { ...config, container_port: 8080 });
    expect(state).toBeNull();
    expect(diagnostics).toMatchObject([
      { summary: expect.stringContaining('there is one with the default domain already') },
    ]);
    expect(proposedId('aptible_endpoint', diagnostics)).toBe(first.state!.id);
  });

  test('is waited for when an operation is making it, and told then', async () => {
    const config = { env_id, primary_database_id: database_id, handle: 'reading' };
    driver.control.setTiming({ polls: 1 });
    const body = { type: 'replicate', handle: 'reading', destination_account_id: env_id };
    await post(`/databases/${database_id}/operations`, body);
    const refused = await driver.apply('aptible_replica', config);
    const [replica] = driver.control.list('database', { handle: 'reading' });
    expect(proposedId('aptible_replica', refused.diagnostics)).toBe(String(replica!.id));
    const imported = await driver.import('aptible_replica', String(replica!.id));
    expect((await driver.apply('aptible_replica', config, imported)).diagnostics).toEqual([]);
    expect(driver.control.list('database', { handle: 'reading' })).toHaveLength(1);
  });
});

describe('two that are alike, made in one run', () => {
  test.each([kinds.at(-1)!, certificates])(
    'are two, also when their answers are lost: %s',
    async (type, kind, config) => {
      const path = type === 'aptible_endpoint' ? '/services/*/vhosts' : '/accounts/*/certificates';
      driver.control.failNext({ request: { method: 'POST', path }, drop: 'after', times: 2 });
      const ids = await driver.walk((terraform) =>
        Promise.all([1, 2].map(async () => (await terraform.deploy(type, config(), {})).instance!.state.id)),
      );
      expect(new Set(ids).size).toBe(2);
      expect(driver.control.list(kind).map(({ id }) => String(id))).toEqual([...ids].sort());
    },
  );

  test('are two backups, also when their answers are lost', async () => {
    const request = { method: 'POST', path: '/databases/*/operations' };
    driver.control.failNext({ request, drop: 'after', times: 2 });
    const made = await driver.walk((terraform) =>
      Promise.all([1, 2].map(() => terraform.deploy('aptible_backup', { database_id }, {}))),
    );
    expect(made.flatMap(({ diagnostics }) => diagnostics)).toEqual([]);
    const ids = made.map(({ instance }) => String(instance!.state.id));
    expect(driver.control.list('backup').map(({ id }) => String(id))).toEqual([...ids].sort());
  });

  test('are an error where they have one handle', async () => {
    const outcomes = await driver.walk((terraform) =>
      Promise.all([1, 2].map(() => terraform.deploy('aptible_app', { env_id, handle: 'web' }, {}))),
    );
    expect(outcomes.filter(({ instance }) => instance !== null)).toHaveLength(1);
    expect(driver.control.list('app', { handle: 'web' })).toHaveLength(1);
  });
});

test('a record that somebody else uses is not taken for one whose answer was lost', async () => {
  const id = await post(`/accounts/${env_id}/apps`, { handle: 'web' });
  await post(`/apps/${id}/operations`, { type: 'configure', env: { B: '1' } });
  driver.control.failNext({ request: { method: 'POST', path: '/accounts/*/apps' }, drop: 'before' });
  const { state, diagnostics } = await driver.apply('aptible_app', { env_id, handle: 'web' });
  expect(state).toBeNull();
  expect(proposedId('aptible_app', diagnostics)).toBe(String(id));
});
