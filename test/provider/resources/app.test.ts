import { hiddenValue } from '../../../lib/provider/app-release';
import { type Driver, type Outcome, startDriver } from '../driver';

const image = 'quay.io/example/web:1';

let driver: Driver;
let env_id: number;

beforeEach(async () => {
  driver = await startDriver({
    images: { [image]: ['web', 'worker'], 'quay.io/example/web:2': ['web', 'worker', 'cron'] },
  });
  env_id = driver.environmentId;
});

afterEach(() => driver.stop());

const service = (process_type: string, fields: object = {}) => ({
  process_type,
  container_count: 1,
  container_memory_limit: 1024,
  container_profile: 'm',
  force_zero_downtime: false,
  restart_free_scaling: false,
  simple_health_check: false,
  stop_timeout: 10,
  autoscaling_policy: [],
  service_sizing_policy: [],
  ...fields,
});

describe('create', () => {
  test('an app with image, config and services becomes what is declared, with one deploy', async () => {
    const { state, diagnostics } = await driver.apply('aptible_app', {
      env_id,
      handle: 'web',
      docker_image: image,
      config: { PORT: '3000' },
      service: [{ process_type: 'web', container_count: 2, container_memory_limit: 512 }, { process_type: 'worker' }],
    });
    expect(diagnostics).toEqual([]);
    const id = Number(state!.id);
    expect(state).toEqual({
      id: String(id),
      app_id: id,
      env_id,
      handle: 'web',
      git_repo: expect.stringContaining('web.git'),
      release: expect.stringMatching(/^\d+-\d+-\d+$/),
      config: { PORT: '3000' },
      docker_image: image,
      private_registry_username: null,
      private_registry_password: null,
      private_registry_password_wo: null,
      private_registry_password_wo_version: null,
      secret_config: null,
      secret_config_wo: null,
      secret_config_wo_version: null,
      release_mode: null,
      external_config: null,
      deploy_trigger: null,
      service: expect.arrayContaining([
        service('web', { container_count: 2, container_memory_limit: 512 }),
        service('worker'),
      ]),
      timeouts: null,
    });
    expect(driver.writes()).toEqual([
      ['POST', `/accounts/${env_id}/apps`, { handle: 'web' }],
      [
        'POST',
        `/apps/${id}/operations`,
        { type: 'deploy', env: { PORT: '3000' }, settings: { APTIBLE_DOCKER_IMAGE: image } },
      ],
      [
        'POST',
        expect.stringMatching(/^\/services\/\d+\/operations$/),
        { type: 'scale', container_count: 2, container_size: 512 },
      ],
    ]);
  });

  test('what was made is read once where its services are as declared', async () => {
    const { state } = await driver.apply('aptible_app', {
      env_id,
      handle: 'web',
      docker_image: image,
      service: [{ process_type: 'web' }, { process_type: 'worker' }],
    });
    const reads = driver.reads().map((path) => path.replace(String(state!.id), 'ID').replace(/\d+/g, 'N'));
    // The collections of the environment are read by the plans before and after.
    const ofApp = reads.filter((path) => !/^\/(accounts|operations)\b/.test(path));
    expect(ofApp.sort()).toEqual(['/apps/ID', '/settings/N']);
  });

  test('without image and config nothing is run', async () => {
    await driver.apply('aptible_app', { env_id, handle: 'web' });
    expect(driver.writes()).toEqual([['POST', `/accounts/${env_id}/apps`, { handle: 'web' }]]);
  });

  test('with config only it is configured', async () => {
    const { state } = await driver.apply('aptible_app', { env_id, handle: 'web', config: { A: '1' } });
    expect(driver.writes().at(-1)).toEqual([
      'POST',
      `/apps/${String(state!.id)}/operations`,
      { type: 'configure', env: { A: '1' } },
    ]);
    expect(state!.config).toEqual({ A: '1' });
  });

  test('service settings are sent after the deploy that creates the service', async () => {
    const { state } = await driver.apply('aptible_app', {
      env_id,
      handle: 'web',
      docker_image: image,
      service: [{ process_type: 'web', simple_health_check: true, stop_timeout: 60 }],
    });
    expect(driver.writes().map(([method, path]) => `${method} ${path.replace(/\d+/g, 'N')}`)).toEqual([
      'POST /accounts/N/apps',
      'POST /apps/N/operations',
      'PUT /services/N',
    ]);
    expect(state!.service).toEqual([service('web', { simple_health_check: true, stop_timeout: 60 })]);
  });

  test('a failed deploy is the one error, with the log, and the app is in the state', async () => {
    driver.control.failNext({ operation: 'deploy', log: 'The image could not be pulled.' });
    const { state, diagnostics, instance } = await driver.apply('aptible_app', {
      env_id,
      handle: 'web',
      docker_image: image,
      service: [{ process_type: 'web' }],
    });
    expect(diagnostics).toEqual([
      expect.objectContaining({
        severity: 'error',
        summary: 'Could not deploy the app "web"',
        detail: expect.stringContaining('The image could not be pulled.'),
      }),
    ]);
    expect(instance!.tainted).toBe(true);
    expect(state).toMatchObject({ handle: 'web', app_id: expect.any(Number), service: [] });
  });

  test('the apply after a failed create replaces the app', async () => {
    driver.control.failNext({ operation: 'deploy', log: 'No luck.' });
    const declared = { env_id, handle: 'web', docker_image: image };
    const failed = await driver.apply('aptible_app', declared);
    const { state, diagnostics } = await driver.apply('aptible_app', declared, failed);
    expect(diagnostics).toEqual([]);
    expect(state).toMatchObject({ handle: 'web', docker_image: image });
    expect(state!.id).not.toBe(failed.state!.id);
    expect(driver.control.list('app').map(({ handle }) => handle)).toEqual(['web']);
  });

  test('a create that is stopped during the deploy leaves the app in the state, tainted', async () => {
    driver.control.setTiming({ durationMs: 3_600_000 });
    const { state, instance, diagnostics } = await driver.applyAndStop(
      'aptible_app',
      { env_id, handle: 'web', docker_image: image, service: [{ process_type: 'web' }] },
      null,
      /^POST \/apps\/\d+\/operations$/,
    );
    expect(diagnostics.map(({ summary }) => summary)).toContain('Interrupted while trying to deploy the app "web"');
    expect(instance!.tainted).toBe(true);
    expect(state).toMatchObject({
      app_id: driver.control.list('app')[0]!.id,
      config: null,
      docker_image: null,
      service: [],
    });
  });

  test('an unknown process type is an error that lists those of the image', async () => {
    const { diagnostics } = await driver.apply('aptible_app', {
      env_id,
      handle: 'web',
      docker_image: image,
      service: [{ process_type: 'wroker' }],
    });
    expect(diagnostics).toEqual([
      expect.objectContaining({
        summary: 'The app "web" has no service "wroker"',
        detail: expect.stringContaining('Its image has: "web", "worker".'),
      }),
    ]);
  });

  test('services without an image are refused at plan', async () => {
    const { diagnostics } = await driver.plan('aptible_app', {
      env_id,
      handle: 'web',
      service: [{ process_type: 'web' }],
    });
    expect(diagnostics.map(({ summary }) => summary)).toEqual(['A new app without an image has no services']);
    expect(driver.writes()).toEqual([]);
  });

  test('an unknown image passes at plan', async () => {
    const { diagnostics } = await driver.plan('aptible_app', {
      env_id,
      handle: 'web',
      docker_image: driver.unknown,
      service: [{ process_type: 'web' }],
    });
    expect(diagnostics).toEqual([]);
  });

  test('services that are not known yet pass at plan, and leave none behind', async () => {
    const declared = { env_id, handle: 'web', docker_image: image };
    expect((await driver.plan('aptible_app', { ...declared, service: driver.unknown })).diagnostics).toEqual([]);
    const app = await driver.apply('aptible_app', { ...declared, service: [{ process_type: 'web' }] });
    expect((await driver.plan('aptible_app', { ...declared, service: driver.unknown }, app)).diagnostics).toEqual([]);
  });

  test('an unknown registry password is not taken for a missing one', async () => {
    const { diagnostics } = await driver.plan('aptible_app', {
      env_id,
      handle: 'web',
      docker_image: image,
      private_registry_username: 'robot',
      private_registry_password: driver.unknown,
    });
    expect(diagnostics).toEqual([]);
  });

  test('a taken handle is an error that names the app and how to import it', async () => {
    const config = { env_id, handle: 'web', config: { A: '1' } };
    const { state, diagnostics } = await driver.applyAfter('aptible_app', config, () =>
      driver.apply('aptible_app', config),
    );
    expect(state).toBeNull();
    const [first] = driver.control.list('app');
    expect(diagnostics).toEqual([
      expect.objectContaining({
        summary: 'Could not create the app "web": there is one with this handle already',
        detail: expect.stringMatching(new RegExp(`Its id is ${first!.id}\\..*import \\{\\s+to = aptible_app\\.`, 's')),
      }),
    ]);
  });

  test('a create whose answer was lost is found, not repeated', async () => {
    driver.control.failNext({ request: { method: 'POST', path: `/accounts/${env_id}/apps` }, drop: 'after' });
    const { state, diagnostics } = await driver.apply('aptible_app', { env_id, handle: 'web' });
    expect(diagnostics).toEqual([]);
    expect(driver.control.list('app').map(({ handle }) => handle)).toEqual(['web']);
    expect(state).toMatchObject({ handle: 'web' });
  });

  test('an operation whose answer was lost is found, not repeated', async () => {
    driver.control.setTiming({ polls: 3 });
    driver.control.failNext({ request: { method: 'POST', path: '/apps/*/operations' }, drop: 'after' });
    const { diagnostics } = await driver.apply('aptible_app', { env_id, handle: 'web', docker_image: image });
    expect(diagnostics).toEqual([]);
    expect(driver.writes().filter(([, path]) => path.endsWith('/operations'))).toHaveLength(1);
  });
});

