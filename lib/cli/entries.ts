/** Tells which entries of a definition the addresses of Terraform's errors are. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

type Elements = Readonly<
  Record<string, Readonly<Record<string, { readonly '//'?: { metadata?: { path?: string } } }>>>
>;

/** @returns a line for each; an empty text when there is none. */
export function entriesIn(problem: string, directory: string): string {
  const addresses = new Set(
    [...problem.matchAll(/^\W*with ((?:data\.)?aptible_\w+)\.([\w-]+),/gm)].map(([whole]) =>
      whole.replace(/^\W*with |,$/g, ''),
    ),
  );
  if (addresses.size === 0) return '';
  const { resource = {}, data = {} } = JSON.parse(readFileSync(join(directory, 'cdk.tf.json'), 'utf8')) as {
    readonly resource?: Elements;
    readonly data?: Elements;
  };
  const lines = [...addresses].flatMap((address) => {
    const [type = '', name = ''] = address.replace(/^data\./, '').split('.');
    const path = (address.startsWith('data.') ? data : resource)[type]?.[name]?.['//']?.metadata?.path;
    return path === undefined ? [] : [`In the definition, ${address} is ${entryAt(path.split('/').slice(1))}.\n`];
  });
  return lines.join('');
}

/** @param path that of the construct in its stack */
function entryAt(path: readonly string[]): string {
  const [first, ...rest] = path.filter((step) => step !== 'Resource');
  if (first === 'environment-stack') return 'environment.stack';
  return rest.length === 0 ? first! : rest.join('.');
}
