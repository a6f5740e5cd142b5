/**
 * What terraform and cdktf make of a synthesized stack with its provider beside it: the ways that work, and those that fail with the
 * remedy that docs/guides/troubleshooting.md names.
 */
import { App, TerraformStack } from 'cdktf';
import { execFileSync, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { cp, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as aptible from 'cdktf-aptible';
import { finished, runtimes, Terraform, terraformCommand, type Run } from './support/terraform';

const root = join(__dirname, '../..');
const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };

/** Nothing listens there: a registry that is asked after all cannot answer. */
const noNetwork = { HTTPS_PROXY: 'http://127.0.0.1:9' };

let synthesized: string;
let terraform: Terraform;

/** Into a directory of its own, as an artifact of CI would be. */
async function placeStack(directory: string): Promise<void> {
  const app = new App({ outdir: synthesized });
  const stack = new TerraformStack(app, 'stack');
  new aptible.AptibleProvider(stack, 'aptible', { selfContained: runtimes });
  const environment = aptible.Environment.fromId(stack, 'environment', 1);
  new aptible.Database(environment, 'database', { handle: 'acme-database' });
  app.synth();
  await cp(join(synthesized, 'stacks/stack'), directory, { recursive: true });
}

beforeEach(async () => {
  synthesized = await mkdtemp(join(tmpdir(), 'cdktf-aptible-'));
  terraform = await Terraform.inNewDirectory(noNetwork);
});
afterEach(async () => {
  await rm(synthesized, { recursive: true });
  await terraform.remove();
});

const titles = {
  notFound: 'Failed to query available provider packages',
  notLockable: 'Could not retrieve providers for locking',
  changed: 'Failed to install provider',
};

test('every message that is provoked here has its remedy in docs/guides/troubleshooting.md', async () => {
  const page = await readFile(join(root, 'docs/guides/troubleshooting.md'), 'utf8');
  expect(Object.values(titles).filter((title) => !page.includes(title))).toEqual([]);
});

test('the package has the provider and the script of release checks as one file each, and none of their modules', async () => {
  const files = await readdir(join(root, 'dist'), { recursive: true });
  expect(files.filter((file) => /^(api|plugin|provider|release-check)\//.test(file))).toEqual([
    'release-check/release-check.cjs',
  ]);
});

test.each([
  ['the provider', 'lib/provider/main.ts', `provider-package/terraform-provider-aptible_v${version}.cjs`, 'undici'],
  ['the reader of seeds', 'lib/cli/seed.ts', 'cli/seed.js', 'zod'],
  ['the command of tunnels', 'lib/cli/tunnel.ts', 'cli/tunnel.js', 'undici'],
  ['the script of release checks', 'lib/release-check/main.ts', 'release-check/release-check.cjs', 'undici'],
  ['the library ssh2', 'lib/ssh/ssh2.ts', 'ssh/ssh2.js', 'ssh2'],
])('%s has the licences of all packages that are in it', async (_what, entry, file, one) => {
  const packages = packagesIn(entry);
  expect(packages).toContain(one);
  const text = await readFile(join(root, 'dist', file), 'utf8');
  const notices = text.split(/^(?=--- \S+ \S+ \(.*\) ---$)/m).slice(1);
  expect(notices.map((notice) => /^--- (\S+)/.exec(notice)?.[1])).toEqual(packages);
  expect(notices.filter((notice) => !/copyright|apache license/i.test(notice))).toEqual([]);
});

/** The packages of a bundle, as esbuild's own report tells them. */
function packagesIn(entry: string): string[] {
  const script = `
    import { build } from 'esbuild';
    const external = ['*.node', 'cpu-features'];
    const { metafile } = await build({ entryPoints: [${JSON.stringify(entry)}], bundle: true, external, platform: 'node', write: false, metafile: true });
    console.log(Object.keys(metafile.inputs).join('\\n'));`;
  const inputs = execFileSync(process.execPath, ['--input-type=module', '--eval', script], {
    cwd: root,
    encoding: 'utf8',
  });
  const names = inputs.split('\n').flatMap((path) => /^.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path)?.[1] ?? []);
  return [...new Set(names)].sort();
}

