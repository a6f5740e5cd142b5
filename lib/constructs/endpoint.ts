import type { IResolvable } from 'cdktf';
import type { Construct, IConstruct } from 'constructs';
import * as bindings from '../bindings';
import { dataSources, resources } from '../schema';
import type { IApp } from './app';
import type { ICertificate } from './certificate';
import { configOf } from './config';
import { Credentials } from './credentials';
import type { IDatabase } from './database';
import type { ElbSslProtocols, LoadBalancer, LoadBalancingAlgorithm, SslProtocols } from './known';
import { given, inEnvironment, ofPlatformResource, reference, type AttributesOf, type Given } from './props';
import { inStack, KnownById, Resource, type ResourceProps, type Timeouts } from './resource';
import { environmentAround, type IEnvironment, type LookUpOptions } from './scope';
import { sensitiveList, sensitiveText } from './sensitive';

/** Props of every endpoint. */
export interface EndpointProps extends ResourceProps {
  /**
   * The environment of the app or database.
   *
   * @default - the nearest environment around the app or database, or around the endpoint
   */
  readonly environment?: IEnvironment;

  /**
   * Whether only what runs on the same stack, or is connected to it, can reach it. A change replaces the endpoint.
   *
   * @default false
   */
  readonly internal?: boolean | IResolvable;

  /**
   * The IPv4 addresses and ranges that may reach it, 50 at most, in any order: `192.0.2.7`, `198.51.100.0/24`.
   *
   * @default - all may
   */
  readonly ipFiltering?: string[];

  /**
   * Seconds without traffic after which a connection is closed, 30 to 2400.
   *
   * @default - the platform's: 60
   */
  readonly idleTimeoutSeconds?: number;

  /**
   * How long Terraform waits for the platform before it gives up.
   *
   * @default - the provider's defaults: the reference page of the resource has them
   */
  readonly timeouts?: Timeouts;
}

/** Props of every endpoint of an app. */
export interface AppEndpointProps extends EndpointProps {
  /** The app. A change replaces the endpoint. */
  readonly app: IApp;

  /**
   * The service of the app, by its process type: a name in its Procfile, or `cmd` for an image without one. A change replaces the endpoint.
   */
  readonly service: string;

  /**
   * Whether it has a host name of the platform's domain: one endpoint of an app can. A change replaces the endpoint.
   *
   * @default false
   */
  readonly defaultDomain?: boolean | IResolvable;
}

/** Props of endpoints that encrypt. */
export interface TlsProps {
  /**
   * The domain that leads to it, by a CNAME record to `externalHostname`.
   *
   * @default - none: it is called by the host name that the platform gives it
   */
  readonly domain?: string;

  /**
   * Whether the platform gets a certificate for `domain` and renews it. It does once the record `dnsValidationRecord` is there.
   *
   * @default false
   */
  readonly managedTls?: boolean | IResolvable;

  /**
   * A certificate of your own.
   *
   * @default - the platform's, with `defaultDomain` or `managedTls`
   */
  readonly certificate?: ICertificate;

  /**
   * The versions of TLS: `TLSv1 TLSv1.1 TLSv1.2`, `TLSv1.1 TLSv1.2`, `TLSv1.2` or `TLSv1.3`; on `alb` also `TLSv1 TLSv1.1 TLSv1.2 PFS`,
   * `TLSv1.1 TLSv1.2 PFS`, `TLSv1.2 PFS` or `TLSv1.2 PFS TLSv1.3`.
   *
   * @default - the platform's
   */
  readonly sslProtocols?: SslProtocols;

  /**
   * The cipher suites, in the form of OpenSSL. Not on `alb`.
   *
   * @default - the platform's
   */
  readonly sslCiphers?: string;

  /**
   * Whether weak cipher suites are refused. Not on `alb`.
   *
   * @default false
   */
  readonly disableWeakCipherSuites?: boolean | IResolvable;
}

/** Props of endpoints that lead to one port. */
export interface OnePortProps {
  /**
   * The port of the containers, 1 to 65535.
   *
   * @default - the lowest that the image exposes
   */
  readonly containerPort?: number;
}

/** Props of endpoints that lead to several ports. */
export interface ManyPortsProps {
  /**
   * The ports of the containers, 10 at most, in any order.
   *
   * @default - all that the image exposes
   */
  readonly containerPorts?: number[];
}

