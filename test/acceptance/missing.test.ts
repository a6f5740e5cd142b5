/** Things that the state has and the platform has not. */
import { Stage } from './support/stage';

let stage: Stage;
beforeAll(async () => {
  stage = await Stage.set({ databases: 'none' });
});
afterAll(() => stage.strike());
afterEach(() => {
  delete process.env.APTIBLE_ACCEPT_MISSING;
});

const configuration = `
data "aptible_stack" "shared" {
  name = "shared-us-east-1"
}
resource "aptible_environment" "staging" {
  handle   = "acme-staging"
  stack_id = data.aptible_stack.shared.stack_id
}
resource "aptible_app" "web" {
  env_id = aptible_environment.staging.env_id
  handle = "web"
}
resource "aptible_database" "db" {
  env_id = aptible_environment.staging.env_id
  handle = "db"
}
`;
const planned = (...args: string[]) => stage.terraform.expect('plan', '-input=false', '-no-color', ...args);
const addresses = async () => Object.keys(await stage.terraform.state()).sort();

test('an app that was removed by hand is created anew with a warning; a missing environment stops each plan, until it is accepted', async () => {
  await stage.apply(configuration);
  const before = await addresses();
  const { id } = await stage.attributes('aptible_app.web');
  stage.platform.control.remove('app', Number(id));
  const { output } = await planned();
  expect(output).toContain(`Warning: The app "web" (id ${id}) is gone`);
  expect(output).toContain('Plan: 1 to add, 0 to change, 0 to destroy.');
  await stage.apply(configuration);
  expect((await stage.attributes('aptible_app.web')).id).not.toBe(id);

  const environment = await stage.attributes('aptible_environment.staging');
  const { control } = stage.platform;
  for (const kind of ['app', 'database', 'account'] as const) {
    for (const record of control.list(kind)) control.remove(kind, record.id);
  }
  const refusal = `Error: The environment "acme-staging" (id ${environment.id}) is not found`;
  expect(await stage.terraform.planRefused()).toContain(refusal);
  expect(await stage.terraform.applyRefused('-refresh-only')).toContain(refusal);
  expect(await stage.terraform.applyRefused('-destroy')).toContain(refusal);
  expect(await addresses()).toEqual(before);

  process.env.APTIBLE_ACCEPT_MISSING = '1';
  const accepted = await planned();
  expect(accepted.output).toContain('Warning: The environment "acme-staging"');
  expect(accepted.output).toContain('Plan: 3 to add, 0 to change, 0 to destroy.');
});
