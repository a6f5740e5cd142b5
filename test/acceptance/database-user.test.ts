import { Client } from 'pg';
import { createDatabaseServers } from '../support/database-servers';
import { environmentWithoutFinalBackups as environment } from './support/hcl';
import { Stage } from './support/stage';

let stage: Stage;
beforeEach(async () => {
  stage = await Stage.set({ databases: await createDatabaseServers() });
});
afterEach(() => stage.strike());

const database = `${environment}resource "aptible_database" "data" {
  env_id        = aptible_environment.staging.env_id
  handle        = "acme-data"
  database_type = "postgresql"
  version       = "15"
}
`;

const user = (more: string) => `resource "aptible_database_user" "web" {
  database_id = aptible_database.data.database_id
  name        = "web"
  ${more}
}
`;

const address = 'aptible_database_user.web';

async function query(text: string): Promise<unknown[]> {
  const { default_connection_url: connectionString } = await stage.attributes('aptible_database.data');
  const client = new Client({ connectionString: String(connectionString) });
  await client.connect();
  try {
    return (await client.query(text)).rows as unknown[];
  } finally {
    await client.end();
  }
}

test('a user is made with its database, mended, changed, refused twice, imported, and destroyed through an endpoint', async () => {
  await stage.apply(database + user('read_only = ["public"]'));
  await query('CREATE TABLE word AS SELECT 1 AS number; REVOKE SELECT ON word FROM web; GRANT TRUNCATE ON word TO web');
  const [drift] = await stage.terraform.plan();
  expect(drift).toMatchObject({
    address,
    actions: ['update'],
    before: {
      missing_privileges: ['SELECT on table public.word'],
      unexpected_privileges: ['TRUNCATE on table public.word'],
    },
    after: { missing_privileges: [], unexpected_privileges: [] },
  });
  await stage.apply(database + user('owner = ["public"]'));
  expect(await query("SELECT tableowner AS owner FROM pg_tables WHERE tablename = 'word'")).toEqual([{ owner: 'web' }]);

  await stage.write(database + user('owner = ["public"]\n  read_only = ["nowhere"]'));
  const refused = await stage.terraform.applyRefused();
  expect(refused).toContain('There is no schema "nowhere" in the database "db"');
  expect(refused).toContain('One is made for its owner: owner = ["nowhere"].');
  await stage.write(database + user('name = "pg_web"').replace('name        = "web"\n', ''));
  expect(await stage.terraform.planRefused()).toContain('got "pg_web", expected a name');

  const { database_id: id } = await stage.attributes('aptible_database.data');
  await stage.terraform.expect('state', 'rm', address);
  await stage.write(database + user('read_only = ["public"]'));
  expect(await stage.terraform.applyRefused()).toContain(`id = "${String(id)}/web"`);
  await stage.write(database + user('owner = ["public"]'));
  await stage.terraform.expect('import', address, `${String(id)}/web`);
  expect(await stage.terraform.actions()).toEqual({});

  const endpoint = `resource "aptible_endpoint" "public" {
  env_id        = aptible_environment.staging.env_id
  resource_type = "database"
  resource_id   = aptible_database.data.database_id
  endpoint_type = "tcp"
  platform      = "elb"
}
`;
  await stage.apply(database + endpoint + user('owner = ["public"]'));
  await stage.apply(database + endpoint);
  expect(await query("SELECT number, tableowner AS owner FROM word, pg_tables WHERE tablename = 'word'")).toEqual([
    { number: 1, owner: 'aptible' },
  ]);
  await stage.apply(database + endpoint + user('read_write = ["public"]'));
  await stage.terraform.destroy();
});
