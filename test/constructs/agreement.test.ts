/** The constructs' props are written by hand, for their documentation; here they are held against the schema. Types are checked by tsc. */
import type { IResolvable } from 'cdktf';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type {
  AppEndpointProps,
  AppProps,
  AptibleProviderProps,
  AutoscalingProps,
  BackupProps,
  BackupRetention,
  BackupRetentionPolicyProps,
  CertificateProps,
  DatabaseEndpointProps,
  DatabaseProps,
  DatadogMetricDrainProps,
  ElasticsearchLogDrainProps,
  EndpointProps,
  EnvironmentProps,
  HorizontalAutoscalingProps,
  HttpsEndpointProps,
  HttpsLogDrainProps,
  IApp,
  IBackup,
  ICertificate,
  IDatabase,
  IEndpoint,
  IEnvironment,
  IStack,
  Influxdb2MetricDrainProps,
  InfluxdbDatabaseMetricDrainProps,
  InfluxdbMetricDrainProps,
  LogDrainProps,
  ManyPortsProps,
  MetricDrainProps,
  OnePortProps,
  OperationProps,
  ReplicaProps,
  ResourceProps,
  ServiceProps,
  SolarwindsLogDrainProps,
  SyslogLogDrainProps,
  TlsProps,
  TokenLogDrainProps,
  VerticalAutoscalingProps,
} from '../../lib';
import { provider, resources, type Attribute, type Block } from '../../lib/schema';

type Attributes<B extends Pick<Block, 'attributes'>> = B['attributes'];
/** What a configuration can set. */
type Settable<B extends Pick<Block, 'attributes'>> = {
  [A in keyof Attributes<B>]: Attributes<B>[A] extends { readonly required: true } | { readonly optional: true }
    ? A
    : never;
}[keyof Attributes<B>];
type Blocks<B> = B extends { readonly blocks: infer N } ? keyof N : never;

/** The type that a prop must have for an attribute: a reference to a construct stands for its number. */
type PropType<A> = A extends { readonly type: 'string' }
  ? string
  : A extends { readonly type: 'number' }
    ? number | Reference
    : A extends { readonly type: 'bool' }
      ? boolean | IResolvable
      : A extends { readonly type: readonly ['list', infer E] }
        ? PropType<{ readonly type: E }>[]
        : { readonly [key: string]: string };
type Reference = IStack | IEnvironment | IApp | IDatabase | IEndpoint | ICertificate | IBackup;

/** Each prop with the attribute that it sets: of that type, required where it is required. */
type Mapping<P, B extends Pick<Block, 'attributes'>> = {
  readonly [K in keyof P]-?: {
    [A in Settable<B>]: Exclude<P[K], undefined> extends PropType<Attributes<B>[A]>
      ? undefined extends P[K]
        ? Attributes<B>[A] extends { readonly required: true }
          ? never
          : A
        : Attributes<B>[A] extends { readonly required: true }
          ? A
          : never
      : never;
  }[Settable<B>];
};

/** The same for one kind of several: it may require what others do not have. */
type MappingOfKind<P, B extends Pick<Block, 'attributes'>> = {
  readonly [K in keyof P]-?: {
    [A in Settable<B>]: Exclude<P[K], undefined> extends PropType<Attributes<B>[A]>
      ? undefined extends P[K]
        ? Attributes<B>[A] extends { readonly required: true }
          ? never
          : A
        : A
      : never;
  }[Settable<B>];
};

/** `never` when every attribute is set by a prop of one of these. */
type Missing<B extends Pick<Block, 'attributes'>, M> = Exclude<Settable<B>, M extends unknown ? M[keyof M] : never>;
// eslint-disable-next-line @typescript-eslint/no-unused-vars -- the constraint is the check
function nothing<T extends never>(): void {}

type App = typeof resources.aptible_app;
type Service = App['blocks']['service'];
type Database = typeof resources.aptible_database;
type Environment = typeof resources.aptible_environment;
type Policy = Environment['blocks']['backup_retention_policy'];
type Replica = typeof resources.aptible_replica;
type Certificate = typeof resources.aptible_certificate;
type Operation = typeof resources.aptible_operation;
type Endpoint = typeof resources.aptible_endpoint;
type LogDrain = typeof resources.aptible_log_drain;
type MetricDrain = typeof resources.aptible_metric_drain;

