// https://registry.terraform.io/providers/cdktf-aptible/aptible/0.1.0/docs/resources/app
// generated from terraform resource schema

import { Construct } from 'constructs';
import * as cdktf from 'cdktf';

// Configuration

export interface AppConfig extends cdktf.TerraformMetaArguments {
  /**
  * The id of the environment that it lives in.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/cdktf-aptible/aptible/0.1.0/docs/resources/app#env_id App#env_id}
  */
  readonly envId: number;
  /**
  * Its name, unique in the environment. Changes in place; drains show the new name after a restart.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/cdktf-aptible/aptible/0.1.0/docs/resources/app#handle App#handle}
  */
  readonly handle: string;
  /**
  * The environment variables of its containers: all of them, so that a variable set by hand is seen as a change. Values are shown in plans unless they come from something sensitive. Those declared in `secret_config` and `secret_config_wo` are not in here. One that is not declared, because it was set by hand or has just been imported, is in here by its name alone, without its value: a plan that unsets it names it in a warning.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/cdktf-aptible/aptible/0.1.0/docs/resources/app#config App#config}
  */
  readonly config?: { [key: string]: string };
  /**
  * More environment variables, whose values no plan shows. They are kept in the state, so that a change by hand is seen.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/cdktf-aptible/aptible/0.1.0/docs/resources/app#secret_config App#secret_config}
  */
  readonly secretConfig?: { [key: string]: string };
  /**
  * More environment variables, whose values are never kept in a plan or a state; only their names are remembered. They are set when `secret_config_wo_version` changes. That one has been unset by hand is seen, that one has been changed cannot be. Needs Terraform 1.11.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/cdktf-aptible/aptible/0.1.0/docs/resources/app#secret_config_wo App#secret_config_wo}
  */
  readonly secretConfigWo?: { [key: string]: string };
  /**
  * A number of yours. Another one sets all of `secret_config_wo` anew, and unsets what is not in there any more.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/cdktf-aptible/aptible/0.1.0/docs/resources/app#secret_config_wo_version App#secret_config_wo_version}
  */
  readonly secretConfigWoVersion?: number;
  /**
  * The image that is deployed: `quay.io/aptible/deploy-demo-app:latest`. Left out, the app is deployed with git.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/cdktf-aptible/aptible/0.1.0/docs/resources/app#docker_image App#docker_image}
  */
  readonly dockerImage?: string;
  /**
  * The user at the registry of the image, when that is private.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/cdktf-aptible/aptible/0.1.0/docs/resources/app#private_registry_username App#private_registry_username}
  */
  readonly privateRegistryUsername?: string;
  /**
  * The password of that user.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/cdktf-aptible/aptible/0.1.0/docs/resources/app#private_registry_password App#private_registry_password}
  */
  readonly privateRegistryPassword?: string;
  /**
  * The same as `private_registry_password`, but never kept in a plan or a state: for a token that is another one in each run. Another value deploys nothing; it is sent with the next deploy. Needs Terraform 1.11.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/cdktf-aptible/aptible/0.1.0/docs/resources/app#private_registry_password_wo App#private_registry_password_wo}
  */
  readonly privateRegistryPasswordWo?: string;
  /**
  * A number of yours. Another one deploys with the value that `private_registry_password_wo` has then.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/cdktf-aptible/aptible/0.1.0/docs/resources/app#private_registry_password_wo_version App#private_registry_password_wo_version}
  */
  readonly privateRegistryPasswordWoVersion?: number;
  /**
  * Set to `external`, the app is released from elsewhere: by `aptible deploy` or `git push`, as of a pipeline. Then its image and the credentials of the registry are not looked at, and no change here rolls them back; `docker_image` and the credentials with it are those of its creation only. Services that its image does not have yet are no error: they are set up by the first apply after a deploy that brings them. Left out, Terraform releases it. The guide “Releases” says which to choose.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/cdktf-aptible/aptible/0.1.0/docs/resources/app#release_mode App#release_mode}
  */
  readonly releaseMode?: string;
  /**
  * The names of environment variables that are set from elsewhere, such as by the pipeline that releases the app: they are neither shown nor unset.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/cdktf-aptible/aptible/0.1.0/docs/resources/app#external_config App#external_config}
  */
  readonly externalConfig?: string[];
  /**
  * Any text. Another one deploys the image again, although its name is the same: for a tag that moves, as `latest` does. The digest of the image is a good one.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/cdktf-aptible/aptible/0.1.0/docs/resources/app#deploy_trigger App#deploy_trigger}
  */
  readonly deployTrigger?: string;
  /**
  * service block
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/cdktf-aptible/aptible/0.1.0/docs/resources/app#service App#service}
  */
  readonly service?: AppService[] | cdktf.IResolvable;
  /**
  * timeouts block
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/cdktf-aptible/aptible/0.1.0/docs/resources/app#timeouts App#timeouts}
  */
  readonly timeouts?: AppTimeouts;
}
export interface AppServiceAutoscalingPolicy {
  /**
  * `vertical` changes the size of the containers, `horizontal` their number.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/cdktf-aptible/aptible/0.1.0/docs/resources/app#autoscaling_type App#autoscaling_type}
  */
  readonly autoscalingType: string;
  /**
  * How far back the metrics are looked at, in seconds.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/cdktf-aptible/aptible/0.1.0/docs/resources/app#metric_lookback_seconds App#metric_lookback_seconds}
  */
  readonly metricLookbackSeconds?: number;
  /**
  * The percentile of the metrics that is compared with the thresholds.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/cdktf-aptible/aptible/0.1.0/docs/resources/app#percentile App#percentile}
  */
  readonly percentile?: number;
  /**
  * Wait after scaling up, in seconds.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/cdktf-aptible/aptible/0.1.0/docs/resources/app#post_scale_up_cooldown_seconds App#post_scale_up_cooldown_seconds}
  */
  readonly postScaleUpCooldownSeconds?: number;
  /**
  * Wait after scaling down, in seconds.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/cdktf-aptible/aptible/0.1.0/docs/resources/app#post_scale_down_cooldown_seconds App#post_scale_down_cooldown_seconds}
  */
  readonly postScaleDownCooldownSeconds?: number;
  /**
  * Wait after a release, in seconds.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/cdktf-aptible/aptible/0.1.0/docs/resources/app#post_release_cooldown_seconds App#post_release_cooldown_seconds}
  */
  readonly postReleaseCooldownSeconds?: number;
  /**
  * The ratio of memory to CPU use above which the profile `r` is chosen.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/cdktf-aptible/aptible/0.1.0/docs/resources/app#mem_cpu_ratio_r_threshold App#mem_cpu_ratio_r_threshold}
  */
  readonly memCpuRatioRThreshold?: number;
  /**
  * The ratio of memory to CPU use below which the profile `c` is chosen.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/cdktf-aptible/aptible/0.1.0/docs/resources/app#mem_cpu_ratio_c_threshold App#mem_cpu_ratio_c_threshold}
  */
  readonly memCpuRatioCThreshold?: number;
  /**
  * The share of its memory above which a container is made larger.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/cdktf-aptible/aptible/0.1.0/docs/resources/app#mem_scale_up_threshold App#mem_scale_up_threshold}
  */
  readonly memScaleUpThreshold?: number;
  /**
  * The share of the next smaller size below which it is made smaller.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/cdktf-aptible/aptible/0.1.0/docs/resources/app#mem_scale_down_threshold App#mem_scale_down_threshold}
  */
  readonly memScaleDownThreshold?: number;
  /**
  * The smallest container size, in MB.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/cdktf-aptible/aptible/0.1.0/docs/resources/app#minimum_memory App#minimum_memory}
  */
  readonly minimumMemory?: number;
  /**
  * The largest container size, in MB. Left out: no limit.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/cdktf-aptible/aptible/0.1.0/docs/resources/app#maximum_memory App#maximum_memory}
  */
  readonly maximumMemory?: number;
  /**
  * The share of the CPU below which containers are removed. Horizontal only, and needed there.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/cdktf-aptible/aptible/0.1.0/docs/resources/app#min_cpu_threshold App#min_cpu_threshold}
  */
  readonly minCpuThreshold?: number;
  /**
  * The share of the CPU above which containers are added. Horizontal only, and needed there.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/cdktf-aptible/aptible/0.1.0/docs/resources/app#max_cpu_threshold App#max_cpu_threshold}
  */
  readonly maxCpuThreshold?: number;
  /**
  * The fewest containers. Horizontal only, and needed there.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/cdktf-aptible/aptible/0.1.0/docs/resources/app#min_containers App#min_containers}
  */
  readonly minContainers?: number;
  /**
  * The most containers. Horizontal only, and needed there.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/cdktf-aptible/aptible/0.1.0/docs/resources/app#max_containers App#max_containers}
  */
  readonly maxContainers?: number;
  /**
  * How many containers are added at a time.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/cdktf-aptible/aptible/0.1.0/docs/resources/app#scale_up_step App#scale_up_step}
  */
  readonly scaleUpStep?: number;
  /**
  * How many containers are removed at a time.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/cdktf-aptible/aptible/0.1.0/docs/resources/app#scale_down_step App#scale_down_step}
  */
  readonly scaleDownStep?: number;
  /**
  * Whether the platform is scaling by this policy. `false` pauses the autoscaler.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/cdktf-aptible/aptible/0.1.0/docs/resources/app#scaling_enabled App#scaling_enabled}
  */
  readonly scalingEnabled?: boolean | cdktf.IResolvable;
  /**
  * Whether scaling leaves the containers that are there running (restart-free).
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/cdktf-aptible/aptible/0.1.0/docs/resources/app#use_horizontal_scale App#use_horizontal_scale}
  */
  readonly useHorizontalScale?: boolean | cdktf.IResolvable;
}

export function appServiceAutoscalingPolicyToTerraform(struct?: AppServiceAutoscalingPolicyOutputReference | AppServiceAutoscalingPolicy): any {
  if (!cdktf.canInspect(struct) || cdktf.Tokenization.isResolvable(struct)) { return struct; }
  if (cdktf.isComplexElement(struct)) {
    throw new Error("A complex element was used as configuration, this is not supported: https://cdk.tf/complex-object-as-configuration");
  }
  return {
    autoscaling_type: cdktf.stringToTerraform(struct!.autoscalingType),
    metric_lookback_seconds: cdktf.numberToTerraform(struct!.metricLookbackSeconds),
    percentile: cdktf.numberToTerraform(struct!.percentile),
    post_scale_up_cooldown_seconds: cdktf.numberToTerraform(struct!.postScaleUpCooldownSeconds),
    post_scale_down_cooldown_seconds: cdktf.numberToTerraform(struct!.postScaleDownCooldownSeconds),
    post_release_cooldown_seconds: cdktf.numberToTerraform(struct!.postReleaseCooldownSeconds),
    mem_cpu_ratio_r_threshold: cdktf.numberToTerraform(struct!.memCpuRatioRThreshold),
    mem_cpu_ratio_c_threshold: cdktf.numberToTerraform(struct!.memCpuRatioCThreshold),
    mem_scale_up_threshold: cdktf.numberToTerraform(struct!.memScaleUpThreshold),
    mem_scale_down_threshold: cdktf.numberToTerraform(struct!.memScaleDownThreshold),
    minimum_memory: cdktf.numberToTerraform(struct!.minimumMemory),
    maximum_memory: cdktf.numberToTerraform(struct!.maximumMemory),
    min_cpu_threshold: cdktf.numberToTerraform(struct!.minCpuThreshold),
    max_cpu_threshold: cdktf.numberToTerraform(struct!.maxCpuThreshold),
    min_containers: cdktf.numberToTerraform(struct!.minContainers),
    max_containers: cdktf.numberToTerraform(struct!.maxContainers),
    scale_up_step: cdktf.numberToTerraform(struct!.scaleUpStep),
    scale_down_step: cdktf.numberToTerraform(struct!.scaleDownStep),
    scaling_enabled: cdktf.booleanToTerraform(struct!.scalingEnabled),
    use_horizontal_scale: cdktf.booleanToTerraform(struct!.useHorizontalScale),
  }
}


