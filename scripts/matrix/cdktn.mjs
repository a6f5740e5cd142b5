// An app of cdktn with the packed package, as a user of it has: checked, synthesized, deployed, compared and destroyed by cdktn's own
// command. Its argument is the version of cdktn.
import { spawn } from 'node:child_process';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '../..');
const { startLocalPlatform } = createRequire(import.meta.url)(join(root, 'dist/emulator/index.js'));
const { devDependencies } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'));
const [cdktnVersion] = process.argv.slice(2);
const example = join(root, 'examples/first-environment');
const stack = 'first-environment';

const platform = await startLocalPlatform({ images: { 'quay.io/aptible/deploy-demo-app': ['web', 'worker'] } });
const directory = await mkdtemp(join(tmpdir(), 'cdktf-aptible-cdktn-'));

/** Resolves with what the command printed. */
function run(command, ...args) {
  return new Promise((resolve, reject) => {
    const env = { ...process.env, ...platform.environment, CI: '1' };
    const child = spawn(command, args, { cwd: directory, env, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (text) => (output += text));
    child.once('error', reject);
    child.once('close', (status) =>
      status === 0
        ? resolve(output)
        : reject(new Error(`${[command, ...args].join(' ')} ended with ${status}:\n${output}`)),
    );
  });
}

function expect(isTrue, sentence, shown) {
  if (!isTrue) throw new Error(`${sentence}:\n${shown}`);
}

async function install() {
  const tarball = (await run('npm', 'pack', '--ignore-scripts', '--silent', root)).trim();
  await writeFile(join(directory, 'package.json'), '{ "private": true }\n');
  const beside = ['tsx', 'typescript', '@types/node'].map((name) => `${name}@${devDependencies[name]}`);
  const ofCdktn = [`cdktn@${cdktnVersion}`, `cdktn-cli@${cdktnVersion}`];
  await run('npm', 'install', '--no-audit', '--no-fund', `./${tarball}`, ...ofCdktn, ...beside);
  await cp(join(example, 'cdktf.json'), join(directory, 'cdktf.json'));
  const main = await readFile(join(example, 'main.ts'), 'utf8');
  await writeFile(join(directory, 'main.ts'), main.replace("from 'cdktf'", "from 'cdktn'"));
}

try {
  await install();
  const cdktn = (...args) => run(join(directory, 'node_modules/.bin/cdktn'), ...args);
  const options = ['--noEmit', '--strict', '--skipLibCheck', '--target', 'es2022', '--module', 'node16'];
  await run('npx', 'tsc', ...options, 'main.ts');
  await cdktn('synth');
  await cdktn('deploy', stack, '--auto-approve');
  const apps = platform.control.list('app').map(({ handle }) => handle);
  expect(
    apps.join() === 'acme-web',
    'After the deploy the app is missing',
    JSON.stringify(platform.control.snapshot()),
  );
  const diff = await cdktn('diff', stack);
  expect(diff.includes('No changes.'), 'A second plan has changes', diff);
  await cdktn('destroy', stack, '--auto-approve');
  const left = platform.control.list('account');
  expect(left.length === 0, 'After the destroy something is left', JSON.stringify(left));
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
} finally {
  await rm(directory, { recursive: true, force: true });
  await platform.stop();
}
