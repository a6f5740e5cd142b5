import type { IResolvable } from 'cdktf';
import type { Construct, IConstruct } from 'constructs';
import * as bindings from '../bindings';
import { dataSources, resources } from '../schema';
import { configOf } from './config';
import type { IDatabase } from './database';
import { drainAttributes, type DrainProps } from './drain';
import { byHandle, type ByHandle } from './look-up';
import { given, reference, secret, type AttributesOf, type Given } from './props';
import { inStack, KnownById, Resource } from './resource';
import type { LookUpOptions } from './scope';

/** Props of every log drain, whatever its destination. */
export interface LogDrainProps extends DrainProps {
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
}

/** Props of a log drain to Datadog or LogDNA (Mezmo). */
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

/** Props of a log drain to an Elasticsearch database of the platform. */
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

/** Props of a log drain to a URL: that of any HTTPS collector, or of Sumo Logic. */
export interface HttpsLogDrainProps extends LogDrainProps {
  /** The http or https URL where logs are posted. It often holds a key: then a `TerraformVariable` or another reference. A change replaces the drain. */
  readonly url: string;
}

/** Props of a log drain to a syslog server with TLS over TCP, or to Papertrail. */
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

/** Props of a log drain to SolarWinds. */
export interface SolarwindsLogDrainProps extends LogDrainProps {
  /** The host of the collector. A change replaces the drain. */
  readonly host: string;

  /** The token. A secret: a `TerraformVariable` or another reference. A change replaces the drain. */
  readonly token: string;
}

const definition = resources.aptible_log_drain;
type Definition = typeof definition;

const attributes = {
  ...drainAttributes,
  drainApps: 'drain_apps',
  drainDatabases: 'drain_databases',
  drainEphemeralSessions: 'drain_ephemeral_sessions',
  drainProxies: 'drain_proxies',
} as const satisfies AttributesOf<LogDrainProps, Definition>;

export const tokenLogDrainAttributes = {
  ...attributes,
  token: secret('token'),
  tags: 'tags',
} as const satisfies AttributesOf<TokenLogDrainProps, Definition>;

export const elasticsearchLogDrainAttributes = {
  ...attributes,
  database: reference('database_id', 'databaseId'),
  pipeline: 'pipeline',
} as const satisfies AttributesOf<ElasticsearchLogDrainProps, Definition>;

export const httpsLogDrainAttributes = { ...attributes, url: 'url' } as const satisfies AttributesOf<
  HttpsLogDrainProps,
  Definition
>;

export const syslogLogDrainAttributes = {
  ...attributes,
  host: 'drain_host',
  port: 'drain_port',
  token: secret('logging_token'),
} as const satisfies AttributesOf<SyslogLogDrainProps, Definition>;

export const solarwindsLogDrainAttributes = {
  ...attributes,
  host: 'drain_host',
  token: secret('logging_token'),
} as const satisfies AttributesOf<SolarwindsLogDrainProps, Definition>;

/** A log drain. */
export interface ILogDrain extends IConstruct {
  /** The platform's number for it. */
  readonly logDrainId: number;
}

class LogDrainFromHandle extends Resource implements ILogDrain {
  protected readonly element: bindings.DataAptibleLogDrain;

