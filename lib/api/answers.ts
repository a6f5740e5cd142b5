/** Answers of the platform: a record of the shape that is expected, or an error that says what came instead. */
import * as z from 'zod/mini';
import { ApiError, remedy } from './errors';
import { redacted } from './redaction';
import type { Answer, Method } from './transport';

export type Shape = z.ZodMiniType;

const refusalShape = z.object({ error: z.nullish(z.string()), message: z.nullish(z.string()) });
const notFoundShape = z.union([z.object({ error: z.literal('not_found') }), z.object({ code: z.literal(404) })]);

/** The error for an answer whose status says that the request was refused. */
export function refusal(method: Method, url: URL, answer: Answer, hidden: readonly string[]): ApiError {
  const { status, text, retryAfterMs } = answer;
  const path = url.pathname;
  const isNotFound = status === 404 && canBeMissing(path) && z.safeParse(notFoundShape, parsed(text)).success;
  const isForeign = status === 404 && !isNotFound;
  const { error, message } = z.safeParse(refusalShape, parsed(text)).data ?? {};
  const platformCode = error ? redacted(error, hidden) : undefined;
  const platformMessage = message ? redacted(message, hidden) : undefined;
  const words = platformMessage ?? platformCode ?? 'and gave no reason';
  const told = isForeign
    ? `this 404 is not the platform's answer: something else answers at ${url.origin}${path}, such as a proxy.\n${checkAddresses}`
    : status < 400
      ? redirection(url, answer)
      : `the platform answered ${status}: ${words}\n${remedy(status)}`;
  return new ApiError(`${method} ${path}: ${told}`, {
    code: isForeign ? 'unexpected' : 'refused',
    method,
    path,
    status,
    isNotFound,
    platformCode,
    platformMessage,
    // Whatever stands between may have passed the request on.
    fateUnknown: method === 'POST' && (status >= 500 || isForeign),
    retryAfterMs,
  });
}

const checkAddresses =
  'Check APTIBLE_API_ROOT_URL and APTIBLE_AUTH_ROOT_URL (or the arguments api_root_url and auth_root_url), and what stands between.';

/** It is not followed: the token goes to no other address than the one that is set. */
function redirection(url: URL, { status, location }: Answer): string {
  if (!location || !URL.canParse(location, url.href))
    return `the answer was ${status}, without a word where to go.\n${checkAddresses}`;
  const { origin, pathname } = new URL(location, url);
  const moved =
    origin === url.origin
      ? ''
      : `If the platform has moved, set APTIBLE_API_ROOT_URL or APTIBLE_AUTH_ROOT_URL, whichever is ${url.origin}, to ${origin}. Else: `;
  return `the answer was ${status} and points to ${origin}${pathname}, where no token is sent.\n${moved}${checkAddresses}`;
}

/** A collection at the top (`/accounts`) is never missing, whoever says so. */
const canBeMissing = (path: string): boolean => /^\/[^/]+\/[^/]/.test(path);

/** A success of which nothing is read is empty or a record: a page of something else carried nothing out. */
export function acknowledged(method: Method, path: string, text: string): void {
  if (text.trim() === '' || parsed(text) !== undefined) return;
  throw new ApiError(
    `${method} ${path}: the answer is not the platform's: it is neither empty nor JSON. ` +
      'Check APTIBLE_API_ROOT_URL, and what stands between.',
    { code: 'unexpected', method, path, fateUnknown: true },
  );
}

/** The record in the text of an answer. */
export function understood<S extends Shape>(method: Method, path: string, shape: S, text: string): z.output<S> {
  return checked(method, path, shape, parsed(text));
}

export function checked<S extends Shape>(method: Method, path: string, shape: S, value: unknown): z.output<S> {
  const result = z.safeParse(shape, value);
  if (result.success) return result.data;
  const problems = result.error.issues.slice(0, 3).map((issue) => {
    const expected = 'expected' in issue ? String(issue.expected) : issue.code;
    return `${issue.path.join('.') || 'the answer'} is missing or wrong (expected ${expected})`;
  });
  throw new ApiError(`${method} ${path}: the platform's answer is not understood: ${problems.join('; ')}.`, {
    code: 'unexpected',
    method,
    path,
    // It was a success: what the request asked for is done.
    fateUnknown: method !== 'GET',
  });
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Not JSON: the shape says what is missing.
    return undefined;
  }
}
