/** Databases of the local platform, as those meet them who deploy to it: by the URL that comes out. */
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client as PostgresqlClient } from 'pg';
import { startLocalPlatform, type LocalPlatform } from '../../lib/emulator';
import { createDatabaseServers } from '../../lib/emulator/databases';
import { serveForReattach } from '../../lib/plugin/serve';
import { provider } from '../../lib/provider/provider';
import { eventuallyEqual, processesNaming } from '../emulator/databases/support/processes';
import { Client, World } from '../emulator/support/client';
import { providerAddress, Terraform } from './support/terraform';

let directory: string;
let platform: LocalPlatform;
let terraform: Terraform;
let stopProvider: () => Promise<void>;

beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), 'local-databases-'));
  chmodSync(directory, 0o755);
  await startPlatform();
  const served = await serveForReattach({ name: 'aptible', provider: async () => provider });
  stopProvider = served.stop;
  terraform = await Terraform.inNewDirectory({
    TF_REATTACH_PROVIDERS: JSON.stringify({ [providerAddress]: served.reattach }),
  });
});

afterEach(async () => {
  await terraform.remove();
  await stopProvider();
  await platform.stop();
  expect(processesNaming(directory)).toEqual([]);
  rmSync(directory, { recursive: true, force: true });
});

async function startPlatform(): Promise<void> {
  const data = join(directory, 'data');
  const databases = await createDatabaseServers({ dir: join(data, 'databases'), temporaryParent: directory });
  chmodSync(data, 0o711);
  platform = await startLocalPlatform({ data, databases });
}

async function restartPlatform(): Promise<void> {
  await platform.stop();
  await startPlatform();
}

async function query(url: string, text: string): Promise<unknown[]> {
  const client = new PostgresqlClient({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(text)).rows as unknown[];
  } finally {
    await client.end();
  }
}

const ledger = [{ entry: 'first' }];
const entries = (url: string): Promise<unknown[]> => query(url, 'SELECT entry FROM ledger');

/** As clients find an endpoint's URL: its host, and of the database's ports the one that the engine has. */
function endpointUrl(database: { connection_url: string; port_mapping: [number, number][] }, host: string): string {
  const url = new URL(database.connection_url);
  url.hostname = host;
  url.port = String(database.port_mapping.find(([mapped]) => String(mapped) === url.port)![1]);
  return url.href;
}

test("what is written by the output's URL is there after a restart, by an endpoint, and on a replica", async () => {
  await terraform.writeAptible(`
provider "aptible" {
  api_root_url  = "${platform.url}"
  auth_root_url = "${platform.url}"
  access_token  = "${platform.token}"
}
data "aptible_stack" "shared" {
  name = "shared-us-east-1"
}
resource "aptible_environment" "staging" {
  stack_id = data.aptible_stack.shared.stack_id
  handle   = "acme-staging"
}
resource "aptible_database" "data" {
  env_id  = aptible_environment.staging.env_id
  handle  = "acme-db"
  version = "16"
}
output "url" {
  value     = aptible_database.data.default_connection_url
  sensitive = true
}
output "id" {
  value = aptible_database.data.database_id
}
`);
  await terraform.apply();
  const output = async (name: string): Promise<string> =>
    (await terraform.expect('output', '-raw', name)).output.trim();
  const [url, id] = [await output('url'), await output('id')];
  await query(url, "CREATE TABLE ledger AS SELECT 'first' AS entry");

  await restartPlatform();
  expect(await entries(url)).toEqual(ledger);
  expect(await terraform.plan()).toEqual([]);

  const world = new World(Client.of(platform));
  const get = async (path: string) => (await world.client.get(path)).body;
  const service = (await get(`/databases/${id}`))._links.service.href as string;
  const vhost = await world.made(`${new URL(service).pathname}/vhosts`, { type: 'tcp', platform: 'elb' });
  expect(await world.operation(`/vhosts/${vhost}`, { type: 'provision' })).toMatchObject({ status: 'succeeded' });
  const throughEndpoint = endpointUrl(await get(`/databases/${id}`), (await get(`/vhosts/${vhost}`)).external_host);
  expect(throughEndpoint).not.toBe(url);
  expect(await entries(throughEndpoint)).toEqual(ledger);

  const replicated = await world.operation(`/databases/${id}`, { type: 'replicate', handle: 'acme-replica' });
  expect(replicated).toMatchObject({ status: 'succeeded' });
  const replica = async () => (await get(`/databases/${id}/dependents`))._embedded.databases[0];
  await eventuallyEqual(async () => (await replica()).status, 'provisioned');
  const replicaUrl = (await replica()).connection_url as string;
  expect(await entries(replicaUrl)).toEqual(ledger);

  await restartPlatform();
  expect(await entries(throughEndpoint)).toEqual(ledger);
  await query(url, "INSERT INTO ledger VALUES ('second')");
  await eventuallyEqual(() => entries(replicaUrl), [...ledger, { entry: 'second' }]);
});

test('a restored backup has what there was when it was made', async () => {
  const world = new World(Client.of(platform));
  const account = await world.environment();
  const id = await world.provisionedDatabase(account);
  const { connection_url: url } = (await world.client.get(`/databases/${id}`)).body;
  await query(url, "CREATE TABLE ledger AS SELECT 'first' AS entry");
  await world.operation(`/databases/${id}`, { type: 'backup' });
  await query(url, 'DELETE FROM ledger');

  await restartPlatform();
  const { body: backups } = await new World(Client.of(platform)).client.get(`/databases/${id}/backups`);
  const again = new World(Client.of(platform));
  const restored = await again.operation(`/backups/${backups._embedded.backups[0].id}`, {
    type: 'restore',
    handle: 'restored',
  });
  expect(restored).toMatchObject({ status: 'succeeded' });
  const found = async () =>
    (await again.client.get(`/accounts/${account}/databases`)).body._embedded.databases.find(
      (each: { handle: string }) => each.handle === 'restored',
    );
  await eventuallyEqual(async () => (await found()).status, 'provisioned');
  expect(await entries((await found()).connection_url)).toEqual(ledger);
  expect(await entries(url)).toEqual([]);
});
