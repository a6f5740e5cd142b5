/** `cdktf-aptible export` */
import { copyFileSync, readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, extname, join, relative, resolve } from 'node:path';
import { inTemporaryDirectory } from '../files/temporary-directory';
import { DiagnosticError } from '../plugin/diagnostics';
import { close, configure } from '../provider/configure';
import { environmentByHandle } from '../provider/import-id';
import type * as synthesis from './export-synthesis';
import { check, type Checked } from './export/check';
import { writeFiles, type Files } from './export/files';
import { hclFiles, type Stack } from './export/hcl';
import { modelOf, type Model } from './export/model';
import { readEnvironment } from './export/records';
import { typescriptFiles } from './export/typescript';
import { yamlFiles } from './export/yaml';
import { Signals } from './signals';
import { tell } from './terminal';
import { requireTerraform, terraformCommand } from './terraform';

export interface ExportOptions {
  readonly format: 'yaml' | 'typescript' | 'hcl';
  readonly output?: string;
  /** Whether it is planned, to see that nothing would change. */
  readonly plan: boolean;
  readonly force?: boolean;
  readonly json?: boolean;
}

/** How a format is written and planned. */
interface Format {
  /** The name of its first file, where `--output` names none. */
  readonly name: string;
  readonly extensions: readonly string[];
  readonly files: (model: Model, name: string) => Files;
  /** Makes a configuration for terraform of the files. @returns its directory */
  readonly configuration: (paths: readonly string[], temporary: string) => string;
  /** The commands that take over what is written, where it needs no project of its own. */
  readonly next?: (file: string) => string;
}

const formats: Readonly<Record<ExportOptions['format'], Format>> = {
  yaml: {
    name: 'aptible.yaml',
    extensions: ['.yaml', '.yml'],
    files: yamlFiles,
    configuration: ([file], temporary) => synthesizing().synthesizeDefinition(file!, temporary),
    next: (file) => `"npx cdktf-aptible deploy ${file}"`,
  },
  typescript: {
    name: 'main.ts',
    extensions: ['.ts'],
    files: typescriptFiles,
    configuration: ([file], temporary) => synthesizing().synthesizeProgram(file!, temporary),
  },
  hcl: {
    name: 'main.tf',
    extensions: ['.tf'],
    files: (model, name) =>
      hclFiles(
        inTemporaryDirectory((directory) => stackOf(model, directory)),
        name,
      ),
    configuration: (paths, temporary) => {
      for (const path of paths) copyFileSync(path, join(temporary, basename(path)));
      synthesizing().placeProviderIn(temporary);
      return temporary;
    },
    next: (file) =>
      `"npx cdktf-aptible provider ${dirname(file)}" puts the provider there, then run "${terraformCommand} init" and "${terraformCommand} apply" there`,
  },
};

/** What the definition of an environment synthesizes to. */
function stackOf(model: Model, directory: string): Stack {
  writeFiles(directory, yamlFiles(model, 'aptible.yaml'), {});
  const stack = synthesizing().synthesizeDefinition(join(directory, 'aptible.yaml'), join(directory, 'cdktf.out'));
  return JSON.parse(readFileSync(join(stack, 'cdk.tf.json'), 'utf8')) as Stack;
}

/**
 * Reads an environment, writes it, and plans what is written.
 *
 * @returns the exit status: 2 when the plan would change something.
 */
export async function exportEnvironment(handle: string, options: ExportOptions): Promise<number> {
  if (options.plan) requireTerraform(', or export with --without-plan');
  const signals = new Signals('The export');
  let written: readonly string[] = [];
  try {
    const model = await read(handle, signals.ending);
    const { format, file } = placeOf(options);
    written = writeFiles(dirname(file), format.files(model, basename(file)), options);
    const checked = options.plan ? await planned(format, written, model, signals) : undefined;
    report(handle, written, model, checked, options);
    if (format.next !== undefined && !options.json)
      console.log(`\nTo take it over: ${format.next(relative(process.cwd(), written[0]!))}.`);
    return checked !== undefined && checked.changes.length > 0 ? 2 : 0;
  } catch (error) {
    if (signals.ending.aborted) {
      console.error(written.length === 0 ? 'Nothing is written.' : `${written[0]} is written, and was not planned.`);
      return 130;
    }
    throw error instanceof DiagnosticError ? new Error(`${error.summary}.\n${error.detail}`, { cause: error }) : error;
  } finally {
    signals.close();
  }
}