describe('update', () => {
  const declared = {
    handle: 'web',
    docker_image: image,
    config: { A: '1', B: '2' },
    service: [{ process_type: 'web' }, { process_type: 'worker' }],
  };
  const deployed = () => driver.apply('aptible_app', { env_id, ...declared });

  test('an unchanged configuration plans nothing', async () => {
    const app = await deployed();
    expect(await driver.plan('aptible_app', { env_id, ...declared }, app)).toMatchObject({
      action: 'no-op',
      diagnostics: [],
    });
  });

  test('no variables are none as null and as {}: to write them otherwise sends nothing, and the release stays', async () => {
    const none = { env_id, handle: 'web', docker_image: image };
    const app = await driver.apply('aptible_app', none);
    driver.clearRequests();
    const empty = { ...none, config: {}, secret_config: {} };
    expect((await driver.plan('aptible_app', empty, app)).planned!.release).toBe(app.state!.release);
    const { state, diagnostics } = await driver.apply('aptible_app', empty, app);
    expect([diagnostics, state]).toEqual([[], { ...app.state, config: {}, secret_config: {} }]);
    expect(driver.writes()).toEqual([]);
  });

  test('another release is planned exactly for what makes one', async () => {
    const declared = {
      env_id,
      handle: 'web',
      docker_image: image,
      config: { A: '1' },
      secret_config_wo: { TOKEN: 'x' },
      secret_config_wo_version: 1,
    };
    const app = await driver.apply('aptible_app', declared);
    const planned = async (change: object) =>
      (await driver.plan('aptible_app', { ...declared, ...change }, app)).planned?.release;
    const { release } = app.state!;
    expect(release).toMatch(/^\d+-\d+-\d+$/);

    expect(await planned({})).toBe(release);
    expect(await planned({ handle: 'www' })).toBe(release);
    expect(await planned({ service: [{ process_type: 'web', container_count: 3 }] })).toBe(release);
    // Nothing is updated, so that the variable is not set either.
    expect(await planned({ secret_config_wo: { TOKEN: 'x', MORE: 'y' } })).toBe(release);

    for (const change of [
      { docker_image: 'quay.io/example/web:2' },
      { deploy_trigger: 'again' },
      { config: { A: '2' } },
      { config: { A: driver.unknown } },
      { secret_config: { B: '1' } },
      { secret_config_wo_version: 2 },
      { handle: 'www', secret_config_wo: { TOKEN: 'x', MORE: 'y' } },
      { private_registry_username: 'human', private_registry_password: 'word' },
    ]) {
      expect([change, await planned(change)]).toEqual([change, driver.unknown]);
    }
    const renamed = { ...declared, handle: 'www', secret_config_wo: { TOKEN: 'x', MORE: 'y' } };
    expect((await driver.apply('aptible_app', renamed, app)).state!.release).not.toBe(release);
  });

  test('removed config keys are sent as empty strings, and only what changed', async () => {
    const app = await deployed();
    driver.clearRequests();
    const { state } = await driver.apply('aptible_app', { env_id, ...declared, config: { A: '1', C: '3' } }, app);
    expect(driver.writes()).toEqual([
      ['POST', `/apps/${String(app.state!.id)}/operations`, { type: 'configure', env: { B: '', C: '3' } }],
    ]);
    expect(state!.config).toEqual({ A: '1', C: '3' });
  });

  test('a variable is unset also when its name is one that every JavaScript object knows', async () => {
    const app = await driver.apply('aptible_app', { env_id, ...declared, config: { A: '1', constructor: 'x' } });
    driver.clearRequests();
    const { state } = await driver.apply('aptible_app', { env_id, ...declared, config: { A: '1' } }, app);
    expect(driver.writes()).toEqual([
      ['POST', `/apps/${String(app.state!.id)}/operations`, { type: 'configure', env: { constructor: '' } }],
    ]);
    expect(state!.config).toEqual({ A: '1' });
  });

  test('an image that is taken away is no deploy: what runs goes on until the next git push', async () => {
    const app = await driver.apply('aptible_app', { env_id, handle: 'web', docker_image: image });
    driver.clearRequests();
    const { state } = await driver.apply('aptible_app', { env_id, handle: 'web' }, app);
    expect(driver.writes()).toEqual([
      [
        'POST',
        `/apps/${String(app.state!.id)}/operations`,
        { type: 'configure', settings: { APTIBLE_DOCKER_IMAGE: '' } },
      ],
    ]);
    expect(state).toMatchObject({ docker_image: null });
  });

  test('a service that comes with a new image is declared together with it', async () => {
    const app = await deployed();
    const { state, diagnostics } = await driver.apply(
      'aptible_app',
      {
        env_id,
        ...declared,
        docker_image: 'quay.io/example/web:2',
        service: [...declared.service, { process_type: 'cron', stop_timeout: 30 }],
      },
      app,
    );
    expect(diagnostics).toEqual([]);
    expect(state!.service).toEqual(
      expect.arrayContaining([service('web'), service('worker'), service('cron', { stop_timeout: 30 })]),
    );
  });

  test('every service that differs is scaled, also behind one that does not', async () => {
    const app = await deployed();
    driver.clearRequests();
    const { state } = await driver.apply(
      'aptible_app',
      {
        env_id,
        ...declared,
        service: [
          { process_type: 'web', force_zero_downtime: true },
          { process_type: 'worker', container_count: 3 },
        ],
      },
      app,
    );
    expect(driver.writes().map(([method, , body]) => [method, body])).toEqual([
      ['PUT', { force_zero_downtime: true }],
      ['POST', { type: 'scale', container_count: 3 }],
    ]);
    expect(state!.service).toEqual(
      expect.arrayContaining([
        service('web', { force_zero_downtime: true }),
        service('worker', { container_count: 3 }),
      ]),
    );
  });

  test('a service whose scaling fails does not hide the failure of another', async () => {
    const app = await deployed();
    driver.control.failNext({ operation: 'scale', log: 'No capacity.', times: 2 });
    const { state, diagnostics } = await driver.apply(
      'aptible_app',
      {
        env_id,
        ...declared,
        service: [
          { process_type: 'web', container_count: 2 },
          { process_type: 'worker', container_count: 3 },
        ],
      },
      app,
    );
    expect(diagnostics.map(({ summary }) => summary)).toEqual([
      'Could not scale the service "web" of the app "web"',
      'Could not scale the service "worker" of the app "web"',
    ]);
    expect(state!.service).toEqual(expect.arrayContaining([service('web'), service('worker')]));
  });

  test('a failed deploy after a rename leaves the new handle and the old image in the state', async () => {
    const app = await deployed();
    driver.control.failNext({ operation: 'deploy', log: 'No luck.' });
    const { state, diagnostics } = await driver.apply(
      'aptible_app',
      { env_id, ...declared, handle: 'site', docker_image: 'quay.io/example/web:2' },
      app,
    );
    expect(diagnostics.map(({ summary }) => summary)).toEqual(['Could not deploy the app "site"']);
    expect(state).toMatchObject({ handle: 'site', docker_image: image });
  });

  test('a stopped apply ends at once, and the state tells how far it came', async () => {
    const app = await deployed();
    driver.control.setTiming({ durationMs: 3_600_000 });
    driver.clearRequests();
    const { state, diagnostics } = await driver.applyAndStop(
      'aptible_app',
      { env_id, ...declared, handle: 'site', config: { A: '2' } },
      app,
      /^POST \/apps\/\d+\/operations$/,
    );
    expect(diagnostics.map(({ summary }) => summary)).toContain('Interrupted while trying to configure the app "site"');
    expect(state).toMatchObject({ handle: 'site', config: { A: '1', B: '2' } });
  });

  test('the time of the timeouts block ends a wait', async () => {
    const app = await deployed();
    driver.control.setTiming({ durationMs: 3_600_000 });
    const { diagnostics } = await driver.apply(
      'aptible_app',
      { env_id, ...declared, config: { A: '2' }, timeouts: { update: '1s' } },
      app,
    );
    const { id } = driver.control.list('operation').at(-1)!;
    expect(diagnostics).toMatchObject([
      {
        summary: 'Could not configure the app "web" within 1s',
        detail:
          `What had been reached is kept in the state. The platform goes on with the operation ${id} (configure): to cancel it, run ` +
          `"aptible operation:cancel ${id}". To give it more time, write a block timeouts { update = "90m" } in the resource, then apply again.`,
      },
    ]);
  });

  test('the time of the timeouts block ends a read of a platform that does not answer', async () => {
    const app = await driver.apply('aptible_app', { env_id, ...declared, timeouts: { read: '1s' } });
    for (const path of ['/accounts/*/apps', '/apps/*'])
      driver.control.failNext({ request: { method: 'GET', path }, delayMs: 5_000, times: 9 });
    const { diagnostics, state } = await driver.refresh('aptible_app', app);
    expect(diagnostics.map(({ summary }) => summary)).toEqual(['Could not read the app "web" within 1s']);
    expect(state).toEqual(app.state);
  });

  test('a time that is over names each operation that goes on, and none that has ended', async () => {
    const app = await deployed();
    driver.control.setTiming({ configure: 'instant', scale: { durationMs: 3_600_000 } });
    const service = ['web', 'worker'].map((process_type) => ({ process_type, container_count: 2 }));
    const { diagnostics } = await driver.apply(
      'aptible_app',
      { env_id, ...declared, config: { A: '2' }, service, timeouts: { update: '2s' } },
      app,
    );
    const scales = driver.control.list('operation').filter(({ type }) => type === 'scale');
    expect(scales).toHaveLength(2);
    for (const { detail } of diagnostics) {
      const named = [...detail.matchAll(/the operation (\d+ \(\w+\))/g)].map(([, operation]) => operation);
      expect(named.sort()).toEqual(scales.map(({ id }) => `${id} (scale)`).sort());
    }
    expect(diagnostics.map(({ summary }) => summary)).toEqual([
      'Could not scale the service "web" of the app "web" within 2s',
      'Could not scale the service "worker" of the app "web" within 2s',
    ]);
  });

  test('a creation whose time is over says how to keep what the platform makes of it', async () => {
    driver.control.setTiming({ durationMs: 3_600_000 });
    const { diagnostics } = await driver.apply('aptible_app', { env_id, ...declared, timeouts: { create: '1s' } });
    expect(diagnostics[0]!.detail).toContain('"terraform untaint ADDRESS" keeps it');
  });

  test('a removed service block leaves the service alone, with a warning', async () => {
    const app = await deployed();
    driver.clearRequests();
    const { state, diagnostics } = await driver.apply(
      'aptible_app',
      { env_id, ...declared, service: [{ process_type: 'web' }] },
      app,
    );
    expect(diagnostics.map(({ severity, summary }) => [severity, summary])).toEqual([
      ['warning', 'No longer managed: service "worker"'],
    ]);
    expect(state!.service).toEqual([service('web')]);
    expect(driver.writes()).toEqual([]);
  });
});

