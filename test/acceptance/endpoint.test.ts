import { Stage } from './support/stage';

const image = 'quay.io/aptible/deploy-demo-app';

let stage: Stage;
beforeEach(async () => {
  stage = await Stage.set({ images: { [image]: ['web', 'worker'] }, databases: 'none' });
});
afterEach(() => stage.strike());

const web = 'aptible_endpoint.web';

const environment = `
data "aptible_stack" "shared" {
  name = "shared-us-east-1"
}
resource "aptible_environment" "staging" {
  stack_id = data.aptible_stack.shared.stack_id
  handle   = "acme-staging"
}
`;

/** An endpoint of the service web; `body` may set another service. */
const endpoint = (body = '') => `${environment}
resource "aptible_app" "web" {
  env_id       = aptible_environment.staging.env_id
  handle       = "acme-web"
  docker_image = "${image}"
}
resource "aptible_endpoint" "web" {
  env_id        = aptible_environment.staging.env_id
  resource_type = "app"
  resource_id   = aptible_app.web.app_id
${/^ *process_type/m.test(body) ? '' : '  process_type  = "web"'}
${body}
}
`;

test('an https endpoint of an app gets host names, is planned empty, and gone after destroy', async () => {
  await stage.apply(endpoint('  default_domain = true\n  container_port = 3000'));
  const attributes = await stage.attributes(web);
  const appId = (await stage.attributes('aptible_app.web'))['app_id'];
  expect(attributes).toEqual({
    id: String(attributes['endpoint_id']),
    endpoint_id: expect.any(Number),
    env_id: (await stage.attributes('aptible_environment.staging'))['env_id'],
    resource_type: 'app',
    resource_id: appId,
    process_type: 'web',
    endpoint_type: 'https',
    default_domain: true,
    managed: false,
    domain: '',
    certificate_id: null,
    internal: false,
    container_port: 3000,
    container_ports: [],
    ip_filtering: [],
    platform: 'alb',
    shared: false,
    load_balancing_algorithm_type: null,
    force_ssl: false,
    maintenance_page_url: null,
    idle_timeout: null,
    release_healthcheck_timeout: null,
    strict_health_checks: false,
    show_elb_healthchecks: false,
    ssl_protocols_override: null,
    ssl_ciphers_override: null,
    disable_weak_cipher_suites: false,
    status: 'provisioned',
    virtual_domain: `app-${appId}.on-aptible.invalid`,
    external_hostname: expect.stringMatching(/^elb-.*\.aptible\.invalid$/),
    dns_validation_record: null,
    dns_validation_value: null,
    acme_status: null,
    default_connection_url: null,
    connection_urls: null,
    timeouts: null,
  });
  expect(await stage.get(`/vhosts/${attributes['id']}`)).toMatchObject({ type: 'http', platform: 'alb' });

  await stage.terraform.destroy();
  expect((await stage.request('GET', `/vhosts/${attributes['id']}`)).status).toBe(404);
});
