/** Runs the terraform on PATH (or what `TERRAFORM_BINARY_NAME` names) in the directory of a configuration. */
import { spawn, spawnSync } from 'node:child_process';
import {
  accessSync,
  chmodSync,
  constants,
  copyFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, join, resolve } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { inTemporaryDirectory } from '../files/temporary-directory';
import { providerAddress, readProviderPackage, usualNumbers, versionInPlace } from '../packaging';
import type { Signals } from './signals';
import { tell } from './terminal';

/** The programs that are looked for when no other is named. */
export const terraformPrograms = ['terraform', 'tofu'];

export function isOnPath(
  name: string,
  { environment, directory }: { readonly environment: NodeJS.ProcessEnv; readonly directory: string } = {
    environment: process.env,
    directory: '.',
  },
): boolean {
  const directories = name.includes('/') ? [directory] : (environment['PATH'] ?? '').split(delimiter);
  return directories.some((each) => isExecutable(resolve(each, name)));
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false; // it is not there, or of somebody else
  }
}

export const terraformCommand =
  process.env['TERRAFORM_BINARY_NAME'] ?? terraformPrograms.find((name) => isOnPath(name)) ?? 'terraform';

/** @param otherwise what can be done without it, as the end of a sentence */
export function requireTerraform(otherwise = ''): void {
  if (process.env['TERRAFORM_BINARY_NAME'] !== undefined || isOnPath(terraformCommand)) return;
  throw new Error(
    `There is neither terraform nor tofu on PATH. Install one of them, or name another program in TERRAFORM_BINARY_NAME${otherwise}`,
  );
}

export interface Change {
  readonly address: string;
  /** `create`, `update`, `delete`, or `delete, create` for a replacement. */
  readonly actions: string;
  readonly before: Readonly<Record<string, unknown>>;
  readonly after: Readonly<Record<string, unknown>>;
}

export interface Plan {
  readonly resources: readonly Change[];
  /** The names of the outputs that change. */
  readonly outputs: readonly string[];
}

/** How a process ended, and what it printed. */
interface Ended {
  readonly error?: Error;
  readonly status: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

export class Terraform {
  constructor(
    readonly directory: string,
    private readonly environment: NodeJS.ProcessEnv = {},
  ) {}

  /** @returns what the command prints to standard output. */
  run(...args: readonly string[]): string {
    return this.exitStatusOf([0], args).stdout;
  }

  /**
   * The same, while signals are heard: the first goes on to terraform, the second kills it. Only for commands that change nothing.
   *
   * @throws when it ends otherwise than well, and when there was a signal before.
   */
  async runUnder(signals: Signals, ...args: readonly string[]): Promise<string> {
    signals.ending.throwIfAborted();
    const child = spawn(terraformCommand, args, this.spawnOptions);
    const printed = { stdout: '', stderr: '' };
    for (const stream of ['stdout', 'stderr'] as const)
      child[stream].setEncoding('utf8').on('data', (text: string) => (printed[stream] += text));
    let isAsked = false;
    signals.forward = (signal) => {
      if (isAsked) child.kill('SIGKILL');
      // A terminal sends Ctrl-C to the whole group, and terraform takes a second one for impatience.
      else if (signal !== 'SIGINT' || !process.stdin.isTTY) child.kill(signal);
      isAsked = true;
    };
    try {
      const ended = await new Promise<Omit<Ended, 'stdout' | 'stderr'>>((done) => {
        child.once('error', (error) => done({ error, status: null, signal: null }));
        child.once('close', (status, signal) => done({ status, signal }));
      });
      signals.ending.throwIfAborted();
      return this.accepted([0], args, { ...ended, ...printed }).stdout;
    } finally {
      signals.forward = undefined;
    }
  }

  /** What a plan changes. It locks no state, and writes nothing but a file that is gone afterwards: plans hold secrets. */
  plan(): Plan {
    return inTemporaryDirectory((temporary) => {
      const file = join(temporary, 'plan');
      const args = ['plan', '-input=false', '-no-color', '-lock=false', '-detailed-exitcode', `-out=${file}`];
      if (this.exitStatusOf([0, 2], args).status === 0) return { resources: [], outputs: [] };
      return changesIn(JSON.parse(this.run('show', '-json', file)) as PlanJson);
    });
  }

  /** What a refresh finds, as the JSON of a plan. It locks no state and writes nothing, as `plan`. */
  refreshed(): string {
    return inTemporaryDirectory((temporary) => {
      const file = join(temporary, 'plan');
      this.run('plan', '-refresh-only', '-input=false', '-no-color', '-lock=false', `-out=${file}`);
      return this.run('show', '-json', file);
    });
  }

  private exitStatusOf(accepted: readonly number[], args: readonly string[]): { status: number; stdout: string } {
    tell(`Running "${terraformCommand} ${args[0]}" …`);
    const run = spawnSync(terraformCommand, args, { ...this.spawnOptions, encoding: 'utf8', maxBuffer: Infinity });
    return this.accepted(accepted, args, run);
  }

