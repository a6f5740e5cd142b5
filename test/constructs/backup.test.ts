import { TerraformOutput, TerraformVariable, Token } from 'cdktf';
import { App, Backup, Database, Environment, Replica } from '../../lib';
import { matching, messageOf, provider, synthesize } from './support';

const resourcesOf = (json: Record<string, unknown>, type: string) =>
  (json['resource'] as Record<string, Record<string, Record<string, unknown>>>)[type]!;

describe('Backup', () => {
  test('minimal: of which database', () => {
    const json = synthesize((stack) => {
      const environment = Environment.fromId(stack, 'env', 42);
      const database = new Database(environment, 'data', { handle: 'acme-db', connectionUrlOutput: false });
      new Backup(environment, 'backup', { database });
    });
    expect(resourcesOf(json, 'aptible_backup')).toEqual({
      env_backup_C706529F: { database_id: '${aptible_database.env_data_46138402.database_id}' },
    });
    expect(json).toMatchObject(provider);
  });

  test('everything set, with tokens, from the database’s side; of a replica', () => {
    const json = synthesize((stack) => {
      const environment = Environment.fromId(stack, 'env', 42);
      const release = new TerraformVariable(stack, 'release', { type: 'string' });
      const database = new Database(environment, 'data', { handle: 'acme-db', connectionUrlOutput: false });
      const replica = new Replica(environment, 'reading', { handle: 'acme-reading', primary: database });
      const first = database.addBackup('first', {
        triggers: { release: release.stringValue, number: Token.asString(database.databaseId) },
        timeouts: { create: '1h', delete: '5m' },
        lifecycle: { createBeforeDestroy: true },
        dependsOn: [replica],
      });
      new Backup(stack, 'second', { database: replica, dependsOn: [first] });
    });
    expect(Object.values(resourcesOf(json, 'aptible_backup'))).toEqual([
      {
        database_id: matching(/^\$\{aptible_database\.env_data_\w+\.database_id\}$/),
        triggers: {
          release: '${var.release}',
          number: matching(/^\$\{aptible_database\.env_data_\w+\.database_id\}$/),
        },
        timeouts: { create: '1h', delete: '5m' },
        lifecycle: { create_before_destroy: true },
        depends_on: [matching(/^aptible_replica\.env_reading_\w+$/)],
      },
      {
        database_id: matching(/^\$\{aptible_replica\.env_reading_\w+\.replica_id\}$/),
        depends_on: [matching(/^aptible_backup\.env_data_first_\w+$/)],
      },
    ]);
  });

  test('attributes: references to the resource; what depends on it waits for it', () => {
    const json = synthesize((stack) => {
      const environment = Environment.fromId(stack, 'env', 42);
      const database = Database.fromHandle(environment, 'data', 'acme-db');
      const backup = new Backup(stack, 'backup', { database });
      const { backupId, createdAt, sizeGb, region } = backup;
      new TerraformOutput(stack, 'all', { value: [backupId, createdAt, sizeGb, region] });
      new App(environment, 'web', { handle: 'acme-web', dependsOn: [backup] });
    });
    expect(json['output']).toEqual({
      all: {
        value: ['backup_id', 'created_at', 'size', 'region'].map(
          (name) => `\${aptible_backup.backup_98F0E993.${name}}`,
        ),
      },
    });
    expect(Object.values(resourcesOf(json, 'aptible_app'))).toEqual([
      { env_id: 42, handle: 'acme-web', depends_on: ['aptible_backup.backup_98F0E993'] },
    ]);
  });

  test('fromId: the number, and nothing is looked up', () => {
    const json = synthesize((stack) => {
      new TerraformOutput(stack, 'id', { value: Backup.fromId(stack, 'kept', 4711).backupId });
    });
    expect(json).toEqual({
      terraform: provider.terraform,
      provider: provider.provider,
      output: { id: { value: 4711 } },
    });
  });

  test('bad props: all problems at once, in the names of the props', () => {
    const message = messageOf(() =>
      synthesize((stack) => {
        const database = { databaseId: 0.5 } as Database;
        new Backup(stack, 'backup', { database, triggers: { a: 1 as never }, timeouts: { create: 'soon' } });
      }),
    );
    expect(message).toMatchInlineSnapshot(`
     "the props of stack/backup (Backup) are not valid:
       database: got 0.5, expected a whole number
       triggers.a: got 1, expected a string
       timeouts.create: got "soon", expected a duration such as 30m, 1h30m or 90s"
    `);
  });
});
