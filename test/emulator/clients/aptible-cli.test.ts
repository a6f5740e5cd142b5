import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { startLocalPlatform, type DatabaseServers, type LocalPlatform } from '../../../lib/emulator';
import { createDatabaseServers } from '../../support/database-servers';
import { hasOpenSsh, OpenSshUser, type OpenSsh } from '../../support/openssh';
import { AptibleCli, type Options } from './aptible-cli';
import type { Resource } from './hal-client';

/** What a command prints of a record. */
type Printed = Readonly<Record<string, unknown>> & { readonly id: number; readonly hostname: string };

let platform: LocalPlatform;
let cli: AptibleCli;
let asText: AptibleCli;
const ran = new Set<string>();

const time = expect.stringMatching(/^\d{4}-\d\d-\d\dT/);
const id = expect.any(Number);
const web = { app: 'web' };

async function run(command: string, args: readonly string[] = [], options: Options = {}, as = cli): Promise<unknown> {
  ran.add(command);
  return as.run(command, args, options);
}

beforeEach(async () => {
  platform = await startLocalPlatform({
    images: { 'acme/web': ['web', 'worker'] },
    // Nobody waits for the removal of what could not be provisioned.
    operations: { default: { polls: 2 }, deprovision: 'instant' },
    pageSize: 3,
  });
  const token = await AptibleCli.login(platform.url, {
    username: platform.username,
    password: platform.password,
    expires_in: '604800',
  });
  cli = new AptibleCli(platform.url, platform.url, token);
  asText = new AptibleCli(platform.url, platform.url, token, 'text');
  // The tool itself creates no environments.
  const { id: stack_id } = platform.control.list('stack').find((each) => each.name === 'shared-us-east-1')!;
  const { uuid: organization_id } = platform.control.list('organization')[0]!;
  for (const handle of ['acme', 'other']) {
    const body = { handle, type: 'development', stack_id, organization_id };
    await cli.client.create('/accounts', body);
  }
});
afterEach(() => platform.stop());

test('a wrong password and a wrong token are told', async () => {
  await expect(AptibleCli.login(platform.url, { username: platform.username, password: 'no' })).rejects.toThrow(
    'Could not authenticate with given credentials: invalid_credentials',
  );
  const [header, claims] = platform.token.split('.');
  const forged = new AptibleCli(platform.url, platform.url, `${header}.${claims}.forged`);
  await expect(forged.run('apps')).rejects.toThrow('Log in again');
});

test('the token that is printed at the start is good enough for the tool', async () => {
  const own = new AptibleCli(platform.url, platform.url, platform.token);
  const { uuid, name } = platform.control.list('organization')[0]!;
  expect(await run('organizations', [], {}, own)).toEqual([
    { id: uuid, name, roles: platform.control.list('role').map((role) => ({ id: role.uuid, name: role.name })) },
  ]);
  expect(await run('aws_accounts', [], {}, own)).toEqual([]);
});

test('environments', async () => {
  const stack = {
    id,
    name: 'shared-us-east-1',
    region: 'us-east-1',
    outbound_ip_addresses: [expect.any(String), expect.any(String)],
  };
  const environments = await run('environment:list');
  expect(environments).toEqual([
    { id, handle: 'acme', created_at: time, stack },
    { id, handle: 'other', created_at: time, stack },
  ]);
  await run('environment:rename', ['other', 'elsewhere']);
  expect(await run('environment:ca_cert', [], { environment: 'elsewhere' }, asText)).toEqual([
    { id, handle: 'elsewhere', created_at: time, ca_body: expect.stringMatching(/^-----BEGIN CERTIFICATE-----/) },
  ]);
  await expect(run('environment:rename', ['other', 'third'])).rejects.toThrow('Specified account does not exist');

  const policy = await run('backup_retention_policy', ['acme']);
  expect(policy).toEqual({ id, daily: 30, monthly: 12, yearly: 6, make_copy: false, keep_final: true });
  const changed = { daily: 3, monthly: 2, yearly: 0, make_copy: true, keep_final: false };
  expect(await run('backup_retention_policy:set', ['acme'], changed)).toEqual(changed);
  expect(await run('backup_retention_policy', ['acme'])).toEqual({ id, ...changed });
});

