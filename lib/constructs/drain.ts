import { inEnvironment, ofPlatformResource, type AttributesOf } from './props';
import type { resources } from '../schema';
import type { ResourceProps, Timeouts } from './resource';
import type { IEnvironment } from './scope';

/** Props of every drain, of logs and of metrics. */
export interface DrainProps extends ResourceProps {
  /** Its name, unique on the platform: 1 to 64 lower-case letters, digits, dots, hyphens or underscores. A change replaces the drain. */
  readonly handle: string;

  /**
   * The environment whose logs or metrics it sends. A change replaces the drain.
   *
   * @default - the nearest environment around it: `LogDrain.datadog(environment, ...)`
   */
  readonly environment?: IEnvironment;

  /**
   * How long Terraform waits for the platform before it gives up.
   *
   * @default - the provider's defaults: the reference page of the resource has them
   */
  readonly timeouts?: Timeouts;
}

export const drainAttributes = {
  ...ofPlatformResource,
  handle: 'handle',
  environment: inEnvironment,
} as const satisfies AttributesOf<
  DrainProps,
  typeof resources.aptible_log_drain | typeof resources.aptible_metric_drain
>;
