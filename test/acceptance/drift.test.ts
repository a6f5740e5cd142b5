/** `cdktf-aptible drift`: what was changed by hand, by whom, and that an apply alone is no drift. */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { environment } from './support/hcl';
import { Stage } from './support/stage';
import { finished, pathWithNode, terraformCommand, type Run } from './support/terraform';

const root = join(__dirname, '../..');

let stage: Stage;
beforeEach(async () => {
  stage = await Stage.set({ databases: 'none' });
});
afterEach(() => stage.strike());

const configuration = `${environment}
resource "aptible_database" "main" {
  env_id = aptible_environment.staging.env_id
  handle = "acme-db"
}
resource "aptible_app" "web" {
  env_id        = aptible_environment.staging.env_id
  handle        = "acme-web"
  docker_image  = "quay.io/aptible/deploy-demo-app"
  config        = { LOG_LEVEL = "info", DATABASE_URL = aptible_database.main.default_connection_url }
  secret_config = { STRIPE_KEY = "hunter2-stripe" }
  service {
    process_type = "cmd"
  }
}
resource "aptible_endpoint" "web" {
  env_id         = aptible_environment.staging.env_id
  resource_type  = "app"
  resource_id    = aptible_app.web.app_id
  process_type   = "cmd"
  default_domain = true
}
resource "aptible_log_drain" "logs" {
  env_id     = aptible_environment.staging.env_id
  handle     = "acme-logs"
  drain_type = "https_post"
  url        = "https://logs.example.com/hunter2-url"
}
output "url" {
  value     = aptible_database.main.default_connection_url
  sensitive = true
}
`;

/** @param login what the command finds the platform with, beside what terraform has in the configuration */
async function drift(login: NodeJS.ProcessEnv, ...args: string[]): Promise<Run> {
  return finished(
    spawn(process.execPath, [join(root, 'dist/cli/main.js'), 'drift', stage.terraform.directory, ...args], {
      env: { ...stage.terraform.environment, ...login, PATH: pathWithNode, TERRAFORM_BINARY_NAME: terraformCommand },
      stdio: ['ignore', 'pipe', 'pipe'],
    }),
  );
}

test('nothing is found after an apply, then what was changed by hand, by whom, and what to do', async () => {
  await stage.write(configuration);
  await stage.terraform.apply();
  const login = stage.platform.environment;
  expect(await drift(login)).toMatchObject({
    status: 0,
    output: 'Nothing was changed outside of Terraform since the last apply.\n',
  });

  const { app_id: app } = await stage.attributes('aptible_app.web');
  const { database_id: database, id } = await stage.attributes('aptible_database.main');
  expect(String(database)).toBe(id);
  const { log_drain_id: drain } = await stage.attributes('aptible_log_drain.logs');
  const service = stage.platform.control.list('service').find((each) => each.app_id === app)!.id;
  const operate = async (path: string, body: object) => {
    const { status, body: operation } = await stage.request('POST', `${path}/operations`, body);
    expect(status).toBe(201);
    return operation['id'] as number;
  };
  const scaled = await operate(`/services/${service}`, { type: 'scale', container_count: 3 });
  const configured = await operate(`/apps/${String(app)}`, {
    type: 'configure',
    env: { LOG_LEVEL: 'hunter2-level', BY_HAND: 'hunter2-hand', STRIPE_KEY: 'hunter2-other' },
  });
  const resized = await operate(`/databases/${id}`, { type: 'restart', container_size: 2048 });
  await operate(`/log_drains/${String(drain)}`, { type: 'deprovision' });
  const at = (operation: number) =>
    stage.platform.control.list('operation').find((each) => each.id === operation)!.created_at;
  const [{ name, email } = { name: '', email: '' }] = stage.platform.control.list('user');
  const by = (type: string, operation: number) =>
    `last set by ${name} <${email}> at ${at(operation)} (${type}, operation ${operation})`;

  const found = await drift(login);
  expect(found).toMatchObject({ status: 2, stderr: '' });
  expect(found.stdout).toBe(`Changed outside of Terraform since the last apply: 3 resources.

aptible_app.web
  config (BY_HAND, LOG_LEVEL)
    ${by('configure', configured)}
  secret_config
    ${by('configure', configured)}
  service.cmd.container_count 1 → 3
    ${by('scale', scaled)}

aptible_database.main
  container_size 1024 → 2048
    ${by('restart', resized)}

aptible_log_drain.logs
  was removed

Put it back: "terraform apply" makes it what the configuration says. What was removed is created again, without the data that it had. What the configuration leaves out stays as it is.

Take it over: write it into the configuration, or take the block of what was removed out of the configuration until "terraform plan" shows no changes, then run "terraform apply -refresh-only".

Leave it out of this report: --ignore aptible_app.web.config
`);

  const some = [
    'aptible_app.web.config.BY_HAND',
    'aptible_app.web.service',
    'aptible_database.main',
    'aptible_log_drain',
  ];
  const ignoring = some.flatMap((each) => ['--ignore', each]);
  const rest = await drift(login, '--json', ...ignoring);
  expect(rest).toMatchObject({ status: 2, stderr: '' });
  const lastSetBy = { operation: configured, type: 'configure', name, email, at: at(configured) };
  expect(JSON.parse(rest.stdout)).toEqual({
    drift: [
      {
        address: 'aptible_app.web',
        type: 'aptible_app',
        id: String(app),
        isRemoved: false,
        attributes: [
          { path: 'config', keys: ['LOG_LEVEL'], lastSetBy },
          { path: 'secret_config', lastSetBy },
        ],
      },
    ],
  });

  const unknown = await drift({}, '--ignore', 'aptible_app.web');
  expect(unknown.status).toBe(2);
  expect(unknown.stdout).toContain('aptible_database.main\n  container_size 1024 → 2048\n\n');
  expect(unknown.stderr).toMatch(/^Who changed it is not known\. There is no access token for the platform\./);
  for (const { output } of [found, rest, unknown]) expect(output).not.toContain('hunter2');
});