test('what is wrong with a service names it by its process type, and another argument of it likewise', async () => {
  const policy = { autoscaling_type: 'vertical', min_containers: 2 };
  const { diagnostics } = await driver.plan('aptible_app', {
    env_id,
    handle: 'web',
    docker_image: image,
    service: [
      { process_type: 'zzz' },
      { process_type: 'mmm', container_count: 999 },
      { process_type: 'aaa', autoscaling_policy: [policy] },
      { stop_timeout: 1000 },
    ],
  });
  expect(diagnostics.map(({ summary, detail }) => [summary, detail]).sort()).toEqual([
    [
      'Invalid value of service "aaa".autoscaling_policy.min_containers',
      'it cannot be set with service "aaa".autoscaling_policy.autoscaling_type = "vertical": vertical autoscaling does not change the number of containers',
    ],
    ['Invalid value of service "cmd".stop_timeout', 'got 1000, expected between 1 and 900'],
    ['Invalid value of service "mmm".container_count', 'got 999, expected between 0 and 128'],
  ]);
});

describe('variables that named the image before there was an argument for it', () => {
  const config = { APTIBLE_DOCKER_IMAGE: image, APTIBLE_PRIVATE_REGISTRY_USERNAME: 'robot', A: '1' };
  const declared = { handle: 'web', config, service: [{ process_type: 'web' }] };
  const operations = () => driver.writes().flatMap(([, , body]) => ('type' in (body as object) ? [body] : []));
  const change = async (app: Outcome, fields: object) => {
    driver.clearRequests();
    return driver.apply('aptible_app', { env_id, ...declared, ...fields }, app);
  };

  test('deploy it, with a warning that names the arguments', async () => {
    const { state, diagnostics } = await driver.apply('aptible_app', { env_id, ...declared });
    expect(diagnostics).toEqual([
      expect.objectContaining({
        severity: 'warning',
        summary: 'APTIBLE_DOCKER_IMAGE, APTIBLE_PRIVATE_REGISTRY_USERNAME in config: there are arguments for this',
        detail:
          'Move the value of APTIBLE_DOCKER_IMAGE to docker_image, the value of APTIBLE_PRIVATE_REGISTRY_USERNAME to ' +
          'private_registry_username: take the key out of config, too. An update in place follows. Until then, all works as before.',
      }),
    ]);
    expect(operations()).toEqual([{ type: 'deploy', env: config }]);
    expect(state).toMatchObject({ config, docker_image: null, service: [service('web')] });
  });

  test('beside their arguments, the warning says which of the two to take away', async () => {
    const { diagnostics } = await driver.plan('aptible_app', { env_id, ...declared, docker_image: `${image}:2` });
    expect(diagnostics.map(({ severity, detail }) => [severity, detail])).toEqual([
      [
        'warning',
        'docker_image is set as well: take APTIBLE_DOCKER_IMAGE out of config. Move the value of APTIBLE_PRIVATE_REGISTRY_USERNAME to ' +
          'private_registry_username: take the key out of config, too. An update in place follows.',
      ],
    ]);
  });

  test('another image is deployed, and other variables only configure', async () => {
    const app = await driver.apply('aptible_app', { env_id, ...declared });
    const other = { ...config, APTIBLE_DOCKER_IMAGE: 'quay.io/example/web:2' };
    const second = await change(app, { config: other });
    expect(operations()).toEqual([{ type: 'deploy', env: { APTIBLE_DOCKER_IMAGE: 'quay.io/example/web:2' } }]);
    await change(second, { config: { ...other, A: '2' } });
    expect(operations()).toEqual([{ type: 'configure', env: { A: '2' } }]);
  });

  test('give way to the arguments in one deploy', async () => {
    const app = await driver.apply('aptible_app', { env_id, ...declared });
    const { state } = await change(app, { config: { A: '1' }, docker_image: image });
    const removed = { APTIBLE_DOCKER_IMAGE: '', APTIBLE_PRIVATE_REGISTRY_USERNAME: '' };
    expect(operations()).toEqual([{ type: 'deploy', env: removed, settings: { APTIBLE_DOCKER_IMAGE: image } }]);
    expect(state).toMatchObject({ config: { A: '1' }, docker_image: image });
  });

  test('plan nothing where the platform has made settings of them', async () => {
    const app = await driver.apply('aptible_app', { env_id, ...declared });
    const { A, ...moved } = config;
    await driver.request('POST', `/apps/${String(app.state!.id)}/operations`, {
      type: 'configure',
      env: { APTIBLE_DOCKER_IMAGE: '', APTIBLE_PRIVATE_REGISTRY_USERNAME: '' },
      settings: { APTIBLE_DOCKER_IMAGE: moved.APTIBLE_DOCKER_IMAGE },
      sensitive_settings: { APTIBLE_PRIVATE_REGISTRY_USERNAME: moved.APTIBLE_PRIVATE_REGISTRY_USERNAME },
    });
    const refreshed = await driver.refresh('aptible_app', app);
    expect(refreshed.state).toMatchObject({ config: { ...moved, A }, docker_image: null });
    expect((await driver.plan('aptible_app', { env_id, ...declared }, refreshed)).action).toBe('no-op');
  });
});

