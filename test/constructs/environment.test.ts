import { Lazy, TerraformOutput, TerraformVariable, Token } from 'cdktf';
import { Construct } from 'constructs';
import { App, Environment, Stack } from '../../lib';
import { messageOf, provider, synthesize } from './support';

describe('Environment', () => {
  test('minimal: handle and stack', () => {
    const json = synthesize((stack) => {
      new Environment(stack, 'staging', { handle: 'acme-staging', stack: Stack.fromName(stack, 'shared', 'shared-1') });
    });
    expect(json).toEqual({
      ...provider,
      data: { aptible_stack: { shared_6AC20809: { name: 'shared-1' } } },
      resource: {
        aptible_environment: {
          staging_391E4595: {
            handle: 'acme-staging',
            stack_id: '${data.aptible_stack.shared_6AC20809.stack_id}',
          },
        },
      },
    });
  });

  test('everything set', () => {
    const json = synthesize((stack) => {
      new Environment(stack, 'staging', {
        handle: 'acme-staging',
        stack: Stack.fromId(stack, 'shared', 17),
        organizationId: '2f3a0e0e-4b6e-4a3a-9a43-6a1c51f2a7d4',
        backupRetentionPolicy: { daily: 30, monthly: 12, yearly: 0, makeCopy: false, keepFinal: true },
        timeouts: { create: '10m', delete: '1h' },
        lifecycle: { preventDestroy: true },
      });
    });
    expect(json).toEqual({
      ...provider,
      resource: {
        aptible_environment: {
          staging_391E4595: {
            handle: 'acme-staging',
            stack_id: 17,
            org_id: '2f3a0e0e-4b6e-4a3a-9a43-6a1c51f2a7d4',
            backup_retention_policy: [{ daily: 30, monthly: 12, yearly: 0, make_copy: false, keep_final: true }],
            timeouts: { create: '10m', delete: '1h' },
            lifecycle: { prevent_destroy: true },
          },
        },
      },
    });
  });

  test('a token in every field: each passes untouched', () => {
    const json = synthesize((stack) => {
      const text = new TerraformVariable(stack, 'text', { type: 'string' });
      const number = new TerraformVariable(stack, 'number', { type: 'number' });
      const flag = new TerraformVariable(stack, 'flag', { type: 'bool' });
      new Environment(stack, 'staging', {
        handle: `acme-${text.stringValue}`,
        stack: Stack.fromId(stack, 'shared', number.numberValue),
        organizationId: Lazy.stringValue({ produce: () => '2f3a0e0e-4b6e-4a3a-9a43-6a1c51f2a7d4' }),
        backupRetentionPolicy: {
          daily: number.numberValue,
          monthly: number.numberValue,
          yearly: Token.asNumber(number.value),
          makeCopy: flag.booleanValue,
          keepFinal: flag.booleanValue,
        },
      });
    });
    expect(json['resource']).toEqual({
      aptible_environment: {
        staging_391E4595: {
          handle: 'acme-${var.text}',
          stack_id: '${var.number}',
          org_id: '2f3a0e0e-4b6e-4a3a-9a43-6a1c51f2a7d4',
          backup_retention_policy: [
            {
              daily: '${var.number}',
              monthly: '${var.number}',
              yearly: '${var.number}',
              make_copy: '${var.flag}',
              keep_final: '${var.flag}',
            },
          ],
        },
      },
    });
  });

  test('attributes: references to the resource', () => {
    const json = synthesize((stack) => {
      const environment = new Environment(stack, 'staging', {
        handle: 'acme',
        stack: Stack.fromId(stack, 'shared', 17),
      });
      const { environmentId, handle, organizationId, caCertificate } = environment;
      new TerraformOutput(stack, 'all', { value: [environmentId, handle, organizationId, caCertificate] });
    });
    expect(json['output']).toEqual({
      all: {
        value: [
          '${aptible_environment.staging_391E4595.env_id}',
          '${aptible_environment.staging_391E4595.handle}',
          '${aptible_environment.staging_391E4595.org_id}',
          '${aptible_environment.staging_391E4595.ca_certificate}',
        ],
      },
    });
  });

  test('fromHandle: a data source, in whose scope apps can be made', () => {
    const json = synthesize((stack) => {
      new App(Environment.fromHandle(stack, 'production', 'acme-production'), 'web', { handle: 'acme-web' });
    });
    expect(json).toEqual({
      ...provider,
      data: { aptible_environment: { production_98A682B9: { handle: 'acme-production' } } },
      resource: {
        aptible_app: {
          production_web_F4C57DC8: {
            env_id: '${data.aptible_environment.production_98A682B9.env_id}',
            handle: 'acme-web',
          },
        },
      },
    });
  });

  test('fromId: the number, and nothing is looked up', () => {
    const json = synthesize((stack) => {
      new App(Environment.fromId(stack, 'production', 42), 'web', { handle: 'acme-web' });
    });
    expect(json).toEqual({
      ...provider,
      resource: { aptible_app: { production_web_F4C57DC8: { env_id: 42, handle: 'acme-web' } } },
    });
  });

  test('of: the nearest environment around a construct, past scopes between', () => {
    synthesize((stack) => {
      const outer = Environment.fromId(stack, 'outer', 1);
      const inner = Environment.fromId(new Construct(outer, 'scope'), 'inner', 2);
      const construct = new Construct(new Construct(inner, 'between'), 'construct');
      expect(Environment.of(construct)).toBe(inner);
      expect(Environment.of(inner)).toBe(inner);
      expect(Environment.of(outer)).toBe(outer);
      expect(Environment.of(stack)).toBeUndefined();
    });
  });

  test('bad props: all problems at once, in the names of the props', () => {
    const message = messageOf(() =>
      synthesize((stack) => {
        new Environment(stack, 'staging', {
          handle: '',
          stack: Object.assign(new Construct(stack, 'shared'), { stackId: 1.5 }),
          organizationId: 'acme',
          backupRetentionPolicy: { daily: 0, monthly: -1, yearly: 0.5, makeCopy: false, keepFinal: true },
        });
      }),
    );
    expect(message).toMatchInlineSnapshot(`
     "the props of stack/staging (Environment) are not valid:
       organizationId: got "acme", expected a UUID
       stack: got 1.5, expected a whole number
       handle: got "", expected 1 to 64 lower-case letters, digits, dots, hyphens or underscores
       backupRetentionPolicy.daily: got 0, expected at least 1
       backupRetentionPolicy.monthly: got -1, expected at least 0
       backupRetentionPolicy.yearly: got 0.5, expected a whole number"
    `);
  });
});
