// https://registry.terraform.io/providers/cdktf-aptible/aptible/0.1.0/docs/resources/replica
// generated from terraform resource schema

import { Construct } from 'constructs';
import * as cdktf from 'cdktf';

// Configuration

export interface ReplicaConfig extends cdktf.TerraformMetaArguments {
  /**
  * The id of the environment that it lives in.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/cdktf-aptible/aptible/0.1.0/docs/resources/replica#env_id Replica#env_id}
  */
  readonly envId: number;
  /**
  * The id of the database that it follows.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/cdktf-aptible/aptible/0.1.0/docs/resources/replica#primary_database_id Replica#primary_database_id}
  */
  readonly primaryDatabaseId: number;
  /**
  * Its name, unique in the environment. Changes in place.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/cdktf-aptible/aptible/0.1.0/docs/resources/replica#handle Replica#handle}
  */
  readonly handle: string;
  /**
  * Makes a *logical* replica of this version of PostgreSQL, which may be newer than that of the database: the way to upgrade without much downtime. Left out: a physical replica of the same version.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/cdktf-aptible/aptible/0.1.0/docs/resources/replica#logical_version Replica#logical_version}
  */
  readonly logicalVersion?: string;
  /**
  * The memory of its container, in MB. A change restarts the database.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/cdktf-aptible/aptible/0.1.0/docs/resources/replica#container_size Replica#container_size}
  */
  readonly containerSize?: number;
  /**
  * The ratio of CPU to memory: `m` general purpose, `c` compute, `r` memory. A change restarts the database. `c` and `r` need a dedicated stack.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/cdktf-aptible/aptible/0.1.0/docs/resources/replica#container_profile Replica#container_profile}
  */
  readonly containerProfile?: string;
  /**
  * The size of its disk, in GB. It can only grow; a change restarts the replica. Left out: 10 at creation, and later what it is.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/cdktf-aptible/aptible/0.1.0/docs/resources/replica#disk_size Replica#disk_size}
  */
  readonly diskSize?: number;
  /**
  * The disk’s provisioned operations per second. More than 3000 need 1 GB of disk for each 500.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/cdktf-aptible/aptible/0.1.0/docs/resources/replica#iops Replica#iops}
  */
  readonly iops?: number;
  /**
  * The ARN of a customer-managed AWS KMS key that encrypts its disk, which has to let the platform use it. Another key plans a replacement. Left out: the platform chooses, and later what it is.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/cdktf-aptible/aptible/0.1.0/docs/resources/replica#key_arn Replica#key_arn}
  */
  readonly keyArn?: string;
  /**
  * Whether it is backed up daily, under the environment’s retention policy.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/cdktf-aptible/aptible/0.1.0/docs/resources/replica#enable_backups Replica#enable_backups}
  */
  readonly enableBackups?: boolean | cdktf.IResolvable;
  /**
  * Whether all its own backups are purged when it is destroyed or replaced, with their copies in other regions. No last one is made. Those of the database that it follows stay. A plan that does so warns. It has to be applied before the destroy, since what the state has counts.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/cdktf-aptible/aptible/0.1.0/docs/resources/replica#purge_backups_on_destroy Replica#purge_backups_on_destroy}
  */
  readonly purgeBackupsOnDestroy?: boolean | cdktf.IResolvable;
  /**
  * Whether a plan that destroys or replaces the replica is refused. To let it go, set this to false and apply that first: what the state has counts, since a destroy looks at no configuration. Only Terraform knows it: it stops nobody who uses the dashboard or the CLI. It begins once the creation has succeeded.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/cdktf-aptible/aptible/0.1.0/docs/resources/replica#deletion_protection Replica#deletion_protection}
  */
  readonly deletionProtection?: boolean | cdktf.IResolvable;
  /**
  * timeouts block
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/cdktf-aptible/aptible/0.1.0/docs/resources/replica#timeouts Replica#timeouts}
  */
  readonly timeouts?: ReplicaTimeouts;
}
export interface ReplicaCredentials {
}

export function replicaCredentialsToTerraform(struct?: ReplicaCredentials): any {
  if (!cdktf.canInspect(struct) || cdktf.Tokenization.isResolvable(struct)) { return struct; }
  if (cdktf.isComplexElement(struct)) {
    throw new Error("A complex element was used as configuration, this is not supported: https://cdk.tf/complex-object-as-configuration");
  }
  return {
  }
}


