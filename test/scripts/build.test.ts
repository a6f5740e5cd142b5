import { spawnSync } from 'node:child_process';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

const root = join(__dirname, '../..');

/** A project without a source, so that a build, which begins with the removal of dist, ends there. */
let project: string;
beforeEach(() => {
  project = mkdtempSync(join(tmpdir(), 'build-'));
  for (const name of ['build.mjs', 'bundle-provider.mjs', 'notices.mjs', 'provider-bootstrap.cjs']) {
    mkdirSync(join(project, 'scripts'), { recursive: true });
    copyFileSync(join(root, 'scripts', name), join(project, 'scripts', name));
  }
  symlinkSync(join(root, 'node_modules'), join(project, 'node_modules'));
  for (const name of ['tsconfig.json', 'package.json', 'package-lock.json', 'lib/api/client.ts']) write(name);
  for (const name of ['dist/index.js', 'dist/release-check/release-check.cjs']) write(name, 10);
});
afterEach(() => rmSync(project, { recursive: true }));

function write(name: string, secondsFromNow = -10): void {
  const path = join(project, name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, '{}');
  const time = Date.now() / 1000 + secondsFromNow;
  utimesSync(path, time, time);
}

const builds = (...args: string[]): boolean => {
  spawnSync(process.execPath, [join(project, 'scripts/build.mjs'), ...args]);
  return !existsSync(join(project, 'dist'));
};

test('--if-older builds nothing where dist is younger than all that it is made from', () => {
  expect(builds('--if-older')).toBe(false);
  expect(builds()).toBe(true);
});

test.each<[string, () => void]>([
  ['dist is missing', () => rmSync(join(project, 'dist'), { recursive: true })],
  ['a build ended in the middle', () => rmSync(join(project, 'dist/release-check'), { recursive: true })],
  ['a source changed', () => write('lib/api/client.ts', 20)],
  ['a dependency changed', () => write('package-lock.json', 20)],
])('--if-older builds where %s', (_what, change) => {
  change();
  expect(builds('--if-older')).toBe(true);
});
