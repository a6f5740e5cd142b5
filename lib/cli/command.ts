/** The command of `--exec`. */
import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { constants } from 'node:os';
import type { Writable } from 'node:stream';
import { setTimeout } from 'node:timers/promises';

/**
 * Becomes the command, after it has started a watcher of file descriptor 3, whose other end this process holds. The end of the pipe
 * without a word means that this process is gone, however it went: then the watcher ends the command with all that it has started.
 */
const supervisor = `
command=$1 ownGroup=$2
tree() {
  for child in $(ps -Ao pid=,ppid= | while read -r pid parent; do [ "$parent" = "$1" ] && echo "$pid"; done); do tree "$child"; done
  echo "$1"
}
end() {
  if [ "$ownGroup" = true ]; then kill -"$1" -$$; else kill -"$1" $processes; fi
}
(
  (
    trap '' INT TERM HUP
    word=
    read -r word <&3
    [ "$word" = ended ] && exit
    processes=$(tree $$)
    end TERM
    sleep 1
    end KILL
  ) </dev/null >/dev/null 2>&1 &
)
exec 3<&-
exec /bin/sh -c "$command"
`;

export class SupervisedCommand {
  /** Resolves with the status that a shell gives it. */
  readonly ended: Promise<number>;
  private readonly child: ChildProcess;
  /** What has got a signal: processes, or a group as a negative number. */
  private readonly targets = new Set<number>();
  /**
   * A terminal sends Ctrl-C to the command itself, and lets only its foreground group read from it. Without one, the command gets a
   * group of its own, so that a signal reaches all of its processes.
   */
  private readonly ownGroup = !process.stdin.isTTY;

  constructor(command: string, environment: Readonly<Record<string, string>>) {
    this.child = spawn('/bin/sh', ['-c', supervisor, 'supervisor', command, String(this.ownGroup)], {
      stdio: ['inherit', 'inherit', 'inherit', 'pipe'],
      detached: this.ownGroup,
      env: { ...process.env, ...environment },
    });
    const lifeline = this.child.stdio[3] as Writable;
    lifeline.on('error', () => 'closed by the other side');
    this.ended = new Promise((resolve, reject) => {
      this.child.once('error', reject);
      this.child.once('exit', (status, signal) => {
        lifeline.end('ended\n');
        resolve(status ?? 128 + constants.signals[signal!]);
      });
    });
  }

  send(signal: NodeJS.Signals): void {
    if (this.child.pid === undefined) return;
    if (this.ownGroup) this.targets.add(-this.child.pid);
    else for (const pid of [...descendants(this.child.pid), this.child.pid]) this.targets.add(pid);
    if (!this.ownGroup && signal === 'SIGINT') return;
    for (const target of this.targets) isThere(target, signal);
  }

  /** Resolves when the other processes that got a signal are gone, too, or when the time is over. */
  async othersEnded(timeoutMs: number): Promise<void> {
    const giveUpAt = Date.now() + timeoutMs;
    while (Date.now() < giveUpAt && [...this.targets].some((target) => isThere(target))) await setTimeout(50);
  }
}

/** Whether there is such a process, or such a group; it gets the signal then. */
function isThere(pid: number, signal: NodeJS.Signals | 0 = 0): boolean {
  try {
    return process.kill(pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false;
    throw error;
  }
}

function descendants(pid: number): number[] {
  const pairs = execFileSync('ps', ['-Ao', 'pid=,ppid='], { encoding: 'utf8' })
    .split('\n')
    .map((line) => line.trim().split(/\s+/).map(Number));
  const below = (parent: number): number[] =>
    pairs.flatMap(([child, itsParent]) => (itsParent === parent ? [...below(child!), child!] : []));
  return below(pid);
}
