/** What somebody else made and uses is not taken over, although the answer to a creation like it is lost. */
import type { Control } from '../../lib/emulator';
import type { Plain } from '../support/plugin/plain-objects';
import { type Driver, startDriver } from './driver';

let driver: Driver;
let env_id: number;
beforeEach(async () => {
  driver = await startDriver();
  env_id = driver.environmentId;
});
afterEach(() => driver.stop());

/** It is in use once it is provisioned. */
const justMade = () => Promise.resolve();

type Kind = Parameters<Control['list']>[0];

/** The type, the request that creates one, its kind, its configuration, and what the other does with theirs. */
const all: readonly (readonly [
  type: string,
  path: string,
  kind: Kind,
  config: () => Plain,
  use: (id: unknown) => Promise<unknown>,
])[] = [
  [
    'aptible_app',
    '/accounts/*/apps',
    'app',
    () => ({ env_id, handle: 'web' }),
    (id) => driver.request('POST', `/apps/${String(id)}/operations`, { type: 'configure', env: { A: '1' } }),
  ],
  ['aptible_database', '/accounts/*/databases', 'database', () => ({ env_id, handle: 'db' }), justMade],
  [
    'aptible_environment',
    '/accounts',
    'account',
    () => ({ handle: 'staging', stack_id: driver.control.list('stack')[0]!.id }),
    (id) => driver.request('POST', `/accounts/${String(id)}/apps`, { handle: 'web' }),
  ],
  [
    'aptible_log_drain',
    '/accounts/*/log_drains',
    'log_drain',
    () => ({ env_id, handle: 'logs', drain_type: 'datadog', token: 'key' }),
    justMade,
  ],
  [
    'aptible_metric_drain',
    '/accounts/*/metric_drains',
    'metric_drain',
    () => ({ env_id, handle: 'metrics', drain_type: 'datadog', api_key: 'key' }),
    justMade,
  ],
];

test.each(all)('%s: there is one already, which is told with its id', async (...each) => {
  const [type, path, kind, config, use] = each;
  const { state: others } = await driver.apply(type, config());
  await use(others!.id);
  const before = driver.control.list(kind);
  driver.clearRequests();
  driver.control.failNext({ request: { method: 'POST', path }, drop: 'before' });
  expect(await driver.apply(type, config())).toMatchObject({
    state: null,
    // The plan cannot tell whether it is part of an apply: it warns, and the creation refuses.
    diagnostics: ['warning', 'error'].map((severity) => ({
      severity,
      summary: expect.stringMatching(/^Could not create .*: there is one with this handle already$/),
      detail: expect.stringContaining(`Its id is ${String(others!.id)}.`),
    })),
  });
  expect(driver.control.list(kind)).toEqual(before);
});
