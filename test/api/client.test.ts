import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import fc from 'fast-check';
import { anyRecordShape, ApiError, Client, type ClientOptions, type Operation } from '../../lib/api';
import { issue } from '../support/certificates';
import { runs } from '../support/runs';

interface Received {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}
type Handler = (request: Received, response: ServerResponse, attempt: number) => void;

let server: Server;
let origin: string;
let received: Received[];
let handler: Handler;
const clients: Client[] = [];

beforeAll(async () => {
  server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk) => (body += String(chunk)));
    request.on('end', () => {
      const entry = { method: request.method!, url: request.url!, headers: request.headers, body };
      received.push(entry);
      handler(entry, response, received.length);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
beforeEach(() => {
  received = [];
});
afterEach(async () => {
  await Promise.all(clients.splice(0).map((client) => client.close()));
});
afterAll(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

function connect(options: Partial<ClientOptions> = {}): Client {
  const client = new Client({
    apiUrl: origin,
    authUrl: origin,
    credentials: { accessToken: 'the-token' },
    userAgent: 'test/1',
    retryDelaysMs: [1, 1, 1],
    environment: {},
    ...options,
  });
  clients.push(client);
  return client;
}

function answer(response: ServerResponse, status: number, body: unknown, headers: Record<string, string> = {}): void {
  response.writeHead(status, { 'content-type': 'application/hal+json', ...headers });
  response.end(typeof body === 'string' ? body : JSON.stringify(body));
}
const refuse = (response: ServerResponse, status: number, error: string, message: string) =>
  answer(response, status, { code: status, error, message });

async function caught(promise: Promise<unknown>): Promise<ApiError> {
  const error: unknown = await promise.then(
    (value) => Promise.reject(new Error(`expected an error, got ${inspect(value)}`)),
    (reason: unknown) => reason,
  );
  if (!(error instanceof ApiError)) throw error;
  return error;
}

const signal = new AbortController().signal;

describe('headers', () => {
  test('carry the token and the appended user agent', async () => {
    handler = (_request, response) => answer(response, 200, { id: 7 });
    const client = connect({ environment: { TF_APPEND_USER_AGENT: 'ci/2' } });
    expect(await client.get('/apps/7', anyRecordShape)).toEqual({ id: 7 });
    expect(received[0]!.headers).toMatchObject({ authorization: 'Bearer the-token', 'user-agent': 'test/1 ci/2' });
  });

  test('ask for no secrets where none are needed', async () => {
    handler = (_request, response) => answer(response, 200, { id: 1, _embedded: { databases: [] } });
    const client = connect();
    await client.get('/databases/1', anyRecordShape, { withoutSecrets: true });
    await client.list('/databases', anyRecordShape, { withoutSecrets: true });
    await client.get('/databases/1', anyRecordShape);
    expect(received.map(({ headers }) => headers['prefer'])).toEqual([
      'no_sensitive_extras=true',
      'no_sensitive_extras=true',
      undefined,
    ]);
  });

  test('to this machine go past a proxy', async () => {
    handler = (_request, response) => answer(response, 200, { id: 7 });
    const client = connect({ environment: { HTTP_PROXY: 'http://127.0.0.1:9', HTTPS_PROXY: 'http://127.0.0.1:9' } });
    expect(await client.get('/apps/7', anyRecordShape)).toEqual({ id: 7 });
  });

  test('go to the platform only', async () => {
    handler = (_request, response) => answer(response, 200, { id: 7 });
    await connect().get(`${origin}/apps/7`, anyRecordShape);
    const error = await caught(connect().get('https://elsewhere.example.com/apps/7', anyRecordShape));
    expect(error.message).toContain('https://elsewhere.example.com/apps/7 was not sent');
    expect((await caught(connect().get('//elsewhere.example.com/', anyRecordShape))).message).toContain('was not sent');
    expect(received.map(({ url }) => url)).toEqual(['/apps/7']);
  });
});

describe('repetition', () => {
  test.each(['GET', 'PUT', 'PATCH', 'DELETE'] as const)(
    '%s goes on after 500 and a dropped connection',
    async (method) => {
      handler = (_request, response, attempt) => {
        if (attempt === 1) return answer(response, 500, '<html>');
        if (attempt === 2) return void response.destroy();
        answer(response, method === 'DELETE' ? 204 : 200, method === 'DELETE' ? '' : { id: 7 });
      };
      const client = connect();
      if (method === 'DELETE') await client.delete('/apps/7');
      else if (method === 'GET') await client.get('/apps/7', anyRecordShape);
      else await client[method === 'PUT' ? 'put' : 'patch']('/apps/7', anyRecordShape, { handle: 'a' });
      expect(received.map((request) => request.method)).toEqual([method, method, method]);
    },
  );

  test('ends after the last delay', async () => {
    handler = (_request, response) => answer(response, 502, '');
    const error = await caught(connect().get('/apps/7', anyRecordShape));
    expect([error.status, error.fateUnknown, received.length]).toEqual([502, false, 4]);
  });

  test('a POST whose connection dropped is not repeated, and its fate is unknown', async () => {
    handler = (_request, response) => void response.destroy();
    const error = await caught(connect().post('/accounts/3/apps', anyRecordShape, {}));
    expect([error.code, error.fateUnknown, received.length]).toEqual(['interrupted', true, 1]);
  });

  test('a POST answered 500 is not repeated, and its fate is unknown', async () => {
    handler = (_request, response) => refuse(response, 500, 'internal', 'Oh');
    const error = await caught(connect().post('/accounts/3/apps', anyRecordShape, {}));
    expect([error.status, error.fateUnknown, received.length]).toEqual([500, true, 1]);
  });

  test('a POST answered 429 is repeated', async () => {
    handler = (_request, response, attempt) => {
      if (attempt === 1) return refuse(response, 429, 'too_many_requests', 'Slow down');
      answer(response, 201, { id: 7 });
    };
    expect(await connect().post('/accounts/3/apps', anyRecordShape, {})).toEqual({ id: 7 });
    expect(received).toHaveLength(2);
  });

  test('a POST answered 503 with Retry-After is not repeated: a gateway may say so after the effect', async () => {
    handler = (_request, response) => answer(response, 503, '', { 'retry-after': '2' });
    const { status, fateUnknown, retryAfterMs } = await caught(connect().post('/accounts/3/apps', anyRecordShape, {}));
    expect([status, fateUnknown, retryAfterMs, received.length]).toEqual([503, true, 2_000, 1]);
  });

  test.each([
    ['a page', '<html>Please wait</html>'],
    ['half an answer', '{"id": 7, "hand'],
    ['another shape', '{"page": "maintenance"}'],
  ])('a 200 with %s counts as a broken answer, which is repeated where that is safe', async (_what, text) => {
    const calls: readonly [string, (client: Client) => Promise<unknown>][] = [
      ['GET', (client) => client.get('/apps/7', anyRecordShape)],
      ['PUT', (client) => client.put('/apps/7', anyRecordShape, {})],
      ['PATCH', (client) => client.patch('/apps/7', anyRecordShape, {})],
    ];
    for (const [method, send] of calls) {
      received = [];
      handler = (_request, response, attempt) => answer(response, 200, attempt === 1 ? text : { id: 7 });
      expect([method, await send(connect()), received.length]).toEqual([method, { id: 7 }, 2]);
    }
    received = [];
    handler = (_request, response) => answer(response, 200, text);
    const error = await caught(connect().post('/accounts/3/apps', anyRecordShape, {}));
    expect([error.code, error.fateUnknown, received.length]).toEqual(['unexpected', true, 1]);
    expect(error.message).not.toContain(text);
  });

  test('a POST that could not connect is repeated, and its fate is known', async () => {
    const closed = createServer();
    await new Promise<void>((resolve) => closed.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${(closed.address() as AddressInfo).port}`;
    await new Promise((resolve) => closed.close(resolve));
    const repeated: unknown[] = [];
    const client = connect({
      apiUrl: url,
      log: (level, _message, { attempt }) => level === 'warn' && repeated.push(attempt),
    });
    const error = await caught(client.post('/accounts/3/apps', anyRecordShape, {}));
    expect([error.code, error.fateUnknown, repeated]).toEqual(['unreachable', false, [1, 2, 3]]);
  });

  test.each([
    ['of another name', { name: 'elsewhere.example.com' }, 'is for another name'],
    ['that has expired', { name: 'localhost', days: -1 }, 'has expired'],
  ])('a certificate %s makes the platform unreachable: nothing was sent', async (_which, wanted, words) => {
    const { certificate: cert, key } = issue(wanted);
    const secure = createTlsServer({ cert, key }, (_request, response) => answer(response, 200, { id: 7 }));
    await new Promise<void>((resolve) => secure.listen(0, '127.0.0.1', resolve));
    const apiUrl = `https://localhost:${(secure.address() as AddressInfo).port}`;
    const client = connect({ apiUrl, certificate: cert, retryDelaysMs: [] });
    const error = await caught(client.post('/accounts/3/apps', anyRecordShape, {}));
    expect([error.code, error.fateUnknown]).toEqual(['unreachable', false]);
    expect(error.message).toContain(`cannot be reached: its certificate ${words} (`);
    await new Promise((resolve) => secure.close(resolve));
  });

  test('https to a server that has none says so, and nothing was sent', async () => {
    handler = (_request, response) => answer(response, 200, { id: 7 });
    const client = connect({ apiUrl: origin.replace('http:', 'https:'), retryDelaysMs: [] });
    const error = await caught(client.post('/accounts/3/apps', anyRecordShape, {}));
    expect([error.code, error.fateUnknown, received]).toEqual(['unreachable', false, []]);
    expect(error.message).toContain('what listens there does not speak https');
  });

  test('a server that does not answer in time is given up', async () => {
    handler = () => undefined;
    const error = await caught(
      connect({ requestTimeoutMs: 50, retryDelaysMs: [] }).post('/accounts/3/apps', anyRecordShape, {}),
    );
    expect([error.code, error.fateUnknown]).toEqual(['interrupted', true]);
  });

  test('a cancel ends the request and the wait before the next one', async () => {
    const during = new AbortController();
    handler = () => during.abort();
    const interrupted = await caught(connect().put('/apps/7', undefined, {}, { signal: during.signal }));
    expect([interrupted.code, interrupted.fateUnknown]).toEqual(['cancelled', true]);

    const waiting = new AbortController();
    handler = (_request, response) => answer(response, 503, '', { 'retry-after': '60' });
    const client = connect({ log: (level) => level === 'warn' && setImmediate(() => waiting.abort()) });
    expect((await caught(client.get('/apps/7', anyRecordShape, { signal: waiting.signal }))).code).toBe('cancelled');
    expect(received).toHaveLength(2);
  });

  test('a closed client ends its requests and begins none, so that nobody waits for them to pass', async () => {
    const client = connect();
    handler = () => void client.close();
    const interrupted = await caught(client.put('/apps/7', undefined, {}));
    expect([interrupted.code, interrupted.fateUnknown, interrupted.mayPass]).toEqual(['cancelled', true, false]);
    const refused = await caught(client.get('/apps/7', anyRecordShape));
    expect([refused.code, refused.mayPass]).toEqual(['cancelled', false]);
    expect(received).toHaveLength(1);
  });
});

describe('answers', () => {
  test('a missing key is named, the body is not shown', async () => {
    handler = (_request, response) => answer(response, 200, { handle: 'sesame' });
    const error = await caught(connect().get('/apps/7', anyRecordShape));
    expect(error.message).toBe(
      "GET /apps/7: the platform's answer is not understood: id is missing or wrong (expected number).",
    );
  });

  test('404 is undefined for find', async () => {
    handler = (_request, response) => refuse(response, 404, 'not_found', 'Not Found');
    expect(await connect().find('/apps/7', anyRecordShape)).toBeUndefined();
  });

  test('a refusal says what was tried, what came back and what to do', async () => {
    handler = (_request, response) => refuse(response, 422, 'unprocessable_entity', 'Handle has already been taken');
    const error = await caught(connect().post('/accounts/3/apps', anyRecordShape, { handle: 'web' }));
    expect(error.message).toBe(
      'POST /accounts/3/apps: the platform answered 422: Handle has already been taken\nCorrect what the platform names and try again.',
    );
    expect(error.fateUnknown).toBe(false);
  });
});

test.each([
  [
    'https://api.example.com/apps/7?token=secret',
    /points to https:\/\/api\.example\.com\/apps\/7, .*whichever is http:\/\/127\.0\.0\.1:\d+, to https:\/\/api\.example\.com\./s,
  ],
  ['/login', /points to http:\/\/127\.0\.0\.1:\d+\/login, where no token is sent\.\nCheck APTIBLE_API_ROOT_URL/],
  [undefined, /without a word where to go\.\nCheck APTIBLE_API_ROOT_URL/],
])('a redirect to %s is not followed: the error says where it points, and what to set', async (location, words) => {
  handler = (_request, response) => answer(response, 301, '', location === undefined ? {} : { location });
  const error = await caught(connect().get('/apps/7', anyRecordShape));
  expect([error.status, received.length]).toEqual([301, 1]);
  expect(error.message).toMatch(words);
  expect(error.message).not.toContain('secret');
});

describe('a 404', () => {
  const page = '<html><h1>404 Not Found</h1></html>';

  test.each([
    ['the page of a proxy', page],
    ['an empty body', ''],
    ['other JSON', '{"message":"no Route matched"}'],
  ])('that is %s does not say that a record is gone, and names the address to check', async (_form, body) => {
    handler = (_request, response) => answer(response, 404, body);
    const client = connect();
    for (const request of [() => client.find('/apps/7', anyRecordShape), () => client.delete('/apps/7')]) {
      const error = await caught(request());
      expect([error.status, error.isNotFound]).toEqual([404, false]);
      expect(error.message).toContain(`something else answers at ${origin}/apps/7`);
      expect(error.message).toContain('APTIBLE_API_ROOT_URL');
    }
  });

  test('that is a page once is asked again, and a POST is looked for', async () => {
    handler = (_request, response, attempt) =>
      attempt === 1 ? answer(response, 404, page) : answer(response, 200, { id: 7 });
    expect(await connect().find('/apps/7', anyRecordShape)).toEqual({ id: 7 });
    received = [];
    const error = await caught(connect().post('/apps/7/operations', anyRecordShape, { type: 'deploy' }));
    expect([error.fateUnknown, received.length]).toEqual([true, 1]);
  });

  test.each(['/accounts', '/stacks', '/database_images'])('of the collection %s is never an absence', async (path) => {
    handler = (_request, response) => refuse(response, 404, 'not_found', 'Not Found');
    const error = await caught(connect().list(path, anyRecordShape));
    expect([error.isNotFound, error.message]).toEqual([false, expect.stringContaining('APTIBLE_API_ROOT_URL')]);
  });

  test('of a DELETE is a success only when the record itself is gone', async () => {
    let isThere = true;
    handler = (request, response) =>
      request.method === 'GET' && isThere
        ? answer(response, 200, { id: 7 })
        : refuse(response, 404, 'not_found', 'Not Found');
    expect((await caught(connect().delete('/apps/7'))).status).toBe(404);
    isThere = false;
    await connect().delete('/apps/7');
    expect(received.map(({ method }) => method)).toEqual(['DELETE', 'GET', 'DELETE', 'GET']);
  });
});

test('a DELETE or PUT answered by a page is not a success', async () => {
  handler = (_request, response) => answer(response, 200, '<html>Welcome</html>');
  const client = connect();
  for (const request of [() => client.delete('/accounts/7'), () => client.put('/accounts/7', undefined, {})])
    expect((await caught(request())).message).toContain('neither empty nor JSON');
});

describe('list', () => {
  const page = (request: Received, all: readonly number[], size: number) => {
    const number = Number(new URL(request.url, origin).searchParams.get('page'));
    const rows = all.slice((number - 1) * size, number * size).map((id) => ({ id }));
    const next = number * size < all.length ? { next: { href: `${origin}/next` } } : {};
    return { _embedded: { databases: rows }, _links: next, total_count: all.length };
  };

  test('joins pages, whatever the key is called', async () => {
    handler = (request, response) => answer(response, 200, page(request, [1, 2, 3, 4, 5], 2));
    const rows = await connect().list('/databases/9/dependents', anyRecordShape);
    expect(rows.map(({ id }) => id)).toEqual([1, 2, 3, 4, 5]);
    expect(received.map(({ url }) => url)).toEqual(
      [1, 2, 3].map((n) => `/databases/9/dependents?page=${n}&per_page=1000`),
    );
  });

  test('reads again when a removal moved a record between pages', async () => {
    // The second page is read after record 1 has gone, so that record 3 has moved to the first page.
    handler = (request, response, attempt) =>
      answer(response, 200, page(request, attempt === 1 ? [1, 2, 3, 4] : [2, 3, 4], 2));
    const rows = await connect().list('/apps', anyRecordShape);
    expect(rows.map(({ id }) => id)).toContain(3);
  });

  test('ends when the same page comes for ever', async () => {
    handler = (_request, response) =>
      answer(response, 200, { _embedded: { apps: [{ id: 1 }] }, _links: { next: { href: 'x' } }, total_count: 9 });
    expect((await caught(connect().list('/apps', anyRecordShape))).message).toContain('changed while it was read');
    expect(received).toHaveLength(6);
  });
});

describe('a collection', () => {
  test('is found by its name, whatever else its answer holds', async () => {
    const link = { href: `${origin}/next` };
    handler = (_request, response, attempt) =>
      answer(response, 200, {
        _embedded: {
          account: { id: 9 },
          tags: ['a'],
          apps: [{ id: attempt, _links: { curies: [link, link], self: 0.5 } }],
        },
        _links: { curies: [{ name: 'doc', templated: true }], self: 7, next: attempt === 1 ? [link] : [] },
        _meta: null,
      });
    expect(await connect().list('/accounts/3/apps', anyRecordShape)).toEqual([
      { id: 1, _links: {} },
      { id: 2, _links: {} },
    ]);
  });

  test.each([[{ apps: null }], [{ apps: { id: 1 } }], [{ others: 'none' }]])(
    'is not taken for an empty one when it is %j',
    async (_embedded) => {
      handler = (_request, response) => answer(response, 200, { _embedded });
      expect((await caught(connect().list('/accounts/3/apps', anyRecordShape))).code).toBe('unexpected');
    },
  );

  test('whose every page has another one is given up', async () => {
    handler = (_request, response, attempt) =>
      answer(response, 200, { _embedded: { apps: [{ id: attempt }] }, _links: { next: { href: 'x' } } });
    expect((await caught(connect().list('/apps', anyRecordShape))).message).toBe(
      'GET /apps: the collection has no end: after 200 pages with 200 records there is another page. ' +
        'Check APTIBLE_API_ROOT_URL, and what stands between.',
    );
    expect(received).toHaveLength(200);
  });
});

describe('an answer without end', () => {
  const megabyte = 1024 * 1024;

  test('is given up while it comes, and a POST that had it may have been carried out', async () => {
    let sentBytes = 0;
    const ended: Promise<void>[] = [];
    handler = (_request, response) => {
      ended.push(new Promise((resolve) => response.once('close', resolve)));
      response.writeHead(200);
      const send = () => {
        while (!response.destroyed && response.write(Buffer.alloc(megabyte, 'x'))) sentBytes += megabyte;
        sentBytes += megabyte;
      };
      response.on('drain', send);
      send();
    };
    const error = await caught(connect().post('/accounts/3/apps', anyRecordShape, {}));
    await Promise.all(ended);
    expect([error.code, error.fateUnknown, error.message]).toEqual([
      'unexpected',
      true,
      `POST /accounts/3/apps: the answer of ${new URL(origin).host} is larger than 64 MB, which is the most that is read. ` +
        'Check APTIBLE_API_ROOT_URL, and what stands between.',
    ]);
    expect(sentBytes).toBeLessThan(100 * megabyte);
  });
});

describe('page', () => {
  test('asks for as many records as its caller wants', async () => {
    handler = (_request, response) => answer(response, 200, { _embedded: { operations: [{ id: 2 }, { id: 1 }] } });
    const query = { per_page: 200, no_embed: true };
    expect(await connect().page('/accounts/3/operations', anyRecordShape, { query })).toEqual([{ id: 2 }, { id: 1 }]);
    expect(received.map(({ url }) => url)).toEqual(['/accounts/3/operations?per_page=200&no_embed=true']);
  });
});

describe('tokens', () => {
  const both = { APTIBLE_USERNAME: 'me@example.com', APTIBLE_PASSWORD: 'pass-word', APTIBLE_ACCESS_TOKEN: 'from-env' };
  const used = () => received.filter(({ url }) => url !== '/tokens').map(({ headers }) => headers.authorization);
  let directory: string;
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'tokens-'));
    handler = (request, response) =>
      request.url === '/tokens' ? answer(response, 201, { access_token: 'minted' }) : answer(response, 200, { id: 1 });
  });
  afterEach(() => rmSync(directory, { recursive: true }));

  test('username and password win over a token, and one login serves all', async () => {
    const client = connect({ credentials: {}, environment: both });
    await Promise.all([1, 2, 3].map(() => client.get('/apps/1', anyRecordShape)));
    expect(used()).toEqual(['Bearer minted', 'Bearer minted', 'Bearer minted']);
    expect(received.filter(({ url }) => url === '/tokens').map(({ body }) => JSON.parse(body) as unknown)).toEqual([
      { grant_type: 'password', username: 'me@example.com', password: 'pass-word', scope: 'manage', expires_in: 43200 },
    ]);
  });

  test('arguments win over the environment', async () => {
    await connect({ credentials: { accessToken: 'given' }, environment: both }).get('/apps/1', anyRecordShape);
    expect(used()).toEqual(['Bearer given']);
  });

  test('the file comes last, with and without a slash at the end of its key', async () => {
    writeFileSync(join(directory, 'tokens.json'), JSON.stringify({ [`${origin}/`]: 'filed' }));
    const environment = { APTIBLE_CONFIG_PATH: directory };
    await connect({ credentials: {}, environment }).get('/apps/1', anyRecordShape);
    await connect({ credentials: {}, environment: { ...environment, APTIBLE_ACCESS_TOKEN: 'from-env' } }).get(
      '/apps/1',
      anyRecordShape,
    );
    expect(used()).toEqual(['Bearer filed', 'Bearer from-env']);
  });

  test('without any, says what was looked at, and which keys but not which values there are', async () => {
    writeFileSync(join(directory, 'tokens.json'), JSON.stringify({ 'https://other.example.com': 'foreign-secret' }));
    const environment = { APTIBLE_CONFIG_PATH: directory, APTIBLE_USERNAME: 'me' };
    const error = await caught(connect({ credentials: {}, environment }).get('/apps/1', anyRecordShape));
    expect(error.code).toBe('credentials');
    expect(error.message).toContain('only the username is set');
    expect(error.message).toContain(`has no token for ${origin}; it has: https://other.example.com`);
    expect(error.message).not.toContain('foreign-secret');
    expect(received).toEqual([]);
  });

  test('401 makes one new login and one repetition, of a POST too', async () => {
    let minted = 0;
    handler = (request, response) => {
      if (request.url === '/tokens') return answer(response, 201, { access_token: `minted-${++minted}` });
      if (request.headers.authorization === 'Bearer minted-1') return refuse(response, 401, 'expired_token', 'Expired');
      answer(response, 201, { id: 1 });
    };
    await connect({ credentials: {}, environment: both }).post('/apps', anyRecordShape, {});
    expect(used()).toEqual(['Bearer minted-1', 'Bearer minted-2']);
  });

  test('a login whose connection drops is repeated', async () => {
    handler = (request, response, attempt) => {
      if (request.url !== '/tokens') return answer(response, 200, { id: 1 });
      if (attempt === 1) return void response.destroy();
      if (attempt === 2) return answer(response, 503, '');
      answer(response, 201, { access_token: 'minted' });
    };
    await connect({ credentials: {}, environment: both }).get('/apps/1', anyRecordShape);
    expect(used()).toEqual(['Bearer minted']);
  });

  test('a cancel during the login ends the caller’s wait, and the login serves the others', async () => {
    const cancel = new AbortController();
    const answers: (() => void)[] = [];
    handler = (request, response) => {
      if (request.url !== '/tokens') return answer(response, 200, { id: 1 });
      answers.push(() => answer(response, 201, { access_token: 'minted' }));
      cancel.abort();
    };
    const client = connect({ credentials: {}, environment: both });
    const other = client.get('/apps/1', anyRecordShape);
    expect((await caught(client.get('/apps/2', anyRecordShape, { signal: cancel.signal }))).code).toBe('cancelled');
    answers.forEach((send) => send());
    expect(await other).toEqual({ id: 1 });
  });

  test.each([
    [401, 'Correct APTIBLE_USERNAME and APTIBLE_PASSWORD'],
    [429, 'asks for fewer requests'],
    [500, 'an error within the platform'],
    [302, 'points to http'],
    [404, 'something else answers'],
  ])('a login that is answered %i says "%s"', async (status, words) => {
    handler = (_request, response) => answer(response, status, '<html></html>', { location: '/elsewhere' });
    const error = await caught(connect({ credentials: {}, environment: both }).get('/apps/1', anyRecordShape));
    expect(error.message).toContain(words);
    expect(error.message.includes('APTIBLE_PASSWORD')).toBe(status === 401);
  });

  test('two-factor authentication is explained', async () => {
    handler = (_request, response) => refuse(response, 401, 'otp_token_required', 'OTP needed');
    const error = await caught(connect({ credentials: {}, environment: both }).get('/apps/1', anyRecordShape));
    expect([error.platformCode, received.length]).toEqual(['otp_token_required', 1]);
    expect(error.message).toContain('two-factor authentication');
  });
});

