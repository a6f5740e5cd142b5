/** The page in a real browser. */
import { existsSync } from 'node:fs';
import { chromium, type Browser, type Page } from 'playwright-core';
import { startLocalPlatform, type LocalPlatform } from '../../lib/emulator';
import { Client, World } from './support/client';
import { eventually } from '../support/eventually';

jest.setTimeout(60_000);

const executable = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(existsSync);
if (executable === undefined) console.warn('skipped: the page in a browser, since there is no Chromium in /usr/bin');
const inBrowser = executable === undefined ? describe.skip : describe;

let platform: LocalPlatform;
let world: World;
let account: number;

beforeEach(async () => {
  platform = await startLocalPlatform({ images: { 'acme/web': ['web', 'worker'] } });
  world = new World(Client.of(platform));
  account = await world.environment('acme-staging');
  const app = await world.app(account, 'storefront');
  await world.operation(`/apps/${app}`, { type: 'deploy', settings: { APTIBLE_DOCKER_IMAGE: 'acme/web:1' } });
  await world.provisionedDatabase(account, 'ledger');
});
afterEach(() => platform.stop());

inBrowser('in Chromium', () => {
  let browser: Browser;
  let page: Page;
  const problems: string[] = [];

  beforeAll(async () => {
    browser = await chromium.launch({ executablePath: executable, args: ['--no-sandbox'] });
  });
  afterAll(() => browser.close());

  beforeEach(async () => {
    page = await (await browser.newContext({ viewport: { width: 1100, height: 900 } })).newPage();
    page.on('pageerror', (error) => problems.push(error.message));
    page.on('console', (message) => {
      // A browser reports every answer of 401, which is how the page learns that it has to log in.
      if (message.type() === 'error' && !message.text().includes('401')) problems.push(message.text());
    });
  });
  afterEach(async () => {
    await page.context().close();
    expect(problems.splice(0)).toEqual([]);
  });

  const environment = () => page.getByRole('region', { name: 'Environment acme-staging' });
  const row = (name: string) => page.getByRole('row').filter({ hasText: name });
  const connectionUrl = (): string => platform.control.list('database')[0]!.connection_url!;

  test('the printed link shows the environment with its apps and databases, and leaves no key in the address', async () => {
    await page.goto(platform.pageUrl);
    await environment().waitFor();
    expect(page.url()).toBe(`${platform.url}/`);
    expect(await environment().getByRole('row', { name: 'storefront' }).innerText()).toBe(
      'storefront\tprovisioned\t\nweb: 1 × 1024 MB\nworker: 1 × 1024 MB',
    );
    expect(await row('ledger').first().innerText()).toContain('postgresql 16, 10 GB');
  });

  test('the link works once, the login stays', async () => {
    await page.goto(platform.pageUrl);
    await environment().waitFor();
    await page.reload();
    await environment().waitFor();
    const other = await (await browser.newContext()).newPage();
    await other.goto(platform.pageUrl);
    await other.getByRole('heading', { name: 'Log in' }).waitFor();
    expect(await other.getByText('acme-staging').count()).toBe(0);
    await other.context().close();
  });

  test('without the link, the token lets in, and nothing else does', async () => {
    await page.goto(platform.url);
    await page.getByLabel('Access token').fill('wrong');
    await page.getByRole('button', { name: 'Log in' }).click();
    await page.getByText('This token is not accepted.').waitFor();
    await page.getByLabel('Access token').fill(platform.token);
    await page.getByRole('button', { name: 'Log in' }).click();
    await environment().waitFor();
    expect(await page.getByRole('heading', { name: 'Log in' }).isVisible()).toBe(false);
  });

  test('credentials are hidden until Reveal, and again after Hide', async () => {
    await page.goto(platform.pageUrl);
    await environment().waitFor();
    expect(await page.content()).not.toContain(new URL(connectionUrl()).password);
    await page.getByRole('button', { name: 'Reveal the credentials of ledger' }).click();
    await page.getByText(connectionUrl()).waitFor();
    await page.getByRole('button', { name: 'Hide the credentials of ledger' }).click();
    await page.getByRole('button', { name: 'Reveal the credentials of ledger' }).waitFor();
    expect(await page.content()).not.toContain(new URL(connectionUrl()).password);
  });

  test('a running operation shows its progress, and what it made when it is done, without a reload', async () => {
    await page.goto(platform.pageUrl);
    await environment().waitFor();
    platform.control.setTiming({ durationMs: 100_000 });
    const database = await world.database(account, 'second');
    await world.made(`/databases/${database}/operations`, { type: 'provision' });
    const running = page.getByRole('region', { name: 'Running operations' });
    await running.getByText('provision database second').waitFor();
    await platform.clock.advance(40_000);
    await eventually(async () => {
      const value = Number(await running.getByRole('progressbar').getAttribute('value'));
      return value > 0.39 && value < 0.6;
    });
    await platform.clock.advance(60_000);
    await running.getByText('None.').waitFor();
    await environment().getByRole('row', { name: 'second provisioned' }).waitFor();
    await page
      .getByRole('region', { name: 'Recent operations' })
      .getByRole('row', { name: 'provision database second succeeded' })
      .waitFor();
  });

  test('endpoints and drains are there, and names are only ever text', async () => {
    const [service] = platform.control.list('service', { account_id: account });
    const vhost = await world.made(`/services/${service!.id}/vhosts`, { type: 'http', default: true });
    await world.operation(`/vhosts/${vhost}`, { type: 'provision' });
    const drain = await world.made(`/accounts/${account}/log_drains`, {
      handle: 'paper',
      drain_type: 'syslog_tls_tcp',
      drain_host: 'logs.example.com',
      drain_port: 514,
    });
    await world.operation(`/log_drains/${drain}`, { type: 'provision' });
    platform.control.change('app', platform.control.list('app')[0]!.id, { handle: '<img src=x onerror=alert(1)>' });
    await page.goto(platform.pageUrl);
    await environment().getByText('http endpoint').waitFor();
    await environment().getByText('logs to syslog_tls_tcp').waitFor();
    await environment().getByText('<img src=x onerror=alert(1)>').waitFor();
    if (process.env['PAGE_SCREENSHOT']) await page.screenshot({ path: process.env['PAGE_SCREENSHOT'], fullPage: true });
  });

  test('it says so when the local platform is gone', async () => {
    await page.goto(platform.pageUrl);
    await environment().waitFor();
    await platform.stop();
    await page.getByText('The local platform does not answer.').waitFor();
    problems.length = 0; // the browser reports the refused connection
  });
});

