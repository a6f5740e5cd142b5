import { TerraformVariable, type TerraformStack } from 'cdktf';
import { Database, DatabaseUser, Environment, Replica, type DatabaseProps } from '../../lib';
import { messageOf, provider, synthesize } from './support';

const database = (stack: TerraformStack) => Database.fromId(stack, 'db', 42);

function userOf(build: (stack: TerraformStack) => void): unknown {
  const resources = synthesize(build)['resource'] as Record<string, Record<string, unknown>>;
  return Object.values(resources['aptible_database_user']!)[0];
}

describe('DatabaseUser', () => {
  test('minimal: a database and a name', () => {
    const json = synthesize((stack) => {
      new DatabaseUser(stack, 'one', { database: database(stack), name: 'web' });
    });
    const [id] = Object.keys((json['resource'] as Record<string, object>)['aptible_database_user']!);
    expect(json).toEqual({
      ...provider,
      resource: { aptible_database_user: { [id!]: { database_id: 42, name: 'web' } } },
    });
  });

  test('everything set', () => {
    const made = userOf((stack) => {
      new DatabaseUser(stack, 'one', {
        database: database(stack),
        name: 'web',
        readOnly: ['reports'],
        readWrite: ['public'],
        owner: ['web'],
        tablePrivileges: { audit: { privileges: ['INSERT'], tables: ['event'] }, log: { privileges: ['SELECT'] } },
        onDestroy: 'reassign',
        reassignTo: 'admin',
        timeouts: { create: '1h' },
        lifecycle: { preventDestroy: true },
      });
    });
    expect(made).toEqual({
      database_id: 42,
      name: 'web',
      read_only: ['reports'],
      read_write: ['public'],
      owner: ['web'],
      table_privileges: [
        { schema: 'audit', privileges: ['INSERT'], tables: ['event'] },
        { schema: 'log', privileges: ['SELECT'] },
      ],
      on_destroy: 'reassign',
      reassign_to: 'admin',
      timeouts: { create: '1h' },
      lifecycle: { prevent_destroy: true },
    });
  });

  test('a token in every field: each passes untouched', () => {
    const made = userOf((stack) => {
      const text = new TerraformVariable(stack, 'text', { type: 'string' }).stringValue;
      new DatabaseUser(stack, 'one', {
        database: database(stack),
        name: text,
        readOnly: [text],
        tablePrivileges: { [text]: { privileges: [text] } },
        reassignTo: text,
      });
    });
    expect(made).toEqual({
      database_id: 42,
      name: '${var.text}',
      read_only: ['${var.text}'],
      table_privileges: [{ schema: '${var.text}', privileges: ['${var.text}'] }],
      reassign_to: '${var.text}',
    });
  });

  test('bad props: all problems at once, in the words of the props', () => {
    const message = messageOf(() => {
      synthesize((stack) => {
        const tablePrivileges = { public: { privileges: ['EVERYTHING'] } };
        const wrong = { onDestroy: 'refuse', reassignTo: 'admin', readOnly: [''], tablePrivileges };
        new DatabaseUser(stack, 'one', { ...wrong, database: database(stack), name: 'pg_web' });
      });
    });
    expect(message.split('\n').map((line) => line.trim().split(':')[0])).toEqual([
      'the props of stack/one (DatabaseUser) are not valid',
      'name',
      'readOnly.0',
      'tablePrivileges.public.privileges.0',
      'reassignTo',
    ]);
  });

  test('one in a database of an engine without users is refused at synth, and the way is named', () => {
    const made = (props: Partial<DatabaseProps>, build: (database: Database) => void) =>
      synthesize((stack) => {
        const environment = Environment.fromId(stack, 'env', 7);
        build(new Database(environment, 'db', { handle: 'db', connectionUrlOutput: false, ...props }));
      });
    const add = (database: Database) => void database.addUser('web');
    const make = (database: Database) => void new DatabaseUser(database, 'web', { database, name: 'web' });
    for (const build of [add, make]) {
      const message = messageOf(() => made({ type: 'redis' }, build));
      expect(message.match(/\[[^\]]*\] database: .*/g)).toEqual([
        '[stack/env/db/web] database: it is of the type redis, and users are made only in those of the types postgresql and mysql: make them with the ' +
          'Terraform provider of that engine, which reaches the database by new DatabaseTunnel(scope, id, { database }), or through an endpoint of it by ' +
          'new EphemeralCredential(scope, id, { endpoint })',
      ]);
    }
    const inReplica = (primary: Database) => {
      const replica = new Replica(primary.node.scope!, 'reading', { handle: 'reading', primary });
      new DatabaseUser(replica, 'web', { database: replica, name: 'web' });
    };
    expect(messageOf(() => made({}, inReplica))).toContain(
      '[stack/env/reading/web] database: it is a replica, which has the users of the database that it follows: make the user in that one. Its login works in both',
    );
    // What only Terraform knows may be a PostgreSQL.
    for (const type of [undefined, 'postgresql', 'mysql', '${var.type}']) made({ ...(type && { type }) }, add);
  });
});
