import { Testing, TerraformOutput, TerraformStack, TerraformVariable } from 'cdktf';
import { Construct } from 'constructs';
import { AptibleProvider, Backup, Database, Environment } from '../../lib';
import { key } from '../support/keys';
import { messageOf, provider, synthesize } from './support';

function environment(stack: TerraformStack) {
  return Environment.fromId(stack, 'env', 42);
}

describe('Database', () => {
  test('minimal: a handle; its connection URL is a sensitive output', () => {
    const json = synthesize((stack) => {
      new Database(environment(stack), 'db', { handle: 'acme-db' });
    });
    expect(json).toEqual({
      ...provider,
      resource: { aptible_database: { env_db_812C3E3E: { env_id: 42, handle: 'acme-db' } } },
      output: {
        env_db_connection_url: {
          description: 'How to connect to the database stack/env/db',
          sensitive: true,
          value: '${sensitive(aptible_database.env_db_812C3E3E.default_connection_url)}',
        },
      },
    });
  });

  test('everything set', () => {
    const json = synthesize((stack) => {
      new Database(stack, 'db', {
        environment: environment(stack),
        handle: 'acme-db',
        type: 'redis',
        version: '7.0',
        diskSizeGb: 20,
        memoryMb: 4096,
        profile: 'r',
        iops: 6000,
        keyArn: key,
        enableBackups: false,
        enablePitr: false,
        connectionUrlOutput: false,
        timeouts: { create: '2h' },
        lifecycle: { preventDestroy: true },
      });
    });
    expect(json).toEqual({
      ...provider,
      resource: {
        aptible_database: {
          db_ECC37780: {
            env_id: 42,
            handle: 'acme-db',
            database_type: 'redis',
            version: '7.0',
            disk_size: 20,
            container_size: 4096,
            container_profile: 'r',
            iops: 6000,
            key_arn: key,
            enable_backups: false,
            enable_pitr: false,
            timeouts: { create: '2h' },
            lifecycle: { prevent_destroy: true },
          },
        },
      },
    });
  });

  test('a token in every field: each passes untouched', () => {
    const json = synthesize((stack) => {
      const text = new TerraformVariable(stack, 'text', { type: 'string' }).stringValue;
      const number = new TerraformVariable(stack, 'number', { type: 'number' }).numberValue;
      const flag = new TerraformVariable(stack, 'flag', { type: 'bool' }).booleanValue;
      new Database(environment(stack), 'db', {
        handle: text,
        type: text,
        version: text,
        diskSizeGb: number,
        memoryMb: number,
        profile: text,
        iops: number,
        keyArn: text,
        enableBackups: flag,
        enablePitr: flag,
        recoverFrom: { database: number, time: text },
      });
    });
    expect(json['resource']).toEqual({
      aptible_database: {
        env_db_812C3E3E: {
          env_id: 42,
          handle: '${var.text}',
          database_type: '${var.text}',
          version: '${var.text}',
          disk_size: '${var.number}',
          container_size: '${var.number}',
          container_profile: '${var.text}',
          iops: '${var.number}',
          key_arn: '${var.text}',
          enable_backups: '${var.flag}',
          enable_pitr: '${var.flag}',
          recover_from_database_id: '${var.number}',
          recover_to_time: '${var.text}',
        },
      },
    });
  });

  test('what it begins with: a backup, another database, or one as it was at a point in time; by reference or by number', () => {
    const json = synthesize((stack) => {
      const scope = environment(stack);
      const source = Database.fromHandle(scope, 'source', 'acme-db');
      const backup = new Backup(scope, 'backup', { database: source });
      const made = (handle: string) => ({ handle, connectionUrlOutput: false });
      const time = '2026-04-01T12:00:00Z';
      new Database(scope, 'a', { ...made('a'), restoreFrom: backup });
      new Database(scope, 'b', { ...made('b'), restoreFrom: Backup.fromId(stack, 'known', 7) });
      new Database(scope, 'c', { ...made('c'), restoreFrom: 7 });
      new Database(scope, 'd', { ...made('d'), cloneOf: source });
      new Database(scope, 'e', { ...made('e'), cloneOf: 8, enablePitr: true });
      new Database(scope, 'f', { ...made('f'), recoverFrom: { database: source, time } });
      new Database(scope, 'g', { ...made('g'), recoverFrom: { database: 8, time } });
    });
    const { aptible_database: databases } = json['resource'] as Record<string, Record<string, object>>;
    const made = (handle: string) => ({ env_id: 42, handle });
    const source = '${data.aptible_database.env_source_5D2C6129.database_id}';
    expect(Object.values(databases!)).toEqual([
      { ...made('a'), restore_from_backup_id: '${aptible_backup.env_backup_C706529F.backup_id}' },
      { ...made('b'), restore_from_backup_id: 7 },
      { ...made('c'), restore_from_backup_id: 7 },
      { ...made('d'), clone_from_database_id: source },
      { ...made('e'), clone_from_database_id: 8, enable_pitr: true },
      { ...made('f'), recover_from_database_id: source, recover_to_time: '2026-04-01T12:00:00Z' },
      { ...made('g'), recover_from_database_id: 8, recover_to_time: '2026-04-01T12:00:00Z' },
    ]);
  });

  test('contradicting props: all problems at once, in the names of the props', () => {
    const message = messageOf(() =>
      synthesize((stack) => {
        new Database(environment(stack), 'db', {
          handle: 'acme-db',
          type: 'redis',
          restoreFrom: 7,
          cloneOf: 8,
          recoverFrom: { database: 9, time: 'yesterday' },
          diskSizeGb: 10,
          iops: 6000,
          enableBackups: false,
          enablePitr: true,
        });
      }),
    );
    expect(message).toMatchInlineSnapshot(`
     "the props of stack/env/db (Database) are not valid:
       recoverFrom.time: got "yesterday", expected a time such as 2026-04-01T12:00:00Z
       cloneOf: it cannot be set beside restoreFrom: a database begins with the data of one of them
       recoverFrom.database: it cannot be set beside restoreFrom: a database begins with the data of one of them
       iops: got 6000, expected at most 5000 with diskSizeGb = 10, since more than 3000 operations per second need 1 GB of disk for each 500: 6000 needs diskSizeGb = 12
       enableBackups: got false, expected true with enablePitr = true: a recovery begins with a backup
       type: got "redis", expected postgresql with enablePitr = true: the platform recovers PostgreSQL only"
    `);
  });

  test('attributes: references to the resource', () => {
    const json = synthesize((stack) => {
      const database = new Database(environment(stack), 'db', { handle: 'acme-db', connectionUrlOutput: false });
      const { databaseId, handle, connectionUrl, connectionUrls } = database;
      new TerraformOutput(stack, 'all', { value: [databaseId, handle, connectionUrl], sensitive: true });
      new TerraformOutput(stack, 'urls', { value: connectionUrls, sensitive: true });
    });
    expect(json['output']).toEqual({
      all: {
        sensitive: true,
        value: [
          '${aptible_database.env_db_812C3E3E.database_id}',
          '${aptible_database.env_db_812C3E3E.handle}',
          '${sensitive(aptible_database.env_db_812C3E3E.default_connection_url)}',
        ],
      },
      urls: { sensitive: true, value: '${sensitive(aptible_database.env_db_812C3E3E.connection_urls)}' },
    });
  });

  test('the output of a database deep in scopes: named after its path, with what Terraform allows in a name', () => {
    const json = synthesize((stack) => {
      new Database(new Construct(environment(stack), 'data base.s'), 'main-db', { handle: 'acme-db' });
    });
    expect(Object.keys(json['output'] as object)).toEqual(['env_databases_main-db_connection_url']);
  });

  test('two databases whose outputs would have one name: refused at synth, since one would replace the other', () => {
    const message = messageOf(() =>
      synthesize((stack) => {
        new Database(new Construct(environment(stack), 'a_b'), 'c', { handle: 'one' });
        new Database(new Construct(stack.node.findChild('env'), 'a'), 'b_c', { handle: 'two' });
      }),
    );
    expect(message).toMatchInlineSnapshot(`
     "Validation failed with the following errors:
       [stack/env/a_b/c/connection_url] the stack has another output with the name "env_a_b_c_connection_url", which is that of this database's connection URL: rename the other one, or turn this one off with the prop connectionUrlOutput: false and make one of your own from connectionUrl
       [stack/env/a/b_c/connection_url] the stack has another output with the name "env_a_b_c_connection_url", which is that of this database's connection URL: rename the other one, or turn this one off with the prop connectionUrlOutput: false and make one of your own from connectionUrl

     If you wish to ignore these validations, pass 'skipValidation: true' to your App configuration.
     "
    `);
  });

  test('an output of the same name that is turned off after a synth was refused: the next one passes', () => {
    const stack = new TerraformStack(Testing.app(), 'stack');
    new AptibleProvider(stack, 'aptible');
    new Database(environment(stack), 'db', { handle: 'acme-db' });
    new TerraformOutput(stack, 'env_db_connection_url', { value: 'mine' });
    expect(messageOf(() => Testing.synth(stack, true))).toContain(
      'another output with the name "env_db_connection_url"',
    );
    stack.node.tryRemoveChild('env_db_connection_url');
    expect(JSON.parse(Testing.synth(stack, true))).toHaveProperty('output.env_db_connection_url.sensitive', true);
  });

  test('no environment around it: an error that says both ways to give one', () => {
    const stack = new TerraformStack(Testing.app(), 'stack');
    new AptibleProvider(stack, 'aptible');
    expect(messageOf(() => new Database(stack, 'db', { handle: 'acme-db' }))).toBe(
      'stack/db: no environment for this Database: create it in the scope of an Environment, as in ' +
        `new Database(environment, 'db', ...), or pass the prop "environment"`,
    );
  });

  test('bad props: all problems at once, in the names of the props', () => {
    const message = messageOf(() =>
      synthesize((stack) => {
        new Database(environment(stack), 'db', {
          handle: '',
          type: 'oracle',
          version: '',
          diskSizeGb: 16001,
          memoryMb: 1000,
          profile: 'x',
          iops: 0.5,
        });
      }),
    );
    expect(message).toMatchInlineSnapshot(`
     "the props of stack/env/db (Database) are not valid:
       handle: got "", expected 1 to 64 lower-case letters, digits, dots, hyphens or underscores
       type: got "oracle", expected one of couchdb, elasticsearch, influxdb, mongodb, mysql, postgresql, rabbitmq, redis, sftp
       version: got "", expected a value that is not empty: leave it out for the platform’s default
       memoryMb: got 1000, expected one of 512, 1024, 2048, 4096, 7168, 15360, 30720, 61440, 153600, 245760
       profile: got "x", expected one of m, c, r
       diskSizeGb: got 16001, expected between 1 and 16000
       iops: got 0.5, expected a whole number"
    `);
  });
});
