// https://registry.terraform.io/providers/cdktf-aptible/aptible/0.1.0/docs/data-sources/endpoint
// generated from terraform resource schema

import { Construct } from 'constructs';
import * as cdktf from 'cdktf';

// Configuration

export interface DataAptibleEndpointConfig extends cdktf.TerraformMetaArguments {
  /**
  * The id of the environment in which it is. Needed, unless it is looked up by its id; there it saves requests when there are several of them.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/cdktf-aptible/aptible/0.1.0/docs/data-sources/endpoint#env_id DataAptibleEndpoint#env_id}
  */
  readonly envId?: number;
  /**
  * One of its host names: its domain, the one that the platform gave it, or that of its load balancer.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/cdktf-aptible/aptible/0.1.0/docs/data-sources/endpoint#hostname DataAptibleEndpoint#hostname}
  */
  readonly hostname?: string;
  /**
  * Its id as a number.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/cdktf-aptible/aptible/0.1.0/docs/data-sources/endpoint#endpoint_id DataAptibleEndpoint#endpoint_id}
  */
  readonly endpointId?: number;
}
export interface DataAptibleEndpointCredentials {
}

export function dataAptibleEndpointCredentialsToTerraform(struct?: DataAptibleEndpointCredentials): any {
  if (!cdktf.canInspect(struct) || cdktf.Tokenization.isResolvable(struct)) { return struct; }
  if (cdktf.isComplexElement(struct)) {
    throw new Error("A complex element was used as configuration, this is not supported: https://cdk.tf/complex-object-as-configuration");
  }
  return {
  }
}


export function dataAptibleEndpointCredentialsToHclTerraform(struct?: DataAptibleEndpointCredentials): any {
  if (!cdktf.canInspect(struct) || cdktf.Tokenization.isResolvable(struct)) { return struct; }
  if (cdktf.isComplexElement(struct)) {
    throw new Error("A complex element was used as configuration, this is not supported: https://cdk.tf/complex-object-as-configuration");
  }
  const attrs = {
  };
  return attrs;
}

export class DataAptibleEndpointCredentialsOutputReference extends cdktf.ComplexObject {
  private isEmptyObject = false;

  /**
  * @param terraformResource The parent resource
  * @param terraformAttribute The attribute on the parent resource this class is referencing
  * @param complexObjectKey the key of this item in the map
  */
  public constructor(terraformResource: cdktf.IInterpolatingParent, terraformAttribute: string, complexObjectKey: string) {
    super(terraformResource, terraformAttribute, false, complexObjectKey);
  }

  public get internalValue(): DataAptibleEndpointCredentials | undefined {
    let hasAnyValues = this.isEmptyObject;
    const internalValueResult: any = {};
    return hasAnyValues ? internalValueResult : undefined;
  }

  public set internalValue(value: DataAptibleEndpointCredentials | undefined) {
    if (value === undefined) {
      this.isEmptyObject = false;
    }
    else {
      this.isEmptyObject = Object.keys(value).length === 0;
    }
  }

  // connection_url - computed: true, optional: false, required: false
  public get connectionUrl() {
    return this.getStringAttribute('connection_url');
  }

  // protocol - computed: true, optional: false, required: false
  public get protocol() {
    return this.getStringAttribute('protocol');
  }

  // username - computed: true, optional: false, required: false
  public get username() {
    return this.getStringAttribute('username');
  }

  // password - computed: true, optional: false, required: false
  public get password() {
    return this.getStringAttribute('password');
  }

  // host - computed: true, optional: false, required: false
  public get host() {
    return this.getStringAttribute('host');
  }

  // port - computed: true, optional: false, required: false
  public get port() {
    return this.getNumberAttribute('port');
  }

  // name - computed: true, optional: false, required: false
  public get name() {
    return this.getStringAttribute('name');
  }

  // query - computed: true, optional: false, required: false
  public get query() {
    return this.getStringAttribute('query');
  }

  // default - computed: true, optional: false, required: false
  public get default() {
    return this.getBooleanAttribute('default');
  }
}

export class DataAptibleEndpointCredentialsMap extends cdktf.ComplexMap {

