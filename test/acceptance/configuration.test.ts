/** Plain Terraform, without cdktf: the example in HCL, with the provider that `cdktf-aptible provider` puts beside it. */
import { execFileSync } from 'node:child_process';
import { cp, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { startLocalPlatform, type LocalPlatform } from '../../lib/emulator';
import { packageOptions } from './support/provider';
import { Terraform } from './support/terraform';

const root = join(__dirname, '../..');

let platform: LocalPlatform;
let terraform: Terraform;
beforeEach(async () => {
  platform = await startLocalPlatform({ images: { 'quay.io/aptible/deploy-demo-app': ['web', 'worker'] } });
  terraform = await Terraform.inNewDirectory(platform.environment);
});
afterEach(async () => {
  await terraform.remove();
  await platform.stop();
});

const command = (...args: string[]) =>
  execFileSync(process.execPath, [join(root, 'dist/cli/main.js'), ...args], {
    cwd: terraform.directory,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
  });

test('examples/first-environment-hcl is applied, planned empty, changed and destroyed', async () => {
  await cp(join(root, 'examples/first-environment-hcl'), terraform.directory, { recursive: true });
  expect(command('provider', ...packageOptions)).toContain('source = "registry.terraform.io/cdktf-aptible/aptible"');
  await terraform.init();
  await terraform.apply();
  expect(await terraform.plan()).toEqual([]);
  expect(await terraform.output('git_repository')).toBe('git@beta.aptible.com:acme-staging/acme-web.git');
  const example = await readFile(join(terraform.directory, 'main.tf'), 'utf8');
  await terraform.write(example.replace('container_count        = 2', 'container_count        = 3'));
  expect((await terraform.apply()).stdout).toContain('Resources: 0 added, 1 changed, 0 destroyed.');
  expect(platform.control.list('service', { process_type: 'web' })).toMatchObject([{ container_count: 3 }]);
  await terraform.destroy();
  expect(platform.control.list('account')).toEqual([]);
});

test('a directory that is not there is one sentence', () => {
  expect(() => command('provider', 'no-such')).toThrow(
    /There is no directory .*no-such\. Name the one in which you run terraform\./,
  );
});
