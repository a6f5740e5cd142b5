import { environmentWithoutFinalBackups } from './support/hcl';
import { Stage } from './support/stage';

let stage: Stage;
beforeEach(async () => {
  stage = await Stage.set();
});
afterEach(() => stage.strike());

const data = 'aptible_database.data';

const block = (name: string, body: string, handle = `acme-${name}`) => `
resource "aptible_database" "${name}" {
  env_id = aptible_environment.staging.env_id
  handle = "${handle}"
${body}
}
`;

const database = (body = '', handle = 'acme-db') => environmentWithoutFinalBackups + block('data', body, handle);

test('a database is provisioned with its URL sensitive, planned empty, imported by id and by handle, and gone after destroy', async () => {
  await stage.apply(database('  version = "16"'));
  const attributes = await stage.attributes(data);
  expect(attributes).toMatchObject({
    id: String(attributes['database_id']),
    database_type: 'postgresql',
    version: '16',
    container_size: 1024,
    container_profile: 'm',
    disk_size: 10,
    iops: 3000,
    enable_backups: true,
    default_connection_url: expect.stringMatching(/^postgresql:\/\/aptible:[^@]+@[^/]+:\d+\/db$/) as string,
    connection_urls: [attributes['default_connection_url']],
  });
  const { output } = await stage.terraform.expect('show', '-no-color');
  expect(output).not.toContain(attributes['default_connection_url']);

  for (const importId of [attributes.id, 'acme-staging/acme-db']) {
    await stage.terraform.expect('state', 'rm', data);
    await stage.terraform.expect('import', '-input=false', data, importId);
    expect(await stage.terraform.actions()).toEqual({});
  }

  await stage.terraform.destroy();
  expect((await stage.request('GET', `/databases/${attributes['id']}`)).status).toBe(404);
});

test('what can change in place does, a handle too', async () => {
  const changes: Record<string, [string, Record<string, unknown>]> = {
    size: ['  container_size = 2048', { container_size: 2048 }],
    profile: ['  container_profile = "r"\n  container_size = 4096', { container_profile: 'r', container_size: 4096 }],
    disk: ['  disk_size = 20', { disk_size: 20 }],
    iops: ['  iops = 4000', { iops: 4000 }],
    backups: ['  enable_backups = false', { enable_backups: false }],
    recovery: ['  enable_pitr = true', { enable_pitr: true }],
    handle: ['', { handle: 'acme-renamed' }],
  };
  const names = Object.keys(changes);
  await stage.apply(environmentWithoutFinalBackups + names.map((name) => block(name, '')).join(''));
  const before = await stage.terraform.state();
  const changed =
    environmentWithoutFinalBackups +
    names.map((name) => block(name, changes[name]![0], name === 'handle' ? 'acme-renamed' : undefined)).join('');
  const plan = await stage.plan(changed);
  expect(Object.fromEntries(plan.map(({ address, actions, after }) => [address, [actions, after]]))).toEqual(
    Object.fromEntries(
      names.map((name) => [`aptible_database.${name}`, [['update'], expect.objectContaining(changes[name]![1])]]),
    ),
  );
  for (const { afterUnknown } of plan) {
    // Nothing that the change leaves alone is unknown: what depends on the database does not move.
    expect(afterUnknown).toEqual(expect.not.objectContaining({ default_connection_url: true, id: true }));
  }
  await stage.apply(changed);
  const after = await stage.terraform.state();
  for (const name of names) {
    const address = `aptible_database.${name}`;
    expect(after[address]?.attributes).toMatchObject({
      ...changes[name]![1],
      id: before[address]?.attributes['id'],
    });
  }
});

test('another type, and another version, plan a replacement; a disk that was grown by hand is left as it is, with a warning', async () => {
  await stage.apply(database('  version = "15"\n  disk_size = 20'));
  expect(await stage.actions(database('  database_type = "redis"\n  disk_size = 20'))).toEqual({
    [data]: 'delete,create',
  });
  expect(await stage.actions(database('  version = "16"\n  disk_size = 20'))).toEqual({ [data]: 'delete,create' });
  expect(await stage.actions(database('  disk_size = 20'))).toEqual({});
  const { id } = await stage.attributes(data);
  await stage.request('POST', `/databases/${id}/operations`, { type: 'restart', disk_size: 50 });
  const written = database('  disk_size = 20\n  iops = 4000');
  expect(await stage.actions(written)).toEqual({ [data]: 'update' });
  expect(await stage.terraform.planWarnings()).toEqual([
    [data, 'The disk_size of "acme-db" stays 50, and is not made 20'],
  ]);
  await stage.apply(written);
  expect(await stage.attributes(data)).toMatchObject({ id, disk_size: 50, iops: 4000 });
});