test('apps, their services and their configuration', async () => {
  expect(await run('apps:create', ['web'], { environment: 'acme' })).toEqual({
    git_remote: 'git@beta.aptible.com:acme/web.git',
  });
  await expect(run('apps:create', ['web'], { environment: 'acme' })).rejects.toThrow('handle has already been taken.');
  await run('apps:create', ['web'], { environment: 'other' });
  await expect(run('services', [], web)).rejects.toThrow('Multiple apps named web exist');
  await expect(run('services', [], { app: 'none', environment: 'acme' })).rejects.toThrow('Could not find app none');
  await run('apps:deprovision', [], { app: 'web', environment: 'other' });
  expect(await run('config', [], web)).toEqual({});
  await expect(run('deploy', [], { ...web })).rejects.toThrow(/^Operation #\d+ failed\.$/);
  await expect(run('logs', [], web)).rejects.toThrow('It is not provisioned');

  await run('deploy', [], {
    ...web,
    dockerImage: 'acme/web:1',
    username: 'me',
    password: 'secret',
    env: { A: '1', B: '2' },
    containerCount: 2,
  });
  const service = {
    id,
    created_at: time,
    command: '',
    container_count: 2,
    container_size: 1024,
    container_profile: 'm',
  };
  const both = [
    { ...service, service: 'web' },
    { ...service, service: 'worker' },
  ];
  expect(await run('services', [], web)).toEqual(both);
  expect(await run('apps')).toEqual([
    {
      id,
      handle: 'web',
      created_at: time,
      status: 'provisioned',
      git_remote: 'git@beta.aptible.com:acme/web.git',
      last_deploy_operation: {
        id,
        status: 'succeeded',
        user_email: platform.username,
        created_at: time,
        git_ref: null,
      },
      services: both,
      environment: { id, handle: 'acme', created_at: time },
    },
  ]);
  expect(await run('apps', [], {}, asText)).toEqual([
    ['acme', ['web']],
    ['other', []],
  ]);

  expect(await run('config', [], web)).toEqual({ A: '1', B: '2' });
  await run('config:add', [], { ...web, env: { C: '3' } });
  await run('config:set', [], { ...web, env: { D: '4' } });
  await run('config:rm', ['A'], web);
  await run('config:unset', ['B'], web);
  expect(await run('config', [], web)).toEqual({ C: '3', D: '4' });
  expect(await run('config:get', ['C'], web)).toBe('3');

  await run('apps:scale', ['worker'], { ...web, containerCount: 0, containerSize: 2048 });
  await expect(run('apps:scale', ['cron'], web)).rejects.toThrow(
    'Service with type cron does not exist. Valid: web, worker',
  );
  await run('services:settings', ['worker'], { ...web, settings: { force_zero_downtime: true, stop_timeout: 30 } });
  const [, worker] = platform.control.list('service');
  expect(worker).toMatchObject({
    container_count: 0,
    container_memory_limit_mb: 2048,
    force_zero_downtime: true,
    stop_timeout: 30,
  });

  await run('restart', [], web);
  await run('restart', [], { ...web, simulateOom: true });
  await run('rebuild', [], web);
  await run('logs', [], web);
  await run('ssh', ['/bin/bash'], web);
  await run('apps:rename', ['web', 'shop'], { environment: 'acme' });
  await run('deploy', [], { app: 'shop', gitRef: '0000000000000000000000000000000000000000' });

  const { id: appId } = platform.control.list('app')[0]!;
  platform.control.seed('maintenance', {
    resource_kind: 'app',
    resource_id: appId,
    starts_at: '2030-01-01T00:00:00.000Z',
    ends_at: '2030-01-02T00:00:00.000Z',
  });
  expect(await run('maintenance:apps')).toEqual([
    { id: appId, handle: 'shop', maintenance_deadline: ['2030-01-01T00:00:00.000Z', '2030-01-02T00:00:00.000Z'] },
  ]);
  expect(await run('maintenance:dbs')).toEqual([]);
  await run('apps:deprovision', [], { app: 'shop' });
  expect(await run('apps')).toEqual([]);
});

test('autoscaling policies, which the service links to', async () => {
  await run('apps:create', ['web'], { environment: 'acme' });
  await run('deploy', [], { ...web, dockerImage: 'acme/web:1' });
  await expect(run('services:autoscaling_policy', ['web'], web)).rejects.toThrow('Service has no policy');
  const horizontal = {
    type: 'horizontal',
    min_containers: 1,
    max_containers: 4,
    min_cpu_threshold: 0.1,
    max_cpu_threshold: 0.9,
  };
  await run('services:autoscaling_policy:set', ['web'], { ...web, policy: { ...horizontal, percentile: 95 } });
  expect(await run('services:autoscaling_policy', ['web'], web)).toMatchObject({
    autoscaling: 'horizontal',
    min_containers: 1,
    percentile: 95,
  });
  await run('services:autoscaling_policy:set', ['web'], { ...web, policy: { ...horizontal, min_containers: 2 } });
  expect(await run('services:autoscaling_policy', ['web'], web)).toEqual({
    autoscaling: 'horizontal',
    metric_lookback_seconds: 1800,
    percentile: 99,
    post_scale_up_cooldown_seconds: 60,
    post_scale_down_cooldown_seconds: 300,
    post_release_cooldown_seconds: 60,
    mem_cpu_ratio_r_threshold: 4,
    mem_cpu_ratio_c_threshold: 2,
    mem_scale_up_threshold: 0.9,
    mem_scale_down_threshold: 0.75,
    minimum_memory: 2048,
    maximum_memory: null,
    min_cpu_threshold: 0.1,
    max_cpu_threshold: 0.9,
    min_containers: 2,
    max_containers: 4,
    scale_up_step: 1,
    scale_down_step: 1,
    use_horizontal_scale: false,
  });
});

test('databases, their copies and their backups', async () => {
  const environment = 'acme';
  const url = expect.stringMatching(/^postgresql:\/\/aptible:\w{32}@db-/);
  const shown = {
    id,
    handle: 'main',
    created_at: time,
    type: 'postgresql',
    status: 'provisioned',
    version: '15',
    connection_url: url,
    credentials: [{ type: 'postgresql', default: true, connection_url: url }],
    environment: { id, handle: 'acme', created_at: time },
    disk_type: 'gp3',
    disk_size: 10,
    disk_modification_progress: null,
    disk_modification_status: 'provisioned',
    disk_provisioned_iops: 3000,
    container_size: 1024,
    container_profile: 'm',
  };
  // Its answer is read without what is embedded, so the disk is not in it.
  const created = Object.fromEntries(Object.entries(shown).filter(([name]) => !name.startsWith('disk_')));
  expect(await run('db:create', ['main'], { environment, type: 'postgresql', version: '15' })).toEqual(created);
  await expect(run('db:create', ['next'], { environment, type: 'oracle' })).rejects.toThrow('No image of type oracle');
  // The record is made, the operation is refused, and the record is removed again.
  await expect(run('db:create', ['next'], { environment, iops: 16000 })).rejects.toThrow(
    /needs a disk of at least 32 GB/,
  );
  expect(platform.control.list('database').map(({ handle }) => handle)).toEqual(['main']);
  expect(await run('db:list')).toEqual([shown]);
  expect(await run('db:list', [], {}, asText)).toEqual([
    ['acme', ['main']],
    ['other', []],
  ]);
  expect(await run('db:versions')).toHaveLength(platform.control.list('database_image').length);
  expect(await run('db:url', ['main'])).toEqual({ connection_url: url });
  await expect(run('db:url', ['main'], { type: 'redis' })).rejects.toThrow('Valid: postgresql');
  await run('logs', [], { database: 'main' });

  await run('db:restart', ['main'], { containerSize: 4096, diskSize: 20, profile: 'r' });
  await run('db:modify', ['main'], { iops: 4000, volumeType: 'gp3' });
  await run('db:reload', ['main']);
  await run('db:rename', ['main', 'ledger'], { environment });
  const resized = { container_size: 4096, container_profile: 'r', disk_size: 20, disk_provisioned_iops: 4000 };
  expect(await run('db:list')).toEqual([{ ...shown, ...resized, handle: 'ledger' }]);

  await run('db:backup', ['ledger']);
  await run('db:backup', ['ledger']);
  const operation = { id, status: 'succeeded', user_email: platform.username, created_at: time };
  const backup = {
    id,
    created_at: time,
    size: 20,
    manual: true,
    region: 'us-east-1',
    created_from_operation: operation,
  };
  const [newest, oldest] = (await run('backup:list', ['ledger'])) as Printed[];
  expect([newest, oldest]).toEqual([backup, backup]);
  expect(newest!.id).toBeGreaterThan(oldest!.id);

  expect(await run('db:clone', ['ledger', 'twin'])).toMatchObject({ handle: 'twin', version: '15' });
  expect(await run('db:replicate', ['ledger', 'reader'], { containerSize: 2048 })).toMatchObject({
    handle: 'reader',
    status: 'provisioned',
    container_size: 2048,
  });
  expect(await run('db:replicate', ['ledger', 'newer'], { logical: true, version: '16' })).toMatchObject({
    handle: 'newer',
    version: '16',
  });
  const elsewhere = { handle: 'moved', environment: 'other', diskSize: 40, keyArn: 'arn:aws:kms:us-east-1:1:key/a' };
  expect(await run('backup:restore', [String(newest!.id)], elsewhere)).toMatchObject({
    handle: 'moved',
    environment: { handle: 'other' },
  });
  const moved = platform.control.list('database', { handle: 'moved' })[0]!;
  expect(moved.current_kms_arn).toBe(elsewhere.keyArn);
  expect(platform.control.list('disk', { database_id: moved.id })).toMatchObject([{ size: 40 }]);

  await expect(run('db:deprovision', ['ledger'])).rejects.toThrow(/^Operation #\d+ failed\.$/);
  for (const handle of ['reader', 'newer', 'ledger']) await run('db:deprovision', [handle]);
  const orphans = (await run('backup:orphaned', [], { environment })) as (Printed & { database: { handle: string } })[];
  const { created_from_operation: _gone, ...final } = { ...backup, manual: false };
  const ofLedger = orphans.filter((each) => each.database.handle === 'ledger');
  const database = { id, handle: 'ledger', type: 'postgresql', deleted_at: time, environment: 'acme' };
  // The operations of a database are gone with it.
  expect(ofLedger).toEqual([
    { ...final, database },
    { ...final, manual: true, database },
    { ...final, manual: true, database },
  ]);
  expect(await run('backup:restore', [String(oldest!.id)])).toMatchObject({
    handle: expect.stringMatching(/^ledger-at-\d{4}(-\d\d){5}$/),
    version: '15',
  });
  for (const each of orphans) await run('backup:purge', [String(each.id)]);
  expect(await run('backup:orphaned', [], { environment })).toEqual([]);
});

describe('endpoints', () => {
  const shown = {
    id,
    status: 'provisioned',
    created_at: time,
    internal: false,
    ip_whitelist: 'all traffic',
    default_domain_enabled: false,
    managed_tls_enabled: false,
    hostname: expect.stringMatching(/^elb-/),
  };
  const filter = ['10.0.0.0/8', '192.0.2.1'];
  beforeEach(async () => {
    await run('apps:create', ['web'], { environment: 'acme' });
    await run('deploy', [], { ...web, dockerImage: 'acme/web:1' });
  });

  test('https, with the default domain', async () => {
    const settings = { IDLE_TIMEOUT: '60', FORCE_SSL: 'true', STRICT_HEALTH_CHECKS: 'false' };
    const options = { ...web, defaultDomain: true, port: 3000, settings };
    const made = (await run('endpoints:https:create', ['web'], options)) as Printed;
    const wanted = {
      ...shown,
      type: 'https',
      port: 3000,
      load_balancing_algorithm_type: 'round_robin',
      shared: 'false',
      idle_timeout: '60',
      force_ssl: 'true',
      strict_health_checks: 'false',
      default_domain_enabled: true,
      default_domain: expect.stringMatching(/^app-\d+\./),
    };
    expect(made).toEqual(wanted);
    const changed = { algorithm: 'weighted_random', shared: true, ipWhitelist: filter, settings: { IDLE_TIMEOUT: '' } };
    const { idle_timeout: _removed, ...others } = wanted;
    const after = {
      ...others,
      load_balancing_algorithm_type: 'weighted_random',
      shared: true,
      ip_whitelist: '10.0.0.0/8 192.0.2.1',
    };
    expect(await run('endpoints:https:modify', [made.hostname], { ...web, ...changed })).toEqual(after);
    expect(await run('endpoints:list', [], web)).toEqual([after]);
    await expect(run('endpoints:renew', ['no-such-host'], web)).rejects.toThrow(`Known: ${made.hostname}`);
  });

  test('https, with a certificate of one’s own, named by the beginning of its fingerprint', async () => {
    const cases = readFileSync(join(__dirname, '../../fixtures/http/certificates.txt'), 'utf8');
    const [, body] = /^> (\{"certificate_body".*-----BEGIN.*\})$/m.exec(cases)!;
    const { certificate_body: certificateBody, private_key: privateKey } = JSON.parse(body!) as Record<string, string>;
    await run('endpoints:https:create', ['web'], { ...web, certificateBody, privateKey });
    const certificates = await cli.client.all(`/accounts/${platform.control.list('account')[0]!.id}/certificates`);
    const [certificate] = certificates as [Resource];
    const fingerprint = certificate.text('sha256_fingerprint').slice(0, 8);
    await run('endpoints:tls:create', ['worker'], { ...web, fingerprint });
    expect(platform.control.list('certificate')).toHaveLength(1);
    expect(platform.control.list('vhost').map((each) => each.certificate_id)).toEqual(
      Array(2).fill(certificate.attribute('id')),
    );
  });

  test('with managed certificates, which come when they are renewed', async () => {
    const options = { ...web, managedTlsDomain: 'www.example.com' };
    const made = (await run('endpoints:https:create', ['web'], options)) as Printed;
    const managed = {
      managed_tls_enabled: true,
      managed_tls_domain: 'www.example.com',
      managed_tls_dns_challenge_hostname: `acme.${made.hostname}`,
    };
    expect(made).toMatchObject({ ...managed, managed_tls_status: 'pending' });
    await run('endpoints:renew', [made.hostname], web);
    expect(await run('endpoints:list', [], web)).toMatchObject([{ ...managed, managed_tls_status: 'ready' }]);
  });

  test.each([
    ['tcp', { port: [80, 443] }, { ports: [8080] }, { type: 'tcp', ports: '80 443' }, { ports: '8080' }],
    ['tls', {}, { ports: [443] }, { type: 'tls', ports: 'all' }, { ports: '443' }],
    ['grpc', { port: 3000 }, { port: 3001 }, {}, {}],
  ])('%s', async (type, options, changes, kind, changed) => {
    const made = (await run(`endpoints:${type}:create`, ['worker'], {
      ...web,
      ...options,
      internal: true,
    })) as Printed;
    expect(made).toEqual({ ...shown, ...kind, internal: true });
    const settings = { IDLE_TIMEOUT: '90' };
    expect(await run(`endpoints:${type}:modify`, [made.hostname], { ...web, ...changes, settings })).toEqual({
      ...made,
      ...changed,
      idle_timeout: '90',
    });
  });

  test('of a database', async () => {
    await expect(run('endpoints:database:create', ['db'])).rejects.toThrow('Could not find database db');
    await run('db:create', ['db'], { environment: 'acme' });
    const made = (await run('endpoints:database:create', ['db'], { ipWhitelist: filter })) as Printed;
    const wanted = { ...shown, type: 'tcp', ports: 'all', ip_whitelist: '10.0.0.0/8 192.0.2.1' };
    expect(made).toEqual(wanted);
    expect(await run('endpoints:database:modify', [made.hostname], { database: 'db', ipWhitelist: [] })).toEqual({
      ...wanted,
      ip_whitelist: 'all traffic',
    });
    // Without the portal, its operation is gone before the tool can see its end, which is an error for this one command.
    await expect(run('endpoints:deprovision', [made.hostname], { database: 'db' })).rejects.toThrow('Not Found');
    expect(await run('endpoints:list', [], { database: 'db' })).toEqual([]);
  });
});

/** What needs a program that is not on this machine, with its name. */
const needed = hasOpenSsh ? ['psql', 'pg_dump'].filter((each) => spawnSync(each, ['--version']).status !== 0) : ['ssh'];

describe('through the SSH portal', () => {
  if (needed.length > 0) {
    const commands = ['db:tunnel', 'db:dump', 'db:execute'];
    console.warn(
      `Skipped: ${commands.join(', ')} of the command-line tool, since ${needed.join(', ')} is not installed.`,
    );
    commands.forEach((each) => ran.add(each));
    return test.skip('it has what it needs', () => undefined);
  }
  let me: OpenSshUser;
  let databases: DatabaseServers;
  let visitor: AptibleCli;
  beforeAll(async () => {
    me = new OpenSshUser();
    databases = await createDatabaseServers();
  });
  afterAll(() => me.leave());
  beforeEach(() => {
    visitor = new AptibleCli(platform.url, platform.url, platform.token, 'json', me);
  });

  test('operations are followed, and the end of an endpoint is seen', async () => {
    await run('apps:create', ['web'], { environment: 'acme' }, visitor);
    await run('deploy', [], { ...web, dockerImage: 'acme/web:1' }, visitor);
    platform.control.failNext({ operation: 'restart', log: 'No capacity.' });
    await expect(run('restart', [], web, visitor)).rejects.toThrow(/^Operation #\d+ failed\.$/);
    expect(await run('logs', [], web, visitor)).toEqual({
      status: 0,
      stdout: '',
      stderr: 'There are no logs: the local platform runs no containers.\n',
    });
    expect(await run('ssh', ['/bin/bash'], web, visitor)).toMatchObject({ status: 1 });
    const made = (await run('endpoints:https:create', ['web'], { ...web, defaultDomain: true }, visitor)) as Printed;
    await run('endpoints:deprovision', [made.hostname], web, visitor);
    expect(await run('endpoints:list', [], web)).toEqual([]);
  });

  test('a database is written, dumped and reached through a tunnel', async () => {
    await platform.stop();
    platform = await startLocalPlatform({ databases });
    const { id: stack_id } = platform.control.list('stack')[0]!;
    const { uuid: organization_id } = platform.control.list('organization')[0]!;
    visitor = new AptibleCli(platform.url, platform.url, platform.token, 'json', me);
    await visitor.client.create('/accounts', { handle: 'acme', type: 'development', stack_id, organization_id });
    // pg_dump takes no server that is newer than itself.
    const [version] = /\d+/.exec(spawnSync('pg_dump', ['--version'], { encoding: 'utf8' }).stdout)!;
    await run('db:create', ['main'], { environment: 'acme', type: 'postgresql', version }, visitor);
    writeFileSync(
      me.file('query.sql'),
      "create table told (word text); insert into told values ('through the tunnel');",
    );
    // Names below localhost do not resolve on every machine. Programs of PostgreSQL take the address from here instead.
    process.env['PGHOSTADDR'] = '127.0.0.1';
    try {
      expect(await run('db:execute', ['main', me.file('query.sql')], {}, visitor)).toBe('CREATE TABLE\nINSERT 0 1\n');
      expect(await run('db:dump', ['main', '--data-only'], {}, visitor)).toContain('\nthrough the tunnel\n');
    } finally {
      delete process.env['PGHOSTADDR'];
    }
    const { url, ssh } = (await run('db:tunnel', ['main'], {}, visitor)) as { url: string; ssh: OpenSsh };
    await ssh.kill();
    expect(url).toMatch(/^postgresql:\/\/aptible:\w+@localhost\.localhost:\d+\/db$/);
  });
});

describe('drains', () => {
  const environment = 'acme';
  const url = 'https://logs.example.com/key';

  test('log drains', async () => {
    await run('db:create', ['search'], { environment, type: 'elasticsearch' });
    for (const kind of ['datadog', 'https', 'logdna', 'sumologic']) {
      await run(`log_drain:create:${kind}`, [kind], { environment, url });
    }
    await run('log_drain:create:elasticsearch', ['elasticsearch'], { environment, db: 'search', pipeline: 'p' });
    await run('log_drain:create:papertrail', ['papertrail'], { environment, host: 'logs.example.com', port: 514 });
    await run('log_drain:create:syslog', ['syslog'], { environment, host: 'logs.example.com', port: 514, token: 't' });
    await run('log_drain:create:solarwinds', ['solarwinds'], { environment, host: 'logs.example.com', token: 't' });
    await expect(run('log_drain:create:papertrail', ['bad'], { environment, port: 514 })).rejects.toThrow(
      "drain_host can't be blank.",
    );
    const drain = { drain_apps: true, drain_proxies: true, drain_host: null, drain_port: null, url: null };
    const https = { ...drain, drain_type: 'https_post', url };
    const syslog = { ...drain, drain_type: 'syslog_tls_tcp', drain_host: 'logs.example.com', drain_port: 514 };
    expect(await run('log_drain:list')).toEqual([
      { ...drain, handle: expect.stringMatching(/^tail-/), drain_type: 'tail' },
      { ...https, handle: 'datadog' },
      { ...https, handle: 'https' },
      { ...https, handle: 'logdna' },
      { ...https, handle: 'sumologic' },
      { ...drain, handle: 'elasticsearch', drain_type: 'elasticsearch_database' },
      { ...syslog, handle: 'papertrail' },
      { ...syslog, handle: 'syslog' },
      { ...drain, handle: 'solarwinds', drain_type: 'solarwinds', drain_host: 'logs.example.com' },
    ]);
    await run('log_drain:deprovision', ['syslog'], { environment });
    expect(platform.control.list('log_drain', { handle: 'syslog' })).toEqual([]);
  });

  test('metric drains', async () => {
    await run('db:create', ['influx'], { environment, type: 'influxdb' });
    await run('metric_drain:create:datadog', ['datadog'], { environment, apiKey: 'k' });
    await run('metric_drain:create:influxdb', ['influxdb'], { environment, db: 'influx' });
    const v1 = { url: 'https://i.example.com:8086', username: 'u', password: 'p', db: 'd' };
    await run('metric_drain:create:influxdb:custom', ['custom'], { environment, ...v1 });
    const v2 = { url: 'https://i.example.com:8086', org: 'o', bucket: 'b', token: 't' };
    await run('metric_drain:create:influxdb:customv2', ['customv2'], { environment, ...v2 });
    expect(await run('metric_drain:list', [], {}, asText)).toEqual([
      { handle: 'datadog', drain_type: 'datadog', drain_configuration: { api_key: 'k' } },
      { handle: 'influxdb', drain_type: 'influxdb_database', drain_configuration: {} },
      {
        handle: 'custom',
        drain_type: 'influxdb',
        drain_configuration: { address: v1.url, username: 'u', password: 'p', database: 'd' },
      },
      {
        handle: 'customv2',
        drain_type: 'influxdb2',
        drain_configuration: { address: v2.url, org: 'o', authToken: 't', bucket: 'b' },
      },
    ]);
    await run('metric_drain:deprovision', ['custom'], { environment });
    expect(platform.control.list('metric_drain', { handle: 'custom' })).toEqual([]);
  });
});

test('operations are followed, cancelled and explained', async () => {
  await run('apps:create', ['web'], { environment: 'acme' });
  await run('deploy', [], { ...web, dockerImage: 'acme/web:1' });
  const app = platform.control.list('app')[0]!;
  const restart = await cli.client.create(`/apps/${app.id}/operations`, { type: 'restart' });
  const restartId = String(restart.attribute('id'));
  await run('operation:follow', [restartId]);
  await expect(run('operation:follow', [restartId])).rejects.toThrow('This operation has already succeeded.');
  expect(await run('operation:logs', [restartId])).toMatch(
    /^Operation \d+ \(restart\) is running\.\nThe operation succeeded\.\n$/,
  );

  platform.control.setTiming({ polls: 4 });
  const rebuild = await cli.client.create(`/apps/${app.id}/operations`, { type: 'rebuild' });
  const rebuildId = String(rebuild.attribute('id'));
  await run('operation:cancel', [rebuildId]);
  await expect(run('operation:follow', [rebuildId])).rejects.toThrow(/^Operation #\d+ failed\.$/);
  expect(await run('operation:logs', [rebuildId])).toContain('The operation was cancelled.');
});

test('a server error is asked about again, three times', async () => {
  platform.control.failNext({ request: { method: 'GET', path: '/apps' }, status: 503, times: 3 });
  expect(await run('apps', [], {}, asText)).toEqual([
    ['acme', []],
    ['other', []],
  ]);
});

test('every command was run', () => {
  expect(Object.keys(cli.commands).filter((command) => !ran.has(command))).toEqual([]);
});