export function appServiceAutoscalingPolicyToHclTerraform(struct?: AppServiceAutoscalingPolicyOutputReference | AppServiceAutoscalingPolicy): any {
  if (!cdktf.canInspect(struct) || cdktf.Tokenization.isResolvable(struct)) { return struct; }
  if (cdktf.isComplexElement(struct)) {
    throw new Error("A complex element was used as configuration, this is not supported: https://cdk.tf/complex-object-as-configuration");
  }
  const attrs = {
    autoscaling_type: {
      value: cdktf.stringToHclTerraform(struct!.autoscalingType),
      isBlock: false,
      type: "simple",
      storageClassType: "string",
    },
    metric_lookback_seconds: {
      value: cdktf.numberToHclTerraform(struct!.metricLookbackSeconds),
      isBlock: false,
      type: "simple",
      storageClassType: "number",
    },
    percentile: {
      value: cdktf.numberToHclTerraform(struct!.percentile),
      isBlock: false,
      type: "simple",
      storageClassType: "number",
    },
    post_scale_up_cooldown_seconds: {
      value: cdktf.numberToHclTerraform(struct!.postScaleUpCooldownSeconds),
      isBlock: false,
      type: "simple",
      storageClassType: "number",
    },
    post_scale_down_cooldown_seconds: {
      value: cdktf.numberToHclTerraform(struct!.postScaleDownCooldownSeconds),
      isBlock: false,
      type: "simple",
      storageClassType: "number",
    },
    post_release_cooldown_seconds: {
      value: cdktf.numberToHclTerraform(struct!.postReleaseCooldownSeconds),
      isBlock: false,
      type: "simple",
      storageClassType: "number",
    },
    mem_cpu_ratio_r_threshold: {
      value: cdktf.numberToHclTerraform(struct!.memCpuRatioRThreshold),
      isBlock: false,
      type: "simple",
      storageClassType: "number",
    },
    mem_cpu_ratio_c_threshold: {
      value: cdktf.numberToHclTerraform(struct!.memCpuRatioCThreshold),
      isBlock: false,
      type: "simple",
      storageClassType: "number",
    },
    mem_scale_up_threshold: {
      value: cdktf.numberToHclTerraform(struct!.memScaleUpThreshold),
      isBlock: false,
      type: "simple",
      storageClassType: "number",
    },
    mem_scale_down_threshold: {
      value: cdktf.numberToHclTerraform(struct!.memScaleDownThreshold),
      isBlock: false,
      type: "simple",
      storageClassType: "number",
    },
    minimum_memory: {
      value: cdktf.numberToHclTerraform(struct!.minimumMemory),
      isBlock: false,
      type: "simple",
      storageClassType: "number",
    },
    maximum_memory: {
      value: cdktf.numberToHclTerraform(struct!.maximumMemory),
      isBlock: false,
      type: "simple",
      storageClassType: "number",
    },
    min_cpu_threshold: {
      value: cdktf.numberToHclTerraform(struct!.minCpuThreshold),
      isBlock: false,
      type: "simple",
      storageClassType: "number",
    },
    max_cpu_threshold: {
      value: cdktf.numberToHclTerraform(struct!.maxCpuThreshold),
      isBlock: false,
      type: "simple",
      storageClassType: "number",
    },
    min_containers: {
      value: cdktf.numberToHclTerraform(struct!.minContainers),
      isBlock: false,
      type: "simple",
      storageClassType: "number",
    },
    max_containers: {
      value: cdktf.numberToHclTerraform(struct!.maxContainers),
      isBlock: false,
      type: "simple",
      storageClassType: "number",
    },
    scale_up_step: {
      value: cdktf.numberToHclTerraform(struct!.scaleUpStep),
      isBlock: false,
      type: "simple",
      storageClassType: "number",
    },
    scale_down_step: {
      value: cdktf.numberToHclTerraform(struct!.scaleDownStep),
      isBlock: false,
      type: "simple",
      storageClassType: "number",
    },
    scaling_enabled: {
      value: cdktf.booleanToHclTerraform(struct!.scalingEnabled),
      isBlock: false,
      type: "simple",
      storageClassType: "boolean",
    },
    use_horizontal_scale: {
      value: cdktf.booleanToHclTerraform(struct!.useHorizontalScale),
      isBlock: false,
      type: "simple",
      storageClassType: "boolean",
    },
  };

  // remove undefined attributes
  return Object.fromEntries(Object.entries(attrs).filter(([_, value]) => value !== undefined && value.value !== undefined));
}

export class AppServiceAutoscalingPolicyOutputReference extends cdktf.ComplexObject {
  private isEmptyObject = false;

  /**
  * @param terraformResource The parent resource
  * @param terraformAttribute The attribute on the parent resource this class is referencing
  */
  public constructor(terraformResource: cdktf.IInterpolatingParent, terraformAttribute: string) {
    super(terraformResource, terraformAttribute, false, 0);
  }

  public get internalValue(): AppServiceAutoscalingPolicy | undefined {
    let hasAnyValues = this.isEmptyObject;
    const internalValueResult: any = {};
    if (this._autoscalingType !== undefined) {
      hasAnyValues = true;
      internalValueResult.autoscalingType = this._autoscalingType;
    }
    if (this._metricLookbackSeconds !== undefined) {
      hasAnyValues = true;
      internalValueResult.metricLookbackSeconds = this._metricLookbackSeconds;
    }
    if (this._percentile !== undefined) {
      hasAnyValues = true;
      internalValueResult.percentile = this._percentile;
    }
    if (this._postScaleUpCooldownSeconds !== undefined) {
      hasAnyValues = true;
      internalValueResult.postScaleUpCooldownSeconds = this._postScaleUpCooldownSeconds;
    }
    if (this._postScaleDownCooldownSeconds !== undefined) {
      hasAnyValues = true;
      internalValueResult.postScaleDownCooldownSeconds = this._postScaleDownCooldownSeconds;
    }
    if (this._postReleaseCooldownSeconds !== undefined) {
      hasAnyValues = true;
      internalValueResult.postReleaseCooldownSeconds = this._postReleaseCooldownSeconds;
    }
    if (this._memCpuRatioRThreshold !== undefined) {
      hasAnyValues = true;
      internalValueResult.memCpuRatioRThreshold = this._memCpuRatioRThreshold;
    }
    if (this._memCpuRatioCThreshold !== undefined) {
      hasAnyValues = true;
      internalValueResult.memCpuRatioCThreshold = this._memCpuRatioCThreshold;
    }
    if (this._memScaleUpThreshold !== undefined) {
      hasAnyValues = true;
      internalValueResult.memScaleUpThreshold = this._memScaleUpThreshold;
    }
    if (this._memScaleDownThreshold !== undefined) {
      hasAnyValues = true;
      internalValueResult.memScaleDownThreshold = this._memScaleDownThreshold;
    }
    if (this._minimumMemory !== undefined) {
      hasAnyValues = true;
      internalValueResult.minimumMemory = this._minimumMemory;
    }
    if (this._maximumMemory !== undefined) {
      hasAnyValues = true;
      internalValueResult.maximumMemory = this._maximumMemory;
    }
    if (this._minCpuThreshold !== undefined) {
      hasAnyValues = true;
      internalValueResult.minCpuThreshold = this._minCpuThreshold;
    }
    if (this._maxCpuThreshold !== undefined) {
      hasAnyValues = true;
      internalValueResult.maxCpuThreshold = this._maxCpuThreshold;
    }
    if (this._minContainers !== undefined) {
      hasAnyValues = true;
      internalValueResult.minContainers = this._minContainers;
    }
    if (this._maxContainers !== undefined) {
      hasAnyValues = true;
      internalValueResult.maxContainers = this._maxContainers;
    }
    if (this._scaleUpStep !== undefined) {
      hasAnyValues = true;
      internalValueResult.scaleUpStep = this._scaleUpStep;
    }
    if (this._scaleDownStep !== undefined) {
      hasAnyValues = true;
      internalValueResult.scaleDownStep = this._scaleDownStep;
    }
    if (this._scalingEnabled !== undefined) {
      hasAnyValues = true;
      internalValueResult.scalingEnabled = this._scalingEnabled;
    }
    if (this._useHorizontalScale !== undefined) {
      hasAnyValues = true;
      internalValueResult.useHorizontalScale = this._useHorizontalScale;
    }
    return hasAnyValues ? internalValueResult : undefined;
  }

  public set internalValue(value: AppServiceAutoscalingPolicy | undefined) {
    if (value === undefined) {
      this.isEmptyObject = false;
      this._autoscalingType = undefined;
      this._metricLookbackSeconds = undefined;
      this._percentile = undefined;
      this._postScaleUpCooldownSeconds = undefined;
      this._postScaleDownCooldownSeconds = undefined;
      this._postReleaseCooldownSeconds = undefined;
      this._memCpuRatioRThreshold = undefined;
      this._memCpuRatioCThreshold = undefined;
      this._memScaleUpThreshold = undefined;
      this._memScaleDownThreshold = undefined;
      this._minimumMemory = undefined;
      this._maximumMemory = undefined;
      this._minCpuThreshold = undefined;
      this._maxCpuThreshold = undefined;
      this._minContainers = undefined;
      this._maxContainers = undefined;
      this._scaleUpStep = undefined;
      this._scaleDownStep = undefined;
      this._scalingEnabled = undefined;
      this._useHorizontalScale = undefined;
    }
    else {
      this.isEmptyObject = Object.keys(value).length === 0;
      this._autoscalingType = value.autoscalingType;
      this._metricLookbackSeconds = value.metricLookbackSeconds;
      this._percentile = value.percentile;
      this._postScaleUpCooldownSeconds = value.postScaleUpCooldownSeconds;
      this._postScaleDownCooldownSeconds = value.postScaleDownCooldownSeconds;
      this._postReleaseCooldownSeconds = value.postReleaseCooldownSeconds;
      this._memCpuRatioRThreshold = value.memCpuRatioRThreshold;
      this._memCpuRatioCThreshold = value.memCpuRatioCThreshold;
      this._memScaleUpThreshold = value.memScaleUpThreshold;
      this._memScaleDownThreshold = value.memScaleDownThreshold;
      this._minimumMemory = value.minimumMemory;
      this._maximumMemory = value.maximumMemory;
      this._minCpuThreshold = value.minCpuThreshold;
      this._maxCpuThreshold = value.maxCpuThreshold;
      this._minContainers = value.minContainers;
      this._maxContainers = value.maxContainers;
      this._scaleUpStep = value.scaleUpStep;
      this._scaleDownStep = value.scaleDownStep;
      this._scalingEnabled = value.scalingEnabled;
      this._useHorizontalScale = value.useHorizontalScale;
    }
  }

