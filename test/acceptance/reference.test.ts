/** What terraform says of the examples and the import blocks on the pages of the reference. */
import { readdirSync, readFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { createCertificate } from '../../lib/plugin/certificate';
import { Stage } from './support/stage';
import { providerAddress } from './support/terraform';

const docs = join(__dirname, '../../docs');
const required = `terraform {\n  required_providers {\n    aptible = { source = "${providerAddress}" }\n  }\n}`;

const pages = ['resources', 'data-sources', 'ephemeral-resources', 'functions'].flatMap((kind) =>
  readdirSync(join(docs, kind)).map((name) => {
    const text = readFileSync(join(docs, kind, name), 'utf8');
    const blocks = [...text.matchAll(/^```terraform\n([^]*?)\n```$/gm)].map(([, hcl]) => hcl!);
    const isImport = (hcl: string) => hcl.startsWith('import {');
    return {
      module: `${kind}-${name.replace('.md', '')}`,
      // No other provider can be installed here.
      example: blocks
        .filter((hcl) => !isImport(hcl))
        .join('\n')
        .replace(/^provider "(?!aptible")[^]*?^\}$/gm, ''),
      // Terraform takes one block for a resource: those of a page differ in the id alone.
      imports: new Map(blocks.filter(isImport).map((hcl) => [/to = (.+)/.exec(hcl)![1], hcl])),
    };
  }),
);

/** Address → block. */
function declarations(hcl: string): Map<string, string> {
  const blocks = hcl.matchAll(/^(resource|data|ephemeral) "(\w+)" "(\w+)" \{(?:\}|[^]*?\n\})/gm);
  return new Map(
    [...blocks].map(([block, kind, type, name]) => [
      [kind === 'resource' ? [] : kind, type, name].flat().join('.'),
      block,
    ]),
  );
}

const anywhere = declarations(pages.map(({ example }) => example).join('\n'));

/** The example, with what it names and other examples declare, and with its variables. */
function completed(example: string): string {
  const own = declarations(example);
  const named = [...example.matchAll(/(?<![\w.])(?:data\.|ephemeral\.)?aptible_\w+\.\w+/g)].map(([address]) => address);
  const missing = named.find((address) => !own.has(address) && anywhere.has(address));
  if (missing !== undefined) return completed(`${example}\n${anywhere.get(missing)}`);
  const variables = new Set([...example.matchAll(/\bvar\.(\w+)/g)].map(([, name]) => `variable "${name}" {`));
  return [example, ...[...variables].filter((line) => !example.includes(line)).map((line) => `${line}}`)].join('\n');
}

test('the examples and the import blocks of all pages are valid', async () => {
  const stage = await Stage.set();
  try {
    const { terraform } = stage;
    await terraform.write(createCertificate().certificatePem, 'www.example.com.pem');
    for (const { module, example } of pages) {
      await mkdir(join(terraform.directory, module));
      await terraform.write([required, completed(example)].join('\n'), `${module}/main.tf`);
    }
    const modules = pages.map(({ module, example, imports }) => {
      const variables = [...completed(example).matchAll(/^variable "(\w+)"/gm)].map(([, name]) => `  ${name} = "1"\n`);
      return [
        `module "${module}" {\n  source = "./${module}"\n${variables.join('')}}`,
        ...[...imports.values()].map((hcl) => hcl.replace('to = ', `to = module.${module}.`)),
      ].join('\n');
    });
    await terraform.write([required, ...modules].join('\n'));
    await terraform.init();
    const { stdout } = await terraform.run('validate', '-json');
    expect(JSON.parse(stdout)).toMatchObject({ valid: true, diagnostics: [] });
  } finally {
    await stage.strike();
  }
});
