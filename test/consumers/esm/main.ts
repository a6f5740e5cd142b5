import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { App, TerraformStack } from 'cdktf';
import { App as AptibleApp, AptibleProvider, Environment, Stack } from 'cdktf-aptible';
import { DataAptibleApps } from 'cdktf-aptible/bindings';
import { startLocalPlatform } from 'cdktf-aptible/emulator';

const app = new App();
const stack = new TerraformStack(app, 'esm');
new AptibleProvider(stack, 'aptible');
const environment = new Environment(stack, 'environment', {
  handle: 'acme-staging',
  stack: Stack.fromName(stack, 'shared', 'shared-us-east-1'),
});
new AptibleApp(environment, 'web', { handle: 'acme-web', image: 'quay.io/aptible/deploy-demo-app' });
new DataAptibleApps(stack, 'apps', { envId: environment.environmentId });
app.synth();
assert(existsSync('cdktf.out/stacks/esm/terraform.d/plugins'), 'the provider is beside the stack');

const platform = await startLocalPlatform();
const answer = await fetch(`${platform.url}/accounts`, { headers: { authorization: `Bearer ${platform.token}` } });
assert.equal(answer.status, 200);
await platform.stop();
