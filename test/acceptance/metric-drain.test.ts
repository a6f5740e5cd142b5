import { environmentWithoutFinalBackups } from './support/hcl';
import { Stage } from './support/stage';

let stage: Stage;
beforeEach(async () => {
  stage = await Stage.set();
});
afterEach(() => stage.strike());

const address = 'aptible_metric_drain.metrics';

const block = (name: string, body: string, handle = `acme-${name}`) => `
resource "aptible_metric_drain" "${name}" {
  env_id     = aptible_environment.staging.env_id
  handle     = "${handle}"
${body}
}
`;

const drain = (type: string, body: string) =>
  environmentWithoutFinalBackups + block('metrics', `  drain_type = "${type}"\n${body}`);

const datadog = drain('datadog', '  api_key = "key-1"');
const influxdb = `
resource "aptible_database" "influx" {
  env_id        = aptible_environment.staging.env_id
  handle        = "acme-influx"
  database_type = "influxdb"
}
`;

const destinations: Record<string, [body: string, configuration: object]> = {
  datadog: ['  api_key = "key-1"', { api_key: 'key-1', authToken: 'key-1' }],
  influxdb2: [
    '  url = "https://influx.example.com"\n  api_key = "key-1"\n  bucket = "staging"\n  organization = "acme"',
    { address: 'https://influx.example.com', authToken: 'key-1', bucket: 'staging', org: 'acme' },
  ],
  influxdb: [
    '  url = "https://i.example.com:8086"\n  username = "u"\n  password = "p"\n  database = "d"',
    { address: 'https://i.example.com:8086', username: 'u', password: 'p', database: 'd' },
  ],
  influxdb_database: ['  database_id = aptible_database.influx.database_id', {}],
};

test('every destination: created, planned empty, imported by id and by handle, destroyed', async () => {
  const types = Object.keys(destinations);
  const drains = types.map((type) => block(type, `  drain_type = "${type}"\n${destinations[type]![0]}`, type));
  await stage.apply(environmentWithoutFinalBackups + influxdb + drains.join(''));
  const made = stage.platform.control.list('metric_drain');
  const answers = await Promise.all(made.map(({ id }) => stage.get(`/metric_drains/${id}`)));
  expect(Object.fromEntries(answers.map((answer) => [answer['handle'], answer]))).toMatchObject(
    Object.fromEntries(
      types.map((type) => [
        type,
        { drain_type: type, status: 'provisioned', drain_configuration: destinations[type]![1] },
      ]),
    ),
  );
  await stage.terraform.expect('state', 'rm', ...types.map((type) => `aptible_metric_drain.${type}`));
  const imports = types.map((type, index) => {
    const { id } = made.find(({ handle }) => handle === type)!;
    return `import {
  to = aptible_metric_drain.${type}
  id = "${index % 2 === 0 ? id : `acme-staging/${type}`}"
}`;
  });
  await stage.terraform.write(imports.join('\n'), 'imports.tf');
  expect(await stage.terraform.plan()).toEqual([]);
  await stage.terraform.apply();
  await stage.terraform.destroy();
  expect(stage.platform.control.list('account')).toEqual([]);
});

test('every change plans a replacement, whether it is made here or behind terraform', async () => {
  const here: Record<string, [string, string]> = {
    handle: ['acme-handle', 'acme-other'],
    url: ['influx.example.com', 'other.example.com'],
    key: ['key-1', 'key-2'],
    bucket: ['"staging"', '"other"'],
    organization: ['"acme"', '"other"'],
  };
  const behind: Record<string, object> = {
    moved: { address: 'https://x.example.com' },
    rekeyed: { authToken: 'x' },
    rebucketed: { bucket: 'x' },
    reorganized: { org: 'x' },
  };
  const of = (name: string) => block(name, `  drain_type = "influxdb2"\n${destinations['influxdb2']![0]}`);
  const names = [...Object.keys(here), ...Object.keys(behind)];
  await stage.apply(environmentWithoutFinalBackups + names.map(of).join(''));
  const { control } = stage.platform;
  for (const [name, change] of Object.entries(behind)) {
    const { id, drain_configuration: configuration } = control.list('metric_drain', { handle: `acme-${name}` })[0]!;
    control.change('metric_drain', id, { drain_configuration: { ...configuration, ...change } });
  }
  const changed = names.map((name) => (here[name] ? of(name).replace(...here[name]) : of(name)));
  expect(await stage.actions(environmentWithoutFinalBackups + changed.join(''))).toEqual(
    Object.fromEntries(names.map((name) => [`aptible_metric_drain.${name}`, 'delete,create'])),
  );
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
