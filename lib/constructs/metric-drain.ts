import type { Construct, IConstruct } from 'constructs';
import * as bindings from '../bindings';
import { dataSources, resources } from '../schema';
import type { IDatabase } from './database';
import { requireEnvironment, type IEnvironment, type LookUpOptions } from './environment';
import { checkProps } from './props';
import { followDependencies, KnownById, Resource, type ResourceProps, type Timeouts } from './resource';

/** What every metric drain takes, whatever its destination. Every change replaces the drain. */
export interface MetricDrainProps extends ResourceProps {
  /** Its name, unique on the platform: 1 to 64 lower-case letters, digits, dots, hyphens or underscores. */
  readonly handle: string;

  /**
   * The environment whose metrics it sends.
   *
   * @default - the nearest environment around it: `MetricDrain.datadog(environment, ...)`
   */
  readonly environment?: IEnvironment;

  /** @default - the provider's defaults */
  readonly timeouts?: Timeouts;
}

/** To Datadog. */
export interface DatadogMetricDrainProps extends MetricDrainProps {
  /** The API key. A secret: a `TerraformVariable` or another reference, not a literal. */
  readonly apiKey: string;

  /**
   * Where Datadog takes metrics, for another site than the one in the US.
   *
   * @default - the site in the US
   */
  readonly seriesUrl?: string;
}

/** To an InfluxDB database of the platform. */
export interface InfluxdbDatabaseMetricDrainProps extends MetricDrainProps {
  /** The database, of type `influxdb`, in the same environment. */
  readonly database: IDatabase;
}

/** To an InfluxDB 1 elsewhere. */
export interface InfluxdbMetricDrainProps extends MetricDrainProps {
  /** Where it answers: `https://influx.example.com:8086`. */
  readonly url: string;

  /** The user. */
  readonly username: string;

  /** The user's password. A secret: a `TerraformVariable` or another reference. */
  readonly password: string;

  /** The name of the database in it. */
  readonly databaseName: string;
}

/** To an InfluxDB 2 elsewhere. */
export interface Influxdb2MetricDrainProps extends MetricDrainProps {
  /** Where it answers: `https://influx.example.com`. */
  readonly url: string;

  /** The token. A secret: a `TerraformVariable` or another reference. */
  readonly token: string;

  /** The bucket. */
  readonly bucket: string;

  /** The organization that has the bucket. */
  readonly organization: string;
}

/** A metric drain. */
export interface IMetricDrain extends IConstruct {
  /** The platform's number for it. */
  readonly metricDrainId: number;
}

class MetricDrainFromHandle extends Resource implements IMetricDrain {
  protected readonly element: bindings.DataAptibleMetricDrain;

  constructor(scope: Construct, id: string, handle: string, { environment }: LookUpOptions) {
    super(scope, id);
    const config = { envId: requireEnvironment(this, environment, 'MetricDrain.fromHandle').environmentId, handle };
    checkProps(this, dataSources.aptible_metric_drain, config);
    this.element = new bindings.DataAptibleMetricDrain(this, 'Resource', config);
    followDependencies(this.element);
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
    super(scope, id);
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
  /** A metric drain that is not made here, looked up by its handle. A plan fails when there is none. */
  static fromHandle(scope: Construct, id: string, handle: string, options: LookUpOptions = {}): IMetricDrain {
    return new MetricDrainFromHandle(scope, id, handle, options);
  }

  /** A metric drain that is not made here, by its number, which is not looked up. */
  static fromId(scope: Construct, id: string, metricDrainId: number): IMetricDrain {
    return new MetricDrainFromId(scope, id, metricDrainId);
  }

  /** To Datadog, with an API key. */
  static datadog(scope: Construct, id: string, props: DatadogMetricDrainProps): MetricDrain {
    return new MetricDrain(scope, id, 'datadog', props, { apiKey: props.apiKey, seriesUrl: props.seriesUrl });
  }

  /** To an InfluxDB 1 elsewhere, as a user. */
  static influxdb(scope: Construct, id: string, props: InfluxdbMetricDrainProps): MetricDrain {
    const { url, username, password, databaseName } = props;
    return new MetricDrain(scope, id, 'influxdb', props, { url, username, password, database: databaseName });
  }

  /** To an InfluxDB 2 elsewhere, with a token. */
  static influxdb2(scope: Construct, id: string, props: Influxdb2MetricDrainProps): MetricDrain {
    const { url, token, bucket, organization } = props;
    return new MetricDrain(scope, id, 'influxdb2', props, { url, apiKey: token, bucket, organization });
  }

  /** To an InfluxDB database of the same environment. */
  static influxdbDatabase(scope: Construct, id: string, props: InfluxdbDatabaseMetricDrainProps): MetricDrain {
    return new MetricDrain(scope, id, 'influxdb_database', props, { databaseId: props.database.databaseId });
  }

  protected readonly element: bindings.MetricDrain;

  private constructor(scope: Construct, id: string, type: string, props: MetricDrainProps, destination: Destination) {
    super(scope, id, props);
    const config: bindings.MetricDrainConfig = {
      envId: requireEnvironment(this, props.environment).environmentId,
      handle: props.handle,
      drainType: type,
      ...destination,
      timeouts: props.timeouts,
    };
    checkProps(this, resources.aptible_metric_drain, config, {
      names: {
        database_id: 'database',
        ...(type === 'influxdb' && { database: 'databaseName' }),
        ...(type === 'influxdb2' && { api_key: 'token' }),
      },
      secrets: ['api_key', 'password'],
    });
    this.element = new bindings.MetricDrain(this, 'Resource', { ...config, lifecycle: props.lifecycle });
    followDependencies(this.element);
  }

  get metricDrainId(): number {
    return this.element.metricDrainId;
  }

  /** A reference to the handle: what uses it waits for the drain. */
  get handle(): string {
    return this.element.handle;
  }
}

type Destination = Partial<Omit<bindings.MetricDrainConfig, 'envId' | 'handle' | 'drainType'>>;
