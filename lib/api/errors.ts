/** What a call to the platform can fail with. No message holds a token, a password or a value that was sent. */
import type { Operation } from './shapes';

/**
 * - `refused`: the platform answered with an error status, see `status`
 * - `unreachable`: no connection could be made
 * - `interrupted`: the connection ended, or the time was over, before the whole answer had come
 * - `unexpected`: the answer is not what this version understands
 * - `credentials`: there is no usable token, so nothing was sent
 * - `cancelled`: the caller's signal ended the call
 * - `operation_failed`: the platform reports that the operation failed
 */
export type ApiErrorCode =
  'refused' | 'unreachable' | 'interrupted' | 'unexpected' | 'credentials' | 'cancelled' | 'operation_failed';

export interface ApiErrorDetails {
  readonly code: ApiErrorCode;
  readonly method?: string;
  readonly path?: string;
  readonly status?: number;
  readonly isNotFound?: boolean;
  /** The platform's own word for the error: `not_found`, `otp_token_required`. */
  readonly platformCode?: string;
  readonly platformMessage?: string;
  readonly fateUnknown?: boolean;
  readonly retryAfterMs?: number | undefined;
  readonly cause?: unknown;
}

export class ApiError extends Error {
  readonly code: ApiErrorCode;
  readonly method: string | undefined;
  readonly path: string | undefined;
  readonly status: number | undefined;
  /** The platform itself says that what was asked for does not exist. A 404 of anything else between here and there does not count. */
  readonly isNotFound: boolean;
  readonly platformCode: string | undefined;
  readonly platformMessage: string | undefined;
  /** The request may have been carried out: look at what is there before you repeat it. */
  readonly fateUnknown: boolean;
  /** The pause that the platform asked for. */
  readonly retryAfterMs: number | undefined;

  constructor(message: string, details: ApiErrorDetails) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.name = new.target.name;
    this.code = details.code;
    this.method = details.method;
    this.path = details.path;
    this.status = details.status;
    this.isNotFound = details.isNotFound ?? false;
    this.platformCode = details.platformCode;
    this.platformMessage = details.platformMessage;
    this.fateUnknown = details.fateUnknown ?? false;
    this.retryAfterMs = details.retryAfterMs;
  }

  /** Whether the same request may be answered otherwise in a while: nothing is wrong with what was asked. */
  get mayPass(): boolean {
    if (this.status === 429 || (this.status ?? 0) >= 500) return true;
    return this.code === 'unreachable' || this.code === 'interrupted' || this.code === 'unexpected';
  }
}

export class OperationFailedError extends ApiError {
  constructor(
    readonly operation: Pick<Operation, 'id' | 'type'>,
    /** `apps 7`; undefined when the platform does not say. */
    readonly resource: string | undefined,
    /** The end of the operation's log; empty when it could not be read, see `logProblem`. */
    readonly logTail: readonly string[],
    readonly logProblem: string | undefined,
    /** The operation's page in the dashboard. */
    readonly url: string | undefined,
    cancelled: boolean,
  ) {
    const log =
      logTail.length > 0
        ? `The end of its log:\n\n${logTail.map((line) => `  ${line}`).join('\n')}`
        : `Its log could not be read: ${logProblem ?? 'it is empty'}.`;
    super(
      `The operation ${operation.id} (${operation.type}${resource === undefined ? '' : ` of ${resource}`}) ` +
        `${cancelled ? 'was cancelled' : 'failed'}. ${log}${url === undefined ? '' : `\n\nThe whole log: ${url}`}`,
      { code: 'operation_failed' },
    );
  }
}

/** `last`: what came before the cancel. */
export function cancelledError(
  method: string,
  path: string,
  fateUnknown: boolean,
  cause: unknown,
  last?: ApiError,
): ApiError {
  const outcome = fateUnknown ? ' and may have been carried out' : '';
  const before = last === undefined ? '' : ` What came before: ${last.message}`;
  return new ApiError(`${method} ${path} was cancelled${outcome}.${before}`, {
    code: 'cancelled',
    method,
    path,
    fateUnknown,
    cause,
  });
}

/** What to do about an answer with this status. */
export function remedy(status: number): string {
  if (status === 401) {
    return (
      'The credentials were not accepted: the token is wrong or expired. Log in again with "aptible login", or set ' +
      'APTIBLE_ACCESS_TOKEN, or APTIBLE_USERNAME and APTIBLE_PASSWORD.'
    );
  }
  if (status === 403) return 'The user of this token lacks the permission. An owner of the organization can give it.';
  if (status === 404) return 'It does not exist, or this token may not see it.';
  if (status === 422) return 'Correct what the platform names and try again.';
  if (status === 429) return 'The platform asks for fewer requests. Wait a little, or lower -parallelism.';
  if (status >= 500) return 'This is an error within the platform. Try again later.';
  return 'The platform does not accept this request.';
}
