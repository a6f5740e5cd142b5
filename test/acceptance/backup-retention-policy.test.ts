import { environment } from './support/hcl';
import { Stage } from './support/stage';

let stage: Stage;
beforeEach(async () => {
  stage = await Stage.set();
});
afterEach(() => stage.strike());

const address = 'aptible_backup_retention_policy.staging';

const policy = (daily: number) => `${environment}resource "aptible_backup_retention_policy" "staging" {
  env_id     = aptible_environment.staging.env_id
  daily      = ${daily}
  monthly    = 1
  yearly     = 0
  make_copy  = false
  keep_final = false
}
`;

const current = () => stage.platform.control.list('backup_retention_policy')[0];

test('a policy is set, changed in place, put back after drift, imported, and left behind by a destroy', async () => {
  await stage.apply(policy(7));
  const { id, env_id: environmentId } = await stage.attributes(address);
  expect(id).toBe(String(environmentId));
  expect(await stage.actions(policy(14))).toEqual({ [address]: 'update' });
  await stage.apply(policy(14));
  const declared = { daily: 14, monthly: 1, yearly: 0, make_copy: false, keep_final: false };
  expect(current()).toMatchObject(declared);

  await stage.request('POST', `/accounts/${id}/backup_retention_policies`, { ...declared, keep_final: true });
  expect(await stage.actions(policy(14))).toEqual({ [address]: 'update' });
  await stage.apply(policy(14));
  expect(current()).toMatchObject(declared);

  await stage.terraform.expect('state', 'rm', address);
  const wrong = await stage.terraform.run('import', '-input=false', '-no-color', address, 'acme-stagin');
  expect(wrong.output).toContain('there is "acme-staging"');
  await stage.terraform.expect('import', '-input=false', address, String(id));
  expect(await stage.terraform.plan()).toEqual([]);
  await stage.terraform.expect('state', 'rm', address);
  await stage.terraform.expect('import', '-input=false', address, 'acme-staging');
  expect(await stage.terraform.plan()).toEqual([]);

  const { output } = await stage.terraform.destroy('-target', address);
  expect(output).toContain(`The environment ${id} keeps its backup retention policy`);
  expect(current()).toMatchObject(declared);
  await stage.terraform.destroy();
});

test('a wrong policy is refused at plan; a refused one is set by the next apply; another environment plans a replacement', async () => {
  await stage.write(policy(0).replace('yearly     = 0', 'yearly     = -1'));
  const refused = await stage.terraform.planRefused();
  expect(refused).toContain('Invalid value of daily');
  expect(refused).toContain('Invalid value of yearly');

  stage.platform.control.failNext({
    request: { method: 'POST', path: '/accounts/*/backup_retention_policies' },
    status: 422,
    message: 'daily is too large',
  });
  await stage.write(policy(7));
  expect(await stage.terraform.applyRefused()).toContain('daily is too large');
  await stage.apply(policy(7));
  const { control } = stage.platform;
  const { body: other } = await stage.request('POST', '/accounts', {
    handle: 'other',
    type: 'development',
    stack_id: control.list('stack')[0]!.id,
    organization_id: control.list('organization')[0]!.uuid,
  });
  expect(await stage.actions(policy(7).replace('aptible_environment.staging.env_id', String(other.id)))).toEqual({
    [address]: 'delete,create',
  });
});
