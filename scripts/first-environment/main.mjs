// Deploys examples/first-environment to a local platform, uses what it made, and takes everything down again.
import { createRequire } from 'node:module';
import { constants } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { Workshop } from './workshop.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '../..');
const require = createRequire(import.meta.url);
const { startLocalPlatform } = require(join(root, 'dist/emulator/index.js'));
const { createDatabaseServers } = require(join(root, 'dist/emulator/databases/index.js'));

const example = 'first-environment';
const startedAt = Date.now();
const say = (line) => console.log(line);
let signalled;
let interrupt;
const interrupted = new Promise((_, reject) => {
  interrupt = (signal) => {
    signalled ??= signal;
    reject(new Error(`interrupted by ${signal}`));
  };
});
interrupted.catch(() => 'each step below waits for it');
const endingSignals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
for (const signal of endingSignals) process.on(signal, interrupt);

const opened = [];

async function main() {
  const platform = await step('Starting the local platform', async () => {
    const databases = await createDatabaseServers({ report: (line) => say(`    ${line}`) });
    opened.push(() => databases.close());
    const started = await startLocalPlatform({
      databases,
      images: { 'quay.io/aptible/deploy-demo-app': ['web', 'worker'] },
      report: (line) => say(`    ${line}`),
    });
    opened.push(() => started.stop());
    return started;
  });
  say(`    ${platform.url}`);
  const workshop = await Workshop.open(root, example, platform.environment);
  opened.push(() => workshop.close());

  await step(`Deploying examples/${example} with cdktf deploy`, () => workshop.cdktf('deploy', '--auto-approve'));
  const outputs = JSON.parse(await workshop.terraform(example, 'output', '-json'));
  const state = JSON.parse(await workshop.terraform(example, 'show', '-json'));
  for (const { type, values } of state.values.root_module.resources.filter(({ mode }) => mode === 'managed'))
    say(`    ${type.padEnd(20)} ${values.handle} (${values[`${type.replace('aptible_', '')}_id`] ?? values.id})`);
  for (const [name, { value, sensitive }] of Object.entries(outputs))
    say(`    output ${name} = ${sensitive ? '<sensitive>' : value}`);

  await step('Connecting to the database with the URL from the sensitive output', async () => {
    const rows = await query(connectionUrl(outputs), 'SELECT version() AS version, current_database() AS name');
    say(`    ${rows[0].version.split(' on ')[0]}, database "${rows[0].name}"`);
  });

  const before = platform.requests.length;
  await step('Deploying again', () => workshop.cdktf('deploy', '--auto-approve'));
  const requests = platform.requests.slice(before);
  const writing = requests.filter(({ method }) => method !== 'GET');
  if (writing.length > 0)
    throw new Error(
      `The second deploy changed something: ${writing.map(({ method, path }) => `${method} ${path}`).join(', ')}`,
    );
  say(`    nothing changed: ${requests.length} requests, all of them reading`);

  await step('Destroying it', () => workshop.cdktf('destroy', '--auto-approve', '--skip-synth'));
  const left = JSON.parse(await workshop.terraform(example, 'show', '-json'));
  if (left.values !== undefined) throw new Error('Something is left in the state after the destroy.');
}

async function step(title, work) {
  say(`• ${title} …`);
  const from = Date.now();
  const result = await Promise.race([work(), interrupted]);
  say(`  done in ${((Date.now() - from) / 1000).toFixed(1)} s`);
  return result;
}

function connectionUrl(outputs) {
  const url = Object.values(outputs).find(({ value, sensitive }) => sensitive && /^postgres/.test(value))?.value;
  if (url === undefined) throw new Error('The deploy gave no sensitive output with a connection URL.');
  return url;
}

async function query(connectionString, text) {
  const client = new pg.Client({ connectionString });
  await client.connect();
  try {
    return (await client.query(text)).rows;
  } finally {
    await client.end();
  }
}

async function closeAll() {
  // The last one first: what deploys goes before what it deploys to.
  for (const close of opened.reverse()) await close();
}

try {
  await main();
  await closeAll();
  say(`Everything is gone again. ${((Date.now() - startedAt) / 1000).toFixed(0)} s in all.`);
} catch (error) {
  await closeAll();
  console.error(signalled === undefined ? error.message : 'Interrupted; everything that was started is gone.');
  // Not only the code: an interrupted start may have something under way that would keep this process.
  process.exit(signalled === undefined ? 1 : 128 + constants.signals[signalled]);
}
for (const signal of endingSignals) process.off(signal, interrupt);