const app = {
  handle: 'handle',
  image: 'docker_image',
  registryUsername: 'private_registry_username',
  registryPassword: 'private_registry_password',
  config: 'config',
  secretConfig: 'secret_config',
  secretConfigWriteOnly: 'secret_config_wo',
  secretConfigWriteOnlyVersion: 'secret_config_wo_version',
  deployTrigger: 'deploy_trigger',
} as const satisfies Mapping<Omit<AppProps, keyof ResourceProps | 'timeouts' | 'environment' | 'services'>, App>;
// The environment comes from the scope, so that its prop is optional although the attribute is required.
nothing<Exclude<Missing<App, typeof app>, 'env_id'>>();
nothing<Exclude<Blocks<App>, 'timeouts' | 'service'>>();

const service = {
  containerCount: 'container_count',
  memoryMb: 'container_memory_limit',
  profile: 'container_profile',
  forceZeroDowntime: 'force_zero_downtime',
  restartFreeScaling: 'restart_free_scaling',
  simpleHealthCheck: 'simple_health_check',
  stopTimeoutSeconds: 'stop_timeout',
} as const satisfies Mapping<Omit<ServiceProps, 'autoscaling'>, Service>;
// The process type is the key in `services`.
nothing<Exclude<Missing<Service, typeof service>, 'process_type'>>();

// The other name of the block is deprecated.
nothing<Exclude<Blocks<Service>, 'autoscaling_policy' | 'service_sizing_policy'>>();

type Autoscaling = Service['blocks']['autoscaling_policy'];

const cooldowns = {
  metricLookbackSeconds: 'metric_lookback_seconds',
  percentile: 'percentile',
  postScaleUpCooldownSeconds: 'post_scale_up_cooldown_seconds',
  postScaleDownCooldownSeconds: 'post_scale_down_cooldown_seconds',
  postReleaseCooldownSeconds: 'post_release_cooldown_seconds',
} as const satisfies Mapping<AutoscalingProps, Autoscaling>;

const horizontal = {
  minContainers: 'min_containers',
  maxContainers: 'max_containers',
  minCpuThreshold: 'min_cpu_threshold',
  maxCpuThreshold: 'max_cpu_threshold',
  scaleUpStep: 'scale_up_step',
  scaleDownStep: 'scale_down_step',
  restartFreeScaling: 'use_horizontal_scale',
} as const satisfies MappingOfKind<Omit<HorizontalAutoscalingProps, keyof AutoscalingProps>, Autoscaling>;

const vertical = {
  minimumMemoryMb: 'minimum_memory',
  maximumMemoryMb: 'maximum_memory',
  memScaleUpThreshold: 'mem_scale_up_threshold',
  memScaleDownThreshold: 'mem_scale_down_threshold',
  memCpuRatioRThreshold: 'mem_cpu_ratio_r_threshold',
  memCpuRatioCThreshold: 'mem_cpu_ratio_c_threshold',
} as const satisfies Mapping<Omit<VerticalAutoscalingProps, keyof AutoscalingProps>, Autoscaling>;
nothing<Exclude<Missing<Autoscaling, typeof cooldowns | typeof horizontal | typeof vertical>, 'autoscaling_type'>>();

const database = {
  handle: 'handle',
  type: 'database_type',
  version: 'version',
  diskSizeGb: 'disk_size',
  memoryMb: 'container_size',
  profile: 'container_profile',
  iops: 'iops',
  enableBackups: 'enable_backups',
  enablePitr: 'enable_pitr',
  restoreFrom: 'restore_from_backup_id',
  cloneOf: 'clone_from_database_id',
} as const satisfies Mapping<
  Omit<DatabaseProps, keyof ResourceProps | 'timeouts' | 'environment' | 'connectionUrlOutput' | 'recoverFrom'>,
  Database
>;
nothing<Exclude<Missing<Database, typeof database>, 'env_id' | 'recover_from_database_id' | 'recover_to_time'>>();
nothing<Exclude<Blocks<Database>, 'timeouts'>>();

const environment = {
  handle: 'handle',
  stack: 'stack_id',
  organizationId: 'org_id',
} as const satisfies Mapping<
  Omit<EnvironmentProps, keyof ResourceProps | 'timeouts' | 'backupRetentionPolicy'>,
  Environment
>;
nothing<Missing<Environment, typeof environment>>();
nothing<Exclude<Blocks<Environment>, 'timeouts' | 'backup_retention_policy'>>();

