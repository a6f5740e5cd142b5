import { type Driver, type Outcome, startDriver } from '../driver';

let driver: Driver;
let stack_id: number;

beforeEach(async () => {
  driver = await startDriver();
  stack_id = driver.control.list('stack', { organization: null })[0]!.id;
});

afterEach(() => driver.stop());

const policy = { daily: 3, monthly: 2, yearly: 1, make_copy: true, keep_final: false };
const platformPolicy = { daily: 30, monthly: 12, yearly: 6, make_copy: false, keep_final: true };
const organization = () => driver.control.list('organization')[0]!.uuid;
const declared = () => ({ stack_id, handle: 'staging' });

describe('create', () => {
  test('on a shared stack it is a development environment of the user’s only organization', async () => {
    const { state, diagnostics } = await driver.apply('aptible_environment', declared());
    expect(diagnostics).toEqual([]);
    expect(state).toEqual({
      id: String(state!.env_id),
      env_id: expect.any(Number),
      org_id: organization(),
      stack_id,
      handle: 'staging',
      ca_certificate: expect.stringMatching(/^-----BEGIN CERTIFICATE-----\n/),
      purge_backups_on_destroy: false,
      deletion_protection: false,
      backup_retention_policy: [platformPolicy],
      timeouts: null,
    });
    expect(driver.writes()).toEqual([
      ['POST', '/accounts', { handle: 'staging', organization_id: organization(), stack_id, type: 'development' }],
    ]);
  });

  test('on a dedicated stack it is a production environment of the stack’s owner', async () => {
    const dedicated = driver.control.list('stack').find((stack) => stack.organization !== null)!;
    const { state } = await driver.apply('aptible_environment', { ...declared(), stack_id: dedicated.id });
    expect(driver.writes()).toEqual([
      [
        'POST',
        '/accounts',
        { handle: 'staging', organization_id: dedicated.organization, stack_id: dedicated.id, type: 'production' },
      ],
    ]);
    expect(state!.org_id).toBe(dedicated.organization);
  });

  test('with several organizations, an error lists them', async () => {
    const other = '11111111-2222-4333-8444-555555555555';
    driver.control.seed('organization', { uuid: other, name: 'Other', handle: 'other' });
    const { state, diagnostics } = await driver.apply('aptible_environment', declared());
    expect(state).toBeNull();
    expect(diagnostics).toEqual([
      expect.objectContaining({
        summary: 'Whose environment should "staging" be?',
        detail: expect.stringMatching(new RegExp(`${organization()}.*${other}  Other`, 's')),
      }),
    ]);
    expect(driver.writes()).toEqual([]);
  });

  test('a retention policy is set', async () => {
    const { state } = await driver.apply('aptible_environment', { ...declared(), backup_retention_policy: [policy] });
    expect(state!.backup_retention_policy).toEqual([policy]);
    expect(driver.writes().at(-1)).toEqual([
      'POST',
      `/accounts/${String(state!.env_id)}/backup_retention_policies`,
      policy,
    ]);
  });

  test('a refused policy leaves the environment in the state', async () => {
    driver.control.failNext({
      request: { method: 'POST', path: '/accounts/*/backup_retention_policies' },
      status: 422,
    });
    const { state, instance, diagnostics } = await driver.apply('aptible_environment', {
      ...declared(),
      backup_retention_policy: [policy],
    });
    expect(diagnostics.map(({ summary }) => summary)).toEqual([
      'Could not set the backup retention policy of the environment "staging"',
    ]);
    expect(instance!.tainted).toBe(true);
    expect(state).toMatchObject({ handle: 'staging', env_id: expect.any(Number) });
  });

  test('a create after which nothing can be read any more leaves the environment in the state, with a warning', async () => {
    driver.control.failNext({ request: { method: 'GET', path: '/accounts/*' }, status: 403 });
    const { state, instance, diagnostics } = await driver.apply('aptible_environment', declared());
    expect(diagnostics).toEqual([
      expect.objectContaining({ severity: 'warning', detail: expect.stringContaining('403') }),
    ]);
    expect(instance!.tainted).toBe(false);
    expect(state).toMatchObject({ handle: 'staging', env_id: expect.any(Number), org_id: organization() });
  });

  test('a taken handle is an error that says how to import it', async () => {
    await driver.request('POST', `/accounts/${driver.environmentId}/apps`, { handle: 'web' });
    const { diagnostics } = await driver.apply('aptible_environment', { stack_id, handle: 'test' });
    expect(diagnostics).toEqual(
      ['warning', 'error'].map((severity) =>
        expect.objectContaining({
          severity,
          summary: 'Could not create the environment "test": there is one with this handle already',
          detail: expect.stringContaining(`to = aptible_environment.NAME\n    id = "${driver.environmentId}"\n`),
        }),
      ),
    );
  });

  test('a create whose answer was lost is found, not repeated', async () => {
    driver.control.failNext({ request: { method: 'POST', path: '/accounts' }, drop: 'after' });
    const { state, diagnostics } = await driver.apply('aptible_environment', declared());
    expect(diagnostics).toEqual([]);
    expect(driver.control.list('account').filter(({ handle }) => handle === 'staging')).toEqual([
      expect.objectContaining({ id: state!.env_id }),
    ]);
  });
});