const full = {
  handle: 'web',
  docker_image: image,
  private_registry_username: 'robot',
  private_registry_password: 'secret-word',
  config: { A: '1' },
  service: [{ process_type: 'web' }, { process_type: 'worker' }],
};

describe('read', () => {
  test('drift of every attribute is seen', async () => {
    const app = await driver.apply('aptible_app', { env_id, ...full });
    const id = Number(app.state!.id);
    await driver.request('PUT', `/apps/${id}`, { handle: 'other' });
    await driver.request('POST', `/apps/${id}/operations`, {
      type: 'configure',
      env: { A: '', B: '2' },
      settings: { APTIBLE_DOCKER_IMAGE: 'quay.io/example/other' },
      sensitive_settings: {
        APTIBLE_PRIVATE_REGISTRY_USERNAME: 'human',
        APTIBLE_PRIVATE_REGISTRY_PASSWORD: 'other-word',
      },
    });
    for (const { id: serviceId } of driver.control.list('service', { app_id: id, process_type: 'web' })) {
      driver.control.change('service', serviceId, {
        container_count: 4,
        container_memory_limit_mb: 2048,
        instance_class: 'c5',
        force_zero_downtime: true,
        restart_free_scaling: true,
        naive_health_check: true,
        stop_timeout: 33,
      });
    }
    const { state } = await driver.refresh('aptible_app', app);
    expect(state).toEqual({
      ...app.state,
      release: expect.not.stringMatching(`^${String(app.state!.release)}$`) as string,
      handle: 'other',
      git_repo: expect.stringContaining('other.git'),
      config: { B: hiddenValue },
      docker_image: 'quay.io/example/other',
      private_registry_username: 'human',
      private_registry_password: 'other-word',
      service: expect.arrayContaining([
        service('worker'),
        service('web', {
          container_count: 4,
          container_memory_limit: 2048,
          container_profile: 'c',
          force_zero_downtime: true,
          restart_free_scaling: true,
          simple_health_check: true,
          stop_timeout: 33,
        }),
      ]),
    });
  });

  test('the release is null before the first deploy, and another one after a deploy by hand, not after a restart or scaling', async () => {
    const app = await driver.apply('aptible_app', { env_id, handle: 'web' });
    expect(app.state!.release).toBeNull();
    const release = async (): Promise<unknown> => (await driver.refresh('aptible_app', app)).state!.release;
    const run = (path: string, operation: object) => driver.request('POST', `${path}/operations`, operation);

    await run(`/apps/${String(app.state!.id)}`, { type: 'deploy', git_ref: 'main' });
    const first = await release();
    expect(first).toMatch(/^\d+-0-0$/);

    await run(`/apps/${String(app.state!.id)}`, { type: 'restart' });
    const [web] = driver.control.list('service', { app_id: Number(app.state!.id) });
    await run(`/services/${web!.id}`, { type: 'scale', container_count: 2 });
    expect(await release()).toBe(first);

    await run(`/apps/${String(app.state!.id)}`, { type: 'deploy', git_ref: 'main' });
    const second = await release();
    expect(second).not.toBe(first);
  });

  test('a configuration that cannot be read is an error, and the state stays', async () => {
    const app = await driver.apply('aptible_app', { env_id, ...full });
    await driver.request('POST', `/apps/${String(app.state!.id)}/operations`, { type: 'configure', env: { A: '2' } });
    driver.control.failNext({ request: { method: 'GET', path: '/configurations/*' }, status: 403 });
    const { state, diagnostics } = await driver.refresh('aptible_app', app);
    expect(state).toEqual(app.state);
    expect(diagnostics.map(({ summary }) => summary)).toEqual(['Could not read the app "web"']);
  });

  test('undeclared services are left alone, and plan nothing', async () => {
    const config = { env_id, handle: 'web', docker_image: image, service: [{ process_type: 'worker' }] };
    const { state, diagnostics } = await driver.apply('aptible_app', config);
    expect(diagnostics).toEqual([]);
    expect(state!.service).toEqual([service('worker')]);
  });
});

