/** Which requests may be repeated, and after which pause. */
import type { ApiError } from './errors';
import type { Method } from './transport';

export const defaultDelaysMs = [200, 800, 2_000];

const longestPauseMs = 60_000;

/** The pause that the platform asked for, else the given one. */
export function pauseMs(delayMs: number, retryAfterMs: number | undefined): number {
  return Math.min(retryAfterMs ?? delayMs, longestPauseMs);
}

/**
 * A POST is repeated only where it certainly had no effect. Everything else is repeated also when an answer is not the platform's, since
 * what stands between may be right again in a moment.
 */
export function mayRepeat(method: Method, problem: ApiError): boolean {
  if (problem.code === 'unreachable' || problem.status === 429) return true;
  return method !== 'POST' && problem.mayPass;
}

/** Whether the platform refuses a request because it has too many of them: all others are better sent later, too. */
export const isTooMuch = ({ status }: ApiError): boolean => status === 429 || status === 503;
