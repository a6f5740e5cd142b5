import { rename, rm } from 'node:fs/promises';
import { runSupervised, type SupervisedCommand, type SupervisedProcess } from './supervised-process';
import type { UnprivilegedUser } from './unprivileged-user';
import type { DatabaseServer } from '.';

export interface RunningServer extends DatabaseServer {
  readonly process: SupervisedProcess;
}

/** Where servers keep their files, and as whom they run. */
export class ServerFiles {
  constructor(
    readonly user: UnprivilegedUser | undefined,
    readonly temporaryDirectory: string,
    /** Holds one directory a database. */
    readonly dataDirectory: string,
  ) {}

  /** Whether the data outlives this process. */
  get lasting(): boolean {
    return this.dataDirectory !== this.temporaryDirectory;
  }

  get supervision(): Pick<SupervisedCommand, 'user' | 'workingDirectory' | 'temporaryDirectory'> {
    const { user, temporaryDirectory } = this;
    return { user, workingDirectory: temporaryDirectory, temporaryDirectory };
  }

  /** As the servers' user, who can then read the copy. */
  async copy(from: string, to: string): Promise<void> {
    await runSupervised({ ...this.supervision, command: 'cp', args: ['-R', from, to], stopSignal: 'TERM' });
  }

  async create(directory: string): Promise<void> {
    await runSupervised({ ...this.supervision, command: 'mkdir', args: ['-m', '700', directory], stopSignal: 'TERM' });
  }

  async move(from: string, to: string): Promise<void> {
    await rename(from, to);
  }

  async remove(directory: string): Promise<void> {
    await rm(directory, { recursive: true, force: true });
  }
}
