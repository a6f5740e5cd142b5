// https://registry.terraform.io/providers/cdktf-aptible/aptible/0.1.0/docs/resources/environment
// generated from terraform resource schema

import { Construct } from 'constructs';
import * as cdktf from 'cdktf';

// Configuration

export interface EnvironmentConfig extends cdktf.TerraformMetaArguments {
  /**
  * The id of the organization that owns it. Left out: the owner of the stack, or, on a shared stack, the only organization of the user.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/cdktf-aptible/aptible/0.1.0/docs/resources/environment#org_id Environment#org_id}
  */
  readonly orgId?: string;
  /**
  * The id of the stack that it is on: see the data source `aptible_stack`.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/cdktf-aptible/aptible/0.1.0/docs/resources/environment#stack_id Environment#stack_id}
  */
  readonly stackId: number;
  /**
  * Its name, unique on the platform. Changes in place.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/cdktf-aptible/aptible/0.1.0/docs/resources/environment#handle Environment#handle}
  */
  readonly handle: string;
  /**
  * Whether the backups that are left in it are purged when it is destroyed, with their copies in other regions: the last ones of databases that the same destroy removes, and all of those that were removed earlier. Nothing is purged while it has apps, databases or drains. Without it, an environment that has a backup is not deleted. A plan that does so warns. It has to be applied before the destroy, since what the state has counts.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/cdktf-aptible/aptible/0.1.0/docs/resources/environment#purge_backups_on_destroy Environment#purge_backups_on_destroy}
  */
  readonly purgeBackupsOnDestroy?: boolean | cdktf.IResolvable;
  /**
  * Whether a plan that destroys or replaces the environment is refused. To let it go, set this to false and apply that first: what the state has counts, since a destroy looks at no configuration. Only Terraform knows it: it stops nobody who uses the dashboard or the CLI. It begins once the creation has succeeded.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/cdktf-aptible/aptible/0.1.0/docs/resources/environment#deletion_protection Environment#deletion_protection}
  */
  readonly deletionProtection?: boolean | cdktf.IResolvable;
  /**
  * backup_retention_policy block
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/cdktf-aptible/aptible/0.1.0/docs/resources/environment#backup_retention_policy Environment#backup_retention_policy}
  */
  readonly backupRetentionPolicy?: EnvironmentBackupRetentionPolicy[] | cdktf.IResolvable;
  /**
  * timeouts block
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/cdktf-aptible/aptible/0.1.0/docs/resources/environment#timeouts Environment#timeouts}
  */
  readonly timeouts?: EnvironmentTimeouts;
}
export interface EnvironmentBackupRetentionPolicy {
  /**
  * Daily backups that are kept.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/cdktf-aptible/aptible/0.1.0/docs/resources/environment#daily Environment#daily}
  */
  readonly daily: number;
  /**
  * Monthly backups that are kept.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/cdktf-aptible/aptible/0.1.0/docs/resources/environment#monthly Environment#monthly}
  */
  readonly monthly: number;
  /**
  * Yearly backups that are kept.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/cdktf-aptible/aptible/0.1.0/docs/resources/environment#yearly Environment#yearly}
  */
  readonly yearly: number;
  /**
  * Whether each backup is copied to another region.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/cdktf-aptible/aptible/0.1.0/docs/resources/environment#make_copy Environment#make_copy}
  */
  readonly makeCopy: boolean | cdktf.IResolvable;
  /**
  * Whether the last backup of a database outlives it. Such a backup keeps its environment from being deleted until it is purged.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/cdktf-aptible/aptible/0.1.0/docs/resources/environment#keep_final Environment#keep_final}
  */
  readonly keepFinal: boolean | cdktf.IResolvable;
}

export function environmentBackupRetentionPolicyToTerraform(struct?: EnvironmentBackupRetentionPolicy | cdktf.IResolvable): any {
  if (!cdktf.canInspect(struct) || cdktf.Tokenization.isResolvable(struct)) { return struct; }
  if (cdktf.isComplexElement(struct)) {
    throw new Error("A complex element was used as configuration, this is not supported: https://cdk.tf/complex-object-as-configuration");
  }
  return {
    daily: cdktf.numberToTerraform(struct!.daily),
    monthly: cdktf.numberToTerraform(struct!.monthly),
    yearly: cdktf.numberToTerraform(struct!.yearly),
    make_copy: cdktf.booleanToTerraform(struct!.makeCopy),
    keep_final: cdktf.booleanToTerraform(struct!.keepFinal),
  }
}


