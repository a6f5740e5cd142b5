/** The real server behind a database, and the address that the database has because of it. */
import { randomInt } from 'node:crypto';
import type { DatabaseServer, DatabaseServerRequest } from '../databases';
import { messageOf } from '../error-message';
import { OperationFailure } from '../operations';
import type { Platform } from '../platform';
import type { Store } from '../store';
import { authorityOf } from './account';
import type { Database } from './database';
import { engines, type Address } from './database-engines';
import { internalDomain } from './stack';
import type { Vhost } from './vhost';

/** Starts the database's server. Without one, gives a well-formed address at which nothing answers. */
export async function serve(
  database: Database,
  version: string,
  platform: Platform,
  log: (line: string) => void,
  signal: AbortSignal,
): Promise<Address> {
  const server = await startServer(database, version, platform, 'new', signal).catch((error: unknown) => {
    throw new OperationFailure(`The server did not start: ${messageOf(error)}`);
  });
  if (server !== undefined) {
    log(`A ${database.type} server of version ${server.version} answers at ${server.host}:${server.ports[0]}.`);
    return addressOf(server);
  }
  if (platform.databases !== 'none') {
    platform.report(
      `Nothing answers yet at the URL of the database ${database.handle}: the local platform has no ${database.type} server.`,
    );
  }
  const first = randomInt(20000, 60000);
  return {
    host: hostName(database, platform),
    ports: engines[database.type]!.ports.map((port, index) => ({ mapped: first + index, native: port })),
  };
}

/** The name that the platform gives a database. Nothing here resolves it, but it is in the certificate of a real server. */
function hostName({ id, account_id }: Database, { store }: Platform): string {
  return `db-${store.get('stack', store.get('account', account_id).stack_id).name}-${id}.${internalDomain}`;
}

/** The address of the server that it had in an earlier run, if it had one. */
function formerHost({ connection_url: url }: Database): string | undefined {
  const host = url === null ? '' : new URL(url).hostname;
  // Earlier versions had all servers at localhost.
  return host === 'localhost' || /^127\./.test(host) ? host : undefined;
}

async function startServer(
  database: Database,
  version: string,
  platform: Platform,
  files: DatabaseServerRequest['files'],
  signal?: AbortSignal,
): Promise<DatabaseServer | undefined> {
  const { databases, store } = platform;
  if (databases === 'none') return undefined;
  const { id, type, passphrase: password } = database;
  const host = formerHost(database);
  const former =
    host === undefined || host === 'localhost'
      ? {}
      : {
          host,
          ports: database.port_mapping.map(([port]) => port),
          endpointPorts: database.port_mapping.map(([, port]) => port),
        };
  const tls = { authority: authorityOf(platform, database.account_id), dnsName: hostName(database, platform) };
  const from = originOf(database, store);
  const onChange: DatabaseServerRequest['onChange'] = (change) => changed(platform, id, version, change);
  const request = { id, type, version, username: 'aptible', password, name: 'db', from, files };
  return databases.start({ ...request, ...tls, ...former, onChange }, signal);
}

function originOf(database: Database, store: Store): DatabaseServerRequest['from'] {
  const { copy_of_id: copyOf, initialize_from_id: replicaOf, restored_from_backup_id: backupId } = database;
  if (backupId !== null) return { backup: store.get('backup', backupId).data_id };
  if (copyOf !== null) return { copyOf };
  return replicaOf === null ? undefined : { replicaOf };
}

/** The address of a server. The endpoints' ports stand where clients look for the engine's own. */
function addressOf({ host, ports, endpointPorts }: DatabaseServer): Address {
  return { host, ports: ports.map((mapped, index) => ({ mapped, native: endpointPorts[index]! })) };
}

/** Keeps the address in the database and in its credentials. */
export function keepAddress({ store }: Platform, database: Database, version: string, address: Address): void {
  const credentials = engines[database.type]!.credentials(address, encodeURIComponent(database.passphrase), version);
  const former = store.list('database_credential', { database_id: database.id });
  for (const [index, { type, url }] of credentials.entries()) {
    const same = former.find((each) => each.type === type);
    if (same !== undefined) store.update('database_credential', same.id, { connection_url: url });
    else {
      const fields = { type, connection_url: url, default: index === 0, database_id: database.id };
      store.insert('database_credential', fields);
    }
  }
  store.update('database', database.id, {
    connection_url: credentials[0]!.url,
    port_mapping: address.ports.map(({ mapped, native }) => [mapped, native] as const),
  });
}

