/** An app that is released from elsewhere: what a pipeline sets stays, whatever changes here. */
import { AptibleCli } from '../emulator/clients/aptible-cli';
import { type Driver, startDriver } from './driver';

let driver: Driver;
let env_id: number;

beforeEach(async () => {
  driver = await startDriver({ images: { 'acme/web:1': ['web', 'worker'], 'acme/web:2': ['web', 'worker'] } });
  env_id = driver.environmentId;
});

afterEach(() => driver.stop());

/** What a pipeline does. */
const deploy = (image: string, release: string) => {
  const cli = new AptibleCli(driver.platform.url, driver.platform.url, driver.platform.token);
  const ofRegistry = { dockerImage: image, username: 'ci', password: 'ci-password' };
  return cli.run('deploy', [], { app: 'web', ...ofRegistry, env: { RELEASE: release } });
};
const app = () => driver.control.list('app', { handle: 'web' })[0]!;
const settings = () => driver.control.list('setting', { id: app().current_setting_id ?? 0 })[0];
const variables = () => driver.control.list('configuration', { id: app().current_configuration_id ?? 0 })[0]!.env;
const counts = () => driver.control.list('service', { app_id: app().id }).map(({ container_count }) => container_count);

const config = (level: string, more: object = {}) => ({
  env_id,
  handle: 'web',
  release_mode: 'external',
  external_config: ['RELEASE'],
  config: { LEVEL: level },
  service: [{ process_type: 'web', container_count: 2 }, { process_type: 'worker' }],
  ...more,
});

test('it plans nothing before and after a deploy, keeps what that has set, and then gets its services', async () => {
  const made = await driver.apply('aptible_app', config('info'));
  // The second one is that of the plan which Terraform makes once more in an apply.
  const warning = ['warning', 'The app "web" has no service "web", "worker" yet'];
  expect(made.diagnostics.map(({ severity, summary }) => [severity, summary])).toEqual([warning, warning]);
  expect(made.state).toMatchObject({ docker_image: null, service: [{ container_count: 1 }, { container_count: 2 }] });

  await deploy('acme/web:1', 'one');
  const plan = await driver.plan('aptible_app', config('info'), made);
  expect([plan.action, plan.diagnostics]).toEqual(['update', []]);
  const scaled = await driver.apply('aptible_app', config('info'), made);
  expect([scaled.diagnostics, counts()]).toEqual([[], [2, 1]]);

  driver.clearRequests();
  await deploy('acme/web:2', 'two');
  expect((await driver.plan('aptible_app', config('info'), scaled)).action).toBe('no-op');
  driver.clearRequests();
  const changed = await driver.apply('aptible_app', config('debug'), scaled);
  expect(driver.writes()).toEqual([
    ['POST', `/apps/${app().id}/operations`, { type: 'configure', env: { LEVEL: 'debug' } }],
  ]);
  expect([changed.diagnostics, variables(), settings()]).toEqual([
    [],
    { LEVEL: 'debug', RELEASE: 'two' },
    expect.objectContaining({ settings: { APTIBLE_DOCKER_IMAGE: 'acme/web:2' } }),
  ]);
});

test('the image of its creation is not rolled back to', async () => {
  const first = config('info', { docker_image: 'acme/web:1' });
  const made = await driver.apply('aptible_app', first);
  expect([made.diagnostics, counts()]).toEqual([[], [2, 1]]);
  await deploy('acme/web:2', 'two');
  expect((await driver.plan('aptible_app', first, made)).action).toBe('no-op');
  const without = await driver.apply('aptible_app', config('debug'), made);
  expect([without.diagnostics, settings()!.settings]).toEqual([[], { APTIBLE_DOCKER_IMAGE: 'acme/web:2' }]);
});

test('one that Terraform has released before is handed over without a deploy, and taken back by one', async () => {
  const own = config('info', { docker_image: 'acme/web:1', release_mode: null, external_config: null });
  const made = await driver.apply('aptible_app', own);
  await deploy('acme/web:2', 'two');
  driver.clearRequests();
  const handedOver = await driver.apply('aptible_app', config('info'), made);
  expect([handedOver.diagnostics, handedOver.state!.config, driver.writes()]).toEqual([[], { LEVEL: 'info' }, []]);

  await driver.apply('aptible_app', { ...own, external_config: ['RELEASE'] }, handedOver);
  expect([settings()!.settings, variables().RELEASE]).toEqual([{ APTIBLE_DOCKER_IMAGE: 'acme/web:1' }, 'two']);
});

test('a key that is no longer external is seen by the next plan', async () => {
  const made = await driver.apply('aptible_app', config('info', { docker_image: 'acme/web:1' }));
  await deploy('acme/web:1', 'one');
  const inside = config('info', { docker_image: 'acme/web:1', external_config: null });
  const known = await driver.walk(async (terraform) => {
    const planned = await terraform.plan('aptible_app', inside, made.instance);
    return terraform.apply('aptible_app', planned, inside, made.instance);
  });
  const { diagnostics } = await driver.plan('aptible_app', inside, { ...made, instance: known.instance });
  expect(diagnostics.map(({ summary }) => summary)).toEqual([
    'Variables that the configuration does not name are going to be unset: RELEASE',
  ]);
});

test('what contradicts it is refused', async () => {
  const { diagnostics } = await driver.plan(
    'aptible_app',
    config('info', { docker_image: 'acme/web:1', deploy_trigger: '1', config: { RELEASE: 'mine' } }),
  );
  expect(diagnostics.map(({ path }) => path)).toEqual([['deploy_trigger'], ['config', 'RELEASE']]);
});
