import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { promisify } from 'node:util';
import type { DatabaseServerRequest } from '.';
import { freePort } from './free-port';
import { mysqlInstallation, type MysqlInstallation } from './mysql-installation';
import { unusedMark, type Origin, type RunningServer, type ServerFiles, type Site } from './server';
import { runSupervised, startSupervised } from './supervised-process';
import { until } from './until';

/** The time for attempts at other ports, and for the server's last process to end. */
const attemptsMs = 15_000;

/** Starts servers of MariaDB for MySQL databases, and keeps the files of an empty one to copy from. */
export class MysqlServers {
  readonly ports = [3306];
  private installation: Promise<MysqlInstallation | undefined> | undefined;
  private emptyServer: Promise<string> | undefined;

  constructor(
    private readonly files: ServerFiles,
    private readonly report: (line: string) => void,
    private readonly closing: AbortSignal,
  ) {}

  async start(
    request: DatabaseServerRequest,
    site: Site,
    dataDirectory: string,
    origin: Origin | undefined,
    signal: AbortSignal,
  ): Promise<RunningServer | undefined> {
    const installation = await (this.installation ??= mysqlInstallation());
    if (installation === undefined) {
      this.report(
        'No MariaDB was found here, so nothing answers at the addresses of MySQL databases. Install its server (mariadb-server) to have real ones.',
      );
      return undefined;
    }
    const statements: string[] = [];
    if (!existsSync(dataDirectory)) {
      this.report(
        `Database ${request.id} of MySQL ${request.version} is a MariaDB ${installation.version} (${installation.server}).`,
      );
      const isCopy = await this.create(installation, request.id, dataDirectory, origin, signal);
      statements.push(...(isCopy ? copiedUsers(request, origin) : newUsers(request, site)));
    }
    if (origin?.kind === 'replica') statements.push(...replication(origin.server));
    return this.run(installation, request, site, dataDirectory, statements, signal);
  }

  /** Gives all users of the platform the password. A replica gets it from its primary, and has to know it. */
  async changePassword(
    server: RunningServer,
    password: string,
    primary: RunningServer | undefined,
    signal: AbortSignal,
  ): Promise<void> {
    if (primary === undefined)
      return this.execute(server, server.request.password, passwords(server.request, password), signal);
    const statements = ['STOP SLAVE', `CHANGE MASTER TO MASTER_PASSWORD = ${literal(password)}`, 'START SLAVE'];
    // The replica may have taken over the password already, or not yet.
    await this.execute(server, server.request.password, statements, signal).catch(() =>
      this.execute(server, password, statements, signal),
    );
  }

  /** Copies what the server holds at one moment, as a snapshot of a disk does: a server recovers it as after a crash. */
  async backUp(server: RunningServer, directory: string, signal: AbortSignal): Promise<void> {
    const unfinished = `${directory}.new`;
    await this.copy(server, unfinished, signal);
    await this.files.move(unfinished, directory);
  }

  private async copy({ dataDirectory }: RunningServer, directory: string, signal: AbortSignal): Promise<void> {
    await this.files.remove(directory);
    const pid = Number(await readFile(join(dataDirectory, pidFile), 'utf8'));
    await whileStopped(pid, signal, () => this.files.copyChanging(dataDirectory, directory, signal, ofTheServerAlone));
  }

  /** Resolves when nothing is under way that several databases share. */
  async settled(): Promise<void> {
    await Promise.allSettled([this.installation, this.emptyServer]);
  }

  /** @returns Whether the files hold the data of another server, with its users. */
  private async create(
    installation: MysqlInstallation,
    id: number,
    dataDirectory: string,
    origin: Origin | undefined,
    signal: AbortSignal,
  ): Promise<boolean> {
    const unfinished = `${dataDirectory}.new`;
    await this.files.remove(unfinished);
    const isCopy = origin !== undefined && (origin.kind !== 'backup' || existsSync(origin.directory));
    if (!isCopy) {
      if (origin !== undefined)
        this.report(`Database ${id} begins empty: the data that it was to begin with is not kept here.`);
      const empty = await until(this.emptyFiles(installation), { signal }, `${installation.installer} had not ended`);
      await this.files.copy(empty, unfinished, signal);
    } else if (origin.kind === 'backup') await this.files.copy(origin.directory, unfinished, signal);
    else await this.copy(origin.server, unfinished, signal);
    await this.files.write(join(unfinished, unusedMark), '');
    await this.files.move(unfinished, dataDirectory);
    return isCopy;
  }

