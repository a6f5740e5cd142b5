import fc from 'fast-check';
import { startLocalPlatform } from '../../lib/emulator';
import { runs } from '../support/runs';
import { Client, World } from './support/client';
import { invariantsHold, nothingIsHalfDone } from './support/invariants';

/** The record to use, counted from the newest one and taken modulo their number. Most often it is the newest. */
const which = fc.oneof({ weight: 2, arbitrary: fc.constant(0) }, fc.nat(5));
const handle = fc.constantFrom('a', 'b', 'c', 'd', 'e', 'Not Allowed', undefined);
const sizeMb = fc.constantFrom(4096, 4096, 1024, 1000, 0, undefined);
const map = fc.option(fc.dictionary(fc.constantFrom('A', 'B', 'C'), fc.constantFrom('1', '2', ''), { maxKeys: 3 }), {
  nil: undefined,
});
const profile = fc.constantFrom('m', 'r', 'm5', 'x', undefined);

const rarelyFails = fc.constantFrom(...Array<undefined>(9), 'deploy', 'deprovision', 'replicate', 'restore', 'clone');

interface Step {
  readonly method: string;
  readonly path: string;
  readonly which: number;
  readonly body: object;
  /** The type of the next operation that fails. */
  readonly fails: string | undefined;
}

/** One request: a path whose `{kind}` is a record of that kind, and a body that may be wrong. */
const step = fc.oneof(
  request('/accounts/{account}/apps', { handle }),
  request('/accounts/{account}/databases', {
    handle,
    type: fc.constantFrom('postgresql', 'redis', 'rabbitmq', 'oracle'),
    initial_disk_size: fc.constantFrom(10, 20, -1, undefined),
  }),
  request('/apps/{app}/operations', {
    type: fc.constantFrom('deploy', 'configure', 'restart', 'deprovision', 'dance'),
    env: map,
    settings: fc.constantFrom({ APTIBLE_DOCKER_IMAGE: 'one' }, { APTIBLE_DOCKER_IMAGE: 'two' }, undefined),
  }),
  request('/services/{service}/operations', {
    type: fc.constantFrom('scale', 'provision'),
    container_count: fc.constantFrom(0, 1, 3, 500, undefined),
    container_size: sizeMb,
    instance_profile: profile,
  }),
  request('/databases/{database}/operations', {
    type: fc.constantFrom('provision', 'restart', 'replicate', 'clone', 'backup', 'deprovision'),
    handle,
    container_size: sizeMb,
    disk_size: fc.constantFrom(5, 40, 0, undefined),
    provisioned_iops: fc.constantFrom(3000, 1, undefined),
  }),
  request('/backups/{backup}/operations', { type: fc.constantFrom('restore', 'copy', 'purge'), handle }),
  request('/services/{service}/vhosts', {
    type: fc.constantFrom('http', 'http', 'tcp', 'grpc', 'udp'),
    internal: fc.boolean(),
    default: fc.constantFrom(true, false, false, undefined),
    user_domain: fc.constantFrom('www.example.com', 'not a domain', undefined, undefined),
  }),
  request('/vhosts/{vhost}/operations', {
    type: fc.constantFrom('provision', 'deprovision', 'renew'),
    settings: fc.constantFrom({ IDLE_TIMEOUT: '60' }, { IDLE_TIMEOUT: '1' }, { FORCE_SSL: '' }, undefined),
  }),
  request('/accounts/{account}/log_drains', {
    handle,
    drain_type: fc.constantFrom('https_post', 'papertrail', 'tail'),
    url: fc.constantFrom('https://logs.example.com', undefined),
  }),
  request('/log_drains/{log_drain}/operations', { type: fc.constantFrom('provision', 'deprovision', 'configure') }),
  request('/services/{service}/service_sizing_policies', {
    autoscaling: fc.constantFrom('vertical', 'horizontal'),
    min_containers: fc.constantFrom(1, undefined),
  }),
  request('/accounts/{account}/operations', { type: fc.constantFrom('configure_backup_policy', 'deploy') }),
  request('/apps/{app}', { handle }, 'PUT'),
  request('/databases/{database}', { handle, enable_backups: fc.constantFrom(true, 'maybe') }, 'PATCH'),
  request('/services/{service}', { stop_timeout: fc.constantFrom(30, null, 0) }, 'PUT'),
  request('/accounts/{account}', {}, 'DELETE'),
  request('/apps/{app}', {}, 'DELETE'),
  request('/databases/{database}', {}, 'DELETE'),
  request('/vhosts/{vhost}', {}, 'DELETE'),
  // What is begun is mostly carried on with.
  provision('database'),
  provision('vhost'),
  provision('log_drain'),
  request('/apps/{app}/operations', { type: fc.constantFrom('deploy', 'deprovision') }),
);

function provision(kind: string): fc.Arbitrary<Step> {
  const fails = fc.constantFrom('provision', undefined, undefined);
  return request(`/${kind}s/{${kind}}/operations`, { type: fc.constant('provision') }, 'POST', fails);
}

function request(
  path: string,
  body: Record<string, fc.Arbitrary<unknown>>,
  method = 'POST',
  fails: fc.Arbitrary<string | undefined> = rarelyFails,
): fc.Arbitrary<Step> {
  return fc.record({ method: fc.constant(method), path: fc.constant(path), which, body: fc.record(body), fails });
}

const kindIn = /\{(\w+)\}/;

test('whatever is asked of it, its records fit together, and a refusal changes nothing', async () => {
  const statuses = new Map<number, number>();
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 60, maxLength: 120, size: 'max' }), async (steps) => {
      const platform = await startLocalPlatform({ images: { one: ['web', 'worker'], two: ['web'] } });
      try {
        const client = Client.of(platform);
        const world = new World(client);
        const account = await world.environment();
        await world.deployedApp(account);
        await world.provisionedDatabase(account);
        await world.environment('empty');
        await world.database(account, 'pending');
        for (const each of steps) {
          if (each.fails !== undefined) platform.control.failNext({ operation: each.fails });
          const records = platform.control.list(kindIn.exec(each.path)![1] as 'app');
          if (records.length === 0) continue;
          const path = each.path.replace(kindIn, String(records.at(-1 - (each.which % records.length))!.id));
          const before = JSON.stringify(platform.control.snapshot());
          const { status, body } = await client.send(each.method, path, each.body);
          statuses.set(status, (statuses.get(status) ?? 0) + 1);
          await nothingIsHalfDone(platform);
          if (status < 300) continue;
          expect(status).toBe(422);
          expect(Object.keys(body)).toEqual(['code', 'error', 'message']);
          expect(JSON.stringify(platform.control.snapshot())).toBe(before);
        }
        await invariantsHold(platform);
      } finally {
        await platform.stop();
      }
    }),
    // A counterexample is a list of requests, short enough as it is.
    { numRuns: runs(4), endOnFailure: true },
  );
  // Both outcomes have to be frequent for this to say anything.
  expect(statuses.get(201)).toBeGreaterThan(10);
  expect(statuses.get(422)).toBeGreaterThan(10);
});