  /**
  * @param terraformResource The parent resource
  * @param terraformAttribute The attribute on the parent resource this class is referencing
  */
  constructor(protected terraformResource: cdktf.IInterpolatingParent, protected terraformAttribute: string) {
    super(terraformResource, terraformAttribute)
  }

  /**
  * @param key the key of the item to return
  */
  public get(key: string): DataAptibleEndpointCredentialsOutputReference {
    return new DataAptibleEndpointCredentialsOutputReference(this.terraformResource, this.terraformAttribute, key);
  }
}

/**
* Represents a {@link https://registry.terraform.io/providers/cdktf-aptible/aptible/0.1.0/docs/data-sources/endpoint aptible_endpoint}
*/
export class DataAptibleEndpoint extends cdktf.TerraformDataSource {

  // =================
  // STATIC PROPERTIES
  // =================
  public static readonly tfResourceType = "aptible_endpoint";

  // ==============
  // STATIC Methods
  // ==============
  /**
  * Generates CDKTF code for importing a DataAptibleEndpoint resource upon running "cdktf plan <stack-name>"
  * @param scope The scope in which to define this construct
  * @param importToId The construct id used in the generated config for the DataAptibleEndpoint to import
  * @param importFromId The id of the existing DataAptibleEndpoint that should be imported. Refer to the {@link https://registry.terraform.io/providers/cdktf-aptible/aptible/0.1.0/docs/data-sources/endpoint#import import section} in the documentation of this resource for the id to use
  * @param provider? Optional instance of the provider where the DataAptibleEndpoint to import is found
  */
  public static generateConfigForImport(scope: Construct, importToId: string, importFromId: string, provider?: cdktf.TerraformProvider) {
        return new cdktf.ImportableResource(scope, importToId, { terraformResourceType: "aptible_endpoint", importId: importFromId, provider });
      }

  // ===========
  // INITIALIZER
  // ===========

  /**
  * Create a new {@link https://registry.terraform.io/providers/cdktf-aptible/aptible/0.1.0/docs/data-sources/endpoint aptible_endpoint} Data Source
  *
  * @param scope The scope in which to define this construct
  * @param id The scoped construct ID. Must be unique amongst siblings in the same scope
  * @param options DataAptibleEndpointConfig = {}
  */
  public constructor(scope: Construct, id: string, config: DataAptibleEndpointConfig = {}) {
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
    this._hostname = config.hostname;
    this._endpointId = config.endpointId;
  }

  // ==========
  // ATTRIBUTES
  // ==========

  // id - computed: true, optional: false, required: false
  public get id() {
    return this.getStringAttribute('id');
  }

