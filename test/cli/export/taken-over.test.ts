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
