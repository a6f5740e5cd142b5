import type { Construct } from 'constructs';
import * as bindings from '../bindings';
import { resources } from '../schema';
import { configOf } from './config';
import type { IDatabase } from './database';
import type { IDatabaseUser } from './database-user';
import { areDifferent } from './declared-database';
import { given, ofPlatformResource, reference, type AttributesOf } from './props';
import { inStack, Resource, type ResourceProps, type Timeouts } from './resource';
import { sensitiveText } from './sensitive';

/** Props of a login of a user inside a database. */
export interface DatabaseLoginProps extends ResourceProps {
  /** The database. A change replaces the login. */
  readonly database: IDatabase;

  /** The user whose login it is, one of the database. A change replaces the login. */
  readonly user: IDatabaseUser;

  /**
   * Any text, such as a date. With another one, the next deploy makes another login with another password, moves to it the apps of this stack that use this
   * one, and then removes this one. When an app cannot be moved, this one stays until the next deploy.
   *
   * @default - none: the login stays as it is
   */
  readonly rotation?: string;

  /**
   * How many sessions it may have at a time; -1 for any number.
   *
   * @default -1
   */
  readonly connectionLimit?: number;

  /**
   * Whether sessions end with their login: its own when it is removed, and those of the one whose place it takes. For a password that has leaked: without
   * it, open sessions go on with all rights.
   *
   * @default false
   */
  readonly terminate?: boolean;

  /**
   * How long Terraform waits for the database before it gives up.
   *
   * @default - the provider's defaults: the reference page of the resource has them
   */
  readonly timeouts?: Timeouts;
}

const definition = resources.aptible_database_login;

export const databaseLoginAttributes = {
  ...ofPlatformResource,
  database: reference('database_id', 'databaseId'),
  user: reference('user', 'name'),
  rotation: 'rotation',
  connectionLimit: 'connection_limit',
  terminate: 'terminate',
} as const satisfies AttributesOf<DatabaseLoginProps, typeof definition>;

/**
 * A login of a user inside a database: the name and the password with which an app connects. What is made in its place is there before it goes
 * (`createBeforeDestroy`), so that an app in the same stack always has one that works. `database.addUser(...)` makes one, too.
 *
 * @example
 * const login = new DatabaseLogin(environment, 'web-login', { database, user, rotation: '2026-01' });
 * app.connectTo(database, { as: 'DATABASE_URL', user: { login } });
 */
export class DatabaseLogin extends Resource {
  /** The database in which it is. */
  readonly database: IDatabase;
  protected readonly element: bindings.DatabaseLogin;

  /** @throws when props break the limits, with all problems at once. A user of another database is an error at synth. */
  constructor(scope: Construct, id: string, props: DatabaseLoginProps) {
    super(scope, id, props);
    this.database = props.database;
    const lifecycle = { createBeforeDestroy: true, ...props.lifecycle };
    const config = configOf(this, given(definition, databaseLoginAttributes, { ...props, lifecycle }));
    this.element = inStack(new bindings.DatabaseLogin(this, 'Resource', config));
    this.node.addValidation({ validate: () => userProblems(props) });
  }

  /** The connection URL with this login. Sensitive, and kept in the state: there is none with `storeCredentials: false` of the provider. */
  get connectionUrl(): string {
    return sensitiveText(this.element.connectionUrl, this.element);
  }

  /** Its password. Sensitive, and kept in the state: there is none with `storeCredentials: false` of the provider. */
  get password(): string {
    return sensitiveText(this.element.password, this.element);
  }

  /** Its name: that of the user and a number, `web_1`. Two of them take turns. */
  get username(): string {
    return this.element.username;
  }

  /** What its password is derived from, beside the password of `aptible`. Not a secret alone. */
  get salt(): string {
    return this.element.salt;
  }

  /** Another number for each login, as `secretConfigWriteOnlyVersion` of an app wants one. */
  get version(): number {
    return this.element.version;
  }
}

function userProblems({ database, user }: DatabaseLoginProps): string[] {
  return areDifferent(user.database, database)
    ? [`user: it is one of ${user.database.node.path}, not of the database`]
    : [];
}
