/** The platform's HTTP API: one pool of connections, checked answers, and repeats of what may be repeated. */
import { setTimeout as sleep } from 'node:timers/promises';
import { Agent, EnvHttpProxyAgent, request, type Dispatcher } from 'undici';
import { z } from 'zod';
import { credentialSource, tokenFromFile, type CredentialOptions } from './credentials';
import { ApiError } from './errors';
import { waitForOperation, type WaitOptions } from './operations';
import { operationShape, organizationShape, type Operation, type Organization } from './shapes';

export interface ClientOptions extends Omit<CredentialOptions, 'authUrl'> {
  /** `https://api.aptible.com` when left out. */
  readonly apiUrl?: string;
  /** `https://auth.aptible.com` when left out. */
  readonly authUrl?: string;
  readonly userAgent: string;
  /** Waits between tries, and by that their number; each is lengthened by chance. */
  readonly retryDelaysMs?: readonly number[];
  /** How long one request may take until its answer begins. */
  readonly requestTimeoutMs?: number;
  readonly log?: (level: 'debug' | 'warn', message: string, fields: Readonly<Record<string, unknown>>) => void;
}

export interface RequestOptions {
  readonly signal: AbortSignal;
  readonly query?: Readonly<Record<string, string | number | boolean>>;
}

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

interface Answer {
  readonly status: number;
  readonly text: string;
}

/** The platform takes this as "everything", and its own tools ask for as much. */
const recordsAPage = 5_000;
const longestRetryAfterMs = 60_000;
const loginLifetimeSeconds = 43_200;

/** Codes of errors that come before a request is sent. */
const notSent = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
]);

const collectionShape = z.object({
  _embedded: z.record(z.string(), z.array(z.unknown())),
  total_count: z.int().nullish(),
  per_page: z.int().nullish(),
  current_page: z.int().nullish(),
});

const tokenShape = z.object({ access_token: z.string().min(1) });
const refusalShape = z.object({ error: z.string().nullish(), message: z.string().nullish() });

export class Client {
  readonly apiUrl: string;
  readonly authUrl: string;
  private readonly dispatcher: Dispatcher;
  private readonly retryDelaysMs: readonly number[];
  private token: Promise<string> | undefined;
  /** What no message may show. */
  private readonly secrets = new Set<string>();

  constructor(private readonly options: ClientOptions) {
    this.apiUrl = bare(options.apiUrl ?? 'https://api.aptible.com');
    this.authUrl = options.authUrl ?? 'https://auth.aptible.com';
    this.retryDelaysMs = options.retryDelaysMs ?? [200, 800, 2_000];
    const timeoutMs = options.requestTimeoutMs ?? 90_000;
    const settings = {
      keepAliveTimeout: 30_000,
      connect: { timeout: 30_000 },
      headersTimeout: timeoutMs,
      bodyTimeout: timeoutMs,
    };
    const { HTTPS_PROXY, https_proxy, HTTP_PROXY, http_proxy } = process.env;
    const proxied = HTTPS_PROXY ?? https_proxy ?? HTTP_PROXY ?? http_proxy;
    this.dispatcher = proxied ? new EnvHttpProxyAgent(settings) : new Agent(settings);
  }

  /** @throws ApiError, also when there is no such record */
  async get<S extends z.ZodType>(path: string, shape: S, options: RequestOptions): Promise<z.output<S>> {
    return this.shaped('GET', path, shape, await this.send('GET', path, undefined, options));
  }

  /** @returns undefined when there is certainly no such record (404) */
  async find<S extends z.ZodType>(path: string, shape: S, options: RequestOptions): Promise<z.output<S> | undefined> {
    try {
      return await this.get(path, shape, options);
    } catch (error) {
      if (error instanceof ApiError && error.status === 404) return undefined;
      throw error;
    }
  }

  /** All records of a collection, page by page. */
  async list<S extends z.ZodType>(path: string, shape: S, options: RequestOptions): Promise<z.output<S>[]> {
    const records: z.output<S>[] = [];
    const seen = new Set<unknown>();
    for (let page = 1; ; page++) {
      const { elements, total, perPage } = await this.readPage(path, shape, {
        ...options,
        query: { ...options.query, page },
      });
      // Records that are made or removed meanwhile move others over the border between two pages.
      const fresh = elements.filter((element) => !seen.has(idOf(element)));
      for (const element of fresh) seen.add(idOf(element));
      records.push(...fresh);
      if (fresh.length === 0 || page * perPage >= total) return records;
    }
  }

