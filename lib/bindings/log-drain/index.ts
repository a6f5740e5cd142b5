// https://registry.terraform.io/providers/cdktf-aptible/aptible/0.1.0/docs/resources/log_drain
// generated from terraform resource schema

import { Construct } from 'constructs';
import * as cdktf from 'cdktf';

// Configuration

export interface LogDrainConfig extends cdktf.TerraformMetaArguments {
  /**
  * The id of the environment that it lives in.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/cdktf-aptible/aptible/0.1.0/docs/resources/log_drain#env_id LogDrain#env_id}
  */
  readonly envId: number;
  /**
  * Its name, unique on the platform.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/cdktf-aptible/aptible/0.1.0/docs/resources/log_drain#handle LogDrain#handle}
  */
  readonly handle: string;
  /**
  * The destination.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/cdktf-aptible/aptible/0.1.0/docs/resources/log_drain#drain_type LogDrain#drain_type}
  */
  readonly drainType: string;
  /**
  * The id of the Elasticsearch database that takes the logs, for `elasticsearch_database`.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/cdktf-aptible/aptible/0.1.0/docs/resources/log_drain#database_id LogDrain#database_id}
  */
  readonly databaseId?: number;
  /**
  * The host that takes the logs, for `syslog_tls_tcp`, `papertrail` and `solarwinds`.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/cdktf-aptible/aptible/0.1.0/docs/resources/log_drain#drain_host LogDrain#drain_host}
  */
  readonly drainHost?: string;
  /**
  * The port that takes the logs, for `syslog_tls_tcp` and `papertrail`.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/cdktf-aptible/aptible/0.1.0/docs/resources/log_drain#drain_port LogDrain#drain_port}
  */
  readonly drainPort?: number;
  /**
  * Where logs are posted, for `https_post` and `sumologic`. Sensitive, since it often holds a key.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/cdktf-aptible/aptible/0.1.0/docs/resources/log_drain#url LogDrain#url}
  */
  readonly url?: string;
  /**
  * The user name, or for `datadog` and `logdna` the API key (see `token`).
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/cdktf-aptible/aptible/0.1.0/docs/resources/log_drain#drain_username LogDrain#drain_username}
  */
  readonly drainUsername?: string;
  /**
  * The password. The platform makes one when it is left out.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/cdktf-aptible/aptible/0.1.0/docs/resources/log_drain#drain_password LogDrain#drain_password}
  */
  readonly drainPassword?: string;
  /**
  * The token of the destination; for `elasticsearch_database` the ingest pipeline (see `pipeline`), for `datadog` and `logdna` the tags (see `tags`).
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/cdktf-aptible/aptible/0.1.0/docs/resources/log_drain#logging_token LogDrain#logging_token}
  */
  readonly loggingToken?: string;
  /**
  * The API key, for `datadog` and `logdna`: another name of `drain_username`.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/cdktf-aptible/aptible/0.1.0/docs/resources/log_drain#token LogDrain#token}
  */
  readonly token?: string;
  /**
  * Tags, separated by commas, for `datadog` and `logdna`: another name of `logging_token`.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/cdktf-aptible/aptible/0.1.0/docs/resources/log_drain#tags LogDrain#tags}
  */
  readonly tags?: string;
  /**
  * The ingest pipeline, for `elasticsearch_database`: another name of `logging_token`.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/cdktf-aptible/aptible/0.1.0/docs/resources/log_drain#pipeline LogDrain#pipeline}
  */
  readonly pipeline?: string;
  /**
  * Whether the logs of apps are sent. Changes in place.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/cdktf-aptible/aptible/0.1.0/docs/resources/log_drain#drain_apps LogDrain#drain_apps}
  */
  readonly drainApps?: boolean | cdktf.IResolvable;
  /**
  * Whether the logs of databases are sent. Changes in place.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/cdktf-aptible/aptible/0.1.0/docs/resources/log_drain#drain_databases LogDrain#drain_databases}
  */
  readonly drainDatabases?: boolean | cdktf.IResolvable;
  /**
  * Whether the logs of ephemeral SSH sessions are sent. Changes in place.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/cdktf-aptible/aptible/0.1.0/docs/resources/log_drain#drain_ephemeral_sessions LogDrain#drain_ephemeral_sessions}
  */
  readonly drainEphemeralSessions?: boolean | cdktf.IResolvable;
  /**
  * Whether the logs of endpoints (access logs) are sent. Changes in place.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/cdktf-aptible/aptible/0.1.0/docs/resources/log_drain#drain_proxies LogDrain#drain_proxies}
  */
  readonly drainProxies?: boolean | cdktf.IResolvable;
  /**
  * timeouts block
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/cdktf-aptible/aptible/0.1.0/docs/resources/log_drain#timeouts LogDrain#timeouts}
  */
  readonly timeouts?: LogDrainTimeouts;
}
export interface LogDrainTimeouts {
  /**
  * How long creating it may take, operations on the platform included: `30m`, `1h30m`, `90s`.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/cdktf-aptible/aptible/0.1.0/docs/resources/log_drain#create LogDrain#create}
  */
  readonly create?: string;
  /**
  * How long reading it may take, operations on the platform included: `30m`, `1h30m`, `90s`.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/cdktf-aptible/aptible/0.1.0/docs/resources/log_drain#read LogDrain#read}
  */
  readonly read?: string;
  /**
  * How long changing it may take, operations on the platform included: `30m`, `1h30m`, `90s`.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/cdktf-aptible/aptible/0.1.0/docs/resources/log_drain#update LogDrain#update}
  */
  readonly update?: string;
  /**
  * How long deleting it may take, operations on the platform included: `30m`, `1h30m`, `90s`.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/cdktf-aptible/aptible/0.1.0/docs/resources/log_drain#delete LogDrain#delete}
  */
  readonly delete?: string;
}