describe('autoscaling', () => {
  const policy = {
    autoscaling_type: 'horizontal',
    min_containers: 2,
    max_containers: 6,
    min_cpu_threshold: 0.1,
    max_cpu_threshold: 0.7,
  };
  const scaled = (fields: object = {}) => ({
    env_id,
    handle: 'web',
    docker_image: image,
    service: [{ process_type: 'web', container_count: 2, autoscaling_policy: [{ ...policy, ...fields }] }],
  });

  test('a policy is created, changed as a whole, and removed with its block', async () => {
    const app = await driver.apply('aptible_app', scaled());
    expect(app.diagnostics).toEqual([]);
    const servicePath = driver.writes().at(-1)![1];
    expect(servicePath).toMatch(/^\/services\/\d+\/service_sizing_policies$/);
    expect(driver.writes().at(-1)![2]).toMatchObject({ autoscaling: 'horizontal', min_containers: 2, percentile: 99 });
    driver.clearRequests();
    const changed = await driver.apply('aptible_app', scaled({ max_containers: 8 }), app);
    expect(driver.writes()).toEqual([
      ['PUT', servicePath, expect.objectContaining({ max_containers: 8, min_containers: 2, scaling_enabled: true })],
    ]);
    driver.clearRequests();
    const config = { ...scaled(), service: [{ process_type: 'web', container_count: 2 }] };
    const removed = await driver.apply('aptible_app', config, changed);
    expect(driver.writes()).toEqual([['DELETE', servicePath.replace('policies', 'policy'), undefined]]);
    expect(removed.state!.service).toEqual([service('web', { container_count: 2 })]);
  });

  test('what the horizontal autoscaler made of the container count is not set back', async () => {
    const app = await driver.apply('aptible_app', scaled());
    const [web] = driver.control.list('service', { app_id: Number(app.state!.id), process_type: 'web' });
    driver.control.change('service', web!.id, { container_count: 5 });
    expect((await driver.plan('aptible_app', scaled(), app)).action).toBe('no-op');
    driver.clearRequests();
    await driver.apply('aptible_app', scaled({ max_containers: 8 }), app);
    expect(driver.writes().map(([method]) => method)).toEqual(['PUT']);
    expect(driver.control.list('service', { process_type: 'web' })[0]!.container_count).toBe(5);
  });

  test.each(['autoscaling_policy', 'service_sizing_policy'])(
    'a %s that was paused is seen, and goes on',
    async (block) => {
      const config = { ...scaled(), service: [{ process_type: 'web', container_count: 2, [block]: [policy] }] };
      const app = await driver.apply('aptible_app', config);
      const [stored] = driver.control.list('service_sizing_policy');
      driver.control.change('service_sizing_policy', stored!.id, { scaling_enabled: false });
      expect(await driver.plan('aptible_app', config, app)).toMatchObject({
        action: 'update',
        planned: { service: [{ [block]: [{ ...policy, scaling_enabled: true }] }] },
        diagnostics: [],
      });
      driver.clearRequests();
      const { state } = await driver.apply('aptible_app', config, app);
      expect(driver.writes()).toEqual([
        ['PUT', expect.stringMatching(/policies$/), expect.objectContaining({ scaling_enabled: true })],
      ]);
      expect(state).toEqual(app.state);
    },
  );

  test('a policy with scaling_enabled = false is paused as soon as it is created, and goes on without it', async () => {
    const app = await driver.apply('aptible_app', scaled({ scaling_enabled: false }));
    expect(app.state!.service).toMatchObject([{ autoscaling_policy: [{ ...policy, scaling_enabled: false }] }]);
    expect(driver.writes().slice(-2)).toEqual([
      ['POST', expect.stringMatching(/policies$/), expect.objectContaining({ min_containers: 2 })],
      [
        'PUT',
        expect.stringMatching(/policies$/),
        expect.objectContaining({ min_containers: 2, scaling_enabled: false }),
      ],
    ]);
    expect((await driver.plan('aptible_app', scaled({ scaling_enabled: false }), app)).action).toBe('no-op');
    const { state } = await driver.apply('aptible_app', scaled(), app);
    expect(state!.service).toMatchObject([{ autoscaling_policy: [{ ...policy, scaling_enabled: true }] }]);
  });

  test('the deprecated block converges', async () => {
    const config = { ...scaled(), service: [{ process_type: 'web', service_sizing_policy: [policy] }] };
    const { state, diagnostics } = await driver.apply('aptible_app', config);
    expect(diagnostics).toEqual([]);
    expect(state!.service).toMatchObject([{ autoscaling_policy: [], service_sizing_policy: [policy] }]);
  });
});