  /** The first page of a collection: the newest operations, for one. */
  async page<S extends z.ZodType>(
    path: string,
    shape: S,
    options: RequestOptions & { readonly perPage?: number },
  ): Promise<z.output<S>[]> {
    const { perPage = 100, query } = options;
    return (await this.readPage(path, shape, { ...options, query: { ...query, per_page: perPage } })).elements;
  }

  /** Repeated only where the request certainly had no effect: see `ApiError.fateUnknown`. */
  async post<S extends z.ZodType | undefined>(
    path: string,
    shape: S,
    body: object,
    options: RequestOptions,
  ): Promise<Shaped<S>> {
    return this.shaped('POST', path, shape, await this.send('POST', path, body, options));
  }

  async put<S extends z.ZodType | undefined>(
    path: string,
    shape: S,
    body: object,
    options: RequestOptions,
  ): Promise<Shaped<S>> {
    return this.shaped('PUT', path, shape, await this.send('PUT', path, body, options));
  }

  async patch<S extends z.ZodType | undefined>(
    path: string,
    shape: S,
    body: object,
    options: RequestOptions,
  ): Promise<Shaped<S>> {
    return this.shaped('PATCH', path, shape, await this.send('PATCH', path, body, options));
  }

  /** A record that is gone already is a success. */
  async delete(path: string, options: RequestOptions): Promise<void> {
    try {
      await this.send('DELETE', path, undefined, options);
    } catch (error) {
      if (!(error instanceof ApiError && error.status === 404)) throw error;
    }
  }

  /** The organizations of the token's user, from the authentication API. */
  async organizations(options: RequestOptions): Promise<Organization[]> {
    return this.list(`${bare(this.authUrl)}/organizations`, organizationShape, options);
  }

  /** The log of an operation that has ended. The API answers with a URL, signed for a while, at which the log is. */
  async operationLog(operationId: number, options: RequestOptions): Promise<string> {
    const { text } = await this.send('GET', `/operations/${operationId}/logs`, undefined, options);
    const url = text.trim().replace(/^"(.*)"$/, '$1');
    if (!/^https?:\/\/\S+$/.test(url)) return text;
    const answer = await this.exchange('GET', new URL(url), { accept: 'text/plain, */*' }, undefined, options.signal);
    if (answer.status !== 200) {
      throw new ApiError(`the address of the log answered ${answer.status}`, { code: 'status', status: answer.status });
    }
    return answer.text;
  }

  operation(id: number, options: RequestOptions): Promise<Operation | undefined> {
    return this.find(`/operations/${id}`, operationShape, options);
  }

  waitForOperation(operation: Operation, options: WaitOptions): Promise<void> {
    return waitForOperation(this, operation, options);
  }

  close(): Promise<void> {
    return this.dispatcher.destroy();
  }

  private async readPage<S extends z.ZodType>(path: string, shape: S, options: RequestOptions) {
    const answer = await this.send('GET', path, undefined, {
      ...options,
      query: { per_page: recordsAPage, ...options.query },
    });
    const collection = this.shaped('GET', path, collectionShape, answer);
    const elements = Object.values(collection._embedded)[0] ?? [];
    return {
      elements: this.checked('GET', path, z.array(shape), elements),
      total: collection.total_count ?? Infinity,
      perPage: collection.per_page ?? elements.length,
    };
  }

  /** One request, with its token and its repeats. */
  private async send(method: Method, path: string, body: object | undefined, options: RequestOptions): Promise<Answer> {
    const url = this.url(path, options.query);
    for (let attempt = 0; ; attempt++) {
      const token = await this.currentToken(options.signal);
      let answer: Answer | undefined;
      let problem: ApiError;
      let retryAfterMs: number | undefined;
      try {
        const response = await this.exchange(
          method,
          url,
          { ...this.headers(token), ...contentType(body) },
          body,
          options.signal,
        );
        if (response.status < 300) return response;
        answer = response;
        retryAfterMs = response.retryAfterMs;
        problem = this.refusal(method, url, response);
      } catch (error) {
        options.signal.throwIfAborted();
        problem = this.networkProblem(method, url, error);
      }
      if (answer?.status === 401 && (await this.loginAgain(token, attempt))) continue;
      const delayMs = this.retryDelaysMs[attempt];
      if (delayMs === undefined || !mayRepeat(method, problem, retryAfterMs)) throw problem;
      this.options.log?.('warn', 'repeating a request', {
        method,
        path: url.pathname,
        problem: problem.message,
        attempt: attempt + 1,
      });
      const pauseMs = retryAfterMs ?? delayMs * (1 + Math.random() / 2);
      await sleep(Math.min(pauseMs, longestRetryAfterMs), undefined, { signal: options.signal });
    }
  }

