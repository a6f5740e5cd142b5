import { TerraformOutput, TerraformStack, type IResolvable } from 'cdktf';
import type { Construct, IConstruct } from 'constructs';
import * as bindings from '../bindings';
import { dataSources, resources } from '../schema';
import { Backup, type BackupProps, type IBackup } from './backup';
import { Endpoint, type DatabaseEndpointProps } from './endpoint';
import { Credentials } from './credentials';
import { requireEnvironment, type IEnvironment, type LookUpOptions } from './environment';
import { checkProps } from './props';
import { followDependencies, Resource, type ResourceProps, type Timeouts } from './resource';

export interface DatabaseProps extends ResourceProps {
  /** Its name, unique in the environment: 1 to 64 lower-case letters, digits, dots, hyphens or underscores. A change renames it in place. */
  readonly handle: string;

  /**
   * The environment in which it runs. A change replaces the database.
   *
   * @default - the nearest environment around it: `new Database(environment, ...)`
   */
  readonly environment?: IEnvironment;

  /**
   * What it is: `postgresql`, `mysql`, `redis`, `mongodb`, `elasticsearch`, `couchdb`, `influxdb`, `rabbitmq` or `sftp`. A change replaces
   * the database. Left out, it is that of what the database begins with, and later what it is.
   *
   * @default 'postgresql'
   */
  readonly type?: string;

  /**
   * The version, as the platform names it for this type: `16` for PostgreSQL. **A change replaces the database, which loses the data**:
   * to keep them, restore a backup or replicate into a database of the new version first.
   *
   * @default - that of what it begins with, else the platform's default version for this type
   */
  readonly version?: string;

  /**
   * Begins with the data of this backup, which may be of another environment. Only the creation looks at it: another backup replaces the
   * database, which loses the data that it has; leaving it out later changes nothing.
   *
   * @default - it begins empty
   */
  readonly restoreFrom?: IBackup | number;

  /**
   * Begins with the data of this database of the same environment, as they are at that moment. Only the creation looks at it: another
   * database replaces this one, which loses the data that it has; leaving it out later changes nothing.
   *
   * @default - it begins empty
   */
  readonly cloneOf?: IDatabase | number;

  /**
   * Begins with the data that a database of the same environment had at a point in time. Only the creation looks at it, as with `cloneOf`.
   *
   * @default - it begins empty
   */
  readonly recoverFrom?: PointInTime;

  /**
   * Size of the disk in GB, 1 to 16000. It can only grow; a change restarts the database. Left out, it is that of what the database
   * begins with, and later what it is.
   *
   * @default 10
   */
  readonly diskSizeGb?: number;

  /**
   * Memory of the container in MB: 512, 1024, 2048, 4096, 7168, 15360, 30720, 61440, 153600 or 245760. A change restarts
   * the database.
   *
   * @default 1024
   */
  readonly memoryMb?: number;

  /**
   * The ratio of CPU to memory: `m` general purpose, `c` compute, `r` memory. `c` and `r` need a dedicated stack. A change restarts the database.
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

  /**
   * Whether it can be recovered to points in time, as many days back as the environment's retention policy says. PostgreSQL from version 13 on,
   * with `enableBackups`.
   *
   * @default - off in a new database, and later what it is
   */
  readonly enablePitr?: boolean | IResolvable;

  /**
   * Whether the stack has a sensitive output with the connection URL. Its name is the path of this construct in its stack with
   * `_connection_url`: `staging_db_connection_url` for `db` in `staging`.
   *
   * @default true
   */
  readonly connectionUrlOutput?: boolean;

  /** @default - the provider's defaults */
  readonly timeouts?: Timeouts;
}

/** A database as it was at a point in time. */
export interface PointInTime {
  /** A PostgreSQL database with `enablePitr`. */
  readonly database: IDatabase | number;

  /** `2026-04-01T12:00:00Z` */
  readonly time: string;
}

/** A database. */
export interface IDatabase extends IConstruct {
  /** The platform's number for it. */
  readonly databaseId: number;

  /** How to connect to it, password included. Terraform keeps it sensitive; give it to an app's `config`, never to a handle or an id. */
  readonly connectionUrl: string;

  /** Each way to connect to it, by type, whole and in parts. */
  readonly credentials: Credentials;
}

/** By its number, too, it is looked up: for its credentials. Replicas are databases to the platform. */
export class LookedUpDatabase extends Resource implements IDatabase {
  readonly credentials: Credentials;
  protected readonly element: bindings.DataAptibleDatabase;

  /** @param call of which it comes: `Database.fromHandle` */
  constructor(
    scope: Construct,
    id: string,
    call: string,
    wanted: ({ readonly handle: string } & LookUpOptions) | { readonly databaseId: number },
  ) {
    super(scope, id);
    const config =
      'handle' in wanted
        ? { envId: requireEnvironment(this, wanted.environment, call).environmentId, handle: wanted.handle }
        : wanted;
    checkProps(this, dataSources.aptible_database, config);
    this.element = new bindings.DataAptibleDatabase(this, 'Resource', config);
    followDependencies(this.element);
    this.credentials = new Credentials(this.element);
  }

  get databaseId(): number {
    return this.element.databaseId;
  }

  get connectionUrl(): string {
    return this.element.defaultConnectionUrl;
  }
}

