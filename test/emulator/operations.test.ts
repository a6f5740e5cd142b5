import { startLocalPlatform, type LocalPlatform, type LocalPlatformOptions } from '../../lib/emulator';
import { Client, elementsOf, embeddedRecord, hrefOf, World } from './support/client';

let platform: LocalPlatform;
let client: Client;
let world: World;

async function start(options: LocalPlatformOptions = {}): Promise<void> {
  platform = await startLocalPlatform(options);
  client = Client.of(platform);
  world = new World(client);
}
afterEach(() => platform.stop());

const statusOf = async (path: string): Promise<string | number> => {
  const { status, body } = await client.get(path);
  return status === 200 ? body.status : status;
};
/** The variables and settings that are current for an app. */
const currentOf = async (appId: number): Promise<object> => {
  const { _links: links } = (await client.get(`/apps/${appId}`)).body;
  const configuration = links.current_configuration && (await client.get(links.current_configuration.href)).body;
  const setting = links.current_setting && (await client.get(links.current_setting.href)).body;
  return {
    env: configuration?.env,
    settings: setting?.settings,
    sensitive_settings: setting?.sensitive_settings,
  };
};

describe('an operation that takes no time', () => {
  test('is queued in the answer that creates it, and has succeeded afterwards', async () => {
    await start();
    const app = await world.app(await world.environment());
    const { status, body } = await client.post(`/apps/${app}/operations`, { type: 'configure', env: { A: '1' } });
    expect([status, body.status]).toEqual([201, 'queued']);
    expect(await statusOf(`/operations/${body.id}`)).toBe('succeeded');
  });
});

describe('operations that last for a number of polls', () => {
  beforeEach(() => start({ operations: { polls: 2 } }));

  test('are running for that many answers', async () => {
    const app = await world.app(await world.environment());
    const id = await world.made(`/apps/${app}/operations`, { type: 'configure', env: { A: '1' } });
    const seen = [];
    for (let poll = 0; poll < 4; poll++) seen.push(await statusOf(`/operations/${id}`));
    expect(seen).toEqual(['running', 'running', 'succeeded', 'succeeded']);
  });

  test('count when a list shows them', async () => {
    const app = await world.app(await world.environment());
    const id = await world.made(`/apps/${app}/operations`, { type: 'configure', env: { A: '1' } });
    await client.get(`/apps/${app}/operations`);
    await client.get(`/apps/${app}/operations`);
    expect(await statusOf(`/operations/${id}`)).toBe('succeeded');
  });

  test('on one resource run one after another, and a poll of the second moves the first', async () => {
    const app = await world.app(await world.environment());
    const first = await world.made(`/apps/${app}/operations`, { type: 'configure', env: { A: '1' } });
    const second = await world.made(`/apps/${app}/operations`, { type: 'configure', env: { A: '2' } });
    const seen = [];
    for (let poll = 0; poll < 5; poll++) seen.push(await statusOf(`/operations/${second}`));
    expect(seen).toEqual(['queued', 'queued', 'running', 'running', 'succeeded']);
    expect(await statusOf(`/operations/${first}`)).toBe('succeeded');
    expect(await currentOf(app)).toEqual({ env: { A: '2' } });
  });

  test('have their effect only when they succeed', async () => {
    const app = await world.app(await world.environment());
    const id = await world.made(`/apps/${app}/operations`, {
      type: 'deploy',
      settings: { APTIBLE_DOCKER_IMAGE: 'nginx:1' },
    });
    await client.get(`/operations/${id}`);
    expect((await client.get(`/apps/${app}`)).body).toMatchObject({
      status: 'provisioning',
      _embedded: { services: [], current_image: null },
    });
    await client.get(`/operations/${id}`);
    expect((await client.get(`/apps/${app}`)).body).toMatchObject({
      status: 'provisioned',
      _embedded: { services: [{ process_type: 'cmd', container_count: 1, container_memory_limit_mb: 1024 }] },
    });
  });
});

