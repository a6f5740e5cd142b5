/** The platform's HTTP API: one pool of connections, checked answers, and repeats of what may be repeated. */
import { setTimeout as wait } from 'node:timers/promises';
import { Agent, EnvHttpProxyAgent, request, type Dispatcher } from 'undici';
import * as z from 'zod/mini';
import { type CredentialArguments, TokenSource } from './credentials';
import { ApiError, cancelledError, remedy } from './errors';
import { waitForOperation, type WaitOptions } from './operations';
import { type Operation, tokenShape } from './shapes';

export type Log = (level: 'debug' | 'warn', message: string, fields: Readonly<Record<string, unknown>>) => void;

export interface ClientOptions {
  /** `https://api.aptible.com` */
  readonly apiUrl: string;
  /** `https://auth.aptible.com`; also the key into the tokens file. */
  readonly authUrl: string;
  readonly credentials: CredentialArguments;
  readonly userAgent: string;
  readonly log?: Log;
  /** From the start of a request to the end of its answer. Default: 90 s, as the platform's own tools have it. */
  readonly requestTimeoutMs?: number;
  /** Pauses before repeats, and by that their number; each is lengthened by chance. */
  readonly retryDelaysMs?: readonly number[];
  /** The certificate that the platform has to show, in PEM: a local platform makes its own. Default: any that Node trusts. */
  readonly certificate?: string | undefined;
  /** Default: `process.env`. */
  readonly environment?: Readonly<Record<string, string | undefined>>;
}

export interface RequestOptions {
  /** Ends the request, and the pause before its repeat, at once. */
  readonly signal?: AbortSignal;
  readonly query?: Readonly<Record<string, string | number | boolean>>;
  /** The answer has no secrets, and nothing embedded: the platform records each reading of a secret. */
  readonly withoutSecrets?: boolean;
}

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
type Shape = z.ZodMiniType;
type Shaped<S extends Shape | undefined> = S extends Shape ? z.output<S> : undefined;

interface Answer {
  readonly status: number;
  readonly text: string;
  readonly retryAfterMs?: number | undefined;
}

const recordsAPage = 1_000;
/** How often a collection is read anew when it changes while it is read. */
const readings = 3;
const longestPauseMs = 60_000;
const loginLifetimeSeconds = 43_200;

/** Codes of errors that come before anything is sent. */
const unreachable: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nothing listens there',
  ENOTFOUND: 'there is no such host',
  EAI_AGAIN: 'its name could not be looked up',
  EHOSTUNREACH: 'there is no way to it',
  ENETUNREACH: 'there is no network',
  UND_ERR_CONNECT_TIMEOUT: 'connecting took too long',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'its certificate is not trusted',
  SELF_SIGNED_CERT_IN_CHAIN: 'its certificate is not trusted',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'its certificate is not trusted',
  CERT_HAS_EXPIRED: 'its certificate has expired',
};

/** What a body may hold that may be repeated in a message. */
const notSecret = new Set([
  'type',
  'handle',
  'drain_type',
  'instance_profile',
  'organization_id',
  'grant_type',
  'scope',
]);

const collectionShape = z.object({
  _embedded: z.record(z.string(), z.array(z.unknown())),
  _links: z.nullish(z.object({ next: z.nullish(z.object({ href: z.nullish(z.string()) })) })),
  total_count: z.nullish(z.int()),
});
const refusalShape = z.object({ error: z.nullish(z.string()), message: z.nullish(z.string()) });

export class Client {
  private readonly dispatcher: Dispatcher;
  private readonly tokens: TokenSource;
  private readonly environment: Readonly<Record<string, string | undefined>>;
  private readonly origins: readonly string[];
  private readonly retryDelaysMs: readonly number[];

  constructor(private readonly options: ClientOptions) {
    this.environment = options.environment ?? process.env;
    this.retryDelaysMs = options.retryDelaysMs ?? [200, 800, 2_000];
    this.origins = [options.apiUrl, options.authUrl].map((url) => new URL(url).origin);
    this.tokens = new TokenSource(
      options.authUrl,
      options.credentials,
      (username, password) => this.login(username, password),
      this.environment,
    );
    this.dispatcher = dispatcher(this.environment, options.certificate);
  }

  /** @throws ApiError, also when there is no such record */
  async get<S extends Shape>(path: string, shape: S, options: RequestOptions = {}): Promise<z.output<S>> {
    return understood('GET', path, shape, (await this.send('GET', path, undefined, options)).text);
  }

  /** @returns undefined when there is certainly no such record (404) */
  async find<S extends Shape>(path: string, shape: S, options: RequestOptions = {}): Promise<z.output<S> | undefined> {
    try {
      return await this.get(path, shape, options);
    } catch (error) {
      if (error instanceof ApiError && error.status === 404) return undefined;
      throw error;
    }
  }

