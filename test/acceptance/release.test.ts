/** What `npm run release` makes, installed by terraform over https, with what its signature and its hashes are worth. */
import { execFileSync, spawnSync } from 'node:child_process';
import { appendFileSync, readFileSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startLocalPlatform, type LocalPlatform } from '../../lib/emulator';
import { thisPlatform } from '../../lib/packaging';
import { issue } from '../support/certificates';
import { providerAddress, runtimes, Terraform } from './support/terraform';

const root = join(__dirname, '../..');
const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };

let folder: string;
let platform: LocalPlatform;
let server: Server;
let host: string;
let terraform: Terraform;

const hasGpg = spawnSync('gpg', ['--version']).status === 0;
if (!hasGpg) console.warn('skipped: a release, since gpg, which signs it, is not on PATH');
const describeRelease = hasGpg ? describe : describe.skip;

describeRelease('a release', () => {
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'release-'));
    const from = runtimes ?? (await standIn());
    release(['--from', from, '--platform', thisPlatform(), '--out', join(folder, 'out')], newKey());

    const { certificate, key } = issue({ name: 'localhost' });
    await writeFile(join(folder, 'authority.pem'), certificate);
    server = createServer({ cert: certificate, key }, (request, response) => {
      const path = new URL(request.url!, 'https://localhost').pathname;
      readFile(join(folder, 'out', path.startsWith('/mirror/') ? path : `registry${path}`)).then(
        (bytes) => {
          // By the ending of the file, as web servers do it.
          const type = path.endsWith('.json') ? 'application/json' : 'application/octet-stream';
          response.writeHead(200, { 'content-type': type }).end(bytes);
        },
        () => response.writeHead(404).end(),
      );
    });
    await new Promise<void>((resolve) => server.listen(0, resolve));
    host = `localhost:${(server.address() as AddressInfo).port}`;
    platform = await startLocalPlatform();
    // With a real Node it takes longer.
  }, 300_000);

  afterAll(async () => {
    await platform.stop();
    await new Promise((resolve) => {
      server.close(resolve);
      server.closeAllConnections();
    });
    await rm(folder, { recursive: true });
  });

  beforeEach(async () => {
    const trust = { SSL_CERT_FILE: join(folder, 'authority.pem') };
    terraform = await Terraform.inNewDirectory({ ...platform.environment, ...trust });
  });
  afterEach(() => terraform.remove());

  /** Stands in for a Node of 100 MB, which compresses for a while. */
  async function standIn(): Promise<string> {
    const runtime = join(folder, 'runtimes', thisPlatform());
    await mkdir(runtime, { recursive: true });
    await writeFile(join(runtime, 'node'), `#!/bin/sh\nexec '${process.execPath}' "$@"\n`, { mode: 0o755 });
    return join(folder, 'runtimes');
  }

  /** Makes a throw-away key, as a person would export it. */
  function newKey(): string {
    const home = join(folder, 'gpg');
    const env = { ...process.env, GNUPGHOME: home };
    execFileSync('mkdir', ['-m', '700', home]);
    const gpg = (...args: string[]) =>
      execFileSync('gpg', ['--batch', '--pinentry-mode', 'loopback', '--passphrase', '', ...args], {
        env,
        encoding: 'utf8',
        stdio: 'pipe',
      });
    try {
      gpg('--quick-generate-key', 'releases@example.com', 'rsa2048', 'sign');
      return gpg('--armor', '--export-secret-keys');
    } finally {
      execFileSync('gpgconf', ['--kill', 'all'], { env });
    }
  }

  function release(args: string[], key: string | undefined): void {
    execFileSync(process.execPath, [join(root, 'scripts/release.mjs'), ...args], {
      env: { ...process.env, RELEASE_SIGNING_KEY: key },
      stdio: 'pipe',
    });
  }

  const files = () => join(folder, 'out/registry/v1/providers/cdktf-aptible/aptible', version);

  async function configuration(source: string): Promise<void> {
    await terraform.write(`terraform {
  required_providers {
    aptible = { source = "${source}", version = "${version}" }
  }
}
data "aptible_stacks" "all" {}
output "stacks" { value = length(data.aptible_stacks.all.stacks) }
`);
  }

  test('terraform installs it from the registry by its source alone, checks the signature, and runs it', async () => {
    await configuration(`${host}/cdktf-aptible/aptible`);
    expect((await terraform.init()).stdout).toMatch(/Installed .*\((self-)?signed, key ID [0-9A-F]{16}\)/);
    await terraform.apply();
    expect(await terraform.output('stacks')).toBe(2);
  });

  test('terraform installs it from the network mirror under its own name, and the lock file has its hash', async () => {
    await configuration(providerAddress);
    const settings = `provider_installation {\n  network_mirror {\n    url = "https://${host}/mirror/"\n  }\n}\n`;
    await writeFile(join(terraform.directory, '.terraformrc'), settings);
    await terraform.init();
    await terraform.apply();
    expect(await terraform.output('stacks')).toBe(2);
    const mirror = join(folder, 'out/mirror/registry.terraform.io/cdktf-aptible/aptible', `${version}.json`);
    const { archives } = JSON.parse(await readFile(mirror, 'utf8')) as {
      archives: Record<string, { hashes: string[] }>;
    };
    const [hash] = archives[thisPlatform()]!.hashes;
    expect(await readFile(join(terraform.directory, '.terraform.lock.hcl'), 'utf8')).toContain(`"${hash}"`);
  });

  test('without a key nothing is made, and what is released is not made anew', () => {
    expect(() => release(['--out', join(folder, 'none')], undefined)).toThrow('RELEASE_SIGNING_KEY is not set');
    expect(() => release(['--out', join(folder, 'out')], 'any')).toThrow('what is released never changes');
  });

  // The last one, since it spoils the release.
  test('sums that were changed after they were signed: terraform refuses them', async () => {
    appendFileSync(join(files(), `terraform-provider-aptible_${version}_SHA256SUMS`), `${'0'.repeat(64)}  more.zip\n`);
    await configuration(`${host}/cdktf-aptible/aptible`);
    const run = await terraform.run('init', '-input=false', '-no-color');
    expect(run).toMatchObject({ status: 1, output: expect.stringMatching(/signature|authentication/) as string });
  });
});
