import { Stage } from './support/stage';

let stage: Stage;
beforeEach(async () => {
  stage = await Stage.set();
});
afterEach(() => stage.strike());

const onSharedStack = `
data "aptible_stack" "shared" {
  name = "shared-us-east-1"
}
`;

const minimal = `${onSharedStack}
resource "aptible_environment" "staging" {
  stack_id = data.aptible_stack.shared.stack_id
  handle   = "acme-staging"
}
`;

const withPolicy = (daily: number) => `${onSharedStack}
resource "aptible_environment" "staging" {
  stack_id = data.aptible_stack.shared.stack_id
  handle   = "acme-staging"
  backup_retention_policy {
    daily      = ${daily}
    monthly    = 1
    yearly     = 0
    make_copy  = false
    keep_final = false
  }
}
`;

test('an environment is created on the stack, planned empty, and gone after destroy', async () => {
  await stage.apply(minimal);
  const { id, ...attributes } = await stage.attributes('aptible_environment.staging');
  expect(attributes).toMatchObject({ env_id: Number(id), handle: 'acme-staging' });
  expect(await stage.get(`/accounts/${id}`)).toMatchObject({ handle: 'acme-staging', type: 'development' });

  await stage.terraform.destroy();
  expect((await stage.request('GET', `/accounts/${id}`)).status).toBe(404);
});

test('a retention policy that is left out is the platform’s, and can be referred to; one is written as a block, as a dynamic block, or as a list', async () => {
  const output = `
output "whole" { value = aptible_environment.staging }
output "daily" { value = one(aptible_environment.staging.backup_retention_policy).daily }
`;
  await stage.apply(minimal + output);
  expect(await stage.terraform.output('daily')).toBe(30);

  const fields = 'daily = 3, monthly = 1, yearly = 0, make_copy = false, keep_final = false';
  const written = (policy: string) => minimal.replace(/\n}\n$/, `\n${policy}\n}\n`) + output;
  await stage.apply(withPolicy(3) + output);
  expect(await stage.terraform.output('daily')).toBe(3);
  const dynamic = `dynamic "backup_retention_policy" {
    for_each = [{ ${fields} }]
    content {
      daily      = backup_retention_policy.value.daily
      monthly    = backup_retention_policy.value.monthly
      yearly     = backup_retention_policy.value.yearly
      make_copy  = backup_retention_policy.value.make_copy
      keep_final = backup_retention_policy.value.keep_final
    }
  }`;
  for (const same of [dynamic, `backup_retention_policy = [{ ${fields} }]`, 'backup_retention_policy = []', '']) {
    expect([same, await stage.actions(written(same))]).toEqual([same, {}]);
  }
});

test('a handle changes in place', async () => {
  await stage.apply(minimal);
  const { id } = await stage.attributes('aptible_environment.staging');
  const renamed = minimal.replace('acme-staging', 'acme-preview');
  expect(await stage.actions(renamed)).toEqual({ 'aptible_environment.staging': 'update' });
  await stage.apply(renamed);
  expect(await stage.attributes('aptible_environment.staging')).toMatchObject({ id, handle: 'acme-preview' });
});

test('another stack plans a replacement', async () => {
  await stage.apply(minimal);
  const { id } = stage.platform.control.list('stack').find(({ name }) => name === 'dedicated-us-east-1')!;
  expect(await stage.actions(minimal.replace('data.aptible_stack.shared.stack_id', String(id)))).toEqual({
    'aptible_environment.staging': 'delete,create',
  });
});

test('a retention policy is set, changed, and its drift is seen', async () => {
  await stage.apply(withPolicy(7));
  const { id } = await stage.attributes('aptible_environment.staging');
  const policies = `/accounts/${id}/backup_retention_policies`;
  expect(await stage.get(policies)).toMatchObject({
    _embedded: {
      backup_retention_policies: [{ daily: 7, monthly: 1, yearly: 0, make_copy: false, keep_final: false }],
    },
  });

  expect(await stage.actions(withPolicy(14))).toEqual({ 'aptible_environment.staging': 'update' });
  await stage.apply(withPolicy(14));

  await stage.request('POST', policies, { daily: 3, monthly: 1, yearly: 0, make_copy: true, keep_final: false });
  expect(await stage.actions(withPolicy(14))).toEqual({ 'aptible_environment.staging': 'update' });
  await stage.apply(withPolicy(14));
  expect(await stage.get(policies)).toMatchObject({
    _embedded: { backup_retention_policies: [{ daily: 14, make_copy: false }] },
  });
});

