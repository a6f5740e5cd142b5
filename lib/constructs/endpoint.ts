import type { IResolvable } from 'cdktf';
import type { Construct, IConstruct } from 'constructs';
import * as bindings from '../bindings';
import { dataSources, resources } from '../schema';
import type { IApp } from './app';
import type { ICertificate } from './certificate';
import { Credentials } from './credentials';
import type { IDatabase } from './database';
import { Environment, requireEnvironment, type IEnvironment, type LookUpOptions } from './environment';
import { checkProps } from './props';
import { followDependencies, Resource, type ResourceProps, type Timeouts } from './resource';

/** What every endpoint takes. */
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

  /** @default - the provider's defaults */
  readonly timeouts?: Timeouts;
}

/** What every endpoint of an app takes. */
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

/** Of those that encrypt. */
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
  readonly sslProtocols?: string;

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

/** Of those that lead to one port. */
export interface OnePortProps {
  /**
   * The port of the containers, 1 to 65535.
   *
   * @default - the lowest that the image exposes
   */
  readonly containerPort?: number;
}

/** Of those that lead to several ports. */
export interface ManyPortsProps {
  /**
   * The ports of the containers, 10 at most, in any order.
   *
   * @default - all that the image exposes
   */
  readonly containerPorts?: number[];
}

/** For web apps. */
export interface HttpsEndpointProps extends AppEndpointProps, TlsProps, OnePortProps {
  /**
   * The load balancer: `alb`, or the older `elb`.
   *
   * @default 'alb'
   */
  readonly platform?: string;

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
  readonly loadBalancingAlgorithm?: string;

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

/** For gRPC servers. */
export interface GrpcEndpointProps extends AppEndpointProps, TlsProps, OnePortProps {}

/** For servers of any protocol inside TLS. */
export interface TlsEndpointProps extends AppEndpointProps, TlsProps, ManyPortsProps {}

/** For servers of any protocol. */
export interface TcpEndpointProps extends AppEndpointProps, ManyPortsProps {}

/** For databases. */
export interface DatabaseEndpointProps extends EndpointProps {
  /** The database. A change replaces the endpoint. */
  readonly database: IDatabase;
}

/** What `app.addEndpoint` takes: `type` tells which of the others there can be. */
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

  /** The host name of its load balancer: what a CNAME record of its domain points to. */
  readonly externalHostname: string;
}

class LookedUpEndpoint extends Resource implements IEndpoint {
  protected readonly element: bindings.DataAptibleEndpoint;

