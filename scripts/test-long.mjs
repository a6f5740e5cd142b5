// `npm run test:long`: what would take too long in `npm test`: each test that says how often it is tried, tried 50 times as often as
// there; another number after it is another factor. A part is a test file with such tests; the last
// part is the soak of the local platform, for 10 minutes at that factor. Before it, the acceptance tests of all resources run with a
// self-contained package and no Node on PATH, and one plan in a root that has only the C library musl.
import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { printResults } from './results.mjs';

const soak = 'scripts/soak.mjs';
const selfContained = 'acceptance tests, self-contained';
const musl = 'scripts/self-contained/musl.mjs';
const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const [factor = '50'] = process.argv.slice(2);

const parts = readdirSync(join(root, 'test'), { recursive: true, encoding: 'utf8' })
  .map((name) => join('test', name))
  .filter((path) => path.endsWith('.test.ts') && readFileSync(join(root, path), 'utf8').includes("support/runs'"))
  .sort();

execFileSync('npm', ['run', 'build', '--silent'], { cwd: root, stdio: 'inherit' });
const { defaultRuntimes, fetchRuntime, thisPlatform } = createRequire(import.meta.url)('../dist/packaging/index.js');
const runtimes = mkdtempSync(join(tmpdir(), 'runtimes-'));
fetchRuntime(thisPlatform(), defaultRuntimes());
symlinkSync(join(defaultRuntimes(), thisPlatform()), join(runtimes, thisPlatform()));

/** The others choose the provider themselves. */
const onStage = readdirSync(join(root, 'test/acceptance'))
  .filter((name) => name.endsWith('.test.ts'))
  .map((name) => join('test/acceptance', name))
  .filter((path) => readFileSync(join(root, path), 'utf8').includes('Stage.set('));

/** The shortest soak that says something takes 20 seconds. */
const soakSeconds = Math.max(20, Math.round(12 * Number(factor)));

function run(part) {
  return new Promise((resolve, reject) => {
    const jest = ['node_modules/jest/bin/jest.js', '--selectProjects', 'unit', '--runTestsByPath', part];
    const args = {
      [soak]: [soak, String(soakSeconds)],
      [selfContained]: [
        'node_modules/jest/bin/jest.js',
        '--selectProjects',
        'acceptance',
        '--runTestsByPath',
        ...onStage,
        'test/acceptance/self-contained.test.ts',
      ],
      [musl]: [musl],
    };
    const env = { ...process.env, RUNS_FACTOR: factor };
    if (part === selfContained) Object.assign(env, { RUNS_FACTOR: '1', PROVIDER_RUNTIMES: runtimes });
    const child = spawn(process.execPath, args[part] ?? jest, { cwd: root, env, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (text) => (output += text));
    child.once('error', reject);
    child.once('close', (status) => resolve({ status, output }));
  });
}

console.log(`The repeated tests of ${parts.length} files, each ${factor} times as often as npm test tries it:`);
const rows = [];
for (const path of [...parts, selfContained, musl, soak]) {
  const startedAt = Date.now();
  const { status, output } = await run(path);
  const seconds = (Date.now() - startedAt) / 1000;
  const isSkipped = path === musl && output.startsWith('skipped: ');
  const result = status !== 0 ? 'failed' : isSkipped ? 'skipped' : 'passed';
  console.log(`${result} in ${seconds.toFixed(0)} s: ${path}${result === 'passed' ? '' : `\n${output}`}`);
  const table = output.split('\n').filter((line) => line.startsWith('| '));
  if (table.length > 0) console.log(table.join('\n'));
  rows.push({ cells: [path], result, seconds });
}
rmSync(runtimes, { recursive: true });
printResults(['part'], rows);
if (rows.some(({ result }) => result === 'failed')) process.exitCode = 1;