export function environmentBackupRetentionPolicyToHclTerraform(struct?: EnvironmentBackupRetentionPolicy | cdktf.IResolvable): any {
  if (!cdktf.canInspect(struct) || cdktf.Tokenization.isResolvable(struct)) { return struct; }
  if (cdktf.isComplexElement(struct)) {
    throw new Error("A complex element was used as configuration, this is not supported: https://cdk.tf/complex-object-as-configuration");
  }
  const attrs = {
    daily: {
      value: cdktf.numberToHclTerraform(struct!.daily),
      isBlock: false,
      type: "simple",
      storageClassType: "number",
    },
    monthly: {
      value: cdktf.numberToHclTerraform(struct!.monthly),
      isBlock: false,
      type: "simple",
      storageClassType: "number",
    },
    yearly: {
      value: cdktf.numberToHclTerraform(struct!.yearly),
      isBlock: false,
      type: "simple",
      storageClassType: "number",
    },
    make_copy: {
      value: cdktf.booleanToHclTerraform(struct!.makeCopy),
      isBlock: false,
      type: "simple",
      storageClassType: "boolean",
    },
    keep_final: {
      value: cdktf.booleanToHclTerraform(struct!.keepFinal),
      isBlock: false,
      type: "simple",
      storageClassType: "boolean",
    },
  };

  // remove undefined attributes
  return Object.fromEntries(Object.entries(attrs).filter(([_, value]) => value !== undefined && value.value !== undefined));
}

export class EnvironmentBackupRetentionPolicyOutputReference extends cdktf.ComplexObject {
  private isEmptyObject = false;
  private resolvableValue?: cdktf.IResolvable;

  /**
  * @param terraformResource The parent resource
  * @param terraformAttribute The attribute on the parent resource this class is referencing
  * @param complexObjectIndex the index of this item in the list
  * @param complexObjectIsFromSet whether the list is wrapping a set (will add tolist() to be able to access an item via an index)
  */
  public constructor(terraformResource: cdktf.IInterpolatingParent, terraformAttribute: string, complexObjectIndex: number, complexObjectIsFromSet: boolean) {
    super(terraformResource, terraformAttribute, complexObjectIsFromSet, complexObjectIndex);
  }

  public get internalValue(): EnvironmentBackupRetentionPolicy | cdktf.IResolvable | undefined {
    if (this.resolvableValue) {
      return this.resolvableValue;
    }
    let hasAnyValues = this.isEmptyObject;
    const internalValueResult: any = {};
    if (this._daily !== undefined) {
      hasAnyValues = true;
      internalValueResult.daily = this._daily;
    }
    if (this._monthly !== undefined) {
      hasAnyValues = true;
      internalValueResult.monthly = this._monthly;
    }
    if (this._yearly !== undefined) {
      hasAnyValues = true;
      internalValueResult.yearly = this._yearly;
    }
    if (this._makeCopy !== undefined) {
      hasAnyValues = true;
      internalValueResult.makeCopy = this._makeCopy;
    }
    if (this._keepFinal !== undefined) {
      hasAnyValues = true;
      internalValueResult.keepFinal = this._keepFinal;
    }
    return hasAnyValues ? internalValueResult : undefined;
  }

  public set internalValue(value: EnvironmentBackupRetentionPolicy | cdktf.IResolvable | undefined) {
    if (value === undefined) {
      this.isEmptyObject = false;
      this.resolvableValue = undefined;
      this._daily = undefined;
      this._monthly = undefined;
      this._yearly = undefined;
      this._makeCopy = undefined;
      this._keepFinal = undefined;
    }
    else if (cdktf.Tokenization.isResolvable(value)) {
      this.isEmptyObject = false;
      this.resolvableValue = value;
    }
    else {
      this.isEmptyObject = Object.keys(value).length === 0;
      this.resolvableValue = undefined;
      this._daily = value.daily;
      this._monthly = value.monthly;
      this._yearly = value.yearly;
      this._makeCopy = value.makeCopy;
      this._keepFinal = value.keepFinal;
    }
  }

  // daily - computed: false, optional: false, required: true
  private _daily?: number; 
  public get daily() {
    return this.getNumberAttribute('daily');
  }
  public set daily(value: number) {
    this._daily = value;
  }
  // Temporarily expose input value. Use with caution.
  public get dailyInput() {
    return this._daily;
  }

  // monthly - computed: false, optional: false, required: true
  private _monthly?: number; 
  public get monthly() {
    return this.getNumberAttribute('monthly');
  }
  public set monthly(value: number) {
    this._monthly = value;
  }
  // Temporarily expose input value. Use with caution.
  public get monthlyInput() {
    return this._monthly;
  }

  // yearly - computed: false, optional: false, required: true
  private _yearly?: number; 
  public get yearly() {
    return this.getNumberAttribute('yearly');
  }
  public set yearly(value: number) {
    this._yearly = value;
  }
  // Temporarily expose input value. Use with caution.
  public get yearlyInput() {
    return this._yearly;
  }

