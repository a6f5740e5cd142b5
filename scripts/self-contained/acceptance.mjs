// `npm run test:self-contained`: the acceptance tests with the self-contained package of the provider, and no Node on terraform's PATH.
//
//   --musl   terraform runs in a root that has no C library but musl, as Alpine has it
//
// Words choose files: `npm run test:self-contained -- --musl app.test`.
import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { makeMuslRoot, missingForMusl } from './musl-root.mjs';
import { runtimesOfThisMachine } from './runtimes.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '../..');
const { values, positionals } = parseArgs({
  options: { musl: { type: 'boolean', default: false } },
  allowPositionals: true,
});

/** What needs Node by its nature, and for what. */
const leftOut = {
  'ephemeral-resources.test.ts': 'it has a provider of its own, which is a script',
  'start.test.ts': 'npm start is run with Node, and so is cdktf, which places the provider',
};
/** The provider of these is the same package; Node is on PATH for something else. */
const withNode = {
  'credentials-guide.test.ts': 'npx cdktf-aptible tunnel is run with it',
  'database-tunnel.test.ts': 'what uses the tunnel is a program for Node',
  'dockerfile.test.ts': 'the image of the Dockerfile has the script, and Node for it',
  'examples.test.ts': 'release checks are run with it',
  'migrate.test.ts': 'npx cdktf-aptible migrate is run with it, and places the script',
  'release-check.test.ts': 'release checks are run with it',
};

if (values.musl && missingForMusl() !== undefined) {
  console.log(`skipped: it needs ${missingForMusl()}`);
  process.exit(0);
}
console.log(values.musl ? 'Left out, since there is no Node in that root:' : 'Left out:');
const without = values.musl ? { ...leftOut, ...withNode } : leftOut;
for (const [name, reason] of Object.entries(without)) console.log(`  ${name}: ${reason}`);
if (!values.musl) {
  console.log('With Node on PATH:');
  for (const [name, reason] of Object.entries(withNode)) console.log(`  ${name}: ${reason}`);
}

const names = readdirSync(join(root, 'test/acceptance')).filter((name) => name.endsWith('.test.ts'));
const strangers = Object.keys({ ...leftOut, ...withNode }).filter((name) => !names.includes(name));
if (strangers.length > 0) throw new Error(`test/acceptance has no ${strangers.join(', ')}`);
const paths = names
  .filter((name) => !Object.hasOwn(without, name))
  .filter((name) => positionals.length === 0 || positionals.some((word) => name.includes(word)))
  .map((name) => join('test/acceptance', name));

const temporary = mkdtempSync(join(tmpdir(), values.musl ? 'musl-' : 'self-contained-'));
// Database servers run as another user, who has to get through.
chmodSync(temporary, 0o755);
try {
  const env = { ...process.env, PROVIDER_RUNTIMES: runtimesOfThisMachine(temporary, { withCLibrary: values.musl }) };
  if (values.musl) {
    env.TERRAFORM_BINARY_NAME = makeMuslRoot(temporary);
    env.TMPDIR = join(temporary, 'tmp');
  }
  const jest = ['node_modules/jest/bin/jest.js', '--selectProjects', 'acceptance', '--runTestsByPath', ...paths];
  const { status } = spawnSync(process.execPath, jest, { cwd: root, env, stdio: 'inherit' });
  process.exitCode = status ?? 1;
} finally {
  rmSync(temporary, { recursive: true });
}