  /** Makes the files of an empty server, once: copying them takes a tenth of the time. */
  private emptyFiles({ installer }: MysqlInstallation): Promise<string> {
    const options = ['--auth-root-authentication-method=normal', '--skip-test-db', '--skip-name-resolve'];
    const more = ['--innodb-log-file-size=4M', noSync];
    this.emptyServer ??= this.files.emptyServer('empty-mysql', (directory) => {
      const args = ['--no-defaults', `--datadir=${directory}`, ...options, ...more];
      // Several databases may wait for it, so only the end of all servers ends it.
      return runSupervised({ ...this.files.supervision, command: installer, args, stopSignal: 'TERM' }, this.closing);
    });
    this.emptyServer.catch(() => (this.emptyServer = undefined));
    return this.emptyServer;
  }

  private async run(
    { server: command, version }: MysqlInstallation,
    request: DatabaseServerRequest,
    { host, ports, tls }: Site,
    dataDirectory: string,
    statements: readonly string[],
    signal: AbortSignal,
  ): Promise<RunningServer> {
    const giveUpAt = Date.now() + attemptsMs;
    const first = join(dataDirectory, firstStatements);
    await this.files.write(first, statements.map((each) => `${each};\n`).join(''));
    try {
      for (let port = ports[0]!; ;) {
        const { process, ready } = await startSupervised(
          {
            ...this.files.supervision,
            command,
            args: [
              ...['--no-defaults', `--datadir=${dataDirectory}`, `--bind-address=${host}`, `--port=${port}`],
              ...[`--server-id=${request.id}`, `--init-file=${first}`],
              ...(tls === undefined ? [] : [`--ssl-cert=${tls.certificateFile}`, `--ssl-key=${tls.keyFile}`]),
              ...(request.from !== undefined && 'replicaOf' in request.from ? ['--read-only'] : []),
              ...(this.files.lasting ? [] : quick),
              ...options,
            ],
            stopSignal: 'TERM',
          },
          /ready for connections/,
          { deadlineMs: this.files.startDeadlineMs, signal },
        );
        if (ready) return { host, ports: [port], version, request, dataDirectory, process };
        const isPortTaken = process.lastOutput.includes('Address already in use');
        const isLastOneEnding = /Unable to lock|Could not get an exclusive lock/.test(process.lastOutput);
        if (!(isPortTaken || isLastOneEnding) || Date.now() > giveUpAt)
          throw new Error(
            `The MariaDB ${version} server of database ${request.id} did not start:\n${process.lastOutput}`,
          );
        if (isPortTaken) port = await freePort(host);
        await setTimeout(200, undefined, { signal });
      }
    } finally {
      // It holds the password.
      await this.files.remove(first);
    }
  }

