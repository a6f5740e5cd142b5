/** One configuration for each way in which a resource is made, and another one that changes all of it that changes in place. */
import { issue } from '../../support/certificates';
import type { Plain } from '../../support/plugin/plain-objects';
import type { Driver } from '../driver';

export interface Case {
  readonly name: string;
  readonly type: string;
  readonly config: (base: Base) => Plain;
  /** Left out where nothing changes in place. */
  readonly changed?: (base: Base) => Plain;
  /** Begins to use it after its creation. Returns what ends that use before its removal. */
  readonly use?: (base: Base, state: Record<string, unknown>) => Promise<() => Promise<unknown>>;
}

const [first, second] = [issue({ name: 'www.example.com' }), issue({ name: 'www.example.com' })];
const retention = { daily: 3, monthly: 2, yearly: 1, make_copy: true, keep_final: true };

export const images = { 'acme/web:1': ['web', 'worker'], 'acme/web:2': ['web', 'worker', 'cron'] };

/** What is there already. */
type Base = Awaited<ReturnType<typeof prepare>>;

export async function prepare(driver: Driver) {
  const { control, environmentId: env_id } = driver;
  const environment = `/accounts/${env_id}`;
  const post = async (path: string, body: object) => ((await driver.request('POST', path, body)) as { id: number }).id;
  const makeDatabase = async (type: string) => {
    const id = await post(`${environment}/databases`, { handle: `base-${type}`, type });
    await post(`/databases/${id}/operations`, { type: 'provision' });
    return id;
  };
  const upload = ({ certificate, key }: typeof first) =>
    post(`${environment}/certificates`, { certificate_body: certificate, private_key: key });

  // What is replaced leaves nothing behind.
  await post(`${environment}/backup_retention_policies`, { ...retention, keep_final: false });
  const appId = await post(`${environment}/apps`, { handle: 'base' });
  await post(`/apps/${appId}/operations`, { type: 'deploy', settings: { APTIBLE_DOCKER_IMAGE: 'acme/web:1' } });
  const databaseId = await makeDatabase('postgresql');
  await post(`/databases/${databaseId}/operations`, { type: 'backup' });
  return {
    env_id,
    appId,
    databaseId,
    post,
    serviceId: control.list('service', { app_id: appId, process_type: 'web' })[0]!.id,
    backupId: control.list('backup')[0]!.id,
    elasticsearchId: await makeDatabase('elasticsearch'),
    certificateIds: [await upload(issue({ name: 'a.example.com' })), await upload(issue({ name: 'b.example.com' }))],
    role_id: control.list('role')[0]!.uuid,
    stack_id: control.list('stack', { organization: null })[0]!.id,
  };
}

const web = { process_type: 'web', container_count: 2, container_memory_limit: 512 };
const scaling = { autoscaling_type: 'horizontal', min_containers: 2, max_containers: 6, min_cpu_threshold: 0.1 };
const scaledTo = (max_cpu_threshold: number) => ({ autoscaling_policy: [{ ...scaling, max_cpu_threshold }] });
const otherSizes = { container_size: 2048, disk_size: 20, iops: 4000, enable_backups: false };
const datadog = { handle: 'logs', drain_type: 'datadog', token: 'key-1' };

const ofApp = ({ env_id, appId }: Base) => ({ env_id, resource_type: 'app', resource_id: appId, process_type: 'web' });
const ofDatabase = ({ env_id, databaseId }: Base) => ({
  env_id,
  resource_type: 'database',
  resource_id: databaseId,
  endpoint_type: 'tcp',
});

