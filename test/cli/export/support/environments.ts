/** Random environments, as people make them by hand: through the API, with names that are no identifiers and settings of all kinds. */
import fc from 'fast-check';
import type { LocalPlatform } from '../../../../lib/emulator';
import { Client, World } from '../../../emulator/support/client';
import { issue } from '../../../support/certificates';

/** One for all tests: to make it takes longer than to export an environment. */
const certificate = issue({ name: '*.acme.example' });

export const privateKey = certificate.key;

/** What is where the value of a variable refers to the first database. */
const urlSign = '<URL>';
const passwordSign = '<PASSWORD>';

const handle = fc.oneof(
  fc.stringMatching(/^[a-z0-9][a-z0-9._-]{0,11}$/),
  // What is no identifier, and what would be one key with another one, or a word of the language.
  fc.constantFrom('a.b', 'a-b', 'a_b', '9', '1-2.3', 'main', 'class', 'constructor', 'app', 'stack', 'connection_url'),
);
const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined });

const variables = fc.dictionary(
  fc.oneof(
    fc.constantFrom('DATABASE_URL', 'STRIPE_KEY', 'MODE', 'PASSWORD_MIN_LENGTH', 'REDIS', 'lower_case', 'with.dot'),
    fc.stringMatching(/^[A-Za-z_][A-Za-z0-9_.]{0,8}$/),
  ),
  fc.oneof(
    fc.constantFrom(
      ...[urlSign, `${urlSign}?sslmode=require`, `pa$${urlSign}`, `${urlSign},${urlSign}`, passwordSign],
      ...[
        'no',
        '22:22',
        '08',
        '1.10',
        '~',
        '# no comment',
        'a: b',
        '${HOME}',
        '$${HOME}',
        '%{if}',
        'a\nb\n',
        ' padded ',
      ],
      ...['sk_live_4eC39HqLyjWDarjtT1zdp7dc', 'https://user:hunter2@api.example.com', '{"a": [1]}', '"quoted"', "it's"],
      'b7e1f3a9c2d84e6f9a0b1c2d3e4f5a6b',
    ),
    fc.string({ minLength: 1, maxLength: 12 }).filter((text) => !text.includes('\0')),
  ),
  { maxKeys: 6 },
);

const policy = fc.oneof(
  fc.record(
    {
      autoscaling: fc.constant('vertical'),
      maximum_memory: fc.constantFrom(4096, 7168),
      percentile: fc.constantFrom(95, 99),
      mem_scale_up_threshold: fc.constantFrom(0.85, 0.9),
    },
    { requiredKeys: ['autoscaling'] },
  ),
  fc.record({
    autoscaling: fc.constant('horizontal'),
    min_containers: fc.constantFrom(1, 2),
    max_containers: fc.constantFrom(2, 4),
    min_cpu_threshold: fc.constant(0.2),
    max_cpu_threshold: fc.constantFrom(0.8, 0.9),
  }),
);

const endpoint = fc.record({
  service: fc.constantFrom('web', 'worker'),
  fields: fc.oneof(
    fc.record(
      {
        type: fc.constant('http'),
        user_domain: fc.constantFrom('www.acme.example', '*.acme.example', '9.acme.example'),
        internal: fc.boolean(),
        container_port: fc.constantFrom(80, 8080),
        load_balancing_algorithm_type: fc.constantFrom('round_robin', 'least_outstanding_requests'),
      },
      { requiredKeys: ['type', 'user_domain'] },
    ),
    fc.constant({ type: 'http', user_domain: 'managed.acme.example', acme: true }),
    fc.constant({ type: 'http', platform: 'elb', user_domain: 'old.acme.example' }),
    fc.constant({ type: 'grpc', user_domain: 'grpc.acme.example', ip_whitelist: ['192.0.2.0/24', '198.51.100.7'] }),
    fc.constant({ type: 'tls', user_domain: 'tls.acme.example', container_ports: [443, 8443] }),
    fc.constant({ type: 'tcp', container_ports: [25] }),
  ),
  hasCertificate: fc.boolean(),
  settings: fc.constantFrom({}, { FORCE_SSL: 'true', IDLE_TIMEOUT: '120' }, { STRICT_HEALTH_CHECKS: 'true' }),
});

