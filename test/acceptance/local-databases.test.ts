/** Databases of the local platform, as those meet them who deploy to it: by the URL that comes out. */
import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client as PostgresqlClient } from 'pg';
import { startLocalPlatform, type LocalPlatform } from '../../lib/emulator';
import { createDatabaseServers } from '../support/database-servers';
import { processesNaming } from '../emulator/databases/support/processes';
import { startProvider, type ProviderUnderTest } from './support/provider';
import { Terraform } from './support/terraform';
import { eventuallyEqual } from '../support/eventually';

let directory: string;
let platform: LocalPlatform;
let terraform: Terraform;
let provider: ProviderUnderTest;

beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), 'local-databases-'));
  chmodSync(directory, 0o755);
  await startPlatform();
  provider = await startProvider();
  terraform = await Terraform.inNewDirectory(provider.environment);
  await provider.install(terraform);
});

afterEach(async () => {
  await terraform.remove();
  await provider.stop();
  await platform.stop();
  expect(processesNaming(directory)).toEqual([]);
  rmSync(directory, { recursive: true, force: true });
});

async function startPlatform(): Promise<void> {
  const data = join(directory, 'data');
  const databases = await createDatabaseServers({ dir: join(data, 'databases'), temporaryParent: directory });
  chmodSync(data, 0o711);
  const images = { 'quay.io/aptible/deploy-demo-app': ['web', 'worker'] };
  platform = await startLocalPlatform({ data, databases, images });
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

const example = readFileSync(join(__dirname, '../../examples/first-environment-hcl/main.tf'), 'utf8');

/** The example, led to the local platform, and what is added to it. */
async function write(more: string): Promise<void> {
  await terraform.write(example);
  await terraform.write(more, 'more.tf');
  await terraform.write(
    `provider "aptible" {
  api_root_url  = "${platform.url}"
  auth_root_url = "${platform.url}"
  access_token  = "${platform.token}"
}
`,
    'override.tf',
  );
}

const output = async (name: string): Promise<string> => (await terraform.expect('output', '-raw', name)).output.trim();

const outputUrl = (name: string, source: string): string => `
output "${name}" {
  value     = ${source}.default_connection_url
  sensitive = true
}
`;

test("what is written by the output's URL is there by an endpoint, on a replica, and after a restart", async () => {
  await write(
    `
resource "aptible_endpoint" "outside" {
  env_id        = aptible_environment.staging.env_id
  resource_type = "database"
  resource_id   = aptible_database.database.database_id
  endpoint_type = "tcp"
  platform      = "elb"
}
data "aptible_endpoint" "outside" {
  endpoint_id = aptible_endpoint.outside.endpoint_id
}
resource "aptible_replica" "reading" {
  env_id              = aptible_environment.staging.env_id
  primary_database_id = aptible_database.database.database_id
  handle              = "acme-replica"
}
${outputUrl('endpoint', 'data.aptible_endpoint.outside')}${outputUrl('replica', 'aptible_replica.reading')}`,
  );
  await terraform.apply();
  const [url, throughEndpoint, replica] = [
    await output('database_connection_url'),
    await output('endpoint'),
    await output('replica'),
  ];
  expect(new Set([url, throughEndpoint, replica]).size).toBe(3);
  await query(url, "CREATE TABLE ledger AS SELECT 'first' AS entry");
  expect(await entries(throughEndpoint)).toEqual(ledger);
  await eventuallyEqual(() => entries(replica), ledger);

  await restartPlatform();
  expect(await entries(url)).toEqual(ledger);
  expect(await entries(throughEndpoint)).toEqual(ledger);
  expect(await entries(replica)).toEqual(ledger);
  await query(url, "INSERT INTO ledger VALUES ('second')");
  await eventuallyEqual(() => entries(replica), [...ledger, { entry: 'second' }]);
  expect(await terraform.plan()).toEqual([]);
});

test('a restored backup has what there was when it was made, and a clone what there is', async () => {
  const backup = `
resource "aptible_backup" "before" {
  database_id = aptible_database.database.database_id
}
`;
  await write('');
  await terraform.apply();
  const url = await output('database_connection_url');
  await query(url, "CREATE TABLE ledger AS SELECT 'first' AS entry");
  await write(backup);
  await terraform.apply();
  await query(url, 'DELETE FROM ledger');

  await restartPlatform();
  await write(
    `${backup}
resource "aptible_database" "restored" {
  env_id                 = aptible_environment.staging.env_id
  handle                 = "acme-restored"
  restore_from_backup_id = aptible_backup.before.backup_id
}
resource "aptible_database" "clone" {
  env_id                 = aptible_environment.staging.env_id
  handle                 = "acme-clone"
  clone_from_database_id = aptible_database.database.database_id
  disk_size              = 20
}
${outputUrl('restored', 'aptible_database.restored')}${outputUrl('clone', 'aptible_database.clone')}`,
  );
  await terraform.apply();
  expect(await entries(await output('restored'))).toEqual(ledger);
  expect(await entries(await output('clone'))).toEqual([]);
  expect(await entries(url)).toEqual([]);
  expect(await terraform.plan()).toEqual([]);
});
