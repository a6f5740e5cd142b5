import { TerraformOutput } from 'cdktf';
import { Environment, Stack } from '../../lib';
import { provider, synthesize } from './support';

describe('Stack', () => {
  test('fromName: a data source, whose number is a reference', () => {
    const json = synthesize((stack) => {
      const shared = Stack.fromName(stack, 'shared', 'shared-us-east-1');
      new TerraformOutput(stack, 'number', { value: shared.stackId });
    });
    expect(json).toEqual({
      ...provider,
      data: { aptible_stack: { shared_6AC20809: { name: 'shared-us-east-1' } } },
      output: { number: { value: '${data.aptible_stack.shared_6AC20809.stack_id}' } },
    });
  });

  test('fromId: the number, and nothing is looked up', () => {
    const json = synthesize((stack) => {
      new Environment(stack, 'env', { handle: 'acme', stack: Stack.fromId(stack, 'shared', 17) });
    });
    expect(json).toEqual({
      ...provider,
      resource: { aptible_environment: { env_28F68B0B: { handle: 'acme', stack_id: 17 } } },
    });
  });
});
