import type { Construct } from 'constructs';
import { ephemeralResources } from '../schema';
import { argumentsOf } from './config';
import type { IDatabase } from './database';
import type { IEndpoint } from './endpoint';
import { EphemeralConnection } from './ephemeral-connection';
import type { CredentialType } from './known';
import { given, reference, type AttributesOf } from './props';

/** A credential of a database: `database` or `endpoint` says for which of its addresses. */
export type EphemeralCredentialProps = DatabaseCredentialProps | EndpointCredentialProps;

/** Props that choose one credential of a database. */
export interface OneCredentialProps {
  /**
   * The type of the credential: `redis` or `redis+ssl` of Redis; `influxdb`, `write` or `query` of InfluxDB; `amqps`, `management` or
   * `management-api` of RabbitMQ; `postgresql`, `mysql`, `mongodb`, `elasticsearch` or another one. One that the database does not have is
   * an error of the plan or the deploy, which lists those that it has.
   *
   * @default - the default one
   */
  readonly type?: CredentialType;
}

/** Props of every ephemeral credential. */
export interface AnyCredentialProps extends OneCredentialProps {
  /**
   * The login of a user inside the database, such as a `DatabaseLogin`.
   *
   * @default - the platform's user `aptible`
   */
  readonly login?: LoginOfUser;
}

/** What tells a login of a user inside a database. */
export interface LoginOfUser {
  /** Its name. */
  readonly username: string;

  /** What its password is derived from, beside that of the database. */
  readonly salt: string;
}

/** Props of a credential of a database, for its own addresses. */
export interface DatabaseCredentialProps extends AnyCredentialProps {
  /** The database, for its own addresses: for what runs on its stack. */
  readonly database: IDatabase;

  readonly endpoint?: undefined;
}

/** Props of a credential of a database, for the addresses of an endpoint. */
export interface EndpointCredentialProps extends AnyCredentialProps {
  /** An endpoint of a database, for the addresses of that. */
  readonly endpoint: IEndpoint;

  readonly database?: undefined;
}

export const loginAttributes = { kind: 'group', attributes: { username: 'username', salt: 'salt' } } as const;

/** Leaves of a login what is asked for: a construct has more. */
export function withLogin<P extends AnyCredentialProps>(props: P): P {
  const { login } = props;
  return login === undefined ? props : { ...props, login: { username: login.username, salt: login.salt } };
}

const definition = ephemeralResources.aptible_database_credentials;

export const ephemeralCredentialAttributes = {
  database: reference('database_id', 'databaseId'),
  endpoint: reference('endpoint_id', 'endpointId'),
  type: 'type',
  login: loginAttributes,
} as const satisfies AttributesOf<EphemeralCredentialProps, typeof definition>;

/**
 * One way to connect to a database that is in no state and no plan: each part can be given only to what Terraform stores nothing of either,
 * as `secretConfigWriteOnly` of an app or the configuration of another provider. Needs Terraform 1.10, and 1.11 for the first.
 *
 * Nothing else stores it, either, when the provider has `storeCredentials: false`.
 *
 * @example
 * const { connectionUrl } = new EphemeralCredential(environment, 'url', { database });
 * new App(environment, 'web', {
 *   handle: 'acme-web',
 *   secretConfigWriteOnly: { DATABASE_URL: connectionUrl },
 *   secretConfigWriteOnlyVersion: 1,
 * });
 */
export class EphemeralCredential extends EphemeralConnection {
  /** @throws when props name neither a database nor an endpoint, or both. */
  constructor(scope: Construct, id: string, props: EphemeralCredentialProps) {
    super(scope, id, definition.name, (construct) =>
      argumentsOf(construct, given(definition, ephemeralCredentialAttributes, withLogin(props))),
    );
  }
}
