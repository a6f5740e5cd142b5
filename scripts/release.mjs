// `npm run release`: all that a release of the provider is, in a folder that any web server can offer by https.
//
//   mirror/    a network mirror (and a filesystem mirror): what `npm run self-contained` makes
//   registry/  a provider registry: `source = "<host>/cdktf-aptible/aptible"` is enough. The files of a release, as Terraform's own registry wants
//              them, are in registry/v1/providers/cdktf-aptible/aptible/<version>: zip files, SHA256SUMS with its signature, the manifest
//
// RELEASE_SIGNING_KEY is the private key, as `gpg --armor --export-secret-keys` prints it; RELEASE_SIGNING_PASSPHRASE is its passphrase, if it has one.
// Options: --out FOLDER (default: release), and those of scripts/self-contained.mjs. Versions that the folder has already stay as they are.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const { values } = parseArgs({
  options: {
    from: { type: 'string' },
    out: { type: 'string', default: join(root, 'release') },
    platform: { type: 'string', multiple: true },
  },
});
const { RELEASE_SIGNING_KEY: key, RELEASE_SIGNING_PASSPHRASE: passphrase = '' } = process.env;
if (!key)
  fail('RELEASE_SIGNING_KEY is not set: it is the private key, as "gpg --armor --export-secret-keys ID" prints it.');

const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const out = resolve(values.out);
const name = `terraform-provider-aptible_${version}`;
const protocols = ['6.0'];
const provider = join(out, 'registry/v1/providers/cdktf-aptible/aptible');
const files = join(provider, version);
if (existsSync(files))
  fail(`${files} is there already, and what is released never changes: raise the version, or remove it.`);

const mirror = join(out, 'mirror/registry.terraform.io/cdktf-aptible/aptible');
execFileSync(
  process.execPath,
  [
    join(root, 'scripts/self-contained.mjs'),
    ...['--out', join(out, 'mirror')],
    ...(values.from === undefined ? [] : ['--from', values.from]),
    ...(values.platform ?? []).flatMap((platform) => ['--platform', platform]),
  ],
  { stdio: 'inherit' },
);
const { archives } = JSON.parse(readFileSync(join(mirror, `${version}.json`), 'utf8'));

mkdirSync(files, { recursive: true });
for (const { url } of Object.values(archives)) copyFileSync(join(mirror, url), join(files, url));
writeJson(join(files, `${name}_manifest.json`), { version: 1, metadata: { protocol_versions: protocols } });
const sums = [...Object.values(archives).map(({ url }) => url), `${name}_manifest.json`].sort().map((file) => ({
  file,
  sum: createHash('sha256')
    .update(readFileSync(join(files, file)))
    .digest('hex'),
}));
writeFileSync(join(files, `${name}_SHA256SUMS`), sums.map(({ file, sum }) => `${sum}  ${file}\n`).join(''));
const publicKey = sign(join(files, `${name}_SHA256SUMS`));

for (const [platform, { url }] of Object.entries(archives)) {
  const [os, arch] = platform.split('_');
  const here = `../../${basename(url)}`;
  writeJson(join(files, 'download', os, arch), {
    protocols,
    os,
    arch,
    filename: url,
    download_url: here,
    shasum: sums.find(({ file }) => file === url).sum,
    shasums_url: `../../${name}_SHA256SUMS`,
    shasums_signature_url: `../../${name}_SHA256SUMS.sig`,
    signing_keys: { gpg_public_keys: [publicKey] },
  });
}
const known = existsSync(join(provider, 'versions'))
  ? JSON.parse(readFileSync(join(provider, 'versions'), 'utf8')).versions
  : [];
const platforms = Object.keys(archives).map((platform) => ({
  os: platform.split('_')[0],
  arch: platform.split('_')[1],
}));
writeJson(join(provider, 'versions'), { versions: [...known, { version, protocols, platforms }] });
writeJson(join(out, 'registry/.well-known/terraform.json'), { 'providers.v1': '/v1/providers/' });
console.log(`The release is in ${out}`);

/** Signs the file beside it. @returns the public key, as a registry offers it */
function sign(file) {
  const home = mkdtempSync(join(tmpdir(), 'gpg-'));
  const run = (command, args, input) =>
    execFileSync(command, args, { env: { ...process.env, GNUPGHOME: home }, input, encoding: 'utf8', stdio: 'pipe' });
  const gpg = (args, input) => run('gpg', ['--batch', '--yes', '--pinentry-mode', 'loopback', ...args], input);
  try {
    gpg(['--passphrase-fd', '0', '--import', keyFile(home)], passphrase);
    gpg(['--passphrase-fd', '0', '--output', `${file}.sig`, '--detach-sign', file], passphrase);
    const id = /^sec:(?:[^:]*:){3}([0-9A-F]{16}):/m.exec(gpg(['--with-colons', '--list-secret-keys']))[1];
    return { key_id: id, ascii_armor: gpg(['--armor', '--export', id]) };
  } finally {
    run('gpgconf', ['--kill', 'all']);
    rmSync(home, { recursive: true });
  }
}

/** Whoever lists processes sees arguments, so gpg reads the key from a file that nobody else can read, and that goes with its folder. */
function keyFile(home) {
  const file = join(home, 'key.asc');
  writeFileSync(file, key, { mode: 0o600 });
  return file;
}

function writeJson(path, value) {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, `${JSON.stringify(value, undefined, 2)}\n`);
}

function fail(sentence) {
  console.error(sentence);
  process.exit(1);
}
