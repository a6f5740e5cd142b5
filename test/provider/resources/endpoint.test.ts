import type { Plain } from '../../support/plugin/plain-objects';
import { type Driver, startDriver } from '../driver';

let driver: Driver;
let env_id: number;
let app: { resource_id: number; serviceId: number };

beforeEach(async () => {
  driver = await startDriver({ images: { 'acme/web': ['web'] } });
  env_id = driver.environmentId;
  const { id } = (await driver.request('POST', `/accounts/${env_id}/apps`, { handle: 'web' })) as { id: number };
  await driver.request('POST', `/apps/${id}/operations`, {
    type: 'deploy',
    settings: { APTIBLE_DOCKER_IMAGE: 'acme/web' },
  });
  app = { resource_id: id, serviceId: driver.control.list('service').find((each) => each.app_id === id)!.id };
  driver.clearRequests();
});

afterEach(() => driver.stop());

const declared = (more = {}) => ({
  env_id,
  resource_type: 'app',
  resource_id: app.resource_id,
  process_type: 'web',
  ...more,
});
const apply = (more = {}, prior = null as Parameters<Driver['apply']>[2]) =>
  driver.apply('aptible_endpoint', declared(more), prior);

describe('create', () => {
  test('the record has all that is known, the operation the settings', async () => {
    const { state, diagnostics } = await apply({
      domain: 'www.example.com',
      managed: true,
      idle_timeout: 90,
      force_ssl: true,
    });
    expect(diagnostics).toEqual([]);
    expect(driver.writes()).toEqual([
      [
        'POST',
        `/services/${app.serviceId}/vhosts`,
        {
          type: 'http',
          platform: 'alb',
          default: false,
          acme: true,
          shared: false,
          user_domain: 'www.example.com',
          internal: false,
          ip_whitelist: [],
        },
      ],
      [
        'POST',
        `/vhosts/${String(state!.id)}/operations`,
        { type: 'provision', settings: { FORCE_SSL: 'true', IDLE_TIMEOUT: '90' } },
      ],
    ]);
  });

  test('ports of a tls endpoint are in the record, and an https one on elb has the older name', async () => {
    await apply({ endpoint_type: 'tls', container_ports: [443] });
    await apply({ platform: 'elb', container_port: 80 });
    const bodies = driver.writes().flatMap(([, path, body]) => (path.endsWith('/vhosts') ? [body] : []));
    expect(bodies).toEqual([
      expect.objectContaining({ type: 'tls', platform: 'elb', container_ports: [443] }),
      expect.objectContaining({ type: 'http_proxy_protocol', platform: 'elb', container_port: 80 }),
    ]);
  });

  test.each(['after', 'before'] as const)('an answer that is lost %s its effect makes one endpoint', async (drop) => {
    driver.control.failNext({ request: { method: 'POST', path: '/services/*/vhosts' }, drop });
    const { state } = await apply();
    expect(driver.control.list('vhost').map(({ id }) => String(id))).toEqual([state!.id]);
  });

  test('a provision that is refused leaves the id in the state', async () => {
    driver.control.failNext({ request: { method: 'POST', path: '/vhosts/*/operations' }, status: 422, message: 'no' });
    const { state } = await apply();
    expect(state).toMatchObject({ id: String(driver.control.list('vhost')[0]!.id), status: 'pending' });
  });
});

describe('update', () => {
  test('only what differs is sent, and what is removed is taken away', async () => {
    const before = await apply({
      container_port: 80,
      load_balancing_algorithm_type: 'weighted_random',
      domain: 'www.example.com',
      idle_timeout: 90,
      force_ssl: true,
    });
    driver.clearRequests();
    const { state } = await apply({ force_ssl: true }, before);
    expect(driver.writes()).toEqual([
      [
        'PUT',
        `/vhosts/${String(state!.id)}`,
        { container_port: 0, load_balancing_algorithm_type: null, user_domain: null },
      ],
      ['POST', `/vhosts/${String(state!.id)}/operations`, { type: 'provision', settings: { IDLE_TIMEOUT: '' } }],
    ]);
  });
});

test('several endpoints are read with the requests of one, and their settings only when they are others', async () => {
  const first = await apply({ idle_timeout: 90 });
  const second = await apply({ container_port: 8080, force_ssl: true });
  driver.clearRequests();
  await driver.refreshAll([first, second].map((prior) => ({ type: 'aptible_endpoint', prior })));
  expect([...driver.reads()].sort()).toEqual([`/accounts/${env_id}/services`, `/accounts/${env_id}/vhosts`]);
});

