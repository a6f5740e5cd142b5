import { type Answer, Transport } from '../../lib/api/transport';
import { eventually } from '../support/eventually';
import { type Driver, outcome, startDriver } from './driver';
import { newReader } from './new-reader';

let driver: Driver;

beforeEach(async () => {
  driver = await startDriver({ pageSize: 40 });
});

afterEach(() => driver.stop());

const image = 'example/web';

/** As one apply makes them: all at the same time, in one process of the provider. */
async function deploy(count: number) {
  const env_id = driver.environmentId;
  const wanted = Array.from({ length: count }, (_, index) => [
    {
      type: 'aptible_app',
      config: {
        env_id,
        handle: `app-${index}`,
        docker_image: image,
        config: { INDEX: String(index) },
        service: [{ process_type: 'cmd' }],
      },
    },
    { type: 'aptible_database', config: { env_id, handle: `db-${index}` } },
  ]).flat();
  const resources = await driver.walk((terraform) =>
    Promise.all(
      wanted.map(async ({ type, config }) => {
        const plan = await terraform.plan(type, config);
        return { type, prior: outcome(await terraform.apply(type, plan, config)) };
      }),
    ),
  );
  expect(resources.flatMap(({ prior }) => prior.diagnostics)).toEqual([]);
  driver.clearRequests();
  return resources;
}

test.each([1, 12])('an unchanged refresh of %i apps and as many databases takes the same requests', async (count) => {
  const resources = await deploy(count);
  const refreshed = await driver.refreshAll(resources);
  expect(refreshed.map(({ state }) => state)).toEqual(resources.map(({ prior }) => prior.state));
  const { environmentId: id } = driver;
  expect(driver.reads().sort()).toEqual([
    `/accounts/${id}/apps`,
    `/accounts/${id}/databases`,
    `/accounts/${id}/service_sizing_policies`,
    `/accounts/${id}/services`,
    '/database_images',
  ]);
});

test('new apps share the reads that say that nothing scales their services', async () => {
  const { environmentId: id, control } = driver;
  const declared = Array.from({ length: 12 }, (_, index) => ({
    env_id: id,
    handle: `app-${index}`,
    docker_image: image,
    service: [{ process_type: 'cmd' }],
  }));
  const create = () =>
    driver.walk((terraform) =>
      Promise.all(
        declared.map(async (config) => {
          const plan = await terraform.plan('aptible_app', config);
          return outcome(await terraform.apply('aptible_app', plan, config));
        }),
      ),
    );
  const created = await create();
  expect(created.flatMap(({ diagnostics }) => diagnostics)).toEqual([]);
  const reads = driver.reads().filter((path) => path.endsWith('/service_sizing_policies'));
  expect(new Set(reads)).toEqual(new Set([`/accounts/${id}/service_sizing_policies`]));
  expect(reads.length).toBeLessThan(declared.length);
  expect(control.list('service')).toHaveLength(declared.length);
});

test('where something is scaled already, a new service is asked for its own autoscaling', async () => {
  const app = { env_id: driver.environmentId, docker_image: image };
  const autoscaling_policy = [{ autoscaling_type: 'vertical', minimum_memory: 512, maximum_memory: 1024 }];
  const scaled = { ...app, handle: 'scaled', service: [{ process_type: 'cmd', autoscaling_policy }] };
  expect((await driver.apply('aptible_app', scaled)).diagnostics).toEqual([]);
  driver.clearRequests();
  const { state, diagnostics } = await driver.apply('aptible_app', {
    ...app,
    handle: 'plain',
    service: [{ process_type: 'cmd' }],
  });
  expect(diagnostics).toEqual([]);
  expect(state!.service).toEqual([expect.objectContaining({ process_type: 'cmd', autoscaling_policy: [] })]);
  const { id } = driver.control.list('service', { app_id: Number(state!.id) })[0]!;
  expect(driver.reads()).toContain(`/services/${id}/service_sizing_policies`);
});

test('only the app whose configuration changed has it fetched', async () => {
  const resources = await deploy(2);
  const [changed] = resources;
  await driver.request('POST', `/apps/${String(changed!.prior.state!.id)}/operations`, {
    type: 'configure',
    env: { INDEX: 'other' },
  });
  driver.clearRequests();
  const refreshed = await driver.refreshAll(resources);
  expect(refreshed[0]!.state!.config).toEqual({ INDEX: 'other' });
  expect(driver.reads().filter((path) => path.startsWith('/configurations/'))).toHaveLength(1);
});

