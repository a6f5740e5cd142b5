import type { Construct, IConstruct } from 'constructs';
import * as bindings from '../bindings';
import { resources } from '../schema';
import type { IDatabase } from './database';
import { checkProps } from './props';
import { followDependencies, KnownById, Resource, type ResourceProps, type Timeouts } from './resource';

export interface BackupProps extends ResourceProps {
  /** The database that is backed up, replicas included. A change replaces the backup. */
  readonly database: IDatabase;

  /**
   * Any texts, such as attributes of other resources. Other ones make another backup and purge this one; the first ones are only written down.
   *
   * @default - none: it is made once
   */
  readonly triggers?: { readonly [name: string]: string };

  /** @default - the provider's defaults */
  readonly timeouts?: Timeouts;
}

/** A backup. */
export interface IBackup extends IConstruct {
  /** The platform's number for it. */
  readonly backupId: number;
}

class BackupFromId extends KnownById implements IBackup {
  constructor(
    scope: Construct,
    id: string,
    readonly backupId: number,
  ) {
    super(scope, id);
  }
}

/**
 * A backup of a database, made on demand, and again for other triggers. Destroying it, and so replacing it, purges it and its copies for
 * good: with `lifecycle: { createBeforeDestroy: true }` the new one is there before. What lists it in `dependsOn` is changed after it was made.
 *
 * @example
 * const backup = new Backup(environment, 'before-release', { database, triggers: { release: '2.0' } });
 * new App(environment, 'web', { handle: 'acme-web', image: 'acme/web:2.0', dependsOn: [backup] });
 */
export class Backup extends Resource implements IBackup {
  /** A backup that is not made here, by its number, which is not looked up. `aptible backup:list` shows the numbers. */
  static fromId(scope: Construct, id: string, backupId: number): IBackup {
    return new BackupFromId(scope, id, backupId);
  }

  protected readonly element: bindings.Backup;

  /** @throws when props break the platform's limits, with all problems at once. */
  constructor(scope: Construct, id: string, props: BackupProps) {
    super(scope, id, props);
    const config: bindings.BackupConfig = {
      databaseId: props.database.databaseId,
      triggers: props.triggers,
      timeouts: props.timeouts,
    };
    checkProps(this, resources.aptible_backup, config, { names: { database_id: 'database' } });
    this.element = new bindings.Backup(this, 'Resource', { ...config, lifecycle: props.lifecycle });
    followDependencies(this.element);
  }

  get backupId(): number {
    return this.element.backupId;
  }

  /** When it was made, in the form of ISO 8601. */
  get createdAt(): string {
    return this.element.createdAt;
  }

  /** Its size in GB. */
  get sizeGb(): number {
    return this.element.size;
  }

  /** The region in which it is kept. */
  get region(): string {
    return this.element.region;
  }
}
