// https://registry.terraform.io/providers/cdktf-aptible/aptible/0.1.0/docs/data-sources/log_drain
// generated from terraform resource schema

import { Construct } from 'constructs';
import * as cdktf from 'cdktf';

// Configuration

export interface DataAptibleLogDrainConfig extends cdktf.TerraformMetaArguments {
  /**
  * Its id as a number.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/cdktf-aptible/aptible/0.1.0/docs/data-sources/log_drain#log_drain_id DataAptibleLogDrain#log_drain_id}
  */
  readonly logDrainId?: number;
  /**
  * The id of the environment in which it is. Needed, unless it is looked up by its id; there it saves requests when there are several of them.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/cdktf-aptible/aptible/0.1.0/docs/data-sources/log_drain#env_id DataAptibleLogDrain#env_id}
  */
  readonly envId?: number;
  /**
  * Its handle.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/cdktf-aptible/aptible/0.1.0/docs/data-sources/log_drain#handle DataAptibleLogDrain#handle}
  */
  readonly handle?: string;
}

/**
* Represents a {@link https://registry.terraform.io/providers/cdktf-aptible/aptible/0.1.0/docs/data-sources/log_drain aptible_log_drain}
*/
export class DataAptibleLogDrain extends cdktf.TerraformDataSource {

  // =================
  // STATIC PROPERTIES
  // =================
  public static readonly tfResourceType = "aptible_log_drain";

  // ==============
  // STATIC Methods
  // ==============
  /**
  * Generates CDKTF code for importing a DataAptibleLogDrain resource upon running "cdktf plan <stack-name>"
  * @param scope The scope in which to define this construct
  * @param importToId The construct id used in the generated config for the DataAptibleLogDrain to import
  * @param importFromId The id of the existing DataAptibleLogDrain that should be imported. Refer to the {@link https://registry.terraform.io/providers/cdktf-aptible/aptible/0.1.0/docs/data-sources/log_drain#import import section} in the documentation of this resource for the id to use
  * @param provider? Optional instance of the provider where the DataAptibleLogDrain to import is found
  */
  public static generateConfigForImport(scope: Construct, importToId: string, importFromId: string, provider?: cdktf.TerraformProvider) {
        return new cdktf.ImportableResource(scope, importToId, { terraformResourceType: "aptible_log_drain", importId: importFromId, provider });
      }

  // ===========
  // INITIALIZER
  // ===========

  /**
  * Create a new {@link https://registry.terraform.io/providers/cdktf-aptible/aptible/0.1.0/docs/data-sources/log_drain aptible_log_drain} Data Source
  *
  * @param scope The scope in which to define this construct
  * @param id The scoped construct ID. Must be unique amongst siblings in the same scope
  * @param options DataAptibleLogDrainConfig = {}
  */
  public constructor(scope: Construct, id: string, config: DataAptibleLogDrainConfig = {}) {
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
    this._logDrainId = config.logDrainId;
    this._envId = config.envId;
    this._handle = config.handle;
  }

  // ==========
  // ATTRIBUTES
  // ==========

  // id - computed: true, optional: false, required: false
  public get id() {
    return this.getStringAttribute('id');
  }

  // log_drain_id - computed: true, optional: true, required: false
  private _logDrainId?: number; 
  public get logDrainId() {
    return this.getNumberAttribute('log_drain_id');
  }
  public set logDrainId(value: number) {
    this._logDrainId = value;
  }
  public resetLogDrainId() {
    this._logDrainId = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get logDrainIdInput() {
    return this._logDrainId;
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

  // handle - computed: true, optional: true, required: false
  private _handle?: string; 
  public get handle() {
    return this.getStringAttribute('handle');
  }
  public set handle(value: string) {
    this._handle = value;
  }
  public resetHandle() {
    this._handle = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get handleInput() {
    return this._handle;
  }

  // status - computed: true, optional: false, required: false
  public get status() {
    return this.getStringAttribute('status');
  }

  // drain_type - computed: true, optional: false, required: false
  public get drainType() {
    return this.getStringAttribute('drain_type');
  }

  // database_id - computed: true, optional: false, required: false
  public get databaseId() {
    return this.getNumberAttribute('database_id');
  }

  // drain_host - computed: true, optional: false, required: false
  public get drainHost() {
    return this.getStringAttribute('drain_host');
  }

  // drain_port - computed: true, optional: false, required: false
  public get drainPort() {
    return this.getNumberAttribute('drain_port');
  }

  // url - computed: true, optional: false, required: false
  public get url() {
    return this.getStringAttribute('url');
  }

  // drain_username - computed: true, optional: false, required: false
  public get drainUsername() {
    return this.getStringAttribute('drain_username');
  }

  // drain_password - computed: true, optional: false, required: false
  public get drainPassword() {
    return this.getStringAttribute('drain_password');
  }

  // logging_token - computed: true, optional: false, required: false
  public get loggingToken() {
    return this.getStringAttribute('logging_token');
  }

  // token - computed: true, optional: false, required: false
  public get token() {
    return this.getStringAttribute('token');
  }

  // tags - computed: true, optional: false, required: false
  public get tags() {
    return this.getStringAttribute('tags');
  }

  // pipeline - computed: true, optional: false, required: false
  public get pipeline() {
    return this.getStringAttribute('pipeline');
  }

  // drain_apps - computed: true, optional: false, required: false
  public get drainApps() {
    return this.getBooleanAttribute('drain_apps');
  }

  // drain_databases - computed: true, optional: false, required: false
  public get drainDatabases() {
    return this.getBooleanAttribute('drain_databases');
  }

  // drain_ephemeral_sessions - computed: true, optional: false, required: false
  public get drainEphemeralSessions() {
    return this.getBooleanAttribute('drain_ephemeral_sessions');
  }

  // drain_proxies - computed: true, optional: false, required: false
  public get drainProxies() {
    return this.getBooleanAttribute('drain_proxies');
  }

  // =========
  // SYNTHESIS
  // =========

  protected synthesizeAttributes(): { [name: string]: any } {
    return {
      log_drain_id: cdktf.numberToTerraform(this._logDrainId),
      env_id: cdktf.numberToTerraform(this._envId),
      handle: cdktf.stringToTerraform(this._handle),
    };
  }

  protected synthesizeHclAttributes(): { [name: string]: any } {
    const attrs = {
      log_drain_id: {
        value: cdktf.numberToHclTerraform(this._logDrainId),
        isBlock: false,
        type: "simple",
        storageClassType: "number",
      },
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
    };

    // remove undefined attributes
    return Object.fromEntries(Object.entries(attrs).filter(([_, value]) => value !== undefined && value.value !== undefined ))
  }
}
