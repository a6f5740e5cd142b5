import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { promisify } from 'node:util';
import type { DatabaseServerRequest } from '.';
import type { Place } from './forwarder';
import { freePort } from './free-port';
import { redisCommands } from './redis-commands';
import { unusedMark, type Origin, type RunningServer, type ServerFiles, type Site } from './server';
import { startSupervised } from './supervised-process';

const portAttempts = 5;

/** Starts Redis servers from the `redis-server` on PATH. */
export class RedisServers {
  /** The second one is for TLS. */
  readonly ports = [6379, 6380];
  private installation: Promise<RedisInstallation | undefined> | undefined;

  constructor(
    private readonly files: ServerFiles,
    private readonly report: (line: string) => void,
  ) {}

  async start(
    request: DatabaseServerRequest,
    { host, ports: wanted, tls: files }: Site,
    dataDirectory: string,
    origin: Origin | undefined,
    signal: AbortSignal,
  ): Promise<RunningServer | undefined> {
    const installation = await (this.installation ??= redisInstallation());
    if (installation === undefined) {
      this.report(
        'No redis-server was found on PATH, so nothing answers at the addresses of Redis databases. Install Redis to have real ones.',
      );
      return undefined;
    }
    if (!`${installation.version}.`.startsWith(`${request.version}.`))
      this.report(
        `Redis ${request.version} is not installed here: database ${request.id} is a Redis ${installation.version} (${installation.program}).`,
      );
    if (!existsSync(dataDirectory)) await this.create(request.id, dataDirectory, origin, signal);
    else await formerServerEnded(request.id, dataDirectory, signal);

    // A server with a log reads only the log, not the data that it begins with, so with data it starts without one.
    const hasLog = ['appendonlydir', 'appendonly.aof'].some((name) => existsSync(join(dataDirectory, name)));
    const beginsWithData = !hasLog && (origin?.kind === 'replica' || existsSync(join(dataDirectory, dataFile)));
    let lastOutput = '';
    // TLS came with Redis 6, and not every build has it.
    let tls = Number.parseFloat(installation.version) >= 6 ? files : undefined;
    for (let attempt = 1; attempt <= portAttempts; attempt += 1) {
      const ports = attempt === 1 ? wanted.slice(0, 2) : [];
      while (ports.length < (tls === undefined ? 1 : 2)) ports.push(await freePort(host));
      const [port, tlsPort] = ports as [number, number];
      const { process, ready } = await startSupervised(
        {
          ...this.files.supervision,
          command: installation.program,
          args: ['-'],
          input: configuration(installation, request, { host, port }, dataDirectory, [
            ...(tls === undefined ? [] : tlsSettings(tls, tlsPort)),
            ...replicaSettings(origin),
            'save ""',
            beginsWithData ? 'appendonly no' : 'appendonly yes',
          ]),
          stopSignal: 'TERM',
        },
        /Ready to accept connections/,
        { deadlineMs: this.files.startDeadlineMs, signal },
      );
      if (ready) {
        const { version } = installation;
        const server = { host, ports: tls === undefined ? [port] : ports, version, request, dataDirectory, process };
        if (beginsWithData) await this.keepLog(server, signal);
        return server;
      }
      lastOutput = process.lastOutput;
      if (tls !== undefined && /'tls-port/.test(lastOutput)) {
        this.report(`This Redis has no TLS, so nothing answers at the URLs of redis+ssl (${installation.program}).`);
        tls = undefined;
      } else if (!/bind|in use/i.test(lastOutput)) break;
    }
    throw new Error(`The Redis ${installation.version} server of database ${request.id} did not start:\n${lastOutput}`);
  }

  private async keepLog(server: RunningServer, signal: AbortSignal): Promise<void> {
    try {
      await redisCommands(server, [['CONFIG', 'SET', 'appendonly', 'yes']], signal);
    } catch (error) {
      await server.process.stop();
      throw error;
    }
  }

  async changePassword(
    server: RunningServer,
    password: string,
    primary: RunningServer | undefined,
    signal: AbortSignal,
  ): Promise<void> {
    const user = usersKnown(server) ? [['ACL', 'SETUSER', server.request.username, 'resetpass', `>${password}`]] : [];
    const ofReplica = primary === undefined ? [] : [['CONFIG', 'SET', 'masterauth', password]];
    await redisCommands(server, [...user, ...ofReplica, ['CONFIG', 'SET', 'requirepass', password]], signal);
  }