describe('secrets', () => {
  const base = () => ({ env_id, handle: 'web', config: { A: '1' } });
  const writeOnly = (version: number, variables: object) => ({
    secret_config_wo: variables,
    secret_config_wo_version: version,
  });

  test.each<[string, object, object, object | undefined]>([
    [
      'of a changed secret_config, what differs',
      { secret_config: { B: '1', C: '1' } },
      { secret_config: { B: '2', C: '1' } },
      { B: '2' },
    ],
    [
      'of a shorter secret_config, an empty value',
      { secret_config: { B: '1', C: '1' } },
      { secret_config: { C: '1' } },
      { B: '' },
    ],
    ['nothing of a move into secret_config', {}, { config: {}, secret_config: { A: '1' } }, undefined],
    ['all of a new secret_config_wo', {}, writeOnly(1, { B: '1', C: '1' }), { B: '1', C: '1' }],
    [
      'all of a secret_config_wo of another version, without what is gone',
      writeOnly(1, { B: '1', C: '1' }),
      writeOnly(2, { C: '1', D: '1' }),
      { B: '', C: '1', D: '1' },
    ],
    [
      'with another change, the new names of a secret_config_wo of the same version',
      writeOnly(1, { B: '1', C: '1' }),
      { config: { A: '2' }, ...writeOnly(1, { C: '2', D: '1' }) },
      { A: '2', B: '', D: '1' },
    ],
    ['of no secret_config_wo any more, empty values', writeOnly(1, { B: '1' }), {}, { B: '' }],
    [
      'of a move out of secret_config_wo, the value',
      writeOnly(1, { B: '1' }),
      { secret_config: { B: '1' } },
      { B: '1' },
    ],
  ])('sent is %s', async (_what, before, after, env) => {
    const app = await driver.apply('aptible_app', { ...base(), ...before });
    expect(app.diagnostics).toEqual([]);
    driver.clearRequests();
    const { state, diagnostics } = await driver.apply('aptible_app', { ...base(), ...after }, app);
    expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
    const configure = ['POST', `/apps/${app.state!.app_id as number}/operations`, { type: 'configure', env }];
    expect(driver.writes()).toEqual(env === undefined ? [] : [configure]);
    const { secret_config_wo: _never, ...kept } = {
      secret_config: null,
      secret_config_wo_version: null,
      ...base(),
      ...after,
    } as Record<string, unknown>;
    expect(state).toMatchObject({ ...kept, secret_config_wo: null });
  });

  test('registry credentials go with the image, and a changed one deploys again', async () => {
    const declared = (password: string) => ({
      ...base(),
      docker_image: image,
      private_registry_username: 'robot',
      private_registry_password: password,
    });
    const app = await driver.apply('aptible_app', declared('first'));
    const path = `/apps/${app.state!.app_id as number}/operations`;
    const credentials = (PASSWORD: string) => ({ APTIBLE_PRIVATE_REGISTRY_PASSWORD: PASSWORD });
    const settings = { APTIBLE_DOCKER_IMAGE: image };
    const both = { APTIBLE_PRIVATE_REGISTRY_USERNAME: 'robot', ...credentials('first') };
    expect(driver.writes().at(-1)).toEqual([
      'POST',
      path,
      { type: 'deploy', env: { A: '1' }, settings, sensitive_settings: both },
    ]);
    const changed = await driver.apply('aptible_app', declared('second'), app);
    expect(driver.writes().at(-1)).toEqual([
      'POST',
      path,
      { type: 'deploy', sensitive_settings: credentials('second') },
    ]);
    expect(changed.state).toMatchObject(declared('second'));
  });

  describe('a write-only registry password', () => {
    const declared = (fields: object = {}) => ({
      ...base(),
      docker_image: image,
      private_registry_username: 'robot',
      private_registry_password_wo: 'first',
      ...fields,
    });
    const settings = { APTIBLE_DOCKER_IMAGE: image };
    const USERNAME = { APTIBLE_PRIVATE_REGISTRY_USERNAME: 'robot' };
    const password = (PASSWORD: string) => ({ APTIBLE_PRIVATE_REGISTRY_PASSWORD: PASSWORD });
    /** The bodies of the operations that an apply starts. */
    const applied = async (config: Record<string, unknown>, prior: Outcome) => {
      driver.clearRequests();
      const outcome = await driver.apply('aptible_app', config, prior);
      expect(outcome.diagnostics).toEqual([]);
      expect(JSON.stringify(outcome.state)).not.toMatch(/first|second|third/);
      return { outcome, sent: driver.writes().map(([, , body]) => body) };
    };

    test('is sent with each deploy, and another one alone deploys nothing', async () => {
      const app = await driver.apply('aptible_app', declared());
      expect(driver.writes().at(-1)![2]).toEqual({
        type: 'deploy',
        env: { A: '1' },
        settings,
        sensitive_settings: { ...USERNAME, ...password('first') },
      });
      expect(JSON.stringify(app.state)).not.toContain('first');

      const second = declared({ private_registry_password_wo: 'second' });
      expect(await driver.plan('aptible_app', second, app)).toMatchObject({ action: 'no-op', diagnostics: [] });
      const configured = await applied({ ...second, config: { A: '2' } }, app);
      expect(configured.sent).toEqual([{ type: 'configure', env: { A: '2' } }]);

      const other = { ...second, config: { A: '2' }, docker_image: 'quay.io/example/web:2' };
      const deployed = await applied(other, configured.outcome);
      const otherImage = { APTIBLE_DOCKER_IMAGE: 'quay.io/example/web:2' };
      expect(deployed.sent).toEqual([{ type: 'deploy', settings: otherImage, sensitive_settings: password('second') }]);
      const triggered = await applied({ ...other, deploy_trigger: '1' }, deployed.outcome);
      expect(triggered.sent).toEqual([
        { type: 'deploy', settings: otherImage, sensitive_settings: password('second') },
      ]);
    });

    test('deploys with another version, also again after a failure', async () => {
      const app = await driver.apply('aptible_app', declared({ private_registry_password_wo_version: 1 }));
      const changed = declared({ private_registry_password_wo: 'second', private_registry_password_wo_version: 2 });
      driver.control.failNext({ operation: 'deploy', log: 'No capacity.' });
      const failed = await driver.apply('aptible_app', changed, app);
      expect(failed.diagnostics).toEqual([
        expect.objectContaining({ detail: expect.stringContaining('No capacity.') }),
      ]);
      expect(failed.state).toMatchObject({ private_registry_password_wo_version: 1 });
      const { sent, outcome } = await applied(changed, failed);
      expect(sent).toEqual([{ type: 'deploy', sensitive_settings: password('second') }]);
      expect(outcome.state).toMatchObject({ private_registry_password_wo_version: 2 });
    });

    test('takes the place of one in the state without a deploy, and gives it back; both go with the image', async () => {
      const stored = declared({ private_registry_password_wo: null, private_registry_password: 'first' });
      const app = await driver.apply('aptible_app', stored);
      const moved = await applied(declared(), app);
      expect(moved.sent).toEqual([]);

      driver.clearRequests();
      const back = await driver.apply('aptible_app', { ...stored, private_registry_password: 'third' }, moved.outcome);
      expect(driver.writes().map(([, , body]) => body)).toEqual([
        { type: 'deploy', sensitive_settings: password('third') },
      ]);
      expect(back.state).toMatchObject({ private_registry_password: 'third' });

      const again = await applied(declared(), back);
      const gone = await applied(
        declared({ docker_image: null, private_registry_username: null, private_registry_password_wo: null }),
        again.outcome,
      );
      expect(gone.sent).toEqual([
        {
          type: 'configure',
          settings: { APTIBLE_DOCKER_IMAGE: '' },
          sensitive_settings: { APTIBLE_PRIVATE_REGISTRY_USERNAME: '', ...password('') },
        },
      ]);
    });

    test('that was changed by hand is in no state, and one that was unset by hand is sent again', async () => {
      const app = await driver.apply('aptible_app', declared());
      const byHand = (PASSWORD: string) =>
        driver.request('POST', `/apps/${String(app.state!.id)}/operations`, {
          type: 'deploy',
          sensitive_settings: password(PASSWORD),
        });
      await byHand('third');
      const changed = await driver.refresh('aptible_app', app);
      expect(JSON.stringify(changed.state)).not.toContain('third');
      expect(await driver.plan('aptible_app', declared(), changed)).toMatchObject({ action: 'no-op' });

      await byHand('');
      const { sent } = await applied(declared(), changed);
      expect(sent).toEqual([{ type: 'deploy', sensitive_settings: { ...USERNAME, ...password('first') } }]);
    });

    test('that was sent by a create that failed is in no state', async () => {
      driver.control.failNext({ operation: 'scale', log: 'No capacity.' });
      const service = [{ process_type: 'web', container_count: 2 }];
      const { state, diagnostics, instance } = await driver.apply('aptible_app', declared({ service }));
      expect(diagnostics).not.toEqual([]);
      expect(state).toMatchObject({ private_registry_username: 'robot', private_registry_password: null });
      const refreshed = await driver.walk((terraform) => terraform.refresh('aptible_app', instance!));
      expect(JSON.stringify(refreshed.instance)).not.toContain('first');
    });
  });

  test('a failed configuration leaves no version, and the next apply sends the variables again', async () => {
    const app = await driver.apply('aptible_app', { ...base(), ...writeOnly(1, { B: '1' }) });
    driver.control.failNext({ operation: 'configure', log: 'No capacity.' });
    const changed = { ...base(), ...writeOnly(2, { B: '2', C: '1' }) };
    const failed = await driver.apply('aptible_app', changed, app);
    expect(failed.diagnostics).toEqual([expect.objectContaining({ detail: expect.stringContaining('No capacity.') })]);
    expect(failed.state).toMatchObject({ config: { A: '1' }, secret_config_wo_version: null });
    driver.clearRequests();
    const { state, diagnostics } = await driver.apply('aptible_app', changed, failed);
    expect(diagnostics).toEqual([]);
    expect(driver.writes()).toEqual([
      ['POST', `/apps/${app.state!.app_id as number}/operations`, { type: 'configure', env: { B: '2', C: '1' } }],
    ]);
    expect(state).toMatchObject({ config: { A: '1' }, secret_config_wo_version: 2 });
  });
});