export function replicaCredentialsToHclTerraform(struct?: ReplicaCredentials): any {
  if (!cdktf.canInspect(struct) || cdktf.Tokenization.isResolvable(struct)) { return struct; }
  if (cdktf.isComplexElement(struct)) {
    throw new Error("A complex element was used as configuration, this is not supported: https://cdk.tf/complex-object-as-configuration");
  }
  const attrs = {
  };
  return attrs;
}

export class ReplicaCredentialsOutputReference extends cdktf.ComplexObject {
  private isEmptyObject = false;

  /**
  * @param terraformResource The parent resource
  * @param terraformAttribute The attribute on the parent resource this class is referencing
  * @param complexObjectKey the key of this item in the map
  */
  public constructor(terraformResource: cdktf.IInterpolatingParent, terraformAttribute: string, complexObjectKey: string) {
    super(terraformResource, terraformAttribute, false, complexObjectKey);
  }

  public get internalValue(): ReplicaCredentials | undefined {
    let hasAnyValues = this.isEmptyObject;
    const internalValueResult: any = {};
    return hasAnyValues ? internalValueResult : undefined;
  }

  public set internalValue(value: ReplicaCredentials | undefined) {
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

export class ReplicaCredentialsMap extends cdktf.ComplexMap {

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
  public get(key: string): ReplicaCredentialsOutputReference {
    return new ReplicaCredentialsOutputReference(this.terraformResource, this.terraformAttribute, key);
  }
}
export interface ReplicaTimeouts {
  /**
  * How long creating it may take, operations on the platform included: `30m`, `1h30m`, `90s`.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/cdktf-aptible/aptible/0.1.0/docs/resources/replica#create Replica#create}
  */
  readonly create?: string;
  /**
  * How long reading it may take, operations on the platform included: `30m`, `1h30m`, `90s`.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/cdktf-aptible/aptible/0.1.0/docs/resources/replica#read Replica#read}
  */
  readonly read?: string;
  /**
  * How long changing it may take, operations on the platform included: `30m`, `1h30m`, `90s`.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/cdktf-aptible/aptible/0.1.0/docs/resources/replica#update Replica#update}
  */
  readonly update?: string;
  /**
  * How long deleting it may take, operations on the platform included: `30m`, `1h30m`, `90s`.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/cdktf-aptible/aptible/0.1.0/docs/resources/replica#delete Replica#delete}
  */
  readonly delete?: string;
}

export function replicaTimeoutsToTerraform(struct?: ReplicaTimeouts | cdktf.IResolvable): any {
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


export function replicaTimeoutsToHclTerraform(struct?: ReplicaTimeouts | cdktf.IResolvable): any {
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

export class ReplicaTimeoutsOutputReference extends cdktf.ComplexObject {
  private isEmptyObject = false;
  private resolvableValue?: cdktf.IResolvable;

  /**
  * @param terraformResource The parent resource
  * @param terraformAttribute The attribute on the parent resource this class is referencing
  */
  public constructor(terraformResource: cdktf.IInterpolatingParent, terraformAttribute: string) {
    super(terraformResource, terraformAttribute, false);
  }

  public get internalValue(): ReplicaTimeouts | cdktf.IResolvable | undefined {
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

  public set internalValue(value: ReplicaTimeouts | cdktf.IResolvable | undefined) {
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
* Represents a {@link https://registry.terraform.io/providers/cdktf-aptible/aptible/0.1.0/docs/resources/replica aptible_replica}
*/
export class Replica extends cdktf.TerraformResource {

  // =================
  // STATIC PROPERTIES
  // =================
  public static readonly tfResourceType = "aptible_replica";

  // ==============
  // STATIC Methods
  // ==============
  /**
  * Generates CDKTF code for importing a Replica resource upon running "cdktf plan <stack-name>"
  * @param scope The scope in which to define this construct
  * @param importToId The construct id used in the generated config for the Replica to import
  * @param importFromId The id of the existing Replica that should be imported. Refer to the {@link https://registry.terraform.io/providers/cdktf-aptible/aptible/0.1.0/docs/resources/replica#import import section} in the documentation of this resource for the id to use
  * @param provider? Optional instance of the provider where the Replica to import is found
  */
  public static generateConfigForImport(scope: Construct, importToId: string, importFromId: string, provider?: cdktf.TerraformProvider) {
        return new cdktf.ImportableResource(scope, importToId, { terraformResourceType: "aptible_replica", importId: importFromId, provider });
      }

  // ===========
  // INITIALIZER
  // ===========

  /**
  * Create a new {@link https://registry.terraform.io/providers/cdktf-aptible/aptible/0.1.0/docs/resources/replica aptible_replica} Resource
  *
  * @param scope The scope in which to define this construct
  * @param id The scoped construct ID. Must be unique amongst siblings in the same scope
  * @param options ReplicaConfig
  */
  public constructor(scope: Construct, id: string, config: ReplicaConfig) {
    super(scope, id, {
      terraformResourceType: 'aptible_replica',
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
    this._primaryDatabaseId = config.primaryDatabaseId;
    this._handle = config.handle;
    this._logicalVersion = config.logicalVersion;
    this._containerSize = config.containerSize;
    this._containerProfile = config.containerProfile;
    this._diskSize = config.diskSize;
    this._iops = config.iops;
    this._keyArn = config.keyArn;
    this._enableBackups = config.enableBackups;
    this._purgeBackupsOnDestroy = config.purgeBackupsOnDestroy;
    this._deletionProtection = config.deletionProtection;
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

  // primary_database_id - computed: false, optional: false, required: true
  private _primaryDatabaseId?: number; 
  public get primaryDatabaseId() {
    return this.getNumberAttribute('primary_database_id');
  }
  public set primaryDatabaseId(value: number) {
    this._primaryDatabaseId = value;
  }
  // Temporarily expose input value. Use with caution.
  public get primaryDatabaseIdInput() {
    return this._primaryDatabaseId;
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

  // logical_version - computed: false, optional: true, required: false
  private _logicalVersion?: string; 
  public get logicalVersion() {
    return this.getStringAttribute('logical_version');
  }
  public set logicalVersion(value: string) {
    this._logicalVersion = value;
  }
  public resetLogicalVersion() {
    this._logicalVersion = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get logicalVersionInput() {
    return this._logicalVersion;
  }

  // container_size - computed: true, optional: true, required: false
  private _containerSize?: number; 
  public get containerSize() {
    return this.getNumberAttribute('container_size');
  }
  public set containerSize(value: number) {
    this._containerSize = value;
  }
  public resetContainerSize() {
    this._containerSize = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get containerSizeInput() {
    return this._containerSize;
  }

  // container_profile - computed: true, optional: true, required: false
  private _containerProfile?: string; 
  public get containerProfile() {
    return this.getStringAttribute('container_profile');
  }
  public set containerProfile(value: string) {
    this._containerProfile = value;
  }
  public resetContainerProfile() {
    this._containerProfile = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get containerProfileInput() {
    return this._containerProfile;
  }

  // disk_size - computed: true, optional: true, required: false
  private _diskSize?: number; 
  public get diskSize() {
    return this.getNumberAttribute('disk_size');
  }
  public set diskSize(value: number) {
    this._diskSize = value;
  }
  public resetDiskSize() {
    this._diskSize = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get diskSizeInput() {
    return this._diskSize;
  }

  // iops - computed: true, optional: true, required: false
  private _iops?: number; 
  public get iops() {
    return this.getNumberAttribute('iops');
  }
  public set iops(value: number) {
    this._iops = value;
  }
  public resetIops() {
    this._iops = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get iopsInput() {
    return this._iops;
  }

  // key_arn - computed: true, optional: true, required: false
  private _keyArn?: string; 
  public get keyArn() {
    return this.getStringAttribute('key_arn');
  }
  public set keyArn(value: string) {
    this._keyArn = value;
  }
  public resetKeyArn() {
    this._keyArn = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get keyArnInput() {
    return this._keyArn;
  }

  // enable_backups - computed: true, optional: true, required: false
  private _enableBackups?: boolean | cdktf.IResolvable; 
  public get enableBackups() {
    return this.getBooleanAttribute('enable_backups');
  }
  public set enableBackups(value: boolean | cdktf.IResolvable) {
    this._enableBackups = value;
  }
  public resetEnableBackups() {
    this._enableBackups = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get enableBackupsInput() {
    return this._enableBackups;
  }

  // purge_backups_on_destroy - computed: true, optional: true, required: false
  private _purgeBackupsOnDestroy?: boolean | cdktf.IResolvable; 
  public get purgeBackupsOnDestroy() {
    return this.getBooleanAttribute('purge_backups_on_destroy');
  }
  public set purgeBackupsOnDestroy(value: boolean | cdktf.IResolvable) {
    this._purgeBackupsOnDestroy = value;
  }
  public resetPurgeBackupsOnDestroy() {
    this._purgeBackupsOnDestroy = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get purgeBackupsOnDestroyInput() {
    return this._purgeBackupsOnDestroy;
  }

  // deletion_protection - computed: true, optional: true, required: false
  private _deletionProtection?: boolean | cdktf.IResolvable; 
  public get deletionProtection() {
    return this.getBooleanAttribute('deletion_protection');
  }
  public set deletionProtection(value: boolean | cdktf.IResolvable) {
    this._deletionProtection = value;
  }
  public resetDeletionProtection() {
    this._deletionProtection = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get deletionProtectionInput() {
    return this._deletionProtection;
  }

  // replica_id - computed: true, optional: false, required: false
  public get replicaId() {
    return this.getNumberAttribute('replica_id');
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
  private _credentials = new ReplicaCredentialsMap(this, "credentials");
  public get credentials() {
    return this._credentials;
  }

  // timeouts - computed: false, optional: true, required: false
  private _timeouts = new ReplicaTimeoutsOutputReference(this, "timeouts");
  public get timeouts() {
    return this._timeouts;
  }
  public putTimeouts(value: ReplicaTimeouts) {
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
      primary_database_id: cdktf.numberToTerraform(this._primaryDatabaseId),
      handle: cdktf.stringToTerraform(this._handle),
      logical_version: cdktf.stringToTerraform(this._logicalVersion),
      container_size: cdktf.numberToTerraform(this._containerSize),
      container_profile: cdktf.stringToTerraform(this._containerProfile),
      disk_size: cdktf.numberToTerraform(this._diskSize),
      iops: cdktf.numberToTerraform(this._iops),
      key_arn: cdktf.stringToTerraform(this._keyArn),
      enable_backups: cdktf.booleanToTerraform(this._enableBackups),
      purge_backups_on_destroy: cdktf.booleanToTerraform(this._purgeBackupsOnDestroy),
      deletion_protection: cdktf.booleanToTerraform(this._deletionProtection),
      timeouts: replicaTimeoutsToTerraform(this._timeouts.internalValue),
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
      primary_database_id: {
        value: cdktf.numberToHclTerraform(this._primaryDatabaseId),
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
      logical_version: {
        value: cdktf.stringToHclTerraform(this._logicalVersion),
        isBlock: false,
        type: "simple",
        storageClassType: "string",
      },
      container_size: {
        value: cdktf.numberToHclTerraform(this._containerSize),
        isBlock: false,
        type: "simple",
        storageClassType: "number",
      },
      container_profile: {
        value: cdktf.stringToHclTerraform(this._containerProfile),
        isBlock: false,
        type: "simple",
        storageClassType: "string",
      },
      disk_size: {
        value: cdktf.numberToHclTerraform(this._diskSize),
        isBlock: false,
        type: "simple",
        storageClassType: "number",
      },
      iops: {
        value: cdktf.numberToHclTerraform(this._iops),
        isBlock: false,
        type: "simple",
        storageClassType: "number",
      },
      key_arn: {
        value: cdktf.stringToHclTerraform(this._keyArn),
        isBlock: false,
        type: "simple",
        storageClassType: "string",
      },
      enable_backups: {
        value: cdktf.booleanToHclTerraform(this._enableBackups),
        isBlock: false,
        type: "simple",
        storageClassType: "boolean",
      },
      purge_backups_on_destroy: {
        value: cdktf.booleanToHclTerraform(this._purgeBackupsOnDestroy),
        isBlock: false,
        type: "simple",
        storageClassType: "boolean",
      },
      deletion_protection: {
        value: cdktf.booleanToHclTerraform(this._deletionProtection),
        isBlock: false,
        type: "simple",
        storageClassType: "boolean",
      },
      timeouts: {
        value: replicaTimeoutsToHclTerraform(this._timeouts.internalValue),
        isBlock: true,
        type: "struct",
        storageClassType: "ReplicaTimeouts",
      },
    };

    // remove undefined attributes
    return Object.fromEntries(Object.entries(attrs).filter(([_, value]) => value !== undefined && value.value !== undefined ))
  }
}