  // make_copy - computed: false, optional: false, required: true
  private _makeCopy?: boolean | cdktf.IResolvable; 
  public get makeCopy() {
    return this.getBooleanAttribute('make_copy');
  }
  public set makeCopy(value: boolean | cdktf.IResolvable) {
    this._makeCopy = value;
  }
  // Temporarily expose input value. Use with caution.
  public get makeCopyInput() {
    return this._makeCopy;
  }

  // keep_final - computed: false, optional: false, required: true
  private _keepFinal?: boolean | cdktf.IResolvable; 
  public get keepFinal() {
    return this.getBooleanAttribute('keep_final');
  }
  public set keepFinal(value: boolean | cdktf.IResolvable) {
    this._keepFinal = value;
  }
  // Temporarily expose input value. Use with caution.
  public get keepFinalInput() {
    return this._keepFinal;
  }
}

export class EnvironmentBackupRetentionPolicyList extends cdktf.ComplexList {
  public internalValue? : EnvironmentBackupRetentionPolicy[] | cdktf.IResolvable

  /**
  * @param terraformResource The parent resource
  * @param terraformAttribute The attribute on the parent resource this class is referencing
  * @param wrapsSet whether the list is wrapping a set (will add tolist() to be able to access an item via an index)
  */
  constructor(protected terraformResource: cdktf.IInterpolatingParent, protected terraformAttribute: string, protected wrapsSet: boolean) {
    super(terraformResource, terraformAttribute, wrapsSet)
  }

  /**
  * @param index the index of the item to return
  */
  public get(index: number): EnvironmentBackupRetentionPolicyOutputReference {
    return new EnvironmentBackupRetentionPolicyOutputReference(this.terraformResource, this.terraformAttribute, index, this.wrapsSet);
  }
}
export interface EnvironmentTimeouts {
  /**
  * How long creating it may take, operations on the platform included: `30m`, `1h30m`, `90s`.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/cdktf-aptible/aptible/0.1.0/docs/resources/environment#create Environment#create}
  */
  readonly create?: string;
  /**
  * How long reading it may take, operations on the platform included: `30m`, `1h30m`, `90s`.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/cdktf-aptible/aptible/0.1.0/docs/resources/environment#read Environment#read}
  */
  readonly read?: string;
  /**
  * How long changing it may take, operations on the platform included: `30m`, `1h30m`, `90s`.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/cdktf-aptible/aptible/0.1.0/docs/resources/environment#update Environment#update}
  */
  readonly update?: string;
  /**
  * How long deleting it may take, operations on the platform included: `30m`, `1h30m`, `90s`.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/cdktf-aptible/aptible/0.1.0/docs/resources/environment#delete Environment#delete}
  */
  readonly delete?: string;
}

