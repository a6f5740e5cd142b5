/** Every example for cdktf, synthesized as its user does, and applied by terraform in the stack's directory. */
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { cp, mkdir, readdir, rm, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { plant, readSeed } from '../../lib/cli/seed';
import { startLocalPlatform } from '../../lib/emulator';
import { createCertificate } from '../../lib/plugin/certificate';
import { Internet } from './support/internet';
import { NullMirror } from './support/null-provider';
import { Terraform } from './support/terraform';

const root = join(__dirname, '../..');
const examples = readdirSync(join(root, 'examples'), { recursive: true, encoding: 'utf8' })
  .filter((path) => /^[^/]+\/main\.ts$/.test(path))
  .map((path) => path.split('/')[0]!);

let internet: Internet;
let mirror: NullMirror;

beforeAll(async () => {
  internet = await Internet.start('on-aptible.invalid');
  mirror = await NullMirror.make();
});
afterAll(async () => {
  await mirror.remove();
  await internet.stop();
});

test.each(examples)('%s is applied, planned empty and destroyed, unless it only takes over', async (example) => {
  const platform = await startLocalPlatform({ images: { 'quay.io/aptible/deploy-demo-app': ['web', 'worker'] } });
  const seed = join(root, 'examples', example, 'seed.json');
  const hasSeed = existsSync(seed);
  if (hasSeed) await plant(readSeed(seed), platform);
  const { certificatePem, privateKeyPem } = createCertificate();
  const terraform = await Terraform.inNewDirectory({
    ...platform.environment,
    ...internet.environment,
    ...mirror.environment,
    TF_VAR_datadog_api_key: 'key-1',
    TF_VAR_certificate: certificatePem,
    TF_VAR_private_key: privateKeyPem,
  });
  const copy = `${terraform.directory}-app`;
  try {
    await cp(join(root, 'examples', example), copy, { recursive: true });
    await mkdir(join(copy, 'node_modules'));
    await symlink(root, join(copy, 'node_modules/cdktf-aptible'));
    for (const name of ['cdktf', 'constructs']) {
      await symlink(join(root, 'node_modules', name), join(copy, 'node_modules', name));
    }
    execFileSync(process.execPath, [join(root, 'node_modules/tsx/dist/cli.mjs'), 'main.ts'], {
      cwd: copy,
      stdio: 'pipe',
    });
    const [stack] = await readdir(join(copy, 'cdktf.out/stacks'));
    await cp(join(copy, 'cdktf.out/stacks', stack!), terraform.directory, { recursive: true });
    await terraform.init();
    const { stdout } = await terraform.apply();
    expect(await terraform.plan()).toEqual([]);
    if (hasSeed) expect(stdout).toContain('3 imported, 0 added, 0 changed, 0 destroyed');
    else {
      await terraform.destroy();
      expect(platform.control.list('account')).toEqual([]);
    }
  } finally {
    await rm(copy, { recursive: true, force: true });
    await terraform.remove();
    await platform.stop();
  }
});