export const cases: readonly Case[] = [
  {
    name: 'app',
    type: 'aptible_app',
    config: ({ env_id }) => ({
      env_id,
      handle: 'web',
      docker_image: 'acme/web:1',
      config: { A: '1' },
      secret_config: { S: 'secret' },
      service: [web, { process_type: 'worker', ...scaledTo(0.7) }],
    }),
    changed: ({ env_id }) => ({
      env_id,
      handle: 'web-2',
      docker_image: 'acme/web:2',
      private_registry_username: 'user',
      private_registry_password: 'password',
      deploy_trigger: '2',
      config: { A: '2', B: '1' },
      secret_config: { S: 'other-secret' },
      service: [
        { ...web, container_count: 3, container_memory_limit: 1024, stop_timeout: 20 },
        { process_type: 'worker', ...scaledTo(0.8) },
        { process_type: 'cron', ...scaledTo(0.8) },
      ],
    }),
  },
  {
    name: 'app without an image',
    type: 'aptible_app',
    config: ({ env_id }) => ({ env_id, handle: 'git', config: { A: '1' } }),
    changed: ({ env_id }) => ({ env_id, handle: 'git', config: { A: '2' } }),
  },
  {
    name: 'backup',
    type: 'aptible_backup',
    config: ({ databaseId }) => ({ database_id: databaseId, triggers: { release: '1' } }),
  },
  {
    name: 'backup retention policy',
    type: 'aptible_backup_retention_policy',
    config: ({ env_id }) => ({ env_id, ...retention }),
    changed: ({ env_id }) => ({ env_id, ...retention, daily: 4 }),
  },
  {
    name: 'certificate',
    type: 'aptible_certificate',
    config: ({ env_id }) => ({ env_id, certificate_body: first.certificate, private_key: first.key }),
    changed: ({ env_id }) => ({ env_id, certificate_body: second.certificate, private_key: second.key }),
    use: async ({ serviceId, post }, { certificate_id }) => {
      const vhost = { type: 'http', platform: 'alb', user_domain: 'www.example.com', certificate_id };
      const id = await post(`/services/${serviceId}/vhosts`, vhost);
      await post(`/vhosts/${id}/operations`, { type: 'provision' });
      return () => post(`/vhosts/${id}/operations`, { type: 'deprovision' });
    },
  },
  {
    name: 'database',
    type: 'aptible_database',
    config: ({ env_id }) => ({ env_id, handle: 'data' }),
    changed: ({ env_id }) => ({ env_id, handle: 'data-2', ...otherSizes }),
  },
  {
    name: 'database from a backup',
    type: 'aptible_database',
    config: ({ env_id, backupId }) => ({
      env_id,
      handle: 'data',
      restore_from_backup_id: backupId,
      enable_backups: false,
    }),
  },
  {
    name: 'database as a clone',
    type: 'aptible_database',
    config: ({ env_id, databaseId }) => ({
      env_id,
      handle: 'data',
      clone_from_database_id: databaseId,
      enable_backups: false,
    }),
  },
  {
    name: 'database with the backups that go with it',
    type: 'aptible_database',
    config: ({ env_id }) => ({ env_id, handle: 'data', enable_pitr: true, purge_backups_on_destroy: true }),
    use: async ({ post }, { id }) => {
      for (const _ of [1, 2]) await post(`/databases/${String(id)}/operations`, { type: 'backup' });
      return () => Promise.resolve();
    },
  },
  {
    name: 'endpoint of the default domain',
    type: 'aptible_endpoint',
    config: (base) => ({ ...ofApp(base), default_domain: true }),
    changed: (base) => ({ ...ofApp(base), default_domain: true, idle_timeout: 90, ip_filtering: ['192.0.2.7'] }),
  },
  {
    name: 'endpoint with a certificate',
    type: 'aptible_endpoint',
    config: (base) => ({
      ...ofApp(base),
      domain: 'a.example.com',
      certificate_id: base.certificateIds[0],
      force_ssl: true,
    }),
    changed: (base) => ({
      ...ofApp(base),
      domain: 'b.example.com',
      certificate_id: base.certificateIds[1],
      container_port: 8080,
      load_balancing_algorithm_type: 'round_robin',
      maintenance_page_url: 'https://example.com/',
    }),
  },
  {
    name: 'endpoint with managed TLS',
    type: 'aptible_endpoint',
    config: (base) => ({ ...ofApp(base), managed: true, domain: 'c.example.com' }),
    changed: (base) => ({ ...ofApp(base), managed: true, domain: 'd.example.com' }),
  },
  {
    name: 'endpoint of a database',
    type: 'aptible_endpoint',
    config: (base) => ({ ...ofDatabase(base), ip_filtering: ['192.0.2.7'] }),
    changed: (base) => ({ ...ofDatabase(base), ip_filtering: ['192.0.2.8'] }),
  },
  {
    name: 'environment',
    type: 'aptible_environment',
    config: ({ stack_id }) => ({ stack_id, handle: 'staging', backup_retention_policy: [retention] }),
    changed: ({ stack_id }) => ({
      stack_id,
      handle: 'staging-2',
      backup_retention_policy: [{ ...retention, daily: 4 }],
    }),
  },
  {
    name: 'environment with the backups that are left in it',
    type: 'aptible_environment',
    config: ({ stack_id }) => ({ stack_id, handle: 'staging', purge_backups_on_destroy: true }),
    use: async ({ post }, { id }) => {
      for (const handle of ['one', 'two']) {
        const database = await post(`/accounts/${String(id)}/databases`, { handle, type: 'redis' });
        for (const type of ['provision', 'deprovision']) await post(`/databases/${database}/operations`, { type });
      }
      return () => Promise.resolve();
    },
  },
  {
    name: 'log drain',
    type: 'aptible_log_drain',
    config: ({ env_id }) => ({ env_id, ...datadog }),
    changed: ({ env_id }) => ({ env_id, ...datadog, drain_databases: false }),
  },
  {
    name: 'log drain to a database',
    type: 'aptible_log_drain',
    config: ({ env_id, elasticsearchId }) => ({
      env_id,
      handle: 'logs',
      drain_type: 'elasticsearch_database',
      database_id: elasticsearchId,
    }),
  },
  {
    name: 'metric drain',
    type: 'aptible_metric_drain',
    config: ({ env_id }) => ({ env_id, handle: 'metrics', drain_type: 'datadog', api_key: 'key-1' }),
  },
  {
    name: 'operation',
    type: 'aptible_operation',
    config: ({ appId }) => ({ type: 'restart', app_id: appId, triggers: { release: '1' } }),
  },
  {
    name: 'permission',
    type: 'aptible_permission',
    config: ({ env_id, role_id }) => ({ env_id, role_id, scope: 'deploy' }),
  },
  {
    name: 'replica',
    type: 'aptible_replica',
    config: ({ env_id, databaseId }) => ({
      env_id,
      primary_database_id: databaseId,
      handle: 'reading',
      enable_backups: false,
    }),
    changed: ({ env_id, databaseId }) => ({
      env_id,
      primary_database_id: databaseId,
      handle: 'reading-2',
      ...otherSizes,
    }),
  },
  {
    name: 'logical replica',
    type: 'aptible_replica',
    config: ({ env_id, databaseId }) => ({
      env_id,
      primary_database_id: databaseId,
      handle: 'reading',
      logical_version: '17',
    }),
  },
];
