/** The local platform over HTTP: reads requests, finds their route, sends answers. Knows no resource. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { controlPath } from './control-routes';
import type { Faults } from './faults';
import { render } from './hal';
import { isPending } from './operations';
import type { Page } from './page';
import { Call, type Answer, type Platform, type Route } from './platform';
import { badRequest, notFound, Refusal, unauthorized } from './refusals';
import type { RecordedRequests } from './recorded-requests';
import { RouteTable } from './route-table';

export interface RecordedRequest {
  readonly method: string;
  /** The path without the query. */
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  /** Whether the answer may show secrets: false with `Prefer: no_sensitive_extras=true`. */
  readonly withSecrets: boolean;
  /** The body as it was read from JSON or a form; undefined without one. */
  body: unknown;
  /** The answer's status; undefined while there is no answer, and when the connection was dropped before it. */
  status: number | undefined;
}

export interface ServerOptions {
  readonly pageSize: number;
  /** Whether a bearer token is good. */
  accepts(token: string): boolean;
  /** Whether a bearer token was good once. */
  expired(token: string): boolean;
  /** Resolves when all changes so far will outlive this process: no answer is sent before that. */
  saved(): Promise<void>;
  readonly page: Page;
  /** Key and certificate in PEM. Without them the server speaks HTTP. */
  readonly tls?: { readonly key: string; readonly cert: string } | undefined;
}

const largestBodyBytes = 10 * 1024 * 1024;

export class PlatformServer {
  private readonly http: Server;
  private readonly routes: RouteTable;
  private readonly sockets = new Set<Socket>();

  constructor(
    private readonly platform: Platform,
    private readonly faults: Faults,
    routes: readonly Route[],
    private readonly requests: RecordedRequests | undefined,
    private readonly options: ServerOptions,
  ) {
    this.routes = new RouteTable(routes);
    const listener = (request: IncomingMessage, response: ServerResponse): void => {
      this.answer(request, response).catch((error: unknown) => this.failed(request, response, error));
    };
    this.http = options.tls === undefined ? createServer(listener) : createSecureServer(options.tls, listener);
    // Terraform and the tests keep connections; the default of 5 s makes them race with the server's close.
    this.http.keepAliveTimeout = 60_000;
    this.http.on('connection', (socket) => {
      this.sockets.add(socket);
      socket.once('close', () => this.sockets.delete(socket));
    });
  }

  /** @returns The server's address: `http://127.0.0.1:4000`. */
  async listen(port: number, host: string): Promise<string> {
    await new Promise<void>((resolve, reject) => {
      this.http.once('error', reject);
      this.http.listen(port, host, () => {
        this.http.off('error', reject);
        resolve();
      });
    });
    const { port: actual, family, address } = this.http.address() as AddressInfo;
    // An address does not name the default port: some clients cannot read one that does.
    return new URL(`${this.scheme}://${family === 'IPv6' ? `[${address}]` : address}:${actual}`).origin;
  }

  private get scheme(): string {
    return this.options.tls === undefined ? 'http' : 'https';
  }

  async close(): Promise<void> {
    await new Promise<void>((resolve) => {
      this.http.close(() => resolve());
      // The server itself does not know of a connection that has not said anything yet.
      for (const socket of this.sockets) socket.destroy();
    });
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const method = request.method ?? 'GET';
    const url = urlOf(request);
    const path = url.pathname.length > 1 ? url.pathname.replace(/\/+$/, '') : url.pathname;
    if (await this.options.page.answer(request, response, path)) return;
    const record: RecordedRequest = {
      method,
      path,
      query: Object.fromEntries(url.searchParams),
      withSecrets: wantsSecrets(request),
      body: undefined,
      status: undefined,
    };
    const isControl = path.startsWith(`${controlPath}/`);
    if (!isControl) this.requests?.add(record, Buffer.byteLength(request.url ?? ''));

    const fault = isControl ? undefined : this.faults.take(method, path);
    if (fault?.delayMs !== undefined) await wait(fault.delayMs);
    if (fault?.drop === 'before') return void request.socket.destroy();

    const answer = await this.dispatch(method, path, url, request, record, fault?.refusal);
    await this.options.saved();
    if (fault?.drop === 'after') return void request.socket.destroy();

    record.status = answer.status;
    for (const [name, value] of Object.entries(answer.headers)) response.setHeader(name, value);
    if (answer.text !== undefined) return send(response, answer.status, answer.text, 'text/plain');
    const text = answer.body === undefined ? undefined : JSON.stringify(answer.body);
    if (fault?.truncate && text !== undefined) return truncate(response, answer.status, text);
    send(response, answer.status, text);
  }

  private failed(request: IncomingMessage, response: ServerResponse, error: unknown): void {
    const { method, url } = request;
    // A client that goes away while it sends is no error of the platform.
    if (request.readableAborted) return void response.destroy();
    this.platform.report(`${method} ${url} failed: ${error instanceof Error ? error.stack : String(error)}`);
    if (response.headersSent) return void response.destroy();
    const refusal = new Refusal(500, 'internal_error', 'The local platform has an error of its own.');
    send(response, refusal.status, refusalBody(refusal));
  }