/**
 * A database of an environment. Its connection URL is a sensitive output of the stack: `cdktf output` shows it as `<sensitive>`, and
 * `terraform output -raw <name>` gives it.
 *
 * @example
 * const database = new Database(environment, 'db', { handle: 'acme-db', type: 'postgresql', version: '16', diskSizeGb: 20 });
 * new App(environment, 'web', { handle: 'acme-web', config: { DATABASE_URL: database.connectionUrl } });
 */
export class Database extends Resource implements IDatabase {
  /** A database that is not made here, looked up by its handle. A plan fails when there is none. */
  static fromHandle(scope: Construct, id: string, handle: string, options: LookUpOptions = {}): IDatabase {
    return new LookedUpDatabase(scope, id, 'Database.fromHandle', { handle, ...options });
  }

  /** A database that is not made here, looked up by its number. A plan fails when there is none. */
  static fromId(scope: Construct, id: string, databaseId: number): IDatabase {
    return new LookedUpDatabase(scope, id, 'Database.fromId', { databaseId });
  }

  readonly credentials: Credentials;
  protected readonly element: bindings.Database;
  private readonly environment: IEnvironment;

  /** @throws when props break the platform's limits, with all problems at once; when there is no environment. */
  constructor(scope: Construct, id: string, props: DatabaseProps) {
    super(scope, id, props);
    this.environment = requireEnvironment(this, props.environment);
    const { restoreFrom } = props;
    const config: bindings.DatabaseConfig = {
      envId: this.environment.environmentId,
      handle: props.handle,
      databaseType: props.type,
      version: props.version,
      restoreFromBackupId: typeof restoreFrom === 'object' ? restoreFrom.backupId : restoreFrom,
      cloneFromDatabaseId: databaseIdOf(props.cloneOf),
      recoverFromDatabaseId: databaseIdOf(props.recoverFrom?.database),
      recoverToTime: props.recoverFrom?.time,
      diskSize: props.diskSizeGb,
      containerSize: props.memoryMb,
      containerProfile: props.profile,
      iops: props.iops,
      enableBackups: props.enableBackups,
      enablePitr: props.enablePitr,
      timeouts: props.timeouts,
    };
    checkProps(this, resources.aptible_database, config, {
      names: {
        database_type: 'type',
        restore_from_backup_id: 'restoreFrom',
        clone_from_database_id: 'cloneOf',
        recover_from_database_id: 'recoverFrom.database',
        recover_to_time: 'recoverFrom.time',
        disk_size: 'diskSizeGb',
        container_size: 'memoryMb',
        container_profile: 'profile',
      },
    });
    this.element = new bindings.Database(this, 'Resource', { ...config, lifecycle: props.lifecycle });
    followDependencies(this.element);
    this.credentials = new Credentials(this.element);
    if (props.connectionUrlOutput ?? true) outputConnectionUrl(this);
  }

  /**
   * Makes it reachable from outside its stack, with connection URLs of the endpoint's own.
   *
   * @example
   * const endpoint = database.addEndpoint('analytics', { ipFiltering: ['192.0.2.7'] });
   */
  addEndpoint(id: string, props: Omit<DatabaseEndpointProps, 'database'> = {}): Endpoint {
    return Endpoint.database(this, id, { environment: this.environment, ...props, database: this });
  }

  /**
   * Makes a backup of it, and another one for other triggers.
   *
   * @example
   * const backup = database.addBackup('before-release', { triggers: { release: '2.0' } });
   */
  addBackup(id: string, props: Omit<BackupProps, 'database'> = {}): Backup {
    return new Backup(this, id, { ...props, database: this });
  }

  get databaseId(): number {
    return this.element.databaseId;
  }

  /** A reference to the handle: what uses it waits for the database. */
  get handle(): string {
    return this.element.handle;
  }

  get connectionUrl(): string {
    return this.element.defaultConnectionUrl;
  }

  /** All ways to connect to it, where its type has several. Sensitive, as `connectionUrl`. */
  get connectionUrls(): string[] {
    return this.element.connectionUrls;
  }
}

function databaseIdOf(database: IDatabase | number | undefined): number | undefined {
  return typeof database === 'object' ? database.databaseId : database;
}

function outputConnectionUrl(database: Database): void {
  const stack = TerraformStack.of(database);
  const output = new TerraformOutput(database, 'connection_url', {
    value: database.connectionUrl,
    sensitive: true,
    description: `How to connect to the database ${database.node.path}`,
  });
  const path = output.node.scopes.slice(stack.node.scopes.length).map(({ node }) => node.id);
  const name = path.join('_').replace(/[^A-Za-z0-9_-]/g, '');
  output.overrideLogicalId(name);
  output.node.addValidation({ validate: () => (isOnlyOutput(stack, name) ? [] : [sameName(name)]) });
}

/** The last one of a name silently wins in `cdk.tf.json`. */
function isOnlyOutput(stack: TerraformStack, name: string): boolean {
  const outputs = stack.node.findAll().filter((construct) => TerraformOutput.isTerraformOutput(construct));
  return outputs.filter(({ friendlyUniqueId }) => friendlyUniqueId === name).length === 1;
}

function sameName(name: string): string {
  return (
    `the stack has another output with the name "${name}", which is that of this database's connection URL: rename the other one, or ` +
    'turn this one off with the prop connectionUrlOutput: false and make one of your own from connectionUrl'
  );
}