  /** All records of a collection, page by page. Read anew when it changes meanwhile, since then one may slip between two pages. */
  async list<S extends Shape>(path: string, shape: S, options: RequestOptions = {}): Promise<z.output<S>[]> {
    for (let reading = 0; reading < readings; reading++) {
      const records = await this.readAll(path, shape, options);
      if (records !== undefined) return records;
    }
    throw new ApiError(`GET ${path}: the collection changed while it was read, ${readings} times. Try again.`, {
      code: 'unexpected',
      method: 'GET',
      path,
    });
  }

  /** The first page of a collection: the newest operations, for one. */
  async page<S extends Shape>(
    path: string,
    shape: S,
    options: RequestOptions & { readonly perPage?: number } = {},
  ): Promise<z.output<S>[]> {
    return (await this.readPage(path, shape, options, { per_page: options.perPage ?? 100 })).records;
  }

  /** Repeated only where the request certainly had no effect; elsewhere the error says `fateUnknown`. */
  async post<S extends Shape | undefined>(
    path: string,
    shape: S,
    body: object,
    options: RequestOptions = {},
  ): Promise<Shaped<S>> {
    return this.write('POST', path, shape, body, options);
  }

  async put<S extends Shape | undefined>(
    path: string,
    shape: S,
    body: object,
    options: RequestOptions = {},
  ): Promise<Shaped<S>> {
    return this.write('PUT', path, shape, body, options);
  }

  async patch<S extends Shape | undefined>(
    path: string,
    shape: S,
    body: object,
    options: RequestOptions = {},
  ): Promise<Shaped<S>> {
    return this.write('PATCH', path, shape, body, options);
  }

  /** A record that is gone already is a success. */
  async delete(path: string, options: RequestOptions = {}): Promise<void> {
    try {
      await this.send('DELETE', path, undefined, options);
    } catch (error) {
      if (!(error instanceof ApiError && error.status === 404)) throw error;
    }
  }

  /** The log of an operation that has ended. The API answers with an address, signed for a while, at which the log is. */
  async operationLog(operationId: number, options: RequestOptions = {}): Promise<string> {
    const path = `/operations/${operationId}/logs`;
    const { text } = await this.send('GET', path, undefined, options);
    const address = text.trim().replace(/^"(.*)"$/, '$1');
    if (!/^https?:\/\/\S+$/.test(address)) return text;
    let answer: Answer;
    try {
      answer = await this.exchange('GET', new URL(address), {}, undefined, options.signal);
    } catch (error) {
      throw this.connectionProblem('GET', path, new URL(address).host, error, [address], options.signal);
    }
    if (answer.status === 200) return answer.text;
    throw new ApiError(`GET ${path}: the address of the log answered ${answer.status}.`, {
      code: 'refused',
      method: 'GET',
      path,
      status: answer.status,
    });
  }

  waitForOperation(operation: Operation, options: WaitOptions): Promise<Operation | 'gone'> {
    return waitForOperation(this, operation, options);
  }

  /** The page of an operation in the platform's dashboard; another API than the public one has none. */
  operationPage(operationId: number): string | undefined {
    const isPublic = this.origins[0] === 'https://api.aptible.com';
    return isPublic ? `https://app.aptible.com/operations/${operationId}` : undefined;
  }

  async close(): Promise<void> {
    await this.dispatcher.destroy();
  }

  /** @returns undefined when the collection changed meanwhile */
  private async readAll<S extends Shape>(
    path: string,
    shape: S,
    options: RequestOptions,
  ): Promise<z.output<S>[] | undefined> {
    const records = new Map<unknown, z.output<S>>();
    let firstTotal: number | undefined;
    for (let page = 1; ; page++) {
      const {
        records: found,
        total,
        hasNext,
      } = await this.readPage(path, shape, options, {
        page,
        per_page: recordsAPage,
      });
      firstTotal ??= total;
      const known = records.size;
      for (const record of found) records.set((record as { id?: unknown }).id ?? record, record);
      if (total !== firstTotal) return undefined;
      if (!hasNext && (total === undefined || records.size >= total || found.length === 0))
        return [...records.values()];
      if (records.size === known) return undefined;
    }
  }

  private async readPage<S extends Shape>(
    path: string,
    shape: S,
    options: RequestOptions,
    paging: Readonly<Record<string, number>>,
  ) {
    const { text } = await this.send('GET', path, undefined, { ...options, query: { ...options.query, ...paging } });
    const collection = understood('GET', path, collectionShape, text);
    const elements = Object.values(collection._embedded)[0] ?? [];
    return {
      records: checked('GET', path, z.array(shape), elements),
      total: collection.total_count ?? undefined,
      hasNext: Boolean(collection._links?.next?.href),
    };
  }

