/** Programs whose apps are connected to databases by `connectTo`, applied by terraform. */
import { TerraformStack, TerraformVariable, Testing } from 'cdktf';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { App, AptibleProvider, Database, Environment, Stack } from '../../lib';
import { createDatabaseServers } from '../support/database-servers';
import { Stage } from './support/stage';
import { isTerraformBefore } from './support/terraform';

let stage: Stage;
beforeAll(async () => {
  stage = await Stage.set({ databases: await createDatabaseServers() });
});
afterAll(() => stage.strike());

/** An app with a user of its own in one database, and the whole credential of another one. */
async function write(rotation: string, storeCredentials: boolean): Promise<void> {
  const stack = new TerraformStack(Testing.app(), 'stack');
  const { APTIBLE_API_ROOT_URL: apiRootUrl, APTIBLE_AUTH_ROOT_URL: authRootUrl } = stage.platform.environment;
  const accessToken = new TerraformVariable(stack, 'token', { type: 'string', default: stage.platform.token });
  new AptibleProvider(stack, 'aptible', {
    apiRootUrl,
    authRootUrl,
    accessToken: accessToken.stringValue,
    storeCredentials,
  });
  const shared = Stack.fromName(stack, 'shared', 'shared-us-east-1');
  const staging = new Environment(stack, 'staging', { handle: 'acme-staging', stack: shared });
  const connectionUrlOutput = false;
  const database = new Database(staging, 'data', { handle: 'acme-db', type: 'postgresql', connectionUrlOutput });
  const cache = new Database(staging, 'cache', { handle: 'acme-cache', type: 'redis', connectionUrlOutput });
  const app = new App(staging, 'web', { handle: 'acme-web', config: { NODE_ENV: 'production' } });
  const user = database.addUser('web', { readWrite: ['public'], rotation });
  app.connectTo(database, { as: 'DATABASE_URL', user, stored: storeCredentials });
  app.connectTo(database, { as: { username: 'PGUSER', host: 'PGHOST' }, user, stored: storeCredentials });
  app.connectTo(cache, {
    as: { port: 'REDIS_PORT', password: 'REDIS_PASSWORD' },
    credential: 'redis+ssl',
    stored: storeCredentials,
  });
  // A program names the provider itself.
  await stage.terraform.write('');
  await stage.terraform.write(Testing.synth(stack, true), 'main.tf.json');
}

const variables = () => stage.platform.control.list('configuration').at(-1)!.env as Record<string, string>;

/** What the app should have, with the login of this name. */
function expectLogin(username: string): void {
  const { control } = stage.platform;
  const url = (type: string) => control.list('database_credential').find((one) => one.type === type)!.connection_url;
  const cache = new URL(url('redis+ssl'));
  const { DATABASE_URL: databaseUrl, ...rest } = variables();
  const used = new URL(databaseUrl!);
  const own = new URL(url('postgresql'));
  expect([used.username, used.host]).toEqual([username, own.host]);
  expect(used.password).not.toBe(own.password);
  expect(rest).toEqual({
    NODE_ENV: 'production',
    PGUSER: username,
    PGHOST: own.hostname,
    REDIS_PORT: cache.port,
    REDIS_PASSWORD: cache.password,
  });
}

test('a rotation reaches the app by values that are in no state, and a second plan is empty', async () => {
  if (await isTerraformBefore(1, 11)) {
    await write('1', false);
    expect(await stage.terraform.planRefused()).toMatch(/named "ephemeral"|ephemeral value|need Terraform 1\.11/);
    return;
  }
  for (const [rotation, username] of [
    ['1', 'web_1'],
    ['2', 'web_2'],
  ] as const) {
    await write(rotation, false);
    await stage.terraform.apply();
    expectLogin(username);
    expect(await stage.terraform.actions()).toEqual({});
    const state = await readFile(join(stage.terraform.directory, 'terraform.tfstate'), 'utf8');
    const passwords = [new URL(variables()['DATABASE_URL']!).password, variables()['REDIS_PASSWORD']!];
    expect(passwords.filter((password) => state.includes(password))).toEqual([]);
  }
});

test('the stored form gives the app the same', async () => {
  await write('3', true);
  await stage.terraform.apply();
  expectLogin('web_1');
  expect(await stage.terraform.actions()).toEqual({});
});
