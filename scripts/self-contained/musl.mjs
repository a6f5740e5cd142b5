// Plans with the self-contained provider in a root that has no C library but musl, as Alpine has it: a shell, terraform, and nothing else.
// It needs root, Debian's apt-get and a static terraform; elsewhere it says what is missing.
import { execFile, execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import { addCLibrary } from './c-library.mjs';

const require = createRequire(import.meta.url);
const {
  cLibrary,
  defaultRuntimes,
  fetchRuntime,
  placeProvider,
  readProviderPackage,
  thisPlatform,
  withRuntimes,
} = require('../../dist/packaging/index.js');
const { startLocalPlatform } = require('../../dist/emulator/index.js');

const missing = [
  process.platform === 'linux' ? undefined : 'Linux',
  process.getuid?.() === 0 ? undefined : 'root, for chroot',
  existsSync('/usr/bin/apt-get') ? undefined : 'apt-get',
].filter(Boolean);
if (missing.length > 0) {
  console.log(`skipped: it needs ${missing.join(', ')}`);
  process.exit(0);
}

const root = mkdtempSync(join(tmpdir(), 'musl-'));
const platform = await startLocalPlatform();
try {
  makeRoot();
  const work = join(root, 'work');
  const runtimes = join(root, 'runtimes');
  mkdirSync(runtimes);
  fetchRuntime(thisPlatform(), defaultRuntimes());
  addCLibrary(thisPlatform(), join(defaultRuntimes(), thisPlatform()), cLibrary);
  symlinkSync(join(defaultRuntimes(), thisPlatform()), join(runtimes, thisPlatform()));
  placeProvider(work, [], withRuntimes(readProviderPackage(), runtimes));
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
  await terraform('init', '-input=false', '-no-color');
  // By a name, which the name services of the C library have to find.
  const url = new URL(platform.url);
  url.hostname = 'platform.test';
  const said = await terraform('apply', '-auto-approve', '-input=false', '-no-color', url.origin);
  if (!/stacks = [1-9]/.test(said)) throw new Error(`the apply did not say how many stacks there are:\n${said}`);
  console.log(/stacks = .*/.exec(said)[0]);
} finally {
  await platform.stop();
  rmSync(root, { recursive: true });
}

function makeRoot() {
  for (const each of ['bin', 'etc', 'lib', 'tmp', 'work', 'dev']) mkdirSync(join(root, each));
  const packages = mkdtempSync(join(root, 'packages-'));
  execFileSync('apt-get', ['-qq', '-o', 'APT::Sandbox::User=root', 'download', 'musl', 'busybox-static'], {
    cwd: packages,
  });
  for (const file of readdirSync(packages))
    execFileSync('dpkg-deb', ['--extract', join(packages, file), join(root, 'debian')]);
  cpSync(join(root, 'debian/lib'), join(root, 'lib'), { recursive: true, verbatimSymlinks: true });
  cpSync(join(root, 'debian/bin/busybox'), join(root, 'bin/sh'));
  const found = process.env.PATH.split(delimiter)
    .map((each) => join(each, 'terraform'))
    .find((file) => existsSync(file));
  cpSync(found, join(root, 'bin/terraform'), { dereference: true });
  writeFileSync(join(root, 'etc/hosts'), '127.0.0.1 platform.test\n');
  for (const [name, minor] of Object.entries({ null: '3', urandom: '9' }))
    execFileSync('mknod', ['-m', '666', join(root, 'dev', name), 'c', '1', minor]);
}

async function terraform(command, ...args) {
  const url = args.at(-1)?.startsWith('http') ? args.pop() : platform.url;
  const environment = { PATH: '/bin', HOME: '/tmp', CHECKPOINT_DISABLE: '1', ...platform.environment };
  environment.APTIBLE_API_ROOT_URL = url;
  const { stdout } = await promisify(execFile)(
    '/usr/sbin/chroot',
    [root, '/bin/sh', '-c', 'cd /work && exec terraform "$@"', 'terraform', command, ...args],
    { env: environment },
  );
  return stdout;
}
