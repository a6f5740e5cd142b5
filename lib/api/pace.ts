/** The pace of all requests of one client. It is free until the platform refuses some of them because they are too many. */

/** How many requests begin in the first pause before a repeat, just after a free pace. */
const inFirstDelay = 2;
/** How far it can fall below that, and how far above that it is free again, since nobody reaches it. */
const range = { slowest: 1 / 10, fastest: 100 };
/** What one success in a row adds, as long as requests wait for their turn. A platform that lets through N a second then refuses few of a hundred. */
const growth = 1.02;

/** When a request began. */
export interface Turn {
  readonly startedMs: number;
  readonly hasWaited: boolean;
}

interface Waiting {
  /** When its first refusal was. */
  readonly refusedAt: number | undefined;
  readonly begin: () => void;
  readonly giveUp: () => void;
}

/**
 * A refusal halves the pace and stops everything for the pause that the platform asked for; then requests begin one after the other, those
 * that were refused first. Requests that were under way together are refused together: that counts once.
 */
export class Pace {
  private perSecond = Infinity;
  /** When the next request may begin. */
  private nextMs = 0;
  private readonly queue = new Set<Waiting>();
  private timer: NodeJS.Timeout | undefined;
  private slowedAtMs = -Infinity;
  private slowed = 0;
  private slowedAtLastSuccess = 0;

  private readonly firstPerSecond: number;
  /** How many refusals in a row, whichever requests they were of, are enough for each that was refused. */
  private readonly mostRefusals: number;

  /** @param retryDelaysMs the pauses before repeats */
  constructor(retryDelaysMs: readonly number[]) {
    this.firstPerSecond = (inFirstDelay * 1_000) / (retryDelaysMs[0] ?? 0);
    this.mostRefusals = retryDelaysMs.length;
  }

  /**
   * Returns when a request may begin; `given up` when it is hopeless.
   *
   * @param refusedAt the `moment` at which it was refused first
   * @throws the reason of the signal when that ends the wait
   */
  turn(refusedAt: number | undefined, signal: AbortSignal | undefined): Promise<Turn | 'given up'> {
    if (this.perSecond === Infinity && performance.now() >= this.nextMs) return Promise.resolve(begun(false));
    return new Promise((resolve, reject) => {
      const end = (outcome: () => void) => (): void => {
        signal?.removeEventListener('abort', leave);
        this.queue.delete(waiting);
        outcome();
      };
      const leave = end(() => reject(signal?.reason as Error));
      const waiting: Waiting = {
        refusedAt,
        begin: end(() => resolve(begun(true))),
        giveUp: end(() => resolve('given up')),
      };
      signal?.addEventListener('abort', leave, { once: true });
      this.queue.add(waiting);
      this.giveUp();
      this.schedule();
    });
  }

  /** An answer that is no such refusal: the platform takes requests. */
  succeeded({ startedMs, hasWaited }: Turn): void {
    if (startedMs < this.slowedAtMs) return;
    this.slowedAtLastSuccess = this.slowed;
    if (!hasWaited) return;
    this.perSecond *= growth;
    if (this.perSecond > this.firstPerSecond * range.fastest) this.perSecond = Infinity;
  }

  refused({ startedMs }: Turn, pauseMs: number): void {
    const nowMs = performance.now();
    this.nextMs = Math.max(this.nextMs, nowMs + pauseMs);
    if (startedMs >= this.slowedAtMs) {
      this.slowedAtMs = nowMs;
      this.slowed += 1;
      this.perSecond = Math.max(Math.min(this.perSecond / 2, this.firstPerSecond), this.firstPerSecond * range.slowest);
      this.giveUp();
    }
    this.schedule();
  }

  /** A moment, as `turn` takes it. */
  get moment(): number {
    return this.slowed;
  }

  /** Whether all that has been sent since a request was refused first was refused, too, often enough. */
  isHopeless(refusedAt: number): boolean {
    return this.slowed - Math.max(refusedAt, this.slowedAtLastSuccess) >= this.mostRefusals;
  }

  private giveUp(): void {
    for (const { refusedAt, giveUp } of [...this.queue]) {
      if (refusedAt !== undefined && this.isHopeless(refusedAt)) giveUp();
    }
  }

  private schedule(): void {
    clearTimeout(this.timer);
    if (this.queue.size === 0) return;
    this.timer = setTimeout(() => this.next(), Math.max(0, this.nextMs - performance.now()));
  }

  private next(): void {
    const nowMs = performance.now();
    // A timer may be early by a part of a millisecond.
    if (nowMs >= this.nextMs) {
      const waiting = [...this.queue];
      (waiting.findLast(({ refusedAt }) => refusedAt !== undefined) ?? waiting[0])?.begin();
      this.nextMs = nowMs + 1_000 / this.perSecond;
    }
    this.schedule();
  }
}

const begun = (hasWaited: boolean): Turn => ({ startedMs: performance.now(), hasWaited });
