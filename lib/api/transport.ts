/** One request and its answer, over one pool of connections. */
import type { IncomingHttpHeaders } from 'node:http';
import type * as undiciModule from 'undici';
import type { Dispatcher } from 'undici';
import { Deadline, TimeIsOver } from './deadline';
import { ApiError, cancelledError } from './errors';
import type { ClientOptions, Environment } from './options';
import { redacted } from './redaction';

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

export interface Exchange {
  readonly method: Method;
  readonly url: URL;
  /** What errors call the request. The default is the path of `url`. */
  readonly path?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: object | undefined;
  /** What no error may show. */
  readonly hidden: readonly string[];
  readonly signal?: AbortSignal | undefined;
}

export interface Answer {
  readonly status: number;
  readonly text: string;
  readonly retryAfterMs?: number | undefined;
  /** Where a redirect points. It is not followed: no other host gets the token. */
  readonly location?: string | undefined;
}

const mostAnswerMegabytes = 64;

/** Ends the reading of an answer. */
class TooLarge extends Error {}

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
  UNABLE_TO_GET_ISSUER_CERT: 'its certificate is not trusted',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'its certificate is not trusted',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'its certificate is not trusted',
  CERT_CHAIN_TOO_LONG: 'its certificate is not trusted',
  CERT_REJECTED: 'its certificate is not trusted',
  CERT_REVOKED: 'its certificate is revoked',
  CERT_SIGNATURE_FAILURE: 'its certificate is not trusted',
  CERT_UNTRUSTED: 'its certificate is not trusted',
  INVALID_CA: 'its certificate is not trusted',
  INVALID_PURPOSE: 'its certificate is not one of a server',
  CERT_HAS_EXPIRED: 'its certificate has expired',
  CERT_NOT_YET_VALID: 'its certificate is not valid yet',
  ERR_TLS_CERT_ALTNAME_INVALID: 'its certificate is for another name',
  ERR_SSL_WRONG_VERSION_NUMBER: 'what listens there does not speak https',
};

export class Transport {
  private readonly dispatcher: Dispatcher;
  private readonly userAgent: string;

  constructor(
    private readonly options: Pick<ClientOptions, 'userAgent' | 'requestTimeoutMs' | 'log' | 'certificate'>,
    environment: Environment,
  ) {
    this.dispatcher = dispatcher(environment, options.certificate);
    this.userAgent = [options.userAgent, environment['TF_APPEND_USER_AGENT']].filter(Boolean).join(' ');
  }

  /** Gives whatever the platform answered, or the error that says why no whole answer came. */
  async attempt(exchange: Exchange): Promise<Answer | ApiError> {
    try {
      return await this.send(exchange);
    } catch (error) {
      return connectionProblem(exchange, error);
    }
  }

  async close(): Promise<void> {
    await this.dispatcher.destroy();
  }

  private async send({ method, url, headers, body, signal }: Exchange): Promise<Answer> {
    const deadline = new Deadline(this.options.requestTimeoutMs ?? 90_000, signal);
    try {
      return await this.sendBefore(deadline, { method, url, headers, body });
    } finally {
      deadline.end();
    }
  }

