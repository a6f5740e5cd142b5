/** What databases and replicas have in common: a replica is a database to the platform. */
import { type Database, databaseShape, linkedId, type Operation, operationShape } from '../api';
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
 * Makes a database by an operation on what it begins with, and returns when it is provisioned. `keep` is told of the record as soon as
 * there is one. What an interrupted apply began is taken up, and not begun again.
 */
export async function makeDatabase(
  making: Making,
  work: Work,
  call: Call<Context>,
  keep: (record: Database) => void,
): Promise<Database> {
  const { what, handle, environmentId, source, operation: body, provision } = making;
  const { client, reader } = call.client;
  const isSame = ({ type, handle: made }: Operation) => type === body.type && made === handle;
  const find = async (signal: AbortSignal) =>
    (await reader.databases(environmentId, signal, { fresh: true })).find((each) => each.handle === handle);

  const [existing, operations] = await work.must(`create ${what}`, () =>
    Promise.all([find(work.signal), client.list(`${source}/operations`, operationShape, { signal: work.signal })]),
  );
  const known = new Set(operations.map(({ id }) => id));
  const begun = operations.filter(isSame).find(({ status }) => status === 'queued' || status === 'running');
  let record = existing;
  if (existing === undefined || begun !== undefined) {
    record = await work.must(`create ${what}`, async () => {
      const isOurs = (operation: Operation) => isSame(operation) && !known.has(operation.id);
      const make = async () => {
        const operation = begun ?? (await startOperation(call.client, work, source, body, isOurs));
        await waitForOperation(call.client, work, operation, environmentId);
      };
      const [operation] = await Promise.allSettled([make()]);
      // The platform makes the record while the operation runs: whatever became of the operation, it must not be lost.
      const [found] = await Promise.allSettled([find(work.lateSignal)]);
      if (found.status === 'fulfilled' && found.value !== undefined) keep(found.value);
      if (operation.status === 'rejected') throw operation.reason;
      if (found.status === 'rejected') throw found.reason;
      return found.value;
    });
  } else {
    if (!operations.filter(isSame).some((operation) => isMadeBy(existing, operation)))
      throw handleTaken(making, existing.id);
    keep(existing);
    call.diagnostics.warning(
      `The database "${handle}" was there already, and is managed here from now on`,
      `An earlier ${body.type} of ${source.slice(1)} made it (its id is ${existing.id}): in an apply that was interrupted, or by hand.`,
    );
  }
  if (record === undefined) {
    const detail = `The operation ${body.type} succeeded, and the environment has no database "${handle}".`;
    throw new DiagnosticError(`Could not create ${what}`, detail);
  }

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

/** Whether it is from the time in which an operation that succeeded was at work. */
function isMadeBy({ created_at: at }: Database, { status, created_at: begin, updated_at: end }: Operation): boolean {
  if (status !== 'succeeded' || !at || !begin || !end) return false;
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