/** Props of an endpoint of a web app. */
export interface HttpsEndpointProps extends AppEndpointProps, TlsProps, OnePortProps {
  /**
   * The load balancer: `alb`, or the older `elb`.
   *
   * @default 'alb'
   */
  readonly platform?: LoadBalancer;

  /**
   * Whether it shares its load balancer with other endpoints. Needs `domain` without a wildcard, or `defaultDomain`.
   *
   * @default false
   */
  readonly shared?: boolean | IResolvable;

  /**
   * How an `alb` spreads requests: `round_robin`, `least_outstanding_requests` or `weighted_random`.
   *
   * @default - the platform's: `round_robin`
   */
  readonly loadBalancingAlgorithm?: LoadBalancingAlgorithm;

  /**
   * Whether HTTP requests are redirected to HTTPS.
   *
   * @default false
   */
  readonly forceSsl?: boolean | IResolvable;

  /**
   * The page that is shown while the app does not answer: an http or https URL.
   *
   * @default - the platform's
   */
  readonly maintenancePageUrl?: string;

  /**
   * Seconds that the containers of a release have to answer its health check, 1 to 900.
   *
   * @default - the platform's: 180
   */
  readonly releaseHealthcheckTimeoutSeconds?: number;

  /**
   * Whether containers are healthy only when `/healthcheck` answers 200.
   *
   * @default false
   */
  readonly strictHealthChecks?: boolean | IResolvable;

  /**
   * Whether the health checks of the load balancer are in the logs.
   *
   * @default false
   */
  readonly showElbHealthchecks?: boolean | IResolvable;
}

/** Props of an endpoint that is no `alb`, and encrypts. */
export interface ElbTlsProps extends TlsProps {
  /**
   * The versions of TLS: `TLSv1 TLSv1.1 TLSv1.2`, `TLSv1.1 TLSv1.2`, `TLSv1.2` or `TLSv1.3`.
   *
   * @default - the platform's
   */
  readonly sslProtocols?: ElbSslProtocols;
}

/** Props of an endpoint of a gRPC server. */
export interface GrpcEndpointProps extends AppEndpointProps, ElbTlsProps, OnePortProps {}

/** Props of an endpoint of a server of any protocol inside TLS. */
export interface TlsEndpointProps extends AppEndpointProps, ElbTlsProps, ManyPortsProps {}

/** Props of an endpoint of a server of any protocol. */
export interface TcpEndpointProps extends AppEndpointProps, ManyPortsProps {}

/** Props of an endpoint of a database. */
export interface DatabaseEndpointProps extends EndpointProps {
  /** The database. A change replaces the endpoint. */
  readonly database: IDatabase;
}

/** Props of `app.addEndpoint`: `type` tells which of the others there can be. */
export type AddEndpointProps =
  | ({ readonly type?: 'https' } & Omit<HttpsEndpointProps, 'app'>)
  | ({ readonly type: 'grpc' } & Omit<GrpcEndpointProps, 'app'>)
  | ({ readonly type: 'tls' } & Omit<TlsEndpointProps, 'app'>)
  | ({ readonly type: 'tcp' } & Omit<TcpEndpointProps, 'app'>);

/** An endpoint. */
export interface IEndpoint extends IConstruct {
  /** The platform's number for it. */
  readonly endpointId: number;

  /** The host name for its users. */
  readonly virtualDomain: string;

  /** The host name of its load balancer, to which a CNAME record of its domain points. */
  readonly externalHostname: string;
}

const definition = resources.aptible_endpoint;
type Definition = typeof definition;

const attributes = {
  ...ofPlatformResource,
  environment: inEnvironment,
  internal: 'internal',
  ipFiltering: 'ip_filtering',
  idleTimeoutSeconds: 'idle_timeout',
} as const satisfies AttributesOf<EndpointProps, Definition>;

const appEndpointAttributes = {
  ...attributes,
  app: reference('resource_id', 'appId'),
  service: 'process_type',
  defaultDomain: 'default_domain',
} as const satisfies AttributesOf<AppEndpointProps, Definition>;

const tlsAttributes = {
  domain: 'domain',
  managedTls: 'managed',
  certificate: reference('certificate_id', 'certificateId'),
  sslProtocols: 'ssl_protocols_override',
  sslCiphers: 'ssl_ciphers_override',
  disableWeakCipherSuites: 'disable_weak_cipher_suites',
} as const satisfies AttributesOf<TlsProps, Definition>;

