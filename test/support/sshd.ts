/** A real sshd of OpenSSH on this machine, which trusts an authority for the certificates of its user, the one who runs the test. */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import type { KeyObject } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { publicKeyLine } from '../../lib/ssh';

/** It has to be called by its whole path. Nothing has it on an ordinary user's PATH. */
const program = ['/usr/sbin/sshd', '/usr/local/sbin/sshd', '/usr/bin/sshd'].find((path) => existsSync(path));

export const hasSshd = program !== undefined;

export type HostKeyType = 'rsa' | 'ed25519';

export interface SshdOptions {
  readonly authority: KeyObject;
  /** What the session runs, as a script of the shell. */
  readonly session: string;
  readonly hostKeys: readonly HostKeyType[];
}

export class Sshd {
  readonly host = '127.0.0.1';
  readonly user = userInfo().username;

  private constructor(
    readonly directory: string,
    readonly port: number,
    private readonly process: ChildProcess,
  ) {}

  static async start({ authority, session, hostKeys }: SshdOptions): Promise<Sshd> {
    const directory = await mkdtemp(join(tmpdir(), 'sshd-'));
    const file = (name: string) => join(directory, name);
    for (const type of hostKeys) {
      execFileSync('ssh-keygen', ['-q', '-t', type, '-b', '2048', '-N', '', '-C', '', '-f', file(type)]);
    }
    writeFileSync(file('authority.pub'), publicKeyLine(authority));
    writeFileSync(file('session.sh'), session);
    const port = await freePort();
    const configuration = [
      `ListenAddress 127.0.0.1:${port}`,
      ...hostKeys.map((type) => `HostKey ${file(type)}`),
      `TrustedUserCAKeys ${file('authority.pub')}`,
      `ForceCommand exec /bin/sh ${file('session.sh')}`,
      ...['AuthorizedKeysFile none', 'PasswordAuthentication no', 'KbdInteractiveAuthentication no', 'UsePAM no'],
      ...['PermitRootLogin yes', 'StrictModes no', 'PidFile none', 'AcceptEnv ACCESS_TOKEN', 'MaxStartups 100'],
    ];
    writeFileSync(file('sshd_config'), configuration.join('\n') + '\n');
    // Run by root, it wants this directory, which its service would make.
    if (process.getuid?.() === 0) mkdirSync('/run/sshd', { recursive: true, mode: 0o755 });
    const child = spawn(program!, ['-D', '-e', '-f', file('sshd_config')], { stdio: ['ignore', 'ignore', 'pipe'] });
    const said: string[] = [];
    await new Promise<void>((resolve, reject) => {
      createInterface(child.stderr).on('line', (line) => {
        said.push(line);
        if (line.startsWith('Server listening')) resolve();
      });
      child.once('error', reject);
      child.once('exit', () => reject(new Error(`sshd ended: ${said.join('\n')}`)));
    });
    return new Sshd(directory, port, child);
  }

  /** The public key of this type, as one line. */
  hostKey(type: HostKeyType): string {
    return readFileSync(join(this.directory, `${type}.pub`), 'utf8').trim();
  }

  /** Sends a signal to the processes of all connections, and not to the one that accepts them. */
  signalConnections(signal: NodeJS.Signals): void {
    for (const id of this.connections()) process.kill(id, signal);
  }

  async stop(): Promise<void> {
    const exit = new Promise((resolve) => this.process.once('exit', resolve));
    const connections = this.connections();
    this.process.kill('SIGKILL');
    for (const id of connections) process.kill(id, 'SIGKILL');
    await exit;
    rmSync(this.directory, { recursive: true });
  }

  private connections(): number[] {
    const processes = execFileSync('ps', ['-Ao', 'pid=,ppid='], { encoding: 'utf8' });
    const parents = processes.split('\n').map((line) => line.trim().split(/\s+/).map(Number));
    const below = (parent: number): number[] =>
      parents.flatMap(([id, ofParent]) => (ofParent === parent ? [id!, ...below(id!)] : []));
    return below(this.process.pid!);
  }
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
