// https://registry.terraform.io/providers/cdktf-aptible/aptible/0.1.0/docs/resources/database
// generated from terraform resource schema

import { Construct } from 'constructs';
import * as cdktf from 'cdktf';

// Configuration

export interface DatabaseConfig extends cdktf.TerraformMetaArguments {
  /**
  * The id of the environment that it lives in.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/cdktf-aptible/aptible/0.1.0/docs/resources/database#env_id Database#env_id}
  */
  readonly envId: number;
  /**
  * Its name, unique in the environment. Changes in place; drains show the new name after a reload.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/cdktf-aptible/aptible/0.1.0/docs/resources/database#handle Database#handle}
  */
  readonly handle: string;
  /**
  * The engine. Left out: that of what the database begins with, else `postgresql`, and later what it is.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/cdktf-aptible/aptible/0.1.0/docs/resources/database#database_type Database#database_type}
  */
  readonly databaseType?: string;
  /**
  * The engine’s version, one of those that the platform offers for the type. Left out: that of what the database begins with, else the type’s default, and later what it is. **Another version plans a replacement**, which loses the data: to keep it, restore a backup or replicate into a database of the new version first.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/cdktf-aptible/aptible/0.1.0/docs/resources/database#version Database#version}
  */
  readonly version?: string;
  /**
  * The memory of its container, in MB. A change restarts the database.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/cdktf-aptible/aptible/0.1.0/docs/resources/database#container_size Database#container_size}
  */
  readonly containerSize?: number;
  /**
  * The ratio of CPU to memory: `m` general purpose, `c` compute, `r` memory. A change restarts the database. `c` and `r` need a dedicated stack.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/cdktf-aptible/aptible/0.1.0/docs/resources/database#container_profile Database#container_profile}
  */
  readonly containerProfile?: string;
  /**
  * The size of its disk, in GB. It can only grow; a change restarts the database. Left out: that of what the database begins with, else 10, and later what it is.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/cdktf-aptible/aptible/0.1.0/docs/resources/database#disk_size Database#disk_size}
  */
  readonly diskSize?: number;
  /**
  * The disk’s provisioned operations per second. More than 3000 need 1 GB of disk for each 500.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/cdktf-aptible/aptible/0.1.0/docs/resources/database#iops Database#iops}
  */
  readonly iops?: number;
  /**
  * The ARN of a customer-managed AWS KMS key that encrypts its disk, which has to let the platform use it. **Another key plans a replacement**, which loses the data. Left out: the platform chooses, and later what it is. It is sent with a clone and a recovery, too, where the platform’s own clients have no such option.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/cdktf-aptible/aptible/0.1.0/docs/resources/database#key_arn Database#key_arn}
  */
  readonly keyArn?: string;
  /**
  * Whether it is backed up daily, under the environment’s retention policy.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/cdktf-aptible/aptible/0.1.0/docs/resources/database#enable_backups Database#enable_backups}
  */
  readonly enableBackups?: boolean | cdktf.IResolvable;
  /**
  * Whether it can be recovered to points in time, as many days back as `pitr_days` of the environment’s retention policy says, which must be 1 at least. PostgreSQL from version 13 on, with `enable_backups`. Left out: off in a new database, and later what it is.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/cdktf-aptible/aptible/0.1.0/docs/resources/database#enable_pitr Database#enable_pitr}
  */
  readonly enablePitr?: boolean | cdktf.IResolvable;
  /**
  * Creates it from this backup, which may be of another environment. `database_type` and `version` are those of the backup, and `disk_size` is that of the backup at least.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/cdktf-aptible/aptible/0.1.0/docs/resources/database#restore_from_backup_id Database#restore_from_backup_id}
  */
  readonly restoreFromBackupId?: number;
  /**
  * Creates it as a copy of this database, as it is at that moment, in the same environment. `database_type` and `version` are those of that database, and `disk_size` is that of its disk at least.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/cdktf-aptible/aptible/0.1.0/docs/resources/database#clone_from_database_id Database#clone_from_database_id}
  */
  readonly cloneFromDatabaseId?: number;
  /**
  * Creates it as a copy of this database, as that was at `recover_to_time`, in the same environment. That database needs `enable_pitr`; `database_type`, `version` and `disk_size` are as with a clone.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/cdktf-aptible/aptible/0.1.0/docs/resources/database#recover_from_database_id Database#recover_from_database_id}
  */
  readonly recoverFromDatabaseId?: number;
  /**
  * The point in time, with `recover_from_database_id`: `2026-04-01T12:00:00Z`. It is sent to the platform as a recovery target of the type `time`, which the platform’s public documentation does not spell out.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/cdktf-aptible/aptible/0.1.0/docs/resources/database#recover_to_time Database#recover_to_time}
  */
  readonly recoverToTime?: string;
  /**
  * Whether all its backups are purged when it is destroyed or replaced, with their copies in other regions: those that were made daily, and those that somebody or an `aptible_backup` has asked for. No last one is made. Without it, backups outlive the database. A plan that does so warns. It has to be applied before the destroy, since what the state has counts.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/cdktf-aptible/aptible/0.1.0/docs/resources/database#purge_backups_on_destroy Database#purge_backups_on_destroy}
  */
  readonly purgeBackupsOnDestroy?: boolean | cdktf.IResolvable;
  /**
  * Whether a plan that destroys or replaces the database is refused. To let it go, set this to false and apply that first: what the state has counts, since a destroy looks at no configuration. Only Terraform knows it: it stops nobody who uses the dashboard or the CLI. It begins once the creation has succeeded.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/cdktf-aptible/aptible/0.1.0/docs/resources/database#deletion_protection Database#deletion_protection}
  */
  readonly deletionProtection?: boolean | cdktf.IResolvable;
  /**
  * timeouts block
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/cdktf-aptible/aptible/0.1.0/docs/resources/database#timeouts Database#timeouts}
  */
  readonly timeouts?: DatabaseTimeouts;
}
export interface DatabaseCredentials {
}