export function logDrainTimeoutsToTerraform(struct?: LogDrainTimeouts | cdktf.IResolvable): any {
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


export function logDrainTimeoutsToHclTerraform(struct?: LogDrainTimeouts | cdktf.IResolvable): any {
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

export class LogDrainTimeoutsOutputReference extends cdktf.ComplexObject {
  private isEmptyObject = false;
  private resolvableValue?: cdktf.IResolvable;

  /**
  * @param terraformResource The parent resource
  * @param terraformAttribute The attribute on the parent resource this class is referencing
  */
  public constructor(terraformResource: cdktf.IInterpolatingParent, terraformAttribute: string) {
    super(terraformResource, terraformAttribute, false);
  }

  public get internalValue(): LogDrainTimeouts | cdktf.IResolvable | undefined {
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

  public set internalValue(value: LogDrainTimeouts | cdktf.IResolvable | undefined) {
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
* Represents a {@link https://registry.terraform.io/providers/cdktf-aptible/aptible/0.1.0/docs/resources/log_drain aptible_log_drain}
*/
export class LogDrain extends cdktf.TerraformResource {

  // =================
  // STATIC PROPERTIES
  // =================
  public static readonly tfResourceType = "aptible_log_drain";

  // ==============
  // STATIC Methods
  // ==============
  /**
  * Generates CDKTF code for importing a LogDrain resource upon running "cdktf plan <stack-name>"
  * @param scope The scope in which to define this construct
  * @param importToId The construct id used in the generated config for the LogDrain to import
  * @param importFromId The id of the existing LogDrain that should be imported. Refer to the {@link https://registry.terraform.io/providers/cdktf-aptible/aptible/0.1.0/docs/resources/log_drain#import import section} in the documentation of this resource for the id to use
  * @param provider? Optional instance of the provider where the LogDrain to import is found
  */
  public static generateConfigForImport(scope: Construct, importToId: string, importFromId: string, provider?: cdktf.TerraformProvider) {
        return new cdktf.ImportableResource(scope, importToId, { terraformResourceType: "aptible_log_drain", importId: importFromId, provider });
      }

  // ===========
  // INITIALIZER
  // ===========

  /**
  * Create a new {@link https://registry.terraform.io/providers/cdktf-aptible/aptible/0.1.0/docs/resources/log_drain aptible_log_drain} Resource
  *
  * @param scope The scope in which to define this construct
  * @param id The scoped construct ID. Must be unique amongst siblings in the same scope
  * @param options LogDrainConfig
  */
  public constructor(scope: Construct, id: string, config: LogDrainConfig) {
    super(scope, id, {
      terraformResourceType: 'aptible_log_drain',
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
    this._handle = config.handle;
    this._drainType = config.drainType;
    this._databaseId = config.databaseId;
    this._drainHost = config.drainHost;
    this._drainPort = config.drainPort;
    this._url = config.url;
    this._drainUsername = config.drainUsername;
    this._drainPassword = config.drainPassword;
    this._loggingToken = config.loggingToken;
    this._token = config.token;
    this._tags = config.tags;
    this._pipeline = config.pipeline;
    this._drainApps = config.drainApps;
    this._drainDatabases = config.drainDatabases;
    this._drainEphemeralSessions = config.drainEphemeralSessions;
    this._drainProxies = config.drainProxies;
    this._timeouts.internalValue = config.timeouts;
  }

  // ==========
  // ATTRIBUTES
  // ==========

  // id - computed: true, optional: false, required: false
  public get id() {
    return this.getStringAttribute('id');
  }

  // log_drain_id - computed: true, optional: false, required: false
  public get logDrainId() {
    return this.getNumberAttribute('log_drain_id');
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

  // handle - computed: false, optional: false, required: true
  private _handle?: string; 
  public get handle() {
    return this.getStringAttribute('handle');
  }
  public set handle(value: string) {
    this._handle = value;
  }
  // Temporarily expose input value. Use with caution.
  public get handleInput() {
    return this._handle;
  }

  // drain_type - computed: false, optional: false, required: true
  private _drainType?: string; 
  public get drainType() {
    return this.getStringAttribute('drain_type');
  }
  public set drainType(value: string) {
    this._drainType = value;
  }
  // Temporarily expose input value. Use with caution.
  public get drainTypeInput() {
    return this._drainType;
  }

  // database_id - computed: false, optional: true, required: false
  private _databaseId?: number; 
  public get databaseId() {
    return this.getNumberAttribute('database_id');
  }
  public set databaseId(value: number) {
    this._databaseId = value;
  }
  public resetDatabaseId() {
    this._databaseId = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get databaseIdInput() {
    return this._databaseId;
  }

  // drain_host - computed: false, optional: true, required: false
  private _drainHost?: string; 
  public get drainHost() {
    return this.getStringAttribute('drain_host');
  }
  public set drainHost(value: string) {
    this._drainHost = value;
  }
  public resetDrainHost() {
    this._drainHost = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get drainHostInput() {
    return this._drainHost;
  }

  // drain_port - computed: false, optional: true, required: false
  private _drainPort?: number; 
  public get drainPort() {
    return this.getNumberAttribute('drain_port');
  }
  public set drainPort(value: number) {
    this._drainPort = value;
  }
  public resetDrainPort() {
    this._drainPort = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get drainPortInput() {
    return this._drainPort;
  }

  // url - computed: false, optional: true, required: false
  private _url?: string; 
  public get url() {
    return this.getStringAttribute('url');
  }
  public set url(value: string) {
    this._url = value;
  }
  public resetUrl() {
    this._url = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get urlInput() {
    return this._url;
  }

  // drain_username - computed: true, optional: true, required: false
  private _drainUsername?: string; 
  public get drainUsername() {
    return this.getStringAttribute('drain_username');
  }
  public set drainUsername(value: string) {
    this._drainUsername = value;
  }
  public resetDrainUsername() {
    this._drainUsername = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get drainUsernameInput() {
    return this._drainUsername;
  }

  // drain_password - computed: true, optional: true, required: false
  private _drainPassword?: string; 
  public get drainPassword() {
    return this.getStringAttribute('drain_password');
  }
  public set drainPassword(value: string) {
    this._drainPassword = value;
  }
  public resetDrainPassword() {
    this._drainPassword = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get drainPasswordInput() {
    return this._drainPassword;
  }

  // logging_token - computed: true, optional: true, required: false
  private _loggingToken?: string; 
  public get loggingToken() {
    return this.getStringAttribute('logging_token');
  }
  public set loggingToken(value: string) {
    this._loggingToken = value;
  }
  public resetLoggingToken() {
    this._loggingToken = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get loggingTokenInput() {
    return this._loggingToken;
  }

  // token - computed: true, optional: true, required: false
  private _token?: string; 
  public get token() {
    return this.getStringAttribute('token');
  }
  public set token(value: string) {
    this._token = value;
  }
  public resetToken() {
    this._token = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get tokenInput() {
    return this._token;
  }

  // tags - computed: true, optional: true, required: false
  private _tags?: string; 
  public get tags() {
    return this.getStringAttribute('tags');
  }
  public set tags(value: string) {
    this._tags = value;
  }
  public resetTags() {
    this._tags = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get tagsInput() {
    return this._tags;
  }

  // pipeline - computed: true, optional: true, required: false
  private _pipeline?: string; 
  public get pipeline() {
    return this.getStringAttribute('pipeline');
  }
  public set pipeline(value: string) {
    this._pipeline = value;
  }
  public resetPipeline() {
    this._pipeline = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get pipelineInput() {
    return this._pipeline;
  }

  // drain_apps - computed: true, optional: true, required: false
  private _drainApps?: boolean | cdktf.IResolvable; 
  public get drainApps() {
    return this.getBooleanAttribute('drain_apps');
  }
  public set drainApps(value: boolean | cdktf.IResolvable) {
    this._drainApps = value;
  }
  public resetDrainApps() {
    this._drainApps = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get drainAppsInput() {
    return this._drainApps;
  }

  // drain_databases - computed: true, optional: true, required: false
  private _drainDatabases?: boolean | cdktf.IResolvable; 
  public get drainDatabases() {
    return this.getBooleanAttribute('drain_databases');
  }
  public set drainDatabases(value: boolean | cdktf.IResolvable) {
    this._drainDatabases = value;
  }
  public resetDrainDatabases() {
    this._drainDatabases = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get drainDatabasesInput() {
    return this._drainDatabases;
  }

  // drain_ephemeral_sessions - computed: true, optional: true, required: false
  private _drainEphemeralSessions?: boolean | cdktf.IResolvable; 
  public get drainEphemeralSessions() {
    return this.getBooleanAttribute('drain_ephemeral_sessions');
  }
  public set drainEphemeralSessions(value: boolean | cdktf.IResolvable) {
    this._drainEphemeralSessions = value;
  }
  public resetDrainEphemeralSessions() {
    this._drainEphemeralSessions = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get drainEphemeralSessionsInput() {
    return this._drainEphemeralSessions;
  }

  // drain_proxies - computed: true, optional: true, required: false
  private _drainProxies?: boolean | cdktf.IResolvable; 
  public get drainProxies() {
    return this.getBooleanAttribute('drain_proxies');
  }
  public set drainProxies(value: boolean | cdktf.IResolvable) {
    this._drainProxies = value;
  }
  public resetDrainProxies() {
    this._drainProxies = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get drainProxiesInput() {
    return this._drainProxies;
  }

  // timeouts - computed: false, optional: true, required: false
  private _timeouts = new LogDrainTimeoutsOutputReference(this, "timeouts");
  public get timeouts() {
    return this._timeouts;
  }
  public putTimeouts(value: LogDrainTimeouts) {
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
      handle: cdktf.stringToTerraform(this._handle),
      drain_type: cdktf.stringToTerraform(this._drainType),
      database_id: cdktf.numberToTerraform(this._databaseId),
      drain_host: cdktf.stringToTerraform(this._drainHost),
      drain_port: cdktf.numberToTerraform(this._drainPort),
      url: cdktf.stringToTerraform(this._url),
      drain_username: cdktf.stringToTerraform(this._drainUsername),
      drain_password: cdktf.stringToTerraform(this._drainPassword),
      logging_token: cdktf.stringToTerraform(this._loggingToken),
      token: cdktf.stringToTerraform(this._token),
      tags: cdktf.stringToTerraform(this._tags),
      pipeline: cdktf.stringToTerraform(this._pipeline),
      drain_apps: cdktf.booleanToTerraform(this._drainApps),
      drain_databases: cdktf.booleanToTerraform(this._drainDatabases),
      drain_ephemeral_sessions: cdktf.booleanToTerraform(this._drainEphemeralSessions),
      drain_proxies: cdktf.booleanToTerraform(this._drainProxies),
      timeouts: logDrainTimeoutsToTerraform(this._timeouts.internalValue),
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
      handle: {
        value: cdktf.stringToHclTerraform(this._handle),
        isBlock: false,
        type: "simple",
        storageClassType: "string",
      },
      drain_type: {
        value: cdktf.stringToHclTerraform(this._drainType),
        isBlock: false,
        type: "simple",
        storageClassType: "string",
      },
      database_id: {
        value: cdktf.numberToHclTerraform(this._databaseId),
        isBlock: false,
        type: "simple",
        storageClassType: "number",
      },
      drain_host: {
        value: cdktf.stringToHclTerraform(this._drainHost),
        isBlock: false,
        type: "simple",
        storageClassType: "string",
      },
      drain_port: {
        value: cdktf.numberToHclTerraform(this._drainPort),
        isBlock: false,
        type: "simple",
        storageClassType: "number",
      },
      url: {
        value: cdktf.stringToHclTerraform(this._url),
        isBlock: false,
        type: "simple",
        storageClassType: "string",
      },
      drain_username: {
        value: cdktf.stringToHclTerraform(this._drainUsername),
        isBlock: false,
        type: "simple",
        storageClassType: "string",
      },
      drain_password: {
        value: cdktf.stringToHclTerraform(this._drainPassword),
        isBlock: false,
        type: "simple",
        storageClassType: "string",
      },
      logging_token: {
        value: cdktf.stringToHclTerraform(this._loggingToken),
        isBlock: false,
        type: "simple",
        storageClassType: "string",
      },
      token: {
        value: cdktf.stringToHclTerraform(this._token),
        isBlock: false,
        type: "simple",
        storageClassType: "string",
      },
      tags: {
        value: cdktf.stringToHclTerraform(this._tags),
        isBlock: false,
        type: "simple",
        storageClassType: "string",
      },
      pipeline: {
        value: cdktf.stringToHclTerraform(this._pipeline),
        isBlock: false,
        type: "simple",
        storageClassType: "string",
      },
      drain_apps: {
        value: cdktf.booleanToHclTerraform(this._drainApps),
        isBlock: false,
        type: "simple",
        storageClassType: "boolean",
      },
      drain_databases: {
        value: cdktf.booleanToHclTerraform(this._drainDatabases),
        isBlock: false,
        type: "simple",
        storageClassType: "boolean",
      },
      drain_ephemeral_sessions: {
        value: cdktf.booleanToHclTerraform(this._drainEphemeralSessions),
        isBlock: false,
        type: "simple",
        storageClassType: "boolean",
      },
      drain_proxies: {
        value: cdktf.booleanToHclTerraform(this._drainProxies),
        isBlock: false,
        type: "simple",
        storageClassType: "boolean",
      },
      timeouts: {
        value: logDrainTimeoutsToHclTerraform(this._timeouts.internalValue),
        isBlock: true,
        type: "struct",
        storageClassType: "LogDrainTimeouts",
      },
    };

    // remove undefined attributes
    return Object.fromEntries(Object.entries(attrs).filter(([_, value]) => value !== undefined && value.value !== undefined ))
  }
}
