import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import type { DatabaseServerRequest } from '.';
import { freePort } from './free-port';
import type { RunningServer, ServerFiles } from './server';
import { startSupervised } from './supervised-process';

const portAttempts = 5;

/** Starts Redis servers from the `redis-server` on PATH. */
export class RedisServers {
  private installation: Promise<RedisInstallation | undefined> | undefined;

  constructor(
    private readonly files: ServerFiles,
    private readonly report: (line: string) => void,
  ) {}

  async start(request: DatabaseServerRequest, dataDirectory: string): Promise<RunningServer | undefined> {
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
    if (!existsSync(dataDirectory)) await this.files.create(dataDirectory);

    let lastOutput = '';
    for (let attempt = 1; attempt <= portAttempts; attempt += 1) {
      const port = attempt === 1 && request.port !== undefined ? request.port : await freePort();
      const { process, ready } = await startSupervised(
        {
          ...this.files.supervision,
          command: installation.program,
          args: ['-'],
          input: configuration(installation, request, port, dataDirectory, this.files.lasting),
          stopSignal: 'TERM',
        },
        'Ready to accept connections',
      );
      if (ready) return { host: 'localhost', port, version: installation.version, process };
      lastOutput = process.lastOutput;
      if (!/bind|in use/i.test(lastOutput)) break;
    }
    throw new Error(`The Redis ${installation.version} server of database ${request.id} did not start:\n${lastOutput}`);
  }
}

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
  const { stdout } = await promisify(execFile)(program, ['--version']);
  return { version: /v=(\d+\.\d+)/.exec(stdout)?.[1] ?? 'unknown', program };
}

/** By standard input: a password among the arguments could be read by everybody on this machine. */
function configuration(
  { version }: RedisInstallation,
  { username, password }: DatabaseServerRequest,
  port: number,
  dataDirectory: string,
  lasting: boolean,
): string {
  // Users came with Redis 6. The password also works without a user name, as older clients send it.
  const usersKnown = Number.parseFloat(version) >= 6;
  const passwordHash = createHash('sha256').update(password).digest('hex');
  return [
    usersKnown ? 'bind 127.0.0.1 -::1' : 'bind 127.0.0.1',
    `port ${port}`,
    'daemonize no',
    `dir "${dataDirectory}"`,
    `requirepass "${password.replace(/["\\]/g, '\\$&')}"`,
    ...(usersKnown ? [`user ${username} on #${passwordHash} ~* &* +@all`] : []),
    ...(lasting ? ['appendonly yes'] : ['save ""', 'appendonly no']),
    '',
  ].join('\n');
}
