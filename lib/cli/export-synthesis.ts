/** Synthesizes what `cdktf-aptible export` wrote. By itself, since neither cdktf nor the provider's package is part of a bundle. */
import * as cdktf from 'cdktf';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { compileFunction } from 'node:vm';
import * as aptible from '..';
import { placeProvider, readProviderPackage } from '../packaging';

/** @returns the directory of the stack, for terraform */
export function synthesizeDefinition(file: string, outdir: string): string {
  const app = new cdktf.App({ outdir });
  const stack = new cdktf.TerraformStack(app, 'export');
  new aptible.AptibleProvider(stack, 'aptible');
  aptible.Environment.fromDefinition(stack, 'environment', file);
  app.synth();
  return join(outdir, 'stacks', 'export');
}

/**
 * Runs a program as `typescriptFiles` writes it, which is JavaScript but for its imports: nothing is needed that compiles it.
 *
 * @returns the directory of the stack
 */
export function synthesizeProgram(file: string, outdir: string): string {
  const modules: Readonly<Record<string, unknown>> = { cdktf, 'cdktf-aptible': aptible };
  const text = readFileSync(file, 'utf8').replace(
    /^import \{ (.*) \} from '(.*)';$/gm,
    (_, names: string, name: string) => `const { ${names.replaceAll(' as ', ': ')} } = modules['${name}'];`,
  );
  const before = process.env['CDKTF_OUTDIR'];
  process.env['CDKTF_OUTDIR'] = outdir;
  try {
    (compileFunction(text, ['modules'], { filename: file }) as (given: object) => void)(modules);
  } finally {
    if (before === undefined) delete process.env['CDKTF_OUTDIR'];
    else process.env['CDKTF_OUTDIR'] = before;
  }
  const [stack] = readdirSync(join(outdir, 'stacks'));
  return join(outdir, 'stacks', stack!);
}

/** Puts the provider where terraform looks for it in this directory. */
export function placeProviderIn(directory: string): void {
  placeProvider(directory, [], readProviderPackage());
}