describe('update', () => {
  test('a new policy is the one that counts; a rename happens in place', async () => {
    const environment = await driver.apply('aptible_environment', {
      ...declared(),
      backup_retention_policy: [policy],
    });
    driver.clearRequests();
    const { state } = await driver.apply(
      'aptible_environment',
      { ...declared(), handle: 'stage', backup_retention_policy: [{ ...policy, daily: 9 }] },
      environment,
    );
    expect(state).toMatchObject({ handle: 'stage', backup_retention_policy: [{ ...policy, daily: 9 }] });
    expect(driver.writes()).toEqual([
      ['PUT', `/accounts/${String(state!.env_id)}`, { handle: 'stage' }],
      ['POST', `/accounts/${String(state!.env_id)}/backup_retention_policies`, { ...policy, daily: 9 }],
    ]);
  });

  test('a rename alone makes no policy', async () => {
    const environment = await driver.apply('aptible_environment', {
      ...declared(),
      backup_retention_policy: [policy],
    });
    driver.clearRequests();
    await driver.apply(
      'aptible_environment',
      { ...declared(), handle: 'stage', backup_retention_policy: [policy] },
      environment,
    );
    expect(driver.writes().map(([method]) => method)).toEqual(['PUT']);
  });

  test('another stack plans a replacement', async () => {
    const environment = await driver.apply('aptible_environment', declared());
    const other = driver.control.list('stack').find(({ id }) => id !== stack_id)!;
    const plan = await driver.plan('aptible_environment', { ...declared(), stack_id: other.id }, environment);
    expect(plan).toMatchObject({ action: 'replace', replace: [['stack_id']] });
  });
});

describe('read', () => {
  test('a policy that somebody else made is drift of a declared one', async () => {
    const environment = await driver.apply('aptible_environment', {
      ...declared(),
      backup_retention_policy: [policy],
    });
    await driver.request('POST', `/accounts/${String(environment.state!.env_id)}/backup_retention_policies`, {
      ...policy,
      yearly: 5,
    });
    const { state } = await driver.refresh('aptible_environment', environment);
    expect(state!.backup_retention_policy).toEqual([{ ...policy, yearly: 5 }]);
  });

  test('a policy that somebody else made plans nothing where none is declared, or none any more', async () => {
    const never = await driver.apply('aptible_environment', declared());
    const change = (daily: number) =>
      driver.request('POST', `/accounts/${String(never.state!.env_id)}/backup_retention_policies`, {
        ...policy,
        daily,
      });
    await change(5);
    const refreshed = await driver.refresh('aptible_environment', never);
    expect(refreshed.state).toEqual(never.state);
    expect((await driver.plan('aptible_environment', declared(), refreshed)).action).toBe('no-op');

    const before = { ...declared(), backup_retention_policy: [policy] };
    const noMore = await driver.apply('aptible_environment', before, refreshed);
    await change(6);
    const changed = await driver.refresh('aptible_environment', noMore);
    expect((await driver.plan('aptible_environment', declared(), changed)).action).toBe('no-op');
  });

  test.each([401, 403, 500])('a refusal with %i never drops it from the state', async (status) => {
    const environment = await driver.apply('aptible_environment', declared());
    driver.control.failNext({ request: {}, status, times: 100 });
    const { state, diagnostics } = await driver.refresh('aptible_environment', environment);
    expect(state).toEqual(environment.state);
    expect(diagnostics).toEqual([expect.objectContaining({ severity: 'error' })]);
  });
});

