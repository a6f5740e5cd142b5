import { Stage } from './support/stage';

let stage: Stage;
beforeEach(async () => {
  stage = await Stage.set();
});
afterEach(() => stage.strike());

const address = 'aptible_metric_drain.metrics';

const drain = (type: string, body: string, handle = 'acme-metrics') => `
data "aptible_stack" "shared" {
  name = "shared-us-east-1"
}
resource "aptible_environment" "staging" {
  stack_id = data.aptible_stack.shared.stack_id
  handle   = "acme-staging"
  backup_retention_policy {
    daily      = 1
    monthly    = 0
    yearly     = 0
    make_copy  = false
    keep_final = false
  }
}
resource "aptible_metric_drain" "metrics" {
  env_id     = aptible_environment.staging.env_id
  handle     = "${handle}"
  drain_type = "${type}"
${body}
}
`;

const datadog = drain('datadog', '  api_key = "key-1"');
const influxdb2 = drain(
  'influxdb2',
  '  url = "https://influx.example.com"\n  api_key = "key-1"\n  bucket = "staging"\n  organization = "acme"',
);

const influxdb = `
resource "aptible_database" "influx" {
  env_id        = aptible_environment.staging.env_id
  handle        = "acme-influx"
  database_type = "influxdb"
}
`;

test.each([
  ['datadog', datadog, { api_key: 'key-1', authToken: 'key-1' }],
  [
    'influxdb2',
    influxdb2,
    { address: 'https://influx.example.com', authToken: 'key-1', bucket: 'staging', org: 'acme' },
  ],
  [
    'influxdb',
    drain('influxdb', '  url = "https://i.example.com:8086"\n  username = "u"\n  password = "p"\n  database = "d"'),
    { address: 'https://i.example.com:8086', username: 'u', password: 'p', database: 'd' },
  ],
  [
    'influxdb_database',
    drain('influxdb_database', '  database_id = aptible_database.influx.database_id') + influxdb,
    {},
  ],
])('%s: created, planned empty, imported by id and by handle, destroyed', async (type, hcl, configuration) => {
  await stage.apply(hcl);
  const { id } = await stage.attributes(address);
  expect(await stage.get(`/metric_drains/${id}`)).toMatchObject({
    handle: 'acme-metrics',
    drain_type: type,
    status: 'provisioned',
    drain_configuration: configuration,
  });
  for (const importId of [String(id), 'acme-staging/acme-metrics']) {
    await stage.terraform.expect('state', 'rm', address);
    await stage.terraform.expect('import', '-input=false', address, importId);
    expect(await stage.terraform.plan()).toEqual([]);
  }
  await stage.terraform.destroy();
  expect((await stage.request('GET', `/metric_drains/${id}`)).status).toBe(404);
});

test('every change plans a replacement, whether it is made here or behind terraform', async () => {
  await stage.apply(influxdb2);
  const replaced = { [address]: 'delete,create' };
  for (const [from, to] of [
    ['acme-metrics', 'acme-other'],
    ['influx.example.com', 'other.example.com'],
    ['key-1', 'key-2'],
    ['"staging"\n  organization', '"other"\n  organization'],
    ['= "acme"', '= "other"'],
  ] as const) {
    expect([from, await stage.actions(influxdb2.replace(from, to))]).toEqual([from, replaced]);
  }
  const { metric_drain_id: id } = await stage.attributes(address);
  const { drain_configuration: configuration } = stage.platform.control.list('metric_drain')[0]!;
  for (const change of [{ address: 'https://x.example.com' }, { authToken: 'x' }, { bucket: 'x' }, { org: 'x' }]) {
    stage.platform.control.change('metric_drain', id as number, {
      drain_configuration: { ...configuration, ...change } as never,
    });
    expect([change, await stage.actions(influxdb2)]).toEqual([change, replaced]);
  }
});

test('what a destination lacks, and what it does not have, is refused at plan, all at once', async () => {
  await stage.write(drain('influxdb2', '  username = "u"\n  database_id = 1'));
  const output = await stage.terraform.planRefused();
  for (const name of ['url', 'api_key', 'bucket', 'organization']) expect(output).toContain(`Invalid value of ${name}`);
  expect(output).toContain('Invalid value of username');
  expect(output).toContain('Invalid value of database_id');
  expect(stage.platform.requests.filter(({ method }) => method !== 'GET')).toEqual([]);
});

test('a failed provision keeps the drain, tainted, and the next apply repairs it', async () => {
  stage.platform.control.failNext({
    operation: 'provision',
    kind: 'metric_drain',
    log: 'the destination refused the key',
  });
  await stage.write(datadog);
  expect(await stage.terraform.applyRefused()).toContain('the destination refused the key');
  expect((await stage.terraform.state())[address]?.tainted).toBe(true);
  await stage.apply(datadog);
});
