// Plans with the self-contained provider in a root that has no C library but musl, with a platform that has to be found by its name.
// Where the machine cannot make such a root, it says what is missing.
import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { makeMuslRoot, missingForMusl } from './musl-root.mjs';
import { runtimesOfThisMachine } from './runtimes.mjs';

const require = createRequire(import.meta.url);
const { placeProvider, readProviderPackage, withRuntimes } = require('../../dist/packaging/index.js');
const { startLocalPlatform } = require('../../dist/emulator/index.js');

if (missingForMusl() !== undefined) {
  console.log(`skipped: it needs ${missingForMusl()}`);
  process.exit(0);
}

const root = mkdtempSync(join(tmpdir(), 'musl-'));
const platform = await startLocalPlatform();
try {
  const terraform = makeMuslRoot(root);
  const work = join(root, 'work');
  mkdirSync(work);
  placeProvider(work, [], withRuntimes(readProviderPackage(), runtimesOfThisMachine(root)));
  writeFileSync(
    join(work, 'main.tf'),
    `terraform {
  required_providers {
    aptible = { source = "registry.terraform.io/cdktf-aptible/aptible" }
  }
}
data "aptible_stacks" "all" {}
output "stacks" { value = length(data.aptible_stacks.all.stacks) }
`,
  );
  // By a name, which the name services of the C library have to find.
  const url = new URL(platform.url);
  url.hostname = 'platform.test';
  const env = { HOME: '/tmp', CHECKPOINT_DISABLE: '1', ...platform.environment, APTIBLE_API_ROOT_URL: url.origin };
  const run = (...args) => promisify(execFile)(terraform, args, { cwd: work, env });
  await run('init', '-input=false', '-no-color');
  const { stdout } = await run('apply', '-auto-approve', '-input=false', '-no-color');
  if (!/stacks = [1-9]/.test(stdout)) throw new Error(`the apply did not say how many stacks there are:\n${stdout}`);
  console.log(/stacks = .*/.exec(stdout)[0]);
} finally {
  await platform.stop();
  rmSync(root, { recursive: true });
}
