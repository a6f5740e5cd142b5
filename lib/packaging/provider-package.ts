/** The provider as terraform installs it: a directory with one executable file, the same for every platform. */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { SelfContainedPackage } from './self-contained';

export interface ProviderPackage {
  readonly version: string;
  /** The path of the executable. */
  readonly path: string;
  readonly fileName: string;
  /** The hash in terraform's lock file. */
  readonly hash: string;
  /** By platform, the packages that take the place of this one there. */
  readonly selfContained?: Readonly<Record<string, SelfContainedPackage>>;
}

const fileNameForm = /^terraform-provider-aptible_v(\d+\.\d+\.\d+(?:-[0-9A-Za-z.-]+)?)\.cjs$/;

/** The directory into which the build puts it: beside the compiled library in the npm package, and in `dist` of a checkout. */
const builtPackageDirectory = join(__dirname, '../../dist/provider-package');

/** @throws Error when there is not exactly one executable of the provider in the directory. */
export function readProviderPackage(directory: string = builtPackageDirectory): ProviderPackage {
  const fileName = onlyFile(directory);
  const path = join(directory, fileName);
  const [, version = ''] = fileNameForm.exec(fileName) ?? [];
  return { version, path, fileName, hash: packageHash({ [fileName]: readFileSync(path) }) };
}

/**
 * Computes Terraform's `h1:` hash of a package: SHA-256 over one line a file, `<SHA-256 in hex>  <name>`, sorted by name.
 * Source: the Go module `golang.org/x/mod/sumdb/dirhash`, `Hash1`.
 */
export function packageHash(files: Readonly<Record<string, Uint8Array>>): string {
  return hashOfDigests(Object.entries(files).map(([name, content]) => [name, sha256(content, 'hex')]));
}

/** The same, from the names of the files and the digest of each. */
export function hashOfDigests(digests: readonly (readonly [name: string, digest: string])[]): string {
  const lines = [...digests]
    .sort(([a], [b]) => Buffer.compare(Buffer.from(a), Buffer.from(b)))
    .map(([name, digest]) => `${digest}  ${name}\n`);
  return `h1:${sha256(lines.join(''), 'base64')}`;
}

export function sha256(content: string | Uint8Array, encoding: 'hex' | 'base64'): string {
  return createHash('sha256').update(content).digest(encoding);
}

function onlyFile(directory: string): string {
  let names: string[];
  try {
    names = readdirSync(directory).filter((name) => fileNameForm.test(name));
  } catch (error) {
    throw new Error(missing(directory), { cause: error });
  }
  const [name, ...others] = names;
  if (name === undefined) throw new Error(missing(directory));
  if (others.length > 0) {
    throw new Error(
      `${directory} holds more than one provider (${names.join(', ')}): delete it and run "npm run build"`,
    );
  }
  return name;
}

function missing(directory: string): string {
  return (
    `the provider's executable is not in ${directory}: in a checkout of cdktf-aptible run "npm run build"; ` +
    'otherwise the installed package is incomplete, so install it again'
  );
}
