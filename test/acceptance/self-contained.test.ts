/** The provider with Node beside it, where PATH has none. */
import { execFileSync } from 'node:child_process';
import { cp, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startLocalPlatform, type LocalPlatform } from '../../lib/emulator';
import { thisPlatform } from '../../lib/packaging';
import { onlyTerraformOnPath, runtimes, Terraform } from './support/terraform';

const root = join(__dirname, '../..');

let folder: string;
let platform: LocalPlatform;
let PATH: string;
let terraform: Terraform;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'self-contained-'));
  platform = await startLocalPlatform({ images: { 'quay.io/aptible/deploy-demo-app': ['web', 'worker'] } });
  PATH = await onlyTerraformOnPath(folder);
  terraform = await Terraform.inNewDirectory({ ...platform.environment, PATH });
});
afterEach(async () => {
  await terraform.remove();
  await platform.stop();
  await rm(folder, { recursive: true });
});

/** Runs `cdktf-aptible provider`. */
const place = (directory: string, ...options: string[]): string =>
  execFileSync(process.execPath, [join(root, 'dist/cli/main.js'), 'provider', ...options], {
    cwd: directory,
    encoding: 'utf8',
  });

/** A folder that has the Node of this process. */
async function ownNode(): Promise<string> {
  const runtime = join(folder, 'runtimes', thisPlatform());
  await mkdir(join(runtime, 'lib'), { recursive: true });
  await symlink(process.execPath, join(runtime, 'node'));
  // Terraform counts the files of folders in the hash, too.
  await writeFile(join(runtime, 'lib/NOTICES'), 'terms');
  return join(folder, 'runtimes');
}

const noNode =
  'Unrecognized remote plugin message: terraform-provider-aptible needs Node.js 20.18 or later, and there is no "node" on PATH. Install it: ' +
  'docs/guides/troubleshooting.md of the npm package cdktf-aptible says more under "needs Node.js".';

test('examples/first-environment-hcl is applied, planned empty and destroyed with the Node of a folder', async () => {
  await cp(join(root, 'examples/first-environment-hcl'), terraform.directory, { recursive: true });
  const said = place(terraform.directory, '--self-contained', '--from', runtimes ?? (await ownNode()));
  expect(said).toContain('terraform.d/plugins. Node is in it.\n');
  await terraform.init();
  await terraform.apply();
  expect(await terraform.plan()).toEqual([]);
  await terraform.destroy();
  expect(platform.control.list('account')).toEqual([]);
}, 60_000);

test('the script alone says in terraform’s error that there is no Node', async () => {
  await terraform.writeAptible('data "aptible_stacks" "all" {}');
  place(terraform.directory);
  await terraform.init();
  expect(await terraform.planRefused()).toContain(noNode);
});

test('in a directory with spaces, quotes and a dollar in its name, with a link for terraform.d', async () => {
  const strange = await Terraform.inNewDirectory({ ...platform.environment, PATH }, `it's "the" $HOME `);
  try {
    await mkdir(join(folder, 'shared'));
    await symlink(join(folder, 'shared'), join(strange.directory, 'terraform.d'));
    await strange.writeAptible('data "aptible_stacks" "all" {}');
    place(strange.directory);
    await strange.init();
    expect(await strange.planRefused()).toContain(noNode);
    place(strange.directory, '--from', runtimes ?? (await ownNode()));
    await strange.init();
    expect(await strange.plan()).toEqual([]);
  } finally {
    await strange.remove();
  }
});