test('a state of the official provider, with its zeros, plans nothing', async () => {
  const made = await apply();
  const { state } = made;
  const theirs = {
    id: state!.id,
    endpoint_id: state!.endpoint_id,
    env_id,
    resource_type: 'app',
    resource_id: app.resource_id,
    process_type: 'web',
    endpoint_type: 'https',
    default_domain: false,
    managed: false,
    domain: '',
    internal: false,
    container_port: 0,
    container_ports: [],
    ip_filtering: [],
    platform: 'alb',
    shared: false,
    load_balancing_algorithm_type: '',
    force_ssl: false,
    maintenance_page_url: '',
    idle_timeout: 0,
    release_healthcheck_timeout: 0,
    strict_health_checks: false,
    show_elb_healthchecks: null,
    ssl_protocols_override: '',
    ssl_ciphers_override: null,
    disable_weak_cipher_suites: false,
    virtual_domain: state!.virtual_domain,
    external_hostname: state!.external_hostname,
    dns_validation_record: null,
    dns_validation_value: null,
  };
  const upgraded = await driver.upgrade('aptible_endpoint', theirs);
  const { action, diagnostics } = await driver.plan('aptible_endpoint', declared(), upgraded);
  expect({ action, diagnostics }).toEqual({ action: 'no-op', diagnostics: [] });
});

test('what is unknown fails no plan', async () => {
  const config = declared({
    env_id: driver.unknown,
    resource_type: driver.unknown,
    endpoint_type: driver.unknown,
    platform: driver.unknown,
    domain: driver.unknown,
    managed: driver.unknown,
    ip_filtering: driver.unknown,
    container_ports: driver.unknown,
    idle_timeout: driver.unknown,
  });
  const { action, diagnostics } = await driver.plan('aptible_endpoint', config);
  expect({ action, diagnostics }).toEqual({ action: 'create', diagnostics: [] });
});

describe('of a database', () => {
  const onDatabase = async (type: string, more: Plain = {}) => {
    const database = await driver.apply('aptible_database', { env_id, handle: 'db', database_type: type });
    const config = {
      env_id,
      resource_type: 'database',
      resource_id: database.state!.database_id as number,
      endpoint_type: 'tcp',
      internal: true,
      ...more,
    };
    return { database, config, endpoint: await driver.apply('aptible_endpoint', config) };
  };

  test('the load balancer and the ports that a configuration names for it are no change', async () => {
    const { endpoint, config } = await onDatabase('redis', { platform: 'alb', container_ports: [6379] });
    expect(endpoint.diagnostics).toEqual([]);
    expect(endpoint.state).toMatchObject({ platform: 'nlb', container_ports: [6379] });
    expect(await driver.plan('aptible_endpoint', config, endpoint)).toMatchObject({ action: 'no-op', diagnostics: [] });
  });

  test('its credentials are those of the database, with its host and ports', async () => {
    const { database, endpoint } = await onDatabase('redis');
    const { external_hostname: host, endpoint_id } = endpoint.state!;
    const { state } = await driver.data('aptible_endpoint', { endpoint_id });
    const direct = database.state!.credentials as Record<string, Record<string, unknown>>;
    const { password } = direct.redis!;
    const url = (protocol: string, port: number) => `${protocol}://aptible:${String(password)}@${String(host)}:${port}`;
    expect(state).toMatchObject({
      default_connection_url: url('redis', 6379),
      connection_urls: [url('redis', 6379), url('rediss', 6380)],
      credentials: {
        redis: { ...direct.redis, connection_url: url('redis', 6379), host, port: 6379 },
        'redis+ssl': { ...direct['redis+ssl'], connection_url: url('rediss', 6380), host, port: 6380 },
      },
    });
  });

  test('a password that the platform changes comes with the next look-up, and plans nothing for the endpoint', async () => {
    const { config, endpoint } = await onDatabase('postgresql');
    for (const kind of ['database', 'database_credential'] as const) {
      const [record] = driver.control.list(kind);
      const connection_url = record!.connection_url!.replace(/:[^:@]*@/, ':rotated@');
      driver.control.change(kind, record!.id, { connection_url });
    }
    expect((await driver.plan('aptible_endpoint', config, endpoint)).action).toBe('no-op');
    const { endpoint_id } = endpoint.state!;
    expect((await driver.data('aptible_endpoint', { endpoint_id })).state).toMatchObject({
      default_connection_url: expect.stringContaining(':rotated@') as string,
      credentials: { postgresql: { password: 'rotated', username: 'aptible' } },
    });
  });
});

test('a destroy is a success also when the endpoint is gone already', async () => {
  const endpoint = await apply();
  expect(await driver.destroy('aptible_endpoint', endpoint)).toMatchObject({ state: null, diagnostics: [] });
  expect(driver.control.list('vhost')).toEqual([]);
  const gone = await driver.destroy('aptible_endpoint', endpoint, { refreshes: false });
  expect(gone).toMatchObject({ state: null, diagnostics: [] });
});
