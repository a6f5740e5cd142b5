/**
 * What is read of the platform's records. Only the keys that are used are listed: a key that is not read could only make an answer
 * fail. Only those without which nothing can be done are required; others may come and go. It is zod/mini because a provider process
 * starts several times a command.
 */
import * as z from 'zod/mini';
import { linksShape } from './links';

const text = z.nullish(z.string());
const integer = z.nullish(z.int());
const number = z.nullish(z.number());
const flag = z.nullish(z.boolean());
const texts = z.record(z.string(), z.nullable(z.string()));

const each = <K extends string, T>(names: readonly K[], shape: T): Record<K, T> =>
  Object.fromEntries(names.map((name) => [name, shape])) as Record<K, T>;

/** What is read of any record, with its links. */
const record = <R extends string = never>(...relations: readonly R[]) => ({
  id: z.int(),
  _links: linksShape<'account' | R>('account', ...relations),
});

/** What records of most kinds have in common. */
export const anyRecordShape = z.object({ ...record(), handle: text });

export const operationShape = z.object({
  ...record('resource', 'destination_account'),
  type: z.string(),
  /** `queued`, `running`, `succeeded` or `failed`. */
  status: z.string(),
  /** The handle of what it makes. */
  handle: text,
  cancelled: flag,
  created_at: text,
  updated_at: text,
});
export type Operation = z.infer<typeof operationShape>;

/** An operation with the user who started it. */
export const signedOperationShape = z.extend(operationShape, { user_name: text, user_email: text });
export type SignedOperation = z.infer<typeof signedOperationShape>;

export const organizationShape = z.object({ id: z.string(), name: z.string() });
export type Organization = z.infer<typeof organizationShape>;

export const roleShape = z.object({ id: z.string(), name: z.string(), type: text });
export type Role = z.infer<typeof roleShape>;

export const stackShape = z.object({
  ...record('organization'),
  name: z.string(),
  region: text,
  ssh_portal_host: text,
  ssh_portal_port: integer,
  /** The key that the portal shows, as one line. */
  ssh_host_rsa_public_key: text,
});

/** A way into the SSH portal, for one operation and one key. */
export const sshPortalConnectionShape = z.object({
  ssh_user: z.string(),
  /** The certificate of the key, as one line. */
  ssh_certificate_body: z.string(),
  /** The Unix socket, on the portal's side, that leads to what the operation is about. */
  ssh_port_forward_socket: text,
});

/** An environment. */
export const accountShape = z.object({
  ...record('stack', 'organization'),
  handle: z.string(),
  created_at: text,
  /** The certificate of the authority that signs those of its databases. */
  ca_body: text,
});
export type Account = z.infer<typeof accountShape>;

export const serviceShape = z.object({
  ...record('app', 'database', 'service_sizing_policy'),
  /** The name of the service. */
  process_type: z.string(),
  command: text,
  container_count: z.int(),
  container_memory_limit_mb: integer,
  /** The container profile with its generation: `m5`. */
  instance_class: z.string(),
  force_zero_downtime: z.boolean(),
  naive_health_check: z.boolean(),
  restart_free_scaling: flag,
  stop_timeout: integer,
});
export type Service = z.infer<typeof serviceShape>;

/** `_embedded` is left out of answers without sensitive values. */
const embedded = <T extends z.core.$ZodLooseShape>(shape: T) => z._default(z.object(shape), {} as never);

export const appShape = z.object({
  ...record('current_configuration', 'current_setting', 'current_image'),
  handle: z.string(),
  git_repo: z.string(),
  status: z.string(),
  created_at: text,
  _embedded: embedded({ services: z.nullish(z.array(serviceShape)), last_operation: z.nullish(operationShape) }),
});
export type App = z.infer<typeof appShape>;

/** The environment variables of an app, as a snapshot that never changes. */
export const configurationShape = z.object({ ...record(), env: texts });
export type Configuration = z.infer<typeof configurationShape>;

/** The settings of an app, database or endpoint, as a snapshot that never changes. */
export const settingShape = z.object({
  ...record(),
  settings: z.object(
    each(
      [
        'APTIBLE_DOCKER_IMAGE',
        'FORCE_SSL',
        'MAINTENANCE_PAGE_URL',
        'IDLE_TIMEOUT',
        'RELEASE_HEALTHCHECK_TIMEOUT',
        'STRICT_HEALTH_CHECKS',
        'SHOW_ELB_HEALTHCHECKS',
        'SSL_PROTOCOLS_OVERRIDE',
        'SSL_CIPHERS_OVERRIDE',
        'DISABLE_WEAK_CIPHER_SUITES',
      ],
      text,
    ),
  ),
  sensitive_settings: z.object(each(['APTIBLE_PRIVATE_REGISTRY_USERNAME', 'APTIBLE_PRIVATE_REGISTRY_PASSWORD'], text)),
});
export type Setting = z.infer<typeof settingShape>;

const diskShape = z.object({
  ...record(),
  /** Gigabytes. */
  size: z.int(),
  provisioned_iops: integer,
});

export const databaseCredentialShape = z.object({
  ...record(),
  type: z.string(),
  default: z.boolean(),
  connection_url: text,
});
export type DatabaseCredential = z.infer<typeof databaseCredentialShape>;

export const databaseImageShape = z.object({
  ...record(),
  type: z.string(),
  version: z.string(),
  default: z.boolean(),
  visible: flag,
  docker_repo: text,
});
export type DatabaseImage = z.infer<typeof databaseImageShape>;

