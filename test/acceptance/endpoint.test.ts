import { environment } from './support/hcl';
import { Stage } from './support/stage';

const image = 'quay.io/aptible/deploy-demo-app';

let stage: Stage;
beforeEach(async () => {
  stage = await Stage.set({ images: { [image]: ['web', 'worker'] }, databases: 'none' });
});
afterEach(() => stage.strike());

const web = 'aptible_endpoint.web';

const app = `${environment}
resource "aptible_app" "web" {
  env_id       = aptible_environment.staging.env_id
  handle       = "acme-web"
  docker_image = "${image}"
}
`;

const block = (name: string, body: string) => `
resource "aptible_endpoint" "${name}" {
  env_id        = aptible_environment.staging.env_id
  resource_type = "app"
  resource_id   = aptible_app.web.app_id
${/^ *process_type/m.test(body) ? '' : '  process_type  = "web"'}
${body}
}
`;

/** An endpoint of the service web; `body` may set another service. */
const endpoint = (body = '') => app + block('web', body);

/** Many of them, by their names: what is tried on each costs the same few commands for all. */
const endpoints = (bodies: Readonly<Record<string, string>>) =>
  app +
  Object.entries(bodies)
    .map(([name, body]) => block(name, body))
    .join('');

const each = <T>(of: Readonly<Record<string, unknown>>, value: (name: string) => T): Record<string, T> =>
  Object.fromEntries(Object.keys(of).map((name) => [`aptible_endpoint.${name}`, value(name)]));

test('an https endpoint of an app gets host names, is planned empty, and gone after destroy', async () => {
  await stage.apply(endpoint('  default_domain = true\n  container_port = 3000'));
  const attributes = await stage.attributes(web);
  const appId = (await stage.attributes('aptible_app.web'))['app_id'];
  expect(attributes).toEqual({
    id: String(attributes['endpoint_id']),
    endpoint_id: expect.any(Number) as number,
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
    virtual_domain: `app-${String(appId)}.on-aptible.invalid`,
    external_hostname: expect.stringMatching(/^elb-.*\.aptible\.invalid$/) as string,
    dns_validation_record: null,
    dns_validation_value: null,
    acme_status: null,
    timeouts: null,
  });
  expect(await stage.get(`/vhosts/${attributes['id']}`)).toMatchObject({ type: 'http', platform: 'alb' });

  await stage.terraform.destroy();
  expect((await stage.request('GET', `/vhosts/${attributes['id']}`)).status).toBe(404);
});

test('what can change in place does, and back', async () => {
  const changes = {
    addresses: '  ip_filtering = ["192.0.2.7", "198.51.100.0/24"]',
    port: '  container_port = 8080',
    algorithm: '  load_balancing_algorithm_type = "least_outstanding_requests"',
    managed: '  managed = true\n  domain = "www.example.com"',
    shared: '  domain = "shared.example.com"\n  shared = true',
    platform: '  platform = "elb"\n  ssl_ciphers_override = "ECDHE-RSA-AES128-GCM-SHA256"',
    settings: `  force_ssl                   = true
  maintenance_page_url        = "https://status.example.com"
  idle_timeout                = 90
  release_healthcheck_timeout = 300
  strict_health_checks        = true
  show_elb_healthchecks       = true
  ssl_protocols_override      = "TLSv1.2 PFS"`,
  };
  const plain = endpoints(Object.fromEntries(Object.keys(changes).map((name) => [name, ''])));
  const ids = async () => {
    const state = await stage.terraform.state();
    return each(changes, (name) => state[`aptible_endpoint.${name}`]?.attributes['id']);
  };
  await stage.apply(plain);
  const before = await ids();
  expect(await stage.actions(endpoints(changes))).toEqual(each(changes, () => 'update'));
  await stage.apply(endpoints(changes));
  expect(await stage.actions(plain)).toEqual(each(changes, () => 'update'));
  await stage.apply(plain);
  expect(await ids()).toEqual(before);
});

