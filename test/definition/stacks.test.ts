/** Outputs of other stacks. */
import { Environment } from '../../lib';
import { synthesize } from '../constructs/support';

test('a program reads the outputs of any state, once for each stack that its definitions name, and as secrets', () => {
  const definition = (bucket: string) =>
    ({
      version: 1,
      environment: { handle: `acme-${bucket}`, stack: 'shared-us-east-1' },
      stacks: {
        network: { backend: { type: 's3', config: { bucket, key: '${environment.handle}' } }, workspace: 'blue' },
      },
      outputs: { [bucket]: 'to ${stack.network.gateway} and ${stack.network.zone}' },
    }) as const;
  const { data, output } = synthesize((stack) => {
    Environment.fromDefinition(stack, 'first', definition('one'));
    Environment.fromDefinition(stack, 'second', definition('two'));
  }) as { data: { terraform_remote_state: Record<string, object> }; output: Record<string, object> };
  const states = Object.entries(data.terraform_remote_state);
  expect(states.map(([, state]) => state)).toEqual(
    ['one', 'two'].map((bucket) => ({ backend: 's3', config: { bucket, key: `acme-${bucket}` }, workspace: 'blue' })),
  );
  const [[first]] = states as [[string, object]];
  const read = (name: string) => `\${sensitive(data.terraform_remote_state.${first}.outputs.${name})}`;
  expect(output['one']).toEqual({ sensitive: true, value: `to ${read('gateway')} and ${read('zone')}` });
});
