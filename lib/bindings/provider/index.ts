// https://registry.terraform.io/providers/cdktf-aptible/aptible/0.1.0/docs
// generated from terraform resource schema

import { Construct } from 'constructs';
import * as cdktf from 'cdktf';

// Configuration

export interface AptibleProviderConfig {
  /**
  * A bearer token of the platform. Default: `APTIBLE_ACCESS_TOKEN`.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/cdktf-aptible/aptible/0.1.0/docs#access_token AptibleProvider#access_token}
  */
  readonly accessToken?: string;
  /**
  * The email address of a user without two-factor authentication. Default: `APTIBLE_USERNAME`.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/cdktf-aptible/aptible/0.1.0/docs#username AptibleProvider#username}
  */
  readonly username?: string;
  /**
  * The user’s password. Default: `APTIBLE_PASSWORD`.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/cdktf-aptible/aptible/0.1.0/docs#password AptibleProvider#password}
  */
  readonly password?: string;
  /**
  * Where the platform’s API answers. Default: `APTIBLE_API_ROOT_URL`, else `https://api.aptible.com`.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/cdktf-aptible/aptible/0.1.0/docs#api_root_url AptibleProvider#api_root_url}
  */
  readonly apiRootUrl?: string;
  /**
  * Where the platform’s authentication API answers; also the key into the tokens file. Default: `APTIBLE_AUTH_ROOT_URL`, else `https://auth.aptible.com`.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/cdktf-aptible/aptible/0.1.0/docs#auth_root_url AptibleProvider#auth_root_url}
  */
  readonly authRootUrl?: string;
  /**
  * Whether connection URLs of databases and their parts are in the state, where everybody who can read it finds their passwords. With `false`, the attributes `default_connection_url`, `connection_urls` and `credentials` of databases, of replicas and of what is looked up are null, and so are `connection_url` and `password` of logins; read what an apply needs with the ephemeral resource `aptible_database_credentials`. Default: `true`.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/cdktf-aptible/aptible/0.1.0/docs#store_credentials AptibleProvider#store_credentials}
  */
  readonly storeCredentials?: boolean | cdktf.IResolvable;
  /**
  * Whether a whole environment may be missing, or all apps (or databases, endpoints, …) of one. Without it that is an error, since a wrong platform or token looks the same, and Terraform would forget what lives on. Set it for one run, after you removed these things on purpose: what is missing is then forgotten, with a warning each. One thing that is missing is always a warning. Default: `APTIBLE_ACCEPT_MISSING` (`1` or `true`), else `false`.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/cdktf-aptible/aptible/0.1.0/docs#accept_missing AptibleProvider#accept_missing}
  */
  readonly acceptMissing?: boolean | cdktf.IResolvable;
  /**
  * Alias name
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/cdktf-aptible/aptible/0.1.0/docs#alias AptibleProvider#alias}
  */
  readonly alias?: string;
}

/**
* Represents a {@link https://registry.terraform.io/providers/cdktf-aptible/aptible/0.1.0/docs aptible}
*/
export class AptibleProvider extends cdktf.TerraformProvider {

  // =================
  // STATIC PROPERTIES
  // =================
  public static readonly tfResourceType = "aptible";

  // ==============
  // STATIC Methods
  // ==============
  /**
  * Generates CDKTF code for importing a AptibleProvider resource upon running "cdktf plan <stack-name>"
  * @param scope The scope in which to define this construct
  * @param importToId The construct id used in the generated config for the AptibleProvider to import
  * @param importFromId The id of the existing AptibleProvider that should be imported. Refer to the {@link https://registry.terraform.io/providers/cdktf-aptible/aptible/0.1.0/docs#import import section} in the documentation of this resource for the id to use
  * @param provider? Optional instance of the provider where the AptibleProvider to import is found
  */
  public static generateConfigForImport(scope: Construct, importToId: string, importFromId: string, provider?: cdktf.TerraformProvider) {
        return new cdktf.ImportableResource(scope, importToId, { terraformResourceType: "aptible", importId: importFromId, provider });
      }

  // ===========
  // INITIALIZER
  // ===========

  /**
  * Create a new {@link https://registry.terraform.io/providers/cdktf-aptible/aptible/0.1.0/docs aptible} Resource
  *
  * @param scope The scope in which to define this construct
  * @param id The scoped construct ID. Must be unique amongst siblings in the same scope
  * @param options AptibleProviderConfig = {}
  */
  public constructor(scope: Construct, id: string, config: AptibleProviderConfig = {}) {
    super(scope, id, {
      terraformResourceType: 'aptible',
      terraformGeneratorMetadata: {
        providerName: 'aptible',
        providerVersion: '0.1.0',
        providerVersionConstraint: '0.1.0'
      },
      terraformProviderSource: 'registry.terraform.io/cdktf-aptible/aptible'
    });
    this._accessToken = config.accessToken;
    this._username = config.username;
    this._password = config.password;
    this._apiRootUrl = config.apiRootUrl;
    this._authRootUrl = config.authRootUrl;
    this._storeCredentials = config.storeCredentials;
    this._acceptMissing = config.acceptMissing;
    this._alias = config.alias;
  }