  private async write<S extends Shape | undefined>(
    method: Method,
    path: string,
    shape: S,
    body: object,
    options: RequestOptions,
  ): Promise<Shaped<S>> {
    const { text } = await this.send(method, path, body, options);
    return (shape === undefined ? undefined : understood(method, path, shape, text)) as Shaped<S>;
  }

  /** One request with its token, its repeats, and its answer if that is a success. */
  private async send(
    method: Method,
    path: string,
    body: object | undefined,
    { query = {}, signal, withoutSecrets }: RequestOptions,
  ): Promise<Answer> {
    const url = this.url(method, path, query);
    let mayLogInAgain = true;
    for (let attempt = 0; ; attempt++) {
      if (signal?.aborted) throw cancelledError(method, url.pathname, false, signal.reason);
      const token = await abortable(this.tokens.token(), method, url.pathname, signal);
      const hidden = [...this.tokens.secrets(token), ...secretsOf(body)];
      const headers = {
        authorization: `Bearer ${token}`,
        ...(withoutSecrets && { prefer: 'no_sensitive_extras=true' }),
      };
      const { problem, answer } = await this.attempt(method, url, headers, body, hidden, signal);
      if (problem === undefined) return answer;
      if (answer?.status === 401 && mayLogInAgain) {
        mayLogInAgain = false;
        if (await abortable(this.tokens.renew(token), method, url.pathname, signal)) continue;
      }
      const delayMs = this.retryDelaysMs[attempt];
      if (delayMs === undefined || !mayRepeat(method, problem, answer)) throw problem;
      const pauseMs = Math.min(answer?.retryAfterMs ?? delayMs * (1 + Math.random() / 2), longestPauseMs);
      this.options.log?.('warn', 'Repeating a request', {
        method,
        path: url.pathname,
        problem: problem.code,
        status: problem.status,
        attempt: attempt + 1,
      });
      try {
        await wait(pauseMs, undefined, { signal });
      } catch (error) {
        throw cancelledError(method, url.pathname, problem.fateUnknown, error);
      }
    }
  }

  private async attempt(
    method: Method,
    url: URL,
    headers: Readonly<Record<string, string>>,
    body: object | undefined,
    hidden: readonly string[],
    signal: AbortSignal | undefined,
  ): Promise<{ problem?: undefined; answer: Answer } | { problem: ApiError; answer?: Answer }> {
    try {
      const answer = await this.exchange(method, url, headers, body, signal);
      return answer.status < 300 ? { answer } : { problem: refusal(method, url.pathname, answer, hidden), answer };
    } catch (error) {
      return { problem: this.connectionProblem(method, url.pathname, url.host, error, hidden, signal) };
    }
  }