  private async dispatch(
    method: string,
    path: string,
    url: URL,
    request: IncomingMessage,
    record: RecordedRequest,
    refusal: Refusal | undefined,
  ): Promise<{ status: number; body?: object; text?: string; headers: Readonly<Record<string, string>> }> {
    try {
      const raw = await bodyOf(request);
      if (refusal !== undefined) throw refusal;
      const found = this.routes.match(method, path);
      const token = /^Bearer +(.+)$/i.exec(request.headers.authorization ?? '')?.[1] ?? '';
      if (!found?.route.open && !this.options.accepts(token)) {
        if (token === '') throw unauthorized();
        throw this.options.expired(token)
          ? new Refusal(401, 'expired_token', 'The access token has expired')
          : new Refusal(401, 'invalid_token', 'The access token is not valid');
      }
      const body = parseBody(raw, request.headers['content-type'] ?? '');
      this.requests?.addBody(record, body, Buffer.byteLength(raw));
      if (found === undefined) throw notFound();
      if (body !== undefined && (typeof body !== 'object' || body === null || Array.isArray(body))) {
        throw badRequest('The body is not an object');
      }
      const origin = `${String(request.headers['x-forwarded-proto'] ?? this.scheme)}://${request.headers.host ?? 'localhost'}`;
      const call = new Call(this.platform, found.params, url.searchParams, { ...body }, origin, token);
      const answer = await found.route.handle(call);
      return { status: answer.status, headers: {}, ...this.content(answer, origin, path, url, request) };
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      return { status: error.status, body: refusalBody(error), headers: error.headers };
    }
  }

  private content(
    answer: Answer,
    origin: string,
    path: string,
    url: URL,
    request: IncomingMessage,
  ): { body?: object; text?: string } {
    if ('text' in answer) return { text: answer.text };
    if ('json' in answer) return { body: answer.json };
    if (!('kind' in answer)) return {};
    const { body, shown } = render(this.platform, answer, {
      origin,
      path,
      query: url.searchParams,
      pageSize: this.options.pageSize,
      sensitive: wantsSecrets(request),
      embed: url.searchParams.get('no_embed') !== 'true',
    });
    // Operations move only now, so that the answer to their creation says `queued`.
    if (answer.kind === 'operation')
      this.moveOperations(
        request.method ?? 'GET',
        shown.map((each) => each.id),
      );
    return { body };
  }

  private moveOperations(method: string, operationIds: readonly number[]): void {
    const { store, operations } = this.platform;
    for (const id of operationIds) {
      const operation = store.find('operation', id);
      if (operation === undefined) continue;
      if (method === 'POST') operations.proceed(operation.resource_id);
      else if (isPending(operation)) operations.polled(operation);
    }
  }
}

/** A path may begin with two slashes, which a URL takes for a host; a proxy's request names the host as well. */
function urlOf({ url = '/' }: IncomingMessage): URL {
  const address = url.startsWith('/') ? `http://localhost${url}` : url;
  return URL.canParse(address) ? new URL(address) : new URL('http://localhost/not/a/path');
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request) {
    bytes += (chunk as Buffer).length;
    if (bytes <= largestBodyBytes) chunks.push(chunk as Buffer);
  }
  if (bytes > largestBodyBytes) throw new Refusal(413, 'payload_too_large', 'The body is larger than 10 MiB');
  return Buffer.concat(chunks).toString('utf8');
}

function parseBody(raw: string, contentType: string): unknown {
  if (raw === '') return undefined;
  if (/^application\/x-www-form-urlencoded/i.test(contentType)) return Object.fromEntries(new URLSearchParams(raw));
  try {
    return JSON.parse(raw);
  } catch (error) {
    if (error instanceof SyntaxError) throw badRequest('The body is not valid JSON');
    throw error;
  }
}

function refusalBody(refusal: Refusal): object {
  return { code: refusal.status, error: refusal.slug, message: refusal.message };
}

function send(
  response: ServerResponse,
  status: number,
  body?: string | object,
  contentType = 'application/hal+json',
): void {
  const text = typeof body === 'object' ? JSON.stringify(body) : body;
  if (text === undefined) return void response.writeHead(status).end();
  response.writeHead(status, { 'content-type': contentType, 'content-length': Buffer.byteLength(text) }).end(text);
}

/** Announces the whole body and sends half of it. */
function truncate(response: ServerResponse, status: number, text: string): void {
  response.writeHead(status, { 'content-type': 'application/hal+json', 'content-length': Buffer.byteLength(text) });
  response.write(text.slice(0, Math.floor(text.length / 2)), () => response.destroy());
}

function wantsSecrets({ headers }: IncomingMessage): boolean {
  return !/no_sensitive_extras=true/i.test(String(headers['prefer'] ?? ''));
}
