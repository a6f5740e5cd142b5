import { type TerraformResource, TerraformVariable, type TerraformStack } from 'cdktf';
import { Database, Environment, Replica } from '../../lib';
import { key } from '../support/keys';
import { messageOf, provider, synthesize } from './support';

const environment = (stack: TerraformStack) => Environment.fromId(stack, 'env', 42);
const database = (scope: ReturnType<typeof environment>) =>
  new Database(scope, 'db', { handle: 'acme-db', connectionUrlOutput: false });
const primary = '${aptible_database.env_db_812C3E3E.database_id}';

/** The attributes of the one replica of a stack. */
function replica(json: Record<string, unknown>): unknown {
  const { aptible_replica: replicas } = json['resource'] as { aptible_replica: Record<string, unknown> };
  return Object.values(replicas)[0];
}

describe('Replica', () => {
  test('minimal: a handle and the database that it follows', () => {
    const json = synthesize((stack) => {
      const scope = environment(stack);
      new Replica(scope, 'reading', { primary: database(scope), handle: 'acme-db-reading' });
    });
    expect(json).toEqual({
      ...provider,
      resource: {
        aptible_database: { env_db_812C3E3E: { env_id: 42, handle: 'acme-db' } },
        aptible_replica: {
          env_reading_E5B1AC21: { env_id: 42, handle: 'acme-db-reading', primary_database_id: primary },
        },
      },
    });
  });

  test('one that was promoted hands its state over to a database', () => {
    const json = synthesize((stack) => {
      const promoted = new Database(environment(stack), 'reading', {
        handle: 'acme-db-reading',
        connectionUrlOutput: false,
      });
      (promoted.node.defaultChild as TerraformResource).moveFromId('aptible_replica.env_reading_E5B1AC21');
    });
    expect(json).toEqual({
      ...provider,
      moved: [{ from: 'aptible_replica.env_reading_E5B1AC21', to: 'aptible_database.env_reading_E5B1AC21' }],
      resource: { aptible_database: { env_reading_E5B1AC21: { env_id: 42, handle: 'acme-db-reading' } } },
    });
  });

  test('everything set', () => {
    const json = synthesize((stack) => {
      const scope = environment(stack);
      new Replica(stack, 'reading', {
        environment: scope,
        primary: database(scope),
        handle: 'acme-db-reading',
        logicalVersion: '17',
        diskSizeGb: 20,
        memoryMb: 4096,
        profile: 'r',
        iops: 6000,
        keyArn: key,
        enableBackups: false,
        timeouts: { create: '3h' },
        lifecycle: { preventDestroy: true },
      });
    });
    expect(replica(json)).toEqual({
      env_id: 42,
      primary_database_id: primary,
      handle: 'acme-db-reading',
      logical_version: '17',
      disk_size: 20,
      container_size: 4096,
      container_profile: 'r',
      iops: 6000,
      key_arn: key,
      enable_backups: false,
      timeouts: { create: '3h' },
      lifecycle: { prevent_destroy: true },
    });
  });

  test('a token in every field: each passes untouched', () => {
    const json = synthesize((stack) => {
      const text = new TerraformVariable(stack, 'text', { type: 'string' }).stringValue;
      const number = new TerraformVariable(stack, 'number', { type: 'number' }).numberValue;
      const scope = environment(stack);
      new Replica(scope, 'reading', {
        primary: database(scope),
        handle: text,
        logicalVersion: text,
        diskSizeGb: number,
        memoryMb: number,
        profile: text,
        iops: number,
        keyArn: text,
      });
    });
    expect(replica(json)).toEqual({
      env_id: 42,
      primary_database_id: primary,
      handle: '${var.text}',
      logical_version: '${var.text}',
      disk_size: '${var.number}',
      container_size: '${var.number}',
      container_profile: '${var.text}',
      iops: '${var.number}',
      key_arn: '${var.text}',
    });
  });

  test('one of a type that has none is refused at synth, and a logical one of what is not PostgreSQL', () => {
    const refusal = (type: string, more = {}) =>
      messageOf(() =>
        synthesize((stack) => {
          const scope = environment(stack);
          const primary = new Database(scope, 'db', { handle: 'acme-db', type, connectionUrlOutput: false });
          new Replica(scope, 'reading', { primary, handle: 'acme-db-reading', ...more });
        }),
      );
    expect(refusal('rabbitmq')).toContain(
      'primary: a database of the type rabbitmq has no replicas; those of PostgreSQL, MySQL, Redis and MongoDB have',
    );
    expect(refusal('redis', { logicalVersion: '17' })).toContain(
      'logicalVersion: a database of the type redis has no logical replicas, only PostgreSQL has',
    );
    synthesize((stack) => {
      const scope = environment(stack);
      const type = new TerraformVariable(stack, 'type', { type: 'string' }).stringValue;
      for (const [id, primary] of Object.entries({
        redis: new Database(scope, 'redis', { handle: 'redis', type: 'redis', connectionUrlOutput: false }),
        unknown: new Database(scope, 'unknown', { handle: 'unknown', type, connectionUrlOutput: false }),
        elsewhere: Database.fromId(scope, 'elsewhere', 7),
      }))
        new Replica(scope, `${id}-reading`, { primary, handle: `${id}-reading` });
    });
  });

  test('bad props: all problems at once, in the words of the props', () => {
    const message = messageOf(() =>
      synthesize((stack) => {
        const scope = environment(stack);
        new Replica(scope, 'reading', {
          primary: database(scope),
          handle: 'A',
          diskSizeGb: 0,
          memoryMb: 1,
          profile: 'x',
        });
      }),
    );
    expect(message.split('\n').map((line) => line.trim().replace(/:.*/, ''))).toEqual([
      'the props of stack/env/reading (Replica) are not valid',
      'handle',
      'memoryMb',
      'profile',
      'diskSizeGb',
    ]);
  });
});