export function databaseCredentialsToTerraform(struct?: DatabaseCredentials): any {
  if (!cdktf.canInspect(struct) || cdktf.Tokenization.isResolvable(struct)) { return struct; }
  if (cdktf.isComplexElement(struct)) {
    throw new Error("A complex element was used as configuration, this is not supported: https://cdk.tf/complex-object-as-configuration");
  }
  return {
  }
}


export function databaseCredentialsToHclTerraform(struct?: DatabaseCredentials): any {
  if (!cdktf.canInspect(struct) || cdktf.Tokenization.isResolvable(struct)) { return struct; }
  if (cdktf.isComplexElement(struct)) {
    throw new Error("A complex element was used as configuration, this is not supported: https://cdk.tf/complex-object-as-configuration");
  }
  const attrs = {
  };
  return attrs;
}

export class DatabaseCredentialsOutputReference extends cdktf.ComplexObject {
  private isEmptyObject = false;

  /**
  * @param terraformResource The parent resource
  * @param terraformAttribute The attribute on the parent resource this class is referencing
  * @param complexObjectKey the key of this item in the map
  */
  public constructor(terraformResource: cdktf.IInterpolatingParent, terraformAttribute: string, complexObjectKey: string) {
    super(terraformResource, terraformAttribute, false, complexObjectKey);
  }

  public get internalValue(): DatabaseCredentials | undefined {
    let hasAnyValues = this.isEmptyObject;
    const internalValueResult: any = {};
    return hasAnyValues ? internalValueResult : undefined;
  }

