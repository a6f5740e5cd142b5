import { startLocalPlatform, type LocalPlatform } from '../../lib/emulator';
import { Client, World } from './support/client';

let platform: LocalPlatform;
let world: World;
let client: Client;
beforeEach(async () => {
  platform = await startLocalPlatform({ databases: 'none' });
  client = Client.of(platform);
  world = new World(client);
});
afterEach(() => platform.stop());

test('a disk has from 3,000 IOPS to 500 for each gigabyte, and never less than those', async () => {
  const environment = await world.environment();
  const provision = async (disk_size: number, provisioned_iops: number) => {
    const database = await world.database(environment, `db-${disk_size}-${provisioned_iops}`);
    const { status, body } = await client.post(`/databases/${database}/operations`, {
      type: 'provision',
      disk_size,
      provisioned_iops,
    });
    return status === 201 ? 201 : (body.message as string);
  };
  expect(await provision(10, 2999)).toContain('provisioned_iops must be at least 3000');
  expect(await provision(1, 3001)).toContain('provisioned_iops of 3001 needs a disk of at least 7 GB');
  expect(await provision(10, 5001)).toContain('provisioned_iops of 5001 needs a disk of at least 11 GB');
  expect(await provision(1, 3000)).toBe(201);
  expect(await provision(10, 5000)).toBe(201);
});

test('a container may be as small on the profiles c and r as on m', async () => {
  const environment = await world.environment();
  const provision = async (instance_profile: string) => {
    const database = await world.database(environment, `db-${instance_profile}`);
    const { status } = await client.post(`/databases/${database}/operations`, {
      type: 'provision',
      container_size: 512,
      instance_profile,
    });
    return status;
  };
  expect([await provision('m'), await provision('c'), await provision('r')]).toEqual([201, 201, 201]);
});
