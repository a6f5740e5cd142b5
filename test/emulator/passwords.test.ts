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

test('another password of a database, as from Support, is in its credentials and in those of its replicas', async () => {
  const id = await world.provisionedDatabase(await world.environment(), 'ledger', { type: 'redis' });
  await world.operation(`/databases/${id}`, { type: 'replicate', handle: 'replica' });
  await world.operation(`/databases/${id}`, { type: 'clone', handle: 'clone' });
  const before = await passwordsOf();
  const { status, body } = await client.post(`/_local/databases/${id}/password`, { password: "p'@:/?#[]%+ ü" });
  expect([status, body]).toEqual([200, { password: "p'@:/?#[]%+ ü" }]);
  const encoded = "p'%40%3A%2F%3F%23%5B%5D%25%2B%20%C3%BC";
  expect(await passwordsOf()).toEqual({ ...before, ledger: encoded, replica: encoded });
  const credentials = elementsOf((await client.get(`/databases/${id}/database_credentials`)).body);
  expect(credentials.map((each) => decodeURIComponent(new URL(String(each['connection_url'])).password))).toEqual([
    "p'@:/?#[]%+ ü",
    "p'@:/?#[]%+ ü",
  ]);

  const chosen = (await client.post(`/_local/databases/${id}/password`)).body['password'];
  expect(await passwordsOf()).toEqual({ ...before, ledger: chosen, replica: chosen });
  expect([before['ledger'], encoded]).not.toContain(chosen);
});

test.each([
  ['no database of that number', 1, {}, 404, /not found/i],
  ['an empty password', undefined, { password: '' }, 422, /password: .*at least 1/],
  ['an unknown key', undefined, { passwort: 'x' }, 422, /passwort: there is no such key; did you mean password\?/],
])('%s is refused', async (_, number, body, status, message) => {
  const id = number ?? (await world.provisionedDatabase(await world.environment()));
  const answer = await client.post(`/_local/databases/${id}/password`, body);
  expect(answer.status).toBe(status);
  expect(answer.text).toMatch(message);
});
