import type { IResolvable } from 'cdktf';
import type { Construct } from 'constructs';
import * as bindings from '../bindings';
import { resources } from '../schema';
import { Credentials } from './credentials';
import { LookedUpDatabase, type IDatabase } from './database';
import { requireEnvironment, type IEnvironment, type LookUpOptions } from './environment';
import { checkProps } from './props';
import { followDependencies, Resource, type ResourceProps, type Timeouts } from './resource';

export interface ReplicaProps extends ResourceProps {
  /** The database that it follows. A change replaces the replica. */
  readonly primary: IDatabase;

  /** Its name, unique in the environment: 1 to 64 lower-case letters, digits, dots, hyphens or underscores. A change renames it in place. */
  readonly handle: string;

  /**
   * The environment in which it runs. A change replaces the replica.
   *
   * @default - the nearest environment around it: `new Replica(environment, ...)`
   */
  readonly environment?: IEnvironment;

  /**
   * For PostgreSQL: makes a logical replica of this version, which may be newer than that of the database. A change replaces the replica.
   *
   * @default - a physical replica of the same version
   */
  readonly logicalVersion?: string;

  /**
   * Size of the disk in GB, 1 to 16000. It can only grow; a change restarts the replica.
   *
   * @default 10
   */
  readonly diskSizeGb?: number;

  /**
   * Memory of the container in MB: 512, 1024, 2048, 4096, 7168, 15360, 30720, 61440, 153600 or 245760. A change restarts
   * the replica.
   *
   * @default 1024
   */
  readonly memoryMb?: number;

  /**
   * The ratio of CPU to memory: `m` general purpose, `c` compute, `r` memory. `c` and `r` need a dedicated stack. A change restarts the replica.
   *
   * @default 'm'
   */
  readonly profile?: string;

  /**
   * Provisioned operations per second of the disk, 100 to 16000. More than 3000 need 1 GB of disk for each 500.
   *
   * @default 3000
   */
  readonly iops?: number;

  /**
   * Whether it is backed up every day, for as long as the environment's retention policy says.
   *
   * @default true
   */
  readonly enableBackups?: boolean | IResolvable;

  /** @default - the provider's defaults */
  readonly timeouts?: Timeouts;
}

/**
 * A replica: a database of its own that follows another one. While it exists, the other one cannot be removed.
 *
 * @example
 * const reading = new Replica(environment, 'reading', { primary: database, handle: 'acme-db-reading', diskSizeGb: 20 });
 * new App(environment, 'reports', { handle: 'acme-reports', config: { DATABASE_URL: reading.connectionUrl } });
 */
export class Replica extends Resource implements IDatabase {
  /** A replica that is not made here, looked up by its handle. A plan fails when there is none. */
  static fromHandle(scope: Construct, id: string, handle: string, options: LookUpOptions = {}): IDatabase {
    return new LookedUpDatabase(scope, id, 'Replica.fromHandle', { handle, ...options });
  }

  /** A replica that is not made here, looked up by its number. A plan fails when there is none. */
  static fromId(scope: Construct, id: string, replicaId: number): IDatabase {
    return new LookedUpDatabase(scope, id, 'Replica.fromId', { databaseId: replicaId });
  }

  readonly credentials: Credentials;
  protected readonly element: bindings.Replica;

  /** @throws when props break the platform's limits, with all problems at once; when there is no environment. */
  constructor(scope: Construct, id: string, props: ReplicaProps) {
    super(scope, id, props);
    const config: bindings.ReplicaConfig = {
      envId: requireEnvironment(this, props.environment).environmentId,
      primaryDatabaseId: props.primary.databaseId,
      handle: props.handle,
      logicalVersion: props.logicalVersion,
      diskSize: props.diskSizeGb,
      containerSize: props.memoryMb,
      containerProfile: props.profile,
      iops: props.iops,
      enableBackups: props.enableBackups,
      timeouts: props.timeouts,
    };
    checkProps(this, resources.aptible_replica, config, {
      names: {
        primary_database_id: 'primary',
        disk_size: 'diskSizeGb',
        container_size: 'memoryMb',
        container_profile: 'profile',
      },
    });
    this.element = new bindings.Replica(this, 'Resource', { ...config, lifecycle: props.lifecycle });
    followDependencies(this.element);
    this.credentials = new Credentials(this.element);
  }

  get databaseId(): number {
    return this.element.replicaId;
  }

  /** A reference to the handle: what uses it waits for the replica. */
  get handle(): string {
    return this.element.handle;
  }

  get connectionUrl(): string {
    return this.element.defaultConnectionUrl;
  }
}
