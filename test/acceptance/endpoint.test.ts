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

test.each([
  ['ip_filtering', '  ip_filtering = ["192.0.2.7", "198.51.100.0/24"]'],
  ['container_port', '  container_port = 8080'],
  ['load_balancing_algorithm_type', '  load_balancing_algorithm_type = "least_outstanding_requests"'],
  ['managed and domain', '  managed = true\n  domain = "www.example.com"'],
  ['domain and shared', '  domain = "www.example.com"\n  shared = true'],
  ['platform, and ciphers with it', '  platform = "elb"\n  ssl_ciphers_override = "ECDHE-RSA-AES128-GCM-SHA256"'],
  [
    'settings',
    `  force_ssl                   = true
  maintenance_page_url        = "https://status.example.com"
  idle_timeout                = 90
  release_healthcheck_timeout = 300
  strict_health_checks        = true
  show_elb_healthchecks       = true
  ssl_protocols_override      = "TLSv1.2 PFS"`,
  ],
])('%s: changes in place, and back', async (_name, body) => {
  await stage.apply(endpoint());
  const { id } = await stage.attributes(web);
  expect(await stage.actions(endpoint(body))).toEqual({ [web]: 'update' });
  await stage.apply(endpoint(body));
  expect(await stage.actions(endpoint())).toEqual({ [web]: 'update' });
  await stage.apply(endpoint());
  expect((await stage.attributes(web))['id']).toBe(id);
});

test.each([
  ['process_type', '  process_type = "worker"'],
  ['endpoint_type', '  endpoint_type = "tls"'],
  ['internal', '  internal = true'],
  ['default_domain', '  default_domain = true'],
])('another %s plans a replacement', async (_name, body) => {
  await stage.apply(endpoint());
  expect(await stage.actions(endpoint(body))).toEqual({ [web]: 'delete,create' });
  await stage.apply(endpoint(body));
});

test('ports and addresses in another order plan nothing', async () => {
  const tls = (ports: string, addresses: string) =>
    endpoint(`  endpoint_type = "tls"\n  container_ports = [${ports}]\n  ip_filtering = [${addresses}]`);
  await stage.apply(tls('443, 8443', '"192.0.2.7", "192.0.2.8"'));
  const { id } = await stage.attributes(web);
  expect(await stage.get(`/vhosts/${id}`)).toMatchObject({
    type: 'tls',
    platform: 'elb',
    container_ports: [443, 8443],
  });
  await stage.request('PUT', `/vhosts/${id}`, { container_ports: [8443, 443] });
  expect(await stage.actions(tls('8443, 443', '"192.0.2.8", "192.0.2.7"'))).toEqual({});
  await stage.apply(tls('8443, 443, 9443', '"192.0.2.8"'));
});

test('the records for managed TLS are attributes, and go with it', async () => {
  await stage.apply(endpoint('  managed = true\n  domain = "www.example.com"'));
  const { external_hostname: host } = await stage.attributes(web);
  expect(await stage.attributes(web)).toMatchObject({
    virtual_domain: 'www.example.com',
    dns_validation_record: '_acme-challenge.www.example.com',
    dns_validation_value: `acme.${host}`,
    acme_status: 'pending',
  });
  await stage.apply(endpoint('  domain = "www.example.com"'));
  expect(await stage.attributes(web)).toMatchObject({
    dns_validation_record: null,
    dns_validation_value: null,
    acme_status: null,
  });
});

test('drift of every attribute is seen and put back', async () => {
  const body = '  domain = "www.example.com"\n  idle_timeout = 90\n  force_ssl = true';
  await stage.apply(endpoint(body));
  const { id } = await stage.attributes(web);
  const records = [
    { ip_whitelist: ['192.0.2.7'] },
    { container_port: 8080 },
    { load_balancing_algorithm_type: 'weighted_random' },
    { user_domain: 'other.example.com' },
    { acme: true },
    { shared: true },
    { platform: 'elb' },
  ];
  for (const record of records) {
    expect((await stage.request('PUT', `/vhosts/${id}`, record)).status).toBe(200);
    expect([record, await stage.actions(endpoint(body))]).toEqual([record, { [web]: 'update' }]);
    await stage.apply(endpoint(body));
  }
  const settings = [
    { FORCE_SSL: '' },
    { IDLE_TIMEOUT: '120' },
    { MAINTENANCE_PAGE_URL: 'https://other.example.com' },
    { RELEASE_HEALTHCHECK_TIMEOUT: '10' },
    { STRICT_HEALTH_CHECKS: 'true' },
    { SHOW_ELB_HEALTHCHECKS: 'true' },
    { SSL_PROTOCOLS_OVERRIDE: 'TLSv1.3' },
  ];
  for (const setting of settings) {
    const operation = { type: 'provision', settings: setting };
    expect((await stage.request('POST', `/vhosts/${id}/operations`, operation)).status).toBe(201);
    expect([setting, await stage.actions(endpoint(body))]).toEqual([setting, { [web]: 'update' }]);
    await stage.apply(endpoint(body));
  }
  // False and none are the same to the platform.
  await stage.request('POST', `/vhosts/${id}/operations`, {
    type: 'provision',
    settings: { STRICT_HEALTH_CHECKS: 'false' },
  });
  expect(await stage.actions(endpoint(body))).toEqual({});
});

