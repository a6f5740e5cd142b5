/** What terraform would plan for an environment that is exported as a definition: with the provider in this process. */
import { TerraformStack, Testing } from 'cdktf';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AptibleProvider, Environment } from '../../../../lib';
import { writeFiles } from '../../../../lib/cli/export/files';
import { modelOf, type Model } from '../../../../lib/cli/export/model';
import { readEnvironment } from '../../../../lib/cli/export/records';
import { yamlFiles } from '../../../../lib/cli/export/yaml';
import type { LocalPlatform } from '../../../../lib/emulator';
import { close, configure } from '../../../../lib/provider/configure';
import { environmentByHandle } from '../../../../lib/provider/import-id';
import { provider } from '../../../../lib/provider/provider';
import { createHarness } from '../../../support/plugin/harness';
import { changesOf, type Stack } from './plan';

const loginOf = ({ url, token }: LocalPlatform) => ({ api_root_url: url, auth_root_url: url, access_token: token });

/** Exports an environment, and plans it: `changes` has what would not be taken over as it is. */
export async function takenOver(
  platform: LocalPlatform,
  handle: string,
): Promise<Model & { readonly changes: Record<string, unknown> }> {
  const { signal } = new AbortController();
  const context = await configure(loginOf(platform), { terraformVersion: '1.11.4' } as Parameters<typeof configure>[1]);
  const terraform = await createHarness(provider, { configure: loginOf(platform) });
  const directory = mkdtempSync(join(tmpdir(), 'cdktf-aptible-export-'));
  try {
    const account = await environmentByHandle(handle, context.reader, signal);
    const model = modelOf(await readEnvironment(account, context, { signal, report: () => undefined }));
    writeFiles(directory, yamlFiles(model, 'aptible.yaml'), {});
    const stack = new TerraformStack(Testing.app(), 'stack');
    new AptibleProvider(stack, 'aptible');
    Environment.fromDefinition(stack, 'environment', join(directory, 'aptible.yaml'));
    const variables = Object.fromEntries(model.secrets.map(({ name, value }) => [name, value]));
    return { ...model, changes: await changesOf(JSON.parse(Testing.synth(stack)) as Stack, terraform, variables) };
  } finally {
    rmSync(directory, { recursive: true });
    await terraform.close();
    await close(context);
  }
}