const app = fc.record({
  handle,
  variables,
  isDeployed: fc.boolean(),
  registry: maybe(fc.constantFrom(['robot', 'hunter2'], ['acme+robot', 'p${x}w'])),
  scale: fc.record({
    container_count: fc.constantFrom(0, 1, 3),
    container_size: fc.constantFrom(512, 1024, 2048),
    instance_profile: fc.constantFrom('m', 'c'),
  }),
  settings: fc.record({ force_zero_downtime: fc.boolean(), stop_timeout: fc.constantFrom(null, 10, 30) }),
  policy: maybe(policy),
  endpoints: fc.uniqueArray(endpoint, { maxLength: 3, selector: ({ fields }) => fields.type + JSON.stringify(fields) }),
  hasDefaultEndpoint: fc.boolean(),
});

const database = fc.record({
  handle,
  type: fc.constantFrom('postgresql', 'redis', 'elasticsearch', 'influxdb', 'mysql'),
  disk: fc.constantFrom(10, 20),
  memory: fc.constantFrom(512, 1024, 2048),
  backs: fc.boolean(),
  replica: maybe(handle),
  hasEndpoint: fc.boolean(),
});

const drain = fc.record({
  handle,
  filters: fc.record({ drain_proxies: fc.boolean(), drain_apps: fc.boolean() }),
  fields: fc.constantFrom(
    { drain_type: 'datadog', drain_username: 'hunter2', logging_token: 'env:staging' },
    { drain_type: 'logdna', drain_username: 'hunter2' },
    { drain_type: 'https_post', url: 'https://logs.example.com/ingest' },
    { drain_type: 'https_post', url: 'https://user:hunter2@logs.example.com/' },
    { drain_type: 'sumologic', url: 'https://collectors.example.com/receiver/v1/http/ZaVnC4dhaV2nMlpmW3Zb0Q' },
    { drain_type: 'papertrail', drain_host: 'logs.example.com', drain_port: 6514 },
    { drain_type: 'syslog_tls_tcp', drain_host: 'logs.example.com', drain_port: 6514, logging_token: 'hunter2' },
    { drain_type: 'elasticsearch_database', logging_token: 'acme' },
  ),
});

const metricDrain = fc.record({
  handle,
  fields: fc.constantFrom(
    { drain_type: 'datadog', drain_configuration: { api_key: '0123456789abcdef0123456789abcdef' } },
    { drain_type: 'influxdb_database' },
    {
      drain_type: 'influxdb',
      drain_configuration: { address: 'https://i.example.com:8086', username: 'u', password: 'hunter2', database: 'd' },
    },
    {
      drain_type: 'influxdb2',
      drain_configuration: { address: 'https://i.example.com', authToken: 'hunter2', bucket: 'b', org: 'o' },
    },
  ),
});

/** What is there and not exported. It is said of what failed, and not of what is gone. */
const deadKind = fc.constantFrom('app', 'database', 'log_drain', 'metric_drain', 'vhost');
const deadStatus = fc.constantFrom('deprovisioned', 'deprovisioning', 'provision_failed', 'deprovision_failed');

export const environments = fc.record({
  isDedicated: fc.boolean(),
  policy: maybe(
    fc.record({ daily: fc.constantFrom(1, 30), monthly: fc.constantFrom(0, 12), keep_final: fc.boolean() }),
  ),
  // Renewals have the same name.
  certificates: fc.integer({ min: 0, max: 2 }),
  dead: fc.uniqueArray(fc.record({ kind: deadKind, status: deadStatus }), {
    maxLength: 3,
    selector: (each) => each.kind,
  }),
  databases: fc.uniqueArray(database, { maxLength: 4, selector: (each) => each.handle }),
  apps: fc.uniqueArray(app, { maxLength: 3, selector: (each) => each.handle }),
  drains: fc.uniqueArray(drain, { maxLength: 3, selector: (each) => each.handle }),
  metricDrains: fc.uniqueArray(metricDrain, { maxLength: 2, selector: (each) => each.handle }),
  permissions: fc.uniqueArray(fc.constantFrom('read', 'deploy', 'admin'), { maxLength: 2 }),
});

