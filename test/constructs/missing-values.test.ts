import { TerraformStack, Testing } from 'cdktf';
import { App, Environment, Operation } from '../../lib';
import { messageOf } from './support';

/** What a program that nobody type-checked passes: `process.env.KEY` of a variable that is not set, and a null. */
const { unset, nothing } = JSON.parse('{ "nothing": null }') as { readonly unset: string; readonly nothing: string };

test('a value of a map that is undefined or null is refused, with its prop and key, beside the other problems', () => {
  const environment = Environment.fromId(new TerraformStack(Testing.app(), 'stack'), 'env', 42);
  const config = { KEY: unset, OTHER: nothing, GOOD: 'x' };
  const secretConfig = { TOKEN: unset };
  const message = messageOf(() => new App(environment, 'web', { handle: 'A B', config, secretConfig }));
  const words =
    'it has no value: give it one, or leave the key out. Is the environment variable set from which it is read?';
  expect(message.split('\n').slice(1, 4)).toEqual([
    `  config.KEY: ${words}`,
    `  config.OTHER: ${words}`,
    `  secretConfig.TOKEN: ${words}`,
  ]);
  expect(message).toContain('  handle: got "A B"');
  const app = App.fromId(environment, 'app', 1);
  const triggers = { release: unset };
  expect(messageOf(() => new Operation(environment, 'restart', { type: 'restart', app, triggers }))).toContain(
    `  triggers.release: ${words}`,
  );
});
