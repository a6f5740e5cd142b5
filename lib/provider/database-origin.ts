/** What a database begins with, other than nothing: a backup, another database, or another database at a point in time. */
import { backupShape, linkedId } from '../api';
import { isUnknown, type Unknown } from '../plugin/values';
import type { Problem } from '../schema';
import type { Call } from './call';
import { reading } from './work';

const originAttributes = ['restore_from_backup_id', 'clone_from_database_id', 'recover_from_database_id'] as const;

export interface Origin {
  readonly attribute: (typeof originAttributes)[number];
  /** Undefined while it is not known. */
  readonly id: number | undefined;
}

export function originOf(planned: Readonly<Record<Origin['attribute'], number | Unknown | null>>): Origin | undefined {
  const attribute = originAttributes.find((name) => planned[name] !== null);
  if (attribute === undefined) return undefined;
  const id = planned[attribute];
  return { attribute, id: isUnknown(id) || id === null ? undefined : id };
}

/** The part of it that the new database has too. */
export interface Source {
  /** The source in messages: `the backup 7`. */
  readonly what: string;
  readonly path: string;
  readonly environmentId: number | undefined;
  readonly database_type: string | undefined;
  readonly version: string | undefined;
  readonly disk_size: number | undefined;
  readonly hasRecovery: boolean;
}

/** Undefined when there is none with that id. */
export function readSource(attribute: Origin['attribute'], id: number, call: Call): Promise<Source | undefined> {
  const { platform, reader } = call;
  const isBackup = attribute === 'restore_from_backup_id';
  const what = `the ${isBackup ? 'backup' : 'database'} ${id}`;
  return reading(what, call, async () => {
    const path = `/${isBackup ? 'backups' : 'databases'}/${id}`;
    const [backup, database] = isBackup
      ? [await platform.find(path, backupShape, { signal: call.signal }), undefined]
      : [undefined, await reader.find('databases', id, { signal: call.signal })];
    const record = backup ?? database;
    if (record === undefined) return undefined;
    const imageId = linkedId(record, 'database_image');
    const image =
      imageId === undefined ? undefined : await reader.find('database_images', imageId, { signal: call.signal });
    return {
      what,
      path,
      environmentId: linkedId(record, 'account'),
      database_type: image?.type,
      version: image?.version,
      disk_size: (backup === undefined ? database?._embedded.disk?.size : backup.size) ?? undefined,
      hasRecovery: database?.enable_pitr === true,
    };
  });
}

/** What of a database may contradict its source. */
export interface Asked {
  readonly env_id: number | Unknown | null;
  readonly database_type: string | Unknown | null;
  readonly version: string | Unknown | null;
  readonly disk_size: number | Unknown | null;
}

/** What is asked for and cannot come from there. Values that are left out or not known are no problem. */
export function sourceProblems(
  { attribute, id }: Origin,
  source: Source | undefined,
  asked: Asked,
): Pick<Problem, 'path' | 'message'>[] {
  if (source === undefined) {
    const kind = attribute === 'restore_from_backup_id' ? 'backup' : 'database';
    return [
      {
        path: [attribute],
        message:
          kind === 'backup'
            ? `there is no backup with the id ${id}, or it was purged: aptible backup:list shows those of a database, and the data source aptible_backups those of an environment`
            : `there is no database with the id ${id}, or the token may not see it`,
      },
    ];
  }
  const { what, environmentId } = source;
  const differs = (field: 'database_type' | 'version') => {
    const [own, wanted] = [source[field], asked[field]];
    return own !== undefined && typeof wanted === 'string' && wanted !== own
      ? [{ path: [field], message: `got "${wanted}", expected "${own}", that of ${what}: leave it out, or change it` }]
      : [];
  };
  const isSmaller = typeof asked.disk_size === 'number' && asked.disk_size < (source.disk_size ?? 0);
  const isElsewhere =
    attribute !== 'restore_from_backup_id' &&
    typeof asked.env_id === 'number' &&
    environmentId !== undefined &&
    asked.env_id !== environmentId;
  return [
    ...differs('database_type'),
    ...differs('version'),
    ...(isSmaller
      ? [
          {
            path: ['disk_size'],
            message: `got ${asked.disk_size}, expected at least ${source.disk_size}, the size of ${what}: a disk cannot be smaller than its data`,
          },
        ]
      : []),
    ...(isElsewhere
      ? [
          {
            path: ['env_id'],
            message: `got ${asked.env_id}, expected ${environmentId}, the environment of ${what}: into another one, restore a backup`,
          },
        ]
      : []),
  ];
}