export function environmentTimeoutsToTerraform(struct?: EnvironmentTimeouts | cdktf.IResolvable): any {
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


export function environmentTimeoutsToHclTerraform(struct?: EnvironmentTimeouts | cdktf.IResolvable): any {
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

export class EnvironmentTimeoutsOutputReference extends cdktf.ComplexObject {
  private isEmptyObject = false;
  private resolvableValue?: cdktf.IResolvable;

  /**
  * @param terraformResource The parent resource
  * @param terraformAttribute The attribute on the parent resource this class is referencing
  */
  public constructor(terraformResource: cdktf.IInterpolatingParent, terraformAttribute: string) {
    super(terraformResource, terraformAttribute, false);
  }

  public get internalValue(): EnvironmentTimeouts | cdktf.IResolvable | undefined {
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

  public set internalValue(value: EnvironmentTimeouts | cdktf.IResolvable | undefined) {
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
* Represents a {@link https://registry.terraform.io/providers/cdktf-aptible/aptible/0.1.0/docs/resources/environment aptible_environment}
*/
export class Environment extends cdktf.TerraformResource {

  // =================
  // STATIC PROPERTIES
  // =================
  public static readonly tfResourceType = "aptible_environment";

  // ==============
  // STATIC Methods
  // ==============
  /**
  * Generates CDKTF code for importing a Environment resource upon running "cdktf plan <stack-name>"
  * @param scope The scope in which to define this construct
  * @param importToId The construct id used in the generated config for the Environment to import
  * @param importFromId The id of the existing Environment that should be imported. Refer to the {@link https://registry.terraform.io/providers/cdktf-aptible/aptible/0.1.0/docs/resources/environment#import import section} in the documentation of this resource for the id to use
  * @param provider? Optional instance of the provider where the Environment to import is found
  */
  public static generateConfigForImport(scope: Construct, importToId: string, importFromId: string, provider?: cdktf.TerraformProvider) {
        return new cdktf.ImportableResource(scope, importToId, { terraformResourceType: "aptible_environment", importId: importFromId, provider });
      }

  // ===========
  // INITIALIZER
  // ===========

  /**
  * Create a new {@link https://registry.terraform.io/providers/cdktf-aptible/aptible/0.1.0/docs/resources/environment aptible_environment} Resource
  *
  * @param scope The scope in which to define this construct
  * @param id The scoped construct ID. Must be unique amongst siblings in the same scope
  * @param options EnvironmentConfig
  */
  public constructor(scope: Construct, id: string, config: EnvironmentConfig) {
    super(scope, id, {
      terraformResourceType: 'aptible_environment',
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
    this._orgId = config.orgId;
    this._stackId = config.stackId;
    this._handle = config.handle;
    this._purgeBackupsOnDestroy = config.purgeBackupsOnDestroy;
    this._deletionProtection = config.deletionProtection;
    this._backupRetentionPolicy.internalValue = config.backupRetentionPolicy;
    this._timeouts.internalValue = config.timeouts;
  }

  // ==========
  // ATTRIBUTES
  // ==========

  // id - computed: true, optional: false, required: false
  public get id() {
    return this.getStringAttribute('id');
  }

  // env_id - computed: true, optional: false, required: false
  public get envId() {
    return this.getNumberAttribute('env_id');
  }

  // org_id - computed: true, optional: true, required: false
  private _orgId?: string; 
  public get orgId() {
    return this.getStringAttribute('org_id');
  }
  public set orgId(value: string) {
    this._orgId = value;
  }
  public resetOrgId() {
    this._orgId = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get orgIdInput() {
    return this._orgId;
  }

  // stack_id - computed: false, optional: false, required: true
  private _stackId?: number; 
  public get stackId() {
    return this.getNumberAttribute('stack_id');
  }
  public set stackId(value: number) {
    this._stackId = value;
  }
  // Temporarily expose input value. Use with caution.
  public get stackIdInput() {
    return this._stackId;
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

  // ca_certificate - computed: true, optional: false, required: false
  public get caCertificate() {
    return this.getStringAttribute('ca_certificate');
  }

  // backup_retention_policy - computed: false, optional: true, required: false
  private _backupRetentionPolicy = new EnvironmentBackupRetentionPolicyList(this, "backup_retention_policy", true);
  public get backupRetentionPolicy() {
    return this._backupRetentionPolicy;
  }
  public putBackupRetentionPolicy(value: EnvironmentBackupRetentionPolicy[] | cdktf.IResolvable) {
    this._backupRetentionPolicy.internalValue = value;
  }
  public resetBackupRetentionPolicy() {
    this._backupRetentionPolicy.internalValue = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get backupRetentionPolicyInput() {
    return this._backupRetentionPolicy.internalValue;
  }

  // timeouts - computed: false, optional: true, required: false
  private _timeouts = new EnvironmentTimeoutsOutputReference(this, "timeouts");
  public get timeouts() {
    return this._timeouts;
  }
  public putTimeouts(value: EnvironmentTimeouts) {
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
      org_id: cdktf.stringToTerraform(this._orgId),
      stack_id: cdktf.numberToTerraform(this._stackId),
      handle: cdktf.stringToTerraform(this._handle),
      purge_backups_on_destroy: cdktf.booleanToTerraform(this._purgeBackupsOnDestroy),
      deletion_protection: cdktf.booleanToTerraform(this._deletionProtection),
      backup_retention_policy: cdktf.listMapper(environmentBackupRetentionPolicyToTerraform, true)(this._backupRetentionPolicy.internalValue),
      timeouts: environmentTimeoutsToTerraform(this._timeouts.internalValue),
    };
  }

  protected synthesizeHclAttributes(): { [name: string]: any } {
    const attrs = {
      org_id: {
        value: cdktf.stringToHclTerraform(this._orgId),
        isBlock: false,
        type: "simple",
        storageClassType: "string",
      },
      stack_id: {
        value: cdktf.numberToHclTerraform(this._stackId),
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
      backup_retention_policy: {
        value: cdktf.listMapperHcl(environmentBackupRetentionPolicyToHclTerraform, true)(this._backupRetentionPolicy.internalValue),
        isBlock: true,
        type: "set",
        storageClassType: "EnvironmentBackupRetentionPolicyList",
      },
      timeouts: {
        value: environmentTimeoutsToHclTerraform(this._timeouts.internalValue),
        isBlock: true,
        type: "struct",
        storageClassType: "EnvironmentTimeouts",
      },
    };

    // remove undefined attributes
    return Object.fromEntries(Object.entries(attrs).filter(([_, value]) => value !== undefined && value.value !== undefined ))
  }
}
