import type { Construct } from 'constructs';
import * as bindings from '../bindings';
import { replicationProblem, resources } from '../schema';
import { configOf } from './config';
import { Credentials } from './credentials';
import {
  anyDatabaseAttributes,
  DatabaseFromHandle,
  DatabaseFromId,
  type AnyDatabaseProps,
  type IDatabase,
} from './database';
import { declaredType } from './declared-database';
import { given, inEnvironment, reference, type AttributesOf } from './props';
import { inStack, Resource } from './resource';
import type { IEnvironment, LookUpOptions } from './scope';
import { sensitiveText } from './sensitive';

/** Props of a replica. */
export interface ReplicaProps extends AnyDatabaseProps {
  /** The database that it follows. A change replaces the replica. */
  readonly primary: IDatabase;

  /**
   * The environment in which it runs. A change replaces the replica.
   *
   * @default - the nearest environment around it: `new Replica(environment, ...)`
   */
  readonly environment?: IEnvironment;

  /**
   * Makes a logical replica of this version of PostgreSQL, a text, which may be newer than that of the database: `'17'`. A change
   * replaces the replica.
   *
   * @default - a physical replica of the same version
   */
  readonly logicalVersion?: string;

  /**
   * Size of the disk in GB, 1 to 16000. It can only grow: a smaller number leaves it as it is, with a warning at plan. A change restarts
   * the replica.
   *
   * @default 10
   */
  readonly diskSizeGb?: number;
}

const definition = resources.aptible_replica;
type Definition = typeof definition;

export const replicaAttributes = {
  ...anyDatabaseAttributes,
  environment: inEnvironment,
  primary: reference('primary_database_id', 'databaseId'),
  logicalVersion: 'logical_version',
  diskSizeGb: 'disk_size',
} as const satisfies AttributesOf<ReplicaProps, Definition>;

/**
 * A replica: a database of its own that follows another one. While it exists, the other one cannot be removed.
 *
 * One that was promoted, as at the end of an upgrade, goes on as a `Database` that takes its state over: `docs/guides/troubleshooting.md` says how.
 *
 * @example
 * const reading = new Replica(environment, 'reading', { primary: database, handle: 'acme-db-reading', diskSizeGb: 20 });
 * new App(environment, 'reports', { handle: 'acme-reports', config: { DATABASE_URL: reading.connectionUrl } });
 */
export class Replica extends Resource implements IDatabase {
  /**
   * Finds a replica that is not made here: Terraform looks it up by its handle. A plan fails when there is none.
   *
   * @throws when it cannot be a handle; when there is no environment.
   */
  static fromHandle(scope: Construct, id: string, handle: string, options: LookUpOptions = {}): IDatabase {
    return new DatabaseFromHandle(scope, id, { handle, ...options }, 'Replica.fromHandle');
  }

  /**
   * Takes a replica that is not made here, by its number. It is looked up once its connection URL or credentials are asked for; a plan
   * then fails when there is none.
   *
   * @throws when it is not a whole number from 1 on.
   */
  static fromId(scope: Construct, id: string, replicaId: number): IDatabase {
    return new DatabaseFromId(scope, id, replicaId);
  }

  readonly credentials: Credentials;
  protected readonly element: bindings.Replica;

  /** @throws when props break the platform's limits, with all problems at once; when there is no environment. */
  constructor(scope: Construct, id: string, props: ReplicaProps) {
    super(scope, id, props);
    const config = configOf(this, given(definition, replicaAttributes, props));
    this.element = inStack(new bindings.Replica(this, 'Resource', config));
    this.credentials = new Credentials(this.element);
    this.node.addValidation({ validate: () => replicationProblems(props) });
  }

  get databaseId(): number {
    return this.element.replicaId;
  }

  /** A reference to the handle: what uses it waits for the replica. */
  get handle(): string {
    return this.element.handle;
  }

  get connectionUrl(): string {
    return sensitiveText(this.element.defaultConnectionUrl, this.element);
  }
}

/** What is wrong with a replica of a database that is made here. */
function replicationProblems({ primary, logicalVersion }: ReplicaProps): string[] {
  const problem = replicationProblem(declaredType(primary), logicalVersion !== undefined);
  if (problem === undefined) return [];
  return [`${problem.field === 'logical_version' ? 'logicalVersion' : 'primary'}: ${problem.message}`];
}
