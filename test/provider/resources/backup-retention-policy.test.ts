import { type Driver, startDriver } from '../driver';

let driver: Driver;
let env_id: number;

beforeEach(async () => {
  driver = await startDriver();
  env_id = driver.environmentId;
});

afterEach(() => driver.stop());

const type = 'aptible_backup_retention_policy';
const retention = { daily: 3, monthly: 2, yearly: 1, make_copy: true, keep_final: false };
const platformDefault = { daily: 30, monthly: 12, yearly: 6, make_copy: false, keep_final: true };
const declared = (changes: object = {}) => ({ env_id, ...retention, ...changes });
const created = () => driver.apply(type, declared());
const current = () => driver.control.list('backup_retention_policy', { account_id: env_id })[0]!;
const path = () => `/accounts/${env_id}/backup_retention_policies`;

describe('create', () => {
  test('a policy of the environment takes the place of the platform’s own', async () => {
    const { state, diagnostics } = await created();
    expect(diagnostics).toEqual([]);
    expect(state).toEqual({
      id: String(env_id),
      env_id,
      ...retention,
      policy_id: current().id,
      pitr_days: 1,
      timeouts: null,
    });
    expect(driver.writes()).toEqual([['POST', path(), retention]]);
  });

  test('what the environment has already is not set again', async () => {
    const { state, diagnostics } = await driver.apply(type, declared(platformDefault));
    expect(diagnostics).toEqual([]);
    expect(state).toMatchObject({ ...platformDefault, policy_id: current().id });
    expect(driver.writes()).toEqual([]);
  });

  test.each(['after', 'before'] as const)('an answer that was lost, %s the effect, is no failure', async (drop) => {
    driver.control.failNext({ request: { method: 'POST', path: '/accounts/*/backup_retention_policies' }, drop });
    const { state, diagnostics } = await created();
    expect(diagnostics).toEqual([]);
    expect(state).toMatchObject({ ...retention, policy_id: current().id });
  });

  test('a refused one is an error, and nothing is in the state', async () => {
    driver.control.failNext({
      request: { method: 'POST', path: '/accounts/*/backup_retention_policies' },
      status: 422,
      message: 'daily is too large',
    });
    const { state, diagnostics } = await created();
    expect(state).toBeNull();
    expect(diagnostics).toEqual([
      expect.objectContaining({
        summary: `Could not set the backup retention policy of the environment ${env_id}`,
        detail: expect.stringContaining('daily is too large'),
      }),
    ]);
  });
});

describe('update', () => {
  test('a change sends all values again; the id stays, and the policy is another one', async () => {
    const policy = await created();
    driver.clearRequests();
    const { state, diagnostics } = await driver.apply(type, declared({ yearly: 5 }), policy);
    expect(diagnostics).toEqual([]);
    expect(driver.writes()).toEqual([['POST', path(), { ...retention, yearly: 5 }]]);
    expect(state).toEqual({ ...policy.state, yearly: 5, policy_id: current().id });
    expect(state!.policy_id).not.toBe(policy.state!.policy_id);
  });

  test('another environment replaces it', async () => {
    const policy = await created();
    const plan = await driver.plan(type, declared({ env_id: 4711 }), policy);
    expect(plan).toMatchObject({ action: 'replace', replace: [['env_id']] });
  });
});

