/** The longest delay that a timer takes: a longer one would end at once. */
const longestMs = 2 ** 31 - 1;

/** The reason of a signal that is aborted because its time is over. */
export class TimeIsOver extends Error {
  override readonly name = 'TimeIsOver';

  /** @param time as its reader wrote it: `90s` */
  constructor(readonly time: string) {
    super(`The time is over (${time})`);
  }
}

/**
 * A time that some work may take. Its signal is aborted when that is over, or with the outer one.
 *
 * It keeps a timer of its own: the signal that `AbortSignal.any` makes of `AbortSignal.timeout` is collected as garbage on Node before
 * 22.13, and then never aborted.
 */
export class Deadline {
  readonly signal: AbortSignal;
  private readonly timer: NodeJS.Timeout;
  private readonly stopListening: () => void;

  constructor(timeMs: number, outer?: AbortSignal, time = `${timeMs} ms`) {
    const controller = new AbortController();
    this.signal = controller.signal;
    this.timer = setTimeout(() => controller.abort(new TimeIsOver(time)), Math.min(timeMs, longestMs)).unref();
    const abort = () => controller.abort(outer?.reason);
    if (outer?.aborted) abort();
    outer?.addEventListener('abort', abort, { once: true });
    this.stopListening = () => outer?.removeEventListener('abort', abort);
  }

  /** Stops the clock: the work has ended. */
  end(): void {
    clearTimeout(this.timer);
    this.stopListening();
  }
}