  private async exchange(
    method: Method,
    url: URL,
    headers: Record<string, string>,
    body: object | undefined,
    signal: AbortSignal,
  ): Promise<Answer & { readonly retryAfterMs: number | undefined }> {
    const startedMs = performance.now();
    const response = await request(url, {
      method,
      headers,
      body: body === undefined ? undefined : JSON.stringify(body),
      signal,
      dispatcher: this.dispatcher,
    });
    const text = await response.body.text();
    this.options.log?.('debug', 'platform request', {
      method,
      path: url.pathname,
      status: response.statusCode,
      duration_ms: Math.round(performance.now() - startedMs),
    });
    return { status: response.statusCode, text, retryAfterMs: retryAfter(response.headers['retry-after']) };
  }

  private headers(token: string): Record<string, string> {
    return {
      authorization: `Bearer ${token}`,
      accept: 'application/hal+json, application/json',
      'user-agent': this.userAgent,
    };
  }

  private get userAgent(): string {
    const appended = process.env['TF_APPEND_USER_AGENT'];
    return appended ? `${this.options.userAgent} ${appended}` : this.options.userAgent;
  }

  /** A path of the API, or an absolute link that the API or the authentication API gave. No other host gets the token. */
  private url(path: string, query: RequestOptions['query'] = {}): URL {
    const url = new URL(path.startsWith('/') ? `${this.apiUrl}${path}` : path);
    if (![this.apiUrl, this.authUrl].some((root) => new URL(root).origin === url.origin)) {
      throw new ApiError(
        `The platform answered with a link to ${url.origin}, which is neither its API nor its authentication API.`,
        {
          code: 'answer',
        },
      );
    }
    for (const [name, value] of Object.entries(query)) url.searchParams.set(name, String(value));
    return url;
  }

  private currentToken(signal: AbortSignal): Promise<string> {
    this.token ??= this.obtainToken(signal).then(
      (token) => {
        this.secrets.add(token);
        return token;
      },
      (error: unknown) => {
        this.token = undefined;
        throw error;
      },
    );
    return this.token;
  }

  private async obtainToken(signal: AbortSignal): Promise<string> {
    const source = credentialSource({ ...this.options, authUrl: this.authUrl });
    if (source.from === 'token') return source.token;
    if (source.from === 'file') return tokenFromFile(source.path, this.authUrl);

    this.secrets.add(source.password);
    const url = new URL(`${bare(this.authUrl)}/tokens`);
    const body = {
      grant_type: 'password',
      username: source.username,
      password: source.password,
      scope: 'manage',
      expires_in: loginLifetimeSeconds,
    };
    const headers = { accept: 'application/json', 'content-type': 'application/json', 'user-agent': this.userAgent };
    let answer: Answer;
    try {
      answer = await this.exchange('POST', url, headers, body, signal);
    } catch (error) {
      signal.throwIfAborted();
      throw this.networkProblem('POST', url, error);
    }
    if (answer.status < 300) return this.shaped('POST', url.pathname, tokenShape, answer).access_token;
    const { kind, platformMessage, status } = this.refusal('POST', url, answer);
    const reason =
      kind === 'otp_token_required'
        ? 'this user has two-factor authentication, which a pipeline cannot answer. Use a user without it, or an access token'
        : `the platform answered ${status}${platformMessage ? `: ${platformMessage}` : ''}. Check APTIBLE_USERNAME and APTIBLE_PASSWORD, or the provider’s arguments username and password`;
    throw new ApiError(`Could not log in at ${this.authUrl} as ${source.username}: ${reason}.`, {
      code: 'credentials',
      method: 'POST',
      path: url.pathname,
      status,
      kind,
      platformMessage,
    });
  }

