// https://registry.terraform.io/providers/cdktf-aptible/aptible/0.1.0/docs/data-sources/backups
// generated from terraform resource schema

import { Construct } from 'constructs';
import * as cdktf from 'cdktf';

// Configuration

export interface DataAptibleBackupsConfig extends cdktf.TerraformMetaArguments {
  /**
  * The id of the environment.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/cdktf-aptible/aptible/0.1.0/docs/data-sources/backups#env_id DataAptibleBackups#env_id}
  */
  readonly envId: number;
  /**
  * Only those of the database of this handle, and of those that had it before.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/cdktf-aptible/aptible/0.1.0/docs/data-sources/backups#database_handle DataAptibleBackups#database_handle}
  */
  readonly databaseHandle?: string;
  /**
  * Only those of the database of this id, which may be gone.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/cdktf-aptible/aptible/0.1.0/docs/data-sources/backups#database_id DataAptibleBackups#database_id}
  */
  readonly databaseId?: number;
  /**
  * Only those whose database is gone. They keep their environment from being deleted.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/cdktf-aptible/aptible/0.1.0/docs/data-sources/backups#orphaned DataAptibleBackups#orphaned}
  */
  readonly orphaned?: boolean | cdktf.IResolvable;
}
export interface DataAptibleBackupsBackups {
}

export function dataAptibleBackupsBackupsToTerraform(struct?: DataAptibleBackupsBackups): any {
  if (!cdktf.canInspect(struct) || cdktf.Tokenization.isResolvable(struct)) { return struct; }
  if (cdktf.isComplexElement(struct)) {
    throw new Error("A complex element was used as configuration, this is not supported: https://cdk.tf/complex-object-as-configuration");
  }
  return {
  }
}


export function dataAptibleBackupsBackupsToHclTerraform(struct?: DataAptibleBackupsBackups): any {
  if (!cdktf.canInspect(struct) || cdktf.Tokenization.isResolvable(struct)) { return struct; }
  if (cdktf.isComplexElement(struct)) {
    throw new Error("A complex element was used as configuration, this is not supported: https://cdk.tf/complex-object-as-configuration");
  }
  const attrs = {
  };
  return attrs;
}

export class DataAptibleBackupsBackupsOutputReference extends cdktf.ComplexObject {
  private isEmptyObject = false;

  /**
  * @param terraformResource The parent resource
  * @param terraformAttribute The attribute on the parent resource this class is referencing
  * @param complexObjectIndex the index of this item in the list
  * @param complexObjectIsFromSet whether the list is wrapping a set (will add tolist() to be able to access an item via an index)
  */
  public constructor(terraformResource: cdktf.IInterpolatingParent, terraformAttribute: string, complexObjectIndex: number, complexObjectIsFromSet: boolean) {
    super(terraformResource, terraformAttribute, complexObjectIsFromSet, complexObjectIndex);
  }

  public get internalValue(): DataAptibleBackupsBackups | undefined {
    let hasAnyValues = this.isEmptyObject;
    const internalValueResult: any = {};
    return hasAnyValues ? internalValueResult : undefined;
  }

  public set internalValue(value: DataAptibleBackupsBackups | undefined) {
    if (value === undefined) {
      this.isEmptyObject = false;
    }
    else {
      this.isEmptyObject = Object.keys(value).length === 0;
    }
  }

  // backup_id - computed: true, optional: false, required: false
  public get backupId() {
    return this.getNumberAttribute('backup_id');
  }

  // database_handle - computed: true, optional: false, required: false
  public get databaseHandle() {
    return this.getStringAttribute('database_handle');
  }

  // database_id - computed: true, optional: false, required: false
  public get databaseId() {
    return this.getNumberAttribute('database_id');
  }

  // created_at - computed: true, optional: false, required: false
  public get createdAt() {
    return this.getStringAttribute('created_at');
  }

  // manual - computed: true, optional: false, required: false
  public get manual() {
    return this.getBooleanAttribute('manual');
  }

  // size - computed: true, optional: false, required: false
  public get size() {
    return this.getNumberAttribute('size');
  }

  // region - computed: true, optional: false, required: false
  public get region() {
    return this.getStringAttribute('region');
  }

  // copied_from_id - computed: true, optional: false, required: false
  public get copiedFromId() {
    return this.getNumberAttribute('copied_from_id');
  }
}

