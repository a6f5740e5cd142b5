/** Tunnels as the real terraform opens them, to a real PostgreSQL, with the packaged provider in a process of its own. */
import type { ChildProcess } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { Client } from 'pg';
import { startLocalPlatform, type LocalPlatform } from '../../lib/emulator';
import { createDatabaseServers } from '../support/database-servers';
import { eventually, eventuallyEqual } from '../support/eventually';
import { environment } from './support/hcl';
import { placePackage } from './support/provider';
import { finished, pathWithNode, Terraform } from './support/terraform';

let platform: LocalPlatform;
let terraform: Terraform;

beforeAll(async () => {
  platform = await startLocalPlatform({ databases: await createDatabaseServers() });
  terraform = await Terraform.inNewDirectory({ ...platform.environment, PATH: pathWithNode }, 'tunnel-');
  placePackage(terraform.directory);
  await terraform.write(consumer, 'consumer.js');
  await terraform.writeAptible(database);
  await terraform.init();
});
afterAll(async () => {
  await eventually(() => !orphans.some(runs), 30_000);
  await terraform.remove();
  await platform.stop();
});
beforeEach(() => rmSync(reached(), { force: true }));

const database = `${environment}resource "aptible_database" "data" {
  env_id        = aptible_environment.staging.env_id
  handle        = "acme-db"
  database_type = "postgresql"
}
ephemeral "aptible_database_tunnel" "data" {
  database_id = aptible_database.data.database_id
}
`;

/** A program on this machine that uses the database: it writes what it reached, and then does what it is told. */
const consumer = `
const { Client } = require(${JSON.stringify(join(__dirname, '../../node_modules/pg'))});
const { execFileSync } = require('node:child_process');
const { writeFileSync } = require('node:fs');
const connectionString = process.env.DATABASE_URL;
const client = new Client({ connectionString, application_name: 'consumer', ssl: { rejectUnauthorized: false } });
client.on('error', () => process.exit(3));
client.on('end', () => process.exit(process.argv[2] === 'fail' ? 2 : 0));
const processes = execFileSync('ps', ['-Ao', 'pid=,ppid=,comm='], { encoding: 'utf8' }).trim().split('\\n').map((line) => line.trim().split(/\\s+/));
const providers = processes.filter(([pid, parent]) => Number(parent) === process.ppid && Number(pid) !== process.pid).map(([pid]) => Number(pid));
client
  .connect()
  .then(() => client.query('SELECT current_user AS user'))
  .then(({ rows: [{ user }] }) => writeFileSync('reached.json', JSON.stringify({ user, providers, port: Number(new URL(connectionString).port) })))
  .then(() => process.argv[2] === 'stay' || client.end());
`;

/** Whatever the consumer does, the next one with another word is a new one. */
const withConsumer = (does: string, word: string) => `${database}resource "terraform_data" "consumer" {
  triggers_replace = "${word}"
  provisioner "local-exec" {
    command     = "exec '${process.execPath}' consumer.js ${does}"
    environment = { DATABASE_URL = ephemeral.aptible_database_tunnel.data.connection_url }
  }
}
`;

const reached = () => join(terraform.directory, 'reached.json');
const seen = () =>
  JSON.parse(readFileSync(reached(), 'utf8')) as { user: string; providers: readonly number[]; port: number };
const tunnels = () => platform.control.list('operation').filter(({ type }) => type === 'tunnel').length;
const run = (...args: string[]): ChildProcess => terraform.start(...args, '-auto-approve', '-input=false', '-no-color');

/** How many consumers are connected to the database. */
async function consumers(): Promise<number> {
  const connectionString = platform.control.list('database_credential')[0]!.connection_url;
  const client = new Client({ connectionString, ssl: { rejectUnauthorized: false } });
  await client.connect();
  try {
    const { rows } = await client.query<{ count: string }>(
      "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'consumer'",
    );
    return Number(rows[0]!.count);
  } finally {
    await client.end();
  }
}

/** Providers whose terraform was killed. Each closes its tunnel at once, and ends some seconds later, while other tests run. */
const orphans: number[] = [];

async function expectNothingLeft({ ofOrphan = false } = {}): Promise<void> {
  const { providers, port } = seen();
  expect(providers).toHaveLength(1);
  if (ofOrphan) orphans.push(...providers);
  else await eventually(() => !providers.some(runs), 30_000);
  await eventually(async () => (await consumers()) === 0, 30_000);
  await eventuallyEqual(() => answerAt(port), 'ECONNREFUSED', 30_000);
}

/** What comes of a connection to this machine: the code of an error, or nothing. */
function answerAt(port: number): Promise<string | undefined> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => {
      socket.destroy();
      resolve(undefined);
    });
    socket.once('error', ({ code }: NodeJS.ErrnoException) => resolve(code));
  });
}

function runs(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    // No such process.
    return false;
  }
}

test('the plan of a new database opens none; the apply leads a consumer there, and enters no state', async () => {
  await terraform.writeAptible(withConsumer('end', 'first'));
  expect(await terraform.actions()).toMatchObject({ 'aptible_database.data': 'create' });
  expect(tunnels()).toBe(0);
  await terraform.apply();
  expect(seen().user).toBe('aptible');
  expect(tunnels()).toBeGreaterThan(0);
  await expectNothingLeft();
  expect(await terraform.actions()).toEqual({});
  const state = readFileSync(join(terraform.directory, 'terraform.tfstate'), 'utf8');
  expect([state.includes('"consumer"'), state.includes(`127.0.0.1:${seen().port}`)]).toEqual([true, false]);
});

test('a saved plan opens it again when it is applied', async () => {
  await terraform.writeAptible(withConsumer('end', 'saved'));
  await terraform.expect('plan', '-out=saved', '-input=false');
  const before = tunnels();
  await terraform.expect('apply', '-input=false', 'saved');
  expect(tunnels()).toBe(before + 1);
  await expectNothingLeft();
});

test('a consumer that fails leaves nothing of it', async () => {
  await terraform.writeAptible(withConsumer('fail', 'failing'));
  expect(await terraform.applyRefused()).toContain('exit status 2');
  await expectNothingLeft();
});

test.each<[string, (apply: ChildProcess) => void]>([
  ['the kill of terraform', ({ pid }) => process.kill(pid!, 'SIGKILL')],
  ['Ctrl-C', ({ pid }) => process.kill(-pid!, 'SIGINT')],
  ['SIGTERM', ({ pid }) => process.kill(pid!, 'SIGTERM')],
  ['the kill of the provider', () => seen().providers.forEach((id) => process.kill(id, 'SIGKILL'))],
])('%s leaves nothing of it', async (what, end) => {
  await terraform.writeAptible(withConsumer('stay', what));
  const apply = run('apply');
  const ended = finished(apply);
  await eventually(() => existsSync(reached()), 60_000);
  expect(await consumers()).toBe(1);
  end(apply);
  expect((await ended).status).not.toBe(0);
  await expectNothingLeft({ ofOrphan: what === 'the kill of terraform' });
});
