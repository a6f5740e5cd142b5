/** What becomes of answers that are not understood: the page of a proxy, half a record. */
import { issue } from '../support/certificates';
import type { Plain } from '../support/plugin/plain-objects';
import { type Driver, type Outcome, startDriver } from './driver';

let driver: Driver;
let env_id: number;
let app_id: number;
let database_id: number;

beforeEach(async () => {
  driver = await startDriver({ images: { 'acme/web': ['web'] } });
  env_id = driver.environmentId;
  app_id = await made(`/accounts/${env_id}/apps`, { handle: 'base' });
  const settings = { APTIBLE_DOCKER_IMAGE: 'acme/web' };
  await driver.request('POST', `/apps/${app_id}/operations`, { type: 'deploy', settings });
  database_id = await made(`/accounts/${env_id}/databases`, { handle: 'db', type: 'postgresql' });
  await driver.request('POST', `/databases/${database_id}/operations`, { type: 'provision' });
});

afterEach(() => driver.stop());

const made = async (path: string, body: object) => ((await driver.request('POST', path, body)) as { id: number }).id;

/** The next answers to that are a success, and of no shape that is known. */
const damage = (path: string, times: number) =>
  driver.control.failNext({ request: { method: 'GET', path }, status: 200, times });

const retention = { daily: 3, monthly: 2, yearly: 1, make_copy: false, keep_final: true };

/** One of each that is read at the end of its creation, with the path of that read. */
const creates: readonly (readonly [type: string, path: string, config: () => Plain])[] = [
  ['aptible_app', '/apps/*', () => ({ env_id, handle: 'git' })],
  ['aptible_app', '/apps/*', () => ({ env_id, handle: 'web', docker_image: 'acme/web' })],
  ['aptible_backup', '/accounts/*/backups', () => ({ database_id })],
  ['aptible_backup_retention_policy', '/accounts/*/backup_retention_policies', () => ({ env_id, ...retention })],
  ['aptible_database', '/databases/*', () => ({ env_id, handle: 'new' })],
  [
    'aptible_endpoint',
    '/vhosts/*',
    () => ({ env_id, resource_type: 'app', process_type: 'web', resource_id: app_id, default_domain: true }),
  ],
  ['aptible_environment', '/accounts/*', () => ({ handle: 'staging', stack_id: driver.control.list('stack')[0]!.id })],
  ['aptible_log_drain', '/log_drains/*', () => ({ env_id, handle: 'logs', drain_type: 'datadog', token: 'key' })],
  [
    'aptible_metric_drain',
    '/metric_drains/*',
    () => ({ env_id, handle: 'metrics', drain_type: 'datadog', api_key: 'key' }),
  ],
  ['aptible_replica', '/databases/*', () => ({ env_id, primary_database_id: database_id, handle: 'reading' })],
];

test.each(creates.filter(([type]) => !type.endsWith('policy')))(
  'the creation of %s outlasts ten damaged answers of %s',
  async (type, path, config) => {
    damage(path, 10);
    const { instance, diagnostics } = await driver.apply(type, config());
    expect([instance?.tainted, diagnostics]).toEqual([false, []]);
  },
);

