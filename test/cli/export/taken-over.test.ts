import { startLocalPlatform, type LocalPlatform } from '../../../lib/emulator';
import { Client, World } from '../../emulator/support/client';
import { takenOver } from './support/taken-over';

let platform: LocalPlatform;
let world: World;
let account: number;
beforeEach(async () => {
  platform = await startLocalPlatform({ databases: 'none' });
  world = new World(Client.of(platform));
  account = await world.environment('acme');
});
afterEach(() => platform.stop());

test('an autoscaler that is paused is exported as paused, and stays so', async () => {
  const app = await world.deployedApp(account);
  const [service] = platform.control.list('service', { app_id: app });
  const policy = await world.made(`/services/${service!.id}/service_sizing_policies`, { autoscaling: 'vertical' });
  platform.control.change('service_sizing_policy', policy, { scaling_enabled: false });
  const { definition, changes } = await takenOver(platform, 'acme');
  expect(definition['apps']).toEqual({
    web: {
      image: 'nginx:1',
      services: { [service!.process_type]: { autoscaling: { type: 'vertical', scalingEnabled: false } } },
    },
  });
  expect(changes).toEqual({});
});

test('the URL of a database through its endpoint is a reference to the endpoint', async () => {
  const database = await world.provisionedDatabase(account, 'main');
  const [service] = platform.control.list('service', { database_id: database });
  const vhost = await world.made(`/services/${service!.id}/vhosts`, { type: 'tcp' });
  await world.operation(`/vhosts/${vhost}`, { type: 'provision' });
  const { password } = new URL(platform.control.list('database_credential')[0]!.connection_url);
  const { external_host: host } = platform.control.list('vhost', { id: vhost })[0]!;
  const [, port] = platform.control.list('database', { id: database })[0]!.port_mapping[0]!;
  const app = await world.deployedApp(account);
  const env = { DATABASE_URL: `postgresql://aptible:${password}@${host}:${port}/db?sslmode=require` };
  await world.operation(`/apps/${app}`, { type: 'configure', env });
  const { definition, secrets, changes } = await takenOver(platform, 'acme');
  expect(definition['apps']).toMatchObject({
    web: { secretConfig: { DATABASE_URL: '${databases.main.endpoints.endpoint.url}?sslmode=require' } },
  });
  expect([secrets, changes]).toEqual([[], {}]);
});
