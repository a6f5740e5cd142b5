// Builds dist/: the compiled library, and as one file each the provider and the script of release checks. Only what is loaded from
// the package's entries is compiled (see `files` in tsconfig.build.json): what ships is what runs.
import { execFileSync } from 'node:child_process';
import { chmodSync, copyFileSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundleProvider, bundleScript } from './bundle-provider.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');

rmSync(join(root, 'dist'), { recursive: true, force: true });
execFileSync(
  process.execPath,
  [join(root, 'node_modules/typescript/bin/tsc'), '-p', join(root, 'scripts/tsconfig.build.json')],
  {
    stdio: 'inherit',
  },
);
chmodSync(join(root, 'dist/cli/main.js'), 0o755);
copyFileSync(join(root, 'lib/emulator/page/page.html'), join(root, 'dist/emulator/page/page.html'));
await bundleProvider(root);
await bundleScript(join(root, 'lib/release-check/main.ts'), join(root, 'dist/release-check/release-check.cjs'));