export const databaseShape = z.object({
  ...record('service', 'database_image', 'initialize_from'),
  handle: z.string(),
  type: text,
  status: z.string(),
  created_at: text,
  connection_url: text,
  initial_disk_size: integer,
  initial_container_size: integer,
  /** The KMS key that encrypts its disk. */
  current_kms_arn: text,
  enable_backups: z.boolean(),
  enable_pitr: flag,
  pitr_status: text,
  logical_replica: flag,
  /** Pairs of the port at endpoints and the engine's own. */
  port_mapping: z.nullish(z.array(z.array(z.int()))),
  _embedded: embedded({
    disk: z.nullish(diskShape),
    database_credentials: z.nullish(z.array(databaseCredentialShape)),
    last_operation: z.nullish(operationShape),
  }),
});
export type Database = z.infer<typeof databaseShape>;

export const backupShape = z.object({
  ...record('database', 'database_image', 'copied_from', 'created_from_operation'),
  database_handle: text,
  aws_region: text,
  created_at: text,
  /** Gigabytes. */
  size: number,
  manual: flag,
});
export type Backup = z.infer<typeof backupShape>;

/** How long the backups of an environment are kept. */
export const retentionPolicyShape = z.object({
  ...record(),
  daily: z.int(),
  monthly: z.int(),
  yearly: z.int(),
  pitr_days: integer,
  make_copy: z.boolean(),
  keep_final: z.boolean(),
});
export type RetentionPolicy = z.infer<typeof retentionPolicyShape>;

/** An app or a database, in the list of those that have to be restarted. */
export const maintenanceShape = z.object({
  ...record(),
  handle: z.string(),
  maintenance_deadline: z.nullish(z.array(text)),
});
export type Maintenance = z.infer<typeof maintenanceShape>;

/** The autoscaling of a service. */
export const sizingPolicyShape = z.object({
  ...record(),
  /** `vertical` or `horizontal`. */
  autoscaling: z.string(),
  scaling_enabled: z.boolean(),
  metric_lookback_seconds: integer,
  percentile: number,
  post_scale_up_cooldown_seconds: integer,
  post_scale_down_cooldown_seconds: integer,
  post_release_cooldown_seconds: integer,
  mem_cpu_ratio_r_threshold: number,
  mem_cpu_ratio_c_threshold: number,
  mem_scale_up_threshold: number,
  mem_scale_down_threshold: number,
  minimum_memory: integer,
  maximum_memory: integer,
  min_cpu_threshold: number,
  max_cpu_threshold: number,
  min_containers: integer,
  max_containers: integer,
  scale_up_step: integer,
  scale_down_step: integer,
  use_horizontal_scale: flag,
});
export type SizingPolicy = z.infer<typeof sizingPolicyShape>;

export const logDrainShape = z.object({
  ...record('database'),
  handle: z.string(),
  created_at: text,
  drain_type: z.string(),
  status: text,
  drain_host: text,
  drain_port: integer,
  drain_username: text,
  drain_password: text,
  logging_token: text,
  url: text,
  drain_apps: flag,
  drain_databases: flag,
  drain_ephemeral_sessions: flag,
  drain_proxies: flag,
});
export type LogDrain = z.infer<typeof logDrainShape>;

export const metricDrainShape = z.object({
  ...record('database'),
  handle: z.string(),
  created_at: text,
  drain_type: z.string(),
  status: text,
  drain_configuration: z.nullish(
    z.object(
      each(
        ['address', 'username', 'password', 'database', 'bucket', 'org', 'authToken', 'api_key', 'series_url'],
        text,
      ),
    ),
  ),
});
export type MetricDrain = z.infer<typeof metricDrainShape>;

export const certificateShape = z.object({
  ...record(),
  created_at: text,
  certificate_body: z.string(),
  common_name: text,
  subject_alternative_names: z.nullish(z.array(z.string())),
  not_before: text,
  not_after: text,
  issuer_common_name: text,
  issuer_organization: text,
  sha256_fingerprint: text,
  private_key_algorithm: text,
  self_signed: flag,
  trusted: flag,
  /** Whether the platform got it, for managed TLS. */
  acme: flag,
});
export type Certificate = z.infer<typeof certificateShape>;

/** An endpoint. */
export const vhostShape = z.object({
  ...record('service', 'certificate', 'current_setting'),
  created_at: text,
  type: z.string(),
  status: z.string(),
  platform: text,
  default: z.boolean(),
  internal: z.boolean(),
  acme: z.boolean(),
  acme_status: text,
  acme_configuration: z.nullish(
    z.object({
      challenges: z.nullish(
        z.array(
          z.object({
            method: text,
            from: z.nullish(z.object({ name: text })),
            to: z.nullish(z.array(z.object({ name: text, legacy: flag }))),
          }),
        ),
      ),
    }),
  ),
  user_domain: text,
  container_port: integer,
  container_ports: z.nullish(z.array(z.int())),
  ip_whitelist: z.nullish(z.array(z.string())),
  shared: flag,
  load_balancing_algorithm_type: text,
  virtual_domain: text,
  external_host: text,
});
export type Vhost = z.infer<typeof vhostShape>;

/** What the members of a role may do in an environment. */
export const permissionShape = z.object({ ...record('role'), scope: z.string(), created_at: text });
export type Permission = z.infer<typeof permissionShape>;

/** What `POST {auth}/tokens` answers. */
export const tokenShape = z.object({ access_token: z.string() });
