/** The time that a read, create, update or delete may take, and the problems that it meets. */
import { ApiError, type Client, Deadline, type Operation, TimeIsOver } from '../api';
import { DiagnosticError } from '../plugin/diagnostics';
import type { Call } from '../plugin/types';

/** `attempt` completes "Could not …": `deploy the app "web"`. The true cause is always in the detail. */
function failure(attempt: string, cause: unknown, call: Pick<Call<unknown>, 'signal'>): DiagnosticError {
  if (cause instanceof DiagnosticError) return cause;
  const reason: unknown = call.signal.reason;
  if (reason instanceof TimeIsOver) {
    return new DiagnosticError(
      `Could not ${attempt} within ${reason.time}`,
      'The platform has not answered. Nothing was changed. Try again later, or give it more time with a block timeouts { read = "20m" } in the resource.',
      undefined,
      { cause },
    );
  }
  if (call.signal.aborted) {
    return new DiagnosticError(
      `Interrupted while trying to ${attempt}`,
      'What had been reached is kept in the state. The platform ends an operation that it has begun: wait for it, then apply again.',
      undefined,
      { cause },
    );
  }
  const detail = cause instanceof Error ? cause.message : String(cause);
  return new DiagnosticError(`Could not ${attempt}`, detail, undefined, { cause });
}

/** Says of an error of the network or the platform that it is one, wherever it was met. */
export function explain(error: unknown, subject: string): DiagnosticError | undefined {
  if (!(error instanceof ApiError)) return undefined;
  return new DiagnosticError(`${subject} could not ask the platform`, error.message, undefined, { cause: error });
}

/** Runs what only looks at the platform. */
export async function reading<T>(
  what: string,
  call: Pick<Call<unknown>, 'signal'>,
  read: () => Promise<T>,
): Promise<T> {
  return attempting(`read ${what}`, call, read);
}

/** Runs what changes nothing that lasts. `attempt` completes "Could not …". */
export async function attempting<T>(
  attempt: string,
  call: Pick<Call<unknown>, 'signal'>,
  step: () => Promise<T>,
): Promise<T> {
  try {
    return await step();
  } catch (error) {
    throw failure(attempt, error, call);
  }
}

/** Runs a read within the time of the `timeouts` block. */
export async function readingInTime<T>(
  call: Pick<Call<unknown>, 'signal'>,
  timeouts: unknown,
  defaultMinutes: number,
  read: (signal: AbortSignal) => T | Promise<T>,
): Promise<T> {
  const deadline = deadlineOf(timeouts, 'read', defaultMinutes, call.signal);
  try {
    return await read(deadline.signal);
  } finally {
    deadline.end();
  }
}

/** Looks at the platform until it tells, as long as there is time: what depends on the answer has been begun. */
export async function persistently<T>(
  platform: Client,
  signal: AbortSignal,
  look: () => Promise<T>,
  mayPass = (error: unknown, _attempt: number): boolean => error instanceof ApiError && error.mayPass,
): Promise<T> {
  let last: ApiError | undefined;
  for (let attempt = 0; ; attempt++) {
    try {
      return await look();
    } catch (error) {
      // That the time is over says less than what came before.
      if (signal.aborted) throw last ?? error;
      if (!(error instanceof Error) || !mayPass(error, attempt)) throw error;
      if (error instanceof ApiError) last = error;
      await platform.pauseAfter(error, attempt, signal);
    }
  }
}

/** What was just made or changed, and is not there when it is read again. */
export class Gone extends DiagnosticError {}

/** How often something that was just made is looked for. A platform that has it may need a moment before all of it says so. */
const looksForNew = 3;

/** Whether a read may find what was just made when it is repeated. */
export function mayBeNew(error: unknown, attempt: number): boolean {
  if (error instanceof ApiError && error.mayPass) return true;
  const isMissing = error instanceof Gone || (error instanceof ApiError && error.isNotFound);
  return isMissing && attempt + 1 < looksForNew;
}

/** Looks for what was just made, a few times before it counts as missing. */
export async function lookForNew<T>(
  platform: Client,
  signal: AbortSignal,
  look: () => Promise<T | undefined>,
): Promise<T | undefined> {
  for (let attempt = 0; ; attempt++) {
    const found = await persistently(platform, signal, look);
    if (found !== undefined || attempt + 1 >= looksForNew) return found;
    await platform.pause(attempt, signal);
  }
}

/** Terraform kills a provider 5 s after a second interrupt. */
const graceMs = 4_000;

/** What a work is on. */
export interface WorkAbout {
  readonly type: string;
  /** The id of its object; undefined before that is created. */
  readonly id: string | undefined;
  /** What the user calls its object; undefined where that has no name. */
  readonly subject: string | undefined;
  /** What the log of its operations may repeat, and nobody is to see. */
  readonly secrets: readonly string[];
}

/** `attempt` completes "Could not …". */
export interface Step {
  readonly attempt: string;
  readonly step: () => Promise<unknown>;
}

/** Steps of which each needs the one before it: the first that fails ends the work, and every error of it is reported. */
export class Work {
  /** Aborted when Terraform is interrupted, and when the time of the `timeouts` block is over. */
  readonly signal: AbortSignal;
  /** The signal of requests that create a record. It has some more time than `signal`, since with an unread answer the record is lost. */
  readonly lateSignal: AbortSignal;
  failed = false;
  /** The operations that have been waited for and have not succeeded. */
  readonly operations = new Set<Operation>();
  private readonly deadline: Deadline;