export const httpsEndpointAttributes = {
  ...appEndpointAttributes,
  ...tlsAttributes,
  containerPort: 'container_port',
  platform: 'platform',
  shared: 'shared',
  loadBalancingAlgorithm: 'load_balancing_algorithm_type',
  forceSsl: 'force_ssl',
  maintenancePageUrl: 'maintenance_page_url',
  releaseHealthcheckTimeoutSeconds: 'release_healthcheck_timeout',
  strictHealthChecks: 'strict_health_checks',
  showElbHealthchecks: 'show_elb_healthchecks',
} as const satisfies AttributesOf<HttpsEndpointProps, Definition>;

export const grpcEndpointAttributes = {
  ...appEndpointAttributes,
  ...tlsAttributes,
  containerPort: 'container_port',
} as const satisfies AttributesOf<GrpcEndpointProps, Definition>;

export const tlsEndpointAttributes = {
  ...appEndpointAttributes,
  ...tlsAttributes,
  containerPorts: 'container_ports',
} as const satisfies AttributesOf<TlsEndpointProps, Definition>;

export const tcpEndpointAttributes = {
  ...appEndpointAttributes,
  containerPorts: 'container_ports',
} as const satisfies AttributesOf<TcpEndpointProps, Definition>;

export const databaseEndpointAttributes = {
  ...attributes,
  database: reference('resource_id', 'databaseId'),
} as const satisfies AttributesOf<DatabaseEndpointProps, Definition>;

const byHostname = { hostname: 'hostname', environment: inEnvironment } as const;

class EndpointFromHostname extends Resource implements IEndpoint {
  protected readonly element: bindings.DataAptibleEndpoint;

  constructor(scope: Construct, id: string, wanted: { readonly hostname: string } & LookUpOptions) {
    super(scope, id);
    const config = configOf(this, given(dataSources.aptible_endpoint, byHostname, wanted), 'Endpoint.fromHostname');
    this.element = inStack(new bindings.DataAptibleEndpoint(this, 'Resource', config));
  }

  get endpointId(): number {
    return this.element.endpointId;
  }

  get virtualDomain(): string {
    return this.element.virtualDomain;
  }

  get externalHostname(): string {
    return this.element.externalHostname;
  }
}

class EndpointFromId extends KnownById implements IEndpoint {
  private found: bindings.DataAptibleEndpoint | undefined;

  constructor(
    scope: Construct,
    id: string,
    readonly endpointId: number,
  ) {
    super(scope, id, { endpointId });
  }

  get virtualDomain(): string {
    return this.lookedUp.virtualDomain;
  }

  get externalHostname(): string {
    return this.lookedUp.externalHostname;
  }

  private get lookedUp(): bindings.DataAptibleEndpoint {
    const { endpointId } = this;
    return (this.found ??= inStack(new bindings.DataAptibleEndpoint(this, 'Resource', { endpointId })));
  }
}

/**
 * An endpoint: gives a service of an app, or a database, a host name. One factory a protocol; `app.addEndpoint` and `database.addEndpoint`
 * say the same from the other side.
 *
 * @example
 * const endpoint = Endpoint.https(environment, 'www', { app, service: 'web', domain: 'www.example.com', managedTls: true });
 * new TerraformOutput(stack, 'cname', { value: endpoint.externalHostname });
 */
export class Endpoint extends Resource implements IEndpoint {
  /**
   * Finds an endpoint that is not made here: Terraform looks it up by a host name. A plan fails when there is none.
   *
   * @param hostname its domain, the one that the platform gave it, or that of its load balancer
   * @throws when it is empty; when there is no environment.
   */
  static fromHostname(scope: Construct, id: string, hostname: string, options: LookUpOptions = {}): IEndpoint {
    return new EndpointFromHostname(scope, id, { hostname, ...options });
  }

  /**
   * Takes an endpoint that is not made here, by its number. It is looked up once one of its host names is asked for; a plan then fails when
   * there is none.
   *
   * @throws when it is not a whole number from 1 on.
   */
  static fromId(scope: Construct, id: string, endpointId: number): IEndpoint {
    return new EndpointFromId(scope, id, endpointId);
  }

  /**
   * Makes an endpoint of a web app.
   *
   * @throws when props break the platform's limits, with all problems at once; when there is no environment.
   */
  static https(scope: Construct, id: string, props: HttpsEndpointProps): Endpoint {
    const fixed = { resource_type: 'app', endpoint_type: 'https' } as const;
    return new Endpoint(scope, id, given(definition, httpsEndpointAttributes, around(props.app, props), fixed));
  }

