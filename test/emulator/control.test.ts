import * as fc from 'fast-check';
import { startLocalPlatform, type LocalPlatform, type RecordedRequest, type Snapshot } from '../../lib/emulator';
import { runs } from '../support/runs';
import { Client, elementsOf, World } from './support/client';

let platform: LocalPlatform;
let client: Client;
let world: World;
let reported: string[];
beforeEach(async () => {
  reported = [];
  platform = await startLocalPlatform({ control: true, clock: 'stopped', report: (line) => reported.push(line) });
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

describe('a fault of operations', () => {
  const endpoint = async (service: number, port: number): Promise<string> => {
    const fields = { type: 'http', platform: 'alb', container_port: port };
    const vhost = await world.made(`/services/${service}/vhosts`, fields);
    await world.operation(`/vhosts/${vhost}`, { type: 'provision' });
    const { status } = (await client.get(`/vhosts/${vhost}`)).body;
    await world.operation(`/vhosts/${vhost}`, { type: 'deprovision' });
    return status;
  };

  test('strikes the resources that it names, as often as it says', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.constantFrom(80, 666), { maxLength: 6 }),
        fc.oneof(fc.integer({ min: 1, max: 3 }), fc.constant('always' as const)),
        async (ports, times) => {
          await platform.control.reset();
          const app = await world.deployedApp(await world.environment());
          const [service] = platform.control.list('service', { app_id: app });
          platform.control.failNext({ operation: 'provision', kind: 'vhost', where: { container_port: 666 }, times });
          let left = times === 'always' ? Infinity : times;
          for (const port of ports) {
            const fails = port === 666 && left-- > 0;
            expect(await endpoint(service!.id, port)).toBe(fails ? 'provision_failed' : 'provisioned');
          }
        },
      ),
      { numRuns: runs(20) },
    );
  });

  test('says so when it wants a field that there is not', async () => {
    const app = await world.deployedApp(await world.environment());
    const [service] = platform.control.list('service', { app_id: app });
    platform.control.failNext({
      operation: 'provision',
      kind: 'vhost',
      where: { container_prot: 666 },
      times: 'always',
    });
    expect([await endpoint(service!.id, 666), await endpoint(service!.id, 666)]).toEqual([
      'provisioned',
      'provisioned',
    ]);
    expect(reported).toEqual([
      'A fault wants a vhost with the field container_prot, which none has: it never strikes.',
    ]);
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

  test('tells all that is wrong with a fault or a timing', async () => {
    const said = await Promise.all([
      client.post('/_local/faults', { operation: 'deploy', kind: 'vhots', log: 1, lgo: '', times: 0 }),
      client.post('/_local/faults', { request: { pth: '/stacks' }, drop: 'never', status: 500 }),
      client.put('/_local/timing', { timing: { durationMs: '1' }, speed: 1 }),
    ]);
    expect(said.map(({ status, body }) => [status, body['message']])).toEqual([
      [
        422,
        'kind: got "vhots"; did you mean vhost?; log: got a number, expected a text; times: got 0, expected at least 1; lgo: there is no such key; did you mean log?.',
      ],
      [
        422,
        'request.pth: there is no such key; did you mean path?; drop: there is no such key; expected one of request, status, error, message, headers, times.',
      ],
      [422, 'timing.durationMs: got a text, expected a number; speed: there is no such key; expected one of timing.'],
    ]);
  });

  test('takes or refuses whatever is said to be a fault, and goes on', async () => {
    const fault = fc.record(
      {
        operation: fc.oneof(fc.constantFrom('deploy', 'provision'), fc.jsonValue()),
        kind: fc.oneof(fc.constantFrom('app', 'vhost'), fc.jsonValue()),
        where: fc.oneof(fc.object(), fc.jsonValue()),
        log: fc.jsonValue(),
        times: fc.oneof(fc.constantFrom(1, 'always'), fc.jsonValue()),
        request: fc.oneof(fc.record({ path: fc.constant('/nowhere') }), fc.jsonValue()),
        status: fc.oneof(fc.integer({ min: 200, max: 599 }), fc.jsonValue()),
        drop: fc.jsonValue(),
      },
      { requiredKeys: [] },
    );
    await fc.assert(
      fc.asyncProperty(fault, async (body) => {
        const answer = await client.post('/_local/faults', body);
        expect([204, 422]).toContain(answer.status);
        expect(answer.status === 422).toBe(answer.text !== '');
      }),
      { numRuns: runs(100) },
    );
    expect(reported).toEqual([]);
    expect((await client.get('/_local/snapshot')).status).toBe(200);
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
