import { existsSync } from 'node:fs';
import { App, TerraformStack } from 'cdktf';
import * as aptible from 'cdktf-aptible';
import { DataAptibleApps } from 'cdktf-aptible/bindings';
import { checkDefinition } from 'cdktf-aptible/definition';
import { startLocalPlatform, type LocalPlatform } from 'cdktf-aptible/emulator';
import assert = require('node:assert/strict');

const app = new App();
const stack = new TerraformStack(app, 'commonjs');
new aptible.AptibleProvider(stack, 'aptible');
const environment = aptible.Environment.fromHandle(stack, 'environment', 'acme-staging');
const database = new aptible.Database(environment, 'database', { handle: 'acme-database', type: 'redis' });
new aptible.App(environment, 'web', { handle: 'acme-web', config: { CACHE_URL: database.connectionUrl } });
new DataAptibleApps(stack, 'apps', { envId: environment.environmentId });
app.synth();
assert(existsSync('cdktf.out/stacks/commonjs/terraform.d/plugins'), 'the provider is beside the stack');

const definition = { version: 1, environment: { handle: 'acme-staging', stack: 'shared-us-east-1' } };
assert.deepEqual(checkDefinition(definition), { value: definition, files: [] });

async function ask(platform: LocalPlatform): Promise<void> {
  const answer = await fetch(`${platform.url}/accounts`, { headers: { authorization: `Bearer ${platform.token}` } });
  assert.equal(answer.status, 200);
  await platform.stop();
}

startLocalPlatform()
  .then(ask)
  .catch((error: unknown) => {
    console.error(error);
    process.exitCode = 1;
  });