  /**
   * Makes an endpoint of a gRPC server.
   *
   * @throws when props break the platform's limits, with all problems at once; when there is no environment.
   */
  static grpc(scope: Construct, id: string, props: GrpcEndpointProps): Endpoint {
    const fixed = { resource_type: 'app', endpoint_type: 'grpc' } as const;
    return new Endpoint(scope, id, given(definition, grpcEndpointAttributes, around(props.app, props), fixed));
  }

  /**
   * Makes an endpoint of a server of any protocol, inside TLS.
   *
   * @throws when props break the platform's limits, with all problems at once; when there is no environment.
   */
  static tls(scope: Construct, id: string, props: TlsEndpointProps): Endpoint {
    const fixed = { resource_type: 'app', endpoint_type: 'tls' } as const;
    return new Endpoint(scope, id, given(definition, tlsEndpointAttributes, around(props.app, props), fixed));
  }

  /**
   * Makes an endpoint of a server of any protocol.
   *
   * @throws when props break the platform's limits, with all problems at once; when there is no environment.
   */
  static tcp(scope: Construct, id: string, props: TcpEndpointProps): Endpoint {
    const fixed = { resource_type: 'app', endpoint_type: 'tcp' } as const;
    return new Endpoint(scope, id, given(definition, tcpEndpointAttributes, around(props.app, props), fixed));
  }

  /**
   * Makes an endpoint of a database, which everybody can then reach: give `ipFiltering`, or `internal`.
   *
   * @throws when props break the platform's limits, with all problems at once; when there is no environment.
   */
  static database(scope: Construct, id: string, props: DatabaseEndpointProps): Endpoint {
    const fixed = { resource_type: 'database', endpoint_type: 'tcp' } as const;
    const endpoint = given(definition, databaseEndpointAttributes, around(props.database, props), fixed);
    return new Endpoint(scope, id, endpoint, props.database);
  }

  protected readonly element: bindings.Endpoint;
  private found: bindings.DataAptibleEndpoint | undefined;
  private credentialsOfDatabase: Credentials | undefined;

  private constructor(
    scope: Construct,
    id: string,
    endpoint: Given<Definition, EndpointProps>,
    /** The database; undefined for an endpoint of an app. */
    readonly database?: IDatabase,
  ) {
    super(scope, id, endpoint.props);
    this.element = inStack(new bindings.Endpoint(this, 'Resource', configOf(this, endpoint)));
  }

  get endpointId(): number {
    return this.element.endpointId;
  }

  get virtualDomain(): string {
    return this.element.virtualDomain;
  }

  get externalHostname(): string {
    return this.element.externalHostname;
  }

  /** The name of the CNAME record with which managed TLS proves that `domain` is yours. */
  get dnsValidationRecord(): string {
    return this.element.dnsValidationRecord;
  }

  /** The value of that record. */
  get dnsValidationValue(): string {
    return this.element.dnsValidationValue;
  }

  /** The URL to connect to the database through this endpoint, password included. Terraform keeps it sensitive. Null for an app. */
  get connectionUrl(): string {
    return sensitiveText(this.lookedUp.defaultConnectionUrl, this.lookedUp);
  }

  /** The URLs to connect to the database through this endpoint, of which some engines have several. Sensitive, as `connectionUrl`. */
  get connectionUrls(): string[] {
    return sensitiveList(this.lookedUp.connectionUrls, this.lookedUp);
  }

  /**
   * Each way to connect to the database through this endpoint, by type, whole and in parts. User and password are those of the database.
   *
   * @throws when it is an endpoint of an app.
   */
  get credentials(): Credentials {
    if (this.database === undefined) {
      throw new Error(`${this.node.path} is an endpoint of an app: only those of a database have credentials`);
    }
    return (this.credentialsOfDatabase ??= new Credentials(this.lookedUp, 'The endpoint "${self.external_hostname}"'));
  }

  /** The data source has what is sensitive. */
  private get lookedUp(): bindings.DataAptibleEndpoint {
    const { endpointId } = this;
    return (this.found ??= inStack(new bindings.DataAptibleEndpoint(this, 'LookedUp', { endpointId })));
  }
}

/** The environment of an endpoint is that of what it is the endpoint of, wherever the endpoint itself is. */
function around<P extends EndpointProps>(target: IConstruct, props: P): P {
  return { ...props, environment: props.environment ?? environmentAround(target) };
}