test('a handle changed behind terraform is put back', async () => {
  await stage.apply(minimal);
  const { id } = await stage.attributes('aptible_environment.staging');
  await stage.request('PUT', `/accounts/${id}`, { handle: 'renamed-by-hand' });
  expect(await stage.actions(minimal)).toEqual({ 'aptible_environment.staging': 'update' });
  await stage.apply(minimal);
  expect(await stage.get(`/accounts/${id}`)).toMatchObject({ handle: 'acme-staging' });
});

test('an environment deleted behind terraform is created again, when that is accepted', async () => {
  await stage.apply(minimal);
  const { id } = await stage.attributes('aptible_environment.staging');
  await stage.request('DELETE', `/accounts/${id}`);
  expect(await stage.terraform.planRefused()).toContain(`The environment "acme-staging" (id ${id}) is not found`);
  stage.acceptsMissing = true;
  expect(await stage.actions(minimal)).toEqual({ 'aptible_environment.staging': 'create' });
  await stage.apply(minimal);
});

test('an environment is imported by id and by handle', async () => {
  await stage.apply(minimal);
  const { id } = await stage.attributes('aptible_environment.staging');
  for (const importId of [String(id), 'acme-staging']) {
    await stage.terraform.expect('state', 'rm', 'aptible_environment.staging');
    await stage.terraform.expect('import', '-input=false', 'aptible_environment.staging', importId);
    expect(await stage.terraform.plan()).toEqual([]);
  }
});

test('an import of what is not there says what was looked for', async () => {
  await stage.write(minimal);
  const run = await stage.terraform.run(
    'import',
    '-input=false',
    '-no-color',
    'aptible_environment.staging',
    'no-such',
  );
  expect(run.status).not.toBe(0);
  expect(run.output).toContain('no-such');
});

test('a wrong handle, two policies and a bad organization are refused at plan, all at once', async () => {
  await stage.write(`
resource "aptible_environment" "staging" {
  stack_id = 1
  handle   = "Acme Staging"
  org_id   = "acme"
  backup_retention_policy {
    daily      = 0
    monthly    = 1
    yearly     = 0
    make_copy  = false
    keep_final = false
  }
}
`);
  const output = await stage.terraform.planRefused();
  expect(output).toContain('handle');
  expect(output).toContain('org_id');
  expect(output).toContain('daily');
  expect(stage.platform.requests.filter(({ method }) => method !== 'GET')).toEqual([]);
});

test('an environment whose read fails stays in the state', async () => {
  await stage.apply(minimal);
  await stage.write(minimal, 'not-a-token-of-the-platform');
  const run = await stage.terraform.run('destroy', '-auto-approve', '-input=false', '-no-color');
  expect(run.status).not.toBe(0);
  expect(run.output).toContain('401');
  expect(run.output).not.toContain('not-a-token-of-the-platform');
  expect(Object.keys(await stage.terraform.state())).toContain('aptible_environment.staging');
});

test('a data source finds an environment by handle, and names those that are there when it does not', async () => {
  await stage.apply(minimal);
  const looked = (handle: string) => `${minimal}
data "aptible_environment" "found" {
  handle     = "${handle}"
  depends_on = [aptible_environment.staging]
}
output "found" { value = data.aptible_environment.found.env_id }
`;
  await stage.write(looked('acme-staging'));
  await stage.terraform.apply();
  expect(String(await stage.terraform.output('found'))).toBe(
    (await stage.attributes('aptible_environment.staging'))['id'],
  );

  await stage.write(looked('acme-stagin'));
  expect(await stage.terraform.planRefused()).toContain('acme-staging');
});

test('a data source for a stack that is not there names those that are', async () => {
  await stage.write(`data "aptible_stack" "gone" { name = "shared-us-east-9" }`);
  expect(await stage.terraform.planRefused()).toContain('shared-us-east-1');
});