describe('operations that last for a time', () => {
  beforeEach(() => start({ clock: 'stopped', operations: { deploy: { durationMs: 60_000 }, default: 'instant' } }));

  test('end when the clock says so, other types at once', async () => {
    const app = await world.app(await world.environment());
    const id = await world.made(`/apps/${app}/operations`, {
      type: 'deploy',
      settings: { APTIBLE_DOCKER_IMAGE: 'nginx:1' },
    });
    const before = platform.clock.now();
    await platform.clock.advance(59_999);
    expect(await statusOf(`/operations/${id}`)).toBe('running');
    await platform.clock.advance(1);
    expect(await statusOf(`/operations/${id}`)).toBe('succeeded');
    expect(+platform.clock.now() - +before).toBe(60_000);
    expect((await world.operation(`/apps/${app}`, { type: 'restart' })).status).toBe('succeeded');
  });

  test('go on after a snapshot was restored', async () => {
    const app = await world.app(await world.environment());
    const id = await world.made(`/apps/${app}/operations`, {
      type: 'deploy',
      settings: { APTIBLE_DOCKER_IMAGE: 'nginx:1' },
    });
    await platform.clock.advance(40_000);
    const snapshot = platform.control.snapshot();
    await platform.clock.advance(20_000);
    expect(await statusOf(`/operations/${id}`)).toBe('succeeded');
    platform.control.restore(snapshot);
    expect([await statusOf(`/operations/${id}`), await statusOf(`/apps/${app}`)]).toEqual(['running', 'provisioning']);
    await platform.clock.advance(20_000);
    expect([await statusOf(`/operations/${id}`), await statusOf(`/apps/${app}`)]).toEqual(['succeeded', 'provisioned']);
  });
});

describe('a cancelled operation', () => {
  beforeEach(() => start({ operations: { polls: 3 } }));

  test('fails at once while it is queued, and has no effect', async () => {
    const app = await world.app(await world.environment());
    await world.made(`/apps/${app}/operations`, { type: 'configure', env: { A: '1' } });
    const second = await world.made(`/apps/${app}/operations`, { type: 'configure', env: { A: '2' } });
    const { status, body } = await client.put(`/operations/${second}`, { cancelled: true });
    expect([status, body.status, body.cancelled]).toEqual([200, 'failed', true]);
    expect(await world.log(second)).toBe('The operation was cancelled.\nThe operation failed.\n');
  });

  test('fails at its end while it is running, and has no effect', async () => {
    const app = await world.app(await world.environment());
    const id = await world.made(`/apps/${app}/operations`, { type: 'configure', env: { A: '1' } });
    await client.get(`/operations/${id}`);
    expect((await client.put(`/operations/${id}`, { cancelled: true })).body.status).toBe('running');
    await client.get(`/operations/${id}`);
    await client.get(`/operations/${id}`);
    expect(await statusOf(`/operations/${id}`)).toBe('failed');
    expect(await currentOf(app)).toEqual({});
  });
});

