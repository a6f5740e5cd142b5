import { TerraformOutput, TerraformVariable } from 'cdktf';
import { BackupRetentionPolicy, Environment } from '../../lib';
import { messageOf, provider, synthesize } from './support';

const retention = { daily: 7, monthly: 1, yearly: 0, makeCopy: false, keepFinal: true };

describe('BackupRetentionPolicy', () => {
  test('minimal: of the environment around it', () => {
    const json = synthesize((stack) => {
      new BackupRetentionPolicy(Environment.fromId(stack, 'env', 42), 'backups', retention);
    });
    expect(json).toEqual({
      ...provider,
      resource: {
        aptible_backup_retention_policy: {
          env_backups_C2DCBA04: { env_id: 42, daily: 7, monthly: 1, yearly: 0, make_copy: false, keep_final: true },
        },
      },
    });
  });

  test('everything set, with a token in every field', () => {
    const json = synthesize((stack) => {
      const number = new TerraformVariable(stack, 'number', { type: 'number' });
      const flag = new TerraformVariable(stack, 'flag', { type: 'bool' });
      const policy = new BackupRetentionPolicy(stack, 'backups', {
        environment: Environment.fromHandle(stack, 'production', 'acme-production'),
        daily: number.numberValue,
        monthly: number.numberValue,
        yearly: number.numberValue,
        makeCopy: flag.booleanValue,
        keepFinal: flag.booleanValue,
        timeouts: { create: '5m', update: '5m' },
        lifecycle: { preventDestroy: true },
      });
      new TerraformOutput(stack, 'days', { value: policy.pitrDays });
    });
    expect(json['resource']).toEqual({
      aptible_backup_retention_policy: {
        backups_09E71840: {
          env_id: '${data.aptible_environment.production_98A682B9.env_id}',
          daily: '${var.number}',
          monthly: '${var.number}',
          yearly: '${var.number}',
          make_copy: '${var.flag}',
          keep_final: '${var.flag}',
          timeouts: { create: '5m', update: '5m' },
          lifecycle: { prevent_destroy: true },
        },
      },
    });
    expect(json['output']).toEqual({
      days: { value: '${aptible_backup_retention_policy.backups_09E71840.pitr_days}' },
    });
  });

  test('bad props: all problems at once, in the names of the props; and no environment', () => {
    const message = messageOf(() =>
      synthesize((stack) => {
        new BackupRetentionPolicy(Environment.fromId(stack, 'env', 42), 'backups', {
          ...retention,
          daily: 0,
          monthly: -1,
          yearly: 0.5,
        });
      }),
    );
    expect(message).toMatchInlineSnapshot(`
     "the props of stack/env/backups (BackupRetentionPolicy) are not valid:
       daily: got 0, expected at least 1
       monthly: got -1, expected at least 0
       yearly: got 0.5, expected a whole number"
    `);
    expect(
      messageOf(() => synthesize((stack) => void new BackupRetentionPolicy(stack, 'backups', retention))),
    ).toContain('no environment for this BackupRetentionPolicy');
  });
});
