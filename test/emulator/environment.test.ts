/** What the kinds of records that belong to an environment say about that, seen from outside. */
import { startLocalPlatform, type LocalPlatform } from '../../lib/emulator';
import { Client, World } from './support/client';

let platform: LocalPlatform;
let client: Client;
let world: World;
let account: number;

beforeEach(async () => {
  platform = await startLocalPlatform();
  client = Client.of(platform);
  world = new World(client);
  account = await world.environment();
});
afterEach(() => platform.stop());

test('its deletion is refused with all that blocks it, backups last', async () => {
  await world.app(account, 'web');
  await world.app(account, 'worker');
  const database = await world.provisionedDatabase(account, 'ledger');
  await world.operation(`/databases/${database}`, { type: 'backup' });
  await world.made(`/accounts/${account}/metric_drains`, {
    handle: 'metrics',
    drain_type: 'datadog',
    drain_configuration: { api_key: 'key' },
  });
  const [backup] = platform.control.list('backup');
  expect(await client.delete(`/accounts/${account}`)).toMatchObject({
    status: 422,
    body: {
      code: 422,
      error: 'unprocessable_entity',
      message:
        'the environment still has apps: web, worker; the environment still has databases: ledger; ' +
        `the environment still has log drains: tail-${account}; the environment still has metric drains: metrics; ` +
        `the environment still has backups, to be purged first: ${backup!.id}.`,
    },
  });
});

test('its deletion takes its permissions, certificates and operations with it, and only its own', async () => {
  const other = await world.environment('other');
  const [role] = platform.control.list('role');
  for (const id of [account, other]) {
    await world.made(`/accounts/${id}/permissions`, { role: role!.uuid, scope: 'read' });
    await world.made(`/accounts/${id}/operations`, { type: 'configure_backup_policy', daily: 3 });
    platform.control.seed('certificate', {
      certificate_body: '',
      private_key: '',
      certificate_arn: null,
      acme: false,
      account_id: id,
    });
  }
  expect((await client.delete(`/accounts/${account}`)).status).toBe(204);
  const left = (['permission', 'certificate', 'operation'] as const).map((kind) =>
    platform.control.list(kind).map((each) => each.account_id),
  );
  expect(left).toEqual([[other], [other], [other]]);
});

test('each of its links answers', async () => {
  const { body } = await client.get(`/accounts/${account}`);
  const links = Object.entries(body._links as Record<string, { href: string }>);
  const statuses = await Promise.all(links.map(async ([name, { href }]) => [name, (await client.get(href)).status]));
  expect(statuses).toEqual(links.map(([name]) => [name, 200]));
});
