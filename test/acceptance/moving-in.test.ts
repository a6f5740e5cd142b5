/** States as the official provider writes them are taken over: `docs/guides/migrating.md` walks through it. */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Stage } from './support/stage';

let stage: Stage;
beforeEach(async () => {
  stage = await Stage.set();
});
afterEach(() => stage.strike());

const theirs = 'registry.terraform.io/aptible/aptible';
const ours = 'registry.terraform.io/cdktf-aptible/aptible';

interface OfficialBlock {
  readonly attributes: Readonly<Record<string, { readonly type: unknown }>>;
  readonly block_types?: Readonly<Record<string, { readonly block: OfficialBlock }>>;
}
type Values = Record<string, unknown>;
interface StateFile {
  serial: number;
  resources: {
    mode: string;
    type: string;
    provider: string;
    instances: { attributes: Values; private?: string; schema_version: number }[];
  }[];
}

/** What its plugin kit makes of null: an empty string, and in the elements of a set zero and false as well. */
function withZeros(
  { attributes, block_types: blocks = {} }: OfficialBlock,
  values: Values,
  isElement: boolean,
): Values {
  const zero = (type: unknown) =>
    type === 'string' ? '' : !isElement ? null : type === 'number' ? 0 : type === 'bool' ? false : null;
  return {
    ...Object.fromEntries(
      Object.entries(attributes).map(([name, { type }]) => [name, oldProfile(name, values[name] ?? zero(type))]),
    ),
    ...Object.fromEntries(
      Object.entries(blocks)
        .filter(([name]) => name !== 'timeouts')
        .map(([name, { block }]) => [
          name,
          ((values[name] ?? []) as Values[]).map((element) => withZeros(block, element, true)),
        ]),
    ),
  };
}

const oldProfile = (name: string, value: unknown) => (name === 'container_profile' && value === 'm' ? 'm5' : value);

/** Rewrites the state to what the official provider would have written: only its attributes, in its ways. */
async function asTheOfficialProviderWrites(change: (values: Values) => Values) {
  const schema = JSON.parse(await readFile(join(__dirname, '../fixtures/official-schema.json'), 'utf8')) as Record<
    'resource_schemas' | 'data_source_schemas',
    Record<string, { block: OfficialBlock }>
  >;
  const file = join(stage.terraform.directory, 'terraform.tfstate');
  const state = JSON.parse(await readFile(file, 'utf8')) as StateFile;
  for (const resource of state.resources) {
    resource.provider = `provider["${theirs}"]`;
    const schemas = resource.mode === 'data' ? schema.data_source_schemas : schema.resource_schemas;
    for (const instance of resource.instances) {
      delete instance.private;
      const written = withZeros(schemas[resource.type]!.block, instance.attributes, false);
      instance.attributes = change(written);
    }
  }
  await writeFile(file, JSON.stringify({ ...state, serial: state.serial + 1 }));
}

const moveIn = () => stage.terraform.expect('state', 'replace-provider', '-auto-approve', theirs, ours);

const environment = `
data "aptible_stack" "shared" {
  name = "shared-us-east-1"
}
resource "aptible_environment" "staging" {
  stack_id = data.aptible_stack.shared.stack_id
  handle   = "acme-staging"
  backup_retention_policy {
    daily      = 3
    monthly    = 0
    yearly     = 0
    make_copy  = false
    keep_final = false
  }
}
`;

const database = `
resource "aptible_database" "data" {
  env_id        = aptible_environment.staging.env_id
  handle        = "acme-db"
  database_type = "postgresql"
}
`;

const app = (name: string, policy = '') => `
resource "aptible_app" "${name}" {
  env_id       = aptible_environment.staging.env_id
  handle       = "acme-${name}"
  docker_image = "quay.io/aptible/deploy-demo-app"
  config       = { MODE = "staging" }
  service {
    process_type    = "cmd"
    container_count = 2
${policy}
  }
}
`;

const logDrain = (name: string, fields: string) => `
resource "aptible_log_drain" "${name}" {
  env_id = aptible_environment.staging.env_id
  handle = "acme-${name}"
${fields}
}
`;

/** Some values have two names, of which either may be configured. */
const logDrains = `
resource "aptible_database" "logs" {
  env_id        = aptible_environment.staging.env_id
  handle        = "acme-logs"
  database_type = "elasticsearch"
}
${[
  logDrain('syslog', 'drain_type = "syslog_tls_tcp"\ndrain_host = "logs.example.com"\ndrain_port = 6514'),
  logDrain('https', 'drain_type = "https_post"\nurl = "https://logs.example.com/hunter2"'),
  logDrain('datadog', 'drain_type = "datadog"\ntoken = "hunter2"\ntags = "env:staging"'),
  logDrain('datadog-primary', 'drain_type = "datadog"\ndrain_username = "hunter2"\nlogging_token = "env:staging"'),
  logDrain('logdna', 'drain_type = "logdna"\ntoken = "hunter2"'),
  ...['pipeline', 'logging_token'].map((name) =>
    logDrain(
      `elasticsearch-${name}`,
      `drain_type = "elasticsearch_database"\ndatabase_id = aptible_database.logs.database_id\n${name} = "acme"`,
    ),
  ),
].join('')}
`;

const metricDrain = `
resource "aptible_metric_drain" "datadog" {
  env_id     = aptible_environment.staging.env_id
  handle     = "acme-datadog"
  drain_type = "datadog"
  api_key    = "0123456789abcdef0123456789abcdef"
}
`;

const replica = `
resource "aptible_replica" "reading" {
  env_id              = aptible_environment.staging.env_id
  primary_database_id = aptible_database.data.database_id
  handle              = "acme-reading"
}
`;

const endpoint = `
resource "aptible_endpoint" "web" {
  env_id         = aptible_environment.staging.env_id
  resource_type  = "app"
  resource_id    = aptible_app.web.app_id
  process_type   = "cmd"
  endpoint_type  = "https"
  default_domain = true
  platform       = "alb"
}
`;

const verticalPolicy = (block: string) =>
  `    ${block} {\n      autoscaling_type = "vertical"\n      maximum_memory = 4096\n    }`;

test('nothing changes for any resource, and what is changed before moving in is planned as such', async () => {
  const hcl = [
    environment,
    database,
    replica,
    app('web'),
    endpoint,
    app('scaled', verticalPolicy('autoscaling_policy')),
    app('sized', verticalPolicy('service_sizing_policy')),
    logDrains,
    metricDrain,
  ].join('');
  await stage.apply(hcl);
  // The official provider reads a deprecated service_sizing_policy as autoscaling_policy.
  await asTheOfficialProviderWrites((values) => {
    if (values['handle'] !== 'acme-sized') return values;
    const services = (values['service'] as Values[]).map((service) => ({
      ...service,
      autoscaling_policy: service['service_sizing_policy'],
      service_sizing_policy: [],
    }));
    return { ...values, service: services };
  });
  await moveIn();
  // A read does not see in which block the configuration has it: one update in place says so.
  expect(await stage.actions(hcl)).toEqual({ 'aptible_app.sized': 'update' });
  expect(await stage.actions(hcl.replace('MODE = "staging"', 'MODE = "moved"'))).toEqual({
    'aptible_app.sized': 'update',
    'aptible_app.web': 'update',
  });
  await stage.apply(hcl);
});
