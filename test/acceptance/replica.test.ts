import { environmentWithoutFinalBackups } from './support/hcl';
import { Stage } from './support/stage';

let stage: Stage;
beforeEach(async () => {
  stage = await Stage.set();
});
afterEach(() => stage.strike());

const address = 'aptible_replica.reading';

const replica = (
  body = '',
  handle = 'acme-db-reading',
) => `${environmentWithoutFinalBackups}resource "aptible_database" "data" {
  env_id  = aptible_environment.staging.env_id
  handle  = "acme-db"
  version = "15"
}
resource "aptible_replica" "reading" {
  env_id              = aptible_environment.staging.env_id
  primary_database_id = aptible_database.data.database_id
  handle              = "${handle}"
${body}
}
`;

test('a replica is made, planned empty, imported by id and by handle, and destroyed before what it follows', async () => {
  await stage.apply(replica());
  const attributes = await stage.attributes(address);
  const { database_id: primaryId } = await stage.attributes('aptible_database.data');
  expect(attributes).toMatchObject({
    id: String(attributes['replica_id']),
    primary_database_id: primaryId,
    default_connection_url: expect.stringMatching(/^postgresql:\/\//) as string,
    container_size: 1024,
    disk_size: 10,
  });
  expect(await stage.get(`/databases/${attributes['id']}`)).toMatchObject({
    handle: 'acme-db-reading',
    status: 'provisioned',
    _links: {
      initialize_from: { href: expect.stringMatching(new RegExp(`/databases/${String(primaryId)}$`)) as string },
    },
  });

  for (const importId of [String(attributes['id']), 'acme-staging/acme-db-reading']) {
    await stage.terraform.expect('state', 'rm', address);
    await stage.terraform.expect('import', '-input=false', address, importId);
    expect(await stage.terraform.plan()).toEqual([]);
  }
  await stage.terraform.expect('state', 'rm', address);
  const wrong = await stage.terraform.run('import', '-input=false', '-no-color', address, 'acme-staging/acme-db');
  expect(wrong.output).toContain('The database "acme-db" is not a replica');
  await stage.terraform.expect('import', '-input=false', address, 'acme-staging/acme-db-reading');

  await stage.terraform.destroy();
  expect(stage.platform.control.list('account')).toEqual([]);
});

test('size, disk, throughput, backups and handle change in place; their drift is put back', async () => {
  await stage.apply(replica());
  const { id } = await stage.attributes(address);
  const changed = replica(
    '  container_size = 4096\n  container_profile = "r"\n  disk_size = 20\n  iops = 4000\n  enable_backups = false',
    'acme-db-reports',
  );
  expect(await stage.actions(changed)).toEqual({ [address]: 'update' });
  await stage.apply(changed);
  expect(await stage.attributes(address)).toMatchObject({ id, handle: 'acme-db-reports', disk_size: 20, iops: 4000 });

  const behind: [string, string, Record<string, unknown>][] = [
    ['PATCH', `/databases/${id}`, { handle: 'renamed-by-hand' }],
    ['PATCH', `/databases/${id}`, { enable_backups: true }],
    ['POST', `/databases/${id}/operations`, { type: 'restart', container_size: 7168 }],
    ['POST', `/databases/${id}/operations`, { type: 'modify', provisioned_iops: 3500 }],
  ];
  for (const [method, path, change] of behind) {
    await stage.request(method, path, change);
    expect([change, await stage.actions(changed)]).toEqual([change, { [address]: 'update' }]);
  }
  await stage.apply(changed);
});

test('a logical replica has the version that it is asked for, is imported with it, and another one replaces it', async () => {
  await stage.apply(replica('  logical_version = "16"'));
  const { id } = await stage.attributes(address);
  const { _links: links } = await stage.get(`/databases/${id}`);
  const image = new URL((links as Record<string, { href: string }>)['database_image']!.href).pathname;
  expect(await stage.get(image)).toMatchObject({ type: 'postgresql', version: '16' });
  await stage.terraform.expect('state', 'rm', address);
  await stage.terraform.expect('import', '-input=false', address, String(id));
  expect(await stage.terraform.plan()).toEqual([]);
  expect(await stage.actions(replica('  logical_version = "17"'))).toEqual({ [address]: 'delete,create' });
  await stage.write(replica('  logical_version = "99"', 'acme-db-other'));
  expect(await stage.terraform.planRefused()).toMatch(/There is no postgresql of version "99".*"17"/);
});

test('a replica that was promoted is told, moves to a database without a change, and outlives what it followed', async () => {
  await stage.apply(replica('  logical_version = "16"\n  disk_size = 20'));
  const { id } = await stage.attributes(address);
  await stage.request('POST', `/databases/${id}/unlink`);
  const told = `The replica "acme-db-reading" (id ${id}) follows no other database any more`;
  expect(await stage.terraform.planWarnings()).toEqual([[address, told]]);

  const promoted = `${environmentWithoutFinalBackups}resource "aptible_database" "reading" {
  env_id        = aptible_environment.staging.env_id
  handle        = "acme-db-reading"
  database_type = "postgresql"
  version       = "16"
  disk_size     = 20
}
moved {
  from = aptible_replica.reading
  to   = aptible_database.reading
}
`;
  const primary = `resource "aptible_database" "data" {
  env_id  = aptible_environment.staging.env_id
  handle  = "acme-db"
  version = "15"
}
`;
  expect(await stage.actions(promoted + primary)).toEqual({ 'aptible_database.reading': 'move' });
  expect(await stage.terraform.planWarnings()).toEqual([]);
  await stage.write(promoted + primary);
  expect(await stage.terraform.planRefused('-refresh=false')).toContain('Plan without -refresh=false');

  await stage.apply(promoted);
  expect(await stage.attributes('aptible_database.reading')).toMatchObject({ id, version: '16', disk_size: 20 });
  expect(stage.platform.control.list('database').map(({ handle }) => handle)).toEqual(['acme-db-reading']);
});

test('a smaller disk is left as it is, with a warning; a handle that is taken is refused', async () => {
  await stage.apply(replica('  disk_size = 20'));
  await stage.write(replica('  disk_size = 10'));
  expect(await stage.terraform.planWarnings()).toEqual([
    [address, 'The disk_size of "acme-db-reading" stays 20, and is not made 10'],
  ]);
  expect(await stage.terraform.actions()).toEqual({});
  await stage.write(
    `${replica('  disk_size = 20')}${replica().slice(replica().indexOf('resource "aptible_replica"')).replace('"reading"', '"second"')}`,
  );
  expect(await stage.terraform.applyRefused()).toContain('there is one with this handle already');
});

test('a failed provision leaves a tainted replica that the next apply repairs', async () => {
  await stage.apply(replica().slice(0, replica().indexOf('resource "aptible_replica"')));
  stage.platform.control.failNext({ operation: 'provision', log: 'no capacity in the zone' });
  await stage.write(replica());
  expect(await stage.terraform.applyRefused()).toContain('no capacity in the zone');
  expect((await stage.terraform.state())[address]?.tainted).toBe(true);
  await stage.apply(replica());
  expect(
    stage.platform.control
      .list('database')
      .map(({ handle }) => handle)
      .sort(),
  ).toEqual(['acme-db', 'acme-db-reading']);
});
