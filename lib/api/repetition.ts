/** Which requests may be repeated, and after which pause. */
import type { ApiError } from './errors';
import type { Method } from './transport';

export const defaultDelaysMs = [200, 800, 2_000];

const longestPauseMs = 60_000;

/** The pause that the platform asked for, else the given one. */
export function pauseMs(delayMs: number, retryAfterMs: number | undefined): number {
  return Math.min(retryAfterMs ?? delayMs, longestPauseMs);
}

/** A POST is repeated only where it certainly had no effect. */
export function mayRepeat(method: Method, { code, status }: ApiError, retryAfterMs: number | undefined): boolean {
  if (code === 'unreachable' || status === 429) return true;
  if (method === 'POST') return status === 503 && retryAfterMs !== undefined;
  return code === 'interrupted' || (status !== undefined && status >= 500);
}