describe('the days of recovery to points in time, which only Aptible Support raises,', () => {
  const raised = (pitr_days: number) => driver.request('POST', path(), { ...retention, pitr_days });
  /** The platform sets the default with each new policy, whatever was sent. */
  const reset = async <T>(work: () => Promise<T>): Promise<T> => {
    driver.clearRequests();
    driver.control.failNext({ request: { method: 'GET', path: path() }, delayMs: 50, times: 3 });
    const watch = setInterval(() => {
      if (driver.writes().length === 0) return;
      clearInterval(watch);
      driver.control.change('backup_retention_policy', current().id, { pitr_days: 1 });
    }, 2);
    try {
      return await work();
    } finally {
      clearInterval(watch);
    }
  };
  const changed = (severity: string) =>
    expect.objectContaining({
      severity,
      summary: `The platform has changed pitr_days of the environment ${env_id} from 7 to 1`,
      detail: expect.stringContaining('Ask Aptible Support to set 7 again'),
    });
  const environment = (daily: number) => ({
    handle: 'test',
    stack_id: driver.control.list('stack')[0]!.id,
    backup_retention_policy: [{ ...retention, daily }],
  });

  test.each([0, 7])('%d, stay with another policy', async (pitr_days) => {
    await raised(pitr_days);
    driver.clearRequests();
    const policy = await driver.apply(type, declared({ daily: 4 }));
    const { state, diagnostics } = await driver.apply(type, declared({ daily: 5 }), policy);
    expect([policy.diagnostics, diagnostics]).toEqual([[], []]);
    expect(driver.writes().map(([, , body]) => body)).toEqual([
      { ...retention, daily: 4, pitr_days },
      { ...retention, daily: 5, pitr_days },
    ]);
    expect(state).toMatchObject({ daily: 5, pitr_days });
    expect(current()).toMatchObject({ daily: 5, pitr_days });
  });

  test('stay with another block of the environment', async () => {
    await raised(7);
    const imported = await driver.import('aptible_environment', 'test');
    const { diagnostics } = await driver.apply('aptible_environment', environment(4), imported);
    expect(diagnostics).toEqual([]);
    expect(current()).toMatchObject({ daily: 4, pitr_days: 7 });
  });

  test('are an error when a change loses them all the same, and what was reached is in the state', async () => {
    await raised(7);
    const policy = await created();
    const { state, instance, diagnostics } = await reset(() => driver.apply(type, declared({ daily: 4 }), policy));
    expect(diagnostics).toEqual([changed('error')]);
    expect(state).toEqual({ ...policy.state, daily: 4, policy_id: current().id, pitr_days: 1 });
    expect(instance!.tainted).toBe(false);
    expect((await driver.plan(type, declared({ daily: 4 }), { state, instance, diagnostics })).action).toBe('no-op');
  });

  test('are an error when a change of the environment loses them', async () => {
    await raised(7);
    const imported = await driver.import('aptible_environment', 'test');
    const { state, diagnostics } = await reset(() => driver.apply('aptible_environment', environment(4), imported));
    expect(diagnostics).toEqual([changed('error')]);
    expect(state).toMatchObject({ backup_retention_policy: [{ ...retention, daily: 4 }] });
  });

  test('are a warning when a create loses them, which an error would taint', async () => {
    await raised(7);
    const { state, diagnostics } = await reset(() => driver.apply(type, declared({ daily: 4 })));
    expect(diagnostics).toEqual([changed('warning')]);
    expect(state).toMatchObject({ daily: 4, pitr_days: 1 });
  });
});

describe('read', () => {
  test.each(Object.entries(platformDefault))('drift of %s is seen', async (name, value) => {
    const policy = await created();
    await driver.request('POST', path(), { ...retention, [name]: value });
    const { state } = await driver.refresh(type, policy);
    expect(state).toEqual({ ...policy.state, [name]: value, policy_id: current().id });
    expect((await driver.plan(type, declared(), policy)).action).toBe('update');
  });

  test('it is gone where the platform shows none, and stays in the state where it has no such environment', async () => {
    const policy = await created();
    driver.control.remove('backup_retention_policy', current().id);
    const summary = `The backup retention policy (id ${env_id}) is gone`;
    expect(await driver.refresh(type, policy)).toMatchObject({
      state: null,
      diagnostics: [{ severity: 'warning', summary }],
    });
    driver.control.remove('account', env_id);
    const refused = await driver.refresh(type, policy);
    expect(refused).toMatchObject({ state: policy.state, diagnostics: [{ severity: 'error' }] });
  });

  test.each([403, 500])('a refusal with %i is an error, and it stays in the state', async (status) => {
    const policy = await created();
    driver.control.failNext({ request: { method: 'GET' }, status, times: 100 });
    const { state, diagnostics } = await driver.refresh(type, policy);
    expect(state).toEqual(policy.state);
    expect(diagnostics).toEqual([
      expect.objectContaining({ severity: 'error', detail: expect.stringContaining(String(status)) }),
    ]);
  });
});

test('a destroy leaves the policy as it is, and warns of that', async () => {
  const policy = await created();
  driver.clearRequests();
  const { state, diagnostics } = await driver.destroy(type, policy);
  expect(state).toBeNull();
  expect(diagnostics).toEqual([
    expect.objectContaining({
      severity: 'warning',
      summary: `The environment ${env_id} keeps its backup retention policy`,
    }),
  ]);
  expect(driver.writes()).toEqual([]);
  expect(current()).toMatchObject(retention);
});

describe('import', () => {
  test.each([
    ['id', () => String(env_id)],
    ['handle', () => 'test'],
  ])('by the %s of its environment it gets every attribute, and the plan is empty', async (_, idOf) => {
    const policy = await created();
    const imported = await driver.import(type, idOf());
    expect(imported.diagnostics).toEqual([]);
    expect(imported.state).toEqual(policy.state);
    expect((await driver.plan(type, declared(), imported)).action).toBe('no-op');
  });

  test.each([
    ['4711', 'There is no environment with the id 4711', 'Its handle works too'],
    ['tets', 'There is no environment "tets"', 'there is "test"'],
  ])('of %s is refused with what there is', async (id, summary, detail) => {
    const { diagnostics } = await driver.import(type, id);
    expect(diagnostics).toEqual([expect.objectContaining({ summary, detail: expect.stringContaining(detail) })]);
  });
});