test('an endpoint of the old https type is read as https', async () => {
  await stage.apply(endpoint());
  const attributes = await stage.attributes(web);
  const { id: appId } = await stage.attributes('aptible_app.web');
  const { body: services } = await stage.request('GET', `/apps/${appId}/services`);
  const [service] = (services['_embedded'] as { services: { id: number }[] }).services;
  const made = await stage.request('POST', `/services/${service!.id}/vhosts`, {
    type: 'http_proxy_protocol',
    platform: 'alb',
  });
  await stage.request('POST', `/vhosts/${String(made.body['id'])}/operations`, { type: 'provision' });
  await stage.terraform.expect('state', 'rm', web);
  await stage.terraform.expect('import', '-input=false', web, String(made.body['id']));
  expect(await stage.terraform.plan()).toEqual([]);
  expect((await stage.attributes(web))['id']).not.toBe(attributes['id']);
});

test('an endpoint is imported by id and by each of its host names', async () => {
  await stage.apply(endpoint('  domain = "www.example.com"\n  idle_timeout = 90'));
  const { id, external_hostname: host } = await stage.attributes(web);
  for (const importId of [String(id), 'acme-staging/www.example.com', `acme-staging/${String(host)}`]) {
    await stage.terraform.expect('state', 'rm', web);
    await stage.terraform.expect('import', '-input=false', web, importId);
    expect(await stage.terraform.plan()).toEqual([]);
  }
});

test('a failed provision leaves a tainted endpoint that the next apply repairs', async () => {
  stage.platform.control.failNext({ operation: 'provision', log: 'no load balancer to be had' });
  await stage.write(endpoint());
  expect(await stage.terraform.applyRefused()).toContain('no load balancer to be had');
  const failed = (await stage.terraform.state())[web];
  expect(failed).toMatchObject({ tainted: true, attributes: { status: 'provision_failed', external_hostname: null } });
  await stage.apply(endpoint());
  expect((await stage.terraform.state())[web]).toMatchObject({ tainted: false, attributes: { status: 'provisioned' } });
  expect((await stage.request('GET', `/vhosts/${failed?.attributes['id']}`)).status).toBe(404);
});

test('a change that was sent but not applied is applied by the next run', async () => {
  await stage.apply(endpoint());
  const { id } = await stage.attributes(web);
  const changed = endpoint('  container_port = 8080');
  stage.platform.control.failNext({ operation: 'provision', log: 'no load balancer to be had' });
  await stage.write(changed);
  expect(await stage.terraform.applyRefused()).toContain('no load balancer to be had');
  // The platform's record has the port already, and says nothing of the failure.
  expect(await stage.get(`/vhosts/${id}`)).toMatchObject({ container_port: 8080, status: 'provisioned' });
  expect(await stage.actions(changed)).toEqual({ [web]: 'update' });
  await stage.apply(changed);
});

const public_ = 'aptible_endpoint.public';

const ofDatabase = (body = '') => `${environment}
resource "aptible_database" "data" {
  env_id        = aptible_environment.staging.env_id
  handle        = "acme-db"
  database_type = "redis"
}
resource "aptible_endpoint" "public" {
  env_id        = aptible_environment.staging.env_id
  resource_type = "database"
  resource_id   = aptible_database.data.database_id
  endpoint_type = "tcp"
${body}
}
`;

