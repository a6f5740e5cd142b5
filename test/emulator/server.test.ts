import { once } from 'node:events';
import { request as httpRequest } from 'node:http';
import { connect } from 'node:net';
import { Agent, fetch } from 'undici';
import { startLocalPlatform, type LocalPlatform, type LocalPlatformOptions } from '../../lib/emulator';
import { eventually } from '../support/eventually';
import { Client, elementsOf, hrefOf, World, type Shown } from './support/client';

let platform: LocalPlatform;
let client: Client;
let world: World;

async function start(options: LocalPlatformOptions = {}): Promise<void> {
  platform = await startLocalPlatform(options);
  client = Client.of(platform);
  world = new World(client);
}
afterEach(() => platform.stop());

describe('tokens', () => {
  test('the platform takes the one that it was started with, those of logins, and no other', async () => {
    await start({ token: 'given' });
    const anonymous = new Client(platform.url, undefined);
    const login = await anonymous.post('/tokens', {
      grant_type: 'password',
      username: platform.username,
      password: platform.password,
    });
    const statuses = await Promise.all(
      ['given', login.body.access_token as string, 'other'].map(
        async (token) => (await new Client(platform.url, token).get('/stacks')).status,
      ),
    );
    expect(statuses).toEqual([200, 200, 401]);
  });

  test('one that ran out is refused', async () => {
    await start({ clock: 'stopped' });
    const login = await client.post('/tokens', {
      grant_type: 'password',
      username: platform.username,
      password: platform.password,
      expires_in: 60,
    });
    const user = new Client(platform.url, login.body.access_token as string);
    expect((await user.get('/stacks')).status).toBe(200);
    await platform.clock.advance(60_000);
    expect(await user.get('/stacks')).toMatchObject({ status: 401, body: { code: 401, error: 'expired_token' } });
  });

  test('are in the form that clients look into: a JWT whose subject is the user', async () => {
    await start();
    const claims = JSON.parse(Buffer.from(platform.token.split('.')[1]!, 'base64url').toString()) as { sub: string };
    expect(claims).toMatchObject({ iss: platform.url, scope: 'manage', email: platform.username });
    expect((await client.get(claims.sub)).body.email).toBe(platform.username);
  });
});

describe('addresses', () => {
  test('are on the host that the client used, with five parts', async () => {
    await start();
    const environment = await world.environment();
    const answer = await new Promise<string>((resolve, reject) => {
      const { port } = new URL(platform.url);
      const sent = httpRequest(
        {
          host: '127.0.0.1',
          port,
          path: `/accounts/${environment}`,
          headers: {
            host: 'api.example.com',
            'x-forwarded-proto': 'https',
            authorization: `Bearer ${platform.token}`,
          },
        },
        (response) => {
          let text = '';
          response.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
          response.on('end', () => resolve(text));
        },
      );
      sent.on('error', reject).end();
    });
    expect(hrefOf(JSON.parse(answer) as Shown, 'stack').split('/')).toEqual([
      'https:',
      '',
      'api.example.com',
      'stacks',
      expect.stringMatching(/^\d+$/),
    ]);
  });
});

test('over HTTPS, its certificate is good for its address, and all addresses that it gives say so', async () => {
  await start({ https: true });
  const dispatcher = new Agent({ connect: { ca: platform.certificate } });
  const headers = { authorization: `Bearer ${platform.token}` };
  const answer = (await (await fetch(`${platform.url}/stacks`, { dispatcher, headers })).json()) as Shown;
  await dispatcher.close();
  const [stack] = elementsOf(answer);
  expect(platform.url).toMatch(/^https:\/\/127\.0\.0\.1:\d+$/);
  expect(hrefOf(stack!, 'self')).toBe(`${platform.url}/stacks/${stack!.id}`);
  await expect(fetch(platform.url)).rejects.toMatchObject({ cause: { code: 'DEPTH_ZERO_SELF_SIGNED_CERT' } });
});

describe('bodies', () => {
  test.each([
    ['application/json; charset=utf-8', '{"handle":"web"}'],
    ['application/hal+json', '{"handle":"web"}'],
    ['application/x-www-form-urlencoded', 'handle=web'],
  ])('are read as %s', async (contentType, body) => {
    await start();
    const answer = await client.send('POST', `/accounts/${await world.environment()}/apps`, body, {
      'content-type': contentType,
    });
    expect([answer.status, answer.body.handle, answer.headers.get('content-type')]).toEqual([
      201,
      'web',
      'application/hal+json',
    ]);
  });

  test('of more than 10 MiB are refused', async () => {
    await start();
    const answer = await client.post('/accounts', { handle: 'x'.repeat(11 * 1024 * 1024) });
    expect([answer.status, answer.body.error]).toEqual([413, 'payload_too_large']);
  });
});

describe('collections', () => {
  test('are complete and without repetition, whatever the page size', async () => {
    await start();
    const environment = await world.environment();
    for (let index = 0; index < 7; index++) await world.app(environment, `app-${index}`);
    for (const perPage of [1, 2, 3, 7, 5000]) {
      const handles: string[] = [];
      let next: string | undefined = `/accounts/${environment}/apps?per_page=${perPage}`;
      while (next !== undefined) {
        const { body } = await client.get(next);
        expect([body.total_count, body.per_page]).toEqual([7, perPage]);
        handles.push(...elementsOf(body).map((each) => each.handle));
        next = body._links.next?.href;
      }
      expect(handles).toEqual(Array.from({ length: 7 }, (_, index) => `app-${index}`));
    }
  });

  test('have the default page size that the platform was started with', async () => {
    await start({ pageSize: 3 });
    const { body } = await client.get('/database_images');
    expect([elementsOf(body).length, body.per_page, body.current_page]).toEqual([3, 3, 1]);
    expect(hrefOf(body, 'next')).toBe(`${platform.url}/database_images?page=2`);
  });

  test('name themselves where a client creates in them', async () => {
    await start();
    const environment = await world.environment();
    const { body } = await client.get(`/accounts/${environment}/apps?per_page=1`);
    expect((await client.send('POST', hrefOf(body, 'self'), { handle: 'web' })).status).toBe(201);
  });
});

