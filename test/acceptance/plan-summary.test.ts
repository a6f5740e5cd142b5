/** `cdktf-aptible plan-summary`, with plans that the real terraform makes. `UPDATE_PLANS=1` keeps them for test/review/summary.test.ts. */
import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { environment } from './support/hcl';
import { Stage } from './support/stage';
import { finished, pathWithNode, terraformCommand, type Run } from './support/terraform';

const root = join(__dirname, '../..');
const plans = join(root, 'test/fixtures/plans');

let stage: Stage;
beforeEach(async () => {
  stage = await Stage.set({ databases: 'none' });
});
afterEach(() => stage.strike());

const secret = 'hunter2-d41d8cd98f';

const before = `${environment}
resource "aptible_environment" "adopted" {
  stack_id = data.aptible_stack.shared.stack_id
  handle   = "acme-adopted"
}
resource "aptible_database" "main" {
  env_id = aptible_environment.staging.env_id
  handle = "acme-db"
}
resource "aptible_database" "old" {
  env_id        = aptible_environment.staging.env_id
  handle        = "acme-old"
  database_type = "postgresql"
  version       = "15"
}
resource "aptible_app" "web" {
  env_id        = aptible_environment.staging.env_id
  handle        = "acme-web"
  docker_image  = "quay.io/aptible/deploy-demo-app"
  config        = { LOG_LEVEL = "info", PASSWORD = "${secret}" }
  secret_config = { STRIPE_KEY = "${secret}" }
  service {
    process_type = "cmd"
  }
}
resource "aptible_endpoint" "inside" {
  env_id         = aptible_environment.staging.env_id
  resource_type  = "app"
  resource_id    = aptible_app.web.app_id
  process_type   = "cmd"
  endpoint_type  = "tcp"
  internal       = true
}
resource "aptible_log_drain" "logs" {
  env_id     = aptible_environment.staging.env_id
  handle     = "acme-logs"
  drain_type = "https_post"
  url        = "https://logs.example.com/${secret}"
}
resource "aptible_operation" "again" {
  type     = "restart"
  app_id   = aptible_app.web.app_id
  triggers = { password = "${secret}" }
}
resource "terraform_data" "check" {
  triggers_replace = "${secret}"
}
resource "terraform_data" "left" {
  input = "${secret}"
}
output "first" {
  value = "${secret}"
}
`;

const after = before
  .replace(/resource "aptible_environment" "adopted" \{[^}]*\}/, '')
  .replace('handle = "acme-db"', 'handle = "acme-db"\n  container_size = 2048\n  disk_size = 20')
  .replace('version       = "15"', 'version       = "16"')
  .replace('LOG_LEVEL = "info"', 'LOG_LEVEL = "debug", TOKEN = "another-hunter2"')
  .replace('process_type = "cmd"', 'process_type = "cmd"\n    container_count = 3')
  .replace('internal       = true', 'internal       = false')
  .replace('"aptible_log_drain" "logs"', '"aptible_log_drain" "all"')
  .replace(`triggers = { password = "${secret}" }`, 'triggers = { password = "another" }')
  .replace(`triggers_replace = "${secret}"`, 'triggers_replace = "another"')
  .replace(/resource "terraform_data" "left" \{[^}]*\}/, '')
  .replace('output "first"', 'output "second"').concat(`
moved {
  from = aptible_log_drain.logs
  to   = aptible_log_drain.all
}
removed {
  from = aptible_environment.adopted
  lifecycle {
    destroy = false
  }
}
import {
  to = module.more["a"].aptible_environment.made_by_hand
  id = "acme-by-hand"
}
module "more" {
  source   = "./more"
  for_each = { a = "acme-by-hand", "b | c" = "acme-new" }
  handle   = each.value
}
`);

const more = `
terraform {
  required_providers {
    aptible = { source = "registry.terraform.io/cdktf-aptible/aptible" }
  }
}
data "aptible_stack" "shared" {
  name = "shared-us-east-1"
}
variable "handle" {
  type = string
}
resource "aptible_environment" "made_by_hand" {
  stack_id = data.aptible_stack.shared.stack_id
  handle   = var.handle
}
`;

async function planSummary(...args: string[]): Promise<Run> {
  return finished(
    spawn(process.execPath, [join(root, 'dist/cli/main.js'), 'plan-summary', ...args], {
      cwd: stage.terraform.directory,
      env: { ...stage.terraform.environment, PATH: pathWithNode, TERRAFORM_BINARY_NAME: terraformCommand },
      stdio: ['ignore', 'pipe', 'pipe'],
    }),
  );
}

/** What a review reads of a plan, in a file of its own; the whole one has all of it three times. */
function keep(name: string, plan: Record<string, unknown>): void {
  const { format_version, resource_changes, resource_drift, output_changes, applyable, complete, errored } = plan;
  const read = { format_version, resource_changes, resource_drift, output_changes, applyable, complete, errored };
  mkdirSync(plans, { recursive: true });
  writeFileSync(join(plans, `${name}.json`), `${JSON.stringify(read, undefined, 1)}\n`);
}

test('a plan with each kind of change, as terraform makes it, is summed up from its file and from its JSON', async () => {
  await stage.apply(before);
  const { env_id: staging } = await stage.attributes('aptible_environment.staging');
  const { organization_id, stack_id } = stage.platform.control.list('account').find(({ id }) => id === staging)!;
  await stage.request('POST', '/accounts', { handle: 'acme-by-hand', type: 'development', organization_id, stack_id });
  mkdirSync(join(stage.terraform.directory, 'more'));
  await stage.terraform.write(more, 'more/main.tf');
  await stage.write(after);
  await stage.terraform.init();
  await stage.terraform.expect('plan', '-input=false', '-out=tfplan');
  const json = (await stage.terraform.expect('show', '-json', 'tfplan')).stdout;
  await stage.terraform.write(json, 'plan.json');
  const run = await planSummary('tfplan');
  if (process.env['UPDATE_PLANS'] === '1') {
    keep('changes', JSON.parse(json) as Record<string, unknown>);
    writeFileSync(join(plans, 'changes.md'), run.stdout);
  }
  expect(run).toMatchObject({ status: 3, stderr: '', stdout: readFileSync(join(plans, 'changes.md'), 'utf8') });
  expect(await planSummary('plan.json', '--fail-on', 'irreversible')).toEqual(run);
  expect(await planSummary('plan.json', '--fail-on', 'none')).toEqual({ ...run, status: 2 });

  await stage.terraform.apply('tfplan');
  await stage.terraform.expect('plan', '-input=false', '-out=tfplan');
  expect(await planSummary('tfplan')).toMatchObject({
    status: 0,
    output: '<!-- cdktf-aptible plan-summary -->\n### Plan: no changes\n',
  });
});