  /** Runs statements as root in a server that runs. */
  private async execute(
    { host, ports, dataDirectory }: RunningServer,
    password: string,
    statements: readonly string[],
    signal: AbortSignal,
  ): Promise<void> {
    const { client } = (await this.installation)!;
    const settings = join(dataDirectory, clientSettings);
    const quoted = password.replace(/["\\]/g, '\\$&');
    await this.files.write(settings, `[client]\nuser=root\npassword="${quoted}"\n`);
    try {
      await runSupervised(
        {
          ...this.files.supervision,
          command: client,
          args: [`--defaults-file=${settings}`, '--protocol=tcp', `--host=${host}`, `--port=${ports[0]}`, '--skip-ssl'],
          input: statements.map((each) => `${each};\n`).join(''),
          stopSignal: 'TERM',
        },
        signal,
        clientDeadlineMs,
      );
    } finally {
      await this.files.remove(settings);
    }
  }
}

const clientDeadlineMs = 60_000;
const pidFile = 'server.pid';
const socketFile = 'server.sock';
const firstStatements = 'first-statements.sql';
const clientSettings = 'client.cnf';

/** Files of a data directory that concern only the server which runs on it. */
const ofTheServerAlone = [pidFile, socketFile, firstStatements, clientSettings, 'ibtmp1', unusedMark];

const options = [
  // Names of files are those in the data directory, since the path of a socket must be short.
  ...[`--pid-file=${pidFile}`, `--socket=${socketFile}`],
  ...['--skip-name-resolve', '--performance-schema=OFF', '--innodb-buffer-pool-size=16M', '--innodb-log-file-size=4M'],
  // A replica finds what was written while it was copied or down.
  ...['--log-bin=binary-log', '--relay-log=relay-log', '--log-slave-updates', '--skip-slave-start'],
  // A stopped process must not have the system write for it.
  ...['--innodb-use-native-aio=OFF', '--innodb-flush-method=fsync'],
];

/** Does not wait for the disk. Each call of it would take longer than the rest of a start. */
const noSync = '--loose-debug-no-sync';

/** Settings that save time where the files do not outlive the server. */
const quick = [noSync, '--innodb-fast-shutdown=2'];

/**
 * The users that the platform makes: `aptible` may do everything in its database, and has to use TLS; `root` has the same password, and
 * may do everything. Those that come with an installation have no password.
 */
function newUsers({ username, password, name }: DatabaseServerRequest, { tls }: Site): string[] {
  const [user, identified] = [`${literal(username)}@'%'`, `IDENTIFIED BY ${literal(password)}`];
  return [
    "DELETE FROM mysql.global_priv WHERE User <> 'mariadb.sys'",
    'DELETE FROM mysql.proxies_priv',
    'FLUSH PRIVILEGES',
    `CREATE USER 'root'@'%' ${identified}`,
    "GRANT ALL ON *.* TO 'root'@'%' WITH GRANT OPTION",
    `CREATE DATABASE ${identifier(name)} CHARACTER SET utf8mb4`,
    `CREATE USER ${user} ${identified}${tls === undefined ? '' : ' REQUIRE SSL'}`,
    // In a grant, these two would stand for any characters.
    `GRANT ALL ON ${identifier(name.replace(/[_%]/g, '\\$&'))}.* TO ${user}`,
  ];
}

/** A copy of a replica follows nobody, and one that is to be a replica begins to follow where the copy ends. */
function copiedUsers(request: DatabaseServerRequest, origin: Origin | undefined): string[] {
  if (origin?.kind === 'replica')
    return [
      'RESET SLAVE ALL',
      'SET @position = @@GLOBAL.gtid_binlog_pos',
      'RESET MASTER',
      'SET GLOBAL gtid_slave_pos = @position',
    ];
  return ['RESET SLAVE ALL', ...passwords(request, request.password)];
}

const passwords = ({ username }: DatabaseServerRequest, password: string): string[] =>
  ['root', username].map((user) => `ALTER USER ${literal(user)}@'%' IDENTIFIED BY ${literal(password)}`);

function replication({ host, ports, request: { password } }: RunningServer): string[] {
  const address = `MASTER_HOST = ${literal(host)}, MASTER_PORT = ${ports[0]}`;
  const login = `MASTER_USER = 'root', MASTER_PASSWORD = ${literal(password)}`;
  return [
    `CHANGE MASTER TO ${address}, ${login}, MASTER_CONNECT_RETRY = 1, MASTER_USE_GTID = slave_pos`,
    'START SLAVE',
  ];
}

/** Does the work while the process does nothing. */
async function whileStopped(pid: number, signal: AbortSignal, work: () => Promise<void>): Promise<void> {
  process.kill(pid, 'SIGSTOP');
  try {
    while (!(await isStopped(pid))) await setTimeout(5, undefined, { signal });
    await work();
  } finally {
    process.kill(pid, 'SIGCONT');
  }
}

/** Whether none of its threads is still in a call of the system, such as a write. */
async function isStopped(pid: number): Promise<boolean> {
  const threads = `/proc/${pid}/task`;
  const states = existsSync(threads)
    ? (await Promise.all((await readdir(threads)).map((each) => readFile(join(threads, each, 'stat'), 'utf8')))).map(
        // The name before the state is in parentheses, and may hold any others.
        (text) => text.slice(text.lastIndexOf(')') + 2),
      )
    : [(await promisify(execFile)('ps', ['-o', 'stat=', '-p', String(pid)])).stdout.trim()];
  return states.every((state) => state.startsWith('T'));
}

const identifier = (name: string): string => `\`${name.replaceAll('`', '``')}\``;
const literal = (text: string): string => `'${text.replace(/['\\]/g, '\\$&')}'`;
