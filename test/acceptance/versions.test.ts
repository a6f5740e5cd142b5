/** What depends on the version of terraform: `npm run check:matrix` runs this with each one that is promised. */
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { environment } from './support/hcl';
import { Stage } from './support/stage';
import { isTerraformBefore } from './support/terraform';

let stage: Stage;
beforeEach(async () => {
  stage = await Stage.set();
});
afterEach(() => stage.strike());

test('what is there is imported with the configuration that terraform generates, and then planned empty', async () => {
  await stage.apply(`${environment}
resource "aptible_app" "web" {
  env_id       = aptible_environment.staging.env_id
  handle       = "acme-web"
  docker_image = "quay.io/aptible/deploy-demo-app"
  config       = { MODE = "staging" }
}
resource "aptible_endpoint" "web" {
  env_id         = aptible_environment.staging.env_id
  resource_type  = "app"
  resource_id    = aptible_app.web.app_id
  process_type   = "cmd"
  default_domain = true
}
resource "aptible_database" "data" {
  env_id        = aptible_environment.staging.env_id
  handle        = "acme-db"
  database_type = "postgresql"
}
resource "aptible_log_drain" "logs" {
  env_id     = aptible_environment.staging.env_id
  handle     = "acme-logs"
  drain_type = "syslog_tls_tcp"
  drain_host = "logs.example.com"
  drain_port = 6514
}
`);
  const managed = Object.entries(await stage.terraform.state()).filter(([address]) => !address.startsWith('data.'));
  const imports = managed.map(
    ([to, { attributes }]) => `import {\n  to = ${to}\n  id = "${String(attributes['id'])}"\n}\n`,
  );
  await rm(join(stage.terraform.directory, 'terraform.tfstate'));
  await stage.write(imports.join(''));
  await stage.terraform.expect('plan', '-input=false', '-generate-config-out=generated.tf');
  const { stdout } = await stage.terraform.apply();
  expect(stdout).toContain('Resources: 5 imported, 0 added, 0 changed, 0 destroyed.');
  expect(await stage.terraform.actions()).toEqual({});
});

test('write-only arguments are taken from version 1.11 on, and refused before, where they would be stored', async () => {
  const hcl = `${environment}
resource "aptible_app" "web" {
  env_id                   = aptible_environment.staging.env_id
  handle                   = "acme-web"
  secret_config_wo         = { TOKEN = "hunter2" }
  secret_config_wo_version = 1
}
`;
  if (await isTerraformBefore(1, 11)) {
    await stage.write(hcl);
    expect(await stage.terraform.planProblems()).toEqual({
      'aptible_app.web':
        'Write-only arguments need Terraform 1.11 This version of Terraform would store the value of "secret_config_wo" in its ' +
        'state. Use Terraform 1.11 or later, or leave the argument out.',
    });
  } else {
    expect(await stage.actions(hcl)).toEqual({ 'aptible_environment.staging': 'create', 'aptible_app.web': 'create' });
  }
});
