/** What can be done with the users of a database server, whatever its engine is. */

/** A right on what is in a schema. On MySQL, a schema is a database. */
export interface Grant {
  readonly schema: string;
  /** `owner`: it may do everything with the schema, and with what is in it. Otherwise the privileges on tables. */
  readonly access: 'owner' | readonly string[];
  /** Only these tables; undefined for all, also those that are made later. */
  readonly tables?: readonly string[];
}

export const accessPrivileges = {
  read_only: ['SELECT'],
  read_write: ['SELECT', 'INSERT', 'UPDATE', 'DELETE'],
} as const;

/** Grants by the database that they are in. */
export type Grants = Readonly<Record<string, readonly Grant[]>>;

export interface User {
  readonly name: string;
  readonly grants: Grants;
}

/** How a user differs from what it should be. */
export interface Differences {
  readonly missing: readonly string[];
  readonly unexpected: readonly string[];
  /** Where it will not have its rights on new tables, and why. */
  readonly warnings: readonly string[];
}

export interface Login {
  /** The user whose login it is. */
  readonly user: string;
  /** How many sessions it may have at a time; -1 for any number. */
  readonly connectionLimit: number;
  /** Whether the sessions of the logins before it end with them. */
  readonly endsEarlierSessions: boolean;
}

/** The password of a login, by its name, and the salt of its verifier. */
export type Secret = (name: string) => { readonly password: string; readonly salt: Buffer };

export interface LoginStatus {
  readonly connectionLimit: number;
  readonly endsEarlierSessions: boolean;
  /** What makes it work otherwise than it should. */
  readonly differences: readonly string[];
  /** Its password is the one that it was given, and that is derived from something else now. */
  readonly isOutdated: boolean;
}

/** The users of one server. A user has the rights and cannot log in; its logins do, one after the other. */
export interface DatabaseUsers {
  /** The database of the platform's connection URL. */
  readonly main: string;

  /**
   * Makes a user.
   *
   * @param made called when it is about to be there, or is, so that it is known before anything else can fail.
   * @returns warnings.
   */
  create(user: User, made: () => void, signal: AbortSignal): Promise<string[]>;

  /** Undefined when there is no such user. */
  differences(user: User, signal: AbortSignal): Promise<Differences | undefined>;

  /**
   * Makes a user's rights what its grants say.
   *
   * @param databases in which it has, or had, grants.
   * @returns warnings.
   */
  change(user: User, databases: readonly string[], signal: AbortSignal): Promise<string[]>;

  /** The grants that say what a user may do, which Terraform does not manage yet. */
  describe(name: string, signal: AbortSignal): Promise<readonly Grant[] | undefined>;

  /** Removes a user. `heir` gets what it owns; without one, owning anything is an error. */
  remove(name: string, heir: string | undefined, signal: AbortSignal): Promise<void>;

  /**
   * Makes a login beside those that the user has, under the first free name: `web_1`, `web_2`.
   *
   * @param made called with its name when it is about to be there, or is.
   * @returns the other logins of the user.
   */
  createLogin(login: Login, secret: Secret, made: (name: string) => void, signal: AbortSignal): Promise<string[]>;

  /** Undefined when there is no such login. */
  login(
    name: string,
    wanted: { readonly user: string },
    secret: Secret,
    signal: AbortSignal,
  ): Promise<LoginStatus | undefined>;

  changeLogin(name: string, login: Login, secret: Secret, signal: AbortSignal): Promise<void>;

  /** Removes a login. Its sessions go on, with the rights that they have, unless they are to end. */
  removeLogin(
    name: string,
    options: { readonly user: string; readonly terminate: boolean },
    signal: AbortSignal,
  ): Promise<void>;

  /** Ends all connections. */
  close(): Promise<void>;
}
