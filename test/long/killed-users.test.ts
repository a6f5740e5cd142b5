/**
 * The packaged provider is killed after the database has made a user or a login, and before it hears of that. For so long the database
 * waits for a standby that is not there.
 */
import { spawnSync } from 'node:child_process';
import { Client } from 'pg';
import { startLocalPlatform, type LocalPlatform } from '../../lib/emulator';
import { createDatabaseServers } from '../support/database-servers';
import { environmentWithoutFinalBackups as environment } from '../acceptance/support/hcl';
import { placePackage } from '../acceptance/support/provider';
import { finished, Terraform } from '../acceptance/support/terraform';
import { eventually } from '../support/eventually';

let platform: LocalPlatform;
let terraform: Terraform;
let admin: Client;

const database = `${environment}resource "aptible_database" "data" {
  env_id        = aptible_environment.staging.env_id
  handle        = "acme-data"
  database_type = "postgresql"
  version       = "15"
}
`;
const user = `resource "aptible_database_user" "web" {
  database_id = aptible_database.data.database_id
  name        = "web"
  owner       = ["web"]
}
`;
const login = (rotation: string) => `resource "aptible_database_login" "web" {
  database_id = aptible_database.data.database_id
  user        = aptible_database_user.web.name
  rotation    = "${rotation}"
  lifecycle {
    create_before_destroy = true
  }
}
`;

beforeEach(async () => {
  platform = await startLocalPlatform({ databases: await createDatabaseServers() });
  terraform = await Terraform.inNewDirectory({ ...platform.environment, PATH: process.env['PATH'] });
  placePackage(terraform.directory);
  await terraform.writeAptible(database);
  await terraform.init();
  await terraform.apply();
  const { default_connection_url: url } = (await terraform.state())['aptible_database.data']!.attributes;
  admin = new Client({ connectionString: String(url) });
  await admin.connect();
});
afterEach(async () => {
  await admin.end();
  await terraform.remove();
  await platform.stop();
});

async function rows(text: string): Promise<unknown[]> {
  return (await admin.query({ text, rowMode: 'array' })).rows.flat() as unknown[];
}

/** Has commits wait, or go on. */
async function standby(name: string): Promise<void> {
  await admin.query(`ALTER SYSTEM SET synchronous_standby_names = '${name}'`);
  await admin.query('SELECT pg_reload_conf()');
  await eventually(async () => (await rows('SHOW synchronous_standby_names'))[0] === name);
}

const waiting = async () =>
  (await rows("SELECT pid FROM pg_stat_activity WHERE wait_event = 'SyncRep' AND application_name = 'cdktf-aptible'"))
    .length;

async function applyAndKill(hcl: string): Promise<void> {
  await terraform.writeAptible(hcl);
  await standby('nobody');
  const apply = terraform.start('apply', '-auto-approve', '-input=false', '-no-color');
  const ended = finished(apply);
  await eventually(async () => (await waiting()) === 1, 60_000);
  const { stdout } = spawnSync('ps', ['-o', 'pid=', '--ppid', String(apply.pid)], { encoding: 'utf8' });
  for (const provider of stdout.trim().split(/\s+/)) process.kill(Number(provider), 'SIGKILL');
  expect((await ended).status).not.toBe(0);
  await standby('');
  await eventually(async () => (await waiting()) === 0);
}

const roles = () => rows("SELECT rolname::text FROM pg_roles WHERE rolname LIKE 'web%' ORDER BY 1");

test('a user that a killed apply has made is taken over by the next one', async () => {
  await applyAndKill(database + user);
  expect([await roles(), Object.keys(await terraform.state())]).toEqual([
    ['web'],
    expect.not.arrayContaining(['aptible_database_user.web']),
  ]);
  await terraform.apply();
  expect(await terraform.actions()).toEqual({});
  expect(await roles()).toEqual(['web']);
});

test('a login that a killed apply has made is in the way of nothing, is told by the next rotation, and goes with its user', async () => {
  await terraform.writeAptible(database + user);
  await terraform.apply();
  await applyAndKill(database + user + login('1'));
  expect([await roles(), Object.keys(await terraform.state())]).toEqual([
    ['web', 'web_1'],
    expect.not.arrayContaining(['aptible_database_login.web']),
  ]);
  await terraform.apply();
  expect(await terraform.actions()).toEqual({});
  await terraform.writeAptible(database + user + login('2'));
  expect((await terraform.apply()).output).toContain('The others are: web_1, web_2.');
  expect(await roles()).toEqual(['web', 'web_1', 'web_3']);
  await terraform.writeAptible(database);
  await terraform.apply();
  expect(await roles()).toEqual([]);
});
