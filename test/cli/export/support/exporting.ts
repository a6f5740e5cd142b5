/** An environment, exported in each format and synthesized: all in this process. */
import { parse } from '@cdktf/hcl2json';
import { TerraformStack, Testing } from 'cdktf';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AptibleProvider, Environment } from '../../../../lib';
import { synthesizeProgram } from '../../../../lib/cli/export-synthesis';
import { writeFiles } from '../../../../lib/cli/export/files';
import { hclFiles, type Stack as SynthesizedStack } from '../../../../lib/cli/export/hcl';
import { modelOf, type Model } from '../../../../lib/cli/export/model';
import { readEnvironment } from '../../../../lib/cli/export/records';
import { typescriptFiles } from '../../../../lib/cli/export/typescript';
import { yamlFiles } from '../../../../lib/cli/export/yaml';
import type { LocalPlatform } from '../../../../lib/emulator';
import { close, configure } from '../../../../lib/provider/configure';
import { environmentByHandle } from '../../../../lib/provider/import-id';
import { provider } from '../../../../lib/provider/provider';
import { createHarness } from '../../../support/plugin/harness';
import { privateKey } from './environments';
import { changesOf, type Stack } from './plan';

const login = ({ url, token }: LocalPlatform) => ({ api_root_url: url, auth_root_url: url, access_token: token });

export async function exported(platform: LocalPlatform, handle: string): Promise<Model> {
  const { signal } = new AbortController();
  const context = await configure(login(platform), { terraformVersion: '1.11.4' } as Parameters<typeof configure>[1]);
  try {
    const account = await environmentByHandle(handle, context.reader, signal);
    return modelOf(await readEnvironment(account, context, { signal, report: () => undefined }));
  } finally {
    await close(context);
  }
}

export type Format = 'yaml' | 'hcl' | 'typescript';
export const formats: readonly Format[] = ['yaml', 'hcl', 'typescript'];

const stacksOf: Readonly<Record<Format, (model: Model, directory: string) => Stack | Promise<Stack>>> = {
  yaml: definitionOf,
  hcl: async (model, directory) => {
    const stack = definitionOf(model, directory) as SynthesizedStack;
    // hcl2json puts the text of a literal in a template into it without escaping it, which Terraform would read as another one.
    const hcl = Object.values(hclFiles(stack, 'main.tf'))
      .join('\n')
      .replace(/\$\{"([$#&]+)"\}/g, (_, signs: string) => `<literal ${Buffer.from(signs).toString('hex')}>`);
    const parsed = JSON.stringify(await parse('main.tf', hcl)).replace(
      /<literal ([0-9a-f]+)>/g,
      (_, hex: string) => `\${\\"${Buffer.from(hex, 'hex').toString()}\\"}`,
    );
    return asSynthesized(JSON.parse(parsed) as ParsedHcl);
  },
  typescript: (model, directory) => {
    writeFiles(directory, typescriptFiles(model, 'main.ts'), {});
    const stack = synthesizeProgram(join(directory, 'main.ts'), join(directory, 'cdktf.out'));
    return JSON.parse(readFileSync(join(stack, 'cdk.tf.json'), 'utf8')) as Stack;
  },
};

interface ParsedHcl {
  readonly data: Readonly<Record<string, Readonly<Record<string, readonly [object]>>>>;
  readonly resource: ParsedHcl['data'];
  readonly import: readonly { readonly to: string; readonly id: string }[];
}

/** In what is parsed, each block is a list, and an address a reference. */
function asSynthesized({ data, resource, import: imports }: ParsedHcl): Stack {
  const first = (named: ParsedHcl['data']) =>
    Object.fromEntries(
      Object.entries(named).map(([type, each]) => [
        type,
        Object.fromEntries(Object.entries(each).map(([name, [body]]) => [name, body as Record<string, unknown>])),
      ]),
    );
  return {
    data: first(data),
    resource: first(resource),
    import: imports.map(({ to, id }) => ({ to: to.replace(/^\$\{(.*)\}$/, '$1'), id })),
  };
}

function definitionOf(model: Model, directory: string): Stack {
  writeFiles(directory, yamlFiles(model, 'aptible.yaml'), {});
  const stack = new TerraformStack(Testing.app(), 'stack');
  new AptibleProvider(stack, 'aptible');
  Environment.fromDefinition(stack, 'environment', join(directory, 'aptible.yaml'));
  return JSON.parse(Testing.synth(stack)) as Stack;
}

/** Expects that what is written of an environment imports each thing of it, and that its plan changes nothing, then and after the apply. */
export async function expectToComeBack(platform: LocalPlatform, handle: string, format: Format): Promise<Model> {
  const model = await exported(platform, handle);
  const directory = mkdtempSync(join(tmpdir(), 'cdktf-aptible-export-'));
  const terraform = await createHarness(provider, { configure: login(platform) });
  try {
    const stack = await stacksOf[format](model, directory);
    const variables = Object.fromEntries(model.secrets.map(({ name, value }) => [name, value ?? privateKey]));
    expect(await changesOf(stack, terraform, variables)).toEqual({});
    expect(stack.import).toHaveLength(1 + Object.keys(model.imports.imports).length);
    return model;
  } finally {
    await terraform.close();
    rmSync(directory, { recursive: true });
  }
}
