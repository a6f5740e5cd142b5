import { type Driver, startDriver } from './driver';

let driver: Driver;

beforeEach(async () => {
  driver = await startDriver();
});

afterEach(() => driver.stop());

test('a 404 on a deprovision does not end a destroy while the record is still there', async () => {
  const database = await driver.apply('aptible_database', { env_id: driver.environmentId, handle: 'db' });
  const path = `/databases/${String(database.state!.id)}/operations`;
  driver.control.failNext({ request: { method: 'POST', path }, status: 404 });
  const destroyed = await driver.destroy('aptible_database', database);
  expect(destroyed.diagnostics).toEqual([expect.objectContaining({ detail: expect.stringContaining('404') })]);
  expect(destroyed.state).toEqual(database.state);
  expect(driver.control.list('database').map(({ status }) => status)).toEqual(['provisioned']);
});

test('a deprovision whose operation is gone has succeeded only when the record is gone, too', async () => {
  const database = await driver.apply('aptible_database', { env_id: driver.environmentId, handle: 'db' });
  driver.control.setTiming({ durationMs: 300 });
  driver.control.failNext({ request: { method: 'GET', path: '/operations/*' }, status: 404 });
  const destroyed = await driver.destroy('aptible_database', database);
  expect(destroyed.diagnostics).toEqual([
    expect.objectContaining({
      severity: 'error',
      detail: expect.stringMatching(/no operation \d+ \(deprovision\) any more/),
    }),
  ]);
  expect(destroyed.state).toEqual(database.state);
  expect(await driver.destroy('aptible_database', destroyed)).toMatchObject({ state: null });
});

test('an operation that the platform says once it does not have is asked for again, and what it makes is not tainted', async () => {
  driver.control.setTiming({ durationMs: 300 });
  driver.control.failNext({ request: { method: 'GET', path: '/operations/*' }, status: 404 });
  const { diagnostics, state } = await driver.apply('aptible_database', { env_id: driver.environmentId, handle: 'db' });
  expect(diagnostics).toEqual([]);
  expect(driver.control.list('database').map(({ id, status }) => ({ id, status }))).toEqual([
    { id: Number(state!.id), status: 'provisioned' },
  ]);
});

test('a 404 for the policies of an environment that is there fails the read and keeps the state', async () => {
  const type = 'aptible_backup_retention_policy';
  const policy = await driver.apply(type, {
    env_id: driver.environmentId,
    daily: 3,
    monthly: 0,
    yearly: 0,
    make_copy: false,
    keep_final: true,
  });
  expect(policy.diagnostics).toEqual([]);
  driver.control.failNext({ request: { method: 'GET', path: '/accounts/*/backup_retention_policies' }, status: 404 });
  const { diagnostics, state } = await driver.refresh(type, policy);
  expect(diagnostics).toEqual([expect.objectContaining({ severity: 'error', detail: expect.stringContaining('404') })]);
  expect(state).toEqual(policy.state);
});

test('an app that is not there while it is changed is not said to have no services', async () => {
  const config = (container_count: number) => ({
    env_id: driver.environmentId,
    handle: 'web',
    docker_image: 'example/web',
    service: [{ process_type: 'cmd', container_count }],
  });
  const app = await driver.apply('aptible_app', config(1));
  driver.control.failNext({ request: { method: 'GET', path: '/apps/*' }, status: 404 });
  const { diagnostics, state } = await driver.apply('aptible_app', config(2), app);
  expect(diagnostics).toEqual([expect.objectContaining({ summary: `The app ${String(state!.id)} is gone` })]);
});

test('a 404 on a top-level collection fails the read that needs it', async () => {
  driver.control.failNext({ request: { method: 'GET', path: '/stacks' }, status: 404, times: 4 });
  const { diagnostics } = await driver.data('aptible_stack', { name: 'no-such-stack' });
  expect(diagnostics).toEqual([expect.objectContaining({ detail: expect.stringContaining('APTIBLE_API_ROOT_URL') })]);
});
