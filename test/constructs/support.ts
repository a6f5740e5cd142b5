import { Testing, TerraformStack } from 'cdktf';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { AptibleProvider } from '../../lib';

export const { version } = JSON.parse(readFileSync(join(__dirname, '../../package.json'), 'utf8')) as {
  version: string;
};

/** @returns the `cdk.tf.json` of a stack with these constructs, without its metadata. Validations run. */
export function synthesize(build: (stack: TerraformStack) => void): Record<string, unknown> {
  const stack = new TerraformStack(Testing.app(), 'stack');
  new AptibleProvider(stack, 'aptible');
  build(stack);
  return JSON.parse(Testing.synth(stack, true)) as Record<string, unknown>;
}

/** The part of `cdk.tf.json` that every stack with an AptibleProvider has. */
export const provider = {
  provider: { aptible: [{}] },
  terraform: {
    required_providers: { aptible: { source: 'registry.terraform.io/cdktf-aptible/aptible', version } },
  },
};

/** @returns the message of the error that an action throws. */
export function messageOf(action: () => unknown): string {
  try {
    action();
  } catch (error) {
    return (error as Error).message;
  }
  throw new Error('nothing was thrown');
}

/** @returns what stands for any text that matches, in what is expected. */
export function matching(pattern: RegExp): unknown {
  return expect.stringMatching(pattern);
}
