/** What `connectTo` of an app makes of a database: environment variables, and what tells them from others. */
import { Annotations, Fn, TerraformStack, Token } from 'cdktf';
import type { Construct } from 'constructs';
import { resources } from '../schema';
import { argumentsOf } from './config';
import type { Credential } from './credentials';
import type { DatabaseUserWithLogin, IDatabase } from './database';
import { areDifferent, isReadOnly } from './declared-database';
import { Endpoint, type IEndpoint } from './endpoint';
import { EphemeralCredential } from './ephemeral-credential';
import type { CredentialType } from './known';
import { noAttribute } from './props';

/** Props that say how an app connects to a database. */
export interface ConnectToProps {
  /**
   * The environment variable that gets the connection URL: `DATABASE_URL`. Or a variable for each part that the app wants, of `connectionUrl`,
   * `protocol`, `username`, `password`, `host`, `port`, `name` and `query`: `{ host: 'PGHOST', password: 'PGPASSWORD' }`. A part that is empty, as
   * `query` may be, is an error of the plan or the deploy.
   */
  readonly as: string | { readonly [P in keyof Credential]?: string };

  /**
   * The user with whose login it connects: what `database.addUser(...)` returns, or `{ login }` with a `DatabaseLogin`. It is a user of the database or,
   * for a replica, of the one that this follows. A login in the stack of the app is removed only after the app has the next one.
   *
   * @default - the platform's user `aptible`
   */
  readonly user?: Pick<DatabaseUserWithLogin, 'login'>;

  /**
   * The type of the credential, for engines with several: `redis+ssl`. One that the database does not have is an error of the plan or the deploy,
   * which lists those that it has.
   *
   * @default - the default one
   */
  readonly credential?: CredentialType;

  /**
   * An endpoint of the database, whose address the app gets: for an app on another stack of the platform.
   *
   * @default - none: the app connects to the database's own addresses
   */
  readonly through?: IEndpoint;

  /**
   * Whether the values are kept in Terraform's state, as those of `secretConfig` are: for Terraform before 1.11. The provider has to store credentials.
   * An endpoint that is not made here has no such form, and neither has the `connectionUrl` of a user through an endpoint: take its parts.
   *
   * @default false
   */
  readonly stored?: boolean;

  /**
   * A whole number of yours. Another one sets the variables anew, as an app that connects as `aptible` needs it after Aptible Support has changed that
   * password. Stored variables and those of a user follow by themselves.
   *
   * @default - none: they are set anew when the database, the address or the login is another one
   */
  readonly version?: number;
}

/** The variables of one connection. */
export interface Connection {
  /** What an error calls it. */
  readonly name: string;
  readonly isStored: boolean;
  readonly variables: Readonly<Record<string, string>>;
  /** Another one when the variables may have other values. */
  readonly fingerprint: readonly unknown[];
}

type Part = keyof Credential;
type ValueOf = (part: Part) => string | number;

const { secret_config_wo: variablesOfApp } = resources.aptible_app.attributes;
const definition = { attributes: { secret_config_wo: variablesOfApp } };

const checkedProps = {
  as: 'secret_config_wo',
  user: noAttribute,
  credential: noAttribute,
  through: noAttribute,
  stored: noAttribute,
  version: noAttribute,
} as const;

const parts: { readonly [P in keyof Credential]: true } = {
  connectionUrl: true,
  protocol: true,
  username: true,
  password: true,
  host: true,
  port: true,
  name: true,
  query: true,
};

/**
 * @param ownerOf tells what sets a variable of the app already
 * @throws when the app cannot have these variables, or has one already; when there is no such stored form.
 */
export function connectionTo(
  app: Construct,
  database: IDatabase,
  props: ConnectToProps,
  ownerOf: (variable: string) => string | undefined,
): Connection {
  refuse(`${app.node.path}: connectTo`, wrongConstructs(database, props));
  const name = `connectTo(${database.node.path})`;
  const call = `${app.node.path}: ${name}`;
  const { user, credential, through, stored: isStored = false, version } = props;
  refuse(call, [...wrongVariables(props.as), ...ofAnotherDatabase(database, props)]);
  const wanted = partsByVariable(props.as);
  const clashes = Object.keys(wanted).flatMap((variable) => {
    const owner = ownerOf(variable);
    return owner === undefined ? [] : [`${variable} is set by ${owner} already`];
  });
  if (clashes.length > 0) refuse(call, [`as: ${clashes.join('; ')}: give it another name in one of the two`]);
  const valueOf = isStored
    ? storedValues(database, props, call)
    : ephemeralValues(app, database, props, Object.keys(wanted)[0]!);
  const variables = Object.fromEntries(
    Object.entries(wanted).map(([variable, part]) => [variable, Token.asString(valueOf(part))]),
  );
  warnOfOtherStack(app, call, user);
  argumentsOf(app, { definition, attributes: checkedProps, props: { ...props, as: variables }, fixed: {} });
  const address = through === undefined ? ['database', database.databaseId] : ['endpoint', through.endpointId];
  return {
    name,
    isStored,
    variables,
    fingerprint: [
      wanted,
      ...address,
      credential ?? '',
      user?.login.version ?? 0,
      ...(version === undefined ? [] : [version]),
    ],
  };
}

