import { TerraformOutput, TerraformStack, type IResolvable } from 'cdktf';
import type { Construct, IConstruct } from 'constructs';
import * as bindings from '../bindings';
import { dataSources, resources } from '../schema';
import { Backup, type BackupProps, type IBackup } from './backup';
import { configOf } from './config';
import { Credentials } from './credentials';
import type { DatabaseLogin, DatabaseLoginProps } from './database-login';
import { DatabaseUser, type DatabaseUserProps } from './database-user';
import { Endpoint, type DatabaseEndpointProps } from './endpoint';
import type { ContainerMemoryMb, ContainerProfile, DatabaseType } from './known';
import { byHandle, type ByHandle } from './look-up';
import { given, group, inEnvironment, noAttribute, ofPlatformResource, reference, type AttributesOf } from './props';
import { inStack, KnownById, Resource, type ResourceProps, type Timeouts } from './resource';
import { requireEnvironment, type IEnvironment, type LookUpOptions } from './scope';
import { sensitiveList, sensitiveText } from './sensitive';

/** Props of databases and of replicas, which are databases too. */
export interface AnyDatabaseProps extends ResourceProps {
  /** Its name, unique in the environment: 1 to 64 lower-case letters, digits, dots, hyphens or underscores. A change renames it in place. */
  readonly handle: string;

  /**
   * Memory of the container in MB: 512, 1024, 2048, 4096, 7168, 15360, 30720, 61440, 153600 or 245760. A change restarts the container.
   *
   * @default 1024
   */
  readonly memoryMb?: ContainerMemoryMb;

  /**
   * The ratio of CPU to memory: `m` general purpose, `c` compute, `r` memory. `c` and `r` need a dedicated stack. A change restarts the
   * container.
   *
   * @default 'm'
   */
  readonly profile?: ContainerProfile;

  /**
   * Provisioned operations per second of the disk, 100 to 16000. More than 3000 need 1 GB of disk for each 500.
   *
   * @default 3000
   */
  readonly iops?: number;

  /**
   * The ARN of a customer-managed AWS KMS key that encrypts its disk: `arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab`.
   * It has to let the platform use it. **A change replaces what has it, which loses the data.**
   *
   * @default - the platform chooses, and later what it is
   */
  readonly keyArn?: string;

  /**
   * Whether it is backed up every day, for as long as the environment's retention policy says.
   *
   * @default true
   */
  readonly enableBackups?: boolean | IResolvable;

  /**
   * Whether all its backups are purged when it is destroyed or replaced, with their copies in other regions: those that were made daily, and
   * those that somebody or a `Backup` has asked for. No last one is made. It has to be deployed before the destroy.
   *
   * @default false
   */
  readonly purgeBackupsOnDestroy?: boolean | IResolvable;

  /**
   * Whether a plan that destroys or replaces it is refused. To let it go, set this to false and deploy that first. Only Terraform knows it:
   * it stops nobody who uses the dashboard or the CLI.
   *
   * @default false
   */
  readonly deletionProtection?: boolean | IResolvable;

  /**
   * How long Terraform waits for the platform before it gives up.
   *
   * @default - the provider's defaults: the reference page of the resource has them
   */
  readonly timeouts?: Timeouts;
}

/** Props of a database. */
export interface DatabaseProps extends AnyDatabaseProps {
  /**
   * The environment in which it runs. A change replaces the database.
   *
   * @default - the nearest environment around it: `new Database(environment, ...)`
   */
  readonly environment?: IEnvironment;

  /**
   * The engine: `postgresql`, `mysql`, `redis`, `mongodb`, `elasticsearch`, `couchdb`, `influxdb`, `rabbitmq` or `sftp`. A change replaces
   * the database. Left out, it is that of what the database begins with, and later what it is.
   *
   * @default 'postgresql'
   */
  readonly type?: DatabaseType;

  /**
   * The version, a text, as the platform names it for this type: `'16'` for PostgreSQL. **A change replaces the database, which loses the data**:
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
   * Size of the disk in GB, 1 to 16000. It can only grow: a smaller number leaves it as it is, with a warning at plan. A change restarts
   * the database. Left out, it is that of what the database begins with, and later what it is.
   *
   * @default 10
   */
  readonly diskSizeGb?: number;

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
}

/** A database as it was at a point in time. */
export interface PointInTime {
  /** The database, PostgreSQL with `enablePitr`, or its number. */
  readonly database: IDatabase | number;

