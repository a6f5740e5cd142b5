// https://registry.terraform.io/providers/cdktf-aptible/aptible/0.1.0/docs/resources/endpoint
// generated from terraform resource schema

import { Construct } from 'constructs';
import * as cdktf from 'cdktf';

// Configuration

export interface EndpointConfig extends cdktf.TerraformMetaArguments {
  /**
  * The id of the environment that it lives in.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/cdktf-aptible/aptible/0.1.0/docs/resources/endpoint#env_id Endpoint#env_id}
  */
  readonly envId: number;
  /**
  * What it makes reachable: `app` or `database`.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/cdktf-aptible/aptible/0.1.0/docs/resources/endpoint#resource_type Endpoint#resource_type}
  */
  readonly resourceType: string;
  /**
  * The id of the app or database.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/cdktf-aptible/aptible/0.1.0/docs/resources/endpoint#resource_id Endpoint#resource_id}
  */
  readonly resourceId: number;
  /**
  * The service of the app, by its process type: `web`, or `cmd` for an image without a Procfile.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/cdktf-aptible/aptible/0.1.0/docs/resources/endpoint#process_type Endpoint#process_type}
  */
  readonly processType?: string;
  /**
  * The protocol: `https`, `tls`, `tcp` or `grpc`. `tcp` for a database.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/cdktf-aptible/aptible/0.1.0/docs/resources/endpoint#endpoint_type Endpoint#endpoint_type}
  */
  readonly endpointType?: string;
  /**
  * Whether it has a host name of the platform’s domain, with a certificate of the platform. One endpoint of an app can.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/cdktf-aptible/aptible/0.1.0/docs/resources/endpoint#default_domain Endpoint#default_domain}
  */
  readonly defaultDomain?: boolean | cdktf.IResolvable;
  /**
  * Whether the platform gets a certificate for `domain` and renews it (managed TLS). It does once the DNS records `dns_validation_record` and `domain` are there.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/cdktf-aptible/aptible/0.1.0/docs/resources/endpoint#managed Endpoint#managed}
  */
  readonly managed?: boolean | cdktf.IResolvable;
  /**
  * The domain that leads to it. Needed with `managed`.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/cdktf-aptible/aptible/0.1.0/docs/resources/endpoint#domain Endpoint#domain}
  */
  readonly domain?: string;
  /**
  * The id of the certificate that it shows, when that is one of your own.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/cdktf-aptible/aptible/0.1.0/docs/resources/endpoint#certificate_id Endpoint#certificate_id}
  */
  readonly certificateId?: number;
  /**
  * Whether only what runs on the same stack, or is connected to it, can reach it.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/cdktf-aptible/aptible/0.1.0/docs/resources/endpoint#internal Endpoint#internal}
  */
  readonly internal?: boolean | cdktf.IResolvable;
  /**
  * The port of the containers, for `https` and `grpc`. Left out: the lowest that the image exposes.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/cdktf-aptible/aptible/0.1.0/docs/resources/endpoint#container_port Endpoint#container_port}
  */
  readonly containerPort?: number;
  /**
  * The ports of the containers, for `tls` and `tcp`, in any order. Left out: all that the image exposes.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/cdktf-aptible/aptible/0.1.0/docs/resources/endpoint#container_ports Endpoint#container_ports}
  */
  readonly containerPorts?: number[];
  /**
  * The IPv4 addresses and ranges that may reach it, in any order. Left out: all may.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/cdktf-aptible/aptible/0.1.0/docs/resources/endpoint#ip_filtering Endpoint#ip_filtering}
  */
  readonly ipFiltering?: string[];
  /**
  * The load balancer: `alb` or `elb`. Left out: `alb` for `https`, `elb` otherwise. The platform chooses that of a database, whatever is written here.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/cdktf-aptible/aptible/0.1.0/docs/resources/endpoint#platform Endpoint#platform}
  */
  readonly platform?: string;
  /**
  * Whether it shares its load balancer with other endpoints. Needs a domain that is not a wildcard, or the default domain.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/cdktf-aptible/aptible/0.1.0/docs/resources/endpoint#shared Endpoint#shared}
  */
  readonly shared?: boolean | cdktf.IResolvable;
  /**
  * How an `alb` spreads requests: `round_robin`, `least_outstanding_requests` or `weighted_random`. Left out: `round_robin`.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/cdktf-aptible/aptible/0.1.0/docs/resources/endpoint#load_balancing_algorithm_type Endpoint#load_balancing_algorithm_type}
  */
  readonly loadBalancingAlgorithmType?: string;
  /**
  * Whether HTTP requests are redirected to HTTPS. For `https`.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/cdktf-aptible/aptible/0.1.0/docs/resources/endpoint#force_ssl Endpoint#force_ssl}
  */
  readonly forceSsl?: boolean | cdktf.IResolvable;
  /**
  * The page that is shown while the app does not answer. For `https`.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/cdktf-aptible/aptible/0.1.0/docs/resources/endpoint#maintenance_page_url Endpoint#maintenance_page_url}
  */
  readonly maintenancePageUrl?: string;
  /**
  * Seconds without traffic after which a connection is closed, 30 to 2400. Left out: 60.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/cdktf-aptible/aptible/0.1.0/docs/resources/endpoint#idle_timeout Endpoint#idle_timeout}
  */
  readonly idleTimeout?: number;
  /**
  * Seconds that the containers of a release have to answer its health check, 1 to 900. For `https`. Left out: 180.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/cdktf-aptible/aptible/0.1.0/docs/resources/endpoint#release_healthcheck_timeout Endpoint#release_healthcheck_timeout}
  */
  readonly releaseHealthcheckTimeout?: number;
  /**
  * Whether containers are healthy only when `/healthcheck` answers 200. For `https`.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/cdktf-aptible/aptible/0.1.0/docs/resources/endpoint#strict_health_checks Endpoint#strict_health_checks}
  */
  readonly strictHealthChecks?: boolean | cdktf.IResolvable;
  /**
  * Whether the health checks of the load balancer are in the logs. For `https`.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/cdktf-aptible/aptible/0.1.0/docs/resources/endpoint#show_elb_healthchecks Endpoint#show_elb_healthchecks}
  */
  readonly showElbHealthchecks?: boolean | cdktf.IResolvable;
  /**
  * The versions of TLS. For `https`, `tls` and `grpc`; those with `PFS` for `alb` only.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/cdktf-aptible/aptible/0.1.0/docs/resources/endpoint#ssl_protocols_override Endpoint#ssl_protocols_override}
  */
  readonly sslProtocolsOverride?: string;
  /**
  * The cipher suites, in the form of OpenSSL. For `https` on `elb`, `tls` and `grpc`.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/cdktf-aptible/aptible/0.1.0/docs/resources/endpoint#ssl_ciphers_override Endpoint#ssl_ciphers_override}
  */
  readonly sslCiphersOverride?: string;
  /**
  * Whether weak cipher suites are refused. For `https` on `elb`, `tls` and `grpc`.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/cdktf-aptible/aptible/0.1.0/docs/resources/endpoint#disable_weak_cipher_suites Endpoint#disable_weak_cipher_suites}
  */
  readonly disableWeakCipherSuites?: boolean | cdktf.IResolvable;
  /**
  * timeouts block
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/cdktf-aptible/aptible/0.1.0/docs/resources/endpoint#timeouts Endpoint#timeouts}
  */
  readonly timeouts?: EndpointTimeouts;
}
export interface EndpointTimeouts {
  /**
  * How long creating it may take, operations on the platform included: `30m`, `1h30m`, `90s`.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/cdktf-aptible/aptible/0.1.0/docs/resources/endpoint#create Endpoint#create}
  */
  readonly create?: string;
  /**
  * How long reading it may take, operations on the platform included: `30m`, `1h30m`, `90s`.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/cdktf-aptible/aptible/0.1.0/docs/resources/endpoint#read Endpoint#read}
  */
  readonly read?: string;
  /**
  * How long changing it may take, operations on the platform included: `30m`, `1h30m`, `90s`.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/cdktf-aptible/aptible/0.1.0/docs/resources/endpoint#update Endpoint#update}
  */
  readonly update?: string;
  /**
  * How long deleting it may take, operations on the platform included: `30m`, `1h30m`, `90s`.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/cdktf-aptible/aptible/0.1.0/docs/resources/endpoint#delete Endpoint#delete}
  */
  readonly delete?: string;
}

