/**
 * Puts the provider beside a stack's `cdk.tf.json`, so that `terraform init` there finds it with no network and no CLI configuration:
 * terraform looks for `terraform.d/plugins` in the directory in which it runs.
 */
import { randomBytes } from 'node:crypto';
import {
  chmodSync,
  copyFileSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { lockFileName, mergeLockFile, type LockEntry } from './lock-file';
import { readProviderPackage, type ProviderPackage } from './provider-package';

export const providerAddress = 'registry.terraform.io/cdktf-aptible/aptible';

/** The platforms that get the provider, all the same file, so that a stack synthesized on one is applied on any. */
const shippedPlatforms = ['darwin_amd64', 'darwin_arm64', 'linux_amd64', 'linux_arm64'];

/** A provider that a stack requires. */
export interface RequiredProvider {
  /** The source as in `required_providers`: `null`, `hashicorp/null` or with its host. */
  readonly source: string;
  /** A version constraint; undefined for any version. */
  readonly version: string | undefined;
}

/**
 * Copies the provider into the directory of a synthesized stack, and locks it there together with the stack's other providers, as far
 * as their version is exact (see `isExact`).
 */
export function placeProvider(
  stackDirectory: string,
  others: readonly RequiredProvider[] = [],
  provider: ProviderPackage = readProviderPackage(),
): void {
  placePackage(stackDirectory, provider);
  const locked: LockEntry[] = others
    .filter(isExact)
    .map(({ source, version }) => ({ address: fullAddress(source), version }));
  const ours = { address: providerAddress, version: provider.version, hashes: [provider.hash] };
  writeLockFile(stackDirectory, [ours, ...locked.filter(({ address }) => address !== providerAddress)]);
}

/** Says whether a lock entry can be written without asking the provider's registry. */
export function isExact(provider: RequiredProvider): provider is RequiredProvider & { readonly version: string } {
  return /^\d+\.\d+\.\d+(-[0-9A-Za-z.-]+)?$/.test(provider.version ?? '');
}

/** Gives the source with host and namespace, as lock files name it. */
export function fullAddress(source: string): string {
  const parts = source.toLowerCase().split('/');
  return ['registry.terraform.io', 'hashicorp']
    .slice(0, 3 - parts.length)
    .concat(parts)
    .join('/');
}

/** Lists, in terraform's words, the platforms that get the provider: the shipped ones and the one that this process runs on. */
export function platforms(system: string = process.platform, architecture: string = process.arch): string[] {
  if (system === 'win32') return shippedPlatforms;
  const architectures: Record<string, string> = { x64: 'amd64', ia32: '386' };
  return [...new Set([...shippedPlatforms, `${system}_${architectures[architecture] ?? architecture}`])].sort();
}

function placePackage(stackDirectory: string, provider: ProviderPackage): void {
  const mirror = join(stackDirectory, 'terraform.d/plugins', providerAddress);
  mkdirSync(mirror, { recursive: true });
  removeAllBut(mirror, [provider.version]);
  removeAllBut(join(mirror, provider.version), platforms());
  for (const platform of platforms()) {
    const directory = join(mirror, provider.version, platform);
    mkdirSync(directory, { recursive: true });
    // The hash covers every file of the package, so nothing else may lie there.
    removeAllBut(directory, [provider.fileName]);
    replaceFile(join(directory, provider.fileName), stackDirectory, (temporary) => {
      copyFileSync(provider.path, temporary);
      chmodSync(temporary, 0o755);
    });
  }
}

function writeLockFile(stackDirectory: string, entries: readonly LockEntry[]): void {
  const path = join(stackDirectory, lockFileName);
  const before = readIfPresent(path);
  const after = mergeLockFile(before, entries);
  if (after !== before) replaceFile(path, stackDirectory, (temporary) => writeFileSync(temporary, after));
}

/** Replaces a file at once: whoever reads or runs it meanwhile has all of the old one or all of the new one. */
function replaceFile(path: string, stackDirectory: string, write: (temporary: string) => void): void {
  const temporary = join(stackDirectory, `.cdktf-aptible-${process.pid}-${randomBytes(4).toString('hex')}`);
  try {
    write(temporary);
    renameSync(temporary, path);
  } finally {
    rmSync(temporary, { force: true });
  }
}

function removeAllBut(directory: string, names: readonly string[]): void {
  for (const name of namesIn(directory)) {
    if (!names.includes(name)) rmSync(join(directory, name), { recursive: true, force: true });
  }
}

function namesIn(directory: string): string[] {
  return orWhenMissing(() => readdirSync(directory), []);
}

function readIfPresent(path: string): string {
  return orWhenMissing(() => readFileSync(path, 'utf8'), '');
}

function orWhenMissing<T>(read: () => T, otherwise: T): T {
  try {
    return read();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return otherwise;
    throw error;
  }
}