  /** Whether a login can replace a token that the platform refused. */
  private async loginAgain(refused: string, attempt: number): Promise<boolean> {
    if (attempt > 0 || credentialSource({ ...this.options, authUrl: this.authUrl }).from !== 'login') return false;
    if ((await this.token) === refused) this.token = undefined;
    return true;
  }

  private refusal(method: Method, url: URL, { status, text }: Answer): ApiError {
    const parsed = refusalShape.safeParse(json(text));
    const kind = parsed.data?.error ?? undefined;
    const platformMessage = parsed.data?.message ? this.redacted(parsed.data.message) : undefined;
    const words =
      platformMessage ?? (parsed.success ? 'without a message' : 'with something that is not an error of the platform');
    return new ApiError(
      `${method} ${url.pathname} on ${url.host} was answered ${status}${kind ? ` ${kind}` : ''}: ${words}`,
      {
        code: 'status',
        method,
        path: url.pathname,
        status,
        kind,
        platformMessage,
        fateUnknown: method === 'POST' && status >= 500,
      },
    );
  }

  private networkProblem(method: Method, url: URL, cause: unknown): ApiError {
    const { code, message } = cause as { code?: string; message?: string };
    const words: Record<string, string> = {
      ECONNREFUSED: 'nothing listens there',
      ENOTFOUND: 'there is no such host',
      EAI_AGAIN: 'its name could not be resolved',
      ECONNRESET: 'the connection was dropped',
      UND_ERR_SOCKET: 'the connection was dropped',
      UND_ERR_CONNECT_TIMEOUT: 'connecting took too long',
      UND_ERR_HEADERS_TIMEOUT: 'there was no answer in time',
      UND_ERR_BODY_TIMEOUT: 'the answer stopped in the middle',
    };
    const reason = words[code ?? ''] ?? this.redacted(message ?? String(cause));
    return new ApiError(
      `${method} ${url.pathname} on ${url.host} had no answer: ${reason}${code ? ` (${code})` : ''}`,
      {
        code: 'network',
        method,
        path: url.pathname,
        fateUnknown: method === 'POST' && !notSent.has(code ?? ''),
        cause,
      },
    );
  }

  private shaped<S extends z.ZodType | undefined>(method: Method, path: string, shape: S, answer: Answer): Shaped<S> {
    if (shape === undefined) return undefined as Shaped<S>;
    return this.checked(method, path, shape, json(answer.text)) as Shaped<S>;
  }

  private checked<S extends z.ZodType>(method: Method, path: string, shape: S, value: unknown): z.output<S> {
    const parsed = shape.safeParse(value);
    if (parsed.success) return parsed.data;
    const problems = parsed.error.issues.map((issue) => `${issue.path.join('.') || 'the whole'}: ${issue.message}`);
    throw new ApiError(
      `The platform’s answer to ${method} ${path} is not what its API promises: ${problems.slice(0, 5).join('; ')}`,
      {
        code: 'answer',
        method,
        path,
        // The request was answered as a success: what it should have done is done.
        fateUnknown: method === 'POST',
      },
    );
  }

  private redacted(text: string): string {
    return [...this.secrets].reduce((rest, secret) => rest.replaceAll(secret, '(redacted)'), text);
  }
}

type Shaped<S extends z.ZodType | undefined> = S extends z.ZodType ? z.output<S> : void;

function mayRepeat(method: Method, { code, status, fateUnknown }: ApiError, retryAfterMs: number | undefined): boolean {
  if (method === 'POST')
    return code === 'network' ? !fateUnknown : status === 429 || (status === 503 && retryAfterMs !== undefined);
  return code === 'network' || status === 429 || (status !== undefined && status >= 500);
}

/** Of a header in seconds or as a date. */
function retryAfter(header: string | string[] | undefined): number | undefined {
  if (typeof header !== 'string') return undefined;
  const seconds = Number(header);
  const delayMs = Number.isFinite(seconds) ? seconds * 1_000 : Date.parse(header) - Date.now();
  return Number.isFinite(delayMs) ? Math.max(delayMs, 0) : undefined;
}

function contentType(body: object | undefined): Record<string, string> {
  return body === undefined ? {} : { 'content-type': 'application/json' };
}

function idOf(element: unknown): unknown {
  return (element as { id?: unknown }).id;
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Not JSON: the caller's shape says what is missing.
    return undefined;
  }
}

function bare(url: string): string {
  return url.replace(/\/+$/, '');
}
