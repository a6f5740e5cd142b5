/** Definitions as objects: the types are those of the constructs' props, as a file writes them. */
import type { IResolvable } from 'cdktf';
import type { IConstruct } from 'constructs';
import type { AppProps, ServiceProps } from './app';
import type { Autoscaling, HorizontalAutoscalingProps, VerticalAutoscalingProps } from './autoscaling';
import type { BackupProps } from './backup';
import type { CertificateProps } from './certificate';
import type { ConnectToProps } from './connection';
import type { Credential } from './credentials';
import type { AddUserProps, DatabaseProps } from './database';
import type { AddEndpointProps, DatabaseEndpointProps } from './endpoint';
import type { EnvironmentProps } from './environment';
import type {
  ElasticsearchLogDrainProps,
  HttpsLogDrainProps,
  SolarwindsLogDrainProps,
  SyslogLogDrainProps,
  TokenLogDrainProps,
} from './log-drain';
import type {
  DatadogMetricDrainProps,
  Influxdb2MetricDrainProps,
  InfluxdbDatabaseMetricDrainProps,
  InfluxdbMetricDrainProps,
} from './metric-drain';
import type { AppOperationProps, DatabaseOperationProps, EndpointOperationProps } from './operation';
import type { PermissionProps } from './permission';
import type { AddReleaseCheckProps } from './release-check';
import type { ReplicaProps } from './replica';

/** A reference as a whole value: `${var.COUNT}`. */
export type DefinitionReference = `\${${string}}`;

/** What a file says by its structure. */
type ByPlace = 'environment' | 'dependsOn' | 'lifecycle';

/** Props as a definition writes them: other constructs are names, and an entry is called by its name when it has no handle. */
type Written<P, Left extends PropertyKey = never> = P extends unknown
  ? { readonly [K in keyof P as Exclude<K, ByPlace | Left | 'handle'>]: WrittenValue<P[K]> } & ('handle' extends keyof P
      ? { readonly handle?: string }
      : unknown) &
      ('dependsOn' extends keyof P ? { readonly dependsOn?: readonly string[]; readonly formerly?: string } : unknown)
  : never;

type WrittenValue<V> = V extends string | undefined
  ? V
  : V extends number | boolean
    ? V | DefinitionReference
    : V extends IResolvable
      ? never
      : V extends Autoscaling
        ? | ({ readonly type: 'horizontal' } & HorizontalAutoscalingProps)
          | ({ readonly type: 'vertical' } & VerticalAutoscalingProps)
        : V extends IConstruct
          ? string
          : V extends readonly (infer E)[]
            ? readonly WrittenValue<E>[]
            : V extends object
              ? { readonly [K in keyof V]: WrittenValue<V[K]> }
              : never;

type Entries<T> = { readonly [name: string]: T };

/** What is done to a thing. */
interface Operations<P> {
  readonly operations?: Entries<Written<P, 'app' | 'database' | 'endpoint'>>;
}

/** A connection of an app to a database: the environment variable is the name of the entry. */
export interface ConnectionDefinition extends Pick<ConnectToProps, 'credential' | 'stored' | 'version'> {
  /** The name of the database. */
  readonly database: string;

  /**
   * The name of a replica of the database, to connect to it instead.
   *
   * @default - none
   */
  readonly replica?: string;

  /**
   * The name of a user of the database.
   *
   * @default - the platform's user `aptible`
   */
  readonly user?: string;

  /**
   * The part of the credential that the variable has.
   *
   * @default 'connectionUrl'
   */
  readonly part?: keyof Credential;

  /**
   * The name of an endpoint of the database, to connect through it. A replica has none.
   *
   * @default - none: the app connects to the database's own addresses
   */
  readonly endpoint?: string;
}

/** Any state of Terraform, to whose outputs a definition refers: `${stack.NAME.OUTPUT}`. */
export interface StackDefinition {
  /** Where the state is: the type of a backend of Terraform, and its arguments. */
  readonly backend: { readonly type: string; readonly config?: { readonly [name: string]: string } };

