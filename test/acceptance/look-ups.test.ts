/** Every data source, asked in one plan for what was made without terraform. */
import { dataSources } from '../../lib/schema';
import { issue } from '../support/certificates';
import { Stage } from './support/stage';

let stage: Stage;
beforeEach(async () => {
  stage = await Stage.set({ images: { 'acme/web': ['web', 'worker'] } });
});
afterEach(() => stage.strike());

const questions = `
data "aptible_organizations" "all" {}
data "aptible_roles" "all" {}
data "aptible_stacks" "all" {}
data "aptible_stack" "shared" {
  name = "shared-us-east-1"
}
data "aptible_environments" "all" {}
data "aptible_environment" "staging" {
  handle = "acme-staging"
}
locals {
  env_id = data.aptible_environment.staging.env_id
}
data "aptible_apps" "all" {
  env_id = local.env_id
}
data "aptible_app" "web" {
  for_each    = toset(data.aptible_apps.all.apps[*].handle)
  env_id      = local.env_id
  handle      = each.key
  with_config = true
}
data "aptible_services" "web" {
  env_id = local.env_id
  app_id = data.aptible_app.web["web"].app_id
}
data "aptible_endpoints" "all" {
  env_id = local.env_id
}
data "aptible_endpoint" "www" {
  env_id   = local.env_id
  hostname = "www.example.com"
}
data "aptible_certificates" "all" {
  env_id = local.env_id
}
data "aptible_certificate" "www" {
  env_id      = local.env_id
  fingerprint = substr(data.aptible_certificates.all.certificates[0].sha256_fingerprint, 0, 10)
}
data "aptible_database_images" "redis" {
  database_type = "redis"
}
data "aptible_databases" "all" {
  env_id = local.env_id
}
data "aptible_database" "cache" {
  database_id = data.aptible_databases.all.databases[0].database_id
}
data "aptible_backups" "cache" {
  env_id      = local.env_id
  database_id = data.aptible_database.cache.database_id
}
data "aptible_backup_retention_policy" "staging" {
  env_id = local.env_id
}
data "aptible_log_drains" "all" {
  env_id = local.env_id
}
data "aptible_log_drain" "logs" {
  env_id = local.env_id
  handle = "acme-logs"
}
data "aptible_metric_drains" "all" {
  env_id = local.env_id
}
data "aptible_metric_drain" "metrics" {
  env_id = local.env_id
  handle = "acme-metrics"
}
data "aptible_maintenances" "all" {
  env_id = local.env_id
}
`;

/** What somebody else has made: the ids of it. */
async function makeEnvironment() {
  const { control } = stage.platform;
  const post = async (path: string, body: object) => {
    const { status, body: made } = await stage.request('POST', path, body);
    if (status !== 201) throw new Error(`POST ${path} answered ${status}: ${JSON.stringify(made)}`);
    return made['id'] as number;
  };
  const provisioned = async (path: string, id: number, operation: object = { type: 'provision' }) => {
    await post(`/${path}/${id}/operations`, operation);
    return id;
  };
  const environment = await post('/accounts', {
    handle: 'acme-staging',
    type: 'development',
    stack_id: control.list('stack').find(({ name }) => name === 'shared-us-east-1')!.id,
    organization_id: control.list('organization')[0]!.uuid,
  });
  const within = `/accounts/${environment}`;
  const app = await provisioned('apps', await post(`${within}/apps`, { handle: 'web' }), {
    type: 'deploy',
    settings: { APTIBLE_DOCKER_IMAGE: 'acme/web' },
    env: { TOKEN: 'hunter2' },
  });
  const { certificate: certificate_body, key: private_key } = issue({ name: 'www.example.com' });
  const certificate = await post(`${within}/certificates`, { certificate_body, private_key });
  const service = control.list('service').find(({ process_type }) => process_type === 'web')!.id;
  const endpoint = await provisioned(
    'vhosts',
    await post(`/services/${service}/vhosts`, {
      type: 'http',
      platform: 'alb',
      user_domain: 'www.example.com',
      certificate,
    }),
  );
  const database = await provisioned(
    'databases',
    await post(`${within}/databases`, { handle: 'cache', type: 'redis', initial_disk_size: 10 }),
  );
  await post(`/databases/${database}/operations`, { type: 'backup' });
  const logs = { handle: 'acme-logs', drain_type: 'https_post', url: 'https://key@logs.example.com' };
  const metrics = { handle: 'acme-metrics', drain_type: 'datadog', drain_configuration: { api_key: 'key' } };
  const logDrain = await provisioned('log_drains', await post(`${within}/log_drains`, logs));
  const metricDrain = await provisioned('metric_drains', await post(`${within}/metric_drains`, metrics));
  const [starts_at, ends_at] = ['2031-01-01T00:00:00Z', '2031-01-08T00:00:00Z'];
  control.seed('maintenance', { resource_kind: 'app', resource_id: app, starts_at, ends_at });
  const backup = control.list('backup')[0]!.id;
  return { environment, app, certificate, service, endpoint, database, backup, logDrain, metricDrain };
}

