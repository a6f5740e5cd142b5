/** Says how the platform's operations go on while terraform waits for them. */
import { resourceOf, type Operation } from '../api';

/** What ends sooner is not worth a line. */
const quietMs = 3_000;
/** How often a terminal gets a line of an operation. */
const everyMs = 5_000;

interface Seen {
  readonly sinceMs: number;
  saidMs?: number;
  saidStatus?: string;
}

export class OperationProgress {
  private readonly seen = new Map<number, Seen>();

  /** @param isTerminal whether time that passes is worth a line: a log gets one only for another status */
  constructor(
    private readonly isTerminal: boolean,
    private readonly print: (line: string) => void,
    private readonly nowMs = () => Date.now(),
  ) {}

  /** Takes an operation as it is now. */
  note(operation: Operation): void {
    const { id, status } = operation;
    const now = this.nowMs();
    const seen = this.seen.get(id) ?? { sinceMs: now };
    this.seen.set(id, seen);
    const isOver = status === 'succeeded' || status === 'failed';
    if (isOver) this.seen.delete(id);
    const isNews = isOver
      ? seen.saidStatus !== undefined
      : now - seen.sinceMs >= quietMs && this.isDue(seen, status, now);
    if (!isNews) return;
    seen.saidMs = now;
    seen.saidStatus = status;
    this.print(`${nameOf(operation)}: ${status}, ${Math.round((now - seen.sinceMs) / 1000)} s`);
  }

  private isDue({ saidMs = -Infinity, saidStatus }: Seen, status: string, now: number): boolean {
    return status !== saidStatus || (this.isTerminal && now - saidMs >= everyMs);
  }
}

/** `operation 4711 (deploy of apps 7)` */
function nameOf(operation: Operation): string {
  const resource = resourceOf(operation);
  return `operation ${operation.id} (${operation.type}${resource === undefined ? '' : ` of ${resource}`})`;
}
