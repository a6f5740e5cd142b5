import { TerraformElement, TerraformStack, Testing } from 'cdktf';
import { AptibleProvider, Environment, Stack } from '../../lib';

test('every element has what cdktn asks of it, and stays as it is', () => {
  const stack = new TerraformStack(Testing.app(), 'stack');
  new AptibleProvider(stack, 'aptible');
  new Environment(stack, 'env', { handle: 'acme-staging', stack: Stack.fromName(stack, 'shared', 'shared') });
  const elements = stack.node.findAll().filter((each) => TerraformElement.isTerraformElement(each));
  expect(elements).toHaveLength(3);
  const before = Testing.synth(stack);
  for (const element of elements) {
    (
      element as unknown as { _resetResolveDiscoveredProviderFeatureUsage(): void }
    )._resetResolveDiscoveredProviderFeatureUsage();
  }
  expect(Testing.synth(stack)).toBe(before);
});
