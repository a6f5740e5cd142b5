/** What a destroy may not take, and what it takes along. */
import { environment } from './support/hcl';
import { Stage } from './support/stage';

let stage: Stage;
beforeEach(async () => {
  stage = await Stage.set();
});
afterEach(() => stage.strike());

const configuration = (ofEnvironment: string, ofDatabase: string) => `
${environment.replace('  handle ', `  ${ofEnvironment}\n  handle `)}
resource "aptible_database" "data" {
  env_id  = aptible_environment.staging.env_id
  handle  = "acme-db"
  version = "15"
  ${ofDatabase}
}

resource "aptible_backup" "first" {
  database_id = aptible_database.data.database_id
}
`;

test('an environment with a database and its backups is destroyed in one step, and the plan says what is purged', async () => {
  await stage.apply(configuration('purge_backups_on_destroy = true', ''));
  const { env_id } = await stage.attributes('aptible_environment.staging');
  const { database_id } = await stage.attributes('aptible_database.data');
  // Somebody else's, and one of a database that was removed earlier.
  await stage.request('POST', `/databases/${String(database_id)}/operations`, { type: 'backup' });
  const { body: orphan } = await stage.request('POST', `/accounts/${String(env_id)}/databases`, {
    handle: 'earlier',
    type: 'redis',
  });
  for (const type of ['provision', 'deprovision'])
    await stage.request('POST', `/databases/${String(orphan['id'])}/operations`, { type });

  const { output } = await stage.terraform.destroy();
  expect(output).toContain(`This plan purges all backups of the environment "acme-staging" (id ${String(env_id)})`);
  expect(stage.platform.control.list('backup')).toEqual([]);
  expect((await stage.request('GET', `/accounts/${String(env_id)}`)).status).toBe(404);
});

test('what is protected is neither destroyed nor replaced, by a plan or by -replace, until an apply ends that', async () => {
  const both = ['purge_backups_on_destroy = true', 'deletion_protection = true'].join('\n  ');
  const on = configuration('deletion_protection = true', both);
  await stage.apply(on);
  const refused = 'The database "acme-db" (id N) is protected from deletion';
  const said = (output: string) => output.replace(/\(id \d+\)/g, '(id N)');

  expect(said(await stage.terraform.planRefused('-destroy'))).toContain(refused);
  await stage.write(on.replace('"15"', '"16"'));
  expect(said(await stage.terraform.planRefused())).toContain(refused);
  await stage.write(on);
  expect(said(await stage.terraform.planRefused('-replace=aptible_database.data'))).toContain(
    'The database "acme-db" is protected from deletion',
  );
  // Of what is marked as tainted, the provider is shown nothing at plan.
  await stage.terraform.expect('taint', 'aptible_database.data');
  expect(said(await stage.terraform.applyRefused())).toContain(refused);
  await stage.terraform.expect('untaint', 'aptible_database.data');

  await stage.apply(on.replaceAll('deletion_protection = true', ''));
  await stage.terraform.destroy();
  expect(stage.platform.control.list('backup')).toEqual([]);
});
