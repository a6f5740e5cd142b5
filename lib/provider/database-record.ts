/** What databases and replicas have in common: a replica is a database to the platform. */
import { type Database, databaseShape, linkedId, type Operation, OperationFailedError, operationShape } from '../api';
import { DiagnosticError } from '../plugin/diagnostics';
import type { Call } from '../plugin/types';
import type { ObjectValue } from '../plugin/values';
import type { Context } from './configure';
import { type ConnectionParts, parseConnectionUrl } from './connection-url';
import { runOperation, startOperation, stillThere, waitForOperation } from './records';
import { completed, family, sameFamily } from './values';
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

export interface Making {
  /** For messages: `the replica "reading"`. */
  readonly what: string;
  readonly handle: string;
  readonly environmentId: number;
  /** Of what it begins with: `/backups/7`. */
  readonly source: string;
  /** The operation on that which makes it. */
  readonly operation: { readonly type: string; readonly [field: string]: unknown };
  /** For the operations that leave this to their client. */
  readonly provision?: { readonly [field: string]: unknown };
  /** `aptible_replica` */
  readonly resource: string;
}

/** Brings one that was just made to what is wanted, where the operation that made it had no word for it. */
export async function settleDatabase({ id }: Database, wanted: Sized, work: Work, call: Call<Context>): Promise<void> {
  await work.run(`read the database "${wanted.handle}"`, async () => {
    const record = await changedDatabase(wanted.handle, id, call);
    const actual = (await sizedFields(record, wanted, call, { fresh: true })) as ObjectValue & Sized;
    const settled = completed(wanted as unknown as ObjectValue, actual) as unknown as Sized;
    await changeDatabase(actual, settled, id, work, call, () => undefined);
  });
}

/**
 * Makes a database by an operation on what it begins with, and returns when it is provisioned. `keep` is called when the operation has
 * begun, and again when there is a record.
 */
export async function makeDatabase(
  making: Making,
  work: Work,
  call: Call<Context>,
  keep: (record?: Database) => void,
): Promise<Database> {
  const { what, handle, environmentId, source, operation: body, provision } = making;
  const { client } = call.client;
  const record = await work.must(`create ${what}`, async () => {
    const [existing, earlier] = await Promise.all([
      byHandle(making, work.signal, call),
      client.list(`${source}/operations`, operationShape, { signal: work.signal }),
    ]);
    if (existing !== undefined) throw handleTaken(making, existing.id);
    const known = new Set(earlier.map(({ id }) => id));
    const isOurs = (operation: Operation) =>
      operation.type === body.type && operation.handle === handle && !known.has(operation.id);
    const operation = await startOperation(call.client, { signal: work.lateSignal }, source, body, isOurs);
    // The platform makes the record while the operation runs. Until then, the operation stands for it in the state.
    call.private = { operation: operation.id } satisfies Begun;
    keep();
    const [outcome] = await Promise.allSettled([waitForOperation(call.client, work, operation, environmentId)]);
    const [found] = await Promise.allSettled([byHandle(making, work.lateSignal, call)]);
    if (found.status === 'fulfilled' && found.value !== undefined) keep(found.value);
    if (outcome.status === 'rejected') throw outcome.reason;
    if (found.status === 'rejected') throw found.reason;
    if (found.value !== undefined) return found.value;
    throw new Error(`The operation ${body.type} succeeded, and the environment has no database "${handle}".`);
  });

  const { id, status, _embedded: embedded } = record;
  const own = embedded.last_operation;
  if (status !== 'provisioned' && own) {
    await work.run(`provision ${what}`, () => waitForOperation(call.client, work, own, environmentId));
  } else if (status !== 'provisioned' && provision !== undefined) {
    await work.run(`provision ${what}`, () =>
      runOperation(call.client, work, `/databases/${id}`, environmentId, { type: 'provision', ...provision }),
    );
  }
  return record;
}

/** Kept beside the state of a database whose record was not there yet when its creation ended. */
interface Begun {
  readonly operation: number;
}

interface Named {
  readonly handle: string;
  readonly environmentId: number;
}

async function byHandle(
  { handle, environmentId }: Named,
  signal: AbortSignal,
  { client: { reader } }: Call<Context>,
): Promise<Database | undefined> {
  return (await reader.databases(environmentId, signal, { fresh: true })).find((each) => each.handle === handle);
}

/** What has become of a creation that ended before there was a record. Undefined when it made nothing. */
export async function readBegun(
  named: Named,
  call: Call<Context>,
): Promise<{ readonly pending: Operation } | { readonly made: Database } | undefined> {
  const begun = (call.private as Begun | undefined)?.operation;
  const operation =
    begun && (await call.client.client.find(`/operations/${begun}`, operationShape, { signal: call.signal }));
  if (!operation) return undefined;
  if (operation.status === 'queued' || operation.status === 'running') return { pending: operation };
  const record = await byHandle(named, call.signal, call);
  return record !== undefined && isMadeBy(record, operation) ? { made: record } : undefined;
}

/** The id of what such a creation has made, once it has ended. */
export async function endBegun(named: Named, work: Work, call: Call<Context>): Promise<number | undefined> {
  const begun = await readBegun(named, call);
  if (begun === undefined || 'made' in begun) return begun?.made.id;
  try {
    await waitForOperation(call.client, work, begun.pending, named.environmentId);
  } catch (error) {
    if (!(error instanceof OperationFailedError)) throw error; // what failed may have made a record nevertheless
  }
  const ended = await readBegun(named, call);
  return ended !== undefined && 'made' in ended ? ended.made.id : undefined;
}

/** Whether it is from the time in which the operation was at work. */
function isMadeBy({ created_at: at }: Database, { created_at: begin, updated_at: end }: Operation): boolean {
  if (!at || !begin || !end) return false;
  return Date.parse(begin) <= Date.parse(at) && Date.parse(at) <= Date.parse(end);
}

/** The platform would only say so at the end of the operation. */
function handleTaken({ what, handle, resource }: Making, id: number): DiagnosticError {
  return new DiagnosticError(
    `Could not create ${what}: there is a database with this handle already`,
    `Its id is ${id}. To manage it here, import it:\n\n  terraform import ${resource}.NAME ENVIRONMENT/${handle}\n\n` +
      'To have another one, choose another handle.',
    ['handle'],
  );
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
    ...connectionsOf(record, call.client),
  } satisfies ObjectValue;
}

/**
 * The ways to connect to a database: at its own address, or through an endpoint, which rewrites the URLs. There are none before it is
 * provisioned, and none where the provider is told not to store them.
 */
export function connectionsOf(
  record: Database,
  { storeCredentials }: Context,
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
  } satisfies ObjectValue;
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
