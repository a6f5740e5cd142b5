import { type Driver, outcome, startDriver } from '../driver';

let driver: Driver;
let env_id: number;

beforeEach(async () => {
  driver = await startDriver();
  env_id = driver.environmentId;
});

afterEach(() => driver.stop());

const datadog = (more = {}) => ({ env_id, handle: 'logs', drain_type: 'datadog', token: 'key-1', ...more });
const apply = (config: object, prior = null as Parameters<Driver['apply']>[2]) =>
  driver.apply('aptible_log_drain', config as Parameters<Driver['apply']>[1], prior);
const handles = () => driver.control.list('log_drain').map(({ handle }) => handle);

describe('create', () => {
  test('the record has what is configured by the platform’s names, and is provisioned', async () => {
    const { state, diagnostics } = await apply(datadog({ tags: 'env:staging', drain_proxies: true }));
    expect(diagnostics).toEqual([]);
    expect(driver.writes()).toEqual([
      [
        'POST',
        `/accounts/${env_id}/log_drains`,
        {
          handle: 'logs',
          drain_type: 'datadog',
          drain_username: 'key-1',
          logging_token: 'env:staging',
          drain_apps: true,
          drain_databases: true,
          drain_ephemeral_sessions: true,
          drain_proxies: true,
        },
      ],
      ['POST', `/log_drains/${String(state!.log_drain_id)}/operations`, { type: 'provision' }],
    ]);
    expect(state).toMatchObject({ token: 'key-1', drain_username: 'key-1', tags: 'env:staging', pipeline: null });
  });

  test.each(['before', 'after'] as const)('a request that was cut off %s its effect makes one drain', async (drop) => {
    driver.control.failNext({ request: { method: 'POST', path: '/accounts/*/log_drains' }, drop });
    expect((await apply(datadog())).diagnostics).toEqual([]);
    expect(handles()).toEqual(['logs']);
  });

  test('a taken handle is an error that says how to import it', async () => {
    const { state, diagnostics } = await driver.applyAfter('aptible_log_drain', datadog(), () => apply(datadog()));
    expect(state).toBeNull();
    expect(diagnostics).toEqual([
      expect.objectContaining({
        summary: 'Could not create the log drain "logs": there is one with this handle already',
        detail: expect.stringContaining('to = aptible_log_drain.NAME\n    id = "'),
      }),
    ]);
  });
});

describe('update', () => {
  test('filters are put, and taken over by an operation', async () => {
    const drain = await apply(datadog());
    driver.clearRequests();
    const { state } = await apply(datadog({ drain_databases: false }), drain);
    const id = String(state!.log_drain_id);
    expect(driver.writes()).toEqual([
      [
        'PUT',
        `/log_drains/${id}`,
        { drain_apps: true, drain_databases: false, drain_ephemeral_sessions: true, drain_proxies: false },
      ],
      ['POST', `/log_drains/${id}/operations`, { type: 'configure' }],
    ]);
  });

  test('what a state does not have, and no refresh has filled, is there after the next refresh', async () => {
    const syslog = {
      env_id,
      handle: 'logs',
      drain_type: 'syslog_tls_tcp',
      drain_host: 'logs.example.com',
      drain_port: 1,
    };
    const drain = await apply({ ...syslog, drain_password: 'secret-1' });
    const unread = { ...drain.instance!, state: { ...drain.state, drain_password: null } };
    const config = { ...syslog, drain_apps: false };
    const changed = await driver.walk(async (terraform) => {
      const plan = await terraform.plan('aptible_log_drain', config, unread);
      return outcome(await terraform.apply('aptible_log_drain', plan, config, unread));
    });
    expect([changed.diagnostics, changed.state!.drain_password]).toEqual([[], null]);
    const { state } = await driver.refresh('aptible_log_drain', changed);
    expect([state!.drain_password, state!.drain_apps]).toEqual(['secret-1', false]);
  });

  test('a drain that goes while it is changed is an error that says so', async () => {
    const drain = await apply(datadog());
    driver.control.failNext({ request: { method: 'GET', path: '/log_drains/*' }, status: 404, times: 3 });
    const { diagnostics } = await apply(datadog({ drain_databases: false }), drain);
    expect(diagnostics).toEqual([
      expect.objectContaining({
        summary: 'The log drain "logs" is gone',
        detail: expect.stringContaining('Apply again to create it anew.'),
      }),
    ]);
  });
});

test('a destroy is a success also when the drain is gone already', async () => {
  const drain = await apply(datadog());
  expect(await driver.destroy('aptible_log_drain', drain)).toMatchObject({ state: null, diagnostics: [] });
  expect(handles()).toEqual([]);
  const gone = await driver.destroy('aptible_log_drain', drain, { refreshes: false });
  expect(gone).toMatchObject({ state: null, diagnostics: [] });
});
