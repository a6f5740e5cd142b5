import { type Driver, startDriver } from '../driver';

const type = 'aptible_operation';

let driver: Driver;
let ids: { app_id: number; database_id: number; endpoint_id: number };

beforeEach(async () => {
  driver = await startDriver();
  const post = async (path: string, body: object) => ((await driver.request('POST', path, body)) as { id: number }).id;
  const environment = `/accounts/${driver.environmentId}`;
  const app_id = await post(`${environment}/apps`, { handle: 'web' });
  await post(`/apps/${app_id}/operations`, { type: 'deploy', settings: { APTIBLE_DOCKER_IMAGE: 'acme/web' } });
  const database_id = await post(`${environment}/databases`, { handle: 'db', type: 'postgresql' });
  await post(`/databases/${database_id}/operations`, { type: 'provision' });
  const [service] = driver.control.list('service', { app_id });
  const managed = { type: 'http', platform: 'alb', acme: true, user_domain: 'www.example.com' };
  const endpoint_id = await post(`/services/${service!.id}/vhosts`, managed);
  await post(`/vhosts/${endpoint_id}/operations`, { type: 'provision' });
  ids = { app_id, database_id, endpoint_id };
  driver.clearRequests();
});

afterEach(() => driver.stop());

const restart = (more: object = {}) => ({ type: 'restart', app_id: ids.app_id, ...more });

test.each([
  ['restart', 'app_id', 'apps'],
  ['rebuild', 'app_id', 'apps'],
  ['restart', 'database_id', 'databases'],
  ['reload', 'database_id', 'databases'],
  ['backup', 'database_id', 'databases'],
  ['renew', 'endpoint_id', 'vhosts'],
] as const)('%s of %s is one request, and nothing after it', async (operation, target, collection) => {
  const config = { type: operation, [target]: ids[target], triggers: { a: '1' } };
  const run = await driver.apply(type, config);
  expect(run.diagnostics).toEqual([]);
  const [started] = driver.control.list('operation').slice(-1);
  expect(driver.writes()).toEqual([['POST', `/${collection}/${ids[target]}/operations`, { type: operation }]]);
  expect(run.state).toEqual({
    id: String(started!.id),
    operation_id: started!.id,
    type: operation,
    app_id: null,
    database_id: null,
    endpoint_id: null,
    [target]: ids[target],
    triggers: { a: '1' },
    timeouts: null,
  });
  driver.clearRequests();
  expect(await driver.plan(type, config, run)).toMatchObject({ action: 'no-op', diagnostics: [] });
  expect(await driver.destroy(type, run)).toMatchObject({ state: null, diagnostics: [] });
  expect([...driver.writes(), ...driver.reads()]).toEqual([]);
});

test.each([
  ['another trigger', () => restart({ triggers: { a: '2' } }), [['triggers']]],
  ['no trigger', () => restart(), [['triggers']]],
  ['another type', () => restart({ type: 'rebuild', triggers: { a: '1' } }), [['type']]],
  [
    'another target',
    () => ({ type: 'restart', database_id: ids.database_id, triggers: { a: '1' } }),
    [['app_id'], ['database_id']],
  ],
])('%s runs it again', async (_what, changed, replace) => {
  const run = await driver.apply(type, restart({ triggers: { a: '1' } }));
  expect(await driver.plan(type, changed(), run)).toMatchObject({ action: 'replace', replace, diagnostics: [] });
});

test('other timeouts change nothing on the platform', async () => {
  const run = await driver.apply(type, restart());
  driver.clearRequests();
  const changed = await driver.apply(type, restart({ timeouts: { create: '5m' } }), run);
  expect(changed).toMatchObject({ state: { ...run.state, timeouts: { create: '5m' } }, diagnostics: [] });
  expect(driver.writes()).toEqual([]);
});

test('it stays in the state when what it was done to is gone', async () => {
  const run = await driver.apply(type, restart());
  await driver.request('POST', `/apps/${ids.app_id}/operations`, { type: 'deprovision' });
  expect(await driver.refresh(type, run)).toEqual(run);
});

test('one that fails is tainted, with the end of its log', async () => {
  driver.control.failNext({ operation: 'restart', log: 'No capacity.' });
  const { instance, state, diagnostics } = await driver.apply(type, restart());
  expect(diagnostics).toEqual([expect.objectContaining({ detail: expect.stringContaining('No capacity.') })]);
  expect(state).toMatchObject({ type: 'restart', operation_id: expect.any(Number) });
  expect(instance!.tainted).toBe(true);
});

test('one whose target is not there is an error, and not in the state', async () => {
  const { state, diagnostics } = await driver.apply(type, restart({ app_id: 424242 }));
  expect(state).toBeNull();
  expect(diagnostics.map(({ summary }) => summary)).toEqual(['Could not restart the app 424242']);
});

test('one whose answer was lost is found, not repeated', async () => {
  driver.control.setTiming({ polls: 3 });
  driver.control.failNext({ request: { method: 'POST', path: '/apps/*/operations' }, drop: 'after' });
  expect((await driver.apply(type, restart())).diagnostics).toEqual([]);
  expect(driver.control.list('operation').filter((each) => each.type === 'restart')).toHaveLength(1);
});

test('one that is stopped is in the state, tainted, with the number of what goes on', async () => {
  driver.control.setTiming({ durationMs: 3_600_000 });
  const { instance, state } = await driver.applyAndStop(type, restart(), null, /^POST \/apps\/\d+\/operations$/);
  const [running] = driver.control.list('operation').slice(-1);
  expect([instance!.tainted, state!.operation_id]).toEqual([true, running!.id]);
});

test('targets that are not known yet pass at plan', async () => {
  const config = { type: 'restart', app_id: driver.unknown, triggers: driver.unknown };
  expect(await driver.plan(type, config)).toMatchObject({ action: 'create', diagnostics: [] });
});

test('an import is refused', async () => {
  const { state, diagnostics } = await driver.import(type, '1');
  expect(state).toBeNull();
  expect(diagnostics).toEqual([expect.objectContaining({ severity: 'error' })]);
});
