import type { IResolvable } from 'cdktf';
import { resources } from '../schema';
import type { AutoscalingMemoryMb } from './known';
import { given, type AttributesOf, type Given } from './props';

/** Props of both kinds of autoscaling. */
export interface AutoscalingProps {
  /**
   * How far back the metrics are looked at, in whole seconds.
   *
   * @default 1800
   */
  readonly metricLookbackSeconds?: number;

  /**
   * The percentile of the metrics that is compared with the thresholds, more than 0 and at most 100.
   *
   * @default 99
   */
  readonly percentile?: number;

  /**
   * Wait after scaling up, in whole seconds.
   *
   * @default 60
   */
  readonly postScaleUpCooldownSeconds?: number;

  /**
   * Wait after scaling down, in whole seconds.
   *
   * @default 300
   */
  readonly postScaleDownCooldownSeconds?: number;

  /**
   * Wait after a release, in whole seconds.
   *
   * @default 60
   */
  readonly postReleaseCooldownSeconds?: number;

  /**
   * Whether the platform is scaling by this. `false` pauses the autoscaler, and the service stays as it is.
   *
   * @default true
   */
  readonly scalingEnabled?: boolean | IResolvable;
}

/** Props of autoscaling that changes the number of containers. */
export interface HorizontalAutoscalingProps extends AutoscalingProps {
  /** The fewest containers, 1 to 128 and no more than `maxContainers`. */
  readonly minContainers: number;

  /** The most containers, 1 to 128. */
  readonly maxContainers: number;

  /** The share of the CPU, more than 0 and at most 1, below which containers are removed. */
  readonly minCpuThreshold: number;

  /** The share of the CPU, more than 0 and at most 1, above which containers are added. */
  readonly maxCpuThreshold: number;

  /**
   * How many containers are added at a time, 1 to 128.
   *
   * @default 1
   */
  readonly scaleUpStep?: number;

  /**
   * How many containers are removed at a time, 1 to 128.
   *
   * @default 1
   */
  readonly scaleDownStep?: number;

  /**
   * Whether scaling leaves the containers that are there running.
   *
   * @default false
   */
  readonly restartFreeScaling?: boolean | IResolvable;
}

/** Props of autoscaling that changes the size of containers. */
export interface VerticalAutoscalingProps extends AutoscalingProps {
  /**
   * The smallest container, in MB, at least 512: 512, 1024, 2048, 4096, 7168, 15360, 30720, 61440, 153600, 245760 or a size that the
   * platform offers besides.
   *
   * @default 2048
   */
  readonly minimumMemoryMb?: AutoscalingMemoryMb;

  /**
   * The largest container, in MB, at least 512: 512, 1024, 2048, 4096, 7168, 15360, 30720, 61440, 153600, 245760 or a size that the
   * platform offers besides.
   *
   * @default - no limit
   */
  readonly maximumMemoryMb?: AutoscalingMemoryMb;

  /**
   * The share of its memory above which a container is made larger.
   *
   * @default 0.9
   */
  readonly memScaleUpThreshold?: number;

  /**
   * The share of the next smaller size below which a container is made smaller.
   *
   * @default 0.75
   */
  readonly memScaleDownThreshold?: number;

  /**
   * The ratio of memory to CPU use above which the profile `r` is chosen.
   *
   * @default 4
   */
  readonly memCpuRatioRThreshold?: number;

  /**
   * The ratio of memory to CPU use below which the profile `c` is chosen.
   *
   * @default 2
   */
  readonly memCpuRatioCThreshold?: number;
}

const definition = resources.aptible_app.blocks.service.blocks.autoscaling_policy;
type Definition = typeof definition;

const attributes = {
  metricLookbackSeconds: 'metric_lookback_seconds',
  percentile: 'percentile',
  postScaleUpCooldownSeconds: 'post_scale_up_cooldown_seconds',
  postScaleDownCooldownSeconds: 'post_scale_down_cooldown_seconds',
  postReleaseCooldownSeconds: 'post_release_cooldown_seconds',
  scalingEnabled: 'scaling_enabled',
} as const satisfies AttributesOf<AutoscalingProps, Definition>;

export const horizontalAutoscalingAttributes = {
  ...attributes,
  minContainers: 'min_containers',
  maxContainers: 'max_containers',
  minCpuThreshold: 'min_cpu_threshold',
  maxCpuThreshold: 'max_cpu_threshold',
  scaleUpStep: 'scale_up_step',
  scaleDownStep: 'scale_down_step',
  restartFreeScaling: 'use_horizontal_scale',
} as const satisfies AttributesOf<HorizontalAutoscalingProps, Definition>;

export const verticalAutoscalingAttributes = {
  ...attributes,
  minimumMemoryMb: 'minimum_memory',
  maximumMemoryMb: 'maximum_memory',
  memScaleUpThreshold: 'mem_scale_up_threshold',
  memScaleDownThreshold: 'mem_scale_down_threshold',
  memCpuRatioRThreshold: 'mem_cpu_ratio_r_threshold',
  memCpuRatioCThreshold: 'mem_cpu_ratio_c_threshold',
} as const satisfies AttributesOf<VerticalAutoscalingProps, Definition>;

/**
 * How the platform scales a service by itself.
 *
 * @example
 * services: { web: { autoscaling: Autoscaling.horizontal({ minContainers: 2, maxContainers: 8, minCpuThreshold: 0.2, maxCpuThreshold: 0.8 }) } }
 */
export class Autoscaling {
  /** Changes the number of containers, by the load of their CPU. */
  static horizontal(props: HorizontalAutoscalingProps): Autoscaling {
    return new Autoscaling(
      given(definition, horizontalAutoscalingAttributes, props, { autoscaling_type: 'horizontal' }),
    );
  }

  /** Changes the size of the containers and their profile, by their memory. */
  static vertical(props: VerticalAutoscalingProps = {}): Autoscaling {
    return new Autoscaling(given(definition, verticalAutoscalingAttributes, props, { autoscaling_type: 'vertical' }));
  }

  /** @internal */
  readonly policy: Given<Definition>;

  private constructor(policy: Given<Definition>) {
    this.policy = policy;
  }
}