  public set internalValue(value: DatabaseCredentials | undefined) {
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

export class DatabaseCredentialsMap extends cdktf.ComplexMap {

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
  public get(key: string): DatabaseCredentialsOutputReference {
    return new DatabaseCredentialsOutputReference(this.terraformResource, this.terraformAttribute, key);
  }
}
export interface DatabaseTimeouts {
  /**
  * How long creating it may take, operations on the platform included: `30m`, `1h30m`, `90s`.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/cdktf-aptible/aptible/0.1.0/docs/resources/database#create Database#create}
  */
  readonly create?: string;
  /**
  * How long reading it may take, operations on the platform included: `30m`, `1h30m`, `90s`.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/cdktf-aptible/aptible/0.1.0/docs/resources/database#read Database#read}
  */
  readonly read?: string;
  /**
  * How long changing it may take, operations on the platform included: `30m`, `1h30m`, `90s`.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/cdktf-aptible/aptible/0.1.0/docs/resources/database#update Database#update}
  */
  readonly update?: string;
  /**
  * How long deleting it may take, operations on the platform included: `30m`, `1h30m`, `90s`.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/cdktf-aptible/aptible/0.1.0/docs/resources/database#delete Database#delete}
  */
  readonly delete?: string;
}

export function databaseTimeoutsToTerraform(struct?: DatabaseTimeouts | cdktf.IResolvable): any {
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


export function databaseTimeoutsToHclTerraform(struct?: DatabaseTimeouts | cdktf.IResolvable): any {
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

export class DatabaseTimeoutsOutputReference extends cdktf.ComplexObject {
  private isEmptyObject = false;
  private resolvableValue?: cdktf.IResolvable;

  /**
  * @param terraformResource The parent resource
  * @param terraformAttribute The attribute on the parent resource this class is referencing
  */
  public constructor(terraformResource: cdktf.IInterpolatingParent, terraformAttribute: string) {
    super(terraformResource, terraformAttribute, false);
  }

  public get internalValue(): DatabaseTimeouts | cdktf.IResolvable | undefined {
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

  public set internalValue(value: DatabaseTimeouts | cdktf.IResolvable | undefined) {
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
* Represents a {@link https://registry.terraform.io/providers/cdktf-aptible/aptible/0.1.0/docs/resources/database aptible_database}
*/
export class Database extends cdktf.TerraformResource {

  // =================
  // STATIC PROPERTIES
  // =================
  public static readonly tfResourceType = "aptible_database";

  // ==============
  // STATIC Methods
  // ==============
  /**
  * Generates CDKTF code for importing a Database resource upon running "cdktf plan <stack-name>"
  * @param scope The scope in which to define this construct
  * @param importToId The construct id used in the generated config for the Database to import
  * @param importFromId The id of the existing Database that should be imported. Refer to the {@link https://registry.terraform.io/providers/cdktf-aptible/aptible/0.1.0/docs/resources/database#import import section} in the documentation of this resource for the id to use
  * @param provider? Optional instance of the provider where the Database to import is found
  */
  public static generateConfigForImport(scope: Construct, importToId: string, importFromId: string, provider?: cdktf.TerraformProvider) {
        return new cdktf.ImportableResource(scope, importToId, { terraformResourceType: "aptible_database", importId: importFromId, provider });
      }

  // ===========
  // INITIALIZER
  // ===========

  /**
  * Create a new {@link https://registry.terraform.io/providers/cdktf-aptible/aptible/0.1.0/docs/resources/database aptible_database} Resource
  *
  * @param scope The scope in which to define this construct
  * @param id The scoped construct ID. Must be unique amongst siblings in the same scope
  * @param options DatabaseConfig
  */
  public constructor(scope: Construct, id: string, config: DatabaseConfig) {
    super(scope, id, {
      terraformResourceType: 'aptible_database',
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
    this._databaseType = config.databaseType;
    this._version = config.version;
    this._containerSize = config.containerSize;
    this._containerProfile = config.containerProfile;
    this._diskSize = config.diskSize;
    this._iops = config.iops;
    this._keyArn = config.keyArn;
    this._enableBackups = config.enableBackups;
    this._enablePitr = config.enablePitr;
    this._restoreFromBackupId = config.restoreFromBackupId;
    this._cloneFromDatabaseId = config.cloneFromDatabaseId;
    this._recoverFromDatabaseId = config.recoverFromDatabaseId;
    this._recoverToTime = config.recoverToTime;
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

  // database_type - computed: true, optional: true, required: false
  private _databaseType?: string; 
  public get databaseType() {
    return this.getStringAttribute('database_type');
  }
  public set databaseType(value: string) {
    this._databaseType = value;
  }
  public resetDatabaseType() {
    this._databaseType = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get databaseTypeInput() {
    return this._databaseType;
  }

  // version - computed: true, optional: true, required: false
  private _version?: string; 
  public get version() {
    return this.getStringAttribute('version');
  }
  public set version(value: string) {
    this._version = value;
  }
  public resetVersion() {
    this._version = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get versionInput() {
    return this._version;
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

  // enable_pitr - computed: true, optional: true, required: false
  private _enablePitr?: boolean | cdktf.IResolvable; 
  public get enablePitr() {
    return this.getBooleanAttribute('enable_pitr');
  }
  public set enablePitr(value: boolean | cdktf.IResolvable) {
    this._enablePitr = value;
  }
  public resetEnablePitr() {
    this._enablePitr = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get enablePitrInput() {
    return this._enablePitr;
  }

  // restore_from_backup_id - computed: false, optional: true, required: false
  private _restoreFromBackupId?: number; 
  public get restoreFromBackupId() {
    return this.getNumberAttribute('restore_from_backup_id');
  }
  public set restoreFromBackupId(value: number) {
    this._restoreFromBackupId = value;
  }
  public resetRestoreFromBackupId() {
    this._restoreFromBackupId = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get restoreFromBackupIdInput() {
    return this._restoreFromBackupId;
  }

  // clone_from_database_id - computed: false, optional: true, required: false
  private _cloneFromDatabaseId?: number; 
  public get cloneFromDatabaseId() {
    return this.getNumberAttribute('clone_from_database_id');
  }
  public set cloneFromDatabaseId(value: number) {
    this._cloneFromDatabaseId = value;
  }
  public resetCloneFromDatabaseId() {
    this._cloneFromDatabaseId = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get cloneFromDatabaseIdInput() {
    return this._cloneFromDatabaseId;
  }

  // recover_from_database_id - computed: false, optional: true, required: false
  private _recoverFromDatabaseId?: number; 
  public get recoverFromDatabaseId() {
    return this.getNumberAttribute('recover_from_database_id');
  }
  public set recoverFromDatabaseId(value: number) {
    this._recoverFromDatabaseId = value;
  }
  public resetRecoverFromDatabaseId() {
    this._recoverFromDatabaseId = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get recoverFromDatabaseIdInput() {
    return this._recoverFromDatabaseId;
  }

  // recover_to_time - computed: false, optional: true, required: false
  private _recoverToTime?: string; 
  public get recoverToTime() {
    return this.getStringAttribute('recover_to_time');
  }
  public set recoverToTime(value: string) {
    this._recoverToTime = value;
  }
  public resetRecoverToTime() {
    this._recoverToTime = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get recoverToTimeInput() {
    return this._recoverToTime;
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

  // database_id - computed: true, optional: false, required: false
  public get databaseId() {
    return this.getNumberAttribute('database_id');
  }

  // pitr_status - computed: true, optional: false, required: false
  public get pitrStatus() {
    return this.getStringAttribute('pitr_status');
  }

  // database_image_id - computed: true, optional: false, required: false
  public get databaseImageId() {
    return this.getNumberAttribute('database_image_id');
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
  private _credentials = new DatabaseCredentialsMap(this, "credentials");
  public get credentials() {
    return this._credentials;
  }

  // timeouts - computed: false, optional: true, required: false
  private _timeouts = new DatabaseTimeoutsOutputReference(this, "timeouts");
  public get timeouts() {
    return this._timeouts;
  }
  public putTimeouts(value: DatabaseTimeouts) {
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
      database_type: cdktf.stringToTerraform(this._databaseType),
      version: cdktf.stringToTerraform(this._version),
      container_size: cdktf.numberToTerraform(this._containerSize),
      container_profile: cdktf.stringToTerraform(this._containerProfile),
      disk_size: cdktf.numberToTerraform(this._diskSize),
      iops: cdktf.numberToTerraform(this._iops),
      key_arn: cdktf.stringToTerraform(this._keyArn),
      enable_backups: cdktf.booleanToTerraform(this._enableBackups),
      enable_pitr: cdktf.booleanToTerraform(this._enablePitr),
      restore_from_backup_id: cdktf.numberToTerraform(this._restoreFromBackupId),
      clone_from_database_id: cdktf.numberToTerraform(this._cloneFromDatabaseId),
      recover_from_database_id: cdktf.numberToTerraform(this._recoverFromDatabaseId),
      recover_to_time: cdktf.stringToTerraform(this._recoverToTime),
      purge_backups_on_destroy: cdktf.booleanToTerraform(this._purgeBackupsOnDestroy),
      deletion_protection: cdktf.booleanToTerraform(this._deletionProtection),
      timeouts: databaseTimeoutsToTerraform(this._timeouts.internalValue),
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
      database_type: {
        value: cdktf.stringToHclTerraform(this._databaseType),
        isBlock: false,
        type: "simple",
        storageClassType: "string",
      },
      version: {
        value: cdktf.stringToHclTerraform(this._version),
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
      enable_pitr: {
        value: cdktf.booleanToHclTerraform(this._enablePitr),
        isBlock: false,
        type: "simple",
        storageClassType: "boolean",
      },
      restore_from_backup_id: {
        value: cdktf.numberToHclTerraform(this._restoreFromBackupId),
        isBlock: false,
        type: "simple",
        storageClassType: "number",
      },
      clone_from_database_id: {
        value: cdktf.numberToHclTerraform(this._cloneFromDatabaseId),
        isBlock: false,
        type: "simple",
        storageClassType: "number",
      },
      recover_from_database_id: {
        value: cdktf.numberToHclTerraform(this._recoverFromDatabaseId),
        isBlock: false,
        type: "simple",
        storageClassType: "number",
      },
      recover_to_time: {
        value: cdktf.stringToHclTerraform(this._recoverToTime),
        isBlock: false,
        type: "simple",
        storageClassType: "string",
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
        value: databaseTimeoutsToHclTerraform(this._timeouts.internalValue),
        isBlock: true,
        type: "struct",
        storageClassType: "DatabaseTimeouts",
      },
    };

    // remove undefined attributes
    return Object.fromEntries(Object.entries(attrs).filter(([_, value]) => value !== undefined && value.value !== undefined ))
  }
}
