/** One configuration for two accounts, by an alias of the provider. One process serves both. */
import { startLocalPlatform, type LocalPlatform } from '../../lib/emulator';
import { startProvider, type ProviderUnderTest } from './support/provider';
import { Terraform } from './support/terraform';

let platforms: readonly [LocalPlatform, LocalPlatform];
let provider: ProviderUnderTest;
let terraform: Terraform;
beforeEach(async () => {
  platforms = [await startLocalPlatform({ databases: 'none' }), await startLocalPlatform({ databases: 'none' })];
  provider = await startProvider();
  terraform = await Terraform.inNewDirectory(provider.environment);
  await provider.install(terraform);
});
afterEach(async () => {
  await terraform.remove();
  await provider.stop();
  await Promise.all(platforms.map((platform) => platform.stop()));
});

const providerOf = ({ url, token }: LocalPlatform, alias: string) => `
provider "aptible" {
  ${alias}
  api_root_url  = "${url}"
  auth_root_url = "${url}"
  access_token  = "${token}"
}`;

test('each alias of the provider makes, reads and destroys what is its own, in its own account', async () => {
  const [production, staging] = platforms;
  const environment = (handle: string, alias: string) => `
data "aptible_stack" "${handle}" {
  provider = ${alias}
  name     = "shared-us-east-1"
}
resource "aptible_environment" "${handle}" {
  provider = ${alias}
  stack_id = data.aptible_stack.${handle}.stack_id
  handle   = "${handle}"
}`;
  await terraform.writeAptible(
    providerOf(production, '') +
      providerOf(staging, 'alias = "staging"') +
      environment('production', 'aptible') +
      environment('staging', 'aptible.staging'),
  );
  const handles = () => platforms.map(({ control }) => control.list('account').map(({ handle }) => handle));
  await terraform.apply();
  expect(handles()).toEqual([['production'], ['staging']]);
  expect(await terraform.actions()).toEqual({});
  await terraform.destroy();
  expect(handles()).toEqual([[], []]);
});
