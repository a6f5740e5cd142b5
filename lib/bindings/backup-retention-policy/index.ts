// https://registry.terraform.io/providers/cdktf-aptible/aptible/0.1.0/docs/resources/backup_retention_policy
// generated from terraform resource schema

import { Construct } from 'constructs';
import * as cdktf from 'cdktf';

// Configuration

export interface BackupRetentionPolicyConfig extends cdktf.TerraformMetaArguments {
  /**
  * The id of the environment.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/cdktf-aptible/aptible/0.1.0/docs/resources/backup_retention_policy#env_id BackupRetentionPolicy#env_id}
  */
  readonly envId: number;
  /**
  * Daily backups that are kept.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/cdktf-aptible/aptible/0.1.0/docs/resources/backup_retention_policy#daily BackupRetentionPolicy#daily}
  */
  readonly daily: number;
  /**
  * Monthly backups that are kept.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/cdktf-aptible/aptible/0.1.0/docs/resources/backup_retention_policy#monthly BackupRetentionPolicy#monthly}
  */
  readonly monthly: number;
  /**
  * Yearly backups that are kept.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/cdktf-aptible/aptible/0.1.0/docs/resources/backup_retention_policy#yearly BackupRetentionPolicy#yearly}
  */
  readonly yearly: number;
  /**
  * Whether each backup is copied to another region.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/cdktf-aptible/aptible/0.1.0/docs/resources/backup_retention_policy#make_copy BackupRetentionPolicy#make_copy}
  */
  readonly makeCopy: boolean | cdktf.IResolvable;
  /**
  * Whether the last backup of a database outlives it. Such a backup keeps its environment from being deleted until it is purged.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/cdktf-aptible/aptible/0.1.0/docs/resources/backup_retention_policy#keep_final BackupRetentionPolicy#keep_final}
  */
  readonly keepFinal: boolean | cdktf.IResolvable;
  /**
  * timeouts block
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/cdktf-aptible/aptible/0.1.0/docs/resources/backup_retention_policy#timeouts BackupRetentionPolicy#timeouts}
  */
  readonly timeouts?: BackupRetentionPolicyTimeouts;
}
export interface BackupRetentionPolicyTimeouts {
  /**
  * How long creating it may take, operations on the platform included: `30m`, `1h30m`, `90s`.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/cdktf-aptible/aptible/0.1.0/docs/resources/backup_retention_policy#create BackupRetentionPolicy#create}
  */
  readonly create?: string;
  /**
  * How long changing it may take, operations on the platform included: `30m`, `1h30m`, `90s`.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/cdktf-aptible/aptible/0.1.0/docs/resources/backup_retention_policy#update BackupRetentionPolicy#update}
  */
  readonly update?: string;
}

export function backupRetentionPolicyTimeoutsToTerraform(struct?: BackupRetentionPolicyTimeouts | cdktf.IResolvable): any {
  if (!cdktf.canInspect(struct) || cdktf.Tokenization.isResolvable(struct)) { return struct; }
  if (cdktf.isComplexElement(struct)) {
    throw new Error("A complex element was used as configuration, this is not supported: https://cdk.tf/complex-object-as-configuration");
  }
  return {
    create: cdktf.stringToTerraform(struct!.create),
    update: cdktf.stringToTerraform(struct!.update),
  }
}


export function backupRetentionPolicyTimeoutsToHclTerraform(struct?: BackupRetentionPolicyTimeouts | cdktf.IResolvable): any {
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
    update: {
      value: cdktf.stringToHclTerraform(struct!.update),
      isBlock: false,
      type: "simple",
      storageClassType: "string",
    },
  };

  // remove undefined attributes
  return Object.fromEntries(Object.entries(attrs).filter(([_, value]) => value !== undefined && value.value !== undefined));
}

export class BackupRetentionPolicyTimeoutsOutputReference extends cdktf.ComplexObject {
  private isEmptyObject = false;
  private resolvableValue?: cdktf.IResolvable;

  /**
  * @param terraformResource The parent resource
  * @param terraformAttribute The attribute on the parent resource this class is referencing
  */
  public constructor(terraformResource: cdktf.IInterpolatingParent, terraformAttribute: string) {
    super(terraformResource, terraformAttribute, false);
  }

  public get internalValue(): BackupRetentionPolicyTimeouts | cdktf.IResolvable | undefined {
    if (this.resolvableValue) {
      return this.resolvableValue;
    }
    let hasAnyValues = this.isEmptyObject;
    const internalValueResult: any = {};
    if (this._create !== undefined) {
      hasAnyValues = true;
      internalValueResult.create = this._create;
    }
    if (this._update !== undefined) {
      hasAnyValues = true;
      internalValueResult.update = this._update;
    }
    return hasAnyValues ? internalValueResult : undefined;
  }

