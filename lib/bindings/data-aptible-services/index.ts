// https://registry.terraform.io/providers/cdktf-aptible/aptible/0.1.0/docs/data-sources/services
// generated from terraform resource schema

import { Construct } from 'constructs';
import * as cdktf from 'cdktf';

// Configuration

export interface DataAptibleServicesConfig extends cdktf.TerraformMetaArguments {
  /**
  * The id of the environment.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/cdktf-aptible/aptible/0.1.0/docs/data-sources/services#env_id DataAptibleServices#env_id}
  */
  readonly envId: number;
  /**
  * Only those of the app of this id.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/cdktf-aptible/aptible/0.1.0/docs/data-sources/services#app_id DataAptibleServices#app_id}
  */
  readonly appId?: number;
}
export interface DataAptibleServicesServicesAutoscalingPolicy {
}

export function dataAptibleServicesServicesAutoscalingPolicyToTerraform(struct?: DataAptibleServicesServicesAutoscalingPolicy): any {
  if (!cdktf.canInspect(struct) || cdktf.Tokenization.isResolvable(struct)) { return struct; }
  if (cdktf.isComplexElement(struct)) {
    throw new Error("A complex element was used as configuration, this is not supported: https://cdk.tf/complex-object-as-configuration");
  }
  return {
  }
}


export function dataAptibleServicesServicesAutoscalingPolicyToHclTerraform(struct?: DataAptibleServicesServicesAutoscalingPolicy): any {
  if (!cdktf.canInspect(struct) || cdktf.Tokenization.isResolvable(struct)) { return struct; }
  if (cdktf.isComplexElement(struct)) {
    throw new Error("A complex element was used as configuration, this is not supported: https://cdk.tf/complex-object-as-configuration");
  }
  const attrs = {
  };
  return attrs;
}

export class DataAptibleServicesServicesAutoscalingPolicyOutputReference extends cdktf.ComplexObject {
  private isEmptyObject = false;

  /**
  * @param terraformResource The parent resource
  * @param terraformAttribute The attribute on the parent resource this class is referencing
  */
  public constructor(terraformResource: cdktf.IInterpolatingParent, terraformAttribute: string) {
    super(terraformResource, terraformAttribute, false);
  }

  public get internalValue(): DataAptibleServicesServicesAutoscalingPolicy | undefined {
    let hasAnyValues = this.isEmptyObject;
    const internalValueResult: any = {};
    return hasAnyValues ? internalValueResult : undefined;
  }

  public set internalValue(value: DataAptibleServicesServicesAutoscalingPolicy | undefined) {
    if (value === undefined) {
      this.isEmptyObject = false;
    }
    else {
      this.isEmptyObject = Object.keys(value).length === 0;
    }
  }

  // autoscaling_type - computed: true, optional: false, required: false
  public get autoscalingType() {
    return this.getStringAttribute('autoscaling_type');
  }

  // metric_lookback_seconds - computed: true, optional: false, required: false
  public get metricLookbackSeconds() {
    return this.getNumberAttribute('metric_lookback_seconds');
  }

  // percentile - computed: true, optional: false, required: false
  public get percentile() {
    return this.getNumberAttribute('percentile');
  }

  // post_scale_up_cooldown_seconds - computed: true, optional: false, required: false
  public get postScaleUpCooldownSeconds() {
    return this.getNumberAttribute('post_scale_up_cooldown_seconds');
  }

  // post_scale_down_cooldown_seconds - computed: true, optional: false, required: false
  public get postScaleDownCooldownSeconds() {
    return this.getNumberAttribute('post_scale_down_cooldown_seconds');
  }

  // post_release_cooldown_seconds - computed: true, optional: false, required: false
  public get postReleaseCooldownSeconds() {
    return this.getNumberAttribute('post_release_cooldown_seconds');
  }

  // mem_cpu_ratio_r_threshold - computed: true, optional: false, required: false
  public get memCpuRatioRThreshold() {
    return this.getNumberAttribute('mem_cpu_ratio_r_threshold');
  }

  // mem_cpu_ratio_c_threshold - computed: true, optional: false, required: false
  public get memCpuRatioCThreshold() {
    return this.getNumberAttribute('mem_cpu_ratio_c_threshold');
  }

