/** Drives the real terraform in a working directory of its own. */
import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, delimiter, join, resolve } from 'node:path';

export const providerAddress = 'registry.terraform.io/cdktf-aptible/aptible';

/** The one on PATH, or the one that cdktf is told to use by this variable, such as OpenTofu. */
export const terraformCommand = process.env['TERRAFORM_BINARY_NAME'] ?? 'terraform';

/** The folder of runtimes with which the provider is packaged; then PATH has no Node, unless a test says that it has. */
export const runtimes = process.env['PROVIDER_RUNTIMES'];

/** The PATH of a terraform that needs Node for something else than the provider. */
export const pathWithNode = process.env['PATH'];

/** Makes a value of PATH that has terraform and nothing else: no Node, and no shell. */
export async function onlyTerraformOnPath(folder: string): Promise<string> {
  const path = (process.env['PATH'] ?? '').split(delimiter).map((directory) => resolve(directory, terraformCommand));
  const found = path.find((file) => existsSync(file));
  if (found === undefined) throw new Error(`${terraformCommand} is not on PATH`);
  const only = join(folder, 'only-terraform');
  await mkdir(only);
  await symlink(found, join(only, basename(terraformCommand)));
  return only;
}

export interface Run {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
  /** Both streams as they came: what a person reads. */
  readonly output: string;
}

export interface PlannedChange {
  readonly address: string;
  readonly actions: readonly string[];
  readonly before: Record<string, unknown> | null;
  readonly after: Record<string, unknown> | null;
  readonly afterUnknown: Record<string, unknown>;
  /** Paths that force a replacement. */
  readonly replacePaths: readonly unknown[];
}

/** What a state holds of a resource. Each has an id. */
export interface Attributes {
  readonly id: string;
  readonly [name: string]: unknown;
}

export class Terraform {
  private constructor(
    readonly directory: string,
    readonly environment: NodeJS.ProcessEnv,
    private readonly tools: string | undefined,
  ) {}

  /** @param environment What reaches terraform beside PATH and HOME: the platform's variables, TF_REATTACH_PROVIDERS. */
  static async inNewDirectory(environment: NodeJS.ProcessEnv, prefix = 'cdktf-aptible-'): Promise<Terraform> {
    const directory = await mkdtemp(join(tmpdir(), prefix));
    const tools = runtimes === undefined ? undefined : await mkdtemp(join(tmpdir(), 'tools-'));
    const defaults = {
      PATH: tools === undefined ? process.env['PATH'] : await onlyTerraformOnPath(tools),
      HOME: directory,
      CHECKPOINT_DISABLE: '1',
      TF_IN_AUTOMATION: '1',
      // A command lives for a moment: collecting its garbage costs more than it frees.
      GOGC: 'off',
    };
    return new Terraform(directory, { ...defaults, ...environment }, tools);
  }

  async write(hcl: string, name = 'main.tf'): Promise<void> {
    await writeFile(join(this.directory, name), hcl);
  }

  /** The configuration, with the block that names the provider. */
  async writeAptible(hcl: string): Promise<void> {
    await this.write(`terraform {
  required_providers {
    aptible = { source = "${providerAddress}" }
  }
}
${hcl}`);
  }

  /** As a terminal starts it: in a process group of its own, to which Ctrl-C goes. */
  start(...args: string[]): ChildProcess {
    return spawn(terraformCommand, args, {
      cwd: this.directory,
      // A provider in this process reads it here, one that terraform starts gets it from there.
      env: { APTIBLE_ACCEPT_MISSING: process.env['APTIBLE_ACCEPT_MISSING'], ...this.environment },
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true,
    });
  }

  async run(...args: string[]): Promise<Run> {
    return finished(this.start(...args));
  }

  /** Runs a command that must succeed. */
  async expect(...args: string[]): Promise<Run> {
    const run = await this.run(...args);
    if (run.status !== 0)
      throw new Error(`${terraformCommand} ${args.join(' ')} ended with ${run.status}:\n${run.output}`);
    return run;
  }

  async init(): Promise<Run> {
    return this.expect('init', '-input=false', '-no-color');
  }

  async apply(...args: string[]): Promise<Run> {
    return this.expect('apply', '-auto-approve', '-input=false', '-no-color', ...args);
  }

  /** An apply that must fail; its output. */
  async applyRefused(...args: string[]): Promise<string> {
    const run = await this.run('apply', '-auto-approve', '-input=false', '-no-color', ...args);
    if (run.status === 0) throw new Error(`terraform apply succeeded, and should have failed:\n${run.output}`);
    return unwrapped(run.output);
  }

  /** A plan that must fail; its output. */
  async planRefused(...args: string[]): Promise<string> {
    const run = await this.run('plan', '-input=false', '-no-color', ...args);
    if (run.status === 0) throw new Error(`terraform plan succeeded, and should have failed:\n${run.output}`);
    return unwrapped(run.output);
  }

