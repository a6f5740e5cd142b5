import type { Construct, IConstruct } from 'constructs';
import * as bindings from '../bindings';
import { dataSources, resources } from '../schema';
import { configOf } from './config';
import type { IDatabase } from './database';
import { drainAttributes, type DrainProps } from './drain';
import type { DatadogSeriesUrl } from './known';
import { byHandle, type ByHandle } from './look-up';
import { given, reference, secret, type AttributesOf, type Given } from './props';
import { inStack, KnownById, Resource } from './resource';
import type { LookUpOptions } from './scope';

/** Props of every metric drain, whatever its destination. Every change replaces the drain. */
export type MetricDrainProps = DrainProps;

/** Props of a metric drain to Datadog. */
export interface DatadogMetricDrainProps extends MetricDrainProps {
  /** The API key. A secret: a `TerraformVariable` or another reference, not a literal. */
  readonly apiKey: string;

  /**
   * The URL at which Datadog takes metrics, which is that of its site: `https://app.datadoghq.com/api/v1/series`,
   * `https://us3.datadoghq.com/api/v1/series`, `https://us5.datadoghq.com/api/v1/series`, `https://app.datadoghq.eu/api/v1/series`,
   * `https://app.ddog-gov.com/api/v1/series` or another one.
   *
   * @default - that of the site in the US
   */
  readonly seriesUrl?: DatadogSeriesUrl;
}

/** Props of a metric drain to an InfluxDB database of the platform. */
export interface InfluxdbDatabaseMetricDrainProps extends MetricDrainProps {
  /** The database, of type `influxdb`, in the same environment. */
  readonly database: IDatabase;
}

/** Props of a metric drain to an InfluxDB 1 elsewhere. */
export interface InfluxdbMetricDrainProps extends MetricDrainProps {
  /** The URL at which it answers: `https://influx.example.com:8086`. */
  readonly url: string;

  /** The user. */
  readonly username: string;

  /** The user's password. A secret: a `TerraformVariable` or another reference. */
  readonly password: string;

  /** The name of the database in it. */
  readonly databaseName: string;
}

/** Props of a metric drain to an InfluxDB 2 elsewhere. */
export interface Influxdb2MetricDrainProps extends MetricDrainProps {
  /** The URL at which it answers: `https://influx.example.com`. */
  readonly url: string;

  /** The token. A secret: a `TerraformVariable` or another reference. */
  readonly token: string;

  /** The bucket. */
  readonly bucket: string;

  /** The organization that has the bucket. */
  readonly organization: string;
}

const definition = resources.aptible_metric_drain;
type Definition = typeof definition;

export const datadogMetricDrainAttributes = {
  ...drainAttributes,
  apiKey: secret('api_key'),
  seriesUrl: 'series_url',
} as const satisfies AttributesOf<DatadogMetricDrainProps, Definition>;

export const influxdbDatabaseMetricDrainAttributes = {
  ...drainAttributes,
  database: reference('database_id', 'databaseId'),
} as const satisfies AttributesOf<InfluxdbDatabaseMetricDrainProps, Definition>;

export const influxdbMetricDrainAttributes = {
  ...drainAttributes,
  url: 'url',
  username: 'username',
  password: secret('password'),
  databaseName: 'database',
} as const satisfies AttributesOf<InfluxdbMetricDrainProps, Definition>;

export const influxdb2MetricDrainAttributes = {
  ...drainAttributes,
  url: 'url',
  token: secret('api_key'),
  bucket: 'bucket',
  organization: 'organization',
} as const satisfies AttributesOf<Influxdb2MetricDrainProps, Definition>;

/** A metric drain. */
export interface IMetricDrain extends IConstruct {
  /** The platform's number for it. */
  readonly metricDrainId: number;
}

class MetricDrainFromHandle extends Resource implements IMetricDrain {
  protected readonly element: bindings.DataAptibleMetricDrain;

