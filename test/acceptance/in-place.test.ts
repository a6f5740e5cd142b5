/** The provider in place of the official one: configurations and modules that name that one stay as they are. */
import { execFileSync } from 'node:child_process';
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { startLocalPlatform, type LocalPlatform } from '../../lib/emulator';
import { environmentWithoutFinalBackups } from './support/hcl';
import { packageOptions } from './support/provider';
import { Terraform, terraformCommand } from './support/terraform';

const root = join(__dirname, '../..');
/** OpenTofu looks elsewhere for a provider whose source has no host. */
const host = terraformCommand.includes('tofu') ? 'registry.opentofu.org' : 'registry.terraform.io';

let platform: LocalPlatform;
let terraform: Terraform;
beforeEach(async () => {
  platform = await startLocalPlatform();
  terraform = await Terraform.inNewDirectory({
    ...platform.environment,
    TF_LOG_PROVIDER: 'info',
    // Nothing listens there: a registry that is asked after all cannot answer.
    HTTPS_PROXY: 'http://127.0.0.1:9',
  });
});
afterEach(async () => {
  await terraform.remove();
  await platform.stop();
});

const command = (...args: string[]) =>
  execFileSync(process.execPath, [join(root, 'dist/cli/main.js'), ...args], {
    cwd: terraform.directory,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
  });

const requiring = (constraint: string) => `terraform {
  required_providers {
    aptible = {
      source  = "aptible/aptible"
      version = "${constraint}"
    }
  }
}
`;

/** Modules of others in the middle: they have what others made, and others have what they made. */
async function writeConfiguration(): Promise<void> {
  await mkdir(join(terraform.directory, 'modules/metrics'), { recursive: true });
  await writeFile(
    join(terraform.directory, 'modules/metrics/main.tf'),
    `${requiring('~> 0.10')}
variable "env_id" {}
resource "aptible_database" "metrics" {
  env_id        = var.env_id
  handle        = "acme-metrics"
  database_type = "influxdb"
}
output "database_id" {
  value = aptible_database.metrics.database_id
}
`,
  );
  await mkdir(join(terraform.directory, 'modules/web'));
  await writeFile(
    join(terraform.directory, 'modules/web/main.tf'),
    `${requiring('>= 0.9, < 0.11')}
variable "env_id" {}
resource "aptible_app" "web" {
  env_id = var.env_id
  handle = "acme-web"
  config = { APTIBLE_DOCKER_IMAGE = "quay.io/aptible/deploy-demo-app" }
}
resource "aptible_endpoint" "web" {
  env_id         = var.env_id
  resource_type  = "app"
  resource_id    = aptible_app.web.app_id
  process_type   = "cmd"
  default_domain = true
}
resource "aptible_log_drain" "web" {
  env_id     = var.env_id
  handle     = "acme-web"
  drain_type = "https_post"
  url        = "https://logs.example.com/collect"
}
output "endpoint" {
  value = aptible_endpoint.web
}
output "logs_go_to" {
  value = aptible_log_drain.web.url
}
`,
  );
  await terraform.write(`${requiring('~> 0.9')}${environmentWithoutFinalBackups}
module "metrics" {
  source = "./modules/metrics"
  env_id = aptible_environment.staging.env_id
}
module "web" {
  source = "./modules/web"
  env_id = aptible_environment.staging.env_id
}
resource "aptible_metric_drain" "metrics" {
  env_id      = aptible_environment.staging.env_id
  handle      = "acme-metrics"
  drain_type  = "influxdb_database"
  database_id = module.metrics.database_id
}
output "host" {
  value = module.web.endpoint.external_hostname
}
output "web" {
  value = module.web
}
`);
}

const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
  version: string;
};
const installed = `0.10.9900+cdktf-aptible.${version}`;

test('modules that are pinned to the official provider are planned, applied, planned empty and destroyed, with nothing edited', async () => {
  await writeConfiguration();
  expect(command('provider', '--in-place-of', `${host}/aptible/aptible`, ...packageOptions)).toContain(
    `in place of ${host}/aptible/aptible, as version ${installed}.`,
  );
  await terraform.init();
  expect((await terraform.expect('version')).stdout).toContain(`+ provider ${host}/aptible/aptible v${installed}\n`);
  const applied = await terraform.apply();
  expect(applied.stdout).toContain('Resources: 6 added, 0 changed, 0 destroyed.');
  expect(applied.stderr).toContain(`inPlaceOf="aptible/aptible ${installed}"`);
  expect(await terraform.output('web')).toMatchObject({
    endpoint: { external_hostname: await terraform.output('host') },
    logs_go_to: 'https://logs.example.com/collect',
  });
  expect(await terraform.actions()).toEqual({});
  await terraform.destroy();
  expect(platform.control.list('account')).toEqual([]);
});

test('a lock entry without the package fails in init, and docs/guides/troubleshooting.md has the remedy', async () => {
  await writeConfiguration();
  command('provider', '--in-place-of', `${host}/aptible/aptible`, ...packageOptions);
  await terraform.init();
  const locked = await readFile(join(terraform.directory, '.terraform.lock.hcl'), 'utf8');
  // A registry that has only what was released.
  await rename(
    join(terraform.directory, `terraform.d/plugins/${host}/aptible/aptible/${installed}`),
    join(terraform.directory, `terraform.d/plugins/${host}/aptible/aptible/0.10.0`),
  );
  await rm(join(terraform.directory, '.terraform'), { recursive: true });
  const refused = await terraform.run('init', '-no-color');
  expect(refused.status).toBe(1);
  const oneLine = (text: string) => text.replace(/\s+/g, ' ').trim();
  const page = await readFile(join(root, 'docs/guides/troubleshooting.md'), 'utf8');
  const [, section = ''] = page.split(
    '\n## Failed to query available provider packages: the previously-selected version',
  );
  const messages = [...section.matchAll(/```\n([\s\S]*?)```/g)].map(([, text = '']) => text);
  const message = messages[terraformCommand.includes('tofu') ? 1 : 0]!;
  expect(oneLine(refused.output)).toContain(oneLine(message.replace('...+cdktf-aptible...', installed)));

  // The remedy.
  command('provider', '--in-place-of', `${host}/aptible/aptible`, ...packageOptions);
  await terraform.init();
  expect(await readFile(join(terraform.directory, '.terraform.lock.hcl'), 'utf8')).toBe(locked);
});

test('a module that asks for an exact version is named with all that is asked for, and nothing is put there', async () => {
  await writeConfiguration();
  const pinned = join(terraform.directory, 'modules/metrics/main.tf');
  await writeFile(pinned, (await readFile(pinned, 'utf8')).replace('~> 0.10', '= 0.9.24'));
  expect(() => command('provider', '--in-place-of', `${host}/aptible/aptible`)).toThrow(
    `satisfies what is required:
  main.tf: ~> 0.9
  modules/metrics/main.tf: = 0.9.24
  modules/web/main.tf: >= 0.9, < 0.11
The version has to be one that was never released`,
  );
  expect((await readdir(terraform.directory)).sort()).toEqual(['main.tf', 'modules']);
});
