/** Synthesizes what `cdktf-aptible export` wrote. By itself, since neither cdktf nor the provider's package is part of a bundle. */
import { App, TerraformStack } from 'cdktf';
import { join } from 'node:path';
import { AptibleProvider, Environment } from '..';
import { placeProvider, readProviderPackage } from '../packaging';

/** @returns the directory of the stack, for terraform */
export function synthesizeDefinition(file: string, outdir: string): string {
  const app = new App({ outdir });
  const stack = new TerraformStack(app, 'export');
  new AptibleProvider(stack, 'aptible');
  Environment.fromDefinition(stack, 'environment', file);
  app.synth();
  return join(outdir, 'stacks', 'export');
}

/** Puts the provider where terraform looks for it in this directory. */
export function placeProviderIn(directory: string): void {
  placeProvider(directory, [], readProviderPackage());
}