  public set internalValue(value: BackupRetentionPolicyTimeouts | cdktf.IResolvable | undefined) {
    if (value === undefined) {
      this.isEmptyObject = false;
      this.resolvableValue = undefined;
      this._create = undefined;
      this._update = undefined;
    }
    else if (cdktf.Tokenization.isResolvable(value)) {
      this.isEmptyObject = false;
      this.resolvableValue = value;
    }
    else {
      this.isEmptyObject = Object.keys(value).length === 0;
      this.resolvableValue = undefined;
      this._create = value.create;
      this._update = value.update;
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
}

/**
* Represents a {@link https://registry.terraform.io/providers/cdktf-aptible/aptible/0.1.0/docs/resources/backup_retention_policy aptible_backup_retention_policy}
*/
export class BackupRetentionPolicy extends cdktf.TerraformResource {

  // =================
  // STATIC PROPERTIES
  // =================
  public static readonly tfResourceType = "aptible_backup_retention_policy";

  // ==============
  // STATIC Methods
  // ==============
  /**
  * Generates CDKTF code for importing a BackupRetentionPolicy resource upon running "cdktf plan <stack-name>"
  * @param scope The scope in which to define this construct
  * @param importToId The construct id used in the generated config for the BackupRetentionPolicy to import
  * @param importFromId The id of the existing BackupRetentionPolicy that should be imported. Refer to the {@link https://registry.terraform.io/providers/cdktf-aptible/aptible/0.1.0/docs/resources/backup_retention_policy#import import section} in the documentation of this resource for the id to use
  * @param provider? Optional instance of the provider where the BackupRetentionPolicy to import is found
  */
  public static generateConfigForImport(scope: Construct, importToId: string, importFromId: string, provider?: cdktf.TerraformProvider) {
        return new cdktf.ImportableResource(scope, importToId, { terraformResourceType: "aptible_backup_retention_policy", importId: importFromId, provider });
      }

  // ===========
  // INITIALIZER
  // ===========

  /**
  * Create a new {@link https://registry.terraform.io/providers/cdktf-aptible/aptible/0.1.0/docs/resources/backup_retention_policy aptible_backup_retention_policy} Resource
  *
  * @param scope The scope in which to define this construct
  * @param id The scoped construct ID. Must be unique amongst siblings in the same scope
  * @param options BackupRetentionPolicyConfig
  */
  public constructor(scope: Construct, id: string, config: BackupRetentionPolicyConfig) {
    super(scope, id, {
      terraformResourceType: 'aptible_backup_retention_policy',
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
    this._daily = config.daily;
    this._monthly = config.monthly;
    this._yearly = config.yearly;
    this._makeCopy = config.makeCopy;
    this._keepFinal = config.keepFinal;
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

  // policy_id - computed: true, optional: false, required: false
  public get policyId() {
    return this.getNumberAttribute('policy_id');
  }

  // pitr_days - computed: true, optional: false, required: false
  public get pitrDays() {
    return this.getNumberAttribute('pitr_days');
  }

  // timeouts - computed: false, optional: true, required: false
  private _timeouts = new BackupRetentionPolicyTimeoutsOutputReference(this, "timeouts");
  public get timeouts() {
    return this._timeouts;
  }
  public putTimeouts(value: BackupRetentionPolicyTimeouts) {
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
      daily: cdktf.numberToTerraform(this._daily),
      monthly: cdktf.numberToTerraform(this._monthly),
      yearly: cdktf.numberToTerraform(this._yearly),
      make_copy: cdktf.booleanToTerraform(this._makeCopy),
      keep_final: cdktf.booleanToTerraform(this._keepFinal),
      timeouts: backupRetentionPolicyTimeoutsToTerraform(this._timeouts.internalValue),
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
      daily: {
        value: cdktf.numberToHclTerraform(this._daily),
        isBlock: false,
        type: "simple",
        storageClassType: "number",
      },
      monthly: {
        value: cdktf.numberToHclTerraform(this._monthly),
        isBlock: false,
        type: "simple",
        storageClassType: "number",
      },
      yearly: {
        value: cdktf.numberToHclTerraform(this._yearly),
        isBlock: false,
        type: "simple",
        storageClassType: "number",
      },
      make_copy: {
        value: cdktf.booleanToHclTerraform(this._makeCopy),
        isBlock: false,
        type: "simple",
        storageClassType: "boolean",
      },
      keep_final: {
        value: cdktf.booleanToHclTerraform(this._keepFinal),
        isBlock: false,
        type: "simple",
        storageClassType: "boolean",
      },
      timeouts: {
        value: backupRetentionPolicyTimeoutsToHclTerraform(this._timeouts.internalValue),
        isBlock: true,
        type: "struct",
        storageClassType: "BackupRetentionPolicyTimeouts",
      },
    };

    // remove undefined attributes
    return Object.fromEntries(Object.entries(attrs).filter(([_, value]) => value !== undefined && value.value !== undefined ))
  }
}