const policy = {
  daily: 'daily',
  monthly: 'monthly',
  yearly: 'yearly',
  makeCopy: 'make_copy',
  keepFinal: 'keep_final',
} as const satisfies Mapping<BackupRetention, Policy>;
nothing<Missing<Policy, typeof policy>>();

type Common = keyof ResourceProps | 'timeouts' | 'environment';

type PolicyResource = typeof resources.aptible_backup_retention_policy;
nothing<Exclude<keyof BackupRetentionPolicyProps, keyof typeof policy | Common>>();
nothing<Exclude<Missing<PolicyResource, typeof policy>, 'env_id'>>();

const backup = {
  database: 'database_id',
  triggers: 'triggers',
} as const satisfies Mapping<Omit<BackupProps, Common>, typeof resources.aptible_backup>;
nothing<Missing<typeof resources.aptible_backup, typeof backup>>();

const replica = {
  primary: 'primary_database_id',
  handle: 'handle',
  logicalVersion: 'logical_version',
  diskSizeGb: 'disk_size',
  memoryMb: 'container_size',
  profile: 'container_profile',
  iops: 'iops',
  enableBackups: 'enable_backups',
} as const satisfies Mapping<Omit<ReplicaProps, Common>, Replica>;
nothing<Exclude<Missing<Replica, typeof replica>, 'env_id'>>();
nothing<Exclude<Blocks<Replica>, 'timeouts'>>();

const certificate = {
  body: 'certificate_body',
  privateKey: 'private_key',
  privateKeyWriteOnly: 'private_key_wo',
  privateKeyWriteOnlyVersion: 'private_key_wo_version',
} as const satisfies Mapping<Omit<CertificateProps, Common>, Certificate>;
nothing<Exclude<Missing<Certificate, typeof certificate>, 'env_id'>>();
nothing<Exclude<Blocks<Certificate>, 'timeouts'>>();

const operation = {
  type: 'type',
  app: 'app_id',
  database: 'database_id',
  endpoint: 'endpoint_id',
  triggers: 'triggers',
} as const satisfies Mapping<Omit<OperationProps, Common>, Operation>;
nothing<Missing<Operation, typeof operation>>();
nothing<Exclude<Blocks<Operation>, 'timeouts'>>();

const endpoint = {
  internal: 'internal',
  ipFiltering: 'ip_filtering',
  idleTimeoutSeconds: 'idle_timeout',
} as const satisfies Mapping<Omit<EndpointProps, Common>, Endpoint>;

const ofApp = {
  app: 'resource_id',
  service: 'process_type',
  defaultDomain: 'default_domain',
} as const satisfies MappingOfKind<Omit<AppEndpointProps, keyof EndpointProps>, Endpoint>;

const ofDatabase = { database: 'resource_id' } as const satisfies MappingOfKind<
  Omit<DatabaseEndpointProps, keyof EndpointProps>,
  Endpoint
>;

const tls = {
  domain: 'domain',
  managedTls: 'managed',
  certificate: 'certificate_id',
  sslProtocols: 'ssl_protocols_override',
  sslCiphers: 'ssl_ciphers_override',
  disableWeakCipherSuites: 'disable_weak_cipher_suites',
} as const satisfies Mapping<TlsProps, Endpoint>;

const onePort = { containerPort: 'container_port' } as const satisfies Mapping<OnePortProps, Endpoint>;
const manyPorts = { containerPorts: 'container_ports' } as const satisfies Mapping<ManyPortsProps, Endpoint>;

const https = {
  platform: 'platform',
  shared: 'shared',
  loadBalancingAlgorithm: 'load_balancing_algorithm_type',
  forceSsl: 'force_ssl',
  maintenancePageUrl: 'maintenance_page_url',
  releaseHealthcheckTimeoutSeconds: 'release_healthcheck_timeout',
  strictHealthChecks: 'strict_health_checks',
  showElbHealthchecks: 'show_elb_healthchecks',
} as const satisfies Mapping<
  Omit<HttpsEndpointProps, keyof AppEndpointProps | keyof TlsProps | keyof OnePortProps>,
  Endpoint
>;
// The factory says the protocol, and of what it is the endpoint.
nothing<
  Exclude<
    Missing<
      Endpoint,
      typeof endpoint | typeof ofApp | typeof ofDatabase | typeof tls | typeof onePort | typeof manyPorts | typeof https
    >,
    'env_id' | 'endpoint_type' | 'resource_type'
  >
>();
nothing<Exclude<Blocks<Endpoint>, 'timeouts'>>();

