/** Which requests need a token, and what one that is not valid gets. */
import { startLocalPlatform, type LocalPlatform } from '../../lib/emulator';
import { routes } from '../../lib/emulator/resources';
import { Client, elementsOf, World } from './support/client';
import { isListed, open } from './support/open-requests';

let platform: LocalPlatform;
let client: Client;
beforeAll(async () => {
  platform = await startLocalPlatform({ control: true });
  client = Client.of(platform);
});
afterAll(() => platform.stop());

const control = ['POST /_local/reset', 'GET /_local/snapshot', 'POST /_local/faults', 'DELETE /_local/records/app/1'];
const others = [...routes.map(({ method, path }) => `${method} ${path.replace(/\{\w+\}/g, '1')}`), ...control].filter(
  (request) => !isListed(open, ...(request.split(' ') as [string, string])),
);

test('each request that is not listed as open is refused without a token, and with one that is not valid', async () => {
  const [anonymous, stranger] = [new Client(platform.url, undefined), new Client(platform.url, 'other')];
  const answered = await Promise.all(
    others.map(async (request) => {
      const [method, path] = request.split(' ') as [string, string];
      const answers = [await anonymous.send(method, path), await stranger.send(method, path)];
      return [request, ...answers.map(({ status, body }) => `${status} ${String(body['error'])}`)];
    }),
  );
  expect(answered).toEqual(others.map((request) => [request, '401 unauthorized', '401 invalid_token']));
});

test.each([
  ['without a token', undefined],
  // What wants no token does not look at one.
  ['with a token that is not valid', 'other'],
])('each request that is listed as open is answered %s', async (_, token) => {
  const world = new World(client);
  const app = await world.app(await world.environment(`of-${token}`));
  const operation = await world.made(`/apps/${app}/operations`, { type: 'configure', env: { A: '1' } });
  const { text: log } = await client.get(`/operations/${operation}/logs`);
  const [image] = elementsOf((await client.get('/database_images')).body);
  const login = { grant_type: 'password', username: platform.username, password: platform.password };
  const sent: Readonly<Record<string, [path: string, body?: object]>> = {
    'GET /database_images': ['/database_images'],
    'GET /database_images/{id}': [`/database_images/${image!.id}`],
    'GET /': ['/'],
    'GET /operation_logs/{id}': [log],
    'POST /tokens': ['/tokens', login],
  };
  const user = new Client(platform.url, token);
  const statuses = await Promise.all(
    open.map(async (request) => {
      const [path, body] = sent[request]!;
      return [request, (await user.send(request.split(' ')[0]!, path, body)).status];
    }),
  );
  expect(statuses).toEqual(open.map((request) => [request, request === 'POST /tokens' ? 201 : 200]));
});