export type Wanted = typeof environments extends fc.Arbitrary<infer T> ? T : never;
type WantedApp = Wanted['apps'][number];

let made = 0;

/** Makes an environment on a platform whose images have the services web and worker. @returns its handle */
export async function makeEnvironment(platform: LocalPlatform, wanted: Wanted): Promise<string> {
  const handleOfEnvironment = `acme-${++made}`;
  await new Making(platform, handleOfEnvironment).all(wanted);
  return handleOfEnvironment;
}

class Making {
  private readonly client: Client;
  private readonly world: World;
  private account = 0;
  private readonly databases = new Map<string, number>();

  constructor(
    private readonly platform: LocalPlatform,
    private readonly environment: string,
  ) {
    this.client = Client.of(platform);
    this.world = new World(this.client);
  }

  async all(wanted: Wanted): Promise<void> {
    const stack = wanted.isDedicated ? 'dedicated-us-east-1' : 'shared-us-east-1';
    this.account = await this.world.environment(this.environment, stack);
    if (wanted.policy !== undefined) await this.retention(wanted.policy);
    let certificateId: number | undefined;
    for (let made = 0; made < wanted.certificates; made++) certificateId = await this.certificate();
    const handles = wanted.databases.map(({ handle }) => handle);
    for (const { replica, ...each } of wanted.databases)
      await this.database(each, replica === undefined || handles.includes(replica) ? undefined : replica);
    for (const each of wanted.apps) await this.app(each, certificateId, wanted.isDedicated);
    for (const { handle, fields, filters } of wanted.drains)
      await this.drain('log_drains', handle, { ...fields, ...filters });
    for (const { handle, fields } of wanted.metricDrains) await this.drain('metric_drains', handle, fields);
    for (const each of wanted.dead) await this.dead(each);
    const [role] = this.platform.control.list('role');
    for (const scope of wanted.permissions) {
      await this.world.made(`/accounts/${this.account}/permissions`, { role: role!.uuid, scope });
    }
  }

  private async dead({ kind, status }: Wanted['dead'][number]): Promise<void> {
    const handle = `dead-${this.account}`;
    const account = `/accounts/${this.account}`;
    const make = {
      app: () => this.world.app(this.account, handle),
      database: () => this.world.database(this.account, handle),
      log_drain: () =>
        this.world.made(`${account}/log_drains`, { handle, drain_type: 'https_post', url: 'https://a.example' }),
      metric_drain: () =>
        this.world.made(`${account}/metric_drains`, {
          handle,
          drain_type: 'datadog',
          drain_configuration: { api_key: 'hunter2' },
        }),
      vhost: async () => {
        const database = await this.world.provisionedDatabase(this.account, `${handle}-of`);
        const [service] = this.platform.control.list('service', { database_id: database });
        return this.world.made(`/services/${service!.id}/vhosts`, { type: 'tcp' });
      },
    };
    this.platform.control.change(kind, await make[kind](), { status });
  }

  private async retention(fields: object): Promise<void> {
    const whole = { daily: 30, monthly: 12, yearly: 6, make_copy: false, keep_final: true, ...fields };
    await this.world.made(`/accounts/${this.account}/backup_retention_policies`, whole);
  }

  private certificate(): Promise<number> {
    const body = { certificate_body: certificate.certificate, private_key: certificate.key };
    return this.world.made(`/accounts/${this.account}/certificates`, body);
  }

  private async database(
    { handle, type, disk, memory, backs, hasEndpoint }: Omit<Wanted['databases'][number], 'replica'>,
    replica: string | undefined,
  ) {
    const id = await this.world.database(this.account, handle, { type, enable_backups: backs });
    await this.world.operation(`/databases/${id}`, { type: 'provision', disk_size: disk, container_size: memory });
    this.databases.set(type, id);
    if (hasEndpoint) {
      const [service] = this.platform.control.list('service', { database_id: id });
      await this.provision('vhosts', await this.world.made(`/services/${service!.id}/vhosts`, { type: 'tcp' }));
    }
    const isFree = this.platform.control
      .list('database', { account_id: this.account })
      .every((each) => each.handle !== replica);
    if (replica !== undefined && type !== 'elasticsearch' && type !== 'influxdb' && isFree) {
      await this.world.operation(`/databases/${id}`, { type: 'replicate', handle: replica });
    }
  }