  /** The time, as RFC 3339: `2026-04-01T12:00:00Z`. */
  readonly time: string;
}

/** Props of a user inside a database and of its login. */
export interface AddUserProps
  extends
    Omit<DatabaseUserProps, 'database' | 'name'>,
    Pick<DatabaseLoginProps, 'rotation' | 'connectionLimit' | 'terminate'> {
  /**
   * The name of the role, of at most 60 bytes in PostgreSQL and 29 characters in MySQL. A change replaces the user.
   *
   * @default - the id of the construct
   */
  readonly name?: string;
}

/** A user inside a database and the login with which an app connects. */
export interface DatabaseUserWithLogin {
  /** The user, which has the rights. */
  readonly user: DatabaseUser;

  /** Its login, of which another one takes the place in a rotation. */
  readonly login: DatabaseLogin;
}

const definition = resources.aptible_database;
type Definition = typeof definition;

export const anyDatabaseAttributes = {
  ...ofPlatformResource,
  handle: 'handle',
  memoryMb: 'container_size',
  profile: 'container_profile',
  iops: 'iops',
  keyArn: 'key_arn',
  enableBackups: 'enable_backups',
  purgeBackupsOnDestroy: 'purge_backups_on_destroy',
  deletionProtection: 'deletion_protection',
} as const satisfies AttributesOf<AnyDatabaseProps, Definition>;

export const databaseAttributes = {
  ...anyDatabaseAttributes,
  environment: inEnvironment,
  type: 'database_type',
  version: 'version',
  restoreFrom: reference('restore_from_backup_id', 'backupId'),
  cloneOf: reference('clone_from_database_id', 'databaseId'),
  recoverFrom: group({
    database: reference('recover_from_database_id', 'databaseId'),
    time: 'recover_to_time',
  }),
  diskSizeGb: 'disk_size',
  enablePitr: 'enable_pitr',
  connectionUrlOutput: noAttribute,
} as const satisfies AttributesOf<DatabaseProps, Definition>;

/** A database. */
export interface IDatabase extends IConstruct {
  /** The platform's number for it. */
  readonly databaseId: number;

  /** The URL to connect to it, password included. Terraform keeps it sensitive; give it to an app's `config`, never to a handle or an id. */
  readonly connectionUrl: string;

  /** Each way to connect to it, by type, whole and in parts. */
  readonly credentials: Credentials;
}

/** Replicas are found by it as well: they are databases to the platform. */
export class DatabaseFromHandle extends Resource implements IDatabase {
  readonly credentials: Credentials;
  protected readonly element: bindings.DataAptibleDatabase;

  /** @param call `Database.fromHandle`, or that of a replica */
  constructor(scope: Construct, id: string, wanted: ByHandle, call: string) {
    super(scope, id);
    const config = configOf(this, given(dataSources.aptible_database, byHandle, wanted), call);
    this.element = inStack(new bindings.DataAptibleDatabase(this, 'Resource', config));
    this.credentials = new Credentials(this.element);
  }

  get databaseId(): number {
    return this.element.databaseId;
  }

  get connectionUrl(): string {
    return sensitiveText(this.element.defaultConnectionUrl, this.element);
  }
}

/** Replicas are known by it as well: they are databases to the platform. */
export class DatabaseFromId extends KnownById implements IDatabase {
  private found: { readonly element: bindings.DataAptibleDatabase; readonly credentials: Credentials } | undefined;

  constructor(
    scope: Construct,
    id: string,
    readonly databaseId: number,
  ) {
    super(scope, id, { databaseId });
  }

  get connectionUrl(): string {
    const { element } = this.lookedUp;
    return sensitiveText(element.defaultConnectionUrl, element);
  }

  get credentials(): Credentials {
    return this.lookedUp.credentials;
  }

  private get lookedUp() {
    if (this.found) return this.found;
    const { databaseId } = this;
    const element = inStack(new bindings.DataAptibleDatabase(this, 'Resource', { databaseId }));
    return (this.found = { element, credentials: new Credentials(element) });
  }
}

/**
 * A database of an environment. Its connection URL is a sensitive output of the stack: `cdktf output` shows it as `<sensitive>`, and
 * `terraform output -raw <name>` gives it.
 *
 * @example
 * const database = new Database(environment, 'db', { handle: 'acme-db', type: 'postgresql', version: '16', diskSizeGb: 20 });
 * app.connectTo(database, { as: 'DATABASE_URL', user: database.addUser('web', { readWrite: ['public'] }) });
 */
