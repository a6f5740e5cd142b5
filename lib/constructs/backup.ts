import type { Construct, IConstruct } from 'constructs';
import * as bindings from '../bindings';
import { dataSources, resources } from '../schema';
import type { IDatabase } from './database';
import { requireEnvironment, type LookUpOptions } from './environment';
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

class LatestBackup extends Resource implements IBackup {
  protected readonly element: bindings.DataAptibleBackups;

  constructor(scope: Construct, id: string, { databaseId }: IDatabase, { environment }: LookUpOptions) {
    super(scope, id);
    const config = { envId: requireEnvironment(this, environment, 'Backup.latestOf').environmentId, databaseId };
    checkProps(this, dataSources.aptible_backups, config);
    // Without a backup, a database that restores it would silently begin empty.
    const condition = '${self.latest_id != null}';
    const errorMessage = 'The database ${self.database_id} has no backup: make one with aptible db:backup.';
    const lifecycle = { postcondition: [{ condition, errorMessage }] };
    this.element = new bindings.DataAptibleBackups(this, 'Resource', { ...config, lifecycle });
    followDependencies(this.element);
  }

  get backupId(): number {
    return this.element.latestId;
  }
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

  /**
   * The newest backup of a database, looked up in its environment. A plan fails when there is none. It moves on with each new backup, and
   * another backup replaces a database that restores from it: give that one `lifecycle: { ignoreChanges: ['restore_from_backup_id'] }`.
   *
   * @example
   * const production = Environment.fromHandle(this, 'production', 'acme-production');
   * const backup = Backup.latestOf(production, 'latest', Database.fromHandle(production, 'db', 'acme-db'));
   * const lifecycle = { ignoreChanges: ['restore_from_backup_id'] };
   * new Database(staging, 'db', { handle: 'acme-db', restoreFrom: backup, lifecycle });
   */
  static latestOf(scope: Construct, id: string, database: IDatabase, options: LookUpOptions = {}): IBackup {
    return new LatestBackup(scope, id, database, options);
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