  private async exchange(
    method: Method,
    url: URL,
    headers: Readonly<Record<string, string>>,
    body: object | undefined,
    signal: AbortSignal | undefined,
  ): Promise<Answer> {
    const timeout = AbortSignal.timeout(this.options.requestTimeoutMs ?? 90_000);
    const startedMs = performance.now();
    const response = await request(url, {
      method,
      headers: {
        accept: 'application/hal+json, application/json',
        'user-agent': [this.options.userAgent, this.environment['TF_APPEND_USER_AGENT']].filter(Boolean).join(' '),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      body: body === undefined ? null : JSON.stringify(body),
      signal: signal === undefined ? timeout : AbortSignal.any([signal, timeout]),
      dispatcher: this.dispatcher,
    });
    const text = await response.body.text();
    this.options.log?.('debug', 'Asked the platform', {
      method,
      path: url.pathname,
      status: response.statusCode,
      duration_ms: Math.round(performance.now() - startedMs),
    });
    return { status: response.statusCode, text, retryAfterMs: retryAfter(response.headers['retry-after']) };
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

  private async login(username: string, password: string): Promise<string> {
    const url = new URL(`${this.options.authUrl.replace(/\/+$/, '')}/tokens`);
    const body = {
      grant_type: 'password',
      username,
      password,
      scope: 'manage',
      expires_in: loginLifetimeSeconds,
    };
    const answer = await this.exchangeForLogin(url, body, [password]);
    if (answer.status < 300) return understood('POST', url.pathname, tokenShape, answer.text).access_token;
    const { status, platformCode, platformMessage } = refusal('POST', url.pathname, answer, [password]);
    throw new ApiError(
      platformCode === 'otp_token_required'
        ? `The user ${username} has two-factor authentication, so a login needs a person. Use a user without it for automation, ` +
            'or set APTIBLE_ACCESS_TOKEN.'
        : `Logging in as ${username} failed: the platform answered ${status}${platformMessage ? `: ${platformMessage}` : ''}\n` +
            'Correct APTIBLE_USERNAME and APTIBLE_PASSWORD, or the arguments username and password of the provider.',
      { code: 'credentials', method: 'POST', path: url.pathname, status, platformCode, platformMessage },
    );
  }

  /** A login makes a token more, and nothing else: it is repeated as a GET is. */
  private async exchangeForLogin(url: URL, body: object, hidden: readonly string[]): Promise<Answer> {
    for (let attempt = 0; ; attempt++) {
      let answer: Answer | undefined;
      let problem: ApiError | undefined;
      try {
        answer = await this.exchange('POST', url, {}, body, undefined);
      } catch (error) {
        problem = this.connectionProblem('POST', url.pathname, url.host, error, hidden, undefined);
      }
      const isPassing = answer === undefined || answer.status >= 500 || answer.status === 429;
      const delayMs = this.retryDelaysMs[attempt];
      if (isPassing && delayMs !== undefined) await wait(Math.min(answer?.retryAfterMs ?? delayMs, longestPauseMs));
      else if (answer !== undefined) return answer;
      else throw problem;
    }
  }

  private connectionProblem(
    method: Method,
    path: string,
    host: string,
    cause: unknown,
    hidden: readonly string[],
    signal: AbortSignal | undefined,
  ): ApiError {
    const { code = '', name, message } = cause as NodeJS.ErrnoException;
    const wasNotSent = code in unreachable;
    const fateUnknown = !wasNotSent && method !== 'GET';
    if (signal?.aborted) return cancelledError(method, path, fateUnknown, cause);
    const reason = wasNotSent
      ? `${host} cannot be reached: ${unreachable[code]} (${code}).`
      : name === 'TimeoutError'
        ? `${host} did not answer in time.`
        : `the connection to ${host} ended before the whole answer had come: ${redacted(message, hidden)}.`;
    return new ApiError(`${method} ${path}: ${reason}`, {
      code: wasNotSent ? 'unreachable' : 'interrupted',
      method,
      path,
      fateUnknown,
      cause,
    });
  }
}

/** This machine is never behind a proxy: a local platform answers there. */
function dispatcher(environment: Readonly<Record<string, string | undefined>>, certificate?: string): Dispatcher {
  const settings = { keepAliveTimeout: 30_000, connect: { timeout: 30_000, ca: certificate } };
  const httpProxy = environment['http_proxy'] || environment['HTTP_PROXY'];
  const httpsProxy = environment['https_proxy'] || environment['HTTPS_PROXY'];
  if (!httpProxy && !httpsProxy) return new Agent(settings);
  const noProxy = [environment['no_proxy'] || environment['NO_PROXY'], 'localhost', '127.0.0.1', '::1'];
  return new EnvHttpProxyAgent({
    ...settings,
    ...(httpProxy && { httpProxy }),
    ...(httpsProxy && { httpsProxy }),
    noProxy: noProxy.filter(Boolean).join(','),
  });
}

/** A wait of one caller for what several share: it ends with the caller's signal, and what is shared goes on. */
function abortable<T>(shared: Promise<T>, method: Method, path: string, signal: AbortSignal | undefined): Promise<T> {
  if (signal === undefined) return shared;
  return new Promise((resolve, reject) => {
    const abort = () => reject(cancelledError(method, path, false, signal.reason));
    signal.addEventListener('abort', abort, { once: true });
    shared.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
  });
}

function mayRepeat(method: Method, { code, status }: ApiError, answer: Answer | undefined): boolean {
  if (code === 'unreachable' || status === 429) return true;
  if (method === 'POST') return status === 503 && answer?.retryAfterMs !== undefined;
  return code === 'interrupted' || (status !== undefined && status >= 500);
}

function refusal(method: Method, path: string, { status, text }: Answer, hidden: readonly string[]): ApiError {
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

function understood<S extends Shape>(method: Method, path: string, shape: S, text: string): z.output<S> {
  return checked(method, path, shape, parsed(text));
}

function checked<S extends Shape>(method: Method, path: string, shape: S, value: unknown): z.output<S> {
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

/** Strings of a body which the platform might repeat in a message: environment variables, passwords, keys. */
function secretsOf(body: unknown): string[] {
  if (typeof body === 'string') return body.length >= 4 ? [body] : [];
  if (body === null || typeof body !== 'object') return [];
  return Object.entries(body).flatMap(([name, value]) => (notSecret.has(name) ? [] : secretsOf(value)));
}

function redacted(text: string, hidden: readonly string[]): string {
  return hidden.reduce((rest, secret) => rest.replaceAll(secret, '(redacted)'), text);
}

/** Milliseconds, of a header in seconds or as a date. */
function retryAfter(header: string | string[] | undefined): number | undefined {
  if (typeof header !== 'string' || header === '') return undefined;
  const seconds = Number(header);
  const delayMs = Number.isNaN(seconds) ? Date.parse(header) - Date.now() : seconds * 1_000;
  return Number.isNaN(delayMs) ? undefined : Math.max(delayMs, 0);
}