  constructor(
    scope: Construct,
    id: string,
    wanted: ({ readonly hostname: string } & LookUpOptions) | { readonly endpointId: number },
  ) {
    super(scope, id);
    const call = 'Endpoint.fromHostname';
    const config =
      'hostname' in wanted
        ? { envId: requireEnvironment(this, wanted.environment, call).environmentId, hostname: wanted.hostname }
        : wanted;
    checkProps(this, dataSources.aptible_endpoint, config);
    this.element = new bindings.DataAptibleEndpoint(this, 'Resource', config);
    followDependencies(this.element);
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
   * An endpoint that is not made here, looked up by a host name. A plan fails when there is none.
   *
   * @param hostname its domain, the one that the platform gave it, or that of its load balancer
   */
  static fromHostname(scope: Construct, id: string, hostname: string, options: LookUpOptions = {}): IEndpoint {
    return new LookedUpEndpoint(scope, id, { hostname, ...options });
  }

  /** An endpoint that is not made here, looked up by its number. A plan fails when there is none. */
  static fromId(scope: Construct, id: string, endpointId: number): IEndpoint {
    return new LookedUpEndpoint(scope, id, { endpointId });
  }

  /** For a web app. */
  static https(scope: Construct, id: string, props: HttpsEndpointProps): Endpoint {
    return new Endpoint(scope, id, props, {
      ...ofApp(props, 'https'),
      ...tls(props),
      containerPort: props.containerPort,
      platform: props.platform,
      shared: props.shared,
      loadBalancingAlgorithmType: props.loadBalancingAlgorithm,
      forceSsl: props.forceSsl,
      maintenancePageUrl: props.maintenancePageUrl,
      releaseHealthcheckTimeout: props.releaseHealthcheckTimeoutSeconds,
      strictHealthChecks: props.strictHealthChecks,
      showElbHealthchecks: props.showElbHealthchecks,
    });
  }

  /** For a gRPC server. */
  static grpc(scope: Construct, id: string, props: GrpcEndpointProps): Endpoint {
    return new Endpoint(scope, id, props, {
      ...ofApp(props, 'grpc'),
      ...tls(props),
      containerPort: props.containerPort,
    });
  }

  /** For a server of any protocol, inside TLS. */
  static tls(scope: Construct, id: string, props: TlsEndpointProps): Endpoint {
    return new Endpoint(scope, id, props, {
      ...ofApp(props, 'tls'),
      ...tls(props),
      containerPorts: props.containerPorts,
    });
  }

  /** For a server of any protocol. */
  static tcp(scope: Construct, id: string, props: TcpEndpointProps): Endpoint {
    return new Endpoint(scope, id, props, { ...ofApp(props, 'tcp'), containerPorts: props.containerPorts });
  }

  /** For a database, which everybody can then reach: give `ipFiltering`, or `internal`. */
  static database(scope: Construct, id: string, props: DatabaseEndpointProps): Endpoint {
    const { database } = props;
    return new Endpoint(scope, id, props, {
      on: database,
      resourceType: 'database',
      resourceId: database.databaseId,
      endpointType: 'tcp',
    });
  }

  protected readonly element: bindings.Endpoint;
  private readonly credentialsOfDatabase: Credentials | undefined;

  private constructor(scope: Construct, id: string, props: EndpointProps, { on, ...kind }: Kind) {
    super(scope, id, props);
    const environment = props.environment ?? Environment.of(on);
    const config: bindings.EndpointConfig = {
      envId: requireEnvironment(this, environment).environmentId,
      ...kind,
      internal: props.internal,
      ipFiltering: props.ipFiltering,
      idleTimeout: props.idleTimeoutSeconds,
      timeouts: props.timeouts,
    };
    checkProps(this, resources.aptible_endpoint, config, {
      names: {
        resource_id: config.resourceType,
        process_type: 'service',
        managed: 'managedTls',
        certificate_id: 'certificate',
        endpoint_type: 'type',
        load_balancing_algorithm_type: 'loadBalancingAlgorithm',
        idle_timeout: 'idleTimeoutSeconds',
        release_healthcheck_timeout: 'releaseHealthcheckTimeoutSeconds',
        ssl_protocols_override: 'sslProtocols',
        ssl_ciphers_override: 'sslCiphers',
      },
    });
    this.element = new bindings.Endpoint(this, 'Resource', { ...config, lifecycle: props.lifecycle });
    followDependencies(this.element);
    if (config.resourceType === 'database') {
      this.credentialsOfDatabase = new Credentials(this.element, 'The endpoint "${self.external_hostname}"');
    }
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

  /** What that record points to. */
  get dnsValidationValue(): string {
    return this.element.dnsValidationValue;
  }

  /** Of a database: how to connect to it through this endpoint, password included. Terraform keeps it sensitive. */
  get connectionUrl(): string {
    return this.element.defaultConnectionUrl;
  }

  /** Of a database: all ways to connect to it through this endpoint. Sensitive, as `connectionUrl`. */
  get connectionUrls(): string[] {
    return this.element.connectionUrls;
  }

  /**
   * Of a database: each way to connect to it through this endpoint, by type, whole and in parts. User and password are those of the database.
   *
   * @throws when it is an endpoint of an app
   */
  get credentials(): Credentials {
    if (this.credentialsOfDatabase) return this.credentialsOfDatabase;
    throw new Error(`${this.node.path} is an endpoint of an app: only those of a database have credentials`);
  }
}

type Kind = Omit<bindings.EndpointConfig, 'envId'> & { readonly on: IConstruct };

function ofApp({ app, service, defaultDomain }: AppEndpointProps, endpointType: string): Kind {
  return { on: app, resourceType: 'app', resourceId: app.appId, processType: service, endpointType, defaultDomain };
}

function tls(props: TlsProps): Partial<Kind> {
  return {
    domain: props.domain,
    managed: props.managedTls,
    certificateId: props.certificate?.certificateId,
    sslProtocolsOverride: props.sslProtocols,
    sslCiphersOverride: props.sslCiphers,
    disableWeakCipherSuites: props.disableWeakCipherSuites,
  };
}