const logDrain = {
  handle: 'handle',
  drainApps: 'drain_apps',
  drainDatabases: 'drain_databases',
  drainEphemeralSessions: 'drain_ephemeral_sessions',
  drainProxies: 'drain_proxies',
} as const satisfies Mapping<Omit<LogDrainProps, Common>, LogDrain>;

type OfLogDrain<P> = MappingOfKind<Omit<P, keyof LogDrainProps>, LogDrain>;
const tokenLogDrain = { token: 'token', tags: 'tags' } as const satisfies OfLogDrain<TokenLogDrainProps>;
const elasticsearchLogDrain = {
  database: 'database_id',
  pipeline: 'pipeline',
} as const satisfies OfLogDrain<ElasticsearchLogDrainProps>;
const httpsLogDrain = { url: 'url' } as const satisfies OfLogDrain<HttpsLogDrainProps>;
const syslogLogDrain = {
  host: 'drain_host',
  port: 'drain_port',
  token: 'logging_token',
} as const satisfies OfLogDrain<SyslogLogDrainProps>;
const solarwindsLogDrain = {
  host: 'drain_host',
  token: 'logging_token',
} as const satisfies OfLogDrain<SolarwindsLogDrainProps>;
// The factory says the destination. Of two names of one value, one is a prop; a user of HTTPS is in its URL.
nothing<
  Exclude<
    Missing<
      LogDrain,
      | typeof logDrain
      | typeof tokenLogDrain
      | typeof elasticsearchLogDrain
      | typeof httpsLogDrain
      | typeof syslogLogDrain
      | typeof solarwindsLogDrain
    >,
    'env_id' | 'drain_type' | 'drain_username' | 'drain_password'
  >
>();
nothing<Exclude<Blocks<LogDrain>, 'timeouts'>>();

const metricDrain = { handle: 'handle' } as const satisfies Mapping<Omit<MetricDrainProps, Common>, MetricDrain>;

type OfMetricDrain<P> = MappingOfKind<Omit<P, keyof MetricDrainProps>, MetricDrain>;
const datadog = {
  apiKey: 'api_key',
  seriesUrl: 'series_url',
} as const satisfies OfMetricDrain<DatadogMetricDrainProps>;
const influxdbDatabase = { database: 'database_id' } as const satisfies OfMetricDrain<InfluxdbDatabaseMetricDrainProps>;
const influxdb = {
  url: 'url',
  username: 'username',
  password: 'password',
  databaseName: 'database',
} as const satisfies OfMetricDrain<InfluxdbMetricDrainProps>;
const influxdb2 = {
  url: 'url',
  token: 'api_key',
  bucket: 'bucket',
  organization: 'organization',
} as const satisfies OfMetricDrain<Influxdb2MetricDrainProps>;
// The factory says the destination.
nothing<
  Exclude<
    Missing<
      MetricDrain,
      typeof metricDrain | typeof datadog | typeof influxdbDatabase | typeof influxdb | typeof influxdb2
    >,
    'env_id' | 'drain_type'
  >
>();
nothing<Exclude<Blocks<MetricDrain>, 'timeouts'>>();

const account = {
  accessToken: 'access_token',
  username: 'username',
  password: 'password',
  apiRootUrl: 'api_root_url',
  authRootUrl: 'auth_root_url',
  storeCredentials: 'store_credentials',
} as const satisfies Mapping<AptibleProviderProps, typeof provider>;
nothing<Missing<typeof provider, typeof account>>();

