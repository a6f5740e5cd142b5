/** The local platform's time: it passes as the machine's does, or is moved by hand. */

export interface Clock {
  now(): Date;
  /** Moves time on and waits for what becomes due, in its order. It works on a running clock, too. */
  advance(milliseconds: number): Promise<void>;
}

export type ClockMode = 'running' | 'stopped';

interface Alarm {
  readonly dueMs: number;
  readonly ring: () => void | Promise<void>;
  timer?: NodeJS.Timeout;
}

export class PlatformClock implements Clock {
  private advancedMs = 0;
  private readonly alarms = new Set<Alarm>();
  private readonly stoppedAtMs: number | undefined;

  /** @param mode A `stopped` clock begins now and moves only by `advance`. */
  constructor(mode: ClockMode = 'running') {
    this.stoppedAtMs = mode === 'stopped' ? Date.now() : undefined;
  }

  now(): Date {
    return new Date(this.nowMs());
  }

  /**
   * Calls `ring` when that much time has passed.
   *
   * @returns What takes that back.
   */
  after(milliseconds: number, ring: () => void | Promise<void>): () => void {
    const alarm: Alarm = { dueMs: this.nowMs() + milliseconds, ring };
    this.alarms.add(alarm);
    if (this.stoppedAtMs === undefined) {
      alarm.timer = setTimeout(() => void this.ring(alarm), milliseconds);
      alarm.timer.unref();
    }
    return () => {
      clearTimeout(alarm.timer);
      this.alarms.delete(alarm);
    };
  }

  async advance(milliseconds: number): Promise<void> {
    const untilMs = this.nowMs() + milliseconds;
    for (;;) {
      const next = [...this.alarms].sort((a, b) => a.dueMs - b.dueMs)[0];
      if (next === undefined || next.dueMs > untilMs) break;
      this.advancedMs += Math.max(0, next.dueMs - this.nowMs());
      await this.ring(next);
    }
    this.advancedMs += Math.max(0, untilMs - this.nowMs());
  }

  /** Forgets all alarms. */
  clear(): void {
    for (const alarm of this.alarms) clearTimeout(alarm.timer);
    this.alarms.clear();
  }

  private nowMs(): number {
    return (this.stoppedAtMs ?? Date.now()) + this.advancedMs;
  }

  private ring(alarm: Alarm): void | Promise<void> {
    clearTimeout(alarm.timer);
    this.alarms.delete(alarm);
    return alarm.ring();
  }
}