test('no error shows a token, a password or a sent secret, whatever the platform repeats', async () => {
  const secret = fc.stringMatching(/^[A-Za-z0-9]{24}$/);
  const statuses = fc.constantFrom(200, 400, 401, 403, 404, 409, 422, 429, 500, 503);
  await fc.assert(
    fc.asyncProperty(secret, secret, secret, statuses, fc.boolean(), async (token, password, value, status, json) => {
      received = [];
      const echo = `no: ${token} ${password} ${value}`;
      handler = (request, response) => {
        if (request.url === '/tokens') return answer(response, 201, { access_token: token });
        answer(response, status, json ? { code: status, error: token, message: echo } : echo);
      };
      const client = connect({ credentials: { username: 'me', password }, retryDelaysMs: [] });
      const error = await caught(client.post('/apps/1/operations', anyRecordShape, { env: { KEY: value } }));
      const shown = [inspect(error, { depth: 9, showHidden: true }), error.stack, JSON.stringify(error)].join('\n');
      for (const hidden of [token, password, value]) expect(shown).not.toContain(hidden);
    }),
    { numRuns: runs(60) },
  );
});

/** The ways in which servers and logs repeat a value. */
const echoes: Readonly<Record<string, (value: string) => string>> = {
  raw: (value) => value,
  json: (value) => JSON.stringify(value).slice(1, -1),
  'json in json': (value) => JSON.stringify(JSON.stringify(value).slice(1, -1)).slice(1, -1),
  'json in ASCII': (value) =>
    JSON.stringify(value)
      .slice(1, -1)
      .replace(/[\u007f-\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`),
  'line feeds': (value) => value.replace(/\r\n|\r|\n/g, '\n'),
  'carriage returns with line feeds': (value) => value.replace(/\r\n|\r|\n/g, '\r\n'),
  'one line': (value) => value.replace(/\r\n|\r|\n/g, ' '),
  percent: encodeURIComponent,
  'percent in lower case': (value) => encodeURIComponent(value).replace(/%../g, (byte) => byte.toLowerCase()),
  form: (value) => new URLSearchParams({ value }).toString().slice('value='.length),
  base64: (value) => Buffer.from(value).toString('base64'),
  base64url: (value) => Buffer.from(value).toString('base64url'),
};

/** Any text that is long enough to be a secret, and without the marks that stand around it in the answer. */
const anySecret = fc
  .oneof(
    fc.string({ unit: 'binary', minLength: 4 }),
    fc.array(fc.string({ minLength: 1 }), { minLength: 2 }).map((lines) => lines.join('\n')),
    fc.array(fc.stringMatching(/^[\\"/ +%a]{4}$/), { minLength: 1 }).map((parts) => parts.join('\r\n')),
  )
  .filter((value) => value.length >= 4 && !/[«»]/.test(value));

test.each(Object.entries(echoes))('a value that was sent is hidden when it is repeated: %s', async (_form, echo) => {
  await fc.assert(
    fc.asyncProperty(anySecret, async (value) => {
      handler = (_request, response) => refuse(response, 422, 'invalid', `«${echo(value)}»`);
      const error = await caught(connect().post('/apps/1/operations', anyRecordShape, { env: { KEY: value } }));
      expect(error.platformMessage).toBe('«(redacted)»');
    }),
    { numRuns: runs(40) },
  );
});

test('each long line of a value that was sent, and overlapping values, are hidden', async () => {
  const env = { KEY: 'first line of it\nsecond line of it', LONG: 'abcdefgh', SHORT: 'xabcd' };
  handler = (_request, response) => refuse(response, 422, 'invalid', '«second line of it» «xabcdefgh»');
  const error = await caught(connect().post('/apps/1/operations', anyRecordShape, { env }));
  expect(error.platformMessage).toBe('«(redacted)» «(redacted)»');
});

describe('waitForOperation', () => {
  const operation = (status: string, type = 'deploy'): Operation => ({ id: 9, type, status });

  test('asks by id until the operation has ended', async () => {
    handler = (_request, response, attempt) => answer(response, 200, operation(attempt < 3 ? 'running' : 'succeeded'));
    expect(await connect().waitForOperation(operation('queued'), { signal })).toEqual(operation('succeeded'));
    expect(received.map(({ url }) => url)).toEqual(Array(3).fill('/operations/9'));
  });

  test.each(['deploy', 'deprovision'])('the end of a %s that is gone is not known', async (type) => {
    const gone = { signal, look: () => Promise.resolve(undefined) };
    const error = await caught(connect().waitForOperation(operation('running', type), gone));
    expect([error.isNotFound, error.message]).toEqual([
      true,
      expect.stringContaining(`no operation 9 (${type}) any more`),
    ]);
  });

  test('a cancel ends the wait', async () => {
    const controller = new AbortController();
    const wait = caught(connect().waitForOperation(operation('queued'), { signal: controller.signal }));
    controller.abort();
    expect((await wait).code).toBe('cancelled');
  });

  test('a failure shows the end of the log, fetched without the token', async () => {
    handler = (request, response) =>
      request.url === '/operations/9/logs'
        ? answer(response, 200, `${origin}/file?signature=s3cret`)
        : answer(response, 200, Array.from({ length: 30 }, (_, index) => `line ${index + 1}`).join('\n'));
    const error = await caught(connect().waitForOperation(operation('failed'), { signal }));
    expect(error).toMatchObject({
      name: 'OperationFailedError',
      logTail: Array.from({ length: 20 }, (_, index) => `line ${index + 11}`),
    });
    expect(error.message).toContain('The operation 9 (deploy) failed. The end of its log:');
    expect(received.map(({ headers }) => headers.authorization)).toEqual(['Bearer the-token', undefined]);
  });

  test('the log of a failed operation hides what its request sent', async () => {
    const sent = { type: 'deploy', env: { KEY: 'first "line"\nsecond line' } };
    handler = (_request, response) =>
      answer(response, 200, `started\nenv: ${JSON.stringify(sent.env)}\nfirst "line"\nsecond line\nended`);
    const error = await caught(connect().waitForOperation(operation('failed'), { signal, sent }));
    expect(error).toMatchObject({ logTail: ['started', 'env: {"KEY":"(redacted)"}', '(redacted)', 'ended'] });
  });

  test('a failure is told even when its log cannot be read', async () => {
    handler = (request, response) =>
      request.url === '/operations/9/logs'
        ? answer(response, 200, `${origin}/file?signature=s3cret`)
        : answer(response, 403, 'denied');
    const error = await caught(connect().waitForOperation(operation('failed'), { signal }));
    expect(error.message).toContain('Its log could not be read: GET /operations/9/logs');
    expect(error.message).not.toContain('s3cret');
  });
});
