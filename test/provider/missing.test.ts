import { issue } from '../support/certificates';
import { type Driver, outcome, type Outcome, startDriver } from './driver';

let driver: Driver;

beforeEach(async () => {
  driver = await startDriver({ images: { 'acme/web': ['web'] } });
});

afterEach(() => driver.stop());

type Made = { readonly type: string; readonly prior: Outcome };

const make = async (type: string, config: Record<string, unknown>): Promise<Made> => ({
  type,
  prior: await driver.apply(type, config),
});
const makeApps = (...handles: string[]): Promise<Made[]> =>
  Promise.all(handles.map((handle) => make('aptible_app', { env_id: driver.environmentId, handle })));
const makeEnvironment = (handle: string): Promise<Made> =>
  make('aptible_environment', { handle, stack_id: driver.control.list('stack')[0]!.id });

const removeByHand = ({ prior }: Made, kind: Parameters<Driver['control']['remove']>[0] = 'app') =>
  driver.control.remove(kind, Number(prior.state!.id));

/** One refresh of everything in one run of the provider. */
const refresh = (all: readonly Made[], configure: Record<string, unknown> = {}): Promise<Outcome[]> =>
  driver.walk(
    (terraform) =>
      Promise.all(all.map(async ({ type, prior }) => outcome(await terraform.refresh(type, prior.instance!)))),
    configure,
  );

const said = (outcomes: readonly Outcome[]) =>
  outcomes.flatMap(({ diagnostics }) => diagnostics).map(({ severity, summary }) => `${severity}: ${summary}`);

const gone = ({ prior }: Made) =>
  `warning: The app "${String(prior.state!.handle)}" (id ${String(prior.state!.id)}) is gone`;

test('one thing that was removed by hand is forgotten with a warning that names it', async () => {
  const [web, api] = await makeApps('web', 'api');
  removeByHand(web!);
  const [first, second] = await refresh([web!, api!]);
  expect(said([first!])).toEqual([gone(web!)]);
  expect(first).toMatchObject({ state: null, diagnostics: [{ detail: expect.stringContaining('may not see it') }] });
  expect(second).toMatchObject({ state: api!.prior.state, diagnostics: [] });
});

test('a thing of each kind is named as people know it', async () => {
  const env_id = driver.environmentId;
  const { certificate, key } = issue({ name: 'www.example.com' });
  const app = await make('aptible_app', { env_id, handle: 'web', docker_image: 'acme/web' });
  const database = await make('aptible_database', { env_id, handle: 'db' });
  const endpoint = (more: object) =>
    make('aptible_endpoint', {
      env_id,
      resource_type: 'app',
      resource_id: app.prior.state!.app_id,
      process_type: 'web',
      ...more,
    });
  const { database_id } = database.prior.state!;
  const drain = {
    env_id,
    drain_type: 'influxdb2',
    url: 'https://influx.example.com',
    api_key: 'k',
    bucket: 'b',
    organization: 'o',
  };
  const all = [
    {
      kind: 'database',
      what: 'replica "reading"',
      made: await make('aptible_replica', { env_id, handle: 'reading', primary_database_id: database_id }),
    },
    {
      kind: 'vhost',
      what: 'endpoint "api.example.com"',
      made: await endpoint({ domain: 'api.example.com', managed: true }),
    },
    { kind: 'vhost', what: 'endpoint "app-', made: await endpoint({ default_domain: true }) },
    {
      kind: 'certificate',
      what: 'certificate "www.example.com"',
      made: await make('aptible_certificate', { env_id, certificate_body: certificate, private_key: key }),
    },
    {
      kind: 'log_drain',
      what: 'log drain "logs"',
      made: await make('aptible_log_drain', { env_id, handle: 'logs', drain_type: 'datadog', token: 'key-1' }),
    },
    {
      kind: 'metric_drain',
      what: 'metric drain "metrics"',
      made: await make('aptible_metric_drain', { ...drain, handle: 'metrics' }),
    },
    {
      kind: 'permission',
      what: 'permission "deploy"',
      made: await make('aptible_permission', {
        env_id,
        role_id: driver.control.list('role')[0]!.uuid,
        scope: 'deploy',
      }),
    },
    { kind: 'backup', what: 'backup', made: await make('aptible_backup', { database_id }) },
    { kind: 'database', what: 'database "db"', made: database },
  ] as const;
  expect(all.flatMap(({ made }) => made.prior.diagnostics)).toEqual([]);
  for (const { kind, made } of all) removeByHand(made, kind);
  const found = await refresh(all.map(({ made }) => made));
  expect(found.map(({ state }) => state)).toEqual(all.map(() => null));
  const summaries = said(found);
  all.forEach(({ what, made }, index) => {
    expect(summaries[index]).toContain(`warning: The ${what}`);
    expect(summaries[index]).toContain(` (id ${String(made.prior.state!.id)}) is gone`);
  });
});

test('an environment that is not found is an error that asks whether this is the right platform, and stays in the state', async () => {
  const environment = await makeEnvironment('acme');
  removeByHand(environment, 'account');
  const [refreshed] = await refresh([environment]);
  const id = Number(environment.prior.state!.id);
  expect(said([refreshed!])).toEqual([`error: The environment "acme" (id ${id}) is not found`]);
  const { detail } = refreshed!.diagnostics[0]!;
  for (const word of [driver.platform.url, 'APTIBLE_API_ROOT_URL', 'APTIBLE_ACCEPT_MISSING=1', 'accept_missing = true'])
    expect(detail).toContain(word);
  expect(refreshed!.state).toEqual(environment.prior.state);
  expect(await driver.destroy('aptible_environment', environment.prior)).toMatchObject({
    state: environment.prior.state,
    diagnostics: [{ severity: 'error' }],
  });
});