/** Shows what has become of the server, if there is to be one: where it did not start, the database has failed until it does. */
function changed(
  platform: Platform,
  id: number,
  version: string,
  change: DatabaseServer | { readonly failed: string } | undefined,
): void {
  const { store } = platform;
  const database = store.find('database', id);
  if (database === undefined || database.service_id === null) return;
  const isGone = change !== undefined && 'failed' in change;
  const [from, to] = isGone ? ['provisioned', failedStatus] : [failedStatus, 'provisioned'];
  if (database.status === from) store.update('database', id, { status: to });
  if (change !== undefined && !isGone) keepAddress(platform, database, version, addressOf(change));
}

const failedStatus = 'provision_failed';

/** Whether it was provisioned, and has no server any more. */
export function hasFailed({ status, service_id }: Database): boolean {
  return status === failedStatus && service_id !== null;
}

/** Starts the server of a database that has failed. */
export async function startFailed(
  database: Database,
  platform: Platform,
  log: (line: string) => void,
  signal: AbortSignal,
): Promise<void> {
  await resumeDatabase(platform, database, signal);
  if (hasFailed(platform.store.get('database', database.id))) throw new OperationFailure('The server did not start.');
  log('The server was started again.');
}

/** Starts the servers of what was kept, primaries first, and keeps their addresses where they had to change. */
export async function resumeDatabases(platform: Platform, signal?: AbortSignal): Promise<void> {
  const { store } = platform;
  const existing = store.list('database').filter((each) => each.service_id !== null);
  const replicas = existing.filter((each) => each.initialize_from_id !== null);
  for (const group of [existing.filter((each) => !replicas.includes(each)), replicas]) {
    await Promise.all(group.map((database) => resumeDatabase(platform, database, signal)));
  }
}

async function resumeDatabase(platform: Platform, database: Database, signal?: AbortSignal): Promise<void> {
  const { store } = platform;
  const { version } = store.get('database_image', database.database_image_id);
  try {
    const files = formerHost(database) === undefined ? 'new' : 'kept';
    const server = await startServer(database, version, platform, files, signal);
    changed(platform, database.id, version, server);
    if (server === undefined) return;
    for (const endpoint of store.list('vhost', { service_id: database.service_id! })) {
      if (endpoint.status !== 'provisioned') continue;
      const host = await openEndpoint(platform, database, endpoint);
      if (host !== undefined) store.update('vhost', endpoint.id, { external_host: host });
    }
  } catch (error) {
    if (signal?.aborted) return;
    // The rest of the platform can be used, and this database can be as soon as the reason is gone.
    changed(platform, database.id, version, { failed: messageOf(error) });
    platform.report(`The database ${database.handle} does not answer: ${messageOf(error)}`);
  }
}

/** @returns The host of the endpoint, when there is a server for it to lead to. */
export async function openEndpoint(
  { store, databases }: Platform,
  { id }: Database,
  endpoint: Pick<Vhost, 'id' | 'external_host'>,
): Promise<string | undefined> {
  if (databases === 'none') return undefined;
  const address = await databases.openEndpoint(id, { id: endpoint.id, host: endpoint.external_host ?? undefined });
  if (address === undefined) return undefined;
  const mapping = store.get('database', id).port_mapping;
  store.update('database', id, { port_mapping: mapping.map(([mapped], index) => [mapped, address.ports[index]!]) });
  return address.host;
}

/** Gives the user `aptible` another password, as Support does: in the server, in its replicas, and in all credentials. */
export async function changePassword(platform: Platform, database: Database, passphrase: string): Promise<void> {
  const { store, databases } = platform;
  const served = databases === 'none' ? [] : await databases.changePassword(database.id, passphrase);
  for (const id of new Set([...served, ...withReplicas(store, database)])) {
    const each = store.update('database', id, { passphrase });
    if (each.connection_url === null) continue;
    const { version } = store.get('database_image', each.database_image_id);
    const { hostname: host } = new URL(each.connection_url);
    keepAddress(platform, each, version, {
      host,
      ports: each.port_mapping.map(([mapped, native]) => ({ mapped, native })),
    });
  }
}

/** Lists the database and all that has its data and its users at any time. */
function withReplicas(store: Store, { id }: Database): number[] {
  const replicas = store.list('database', { initialize_from_id: id }).filter((each) => !each.logical_replica);
  return [id, ...replicas.flatMap((each) => withReplicas(store, each))];
}
