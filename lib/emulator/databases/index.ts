/** Real database servers behind the local platform's databases. */
import { existsSync } from 'node:fs';
import { chmod, chown, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { makeDataDirectory } from '../directory';
import { messageOf } from '../error-message';
import { chooseAddress, endpointAddressesOf, sharedAddress } from './addresses';
import { serverCertificate } from './certificate';
import { Endpoints } from './endpoints';
import { freePort } from './free-port';
import { MysqlServers } from './mysql';
import { PostgresqlServers } from './postgresql';
import { RedisServers } from './redis';
import { ServerFiles, unusedMark, type Origin, type RunningServer, type Site } from './server';
import { unprivilegedUser } from './unprivileged-user';

export interface DatabaseServerRequest {
  /** The platform's id of the database, which names its files. */
  readonly id: number;
  readonly type: string;
  /** The version of the database image: `16`. The nearest installed version is used; `DatabaseServer.version` tells which. */
  readonly version: string;
  readonly username: string;
  readonly password: string;
  /** The name of the database inside the server: `db`. */
  readonly name: string;
  /** Signs its certificate. Without it, the server speaks no TLS. */
  readonly authority?: Authority;
  /** The name in its certificate, beside the addresses. */
  readonly dnsName?: string;
  /** The address that the server had before. */
  readonly host?: string;
  /** The ports that the server had before; others are used when they are taken. */
  readonly ports?: readonly number[];
  /** The ports that its endpoints had before; others are used when they are taken. */
  readonly endpointPorts?: readonly number[];
  /** The data that a new database begins with. A replica has its primary's user and password and looks for it at each start. */
  readonly from?: { readonly backup: number } | { readonly copyOf: number } | { readonly replicaOf: number };
  /**
   * What is expected of its files: a `new` database has none, and other files in their place are moved aside; where they should have been
   * `kept` but are gone, the start fails. Without it, files that are there are used.
   */
  readonly files?: 'new' | 'kept';
  /** Told after its server has ended by itself: where it answers now that it was started again, or why there is none. */
  readonly onChange?: (change: DatabaseServer | { readonly failed: string }) => void;
}

/** What signs the certificates of an environment. */
export interface Authority {
  readonly certificatePem: string;
  readonly privateKeyPem: string;
}

export interface DatabaseServer {
  /** An address of its own in 127.0.0.0/8 where the system has them; else 127.0.0.1. */
  readonly host: string;
  /** One for each of the engine's ports, and the engine's own where the address is the server's own. */
  readonly ports: readonly number[];
  /** The ports at which its endpoints answer while they are open, in the same order. */
  readonly endpointPorts: readonly number[];
  readonly version: string;
}

/** Starts and stops servers. All of them end with this process, after SIGKILL as well. */
export interface DatabaseServers {
  /**
   * Starts the server of a database. With data from before in `dir`, it goes on with that data and its password. The signal ends the
   * start, and removes what it has made. A server that ends by itself is started again.
   *
   * @returns undefined for a type that has no server here: its URL is well-formed and nothing answers there.
   */
  start(request: DatabaseServerRequest, signal?: AbortSignal): Promise<DatabaseServer | undefined>;
  /**
   * Makes the server of a database answer at the address of that endpoint as well, with its TLS, unless it does already. The endpoint
   * gets the address that it had before, or one that no other one has.
   *
   * @returns The address, or undefined when there is no server.
   */
  openEndpoint(id: number, endpoint: EndpointRequest): Promise<EndpointAddress | undefined>;
  closeEndpoint(id: number, endpointId: number): Promise<void>;
  /**
   * Gives the user another password, as the platform's Support does; open connections stay.
   *
   * @returns The databases that have it now: this one and its replicas, or none when there is no server.
   */
  changePassword(id: number, password: string): Promise<number[]>;
  /** Keeps the data as it is now. It gives false when there is no server whose data could be kept. */
  backUp(id: number, backupId: number, signal?: AbortSignal): Promise<boolean>;
  removeBackup(backupId: number): Promise<void>;
  /** Stops the server, if there is one, and removes its files, but not its backups. */
  remove(id: number): Promise<void>;
  /** Stops all servers. Their files stay only in a directory of their own, `dir`. */
  close(): Promise<void>;
}

export interface EndpointRequest {
  readonly id: number;
  /** The address that it had before. */
  readonly host?: string;
}

export interface EndpointAddress {
  readonly host: string;
  readonly ports: readonly number[];
}

export interface DatabaseServersOptions {
  /** A directory that keeps the data of databases. Without it, the data is temporary. */
  readonly dir?: string;
  /** The directory for temporary files. @default the system's */
  readonly temporaryParent?: string;
  /** A directory that keeps the files of empty servers for other processes, too. @default each makes its own, which takes a second */
  readonly emptyServers?: string;
  /** Whether each database has an address of its own. @default where the system has more of them than 127.0.0.1 */
  readonly ownAddresses?: boolean;
  /** The time in which a server has to be ready, in milliseconds; one that is not is stopped, and its start has failed. @default 60 000 */
  readonly startDeadlineMs?: number;
  /** Takes a line that a person should know: a version that is not the one asked for, a server that ended. */
  readonly report?: (line: string) => void;
}

export async function createDatabaseServers({
  dir,
  temporaryParent = tmpdir(),
  emptyServers,
  ownAddresses = true,
  startDeadlineMs = 60_000,
  report = () => {},
}: DatabaseServersOptions = {}): Promise<DatabaseServers> {
  const user = unprivilegedUser();
  const makePrivate = async (directory: string): Promise<string> => {
    await chmod(directory, 0o700);
    if (user !== undefined) await chown(directory, user.uid, user.gid);
    return directory;
  };
  const temporaryDirectory = await makePrivate(await mkdtemp(join(temporaryParent, 'cdktf-aptible-databases-')));
  if (dir !== undefined) makeDataDirectory(dir, 0o711);
  const dataDirectory = dir === undefined ? temporaryDirectory : await makePrivate(resolve(dir));
  const files = new ServerFiles(user, temporaryDirectory, dataDirectory, startDeadlineMs, emptyServers);
  if (!(await files.reachable())) {
    await files.remove(temporaryDirectory);
    throw new Error(
      `Database servers run as the user with the number ${user?.uid}, who cannot reach ${dataDirectory}. Choose a directory that everybody can get through to, outside root's home.`,
    );
  }
  return new SupervisedDatabaseServers(files, ownAddresses, report);
}

/** A database's server, from its start on. */
interface Slot {
  running: Promise<RunningServer | undefined>;
  /** Ends what is under way for it. */
  readonly work: AbortController;
  /** The times at which its server was started again. */
  readonly startedAgain: number[];
}

class SupervisedDatabaseServers implements DatabaseServers {
  private readonly mysql: MysqlServers;
  private readonly postgresql: PostgresqlServers;
  private readonly kinds: Readonly<Record<string, MysqlServers | PostgresqlServers | RedisServers>>;
  private readonly slots = new Map<number, Slot>();
  private readonly endpoints = new Map<number, Endpoints>();
  private readonly closing = new AbortController();

  constructor(
    private readonly files: ServerFiles,
    private readonly ownAddresses: boolean,
    private readonly report: (line: string) => void,
  ) {
    const sayOnce = reporterOnce(report);
    this.postgresql = new PostgresqlServers(files, sayOnce, this.closing.signal);
    this.mysql = new MysqlServers(files, sayOnce, this.closing.signal);
    this.kinds = {
      mysql: this.mysql,
      postgresql: this.postgresql,
      redis: new RedisServers(files, sayOnce),
    };
  }

  async start(request: DatabaseServerRequest, signal?: AbortSignal): Promise<DatabaseServer | undefined> {
    this.closing.signal.throwIfAborted();
    if (this.slots.has(request.id)) throw new Error(`Database ${request.id} has a server already.`);
    const work = new AbortController();
    const slot: Slot = { work, startedAgain: [], running: this.startServer(request, work.signal) };
    this.slots.set(request.id, slot);
    try {
      const server = await linked(signal, work, () => slot.running);
      if (server === undefined) return undefined;
      this.endpoints.set(
        request.id,
        new Endpoints(request.endpointPorts ?? (await portsAt(server.host, this.kinds[request.type]!.ports))),
      );
      this.watch(slot, server);
      return this.addressOf(server);
    } catch (error) {
      if (this.slots.get(request.id) === slot) this.slots.delete(request.id);
      throw error;
    }
  }

  async openEndpoint(id: number, endpoint: EndpointRequest): Promise<EndpointAddress | undefined> {
    const server = await this.slots.get(id)?.running;
    return server === undefined ? undefined : this.endpoints.get(id)?.open(endpoint, server);
  }

  async closeEndpoint(id: number, endpointId: number): Promise<void> {
    await this.endpoints.get(id)?.close(endpointId);
  }

  async changePassword(id: number, password: string, primary?: RunningServer): Promise<number[]> {
    const server = await this.slots.get(id)?.running;
    if (server === undefined) return [];
    await this.kinds[server.request.type]!.changePassword(server, password, primary, this.closing.signal);
    server.request = { ...server.request, password };
    const changed = [id];
    for (const [otherId, slot] of this.slots) {
      const { from } = (await slot.running.catch(() => undefined))?.request ?? {};
      if (from !== undefined && 'replicaOf' in from && from.replicaOf === id)
        changed.push(...(await this.changePassword(otherId, password, server)));
    }
    return changed;
  }

  async backUp(id: number, backupId: number, signal?: AbortSignal): Promise<boolean> {
    const slot = this.slots.get(id);
    const server = await slot?.running;
    if (slot === undefined || server === undefined) return false;
    const directory = this.directoryOf(`backup-${backupId}`);
    await this.files.remove(directory);
    const work = new AbortController();
    const make = (): Promise<void> => this.kinds[server.request.type]!.backUp(server, directory, work.signal);
    try {
      await linked(signal, work, () => linked(slot.work.signal, work, make));
    } catch (error) {
      await this.files.remove(`${directory}.new`);
      throw error;
    }
    return true;
  }

  async removeBackup(backupId: number): Promise<void> {
    await this.files.remove(this.directoryOf(`backup-${backupId}`));
  }

  async remove(id: number): Promise<void> {
    await this.stop(id);
    await this.files.remove(this.directoryOf(id));
  }

  async close(): Promise<void> {
    this.closing.abort(new Error('The database servers have been closed.'));
    await Promise.all([...this.slots.keys()].map((id) => this.stop(id)));
    await Promise.all([this.mysql.settled(), this.postgresql.settled()]);
    await this.files.remove(this.files.temporaryDirectory);
  }

  /** Starts a server. When that fails, no files are left that were not there before. */
  private async startServer(request: DatabaseServerRequest, signal: AbortSignal): Promise<RunningServer | undefined> {
    const kind = this.kinds[request.type];
    if (kind === undefined) return undefined;
    const directory = this.directoryOf(request.id);
    await this.prepare(request, directory);
    const isNew = !existsSync(directory);
    try {
      const site = await this.siteOf(request, kind.ports);
      const server = await kind.start(request, site, directory, await this.originOf(request, isNew), signal);
      if (isNew && server !== undefined) await this.files.remove(join(directory, unusedMark));
      return server;
    } catch (error) {
      await this.files.remove(`${directory}.new`);
      if (isNew) await this.files.remove(directory);
      throw error;
    }
  }

  private async siteOf(request: DatabaseServerRequest, native: readonly number[]): Promise<Site> {
    const host = this.ownAddresses ? await chooseAddress(request.host) : sharedAddress;
    const ports = request.ports ?? (await portsAt(host, native));
    if (request.authority === undefined) return { host, ports };
    const names = request.dnsName === undefined ? [] : [request.dnsName];
    const addresses = new Set([host, ...endpointAddressesOf(host)]);
    const tls = await this.files.keepCertificate(
      request.id,
      serverCertificate(request.authority, names, [...addresses]),
    );
    return { host, ports, tls };
  }

  /** Sees to it that a new database opens no files of another one, and that one which had files does not begin empty. */
  private async prepare({ id, files }: DatabaseServerRequest, directory: string): Promise<void> {
    const isThere = existsSync(directory);
    if (files === 'kept' && !isThere)
      throw new Error(`its files in ${directory} are gone. Put them back, or deprovision the database`);
    if (files !== 'new' || !isThere) return;
    // The start of this database was cut off before anybody could use it.
    if (existsSync(join(directory, unusedMark))) return this.files.remove(directory);
    const aside = `${directory}.earlier-${new Date().toISOString().replace(/\D/g, '')}`;
    await this.files.move(directory, aside);
    this.report(
      `Database ${id} is new, but there were files of an earlier one in ${directory}: they are in ${aside} now.`,
    );
  }

  private async originOf({ from }: DatabaseServerRequest, isNew: boolean): Promise<Origin | undefined> {
    if (from === undefined) return undefined;
    if ('backup' in from) return { kind: 'backup', directory: this.directoryOf(`backup-${from.backup}`) };
    const id = 'copyOf' in from ? from.copyOf : from.replicaOf;
    if (isNew && !this.slots.has(id))
      throw new Error(`the server of database ${id}, whose data it should have, does not run`);
    const server = await this.slots.get(id)?.running;
    return server === undefined ? undefined : { kind: 'copyOf' in from ? 'copy' : 'replica', server };
  }

  private watch(slot: Slot, server: RunningServer): void {
    void server.process.ended.then(() => {
      if (this.slots.get(server.request.id) === slot) return this.startAgain(slot, server);
    });
  }

  /** Starts a server again that has ended by itself, unless it does so again and again. */
  private async startAgain(slot: Slot, ended: RunningServer): Promise<void> {
    const { request } = ended;
    const since = Date.now() - manyStartsMs;
    slot.startedAgain.push(Date.now());
    slot.running = (async () => {
      if (slot.startedAgain.filter((time) => time > since).length > manyStarts)
        throw new Error(`It has ended ${manyStarts} times since it was started again.`);
      const { host, ports } = ended;
      return this.startServer({ ...request, host, ports, files: 'kept' }, slot.work.signal);
    })();
    try {
      const server = (await slot.running)!;
      this.report(
        `The server of database ${request.id} ended by itself and was started again:\n${ended.process.lastOutput}`,
      );
      await this.endpoints.get(request.id)?.leadTo(server);
      request.onChange?.(this.addressOf(server));
      this.watch(slot, server);
    } catch (error) {
      if (this.slots.get(request.id) !== slot) return;
      this.slots.delete(request.id);
      await this.closeEndpoints(request.id);
      const reason = `The server of database ${request.id} ended by itself and could not be started again: ${messageOf(error)}`;
      this.report(`${reason}\n${ended.process.lastOutput}`);
      request.onChange?.({ failed: reason });
    }
  }

  private async stop(id: number): Promise<void> {
    const slot = this.slots.get(id);
    this.slots.delete(id);
    slot?.work.abort(new Error('The database has been removed.'));
    await this.closeEndpoints(id);
    // A start that failed was an error for whoever asked for it.
    const server = await slot?.running.catch(() => undefined);
    await server?.process.stop();
    await this.files.removeCertificate(id);
  }

  private async closeEndpoints(id: number): Promise<void> {
    const endpoints = this.endpoints.get(id);
    this.endpoints.delete(id);
    await endpoints?.closeAll();
  }

  private addressOf({ host, ports, version, request: { id } }: RunningServer): DatabaseServer {
    return { host, ports, endpointPorts: this.endpoints.get(id)!.ports.slice(0, ports.length), version };
  }

  private directoryOf(id: number | string): string {
    return join(this.files.dataDirectory, String(id));
  }
}

/** Chooses the ports at an address: the engine's own where the address is the server's own. */
async function portsAt(host: string, native: readonly number[]): Promise<readonly number[]> {
  return host === sharedAddress ? Promise.all(native.map(() => freePort(host))) : native;
}

/** A server that ends more often than this in that time is not started again. */
const manyStarts = 3;
const manyStartsMs = 60_000;

/** Does the work, and ends it when the signal is given. `AbortSignal.any` would do, but Node 20 may collect what it gives as garbage. */
async function linked<T>(signal: AbortSignal | undefined, work: AbortController, run: () => Promise<T>): Promise<T> {
  const abort = (): void => work.abort(signal?.reason);
  if (signal?.aborted) abort();
  signal?.addEventListener('abort', abort);
  try {
    return await run();
  } finally {
    signal?.removeEventListener('abort', abort);
  }
}

function reporterOnce(report: (line: string) => void): (line: string) => void {
  const said = new Set<string>();
  return (line) => {
    if (said.has(line)) return;
    said.add(line);
    report(line);
  };
}
