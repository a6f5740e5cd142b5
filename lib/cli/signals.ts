/** Signals that end a command of ours, and the command of `--exec`, to which they go on. */
import { constants } from 'node:os';
import { SupervisedCommand } from './command';

/** Runs a command that gets the signals, and resolves with its status when it has ended with all that it started. */
export async function runWith(
  environment: Readonly<Record<string, string>>,
  command: string,
  signals: Signals,
): Promise<number> {
  const running = new SupervisedCommand(command, environment);
  signals.forward = (signal) => running.send(signal);
  try {
    const status = await running.ended;
    await running.othersEnded(commandGraceMs + 500);
    return status;
  } finally {
    signals.forward = undefined;
  }
}

/** The time after a signal in which a command ends by itself, and the one after which the process ends whatever else there is. */
const commandGraceMs = 4000;
const endingDeadlineMs = 9500;

/** Signals that end the process. They are remembered from the start, so that none is lost while servers are starting. */
export class Signals {
  readonly ending: AbortSignal;
  /** Resolves with the first signal. */
  readonly given: Promise<void>;
  private readonly controller = new AbortController();
  private forwarder: ((signal: NodeJS.Signals) => void) | undefined;
  private received: NodeJS.Signals | undefined;
  private readonly timers: NodeJS.Timeout[] = [];

  /** @param what ends with them, as the beginning of a sentence */
  constructor(private readonly what: string) {
    this.ending = this.controller.signal;
    this.given = new Promise((resolve) => this.ending.addEventListener('abort', () => resolve()));
    for (const name of endingSignals) process.on(name, this.listener);
  }

  set forward(forwarder: ((signal: NodeJS.Signals) => void) | undefined) {
    this.forwarder = forwarder;
    if (this.received !== undefined) forwarder?.(this.received);
  }

  /** The exit status after a signal: that of a command which the signal ended, or else success. */
  status({ exec }: { readonly exec?: string | undefined }): number {
    return exec === undefined || this.received === undefined ? 0 : 128 + constants.signals[this.received];
  }

  close(): void {
    for (const timer of this.timers) clearTimeout(timer);
    for (const name of endingSignals) process.off(name, this.listener);
  }

  private readonly listener = (signal: NodeJS.Signals): void => {
    this.received = signal;
    this.controller.abort();
    this.forwarder?.(signal);
    if (this.timers.length > 0) return;
    this.timers.push(
      setTimeout(() => this.forwarder?.('SIGKILL'), commandGraceMs),
      setTimeout(() => {
        console.error(`${this.what} did not end in time. What it started is ending by itself.`);
        process.exit(1);
      }, endingDeadlineMs),
    );
  };
}

const endingSignals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
