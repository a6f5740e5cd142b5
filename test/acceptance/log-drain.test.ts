import { environmentWithoutFinalBackups } from './support/hcl';
import { Stage } from './support/stage';

let stage: Stage;
beforeEach(async () => {
  stage = await Stage.set();
});
afterEach(() => stage.strike());

const address = 'aptible_log_drain.logs';

const inEnvironment = (hcl: string) => `${environmentWithoutFinalBackups}${hcl}
`;

const block = (name: string, body: string, handle = `acme-${name}`) => `
resource "aptible_log_drain" "${name}" {
  env_id = aptible_environment.staging.env_id
  handle = "${handle}"
${body}
}
`;

const drain = (body: string) => inEnvironment(block('logs', body));

const datadog = (body = '') => drain(`  drain_type = "datadog"\n  token = "key-1"\n${body}`);

const elasticsearch = `
resource "aptible_database" "search" {
  env_id        = aptible_environment.staging.env_id
  handle        = "acme-search"
  database_type = "elasticsearch"
}
`;

const destinations: Record<string, string> = {
  syslog:
    'drain_type = "syslog_tls_tcp"\n  drain_host = "logs.example.com"\n  drain_port = 6514\n  logging_token = "t"',
  papertrail: 'drain_type = "papertrail"\n  drain_host = "logs.example.com"\n  drain_port = 514',
  solarwinds: 'drain_type = "solarwinds"\n  drain_host = "logs.example.com"\n  logging_token = "t"',
  https: 'drain_type = "https_post"\n  url = "https://logs.example.com/ingest"',
  sumologic: 'drain_type = "sumologic"\n  url = "https://logs.example.com/ingest"',
  insightops: 'drain_type = "insightops"\n  logging_token = "t"',
  datadog: 'drain_type = "datadog"\n  token = "key-1"\n  tags = "a:b"',
  'datadog-official': 'drain_type = "datadog"\n  drain_username = "key-1"\n  logging_token = "a:b"',
  logdna: 'drain_type = "logdna"\n  token = "key-1"',
  elasticsearch:
    'drain_type = "elasticsearch_database"\n  database_id = aptible_database.search.database_id\n  pipeline = "parse"',
};

test('every destination: created, planned empty, imported by id and by handle, destroyed', async () => {
  const drains = Object.entries(destinations).map(([name, body]) => block(name, `  ${body}`, name));
  await stage.apply(inEnvironment(drains.join('\n') + elasticsearch));
  const made = stage.platform.control.list('log_drain').filter(({ drain_type: type }) => type !== 'tail');
  expect(made.map(({ handle, drain_type: type, status }) => `${handle} ${type} ${status}`).sort()).toEqual(
    Object.entries(destinations)
      .map(([name, body]) => `${name} ${/"(\w+)"/.exec(body)![1]} provisioned`)
      .sort(),
  );

  const names = Object.keys(destinations);
  await stage.terraform.expect('state', 'rm', ...names.map((name) => `aptible_log_drain.${name}`));
  const imports = names.map((name, index) => {
    const { id } = made.find(({ handle }) => handle === name)!;
    return `import {
  to = aptible_log_drain.${name}
  id = "${index % 2 === 0 ? id : `acme-staging/${name}`}"
}`;
  });
  await stage.terraform.write(imports.join('\n'), 'imports.tf');
  // No attribute of what is imported changes, by whichever name a value is configured.
  expect(await stage.terraform.plan()).toEqual([]);
  await stage.terraform.apply();
  await stage.terraform.destroy();
  expect(stage.platform.control.list('account')).toEqual([]);
});

test('filters change in place, and their drift is seen and put back', async () => {
  await stage.apply(datadog());
  const { id } = await stage.attributes(address);
  const changed = datadog(
    '  drain_apps = false\n  drain_databases = false\n  drain_ephemeral_sessions = false\n  drain_proxies = true',
  );
  expect(await stage.actions(changed)).toEqual({ [address]: 'update' });
  await stage.apply(changed);
  expect(await stage.get(`/log_drains/${id}`)).toMatchObject({
    drain_apps: false,
    drain_databases: false,
    drain_ephemeral_sessions: false,
    drain_proxies: true,
  });

  await stage.request('PUT', `/log_drains/${id}`, {
    drain_apps: true,
    drain_databases: true,
    drain_ephemeral_sessions: true,
    drain_proxies: false,
  });
  const [drift] = await stage.plan(changed);
  expect(drift).toMatchObject({
    address,
    actions: ['update'],
    before: { drain_apps: true, drain_databases: true, drain_ephemeral_sessions: true, drain_proxies: false },
    after: { drain_apps: false, drain_databases: false, drain_ephemeral_sessions: false, drain_proxies: true },
  });
  await stage.apply(changed);
});

