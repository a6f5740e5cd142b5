/** Tells which entries of a definition the addresses of Terraform are. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { resources } from '../schema';
import { camelCase } from '../schema/camel-case';

type Elements = Readonly<
  Record<string, Readonly<Record<string, { readonly '//'?: { metadata?: { path?: string } } }>>>
>;

/** @returns a line for each that a problem names; an empty text when there is none. */
export function entriesIn(problem: string, directory: string): string {
  const addresses = new Set(
    [...problem.matchAll(/^\W*with ((?:data\.)?aptible_\w+\.[\w-]+),/gm)].map(([, address]) => address!),
  );
  if (addresses.size === 0) return '';
  const names = namesIn(directory);
  const lines = [...addresses].flatMap((address) => {
    const name = names.get(address);
    return name === undefined ? [] : [`In the definition, ${address} is ${name}.\n`];
  });
  return [...lines, ...wordsFor(problem, [...addresses])].join('');
}

/** What the provider calls arguments, which a definition writes in another way. */
function wordsFor(problem: string, addresses: readonly string[]): string[] {
  const known = new Set(
    addresses.flatMap((address) => {
      const type = address.split('.')[0]!;
      return Object.hasOwn(resources, type) ? Object.keys(resources[type as keyof typeof resources].attributes) : [];
    }),
  );
  const written = [...problem.matchAll(/\b([a-z]+(?:_[a-z]+)+)\s+=\s+(true|false)\b/g)];
  const lines = written.flatMap(([, name = '', value = '']) =>
    known.has(name) ? [`${name} = ${value} is written there as ${camelCase(name)}: ${value}.\n`] : [],
  );
  return [...new Set(lines)];
}

/** By address, the path of names in the definition of each resource and data source in a directory: `apps.web.site`. */
export function namesIn(directory: string): Map<string, string> {
  const { resource = {}, data = {} } = JSON.parse(readFileSync(join(directory, 'cdk.tf.json'), 'utf8')) as {
    readonly resource?: Elements;
    readonly data?: Elements;
  };
  return new Map([...named(resource, ''), ...named(data, 'data.')]);
}

const named = (elements: Elements, prefix: string): [string, string][] =>
  Object.entries(elements).flatMap(([type, all]) =>
    Object.entries(all).flatMap(([id, { '//': comment }]): [string, string][] => {
      const path = comment?.metadata?.path;
      return path === undefined ? [] : [[`${prefix}${type}.${id}`, entryAt(path.split('/').slice(1))]];
    }),
  );

/** @param path that of the construct in its stack */
function entryAt(path: readonly string[]): string {
  const [first, ...rest] = path.filter((step) => step !== 'Resource');
  if (first === 'environment-stack') return 'environment.stack';
  return rest.length === 0 ? first! : rest.join('.');
}
