import { environment } from './support/hcl';
import { Stage } from './support/stage';

let stage: Stage;
beforeEach(async () => {
  stage = await Stage.set();
});
afterEach(() => stage.strike());

const address = 'aptible_operation.again';

const operation = (body: string) => `${environment}resource "aptible_app" "web" {
  env_id       = aptible_environment.staging.env_id
  handle       = "acme-web"
  docker_image = "quay.io/aptible/deploy-demo-app"
}
resource "aptible_database" "data" {
  env_id = aptible_environment.staging.env_id
  handle = "acme-db"
}
resource "aptible_operation" "again" {
${body}
}
`;

const ofApp = (type: string, trigger: string) =>
  operation(`  type     = "${type}"\n  app_id   = aptible_app.web.app_id\n  triggers = { number = "${trigger}" }`);

async function runs(type: string): Promise<number> {
  return stage.platform.control.list('operation').filter((each) => each['type'] === type).length;
}

test('an operation is run once, again when a trigger changes, and not when it is destroyed', async () => {
  await stage.apply(ofApp('restart', '1'));
  expect(await runs('restart')).toBe(1);
  const { id, operation_id: operationId } = await stage.attributes(address);
  expect(await stage.get(`/operations/${id}`)).toMatchObject({ id: operationId, type: 'restart', status: 'succeeded' });

  expect(await stage.actions(ofApp('restart', '2'))).toEqual({ [address]: 'delete,create' });
  await stage.apply(ofApp('restart', '2'));
  expect(await runs('restart')).toBe(2);
  await stage.terraform.destroy('-target', address);
  expect(await runs('restart')).toBe(2);
});

test('each type of each target is run, and a change of the type runs the other', async () => {
  for (const [type, target] of [
    ['restart', 'app_id = aptible_app.web.app_id'],
    ['rebuild', 'app_id = aptible_app.web.app_id'],
    ['restart', 'database_id = aptible_database.data.database_id'],
    ['reload', 'database_id = aptible_database.data.database_id'],
    ['backup', 'database_id = aptible_database.data.database_id'],
  ] as const) {
    const before = await runs(type);
    await stage.apply(operation(`  type = "${type}"\n  ${target}`));
    expect([type, await runs(type)]).toEqual([type, before + 1]);
  }
});

test('a failed operation leaves it tainted with the end of the log, and the next apply runs it again', async () => {
  stage.platform.control.failNext({ operation: 'restart', log: 'no capacity in the zone' });
  await stage.write(ofApp('restart', '1'));
  expect(await stage.terraform.applyRefused()).toContain('no capacity in the zone');
  expect((await stage.terraform.state())[address]?.tainted).toBe(true);
  await stage.apply(ofApp('restart', '1'));
  expect(await runs('restart')).toBe(2);
});

test('a type that the target does not have, and no target, are refused at plan; an import is, too', async () => {
  await stage.apply(ofApp('restart', '1'));
  await stage.write(ofApp('backup', '1'));
  expect(await stage.terraform.planRefused()).toContain('expected one of restart, rebuild with app_id');
  await stage.write(operation('  type = "restart"'));
  expect(await stage.terraform.planRefused()).toContain('one of app_id, database_id and endpoint_id is needed');
  await stage.write(ofApp('restart', '1'));
  await stage.terraform.expect('state', 'rm', address);
  const { status } = await stage.terraform.run('import', '-input=false', '-no-color', address, '1');
  expect(status).toBe(1);
});