  constructor(scope: Construct, id: string, wanted: ByHandle) {
    super(scope, id);
    const config = configOf(this, given(dataSources.aptible_log_drain, byHandle, wanted), 'LogDrain.fromHandle');
    this.element = inStack(new bindings.DataAptibleLogDrain(this, 'Resource', config));
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
    super(scope, id, { logDrainId });
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
  /**
   * Finds a log drain that is not made here: Terraform looks it up by its handle. A plan fails when there is none.
   *
   * @throws when it cannot be a handle; when there is no environment.
   */
  static fromHandle(scope: Construct, id: string, handle: string, options: LookUpOptions = {}): ILogDrain {
    return new LogDrainFromHandle(scope, id, { handle, ...options });
  }

  /**
   * Takes a log drain that is not made here, by its number, which is not looked up.
   *
   * @throws when it is not a whole number from 1 on.
   */
  static fromId(scope: Construct, id: string, logDrainId: number): ILogDrain {
    return new LogDrainFromId(scope, id, logDrainId);
  }

  /**
   * Sends logs to Datadog, with an API key.
   *
   * @throws when props break the platform's limits, with all problems at once; when there is no environment.
   */
  static datadog(scope: Construct, id: string, props: TokenLogDrainProps): LogDrain {
    return new LogDrain(scope, id, given(definition, tokenLogDrainAttributes, props, { drain_type: 'datadog' }));
  }

  /**
   * Sends logs to an Elasticsearch database of the same environment.
   *
   * @throws when props break the platform's limits, with all problems at once; when there is no environment.
   */
  static elasticsearch(scope: Construct, id: string, props: ElasticsearchLogDrainProps): LogDrain {
    return new LogDrain(
      scope,
      id,
      given(definition, elasticsearchLogDrainAttributes, props, { drain_type: 'elasticsearch_database' }),
    );
  }

  /**
   * Sends logs to any HTTPS collector: they are posted as JSON.
   *
   * @throws when props break the platform's limits, with all problems at once; when there is no environment.
   */
  static https(scope: Construct, id: string, props: HttpsLogDrainProps): LogDrain {
    return new LogDrain(scope, id, given(definition, httpsLogDrainAttributes, props, { drain_type: 'https_post' }));
  }

  /**
   * Sends logs to LogDNA (Mezmo), with an ingestion key.
   *
   * @throws when props break the platform's limits, with all problems at once; when there is no environment.
   */
  static logdna(scope: Construct, id: string, props: TokenLogDrainProps): LogDrain {
    return new LogDrain(scope, id, given(definition, tokenLogDrainAttributes, props, { drain_type: 'logdna' }));
  }

  /**
   * Sends logs to Papertrail.
   *
   * @throws when props break the platform's limits, with all problems at once; when there is no environment.
   */
  static papertrail(scope: Construct, id: string, props: SyslogLogDrainProps): LogDrain {
    return new LogDrain(scope, id, given(definition, syslogLogDrainAttributes, props, { drain_type: 'papertrail' }));
  }

  /**
   * Sends logs to SolarWinds.
   *
   * @throws when props break the platform's limits, with all problems at once; when there is no environment.
   */
  static solarwinds(scope: Construct, id: string, props: SolarwindsLogDrainProps): LogDrain {
    return new LogDrain(
      scope,
      id,
      given(definition, solarwindsLogDrainAttributes, props, { drain_type: 'solarwinds' }),
    );
  }

  /**
   * Sends logs to Sumo Logic, at the URL of an HTTP source.
   *
   * @throws when props break the platform's limits, with all problems at once; when there is no environment.
   */
  static sumologic(scope: Construct, id: string, props: HttpsLogDrainProps): LogDrain {
    return new LogDrain(scope, id, given(definition, httpsLogDrainAttributes, props, { drain_type: 'sumologic' }));
  }

  /**
   * Sends logs to a syslog server, with TLS over TCP.
   *
   * @throws when props break the platform's limits, with all problems at once; when there is no environment.
   */
  static syslog(scope: Construct, id: string, props: SyslogLogDrainProps): LogDrain {
    return new LogDrain(
      scope,
      id,
      given(definition, syslogLogDrainAttributes, props, { drain_type: 'syslog_tls_tcp' }),
    );
  }

  protected readonly element: bindings.LogDrain;

  private constructor(scope: Construct, id: string, drain: Given<Definition, LogDrainProps>) {
    super(scope, id, drain.props);
    this.element = inStack(new bindings.LogDrain(this, 'Resource', configOf(this, drain)));
  }

  get logDrainId(): number {
    return this.element.logDrainId;
  }

  /** A reference to the handle: what uses it waits for the drain. */
  get handle(): string {
    return this.element.handle;
  }
}
