/** The page: shows a person with a browser what the local platform has. A key that works once opens it, and so does the token. */
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { join } from 'node:path';
import type { Platform } from '../platform';
import { credentialsOf, pageState } from './state';

/** The path below which requests are the page's own. */
const pagePath = '/_page';

export class Page {
  /** The key that opens the page for the first who uses it. */
  readonly key = randomBytes(24).toString('base64url');
  private keyIsUsed = false;
  private readonly sessions = new Set<string>();
  private html: string | undefined;

  constructor(
    private readonly platform: Platform,
    private readonly accepts: (token: string) => boolean,
  ) {}

  /** @returns Whether the request was for the page. Its body is read only then. */
  async answer(request: IncomingMessage, response: ServerResponse, path: string): Promise<boolean> {
    const route = `${request.method} ${path}`;
    if (route === 'GET /' && /\btext\/html\b/.test(request.headers.accept ?? '')) {
      this.html ??= readFileSync(join(__dirname, 'page.html'), 'utf8');
      response.writeHead(200, htmlHeaders(this.html)).end(this.html);
      return true;
    }
    if (!path.startsWith(`${pagePath}/`)) return false;
    if (route === `POST ${pagePath}/session`) await this.open(request, response);
    else if (!this.sessions.has(sessionOf(request))) sendJson(response, 401, {});
    else if (route === `GET ${pagePath}/state`) sendJson(response, 200, pageState(this.platform));
    else {
      const id = /^\/_page\/databases\/(\d{1,10})\/credentials$/.exec(path)?.[1];
      const credentials = id === undefined ? undefined : credentialsOf(this.platform, Number(id));
      sendJson(response, request.method === 'GET' && credentials !== undefined ? 200 : 404, credentials ?? {});
    }
    return true;
  }

  private async open(request: IncomingMessage, response: ServerResponse): Promise<void> {
    // A page of another site may send this type only after its browser has asked, and gets no permission.
    if (request.headers['content-type'] !== 'application/json') return sendJson(response, 415, {});
    const { key, token } = await smallJson(request);
    const isKey = typeof key === 'string' && !this.keyIsUsed && same(key, this.key);
    if (isKey) this.keyIsUsed = true;
    if (!isKey && !(typeof token === 'string' && this.accepts(token))) return sendJson(response, 401, {});
    const session = randomBytes(24).toString('base64url');
    this.sessions.add(session);
    response.setHeader('set-cookie', `${cookieOf(request)}=${session}; HttpOnly; SameSite=Strict; Path=${pagePath}`);
    sendJson(response, 200, {});
  }
}

/** Headers that let the browser run the script and the style of the file, and load nothing from elsewhere. */
function htmlHeaders(html: string): Readonly<Record<string, string>> {
  const hashed = (tag: string): string => {
    const text = html.slice(html.indexOf(`<${tag}>`) + tag.length + 2, html.indexOf(`</${tag}>`));
    return `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
  };
  const policy = [
    "default-src 'none'",
    `script-src ${hashed('script')}`,
    `style-src ${hashed('style')}`,
    "connect-src 'self'",
    'img-src data:',
    "frame-ancestors 'none'",
    "form-action 'none'",
    "base-uri 'none'",
  ];
  return {
    'content-type': 'text/html; charset=utf-8',
    'cache-control': 'no-store',
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
    'content-security-policy': policy.join('; '),
  };
}

function sendJson(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store' });
  response.end(JSON.stringify(body));
}

/** The name of the session's cookie. It has the port, since browsers send a cookie to all ports of a host. */
function cookieOf(request: IncomingMessage): string {
  return `local-platform-${request.socket.localPort}`;
}

function sessionOf(request: IncomingMessage): string {
  const cookies = (request.headers.cookie ?? '').split(/; */).map((each) => each.split('='));
  return cookies.find(([name]) => name === cookieOf(request))?.[1] ?? '';
}

function same(given: string, wanted: string): boolean {
  const [one, other] = [Buffer.from(given), Buffer.from(wanted)];
  return one.length === other.length && timingSafeEqual(one, other);
}

async function smallJson(request: IncomingMessage): Promise<Record<string, unknown>> {
  let text = '';
  for await (const chunk of request) if (text.length < 10_000) text += String(chunk);
  try {
    return { ...(JSON.parse(text) as object) };
  } catch (error) {
    if (error instanceof SyntaxError) return {};
    throw error;
  }
}
