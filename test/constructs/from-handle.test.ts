import { TerraformOutput } from 'cdktf';
import { App, Database, Environment } from '../../lib';
import { provider, synthesize } from './support';

test('an app and a database that are not made here are looked up by handle, in the environment around them or a given one', () => {
  const json = synthesize((stack) => {
    const environment = Environment.fromId(stack, 'env', 42);
    const app = App.fromHandle(environment, 'web', 'acme-web');
    const database = Database.fromHandle(stack, 'db', 'acme-db', { environment });
    const value = [app.appId, database.databaseId, database.connectionUrl, database.credentials.get('postgresql').host];
    new TerraformOutput(stack, 'all', { value, sensitive: true });
  });
  expect(json).toMatchObject({
    ...provider,
    data: {
      aptible_app: { env_web_B05081C2: { env_id: 42, handle: 'acme-web' } },
      aptible_database: { db_ECC37780: { env_id: 42, handle: 'acme-db', lifecycle: { postcondition: [{}] } } },
    },
  });
  expect(json['output']).toEqual({
    all: {
      sensitive: true,
      value: [
        '${data.aptible_app.env_web_B05081C2.app_id}',
        '${data.aptible_database.db_ECC37780.database_id}',
        '${data.aptible_database.db_ECC37780.default_connection_url}',
        '${data.aptible_database.db_ECC37780.credentials.postgresql.host}',
      ],
    },
  });
});
