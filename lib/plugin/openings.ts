/**
 * What ephemeral resources have opened in this process. Terraform asks to close it only where all went well: not when something that uses it
 * fails, nor at Ctrl-C, nor when Terraform dies. So it is closed here in these cases.
 */
import { randomUUID } from 'node:crypto';
import { log } from './log';

/** How long ending everything may take, when nobody asks for it. Terraform kills the process two seconds after it asked it to end. */
const endMs = 1_500;

type End = (signal: AbortSignal) => void | Promise<void>;

export class Openings {
  private readonly open = new Map<string, Opening>();

  /** @param release is called last of all at its end */
  begin(release: () => void): Opening {
    const opening = new Opening(() => {
      this.open.delete(opening.id);
      release();
    });
    this.open.set(opening.id, opening);
    return opening;
  }

  find(id: unknown): Opening | undefined {
    return typeof id === 'string' ? this.open.get(id) : undefined;
  }

  /** Begins at once to end everything, and resolves when all has ended, at the latest when its time is over. */
  endAll(): Promise<unknown> {
    if (this.open.size === 0) return Promise.resolve();
    const signal = AbortSignal.timeout(endMs);
    const timeIsOver = new Promise((resolve) => signal.addEventListener('abort', resolve));
    return Promise.race([timeIsOver, Promise.all([...this.open.values()].map((opening) => opening.end(signal)))]);
  }
}

/** One ephemeral resource, from the beginning of its open to its end. */
export class Opening {
  readonly id = randomUUID();
  /** What its handlers keep of it. */
  value: unknown;
  private readonly ends: End[] = [];
  private ended: Promise<Error[]> | undefined;

  constructor(private readonly release: () => void) {}

  get hasEnded(): boolean {
    return this.ended !== undefined;
  }

  onEnd(end: End): void {
    // What a stopped open has still begun has nobody who would end it later.
    if (this.hasEnded) void settle(end, AbortSignal.timeout(endMs));
    else this.ends.push(end);
  }

  /** Begins all ends before it waits for any, so that they have begun when the process cannot wait. Resolves with what went wrong. */
  end(signal: AbortSignal): Promise<Error[]> {
    this.ended ??= Promise.all(this.ends.reverse().map((end) => settle(end, signal))).then((errors) => {
      this.release();
      return errors.filter((error) => error !== undefined);
    });
    return this.ended;
  }
}

async function settle(end: End, signal: AbortSignal): Promise<Error | undefined> {
  try {
    await end(signal);
    return undefined;
  } catch (error) {
    log('error', 'Closing an ephemeral resource failed', { error });
    return error instanceof Error ? error : new Error(String(error));
  }
}
