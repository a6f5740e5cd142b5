/** `cdktf-aptible plan-summary` */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { readPlan, summarize, toMarkdown, toText, type Category } from '../review';
import { environmentOf } from './saved-plan';
import { hasColors } from './terminal';
import { Terraform, withOurProvider } from './terraform';

export interface PlanSummaryOptions {
  readonly failOn?: readonly Category[];
  readonly json?: boolean;
  readonly markdown?: boolean;
  readonly name?: string;
}

/** Prints what a plan comes to. @returns the exit status */
export function planSummary(file: string, { failOn, json, markdown, name }: PlanSummaryOptions): number {
  const isStandardInput = file === '-';
  const source = isStandardInput ? 'Standard input' : file;
  const content = contentOf(file, source);
  const summary = summarize(readPlan(textOf(content, file, source), source), failOn);
  const naming = { name: name ?? environmentOf(content) };
  process.stdout.write(
    json
      ? `${JSON.stringify(summary, undefined, 2)}\n`
      : process.stdout.isTTY && !markdown
        ? toText(summary, { ...naming, colors: hasColors(process.stdout) })
        : toMarkdown(summary, naming),
  );
  return summary.exitCode;
}

/** The JSON of a plan. A plan file is a ZIP archive that only terraform can read, with the providers that it was made with. */
function textOf(content: Buffer, file: string, source: string): string {
  if (content.toString('latin1', 0, 2) !== 'PK') return content.toString('utf8');
  if (file === '-') throw new Error(`${source} is a plan file. Give its name, or pipe "terraform show -json FILE" in.`);
  const absolute = resolve(file);
  const directory = [dirname(absolute), process.cwd()].find((each) => existsSync(join(each, '.terraform')));
  if (directory !== undefined) return new Terraform(directory).run('show', '-json', absolute);
  // A plan of a definition has no other providers, and lies where nobody has run terraform.
  return withOurProvider(dirname(absolute), (terraform) => terraform.run('show', '-json', absolute));
}

function contentOf(file: string, source: string): Buffer {
  try {
    return readFileSync(file === '-' ? 0 : file);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    const reason = code === 'ENOENT' ? 'there is no such file' : code === 'EISDIR' ? 'it is a directory' : message;
    throw new Error(
      `${source} cannot be read: ${reason}. Make a plan with "terraform plan -out=tfplan", and name that file.`,
    );
  }
}
