/** Answers of the platform: a record of the shape that is expected, or an error that says what came instead. */
import * as z from 'zod/mini';
import { ApiError, remedy } from './errors';
import { redacted } from './redaction';
import type { Answer, Method } from './transport';

export type Shape = z.ZodMiniType;

const refusalShape = z.object({ error: z.nullish(z.string()), message: z.nullish(z.string()) });

/** The error for an answer whose status says that the request was refused. */
export function refusal(method: Method, path: string, { status, text }: Answer, hidden: readonly string[]): ApiError {
  const { error, message } = z.safeParse(refusalShape, parsed(text)).data ?? {};
  const platformCode = error ? redacted(error, hidden) : undefined;
  const platformMessage = message ? redacted(message, hidden) : undefined;
  const words = platformMessage ?? platformCode ?? 'and gave no reason';
  return new ApiError(`${method} ${path}: the platform answered ${status}: ${words}\n${remedy(status)}`, {
    code: 'refused',
    method,
    path,
    status,
    platformCode,
    platformMessage,
    fateUnknown: method === 'POST' && status >= 500,
  });
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
    fateUnknown: method === 'POST',
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
