import { environment } from './support/hcl';
import { Stage } from './support/stage';

let stage: Stage;
beforeEach(async () => {
  stage = await Stage.set();
});
afterEach(() => stage.strike());

const address = 'aptible_operation.again';

const block = (name: string, body: string) => `
resource "aptible_operation" "${name}" {
${body}
}
`;

const targets = `${environment}resource "aptible_app" "web" {
  env_id       = aptible_environment.staging.env_id
  handle       = "acme-web"
  docker_image = "quay.io/aptible/deploy-demo-app"
}
resource "aptible_database" "data" {
  env_id = aptible_environment.staging.env_id
  handle = "acme-db"
}
`;

const ofApp = (type: string, trigger: string) =>
  targets +
  block('again', `  type     = "${type}"\n  app_id   = aptible_app.web.app_id\n  triggers = { number = "${trigger}" }`);

const runs = (type: string): number =>
  stage.platform.control.list('operation').filter((each) => each['type'] === type).length;

test('an operation is run once, again when it has failed or a trigger changes, and not when it is destroyed', async () => {
  stage.platform.control.failNext({ operation: 'restart', log: 'no capacity in the zone' });
  await stage.write(ofApp('restart', '1'));
  expect(await stage.terraform.applyRefused()).toContain('no capacity in the zone');
  expect((await stage.terraform.state())[address]?.tainted).toBe(true);
  await stage.apply(ofApp('restart', '1'));
  expect(runs('restart')).toBe(2);
  const { id, operation_id: operationId } = await stage.attributes(address);
  expect(await stage.get(`/operations/${id}`)).toMatchObject({ id: operationId, type: 'restart', status: 'succeeded' });

  expect(await stage.actions(ofApp('restart', '2'))).toEqual({ [address]: 'delete,create' });
  await stage.apply(ofApp('restart', '2'));
  expect(runs('restart')).toBe(3);
  await stage.terraform.destroy('-target', address);
  expect(runs('restart')).toBe(3);
});

test('each type of each target is run, a change of the type runs the other, and an import is refused', async () => {
  const of = (types: Record<string, string>) =>
    targets +
    Object.entries(types)
      .map(([name, type]) => {
        const target = name.startsWith('app')
          ? 'app_id = aptible_app.web.app_id'
          : 'database_id = aptible_database.data.database_id';
        return block(name, `  type = "${type}"\n  ${target}`);
      })
      .join('');
  await stage.apply(of({ app_restart: 'restart', database_restart: 'restart', database_reload: 'reload' }));
  expect([runs('restart'), runs('reload')]).toEqual([2, 1]);
  const others = of({ app_restart: 'rebuild', database_restart: 'backup', database_reload: 'reload' });
  await stage.apply(others);
  expect(['restart', 'reload', 'rebuild', 'backup'].map(runs)).toEqual([2, 1, 1, 1]);
  const imported = others + block('more', '  type = "restart"\n  app_id = aptible_app.web.app_id');
  await stage.write(imported);
  const more = ['aptible_operation.more', '1'];
  expect((await stage.terraform.run('import', '-input=false', '-no-color', ...more)).status).toBe(1);
});

test('a type that the target does not have, and no target, are refused at plan', async () => {
  await stage.write(
    block('of_database', '  type = "backup"\n  app_id = 1') + block('of_nothing', '  type = "restart"'),
  );
  expect(await stage.terraform.planProblems()).toEqual({
    'aptible_operation.of_database': expect.stringContaining('expected one of restart, rebuild with app_id') as string,
    'aptible_operation.of_nothing': expect.stringContaining(
      'one of app_id, database_id and endpoint_id is needed',
    ) as string,
  });
});
