/**
 * Puts the provider beside a stack's `cdk.tf.json`, so that `terraform init` there finds it with no network and no CLI configuration:
 * terraform looks for `terraform.d/plugins` in the directory in which it runs.
 */
import { chmodSync, lstatSync, readdirSync, realpathSync, rmdirSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { makeDirectory } from '../files/make-directory';
import { fullAddress } from './address';
import { orWhenMissing, placeCopy, readIfPresent, replaceFile } from './files';
import { chooseVersion, isInPlace, sourceOf, type ReplacedProvider } from './in-place';
import { lockedProvider, lockFileName, mergeLockFile, type LockedProvider, type LockEntry } from './lock-file';
import { readProviderPackage, type ProviderPackage } from './provider-package';
import { requirementsOf } from './requirements';
import { besideNode, type PackageFile } from './self-contained';

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

/** The name and the version under which terraform finds the provider. */
export interface Placement {
  readonly address: string;
  readonly version: string;
  /** What the lock entry says that the configuration asks for; left out, this version. */
  readonly constraints?: string;
}

/**
 * Copies the provider into the directory of a synthesized stack, and locks it there together with the stack's other providers, as far
 * as their version is exact (see `isExact`).
 */
export function placeProvider(
  stackDirectory: string,
  others: readonly RequiredProvider[] = [],
  provider: ProviderPackage = readProviderPackage(),
  placement: Placement = { address: providerAddress, version: provider.version },
): void {
  placePackage(stackDirectory, provider, placement);
  const locked: LockEntry[] = others
    .filter(isExact)
    .map(({ source, version }) => ({ address: fullAddress(source), version }));
  const ours = { ...placement, hashes: hashesOf(provider) };
  writeLockFile(stackDirectory, [ours, ...locked.filter(({ address }) => address !== placement.address)]);
}

/**
 * Chooses the version that the provider has in place of another one.
 *
 * @throws Error when the configuration and its modules ask for versions that cannot be had.
 */
export function versionInPlaceOf(directory: string, replaced: ReplacedProvider, ourVersion: string): string {
  const requirements = requirementsOf(directory, sourceOf(replaced.address));
  return chooseVersion(replaced, ourVersion, requirements, lockedIn(directory, replaced.address));
}

/**
 * Puts the provider in place of another one, beside a configuration in HCL that goes on naming that one.
 *
 * @throws Error when the configuration and its modules ask for versions that cannot be had.
 */
export function placeInPlaceOf(
  directory: string,
  replaced: ReplacedProvider,
  provider: ProviderPackage = readProviderPackage(),
): Placement {
  const { address } = replaced;
  const version = versionInPlaceOf(directory, replaced, provider.version);
  const placement = { address, version, constraints: lockedIn(directory, address)?.constraints ?? '' };
  placeProvider(directory, [], provider, placement);
  return placement;
}

function lockedIn(directory: string, address: string): LockedProvider | undefined {
  return lockedProvider(readIfPresent(join(directory, lockFileName)), address);
}

const plugins = 'terraform.d/plugins';

/** Where terraform looks for a provider by itself. */
export function mirrorOf(directory: string, address: string): string {
  return join(directory, plugins, address);
}

/** A version of the provider that was put somewhere. */
export interface Placed {
  readonly version: string;
  /** The paths of its scripts, one for each platform. */
  readonly scripts: readonly string[];
  /** Whether Node lies beside one of them. */
  readonly isSelfContained: boolean;
}

/** Finds what is put under an address. What others have put there, such as the provider that is replaced, is not of it. */
export function placedIn(directory: string, address: string): Placed[] {
  const mirror = mirrorOf(directory, address);
  return ownVersions(mirror, address).map((version) => {
    const scripts = namesIn(join(mirror, version)).flatMap((platform) =>
      namesIn(join(mirror, version, platform))
        .filter((name) => name.endsWith('.cjs'))
        .map((name) => join(mirror, version, platform, name)),
    );
    return { version, scripts, isSelfContained: scripts.some((path) => basename(path) === besideNode) };
  });
}

/** Takes away what is put under an address, and the folders that are empty then. */
export function removePlaced(directory: string, address: string): void {
  const mirror = mirrorOf(directory, address);
  for (const version of ownVersions(mirror, address)) rmSync(join(mirror, version), { recursive: true, force: true });
  for (let folder = mirror; folder !== directory && isEmptyFolder(folder); folder = dirname(folder)) rmdirSync(folder);
}

function ownVersions(mirror: string, address: string): string[] {
  return namesIn(mirror).filter((name) => address === providerAddress || isInPlace(name));
}

/** A link is none: it is the user's own. */
const isEmptyFolder = (path: string): boolean =>
  lstatSync(path, { throwIfNoEntry: false })?.isDirectory() === true && readdirSync(path).length === 0;

/** Says whether a lock entry can be written without asking the provider's registry. */
export function isExact(provider: RequiredProvider): provider is RequiredProvider & { readonly version: string } {
  return /^\d+\.\d+\.\d+(-[0-9A-Za-z.-]+)?$/.test(provider.version ?? '');
}

/** Lists, in terraform's words, the platforms that get the provider: the shipped ones and the one that this process runs on. */
export function platforms(system: string = process.platform, architecture: string = process.arch): string[] {
  if (system === 'win32') return shippedPlatforms;
  const architectures: Record<string, string> = { x64: 'amd64', ia32: '386' };
  return [...new Set([...shippedPlatforms, `${system}_${architectures[architecture] ?? architecture}`])].sort();
}

function placePackage(stackDirectory: string, provider: ProviderPackage, { address, version }: Placement): void {
  const mirror = mirrorOf(stackDirectory, address);
  makeDirectory(mirror);
  for (const other of ownVersions(mirror, address)) {
    if (other !== version) rmSync(join(mirror, other), { recursive: true, force: true });
  }
  removeAllBut(join(mirror, version), platforms());
  // A file cannot be moved from one file system to another, and terraform.d may be a link to one. Terraform searches the folder of plugins.
  const temporaryDirectory = dirname(realpathSync(join(stackDirectory, plugins)));
  for (const platform of platforms()) {
    const directory = join(mirror, version, platform);
    makeDirectory(directory);
    const own = provider.selfContained?.[platform];
    if (own !== undefined) {
      placeFiles(directory, own.files, temporaryDirectory);
      continue;
    }
    // The hash covers every file of the package, so nothing else may lie there.
    removeAllBut(directory, [provider.fileName]);
    placeCopy(join(directory, provider.fileName), provider.path, 0o755, temporaryDirectory);
  }
}

function hashesOf({ hash, selfContained = {} }: ProviderPackage): string[] {
  return [...new Set([hash, ...Object.values(selfContained).map((each) => each.hash)])].sort();
}

/** Puts all files of a package there, and nothing else, since the hash covers every file. */
function placeFiles(directory: string, files: readonly PackageFile[], temporaryDirectory: string): void {
  removeAllBut(directory, [...new Set(files.map(({ name }) => name.split('/')[0]!))]);
  for (const folder of new Set(files.map(({ name }) => dirname(name)).filter((name) => name !== '.'))) {
    makeDirectory(join(directory, folder));
    removeAllBut(
      join(directory, folder),
      files.filter(({ name }) => dirname(name) === folder).map(({ name }) => basename(name)),
    );
  }
  for (const { name, from, isExecutable } of files) {
    const [path, mode] = [join(directory, name), isExecutable ? 0o755 : 0o644];
    if ('path' in from) {
      placeCopy(path, from.path, mode, temporaryDirectory);
      continue;
    }
    replaceFile(path, temporaryDirectory, (temporary) => {
      writeFileSync(temporary, from.text);
      chmodSync(temporary, mode);
    });
  }
}

function writeLockFile(stackDirectory: string, entries: readonly LockEntry[]): void {
  const path = join(stackDirectory, lockFileName);
  const before = readIfPresent(path);
  const after = mergeLockFile(before, entries);
  if (after !== before) replaceFile(path, stackDirectory, (temporary) => writeFileSync(temporary, after));
}

function removeAllBut(directory: string, names: readonly string[]): void {
  for (const name of namesIn(directory)) {
    if (!names.includes(name)) rmSync(join(directory, name), { recursive: true, force: true });
  }
}

function namesIn(directory: string): string[] {
  return orWhenMissing(() => readdirSync(directory), []);
}