  constructor(
    readonly call: Pick<Call<unknown>, 'signal' | 'diagnostics'>,
    readonly kind: 'create' | 'update' | 'delete',
    timeouts: unknown,
    defaultMinutes: number | undefined,
    readonly about: WorkAbout,
  ) {
    this.deadline = deadlineOf(timeouts, kind, defaultMinutes ?? 30, call.signal);
    this.signal = this.deadline.signal;
    const late = new AbortController();
    this.signal.addEventListener('abort', () => setTimeout(() => late.abort(this.signal.reason), graceMs).unref());
    this.lateSignal = late.signal;
  }

  /** The signal of reads. What a work has reached that failed is read nevertheless, also when its time is over. */
  get readSignal(): AbortSignal {
    return this.failed ? this.call.signal : this.signal;
  }

  /** Stops the clock. */
  end(): void {
    this.deadline.end();
  }

  /** Does nothing once a step has failed. */
  async run(attempt: string, step: () => Promise<unknown>): Promise<void> {
    await this.all([{ attempt, step }]);
  }

  /** Runs them at the same time and waits for all of them, whatever fails. */
  async all(steps: readonly Step[]): Promise<void> {
    if (this.failed) return;
    const outcomes = await Promise.allSettled(steps.map(({ step }) => step()));
    outcomes.forEach((outcome, index) => {
      if (outcome.status === 'fulfilled') return;
      this.failed = true;
      const { summary, detail, path } = this.failure(steps[index]!.attempt, outcome.reason);
      this.call.diagnostics.error(summary, detail, path);
    });
  }

  /** Runs one step without which there is nothing to go on with. */
  async must<T>(attempt: string, step: () => Promise<T>): Promise<T> {
    try {
      return await step();
    } catch (error) {
      throw this.failure(attempt, error);
    }
  }

  /**
   * Runs the read that ends a create or an update. When all steps have succeeded, it is repeated as long as there is time. `known`: what is
   * known of the result without it.
   */
  async closing<T extends object>(
    platform: Client,
    what: string,
    known: Partial<T>,
    read: () => Promise<T>,
  ): Promise<T> {
    const attempt = `read ${what}`;
    if (this.failed) return this.must(attempt, read);
    try {
      return await persistently(platform, this.signal, read, mayBeNew);
    } catch (error) {
      if (error instanceof ApiError) throw new Unread(what, known, error);
      throw error;
    }
  }

  /** The error about a result of which others may need more than is known. */
  unread({ what, cause }: Unread): DiagnosticError {
    return new DiagnosticError(
      `Could not read ${what}, and every step before that has succeeded`,
      `${cause.message}\n\n` +
        (this.kind === 'create'
          ? `It works, and Terraform marks it as tainted: the next apply would replace it. To keep it: terraform untaint ADDRESS. ${theNextPlanReads}`
          : theNextPlanReads),
      undefined,
      { cause },
    );
  }

  /** The warning where all is known that others may need. */
  warnOfUnread({ what, cause }: Unread): void {
    this.call.diagnostics.warning(
      `Could not read ${what}, and every step before that has succeeded`,
      `${cause.message}\n\nThe state has what is known of it. ${theNextPlanReads}`,
    );
  }

  private failure(attempt: string, cause: unknown): DiagnosticError {
    const reason: unknown = this.signal.reason;
    if (!(reason instanceof TimeIsOver) || cause instanceof DiagnosticError) return failure(attempt, cause, this.call);
    return new DiagnosticError(
      `Could not ${attempt} within ${reason.time}`,
      `${lastAnswer(cause)}What had been reached is kept in the state. ${this.whatGoesOn} To give it more time, write a block timeouts { ${this.kind} = "90m" } in the ` +
        `resource, then apply again.${this.kind === 'create' ? ` ${aboutTaint}` : ''}`,
      undefined,
      { cause },
    );
  }

  private get whatGoesOn(): string {
    if (this.operations.size === 0) return 'The platform goes on with what it has begun.';
    return [...this.operations]
      .map(
        ({ id, type }) =>
          `The platform goes on with the operation ${id} (${type}): to cancel it, run "aptible operation:cancel ${id}".`,
      )
      .join(' ');
  }
}

/** Thrown when everything is done and cannot be read. */
export class Unread extends Error {
  constructor(
    /** `the app "web"` */
    readonly what: string,
    /** The part of the result that is known nevertheless. */
    readonly known: object,
    override readonly cause: ApiError,
  ) {
    super(cause.message, { cause });
  }
}

/** What came last, when that was not the end of the time itself. */
const lastAnswer = (cause: unknown): string =>
  cause instanceof ApiError && cause.code !== 'cancelled' ? `What came last: ${cause.message}\n\n` : '';

const theNextPlanReads = 'The next plan reads the rest of it.';

const aboutTaint =
  'Terraform marks what it was creating as tainted, and would replace it. When the operation has ended well, "terraform untaint ADDRESS" keeps it.';

/** The deadline that the `timeouts` block sets, or else the default. */
function deadlineOf(timeouts: unknown, kind: string, defaultMinutes: number, outer: AbortSignal): Deadline {
  const configured = (timeouts as Partial<Record<string, string | null>> | null)?.[kind];
  const time = configured ?? `${defaultMinutes}m`;
  return new Deadline(milliseconds(time), outer, time);
}

function milliseconds(duration: string): number {
  const units: Record<string, number> = { h: 3_600_000, m: 60_000, s: 1_000, ms: 1 };
  const parts = [...duration.matchAll(/(\d+(?:\.\d+)?)(ms|h|m|s)/g)];
  if (parts.length === 0 || parts.map(([text]) => text).join('') !== duration) {
    throw new DiagnosticError(`"${duration}" is not a duration`, 'Write a duration as 30m, 1h30m or 90s.', [
      'timeouts',
    ]);
  }
  return Math.round(parts.reduce((sum, [, amount, unit]) => sum + Number(amount) * units[unit!]!, 0));
}
