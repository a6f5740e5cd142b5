import { startLocalPlatform, type LocalPlatform } from '../../../lib/emulator';
import { Client, World } from '../../emulator/support/client';
import { exported as exportedFrom } from './support/exporting';

let platform: LocalPlatform;
let world: World;
let account: number;
beforeEach(async () => {
  platform = await startLocalPlatform({ databases: 'none' });
  world = new World(Client.of(platform));
  account = await world.environment('acme');
});
afterEach(() => platform.stop());

const exported = () => exportedFrom(platform, 'acme');

test('1,000 resources take at most 40 requests, beside one for each snapshot of variables or settings', async () => {
  const { control } = platform;
  const app = await world.deployedApp(account);
  const database = await world.provisionedDatabase(account);
  const [template] = control.list('database', { id: database });
  const [service] = control.list('service', { app_id: app });
  const [drain] = control.list('log_drain', { account_id: account });
  for (let index = 0; index < 250; index++) {
    const { id: _app, ...ofApp } = control.list('app', { id: app })[0]!;
    control.seed('app', { ...ofApp, handle: `app-${index}`, current_setting_id: null, current_configuration_id: null });
    const { id: _database, ...ofDatabase } = template!;
    control.seed('database', { ...ofDatabase, handle: `database-${index}` });
    const { id: _drain, ...ofDrain } = drain!;
    control.seed('log_drain', {
      ...ofDrain,
      handle: `drain-${index}`,
      drain_type: 'https_post',
      url: 'https://a.example',
    });
    const vhost = await world.made(`/services/${service!.id}/vhosts`, { type: 'http' });
    control.change('vhost', vhost, { status: 'provisioned', user_domain: `host-${index}.example.com` });
  }
  const before = platform.requests.length;
  const { imports, leftOut } = await exported();
  const paths = platform.requests.slice(before).map(({ path }) => path);
  expect([Object.keys(imports.imports).length, leftOut]).toEqual([1002, []]);
  const snapshots = paths.filter((path) => /^\/(configurations|settings)\//.test(path));
  expect(snapshots).toHaveLength(1);
  expect(paths.length - snapshots.length).toBeLessThanOrEqual(40);
});

test('what is gone is not exported, and what failed is not either, which is said', async () => {
  const { control } = platform;
  const gone = await world.provisionedDatabase(account, 'gone');
  control.change('database', gone, { status: 'deprovisioned' });
  const failed = await world.provisionedDatabase(account, 'failed');
  control.change('database', failed, { status: 'provision_failed' });
  const app = await world.deployedApp(account);
  const [service] = control.list('service', { app_id: app });
  const vhost = await world.made(`/services/${service!.id}/vhosts`, { type: 'http', user_domain: 'www.acme.example' });
  const [ofFailed] = control.list('service', { database_id: failed });
  const endpoint = await world.made(`/services/${ofFailed!.id}/vhosts`, { type: 'tcp' });
  control.change('vhost', endpoint, { status: 'provisioned' });
  const { definition, leftOut } = await exported();
  expect(Object.keys(definition)).toEqual(['version', 'environment', 'apps']);
  expect(leftOut).toEqual([
    'The database "failed" is provision_failed: only what is provisioned is exported.',
    expect.stringContaining(' is pending: only what is provisioned is exported.'),
    expect.stringContaining(`it belongs to the database ${failed}, which is not exported or is a replica.`),
  ]);
  expect(control.list('vhost', { id: vhost })).toHaveLength(1);
});