describe('delete', () => {
  test('its automatic log drain goes first', async () => {
    const environment = await driver.apply('aptible_environment', declared());
    const id = environment.state!.env_id as number;
    const { id: appId } = (await driver.request('POST', `/accounts/${id}/apps`, { handle: 'web' })) as { id: number };
    await driver.request('POST', `/apps/${appId}/operations`, {
      type: 'deploy',
      settings: { APTIBLE_DOCKER_IMAGE: 'example/web' },
    });
    await driver.request('POST', `/apps/${appId}/operations`, { type: 'deprovision' });
    expect(driver.control.list('log_drain', { account_id: id }).map(({ drain_type }) => drain_type)).toEqual(['tail']);
    expect(await driver.destroy('aptible_environment', environment)).toMatchObject({ state: null, diagnostics: [] });
    expect(driver.control.list('account').map(({ handle }) => handle)).toEqual(['test']);
  });

  test('what is still in it is named, and it stays in the state', async () => {
    const environment = await driver.apply('aptible_environment', declared());
    await driver.request('POST', `/accounts/${String(environment.state!.env_id)}/apps`, { handle: 'web' });
    const { state, diagnostics } = await driver.destroy('aptible_environment', environment);
    expect(state).toEqual(environment.state);
    expect(diagnostics).toEqual([
      expect.objectContaining({
        summary: 'Could not delete the environment "staging": it is not empty',
        detail: expect.stringMatching(/It still has:\n\n {2}apps: web\n\nRemove these first\.$/),
      }),
    ]);
  });

  test('backups that block it are named, with whose they are and how to be rid of them', async () => {
    const environment = await driver.apply('aptible_environment', declared());
    const env_id = environment.state!.env_id as number;
    const { state } = await driver.apply('aptible_database', { env_id, handle: 'db' });
    await driver.request('POST', `/databases/${String(state!.id)}/operations`, { type: 'backup' });
    await driver.request('POST', `/databases/${String(state!.id)}/operations`, { type: 'deprovision' });
    const drain = driver.control.list('log_drain', { account_id: env_id })[0]!;
    await driver.request('POST', `/log_drains/${drain.id}/operations`, { type: 'deprovision' });
    const { diagnostics } = await driver.destroy('aptible_environment', environment);
    const [manual, final] = driver.control.list('backup').map(({ id }) => id);
    expect(diagnostics).toEqual([
      expect.objectContaining({
        summary: 'Could not delete the environment "staging": it is not empty',
        detail: expect.stringMatching(
          new RegExp(
            `It still has:\\n\\n  backups: ${final} \\(of db\\), ${manual} \\(of db, manual\\)\\n\\n.*aptible backup:purge ID.*keep_final = false`,
            's',
          ),
        ),
      }),
    ]);
  });

  test('when it is gone already it is a success only where that is accepted', async () => {
    const environment = await driver.apply('aptible_environment', declared());
    driver.control.remove('account', environment.state!.env_id as number);
    const destroy = (accept_missing: boolean) =>
      driver.walk(
        (terraform) => terraform.destroy('aptible_environment', environment.instance!, { refreshes: false }),
        {
          accept_missing,
        },
      );
    expect(await destroy(false)).toMatchObject({
      instance: environment.instance,
      diagnostics: [{ severity: 'error', summary: `The environment ${String(environment.state!.id)} is not found` }],
    });
    expect(await destroy(true)).toEqual({ instance: null, diagnostics: [] });
  });

  test('a refused look at its drains never drops it from the state', async () => {
    const environment = await driver.apply('aptible_environment', declared());
    driver.control.failNext({ request: { method: 'GET', path: '/accounts/*/log_drains' }, status: 403 });
    const { state, diagnostics } = await driver.destroy('aptible_environment', environment);
    expect(state).toEqual(environment.state);
    expect(diagnostics).toEqual([expect.objectContaining({ severity: 'error' })]);
  });
});

