/** The examples for cdktf. */
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';

export const root = join(__dirname, '../../..');

/** Runs an example, once a process: its main.ts writes where cdktf says. @returns the directory of its stack, for terraform */
export async function synthesizeExample(example: string, directory: string): Promise<string> {
  process.env['CDKTF_OUTDIR'] = directory;
  try {
    await import(join(root, 'examples', example, 'main.ts'));
  } finally {
    delete process.env['CDKTF_OUTDIR'];
  }
  const [stack] = await readdir(join(directory, 'stacks'));
  return join(directory, 'stacks', stack!);
}
