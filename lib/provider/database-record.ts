/** What databases and replicas have in common: a replica is a database to the platform. */
import { type Database, databaseShape, linkedId, requiredId } from '../api';
import { isUnknown, type Unknown } from '../plugin/values';
import { resources } from '../schema';
import type { Call } from './call';
import { type ConnectionParts, parseConnectionUrl } from './connection-url';
import { runOperation, type StartOptions, stillThere } from './records';
import { changedFields, family, sameFamily } from './values';
import type { Work } from './work';

const { attributes } = resources.aptible_database;

/** The attributes that both have, by the same names. */
export interface Sized {
  readonly handle: string;
  readonly env_id: number;
  readonly container_size: number;
  readonly container_profile: string;
  readonly disk_size: number;
  readonly iops: number;
  readonly enable_backups: boolean;
}

/** As they are planned: what the database begins with may say how large its disk is. */
export type WantedSize = Omit<Sized, 'disk_size'> & { readonly disk_size: number | Unknown };

/** Kept beside the state of a database or a replica. */
export interface Private {
  /** The creation that ended before there was a record. */
  readonly operation?: number;
  /** As it was when it was read last. */
  readonly status?: string;
  /** It comes from a state of another type, and was not read since: its engine and version are not in the state. */
  readonly isUnread?: true;
}

/** Whether it may be what a creation that was cut short has begun. */
export const isUnfinished = ({ status }: Database): boolean => status !== 'provisioned';

/** Brings a database from one state to the next, as far as it changes in place; `keep` is told each step that is done. */
export async function changeDatabase(
  before: Sized,
  wanted: WantedSize,
  id: number,
  work: Work,
  call: Call,
  keep: (reached: Partial<WantedSize>) => void,
  options?: StartOptions,
): Promise<void> {
  const what = `the database "${before.handle}"`;
  const { handle, enable_backups, container_size, container_profile, disk_size, iops } = wanted;
  const fields = changedFields(before, { handle, enable_backups });
  if (fields !== undefined) {
    await work.run(`change ${what}`, async () => {
      await call.platform.patch(`/databases/${id}`, databaseShape, fields, { signal: work.signal });
      keep({ handle, enable_backups });
    });
  }
  const size = changedFields(sizesOf(before), sizesOf(wanted));
  if (size !== undefined) {
    // Throughput alone changes on the running disk; everything else needs a restart.
    const type = Object.keys(size).every((field) => field === 'provisioned_iops') ? 'modify' : 'restart';
    await work.run(`${type === 'modify' ? 'change the disk of' : 'resize'} ${what}`, async () => {
      await runOperation(call, work, `/databases/${id}`, before.env_id, { type, ...size }, options);
      keep({ container_size, container_profile, disk_size, iops });
    });
  } else if (handle !== before.handle) {
    call.diagnostics.warning(
      `Log drains and metric drains show the database as "${before.handle}" until it is reloaded`,
      `Run: aptible db:reload ${handle}`,
    );
  }
}

/** The sizes as operations name them, which leave out what is not known. */
export const sizesOf = ({ disk_size, container_size, iops, container_profile }: WantedSize) => ({
  ...(!isUnknown(disk_size) && { disk_size }),
  container_size,
  provisioned_iops: iops,
  instance_profile: container_profile,
});

/** The key as operations name it, which leave it out where the platform chooses. */
export const keyOf = ({ key_arn }: { readonly key_arn: string | Unknown | null }) =>
  isUnknown(key_arn) || key_arn === null ? {} : { key_arn };

/** The record after a change. Throws when it is gone. */
export async function changedDatabase(handle: string, id: number, call: Call): Promise<Database> {
  const record = await call.reader.find('databases', id, { signal: call.signal, fresh: true });
  return stillThere(record, `The database "${handle}"`, id);
}

/** `known`: the state or plan that says in which of several equal forms values are kept, and what is not there yet. */
export async function sizedFields(
  record: Database,
  known: WantedSize,
  call: Call,
  options?: { readonly fresh: boolean },
) {
  const { reader } = call;
  const environmentId = requiredId(record, 'account');
  const serviceId = linkedId(record, 'service');
  // There is none before the database is provisioned.
  const service =
    serviceId === undefined
      ? undefined
      : await reader.find('services', serviceId, { environmentId, signal: call.signal, ...options });
  const { disk } = record._embedded;
  const profile = service === undefined ? null : family(service.instance_class);
  return {
    env_id: environmentId,
    handle: record.handle,
    container_size: service?.container_memory_limit_mb ?? record.initial_container_size ?? known.container_size,
    container_profile:
      profile === null || sameFamily(known.container_profile, profile) ? known.container_profile : profile,
    disk_size:
      disk?.size ??
      record.initial_disk_size ??
      (isUnknown(known.disk_size) ? attributes.disk_size.default : known.disk_size),
    iops: disk?.provisioned_iops ?? known.iops,
    key_arn: record.current_kms_arn ?? null,
    enable_backups: record.enable_backups,
    ...connectionsOf(record, call),
  };
}

/**
 * The ways to connect to a database: at its own address, or through an endpoint, which rewrites the URLs. There are none before it is
 * provisioned, and none where the provider is told not to store them.
 */
export function connectionsOf(
  record: Database,
  { storeCredentials }: Call,
  through: (url: string) => string | null = (url) => url,
) {
  if (!storeCredentials) return noConnections;
  const credentials = (record._embedded.database_credentials ?? []).flatMap(({ connection_url, ...credential }) => {
    const url = connection_url ? through(connection_url) : null;
    return url === null ? [] : [{ ...credential, url }];
  });
  return {
    default_connection_url: record.connection_url ? through(record.connection_url) : null,
    /** In the platform's order. */
    connection_urls: credentials.map(({ url }) => url),
    credentials: Object.fromEntries(
      credentials.map(({ type, url, default: isDefault }) => [
        type,
        { connection_url: url, ...partsOf(url), default: isDefault },
      ]),
    ),
  };
}

export const noConnections = { default_connection_url: null, connection_urls: null, credentials: null };

/** Null each for a connection URL in a form of its own. */
export const partsOf = (url: string): ConnectionParts | Record<keyof ConnectionParts, null> =>
  parseConnectionUrl(url) ?? {
    protocol: null,
    username: null,
    password: null,
    host: null,
    port: null,
    name: null,
    query: null,
  };
