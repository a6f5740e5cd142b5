import { spawn, type ChildProcess } from 'node:child_process';
import { until } from './until';
import type { Writable } from 'node:stream';
import type { UnprivilegedUser } from './unprivileged-user';

/**
 * Runs a command and watches file descriptor 3, whose other end this process holds. The word `stop` ends the command. The end of the
 * pipe means that this process is gone, however it went: then the command ends and its temporary files are removed.
 *
 * A shell does this rather than Node because it takes 1 MB and 2 ms instead of 40 MB and 50 ms, and because it runs the same from
 * sources and from a build. It repeats the signal, since Redis forgets one that comes while it writes its first log. The watcher
 * ignores TERM from its first message on, so that it finishes what it began. After four seconds it kills the command, in steps that a
 * busy machine cannot make much longer.
 */
const supervisor = `
signal=$1 abandoned=$2
shift 2
exec 4<&0 </dev/null
"$@" <&4 3<&- 4<&- &
command=$!
exec 4<&-
(
  word=
  read -r word <&3
  trap '' TERM
  kill -"$signal" $command
  waited=0
  while kill -0 $command; do
    waited=$((waited + 1))
    if [ $waited -le 20 ]; then sleep 0.05; else sleep 0.25; fi
    [ $((waited % 10)) -eq 0 ] && kill -"$signal" $command
    [ $waited -eq 32 ] && kill -KILL $command
  done
  if [ "$word" != stop ]; then rm -rf "$abandoned" || { sleep 1; rm -rf "$abandoned"; }; fi
) >/dev/null 2>&1 &
watcher=$!
exec 3<&- 
wait $command
status=$?
exec >/dev/null 2>&1
kill $watcher
wait $watcher
exit $status
`;

export interface SupervisedCommand {
  readonly command: string;
  readonly args: readonly string[];
  readonly user: UnprivilegedUser | undefined;
  readonly workingDirectory: string;
  /** The signal that ends the command without a loss of what is worth keeping. */
  readonly stopSignal: 'INT' | 'QUIT' | 'TERM';
  /** A directory that is removed when this process ends without having stopped the command. */
  readonly temporaryDirectory: string;
  readonly input?: string;
  readonly onOutput?: (text: string) => void;
}

export class SupervisedProcess {
  readonly ended: Promise<number | null>;
  private readonly supervisor: ChildProcess;
  private readonly lifeline: Writable;
  private tail = '';

  constructor({ onOutput, input, ...options }: SupervisedCommand) {
    const { command, args, user, workingDirectory, stopSignal, temporaryDirectory } = options;
    this.supervisor = spawn(
      '/bin/sh',
      ['-c', supervisor, 'supervisor', stopSignal, temporaryDirectory, command, ...args],
      {
        cwd: workingDirectory,
        ...user,
        // The command has a process group of its own, so that Ctrl-C in a terminal reaches this process only.
        detached: true,
        // The command gets nothing of the caller's environment: neither its PG* settings nor its secrets.
        env: { PATH: process.env['PATH'], LC_ALL: 'C', HOME: workingDirectory },
        stdio: ['pipe', 'pipe', 'pipe', 'pipe'],
      },
    );
    this.lifeline = this.supervisor.stdio[3] as Writable;
    this.ended = new Promise((resolve, reject) => {
      this.supervisor.once('error', reject);
      this.supervisor.once('close', resolve);
    });
    this.ended.catch(() => 'whoever awaits it sees the error');
    for (const stream of [this.supervisor.stdout, this.supervisor.stderr]) {
      stream?.setEncoding('utf8').on('data', (text: string) => {
        this.tail = (this.tail + text).slice(-4000);
        onOutput?.(text);
      });
    }
    // A command that has ended by itself closes its pipes. Its status says how it ended.
    for (const stream of [this.lifeline, this.supervisor.stdin]) stream?.on('error', () => 'closed by the other side');
    this.supervisor.stdin?.end(input);
  }

  /** The end of what the command wrote, for an error message. */
  get lastOutput(): string {
    return this.tail.trim();
  }

  async stop(): Promise<void> {
    this.lifeline.end('stop\n');
    await this.ended;
  }
}

/** Runs a command to its end. It throws unless the command ends well and in time, and stops it when the signal is given. */
export async function runSupervised(
  options: SupervisedCommand,
  signal: AbortSignal,
  deadlineMs = commandDeadlineMs,
): Promise<void> {
  signal.throwIfAborted();
  const run = new SupervisedProcess(options);
  const status = await until(run.ended, { deadlineMs, signal }, `${options.command} had not ended`).catch(
    async (error: unknown) => {
      await run.stop();
      throw error;
    },
  );
  if (status !== 0) throw new Error(`${options.command} ended with status ${status}:\n${run.lastOutput}`);
}

/** The time that a command gets. A copy of much data takes long; one that hangs must not keep its operation for ever. */
const commandDeadlineMs = 600_000;

/** Starts a command that has written the text when it is ready. It throws when the command is not ready in time, and stops it then. */
export async function startSupervised(
  options: SupervisedCommand,
  readyText: RegExp,
  { deadlineMs, signal }: { readonly deadlineMs: number; readonly signal: AbortSignal },
): Promise<{ process: SupervisedProcess; ready: boolean }> {
  signal.throwIfAborted();
  let seen = '';
  let markReady: (() => void) | undefined;
  const ready = new Promise<true>((resolve) => (markReady = () => resolve(true)));
  const started = new SupervisedProcess({
    ...options,
    onOutput: (text) => {
      if (markReady === undefined) return;
      seen += text;
      if (!readyText.test(seen)) return;
      markReady();
      markReady = undefined;
      seen = '';
    },
  });
  const outcome = Promise.race([ready, started.ended.then(() => false)]);
  try {
    return {
      process: started,
      ready: await until(outcome, { deadlineMs, signal }, `${options.command} was not ready`),
    };
  } catch (error) {
    await started.stop();
    throw error instanceof Error && error !== signal.reason
      ? new Error(`${error.message}\n${started.lastOutput}`.trim(), { cause: error })
      : error;
  }
}
