/** The passwords of databases, and how they come to have another one. */
import { startLocalPlatform, type LocalPlatform } from '../../lib/emulator';
import { Client, elementsOf, World } from './support/client';

let platform: LocalPlatform;
let client: Client;
let world: World;

beforeEach(async () => {
  platform = await startLocalPlatform({ control: true });
  client = Client.of(platform);
  world = new World(client);
});
afterEach(() => platform.stop());

const passwordsOf = async (): Promise<Record<string, string>> => {
  const databases = elementsOf((await client.get('/databases')).body);
  return Object.fromEntries(
    databases.map((each) => [each.handle, new URL(String(each['connection_url'])).password] as const),
  );
};

test("a database restored from a backup has the password of that time, a replica its primary's, a clone its own", async () => {
  const id = await world.provisionedDatabase(await world.environment(), 'ledger');
  await world.operation(`/databases/${id}`, { type: 'backup' });
  const [backup] = elementsOf((await client.get(`/databases/${id}/backups`)).body);
  for (const [resource, type] of [
    [`/backups/${backup!.id}`, 'restore'],
    [`/databases/${id}`, 'replicate'],
    [`/databases/${id}`, 'clone'],
  ] as const)
    await world.operation(resource, { type, handle: type });
  const { ledger, restore, replicate, clone } = await passwordsOf();
  expect([restore, replicate, clone].map((each) => each === ledger)).toEqual([true, true, false]);
  expect(JSON.stringify((await client.get(`/backups/${backup!.id}`)).body)).not.toContain(ledger);
});