  private async app(wanted: WantedApp, certificateId: number | undefined, isDedicated: boolean): Promise<void> {
    const id = await this.world.app(this.account, wanted.handle);
    const [database] = this.platform.control.list('database_credential');
    const url = database?.connection_url ?? 'postgresql://aptible:hunter2@db.example.com:5432/db';
    const env = Object.fromEntries(
      Object.entries(wanted.variables).map(([name, value]) => [
        name,
        value.replaceAll(urlSign, () => url).replaceAll(passwordSign, () => new URL(url).password),
      ]),
    );
    const [user, password] = wanted.registry ?? [];
    await this.world.operation(`/apps/${id}`, {
      type: wanted.isDeployed ? 'deploy' : 'configure',
      env,
      ...(wanted.isDeployed && { settings: { APTIBLE_DOCKER_IMAGE: 'acme/web:1' } }),
      ...(wanted.isDeployed &&
        user !== undefined && {
          sensitive_settings: {
            APTIBLE_PRIVATE_REGISTRY_USERNAME: user,
            APTIBLE_PRIVATE_REGISTRY_PASSWORD: password,
          },
        }),
    });
    if (!wanted.isDeployed) return;
    const services = this.platform.control.list('service', { app_id: id });
    const of = (name: string) => services.find((each) => each.process_type === name)!.id;
    const { instance_profile: profile, container_count: count, ...scale } = wanted.scale;
    // Endpoints need a container.
    const size = { ...scale, container_count: Math.max(count, 1), ...(isDedicated && { instance_profile: profile }) };
    await this.world.operation(`/services/${of('web')}`, { type: 'scale', ...size });
    await this.client.put(`/services/${of('web')}`, wanted.settings);
    if (wanted.policy !== undefined)
      await this.world.made(`/services/${of('web')}/service_sizing_policies`, wanted.policy);
    if (wanted.hasDefaultEndpoint) {
      const fields = { type: 'http', default: true, shared: true };
      await this.provision('vhosts', await this.world.made(`/services/${of('web')}/vhosts`, fields));
    }
    for (const { service, fields, hasCertificate, settings } of wanted.endpoints) {
      const takes = hasCertificate && fields.type !== 'tcp' && !('acme' in fields);
      const all = { ...fields, ...(takes && certificateId !== undefined && { certificate_id: certificateId }) };
      const vhost = await this.world.made(`/services/${of(service)}/vhosts`, all);
      await this.provision('vhosts', vhost, fields.type === 'http' && !('platform' in fields) ? { settings } : {});
    }
    if (count === 0 && wanted.endpoints.length === 0 && !wanted.hasDefaultEndpoint) {
      await this.world.operation(`/services/${of('worker')}`, { type: 'scale', container_count: 0 });
    }
  }

  private async drain(kind: string, handle: string, fields: { readonly drain_type: string }): Promise<void> {
    const isOfDatabase = fields.drain_type.endsWith('_database');
    const database = this.databases.get(fields.drain_type === 'influxdb_database' ? 'influxdb' : 'elasticsearch');
    if (isOfDatabase && database === undefined) return;
    const taken = this.platform.control.list('log_drain').some((each) => each.handle === handle);
    const taken2 = this.platform.control.list('metric_drain').some((each) => each.handle === handle);
    if (taken || taken2) return;
    const body = { handle, ...fields, ...(isOfDatabase && { database_id: database }) };
    await this.provision(kind, await this.world.made(`/accounts/${this.account}/${kind}`, body));
  }

  private async provision(kind: string, id: number, fields: object = {}): Promise<void> {
    const { status } = await this.world.operation(`/${kind}/${id}`, { type: 'provision', ...fields });
    if (status !== 'succeeded') throw new Error(`the provision of ${kind}/${id} ended ${status}`);
  }
}