async function read(handle: string, signal: AbortSignal): Promise<Model> {
  const context = await configure({}, { terraformVersion: 'export' } as Parameters<typeof configure>[1]);
  try {
    const account = await environmentByHandle(handle, context.reader, signal);
    return modelOf(await readEnvironment(account, context, { signal, report: tell }));
  } finally {
    await close(context);
  }
}

function placeOf({ format: name, output = '.' }: ExportOptions): { readonly format: Format; readonly file: string } {
  const format = formats[name];
  const isFile = format.extensions.includes(extname(output));
  return { format, file: resolve(isFile ? output : join(output, format.name)) };
}

function planned(
  format: Format,
  paths: readonly string[],
  { secrets, definition }: Model,
  signals: Signals,
): Promise<Checked> {
  tell('Planning what was written, which should change nothing.');
  return inTemporaryDirectory(async (temporary) => {
    try {
      const directory = format.configuration(paths, temporary);
      const certificates = definition['certificates'] === undefined ? [] : certificatesIn(directory);
      return await check(directory, secrets, certificates, signals);
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      throw new Error(`${paths[0]} is written, and cannot be planned. ${why}`, { cause: error });
    }
  });
}

/** The names that Terraform knows certificates by. */
function certificatesIn(directory: string): string[] {
  const texts = readdirSync(directory)
    .filter((name) => /\.tf(\.json)?$/.test(name))
    .map((name) => readFileSync(join(directory, name), 'utf8'));
  return texts.flatMap((text) =>
    text.startsWith('{')
      ? Object.keys((JSON.parse(text) as Pick<Stack, 'resource'>).resource['aptible_certificate'] ?? {})
      : [...text.matchAll(/^resource "aptible_certificate" "([^"]+)"/gm)].map(([, name]) => name!),
  );
}

function report(
  handle: string,
  paths: readonly string[],
  { definition, imports, secrets, leftOut }: Model,
  checked: Checked | undefined,
  { json }: ExportOptions,
): void {
  const count = 1 + Object.keys(imports.imports).length;
  const files = paths.map((path) => relative(process.cwd(), path));
  if (json) {
    const wanted = secrets.map(({ name, places }) => ({ variable: `TF_VAR_${name}`, places }));
    console.log(
      JSON.stringify({ environment: handle, resources: count, files, secrets: wanted, leftOut, plan: checked }),
    );
    return;
  }
  console.log(`${handle} is written with its ${count} resources: ${files.join(', ')}`);
  if (secrets.length > 0) {
    console.log('\nSecrets are left out. Set these environment variables for terraform:');
    for (const { name, places } of secrets) console.log(`  TF_VAR_${name}: ${places.join(', ')}`);
  }
  if (leftOut.length > 0)
    console.log(`\nNot everything is exported:\n${leftOut.map((line) => `  ${line}`).join('\n')}`);
  const databases = Object.keys(definition['databases'] ?? {}).join(', ');
  if (databases !== '')
    console.log(
      `\nNot read: backups, and which users there are inside of the databases. They stay as they are: ${databases}`,
    );
  if (checked === undefined) return;
  if (checked.changes.length === 0) {
    const marks = checked.marked === 0 ? '' : ` Of ${checked.marked} it only notes that values in them are secrets.`;
    console.log(`\nThe plan takes over ${checked.imported} resources and changes nothing.${marks}`);
  } else {
    console.log(`\nThe plan would change something:\n${checked.changes.map((line) => `  ${line}`).join('\n')}`);
  }
}

/** What needs cdktf is loaded when something is planned. */
function synthesizing(): typeof synthesis {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- see above
  return require('./export-synthesis') as typeof synthesis;
}
