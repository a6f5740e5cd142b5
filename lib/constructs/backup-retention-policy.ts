import type { IResolvable } from 'cdktf';
import type { Construct } from 'constructs';
import * as bindings from '../bindings';
import { resources } from '../schema';
import { configOf } from './config';
import { given, inEnvironment, ofPlatformResource, type AttributesOf } from './props';
import { inStack, Resource, type ResourceProps, type Timeouts } from './resource';
import type { IEnvironment } from './scope';

/** How many backups of an environment's databases the platform keeps. */
export interface BackupRetention {
  /** Number of daily backups, at least 1. */
  readonly daily: number;

  /** Number of monthly backups, 0 for none. */
  readonly monthly: number;

  /** Number of yearly backups, 0 for none. */
  readonly yearly: number;

  /** Whether a copy of each backup is kept in another region. */
  readonly makeCopy: boolean | IResolvable;

  /**
   * Whether the last backup of a database outlives it. Such a backup keeps its environment from being deleted until it is purged.
   */
  readonly keepFinal: boolean | IResolvable;
}

/** Props of the retention policy of an environment. */
export interface BackupRetentionPolicyProps extends BackupRetention, ResourceProps {
  /**
   * The environment. A change leaves the policy of the former one as it is.
   *
   * @default - the nearest environment around it: `new BackupRetentionPolicy(environment, ...)`
   */
  readonly environment?: IEnvironment;

  /**
   * How long Terraform waits for the platform before it gives up.
   *
   * @default - the provider's defaults: the reference page of the resource has them
   */
  readonly timeouts?: Timeouts;
}

const definition = resources.aptible_backup_retention_policy;

export const retentionAttributes = {
  daily: 'daily',
  monthly: 'monthly',
  yearly: 'yearly',
  makeCopy: 'make_copy',
  keepFinal: 'keep_final',
} as const satisfies AttributesOf<BackupRetention, typeof definition>;

export const backupRetentionPolicyAttributes = {
  ...ofPlatformResource,
  environment: inEnvironment,
  ...retentionAttributes,
} as const satisfies AttributesOf<BackupRetentionPolicyProps, typeof definition>;

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
    const config = configOf(this, given(definition, backupRetentionPolicyAttributes, props));
    this.element = inStack(new bindings.BackupRetentionPolicy(this, 'Resource', config));
  }

  /** How many days back databases can be recovered to points in time. Only Aptible Support sets it, and a change of the policy keeps it. */
  get pitrDays(): number {
    return this.element.pitrDays;
  }
}