describe('terraform in the directory of a synthesized stack', () => {
  test('init and validate: no network and no CLI configuration is needed, and the lock file stays as it was written', async () => {
    await placeStack(terraform.directory);
    const written = await lockFile();
    await terraform.init();
    expect(await lockFile()).toBe(written);
    expect((await terraform.expect('validate', '-no-color')).stdout).toBe('Success! The configuration is valid.\n\n');
  });

  test('-chdir: terraform looks in the wrong directory; -plugin-dir says where', async () => {
    await placeStack(join(terraform.directory, 'stack'));
    expect(await refusal('-chdir=stack', 'init')).toContain(titles.notFound);
    await terraform.expect('-chdir=stack', 'init', '-plugin-dir=terraform.d/plugins');
  });

  test('a CLI configuration with provider_installation: terraform does not look here; -plugin-dir says where', async () => {
    await placeStack(terraform.directory);
    await writeFile(join(terraform.directory, '.terraformrc'), 'provider_installation {\n  direct {}\n}\n');
    expect(await refusal('init')).toContain(titles.notFound);
    await terraform.expect('init', '-plugin-dir=terraform.d/plugins');
  });

  test('a lock file of another build of the provider: refused; the next synth repairs it', async () => {
    await placeStack(terraform.directory);
    const current = await lockFile();
    await writeFile(
      join(terraform.directory, '.terraform.lock.hcl'),
      current.replace(/h1:[^"]+/, `h1:${'A'.repeat(43)}=`),
    );
    const output = await refusal('init');
    expect(output).toContain(titles.changed);
    expect(output).toContain("doesn't match any of the checksums");
    await placeStack(terraform.directory);
    await terraform.init();
  });

  test('providers lock: the registry does not have it; -fs-mirror says where it is', async () => {
    await placeStack(terraform.directory);
    const written = await lockFile();
    expect(await refusal('providers', 'lock', '-platform=linux_amd64')).toContain(titles.notLockable);
    await terraform.expect(
      'providers',
      'lock',
      '-platform=linux_amd64',
      '-platform=darwin_arm64',
      '-fs-mirror=terraform.d/plugins',
    );
    expect(await lockFile()).toBe(written);
  });

  function lockFile(): Promise<string> {
    return readFile(join(terraform.directory, '.terraform.lock.hcl'), 'utf8');
  }

  async function refusal(...args: string[]): Promise<string> {
    const run = await terraform.run(...args, '-no-color');
    expect(run.status).toBe(1);
    return run.output.replace(/\s+/g, ' ');
  }
});

describe('cdktf in a new project', () => {
  beforeEach(async () => {
    await symlink(join(root, 'node_modules'), join(terraform.directory, 'node_modules'));
    await writeFile(
      join(terraform.directory, 'cdktf.json'),
      JSON.stringify({
        language: 'typescript',
        app: 'node main.js',
        projectId: 'acceptance',
        sendCrashReports: 'false',
      }),
    );
    await writeFile(
      join(terraform.directory, 'main.js'),
      `const { App, TerraformOutput, TerraformStack } = require('cdktf');
const { AptibleProvider } = require(${JSON.stringify(root)});
const app = new App();
const stack = new TerraformStack(app, 'stack');
new AptibleProvider(stack, 'aptible', { selfContained: ${JSON.stringify(runtimes)} });
new TerraformOutput(stack, 'answer', { value: 42 });
app.synth();
`,
    );
  });

  // A deploy without it, and without the network, is what npm start does: start.test.ts.
  test('--migrate-state needs --skip-provider-lock', async () => {
    const migration = await cdktf('deploy', 'stack', '--auto-approve', '--migrate-state');
    expect(migration.status).toBe(1);
    expect(migration.output.replace(/\s*(stack)?\s+[│╷╵]?\s*/g, ' ')).toContain(titles.notLockable);

    // Nothing has changed since: it need not be synthesized again.
    const skipping = await cdktf(
      'deploy',
      'stack',
      '--auto-approve',
      '--skip-synth',
      '--migrate-state',
      '--skip-provider-lock',
    );
    expect(skipping).toMatchObject({ status: 0, output: expect.stringContaining('answer = 42') as string });
  }, 120_000);

  async function cdktf(...args: string[]): Promise<Run> {
    return finished(
      spawn(process.execPath, [join(root, 'node_modules/cdktf-cli/bundle/bin/cdktf'), ...args], {
        cwd: terraform.directory,
        env: {
          PATH: process.env['PATH'],
          HOME: terraform.directory,
          TERRAFORM_BINARY_NAME: terraformCommand,
          CHECKPOINT_DISABLE: '1',
          DISABLE_VERSION_CHECK: '1',
          CI: '1',
          ...noNetwork,
        },
        stdio: ['ignore', 'pipe', 'pipe'],
      }),
    );
  }
});