describe('import', () => {
  test.each([
    ['id', (id: string) => id],
    ['handle', () => 'staging'],
  ])('by %s it gets every attribute, and the plan is empty', async (_, idOf) => {
    const environment = await driver.apply('aptible_environment', declared());
    const imported = await driver.import('aptible_environment', idOf(String(environment.state!.id)));
    expect(imported.diagnostics).toEqual([]);
    expect(imported.state).toEqual(environment.state);
    expect((await driver.plan('aptible_environment', declared(), imported)).action).toBe('no-op');
  });

  test('a policy other than the platform’s default comes along', async () => {
    await driver.apply('aptible_environment', { ...declared(), backup_retention_policy: [policy] });
    expect((await driver.import('aptible_environment', 'staging')).state!.backup_retention_policy).toEqual([policy]);
  });

  test('of a handle that is not there it is refused with those that are', async () => {
    const { diagnostics } = await driver.import('aptible_environment', 'tset');
    expect(diagnostics).toEqual([
      expect.objectContaining({
        summary: 'There is no environment "tset"',
        detail: expect.stringContaining('there is "test"'),
      }),
    ]);
  });
});

test.each([
  ['with a declared policy', [policy]],
  ['with the platform’s own policy, which the official provider keeps in every state', []],
])('a state of the official provider plans nothing: %s', async (_, backup_retention_policy) => {
  const config = { ...declared(), backup_retention_policy };
  const { state } = await driver.apply('aptible_environment', config);
  const stored = await driver.upgrade('aptible_environment', {
    ...state,
    timeouts: undefined,
    backup_retention_policy: backup_retention_policy.length > 0 ? backup_retention_policy : [platformPolicy],
  });
  expect((await driver.plan('aptible_environment', config, stored)).action).toBe('no-op');
});

test('the platform’s own policy, declared, plans nothing after an import', async () => {
  const config = { ...declared(), backup_retention_policy: [platformPolicy] };
  await driver.apply('aptible_environment', config);
  const imported = await driver.import('aptible_environment', 'staging');
  expect((await driver.plan('aptible_environment', config, imported)).action).toBe('no-op');
});

describe('a policy that is not declared', () => {
  const policies = (environment: Outcome) => `/accounts/${String(environment.state!.env_id)}/backup_retention_policies`;

  test('is the one that the environment got, and is neither changed nor asked for by what follows', async () => {
    const environment = await driver.apply('aptible_environment', declared());
    expect(environment.state!.backup_retention_policy).toEqual([platformPolicy]);
    await driver.request('POST', policies(environment), policy);
    driver.clearRequests();
    const renamed = await driver.apply('aptible_environment', { ...declared(), handle: 'stage' }, environment);
    expect(renamed.state!.backup_retention_policy).toEqual([platformPolicy]);
    expect(driver.writes().map(([method]) => method)).toEqual(['PUT']);
    expect(driver.reads()).not.toContain(policies(environment));
  });

  test('is read again where it has been declared before', async () => {
    const config = { ...declared(), backup_retention_policy: [policy] };
    const environment = await driver.apply('aptible_environment', config);
    driver.clearRequests();
    const { state } = await driver.apply('aptible_environment', declared(), environment);
    expect(state!.backup_retention_policy).toEqual([policy]);
    expect(driver.writes()).toEqual([]);
  });

  test('fills a state of an earlier version, which had none', async () => {
    const environment = await driver.apply('aptible_environment', declared());
    const instance = {
      ...environment.instance!,
      state: { ...environment.state, backup_retention_policy: [] },
      private: Buffer.from(JSON.stringify({ format: 'provider-private-1', value: { policy: 'as declared' } })),
    };
    const earlier = { ...environment, instance, state: instance.state };
    const { state } = await driver.refresh('aptible_environment', earlier);
    expect(state!.backup_retention_policy).toEqual([platformPolicy]);
    expect((await driver.plan('aptible_environment', declared(), earlier)).action).toBe('no-op');
  });
});