export class Database extends Resource implements IDatabase {
  /**
   * Finds a database that is not made here: Terraform looks it up by its handle. A plan fails when there is none.
   *
   * @throws when it cannot be a handle; when there is no environment.
   */
  static fromHandle(scope: Construct, id: string, handle: string, options: LookUpOptions = {}): IDatabase {
    return new DatabaseFromHandle(scope, id, { handle, ...options }, 'Database.fromHandle');
  }

  /**
   * Takes a database that is not made here, by its number. It is looked up once its connection URL or credentials are asked for; a plan
   * then fails when there is none.
   *
   * @throws when it is not a whole number from 1 on.
   */
  static fromId(scope: Construct, id: string, databaseId: number): IDatabase {
    return new DatabaseFromId(scope, id, databaseId);
  }

  readonly credentials: Credentials;
  protected readonly element: bindings.Database;
  private readonly environment: IEnvironment;

  /** @throws when props break the platform's limits, with all problems at once; when there is no environment. */
  constructor(scope: Construct, id: string, props: DatabaseProps) {
    super(scope, id, props);
    this.environment = requireEnvironment(this, props.environment);
    const config = configOf(this, given(definition, databaseAttributes, props));
    this.element = inStack(new bindings.Database(this, 'Resource', config));
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

  /**
   * Makes a user inside it, with the rights that an app needs and no others, and its login. Another text in `rotation` makes another login,
   * moves to it what uses this one, and then removes this one. For PostgreSQL and MySQL, where a schema is a database; another type is an error at synth. Let a user that reads what
   * another one makes depend on that: `dependsOn: [owner.user]`.
   *
   * @example
   * const web = database.addUser('web', { readWrite: ['public'], rotation: '2026-01' });
   * app.connectTo(database, { as: 'DATABASE_URL', user: web });
   * @throws when props break the limits, with all problems at once.
   */
  addUser(id: string, props: AddUserProps = {}): DatabaseUserWithLogin {
    const { rotation, connectionLimit, terminate, ...rest } = props;
    const user = new DatabaseUser(this, id, { name: id, ...rest, database: this });
    const { timeouts } = rest;
    const login = user.addLogin('login', {
      ...(rotation !== undefined && { rotation }),
      ...(connectionLimit !== undefined && { connectionLimit }),
      ...(terminate !== undefined && { terminate }),
      ...(timeouts !== undefined && { timeouts }),
    });
    return { user, login };
  }

  get databaseId(): number {
    return this.element.databaseId;
  }

  /** A reference to the handle: what uses it waits for the database. */
  get handle(): string {
    return this.element.handle;
  }

  get connectionUrl(): string {
    return sensitiveText(this.element.defaultConnectionUrl, this.element);
  }

  /** The URLs to connect to it, of which some engines have several. Sensitive, as `connectionUrl`. */
  get connectionUrls(): string[] {
    return sensitiveList(this.element.connectionUrls, this.element);
  }
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
  const outputs = outputsOf(stack);
  output.node.addValidation({ validate: () => (outputs.count(name) === 1 ? [] : [sameName(name)]) });
}

/** The names of a stack's outputs: the last one of a name silently wins in `cdk.tf.json`. They are counted once a synth. */
class OutputNames {
  private counts: Map<string, number> | undefined;

  constructor(private readonly stack: TerraformStack) {
    // The validations of a stack come before those of what is in it.
    stack.node.addValidation({ validate: () => this.forget() });
  }

  count(name: string): number {
    return (this.counts ??= this.counted()).get(name) ?? 0;
  }

  private forget(): [] {
    this.counts = undefined;
    return [];
  }

  private counted(): Map<string, number> {
    const counts = new Map<string, number>();
    for (const construct of this.stack.node.findAll()) {
      if (!TerraformOutput.isTerraformOutput(construct)) continue;
      const { friendlyUniqueId: name } = construct;
      counts.set(name, (counts.get(name) ?? 0) + 1);
    }
    return counts;
  }
}

const outputNames = new WeakMap<TerraformStack, OutputNames>();

function outputsOf(stack: TerraformStack): OutputNames {
  const names = outputNames.get(stack) ?? new OutputNames(stack);
  outputNames.set(stack, names);
  return names;
}

function sameName(name: string): string {
  return (
    `the stack has another output with the name "${name}", which is that of this database's connection URL: rename the other one, or ` +
    'turn this one off with the prop connectionUrlOutput: false and make one of your own from connectionUrl'
  );
}
