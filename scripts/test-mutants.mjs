// `npm run test:mutants`: changes the code where a wrong decision costs most, one expression at a time, and runs the tests of that part.
// A change that no test notices is printed: it wants a test, or a comment `// Stryker disable next-line MUTATOR: why it changes nothing`.
// Words after it choose parts, or name files, which are tried alone: `npm run test:mutants -- planning lib/api/links.ts`.
import { Stryker } from '@stryker-mutator/core';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { printResults } from './results.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');

/** What is changed, and the tests that have to notice. */
const parts = {
  api: { code: ['lib/api/*.ts'], tests: ['test/api/**/*.test.ts'] },
  planning: { code: ['lib/plugin/planning.ts'], tests: ['test/plugin/{planning,service}.test.ts'] },
  check: { code: ['lib/schema/check.ts'], tests: ['test/schema/{check,rules}.test.ts'] },
  provider: {
    code: ['lib/provider/{records,work,database-record}.ts'],
    tests: ['test/provider/*.test.ts', 'test/provider/resources/*.test.ts'],
  },
};

const words = process.argv.slice(2);
const chosen = words.length === 0 ? Object.keys(parts) : words;
const rows = [];
for (const word of chosen) {
  const part = parts[word] ?? partOf(word);
  const startedAt = Date.now();
  const results = await mutants(part);
  const count = (...statuses) => results.filter(({ status }) => statuses.includes(status)).length;
  const [killed, timedOut, unnoticed] = [count('Killed'), count('Timeout'), count('Survived', 'NoCoverage')];
  const noticed = killed + timedOut;
  const score = `${((100 * noticed) / Math.max(1, noticed + unnoticed)).toFixed(1)} %`;
  rows.push({
    cells: [word, String(killed), String(timedOut), String(unnoticed), score],
    result: unnoticed === 0 ? 'passed' : 'failed',
    seconds: (Date.now() - startedAt) / 1000,
  });
}
printResults(['part', 'killed', 'timed out', 'unnoticed', 'score'], rows);
if (rows.some(({ result }) => result === 'failed')) process.exitCode = 1;

/** A file alone, with the tests of its part. */
function partOf(file) {
  const found = Object.values(parts).find(({ code }) => code.some((pattern) => matches(file, pattern)));
  if (found === undefined)
    throw new Error(`${file} is neither a part (${Object.keys(parts).join(', ')}) nor a file of one`);
  return { ...found, code: [file] };
}

function matches(file, pattern) {
  const source = pattern
    .replaceAll('.', '\\.')
    .replaceAll('*', '[^/]*')
    .replace(/\{(.*)\}/, (_, names) => `(${names.replaceAll(',', '|')})`);
  return new RegExp(`^${source}$`).test(file);
}

function mutants({ code, tests }) {
  process.chdir(root);
  const { projects } = createRequire(import.meta.url)(join(root, 'jest.config.js'));
  const unit = projects.find(({ displayName }) => displayName === 'unit');
  return new Stryker({
    mutate: code,
    testRunner: 'jest',
    jest: {
      config: {
        ...unit,
        testMatch: tests.map((pattern) => `<rootDir>/${pattern}`),
        projects: undefined,
        // There is no dist, and none can be built of changed code.
        globalSetup: undefined,
      },
    },
    coverageAnalysis: 'perTest',
    ignorePatterns: ['dist'],
    tempDirName: join(tmpdir(), 'cdktf-aptible-mutants'),
    // Tests wait for other processes.
    timeoutMS: 20_000,
    reporters: ['clear-text', 'progress-append-only'],
    clearTextReporter: { allowColor: false, allowEmojis: false, reportTests: false },
    thresholds: { high: 100, low: 100, break: null },
    plugins: ['@stryker-mutator/jest-runner'],
  }).runMutationTest();
}