describe('what the documentation of a prop says', () => {
  const { aptible_app, aptible_backup, aptible_backup_retention_policy, aptible_certificate } = resources;
  const { aptible_database, aptible_endpoint } = resources;
  const { aptible_environment, aptible_log_drain, aptible_metric_drain, aptible_operation, aptible_replica } =
    resources;
  const ofApps: Attribute = { ...aptible_endpoint.attributes.platform, oneOf: ['alb', 'elb'] };
  const documented: readonly [string, string, Readonly<Record<string, string>>, Pick<Block, 'attributes'>][] = [
    ['app.ts', 'AppProps', app, aptible_app],
    ['app.ts', 'ServiceProps', service, aptible_app.blocks.service],
    ['app.ts', 'AutoscalingProps', cooldowns, aptible_app.blocks.service.blocks.autoscaling_policy],
    ['app.ts', 'HorizontalAutoscalingProps', horizontal, aptible_app.blocks.service.blocks.autoscaling_policy],
    ['app.ts', 'VerticalAutoscalingProps', vertical, aptible_app.blocks.service.blocks.autoscaling_policy],
    ['backup.ts', 'BackupProps', backup, aptible_backup],
    ['backup-retention-policy.ts', 'BackupRetention', policy, aptible_backup_retention_policy],
    ['certificate.ts', 'CertificateProps', certificate, aptible_certificate],
    ['database.ts', 'DatabaseProps', database, aptible_database],
    ['endpoint.ts', 'EndpointProps', endpoint, aptible_endpoint],
    ['endpoint.ts', 'AppEndpointProps', ofApp, aptible_endpoint],
    ['endpoint.ts', 'DatabaseEndpointProps', ofDatabase, aptible_endpoint],
    ['endpoint.ts', 'TlsProps', tls, aptible_endpoint],
    ['endpoint.ts', 'OnePortProps', onePort, aptible_endpoint],
    ['endpoint.ts', 'ManyPortsProps', manyPorts, aptible_endpoint],
    ['endpoint.ts', 'HttpsEndpointProps', https, { attributes: { ...aptible_endpoint.attributes, platform: ofApps } }],
    ['environment.ts', 'EnvironmentProps', environment, aptible_environment],
    ['log-drain.ts', 'LogDrainProps', logDrain, aptible_log_drain],
    ['log-drain.ts', 'TokenLogDrainProps', tokenLogDrain, aptible_log_drain],
    ['log-drain.ts', 'ElasticsearchLogDrainProps', elasticsearchLogDrain, aptible_log_drain],
    ['log-drain.ts', 'HttpsLogDrainProps', httpsLogDrain, aptible_log_drain],
    ['log-drain.ts', 'SyslogLogDrainProps', syslogLogDrain, aptible_log_drain],
    ['log-drain.ts', 'SolarwindsLogDrainProps', solarwindsLogDrain, aptible_log_drain],
    ['metric-drain.ts', 'MetricDrainProps', metricDrain, aptible_metric_drain],
    ['metric-drain.ts', 'DatadogMetricDrainProps', datadog, aptible_metric_drain],
    ['metric-drain.ts', 'InfluxdbDatabaseMetricDrainProps', influxdbDatabase, aptible_metric_drain],
    ['metric-drain.ts', 'InfluxdbMetricDrainProps', influxdb, aptible_metric_drain],
    ['metric-drain.ts', 'Influxdb2MetricDrainProps', influxdb2, aptible_metric_drain],
    ['operation.ts', 'OperationProps', operation, aptible_operation],
    ['provider.ts', 'AptibleProviderProps', account, provider],
    ['replica.ts', 'ReplicaProps', replica, aptible_replica],
  ];

  test.each(documented)('%s, %s: the defaults and values of the schema', (file, type, props, { attributes }) => {
    const source = readFileSync(join(__dirname, '../../lib/constructs', file), 'utf8');
    const members = membersOf(source, type);
    expect(Object.keys(members)).toEqual(expect.arrayContaining(Object.keys(props)));
    const wrong = Object.entries(props).filter(([prop, name]) => !agrees(members[prop]!, attributes[name]!));
    expect(wrong).toEqual([]);
  });

  interface Member {
    readonly comment: string;
    readonly isOptional: boolean;
  }

  /** The members of an interface, each with its doc comment on one line. */
  function membersOf(source: string, type: string): Record<string, Member> {
    const body = source.slice(source.indexOf(`export interface ${type} `)).split('\n}')[0] ?? '';
    const members = [...body.matchAll(/\/\*\*((?:(?!\*\/)[\s\S])*)\*\/\s*readonly (\w+)(\??):/g)];
    return Object.fromEntries(
      members.map(([, comment = '', name = '', mark]) => [
        name,
        { comment: comment.replace(/\s+(\* )?/g, ' '), isOptional: mark === '?' },
      ]),
    );
  }

  function agrees({ comment, isOptional }: Member, { default: value, oneOf }: Attribute): boolean {
    const quoted = typeof value === 'string' ? `'${value}'` : String(value);
    const saysValue = (allowed: unknown) => new RegExp(`\\b${String(allowed).replaceAll('.', '\\.')}\\b`).test(comment);
    return (
      comment.includes('@default') === isOptional &&
      // An empty text is nothing, and is not quoted.
      (!isOptional || value === undefined || value === '' || comment.includes(`@default ${quoted} `)) &&
      (oneOf ?? []).every(saysValue)
    );
  }
});