test('what cannot change plans a replacement', async () => {
  const changes = {
    service: '  process_type = "worker"',
    type: '  endpoint_type = "tls"',
    internal: '  internal = true',
    default_domain: '  default_domain = true',
  };
  await stage.apply(endpoints({ ...changes, service: '', type: '', internal: '', default_domain: '' }));
  expect(await stage.actions(endpoints(changes))).toEqual(each(changes, () => 'delete,create'));
  await stage.apply(endpoints(changes));
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
    dns_validation_value: `acme.${String(host)}`,
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
  const body = (name: string) => `  domain = "${name}.example.com"\n  idle_timeout = 90\n  force_ssl = true`;
  const records = {
    ip_filtering: { ip_whitelist: ['192.0.2.7'] },
    container_port: { container_port: 8080 },
    algorithm: { load_balancing_algorithm_type: 'weighted_random' },
    domain: { user_domain: 'other.example.com' },
    managed: { acme: true },
    shared: { shared: true },
    platform: { platform: 'elb' },
  };
  const settings = {
    force_ssl: { FORCE_SSL: '' },
    idle_timeout: { IDLE_TIMEOUT: '120' },
    maintenance_page_url: { MAINTENANCE_PAGE_URL: 'https://other.example.com' },
    release_healthcheck_timeout: { RELEASE_HEALTHCHECK_TIMEOUT: '10' },
    strict_health_checks: { STRICT_HEALTH_CHECKS: 'true' },
    show_elb_healthchecks: { SHOW_ELB_HEALTHCHECKS: 'true' },
    ssl_protocols_override: { SSL_PROTOCOLS_OVERRIDE: 'TLSv1.3' },
  };
  // False and none are the same to the platform.
  const equal = { equal: { STRICT_HEALTH_CHECKS: 'false' } };
  const names = Object.keys({ ...records, ...settings, ...equal });
  const hcl = endpoints(Object.fromEntries(names.map((name) => [name, body(name.replaceAll('_', '-'))])));
  await stage.apply(hcl);
  const state = await stage.terraform.state();
  const path = (name: string) => `/vhosts/${String(state[`aptible_endpoint.${name}`]?.attributes['id'])}`;
  for (const [name, record] of Object.entries(records)) {
    expect((await stage.request('PUT', path(name), record)).status).toBe(200);
  }
  for (const [name, setting] of Object.entries({ ...settings, ...equal })) {
    const operation = { type: 'provision', settings: setting };
    expect((await stage.request('POST', `${path(name)}/operations`, operation)).status).toBe(201);
  }
  expect(await stage.actions(hcl)).toEqual(each({ ...records, ...settings }, () => 'update'));
  await stage.apply(hcl);
});

test('an endpoint is imported by id and by each of its host names, also one of the old https type', async () => {
  await stage.apply(endpoint('  domain = "www.example.com"\n  idle_timeout = 90'));
  const { id, external_hostname: host } = await stage.attributes(web);
  for (const importId of [String(id), 'acme-staging/www.example.com', `acme-staging/${String(host)}`]) {
    await stage.terraform.expect('state', 'rm', web);
    await stage.terraform.expect('import', '-input=false', web, importId);
    expect(await stage.terraform.actions()).toEqual({});
  }

  // One of the old https type is read as https.
  stage.platform.control.change('vhost', Number(id), { type: 'http_proxy_protocol' });
  expect(await stage.terraform.actions()).toEqual({});
});

test('a failed provision leaves a tainted endpoint that the next apply repairs, a failed change is applied by it', async () => {
  stage.platform.control.failNext({ operation: 'provision', log: 'there is no load balancer' });
  await stage.write(endpoint());
  expect(await stage.terraform.applyRefused()).toContain('there is no load balancer');
  const failed = (await stage.terraform.state())[web];
  expect(failed).toMatchObject({ tainted: true, attributes: { status: 'provision_failed', external_hostname: null } });
  await stage.apply(endpoint());
  expect((await stage.terraform.state())[web]).toMatchObject({ tainted: false, attributes: { status: 'provisioned' } });
  expect((await stage.request('GET', `/vhosts/${failed?.attributes['id']}`)).status).toBe(404);

  const { id } = await stage.attributes(web);
  const changed = endpoint('  container_port = 8080');
  stage.platform.control.failNext({ operation: 'provision', log: 'there is no load balancer' });
  await stage.write(changed);
  expect(await stage.terraform.applyRefused()).toContain('there is no load balancer');
  // The platform's record has the port already, and says nothing of the failure.
  expect(await stage.get(`/vhosts/${id}`)).toMatchObject({ container_port: 8080, status: 'provisioned' });
  expect(await stage.actions(changed)).toEqual({ [web]: 'update' });
  await stage.apply(changed);
});

const public_ = 'aptible_endpoint.public';

const database = `
resource "aptible_database" "data" {
  env_id        = aptible_environment.staging.env_id
  handle        = "acme-db"
  database_type = "redis"
}
`;

const databaseBlock = (name: string, body: string) => `
resource "aptible_endpoint" "${name}" {
  env_id        = aptible_environment.staging.env_id
  resource_type = "database"
  resource_id   = aptible_database.data.database_id
  endpoint_type = "tcp"
${body}
}
`;

const ofDatabase = (body = '') => environment + database + databaseBlock('public', body);

const user = `
data "aptible_endpoint" "public" {
  endpoint_id = aptible_endpoint.public.endpoint_id
}
resource "aptible_app" "worker" {
  env_id = aptible_environment.staging.env_id
  handle = "acme-worker"
  config = {
    HOST     = data.aptible_endpoint.public.credentials["redis+ssl"].host
    PASSWORD = data.aptible_endpoint.public.credentials["redis+ssl"].password
  }
}
`;