/** @returns a whole number, another one for other values. It is a hash, since a sum may stay the same when two of its parts change. */
export function versionOf(values: readonly unknown[]): number {
  // Terraform's numbers are exact up to 2^53: twelve digits have 48 bits.
  return Token.asNumber(Fn.parseint(Fn.substr(Fn.sha256(Fn.jsonencode(values)), 0, 12), 16));
}

function refuse(call: string, problems: readonly string[]): void {
  if (problems.length > 0) throw new Error(`${call}: ${problems.join('; ')}`);
}

/** What a program that nobody type-checked gives in place of constructs. */
function wrongConstructs(database: IDatabase, { user }: ConnectToProps): string[] {
  const has = (value: object | undefined, property: string) =>
    typeof value === 'object' && value !== null && property in value;
  return [
    ...(has(database, 'databaseId') ? [] : ['expected a database: what has the property databaseId']),
    ...(user === undefined || has(user.login, 'salt')
      ? []
      : ['user: expected what database.addUser(...) returns, or { login } with a DatabaseLogin']),
  ];
}

function ofAnotherDatabase(database: IDatabase, { user, through }: ConnectToProps): string[] {
  const problems: string[] = [];
  // The users of a database are in its replicas, too.
  const home = user?.login.database;
  if (home !== undefined && !isReadOnly(database) && areDifferent(home, database))
    problems.push(`user: it is one of ${home.node.path}, not of the database`);
  if (through instanceof Endpoint && (through.database === undefined || areDifferent(through.database, database)))
    problems.push(`through: it is an endpoint of ${through.database?.node.path ?? 'an app'}, not of the database`);
  return problems;
}

/** Only within a stack does Terraform know that the app uses the login. */
function warnOfOtherStack(app: Construct, call: string, user: ConnectToProps['user']): void {
  if (user === undefined || TerraformStack.of(user.login) === TerraformStack.of(app)) return;
  Annotations.of(app).addWarning(
    `${call}: user: its login is made in the stack "${TerraformStack.of(user.login).node.id}", where a rotation removes the old one before the app has the new one: ` +
      'make the login in the stack of the app, with new DatabaseLogin(app, id, { database, user, rotation }), and connect with { user: { login } }',
  );
}

function wrongVariables(as: ConnectToProps['as'] | undefined): string[] {
  const wanted = entriesOf(as);
  const unknown = wanted.filter(([part]) => !Object.hasOwn(parts, part)).map(([part]) => part);
  if (unknown.length > 0)
    return [`as: there is no part ${unknown.join(', ')} of a credential: there are ${Object.keys(parts).join(', ')}`];
  const nameless = wanted.find(([, variable]) => typeof variable !== 'string' || variable === '');
  if (wanted.length === 0 || nameless !== undefined)
    return [
      `as: it names no variable${nameless && wanted.length > 1 ? ` for ${nameless[0]}` : ''}: name one, such as DATABASE_URL`,
    ];
  const variables = wanted.map(([, variable]) => variable);
  const twice = variables.find((variable, index) => variables.indexOf(variable) !== index);
  return twice === undefined ? [] : [`as: the variable ${twice} is named for two parts: it can have one`];
}

function partsByVariable(as: ConnectToProps['as']): Readonly<Record<string, Part>> {
  return Object.fromEntries(entriesOf(as).map(([part, variable]) => [variable, part as Part]));
}

const entriesOf = (as: ConnectToProps['as'] | undefined): [part: string, variable: string][] =>
  typeof as === 'string' ? [['connectionUrl', as]] : Object.entries(as ?? {});

function ephemeralValues(app: Construct, database: IDatabase, props: ConnectToProps, variable: string): ValueOf {
  const { user, credential, through } = props;
  // No other connection of the app has this variable.
  const from = new EphemeralCredential(app, `connection-${variable}`, {
    ...(through === undefined ? { database } : { endpoint: through }),
    ...(credential !== undefined && { type: credential }),
    ...(user !== undefined && { login: user.login }),
  });
  return (part) => from[part];
}

function storedValues(database: IDatabase, { user, credential, through }: ConnectToProps, call: string): ValueOf {
  if (through !== undefined && !(through instanceof Endpoint))
    throw new Error(
      `${call}: stored: the credentials of an endpoint that is not made here are only ephemeral: leave it out`,
    );
  return (part) => {
    if (user !== undefined && (part === 'username' || part === 'password')) return user.login[part];
    if (user !== undefined && part === 'connectionUrl') {
      if (through === undefined) return user.login.connectionUrl;
      throw new Error(
        `${call}: stored: there is no connection URL of a user through an endpoint: take its parts in \`as\``,
      );
    }
    const { credentials } = through ?? database;
    return (credential === undefined ? credentials.default : credentials.get(credential))[part];
  };
}