describe('a creation of which every step has succeeded, and which cannot be read', () => {
  const create = (type: string, path: string, config: Plain) => {
    // This answer stays as it is, however often it is asked for.
    driver.control.failNext({ request: { method: 'GET', path }, status: 403 });
    return driver.apply(type, config);
  };
  const untainted = (created: Outcome): Outcome => ({ ...created, instance: { ...created.instance!, tainted: false } });

  test.each([creates[0]!, ...creates.filter(([type]) => /environment$|drain$/.test(type))])(
    'is a warning where all is known that others may need: %s',
    async (type, path, config) => {
      const created = await create(type, path, config());
      expect(created.instance!.tainted).toBe(false);
      expect(created.diagnostics).toEqual([
        expect.objectContaining({
          severity: 'warning',
          summary: expect.stringMatching(/^Could not read the .*, and every step before that has succeeded$/),
          detail: expect.stringMatching(/answered 403[^]*The next plan reads the rest of it\.$/),
        }),
      ]);
      expect(await driver.plan(type, config(), created)).toMatchObject({ action: 'no-op', diagnostics: [] });
    },
  );

  test.each(creates.filter(([type]) => /backup$|database$|endpoint$|replica$/.test(type)).concat([creates[1]!]))(
    'is an error that says how to keep it where something is not known: %s',
    async (type, path, config) => {
      // The first look at it is for its sizes.
      if (type === 'aptible_replica') driver.control.failNext({ request: { method: 'GET', path }, delayMs: 1 });
      const created = await create(type, path, config());
      expect(created.instance!.tainted).toBe(true);
      expect(created.diagnostics).toEqual([
        expect.objectContaining({
          severity: 'error',
          summary: expect.stringMatching(/^Could not read the .*, and every step before that has succeeded$/),
          detail: expect.stringContaining('To keep it: terraform untaint ADDRESS.'),
        }),
      ]);
      expect(await driver.plan(type, config(), untainted(created))).toMatchObject({ action: 'no-op', diagnostics: [] });
    },
  );

  test('says what came last when its time is over', async () => {
    damage('/log_drains/*', 1_000);
    const config = { env_id, handle: 'logs', drain_type: 'datadog', token: 'key', timeouts: { create: '1s' } };
    const { instance, diagnostics } = await driver.walk(async (terraform) => {
      const plan = await terraform.plan('aptible_log_drain', config);
      return terraform.apply('aptible_log_drain', plan, config, null);
    });
    expect(instance!.tainted).toBe(false);
    expect(diagnostics).toEqual([
      expect.objectContaining({ severity: 'warning', detail: expect.stringContaining('is missing or wrong') }),
    ]);
  });
});

test('an update that cannot be read is done, with a warning', async () => {
  const config = { env_id, handle: 'logs', drain_type: 'datadog', token: 'key' };
  const first = await driver.apply('aptible_log_drain', config);
  const changed = { ...config, drain_proxies: true };
  const { state, diagnostics } = await driver.walk(async (terraform) => {
    const plan = await terraform.plan('aptible_log_drain', changed, first.instance);
    driver.control.failNext({ request: { method: 'GET', path: '/log_drains/*' }, status: 403 });
    const applied = await terraform.apply('aptible_log_drain', plan, changed, first.instance);
    return { ...applied, state: applied.instance!.state };
  });
  expect(state).toMatchObject({ drain_proxies: true });
  expect(diagnostics).toEqual([
    expect.objectContaining({
      severity: 'warning',
      summary: 'Could not read the log drain "logs", and every step before that has succeeded',
    }),
  ]);
});

describe('an answer that is not understood is no bug of the provider', () => {
  const texts = (diagnostics: readonly { summary: string; detail: string }[]) =>
    diagnostics.map(({ summary, detail }) => `${summary}\n${detail}`).join('\n');
  const { certificate, key } = issue({ name: 'www.example.com' });

  const met: readonly (readonly [
    where: string,
    path: string,
    run: () => Promise<{ diagnostics: readonly { summary: string; detail: string }[] }>,
  ])[] = [
    [
      'in a plan',
      '/databases/*',
      () => driver.plan('aptible_database', { env_id, handle: 'copy', clone_from_database_id: database_id }),
    ],
    ['in an import by id', '/apps/*', () => driver.import('aptible_app', String(app_id))],
    ['in an import by handle', '/accounts', () => driver.import('aptible_app', 'test/base')],
    ['in a data source', '/accounts/*/apps', () => driver.data('aptible_app', { env_id, handle: 'base' })],
    ['in a data source of many', '/accounts', () => driver.data('aptible_environments', {})],
    ['in an ephemeral resource', '/databases/*', () => driver.open('aptible_database_credentials', { database_id })],
    [
      'before a creation',
      '/stacks',
      () => driver.apply('aptible_environment', { handle: 'staging', stack_id: driver.control.list('stack')[0]!.id }),
    ],
    [
      'in a creation that is refused',
      '/accounts/*/certificates',
      () => {
        driver.control.failNext({ request: { method: 'POST', path: '/accounts/*/certificates' }, drop: 'before' });
        const timeouts = { create: '100ms' };
        return driver.apply('aptible_certificate', {
          env_id,
          certificate_body: certificate,
          private_key: key,
          timeouts,
        });
      },
    ],
  ];

  test.each(met)('%s', async (_where, path, run) => {
    damage(path, 500);
    const { diagnostics } = await run();
    expect(diagnostics.length).toBeGreaterThan(0);
    expect(texts(diagnostics)).toMatch(/^(GET \/\w+|Could not create the certificate within 100ms$)/m);
    expect(texts(diagnostics)).not.toMatch(/bug|Unexpected error/);
  });
});