  /** A plan that must fail; what is said of each resource, by address. */
  async planProblems(): Promise<Record<string, string>> {
    const run = await this.run('plan', '-input=false', '-json');
    if (run.status === 0) throw new Error(`terraform plan succeeded, and should have failed:\n${run.output}`);
    const problems: Record<string, string> = {};
    for (const { diagnostic } of messagesOf(run.stdout)) {
      if (diagnostic?.severity !== 'error') continue;
      const { address = '', summary, detail } = diagnostic;
      problems[address] = [problems[address], summary, detail].filter(Boolean).join(' ');
    }
    return problems;
  }

  /** The warnings of a plan: of which resource, and in which words. */
  async planWarnings(): Promise<[address: string | undefined, summary: string][]> {
    const { stdout } = await this.expect('plan', '-input=false', '-json');
    return messagesOf(stdout).flatMap(({ diagnostic }): [string | undefined, string][] =>
      diagnostic?.severity === 'warning' ? [[diagnostic.address, diagnostic.summary]] : [],
    );
  }

  async destroy(...args: string[]): Promise<Run> {
    return this.expect('destroy', '-auto-approve', '-input=false', '-no-color', ...args);
  }

  /** What a plan would change: nothing at all for an unchanged configuration, drift included. */
  async plan(...args: string[]): Promise<readonly PlannedChange[]> {
    const actions = await this.actions('-out=plan', ...args);
    if (Object.keys(actions).length === 0) return [];
    const plan = await this.showPlan();
    return plan.filter(({ actions }) => actions.join() !== 'no-op' && actions.join() !== 'read');
  }

  /** The actions of a plan: address → `create`, `update`, `delete` or, for a replacement, `delete,create`. */
  async actions(...args: string[]): Promise<Record<string, string>> {
    const { stdout } = await this.expect('plan', '-input=false', '-json', ...args);
    return Object.fromEntries(
      messagesOf(stdout).flatMap(({ type, change }) =>
        type === 'planned_change' && change && change.action !== 'read'
          ? [[change.resource.addr, change.action === 'replace' ? 'delete,create' : change.action]]
          : [],
      ),
    );
  }

  private async showPlan(): Promise<PlannedChange[]> {
    const { stdout } = await this.expect('show', '-json', 'plan');
    const { resource_changes: changes = [] } = JSON.parse(stdout) as { resource_changes?: PlanJsonChange[] };
    return changes.map(({ address, change }) => ({
      address,
      actions: change.actions,
      before: change.before,
      after: change.after,
      afterUnknown: change.after_unknown ?? {},
      replacePaths: change.replace_paths ?? [],
    }));
  }

  /** The state's resources by address: their attributes, sensitive ones included, and whether each is tainted. */
  async state(): Promise<Record<string, { tainted: boolean; attributes: Attributes }>> {
    const { resources } = JSON.parse(await readFile(join(this.directory, 'terraform.tfstate'), 'utf8')) as StateJson;
    return Object.fromEntries(
      resources.flatMap(({ mode, type, name, instances }) =>
        instances.map(({ attributes, status }) => [
          `${mode === 'data' ? 'data.' : ''}${type}.${name}`,
          { tainted: status === 'tainted', attributes },
        ]),
      ),
    );
  }

  async output(name: string): Promise<unknown> {
    return JSON.parse((await this.expect('output', '-json', name)).stdout);
  }

  async remove(): Promise<void> {
    for (const each of [this.directory, this.tools ?? []].flat()) await rm(each, { recursive: true, force: true });
  }
}

/** Whether terraform's version is an earlier one than that. */
export async function isTerraformBefore(wantedMajor: number, wantedMinor: number): Promise<boolean> {
  const environment = { ...process.env, CHECKPOINT_DISABLE: '1' };
  const { stdout } = await finished(spawn(terraformCommand, ['version', '-json'], { env: environment }));
  const { terraform_version: version } = JSON.parse(stdout) as { terraform_version: string };
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major < wantedMajor || (major === wantedMajor && minor < wantedMinor);
}

export function finished(child: ChildProcess): Promise<Run> {
  return new Promise((resolve, reject) => {
    let stdout = '';
    let stderr = '';
    let output = '';
    child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      stdout += text;
      output += text;
    });
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      stderr += text;
      output += text;
    });
    child.once('error', reject);
    child.once('close', (status) => resolve({ status, stdout, stderr, output }));
  });
}

/** Diagnostics without terraform's frame and line breaks, so that a test can look for whole sentences. */
function unwrapped(output: string): string {
  return output
    .replace(/^[╷│╵] ?/gm, '')
    .replace(/\s+/g, ' ')
    .trim();
}

interface PlanMessage {
  type: string;
  change?: { resource: { addr: string }; action: string };
  diagnostic?: { severity: string; summary: string; detail?: string; address?: string };
}

const messagesOf = (stdout: string): PlanMessage[] =>
  stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as PlanMessage);

interface PlanJsonChange {
  address: string;
  change: {
    actions: string[];
    before: Record<string, unknown> | null;
    after: Record<string, unknown> | null;
    after_unknown?: Record<string, unknown>;
    replace_paths?: unknown[];
  };
}

interface StateJson {
  resources: {
    mode: string;
    type: string;
    name: string;
    instances: { attributes: Attributes; status?: string }[];
  }[];
}