export function endpointTimeoutsToTerraform(struct?: EndpointTimeouts | cdktf.IResolvable): any {
  if (!cdktf.canInspect(struct) || cdktf.Tokenization.isResolvable(struct)) { return struct; }
  if (cdktf.isComplexElement(struct)) {
    throw new Error("A complex element was used as configuration, this is not supported: https://cdk.tf/complex-object-as-configuration");
  }
  return {
    create: cdktf.stringToTerraform(struct!.create),
    read: cdktf.stringToTerraform(struct!.read),
    update: cdktf.stringToTerraform(struct!.update),
    delete: cdktf.stringToTerraform(struct!.delete),
  }
}


export function endpointTimeoutsToHclTerraform(struct?: EndpointTimeouts | cdktf.IResolvable): any {
  if (!cdktf.canInspect(struct) || cdktf.Tokenization.isResolvable(struct)) { return struct; }
  if (cdktf.isComplexElement(struct)) {
    throw new Error("A complex element was used as configuration, this is not supported: https://cdk.tf/complex-object-as-configuration");
  }
  const attrs = {
    create: {
      value: cdktf.stringToHclTerraform(struct!.create),
      isBlock: false,
      type: "simple",
      storageClassType: "string",
    },
    read: {
      value: cdktf.stringToHclTerraform(struct!.read),
      isBlock: false,
      type: "simple",
      storageClassType: "string",
    },
    update: {
      value: cdktf.stringToHclTerraform(struct!.update),
      isBlock: false,
      type: "simple",
      storageClassType: "string",
    },
    delete: {
      value: cdktf.stringToHclTerraform(struct!.delete),
      isBlock: false,
      type: "simple",
      storageClassType: "string",
    },
  };

  // remove undefined attributes
  return Object.fromEntries(Object.entries(attrs).filter(([_, value]) => value !== undefined && value.value !== undefined));
}