  /** Copies what the server holds, without stopping it. */
  async backUp(server: RunningServer, directory: string, signal: AbortSignal): Promise<void> {
    const unfinished = `${directory}.new`;
    await this.files.remove(unfinished);
    await this.files.create(unfinished);
    await redisCommands(server, [['SAVE']], signal);
    await this.files.copyFile(join(server.dataDirectory, dataFile), join(unfinished, dataFile));
    await this.files.move(unfinished, directory);
  }

  private async create(
    id: number,
    dataDirectory: string,
    origin: Origin | undefined,
    signal: AbortSignal,
  ): Promise<void> {
    if (origin?.kind === 'copy') return this.backUp(origin.server, dataDirectory, signal);
    const unfinished = `${dataDirectory}.new`;
    await this.files.remove(unfinished);
    await this.files.create(unfinished);
    if (
      origin?.kind === 'backup' &&
      !(await this.files.copyFile(join(origin.directory, dataFile), join(unfinished, dataFile)))
    )
      this.report(`Database ${id} begins empty: the data that it was to begin with is not kept here.`);
    await this.files.write(join(unfinished, unusedMark), '');
    await this.files.move(unfinished, dataDirectory);
  }
}

/** Waits for the server of a platform that was killed: it ends soon after, and two must not write to the same files. */
async function formerServerEnded(id: number, dataDirectory: string, signal: AbortSignal): Promise<void> {
  const file = join(dataDirectory, pidFile);
  const giveUpAt = Date.now() + formerServerMs;
  while (existsSync(file) && (await isRedis(Number(await readFile(file, 'utf8'))))) {
    if (Date.now() > giveUpAt) throw new Error(`Another Redis server uses the files of database ${id}: end it.`);
    await setTimeout(100, undefined, { signal });
  }
}

async function isRedis(pid: number): Promise<boolean> {
  if (!Number.isInteger(pid) || pid < 1) return false;
  const { stdout } = await promisify(execFile)('ps', ['-p', String(pid), '-o', 'stat=,args=']).catch(() => ({
    stdout: '',
  }));
  return /^[^Z]\S* .*redis-server/.test(stdout.trim());
}

const pidFile = 'server.pid';
const formerServerMs = 10_000;

/** The file that SAVE writes. */
const dataFile = 'dump.rdb';

function replicaSettings(origin: Origin | undefined): string[] {
  if (origin?.kind !== 'replica') return [];
  const {
    host,
    ports: [port],
    request,
  } = origin.server;
  return [`replicaof ${host} ${port}`, `masterauth ${quoted(request.password)}`];
}

const tlsSettings = ({ certificateFile, keyFile }: Exclude<Site['tls'], undefined>, port: number): string[] => [
  `tls-port ${port}`,
  `tls-cert-file "${certificateFile}"`,
  `tls-key-file "${keyFile}"`,
  'tls-auth-clients no',
];

const quoted = (text: string): string => `"${text.replace(/["\\]/g, '\\$&')}"`;

interface RedisInstallation {
  readonly version: string;
  readonly program: string;
}

async function redisInstallation(): Promise<RedisInstallation | undefined> {
  const program = (process.env['PATH'] ?? '')
    .split(delimiter)
    .map((directory) => join(directory, 'redis-server'))
    .find(existsSync);
  if (program === undefined) return undefined;
  const { stdout } = await promisify(execFile)(program, ['--version'], { timeout: 10_000 });
  return { version: /v=(\d+\.\d+)/.exec(stdout)?.[1] ?? 'unknown', program };
}

/** Users came with Redis 6. */
const usersKnown = ({ version }: { readonly version: string }): boolean => Number.parseFloat(version) >= 6;

/** The configuration, for standard input: everybody on this machine could read a password among the arguments. */
function configuration(
  { version }: RedisInstallation,
  { username, password }: DatabaseServerRequest,
  { host, port }: Place,
  dataDirectory: string,
  own: readonly string[],
): string {
  const passwordHash = createHash('sha256').update(password).digest('hex');
  return [
    `bind ${host}`,
    `port ${port}`,
    'daemonize no',
    `dir "${dataDirectory}"`,
    `pidfile "${join(dataDirectory, pidFile)}"`,
    `requirepass ${quoted(password)}`,
    // It does not wait for its replicas when it ends: they are about to end, too.
    ...(Number.parseFloat(version) >= 7 ? ['shutdown-timeout 0'] : []),
    // It does not wait five seconds for more replicas before it sends the first one its data.
    ...(Number.parseFloat(version) >= 3 ? ['repl-diskless-sync-delay 0'] : []),
    // The password also works without a user name, as older clients send it.
    ...(usersKnown({ version }) ? [`user ${username} on #${passwordHash} ~* &* +@all`] : []),
    ...own,
    '',
  ].join('\n');
}