describe('variables and settings', () => {
  beforeEach(() => start());

  test('are merged into the current ones, and removed by an empty value', async () => {
    const app = await world.app(await world.environment());
    await world.operation(`/apps/${app}`, {
      type: 'deploy',
      env: { KEPT: '1', CHANGED: '1', REMOVED: '1' },
      settings: { APTIBLE_DOCKER_IMAGE: 'nginx:1' },
      sensitive_settings: { APTIBLE_PRIVATE_REGISTRY_USERNAME: 'u', APTIBLE_PRIVATE_REGISTRY_PASSWORD: 'p' },
    });
    await world.operation(`/apps/${app}`, {
      type: 'deploy',
      env: { CHANGED: '2', REMOVED: '', NEVER_THERE: '' },
      sensitive_settings: { APTIBLE_PRIVATE_REGISTRY_USERNAME: '', APTIBLE_PRIVATE_REGISTRY_PASSWORD: '' },
    });
    expect(await currentOf(app)).toEqual({
      env: { KEPT: '1', CHANGED: '2' },
      settings: { APTIBLE_DOCKER_IMAGE: 'nginx:1' },
      sensitive_settings: {},
    });
  });

  test('make a new snapshot each time; the old one stays as it was', async () => {
    const app = await world.app(await world.environment());
    await world.operation(`/apps/${app}`, { type: 'configure', env: { A: '1' } });
    const before = hrefOf((await client.get(`/apps/${app}`)).body, 'current_configuration');
    await world.operation(`/apps/${app}`, { type: 'configure', env: { A: '2' } });
    const after = hrefOf((await client.get(`/apps/${app}`)).body, 'current_configuration');
    expect(after).not.toBe(before);
    expect((await client.get(before)).body.env).toEqual({ A: '1' });
    expect((await client.get(after)).body.env).toEqual({ A: '2' });
  });

  test('of a failed operation do not become current', async () => {
    const app = await world.app(await world.environment());
    await world.operation(`/apps/${app}`, { type: 'configure', env: { A: '1' } });
    platform.control.failNext({ operation: 'configure', log: 'No space left on device.' });
    const failed = await world.operation(`/apps/${app}`, { type: 'configure', env: { A: '2' } });
    expect(failed.status).toBe('failed');
    expect(await world.log(failed.id)).toContain('No space left on device.\n');
    expect(await currentOf(app)).toEqual({ env: { A: '1' } });
  });

  test('of an app that was never deployed are kept without making services', async () => {
    const app = await world.app(await world.environment());
    expect((await world.operation(`/apps/${app}`, { type: 'configure', env: { A: '1' } })).status).toBe('succeeded');
    const { body } = await client.get(`/apps/${app}`);
    expect([body.status, body._embedded.services]).toEqual(['pending', []]);
  });

  test('of an endpoint are merged by its provision', async () => {
    const app = await world.deployedApp(await world.environment());
    const [service] = elementsOf((await client.get(`/apps/${app}/services`)).body);
    const vhost = await world.made(`/services/${service!.id}/vhosts`, { type: 'http', default: true });
    await world.operation(`/vhosts/${vhost}`, {
      type: 'provision',
      settings: { FORCE_SSL: 'true', IDLE_TIMEOUT: '31' },
    });
    await world.operation(`/vhosts/${vhost}`, { type: 'provision', settings: { FORCE_SSL: '' } });
    const setting = hrefOf((await client.get(`/vhosts/${vhost}`)).body, 'current_setting');
    expect((await client.get(setting)).body.settings).toEqual({ IDLE_TIMEOUT: '31' });
  });
});

describe('a deploy', () => {
  test('makes the services of the image, keeps those that stay as they were, and removes the others', async () => {
    await start({ images: { one: ['web', 'worker'], two: ['web', 'cron'] } });
    const app = await world.app(await world.environment());
    await world.operation(`/apps/${app}`, { type: 'deploy', settings: { APTIBLE_DOCKER_IMAGE: 'one:1' } });
    const [web, worker] = elementsOf((await client.get(`/apps/${app}/services`)).body);
    await world.operation(`/services/${web!.id}`, { type: 'scale', container_count: 3, container_size: 512 });
    await world.operation(`/apps/${app}`, { type: 'deploy', settings: { APTIBLE_DOCKER_IMAGE: 'two:1' } });
    const after = elementsOf((await client.get(`/apps/${app}/services`)).body);
    expect(after.map((each) => [each.process_type, each.container_count, each.container_memory_limit_mb])).toEqual([
      ['web', 3, 512],
      ['cron', 1, 1024],
    ]);
    expect(after[0]!.id).toBe(web!.id);
    expect(await statusOf(`/services/${worker!.id}`)).toBe(404);
  });

  test('fails without an image, and leaves the app pending', async () => {
    await start();
    const app = await world.app(await world.environment());
    const { id, status } = await world.operation(`/apps/${app}`, { type: 'deploy' });
    expect([status, await statusOf(`/apps/${app}`)]).toEqual(['failed', 'pending']);
    expect(await world.log(id)).toContain('There is nothing to deploy');
  });
});

test('a deploy that fails leaves an app that had been deployed as provisioned, after a failed removal too', async () => {
  await start();
  const app = await world.deployedApp(await world.environment());
  platform.control.failNext({ operation: 'deprovision' });
  await world.operation(`/apps/${app}`, { type: 'deprovision' });
  platform.control.failNext({ operation: 'deploy' });
  await world.operation(`/apps/${app}`, { type: 'deploy' });
  expect(await statusOf(`/apps/${app}`)).toBe('provisioned');
});

test('a database is not provisioned a second time, after a failed removal either', async () => {
  await start();
  const database = await world.provisionedDatabase(await world.environment());
  platform.control.failNext({ operation: 'deprovision' });
  await world.operation(`/databases/${database}`, { type: 'deprovision' });
  const refused = await client.post(`/databases/${database}/operations`, { type: 'provision' });
  expect([refused.status, refused.body]).toEqual([
    422,
    { code: 422, error: 'unprocessable_entity', message: 'the database is provisioned already.' },
  ]);
});