test('all are answered in one plan, from few requests; secrets stay hidden', async () => {
  const made = await makeEnvironment();
  const before = stage.platform.requests.length;
  await stage.apply(questions);

  const state = await stage.terraform.state();
  const addresses = Object.keys(state).map((address) => address.split('.')[1]!);
  expect([...new Set(addresses)].sort()).toEqual(Object.keys(dataSources).sort());
  const of = (address: string) => state[`data.${address}`]!.attributes;
  expect(of('aptible_app.web')).toMatchObject({ app_id: made.app, config: { TOKEN: 'hunter2' } });
  expect(of('aptible_services.web')['services']).toMatchObject([
    { app_id: made.app, service_id: made.service, process_type: 'web' },
    { app_id: made.app, process_type: 'worker' },
  ]);
  expect(of('aptible_endpoints.all')['endpoints']).toMatchObject([
    { endpoint_id: made.endpoint, resource_id: made.app, certificate_id: made.certificate },
  ]);
  expect(of('aptible_endpoint.www')).toMatchObject({ endpoint_id: made.endpoint, domain: 'www.example.com' });
  expect(of('aptible_certificate.www')).toMatchObject({ certificate_id: made.certificate });
  expect(of('aptible_database.cache')).toMatchObject({ database_id: made.database, handle: 'cache' });
  expect(of('aptible_backups.cache')).toMatchObject({ latest_id: made.backup });
  expect(of('aptible_log_drains.all')['log_drains']).toMatchObject([
    { log_drain_id: made.logDrain },
    { drain_type: 'tail' },
  ]);
  expect(of('aptible_log_drain.logs')).toMatchObject({ url: 'https://key@logs.example.com' });
  expect(of('aptible_metric_drains.all')['metric_drains']).toMatchObject([{ metric_drain_id: made.metricDrain }]);
  expect(of('aptible_metric_drain.metrics')).toMatchObject({ api_key: 'key' });
  expect(of('aptible_roles.all')['roles']).toMatchObject([{ name: 'Owners', type: 'owner' }]);
  expect(of('aptible_maintenances.all')['maintenances']).toMatchObject([
    { resource_id: made.app, restart_command: 'aptible restart --app web --environment acme-staging' },
  ]);
  // The plan of the apply and the one after it: each collection once, and one app's configuration and one database by their ids.
  expect(stage.platform.requests.slice(before)).toHaveLength(2 * 19);

  // As Backup.latestOf asks.
  const noBackup = `data "aptible_backups" "none" {
  env_id      = local.env_id
  database_id = data.aptible_database.cache.database_id + 1
  lifecycle {
    postcondition {
      condition     = self.latest_id != null
      error_message = "The database \${self.database_id} has no backup."
    }
  }
}
`;
  const secrets = [
    'aptible_app.web["web"].config',
    'aptible_log_drain.logs.url',
    'aptible_metric_drain.metrics.api_key',
  ];
  await stage.write(
    questions +
      noBackup +
      secrets.map((value, index) => `output "secret_${index}" {\n  value = data.${value}\n}\n`).join(''),
  );
  const refused = await stage.terraform.planRefused();
  expect(refused).toContain(`The database ${made.database + 1} has no backup.`);
  const reasons = refused.match(/Error: \D+ line \d+: \d+: output "secret_\d"/g)!;
  expect(reasons.map((reason) => reason.replace(/\d+/g, 'N'))).toEqual(
    secrets.map(() => 'Error: Output refers to sensitive values on main.tf line N: N: output "secret_N"'),
  );
});
