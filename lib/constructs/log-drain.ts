import type { IResolvable } from 'cdktf';
import type { Construct, IConstruct } from 'constructs';
import * as bindings from '../bindings';
import { dataSources, resources } from '../schema';
import type { IDatabase } from './database';
import { requireEnvironment, type IEnvironment, type LookUpOptions } from './environment';
import { checkProps } from './props';
import { followDependencies, KnownById, Resource, type ResourceProps, type Timeouts } from './resource';

/** What every log drain takes, whatever its destination. */
export interface LogDrainProps extends ResourceProps {
  /** Its name, unique on the platform: 1 to 64 lower-case letters, digits, dots, hyphens or underscores. A change replaces the drain. */
  readonly handle: string;

  /**
   * The environment whose logs it sends. A change replaces the drain.
   *
   * @default - the nearest environment around it: `LogDrain.datadog(environment, ...)`
   */
  readonly environment?: IEnvironment;

  /**
   * Whether the logs of apps are sent. Changes in place.
   *
   * @default true
   */
  readonly drainApps?: boolean | IResolvable;

  /**
   * Whether the logs of databases are sent. Changes in place.
   *
   * @default true
   */
  readonly drainDatabases?: boolean | IResolvable;

  /**
   * Whether the logs of ephemeral SSH sessions are sent. Changes in place.
   *
   * @default true
   */
  readonly drainEphemeralSessions?: boolean | IResolvable;

  /**
   * Whether the access logs of endpoints are sent. Changes in place.
   *
   * @default false
   */
  readonly drainProxies?: boolean | IResolvable;

  /** @default - the provider's defaults */
  readonly timeouts?: Timeouts;
}

/** To Datadog or LogDNA (Mezmo). */
export interface TokenLogDrainProps extends LogDrainProps {
  /** The API key. A secret: a `TerraformVariable` or another reference, not a literal. A change replaces the drain. */
  readonly token: string;

  /**
   * Tags, separated by commas: `env:staging,team:web`. A change replaces the drain.
   *
   * @default - no tags
   */
  readonly tags?: string;
}

/** To an Elasticsearch database of the platform. */
export interface ElasticsearchLogDrainProps extends LogDrainProps {
  /** The database, of type `elasticsearch`, in the same environment. A change replaces the drain. */
  readonly database: IDatabase;

  /**
   * The ingest pipeline that documents pass. A change replaces the drain.
   *
   * @default - none
   */
  readonly pipeline?: string;
}

/** To a URL: any HTTPS collector, or Sumo Logic. */
export interface HttpsLogDrainProps extends LogDrainProps {
  /** Where logs are posted. It often holds a key: then a `TerraformVariable` or another reference. A change replaces the drain. */
  readonly url: string;
}

/** To a syslog server with TLS over TCP, or Papertrail. */
export interface SyslogLogDrainProps extends LogDrainProps {
  /** The host. A change replaces the drain. */
  readonly host: string;

  /** The port, 1 to 65535. A change replaces the drain. */
  readonly port: number;

  /**
   * A token that is put into every message. A secret: a `TerraformVariable` or another reference. A change replaces the drain.
   *
   * @default - none
   */
  readonly token?: string;
}

/** To SolarWinds. */
export interface SolarwindsLogDrainProps extends LogDrainProps {
  /** The host of the collector. A change replaces the drain. */
  readonly host: string;

  /** The token. A secret: a `TerraformVariable` or another reference. A change replaces the drain. */
  readonly token: string;
}

/** A log drain. */
export interface ILogDrain extends IConstruct {
  /** The platform's number for it. */
  readonly logDrainId: number;
}

class LogDrainFromHandle extends Resource implements ILogDrain {
  protected readonly element: bindings.DataAptibleLogDrain;

  constructor(scope: Construct, id: string, handle: string, { environment }: LookUpOptions) {
    super(scope, id);
    const config = { envId: requireEnvironment(this, environment, 'LogDrain.fromHandle').environmentId, handle };
    checkProps(this, dataSources.aptible_log_drain, config);
    this.element = new bindings.DataAptibleLogDrain(this, 'Resource', config);
    followDependencies(this.element);
  }

  get logDrainId(): number {
    return this.element.logDrainId;
  }
}

class LogDrainFromId extends KnownById implements ILogDrain {
  constructor(
    scope: Construct,
    id: string,
    readonly logDrainId: number,
  ) {
    super(scope, id);
  }
}

