/** What the bundle has of undici, which is not all. */
import { execFile, execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const folder = mkdtempSync(join(tmpdir(), 'bundle-'));
const program = join(folder, 'requests.cjs');
const platform = createServer((request, response) => response.end(JSON.stringify({ path: request.url })));
const tunnels: string[] = [];
/** Leads to the platform, whatever it is asked for. */
const proxy = createServer().on('connect', (request, socket: Socket) => {
  tunnels.push(request.url!);
  const toPlatform = connect(portOf(platform), '127.0.0.1', () => {
    socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
    socket.pipe(toPlatform).pipe(socket);
  });
  for (const each of [socket, toPlatform]) each.on('error', () => each.destroy());
});

const portOf = (server: Server): number => (server.address() as AddressInfo).port;

beforeAll(async () => {
  const script = `
    import { bundleExecutable } from ${JSON.stringify(join(__dirname, '../../scripts/bundle-provider.mjs'))};
    await bundleExecutable(${JSON.stringify({ entry: join(__dirname, 'support/requests-main.ts'), file: program, name: 'requests' })});`;
  execFileSync(process.execPath, ['--input-type=module', '--eval', script], { stdio: 'pipe' });
  for (const server of [platform, proxy]) await once(server.listen(0, '127.0.0.1'), 'listening');
}, 30_000);

afterAll(() => {
  for (const server of [platform, proxy]) server.close();
  rmSync(folder, { recursive: true });
});

async function ask(url: string): Promise<unknown> {
  const HTTP_PROXY = `http://127.0.0.1:${portOf(proxy)}`;
  const env = { PATH: process.env['PATH'], XDG_CACHE_HOME: folder, HTTP_PROXY };
  const { stdout } = await promisify(execFile)(process.execPath, [program, url], { env });
  return JSON.parse(stdout);
}

test('a platform elsewhere is reached through a proxy, and one on this machine past it', async () => {
  expect(await ask('http://api.example.com/apps')).toMatchObject({ status: 200, text: '{"path":"/apps"}' });
  expect(await ask(`http://127.0.0.1:${portOf(platform)}/databases`)).toMatchObject({
    status: 200,
    text: '{"path":"/databases"}',
  });
  expect(tunnels).toEqual(['api.example.com:80']);
});
