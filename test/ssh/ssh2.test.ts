/** The library as the package has it: in one file, without what its install script compiles. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const root = join(__dirname, '../..');
const file = join(root, 'dist/ssh/ssh2.js');

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
  expect(execFileSync(process.execPath, [executable], { encoding: 'utf8', env })).toBe('logged in\n');
  rmSync(folder, { recursive: true });
});
