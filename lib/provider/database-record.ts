/** What databases and replicas have in common: a replica is a database to the platform. */
import { type Database, databaseShape, linkedId } from '../api';
import type { Call } from '../plugin/types';
import type { ObjectValue } from '../plugin/values';
import type { Context } from './configure';
import { type ConnectionParts, parseConnectionUrl } from './connection-url';
import { runOperation, stillThere } from './records';
import { family, sameFamily } from './values';
import type { Work } from './work';

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

/** Brings a database from one state to the next, as far as it changes in place; `reach` is told each step that is done. */
export async function changeDatabase(
  before: Sized,
  wanted: Sized,
  id: number,
  work: Work,
  call: Call<Context>,
  reach: (fields: Partial<Sized>) => void,
): Promise<void> {
  const what = `the database "${before.handle}"`;
  const record = changed(before, wanted, { handle: 'handle', enable_backups: 'enable_backups' });
  if (record !== undefined) {
    await work.run(`change ${what}`, async () => {
      await call.client.client.patch(`/databases/${id}`, databaseShape, record, { signal: work.signal });
      reach({ handle: wanted.handle, enable_backups: wanted.enable_backups });
    });
  }
  const size = changed(before, wanted, {
    container_size: 'container_size',
    container_profile: 'instance_profile',
    disk_size: 'disk_size',
    iops: 'provisioned_iops',
  });
  if (size !== undefined) {
    // Throughput alone changes on the running disk; everything else needs a restart.
    const type = Object.keys(size).every((field) => field === 'provisioned_iops') ? 'modify' : 'restart';
    await work.run(`${type === 'modify' ? 'change the disk of' : 'resize'} ${what}`, async () => {
      await runOperation(call.client, work, `/databases/${id}`, before.env_id, { type, ...size });
      const { container_size, container_profile, disk_size, iops } = wanted;
      reach({ container_size, container_profile, disk_size, iops });
    });
  } else if (wanted.handle !== before.handle) {
    call.diagnostics.warning(
      `Log drains and metric drains show the database as "${before.handle}" until it is reloaded`,
      `Run: aptible db:reload ${wanted.handle}`,
    );
  }
}

/** The changed ones of these attributes, by the names that the platform has for them. */
function changed(
  before: Sized,
  wanted: Sized,
  names: Partial<Record<keyof Sized, string>>,
): Record<string, unknown> | undefined {
  const fields = (Object.keys(names) as (keyof Sized)[])
    .filter((name) => wanted[name] !== before[name])
    .map((name) => [names[name]!, wanted[name]] as const);
  return fields.length === 0 ? undefined : Object.fromEntries(fields);
}

/** The record after a change. Throws when it is gone. */
export async function changedDatabase(handle: string, id: number, call: Call<Context>): Promise<Database> {
  const record = await call.client.reader.database(id, undefined, call.signal, { fresh: true });
  return stillThere(record, `The database "${handle}"`, id);
}

/** `known`: the state or plan that says in which of several equal forms values are kept, and what is not there yet. */
export async function sizedFields(
  record: Database,
  known: Sized,
  call: Call<Context>,
  options?: { readonly fresh: boolean },
) {
  const { reader } = call.client;
  const environmentId = linkedId(record, 'account')!;
  const serviceId = linkedId(record, 'service');
  // There is none before the database is provisioned.
  const service =
    serviceId === undefined ? undefined : await reader.service(serviceId, environmentId, call.signal, options);
  const { disk } = record._embedded;
  const profile = service === undefined ? null : family(service.instance_class);
  return {
    env_id: environmentId,
    handle: record.handle,
    container_size: service?.container_memory_limit_mb ?? record.initial_container_size ?? null,
    container_profile:
      profile === null || sameFamily(known.container_profile, profile) ? known.container_profile : profile,
    disk_size: disk?.size ?? record.initial_disk_size ?? null,
    iops: disk?.provisioned_iops ?? known.iops,
    enable_backups: record.enable_backups,
    default_connection_url: record.connection_url ?? null,
    credentials: credentialsOf(record),
  } satisfies ObjectValue;
}

/** In the platform's order. */
export const connectionUrlsOf = ({ _embedded: { database_credentials: credentials } }: Database): string[] =>
  (credentials ?? []).flatMap(({ connection_url }) => connection_url ?? []);

/** By type. There are none before the database is provisioned. */
export function credentialsOf({ _embedded: { database_credentials: credentials } }: Database): ObjectValue {
  return Object.fromEntries(
    (credentials ?? []).flatMap(({ type, default: isDefault, connection_url: url }) =>
      url ? [[type, { connection_url: url, ...(parseConnectionUrl(url) ?? unparsed), default: isDefault }]] : [],
    ),
  );
}

/** Of a connection URL in a form of its own. */
const unparsed = {
  protocol: null,
  username: null,
  password: null,
  host: null,
  port: null,
  name: null,
  query: null,
} satisfies Record<keyof ConnectionParts, null>;
