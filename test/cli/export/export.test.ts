import { parse } from '@cdktf/hcl2json';
import { TerraformStack, Testing } from 'cdktf';
import fc from 'fast-check';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AptibleProvider, Environment } from '../../../lib';
import { synthesizeProgram } from '../../../lib/cli/export-synthesis';
import { writeFiles } from '../../../lib/cli/export/files';
import { hclFiles, type Stack as SynthesizedStack } from '../../../lib/cli/export/hcl';
import { modelOf, type Model } from '../../../lib/cli/export/model';
import { readEnvironment } from '../../../lib/cli/export/records';
import { typescriptFiles } from '../../../lib/cli/export/typescript';
import { yamlFiles } from '../../../lib/cli/export/yaml';
import { startLocalPlatform, type LocalPlatform } from '../../../lib/emulator';
import { close, configure } from '../../../lib/provider/configure';
import { environmentByHandle } from '../../../lib/provider/import-id';
import { provider } from '../../../lib/provider/provider';
import { runs } from '../../support/runs';
import { createHarness } from '../../support/plugin/harness';
import { environments, makeEnvironment, privateKey } from './support/environments';
import { changesOf, type Stack } from './support/plan';

let platform: LocalPlatform;
beforeAll(async () => {
  platform = await startLocalPlatform({ databases: 'none', defaultProcessTypes: ['web', 'worker'] });
});
afterAll(() => platform.stop());

const directories: string[] = [];
afterAll(() => directories.forEach((directory) => rmSync(directory, { recursive: true })));

function newDirectory(): string {
  const directory = mkdtempSync(join(tmpdir(), 'cdktf-aptible-export-'));
  directories.push(directory);
  return directory;
}

const login = () => ({ api_root_url: platform.url, auth_root_url: platform.url, access_token: platform.token });

async function exported(handle: string): Promise<Model> {
  const { signal } = new AbortController();
  const context = await configure(login(), { terraformVersion: '1.11.4' } as Parameters<typeof configure>[1]);
  try {
    const account = await environmentByHandle(handle, context.reader, signal);
    return modelOf(await readEnvironment(account, context, { signal, report: () => undefined }));
  } finally {
    await close(context);
  }
}

function synthesized(file: string): Stack {
  const stack = new TerraformStack(Testing.app(), 'stack');
  new AptibleProvider(stack, 'aptible');
  Environment.fromDefinition(stack, 'environment', file);
  return JSON.parse(Testing.synth(stack)) as Stack;
}

const formats = {
  yaml: async (model: Model): Promise<Stack> => {
    const directory = newDirectory();
    writeFiles(directory, yamlFiles(model, 'aptible.yaml'), {});
    return synthesized(join(directory, 'aptible.yaml'));
  },
  hcl: async (model: Model): Promise<Stack> => {
    const stack = (await formats.yaml(model)) as unknown as SynthesizedStack;
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
  typescript: async (model: Model): Promise<Stack> => {
    const directory = newDirectory();
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

test.each(Object.keys(formats) as (keyof typeof formats)[])(
  'a random environment comes back as %s: the plan imports everything, and changes nothing',
  async (format) => {
    await fc.assert(
      fc.asyncProperty(environments, async (wanted) => {
        const handle = await makeEnvironment(platform, wanted);
        const model = await exported(handle);
        const stack = await formats[format](model);
        expect(model.leftOut).toEqual([]);
        const variables = Object.fromEntries(model.secrets.map(({ name, value }) => [name, value ?? privateKey]));
        const terraform = await createHarness(provider, { configure: login() });
        try {
          expect(await changesOf(stack, terraform, variables)).toEqual({});
        } finally {
          await terraform.close();
        }
        expect(stack.import).toHaveLength(1 + Object.keys(model.imports.imports).length);
      }),
      // What is shrunk would be made on the platform a hundred times.
      { numRuns: runs(4), endOnFailure: true },
    );
  },
);
