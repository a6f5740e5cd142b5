/** Every example for cdktf, synthesized, and applied by terraform in the stack's directory. */
import { existsSync, readdirSync } from 'node:fs';
import { cp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { readSeed } from '../../lib/cli/seed';
import { startLocalPlatform } from '../../lib/emulator';
import { createCertificate } from '../../lib/plugin/certificate';
import { root, synthesizeExample } from './support/example';
import { Internet } from './support/internet';
import { NullMirror } from './support/null-provider';
import { startProvider, type ProviderUnderTest } from './support/provider';
import { pathWithNode, Terraform } from './support/terraform';

const examples = readdirSync(join(root, 'examples'), { recursive: true, encoding: 'utf8' })
  .filter((path) => /^[^/]+\/main\.ts$/.test(path))
  .map((path) => path.split('/')[0]!)
  // It needs a database server, and has a test of its own.
  .filter((example) => example !== 'least-privilege');

let internet: Internet;
let mirror: NullMirror;
let provider: ProviderUnderTest;

beforeAll(async () => {
  internet = await Internet.start('on-aptible.invalid');
  mirror = await NullMirror.make();
  provider = await startProvider();
});
afterAll(async () => {
  await provider.stop();
  await mirror.remove();
  await internet.stop();
});

test.each(examples)('%s is applied, planned empty and destroyed, unless it only takes over', async (example) => {
  const platform = await startLocalPlatform({ images: { 'quay.io/aptible/deploy-demo-app': ['web', 'worker'] } });
  const seed = join(root, 'examples', example, 'seed.json');
  const hasSeed = existsSync(seed);
  if (hasSeed) await readSeed(seed).plant(platform, 'instant');
  const { certificatePem, privateKeyPem } = createCertificate();
  const terraform = await Terraform.inNewDirectory({
    ...internet.environment,
    ...mirror.environment,
    ...provider.environment,
    ...platform.environment,
    // Release checks are run with it.
    PATH: pathWithNode,
    TF_VAR_datadog_api_key: 'key-1',
    TF_VAR_developers_role_id: platform.control.list('role')[0]!.uuid,
    TF_VAR_certificate: certificatePem,
    TF_VAR_private_key: privateKeyPem,
  });
  const synthesized = `${terraform.directory}-synthesized`;
  try {
    await cp(await synthesizeExample(example, synthesized), terraform.directory, { recursive: true });
    provider.place(terraform.directory);
    // By default the state would be kept where the synthesis ran, which is here.
    await terraform.write('{ "terraform": { "backend": { "local": {} } } }', 'backend_override.tf.json');
    // A provider in this process finds the platform there.
    Object.assign(process.env, platform.environment);
    await terraform.init();
    const { stdout } = await terraform.apply();
    expect(await terraform.actions()).toEqual({});
    if (hasSeed) expect(stdout).toContain('4 imported, 0 added, 0 changed, 0 destroyed');
    else {
      await terraform.destroy();
      expect(platform.control.list('account')).toEqual([]);
    }
  } finally {
    for (const name of Object.keys(platform.environment)) delete process.env[name];
    await rm(synthesized, { recursive: true, force: true });
    await terraform.remove();
    await platform.stop();
  }
});