  // mem_scale_up_threshold - computed: true, optional: false, required: false
  public get memScaleUpThreshold() {
    return this.getNumberAttribute('mem_scale_up_threshold');
  }

  // mem_scale_down_threshold - computed: true, optional: false, required: false
  public get memScaleDownThreshold() {
    return this.getNumberAttribute('mem_scale_down_threshold');
  }

  // minimum_memory - computed: true, optional: false, required: false
  public get minimumMemory() {
    return this.getNumberAttribute('minimum_memory');
  }

  // maximum_memory - computed: true, optional: false, required: false
  public get maximumMemory() {
    return this.getNumberAttribute('maximum_memory');
  }

  // min_cpu_threshold - computed: true, optional: false, required: false
  public get minCpuThreshold() {
    return this.getNumberAttribute('min_cpu_threshold');
  }

  // max_cpu_threshold - computed: true, optional: false, required: false
  public get maxCpuThreshold() {
    return this.getNumberAttribute('max_cpu_threshold');
  }

  // min_containers - computed: true, optional: false, required: false
  public get minContainers() {
    return this.getNumberAttribute('min_containers');
  }

  // max_containers - computed: true, optional: false, required: false
  public get maxContainers() {
    return this.getNumberAttribute('max_containers');
  }

  // scale_up_step - computed: true, optional: false, required: false
  public get scaleUpStep() {
    return this.getNumberAttribute('scale_up_step');
  }

  // scale_down_step - computed: true, optional: false, required: false
  public get scaleDownStep() {
    return this.getNumberAttribute('scale_down_step');
  }

  // scaling_enabled - computed: true, optional: false, required: false
  public get scalingEnabled() {
    return this.getBooleanAttribute('scaling_enabled');
  }

  // use_horizontal_scale - computed: true, optional: false, required: false
  public get useHorizontalScale() {
    return this.getBooleanAttribute('use_horizontal_scale');
  }
}
export interface DataAptibleServicesServices {
}

export function dataAptibleServicesServicesToTerraform(struct?: DataAptibleServicesServices): any {
  if (!cdktf.canInspect(struct) || cdktf.Tokenization.isResolvable(struct)) { return struct; }
  if (cdktf.isComplexElement(struct)) {
    throw new Error("A complex element was used as configuration, this is not supported: https://cdk.tf/complex-object-as-configuration");
  }
  return {
  }
}


export function dataAptibleServicesServicesToHclTerraform(struct?: DataAptibleServicesServices): any {
  if (!cdktf.canInspect(struct) || cdktf.Tokenization.isResolvable(struct)) { return struct; }
  if (cdktf.isComplexElement(struct)) {
    throw new Error("A complex element was used as configuration, this is not supported: https://cdk.tf/complex-object-as-configuration");
  }
  const attrs = {
  };
  return attrs;
}

export class DataAptibleServicesServicesOutputReference extends cdktf.ComplexObject {
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

  public get internalValue(): DataAptibleServicesServices | undefined {
    let hasAnyValues = this.isEmptyObject;
    const internalValueResult: any = {};
    return hasAnyValues ? internalValueResult : undefined;
  }

  public set internalValue(value: DataAptibleServicesServices | undefined) {
    if (value === undefined) {
      this.isEmptyObject = false;
    }
    else {
      this.isEmptyObject = Object.keys(value).length === 0;
    }
  }

  // app_id - computed: true, optional: false, required: false
  public get appId() {
    return this.getNumberAttribute('app_id');
  }

  // service_id - computed: true, optional: false, required: false
  public get serviceId() {
    return this.getNumberAttribute('service_id');
  }

  // command - computed: true, optional: false, required: false
  public get command() {
    return this.getStringAttribute('command');
  }

  // process_type - computed: true, optional: false, required: false
  public get processType() {
    return this.getStringAttribute('process_type');
  }

  // container_count - computed: true, optional: false, required: false
  public get containerCount() {
    return this.getNumberAttribute('container_count');
  }

  // container_memory_limit - computed: true, optional: false, required: false
  public get containerMemoryLimit() {
    return this.getNumberAttribute('container_memory_limit');
  }