export class EndpointTimeoutsOutputReference extends cdktf.ComplexObject {
  private isEmptyObject = false;
  private resolvableValue?: cdktf.IResolvable;

  /**
  * @param terraformResource The parent resource
  * @param terraformAttribute The attribute on the parent resource this class is referencing
  */
  public constructor(terraformResource: cdktf.IInterpolatingParent, terraformAttribute: string) {
    super(terraformResource, terraformAttribute, false);
  }

  public get internalValue(): EndpointTimeouts | cdktf.IResolvable | undefined {
    if (this.resolvableValue) {
      return this.resolvableValue;
    }
    let hasAnyValues = this.isEmptyObject;
    const internalValueResult: any = {};
    if (this._create !== undefined) {
      hasAnyValues = true;
      internalValueResult.create = this._create;
    }
    if (this._read !== undefined) {
      hasAnyValues = true;
      internalValueResult.read = this._read;
    }
    if (this._update !== undefined) {
      hasAnyValues = true;
      internalValueResult.update = this._update;
    }
    if (this._delete !== undefined) {
      hasAnyValues = true;
      internalValueResult.delete = this._delete;
    }
    return hasAnyValues ? internalValueResult : undefined;
  }

  public set internalValue(value: EndpointTimeouts | cdktf.IResolvable | undefined) {
    if (value === undefined) {
      this.isEmptyObject = false;
      this.resolvableValue = undefined;
      this._create = undefined;
      this._read = undefined;
      this._update = undefined;
      this._delete = undefined;
    }
    else if (cdktf.Tokenization.isResolvable(value)) {
      this.isEmptyObject = false;
      this.resolvableValue = value;
    }
    else {
      this.isEmptyObject = Object.keys(value).length === 0;
      this.resolvableValue = undefined;
      this._create = value.create;
      this._read = value.read;
      this._update = value.update;
      this._delete = value.delete;
    }
  }

