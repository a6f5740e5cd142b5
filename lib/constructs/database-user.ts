import type { Construct, IConstruct } from 'constructs';
import * as bindings from '../bindings';
import { resources } from '../schema';
import { configOf } from './config';
import type { IDatabase } from './database';
import { DatabaseLogin, type DatabaseLoginProps } from './database-login';
import { usersProblems } from './declared-database';
import type { OnDestroy, TablePrivilege } from './known';
import { given, keyedBlocks, ofPlatformResource, reference, type AttributesOf } from './props';
import { inStack, Resource, type ResourceProps, type Timeouts } from './resource';

/** Privileges on the tables of a schema. */
export interface TablePrivilegesProps {
  /**
   * What it may do: `SELECT`, `INSERT`, `UPDATE`, `DELETE`, `REFERENCES`, `TRIGGER`; only in PostgreSQL: `TRUNCATE`, `MAINTAIN`; only in MySQL: `ALTER`,
   * `CREATE`, `CREATE VIEW`, `DROP`, `INDEX`, `SHOW VIEW`, and for whole schemas `ALTER ROUTINE`, `CREATE ROUTINE`, `CREATE TEMPORARY TABLES`, `EVENT`,
   * `EXECUTE`, `LOCK TABLES`.
   */
  readonly privileges: TablePrivilege[];

  /**
   * Only these tables and views, which have to be there.
   *
   * @default - all of the schema, also those that are made later
   */
  readonly tables?: string[];
}

/** Props of a user inside a database. On MySQL, a schema is a database. */
export interface DatabaseUserProps extends ResourceProps {
  /** The database, a PostgreSQL or MySQL, and no replica that only reads. A change replaces the user. */
  readonly database: IDatabase;

  /**
   * The name of the role or account, of at most 60 bytes in PostgreSQL and 29 characters in MySQL; not `public` or `none`, and nothing with `pg_` at the beginning.
   * A change replaces the user: the new one and its login are there before the old ones go.
   */
  readonly name: string;

  /**
   * The schemas of which it may read everything, also what is made later. On MySQL, a schema is a database, such as `db`. Let it depend on the user that owns them (`dependsOn`), where there is one.
   *
   * @default - none
   */
  readonly readOnly?: string[];

  /**
   * The schemas of which it may read and change all data, but make or alter no table. The same holds for the owner.
   *
   * @default - none
   */
  readonly readWrite?: string[];

  /**
   * The schemas that belong to it, with all that is in them: for an app that runs migrations. One that is not there is made.
   *
   * @default - none
   */
  readonly owner?: string[];

  /**
   * Privileges of an own choice, by schema: `{ audit: { privileges: ['INSERT'], tables: ['event'] } }`.
   *
   * @default - none
   */
  readonly tablePrivileges?: { readonly [schema: string]: TablePrivilegesProps };

  /**
   * What becomes of what it owns when it is destroyed: `reassign` gives it to `reassignTo`, `refuse` lets the destroy fail, and says what there is.
   *
   * @default 'reassign'
   */
  readonly onDestroy?: OnDestroy;

  /**
   * The role, or the account, that gets what it owned. Not with `onDestroy: 'refuse'`.
   *
   * @default - the platform's user `aptible`
   */
  readonly reassignTo?: string;

  /**
   * How long Terraform waits for the database before it gives up.
   *
   * @default - the provider's defaults: the reference page of the resource has them
   */
  readonly timeouts?: Timeouts;
}

const definition = resources.aptible_database_user;

export const tablePrivilegesAttributes = {
  privileges: 'privileges',
  tables: 'tables',
} as const satisfies AttributesOf<TablePrivilegesProps, typeof definition.blocks.table_privileges>;

export const databaseUserAttributes = {
  ...ofPlatformResource,
  database: reference('database_id', 'databaseId'),
  name: 'name',
  readOnly: 'read_only',
  readWrite: 'read_write',
  owner: 'owner',
  tablePrivileges: keyedBlocks('table_privileges', 'schema', tablePrivilegesAttributes),
  onDestroy: 'on_destroy',
  reassignTo: 'reassign_to',
} as const satisfies AttributesOf<DatabaseUserProps, typeof definition>;

/** A user inside a database. */
export interface IDatabaseUser extends IConstruct {
  /** The database in which it is. */
  readonly database: IDatabase;

  /** The name of its role or account, without the number of a login. */
  readonly name: string;
}

/**
 * A user inside a database, with the rights that an app needs and no others. It cannot log in: its logins do, one after the other. For a database that is
 * made here, `database.addUser(...)` makes both.
 *
 * @example
 * const database = Database.fromHandle(environment, 'data', 'acme-data');
 * const user = new DatabaseUser(environment, 'web-user', { database, name: 'web', readWrite: ['public'] });
 * const login = user.addLogin('login', { rotation: '2026-01' });
 * app.connectTo(database, { as: 'DATABASE_URL', user: { login } });
 */
export class DatabaseUser extends Resource implements IDatabaseUser {
  readonly database: IDatabase;
  protected readonly element: bindings.DatabaseUser;

  /** @throws when props break the limits, with all problems at once. */
  constructor(scope: Construct, id: string, props: DatabaseUserProps) {
    super(scope, id, props);
    this.database = props.database;
    const config = configOf(this, given(definition, databaseUserAttributes, props));
    this.element = inStack(new bindings.DatabaseUser(this, 'Resource', config));
    this.node.addValidation({ validate: () => usersProblems(props.database) });
  }

  /**
   * Makes a login of it, and another one for another text in `rotation`.
   *
   * @example
   * const login = user.addLogin('login', { rotation: '2026-01', connectionLimit: 20 });
   * @throws when props break the limits, with all problems at once.
   */
  addLogin(id: string, props: Omit<DatabaseLoginProps, 'database' | 'user'> = {}): DatabaseLogin {
    return new DatabaseLogin(this, id, { ...props, database: this.database, user: this });
  }

  get name(): string {
    return this.element.name;
  }
}