describe('a clone', () => {
  test('ends with its database provisioned, and makes one only when it is taken up again', async () => {
    await start({ clock: 'stopped' });
    const account = await world.environment();
    const database = await world.provisionedDatabase(account);
    platform.control.setTiming({ durationMs: 1000 });
    const clone = await world.made(`/databases/${database}/operations`, { type: 'clone', handle: 'twin' });
    const before = platform.control.snapshot();
    await platform.clock.advance(1000);
    expect(await statusOf(`/operations/${clone}`)).toBe('succeeded');
    const [twin] = platform.control.list('database', { handle: 'twin' });
    expect(twin).toMatchObject({ status: 'provisioned', copy_of_id: database });

    // As it is after a crash between the copy and the end of its operation.
    const crashed = platform.control.snapshot();
    const half = { ...twin!, status: 'pending', service_id: null, disk_id: null, connection_url: null };
    const provision = { ...platform.control.list('operation', { resource_id: twin!.id })[0]!, status: 'queued' };
    platform.control.restore({
      nextId: crashed.nextId,
      records: {
        ...before.records,
        database: [...before.records.database!, half],
        operation: [...before.records.operation!, provision],
      },
    });
    await platform.clock.advance(1000);
    expect(await statusOf(`/operations/${clone}`)).toBe('succeeded');
    expect(platform.control.list('database', { handle: 'twin' })).toMatchObject([
      { id: twin!.id, status: 'provisioned' },
    ]);
  });

  test('fails when its handle has been taken meanwhile', async () => {
    await start({ operations: { clone: { polls: 2 } } });
    const account = await world.environment();
    const database = await world.provisionedDatabase(account);
    const clone = await world.made(`/databases/${database}/operations`, { type: 'clone', handle: 'twin' });
    await world.database(account, 'twin');
    await client.get(`/operations/${clone}`);
    await client.get(`/operations/${clone}`);
    expect(await statusOf(`/operations/${clone}`)).toBe('failed');
    expect(await world.log(clone)).toContain('The handle twin has been taken meanwhile.');
  });
});

describe('a failed provision', () => {
  test('leaves an endpoint that had been provisioned as provisioned, after a failed removal too', async () => {
    await start();
    await world.deployedApp(await world.environment());
    const [service] = platform.control.list('service');
    const vhost = await world.made(`/services/${service!.id}/vhosts`, { type: 'http', default: true });
    await world.operation(`/vhosts/${vhost}`, { type: 'provision' });
    platform.control.failNext({ operation: 'deprovision' });
    await world.operation(`/vhosts/${vhost}`, { type: 'deprovision' });
    platform.control.failNext({ operation: 'provision' });
    await world.operation(`/vhosts/${vhost}`, { type: 'provision' });
    expect(await statusOf(`/vhosts/${vhost}`)).toBe('provisioned');
  });

  test('leaves its record as provision_failed, to be deprovisioned', async () => {
    await start();
    const account = await world.environment();
    const database = await world.database(account);
    platform.control.failNext({ operation: 'provision', kind: 'database' });
    expect((await world.operation(`/databases/${database}`, { type: 'provision' })).status).toBe('failed');
    const { body } = await client.get(`/databases/${database}`);
    expect([body.status, body.provisioned, body.connection_url]).toEqual(['provision_failed', false, null]);
    expect((await world.operation(`/databases/${database}`, { type: 'deprovision' })).status).toBe('gone');
    expect((await client.get(`/accounts/${account}/backups`)).body.total_count).toBe(0);
  });

  test('says why the server did not start', async () => {
    await start({
      databases: {
        start: () => Promise.reject(new Error('no more room')),
        remove: () => Promise.resolve(),
        close: () => Promise.resolve(),
      } as never,
    });
    const database = await world.database(await world.environment());
    const { id, status } = await world.operation(`/databases/${database}`, { type: 'provision' });
    expect(status).toBe('failed');
    expect(await world.log(id)).toContain('The server did not start: no more room\n');
  });
});