  // create - computed: false, optional: true, required: false
  private _create?: string; 
  public get create() {
    return this.getStringAttribute('create');
  }
  public set create(value: string) {
    this._create = value;
  }
  public resetCreate() {
    this._create = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get createInput() {
    return this._create;
  }

  // read - computed: false, optional: true, required: false
  private _read?: string; 
  public get read() {
    return this.getStringAttribute('read');
  }
  public set read(value: string) {
    this._read = value;
  }
  public resetRead() {
    this._read = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get readInput() {
    return this._read;
  }

  // update - computed: false, optional: true, required: false
  private _update?: string; 
  public get update() {
    return this.getStringAttribute('update');
  }
  public set update(value: string) {
    this._update = value;
  }
  public resetUpdate() {
    this._update = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get updateInput() {
    return this._update;
  }

  // delete - computed: false, optional: true, required: false
  private _delete?: string; 
  public get delete() {
    return this.getStringAttribute('delete');
  }
  public set delete(value: string) {
    this._delete = value;
  }
  public resetDelete() {
    this._delete = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get deleteInput() {
    return this._delete;
  }
}

/**
* Represents a {@link https://registry.terraform.io/providers/cdktf-aptible/aptible/0.1.0/docs/resources/endpoint aptible_endpoint}
*/
export class Endpoint extends cdktf.TerraformResource {

  // =================
  // STATIC PROPERTIES
  // =================
  public static readonly tfResourceType = "aptible_endpoint";

  // ==============
  // STATIC Methods
  // ==============
  /**
  * Generates CDKTF code for importing a Endpoint resource upon running "cdktf plan <stack-name>"
  * @param scope The scope in which to define this construct
  * @param importToId The construct id used in the generated config for the Endpoint to import
  * @param importFromId The id of the existing Endpoint that should be imported. Refer to the {@link https://registry.terraform.io/providers/cdktf-aptible/aptible/0.1.0/docs/resources/endpoint#import import section} in the documentation of this resource for the id to use
  * @param provider? Optional instance of the provider where the Endpoint to import is found
  */
  public static generateConfigForImport(scope: Construct, importToId: string, importFromId: string, provider?: cdktf.TerraformProvider) {
        return new cdktf.ImportableResource(scope, importToId, { terraformResourceType: "aptible_endpoint", importId: importFromId, provider });
      }

  // ===========
  // INITIALIZER
  // ===========

  /**
  * Create a new {@link https://registry.terraform.io/providers/cdktf-aptible/aptible/0.1.0/docs/resources/endpoint aptible_endpoint} Resource
  *
  * @param scope The scope in which to define this construct
  * @param id The scoped construct ID. Must be unique amongst siblings in the same scope
  * @param options EndpointConfig
  */
  public constructor(scope: Construct, id: string, config: EndpointConfig) {
    super(scope, id, {
      terraformResourceType: 'aptible_endpoint',
      terraformGeneratorMetadata: {
        providerName: 'aptible',
        providerVersion: '0.1.0',
        providerVersionConstraint: '0.1.0'
      },
      provider: config.provider,
      dependsOn: config.dependsOn,
      count: config.count,
      lifecycle: config.lifecycle,
      provisioners: config.provisioners,
      connection: config.connection,
      forEach: config.forEach
    });
    this._envId = config.envId;
    this._resourceType = config.resourceType;
    this._resourceId = config.resourceId;
    this._processType = config.processType;
    this._endpointType = config.endpointType;
    this._defaultDomain = config.defaultDomain;
    this._managed = config.managed;
    this._domain = config.domain;
    this._certificateId = config.certificateId;
    this._internal = config.internal;
    this._containerPort = config.containerPort;
    this._containerPorts = config.containerPorts;
    this._ipFiltering = config.ipFiltering;
    this._platform = config.platform;
    this._shared = config.shared;
    this._loadBalancingAlgorithmType = config.loadBalancingAlgorithmType;
    this._forceSsl = config.forceSsl;
    this._maintenancePageUrl = config.maintenancePageUrl;
    this._idleTimeout = config.idleTimeout;
    this._releaseHealthcheckTimeout = config.releaseHealthcheckTimeout;
    this._strictHealthChecks = config.strictHealthChecks;
    this._showElbHealthchecks = config.showElbHealthchecks;
    this._sslProtocolsOverride = config.sslProtocolsOverride;
    this._sslCiphersOverride = config.sslCiphersOverride;
    this._disableWeakCipherSuites = config.disableWeakCipherSuites;
    this._timeouts.internalValue = config.timeouts;
  }

  // ==========
  // ATTRIBUTES
  // ==========

  // id - computed: true, optional: false, required: false
  public get id() {
    return this.getStringAttribute('id');
  }

  // env_id - computed: false, optional: false, required: true
  private _envId?: number; 
  public get envId() {
    return this.getNumberAttribute('env_id');
  }
  public set envId(value: number) {
    this._envId = value;
  }
  // Temporarily expose input value. Use with caution.
  public get envIdInput() {
    return this._envId;
  }

  // resource_type - computed: false, optional: false, required: true
  private _resourceType?: string; 
  public get resourceType() {
    return this.getStringAttribute('resource_type');
  }
  public set resourceType(value: string) {
    this._resourceType = value;
  }
  // Temporarily expose input value. Use with caution.
  public get resourceTypeInput() {
    return this._resourceType;
  }

  // resource_id - computed: false, optional: false, required: true
  private _resourceId?: number; 
  public get resourceId() {
    return this.getNumberAttribute('resource_id');
  }
  public set resourceId(value: number) {
    this._resourceId = value;
  }
  // Temporarily expose input value. Use with caution.
  public get resourceIdInput() {
    return this._resourceId;
  }

  // process_type - computed: false, optional: true, required: false
  private _processType?: string; 
  public get processType() {
    return this.getStringAttribute('process_type');
  }
  public set processType(value: string) {
    this._processType = value;
  }
  public resetProcessType() {
    this._processType = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get processTypeInput() {
    return this._processType;
  }

  // endpoint_type - computed: true, optional: true, required: false
  private _endpointType?: string; 
  public get endpointType() {
    return this.getStringAttribute('endpoint_type');
  }
  public set endpointType(value: string) {
    this._endpointType = value;
  }
  public resetEndpointType() {
    this._endpointType = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get endpointTypeInput() {
    return this._endpointType;
  }

  // default_domain - computed: true, optional: true, required: false
  private _defaultDomain?: boolean | cdktf.IResolvable; 
  public get defaultDomain() {
    return this.getBooleanAttribute('default_domain');
  }
  public set defaultDomain(value: boolean | cdktf.IResolvable) {
    this._defaultDomain = value;
  }
  public resetDefaultDomain() {
    this._defaultDomain = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get defaultDomainInput() {
    return this._defaultDomain;
  }

  // managed - computed: true, optional: true, required: false
  private _managed?: boolean | cdktf.IResolvable; 
  public get managed() {
    return this.getBooleanAttribute('managed');
  }
  public set managed(value: boolean | cdktf.IResolvable) {
    this._managed = value;
  }
  public resetManaged() {
    this._managed = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get managedInput() {
    return this._managed;
  }

  // domain - computed: true, optional: true, required: false
  private _domain?: string; 
  public get domain() {
    return this.getStringAttribute('domain');
  }
  public set domain(value: string) {
    this._domain = value;
  }
  public resetDomain() {
    this._domain = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get domainInput() {
    return this._domain;
  }

  // certificate_id - computed: false, optional: true, required: false
  private _certificateId?: number; 
  public get certificateId() {
    return this.getNumberAttribute('certificate_id');
  }
  public set certificateId(value: number) {
    this._certificateId = value;
  }
  public resetCertificateId() {
    this._certificateId = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get certificateIdInput() {
    return this._certificateId;
  }

  // internal - computed: true, optional: true, required: false
  private _internal?: boolean | cdktf.IResolvable; 
  public get internal() {
    return this.getBooleanAttribute('internal');
  }
  public set internal(value: boolean | cdktf.IResolvable) {
    this._internal = value;
  }
  public resetInternal() {
    this._internal = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get internalInput() {
    return this._internal;
  }

  // container_port - computed: false, optional: true, required: false
  private _containerPort?: number; 
  public get containerPort() {
    return this.getNumberAttribute('container_port');
  }
  public set containerPort(value: number) {
    this._containerPort = value;
  }
  public resetContainerPort() {
    this._containerPort = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get containerPortInput() {
    return this._containerPort;
  }

  // container_ports - computed: true, optional: true, required: false
  private _containerPorts?: number[]; 
  public get containerPorts() {
    return this.getNumberListAttribute('container_ports');
  }
  public set containerPorts(value: number[]) {
    this._containerPorts = value;
  }
  public resetContainerPorts() {
    this._containerPorts = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get containerPortsInput() {
    return this._containerPorts;
  }

  // ip_filtering - computed: true, optional: true, required: false
  private _ipFiltering?: string[]; 
  public get ipFiltering() {
    return this.getListAttribute('ip_filtering');
  }
  public set ipFiltering(value: string[]) {
    this._ipFiltering = value;
  }
  public resetIpFiltering() {
    this._ipFiltering = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get ipFilteringInput() {
    return this._ipFiltering;
  }

  // platform - computed: true, optional: true, required: false
  private _platform?: string; 
  public get platform() {
    return this.getStringAttribute('platform');
  }
  public set platform(value: string) {
    this._platform = value;
  }
  public resetPlatform() {
    this._platform = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get platformInput() {
    return this._platform;
  }

  // shared - computed: true, optional: true, required: false
  private _shared?: boolean | cdktf.IResolvable; 
  public get shared() {
    return this.getBooleanAttribute('shared');
  }
  public set shared(value: boolean | cdktf.IResolvable) {
    this._shared = value;
  }
  public resetShared() {
    this._shared = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get sharedInput() {
    return this._shared;
  }

  // load_balancing_algorithm_type - computed: false, optional: true, required: false
  private _loadBalancingAlgorithmType?: string; 
  public get loadBalancingAlgorithmType() {
    return this.getStringAttribute('load_balancing_algorithm_type');
  }
  public set loadBalancingAlgorithmType(value: string) {
    this._loadBalancingAlgorithmType = value;
  }
  public resetLoadBalancingAlgorithmType() {
    this._loadBalancingAlgorithmType = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get loadBalancingAlgorithmTypeInput() {
    return this._loadBalancingAlgorithmType;
  }

  // force_ssl - computed: true, optional: true, required: false
  private _forceSsl?: boolean | cdktf.IResolvable; 
  public get forceSsl() {
    return this.getBooleanAttribute('force_ssl');
  }
  public set forceSsl(value: boolean | cdktf.IResolvable) {
    this._forceSsl = value;
  }
  public resetForceSsl() {
    this._forceSsl = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get forceSslInput() {
    return this._forceSsl;
  }

  // maintenance_page_url - computed: false, optional: true, required: false
  private _maintenancePageUrl?: string; 
  public get maintenancePageUrl() {
    return this.getStringAttribute('maintenance_page_url');
  }
  public set maintenancePageUrl(value: string) {
    this._maintenancePageUrl = value;
  }
  public resetMaintenancePageUrl() {
    this._maintenancePageUrl = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get maintenancePageUrlInput() {
    return this._maintenancePageUrl;
  }

  // idle_timeout - computed: false, optional: true, required: false
  private _idleTimeout?: number; 
  public get idleTimeout() {
    return this.getNumberAttribute('idle_timeout');
  }
  public set idleTimeout(value: number) {
    this._idleTimeout = value;
  }
  public resetIdleTimeout() {
    this._idleTimeout = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get idleTimeoutInput() {
    return this._idleTimeout;
  }

  // release_healthcheck_timeout - computed: false, optional: true, required: false
  private _releaseHealthcheckTimeout?: number; 
  public get releaseHealthcheckTimeout() {
    return this.getNumberAttribute('release_healthcheck_timeout');
  }
  public set releaseHealthcheckTimeout(value: number) {
    this._releaseHealthcheckTimeout = value;
  }
  public resetReleaseHealthcheckTimeout() {
    this._releaseHealthcheckTimeout = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get releaseHealthcheckTimeoutInput() {
    return this._releaseHealthcheckTimeout;
  }

  // strict_health_checks - computed: true, optional: true, required: false
  private _strictHealthChecks?: boolean | cdktf.IResolvable; 
  public get strictHealthChecks() {
    return this.getBooleanAttribute('strict_health_checks');
  }
  public set strictHealthChecks(value: boolean | cdktf.IResolvable) {
    this._strictHealthChecks = value;
  }
  public resetStrictHealthChecks() {
    this._strictHealthChecks = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get strictHealthChecksInput() {
    return this._strictHealthChecks;
  }

  // show_elb_healthchecks - computed: true, optional: true, required: false
  private _showElbHealthchecks?: boolean | cdktf.IResolvable; 
  public get showElbHealthchecks() {
    return this.getBooleanAttribute('show_elb_healthchecks');
  }
  public set showElbHealthchecks(value: boolean | cdktf.IResolvable) {
    this._showElbHealthchecks = value;
  }
  public resetShowElbHealthchecks() {
    this._showElbHealthchecks = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get showElbHealthchecksInput() {
    return this._showElbHealthchecks;
  }

  // ssl_protocols_override - computed: false, optional: true, required: false
  private _sslProtocolsOverride?: string; 
  public get sslProtocolsOverride() {
    return this.getStringAttribute('ssl_protocols_override');
  }
  public set sslProtocolsOverride(value: string) {
    this._sslProtocolsOverride = value;
  }
  public resetSslProtocolsOverride() {
    this._sslProtocolsOverride = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get sslProtocolsOverrideInput() {
    return this._sslProtocolsOverride;
  }

  // ssl_ciphers_override - computed: false, optional: true, required: false
  private _sslCiphersOverride?: string; 
  public get sslCiphersOverride() {
    return this.getStringAttribute('ssl_ciphers_override');
  }
  public set sslCiphersOverride(value: string) {
    this._sslCiphersOverride = value;
  }
  public resetSslCiphersOverride() {
    this._sslCiphersOverride = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get sslCiphersOverrideInput() {
    return this._sslCiphersOverride;
  }

  // disable_weak_cipher_suites - computed: true, optional: true, required: false
  private _disableWeakCipherSuites?: boolean | cdktf.IResolvable; 
  public get disableWeakCipherSuites() {
    return this.getBooleanAttribute('disable_weak_cipher_suites');
  }
  public set disableWeakCipherSuites(value: boolean | cdktf.IResolvable) {
    this._disableWeakCipherSuites = value;
  }
  public resetDisableWeakCipherSuites() {
    this._disableWeakCipherSuites = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get disableWeakCipherSuitesInput() {
    return this._disableWeakCipherSuites;
  }

  // endpoint_id - computed: true, optional: false, required: false
  public get endpointId() {
    return this.getNumberAttribute('endpoint_id');
  }

  // status - computed: true, optional: false, required: false
  public get status() {
    return this.getStringAttribute('status');
  }

  // virtual_domain - computed: true, optional: false, required: false
  public get virtualDomain() {
    return this.getStringAttribute('virtual_domain');
  }

  // external_hostname - computed: true, optional: false, required: false
  public get externalHostname() {
    return this.getStringAttribute('external_hostname');
  }

  // dns_validation_record - computed: true, optional: false, required: false
  public get dnsValidationRecord() {
    return this.getStringAttribute('dns_validation_record');
  }

  // dns_validation_value - computed: true, optional: false, required: false
  public get dnsValidationValue() {
    return this.getStringAttribute('dns_validation_value');
  }

  // acme_status - computed: true, optional: false, required: false
  public get acmeStatus() {
    return this.getStringAttribute('acme_status');
  }

  // timeouts - computed: false, optional: true, required: false
  private _timeouts = new EndpointTimeoutsOutputReference(this, "timeouts");
  public get timeouts() {
    return this._timeouts;
  }
  public putTimeouts(value: EndpointTimeouts) {
    this._timeouts.internalValue = value;
  }
  public resetTimeouts() {
    this._timeouts.internalValue = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get timeoutsInput() {
    return this._timeouts.internalValue;
  }

  // =========
  // SYNTHESIS
  // =========

  protected synthesizeAttributes(): { [name: string]: any } {
    return {
      env_id: cdktf.numberToTerraform(this._envId),
      resource_type: cdktf.stringToTerraform(this._resourceType),
      resource_id: cdktf.numberToTerraform(this._resourceId),
      process_type: cdktf.stringToTerraform(this._processType),
      endpoint_type: cdktf.stringToTerraform(this._endpointType),
      default_domain: cdktf.booleanToTerraform(this._defaultDomain),
      managed: cdktf.booleanToTerraform(this._managed),
      domain: cdktf.stringToTerraform(this._domain),
      certificate_id: cdktf.numberToTerraform(this._certificateId),
      internal: cdktf.booleanToTerraform(this._internal),
      container_port: cdktf.numberToTerraform(this._containerPort),
      container_ports: cdktf.listMapper(cdktf.numberToTerraform, false)(this._containerPorts),
      ip_filtering: cdktf.listMapper(cdktf.stringToTerraform, false)(this._ipFiltering),
      platform: cdktf.stringToTerraform(this._platform),
      shared: cdktf.booleanToTerraform(this._shared),
      load_balancing_algorithm_type: cdktf.stringToTerraform(this._loadBalancingAlgorithmType),
      force_ssl: cdktf.booleanToTerraform(this._forceSsl),
      maintenance_page_url: cdktf.stringToTerraform(this._maintenancePageUrl),
      idle_timeout: cdktf.numberToTerraform(this._idleTimeout),
      release_healthcheck_timeout: cdktf.numberToTerraform(this._releaseHealthcheckTimeout),
      strict_health_checks: cdktf.booleanToTerraform(this._strictHealthChecks),
      show_elb_healthchecks: cdktf.booleanToTerraform(this._showElbHealthchecks),
      ssl_protocols_override: cdktf.stringToTerraform(this._sslProtocolsOverride),
      ssl_ciphers_override: cdktf.stringToTerraform(this._sslCiphersOverride),
      disable_weak_cipher_suites: cdktf.booleanToTerraform(this._disableWeakCipherSuites),
      timeouts: endpointTimeoutsToTerraform(this._timeouts.internalValue),
    };
  }

  protected synthesizeHclAttributes(): { [name: string]: any } {
    const attrs = {
      env_id: {
        value: cdktf.numberToHclTerraform(this._envId),
        isBlock: false,
        type: "simple",
        storageClassType: "number",
      },
      resource_type: {
        value: cdktf.stringToHclTerraform(this._resourceType),
        isBlock: false,
        type: "simple",
        storageClassType: "string",
      },
      resource_id: {
        value: cdktf.numberToHclTerraform(this._resourceId),
        isBlock: false,
        type: "simple",
        storageClassType: "number",
      },
      process_type: {
        value: cdktf.stringToHclTerraform(this._processType),
        isBlock: false,
        type: "simple",
        storageClassType: "string",
      },
      endpoint_type: {
        value: cdktf.stringToHclTerraform(this._endpointType),
        isBlock: false,
        type: "simple",
        storageClassType: "string",
      },
      default_domain: {
        value: cdktf.booleanToHclTerraform(this._defaultDomain),
        isBlock: false,
        type: "simple",
        storageClassType: "boolean",
      },
      managed: {
        value: cdktf.booleanToHclTerraform(this._managed),
        isBlock: false,
        type: "simple",
        storageClassType: "boolean",
      },
      domain: {
        value: cdktf.stringToHclTerraform(this._domain),
        isBlock: false,
        type: "simple",
        storageClassType: "string",
      },
      certificate_id: {
        value: cdktf.numberToHclTerraform(this._certificateId),
        isBlock: false,
        type: "simple",
        storageClassType: "number",
      },
      internal: {
        value: cdktf.booleanToHclTerraform(this._internal),
        isBlock: false,
        type: "simple",
        storageClassType: "boolean",
      },
      container_port: {
        value: cdktf.numberToHclTerraform(this._containerPort),
        isBlock: false,
        type: "simple",
        storageClassType: "number",
      },
      container_ports: {
        value: cdktf.listMapperHcl(cdktf.numberToHclTerraform, false)(this._containerPorts),
        isBlock: false,
        type: "list",
        storageClassType: "numberList",
      },
      ip_filtering: {
        value: cdktf.listMapperHcl(cdktf.stringToHclTerraform, false)(this._ipFiltering),
        isBlock: false,
        type: "list",
        storageClassType: "stringList",
      },
      platform: {
        value: cdktf.stringToHclTerraform(this._platform),
        isBlock: false,
        type: "simple",
        storageClassType: "string",
      },
      shared: {
        value: cdktf.booleanToHclTerraform(this._shared),
        isBlock: false,
        type: "simple",
        storageClassType: "boolean",
      },
      load_balancing_algorithm_type: {
        value: cdktf.stringToHclTerraform(this._loadBalancingAlgorithmType),
        isBlock: false,
        type: "simple",
        storageClassType: "string",
      },
      force_ssl: {
        value: cdktf.booleanToHclTerraform(this._forceSsl),
        isBlock: false,
        type: "simple",
        storageClassType: "boolean",
      },
      maintenance_page_url: {
        value: cdktf.stringToHclTerraform(this._maintenancePageUrl),
        isBlock: false,
        type: "simple",
        storageClassType: "string",
      },
      idle_timeout: {
        value: cdktf.numberToHclTerraform(this._idleTimeout),
        isBlock: false,
        type: "simple",
        storageClassType: "number",
      },
      release_healthcheck_timeout: {
        value: cdktf.numberToHclTerraform(this._releaseHealthcheckTimeout),
        isBlock: false,
        type: "simple",
        storageClassType: "number",
      },
      strict_health_checks: {
        value: cdktf.booleanToHclTerraform(this._strictHealthChecks),
        isBlock: false,
        type: "simple",
        storageClassType: "boolean",
      },
      show_elb_healthchecks: {
        value: cdktf.booleanToHclTerraform(this._showElbHealthchecks),
        isBlock: false,
        type: "simple",
        storageClassType: "boolean",
      },
      ssl_protocols_override: {
        value: cdktf.stringToHclTerraform(this._sslProtocolsOverride),
        isBlock: false,
        type: "simple",
        storageClassType: "string",
      },
      ssl_ciphers_override: {
        value: cdktf.stringToHclTerraform(this._sslCiphersOverride),
        isBlock: false,
        type: "simple",
        storageClassType: "string",
      },
      disable_weak_cipher_suites: {
        value: cdktf.booleanToHclTerraform(this._disableWeakCipherSuites),
        isBlock: false,
        type: "simple",
        storageClassType: "boolean",
      },
      timeouts: {
        value: endpointTimeoutsToHclTerraform(this._timeouts.internalValue),
        isBlock: true,
        type: "struct",
        storageClassType: "EndpointTimeouts",
      },
    };

    // remove undefined attributes
    return Object.fromEntries(Object.entries(attrs).filter(([_, value]) => value !== undefined && value.value !== undefined ))
  }
}
