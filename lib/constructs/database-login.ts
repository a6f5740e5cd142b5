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

  /** The user whose login it is. A change replaces the login. */
  readonly user: IDatabaseUser;

  /**
   * Any text, such as a date. With another one, the next deploy makes another login, moves to it what uses this one, and then removes this one.
   *
   * @default - none
   */
  readonly rotation?: string;

  /**
   * How many sessions it may have at a time; -1 for any number.
   *
   * @default -1
   */
  readonly connectionLimit?: number;

  /**
   * Whether sessions end with their login: its own when it is removed, and those of the one whose place it takes. For a password that has leaked.
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
 * (`createBeforeDestroy`), so that an app always has one that works.
 *
 * @example
 * const login = new DatabaseLogin(environment, 'web-login', { database, user, rotation: '2026-01' });
 * new App(environment, 'web', { handle: 'acme-web', secretConfig: { DATABASE_URL: login.connectionUrl } });
 */
export class DatabaseLogin extends Resource {
  /** The database in which it is. */
  readonly database: IDatabase;
  protected readonly element: bindings.DatabaseLogin;

  /** @throws when props break the limits, with all problems at once. */
  constructor(scope: Construct, id: string, props: DatabaseLoginProps) {
    super(scope, id, props);
    this.database = props.database;
    const lifecycle = { createBeforeDestroy: true, ...props.lifecycle };
    const config = configOf(this, given(definition, databaseLoginAttributes, { ...props, lifecycle }));
    this.element = inStack(new bindings.DatabaseLogin(this, 'Resource', config));
    this.node.addValidation({ validate: () => userProblems(props) });
  }

  /** The connection URL with this login. Sensitive. There is none with `storeCredentials: false` of the provider. */
  get connectionUrl(): string {
    return sensitiveText(this.element.connectionUrl, this.element);
  }

  /** Its password. Sensitive. There is none with `storeCredentials: false` of the provider. */
  get password(): string {
    return sensitiveText(this.element.password, this.element);
  }

  /** Its name. */
  get username(): string {
    return this.element.username;
  }

  /** What its password is derived from, beside that of the database. Not a secret. */
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
