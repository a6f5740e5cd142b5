/** Real database servers behind the local platform's databases. */
import { chmod, chown, mkdir, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { Forwarder } from './forwarder';
import { freePort } from './free-port';
import { PostgresqlServers } from './postgresql';
import { RedisServers } from './redis';
import { ServerFiles, type Origin, type RunningServer } from './server';
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
  /** The port that the server had before; another one is used when it is taken. */
  readonly port?: number;
  /** The port that its endpoints had before; another one is used when it is taken. */
  readonly endpointPort?: number;
  /** The data that a new database begins with. A replica has its primary's user and password and looks for it at each start. */
  readonly from?: { readonly backup: number } | { readonly copyOf: number } | { readonly replicaOf: number };
}

export interface DatabaseServer {
  readonly host: string;
  readonly port: number;
  /** The port at which its endpoints answer while they are open. */
  readonly endpointPort: number;
  readonly version: string;
}

/** Starts and stops servers. All of them end with this process, after SIGKILL as well. */
export interface DatabaseServers {
  /**
   * Starts the server of a database. With data from before in `dir`, it goes on with that data and its password.
   *
   * @returns undefined for a type that has no server here: its URL is well-formed and nothing answers there.
   */
  start(request: DatabaseServerRequest): Promise<DatabaseServer | undefined>;
  /**
   * Makes the server answer at its endpoint port as well, or at another one if that is taken, unless it does already.
   *
   * @returns The port, or undefined when there is no server.
   */
  openEndpoint(id: number): Promise<number | undefined>;
  closeEndpoint(id: number): Promise<void>;
  /** Keeps the data as it is now. It gives false when there is no server whose data could be kept. */
  backUp(id: number, backupId: number): Promise<boolean>;
  removeBackup(backupId: number): Promise<void>;
  /** Stops the server, if there is one, and removes its files, but not its backups. */
  remove(id: number): Promise<void>;
  /** Stops all servers. Their files stay only in a directory of their own, `dir`. */
  close(): Promise<void>;
}

export interface DatabaseServersOptions {
  /** A directory that keeps the data of databases. Without it, the data is temporary. */
  readonly dir?: string;
  /** The directory for temporary files. @default the system's */
  readonly temporaryParent?: string;
  /** The time in which a server has to be ready, in milliseconds; one that is not is stopped, and its start has failed. @default 60 000 */
  readonly startDeadlineMs?: number;
  /** Takes a line that a person should know: a version that is not the one asked for, a server that ended. */
  readonly report?: (line: string) => void;
}

export async function createDatabaseServers({
  dir,
  temporaryParent = tmpdir(),
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
  if (dir !== undefined) await mkdir(dir, { recursive: true });
  const dataDirectory = dir === undefined ? temporaryDirectory : await makePrivate(resolve(dir));
  const files = new ServerFiles(user, temporaryDirectory, dataDirectory, startDeadlineMs);
  if (!(await files.reachable())) {
    await files.remove(temporaryDirectory);
    throw new Error(
      `Database servers run as the user with the number ${user?.uid}, who cannot reach ${dataDirectory}. Choose a directory that everybody can get through to, outside root's home.`,
    );
  }
  return new SupervisedDatabaseServers(files, report);
}

class SupervisedDatabaseServers implements DatabaseServers {
  private readonly kinds: Readonly<Record<string, PostgresqlServers | RedisServers>>;
  private readonly servers = new Map<number, Promise<RunningServer | undefined>>();
  private readonly endpoints = new Map<number, Promise<Forwarder>>();
  private readonly endpointPorts = new Map<number, number>();
  private closed = false;

  constructor(
    private readonly files: ServerFiles,
    private readonly report: (line: string) => void,
  ) {
    const sayOnce = reporterOnce(report);
    this.kinds = {
      postgresql: new PostgresqlServers(files, sayOnce),
      redis: new RedisServers(files, sayOnce),
    };
  }

  async start(request: DatabaseServerRequest): Promise<DatabaseServer | undefined> {
    if (this.closed) throw new Error('The database servers have been closed.');
    if (this.servers.has(request.id)) throw new Error(`Database ${request.id} has a server already.`);
    const starting = this.startServer(request);
    this.servers.set(request.id, starting);
    try {
      const server = await starting;
      if (server === undefined) return undefined;
      void server.process.ended.then(() => {
        if (this.servers.get(request.id) === starting)
          this.report(`The server of database ${request.id} ended by itself:\n${server.process.lastOutput}`);
      });
      const endpointPort = request.endpointPort ?? (await freePort());
      this.endpointPorts.set(request.id, endpointPort);
      return { host: server.host, port: server.port, endpointPort, version: server.version };
    } catch (error) {
      this.servers.delete(request.id);
      throw error;
    }
  }

  async openEndpoint(id: number): Promise<number | undefined> {
    const server = await this.servers.get(id);
    if (server === undefined) return undefined;
    let opening = this.endpoints.get(id);
    if (opening === undefined) {
      opening = Forwarder.open(this.endpointPorts.get(id)!, server.port);
      this.endpoints.set(id, opening);
    }
    try {
      return (await opening).port;
    } catch (error) {
      this.endpoints.delete(id);
      throw error;
    }
  }

  async closeEndpoint(id: number): Promise<void> {
    const opening = this.endpoints.get(id);
    this.endpoints.delete(id);
    // An endpoint that could not be opened was an error for whoever asked for it.
    await (await opening?.catch(() => undefined))?.close();
  }

  async backUp(id: number, backupId: number): Promise<boolean> {
    const server = await this.servers.get(id);
    if (server === undefined) return false;
    await this.removeBackup(backupId);
    await this.kinds[server.request.type]!.backUp(server, this.directoryOf(`backup-${backupId}`));
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
    this.closed = true;
    await Promise.all([...this.servers.keys()].map((id) => this.stop(id)));
    await this.files.remove(this.files.temporaryDirectory);
  }

  private async startServer(request: DatabaseServerRequest): Promise<RunningServer | undefined> {
    const origin = await this.originOf(request);
    return this.kinds[request.type]?.start(request, this.directoryOf(request.id), origin);
  }

  private async originOf({ from }: DatabaseServerRequest): Promise<Origin | undefined> {
    if (from === undefined) return undefined;
    if ('backup' in from) return { kind: 'backup', directory: this.directoryOf(`backup-${from.backup}`) };
    const server = await this.servers.get('copyOf' in from ? from.copyOf : from.replicaOf);
    return server === undefined ? undefined : { kind: 'copyOf' in from ? 'copy' : 'replica', server };
  }

  private async stop(id: number): Promise<void> {
    await this.closeEndpoint(id);
    const starting = this.servers.get(id);
    this.servers.delete(id);
    // A start that failed was an error for whoever asked for it.
    const server = await starting?.catch(() => undefined);
    await server?.process.stop();
  }

  private directoryOf(id: number | string): string {
    return join(this.files.dataDirectory, String(id));
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
