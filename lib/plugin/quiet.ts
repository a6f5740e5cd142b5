/** The time for which Terraform asks nothing before it has nothing more to ask. It sends what it can at once. */
const quietMs = 500;

/** The most calls that wait. Terraform has 10 calls at a time by default: the others must be able to go on. */
const mostWaiting = 8;

/** Knows when Terraform has nothing more to ask until it is answered. */
export class Quiet {
  private running = 0;
  private readonly waiting = new Set<(isQuiet: boolean) => void>();
  private timer: NodeJS.Timeout | undefined;

  begin(): void {
    this.running += 1;
    this.look();
  }

  end(): void {
    this.running -= 1;
    this.look();
  }

  /**
   * Waits, once for a call, until all others have been answered or wait, too, and no new one has come for a while. The answer is no where
   * too many wait, and when the call is aborted.
   */
  come(signal: AbortSignal): Promise<boolean> {
    if (this.waiting.size >= mostWaiting || signal.aborted) return Promise.resolve(false);
    return new Promise((resolve) => {
      const abort = () => ended(false);
      const ended = (isQuiet: boolean) => {
        signal.removeEventListener('abort', abort);
        this.waiting.delete(ended);
        this.look();
        resolve(isQuiet);
      };
      signal.addEventListener('abort', abort);
      this.waiting.add(ended);
      this.look();
    });
  }

  private look(): void {
    clearTimeout(this.timer);
    if (this.waiting.size === 0 || this.running > this.waiting.size) return;
    this.timer = setTimeout(() => {
      for (const ended of [...this.waiting]) ended(true);
    }, quietMs);
  }
}