describe('by hand', () => {
  const get = (path: string, headers: Record<string, string> = {}) => fetch(platform.url + path, { headers });
  const open = (body: object, headers: Record<string, string> = { 'content-type': 'application/json' }) =>
    fetch(`${platform.url}/_page/session`, { method: 'POST', headers, body: JSON.stringify(body) });
  const keyOf = (url: string): string => new URL(url).hash.replace('#key=', '');

  test('a browser gets the page, a client the root of the API', async () => {
    const page = await get('/', { accept: 'text/html,application/xhtml+xml' });
    expect([page.status, page.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
    expect((await get('/', { accept: 'application/hal+json' })).headers.get('content-type')).toContain('json');
    expect((await get('/')).headers.get('content-type')).toContain('json');
  });

  test('nothing is told without a session', async () => {
    const [database] = platform.control.list('database');
    const paths = ['/_page/state', `/_page/databases/${database!.id}/credentials`, '/_page/nothing'];
    for (const path of paths) {
      const bearer: Record<string, string> = { authorization: `Bearer ${platform.token}` };
      const none: Record<string, string> = {};
      for (const headers of [none, bearer, { cookie: `local-platform-${new URL(platform.url).port}=` }]) {
        expect([path, (await get(path, headers)).status]).toEqual([path, 401]);
      }
    }
  });

  test('the key works once, and only as JSON', async () => {
    const key = keyOf(platform.pageUrl);
    expect((await open({ key }, { 'content-type': 'text/plain' })).status).toBe(415);
    expect((await open({ key: `${key}x` })).status).toBe(401);
    const opened = await open({ key });
    expect(opened.status).toBe(200);
    expect(opened.headers.get('set-cookie')).toMatch(
      /^local-platform-\d+=[\w-]{32}; HttpOnly; SameSite=Strict; Path=\/_page$/,
    );
    expect((await open({ key })).status).toBe(401);
  });

  test('the state holds no secret', async () => {
    const cookie = (await open({ token: platform.token })).headers.get('set-cookie')!.split(';')[0]!;
    const text = await (await get('/_page/state', { cookie })).text();
    const [database] = platform.control.list('database');
    for (const secret of [platform.token, platform.password, database!.passphrase]) expect(text).not.toContain(secret);
    expect(text).toContain('ledger');
  });

  test('the state has a section for each kind that the page shows, with a row for each record', async () => {
    const drain = await world.made(`/accounts/${account}/metric_drains`, {
      handle: 'metrics',
      drain_type: 'datadog',
      drain_configuration: { api_key: 'key' },
    });
    const [app] = platform.control.list('app');
    const [database] = platform.control.list('database');
    const [tail] = platform.control.list('log_drain');
    const [service] = platform.control.list('service', { app_id: app!.id });
    await world.made(`/services/${service!.id}/vhosts`, { type: 'tcp', user_domain: 'www.example.com' });
    const cookie = (await open({ token: platform.token })).headers.get('set-cookie')!.split(';')[0]!;
    const state = (await (await get('/_page/state', { cookie })).json()) as { environments: unknown };
    expect(state.environments).toEqual([
      {
        id: account,
        handle: 'acme-staging',
        stack: 'shared-us-east-1',
        sections: {
          Apps: [
            {
              id: app!.id,
              handle: 'storefront',
              status: 'provisioned',
              lines: ['web: 1 × 1024 MB', 'worker: 1 × 1024 MB'],
              endpoints: [{ host: 'www.example.com', type: 'tcp', status: 'pending' }],
            },
          ],
          Databases: [
            {
              id: database!.id,
              handle: 'ledger',
              status: 'provisioned',
              lines: ['postgresql 16, 10 GB'],
              endpoints: [],
              hasCredentials: true,
            },
          ],
          Drains: [
            { id: tail!.id, handle: `tail-${account}`, status: 'provisioned', lines: ['logs to tail'] },
            { id: drain, handle: 'metrics', status: 'pending', lines: ['metrics to datadog'] },
          ],
        },
      },
    ]);
  });

  test('looking at the page is neither recorded nor counted as a poll', async () => {
    platform.control.setTiming({ polls: 1 });
    const database = await world.database(account, 'polled');
    const operation = await world.made(`/databases/${database}/operations`, { type: 'provision' });
    const before = platform.requests.length;
    const cookie = (await open({ token: platform.token })).headers.get('set-cookie')!.split(';')[0]!;
    await get('/_page/state', { cookie });
    expect(platform.requests.length).toBe(before);
    expect(platform.control.list('operation', { id: operation })[0]!.status).toBe('running');
  });
});
