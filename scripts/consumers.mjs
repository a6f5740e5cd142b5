// Compiles and runs the projects of test/consumers against the package as npm would publish it. Needs dist/, and no network.
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const typescript = join(root, 'node_modules/typescript/bin/tsc');
const directory = mkdtempSync(join(tmpdir(), 'consumers-'));
const installed = join(directory, 'node_modules/cdktf-aptible');
const command = join(installed, 'dist/cli/main.js');
const seed = join(root, 'examples/existing-environment/seed.json');

try {
  installTarball();
  linkDependencies();
  cpSync(join(root, 'test/consumers'), directory, { recursive: true });
  mkdirSync(join(directory, 'command'));
  const consumers = [
    inConsumer('esm', [typescript], ['main.js']),
    inConsumer('commonjs', [typescript], ['main.js']),
    inConsumer('types', [typescript]),
    inConsumer(
      'command',
      [command, 'local', '--databases', 'none', '--seed', seed, '--exec', 'node --version'],
      [command, 'provider'],
    ),
  ];
  const problems = (await Promise.allSettled(consumers)).filter(({ status }) => status === 'rejected');
  for (const { reason } of problems) console.error(reason.message);
  process.exitCode = problems.length > 0 ? 1 : 0;
} finally {
  rmSync(directory, { recursive: true });
}

function installTarball() {
  if (!existsSync(join(root, 'dist/index.js'))) throw new Error('dist/ is missing: run npm run build first');
  // Without scripts: they would build again.
  const args = ['pack', '--ignore-scripts', '--silent', '--pack-destination', directory];
  const tarball = execFileSync('npm', args, { cwd: root, encoding: 'utf8' }).trim();
  mkdirSync(installed, { recursive: true });
  execFileSync('tar', ['-xzf', join(directory, tarball), '-C', installed, '--strip-components=1']);
}

/** Links what npm would install beside the package, and no more: a dependency that is not declared is not found. */
function linkDependencies() {
  const { dependencies, optionalDependencies, peerDependencies } = JSON.parse(
    readFileSync(join(installed, 'package.json'), 'utf8'),
  );
  const names = Object.keys({ ...dependencies, ...optionalDependencies, ...peerDependencies, '@types/node': '' });
  for (const name of names.filter((name) => existsSync(join(root, 'node_modules', name)))) {
    const link = join(directory, 'node_modules', name);
    mkdirSync(dirname(link), { recursive: true });
    symlinkSync(join(root, 'node_modules', name), link);
  }
}

/** Runs programs of Node in a consumer's directory, one after the other; rejects with what the first that fails has said. */
async function inConsumer(name, ...programs) {
  for (const program of programs) {
    const child = spawn(process.execPath, program, { cwd: join(directory, name), stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (text) => (output += text));
    const [status] = await once(child, 'close');
    if (status !== 0)
      throw new Error(`test/consumers/${name}: node ${program.join(' ')} ended with ${status}:\n${output}`);
  }
}