export class DataAptibleBackupsBackupsList extends cdktf.ComplexList {

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
  public get(index: number): DataAptibleBackupsBackupsOutputReference {
    return new DataAptibleBackupsBackupsOutputReference(this.terraformResource, this.terraformAttribute, index, this.wrapsSet);
  }
}

/**
* Represents a {@link https://registry.terraform.io/providers/cdktf-aptible/aptible/0.1.0/docs/data-sources/backups aptible_backups}
*/
export class DataAptibleBackups extends cdktf.TerraformDataSource {

  // =================
  // STATIC PROPERTIES
  // =================
  public static readonly tfResourceType = "aptible_backups";

  // ==============
  // STATIC Methods
  // ==============
  /**
  * Generates CDKTF code for importing a DataAptibleBackups resource upon running "cdktf plan <stack-name>"
  * @param scope The scope in which to define this construct
  * @param importToId The construct id used in the generated config for the DataAptibleBackups to import
  * @param importFromId The id of the existing DataAptibleBackups that should be imported. Refer to the {@link https://registry.terraform.io/providers/cdktf-aptible/aptible/0.1.0/docs/data-sources/backups#import import section} in the documentation of this resource for the id to use
  * @param provider? Optional instance of the provider where the DataAptibleBackups to import is found
  */
  public static generateConfigForImport(scope: Construct, importToId: string, importFromId: string, provider?: cdktf.TerraformProvider) {
        return new cdktf.ImportableResource(scope, importToId, { terraformResourceType: "aptible_backups", importId: importFromId, provider });
      }

  // ===========
  // INITIALIZER
  // ===========

  /**
  * Create a new {@link https://registry.terraform.io/providers/cdktf-aptible/aptible/0.1.0/docs/data-sources/backups aptible_backups} Data Source
  *
  * @param scope The scope in which to define this construct
  * @param id The scoped construct ID. Must be unique amongst siblings in the same scope
  * @param options DataAptibleBackupsConfig
  */
  public constructor(scope: Construct, id: string, config: DataAptibleBackupsConfig) {
    super(scope, id, {
      terraformResourceType: 'aptible_backups',
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
    this._databaseHandle = config.databaseHandle;
    this._databaseId = config.databaseId;
    this._orphaned = config.orphaned;
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

  // database_handle - computed: false, optional: true, required: false
  private _databaseHandle?: string; 
  public get databaseHandle() {
    return this.getStringAttribute('database_handle');
  }
  public set databaseHandle(value: string) {
    this._databaseHandle = value;
  }
  public resetDatabaseHandle() {
    this._databaseHandle = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get databaseHandleInput() {
    return this._databaseHandle;
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

  // orphaned - computed: false, optional: true, required: false
  private _orphaned?: boolean | cdktf.IResolvable; 
  public get orphaned() {
    return this.getBooleanAttribute('orphaned');
  }
  public set orphaned(value: boolean | cdktf.IResolvable) {
    this._orphaned = value;
  }
  public resetOrphaned() {
    this._orphaned = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get orphanedInput() {
    return this._orphaned;
  }

  // latest_id - computed: true, optional: false, required: false
  public get latestId() {
    return this.getNumberAttribute('latest_id');
  }

  // backups - computed: true, optional: false, required: false
  private _backups = new DataAptibleBackupsBackupsList(this, "backups", false);
  public get backups() {
    return this._backups;
  }

  // =========
  // SYNTHESIS
  // =========

  protected synthesizeAttributes(): { [name: string]: any } {
    return {
      env_id: cdktf.numberToTerraform(this._envId),
      database_handle: cdktf.stringToTerraform(this._databaseHandle),
      database_id: cdktf.numberToTerraform(this._databaseId),
      orphaned: cdktf.booleanToTerraform(this._orphaned),
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
      database_handle: {
        value: cdktf.stringToHclTerraform(this._databaseHandle),
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
      orphaned: {
        value: cdktf.booleanToHclTerraform(this._orphaned),
        isBlock: false,
        type: "simple",
        storageClassType: "boolean",
      },
    };

    // remove undefined attributes
    return Object.fromEntries(Object.entries(attrs).filter(([_, value]) => value !== undefined && value.value !== undefined ))
  }
}
