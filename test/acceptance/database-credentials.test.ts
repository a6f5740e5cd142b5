import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { environment } from './support/hcl';
import { Stage } from './support/stage';

let stage: Stage;
beforeEach(async () => {
  stage = await Stage.set({ databases: 'none' });
});
afterEach(() => stage.strike());

const configuration = (type: string, version: number) => `${environment}resource "aptible_database" "data" {
  env_id        = aptible_environment.staging.env_id
  handle        = "acme-db"
  database_type = "redis"
}
resource "aptible_endpoint" "public" {
  env_id        = aptible_environment.staging.env_id
  resource_type = "database"
  resource_id   = aptible_database.data.database_id
  endpoint_type = "tcp"
  ip_filtering  = ["192.0.2.7"]
}
ephemeral "aptible_database_credentials" "direct" {
  database_id = aptible_database.data.database_id
  type        = ${type}
}
ephemeral "aptible_database_credentials" "public" {
  endpoint_id = aptible_endpoint.public.endpoint_id
}
resource "aptible_app" "web" {
  env_id = aptible_environment.staging.env_id
  handle = "acme-web"
  secret_config_wo = {
    DATABASE_URL      = ephemeral.aptible_database_credentials.direct.connection_url
    DATABASE_PASSWORD = ephemeral.aptible_database_credentials.direct.password
    PUBLIC_URL        = ephemeral.aptible_database_credentials.public.connection_url
  }
  secret_config_wo_version = ${version}
}
`;

async function environmentVariables(): Promise<Record<string, string>> {
  const { id } = await stage.attributes('aptible_app.web');
  const { _links: links } = await stage.get(`/apps/${id}`);
  const { href } = (links as Record<string, { href: string }>)['current_configuration']!;
  return (await stage.get(new URL(href).pathname))['env'] as Record<string, string>;
}

test('a credential reaches an app, another one in its turn, and no password is in a plan or the state', async () => {
  stage.storesCredentials = false;
  await stage.write(configuration('null', 1));
  await stage.terraform.apply();
  const { control } = stage.platform;
  const [direct, encrypted] = control.list('database_credential').map(({ connection_url: url }) => url);
  const { passphrase } = control.list('database')[0]!;
  const { external_hostname: host } = await stage.attributes('aptible_endpoint.public');
  const publicUrl = `redis://aptible:${passphrase}@${String(host)}:6379`;
  expect(await environmentVariables()).toEqual({
    DATABASE_URL: direct,
    DATABASE_PASSWORD: passphrase,
    PUBLIC_URL: publicUrl,
  });

  const [change, ...others] = await stage.plan(configuration('"redis+ssl"', 2));
  expect([change, others]).toMatchObject([{ address: 'aptible_app.web', actions: ['update'] }, []]);
  await stage.terraform.apply();
  expect(await environmentVariables()).toMatchObject({ DATABASE_URL: encrypted, PUBLIC_URL: publicUrl });
  expect(await stage.terraform.actions()).toEqual({});

  const plan = (await stage.terraform.expect('show', '-json', 'plan')).stdout;
  const state = await readFile(join(stage.terraform.directory, 'terraform.tfstate'), 'utf8');
  expect([plan.includes('acme-db'), state.includes('acme-db')]).toEqual([true, true]);
  expect([plan.includes(passphrase), state.includes(passphrase)]).toEqual([false, false]);

  await stage.write(configuration('"amqps"', 2));
  expect(await stage.terraform.planRefused()).toContain(
    'The database "acme-db" has no credential of the type "amqps" with ephemeral.aptible_database_credentials.direct',
  );
});
