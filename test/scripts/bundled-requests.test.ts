import { execFile, execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const root = join(__dirname, '../..');

test('V8 is in no haste to optimize what reads answers, and its flags are as before: its code cache is for these', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'bundle-'));
  const file = join(folder, 'requests.cjs');
  const script = `
    import { bundleExecutable } from ${JSON.stringify(join(root, 'scripts/bundle-provider.mjs'))};
    await bundleExecutable(${JSON.stringify({ entry: join(__dirname, 'support/requests-main.ts'), file, name: 'requests' })});`;
  execFileSync(process.execPath, ['--input-type=module', '--eval', script], { stdio: 'pipe' });
  const server = createServer((socket) => socket.end('HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}'));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  const env = { PATH: process.env['PATH'], XDG_CACHE_HOME: folder };
  const { stdout } = await promisify(execFile)(process.execPath, [file, url], { env });
  server.close();
  rmSync(folder, { recursive: true });
  expect(JSON.parse(stdout)).toEqual({ answer: { status: 200, text: '{}' }, flags: ['others'], areAsBefore: true });
});
