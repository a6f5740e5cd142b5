import { propertyAccess, TerraformElement, TerraformStack, Token } from 'cdktf';
import { Construct } from 'constructs';
import { ephemeralResources } from '../schema';
import { argumentsOf } from './config';
import type { Credential } from './credentials';
import type { IDatabase } from './database';
import type { IEndpoint } from './endpoint';
import type { CredentialType } from './known';
import { given, reference, type AttributesOf } from './props';
import { requireProvider } from './resource';

/** A credential of a database: `database` or `endpoint` says for which of its addresses. */
export type EphemeralCredentialProps = DatabaseCredentialProps | EndpointCredentialProps;

/** Props of every ephemeral credential. */
export interface AnyCredentialProps {
  /**
   * The type of the credential: `redis` or `redis+ssl` of Redis; `influxdb`, `write` or `query` of InfluxDB; `amqps`, `management` or
   * `management-api` of RabbitMQ; `postgresql`, `mysql`, `mongodb`, `elasticsearch` or another one. One that the database does not have is
   * an error of the plan or the deploy, which lists those that it has.
   *
   * @default - the default one
   */
  readonly type?: CredentialType;

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

const definition = ephemeralResources.aptible_database_credentials;

export const ephemeralCredentialAttributes = {
  database: reference('database_id', 'databaseId'),
  endpoint: reference('endpoint_id', 'endpointId'),
  type: 'type',
  login: { kind: 'group', attributes: { username: 'username', salt: 'salt' } },
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
export class EphemeralCredential extends Construct implements Credential {
  private readonly element: EphemeralElement;

  /** @throws when props name neither a database nor an endpoint, or both. */
  constructor(scope: Construct, id: string, props: EphemeralCredentialProps) {
    super(scope, id);
    requireProvider(TerraformStack.of(this));
    const { login } = props;
    // A construct has more than is asked of it.
    const wanted = login === undefined ? props : { ...props, login: { username: login.username, salt: login.salt } };
    const config = argumentsOf(this, given(definition, ephemeralCredentialAttributes, wanted));
    this.element = new EphemeralElement(this, 'Resource', config);
  }

  get connectionUrl(): string {
    return this.element.text('connection_url');
  }

  get protocol(): string {
    return this.element.text('protocol');
  }

  get username(): string {
    return this.element.text('username');
  }

  get password(): string {
    return this.element.text('password');
  }

  get host(): string {
    return this.element.text('host');
  }

  get port(): number {
    return Token.asNumber(this.element.reference('port'));
  }

  get name(): string {
    return this.element.text('name');
  }

  get query(): string {
    return this.element.text('query');
  }
}

/** The ephemeral resource. CDK for Terraform has no class for one. */
class EphemeralElement extends TerraformElement {
  constructor(
    scope: Construct,
    id: string,
    private readonly config: object,
  ) {
    super(scope, id, 'ephemeral.aptible_database_credentials');
  }

  reference(attribute: string) {
    return propertyAccess(this.fqn, [attribute]);
  }

  text(attribute: string): string {
    return Token.asString(this.reference(attribute));
  }

  override toTerraform(): object {
    return { ephemeral: { aptible_database_credentials: { [this.friendlyUniqueId]: this.config } } };
  }
}