  private async sendBefore(
    { signal }: Deadline,
    { method, url, headers, body }: Pick<Exchange, 'method' | 'url' | 'headers' | 'body'>,
  ): Promise<Answer> {
    const startedMs = performance.now();
    const request = {
      origin: url.origin,
      path: `${url.pathname}${url.search}`,
      method,
      headers: {
        accept: 'application/hal+json, application/json',
        'user-agent': this.userAgent,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      body: body === undefined ? null : JSON.stringify(body),
    };
    const { status, text, headers: answered } = await dispatched(this.dispatcher, request, signal);
    this.options.log?.('debug', 'Asked the platform', {
      method,
      path: url.pathname,
      status,
      duration_ms: Math.round(performance.now() - startedMs),
    });
    const { location, 'retry-after': pause } = answered;
    return {
      status,
      text,
      retryAfterMs: retryAfter(pause),
      location: typeof location === 'string' ? location : undefined,
    };
  }
}

interface Dispatched {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
}

/** Sends a request and gathers its answer. Without a stream between, which costs more time than all else of a request. */
function dispatched(
  dispatcher: Dispatcher,
  request: Dispatcher.DispatchOptions,
  signal: AbortSignal,
): Promise<Dispatched> {
  return new Promise((resolve, reject) => {
    let controller: Dispatcher.DispatchController | undefined;
    let head = { status: 0, headers: {} };
    const parts: Buffer[] = [];
    let bytes = 0;
    const leave = (): void => {
      controller?.abort(signal.reason as Error);
      reject(signal.reason as Error);
    };
    if (signal.aborted) return leave();
    signal.addEventListener('abort', leave, { once: true });
    const end = (settle: () => void): void => {
      signal.removeEventListener('abort', leave);
      settle();
    };
    dispatcher.dispatch(request, {
      onRequestStart: (started) => {
        controller = started;
        // It may have waited for a connection.
        if (signal.aborted) leave();
      },
      onResponseStart: (_, status, headers) => {
        head = { status, headers };
      },
      onResponseData: (reading, part) => {
        bytes += part.length;
        if (bytes > mostAnswerMegabytes * 1024 * 1024) reading.abort(new TooLarge());
        else parts.push(part);
      },
      onResponseEnd: () => end(() => resolve({ ...head, text: decoder.decode(Buffer.concat(parts)) })),
      onResponseError: (_, error) => end(() => reject(error)),
    });
  });
}

const decoder = new TextDecoder();

// Terraform starts the provider once only to validate, which sends nothing.
// eslint-disable-next-line @typescript-eslint/no-require-imports -- inside a function, a require loads its module when it is called
const undici = () => require('undici') as typeof undiciModule;

/** The machine that this runs on is never behind a proxy: a local platform answers there. */
function dispatcher(environment: Environment, certificate: string | undefined): Dispatcher {
  const { Agent, EnvHttpProxyAgent } = undici();
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

function connectionProblem({ method, url, path = url.pathname, hidden, signal }: Exchange, cause: unknown): ApiError {
  const { code = '', message } = cause as NodeJS.ErrnoException;
  const wasNotSent = code in unreachable;
  const fateUnknown = !wasNotSent && method !== 'GET';
  // After its end, nothing that this client sends is ever answered.
  const isClosed = code === 'UND_ERR_DESTROYED' || code === 'UND_ERR_CLOSED';
  if (signal?.aborted || isClosed) return cancelledError(method, path, fateUnknown, cause);
  if (cause instanceof TooLarge) {
    return new ApiError(
      `${method} ${path}: the answer of ${url.host} is larger than ${mostAnswerMegabytes} MB, which is the most that is read. ` +
        'Check APTIBLE_API_ROOT_URL, and what stands between.',
      { code: 'unexpected', method, path, fateUnknown },
    );
  }
  const reason = wasNotSent
    ? `${url.host} cannot be reached: ${unreachable[code]} (${code}).`
    : cause instanceof TimeIsOver
      ? `${url.host} did not answer in time.`
      : `the connection to ${url.host} ended before the whole answer had come: ${redacted(message, hidden)}.`;
  return new ApiError(`${method} ${path}: ${reason}`, {
    code: wasNotSent ? 'unreachable' : 'interrupted',
    method,
    path,
    fateUnknown,
    cause,
  });
}

/** The milliseconds of a header in seconds or as a date. */
function retryAfter(header: string | string[] | undefined): number | undefined {
  if (typeof header !== 'string' || header === '') return undefined;
  const seconds = Number(header);
  const delayMs = Number.isNaN(seconds) ? Date.parse(header) - Date.now() : seconds * 1_000;
  return Number.isNaN(delayMs) ? undefined : Math.max(delayMs, 0);
}
