/**
 * Whatever a person or a pipeline keeps of a run, none of the secrets of the platform is in it: what terraform prints, its log at the
 * finest level with the provider's inside, and what synth writes. (State files and saved plans hold them in clear: that is Terraform's way.)
 */
import { App, TerraformStack } from 'cdktf';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as aptible from '../../lib';
import { startLocalPlatform, type LocalPlatform } from '../../lib/emulator';
import { placeProvider } from '../../lib/packaging';
import { Terraform } from './support/terraform';

const configured = ['hunter2-registry', 'key-of-datadog', 'value-of-a-secret'];

let platform: LocalPlatform;
let terraform: Terraform;
beforeEach(async () => {
  platform = await startLocalPlatform();
  terraform = await Terraform.inNewDirectory({
    ...platform.environment,
    TF_LOG: 'TRACE',
    TF_LOG_PATH: 'trace.log',
    TF_VAR_registry_password: configured[0],
    TF_VAR_datadog_key: configured[1],
    TF_VAR_secret: configured[2],
  });
  placeProvider(terraform.directory);
});
afterEach(async () => {
  await terraform.remove();
  await platform.stop();
});

const configuration = `
variable "registry_password" { sensitive = true }
variable "datadog_key" { sensitive = true }
variable "secret" { sensitive = true }
data "aptible_stack" "shared" {
  name = "shared-us-east-1"
}
resource "aptible_environment" "staging" {
  stack_id = data.aptible_stack.shared.stack_id
  handle   = "acme-staging"
}
resource "aptible_database" "data" {
  env_id = aptible_environment.staging.env_id
  handle = "acme-db"
}
resource "aptible_endpoint" "database" {
  env_id        = aptible_environment.staging.env_id
  resource_type = "database"
  resource_id   = aptible_database.data.database_id
  endpoint_type = "tcp"
  ip_filtering  = ["192.0.2.7"]
}
ephemeral "aptible_database_credentials" "database" {
  endpoint_id = aptible_endpoint.database.endpoint_id
}
output "public" {
  value     = aptible_endpoint.database.credentials
  sensitive = true
}
resource "aptible_log_drain" "logs" {
  env_id     = aptible_environment.staging.env_id
  handle     = "acme-logs"
  drain_type = "datadog"
  token      = var.datadog_key
}
resource "aptible_app" "web" {
  env_id                    = aptible_environment.staging.env_id
  handle                    = "acme-web"
  docker_image              = "acme/web:1"
  private_registry_username = "robot"
  private_registry_password = var.registry_password
  config = {
    DATABASE_URL = aptible_database.data.default_connection_url
    SECRET       = var.secret
  }
  secret_config_wo         = { PUBLIC_URL = ephemeral.aptible_database_credentials.database.connection_url }
  secret_config_wo_version = 1
}
`;

/** All that the platform gave out or was told, as it may be spelled. */
function secrets(): string[] {
  const credentials = platform.control.list('database_credential').map(({ connection_url: url }) => url);
  const passwords = credentials.map((url) => new URL(url).password);
  const drains = platform.control.list('log_drain').flatMap(({ drain_password: password }) => password ?? []);
  return [...configured, ...credentials, ...passwords, ...drains, platform.token].filter((text) => text !== '');
}

function leaks(text: string): string[] {
  return secrets().filter((secret) => text.includes(secret));
}

test('a run prints and logs no secret, when it succeeds and when it fails', async () => {
  await terraform.writeAptible(configuration);
  await terraform.init();
  let printed = '';
  const run = async (...args: string[]) => void (printed += (await terraform.run(...args, '-no-color')).output);
  await run('plan', '-input=false');
  await run('apply', '-auto-approve', '-input=false');
  expect(secrets().length).toBeGreaterThan(6);

  platform.control.failNext({ operation: 'deploy', log: 'The deploy was told to fail.' });
  await terraform.writeAptible(configuration.replace('acme/web:1', 'acme/web:2'));
  await run('apply', '-auto-approve', '-input=false');
  expect(printed).toContain('The deploy was told to fail.');
  platform.control.failNext({ request: { method: 'POST', path: '/apps/*/operations' }, truncate: true });
  await run('apply', '-auto-approve', '-input=false');
  await run('show');
  await run('output');

  const trace = readFileSync(join(terraform.directory, 'trace.log'), 'utf8');
  expect(trace).toContain('tf_rpc=ApplyResourceChange');
  expect(trace).toContain('tf_rpc=OpenEphemeralResource');
  const hasSecret = { printed: leaks(printed), trace: leaks(trace) };
  expect(hasSecret).toEqual({ printed: [], trace: [] });

  // The search finds what is there.
  expect(leaks(`${printed}${secrets()[3]}`)).not.toEqual([]);
});

test('synth writes none', () => {
  const app = new App({ outdir: join(terraform.directory, 'cdktf.out') });
  const stack = new TerraformStack(app, 'stack');
  new aptible.AptibleProvider(stack, 'aptible');
  const environment = aptible.Environment.fromId(stack, 'environment', 1);
  const database = new aptible.Database(environment, 'database', { handle: 'acme-db' });
  new aptible.App(environment, 'web', { handle: 'acme-web', config: { DATABASE_URL: database.connectionUrl } });
  app.synth();
  const files = readdirSync(join(terraform.directory, 'cdktf.out'), { recursive: true, encoding: 'utf8' });
  const json = files
    .filter((file) => file.endsWith('.json'))
    .map((file) => readFileSync(join(terraform.directory, 'cdktf.out', file), 'utf8'));
  expect(json.join('\n')).not.toMatch(/postgresql:\/\//);
});