  // autoscaling_type - computed: false, optional: false, required: true
  private _autoscalingType?: string; 
  public get autoscalingType() {
    return this.getStringAttribute('autoscaling_type');
  }
  public set autoscalingType(value: string) {
    this._autoscalingType = value;
  }
  // Temporarily expose input value. Use with caution.
  public get autoscalingTypeInput() {
    return this._autoscalingType;
  }

  // metric_lookback_seconds - computed: true, optional: true, required: false
  private _metricLookbackSeconds?: number; 
  public get metricLookbackSeconds() {
    return this.getNumberAttribute('metric_lookback_seconds');
  }
  public set metricLookbackSeconds(value: number) {
    this._metricLookbackSeconds = value;
  }
  public resetMetricLookbackSeconds() {
    this._metricLookbackSeconds = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get metricLookbackSecondsInput() {
    return this._metricLookbackSeconds;
  }

  // percentile - computed: true, optional: true, required: false
  private _percentile?: number; 
  public get percentile() {
    return this.getNumberAttribute('percentile');
  }
  public set percentile(value: number) {
    this._percentile = value;
  }
  public resetPercentile() {
    this._percentile = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get percentileInput() {
    return this._percentile;
  }

  // post_scale_up_cooldown_seconds - computed: true, optional: true, required: false
  private _postScaleUpCooldownSeconds?: number; 
  public get postScaleUpCooldownSeconds() {
    return this.getNumberAttribute('post_scale_up_cooldown_seconds');
  }
  public set postScaleUpCooldownSeconds(value: number) {
    this._postScaleUpCooldownSeconds = value;
  }
  public resetPostScaleUpCooldownSeconds() {
    this._postScaleUpCooldownSeconds = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get postScaleUpCooldownSecondsInput() {
    return this._postScaleUpCooldownSeconds;
  }

  // post_scale_down_cooldown_seconds - computed: true, optional: true, required: false
  private _postScaleDownCooldownSeconds?: number; 
  public get postScaleDownCooldownSeconds() {
    return this.getNumberAttribute('post_scale_down_cooldown_seconds');
  }
  public set postScaleDownCooldownSeconds(value: number) {
    this._postScaleDownCooldownSeconds = value;
  }
  public resetPostScaleDownCooldownSeconds() {
    this._postScaleDownCooldownSeconds = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get postScaleDownCooldownSecondsInput() {
    return this._postScaleDownCooldownSeconds;
  }

  // post_release_cooldown_seconds - computed: true, optional: true, required: false
  private _postReleaseCooldownSeconds?: number; 
  public get postReleaseCooldownSeconds() {
    return this.getNumberAttribute('post_release_cooldown_seconds');
  }
  public set postReleaseCooldownSeconds(value: number) {
    this._postReleaseCooldownSeconds = value;
  }
  public resetPostReleaseCooldownSeconds() {
    this._postReleaseCooldownSeconds = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get postReleaseCooldownSecondsInput() {
    return this._postReleaseCooldownSeconds;
  }

  // mem_cpu_ratio_r_threshold - computed: true, optional: true, required: false
  private _memCpuRatioRThreshold?: number; 
  public get memCpuRatioRThreshold() {
    return this.getNumberAttribute('mem_cpu_ratio_r_threshold');
  }
  public set memCpuRatioRThreshold(value: number) {
    this._memCpuRatioRThreshold = value;
  }
  public resetMemCpuRatioRThreshold() {
    this._memCpuRatioRThreshold = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get memCpuRatioRThresholdInput() {
    return this._memCpuRatioRThreshold;
  }

  // mem_cpu_ratio_c_threshold - computed: true, optional: true, required: false
  private _memCpuRatioCThreshold?: number; 
  public get memCpuRatioCThreshold() {
    return this.getNumberAttribute('mem_cpu_ratio_c_threshold');
  }
  public set memCpuRatioCThreshold(value: number) {
    this._memCpuRatioCThreshold = value;
  }
  public resetMemCpuRatioCThreshold() {
    this._memCpuRatioCThreshold = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get memCpuRatioCThresholdInput() {
    return this._memCpuRatioCThreshold;
  }

  // mem_scale_up_threshold - computed: true, optional: true, required: false
  private _memScaleUpThreshold?: number; 
  public get memScaleUpThreshold() {
    return this.getNumberAttribute('mem_scale_up_threshold');
  }
  public set memScaleUpThreshold(value: number) {
    this._memScaleUpThreshold = value;
  }
  public resetMemScaleUpThreshold() {
    this._memScaleUpThreshold = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get memScaleUpThresholdInput() {
    return this._memScaleUpThreshold;
  }

  // mem_scale_down_threshold - computed: true, optional: true, required: false
  private _memScaleDownThreshold?: number; 
  public get memScaleDownThreshold() {
    return this.getNumberAttribute('mem_scale_down_threshold');
  }
  public set memScaleDownThreshold(value: number) {
    this._memScaleDownThreshold = value;
  }
  public resetMemScaleDownThreshold() {
    this._memScaleDownThreshold = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get memScaleDownThresholdInput() {
    return this._memScaleDownThreshold;
  }

  // minimum_memory - computed: true, optional: true, required: false
  private _minimumMemory?: number; 
  public get minimumMemory() {
    return this.getNumberAttribute('minimum_memory');
  }
  public set minimumMemory(value: number) {
    this._minimumMemory = value;
  }
  public resetMinimumMemory() {
    this._minimumMemory = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get minimumMemoryInput() {
    return this._minimumMemory;
  }

  // maximum_memory - computed: false, optional: true, required: false
  private _maximumMemory?: number; 
  public get maximumMemory() {
    return this.getNumberAttribute('maximum_memory');
  }
  public set maximumMemory(value: number) {
    this._maximumMemory = value;
  }
  public resetMaximumMemory() {
    this._maximumMemory = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get maximumMemoryInput() {
    return this._maximumMemory;
  }

  // min_cpu_threshold - computed: false, optional: true, required: false
  private _minCpuThreshold?: number; 
  public get minCpuThreshold() {
    return this.getNumberAttribute('min_cpu_threshold');
  }
  public set minCpuThreshold(value: number) {
    this._minCpuThreshold = value;
  }
  public resetMinCpuThreshold() {
    this._minCpuThreshold = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get minCpuThresholdInput() {
    return this._minCpuThreshold;
  }

  // max_cpu_threshold - computed: false, optional: true, required: false
  private _maxCpuThreshold?: number; 
  public get maxCpuThreshold() {
    return this.getNumberAttribute('max_cpu_threshold');
  }
  public set maxCpuThreshold(value: number) {
    this._maxCpuThreshold = value;
  }
  public resetMaxCpuThreshold() {
    this._maxCpuThreshold = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get maxCpuThresholdInput() {
    return this._maxCpuThreshold;
  }

  // min_containers - computed: false, optional: true, required: false
  private _minContainers?: number; 
  public get minContainers() {
    return this.getNumberAttribute('min_containers');
  }
  public set minContainers(value: number) {
    this._minContainers = value;
  }
  public resetMinContainers() {
    this._minContainers = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get minContainersInput() {
    return this._minContainers;
  }

  // max_containers - computed: false, optional: true, required: false
  private _maxContainers?: number; 
  public get maxContainers() {
    return this.getNumberAttribute('max_containers');
  }
  public set maxContainers(value: number) {
    this._maxContainers = value;
  }
  public resetMaxContainers() {
    this._maxContainers = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get maxContainersInput() {
    return this._maxContainers;
  }

  // scale_up_step - computed: true, optional: true, required: false
  private _scaleUpStep?: number; 
  public get scaleUpStep() {
    return this.getNumberAttribute('scale_up_step');
  }
  public set scaleUpStep(value: number) {
    this._scaleUpStep = value;
  }
  public resetScaleUpStep() {
    this._scaleUpStep = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get scaleUpStepInput() {
    return this._scaleUpStep;
  }

  // scale_down_step - computed: true, optional: true, required: false
  private _scaleDownStep?: number; 
  public get scaleDownStep() {
    return this.getNumberAttribute('scale_down_step');
  }
  public set scaleDownStep(value: number) {
    this._scaleDownStep = value;
  }
  public resetScaleDownStep() {
    this._scaleDownStep = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get scaleDownStepInput() {
    return this._scaleDownStep;
  }

  // scaling_enabled - computed: true, optional: true, required: false
  private _scalingEnabled?: boolean | cdktf.IResolvable; 
  public get scalingEnabled() {
    return this.getBooleanAttribute('scaling_enabled');
  }
  public set scalingEnabled(value: boolean | cdktf.IResolvable) {
    this._scalingEnabled = value;
  }
  public resetScalingEnabled() {
    this._scalingEnabled = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get scalingEnabledInput() {
    return this._scalingEnabled;
  }

  // use_horizontal_scale - computed: true, optional: true, required: false
  private _useHorizontalScale?: boolean | cdktf.IResolvable; 
  public get useHorizontalScale() {
    return this.getBooleanAttribute('use_horizontal_scale');
  }
  public set useHorizontalScale(value: boolean | cdktf.IResolvable) {
    this._useHorizontalScale = value;
  }
  public resetUseHorizontalScale() {
    this._useHorizontalScale = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get useHorizontalScaleInput() {
    return this._useHorizontalScale;
  }
}
export interface AppServiceServiceSizingPolicy {
  /**
  * `vertical` changes the size of the containers, `horizontal` their number.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/cdktf-aptible/aptible/0.1.0/docs/resources/app#autoscaling_type App#autoscaling_type}
  */
  readonly autoscalingType: string;
  /**
  * How far back the metrics are looked at, in seconds.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/cdktf-aptible/aptible/0.1.0/docs/resources/app#metric_lookback_seconds App#metric_lookback_seconds}
  */
  readonly metricLookbackSeconds?: number;
  /**
  * The percentile of the metrics that is compared with the thresholds.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/cdktf-aptible/aptible/0.1.0/docs/resources/app#percentile App#percentile}
  */
  readonly percentile?: number;
  /**
  * Wait after scaling up, in seconds.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/cdktf-aptible/aptible/0.1.0/docs/resources/app#post_scale_up_cooldown_seconds App#post_scale_up_cooldown_seconds}
  */
  readonly postScaleUpCooldownSeconds?: number;
  /**
  * Wait after scaling down, in seconds.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/cdktf-aptible/aptible/0.1.0/docs/resources/app#post_scale_down_cooldown_seconds App#post_scale_down_cooldown_seconds}
  */
  readonly postScaleDownCooldownSeconds?: number;
  /**
  * Wait after a release, in seconds.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/cdktf-aptible/aptible/0.1.0/docs/resources/app#post_release_cooldown_seconds App#post_release_cooldown_seconds}
  */
  readonly postReleaseCooldownSeconds?: number;
  /**
  * The ratio of memory to CPU use above which the profile `r` is chosen.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/cdktf-aptible/aptible/0.1.0/docs/resources/app#mem_cpu_ratio_r_threshold App#mem_cpu_ratio_r_threshold}
  */
  readonly memCpuRatioRThreshold?: number;
  /**
  * The ratio of memory to CPU use below which the profile `c` is chosen.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/cdktf-aptible/aptible/0.1.0/docs/resources/app#mem_cpu_ratio_c_threshold App#mem_cpu_ratio_c_threshold}
  */
  readonly memCpuRatioCThreshold?: number;
  /**
  * The share of its memory above which a container is made larger.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/cdktf-aptible/aptible/0.1.0/docs/resources/app#mem_scale_up_threshold App#mem_scale_up_threshold}
  */
  readonly memScaleUpThreshold?: number;
  /**
  * The share of the next smaller size below which it is made smaller.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/cdktf-aptible/aptible/0.1.0/docs/resources/app#mem_scale_down_threshold App#mem_scale_down_threshold}
  */
  readonly memScaleDownThreshold?: number;
  /**
  * The smallest container size, in MB.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/cdktf-aptible/aptible/0.1.0/docs/resources/app#minimum_memory App#minimum_memory}
  */
  readonly minimumMemory?: number;
  /**
  * The largest container size, in MB. Left out: no limit.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/cdktf-aptible/aptible/0.1.0/docs/resources/app#maximum_memory App#maximum_memory}
  */
  readonly maximumMemory?: number;
  /**
  * The share of the CPU below which containers are removed. Horizontal only, and needed there.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/cdktf-aptible/aptible/0.1.0/docs/resources/app#min_cpu_threshold App#min_cpu_threshold}
  */
  readonly minCpuThreshold?: number;
  /**
  * The share of the CPU above which containers are added. Horizontal only, and needed there.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/cdktf-aptible/aptible/0.1.0/docs/resources/app#max_cpu_threshold App#max_cpu_threshold}
  */
  readonly maxCpuThreshold?: number;
  /**
  * The fewest containers. Horizontal only, and needed there.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/cdktf-aptible/aptible/0.1.0/docs/resources/app#min_containers App#min_containers}
  */
  readonly minContainers?: number;
  /**
  * The most containers. Horizontal only, and needed there.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/cdktf-aptible/aptible/0.1.0/docs/resources/app#max_containers App#max_containers}
  */
  readonly maxContainers?: number;
  /**
  * How many containers are added at a time.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/cdktf-aptible/aptible/0.1.0/docs/resources/app#scale_up_step App#scale_up_step}
  */
  readonly scaleUpStep?: number;
  /**
  * How many containers are removed at a time.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/cdktf-aptible/aptible/0.1.0/docs/resources/app#scale_down_step App#scale_down_step}
  */
  readonly scaleDownStep?: number;
  /**
  * Whether the platform is scaling by this policy. `false` pauses the autoscaler.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/cdktf-aptible/aptible/0.1.0/docs/resources/app#scaling_enabled App#scaling_enabled}
  */
  readonly scalingEnabled?: boolean | cdktf.IResolvable;
  /**
  * Whether scaling leaves the containers that are there running (restart-free).
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/cdktf-aptible/aptible/0.1.0/docs/resources/app#use_horizontal_scale App#use_horizontal_scale}
  */
  readonly useHorizontalScale?: boolean | cdktf.IResolvable;
}

export function appServiceServiceSizingPolicyToTerraform(struct?: AppServiceServiceSizingPolicyOutputReference | AppServiceServiceSizingPolicy): any {
  if (!cdktf.canInspect(struct) || cdktf.Tokenization.isResolvable(struct)) { return struct; }
  if (cdktf.isComplexElement(struct)) {
    throw new Error("A complex element was used as configuration, this is not supported: https://cdk.tf/complex-object-as-configuration");
  }
  return {
    autoscaling_type: cdktf.stringToTerraform(struct!.autoscalingType),
    metric_lookback_seconds: cdktf.numberToTerraform(struct!.metricLookbackSeconds),
    percentile: cdktf.numberToTerraform(struct!.percentile),
    post_scale_up_cooldown_seconds: cdktf.numberToTerraform(struct!.postScaleUpCooldownSeconds),
    post_scale_down_cooldown_seconds: cdktf.numberToTerraform(struct!.postScaleDownCooldownSeconds),
    post_release_cooldown_seconds: cdktf.numberToTerraform(struct!.postReleaseCooldownSeconds),
    mem_cpu_ratio_r_threshold: cdktf.numberToTerraform(struct!.memCpuRatioRThreshold),
    mem_cpu_ratio_c_threshold: cdktf.numberToTerraform(struct!.memCpuRatioCThreshold),
    mem_scale_up_threshold: cdktf.numberToTerraform(struct!.memScaleUpThreshold),
    mem_scale_down_threshold: cdktf.numberToTerraform(struct!.memScaleDownThreshold),
    minimum_memory: cdktf.numberToTerraform(struct!.minimumMemory),
    maximum_memory: cdktf.numberToTerraform(struct!.maximumMemory),
    min_cpu_threshold: cdktf.numberToTerraform(struct!.minCpuThreshold),
    max_cpu_threshold: cdktf.numberToTerraform(struct!.maxCpuThreshold),
    min_containers: cdktf.numberToTerraform(struct!.minContainers),
    max_containers: cdktf.numberToTerraform(struct!.maxContainers),
    scale_up_step: cdktf.numberToTerraform(struct!.scaleUpStep),
    scale_down_step: cdktf.numberToTerraform(struct!.scaleDownStep),
    scaling_enabled: cdktf.booleanToTerraform(struct!.scalingEnabled),
    use_horizontal_scale: cdktf.booleanToTerraform(struct!.useHorizontalScale),
  }
}


export function appServiceServiceSizingPolicyToHclTerraform(struct?: AppServiceServiceSizingPolicyOutputReference | AppServiceServiceSizingPolicy): any {
  if (!cdktf.canInspect(struct) || cdktf.Tokenization.isResolvable(struct)) { return struct; }
  if (cdktf.isComplexElement(struct)) {
    throw new Error("A complex element was used as configuration, this is not supported: https://cdk.tf/complex-object-as-configuration");
  }
  const attrs = {
    autoscaling_type: {
      value: cdktf.stringToHclTerraform(struct!.autoscalingType),
      isBlock: false,
      type: "simple",
      storageClassType: "string",
    },
    metric_lookback_seconds: {
      value: cdktf.numberToHclTerraform(struct!.metricLookbackSeconds),
      isBlock: false,
      type: "simple",
      storageClassType: "number",
    },
    percentile: {
      value: cdktf.numberToHclTerraform(struct!.percentile),
      isBlock: false,
      type: "simple",
      storageClassType: "number",
    },
    post_scale_up_cooldown_seconds: {
      value: cdktf.numberToHclTerraform(struct!.postScaleUpCooldownSeconds),
      isBlock: false,
      type: "simple",
      storageClassType: "number",
    },
    post_scale_down_cooldown_seconds: {
      value: cdktf.numberToHclTerraform(struct!.postScaleDownCooldownSeconds),
      isBlock: false,
      type: "simple",
      storageClassType: "number",
    },
    post_release_cooldown_seconds: {
      value: cdktf.numberToHclTerraform(struct!.postReleaseCooldownSeconds),
      isBlock: false,
      type: "simple",
      storageClassType: "number",
    },
    mem_cpu_ratio_r_threshold: {
      value: cdktf.numberToHclTerraform(struct!.memCpuRatioRThreshold),
      isBlock: false,
      type: "simple",
      storageClassType: "number",
    },
    mem_cpu_ratio_c_threshold: {
      value: cdktf.numberToHclTerraform(struct!.memCpuRatioCThreshold),
      isBlock: false,
      type: "simple",
      storageClassType: "number",
    },
    mem_scale_up_threshold: {
      value: cdktf.numberToHclTerraform(struct!.memScaleUpThreshold),
      isBlock: false,
      type: "simple",
      storageClassType: "number",
    },
    mem_scale_down_threshold: {
      value: cdktf.numberToHclTerraform(struct!.memScaleDownThreshold),
      isBlock: false,
      type: "simple",
      storageClassType: "number",
    },
    minimum_memory: {
      value: cdktf.numberToHclTerraform(struct!.minimumMemory),
      isBlock: false,
      type: "simple",
      storageClassType: "number",
    },
    maximum_memory: {
      value: cdktf.numberToHclTerraform(struct!.maximumMemory),
      isBlock: false,
      type: "simple",
      storageClassType: "number",
    },
    min_cpu_threshold: {
      value: cdktf.numberToHclTerraform(struct!.minCpuThreshold),
      isBlock: false,
      type: "simple",
      storageClassType: "number",
    },
    max_cpu_threshold: {
      value: cdktf.numberToHclTerraform(struct!.maxCpuThreshold),
      isBlock: false,
      type: "simple",
      storageClassType: "number",
    },
    min_containers: {
      value: cdktf.numberToHclTerraform(struct!.minContainers),
      isBlock: false,
      type: "simple",
      storageClassType: "number",
    },
    max_containers: {
      value: cdktf.numberToHclTerraform(struct!.maxContainers),
      isBlock: false,
      type: "simple",
      storageClassType: "number",
    },
    scale_up_step: {
      value: cdktf.numberToHclTerraform(struct!.scaleUpStep),
      isBlock: false,
      type: "simple",
      storageClassType: "number",
    },
    scale_down_step: {
      value: cdktf.numberToHclTerraform(struct!.scaleDownStep),
      isBlock: false,
      type: "simple",
      storageClassType: "number",
    },
    scaling_enabled: {
      value: cdktf.booleanToHclTerraform(struct!.scalingEnabled),
      isBlock: false,
      type: "simple",
      storageClassType: "boolean",
    },
    use_horizontal_scale: {
      value: cdktf.booleanToHclTerraform(struct!.useHorizontalScale),
      isBlock: false,
      type: "simple",
      storageClassType: "boolean",
    },
  };

  // remove undefined attributes
  return Object.fromEntries(Object.entries(attrs).filter(([_, value]) => value !== undefined && value.value !== undefined));
}

export class AppServiceServiceSizingPolicyOutputReference extends cdktf.ComplexObject {
  private isEmptyObject = false;

  /**
  * @param terraformResource The parent resource
  * @param terraformAttribute The attribute on the parent resource this class is referencing
  */
  public constructor(terraformResource: cdktf.IInterpolatingParent, terraformAttribute: string) {
    super(terraformResource, terraformAttribute, false, 0);
  }

  public get internalValue(): AppServiceServiceSizingPolicy | undefined {
    let hasAnyValues = this.isEmptyObject;
    const internalValueResult: any = {};
    if (this._autoscalingType !== undefined) {
      hasAnyValues = true;
      internalValueResult.autoscalingType = this._autoscalingType;
    }
    if (this._metricLookbackSeconds !== undefined) {
      hasAnyValues = true;
      internalValueResult.metricLookbackSeconds = this._metricLookbackSeconds;
    }
    if (this._percentile !== undefined) {
      hasAnyValues = true;
      internalValueResult.percentile = this._percentile;
    }
    if (this._postScaleUpCooldownSeconds !== undefined) {
      hasAnyValues = true;
      internalValueResult.postScaleUpCooldownSeconds = this._postScaleUpCooldownSeconds;
    }
    if (this._postScaleDownCooldownSeconds !== undefined) {
      hasAnyValues = true;
      internalValueResult.postScaleDownCooldownSeconds = this._postScaleDownCooldownSeconds;
    }
    if (this._postReleaseCooldownSeconds !== undefined) {
      hasAnyValues = true;
      internalValueResult.postReleaseCooldownSeconds = this._postReleaseCooldownSeconds;
    }
    if (this._memCpuRatioRThreshold !== undefined) {
      hasAnyValues = true;
      internalValueResult.memCpuRatioRThreshold = this._memCpuRatioRThreshold;
    }
    if (this._memCpuRatioCThreshold !== undefined) {
      hasAnyValues = true;
      internalValueResult.memCpuRatioCThreshold = this._memCpuRatioCThreshold;
    }
    if (this._memScaleUpThreshold !== undefined) {
      hasAnyValues = true;
      internalValueResult.memScaleUpThreshold = this._memScaleUpThreshold;
    }
    if (this._memScaleDownThreshold !== undefined) {
      hasAnyValues = true;
      internalValueResult.memScaleDownThreshold = this._memScaleDownThreshold;
    }
    if (this._minimumMemory !== undefined) {
      hasAnyValues = true;
      internalValueResult.minimumMemory = this._minimumMemory;
    }
    if (this._maximumMemory !== undefined) {
      hasAnyValues = true;
      internalValueResult.maximumMemory = this._maximumMemory;
    }
    if (this._minCpuThreshold !== undefined) {
      hasAnyValues = true;
      internalValueResult.minCpuThreshold = this._minCpuThreshold;
    }
    if (this._maxCpuThreshold !== undefined) {
      hasAnyValues = true;
      internalValueResult.maxCpuThreshold = this._maxCpuThreshold;
    }
    if (this._minContainers !== undefined) {
      hasAnyValues = true;
      internalValueResult.minContainers = this._minContainers;
    }
    if (this._maxContainers !== undefined) {
      hasAnyValues = true;
      internalValueResult.maxContainers = this._maxContainers;
    }
    if (this._scaleUpStep !== undefined) {
      hasAnyValues = true;
      internalValueResult.scaleUpStep = this._scaleUpStep;
    }
    if (this._scaleDownStep !== undefined) {
      hasAnyValues = true;
      internalValueResult.scaleDownStep = this._scaleDownStep;
    }
    if (this._scalingEnabled !== undefined) {
      hasAnyValues = true;
      internalValueResult.scalingEnabled = this._scalingEnabled;
    }
    if (this._useHorizontalScale !== undefined) {
      hasAnyValues = true;
      internalValueResult.useHorizontalScale = this._useHorizontalScale;
    }
    return hasAnyValues ? internalValueResult : undefined;
  }

  public set internalValue(value: AppServiceServiceSizingPolicy | undefined) {
    if (value === undefined) {
      this.isEmptyObject = false;
      this._autoscalingType = undefined;
      this._metricLookbackSeconds = undefined;
      this._percentile = undefined;
      this._postScaleUpCooldownSeconds = undefined;
      this._postScaleDownCooldownSeconds = undefined;
      this._postReleaseCooldownSeconds = undefined;
      this._memCpuRatioRThreshold = undefined;
      this._memCpuRatioCThreshold = undefined;
      this._memScaleUpThreshold = undefined;
      this._memScaleDownThreshold = undefined;
      this._minimumMemory = undefined;
      this._maximumMemory = undefined;
      this._minCpuThreshold = undefined;
      this._maxCpuThreshold = undefined;
      this._minContainers = undefined;
      this._maxContainers = undefined;
      this._scaleUpStep = undefined;
      this._scaleDownStep = undefined;
      this._scalingEnabled = undefined;
      this._useHorizontalScale = undefined;
    }
    else {
      this.isEmptyObject = Object.keys(value).length === 0;
      this._autoscalingType = value.autoscalingType;
      this._metricLookbackSeconds = value.metricLookbackSeconds;
      this._percentile = value.percentile;
      this._postScaleUpCooldownSeconds = value.postScaleUpCooldownSeconds;
      this._postScaleDownCooldownSeconds = value.postScaleDownCooldownSeconds;
      this._postReleaseCooldownSeconds = value.postReleaseCooldownSeconds;
      this._memCpuRatioRThreshold = value.memCpuRatioRThreshold;
      this._memCpuRatioCThreshold = value.memCpuRatioCThreshold;
      this._memScaleUpThreshold = value.memScaleUpThreshold;
      this._memScaleDownThreshold = value.memScaleDownThreshold;
      this._minimumMemory = value.minimumMemory;
      this._maximumMemory = value.maximumMemory;
      this._minCpuThreshold = value.minCpuThreshold;
      this._maxCpuThreshold = value.maxCpuThreshold;
      this._minContainers = value.minContainers;
      this._maxContainers = value.maxContainers;
      this._scaleUpStep = value.scaleUpStep;
      this._scaleDownStep = value.scaleDownStep;
      this._scalingEnabled = value.scalingEnabled;
      this._useHorizontalScale = value.useHorizontalScale;
    }
  }

  // autoscaling_type - computed: false, optional: false, required: true
  private _autoscalingType?: string; 
  public get autoscalingType() {
    return this.getStringAttribute('autoscaling_type');
  }
  public set autoscalingType(value: string) {
    this._autoscalingType = value;
  }
  // Temporarily expose input value. Use with caution.
  public get autoscalingTypeInput() {
    return this._autoscalingType;
  }

  // metric_lookback_seconds - computed: true, optional: true, required: false
  private _metricLookbackSeconds?: number; 
  public get metricLookbackSeconds() {
    return this.getNumberAttribute('metric_lookback_seconds');
  }
  public set metricLookbackSeconds(value: number) {
    this._metricLookbackSeconds = value;
  }
  public resetMetricLookbackSeconds() {
    this._metricLookbackSeconds = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get metricLookbackSecondsInput() {
    return this._metricLookbackSeconds;
  }

  // percentile - computed: true, optional: true, required: false
  private _percentile?: number; 
  public get percentile() {
    return this.getNumberAttribute('percentile');
  }
  public set percentile(value: number) {
    this._percentile = value;
  }
  public resetPercentile() {
    this._percentile = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get percentileInput() {
    return this._percentile;
  }

  // post_scale_up_cooldown_seconds - computed: true, optional: true, required: false
  private _postScaleUpCooldownSeconds?: number; 
  public get postScaleUpCooldownSeconds() {
    return this.getNumberAttribute('post_scale_up_cooldown_seconds');
  }
  public set postScaleUpCooldownSeconds(value: number) {
    this._postScaleUpCooldownSeconds = value;
  }
  public resetPostScaleUpCooldownSeconds() {
    this._postScaleUpCooldownSeconds = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get postScaleUpCooldownSecondsInput() {
    return this._postScaleUpCooldownSeconds;
  }

  // post_scale_down_cooldown_seconds - computed: true, optional: true, required: false
  private _postScaleDownCooldownSeconds?: number; 
  public get postScaleDownCooldownSeconds() {
    return this.getNumberAttribute('post_scale_down_cooldown_seconds');
  }
  public set postScaleDownCooldownSeconds(value: number) {
    this._postScaleDownCooldownSeconds = value;
  }
  public resetPostScaleDownCooldownSeconds() {
    this._postScaleDownCooldownSeconds = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get postScaleDownCooldownSecondsInput() {
    return this._postScaleDownCooldownSeconds;
  }

  // post_release_cooldown_seconds - computed: true, optional: true, required: false
  private _postReleaseCooldownSeconds?: number; 
  public get postReleaseCooldownSeconds() {
    return this.getNumberAttribute('post_release_cooldown_seconds');
  }
  public set postReleaseCooldownSeconds(value: number) {
    this._postReleaseCooldownSeconds = value;
  }
  public resetPostReleaseCooldownSeconds() {
    this._postReleaseCooldownSeconds = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get postReleaseCooldownSecondsInput() {
    return this._postReleaseCooldownSeconds;
  }

  // mem_cpu_ratio_r_threshold - computed: true, optional: true, required: false
  private _memCpuRatioRThreshold?: number; 
  public get memCpuRatioRThreshold() {
    return this.getNumberAttribute('mem_cpu_ratio_r_threshold');
  }
  public set memCpuRatioRThreshold(value: number) {
    this._memCpuRatioRThreshold = value;
  }
  public resetMemCpuRatioRThreshold() {
    this._memCpuRatioRThreshold = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get memCpuRatioRThresholdInput() {
    return this._memCpuRatioRThreshold;
  }

  // mem_cpu_ratio_c_threshold - computed: true, optional: true, required: false
  private _memCpuRatioCThreshold?: number; 
  public get memCpuRatioCThreshold() {
    return this.getNumberAttribute('mem_cpu_ratio_c_threshold');
  }
  public set memCpuRatioCThreshold(value: number) {
    this._memCpuRatioCThreshold = value;
  }
  public resetMemCpuRatioCThreshold() {
    this._memCpuRatioCThreshold = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get memCpuRatioCThresholdInput() {
    return this._memCpuRatioCThreshold;
  }

  // mem_scale_up_threshold - computed: true, optional: true, required: false
  private _memScaleUpThreshold?: number; 
  public get memScaleUpThreshold() {
    return this.getNumberAttribute('mem_scale_up_threshold');
  }
  public set memScaleUpThreshold(value: number) {
    this._memScaleUpThreshold = value;
  }
  public resetMemScaleUpThreshold() {
    this._memScaleUpThreshold = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get memScaleUpThresholdInput() {
    return this._memScaleUpThreshold;
  }

  // mem_scale_down_threshold - computed: true, optional: true, required: false
  private _memScaleDownThreshold?: number; 
  public get memScaleDownThreshold() {
    return this.getNumberAttribute('mem_scale_down_threshold');
  }
  public set memScaleDownThreshold(value: number) {
    this._memScaleDownThreshold = value;
  }
  public resetMemScaleDownThreshold() {
    this._memScaleDownThreshold = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get memScaleDownThresholdInput() {
    return this._memScaleDownThreshold;
  }

  // minimum_memory - computed: true, optional: true, required: false
  private _minimumMemory?: number; 
  public get minimumMemory() {
    return this.getNumberAttribute('minimum_memory');
  }
  public set minimumMemory(value: number) {
    this._minimumMemory = value;
  }
  public resetMinimumMemory() {
    this._minimumMemory = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get minimumMemoryInput() {
    return this._minimumMemory;
  }

  // maximum_memory - computed: false, optional: true, required: false
  private _maximumMemory?: number; 
  public get maximumMemory() {
    return this.getNumberAttribute('maximum_memory');
  }
  public set maximumMemory(value: number) {
    this._maximumMemory = value;
  }
  public resetMaximumMemory() {
    this._maximumMemory = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get maximumMemoryInput() {
    return this._maximumMemory;
  }

  // min_cpu_threshold - computed: false, optional: true, required: false
  private _minCpuThreshold?: number; 
  public get minCpuThreshold() {
    return this.getNumberAttribute('min_cpu_threshold');
  }
  public set minCpuThreshold(value: number) {
    this._minCpuThreshold = value;
  }
  public resetMinCpuThreshold() {
    this._minCpuThreshold = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get minCpuThresholdInput() {
    return this._minCpuThreshold;
  }

  // max_cpu_threshold - computed: false, optional: true, required: false
  private _maxCpuThreshold?: number; 
  public get maxCpuThreshold() {
    return this.getNumberAttribute('max_cpu_threshold');
  }
  public set maxCpuThreshold(value: number) {
    this._maxCpuThreshold = value;
  }
  public resetMaxCpuThreshold() {
    this._maxCpuThreshold = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get maxCpuThresholdInput() {
    return this._maxCpuThreshold;
  }

  // min_containers - computed: false, optional: true, required: false
  private _minContainers?: number; 
  public get minContainers() {
    return this.getNumberAttribute('min_containers');
  }
  public set minContainers(value: number) {
    this._minContainers = value;
  }
  public resetMinContainers() {
    this._minContainers = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get minContainersInput() {
    return this._minContainers;
  }

  // max_containers - computed: false, optional: true, required: false
  private _maxContainers?: number; 
  public get maxContainers() {
    return this.getNumberAttribute('max_containers');
  }
  public set maxContainers(value: number) {
    this._maxContainers = value;
  }
  public resetMaxContainers() {
    this._maxContainers = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get maxContainersInput() {
    return this._maxContainers;
  }

  // scale_up_step - computed: true, optional: true, required: false
  private _scaleUpStep?: number; 
  public get scaleUpStep() {
    return this.getNumberAttribute('scale_up_step');
  }
  public set scaleUpStep(value: number) {
    this._scaleUpStep = value;
  }
  public resetScaleUpStep() {
    this._scaleUpStep = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get scaleUpStepInput() {
    return this._scaleUpStep;
  }

  // scale_down_step - computed: true, optional: true, required: false
  private _scaleDownStep?: number; 
  public get scaleDownStep() {
    return this.getNumberAttribute('scale_down_step');
  }
  public set scaleDownStep(value: number) {
    this._scaleDownStep = value;
  }
  public resetScaleDownStep() {
    this._scaleDownStep = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get scaleDownStepInput() {
    return this._scaleDownStep;
  }

  // scaling_enabled - computed: true, optional: true, required: false
  private _scalingEnabled?: boolean | cdktf.IResolvable; 
  public get scalingEnabled() {
    return this.getBooleanAttribute('scaling_enabled');
  }
  public set scalingEnabled(value: boolean | cdktf.IResolvable) {
    this._scalingEnabled = value;
  }
  public resetScalingEnabled() {
    this._scalingEnabled = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get scalingEnabledInput() {
    return this._scalingEnabled;
  }

  // use_horizontal_scale - computed: true, optional: true, required: false
  private _useHorizontalScale?: boolean | cdktf.IResolvable; 
  public get useHorizontalScale() {
    return this.getBooleanAttribute('use_horizontal_scale');
  }
  public set useHorizontalScale(value: boolean | cdktf.IResolvable) {
    this._useHorizontalScale = value;
  }
  public resetUseHorizontalScale() {
    this._useHorizontalScale = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get useHorizontalScaleInput() {
    return this._useHorizontalScale;
  }
}
export interface AppService {
  /**
  * Which service: its name in the Procfile, or `cmd`.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/cdktf-aptible/aptible/0.1.0/docs/resources/app#process_type App#process_type}
  */
  readonly processType?: string;
  /**
  * How many containers run. With a horizontal autoscaling policy the autoscaler owns the number, and this one is only where it starts.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/cdktf-aptible/aptible/0.1.0/docs/resources/app#container_count App#container_count}
  */
  readonly containerCount?: number;
  /**
  * The memory of each container, in MB.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/cdktf-aptible/aptible/0.1.0/docs/resources/app#container_memory_limit App#container_memory_limit}
  */
  readonly containerMemoryLimit?: number;
  /**
  * The ratio of CPU to memory: `m` general purpose, `c` compute, `r` memory. `c` and `r` need a dedicated stack.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/cdktf-aptible/aptible/0.1.0/docs/resources/app#container_profile App#container_profile}
  */
  readonly containerProfile?: string;
  /**
  * Whether releases of a service without endpoints start new containers before the old ones stop.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/cdktf-aptible/aptible/0.1.0/docs/resources/app#force_zero_downtime App#force_zero_downtime}
  */
  readonly forceZeroDowntime?: boolean | cdktf.IResolvable;
  /**
  * Whether a change of the number alone leaves the containers that are there running.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/cdktf-aptible/aptible/0.1.0/docs/resources/app#restart_free_scaling App#restart_free_scaling}
  */
  readonly restartFreeScaling?: boolean | cdktf.IResolvable;
  /**
  * Whether a container counts as healthy once it has been up for a while, rather than by Docker’s check.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/cdktf-aptible/aptible/0.1.0/docs/resources/app#simple_health_check App#simple_health_check}
  */
  readonly simpleHealthCheck?: boolean | cdktf.IResolvable;
  /**
  * How long a container may take to stop before it is killed, in seconds.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/cdktf-aptible/aptible/0.1.0/docs/resources/app#stop_timeout App#stop_timeout}
  */
  readonly stopTimeout?: number;
  /**
  * autoscaling_policy block
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/cdktf-aptible/aptible/0.1.0/docs/resources/app#autoscaling_policy App#autoscaling_policy}
  */
  readonly autoscalingPolicy?: AppServiceAutoscalingPolicy;
  /**
  * service_sizing_policy block
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/cdktf-aptible/aptible/0.1.0/docs/resources/app#service_sizing_policy App#service_sizing_policy}
  */
  readonly serviceSizingPolicy?: AppServiceServiceSizingPolicy;
}

export function appServiceToTerraform(struct?: AppService | cdktf.IResolvable): any {
  if (!cdktf.canInspect(struct) || cdktf.Tokenization.isResolvable(struct)) { return struct; }
  if (cdktf.isComplexElement(struct)) {
    throw new Error("A complex element was used as configuration, this is not supported: https://cdk.tf/complex-object-as-configuration");
  }
  return {
    process_type: cdktf.stringToTerraform(struct!.processType),
    container_count: cdktf.numberToTerraform(struct!.containerCount),
    container_memory_limit: cdktf.numberToTerraform(struct!.containerMemoryLimit),
    container_profile: cdktf.stringToTerraform(struct!.containerProfile),
    force_zero_downtime: cdktf.booleanToTerraform(struct!.forceZeroDowntime),
    restart_free_scaling: cdktf.booleanToTerraform(struct!.restartFreeScaling),
    simple_health_check: cdktf.booleanToTerraform(struct!.simpleHealthCheck),
    stop_timeout: cdktf.numberToTerraform(struct!.stopTimeout),
    autoscaling_policy: appServiceAutoscalingPolicyToTerraform(struct!.autoscalingPolicy),
    service_sizing_policy: appServiceServiceSizingPolicyToTerraform(struct!.serviceSizingPolicy),
  }
}


export function appServiceToHclTerraform(struct?: AppService | cdktf.IResolvable): any {
  if (!cdktf.canInspect(struct) || cdktf.Tokenization.isResolvable(struct)) { return struct; }
  if (cdktf.isComplexElement(struct)) {
    throw new Error("A complex element was used as configuration, this is not supported: https://cdk.tf/complex-object-as-configuration");
  }
  const attrs = {
    process_type: {
      value: cdktf.stringToHclTerraform(struct!.processType),
      isBlock: false,
      type: "simple",
      storageClassType: "string",
    },
    container_count: {
      value: cdktf.numberToHclTerraform(struct!.containerCount),
      isBlock: false,
      type: "simple",
      storageClassType: "number",
    },
    container_memory_limit: {
      value: cdktf.numberToHclTerraform(struct!.containerMemoryLimit),
      isBlock: false,
      type: "simple",
      storageClassType: "number",
    },
    container_profile: {
      value: cdktf.stringToHclTerraform(struct!.containerProfile),
      isBlock: false,
      type: "simple",
      storageClassType: "string",
    },
    force_zero_downtime: {
      value: cdktf.booleanToHclTerraform(struct!.forceZeroDowntime),
      isBlock: false,
      type: "simple",
      storageClassType: "boolean",
    },
    restart_free_scaling: {
      value: cdktf.booleanToHclTerraform(struct!.restartFreeScaling),
      isBlock: false,
      type: "simple",
      storageClassType: "boolean",
    },
    simple_health_check: {
      value: cdktf.booleanToHclTerraform(struct!.simpleHealthCheck),
      isBlock: false,
      type: "simple",
      storageClassType: "boolean",
    },
    stop_timeout: {
      value: cdktf.numberToHclTerraform(struct!.stopTimeout),
      isBlock: false,
      type: "simple",
      storageClassType: "number",
    },
    autoscaling_policy: {
      value: appServiceAutoscalingPolicyToHclTerraform(struct!.autoscalingPolicy),
      isBlock: true,
      type: "set",
      storageClassType: "AppServiceAutoscalingPolicyList",
    },
    service_sizing_policy: {
      value: appServiceServiceSizingPolicyToHclTerraform(struct!.serviceSizingPolicy),
      isBlock: true,
      type: "set",
      storageClassType: "AppServiceServiceSizingPolicyList",
    },
  };

  // remove undefined attributes
  return Object.fromEntries(Object.entries(attrs).filter(([_, value]) => value !== undefined && value.value !== undefined));
}

export class AppServiceOutputReference extends cdktf.ComplexObject {
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

  public get internalValue(): AppService | cdktf.IResolvable | undefined {
    if (this.resolvableValue) {
      return this.resolvableValue;
    }
    let hasAnyValues = this.isEmptyObject;
    const internalValueResult: any = {};
    if (this._processType !== undefined) {
      hasAnyValues = true;
      internalValueResult.processType = this._processType;
    }
    if (this._containerCount !== undefined) {
      hasAnyValues = true;
      internalValueResult.containerCount = this._containerCount;
    }
    if (this._containerMemoryLimit !== undefined) {
      hasAnyValues = true;
      internalValueResult.containerMemoryLimit = this._containerMemoryLimit;
    }
    if (this._containerProfile !== undefined) {
      hasAnyValues = true;
      internalValueResult.containerProfile = this._containerProfile;
    }
    if (this._forceZeroDowntime !== undefined) {
      hasAnyValues = true;
      internalValueResult.forceZeroDowntime = this._forceZeroDowntime;
    }
    if (this._restartFreeScaling !== undefined) {
      hasAnyValues = true;
      internalValueResult.restartFreeScaling = this._restartFreeScaling;
    }
    if (this._simpleHealthCheck !== undefined) {
      hasAnyValues = true;
      internalValueResult.simpleHealthCheck = this._simpleHealthCheck;
    }
    if (this._stopTimeout !== undefined) {
      hasAnyValues = true;
      internalValueResult.stopTimeout = this._stopTimeout;
    }
    if (this._autoscalingPolicy?.internalValue !== undefined) {
      hasAnyValues = true;
      internalValueResult.autoscalingPolicy = this._autoscalingPolicy?.internalValue;
    }
    if (this._serviceSizingPolicy?.internalValue !== undefined) {
      hasAnyValues = true;
      internalValueResult.serviceSizingPolicy = this._serviceSizingPolicy?.internalValue;
    }
    return hasAnyValues ? internalValueResult : undefined;
  }

  public set internalValue(value: AppService | cdktf.IResolvable | undefined) {
    if (value === undefined) {
      this.isEmptyObject = false;
      this.resolvableValue = undefined;
      this._processType = undefined;
      this._containerCount = undefined;
      this._containerMemoryLimit = undefined;
      this._containerProfile = undefined;
      this._forceZeroDowntime = undefined;
      this._restartFreeScaling = undefined;
      this._simpleHealthCheck = undefined;
      this._stopTimeout = undefined;
      this._autoscalingPolicy.internalValue = undefined;
      this._serviceSizingPolicy.internalValue = undefined;
    }
    else if (cdktf.Tokenization.isResolvable(value)) {
      this.isEmptyObject = false;
      this.resolvableValue = value;
    }
    else {
      this.isEmptyObject = Object.keys(value).length === 0;
      this.resolvableValue = undefined;
      this._processType = value.processType;
      this._containerCount = value.containerCount;
      this._containerMemoryLimit = value.containerMemoryLimit;
      this._containerProfile = value.containerProfile;
      this._forceZeroDowntime = value.forceZeroDowntime;
      this._restartFreeScaling = value.restartFreeScaling;
      this._simpleHealthCheck = value.simpleHealthCheck;
      this._stopTimeout = value.stopTimeout;
      this._autoscalingPolicy.internalValue = value.autoscalingPolicy;
      this._serviceSizingPolicy.internalValue = value.serviceSizingPolicy;
    }
  }

  // process_type - computed: true, optional: true, required: false
  private _processType?: string; 
  public get processType() {
    return this.getStringAttribute('process_type');
  }
  public set processType(value: string) {
    this._processType = value;
  }
  public resetProcessType() {
    this._processType = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get processTypeInput() {
    return this._processType;
  }

  // container_count - computed: true, optional: true, required: false
  private _containerCount?: number; 
  public get containerCount() {
    return this.getNumberAttribute('container_count');
  }
  public set containerCount(value: number) {
    this._containerCount = value;
  }
  public resetContainerCount() {
    this._containerCount = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get containerCountInput() {
    return this._containerCount;
  }

  // container_memory_limit - computed: true, optional: true, required: false
  private _containerMemoryLimit?: number; 
  public get containerMemoryLimit() {
    return this.getNumberAttribute('container_memory_limit');
  }
  public set containerMemoryLimit(value: number) {
    this._containerMemoryLimit = value;
  }
  public resetContainerMemoryLimit() {
    this._containerMemoryLimit = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get containerMemoryLimitInput() {
    return this._containerMemoryLimit;
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

  // force_zero_downtime - computed: true, optional: true, required: false
  private _forceZeroDowntime?: boolean | cdktf.IResolvable; 
  public get forceZeroDowntime() {
    return this.getBooleanAttribute('force_zero_downtime');
  }
  public set forceZeroDowntime(value: boolean | cdktf.IResolvable) {
    this._forceZeroDowntime = value;
  }
  public resetForceZeroDowntime() {
    this._forceZeroDowntime = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get forceZeroDowntimeInput() {
    return this._forceZeroDowntime;
  }

  // restart_free_scaling - computed: true, optional: true, required: false
  private _restartFreeScaling?: boolean | cdktf.IResolvable; 
  public get restartFreeScaling() {
    return this.getBooleanAttribute('restart_free_scaling');
  }
  public set restartFreeScaling(value: boolean | cdktf.IResolvable) {
    this._restartFreeScaling = value;
  }
  public resetRestartFreeScaling() {
    this._restartFreeScaling = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get restartFreeScalingInput() {
    return this._restartFreeScaling;
  }

  // simple_health_check - computed: true, optional: true, required: false
  private _simpleHealthCheck?: boolean | cdktf.IResolvable; 
  public get simpleHealthCheck() {
    return this.getBooleanAttribute('simple_health_check');
  }
  public set simpleHealthCheck(value: boolean | cdktf.IResolvable) {
    this._simpleHealthCheck = value;
  }
  public resetSimpleHealthCheck() {
    this._simpleHealthCheck = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get simpleHealthCheckInput() {
    return this._simpleHealthCheck;
  }

  // stop_timeout - computed: true, optional: true, required: false
  private _stopTimeout?: number; 
  public get stopTimeout() {
    return this.getNumberAttribute('stop_timeout');
  }
  public set stopTimeout(value: number) {
    this._stopTimeout = value;
  }
  public resetStopTimeout() {
    this._stopTimeout = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get stopTimeoutInput() {
    return this._stopTimeout;
  }

  // autoscaling_policy - computed: false, optional: true, required: false
  private _autoscalingPolicy = new AppServiceAutoscalingPolicyOutputReference(this, "autoscaling_policy");
  public get autoscalingPolicy() {
    return this._autoscalingPolicy;
  }
  public putAutoscalingPolicy(value: AppServiceAutoscalingPolicy) {
    this._autoscalingPolicy.internalValue = value;
  }
  public resetAutoscalingPolicy() {
    this._autoscalingPolicy.internalValue = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get autoscalingPolicyInput() {
    return this._autoscalingPolicy.internalValue;
  }

  // service_sizing_policy - computed: false, optional: true, required: false
  private _serviceSizingPolicy = new AppServiceServiceSizingPolicyOutputReference(this, "service_sizing_policy");
  public get serviceSizingPolicy() {
    return this._serviceSizingPolicy;
  }
  public putServiceSizingPolicy(value: AppServiceServiceSizingPolicy) {
    this._serviceSizingPolicy.internalValue = value;
  }
  public resetServiceSizingPolicy() {
    this._serviceSizingPolicy.internalValue = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get serviceSizingPolicyInput() {
    return this._serviceSizingPolicy.internalValue;
  }
}

export class AppServiceList extends cdktf.ComplexList {
  public internalValue? : AppService[] | cdktf.IResolvable

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
  public get(index: number): AppServiceOutputReference {
    return new AppServiceOutputReference(this.terraformResource, this.terraformAttribute, index, this.wrapsSet);
  }
}
export interface AppTimeouts {
  /**
  * How long creating it may take, operations on the platform included: `30m`, `1h30m`, `90s`.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/cdktf-aptible/aptible/0.1.0/docs/resources/app#create App#create}
  */
  readonly create?: string;
  /**
  * How long reading it may take, operations on the platform included: `30m`, `1h30m`, `90s`.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/cdktf-aptible/aptible/0.1.0/docs/resources/app#read App#read}
  */
  readonly read?: string;
  /**
  * How long changing it may take, operations on the platform included: `30m`, `1h30m`, `90s`.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/cdktf-aptible/aptible/0.1.0/docs/resources/app#update App#update}
  */
  readonly update?: string;
  /**
  * How long deleting it may take, operations on the platform included: `30m`, `1h30m`, `90s`.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/cdktf-aptible/aptible/0.1.0/docs/resources/app#delete App#delete}
  */
  readonly delete?: string;
}

export function appTimeoutsToTerraform(struct?: AppTimeouts | cdktf.IResolvable): any {
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


export function appTimeoutsToHclTerraform(struct?: AppTimeouts | cdktf.IResolvable): any {
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

export class AppTimeoutsOutputReference extends cdktf.ComplexObject {
  private isEmptyObject = false;
  private resolvableValue?: cdktf.IResolvable;

  /**
  * @param terraformResource The parent resource
  * @param terraformAttribute The attribute on the parent resource this class is referencing
  */
  public constructor(terraformResource: cdktf.IInterpolatingParent, terraformAttribute: string) {
    super(terraformResource, terraformAttribute, false);
  }

  public get internalValue(): AppTimeouts | cdktf.IResolvable | undefined {
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

  public set internalValue(value: AppTimeouts | cdktf.IResolvable | undefined) {
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
* Represents a {@link https://registry.terraform.io/providers/cdktf-aptible/aptible/0.1.0/docs/resources/app aptible_app}
*/
export class App extends cdktf.TerraformResource {

  // =================
  // STATIC PROPERTIES
  // =================
  public static readonly tfResourceType = "aptible_app";

  // ==============
  // STATIC Methods
  // ==============
  /**
  * Generates CDKTF code for importing a App resource upon running "cdktf plan <stack-name>"
  * @param scope The scope in which to define this construct
  * @param importToId The construct id used in the generated config for the App to import
  * @param importFromId The id of the existing App that should be imported. Refer to the {@link https://registry.terraform.io/providers/cdktf-aptible/aptible/0.1.0/docs/resources/app#import import section} in the documentation of this resource for the id to use
  * @param provider? Optional instance of the provider where the App to import is found
  */
  public static generateConfigForImport(scope: Construct, importToId: string, importFromId: string, provider?: cdktf.TerraformProvider) {
        return new cdktf.ImportableResource(scope, importToId, { terraformResourceType: "aptible_app", importId: importFromId, provider });
      }

  // ===========
  // INITIALIZER
  // ===========

  /**
  * Create a new {@link https://registry.terraform.io/providers/cdktf-aptible/aptible/0.1.0/docs/resources/app aptible_app} Resource
  *
  * @param scope The scope in which to define this construct
  * @param id The scoped construct ID. Must be unique amongst siblings in the same scope
  * @param options AppConfig
  */
  public constructor(scope: Construct, id: string, config: AppConfig) {
    super(scope, id, {
      terraformResourceType: 'aptible_app',
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
    this._config = config.config;
    this._secretConfig = config.secretConfig;
    this._secretConfigWo = config.secretConfigWo;
    this._secretConfigWoVersion = config.secretConfigWoVersion;
    this._dockerImage = config.dockerImage;
    this._privateRegistryUsername = config.privateRegistryUsername;
    this._privateRegistryPassword = config.privateRegistryPassword;
    this._privateRegistryPasswordWo = config.privateRegistryPasswordWo;
    this._privateRegistryPasswordWoVersion = config.privateRegistryPasswordWoVersion;
    this._releaseMode = config.releaseMode;
    this._externalConfig = config.externalConfig;
    this._deployTrigger = config.deployTrigger;
    this._service.internalValue = config.service;
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

  // config - computed: false, optional: true, required: false
  private _config?: { [key: string]: string }; 
  public get config() {
    return this.getStringMapAttribute('config');
  }
  public set config(value: { [key: string]: string }) {
    this._config = value;
  }
  public resetConfig() {
    this._config = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get configInput() {
    return this._config;
  }

  // secret_config - computed: false, optional: true, required: false
  private _secretConfig?: { [key: string]: string }; 
  public get secretConfig() {
    return this.getStringMapAttribute('secret_config');
  }
  public set secretConfig(value: { [key: string]: string }) {
    this._secretConfig = value;
  }
  public resetSecretConfig() {
    this._secretConfig = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get secretConfigInput() {
    return this._secretConfig;
  }

  // secret_config_wo - computed: false, optional: true, required: false
  private _secretConfigWo?: { [key: string]: string }; 
  public get secretConfigWo() {
    return this.getStringMapAttribute('secret_config_wo');
  }
  public set secretConfigWo(value: { [key: string]: string }) {
    this._secretConfigWo = value;
  }
  public resetSecretConfigWo() {
    this._secretConfigWo = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get secretConfigWoInput() {
    return this._secretConfigWo;
  }

  // secret_config_wo_version - computed: false, optional: true, required: false
  private _secretConfigWoVersion?: number; 
  public get secretConfigWoVersion() {
    return this.getNumberAttribute('secret_config_wo_version');
  }
  public set secretConfigWoVersion(value: number) {
    this._secretConfigWoVersion = value;
  }
  public resetSecretConfigWoVersion() {
    this._secretConfigWoVersion = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get secretConfigWoVersionInput() {
    return this._secretConfigWoVersion;
  }

  // docker_image - computed: false, optional: true, required: false
  private _dockerImage?: string; 
  public get dockerImage() {
    return this.getStringAttribute('docker_image');
  }
  public set dockerImage(value: string) {
    this._dockerImage = value;
  }
  public resetDockerImage() {
    this._dockerImage = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get dockerImageInput() {
    return this._dockerImage;
  }

  // private_registry_username - computed: false, optional: true, required: false
  private _privateRegistryUsername?: string; 
  public get privateRegistryUsername() {
    return this.getStringAttribute('private_registry_username');
  }
  public set privateRegistryUsername(value: string) {
    this._privateRegistryUsername = value;
  }
  public resetPrivateRegistryUsername() {
    this._privateRegistryUsername = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get privateRegistryUsernameInput() {
    return this._privateRegistryUsername;
  }

  // private_registry_password - computed: false, optional: true, required: false
  private _privateRegistryPassword?: string; 
  public get privateRegistryPassword() {
    return this.getStringAttribute('private_registry_password');
  }
  public set privateRegistryPassword(value: string) {
    this._privateRegistryPassword = value;
  }
  public resetPrivateRegistryPassword() {
    this._privateRegistryPassword = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get privateRegistryPasswordInput() {
    return this._privateRegistryPassword;
  }

  // private_registry_password_wo - computed: false, optional: true, required: false
  private _privateRegistryPasswordWo?: string; 
  public get privateRegistryPasswordWo() {
    return this.getStringAttribute('private_registry_password_wo');
  }
  public set privateRegistryPasswordWo(value: string) {
    this._privateRegistryPasswordWo = value;
  }
  public resetPrivateRegistryPasswordWo() {
    this._privateRegistryPasswordWo = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get privateRegistryPasswordWoInput() {
    return this._privateRegistryPasswordWo;
  }

  // private_registry_password_wo_version - computed: false, optional: true, required: false
  private _privateRegistryPasswordWoVersion?: number; 
  public get privateRegistryPasswordWoVersion() {
    return this.getNumberAttribute('private_registry_password_wo_version');
  }
  public set privateRegistryPasswordWoVersion(value: number) {
    this._privateRegistryPasswordWoVersion = value;
  }
  public resetPrivateRegistryPasswordWoVersion() {
    this._privateRegistryPasswordWoVersion = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get privateRegistryPasswordWoVersionInput() {
    return this._privateRegistryPasswordWoVersion;
  }

  // release_mode - computed: false, optional: true, required: false
  private _releaseMode?: string; 
  public get releaseMode() {
    return this.getStringAttribute('release_mode');
  }
  public set releaseMode(value: string) {
    this._releaseMode = value;
  }
  public resetReleaseMode() {
    this._releaseMode = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get releaseModeInput() {
    return this._releaseMode;
  }

  // external_config - computed: false, optional: true, required: false
  private _externalConfig?: string[]; 
  public get externalConfig() {
    return cdktf.Fn.tolist(this.getListAttribute('external_config'));
  }
  public set externalConfig(value: string[]) {
    this._externalConfig = value;
  }
  public resetExternalConfig() {
    this._externalConfig = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get externalConfigInput() {
    return this._externalConfig;
  }

  // deploy_trigger - computed: false, optional: true, required: false
  private _deployTrigger?: string; 
  public get deployTrigger() {
    return this.getStringAttribute('deploy_trigger');
  }
  public set deployTrigger(value: string) {
    this._deployTrigger = value;
  }
  public resetDeployTrigger() {
    this._deployTrigger = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get deployTriggerInput() {
    return this._deployTrigger;
  }

  // app_id - computed: true, optional: false, required: false
  public get appId() {
    return this.getNumberAttribute('app_id');
  }

  // git_repo - computed: true, optional: false, required: false
  public get gitRepo() {
    return this.getStringAttribute('git_repo');
  }

  // release - computed: true, optional: false, required: false
  public get release() {
    return this.getStringAttribute('release');
  }

  // service - computed: false, optional: true, required: false
  private _service = new AppServiceList(this, "service", true);
  public get service() {
    return this._service;
  }
  public putService(value: AppService[] | cdktf.IResolvable) {
    this._service.internalValue = value;
  }
  public resetService() {
    this._service.internalValue = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get serviceInput() {
    return this._service.internalValue;
  }

  // timeouts - computed: false, optional: true, required: false
  private _timeouts = new AppTimeoutsOutputReference(this, "timeouts");
  public get timeouts() {
    return this._timeouts;
  }
  public putTimeouts(value: AppTimeouts) {
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
      config: cdktf.hashMapper(cdktf.stringToTerraform)(this._config),
      secret_config: cdktf.hashMapper(cdktf.stringToTerraform)(this._secretConfig),
      secret_config_wo: cdktf.hashMapper(cdktf.stringToTerraform)(this._secretConfigWo),
      secret_config_wo_version: cdktf.numberToTerraform(this._secretConfigWoVersion),
      docker_image: cdktf.stringToTerraform(this._dockerImage),
      private_registry_username: cdktf.stringToTerraform(this._privateRegistryUsername),
      private_registry_password: cdktf.stringToTerraform(this._privateRegistryPassword),
      private_registry_password_wo: cdktf.stringToTerraform(this._privateRegistryPasswordWo),
      private_registry_password_wo_version: cdktf.numberToTerraform(this._privateRegistryPasswordWoVersion),
      release_mode: cdktf.stringToTerraform(this._releaseMode),
      external_config: cdktf.listMapper(cdktf.stringToTerraform, false)(this._externalConfig),
      deploy_trigger: cdktf.stringToTerraform(this._deployTrigger),
      service: cdktf.listMapper(appServiceToTerraform, true)(this._service.internalValue),
      timeouts: appTimeoutsToTerraform(this._timeouts.internalValue),
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
      config: {
        value: cdktf.hashMapperHcl(cdktf.stringToHclTerraform)(this._config),
        isBlock: false,
        type: "map",
        storageClassType: "stringMap",
      },
      secret_config: {
        value: cdktf.hashMapperHcl(cdktf.stringToHclTerraform)(this._secretConfig),
        isBlock: false,
        type: "map",
        storageClassType: "stringMap",
      },
      secret_config_wo: {
        value: cdktf.hashMapperHcl(cdktf.stringToHclTerraform)(this._secretConfigWo),
        isBlock: false,
        type: "map",
        storageClassType: "stringMap",
      },
      secret_config_wo_version: {
        value: cdktf.numberToHclTerraform(this._secretConfigWoVersion),
        isBlock: false,
        type: "simple",
        storageClassType: "number",
      },
      docker_image: {
        value: cdktf.stringToHclTerraform(this._dockerImage),
        isBlock: false,
        type: "simple",
        storageClassType: "string",
      },
      private_registry_username: {
        value: cdktf.stringToHclTerraform(this._privateRegistryUsername),
        isBlock: false,
        type: "simple",
        storageClassType: "string",
      },
      private_registry_password: {
        value: cdktf.stringToHclTerraform(this._privateRegistryPassword),
        isBlock: false,
        type: "simple",
        storageClassType: "string",
      },
      private_registry_password_wo: {
        value: cdktf.stringToHclTerraform(this._privateRegistryPasswordWo),
        isBlock: false,
        type: "simple",
        storageClassType: "string",
      },
      private_registry_password_wo_version: {
        value: cdktf.numberToHclTerraform(this._privateRegistryPasswordWoVersion),
        isBlock: false,
        type: "simple",
        storageClassType: "number",
      },
      release_mode: {
        value: cdktf.stringToHclTerraform(this._releaseMode),
        isBlock: false,
        type: "simple",
        storageClassType: "string",
      },
      external_config: {
        value: cdktf.listMapperHcl(cdktf.stringToHclTerraform, false)(this._externalConfig),
        isBlock: false,
        type: "set",
        storageClassType: "stringList",
      },
      deploy_trigger: {
        value: cdktf.stringToHclTerraform(this._deployTrigger),
        isBlock: false,
        type: "simple",
        storageClassType: "string",
      },
      service: {
        value: cdktf.listMapperHcl(appServiceToHclTerraform, true)(this._service.internalValue),
        isBlock: true,
        type: "set",
        storageClassType: "AppServiceList",
      },
      timeouts: {
        value: appTimeoutsToHclTerraform(this._timeouts.internalValue),
        isBlock: true,
        type: "struct",
        storageClassType: "AppTimeouts",
      },
    };

    // remove undefined attributes
    return Object.fromEntries(Object.entries(attrs).filter(([_, value]) => value !== undefined && value.value !== undefined ))
  }
}
