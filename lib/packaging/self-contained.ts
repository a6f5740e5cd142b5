/**
 * The provider as a package that needs nothing on the machine: Node lies beside the script. What is needed of a platform is in a folder of
 * its own, `linux_amd64/node`; where that has a C library in `lib`, the package also starts where the system has another one (Alpine).
 */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { hashOfDigests, sha256, type ProviderPackage } from './provider-package';

export interface SelfContainedPackage {
  /** The hash in terraform's lock file. */
  readonly hash: string;
  readonly files: readonly PackageFile[];
}

export interface PackageFile {
  /** The path within the package, with slashes. */
  readonly name: string;
  /** The file that has its content, or the content itself. */
  readonly from: { readonly path: string } | { readonly text: string };
  readonly isExecutable: boolean;
}

/** The script in such a package. */
export const besideNode = 'provider.cjs';

/** The platforms that can have such a package, in terraform's words. Windows starts no scripts: see scripts/self-contained. */
const selfContainedPlatforms = ['darwin_amd64', 'darwin_arm64', 'linux_amd64', 'linux_arm64'];

/**
 * Gives the provider with a package of its own for each platform that has a runtime in the folder.
 *
 * @throws Error when none has one.
 */
export function withRuntimes(provider: ProviderPackage, folder: string): ProviderPackage {
  const found = selfContainedPlatforms.filter(
    (platform) => statSync(join(folder, platform, 'node'), { throwIfNoEntry: false })?.isFile() === true,
  );
  if (found.length === 0) {
    throw new Error(
      `There is no runtime in ${folder}: it is expected to have Node as ${selfContainedPlatforms[0]}/node, or for another platform. ` +
        '"npx cdktf-aptible provider --self-contained" downloads it for this machine.',
    );
  }
  const selfContained = Object.fromEntries(
    found.map((platform) => [platform, packageOf(provider, platform, join(folder, platform))]),
  );
  return { ...provider, selfContained };
}

/** Lists the files of a platform's package, and computes their hash. */
export function packageOf(provider: ProviderPackage, platform: string, runtime: string): SelfContainedPackage {
  const launcher = platform.startsWith('linux_') ? linuxLauncher : launcherText;
  const files: PackageFile[] = [
    { name: provider.fileName.replace(/\.cjs$/, ''), from: { text: launcher }, isExecutable: true },
    { name: besideNode, from: { path: provider.path }, isExecutable: false },
    ...namesIn(runtime).map((name) => ({ name, from: { path: join(runtime, name) }, isExecutable: isProgram(name) })),
  ].sort((a, b) => (a.name < b.name ? -1 : 1));
  // One after the other: they are large.
  const digests = files.map(({ name, from }): [string, string] => [name, sha256(contentOf(from), 'hex')]);
  return { files, hash: hashOfDigests(digests) };
}

export function contentOf(from: PackageFile['from']): Buffer {
  return 'text' in from ? Buffer.from(from.text) : readFileSync(from.path);
}

function namesIn(runtime: string): string[] {
  return readdirSync(runtime, { recursive: true, encoding: 'utf8' })
    .map((name) => name.replaceAll('\\', '/'))
    .filter((name) => statSync(join(runtime, name)).isFile());
}

const isProgram = (name: string): boolean => name === 'node' || name === 'lib/ld.so';

const launcherText = `#!/bin/sh
exec "\${0%/*}/node" "\${0%/*}/provider.cjs" "$@"
`;

/**
 * The Node that there is for Linux wants the GNU C library. Where the system has another one, it starts with that of the package. Only words
 * of the shell itself: PATH may be empty. Terraform shows its user the first line of stdout that it does not understand. A colon ends a
 * path of libraries, and what comes from a registry at a port has one in its path; the loader knows the program's folder as $ORIGIN.
 */
const linuxLauncher = `#!/bin/sh
here=\${0%/*}
musl= gnu=
for file in /lib/ld-musl-*; do if [ -e "$file" ]; then musl=1; fi; done
for file in /lib/ld-linux-* /lib64/ld-linux-*; do if [ -e "$file" ]; then gnu=1; fi; done
if [ "$musl" ] && [ -e "$here/lib/ld.so" ]; then
  exec "$here/lib/ld.so" --library-path '$ORIGIN/lib' "$here/node" "$here/provider.cjs" "$@"
fi
if [ "$gnu" ] || [ -z "$musl" ]; then exec "$here/node" "$here/provider.cjs" "$@"; fi
message='terraform-provider-aptible: this package has no C library, and its Node cannot start with the one of this system (musl, as in Alpine). Install Node (apk add nodejs) and use the usual package, or one with a C library: docs/guides/troubleshooting.md of the npm package cdktf-aptible says more under "needs Node.js".'
if [ -n "$TF_PLUGIN_MAGIC_COOKIE" ]; then echo "$message"; else echo "$message" >&2; fi
exit 1
`;