test('what is missing in a collection is asked for by id, and its environment is looked at, before it is called gone', async () => {
  const [app] = await deploy(1);
  const id = Number(app!.prior.state!.id);
  driver.control.remove('app', id);
  expect((await driver.refresh('aptible_app', app!.prior)).state).toBeNull();
  const ofEnvironment = `/accounts/${driver.environmentId}`;
  const besides = `${ofEnvironment}/service_sizing_policies`;
  expect(driver.reads()).toContain(besides);
  expect(driver.reads().filter((path) => path !== besides)).toEqual([
    `${ofEnvironment}/apps`,
    `/apps/${id}`,
    '/accounts',
  ]);
});

test('what a refresh needs next is asked for before the first answer', async () => {
  const [app, database] = await deploy(1);
  const of = (kind: string) => `/accounts/${driver.environmentId}/${kind}`;
  for (const kind of ['apps', 'databases']) driver.control.failNext({ request: { path: of(kind) }, status: 403 });
  for (const { type, prior } of [app!, database!]) {
    expect((await driver.refresh(type, prior)).diagnostics).toEqual([expect.objectContaining({ severity: 'error' })]);
  }
  const expected = [of('apps'), of('databases'), of('service_sizing_policies'), of('services'), '/database_images'];
  await eventually(() => driver.reads().length === expected.length);
  expect(driver.reads().sort()).toEqual(expected);
});

test('a collection that cannot be read fails each that needs it, and is read again by the next', async () => {
  const [app] = await deploy(1);
  driver.control.failNext({ request: { path: `/accounts/${driver.environmentId}/apps` }, status: 403 });
  const failed = await driver.refresh('aptible_app', app!.prior);
  expect(failed.diagnostics).toEqual([
    expect.objectContaining({ summary: 'Could not read the app "app-0"', detail: expect.stringContaining('403') }),
  ]);
  expect(failed.state).toEqual(app!.prior.state);
  expect((await driver.refresh('aptible_app', app!.prior)).diagnostics).toEqual([]);
});

test('several waits in one environment share their requests', async () => {
  driver.control.setTiming({ durationMs: 1_000 });
  await driver.walk(async (terraform) => {
    await Promise.all(
      Array.from({ length: 8 }, async (_, index) => {
        const config = { env_id: driver.environmentId, handle: `db-${index}` };
        const plan = await terraform.plan('aptible_database', config);
        return terraform.apply('aptible_database', plan, config);
      }),
    );
  });
  expect(driver.control.list('database').map(({ status }) => status)).toEqual(Array(8).fill('provisioned'));
  const polls = driver.reads().filter((path) => path.includes('operations'));
  const shared = driver.platform.requests.filter(
    ({ path, method }) => method === 'GET' && path === `/accounts/${driver.environmentId}/operations`,
  );
  expect(shared.length).toBeGreaterThan(0);
  // Two hundred operations at once, so that none of many is beyond the first page.
  expect(new Set(shared.map(({ query }) => query['per_page']))).toEqual(new Set(['200']));
  // Alone, each of the eight would have asked five times and more.
  expect(polls.length).toBeLessThan(24);
});

test('a read that one call has begun does not hold another call that is cancelled', async () => {
  const { reader } = newReader();
  let answer = (_answer: Answer): void => undefined;
  const attempt = jest
    .spyOn(Transport.prototype, 'attempt')
    .mockReturnValue(new Promise((resolve) => (answer = resolve)));
  const [first, second] = [new AbortController(), new AbortController()];
  reader.expect('services', 1, first);
  reader.expect('service_sizing_policies', 1, first);
  const waits = [
    reader.list('services', { environmentId: 1, signal: second.signal }),
    reader.isEmptyNow('service_sizing_policies', 1, second.signal),
  ];
  second.abort();
  for (const wait of waits) await expect(wait).rejects.toMatchObject({ code: 'cancelled' });
  answer({ status: 200, text: JSON.stringify({ _embedded: { services: [], service_sizing_policies: [] } }) });
  expect(await reader.list('services', { environmentId: 1, signal: first.signal })).toEqual([]);
  expect(attempt).toHaveBeenCalledTimes(2);
  attempt.mockRestore();
});
