/** The library as the package has it: in one file, without what its install script compiles. */
import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { loadSsh2 } from '../../lib/ssh';
import { describeWithSshd, TestPortal } from './support/portal';

const root = join(__dirname, '../..');
const file = join(root, 'dist/ssh/ssh2.js');

jest.mock('../../lib/ssh/ssh2', () => jest.requireActual<object>('../../dist/ssh/ssh2.js'));

test('the file needs nothing but Node', () => {
  const text = readFileSync(file, 'utf8');
  const needed = [...text.matchAll(/\brequire\("([^"]+)"\)/g)].map(([, name]) => name!.replace(/^node:/, ''));
  expect(needed).not.toEqual([]);
  expect(needed.filter((name) => !builtinModules.includes(name))).toEqual([]);
});

test('an executable of two parts has it in the second', () => {
  const folder = mkdtempSync(join(tmpdir(), 'executable-'));
  const executable = join(folder, 'executable.cjs');
  const entry = join(__dirname, 'support/executable-main.ts');
  const script = `
    import { bundleExecutable } from ${JSON.stringify(join(root, 'scripts/bundle-provider.mjs'))};
    await bundleExecutable(${JSON.stringify({ entry, file: executable, name: 'executable' })});`;
  execFileSync(process.execPath, ['--input-type=module', '--eval', script], { stdio: 'pipe' });
  const env = { ...process.env, XDG_CACHE_HOME: folder };
  // The second time with the code that the first time has compiled.
  const said = [1, 2].map(() => execFileSync(process.execPath, [executable], { encoding: 'utf8', env }));
  expect(said).toEqual(['logged in\n', 'logged in\n']);
  rmSync(folder, { recursive: true });
});

describeWithSshd('a portal, asked by the library of the package', () => {
  test('lets in and sends data back', async () => {
    expect(loadSsh2()).toBe(jest.requireActual('../../dist/ssh/ssh2.js'));
    const testPortal = await TestPortal.start(['ed25519']);
    const portal = await testPortal.connect();
    const data = randomBytes(3_000_000);
    const channel = await portal.openSocket(testPortal.echo);
    channel.end(data);
    expect((await buffer(channel)).equals(data)).toBe(true);
    await portal.close();
    await testPortal.stop();
  });
});
