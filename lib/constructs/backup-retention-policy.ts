import type { IResolvable } from 'cdktf';
import type { Construct } from 'constructs';
import * as bindings from '../bindings';
import { resources } from '../schema';
import { requireEnvironment, type IEnvironment } from './environment';
import { checkProps } from './props';
import { followDependencies, Resource, type ResourceProps, type Timeouts } from './resource';

/** How many backups of an environment's databases the platform keeps. */
export interface BackupRetention {
  /** Number of daily backups, at least 1. */
  readonly daily: number;

  /** Number of monthly backups. */
  readonly monthly: number;

  /** Number of yearly backups. */
  readonly yearly: number;

  /** Whether a copy of each backup is kept in another region. */
  readonly makeCopy: boolean | IResolvable;

  /**
   * Whether the last backup of a database outlives it. Such a backup keeps its environment from being deleted until it is purged.
   */
  readonly keepFinal: boolean | IResolvable;
}

export interface BackupRetentionPolicyProps extends BackupRetention, ResourceProps {
  /**
   * The environment. A change leaves the policy of the former one as it is.
   *
   * @default - the nearest environment around it: `new BackupRetentionPolicy(environment, ...)`
   */
  readonly environment?: IEnvironment;

  /** @default - the provider's defaults */
  readonly timeouts?: Timeouts;
}

/**
 * How many backups of its databases an environment keeps, for one that is not made here; an `Environment` has the prop
 * `backupRetentionPolicy`, and with both, each apply undoes what the other one did. Destroying it leaves the policy as it is.
 *
 * @example
 * const environment = Environment.fromHandle(this, 'production', 'acme-production');
 * new BackupRetentionPolicy(environment, 'backups', { daily: 30, monthly: 12, yearly: 6, makeCopy: true, keepFinal: true });
 */
export class BackupRetentionPolicy extends Resource {
  protected readonly element: bindings.BackupRetentionPolicy;

  /** @throws when props break the platform's limits, with all problems at once; when there is no environment. */
  constructor(scope: Construct, id: string, props: BackupRetentionPolicyProps) {
    super(scope, id, props);
    const config: bindings.BackupRetentionPolicyConfig = {
      envId: requireEnvironment(this, props.environment).environmentId,
      daily: props.daily,
      monthly: props.monthly,
      yearly: props.yearly,
      makeCopy: props.makeCopy,
      keepFinal: props.keepFinal,
      timeouts: props.timeouts,
    };
    checkProps(this, resources.aptible_backup_retention_policy, config);
    this.element = new bindings.BackupRetentionPolicy(this, 'Resource', { ...config, lifecycle: props.lifecycle });
    followDependencies(this.element);
  }

  /** For how many days databases with point-in-time recovery can be brought back. */
  get pitrDays(): number {
    return this.element.pitrDays;
  }
}
