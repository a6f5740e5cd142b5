/** The `ssh` of OpenSSH on this machine, as the platform's command-line tool calls it. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { publicKeyLine } from '../../lib/ssh';

export const hasOpenSsh = spawnSync('ssh', ['-V']).status === 0;

if (!hasOpenSsh) console.warn('Skipped: what needs the ssh of OpenSSH, which is not installed here.');

/** Where the portal of a stack is, and what tells that it is that one. */
export interface Portal {
  readonly host: string;
  readonly port: number;
  /** The line of the host key. */
  readonly hostKey: string;
}

export interface Visit extends Portal {
  readonly user: string;
  /** The line of the certificate; undefined for a bare key. */
  readonly certificate: string | undefined;
  /** The value of ACCESS_TOKEN; undefined when it is not sent. */
  readonly token: string | undefined;
  /** The socket of an agent that has the keys. @default the key of the owner of this */
  readonly agent?: string;
  readonly args?: readonly string[];
}

export interface Ended {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Somebody with a key, in files of their own. */
export class OpenSshUser {
  readonly directory = mkdtempSync(join(tmpdir(), 'openssh-'));
  readonly publicKey: string;
  private readonly running = new Set<OpenSsh>();
  private files = 0;

  constructor() {
    // RSA, like the key that the tool makes.
    const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    this.publicKey = publicKeyLine(publicKey);
    writeFileSync(this.file('key'), privateKey.export({ type: 'pkcs1', format: 'pem' }), { mode: 0o600 });
    // It finds the certificate of a key by the public one.
    writeFileSync(this.file('key.pub'), this.publicKey);
  }

  file(name: string): string {
    return join(this.directory, name);
  }

  /** Starts it. */
  visit({ host, port, hostKey, user, certificate, token, agent, args = [] }: Visit): OpenSsh {
    const number = this.files++;
    const knownHosts = this.file(`known-hosts-${number}`);
    writeFileSync(knownHosts, `[${host}]:${port} ${hostKey}\n`);
    const certificateFile = this.file(`key-${number}-cert.pub`);
    if (certificate !== undefined) writeFileSync(certificateFile, `${certificate}\n`);
    const options = [
      ...['BatchMode=yes', 'StrictHostKeyChecking=yes', `UserKnownHostsFile=${knownHosts}`, 'ControlMaster=no'],
      ...(agent === undefined
        ? [`IdentityFile=${this.file('key')}`, 'IdentitiesOnly=yes']
        : ['IdentityFile=none', `IdentityAgent=${agent}`]),
      ...(certificate === undefined ? [] : [`CertificateFile=${certificateFile}`]),
      ...(token === undefined ? [] : ['SendEnv=ACCESS_TOKEN']),
    ].flatMap((option) => ['-o', option]);
    const command = ['-F', 'none', '-T', '-p', String(port), ...options, ...args, `${user}@${host}`];
    const ssh = new OpenSsh(
      spawn('ssh', command, { stdio: ['pipe', 'pipe', 'pipe'], env: { ...process.env, ACCESS_TOKEN: token } }),
    );
    this.running.add(ssh);
    void ssh.ended.finally(() => this.running.delete(ssh));
    return ssh;
  }

  /** Kills what still runs, and removes the files. */
  async leave(): Promise<void> {
    await Promise.all([...this.running].map((each) => each.kill()));
    rmSync(this.directory, { recursive: true });
  }
}

export class OpenSsh {
  stdout = '';
  stderr = '';
  readonly ended: Promise<Ended>;

  constructor(private readonly child: ChildProcess) {
    child.stdout!.on('data', (data: Buffer) => (this.stdout += data.toString()));
    child.stderr!.on('data', (data: Buffer) => (this.stderr += data.toString()));
    this.ended = new Promise((resolve, reject) => {
      child.once('error', reject);
      child.once('close', (status) => resolve({ status, stdout: this.stdout, stderr: this.stderr }));
    });
  }

  /** Resolves when it has written a line, and fails when it ends before. */
  async line(): Promise<void> {
    const written = new Promise<void>((resolve) => {
      const look = () => this.stdout.includes('\n') && resolve();
      this.child.stdout!.on('data', look);
      look();
    });
    const ended = this.ended.then(({ status, stderr }) => {
      if (!this.stdout.includes('\n')) throw new Error(`ssh ended with ${status}: ${stderr}`);
    });
    await Promise.race([written, ended]);
  }

  async kill(): Promise<void> {
    this.child.kill('SIGKILL');
    await this.ended;
  }
}
