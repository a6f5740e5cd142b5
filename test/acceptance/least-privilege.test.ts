/** `examples/least-privilege`, deployed once: what each app may do, and that no password is anywhere. */
import { cp, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Client } from 'pg';
import { startLocalPlatform, type LocalPlatform } from '../../lib/emulator';
import { createDatabaseServers } from '../support/database-servers';
import { synthesizeExample } from './support/example';
import { startProvider, type ProviderUnderTest } from './support/provider';
import { Terraform } from './support/terraform';

let platform: LocalPlatform;
let provider: ProviderUnderTest;
let terraform: Terraform;
let synthesized: string;

beforeAll(async () => {
  platform = await startLocalPlatform({
    databases: await createDatabaseServers(),
    images: { 'quay.io/aptible/deploy-demo-app': ['web'] },
  });
  provider = await startProvider();
  terraform = await Terraform.inNewDirectory({
    ...provider.environment,
    ...platform.environment,
    TF_LOG: 'DEBUG',
    TF_LOG_PATH: 'terraform.log',
  });
  synthesized = `${terraform.directory}-synthesized`;
  await cp(await synthesizeExample('least-privilege', synthesized), terraform.directory, { recursive: true });
  provider.place(terraform.directory);
  // By default the state would be kept where the synthesis ran, which is here.
  await terraform.write('{ "terraform": { "backend": { "local": {} } } }', 'backend_override.tf.json');
  // A provider in this process finds the platform there.
  Object.assign(process.env, platform.environment);
  await terraform.init();
});
afterAll(async () => {
  for (const name of Object.keys(platform.environment)) delete process.env[name];
  await rm(synthesized, { recursive: true, force: true });
  await terraform.remove();
  await provider.stop();
  await platform.stop();
});

const apps = ['web', 'worker', 'reports'];

/** What an app finds in its environment now. */
function urlOf(app: string): string {
  const { control } = platform;
  const { current_configuration_id: current } = control.list('app').find(({ handle }) => handle === `acme-${app}`)!;
  const { env } = control.list('configuration').find(({ id }) => id === current)!;
  return (env as Record<string, string>)['DATABASE_URL']!;
}

async function query(url: string, text: string): Promise<Record<string, string>[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(text)).rows as Record<string, string>[];
  } finally {
    await client.end();
  }
}

const adminUrl = () => platform.control.list('database_credential')[0]!.connection_url;

/** The passwords of now, and what the server keeps of each: the parts of its verifier. */
async function secrets(): Promise<string[]> {
  const urls = [adminUrl(), ...apps.map(urlOf)];
  const passwords = urls.map((url) => decodeURIComponent(new URL(url).password));
  const rows = await query(
    adminUrl(),
    "SELECT rolpassword AS verifier FROM pg_authid WHERE rolname ~ '_\\d+$|^aptible$'",
  );
  // SCRAM-SHA-256$4096:<salt>$<stored key>:<server key>
  const verifiers = rows.map(({ verifier }) => verifier!.split(/[$:]/).slice(2));
  expect([passwords.length, verifiers.map((parts) => parts.length)]).toEqual([4, [3, 3, 3, 3]]);
  return [...passwords, ...verifiers.flat()];
}

test('each app may do what it needs and no more, also after a rotation, and no password is in any file or output', async () => {
  const runs = [await terraform.apply()];
  await query(urlOf('web'), 'CREATE TABLE word (id serial, note text)');
  const before = await secrets();
  runs.push(await terraform.expect('plan', '-no-color', '-out=plan', '-var=rotation=2026-02'));
  runs.push(await terraform.expect('show', '-json', 'plan'), await terraform.apply('plan'));
  runs.push(await terraform.expect('show', '-json'));
  expect(await terraform.actions('-var=rotation=2026-02')).toEqual({});

  const logins = apps.map((app) => new URL(urlOf(app)).username);
  expect(logins).toEqual(['web_2', 'worker_2', 'reports_2']);
  const may = async (app: string, text: string) =>
    query(urlOf(app), text).then(
      () => 'done',
      ({ message }: Error) => message,
    );
  const insert = 'INSERT INTO word DEFAULT VALUES';
  const alter = 'ALTER TABLE word DROP note';
  expect(
    await Promise.all(apps.map(async (app) => [await may(app, 'SELECT * FROM word'), await may(app, insert)])),
  ).toEqual([
    ['done', 'done'],
    ['done', 'done'],
    ['done', 'permission denied for table word'],
  ]);
  expect([await may('worker', alter), await may('web', alter)]).toEqual(['must be owner of table word', 'done']);

  const files = ['cdk.tf.json', 'terraform.tfstate', 'terraform.tfstate.backup', 'terraform.log'];
  const texts = await Promise.all(files.map((name) => readFile(join(terraform.directory, name), 'utf8')));
  const all = [...texts, ...runs.map(({ output }) => output)];
  expect(logins.filter((login) => !texts[1]!.includes(login))).toEqual([]);
  const passwords = [...before, ...(await secrets()), 'SCRAM-SHA-256'];
  expect(passwords.filter((password) => all.some((text) => text.includes(password)))).toEqual([]);

  await terraform.destroy();
  expect(platform.control.list('account')).toEqual([]);
});
