// `npm run self-contained`: the provider with Node in one package for each platform, as zip files in a folder that Terraform takes as a mirror.
//
//   --from FOLDER   takes Node from FOLDER/<platform>; else it is downloaded: Node with npm, and the C library from Debian, with apt-get
//   --out FOLDER    where the packages go (default: self-contained)
//   --platform P    only this one; any number of times
//
// The same runtimes and the same provider give the same bytes.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { addCLibrary } from './self-contained/c-library.mjs';
import { windowsPackage } from './self-contained/windows.mjs';
import { zip } from './self-contained/zip.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const { values } = parseArgs({
  options: {
    from: { type: 'string' },
    out: { type: 'string', default: join(root, 'self-contained') },
    platform: { type: 'string', multiple: true },
  },
});

const provider = join(root, 'dist/provider-package');
if (!existsSync(provider)) throw new Error('dist is missing: run npm run build first');
const require = createRequire(import.meta.url);
const {
  cLibrary,
  contentOf,
  defaultRuntimes,
  fetchRuntime,
  packageHash,
  packageOf,
  readProviderPackage,
  sha256,
  sources,
  thisPlatform,
} = require('../dist/packaging/index.js');
const script = readProviderPackage(provider);
const platforms = values.platform ?? Object.keys(sources);
const folder = values.from === undefined ? runtimes() : resolve(values.from);
const address = 'registry.terraform.io/cdktf-aptible/aptible';
const mirror = join(resolve(values.out), address);
mkdirSync(mirror, { recursive: true });

const archives = {};
for (const platform of platforms) {
  const files = platform.startsWith('windows_') ? await forWindows(platform) : forUnix(platform);
  const name = `terraform-provider-aptible_${script.version}_${platform}.zip`;
  const bytes = await zip(files);
  writeFileSync(join(mirror, name), bytes);
  const contents = Object.fromEntries(files.map((file) => [file.name, file.content]));
  archives[platform] = { url: name, hashes: [packageHash(contents), `zh:${sha256(bytes, 'hex')}`] };
  console.log(`${platform}: ${(bytes.length / 1e6).toFixed(1)} MB, ${archives[platform].hashes.join(', ')}`);
}
const known = existsSync(join(mirror, 'index.json'))
  ? JSON.parse(readFileSync(join(mirror, 'index.json'), 'utf8')).versions
  : {};
writeJson('index.json', { versions: { ...known, [script.version]: {} } });
writeJson(`${script.version}.json`, { archives });
console.log(`The packages are in ${mirror}`);

function writeJson(name, value) {
  writeFileSync(join(mirror, name), `${JSON.stringify(value, undefined, 2)}\n`);
}

function forUnix(platform) {
  return packageOf(script, platform, join(folder, platform)).files.map(({ name, from, isExecutable }) => ({
    name,
    content: contentOf(from),
    isExecutable,
  }));
}

function forWindows(platform) {
  // What is put into the program is made by a Node of the same version, for this machine.
  const node = join(folder, thisPlatform(), 'node');
  return windowsPackage({
    script,
    node,
    target: join(folder, platform, 'node.exe'),
    licence: join(folder, thisPlatform(), 'LICENSE'),
  });
}

/** The runtimes that are downloaded, once. */
function runtimes() {
  const made = defaultRuntimes();
  for (const platform of new Set([...platforms, ...(platforms.includes('windows_amd64') ? [thisPlatform()] : [])])) {
    fetchRuntime(platform, made);
    if (platform.startsWith('linux_')) addCLibrary(platform, join(made, platform), cLibrary);
  }
  return made;
}