test('each database and backup that goes is named once, also where only a reference to something else replaces it', async () => {
  const configuration = (release: string, stack = 'data.aptible_stack.shared.stack_id') =>
    environmentWithoutFinalBackups.replace('data.aptible_stack.shared.stack_id', stack) +
    block('data', '') +
    `resource "aptible_backup" "before" {
  database_id = aptible_database.data.database_id
  triggers    = { release = "${release}" }
}
resource "aptible_replica" "reading" {
  env_id              = aptible_environment.staging.env_id
  primary_database_id = aptible_database.data.database_id
  handle              = "acme-reading"
}
${block('restored', '  restore_from_backup_id = aptible_backup.before.backup_id')}`;
  await stage.apply(configuration('1'));
  const state = await stage.terraform.state();
  const lost = (address: string) => {
    const [type, { attributes }] = [address.split('.')[0]!, state[address]!];
    const what = `The ${type.replace('aptible_', '')} "${String(attributes['handle'])}" (id ${attributes.id})`;
    return [address, `${what} is replaced, and its data is lost`];
  };
  const purged = ['aptible_backup.before', expect.stringMatching(/^This plan purges the backup \d+ of the database/)];

  await stage.write(configuration('2'));
  expect((await stage.terraform.planWarnings()).sort()).toEqual([purged, lost('aptible_database.restored')]);

  const { id: stackId } = stage.platform.control.list('stack').at(-1)!;
  await stage.write(configuration('1', String(stackId)));
  expect((await stage.terraform.planWarnings()).sort()).toEqual([
    purged,
    lost('aptible_database.data'),
    lost('aptible_database.restored'),
    lost('aptible_replica.reading'),
  ]);
});

test('a version that the platform does not have is an error that lists those that are', async () => {
  await stage.write(database('  version = "99"'));
  const output = await stage.terraform.applyRefused();
  expect(output).toMatch(/99.*13.*14.*15.*16/);
});

test('a database is restored from a backup: once, with what the backup says; another backup replaces it', async () => {
  const source = block('data', '  version   = "15"\n  disk_size = 30', 'acme-db');
  await stage.apply(environmentWithoutFinalBackups + source);
  const { id } = await stage.attributes(data);
  for (let count = 0; count < 2; count += 1) {
    expect((await stage.request('POST', `/databases/${String(id)}/operations`, { type: 'backup' })).status).toBe(201);
  }
  const [backup, other] = stage.platform.control.list('backup').map((each) => each.id);
  const restored = (body: string) => environmentWithoutFinalBackups + source + block('restored', body);
  const address = 'aptible_database.restored';

  await stage.write(
    restored(`  restore_from_backup_id = ${backup}\n  version = "16"\n  database_type = "redis"\n  disk_size = 10`),
  );
  const refusal = await stage.terraform.planRefused();
  expect(refusal).toContain(`got "redis", expected "postgresql", that of the backup ${backup}`);
  expect(refusal).toContain(`got "16", expected "15", that of the backup ${backup}`);
  expect(refusal).toContain(`got 10, expected at least 30, the size of the backup ${backup}`);

  await stage.apply(restored(`  restore_from_backup_id = ${backup}\n  container_size = 2048`));
  const made = await stage.attributes(address);
  expect(made).toMatchObject({ database_type: 'postgresql', version: '15', disk_size: 30, container_size: 2048 });
  const sameSize = '\n  container_size = 2048';
  expect(await stage.actions(restored(`  restore_from_backup_id = ${other}${sameSize}`))).toEqual({
    [address]: 'delete,create',
  });
  await stage.apply(restored(sameSize));
  expect(await stage.attributes(address)).toEqual({ ...made, restore_from_backup_id: null });
});

test('throughput beyond the disk, and recovery without backups or of an old version, are refused at plan', async () => {
  const refused = {
    iops: ['  iops = 6000', '6000 needs disk_size = 12'],
    backups: ['  enable_pitr = true\n  enable_backups = false', 'a recovery begins with a backup'],
    type: ['  enable_pitr = true\n  database_type = "redis"', 'the platform recovers PostgreSQL only'],
    both: ['  restore_from_backup_id = 1\n  clone_from_database_id = 1', 'begins with the data of one of them'],
    half: ['  recover_from_database_id = 1', 'a recovery has a source and a point in time'],
  } as const;
  // Terraform stops at what the configuration alone shows; the default of the disk is known at plan.
  const { iops, ...others } = refused;
  await stage.write(environmentWithoutFinalBackups + block('iops', iops[0]));
  expect(await stage.terraform.planRefused()).toContain(iops[1]);
  await stage.write(
    environmentWithoutFinalBackups +
      Object.entries(others)
        .map(([name, [body]]) => block(name, body))
        .join(''),
  );
  const output = await stage.terraform.planRefused();
  for (const [, message] of Object.values(others)) expect(output).toContain(message);
});

