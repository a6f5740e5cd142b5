/** The provider under test. `npm run test:long` has all tests run it as its package with Node, where PATH has none; the others run it as is quickest. */
import { placeProvider, providerAddress, readProviderPackage, withRuntimes } from '../../../lib/packaging';
import { serveForReattach } from '../../../lib/plugin/serve';
import { configureWith } from '../../../lib/provider/configure';
import { provider } from '../../../lib/provider/provider';
import { QuickClient } from '../../support/quick-client';
import { runtimes, type Terraform } from './terraform';

/** What `cdktf-aptible provider` is told beside its other options. */
export const packageOptions = runtimes === undefined ? [] : ['--from', runtimes];

let made: ReturnType<typeof readProviderPackage> | undefined;

/** Puts the provider that users get beside a configuration. */
export function placePackage(directory: string): void {
  made ??= runtimes === undefined ? readProviderPackage() : withRuntimes(readProviderPackage(), runtimes);
  placeProvider(directory, [], made);
}

export interface ProviderUnderTest {
  /** What terraform is told of it. */
  readonly environment: NodeJS.ProcessEnv;
  /** Puts it where terraform looks for it, if it does. */
  place(directory: string): void;
  /** The same for a configuration in HCL, and installs it there. */
  install(terraform: Terraform): Promise<void>;
  stop(): Promise<void>;
}

const quick: typeof provider = {
  ...provider,
  configure: (config, call) => configureWith((options) => new QuickClient(options), config, call),
};

/** Serves the provider in this process, to be reattached to: that saves its start at each of terraform's phases. */
export async function startProvider(): Promise<ProviderUnderTest> {
  if (runtimes !== undefined) return packaged;
  const served = await serveForReattach({ name: 'aptible', provider: () => Promise.resolve(quick) });
  return {
    environment: { TF_REATTACH_PROVIDERS: JSON.stringify({ [providerAddress]: served.reattach }) },
    place: () => {},
    install: () => Promise.resolve(),
    stop: served.stop,
  };
}

const packaged: ProviderUnderTest = {
  environment: {},
  place: placePackage,
  install: async (terraform) => {
    placePackage(terraform.directory);
    await terraform.writeAptible('');
    await terraform.init();
  },
  stop: () => Promise.resolve(),
};
