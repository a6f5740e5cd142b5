import assert from 'node:assert/strict';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { App, TerraformStack } from 'cdktf';
import { App as AptibleApp, AptibleProvider, Environment, Stack } from 'cdktf-aptible';
import { DataAptibleApps } from 'cdktf-aptible/bindings';
import { definitionForm, DefinitionError, readDefinition } from 'cdktf-aptible/definition';
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

writeFileSync(
  'aptible.yaml',
  'version: 1\nenvironment: { handle: acme, stack: shared-us-east-1 }\napps: { web: { imag: x } }\n',
);
assert.throws(
  () => readDefinition('aptible.yaml'),
  (error) => {
    assert(error instanceof DefinitionError);
    assert.equal(error.message, 'aptible.yaml:3:16: apps.web.imag: it is not known here: did you mean image?');
    return true;
  },
);
assert.equal(definitionForm['~standard'].validate({ version: 1 }).issues?.length, 1);
const schema: unknown = JSON.parse(
  readFileSync(createRequire(import.meta.url).resolve('cdktf-aptible/aptible.schema.json'), 'utf8'),
);
assert(typeof schema === 'object');

const platform = await startLocalPlatform();
const answer = await fetch(`${platform.url}/accounts`, { headers: { authorization: `Bearer ${platform.token}` } });
assert.equal(answer.status, 200);
await platform.stop();