test('what is in an environment that is not found is not forgotten either', async () => {
  const [web] = await makeApps('web');
  const policy = await make('aptible_backup_retention_policy', {
    env_id: driver.environmentId,
    daily: 7,
    monthly: 1,
    yearly: 0,
    make_copy: false,
    keep_final: true,
  });
  removeByHand(web!);
  driver.control.remove('account', driver.environmentId);
  const refreshed = await refresh([web!, policy]);
  expect(said(refreshed)).toEqual([
    `error: The environment of the app "web" (id ${String(web!.prior.state!.id)}) is not found`,
    `error: The environment of the backup retention policy (id ${driver.environmentId}) is not found`,
  ]);
  expect(refreshed.map(({ state }) => state)).toEqual([web!.prior.state, policy.prior.state]);
});

test('an environment that has none of three apps any more is an error; with two, or with another one, it is not', async () => {
  const [one, two, three, other] = await makeApps('one', 'two', 'three', 'other');
  for (const app of [one!, two!, three!]) removeByHand(app);
  expect(said(await refresh([one!, two!, three!]))).toEqual([gone(one!), gone(two!), gone(three!)]);
  removeByHand(other!);
  expect(said(await refresh([one!, two!]))).toEqual([gone(one!), gone(two!)]);

  const all = await refresh([one!, two!, three!]);
  const errors = all.filter(({ diagnostics }) => diagnostics.some(({ severity }) => severity === 'error'));
  expect(errors).toHaveLength(1);
  expect(said(errors)).toEqual([
    expect.stringMatching(
      /^error: The app "(one|two|three)" \(id \d+\) is gone, and its environment has no apps any more$/,
    ),
  ]);
  expect(errors[0]!.diagnostics[0]!.detail).toContain(`The environment "test" (id ${driver.environmentId})`);
  expect(errors[0]!.state).not.toBeNull();
});

describe('what is missing on purpose is forgotten with warnings', () => {
  let all: Made[];
  let warnings: string[];
  beforeEach(async () => {
    const environment = await makeEnvironment('acme');
    const apps = await makeApps('one', 'two', 'three');
    apps.forEach((app) => removeByHand(app));
    removeByHand(environment, 'account');
    all = [environment, ...apps];
    warnings = [
      `warning: The environment "acme" (id ${String(environment.prior.state!.id)}) is gone`,
      ...apps.map(gone),
    ];
  });
  afterEach(() => {
    delete process.env.APTIBLE_ACCEPT_MISSING;
  });

  test('by the argument of the provider', async () => {
    const refreshed = await refresh(all, { accept_missing: true });
    expect(said(refreshed)).toEqual(warnings);
    expect(refreshed.map(({ state }) => state)).toEqual([null, null, null, null]);
  });

  test.each(['1', 'true', ' TRUE '])('by the environment variable, as "%s"', async (value) => {
    process.env.APTIBLE_ACCEPT_MISSING = value;
    expect(said(await refresh(all))).toEqual(warnings);
  });

  test.each(['0', 'false', ''])('not by the environment variable as "%s"', async (value) => {
    process.env.APTIBLE_ACCEPT_MISSING = value;
    expect(said(await refresh(all))).toContainEqual(expect.stringMatching(/^error: The environment "acme"/));
  });

  test('the argument wins over the environment variable, which says yes or no', async () => {
    process.env.APTIBLE_ACCEPT_MISSING = '1';
    expect(said(await refresh(all, { accept_missing: false }))).toContainEqual(expect.stringMatching(/^error: /));
    process.env.APTIBLE_ACCEPT_MISSING = 'perhaps';
    await expect(refresh(all)).rejects.toThrow(/APTIBLE_ACCEPT_MISSING.*perhaps/s);
  });
});

test('a plan that is applied with another token, which may not see the environment, forgets nothing', async () => {
  const [web] = await makeApps('web');
  const permission = await make('aptible_permission', {
    env_id: driver.environmentId,
    role_id: driver.control.list('role')[0]!.uuid,
    scope: 'read',
  });
  removeByHand(web!);
  removeByHand(permission, 'permission');
  const destroy = ({ type, prior }: Made, configure = {}) =>
    driver.walk((terraform) => terraform.destroy(type, prior.instance!, { refreshes: false }), configure);
  expect(await destroy(web!)).toEqual({ instance: null, diagnostics: [] });
  driver.control.remove('account', driver.environmentId);
  for (const each of [web!, permission]) {
    expect(await destroy(each)).toMatchObject({
      instance: each.prior.instance,
      diagnostics: [{ severity: 'error', summary: `The environment ${driver.environmentId} is not found` }],
    });
    expect(await destroy(each, { accept_missing: true })).toEqual({ instance: null, diagnostics: [] });
  }
});

test('what a run has removed itself is missing without a word', async () => {
  const environment = await makeEnvironment('acme');
  const inside = await make('aptible_permission', {
    env_id: Number(environment.prior.state!.id),
    role_id: driver.control.list('role')[0]!.uuid,
    scope: 'read',
  });
  await driver.walk(async (terraform) => {
    for (const { type, prior } of [inside, environment]) {
      expect(await terraform.destroy(type, prior.instance!)).toEqual({ instance: null, diagnostics: [] });
    }
    for (const { type, prior } of [inside, environment]) {
      expect(await terraform.refresh(type, prior.instance!)).toEqual({ instance: null, diagnostics: [] });
    }
  });
});