/**
 * A log drain of an environment, with one factory a destination.
 *
 * @example
 * const apiKey = new TerraformVariable(stack, 'datadog_api_key', { type: 'string', sensitive: true });
 * LogDrain.datadog(environment, 'logs', { handle: 'acme-logs', token: apiKey.stringValue, tags: 'env:staging' });
 */
export class LogDrain extends Resource implements ILogDrain {
  /** A log drain that is not made here, looked up by its handle. A plan fails when there is none. */
  static fromHandle(scope: Construct, id: string, handle: string, options: LookUpOptions = {}): ILogDrain {
    return new LogDrainFromHandle(scope, id, handle, options);
  }

  /** A log drain that is not made here, by its number, which is not looked up. */
  static fromId(scope: Construct, id: string, logDrainId: number): ILogDrain {
    return new LogDrainFromId(scope, id, logDrainId);
  }

  /** To Datadog, with an API key. */
  static datadog(scope: Construct, id: string, props: TokenLogDrainProps): LogDrain {
    return new LogDrain(scope, id, 'datadog', props, { token: props.token, tags: props.tags });
  }

  /** To an Elasticsearch database of the same environment. */
  static elasticsearch(scope: Construct, id: string, props: ElasticsearchLogDrainProps): LogDrain {
    const { database, pipeline } = props;
    return new LogDrain(scope, id, 'elasticsearch_database', props, { databaseId: database.databaseId, pipeline });
  }

  /** To any HTTPS collector: logs are posted as JSON. */
  static https(scope: Construct, id: string, props: HttpsLogDrainProps): LogDrain {
    return new LogDrain(scope, id, 'https_post', props, { url: props.url });
  }

  /** To LogDNA (Mezmo), with an ingestion key. */
  static logdna(scope: Construct, id: string, props: TokenLogDrainProps): LogDrain {
    return new LogDrain(scope, id, 'logdna', props, { token: props.token, tags: props.tags });
  }

  /** To Papertrail. */
  static papertrail(scope: Construct, id: string, props: SyslogLogDrainProps): LogDrain {
    return new LogDrain(scope, id, 'papertrail', props, syslog(props));
  }

  /** To SolarWinds. */
  static solarwinds(scope: Construct, id: string, props: SolarwindsLogDrainProps): LogDrain {
    return new LogDrain(scope, id, 'solarwinds', props, { drainHost: props.host, loggingToken: props.token });
  }

  /** To Sumo Logic, at the URL of an HTTP source. */
  static sumologic(scope: Construct, id: string, props: HttpsLogDrainProps): LogDrain {
    return new LogDrain(scope, id, 'sumologic', props, { url: props.url });
  }

  /** To a syslog server, with TLS over TCP. */
  static syslog(scope: Construct, id: string, props: SyslogLogDrainProps): LogDrain {
    return new LogDrain(scope, id, 'syslog_tls_tcp', props, syslog(props));
  }

  protected readonly element: bindings.LogDrain;

  private constructor(scope: Construct, id: string, type: string, props: LogDrainProps, destination: Destination) {
    super(scope, id, props);
    const config: bindings.LogDrainConfig = {
      envId: requireEnvironment(this, props.environment).environmentId,
      handle: props.handle,
      drainType: type,
      ...destination,
      drainApps: props.drainApps,
      drainDatabases: props.drainDatabases,
      drainEphemeralSessions: props.drainEphemeralSessions,
      drainProxies: props.drainProxies,
      timeouts: props.timeouts,
    };
    checkProps(this, resources.aptible_log_drain, config, {
      names: { drain_host: 'host', drain_port: 'port', logging_token: 'token', database_id: 'database' },
      secrets: ['token', 'logging_token'],
    });
    this.element = new bindings.LogDrain(this, 'Resource', { ...config, lifecycle: props.lifecycle });
    followDependencies(this.element);
  }

  get logDrainId(): number {
    return this.element.logDrainId;
  }

  /** A reference to the handle: what uses it waits for the drain. */
  get handle(): string {
    return this.element.handle;
  }
}

type Destination = Partial<Omit<bindings.LogDrainConfig, 'envId' | 'handle' | 'drainType'>>;

function syslog({ host, port, token }: SyslogLogDrainProps): Destination {
  return { drainHost: host, drainPort: port, loggingToken: token };
}
