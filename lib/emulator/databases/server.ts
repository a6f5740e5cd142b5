import { existsSync, type Dirent } from 'node:fs';
import { chmod, chown, copyFile, mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { runSupervised, SupervisedProcess, type SupervisedCommand } from './supervised-process';
import type { Issued } from '../../x509';
import type { UnprivilegedUser } from './unprivileged-user';
import type { DatabaseServerRequest } from '.';

export interface RunningServer {
  readonly host: string;
  /** One for each port of its engine, in the same order: the first one is that of the default credential. */
  readonly ports: readonly number[];
  readonly version: string;
  /** It is another one after the password has changed. */
  request: DatabaseServerRequest;
  readonly dataDirectory: string;
  readonly process: SupervisedProcess;
}

/** Where a server is to answer, and its certificate. */
export interface Site {
  readonly host: string;
  /** The ports to try first; others are used when they are taken. */
  readonly ports: readonly number[];
  /** The files of its certificate. Without them it speaks no TLS. */
  readonly tls?: { readonly certificateFile: string; readonly keyFile: string };
}

/** The data that a new database begins with. */
export type Origin =
  /** The files of a backup, which nobody changes any more. */
  | { readonly kind: 'backup'; readonly directory: string }
  /** The data that the server has now: copied once, or followed from then on. */
  | { readonly kind: 'copy' | 'replica'; readonly server: RunningServer };

/** The file in the directory of a database that nobody can have used yet. */
export const unusedMark = 'not-used-yet';

/** The files of servers, and the user as whom servers run. */
export class ServerFiles {
  constructor(
    readonly user: UnprivilegedUser | undefined,
    readonly temporaryDirectory: string,
    /** The directory that holds one directory for each database. */
    readonly dataDirectory: string,
    /** The time in which a server has to be ready, in milliseconds. */
    readonly startDeadlineMs: number,
    private readonly emptyServers = temporaryDirectory,
  ) {}

  /** Whether the data outlives this process. */
  get lasting(): boolean {
    return this.dataDirectory !== this.temporaryDirectory;
  }

  get supervision(): Pick<SupervisedCommand, 'user' | 'workingDirectory' | 'temporaryDirectory'> {
    const { user, temporaryDirectory } = this;
    return { user, workingDirectory: temporaryDirectory, temporaryDirectory };
  }

  /** Whether the servers' user gets to the data, through all that is above it. */
  async reachable(): Promise<boolean> {
    const options = { ...this.supervision, command: 'ls', args: [this.dataDirectory], stopSignal: 'TERM' } as const;
    return (await new SupervisedProcess(options).ended) === 0;
  }

  /** Gives the files that new servers begin with a copy of. They are made once, even where several processes want them. */
  async emptyServer(name: string, make: (directory: string) => Promise<void>): Promise<string> {
    const directory = join(this.emptyServers, name);
    if (existsSync(directory)) return directory;
    const unfinished = join(this.temporaryDirectory, `${name}.new`);
    await this.remove(unfinished);
    await make(unfinished);
    await this.move(unfinished, directory).catch((error: unknown) => {
      // Another process was first.
      if (!existsSync(directory)) throw error;
    });
    return directory;
  }

  /** Copies a directory as the servers' user, who can then read the copy. */
  async copy(from: string, to: string, signal: AbortSignal): Promise<void> {
    await runSupervised({ ...this.supervision, command: 'cp', args: ['-R', from, to], stopSignal: 'TERM' }, signal);
  }

  async create(directory: string): Promise<void> {
    await mkdir(directory, { mode: 0o700 });
    await this.give(directory);
  }

  /** Copies files that a server is changing, without those that vanish meanwhile. `skipped` are names in `from` itself. */
  async copyChanging(from: string, to: string, signal: AbortSignal, skipped: readonly string[] = []): Promise<void> {
    await this.create(to);
    for (const entry of await this.entries(from)) {
      const [source, target] = [join(from, entry.name), join(to, entry.name)];
      signal.throwIfAborted();
      if (skipped.includes(entry.name)) continue;
      if (entry.isDirectory()) await this.copyChanging(source, target, signal);
      else await this.copyFile(source, target);
    }
  }

  /** The entries of a directory that may vanish meanwhile, as that of a database that is dropped. */
  private async entries(directory: string): Promise<Dirent[]> {
    try {
      return await readdir(directory, { withFileTypes: true });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
      throw error;
    }
  }

  async write(file: string, text: string): Promise<void> {
    await writeFile(file, text, { mode: 0o600 });
    await this.give(file);
  }

  /** @returns Whether there was such a file. */
  async copyFile(from: string, to: string): Promise<boolean> {
    try {
      await copyFile(from, to);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false;
      throw error;
    }
    await chmod(to, 0o600);
    await this.give(to);
    return true;
  }

  /** Writes a server's certificate and its key to where only the servers' user can read them. */
  async keepCertificate(id: number, { certificatePem, privateKeyPem }: Issued): Promise<Site['tls']> {
    const directory = this.certificateDirectory(id);
    await this.remove(directory);
    await this.create(directory);
    const [certificateFile, keyFile] = [join(directory, 'certificate.pem'), join(directory, 'key.pem')];
    await this.write(certificateFile, certificatePem);
    await this.write(keyFile, privateKeyPem);
    return { certificateFile, keyFile };
  }

  async removeCertificate(id: number): Promise<void> {
    await this.remove(this.certificateDirectory(id));
  }

  private certificateDirectory(id: number): string {
    return join(this.temporaryDirectory, `certificate-${id}`);
  }

  private async give(path: string): Promise<void> {
    if (this.user !== undefined) await chown(path, this.user.uid, this.user.gid);
  }

  async move(from: string, to: string): Promise<void> {
    await rename(from, to);
  }

  async remove(directory: string): Promise<void> {
    await rm(directory, { recursive: true, force: true });
  }
}
