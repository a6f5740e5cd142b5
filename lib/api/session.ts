/** Requests with their token, and the repeats of those that may be repeated. */
import { setTimeout as wait } from 'node:timers/promises';
import { abortable } from './abortable';
import { refusal } from './answers';
import { TokenSource } from './credentials';
import { ApiError, cancelledError } from './errors';
import { login } from './login';
import type { ClientOptions, Environment, RequestOptions } from './options';
import { Pace, type Turn } from './pace';
import { secretsOf } from './redaction';
import { defaultDelaysMs, isTooMuch, mayRepeat, pauseMs } from './repetition';
import type { Answer, Method, Transport } from './transport';

export class Session {
  private readonly tokens: TokenSource;
  private readonly origins: readonly string[];
  private readonly retryDelaysMs: readonly number[];
  private readonly pace: Pace;

  constructor(
    private readonly transport: Transport,
    private readonly options: ClientOptions,
    environment: Environment,
  ) {
    const { apiUrl, authUrl, credentials, retryDelaysMs = defaultDelaysMs } = options;
    this.retryDelaysMs = retryDelaysMs;
    this.pace = new Pace(retryDelaysMs);
    this.origins = [apiUrl, authUrl].map((url) => new URL(url).origin);
    this.tokens = new TokenSource(
      authUrl,
      credentials,
      (username, password) => login(transport, { authUrl, retryDelaysMs }, username, password),
      environment,
    );
  }

  /** Gives what `read` understands of the answer to one request. An answer that it does not understand counts as a broken one. */
  async send<T>(
    method: Method,
    path: string,
    body: object | undefined,
    { query = {}, signal, withoutSecrets }: RequestOptions,
    read: (text: string) => T,
  ): Promise<T> {
    const url = this.url(method, path, query);
    let mayLogInAgain = true;
    let refused: Refused | undefined;
    for (let attempt = 0; ; attempt++) {
      if (signal?.aborted) throw cancelledError(method, url.pathname, false, signal.reason);
      const turn = await this.turn(method, url, refused, signal);
      const token = await abortable(this.tokens.token(), method, url.pathname, signal);
      const hidden = [...this.tokens.secrets(token), ...secretsOf(body)];
      const headers = {
        authorization: `Bearer ${token}`,
        ...(withoutSecrets && { prefer: 'no_sensitive_extras=true' }),
      };
      const answer = await this.transport.attempt({ method, url, headers, body, hidden, signal });
      const outcome = outcomeOf(answer, read, (refusing) => refusal(method, url, refusing, hidden));
      if ('value' in outcome) {
        this.pace.succeeded(turn);
        return outcome.value;
      }
      const { problem } = outcome;
      const delayMs = this.delayMs(problem, attempt);
      if (isTooMuch(problem)) {
        this.pace.refused(turn, delayMs);
        refused = { problem, at: refused?.at ?? this.pace.moment };
        if (this.pace.isHopeless(refused.at)) throw problem;
      } else if (problem.status !== undefined) this.pace.succeeded(turn);
      if (problem.status === 401 && mayLogInAgain) {
        mayLogInAgain = false;
        if (await abortable(this.tokens.renew(token), method, url.pathname, signal)) continue;
      }
      await this.pause(attempt, delayMs, method, url, problem, signal);
    }
  }

  accessToken(): Promise<string> {
    return this.tokens.token();
  }

  /** Throws the problem when the time is over. After the last of the delays, all are like it. */
  async pauseAfter(problem: Error, attempt: number, signal: AbortSignal): Promise<void> {
    try {
      await this.wait(problem, attempt, signal);
    } catch (error) {
      throw signal.aborted ? problem : error;
    }
  }

  async wait(problem: Error | undefined, attempt: number, signal: AbortSignal | undefined): Promise<void> {
    await wait(this.delayMs(problem, attempt), undefined, { signal });
  }

  private delayMs(problem: Error | undefined, attempt: number): number {
    const delayMs = this.retryDelaysMs[attempt] ?? this.retryDelaysMs.at(-1) ?? 0;
    const asked = problem instanceof ApiError ? problem.retryAfterMs : undefined;
    return pauseMs(delayMs * (1 + Math.random() / 2), asked);
  }

  /** Waits until a request may be sent. Throws its refusal when all that others have sent since then was refused, too. */
  private async turn(
    method: Method,
    url: URL,
    refused: Refused | undefined,
    signal: AbortSignal | undefined,
  ): Promise<Turn> {
    let turn: Turn | 'given up';
    try {
      turn = await this.pace.turn(refused?.at, signal);
    } catch (error) {
      throw cancelledError(method, url.pathname, refused?.problem.fateUnknown ?? false, error, refused?.problem);
    }
    if (turn === 'given up') throw refused!.problem;
    return turn;
  }

  /** Throws the problem where the request may not be repeated. */
  private async pause(
    attempt: number,
    delayMs: number,
    method: Method,
    url: URL,
    problem: ApiError,
    signal: AbortSignal | undefined,
  ): Promise<void> {
    if (attempt >= this.retryDelaysMs.length || !mayRepeat(method, problem)) throw problem;
    this.options.log?.('warn', 'Repeating a request', {
      method,
      path: url.pathname,
      problem: problem.code,
      status: problem.status,
      attempt: attempt + 1,
    });
    try {
      await wait(delayMs, undefined, { signal });
    } catch (error) {
      throw cancelledError(method, url.pathname, problem.fateUnknown, error, problem);
    }
  }

  /** A path of the API, or an absolute link from one of its answers. No other host gets the token. */
  private url(method: Method, path: string, query: NonNullable<RequestOptions['query']>): URL {
    const url = new URL(path, `${this.options.apiUrl.replace(/\/+$/, '')}/`);
    if (!this.origins.includes(url.origin)) {
      throw new ApiError(
        `${method} ${path} was not sent: ${url.origin} is neither the platform's API nor its auth API, and gets no token.`,
        { code: 'unexpected', method, path },
      );
    }
    for (const [name, value] of Object.entries(query)) url.searchParams.set(name, String(value));
    return url;
  }
}

/** The last refusal of a request, and when the first one was. */
interface Refused {
  readonly problem: ApiError;
  readonly at: number;
}

/** What is understood of an answer, or what is wrong with it. */
function outcomeOf<T>(
  answer: Answer | ApiError,
  read: (text: string) => T,
  refusalOf: (answer: Answer) => ApiError,
): { readonly value: T } | { readonly problem: ApiError } {
  if (answer instanceof ApiError) return { problem: answer };
  if (answer.status >= 300) return { problem: refusalOf(answer) };
  try {
    return { value: read(answer.text) };
  } catch (error) {
    if (error instanceof ApiError) return { problem: error };
    throw error;
  }
}