describe('a null', () => {
  const names = ['config', 'secret_config', 'secret_config_wo'] as const;
  const declared = (value: unknown) => ({
    env_id,
    handle: 'web',
    ...Object.fromEntries(names.map((name) => [name, { [name.toUpperCase()]: value }])),
    secret_config_wo_version: 1,
  });

  test('as the value of a variable is refused, with each key and the way to give a credential that is not stored', async () => {
    const { diagnostics } = await driver.plan('aptible_app', declared(null));
    expect(diagnostics.map(({ severity, summary }) => [severity, summary])).toEqual(
      names.map((name) => ['error', `Invalid value of ${name}.${name.toUpperCase()}`]),
    );
    expect(diagnostics[0]!.detail).toBe(
      'it is null: the app would be deployed without the variable: leave the key out, or give it a value. The credentials of a database are null ' +
        'where the argument `store_credentials` of the provider is false: give those of the ephemeral resource `aptible_database_credentials` to secret_config_wo',
    );
    expect((await driver.plan('aptible_app', declared(driver.unknown))).diagnostics).toEqual([]);
  });

  test('in a list is refused, too', async () => {
    const endpoint = { env_id, resource_type: 'app', resource_id: 1, process_type: 'web', default_domain: true };
    const { diagnostics } = await driver.plan('aptible_endpoint', { ...endpoint, ip_filtering: ['192.0.2.7', null] });
    expect(diagnostics).toEqual([
      expect.objectContaining({ severity: 'error', summary: 'Invalid value of ip_filtering.1' }),
    ]);
  });
});

describe('delete', () => {
  test('it is deprovisioned; one that is gone already is a success', async () => {
    const app = await driver.apply('aptible_app', { env_id, ...full });
    expect(await driver.destroy('aptible_app', app)).toMatchObject({ state: null, diagnostics: [] });
    expect(driver.control.list('app')).toEqual([]);
    const gone = await driver.destroy('aptible_app', app, { refreshes: false });
    expect(gone).toMatchObject({ state: null, diagnostics: [] });
  });

  test('a failed deprovision keeps it in the state', async () => {
    const app = await driver.apply('aptible_app', { env_id, ...full });
    driver.control.failNext({ operation: 'deprovision', log: 'Still in use.' });
    const { state, diagnostics } = await driver.destroy('aptible_app', app);
    expect(state).toEqual(app.state);
    expect(diagnostics).toEqual([expect.objectContaining({ detail: expect.stringContaining('Still in use.') })]);
  });
});