  private get spawnOptions() {
    return {
      cwd: this.directory,
      env: { ...process.env, ...this.environment },
      stdio: ['ignore', 'pipe', 'pipe'] as ['ignore', 'pipe', 'pipe'],
    };
  }

  private accepted(
    accepted: readonly number[],
    args: readonly string[],
    run: Ended,
  ): { status: number; stdout: string } {
    if (run.error !== undefined) {
      throw new Error(
        `${terraformCommand} cannot be started (${run.error.message}). Install it, put it on PATH, or name another one, such as tofu, in TERRAFORM_BINARY_NAME.`,
      );
    }
    if (run.status !== null && accepted.includes(run.status)) return { status: run.status, stdout: run.stdout };
    const output = stripVTControlCharacters(run.stderr.trim() || run.stdout.trim());
    throw new Error(
      `"${terraformCommand} ${args[0]}" in ${this.directory} ended with ${run.status ?? run.signal}:\n${output}`,
    );
  }
}

/** The official provider, which OpenTofu has on a host of its own. */
const official = ['registry.terraform.io', 'registry.opentofu.org'].map((host) => `${host}/aptible/aptible`);

/**
 * Does some work with a terraform that has this provider by every name, whatever is installed and locked: by itself, Terraform looks at no
 * state before all that is locked is installed. It is Terraform's way for the developers of a provider, taken from the CLI configuration.
 */
export function withOurProvider<T>(directory: string, work: (terraform: Terraform) => T): T {
  return inTemporaryDirectory((temporary) => {
    const { path, fileName, version } = readProviderPackage();
    const put = (folder: string): string => {
      const packageDirectory = join(temporary, folder);
      mkdirSync(packageDirectory, { recursive: true });
      copyFileSync(path, join(packageDirectory, fileName));
      chmodSync(join(packageDirectory, fileName), 0o755);
      return packageDirectory;
    };
    const own = put('own');
    // The provider sees by its path in whose place it is.
    const inPlace = put(`aptible/aptible/${versionInPlace(usualNumbers, version)}/any`);
    const overrides = { [providerAddress]: own, ...Object.fromEntries(official.map((address) => [address, inPlace])) };
    const file = join(temporary, 'terraformrc');
    writeFileSync(file, overriding(userConfiguration(), overrides), { mode: 0o600 });
    return work(new Terraform(directory, { TF_CLI_CONFIG_FILE: file }));
  });
}

/** Adds the overrides to the CLI configuration of the user, who may have credentials and mirrors there. */
function overriding(configuration: string, directories: Readonly<Record<string, string>>): string {
  const lines = Object.entries(directories).map(([address, path]) => `    "${address}" = ${JSON.stringify(path)}\n`);
  const overrides = `provider_installation {\n  dev_overrides {\n${lines.join('')}  }\n`;
  const own = /^\s*provider_installation\s*\{/m;
  return own.test(configuration)
    ? configuration.replace(own, () => `\n${overrides}`)
    : `${configuration}\n${overrides}  direct {}\n}\n`;
}

function userConfiguration(): string {
  const named = process.env['TF_CLI_CONFIG_FILE'] ?? process.env['TERRAFORM_CONFIG'];
  const files = named === undefined ? ['.terraformrc', '.tofurc'].map((name) => join(homedir(), name)) : [named];
  const file = files.find((each) => existsSync(each));
  return file === undefined ? '' : readFileSync(file, 'utf8');
}

interface PlanJson {
  readonly resource_changes?: readonly {
    readonly address: string;
    readonly change: ChangeJson & {
      readonly before: Readonly<Record<string, unknown>> | null;
      readonly after: Readonly<Record<string, unknown>> | null;
      readonly after_unknown?: Readonly<Record<string, unknown>>;
    };
  }[];
  readonly output_changes?: Readonly<Record<string, ChangeJson>>;
}

interface ChangeJson {
  readonly actions: readonly string[];
}

function changesIn({ resource_changes: resources = [], output_changes: outputs = {} }: PlanJson): Plan {
  const isChange = ({ actions }: ChangeJson) => !['no-op', 'read'].includes(actions.join());
  return {
    resources: resources
      .filter(({ change }) => isChange(change))
      .map(({ address, change }) => ({
        address,
        actions: change.actions.join(', '),
        before: change.before ?? {},
        // What is known only after the apply is true there, and missing in the values.
        after: { ...change.after, ...onlyTrue(change.after_unknown ?? {}) },
      })),
    outputs: Object.keys(outputs).filter((name) => isChange(outputs[name]!)),
  };
}

function onlyTrue(marks: Readonly<Record<string, unknown>>): Record<string, true> {
  return Object.fromEntries(Object.keys(marks).flatMap((name) => (marks[name] === true ? [[name, true]] : [])));
}
