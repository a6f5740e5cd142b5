import type { Construct, IConstruct } from 'constructs';
import * as bindings from '../bindings';
import { dataSources, resources } from '../schema';
import { configOf } from './config';
import type { IDatabase } from './database';
import { given, inEnvironment, ofPlatformResource, reference, type AttributesOf } from './props';
import { inStack, KnownById, Resource, type ResourceProps, type Timeouts } from './resource';
import type { LookUpOptions } from './scope';

/** Props of a backup. */
export interface BackupProps extends ResourceProps {
  /** The database that is backed up, replicas included. A change replaces the backup. */
  readonly database: IDatabase;

  /**
   * Any texts, such as attributes of other resources. Other ones make another backup and purge this one; the first ones are only written down.
   *
   * @default - none: it is made once
   */
  readonly triggers?: { readonly [name: string]: string };

  /**
   * How long Terraform waits for the platform before it gives up.
   *
   * @default - the provider's defaults: the reference page of the resource has them
   */
  readonly timeouts?: Timeouts;
}

const definition = resources.aptible_backup;

export const backupAttributes = {
  ...ofPlatformResource,
  database: reference('database_id', 'databaseId'),
  triggers: 'triggers',
} as const satisfies AttributesOf<BackupProps, typeof definition>;

/** A backup. */
export interface IBackup extends IConstruct {
  /** The platform's number for it. */
  readonly backupId: number;
}

interface LatestOf extends LookUpOptions {
  readonly database: IDatabase;
}

const latestOf = {
  database: reference('database_id', 'databaseId'),
  environment: inEnvironment,
} as const satisfies AttributesOf<LatestOf, typeof dataSources.aptible_backups>;

class BackupLatestOf extends Resource implements IBackup {
  protected readonly element: bindings.DataAptibleBackups;

  constructor(scope: Construct, id: string, wanted: LatestOf) {
    super(scope, id);
    const config = configOf(this, given(dataSources.aptible_backups, latestOf, wanted), 'Backup.latestOf');
    // Without a backup, a database that restores it would silently begin empty.
    const condition = '${self.latest_id != null}';
    const errorMessage = 'The database ${self.database_id} has no backup: make one with aptible db:backup.';
    const lifecycle = { postcondition: [{ condition, errorMessage }] };
    this.element = inStack(new bindings.DataAptibleBackups(this, 'Resource', { ...config, lifecycle }));
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
    super(scope, id, { backupId });
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
  /**
   * Takes a backup that is not made here, by its number, which is not looked up. `aptible backup:list` shows the numbers.
   *
   * @throws when it is not a whole number from 1 on.
   */
  static fromId(scope: Construct, id: string, backupId: number): IBackup {
    return new BackupFromId(scope, id, backupId);
  }

  /**
   * Finds the newest backup of a database: Terraform looks it up in its environment. A plan fails when there is none. It moves on with each new backup, and
   * another backup replaces a database that restores from it: give that one `lifecycle: { ignoreChanges: ['restore_from_backup_id'] }`.
   *
   * @example
   * const production = Environment.fromHandle(this, 'production', 'acme-production');
   * const backup = Backup.latestOf(production, 'latest', Database.fromHandle(production, 'db', 'acme-db'));
   * const lifecycle = { ignoreChanges: ['restore_from_backup_id'] };
   * new Database(staging, 'db', { handle: 'acme-db', restoreFrom: backup, lifecycle });
   *
   * @throws when there is no environment.
   */
  static latestOf(scope: Construct, id: string, database: IDatabase, options: LookUpOptions = {}): IBackup {
    return new BackupLatestOf(scope, id, { database, ...options });
  }

  protected readonly element: bindings.Backup;

  /** @throws when props break the platform's limits, with all problems at once. */
  constructor(scope: Construct, id: string, props: BackupProps) {
    super(scope, id, props);
    const config = configOf(this, given(definition, backupAttributes, props));
    this.element = inStack(new bindings.Backup(this, 'Resource', config));
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