describe('import', () => {
  test.each([
    ['id', (id: string) => id],
    ['handles', () => 'test/web'],
  ])('by %s it gets every attribute and all services, and the next apply changes nothing', async (_, idOf) => {
    const app = await driver.apply('aptible_app', { env_id, ...full });
    const imported = await driver.import('aptible_app', idOf(String(app.state!.id)));
    expect(imported.diagnostics).toEqual([]);
    expect(imported.state).toEqual({
      ...app.state,
      config: { A: hiddenValue },
      service: expect.arrayContaining(app.state!.service as unknown[]),
    });
    // Its values are not in the state yet. Writing them there is all that the update does.
    driver.clearRequests();
    const { state, diagnostics } = await driver.apply('aptible_app', { env_id, ...full }, imported);
    expect([state!.config, diagnostics, driver.writes()]).toEqual([{ A: '1' }, [], []]);

    const { config: _config, ...others } = full;
    const withoutVariables = await driver.apply('aptible_app', { env_id, ...others, handle: 'other' });
    const second = await driver.import('aptible_app', String(withoutVariables.state!.id));
    expect((await driver.plan('aptible_app', { env_id, ...others, handle: 'other' }, second)).action).toBe('no-op');
  });

  test('an id that names the variables shows their values, so that the next plan changes only what differs', async () => {
    const declared = { env_id, handle: 'web', config: { A: '1' }, secret_config: { 'B,%': 'hunter2' } };
    const app = await driver.apply('aptible_app', declared);
    const id = String(app.state!.id);
    const imported = await driver.import('aptible_app', `${id}?config=A,NEW&secret_config=B%2C%25`);
    expect(imported.diagnostics).toEqual([]);
    expect(imported.state).toMatchObject({ config: { A: '1' }, secret_config: { 'B,%': 'hunter2' } });
    expect((await driver.plan('aptible_app', declared, imported)).action).toBe('no-op');
    const other = await driver.plan('aptible_app', { ...declared, config: { A: '2' } }, imported);
    expect([other.action, other.planned!.config]).toEqual(['update', { A: '2' }]);

    const writeOnly = await driver.import('aptible_app', `test/web?config=A&secret_config_wo=B%2C%25`);
    expect(writeOnly.state).toMatchObject({ config: { A: '1' }, secret_config: null });
  });

  test('an id that says what is released from elsewhere leaves it alone from the import on', async () => {
    const declared = { env_id, handle: 'web', release_mode: 'external', external_config: ['C', 'D,E'] };
    const set = { A: '1', C: '2', 'D,E': '3', APTIBLE_DOCKER_IMAGE: 'acme/web:1' };
    const app = await driver.apply('aptible_app', { env_id, handle: 'web', config: set });
    const id = `${String(app.state!.id)}?config=A&external_config=C,D%2CE&release_mode=external`;
    const imported = await driver.import('aptible_app', id);
    expect([imported.diagnostics, imported.state!.config]).toEqual([[], { A: '1' }]);
    const service = [{ process_type: 'cmd' }];
    const plan = await driver.plan('aptible_app', { ...declared, config: { A: '1' }, service }, imported);
    expect([plan.action, plan.diagnostics]).toEqual(['no-op', []]);
  });

  test.each(['4711?variables=A', '4711?config=%', '4711?A', '4711?release_mode=other'])(
    '%s is no import id, and the error shows one',
    async (id) => {
      const { state, diagnostics } = await driver.import('aptible_app', id);
      expect([state, diagnostics]).toEqual([
        null,
        [
          expect.objectContaining({
            summary: `"${id}" is not an import id of an app`,
            detail: expect.stringContaining('4711?config=MODE&secret_config=STRIPE_KEY,API_TOKEN'),
          }),
        ],
      ]);
    },
  );
});

describe('variables that the configuration does not name', () => {
  const declared = (fields: object = {}) => ({ env_id, handle: 'web', config: { A: '1' }, ...fields });

  async function withOneSetByHand() {
    const app = await driver.apply('aptible_app', declared());
    const path = `/apps/${String(app.state!.id)}/operations`;
    await driver.request('POST', path, { type: 'configure', env: { BY_HAND: 'hunter2' } });
    driver.clearRequests();
    const refreshed = await driver.refresh('aptible_app', app);
    expect(refreshed.state!.config).toEqual({ A: '1', BY_HAND: hiddenValue });
    return { app: refreshed, path };
  }

  test('one is unset, with a warning that names it', async () => {
    const { app, path } = await withOneSetByHand();
    const { state, diagnostics } = await driver.apply('aptible_app', declared(), app);
    expect(new Set(diagnostics.map(({ severity, summary }) => `${severity}: ${summary}`))).toEqual(
      new Set(['warning: Variables that the configuration does not name are going to be unset: BY_HAND']),
    );
    expect(driver.writes()).toEqual([['POST', path, { type: 'configure', env: { BY_HAND: '' } }]]);
    expect(state).toMatchObject({ config: { A: '1' } });
  });

  test.each<[string, object, object | undefined]>([
    ['nothing in config, as it is', { config: { A: '1', BY_HAND: 'hunter2' } }, undefined],
    ['nothing in secret_config, as it is', { secret_config: { BY_HAND: 'hunter2' } }, undefined],
    ['another value', { config: { A: '1', BY_HAND: 'hunter3' } }, { BY_HAND: 'hunter3' }],
    ['only the others', { config: { BY_HAND: 'hunter2' } }, { A: '' }],
    [
      'all that is write-only',
      { secret_config_wo: { BY_HAND: 'hunter2' }, secret_config_wo_version: 1 },
      { BY_HAND: 'hunter2' },
    ],
  ])('once it is declared, without a warning, sent is %s', async (_what, fields, env) => {
    const { app, path } = await withOneSetByHand();
    const { secret_config_wo: _never, ...kept } = declared(fields) as Record<string, unknown>;
    const { state, diagnostics } = await driver.apply('aptible_app', declared(fields), app);
    expect(diagnostics).toEqual([]);
    expect(driver.writes()).toEqual(env === undefined ? [] : [['POST', path, { type: 'configure', env }]]);
    expect(state).toMatchObject(kept);
  });

  test('one that is unset between plan and apply is set when it is declared', async () => {
    const { app, path } = await withOneSetByHand();
    const config = declared({ config: { A: '1', BY_HAND: 'hunter2' } });
    await driver.walk(async (terraform) => {
      const plan = await terraform.plan('aptible_app', config, app.instance);
      await driver.request('POST', path, { type: 'configure', env: { BY_HAND: '' } });
      driver.clearRequests();
      expect((await terraform.apply('aptible_app', plan, config, app.instance)).diagnostics).toEqual([]);
    });
    expect(driver.writes()).toEqual([['POST', path, { type: 'configure', env: { BY_HAND: 'hunter2' } }]]);
  });

  test('one that Terraform ignores is left alone, and is not given to another app', async () => {
    const { app, path } = await withOneSetByHand();
    // With ignore_changes = [config], this is the configuration that a provider sees.
    const ignoring = declared({ config: app.state!.config });
    expect(await driver.plan('aptible_app', ignoring, app)).toMatchObject({ action: 'no-op', diagnostics: [] });
    const { diagnostics } = await driver.apply('aptible_app', { ...ignoring, secret_config: { C: '3' } }, app);
    expect(diagnostics).toEqual([]);
    expect(driver.writes()).toEqual([['POST', path, { type: 'configure', env: { C: '3' } }]]);

    for (const name of ['config', 'secret_config']) {
      const other = { env_id, handle: 'other', [name]: { BY_HAND: hiddenValue } };
      expect((await driver.plan('aptible_app', other)).diagnostics.map(({ summary }) => summary)).toEqual([
        `Invalid value of ${name}.BY_HAND`,
      ]);
    }
  });
});

test('a state of the official provider plans nothing', async () => {
  const policy = {
    autoscaling_type: 'horizontal',
    min_containers: 1,
    max_containers: 6,
    min_cpu_threshold: 0.1,
    max_cpu_threshold: 0.7,
  };
  const config = {
    env_id,
    handle: 'web',
    docker_image: image,
    service: [{ process_type: 'web', autoscaling_policy: [policy] }, { process_type: 'worker' }],
  };
  const { state } = await driver.apply('aptible_app', config);
  const services = state!.service as Record<string, unknown>[];
  const stored = await driver.upgrade('aptible_app', {
    ...state,
    timeouts: undefined,
    private_registry_username: '',
    private_registry_password: '',
    config: null,
    service: services.map((each) => ({
      ...each,
      container_profile: 'm5',
      autoscaling_policy: (each.autoscaling_policy as object[]).map((inner) => ({ ...inner, maximum_memory: 0 })),
      service_sizing_policy: [],
    })),
  });
  expect(stored.diagnostics).toEqual([]);
  expect((await driver.plan('aptible_app', config, stored)).action).toBe('no-op');
});
