// Builds dist/: the compiled library, and the provider as one executable file.
import { execFileSync } from 'node:child_process';
import { chmodSync, copyFileSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundleProvider } from './bundle-provider.mjs';

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
