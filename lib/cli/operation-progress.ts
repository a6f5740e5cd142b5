/** Says how the platform's operations go on while terraform waits for them, with their logs. */
import { resourceOf } from '../api';
import type { LogListener, NamedOperation } from '../provider/progress';

/** What ends sooner is not worth a line. */
const quietMs = 3_000;
/** How often a terminal gets a line of an operation. */
const everyMs = 5_000;

interface Seen {
  readonly sinceMs: number;
  saidMs?: number;
  saidStatus?: string;
}

export interface EndedOperation {
  readonly id: number;
  readonly type: string;
  /** What it was done for. */
  readonly subject: string;
  readonly status: string;
  readonly seconds: number;
}

export interface ProgressOptions {
  /** Whether time that passes is worth a line: a log gets one only for another status. */
  readonly isTerminal: boolean;
  /** Whether the logs of operations are shown. */
  readonly showsLogs: boolean;
  readonly nowMs?: () => number;
}

export class OperationProgress {
  readonly ended: EndedOperation[] = [];
  private readonly seen = new Map<number, Seen>();
  private showsLogs: boolean;
  private readonly isTerminal: boolean;
  private readonly nowMs: () => number;

  constructor(
    { isTerminal, showsLogs, nowMs = () => Date.now() }: ProgressOptions,
    private readonly print: (line: string) => void,
  ) {
    this.isTerminal = isTerminal;
    this.showsLogs = showsLogs;
    this.nowMs = nowMs;
  }

  /** Undefined where logs are not wanted, and once one could not be followed. */
  get logs(): LogListener | undefined {
    if (!this.showsLogs) return undefined;
    return {
      onLine: (operation, line) => {
        this.print(`${subjectOf(operation)} ${operation.type} | ${line}`.trimEnd());
        const seen = this.seen.get(operation.id);
        // It goes on, as everybody can see.
        if (seen !== undefined) seen.saidMs = this.nowMs();
      },
      onProblem: (problem) => {
        if (this.showsLogs) this.print(`No more logs of operations are shown: ${problem} --no-logs asks for none.`);
        this.showsLogs = false;
      },
    };
  }

  /** Takes an operation as it is now. */
  onOperation(operation: NamedOperation): void {
    const { id, status } = operation;
    const now = this.nowMs();
    const seen = this.seen.get(id) ?? { sinceMs: now };
    this.seen.set(id, seen);
    const isOver = status === 'succeeded' || status === 'failed';
    const seconds = Math.round((now - seen.sinceMs) / 1000);
    if (isOver) {
      this.seen.delete(id);
      this.ended.push({ id, type: operation.type, subject: subjectOf(operation), status, seconds });
    }
    const isNews = isOver
      ? seen.saidStatus !== undefined
      : now - seen.sinceMs >= quietMs && this.isDue(seen, status, now);
    if (!isNews) return;
    seen.saidMs = now;
    seen.saidStatus = status;
    this.print(`${nameOf(operation)}: ${status}, ${seconds} s`);
  }

  private isDue({ saidMs = -Infinity, saidStatus }: Seen, status: string, now: number): boolean {
    return status !== saidStatus || (this.isTerminal && now - saidMs >= everyMs);
  }
}

/** `operation 4711 (deploy of web)` */
const nameOf = (operation: NamedOperation): string =>
  `operation ${operation.id} (${operation.type} of ${subjectOf(operation)})`;

const subjectOf = (operation: NamedOperation): string => operation.subject ?? resourceOf(operation) ?? 'nothing known';