  /**
   * The workspace of the backend.
   *
   * @default - its default one
   */
  readonly workspace?: string;
}

/** An environment and everything in it, as `aptible.yaml` says it. */
export interface EnvironmentDefinition {
  /** The version of this format. */
  readonly version: 1;

  /** The environment itself. `stack` is the name of the platform's stack. */
  readonly environment: Written<Omit<EnvironmentProps, 'dependsOn'>> & { readonly handle: string };

  /** Several environments of one definition, by name: what each has otherwise than the rest. `null` removes. */
  readonly environments?: Entries<object>;

  /** Its databases, by name. */
  readonly databases?: Entries<
    Written<DatabaseProps> &
      Operations<DatabaseOperationProps> & {
        readonly restoreLatest?: { readonly environment: string; readonly database: string };
        readonly replicas?: Entries<Written<ReplicaProps, 'primary'> & Operations<DatabaseOperationProps>>;
        readonly endpoints?: Entries<Written<DatabaseEndpointProps, 'database'>>;
        readonly users?: Entries<Written<AddUserProps>>;
        readonly backups?: Entries<Written<BackupProps, 'database'>>;
      }
  >;

  /** Its apps, by name. */
  readonly apps?: Entries<
    Written<AppProps, 'services'> &
      Operations<AppOperationProps> & {
        readonly services?: Entries<
          Written<ServiceProps> & {
            readonly endpoints?: Entries<
              | (Written<Exclude<AddEndpointProps, { readonly type: 'tcp' }>, 'service'> &
                  Operations<EndpointOperationProps>)
              | Written<Extract<AddEndpointProps, { readonly type: 'tcp' }>, 'service'>
            >;
          }
        >;
        readonly connections?: Entries<ConnectionDefinition>;
        readonly releaseChecks?: Entries<Written<AddReleaseCheckProps>>;
      }
  >;

  /** Certificates of your own for endpoints, by name. */
  readonly certificates?: Entries<Written<CertificateProps>>;

  /** Where logs are sent, by name. */
  readonly logDrains?: Entries<
    | ({ readonly type: 'datadog' | 'logdna' } & Written<TokenLogDrainProps>)
    | ({ readonly type: 'elasticsearch' } & Written<ElasticsearchLogDrainProps>)
    | ({ readonly type: 'https' | 'sumologic' } & Written<HttpsLogDrainProps>)
    | ({ readonly type: 'papertrail' | 'syslog' } & Written<SyslogLogDrainProps>)
    | ({ readonly type: 'solarwinds' } & Written<SolarwindsLogDrainProps>)
  >;

  /** Where metrics are sent, by name. */
  readonly metricDrains?: Entries<
    | ({ readonly type: 'datadog' } & Written<DatadogMetricDrainProps>)
    | ({ readonly type: 'influxdbDatabase' } & Written<InfluxdbDatabaseMetricDrainProps>)
    | ({ readonly type: 'influxdb' } & Written<InfluxdbMetricDrainProps>)
    | ({ readonly type: 'influxdb2' } & Written<Influxdb2MetricDrainProps>)
  >;

  /** What the members of roles may do in the environment, by name. */
  readonly permissions?: Entries<Written<PermissionProps>>;

  /** Others whose outputs are referred to, by name. */
  readonly stacks?: Entries<StackDefinition>;

  /** Values that are shown after a deploy, by name. */
  readonly outputs?: Entries<string>;
}

/**
 * A definition as an object, with the types of a file: for `Environment.fromDefinition`.
 *
 * @example
 * const definition = defineEnvironment({
 *   version: 1,
 *   environment: { handle: 'acme-staging', stack: 'shared-us-east-1' },
 *   databases: { main: { type: 'postgresql', version: '16' } },
 *   apps: { web: { image: 'quay.io/acme/web', connections: { DATABASE_URL: { database: 'main' } } } },
 * });
 * Environment.fromDefinition(this, 'environment', definition);
 */
export function defineEnvironment(definition: EnvironmentDefinition): EnvironmentDefinition {
  return definition;
}
