// `npm run test:long`: what would take too long in `npm test`: each test that says how often it is tried, tried 50 times as often as
// there; another number after it is another factor. A part is a test file with such tests, or a file of `test/long`, which runs nowhere else.
// Then the acceptance tests run with a self-contained package and no Node on PATH, and again in a root that has only the C library musl. The
// last part is the soak of the local platform, for 10 minutes at that factor.
import { spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { printResults } from './results.mjs';

const soak = 'scripts/soak.mjs';
const selfContained = 'scripts/self-contained/acceptance.mjs';
const selfContainedOnMusl = `${selfContained} --musl`;
const musl = 'scripts/self-contained/musl.mjs';
const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const [factor = '50'] = process.argv.slice(2);

const isLong = (path) => path.startsWith(join('test', 'long'));
const isRepeated = (path) => readFileSync(join(root, path), 'utf8').includes("support/runs'");
const parts = readdirSync(join(root, 'test'), { recursive: true, encoding: 'utf8' })
  .map((name) => join('test', name))
  .filter((path) => path.endsWith('.test.ts') && (isLong(path) || isRepeated(path)))
  .sort();

/** The shortest soak that says something takes 20 seconds. */
const soakSeconds = Math.max(20, Math.round(12 * Number(factor)));

function run(part) {
  return new Promise((resolve, reject) => {
    const jest = [
      'node_modules/jest/bin/jest.js',
      '--selectProjects',
      isLong(part) ? 'long' : 'unit',
      '--runTestsByPath',
      part,
    ];
    const args = {
      [soak]: [soak, String(soakSeconds)],
      [selfContained]: [selfContained],
      [selfContainedOnMusl]: [selfContained, '--musl'],
      [musl]: [musl],
    };
    const env = { ...process.env, RUNS_FACTOR: part.startsWith(selfContained) ? '1' : factor };
    const child = spawn(process.execPath, args[part] ?? jest, { cwd: root, env, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (text) => (output += text));
    child.once('error', reject);
    child.once('close', (status) => resolve({ status, output }));
  });
}

console.log(
  `The long and the repeated tests of ${parts.length} files, the latter ${factor} times as often as npm test tries it:`,
);
const rows = [];
for (const path of [...parts, selfContained, selfContainedOnMusl, musl, soak]) {
  const startedAt = Date.now();
  const { status, output } = await run(path);
  const seconds = (Date.now() - startedAt) / 1000;
  const isSkipped = output.startsWith('skipped: ');
  const result = status !== 0 ? 'failed' : isSkipped ? 'skipped' : 'passed';
  console.log(`${result} in ${seconds.toFixed(0)} s: ${path}${result === 'passed' ? '' : `\n${output}`}`);
  // What a soak measured, and what was left out of the acceptance tests, and why.
  const said = output.split('\n').filter((line) => /^\| |^Left out|^With Node|^  \S+\.test\.ts: /.test(line));
  if (said.length > 0) console.log(said.join('\n'));
  rows.push({ cells: [path], result, seconds });
}
printResults(['part'], rows);
if (rows.some(({ result }) => result === 'failed')) process.exitCode = 1;
