import { propertyAccess, TerraformElement, TerraformStack, Token } from 'cdktf';
import { Construct } from 'constructs';
import { ephemeralResources } from '../schema';
import type { Credential } from './credentials';
import type { IDatabase } from './database';
import type { IEndpoint } from './endpoint';
import { checkProps } from './props';
import { requireProvider } from './resource';

export type EphemeralCredentialProps = CredentialTypeProps & (DatabaseCredentialProps | EndpointCredentialProps);

export interface DatabaseCredentialProps {
  /** The database, for its own addresses: for what runs on its stack. Either it or `endpoint`. */
  readonly database: IDatabase;
  readonly endpoint?: undefined;
}

export interface EndpointCredentialProps {
  /** An endpoint of a database, for the addresses of that. */
  readonly endpoint: IEndpoint;
  readonly database?: undefined;
}

export interface CredentialTypeProps {
  /**
   * Which of the credentials, such as `redis+ssl`. One that is not there is an error of the plan or the deploy, which lists those that are.
   *
   * @default - the default one
   */
  readonly type?: string;
}

/**
 * One way to connect to a database that is in no state and no plan: each part can be given only to what Terraform stores nothing of either,
 * as `secretConfigWriteOnly` of an app or the configuration of another provider. Needs Terraform 1.10, and 1.11 for the first.
 *
 * With `storeCredentials: false` of the provider nothing else stores it.
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

  /** @throws when props name neither a database nor an endpoint */
  constructor(scope: Construct, id: string, props: EphemeralCredentialProps) {
    super(scope, id);
    requireProvider(TerraformStack.of(this));
    const { database, endpoint, type } = props;
    const config = { databaseId: database?.databaseId, endpointId: endpoint?.endpointId, type };
    checkProps(this, ephemeralResources.aptible_database_credentials, config, {
      names: { database_id: 'database', endpoint_id: 'endpoint' },
    });
    this.element = new EphemeralElement(this, 'Resource', {
      database_id: config.databaseId,
      endpoint_id: config.endpointId,
      type,
    });
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

/** CDK for Terraform has no class for ephemeral resources. */
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
