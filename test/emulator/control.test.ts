import { startLocalPlatform, type LocalPlatform, type RecordedRequest, type Snapshot } from '../../lib/emulator';
import { Client, elementsOf, World } from './support/client';

let platform: LocalPlatform;
let client: Client;
let world: World;
beforeEach(async () => {
  platform = await startLocalPlatform({ control: true, clock: 'stopped' });
  client = Client.of(platform);
  world = new World(client);
});
afterEach(() => platform.stop());

describe('in this process', () => {
  test('change shows as drift', async () => {
    const app = await world.deployedApp(await world.environment());
    const [service] = platform.control.list('service', { app_id: app });
    platform.control.change('service', service!.id, { container_count: 7 });
    expect((await client.get(`/services/${service!.id}`)).body.container_count).toBe(7);
  });

  test('change of what is not there is an error', () => {
    expect(() => platform.control.change('app', 1, { handle: 'other' })).toThrow('there is no app 1');
  });

  test('remove takes a record away without an operation', async () => {
    const app = await world.app(await world.environment());
    platform.control.remove('app', app);
    expect((await client.get(`/apps/${app}`)).status).toBe(404);
  });

  test('seed makes what the API does not', async () => {
    const account = await world.environment();
    const app = await world.deployedApp(account);
    platform.control.seed('maintenance', {
      resource_kind: 'app',
      resource_id: app,
      starts_at: '2030-01-01T00:00:00.000Z',
      ends_at: '2030-01-02T00:00:00.000Z',
    });
    const { body } = await client.get('/maintenances/apps');
    expect(elementsOf(body)).toMatchObject([
      {
        id: app,
        handle: 'web',
        account_id: account,
        maintenance_deadline: ['2030-01-01T00:00:00.000Z', '2030-01-02T00:00:00.000Z'],
      },
    ]);
  });

  test('restore gives back exactly what a snapshot took', async () => {
    await world.deployedApp(await world.environment());
    const snapshot = platform.control.snapshot();
    const paths = ['/accounts', '/apps', '/services', '/deployments'];
    const shown = async (): Promise<string[]> => Promise.all(paths.map(async (path) => (await client.get(path)).text));
    const before = await shown();
    await world.deployedApp(await world.environment('other'), 'other');
    platform.control.restore(JSON.parse(JSON.stringify(snapshot)) as Snapshot);
    expect(await shown()).toEqual(before);
    expect((await world.environment('other')) > snapshot.nextId - 1).toBe(true);
  });

  test('reset leaves what there was at the start', async () => {
    const before = elementsOf((await client.get('/stacks')).body).map(({ id }) => id);
    await world.deployedApp(await world.environment());
    platform.control.failNext({ request: {}, status: 500 });
    await platform.control.reset();
    expect(platform.requests).toEqual([]);
    expect(elementsOf((await client.get('/stacks')).body).map(({ id }) => id)).toEqual(before);
    expect((await client.get('/accounts')).body.total_count).toBe(0);
  });
});

describe('the control path', () => {
  test('does the same over HTTP, and is not recorded', async () => {
    const account = await world.environment();
    await platform.control.reset();
    const statuses = [
      (await client.put('/_local/timing', { timing: { durationMs: 1000 } })).status,
      (await client.post('/_local/faults', { request: { path: '/stacks' }, status: 503 })).status,
      (await client.post('/_local/faults', {})).status,
      (await client.get('/stacks')).status,
      (await client.get(`/accounts/${account}`)).status,
    ];
    expect(statuses).toEqual([204, 204, 422, 503, 404]);
    const app = await world.app(await world.environment());
    const operation = await world.made(`/apps/${app}/operations`, { type: 'configure', env: { A: '1' } });
    expect((await client.get(`/operations/${operation}`)).body.status).toBe('running');
    await client.post('/_local/clock', { advanceMs: 1000 });
    expect((await client.get(`/operations/${operation}`)).body.status).toBe('succeeded');

    await client.patch(`/_local/records/app/${app}`, { handle: 'changed' });
    expect((await client.get(`/apps/${app}`)).body.handle).toBe('changed');
    const { body: snapshot } = await client.get('/_local/snapshot');
    await client.delete(`/_local/records/app/${app}`);
    expect((await client.get(`/apps/${app}`)).status).toBe(404);
    await client.put('/_local/snapshot', snapshot);
    expect((await client.get(`/apps/${app}`)).status).toBe(200);
    expect((await client.get('/_local/records/nothing')).status).toBe(404);

    const requests = (await client.get('/_local/requests')).body['requests'] as RecordedRequest[];
    expect(requests.filter(({ path }) => path.startsWith('/_local'))).toEqual([]);
    expect(requests.length).toBe(platform.requests.length);
  });

  test('is not there unless asked for', async () => {
    const other = await startLocalPlatform();
    try {
      expect((await Client.of(other).get('/_local/snapshot')).status).toBe(404);
    } finally {
      await other.stop();
    }
  });
});