  // env_id - computed: true, optional: true, required: false
  private _envId?: number; 
  public get envId() {
    return this.getNumberAttribute('env_id');
  }
  public set envId(value: number) {
    this._envId = value;
  }
  public resetEnvId() {
    this._envId = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get envIdInput() {
    return this._envId;
  }

  // hostname - computed: false, optional: true, required: false
  private _hostname?: string; 
  public get hostname() {
    return this.getStringAttribute('hostname');
  }
  public set hostname(value: string) {
    this._hostname = value;
  }
  public resetHostname() {
    this._hostname = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get hostnameInput() {
    return this._hostname;
  }

  // endpoint_id - computed: true, optional: true, required: false
  private _endpointId?: number; 
  public get endpointId() {
    return this.getNumberAttribute('endpoint_id');
  }
  public set endpointId(value: number) {
    this._endpointId = value;
  }
  public resetEndpointId() {
    this._endpointId = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get endpointIdInput() {
    return this._endpointId;
  }

  // resource_type - computed: true, optional: false, required: false
  public get resourceType() {
    return this.getStringAttribute('resource_type');
  }

  // resource_id - computed: true, optional: false, required: false
  public get resourceId() {
    return this.getNumberAttribute('resource_id');
  }

  // process_type - computed: true, optional: false, required: false
  public get processType() {
    return this.getStringAttribute('process_type');
  }

  // endpoint_type - computed: true, optional: false, required: false
  public get endpointType() {
    return this.getStringAttribute('endpoint_type');
  }

  // default_domain - computed: true, optional: false, required: false
  public get defaultDomain() {
    return this.getBooleanAttribute('default_domain');
  }

  // managed - computed: true, optional: false, required: false
  public get managed() {
    return this.getBooleanAttribute('managed');
  }

  // domain - computed: true, optional: false, required: false
  public get domain() {
    return this.getStringAttribute('domain');
  }

  // certificate_id - computed: true, optional: false, required: false
  public get certificateId() {
    return this.getNumberAttribute('certificate_id');
  }

  // internal - computed: true, optional: false, required: false
  public get internal() {
    return this.getBooleanAttribute('internal');
  }

  // container_port - computed: true, optional: false, required: false
  public get containerPort() {
    return this.getNumberAttribute('container_port');
  }

  // container_ports - computed: true, optional: false, required: false
  public get containerPorts() {
    return this.getNumberListAttribute('container_ports');
  }

  // ip_filtering - computed: true, optional: false, required: false
  public get ipFiltering() {
    return this.getListAttribute('ip_filtering');
  }

  // platform - computed: true, optional: false, required: false
  public get platform() {
    return this.getStringAttribute('platform');
  }

  // shared - computed: true, optional: false, required: false
  public get shared() {
    return this.getBooleanAttribute('shared');
  }

  // load_balancing_algorithm_type - computed: true, optional: false, required: false
  public get loadBalancingAlgorithmType() {
    return this.getStringAttribute('load_balancing_algorithm_type');
  }

  // force_ssl - computed: true, optional: false, required: false
  public get forceSsl() {
    return this.getBooleanAttribute('force_ssl');
  }

  // maintenance_page_url - computed: true, optional: false, required: false
  public get maintenancePageUrl() {
    return this.getStringAttribute('maintenance_page_url');
  }

  // idle_timeout - computed: true, optional: false, required: false
  public get idleTimeout() {
    return this.getNumberAttribute('idle_timeout');
  }

  // release_healthcheck_timeout - computed: true, optional: false, required: false
  public get releaseHealthcheckTimeout() {
    return this.getNumberAttribute('release_healthcheck_timeout');
  }

  // strict_health_checks - computed: true, optional: false, required: false
  public get strictHealthChecks() {
    return this.getBooleanAttribute('strict_health_checks');
  }

  // show_elb_healthchecks - computed: true, optional: false, required: false
  public get showElbHealthchecks() {
    return this.getBooleanAttribute('show_elb_healthchecks');
  }

  // ssl_protocols_override - computed: true, optional: false, required: false
  public get sslProtocolsOverride() {
    return this.getStringAttribute('ssl_protocols_override');
  }

  // ssl_ciphers_override - computed: true, optional: false, required: false
  public get sslCiphersOverride() {
    return this.getStringAttribute('ssl_ciphers_override');
  }

  // disable_weak_cipher_suites - computed: true, optional: false, required: false
  public get disableWeakCipherSuites() {
    return this.getBooleanAttribute('disable_weak_cipher_suites');
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

  // default_connection_url - computed: true, optional: false, required: false
  public get defaultConnectionUrl() {
    return this.getStringAttribute('default_connection_url');
  }

  // connection_urls - computed: true, optional: false, required: false
  public get connectionUrls() {
    return this.getListAttribute('connection_urls');
  }

  // credentials - computed: true, optional: false, required: false
  private _credentials = new DataAptibleEndpointCredentialsMap(this, "credentials");
  public get credentials() {
    return this._credentials;
  }

  // =========
  // SYNTHESIS
  // =========

  protected synthesizeAttributes(): { [name: string]: any } {
    return {
      env_id: cdktf.numberToTerraform(this._envId),
      hostname: cdktf.stringToTerraform(this._hostname),
      endpoint_id: cdktf.numberToTerraform(this._endpointId),
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
      hostname: {
        value: cdktf.stringToHclTerraform(this._hostname),
        isBlock: false,
        type: "simple",
        storageClassType: "string",
      },
      endpoint_id: {
        value: cdktf.numberToHclTerraform(this._endpointId),
        isBlock: false,
        type: "simple",
        storageClassType: "number",
      },
    };

    // remove undefined attributes
    return Object.fromEntries(Object.entries(attrs).filter(([_, value]) => value !== undefined && value.value !== undefined ))
  }
}
