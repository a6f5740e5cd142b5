import { environmentWithoutFinalBackups } from './support/hcl';
import { Stage } from './support/stage';

let stage: Stage;
beforeEach(async () => {
  stage = await Stage.set();
});
afterEach(() => stage.strike());

const address = 'aptible_backup.before_release';

const database = `${environmentWithoutFinalBackups}resource "aptible_database" "data" {
  env_id = aptible_environment.staging.env_id
  handle = "acme-db"
}
`;

const backup = (release: string, body = '') => `${database}
resource "aptible_backup" "before_release" {
  database_id = aptible_database.data.database_id
  triggers    = { release = "${release}" }
${body}
}
`;

const ids = () => stage.platform.control.list('backup').map(({ id }) => String(id));

test('a backup is made, replaced by the next one before it is purged, made anew, imported and destroyed', async () => {
  const newFirst = '  lifecycle {\n    create_before_destroy = true\n  }';
  await stage.apply(backup('1', newFirst));
  const { id } = await stage.attributes(address);
  expect(await stage.get(`/backups/${id}`)).toMatchObject({ manual: true, database_handle: 'acme-db' });

  const before = stage.platform.requests.length;
  await stage.apply(backup('2', newFirst));
  const writes = stage.platform.requests.slice(before).filter(({ method }) => method === 'POST');
  expect(writes.map(({ body }) => body)).toEqual([{ type: 'backup' }, { type: 'purge' }]);
  const { id: second } = await stage.attributes(address);
  expect(second).not.toBe(id);
  expect(ids()).toEqual([second]);

  await stage.request('POST', `/backups/${second}/operations`, { type: 'purge' });
  expect(await stage.actions(backup('2'))).toEqual({ [address]: 'create' });
  const applied = await stage.terraform.apply();
  expect(applied.output.match(/Warning: .*/g)).toEqual([`Warning: The backup (id ${second}) is gone`]);
  const { id: third } = await stage.attributes(address);

  await stage.terraform.expect('state', 'rm', address);
  const wrong = await stage.terraform.run('import', '-input=false', '-no-color', address, 'acme-staging/acme-db');
  expect(wrong.output).toContain('A backup has no handle. Give the numeric id of a backup');
  await stage.terraform.expect('import', '-input=false', address, String(third));
  // What it was made for is not known to the platform.
  expect(await stage.actions(backup('2'))).toEqual({ [address]: 'update' });
  await stage.apply(backup('2'));
  expect(ids()).toEqual([third]);

  await stage.terraform.destroy();
  expect([ids(), stage.platform.control.list('account')]).toEqual([[], []]);
});

test('a failed backup shows the end of the log, and the next apply makes it; another database plans a replacement', async () => {
  stage.platform.control.failNext({ operation: 'backup', log: 'there is no snapshot' });
  await stage.write(backup('1'));
  expect(await stage.terraform.applyRefused()).toContain('there is no snapshot');
  await stage.apply(backup('1'));
  expect(ids()).toEqual([(await stage.attributes(address))['id']]);

  const other = backup('1').replace('aptible_database.data.database_id', '4711');
  expect(await stage.actions(other)).toEqual({ [address]: 'delete,create' });
  await stage.write(backup('1').replace('aptible_database.data.database_id', '0'));
  expect(await stage.terraform.planRefused()).toContain('expected at least 1');
});

test('a backup that is let go outlives its database, and a refused destroy of its environment says so', async () => {
  await stage.apply(backup('1'));
  const { id } = await stage.attributes(address);
  await stage.write(`${database}
removed {
  from = ${address}
  lifecycle {
    destroy = false
  }
}
`);
  await stage.terraform.apply();
  expect(ids()).toEqual([id]);

  const destroy = await stage.terraform.run('destroy', '-auto-approve', '-input=false', '-no-color');
  expect(destroy.status).toBe(1);
  expect(destroy.output).toContain(`backups: ${id} (of acme-db, manual)`);
  expect(destroy.output).toContain('aptible backup:purge ID');
  expect(Object.keys(await stage.terraform.state())).toContain('aptible_environment.staging');
});