  // container_profile - computed: true, optional: false, required: false
  public get containerProfile() {
    return this.getStringAttribute('container_profile');
  }

  // force_zero_downtime - computed: true, optional: false, required: false
  public get forceZeroDowntime() {
    return this.getBooleanAttribute('force_zero_downtime');
  }

  // restart_free_scaling - computed: true, optional: false, required: false
  public get restartFreeScaling() {
    return this.getBooleanAttribute('restart_free_scaling');
  }

  // simple_health_check - computed: true, optional: false, required: false
  public get simpleHealthCheck() {
    return this.getBooleanAttribute('simple_health_check');
  }

  // stop_timeout - computed: true, optional: false, required: false
  public get stopTimeout() {
    return this.getNumberAttribute('stop_timeout');
  }

  // autoscaling_policy - computed: true, optional: false, required: false
  private _autoscalingPolicy = new DataAptibleServicesServicesAutoscalingPolicyOutputReference(this, "autoscaling_policy");
  public get autoscalingPolicy() {
    return this._autoscalingPolicy;
  }
}

export class DataAptibleServicesServicesList extends cdktf.ComplexList {

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
  public get(index: number): DataAptibleServicesServicesOutputReference {
    return new DataAptibleServicesServicesOutputReference(this.terraformResource, this.terraformAttribute, index, this.wrapsSet);
  }
}

/**
* Represents a {@link https://registry.terraform.io/providers/cdktf-aptible/aptible/0.1.0/docs/data-sources/services aptible_services}
*/
export class DataAptibleServices extends cdktf.TerraformDataSource {

  // =================
  // STATIC PROPERTIES
  // =================
  public static readonly tfResourceType = "aptible_services";

  // ==============
  // STATIC Methods
  // ==============
  /**
  * Generates CDKTF code for importing a DataAptibleServices resource upon running "cdktf plan <stack-name>"
  * @param scope The scope in which to define this construct
  * @param importToId The construct id used in the generated config for the DataAptibleServices to import
  * @param importFromId The id of the existing DataAptibleServices that should be imported. Refer to the {@link https://registry.terraform.io/providers/cdktf-aptible/aptible/0.1.0/docs/data-sources/services#import import section} in the documentation of this resource for the id to use
  * @param provider? Optional instance of the provider where the DataAptibleServices to import is found
  */
  public static generateConfigForImport(scope: Construct, importToId: string, importFromId: string, provider?: cdktf.TerraformProvider) {
        return new cdktf.ImportableResource(scope, importToId, { terraformResourceType: "aptible_services", importId: importFromId, provider });
      }

  // ===========
  // INITIALIZER
  // ===========

  /**
  * Create a new {@link https://registry.terraform.io/providers/cdktf-aptible/aptible/0.1.0/docs/data-sources/services aptible_services} Data Source
  *
  * @param scope The scope in which to define this construct
  * @param id The scoped construct ID. Must be unique amongst siblings in the same scope
  * @param options DataAptibleServicesConfig
  */
  public constructor(scope: Construct, id: string, config: DataAptibleServicesConfig) {
    super(scope, id, {
      terraformResourceType: 'aptible_services',
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
    this._appId = config.appId;
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

  // app_id - computed: false, optional: true, required: false
  private _appId?: number; 
  public get appId() {
    return this.getNumberAttribute('app_id');
  }
  public set appId(value: number) {
    this._appId = value;
  }
  public resetAppId() {
    this._appId = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get appIdInput() {
    return this._appId;
  }

  // services - computed: true, optional: false, required: false
  private _services = new DataAptibleServicesServicesList(this, "services", false);
  public get services() {
    return this._services;
  }

  // =========
  // SYNTHESIS
  // =========

  protected synthesizeAttributes(): { [name: string]: any } {
    return {
      env_id: cdktf.numberToTerraform(this._envId),
      app_id: cdktf.numberToTerraform(this._appId),
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
      app_id: {
        value: cdktf.numberToHclTerraform(this._appId),
        isBlock: false,
        type: "simple",
        storageClassType: "number",
      },
    };

    // remove undefined attributes
    return Object.fromEntries(Object.entries(attrs).filter(([_, value]) => value !== undefined && value.value !== undefined ))
  }
}