test('an endpoint of a database has connection URLs of its own, one for each credential', async () => {
  const configuration = ofDatabase('  ip_filtering = ["192.0.2.7"]') + user;
  await stage.apply(configuration);
  const attributes = await stage.attributes(public_);
  const { external_hostname: host } = attributes;
  const lookedUp = await stage.attributes('data.aptible_endpoint.public');
  const { connection_urls: urls } = lookedUp;
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
  expect(urls).toContain(lookedUp['default_connection_url']);
  const { output } = await stage.terraform.expect('show', '-no-color');
  for (const url of urls as string[]) expect(output).not.toContain(url);
  expect((await stage.attributes('aptible_app.worker'))['config']).toEqual({
    HOST: host,
    PASSWORD: new URL(direct[0]!).password,
  });

  const { control } = stage.platform;
  for (const { id, connection_url: url } of control.list('database_credential')) {
    control.change('database_credential', id, { connection_url: url.replace(/:[^:@]*@/, ':rotated@') });
  }
  // A password that the platform changes is an update in place of the app that uses it, and of nothing else.
  expect(await stage.actions(configuration)).toEqual({ 'aptible_app.worker': 'update' });

  await stage.apply(configuration);
  const changed = '  ip_filtering = ["192.0.2.8"]\n  idle_timeout = 60';
  // Terraform reads the data source once more after the change, and plans its users anew. It comes to nothing.
  expect(await stage.actions(ofDatabase(changed) + user)).toEqual({
    [public_]: 'update',
    'aptible_app.worker': 'update',
  });
  const operations = () => control.list('operation').filter(({ resource_kind }) => resource_kind === 'app');
  const before = operations();
  await stage.apply(ofDatabase(changed) + user);
  expect([before.length > 0, operations()]).toEqual([true, before]);
  // The platform chooses the load balancer of a database, whatever is written.
  expect(await stage.actions(ofDatabase(`${changed}\n  platform = "elb"`) + user)).toEqual({});
  expect(await stage.actions(ofDatabase('  internal = true') + user)).toEqual({
    [public_]: 'delete,create',
    'aptible_app.worker': 'update',
  });
});

test('an open endpoint of a database is planned with a warning', async () => {
  await stage.write(ofDatabase());
  const { output } = await stage.terraform.expect('plan', '-input=false', '-no-color');
  expect(output).toContain('The whole internet can reach this database');
});

test('a service that the app does not have is an error that lists those that it has', async () => {
  await stage.write(endpoint('  process_type = "clock"'));
  const output = await stage.terraform.applyRefused();
  expect(output).toContain('has no service "clock"');
  expect(output).toMatch(/"web".*"worker"|"worker".*"web"/);
});

test('refused at plan, all at once', async () => {
  const ofApp: Record<string, [string, RegExp]> = {
    no_service: ['  process_type = null', /process_type.*it is needed with resource_type = "app"/],
    both_kinds_of_ports: ['  container_ports = [80]', /container_ports.*it leads to one port/],
    port_of_tls: ['  endpoint_type = "tls"\n  container_port = 80', /container_port.*carries several ports/],
    nlb_for_an_app: ['  endpoint_type = "tcp"\n  platform = "nlb"', /got "nlb", expected one of alb, elb/],
    alb_for_tcp: ['  endpoint_type = "tcp"\n  platform = "alb"', /got "alb", expected one of elb, nlb/],
    algorithm_on_elb: ['  platform = "elb"\n  load_balancing_algorithm_type = "round_robin"', /for alb only/],
    https_setting_of_tls: ['  endpoint_type = "tls"\n  force_ssl = true', /it is for https only/],
    ciphers_of_alb: ['  ssl_ciphers_override = "AES128"', /no choice of cipher suites/],
    pfs_on_elb: ['  platform = "elb"\n  ssl_protocols_override = "TLSv1.2 PFS"', /got "TLSv1.2 PFS", expected one of/],
    pfs_of_grpc: ['  endpoint_type = "grpc"\n  ssl_protocols_override = "TLSv1.2 PFS"', /PFS is for alb only/],
    managed_alone: ['  managed = true', /of domain.*it is needed with managed = true/],
    managed_default: [
      '  managed = true\n  default_domain = true',
      /of managed.*it cannot be set with default_domain = true/,
    ],
    two_domains: ['  domain = "a.example.com"\n  default_domain = true', /host name is the platform’s/],
    shared_alone: ['  shared = true', /one of default_domain and domain is needed/],
    shared_wildcard: ['  shared = true\n  domain = "*.example.com"', /a domain without wildcards/],
    no_address: ['  ip_filtering = ["192.0.2.300"]', /an IPv4 address or range/],
    timeout: ['  idle_timeout = 29', /between 30 and 2400/],
  };
  const ofDatabase: Record<string, [string, RegExp]> = {
    service_of_database: ['  process_type = "web"', /process_type.*it cannot be set with resource_type = "database"/],
    domain_of_database: ['  domain = "db.example.com"', /of domain.*a database is reached over TCP/],
    default_domain_of_database: ['  default_domain = true', /of default_domain.*a database is reached over TCP/],
    managed_database: ['  managed = true', /of managed.*a database is reached over TCP/],
  };
  const hcl = [
    ...Object.entries(ofApp).map(([name, [body]]) => block(name, body)),
    ...Object.entries(ofDatabase).map(([name, [body]]) => databaseBlock(name, body)),
  ];
  await stage.write(app + database + hcl.join(''));
  const problems = await stage.terraform.planProblems();
  const all = { ...ofApp, ...ofDatabase };
  expect(problems).toEqual(each(all, (name) => expect.stringMatching(all[name]![1]) as string));
});
