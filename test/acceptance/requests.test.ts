/** A large environment is read with few requests, and a change in it is still seen. */
import { Stage } from './support/stage';
import { providerAddress } from './support/terraform';

let stage: Stage;
beforeEach(async () => {
  stage = await Stage.set({ images: { 'acme/web': ['web', 'worker'] } });
});
afterEach(() => stage.strike());

const configuration = `
data "aptible_stack" "shared" {
  name = "shared-us-east-1"
}
resource "aptible_environment" "large" {
  stack_id = data.aptible_stack.shared.stack_id
  handle   = "acme-large"
}
resource "aptible_app" "apps" {
  count        = 100
  env_id       = aptible_environment.large.env_id
  handle       = "app-\${count.index}"
  docker_image = "acme/web"
  config       = { INDEX = tostring(count.index) }
  service {
    process_type = "web"
  }
  service {
    process_type = "worker"
  }
}
resource "aptible_database" "databases" {
  count  = 50
  env_id = aptible_environment.large.env_id
  handle = "database-\${count.index}"
}
resource "aptible_endpoint" "endpoints" {
  count          = 100
  env_id         = aptible_environment.large.env_id
  resource_id    = aptible_app.apps[count.index].app_id
  resource_type  = "app"
  process_type   = "web"
  default_domain = true
}
resource "aptible_log_drain" "drains" {
  count      = 10
  env_id     = aptible_environment.large.env_id
  handle     = "drain-\${count.index}"
  drain_type = "https_post"
  url        = "https://logs.example.com"
}
`;

/** The environment as it would be after an apply, made without terraform, which would take minutes. */
async function makeEnvironment(): Promise<void> {
  const post = async (path: string, body: object) => {
    const answer = await stage.request('POST', path, body);
    if (answer.status !== 201)
      throw new Error(`POST ${path} answered ${answer.status}: ${JSON.stringify(answer.body)}`);
    return answer.body as { id: number };
  };
  const provisioned = async (collection: string, { id }: { id: number }, operation: object = { type: 'provision' }) => {
    await post(`/${collection}/${id}/operations`, operation);
    return id;
  };
  const { control } = stage.platform;
  const stack = control.list('stack').find(({ name }) => name === 'shared-us-east-1')!;
  const { uuid } = control.list('organization')[0]!;
  const { id: environment } = await post('/accounts', {
    handle: 'acme-large',
    type: 'development',
    stack_id: stack.id,
    organization_id: uuid,
  });
  const instances: Record<string, object[]> = { environment: [{ env_id: environment }] };
  const add = (type: string, attributes: object) =>
    (instances[type] ??= []).push({ env_id: environment, ...attributes });
  for (let index = 0; index < 100; index++) {
    const app = await post(`/accounts/${environment}/apps`, { handle: `app-${index}` });
    const settings = { APTIBLE_DOCKER_IMAGE: 'acme/web' };
    const config = { INDEX: String(index) };
    await provisioned('apps', app, { type: 'deploy', settings, env: config });
    const services = control.list('service', { app_id: app.id });
    for (const { id } of services) await stage.request('PUT', `/services/${id}`, { stop_timeout: 10 });
    add('app', { app_id: app.id, config, service: services.map(({ process_type }) => ({ process_type })) });
    const web = services.find((service) => service.process_type === 'web')!;
    const vhost = await post(`/services/${web.id}/vhosts`, { type: 'http', platform: 'alb', default: true });
    add('endpoint', { endpoint_id: await provisioned('vhosts', vhost) });
  }
  for (let index = 0; index < 50; index++) {
    const body = { handle: `database-${index}`, type: 'postgresql' };
    const database = await post(`/accounts/${environment}/databases`, body);
    add('database', { database_id: await provisioned('databases', database) });
  }
  for (let index = 0; index < 10; index++) {
    const body = { handle: `drain-${index}`, drain_type: 'https_post', url: 'https://logs.example.com' };
    const drain = await post(`/accounts/${environment}/log_drains`, body);
    add('log_drain', { log_drain_id: await provisioned('log_drains', drain) });
  }
  await stage.terraform.write(JSON.stringify(stateOf(instances)), 'terraform.tfstate');
}

/** A state that knows no more than ids and what is declared of an app: its services and variables. */
function stateOf(instances: Record<string, object[]>): object {
  const names: Record<string, string> = { environment: 'large', log_drain: 'drains' };
  return {
    version: 4,
    terraform_version: '1.11.4',
    serial: 1,
    lineage: '00000000-0000-0000-0000-000000000000',
    outputs: {},
    resources: Object.entries(instances).map(([type, each]) => ({
      mode: 'managed',
      type: `aptible_${type}`,
      name: names[type] ?? `${type}s`,
      provider: `provider["${providerAddress}"]`,
      instances: each.map((attributes, index) => ({
        ...(type === 'environment' ? {} : { index_key: index }),
        schema_version: 0,
        attributes: { ...attributes, id: String(Object.values(attributes)[type === 'environment' ? 0 : 1]) },
      })),
    })),
  };
}

test('100 apps with 2 services, 50 databases, 100 endpoints and 10 drains: at most 15 requests', async () => {
  await makeEnvironment();
  await stage.write(configuration);
  await stage.terraform.expect('apply', '-refresh-only', '-auto-approve', '-input=false');
  const before = stage.platform.requests.length;
  expect(await stage.terraform.actions()).toEqual({});
  const requests = stage.platform.requests.slice(before).map(({ method, path }) => `${method} ${path}`);
  expect(requests.length).toBeLessThanOrEqual(15);

  const worker = stage.platform.control.list('service').find((service) => service.process_type === 'worker')!;
  stage.platform.control.change('service', worker.id, { container_count: 7 });
  expect(Object.values(await stage.terraform.actions())).toEqual(['update']);
});
