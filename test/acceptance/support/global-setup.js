const { execFileSync } = require('node:child_process');
const { existsSync, readdirSync, statSync } = require('node:fs');
const { join } = require('node:path');

const root = join(__dirname, '../../..');

/** Builds dist/, once a run, unless it is younger than today's sources: the tests of what users install run it. */
module.exports = async function globalSetup() {
  if (isBuilt()) return;
  execFileSync(process.execPath, [join(root, 'scripts/build.mjs')], { stdio: 'inherit' });
};

/** By what the build writes first and last. Directories count: a file that is gone changes its directory. */
function isBuilt() {
  const [first, last] = ['dist/index.js', 'dist/release-check/release-check.cjs'].map((name) => join(root, name));
  if (!existsSync(first) || !existsSync(last)) return false;
  const sources = ['lib', 'scripts', 'tsconfig.json', 'package.json', 'package-lock.json'].map((name) =>
    join(root, name),
  );
  const all = sources.flatMap((path) => [
    path,
    ...(statSync(path).isDirectory() ? readdirSync(path, { recursive: true }).map((name) => join(path, name)) : []),
  ]);
  return Math.max(...all.map((path) => statSync(path).mtimeMs)) < statSync(first).mtimeMs;
}