describe('what is recorded of requests', () => {
  test('is method, path, query, whether secrets are wanted, body and status, in their order', async () => {
    await start();
    await client.get('/stacks?page=2', { prefer: 'no_sensitive_extras=true' });
    await client.post('/accounts', { handle: 'acme' });
    expect(platform.requests).toEqual([
      { method: 'GET', path: '/stacks', query: { page: '2' }, withSecrets: false, body: undefined, status: 200 },
      { method: 'POST', path: '/accounts', query: {}, withSecrets: true, body: { handle: 'acme' }, status: 422 },
    ]);
  });
});

describe('strange requests', () => {
  const raw = async (text: string): Promise<string> => {
    const { hostname, port } = new URL(platform.url);
    const socket = connect(Number(port), hostname);
    socket.write(`${text}\r\nHost: x\r\nConnection: close\r\nAuthorization: Bearer ${platform.token}\r\n\r\n`);
    let answer = '';
    for await (const chunk of socket) answer += String(chunk);
    return answer.split('\r\n')[0]!;
  };

  test.each(['//', '///', '//stacks', 'http://[', '*', '/%'])('GET %s is answered with 404', async (target) => {
    const reported: string[] = [];
    await start({ report: (line) => reported.push(line) });
    expect(await raw(`GET ${target} HTTP/1.1`)).toBe('HTTP/1.1 404 Not Found');
    expect(reported).toEqual([]);
  });

  test('an address that names the host, as for a proxy, is answered', async () => {
    await start();
    expect(await raw('GET http://x/stacks HTTP/1.1')).toBe('HTTP/1.1 200 OK');
  });

  test('a client that goes away in the middle of its body is not an error', async () => {
    const reported: string[] = [];
    await start({ report: (line) => reported.push(line) });
    const { hostname, port } = new URL(platform.url);
    const socket = connect(Number(port), hostname);
    socket.write(`POST /accounts HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n{`);
    await eventually(() => platform.requests.length === 1);
    socket.destroy();
    await once(socket, 'close');
    expect((await client.get('/stacks')).status).toBe(200);
    expect(reported).toEqual([]);
  });
});

test('a connection that never says anything does not keep an https platform from stopping', async () => {
  await start({ https: true });
  const { hostname, port } = new URL(platform.url);
  const socket = connect(Number(port), hostname);
  await once(socket, 'connect');
  const closed = once(socket, 'close');
  await platform.stop();
  await closed;
  await start();
});

test('nothing is recorded where the platform is told so', async () => {
  await start({ recordRequests: false });
  expect((await client.get('/stacks')).status).toBe(200);
  expect(platform.requests).toEqual([]);
});

describe('a fault', () => {
  let environment: number;
  const apps = async (): Promise<number> => (await client.get(`/accounts/${environment}/apps`)).body.total_count;
  const create = (handle: string): ReturnType<Client['post']> =>
    client.post(`/accounts/${environment}/apps`, { handle });
  const request = { method: 'POST', path: '/accounts/*/apps' };

  beforeEach(async () => {
    await start();
    environment = await world.environment();
  });

  test('with a status refuses once, and nothing has happened', async () => {
    platform.control.failNext({ request, status: 429, error: 'rate_limited', headers: { 'retry-after': '1' } });
    const refused = await create('web');
    expect([refused.status, refused.headers.get('retry-after'), refused.body]).toEqual([
      429,
      '1',
      { code: 429, error: 'rate_limited', message: 'Told to fail with 429' },
    ]);
    expect(await apps()).toBe(0);
    expect((await create('web')).status).toBe(201);
  });

  test('strikes as often as it says, and only the requests that it names', async () => {
    platform.control.failNext({ request, status: 500, times: 2 });
    expect(await apps()).toBe(0);
    expect([(await create('web')).status, (await create('web')).status, (await create('web')).status]).toEqual([
      500, 500, 201,
    ]);
  });

  test('drops the connection before the request has its effect', async () => {
    platform.control.failNext({ request, drop: 'before' });
    await expect(create('web')).rejects.toThrow('fetch failed');
    expect(await apps()).toBe(0);
    expect(platform.requests.at(-2)).toMatchObject({ method: 'POST', status: undefined });
  });

  test('drops the connection after the request had its effect', async () => {
    platform.control.failNext({ request, drop: 'after' });
    await expect(create('web')).rejects.toThrow('fetch failed');
    expect(await apps()).toBe(1);
  });

  test('cuts the answer in half', async () => {
    platform.control.failNext({ request, truncate: true });
    await expect(create('web')).rejects.toThrow('terminated');
    expect(await apps()).toBe(1);
  });

  test('delays the answer', async () => {
    platform.control.failNext({ request, delayMs: 50 });
    const order: string[] = [];
    await Promise.all([
      create('web').then(() => order.push('late')),
      client.get('/stacks').then(() => order.push('at once')),
    ]);
    expect(order).toEqual(['at once', 'late']);
  });
});

describe('stop', () => {
  test('ends connections that are kept', async () => {
    await start();
    await client.get('/stacks');
    await platform.stop();
    await expect(client.get('/stacks')).rejects.toThrow('fetch failed');
  });
});
