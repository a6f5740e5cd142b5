import { environment } from './support/hcl';
import { Stage } from './support/stage';

let stage: Stage;
beforeEach(async () => {
  stage = await Stage.set();
});
afterEach(() => stage.strike());

const address = (name: string) => `aptible_permission.${name}`;

const roles = `
data "aptible_roles" "all" {}
`;

const block = (name: string, scope = name) => `
resource "aptible_permission" "${name}" {
  env_id  = aptible_environment.staging.env_id
  role_id = one([for role in data.aptible_roles.all.roles : role.role_id if role.name == "Owners"])
  scope   = "${scope}"
}
`;

const all = () => stage.platform.control.list('permission');
const idOf = (scope: string) => all().find((each) => each.scope === scope)!.id;

test('a role by its name gets what is declared; imported by id, replaced by another scope, destroyed', async () => {
  await stage.apply(environment + roles + block('deploy') + block('sensitive'));
  expect(await stage.attributes('data.aptible_roles.all')).toMatchObject({
    id: 'all',
    roles: [{ name: 'Owners', type: 'owner', role_id: stage.platform.control.list('role')[0]!.uuid }],
  });
  const [deploy, sensitive] = [idOf('deploy'), idOf('sensitive')];
  await stage.terraform.expect('state', 'rm', address('deploy'));
  await stage.terraform.write(`import {\n  to = ${address('deploy')}\n  id = "${deploy}"\n}\n`, 'imports.tf');
  await stage.apply(environment + roles + block('deploy') + block('sensitive', 'tunnel'));
  expect(all().map(({ scope }) => scope)).toEqual(['deploy', 'tunnel']);
  expect(idOf('deploy')).toBe(deploy);
  expect(idOf('tunnel')).not.toBe(sensitive);
  await stage.terraform.destroy();
  expect(all()).toEqual([]);
  expect(stage.platform.control.list('account')).toEqual([]);
});

test('what changes behind terraform is put right; another environment is a replacement', async () => {
  const other = `
resource "aptible_environment" "other" {
  stack_id = data.aptible_stack.shared.stack_id
  handle   = "acme-other"
}
`;
  await stage.apply(environment + other + roles + block('deploy') + block('read') + block('destroy'));
  stage.platform.control.change('permission', idOf('deploy'), { scope: 'admin' });
  stage.platform.control.remove('permission', idOf('read'));
  const moved = block('destroy').replace('aptible_environment.staging', 'aptible_environment.other');
  expect(await stage.actions(environment + other + roles + block('deploy') + block('read') + moved)).toEqual({
    [address('deploy')]: 'delete,create',
    [address('read')]: 'create',
    [address('destroy')]: 'delete,create',
  });
});

test('a scope that is none, and a role id in upper case, are refused at plan', async () => {
  await stage.write(environment + roles + block('one', 'everything'));
  expect(await stage.terraform.planRefused()).toContain('Invalid value of scope');
  const upper = block('read').replace(/one\(.*\)/, '"5D1A2B3C-4E5F-4A6B-8C7D-9E0F1A2B3C4D"');
  await stage.write(environment + roles + upper);
  expect(await stage.terraform.planRefused()).toContain('a UUID in lower case');
  expect(all()).toEqual([]);
});
