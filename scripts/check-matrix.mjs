// `npm run check:matrix`: what is promised of terraform, OpenTofu, Node and cdktn, tried in the versions that are promised.
// Words after it choose the cells whose names contain one of them: `npm run check:matrix -- tofu cdktn`.
import { execFileSync, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { environment, Node, Skipped, Terraform } from './matrix/tools.mjs';
import { printResults } from './results.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');

/** The acceptance tests in which most of Terraform's protocol and its commands occurs. */
const tests = [
  'configuration',
  'versions',
  'environment',
  'app',
  'app-secrets',
  'certificate',
  'connect-to',
  'database',
  'database-credentials',
  'database-login',
  'database-tunnel',
  'database-user',
  'ephemeral-resources',
  'functions',
  'secrets',
  'moving-in',
  'in-place',
  'migrate',
  'look-ups',
  'interruption',
  'packaging',
  'release-check',
  'release',
  'self-contained',
  'examples',
  'export',
  'definition-files',
  'definition-states',
  'deploy',
];

const [node20, node22, node24] = ['20', '22', '24'].map((major) => new Node(major));
const oldest = new Terraform('terraform', '1.5.7');
const developedWith = new Terraform('terraform', '1.11.4');
const newest = new Terraform('terraform', '1.16.4');
const openTofu = new Terraform('tofu', '1.12.6');
const cdktn = '0.24.0';

const cells = [
  acceptance(oldest, node20, {
    without: [
      'app-secrets',
      'certificate',
      'database-credentials',
      'database-login',
      'database-tunnel',
      'ephemeral-resources',
      'functions',
      'secrets',
      'migrate',
    ],
    because:
      'functions came with Terraform 1.8, ephemeral resources with 1.10, write-only arguments with 1.11, which wrote the states that are migrated; ' +
      'export is tried without certificates, since their private keys are write-only, and with them it has to be refused',
  }),
  acceptance(developedWith, node20),
  acceptance(developedWith, node22),
  acceptance(developedWith, node24, {
    without: ['packaging'],
    because: "the command of cdktf 0.21 brings no terminal library for Node 24 ('pty.node')",
  }),
  acceptance(newest, node20),
  acceptance(openTofu, node20, {
    without: ['packaging', 'look-ups', 'release-check'],
    because:
      "two look for Terraform's own errors, and the third applies after another synth without an init, which OpenTofu wants",
  }),
  {
    name: `cdktn ${cdktn}`,
    terraform: developedWith,
    node: node22,
    what: 'an app is checked, synthesized, deployed, compared and destroyed',
    args: ['scripts/matrix/cdktn.mjs', cdktn],
  },
];

function acceptance(terraform, node, { without = [], because } = {}) {
  const names = tests.filter((name) => !without.includes(name));
  const files = names.map((name) => `test/acceptance/${name}.test.ts`);
  const missing = files.filter((file) => !existsSync(join(root, file)));
  if (missing.length > 0) throw new Error(`There is no ${missing.join(', ')}`);
  return {
    name: 'acceptance tests',
    terraform,
    node,
    what: `${names.join(', ')}${because === undefined ? '' : `; not ${without.join(', ')}: ${because}`}`,
    args: ['node_modules/jest/bin/jest.js', '--selectProjects', 'acceptance', '--runTestsByPath', ...files],
  };
}

const title = ({ name, terraform, node }) => `${name}: ${terraform.title}, ${node.title}`;

/** Resolves with a row of the table. What a failed cell printed is printed. */
async function tried(cell) {
  const { name, terraform, node } = cell;
  const row = (result, seconds) => ({ cells: [name, terraform.title, node.title], result, seconds });
  let startedAt = Date.now();
  const seconds = () => (Date.now() - startedAt) / 1000;
  try {
    const [terraformPath, nodePath] = [await terraform.obtain(), await node.obtain()];
    if (seconds() > 1) console.log(`made what was missing in ${seconds().toFixed(0)} s`);
    startedAt = Date.now();
    const { status, output } = await run(nodePath, cell.args, terraformPath);
    if (status !== 0) throw new Error(`${output}\nended with ${status}`);
    const counts = /^\d+ passed, \d+ failed.*$/m.exec(output)?.[0];
    console.log(`passed in ${seconds().toFixed(0)} s: ${title(cell)}${counts === undefined ? '' : `: ${counts}`}`);
    return row('passed', seconds());
  } catch (error) {
    const result = error instanceof Skipped ? 'skipped' : 'failed';
    const said = [error.message, error.stderr].filter(Boolean).join('\n');
    console.log(`${result} in ${seconds().toFixed(0)} s: ${title(cell)}: ${said}`);
    return row(result, seconds());
  }
}

function run(node, args, terraform) {
  return new Promise((resolve, reject) => {
    const env = {
      ...environment,
      // The provider's executable, npm and cdktn begin with `env node`.
      PATH: [dirname(node), environment.PATH].join(delimiter),
      TERRAFORM_BINARY_NAME: terraform,
    };
    const child = spawn(node, args, { cwd: root, env, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (text) => (output += text));
    child.once('error', reject);
    child.once('close', (status) => resolve({ status, output }));
  });
}

const words = process.argv.slice(2);
const chosen = cells.filter((cell) => words.length === 0 || words.some((word) => title(cell).includes(word)));
if (chosen.length === 0) {
  console.error(`No cell's name contains ${words.join(' or ')}. They are:\n${cells.map(title).join('\n')}`);
  process.exit(1);
}

console.log('It needs:');
for (const tool of new Set(chosen.flatMap(({ terraform, node }) => [terraform, node])))
  console.log(`  ${await tool.plan()}`);
console.log('It builds dist, and then runs:');
for (const cell of chosen) console.log(`  ${title(cell)}: ${cell.what}`);
console.log('');

execFileSync('npm', ['run', 'build', '--silent'], { cwd: root, stdio: 'inherit' });
const rows = [];
for (const cell of chosen) rows.push(await tried(cell));
printResults(['what', 'with', 'under'], rows);
if (rows.some(({ result }) => result === 'failed')) process.exitCode = 1;