test('everything else plans a replacement, whether it is changed here or behind terraform', async () => {
  const here: Record<string, [string, string]> = {
    handle: ['acme-handle', 'acme-other'],
    key: ['key-1', 'key-2'],
    tags: ['a:b', 'c:d'],
    type: ['"datadog"', '"logdna"'],
  };
  const behind: Record<string, object> = {
    renamed: { handle: 'other' },
    rekeyed: { drain_username: 'key-2' },
    retagged: { logging_token: 'c:d' },
    retyped: { drain_type: 'logdna' },
  };
  const of = (name: string) => block(name, '  drain_type = "datadog"\n  token = "key-1"\n  tags = "a:b"');
  const names = [...Object.keys(here), ...Object.keys(behind)];
  await stage.apply(inEnvironment(names.map(of).join('')));
  for (const [name, change] of Object.entries(behind)) {
    const { id } = stage.platform.control.list('log_drain', { handle: `acme-${name}` })[0]!;
    stage.platform.control.change('log_drain', id, change);
  }
  const changed = names.map((name) => (here[name] ? of(name).replace(...here[name]) : of(name)));
  expect(await stage.actions(inEnvironment(changed.join('')))).toEqual(
    Object.fromEntries(names.map((name) => [`aptible_log_drain.${name}`, 'delete,create'])),
  );
});

test('the other name of a value is no change', async () => {
  await stage.apply(datadog('  tags = "a:b"'));
  expect(
    await stage.actions(drain('  drain_type = "datadog"\n  drain_username = "key-1"\n  logging_token = "a:b"')),
  ).toEqual({});
});

test('what a destination lacks, and what it does not have, is refused at plan, all at once', async () => {
  const cases: Record<string, [body: string, messages: string[]]> = {
    foreign: [
      '  drain_type = "syslog_tls_tcp"\n  token = "t"\n  pipeline = "p"',
      [
        'it is needed with drain_type = "syslog_tls_tcp": it sends to a host and a port',
        'it cannot be set with drain_type = "syslog_tls_tcp": only datadog and logdna have them',
        'only elasticsearch_database has one',
      ],
    ],
    keyless: ['  drain_type = "datadog"', ['one of token and drain_username is needed with drain_type = "datadog"']],
    twice: ['  drain_type = "datadog"\n  token = "a"\n  drain_username = "b"', ['they are two names of one value']],
    unheard: ['  drain_type = "splunk"', ['got "splunk", expected one of datadog, elasticsearch_database']],
  };
  const names = Object.keys(cases);
  await stage.write(inEnvironment(names.map((name) => block(name, cases[name]![0])).join('')));
  const problems = await stage.terraform.planProblems();
  expect(Object.keys(problems).sort()).toEqual(names.map((name) => `aptible_log_drain.${name}`).sort());
  for (const name of names) {
    for (const message of cases[name]![1]) expect(problems[`aptible_log_drain.${name}`]).toContain(message);
  }
  expect(stage.platform.requests.filter(({ method }) => method !== 'GET')).toEqual([]);
});

test('a value that is not known yet does not count as missing', async () => {
  await stage.apply(`${drain('  drain_type = "datadog"\n  token = terraform_data.key.output')}
resource "terraform_data" "key" { input = "key-1" }
`);
});

test('a failed provision keeps the drain, tainted, and the next apply repairs it', async () => {
  stage.platform.control.failNext({
    operation: 'provision',
    kind: 'log_drain',
    log: 'the destination refused the key',
  });
  await stage.write(datadog());
  expect(await stage.terraform.applyRefused()).toContain('the destination refused the key');
  const failed = (await stage.terraform.state())[address];
  expect(failed?.tainted).toBe(true);
  await stage.apply(datadog());
  expect((await stage.request('GET', `/log_drains/${failed?.attributes['id']}`)).status).toBe(404);
});

test('a drain whose delete cannot read it stays in the state', async () => {
  await stage.apply(datadog());
  await stage.write(datadog(), 'not-a-token-of-the-platform');
  expect((await stage.terraform.run('destroy', '-auto-approve', '-input=false')).status).not.toBe(0);
  expect(Object.keys(await stage.terraform.state())).toContain(address);
});