  // ==========
  // ATTRIBUTES
  // ==========

  // access_token - computed: false, optional: true, required: false
  private _accessToken?: string; 
  public get accessToken() {
    return this._accessToken;
  }
  public set accessToken(value: string | undefined) {
    this._accessToken = value;
  }
  public resetAccessToken() {
    this._accessToken = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get accessTokenInput() {
    return this._accessToken;
  }

  // username - computed: false, optional: true, required: false
  private _username?: string; 
  public get username() {
    return this._username;
  }
  public set username(value: string | undefined) {
    this._username = value;
  }
  public resetUsername() {
    this._username = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get usernameInput() {
    return this._username;
  }

  // password - computed: false, optional: true, required: false
  private _password?: string; 
  public get password() {
    return this._password;
  }
  public set password(value: string | undefined) {
    this._password = value;
  }
  public resetPassword() {
    this._password = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get passwordInput() {
    return this._password;
  }

  // api_root_url - computed: false, optional: true, required: false
  private _apiRootUrl?: string; 
  public get apiRootUrl() {
    return this._apiRootUrl;
  }
  public set apiRootUrl(value: string | undefined) {
    this._apiRootUrl = value;
  }
  public resetApiRootUrl() {
    this._apiRootUrl = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get apiRootUrlInput() {
    return this._apiRootUrl;
  }

  // auth_root_url - computed: false, optional: true, required: false
  private _authRootUrl?: string; 
  public get authRootUrl() {
    return this._authRootUrl;
  }
  public set authRootUrl(value: string | undefined) {
    this._authRootUrl = value;
  }
  public resetAuthRootUrl() {
    this._authRootUrl = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get authRootUrlInput() {
    return this._authRootUrl;
  }

  // store_credentials - computed: false, optional: true, required: false
  private _storeCredentials?: boolean | cdktf.IResolvable; 
  public get storeCredentials() {
    return this._storeCredentials;
  }
  public set storeCredentials(value: boolean | cdktf.IResolvable | undefined) {
    this._storeCredentials = value;
  }
  public resetStoreCredentials() {
    this._storeCredentials = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get storeCredentialsInput() {
    return this._storeCredentials;
  }

  // accept_missing - computed: false, optional: true, required: false
  private _acceptMissing?: boolean | cdktf.IResolvable; 
  public get acceptMissing() {
    return this._acceptMissing;
  }
  public set acceptMissing(value: boolean | cdktf.IResolvable | undefined) {
    this._acceptMissing = value;
  }
  public resetAcceptMissing() {
    this._acceptMissing = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get acceptMissingInput() {
    return this._acceptMissing;
  }

  // alias - computed: false, optional: true, required: false
  private _alias?: string; 
  public get alias() {
    return this._alias;
  }
  public set alias(value: string | undefined) {
    this._alias = value;
  }
  public resetAlias() {
    this._alias = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get aliasInput() {
    return this._alias;
  }

  // =========
  // SYNTHESIS
  // =========

  protected synthesizeAttributes(): { [name: string]: any } {
    return {
      access_token: cdktf.stringToTerraform(this._accessToken),
      username: cdktf.stringToTerraform(this._username),
      password: cdktf.stringToTerraform(this._password),
      api_root_url: cdktf.stringToTerraform(this._apiRootUrl),
      auth_root_url: cdktf.stringToTerraform(this._authRootUrl),
      store_credentials: cdktf.booleanToTerraform(this._storeCredentials),
      accept_missing: cdktf.booleanToTerraform(this._acceptMissing),
      alias: cdktf.stringToTerraform(this._alias),
    };
  }

  protected synthesizeHclAttributes(): { [name: string]: any } {
    const attrs = {
      access_token: {
        value: cdktf.stringToHclTerraform(this._accessToken),
        isBlock: false,
        type: "simple",
        storageClassType: "string",
      },
      username: {
        value: cdktf.stringToHclTerraform(this._username),
        isBlock: false,
        type: "simple",
        storageClassType: "string",
      },
      password: {
        value: cdktf.stringToHclTerraform(this._password),
        isBlock: false,
        type: "simple",
        storageClassType: "string",
      },
      api_root_url: {
        value: cdktf.stringToHclTerraform(this._apiRootUrl),
        isBlock: false,
        type: "simple",
        storageClassType: "string",
      },
      auth_root_url: {
        value: cdktf.stringToHclTerraform(this._authRootUrl),
        isBlock: false,
        type: "simple",
        storageClassType: "string",
      },
      store_credentials: {
        value: cdktf.booleanToHclTerraform(this._storeCredentials),
        isBlock: false,
        type: "simple",
        storageClassType: "boolean",
      },
      accept_missing: {
        value: cdktf.booleanToHclTerraform(this._acceptMissing),
        isBlock: false,
        type: "simple",
        storageClassType: "boolean",
      },
      alias: {
        value: cdktf.stringToHclTerraform(this._alias),
        isBlock: false,
        type: "simple",
        storageClassType: "string",
      },
    };

    // remove undefined attributes
    return Object.fromEntries(Object.entries(attrs).filter(([_, value]) => value !== undefined && value.value !== undefined ))
  }
}