  constructor(scope: Construct, id: string, wanted: ByHandle) {
    super(scope, id);
    const config = configOf(this, given(dataSources.aptible_metric_drain, byHandle, wanted), 'MetricDrain.fromHandle');
    this.element = inStack(new bindings.DataAptibleMetricDrain(this, 'Resource', config));
  }

  get metricDrainId(): number {
    return this.element.metricDrainId;
  }
}

class MetricDrainFromId extends KnownById implements IMetricDrain {
  constructor(
    scope: Construct,
    id: string,
    readonly metricDrainId: number,
  ) {
    super(scope, id, { metricDrainId });
  }
}

/**
 * A metric drain of an environment, with one factory a destination.
 *
 * @example
 * const apiKey = new TerraformVariable(stack, 'datadog_api_key', { type: 'string', sensitive: true });
 * MetricDrain.datadog(environment, 'metrics', { handle: 'acme-metrics', apiKey: apiKey.stringValue });
 */
export class MetricDrain extends Resource implements IMetricDrain {
  /**
   * Finds a metric drain that is not made here: Terraform looks it up by its handle. A plan fails when there is none.
   *
   * @throws when it cannot be a handle; when there is no environment.
   */
  static fromHandle(scope: Construct, id: string, handle: string, options: LookUpOptions = {}): IMetricDrain {
    return new MetricDrainFromHandle(scope, id, { handle, ...options });
  }

  /**
   * Takes a metric drain that is not made here, by its number, which is not looked up.
   *
   * @throws when it is not a whole number from 1 on.
   */
  static fromId(scope: Construct, id: string, metricDrainId: number): IMetricDrain {
    return new MetricDrainFromId(scope, id, metricDrainId);
  }

  /**
   * Sends metrics to Datadog, with an API key.
   *
   * @throws when props break the platform's limits, with all problems at once; when there is no environment.
   */
  static datadog(scope: Construct, id: string, props: DatadogMetricDrainProps): MetricDrain {
    return new MetricDrain(
      scope,
      id,
      given(definition, datadogMetricDrainAttributes, props, { drain_type: 'datadog' }),
    );
  }

  /**
   * Sends metrics to an InfluxDB 1 elsewhere, as a user.
   *
   * @throws when props break the platform's limits, with all problems at once; when there is no environment.
   */
  static influxdb(scope: Construct, id: string, props: InfluxdbMetricDrainProps): MetricDrain {
    return new MetricDrain(
      scope,
      id,
      given(definition, influxdbMetricDrainAttributes, props, { drain_type: 'influxdb' }),
    );
  }

  /**
   * Sends metrics to an InfluxDB 2 elsewhere, with a token.
   *
   * @throws when props break the platform's limits, with all problems at once; when there is no environment.
   */
  static influxdb2(scope: Construct, id: string, props: Influxdb2MetricDrainProps): MetricDrain {
    return new MetricDrain(
      scope,
      id,
      given(definition, influxdb2MetricDrainAttributes, props, { drain_type: 'influxdb2' }),
    );
  }

  /**
   * Sends metrics to an InfluxDB database of the same environment.
   *
   * @throws when props break the platform's limits, with all problems at once; when there is no environment.
   */
  static influxdbDatabase(scope: Construct, id: string, props: InfluxdbDatabaseMetricDrainProps): MetricDrain {
    return new MetricDrain(
      scope,
      id,
      given(definition, influxdbDatabaseMetricDrainAttributes, props, { drain_type: 'influxdb_database' }),
    );
  }

  protected readonly element: bindings.MetricDrain;

  private constructor(scope: Construct, id: string, drain: Given<Definition, MetricDrainProps>) {
    super(scope, id, drain.props);
    this.element = inStack(new bindings.MetricDrain(this, 'Resource', configOf(this, drain)));
  }

  get metricDrainId(): number {
    return this.element.metricDrainId;
  }

  /** A reference to the handle: what uses it waits for the drain. */
  get handle(): string {
    return this.element.handle;
  }
}
