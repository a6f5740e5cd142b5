/** The time that a create, update or delete may take, and the problems that it meets. */
import { DiagnosticError } from '../plugin/diagnostics';
import type { Call } from '../plugin/types';

/** `attempt` completes "Could not …": `deploy the app "web"`. The true cause is always in the detail. */
function failure(attempt: string, cause: unknown, call: Pick<Call<unknown>, 'signal'>): DiagnosticError {
  if (cause instanceof DiagnosticError) return cause;
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

/** Of what only looks at the platform. */
export async function reading<T>(
  what: string,
  call: Pick<Call<unknown>, 'signal'>,
  read: () => Promise<T>,
): Promise<T> {
  try {
    return await read();
  } catch (error) {
    throw failure(`read ${what}`, error, call);
  }
}

/** Terraform kills a provider 5 s after a second interrupt. */
const graceMs = 4_000;

/** Steps of which each needs the one before it: the first that fails ends the work, and every error of it is reported. */
export class Work {
  /** Aborted when Terraform is interrupted, and when the time of the `timeouts` block is over. */
  readonly signal: AbortSignal;
  /** For requests that create a record: given some more time than `signal`, since with an unread answer the record is lost. */
  readonly lateSignal: AbortSignal;
  failed = false;
  private readonly time: string;

  constructor(
    readonly call: Pick<Call<unknown>, 'signal' | 'diagnostics'>,
    private readonly kind: 'create' | 'update' | 'delete',
    timeouts: unknown,
    defaultMinutes: number | undefined,
  ) {
    const configured = (timeouts as Partial<Record<string, string | null>> | null)?.[kind];
    this.time = configured ?? `${defaultMinutes ?? 30}m`;
    this.signal = AbortSignal.any([call.signal, AbortSignal.timeout(milliseconds(this.time))]);
    const late = new AbortController();
    this.signal.addEventListener('abort', () => setTimeout(() => late.abort(this.signal.reason), graceMs).unref());
    this.lateSignal = late.signal;
  }

  /** Does nothing once a step has failed. */
  async run(attempt: string, step: () => Promise<unknown>): Promise<void> {
    await this.all([{ attempt, step }]);
  }

  /** Runs them at the same time and waits for all of them, whatever fails. */
  async all(steps: readonly { attempt: string; step: () => Promise<unknown> }[]): Promise<void> {
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

  private failure(attempt: string, cause: unknown): DiagnosticError {
    if (this.call.signal.aborted || !this.signal.aborted || cause instanceof DiagnosticError)
      return failure(attempt, cause, this.call);
    return new DiagnosticError(
      `Could not ${attempt} within ${this.time}`,
      `What had been reached is kept in the state. The platform goes on with an operation that it has begun: look at it in the dashboard, ` +
        `or give it more time with a block timeouts { ${this.kind} = "90m" } in the resource, then apply again.`,
      undefined,
      { cause },
    );
  }
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