describe('a deprovision', () => {
  beforeEach(() => start());

  test('takes the resource, what belongs to it and its operations away, and frees its handle', async () => {
    const account = await world.environment();
    const app = await world.deployedApp(account);
    const [service] = elementsOf((await client.get(`/apps/${app}/services`)).body);
    const vhost = await world.made(`/services/${service!.id}/vhosts`, { type: 'http', default: true });
    const deploy = embeddedRecord((await client.get(`/apps/${app}`)).body, 'last_deploy_operation').id;
    expect((await world.operation(`/apps/${app}`, { type: 'deprovision' })).status).toBe('gone');
    const gone = [`/apps/${app}`, `/services/${service!.id}`, `/vhosts/${vhost}`, `/operations/${deploy}`];
    expect(await Promise.all(gone.map(statusOf))).toEqual([404, 404, 404, 404]);
    expect((await client.get(`/accounts/${account}/apps`)).body.total_count).toBe(0);
    await world.app(account, 'web');
  });

  test('that fails leaves the resource as deprovision_failed', async () => {
    const account = await world.environment();
    const database = await world.provisionedDatabase(account);
    await world.operation(`/databases/${database}`, { type: 'replicate', handle: 'replica' });
    const failed = await world.operation(`/databases/${database}`, { type: 'deprovision' });
    expect([failed.status, await statusOf(`/databases/${database}`)]).toEqual(['failed', 'deprovision_failed']);
    expect(await world.log(failed.id)).toContain('The database still has replicas: replica.\n');
  });

  test('leaves a final backup where the policy says so, which blocks the environment', async () => {
    const account = await world.environment();
    const database = await world.provisionedDatabase(account);
    await world.operation(`/databases/${database}`, { type: 'deprovision' });
    const { body } = await client.get(`/accounts/${account}/backups?orphaned=true`);
    const [backup, ...others] = elementsOf(body);
    expect([backup!.manual, others]).toEqual([false, []]);
    const [tail] = elementsOf((await client.get(`/accounts/${account}/log_drains`)).body);
    expect(await client.delete(`/accounts/${account}`)).toMatchObject({
      status: 422,
      body: {
        code: 422,
        error: 'unprocessable_entity',
        message: `the environment still has log drains: ${tail!.handle}; the environment still has backups, to be purged first: ${backup!.id}.`,
      },
    });
    await world.operation(`/backups/${backup!.id}`, { type: 'purge' });
    await world.operation(`/log_drains/${tail!.id}`, { type: 'deprovision' });
    expect((await client.delete(`/accounts/${account}`)).status).toBe(204);
  });
});

describe('a replica', () => {
  test('is there, with its provision, before its replication has succeeded', async () => {
    await start({ operations: { provision: { polls: 1 }, default: 'instant' } });
    const account = await world.environment();
    const database = await world.provisionedDatabase(account);
    const replication = await world.operation(`/databases/${database}`, { type: 'replicate', handle: 'replica' });
    expect(replication.status).toBe('succeeded');
    const [replica] = elementsOf((await client.get(`/databases/${database}/dependents`)).body);
    expect(replica).toMatchObject({
      handle: 'replica',
      status: 'provisioning',
      _embedded: { last_operation: { type: 'provision', status: 'running' } },
      _links: { initialize_from: { href: `${platform.url}/databases/${database}` } },
    });
    await client.get(`/operations/${embeddedRecord(replica!, 'last_operation').id}`);
    expect(await statusOf(`/databases/${replica!.id}`)).toBe('provisioned');
  });
});

describe('a failure that was asked for', () => {
  test('strikes only the type and the kind that it names, as often as it says', async () => {
    await start();
    const account = await world.environment();
    platform.control.failNext({ operation: 'deprovision', kind: 'database', times: 2 });
    const app = await world.deployedApp(account);
    const database = await world.provisionedDatabase(account);
    const outcomes = [
      await world.operation(`/apps/${app}`, { type: 'deprovision' }),
      await world.operation(`/databases/${database}`, { type: 'deprovision' }),
      await world.operation(`/databases/${database}`, { type: 'deprovision' }),
      await world.operation(`/databases/${database}`, { type: 'deprovision' }),
    ];
    expect(outcomes.map(({ status }) => status)).toEqual(['gone', 'failed', 'failed', 'gone']);
  });
});