test('drift of every attribute is seen and put back', async () => {
  const behind: Record<string, [string, Record<string, unknown>]> = {
    handle: ['PATCH', { handle: 'renamed-by-hand' }],
    backups: ['PATCH', { enable_backups: false }],
    size: ['POST', { type: 'restart', container_size: 4096 }],
    profile: ['POST', { type: 'restart', instance_profile: 'r', container_size: 4096 }],
    iops: ['POST', { type: 'modify', provisioned_iops: 3500 }],
  };
  const names = Object.keys(behind);
  const hcl = environmentWithoutFinalBackups + names.map((name) => block(name, '')).join('');
  await stage.apply(hcl);
  const state = await stage.terraform.state();
  for (const [name, [method, change]] of Object.entries(behind)) {
    const path = `/databases/${String(state[`aptible_database.${name}`]?.attributes['id'])}`;
    const { status } = await stage.request(method, method === 'POST' ? `${path}/operations` : path, change);
    expect(status).toBe(method === 'POST' ? 201 : 200);
  }
  expect(await stage.actions(hcl)).toEqual(
    Object.fromEntries(names.map((name) => [`aptible_database.${name}`, 'update'])),
  );
  await stage.apply(hcl);
});

test('a failed provision leaves a tainted database that the next apply repairs, a failed restart is finished by it', async () => {
  stage.platform.control.failNext({ operation: 'provision', log: 'no capacity in the zone' });
  await stage.write(database());
  expect(await stage.terraform.applyRefused()).toContain('no capacity in the zone');
  const failed = (await stage.terraform.state())[data];
  expect(failed?.tainted).toBe(true);
  await stage.apply(database());
  expect((await stage.terraform.state())[data]?.tainted).toBe(false);
  expect((await stage.request('GET', `/databases/${failed?.attributes['id']}`)).status).toBe(404);

  stage.platform.control.failNext({ operation: 'restart', log: 'no instance of this size' });
  await stage.write(database('  container_size = 2048'));
  expect(await stage.terraform.applyRefused()).toContain('no instance of this size');
  expect((await stage.attributes(data))['container_size']).toBe(1024);
  await stage.apply(database('  container_size = 2048'));
});

const worker = `
resource "aptible_app" "worker" {
  env_id = aptible_environment.staging.env_id
  handle = "acme-worker"
  config = {
    HOST     = aptible_database.data.credentials["redis+ssl"].host
    PASSWORD = aptible_database.data.credentials["redis+ssl"].password
    DEFAULT  = [ for key, val in aptible_database.data.credentials: val if val.default].0.connection_url
  }
}
`;

// In the form in which the constructs write them.
test('credentials come by type and in parts, and a changed password updates the app that uses it, and nothing else', async () => {
  const configuration = database('  database_type = "redis"') + worker;
  await stage.apply(configuration);
  const attributes = await stage.attributes(data);
  const credentials = attributes['credentials'] as Record<string, Record<string, string | number | boolean>>;
  expect(credentials).toEqual({
    redis: expect.objectContaining({ protocol: 'redis', default: true, name: '', query: '' }) as object,
    'redis+ssl': expect.objectContaining({ protocol: 'rediss', default: false, name: '', query: '' }) as object,
  });
  for (const { connection_url, protocol, username, password, host, port } of Object.values(credentials)) {
    expect(`${protocol}://${username}:${password}@${host}:${port}`).toBe(connection_url);
  }
  expect((await stage.attributes('aptible_app.worker'))['config']).toEqual({
    HOST: credentials['redis+ssl']!['host'],
    PASSWORD: credentials['redis+ssl']!['password'],
    DEFAULT: credentials['redis']!['connection_url'],
  });

  const { id, default_connection_url: url } = attributes;
  const rotate = (text: string) => text.replace(/:[^:@]*@/, ':rotated-by-the-platform@');
  const { control } = stage.platform;
  for (const credential of control.list('database_credential', { database_id: Number(id) })) {
    control.change('database_credential', credential.id, { connection_url: rotate(credential.connection_url) });
  }
  control.change('database', Number(id), { connection_url: rotate(String(url)) });
  expect(await stage.actions(configuration)).toEqual({ 'aptible_app.worker': 'update' });
  await stage.apply(configuration);
  expect((await stage.attributes('aptible_app.worker'))['config']).toMatchObject({
    PASSWORD: 'rotated-by-the-platform',
  });
});

test('a credential type that is not there is an error that lists those that are', async () => {
  const required = `  database_type = "redis"
  lifecycle {
    postcondition {
      condition     = contains(keys(self.credentials), "amqps")
      error_message = "There is no amqps. It has: \${join(", ", nonsensitive(keys(self.credentials)))}."
    }
  }`;
  await stage.write(database(required));
  expect(await stage.terraform.applyRefused()).toContain('There is no amqps. It has: redis, redis+ssl.');
});