test('an endpoint of a database has connection URLs of its own, one for each credential', async () => {
  await stage.apply(ofDatabase('  ip_filtering = ["192.0.2.7"]'));
  const attributes = await stage.attributes(public_);
  const { external_hostname: host, connection_urls: urls } = attributes;
  expect(attributes).toMatchObject({
    process_type: null,
    endpoint_type: 'tcp',
    platform: 'nlb',
    status: 'provisioned',
  });
  const direct = (await stage.attributes('aptible_database.data'))['connection_urls'] as string[];
  const parts = (url: string) => [new URL(url).protocol, new URL(url).password, new URL(url).pathname];
  expect(direct.length).toBeGreaterThan(1);
  expect((urls as string[]).map(parts)).toEqual(direct.map(parts));
  expect((urls as string[]).map((url) => new URL(url).hostname)).toEqual(direct.map(() => host));
  expect(urls).toContain(attributes['default_connection_url']);
  const { output } = await stage.terraform.expect('show', '-no-color');
  for (const url of urls as string[]) expect(output).not.toContain(url);

  expect(await stage.actions(ofDatabase('  ip_filtering = ["192.0.2.8"]\n  idle_timeout = 60'))).toEqual({
    [public_]: 'update',
  });
  await stage.apply(ofDatabase('  ip_filtering = ["192.0.2.8"]\n  idle_timeout = 60'));
  // The platform chooses the load balancer of a database, whatever is written.
  expect(
    await stage.actions(ofDatabase('  ip_filtering = ["192.0.2.8"]\n  idle_timeout = 60\n  platform = "elb"')),
  ).toEqual({});
  expect(await stage.actions(ofDatabase('  internal = true'))).toEqual({ [public_]: 'delete,create' });
});

test('an open endpoint of a database is planned with a warning', async () => {
  await stage.write(ofDatabase());
  const { output } = await stage.terraform.expect('plan', '-input=false', '-no-color');
  expect(output).toContain('The whole internet can reach this database');
});

test.each([
  ['a service', '  process_type = "web"', /process_type.*it cannot be set with resource_type = "database"/],
  ['a domain', '  domain = "db.example.com"', /of domain.*a database is reached over TCP/],
  ['the default domain', '  default_domain = true', /of default_domain.*a database is reached over TCP/],
  ['managed TLS', '  managed = true', /of managed.*a database is reached over TCP/],
])('refused at plan for a database: %s', async (_name, body, message) => {
  await stage.write(ofDatabase(body));
  expect((await stage.terraform.planRefused()).replace(/\s*│?\n│?\s*/g, ' ')).toMatch(message);
});

test('a service that the app does not have is an error that lists those that it has', async () => {
  await stage.write(endpoint('  process_type = "clock"'));
  const output = await stage.terraform.applyRefused();
  expect(output).toContain('has no service "clock"');
  expect(output).toMatch(/"web".*"worker"|"worker".*"web"/);
});

test.each([
  ['no service', '  process_type = null', /process_type.*it is needed with resource_type = "app"/],
  ['both kinds of ports', '  container_ports = [80]', /container_ports.*it leads to one port/],
  [
    'a port of a tls endpoint',
    '  endpoint_type = "tls"\n  container_port = 80',
    /container_port.*carries several ports/,
  ],
  ['nlb for an app', '  endpoint_type = "tcp"\n  platform = "nlb"', /got "nlb", expected one of alb, elb/],
  ['alb for tcp', '  endpoint_type = "tcp"\n  platform = "alb"', /got "alb", expected one of elb, nlb/],
  ['an algorithm on elb', '  platform = "elb"\n  load_balancing_algorithm_type = "round_robin"', /for alb only/],
  ['an https setting of tls', '  endpoint_type = "tls"\n  force_ssl = true', /it is for https only/],
  ['ciphers of an alb', '  ssl_ciphers_override = "AES128"', /no choice of cipher suites/],
  ['PFS on elb', '  platform = "elb"\n  ssl_protocols_override = "TLSv1.2 PFS"', /got "TLSv1.2 PFS", expected one of/],
  ['PFS of grpc', '  endpoint_type = "grpc"\n  ssl_protocols_override = "TLSv1.2 PFS"', /PFS is for alb only/],
  ['managed without a domain', '  managed = true', /of domain.*it is needed with managed = true/],
  [
    'managed with the default domain',
    '  managed = true\n  default_domain = true',
    /of managed.*it cannot be set with default_domain = true/,
  ],
  [
    'a domain and the default one',
    '  domain = "a.example.com"\n  default_domain = true',
    /host name is the platform’s/,
  ],
  ['shared without a domain', '  shared = true', /one of default_domain and domain is needed/],
  ['shared with a wildcard', '  shared = true\n  domain = "*.example.com"', /a domain without wildcards/],
  ['an address that is none', '  ip_filtering = ["192.0.2.300"]', /an IPv4 address or range/],
  ['a timeout out of range', '  idle_timeout = 29', /between 30 and 2400/],
])('refused at plan: %s', async (_name, body, message) => {
  await stage.write(endpoint(body));
  expect((await stage.terraform.planRefused()).replace(/\s*│?\n│?\s*/g, ' ')).toMatch(message);
});
