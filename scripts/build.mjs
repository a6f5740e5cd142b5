// Builds dist/: the compiled library, and as one file each the provider, what else needs libraries of its own, and the script of release checks.
// Only what is loaded from the package's entries is compiled (see `files` in tsconfig.build.json): what ships is what runs.
//
//   --if-older   builds only where dist/ is missing, or older than what it is made from
import { execFileSync } from 'node:child_process';
import { chmodSync, copyFileSync, existsSync, readdirSync, rmSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundleProvider, bundleScript } from './bundle-provider.mjs';
import { loadOnUse } from './load-on-use.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
if (process.argv.includes('--if-older') && isBuilt()) process.exit();

rmSync(join(root, 'dist'), { recursive: true, force: true });
execFileSync(
  process.execPath,
  [join(root, 'node_modules/typescript/bin/tsc'), '-p', join(root, 'scripts/tsconfig.build.json')],
  {
    stdio: 'inherit',
  },
);
chmodSync(join(root, 'dist/cli/main.js'), 0o755);
loadOnUse(join(root, 'dist/bindings/index.js'));
copyFileSync(join(root, 'lib/emulator/page/page.html'), join(root, 'dist/emulator/page/page.html'));
await bundleProvider(root);
// They take their libraries along, which nothing else that is installed needs.
for (const name of [
  'cli/doctor',
  'cli/drift',
  'cli/graph',
  'cli/reattach',
  'cli/seed',
  'cli/tunnel',
  'definition/index',
  'emulator/control-bodies',
])
  await bundleScript(join(root, `lib/${name}.ts`), join(root, `dist/${name}.js`));
await bundleScript(join(root, 'lib/cli/export.ts'), join(root, 'dist/cli/export.js'), ['./export-synthesis']);
rmSync(join(root, 'dist/cli/export'), { recursive: true });
for (const name of ['fault-forms', 'written-json']) rmSync(join(root, `dist/emulator/${name}.js`));
// The constructs load the rest of the room by itself.
for (const name of readdirSync(join(root, 'dist/definition')).filter(
  (name) => !/^(index|settings|table)\.|\.d\.ts$/.test(name),
))
  rmSync(join(root, 'dist/definition', name));
for (const room of ['api', 'database-users', 'graph', 'plugin', 'provider'])
  rmSync(join(root, 'dist', room), { recursive: true });
// The compiled file asks for the library, which is installed nowhere.
await bundleScript(join(root, 'lib/ssh/ssh2.ts'), join(root, 'dist/ssh/ssh2.js'));
await bundleScript(join(root, 'lib/release-check/main.ts'), join(root, 'dist/release-check/release-check.cjs'));

/** Compares with what the build writes first and last. Directories count: a file that is gone changes its directory. */
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
