import { createServer, type IncomingMessage, type RequestListener, type Server, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { checkRelease } from '../../lib/release-check/check';
import type { Expectation } from '../../lib/schema/release-check';
import { issue } from '../support/certificates';

let requests: IncomingMessage[];
let lines: string[];
let servers: Server[];

beforeEach(() => {
  requests = [];
  lines = [];
  servers = [];
});
afterEach(() => Promise.all(servers.map(close)));

const close = (server: Server) =>
  new Promise((resolve) => {
    server.close(resolve);
    server.closeAllConnections();
  });

async function listen(server: Server): Promise<number> {
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}

/** A release that gives these answers, one after the other, and the last one from then on. */
async function release(...answers: ((response: ServerResponse) => void)[]): Promise<string> {
  const answer: RequestListener = (request, response) => {
    requests.push(request);
    answers[Math.min(requests.length, answers.length) - 1]!(response);
  };
  return `http://127.0.0.1:${await listen(createServer(answer))}/`;
}

const says =
  (status: number, body = '', headers = {}) =>
  (response: ServerResponse) =>
    void response.writeHead(status, headers).end(body);

const told = {
  status: 200,
  bodyContains: undefined,
  bodyPattern: undefined,
  headers: {},
  secretHeaders: {},
  deadlineSeconds: 10,
  intervalSeconds: 0.02,
  requestTimeoutSeconds: 5,
};
const soon = { deadlineSeconds: 0.3 };

const check = (url: string, expectation: Partial<Expectation> = {}) =>
  checkRelease({ ...told, url, ...expectation }, (line) => lines.push(line));

async function refusal(url: string, expectation: Partial<Expectation> = {}): Promise<string> {
  const outcome = await check(url, { ...soon, ...expectation }).then(
    () => 'it was accepted',
    (error: unknown) => (error as Error).message,
  );
  // How often it is asked is a matter of time.
  return outcome.replaceAll(/^ {2}(once|\d+ times)/gm, '  N times').replaceAll(url, 'URL');
}

const runsAllTheSame = 'The release is running all the same; the next apply checks it again.';
const seeLogs =
  'Look at the logs of the app (aptible logs --app HANDLE), then deploy an image or a configuration that answers, or correct what the check ' +
  `expects. Redirects are not followed. ${runsAllTheSame}`;

test('an answer as told ends the check at once', async () => {
  const url = await release(says(200, 'it is ok, v2'));
  await check(url, {
    bodyContains: 'is ok',
    bodyPattern: 'v\\d$',
    headers: { Accept: 'text/plain' },
    secretHeaders: { 'X-Key': 'abc' },
  });
  expect(lines).toEqual([`GET ${url}: status 200, body "it is ok, v2"`]);
  expect(
    requests.map(({ method, headers }) => [method, headers.accept, headers['x-key'], headers['user-agent']]),
  ).toEqual([['GET', 'text/plain', 'abc', 'cdktf-aptible']]);
});

test('it is asked again until it answers as told; each answer that differs is reported once', async () => {
  const url = await release(says(503, 'starting'), says(503, 'starting'), says(200), says(200, 'ok'));
  await check(url, { bodyContains: 'ok' });
  expect(lines).toEqual([
    `GET ${url}: status 503, body "starting"`,
    `GET ${url}: status 200, no body`,
    `GET ${url}: status 200, body "ok"`,
  ]);
});

test('another status, at the end: all that was received, what was expected and what to do', async () => {
  const url = await release(says(503, 'starting'), says(302, '', { location: '/login' }));
  expect(await refusal(url, { bodyContains: 'ok', bodyPattern: '^o', deadlineSeconds: 2, intervalSeconds: 0.5 })).toBe(
    `The release did not answer as told within 2 s: GET URL
Expected: status 200, a body that contains "ok", a body that matches /^o/
Received:
  N times: status 503, body "starting"
  N times: status 302 to /login, no body
${seeLogs}`,
  );
});

test.each<[string, Partial<Expectation>]>([
  ['a body without the text', { bodyContains: 'ok' }],
  ['a body that the pattern does not match', { bodyPattern: '^ok$' }],
  ['a status that is not the one', { status: 204 }],
])('%s is refused', async (_, expectation) => {
  expect(await refusal(await release(says(200, 'no')), expectation)).toContain(
    'Received:\n  N times: status 200, body "no"\n',
  );
});

test('of a long body the beginning is shown; a text behind it is found', async () => {
  const url = await release(says(200, `${'a'.repeat(5000)}ok`));
  await check(url, { bodyContains: 'ok' });
  expect(lines).toEqual([`GET ${url}: status 200, a body that begins with "${'a'.repeat(300)}"`]);
});

test('secret headers are hidden where the answer repeats them', async () => {
  const url = await release((response) =>
    says(401, `you sent ${requests.at(-1)!.headers.authorization}${'x'.repeat(300)}`, { location: '/?key=s3cr3t-key' })(
      response,
    ),
  );
  const message = await refusal(url, { secretHeaders: { Authorization: 'Bearer s3cr3t-key' } });
  expect(message).toContain('status 401 to /?key=(hidden), a body that begins with "you sent (hidden)xxx');
  expect(lines.join('\n') + message).not.toContain('s3cr');
});

test('a connection that is refused', async () => {
  const url = await release(says(200));
  await Promise.all(servers.splice(0).map(close));
  expect(await refusal(url)).toBe(
    `The release did not answer as told within 0.3 s: GET URL
Expected: status 200
Received:
  N times: connect ECONNREFUSED ${new URL(url).host}
Check that this machine reaches the endpoint (ipFiltering, internal, HTTPS_PROXY) and that the app listens on its port. ${seeLogs}`,
  );
});

test('a host name that does not exist', async () => {
  expect(await refusal('http://release.invalid/')).toMatch(
    /: getaddrinfo (ENOTFOUND|EAI_AGAIN) release\.invalid\nCheck that the DNS record of the domain exists\./,
  );
});

test('an answer that does not come in time', async () => {
  const url = await release(() => undefined);
  expect(await refusal(url, { requestTimeoutSeconds: 0.1 })).toContain(
    'Received:\n  N times: no answer within 0.1 s\n',
  );
});

test('a body that does not end in time', async () => {
  const url = await release((response) => void response.writeHead(200).write('o'));
  expect(await refusal(url, { requestTimeoutSeconds: 0.1 })).toContain(
    'Received:\n  N times: no answer within 0.1 s\n',
  );
});

test('a certificate that is not trusted', async () => {
  const { certificate, key } = issue({ name: 'localhost' });
  const port = await listen(createTlsServer({ cert: certificate, key }));
  expect(await refusal(`https://127.0.0.1:${port}/`)).toMatch(
    /Received:\n {2}N times: self-signed certificate \(DEPTH_ZERO_SELF_SIGNED_CERT\)\nIts certificate is not one that this machine trusts: .*NODE_EXTRA_CA_CERTS/,
  );
});

test('a pattern that is not one', async () => {
  expect(await refusal(await release(says(200)), { bodyPattern: '(' })).toContain(
    'bodyPattern is not a regular expression',
  );
  expect(requests).toEqual([]);
});
