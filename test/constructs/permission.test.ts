import { TerraformVariable, type TerraformStack } from 'cdktf';
import { Environment, Permission } from '../../lib';
import { messageOf, provider, synthesize } from './support';

const roleId = '5d1a2b3c-4e5f-4a6b-8c7d-9e0f1a2b3c4d';
const environment = (stack: TerraformStack) => Environment.fromId(stack, 'env', 42);

function permissionOf(build: (stack: TerraformStack) => void): unknown {
  const resources = synthesize(build)['resource'] as Record<string, Record<string, unknown>>;
  return Object.values(resources['aptible_permission']!)[0];
}

describe('Permission', () => {
  test('minimal: a role and a scope', () => {
    const json = synthesize((stack) => {
      new Permission(environment(stack), 'one', { roleId, scope: 'deploy' });
    });
    const [name] = Object.keys((json['resource'] as Record<string, object>)['aptible_permission']!);
    expect(json).toEqual({
      ...provider,
      resource: { aptible_permission: { [name!]: { env_id: 42, role_id: roleId, scope: 'deploy' } } },
    });
  });

  test('everything set', () => {
    const made = permissionOf((stack) => {
      new Permission(stack, 'one', {
        environment: environment(stack),
        roleId,
        scope: 'sensitive',
        timeouts: { create: '1h' },
        lifecycle: { preventDestroy: true },
      });
    });
    expect(made).toEqual({
      env_id: 42,
      role_id: roleId,
      scope: 'sensitive',
      timeouts: { create: '1h' },
      lifecycle: { prevent_destroy: true },
    });
  });

  test('a token in every field: each passes untouched', () => {
    const made = permissionOf((stack) => {
      const text = new TerraformVariable(stack, 'text', { type: 'string' }).stringValue;
      new Permission(environment(stack), 'one', { roleId: text, scope: text });
    });
    expect(made).toEqual({ env_id: 42, role_id: '${var.text}', scope: '${var.text}' });
  });

  test('bad props: all problems at once, in the words of the props', () => {
    const message = messageOf(() => {
      synthesize((stack) => {
        new Permission(environment(stack), 'one', { roleId: 'Developers', scope: 'everything' });
      });
    });
    expect(message.split('\n').map((line) => line.trim().split(':')[0])).toEqual([
      'the props of stack/env/one (Permission) are not valid',
      'roleId',
      'scope',
    ]);
  });
});
