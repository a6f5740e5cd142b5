/** `cdktf-aptible synth`, `plan`, `deploy`, `destroy` and `output`: Terraform for a definition. */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { constants } from 'node:os';
import { delimiter, join, resolve } from 'node:path';
import type * as reattaching from './reattach';
import { synthesize, type Synthesized, type SynthOptions } from './synth';

export interface RunOptions extends SynthOptions {
  /** Changes are made without asking. */
  readonly autoApprove?: boolean;
  /** The file of a saved plan: written by `plan`, applied by `deploy`. */
  readonly plan?: string;
  readonly json?: boolean;
  readonly raw?: boolean;
}

// Inside a function, a require loads its module when it is called.
// eslint-disable-next-line @typescript-eslint/no-require-imports
const loadReattach = () => require('./reattach') as typeof reattaching;

/** Writes the configuration, and returns the exit status. */
export function synth(file: string, options: RunOptions): number {
  const { directory, handle, variables } = synthesize(file, options);
  if (options.json) console.log(JSON.stringify({ directory, handle, variables }, undefined, 2));
  else console.log(directory);
  return 0;
}

/** Resolves with the exit status: 0 without changes, 2 with some. */
export function plan(file: string, options: RunOptions): Promise<number> {
  const out = options.plan === undefined ? [] : [`-out=${resolve(options.plan)}`];
  return inTerraform(file, options, (terraform) => terraform(['plan', '-input=false', '-detailed-exitcode', ...out]));
}

export function deploy(file: string, options: RunOptions): Promise<number> {
  const { plan: saved } = options;
  const what = saved === undefined ? approval(options) : [resolve(saved)];
  return inTerraform(file, options, (terraform) => terraform(['apply', ...what]));
}

export function destroy(file: string, options: RunOptions): Promise<number> {
  return inTerraform(file, options, (terraform) => terraform(['destroy', ...approval(options)]));
}

export function output(file: string, name: string | undefined, options: RunOptions): Promise<number> {
  const args = [
    ...(options.json ? ['-json'] : []),
    ...(options.raw ? ['-raw'] : []),
    ...(name === undefined ? [] : [name]),
  ];
  return inTerraform(file, options, (terraform) => terraform(['output', ...args]), { needsVariables: false });
}

function approval({ autoApprove = false }: RunOptions): string[] {
  if (autoApprove) return ['-input=false', '-auto-approve'];
  if (!process.stdin.isTTY) {
    throw new Error(
      'Nobody can be asked here whether to go on, since there is no terminal: give --auto-approve, or a saved plan to deploy',
    );
  }
  return [];
}

type Terraform = (args: readonly string[]) => Promise<number>;

async function inTerraform(
  file: string,
  options: RunOptions,
  work: (terraform: Terraform) => Promise<number>,
  { needsVariables = true } = {},
): Promise<number> {
  const synthesized = synthesize(file, options);
  if (needsVariables) requireVariables(synthesized);
  const command = terraformOnPath();
  // The provider of a remote run is the one beside the configuration.
  const provider = ['remote', 'cloud'].includes(synthesized.backend) ? undefined : await loadReattach().startProvider();
  const interruption = new Interruption();
  const run = (args: readonly string[], quiet = false) =>
    running({
      command,
      args,
      directory: synthesized.directory,
      environment: provider?.environment ?? {},
      quiet,
      interruption,
    });
  try {
    const initialized = await run(['init', '-input=false'], true);
    const status = initialized === 0 ? await selected(synthesized, options, run) : initialized;
    return interruption.status(status === 0 ? await work((args) => run(args)) : 1);
  } finally {
    interruption.close();
    await provider?.stop();
  }
}

/** A copy has a state of its own: a file of its name, or in other backends a workspace. */
async function selected(
  { backend }: Synthesized,
  { name }: RunOptions,
  run: (args: readonly string[], quiet: boolean) => Promise<number>,
): Promise<number> {
  if (backend === 'local') return 0;
  return run(['workspace', 'select', ...(name === undefined ? ['default'] : ['-or-create', name])], true);
}

function requireVariables({ variables }: Synthesized): void {
  const missing = variables.filter(({ name }) => process.env[`TF_VAR_${name}`] === undefined);
  if (missing.length === 0) return;
  const names = missing.map(({ name, sensitive }) => `  TF_VAR_${name}${sensitive ? ' (a secret)' : ''}`);
  throw new Error(
    `These environment variables have to be set, since the definition refers to them:\n${names.join('\n')}`,
  );
}

/** The name of the program: what TERRAFORM_BINARY_NAME says, or terraform, or else tofu. */
export function terraformOnPath(): string {
  const named = process.env['TERRAFORM_BINARY_NAME'];
  if (named !== undefined) return named;
  const directories = (process.env['PATH'] ?? '').split(delimiter);
  const found = ['terraform', 'tofu'].find((name) =>
    directories.some((directory) => existsSync(join(directory, name))),
  );
  if (found === undefined) {
    throw new Error(
      'There is neither terraform nor tofu on PATH. Install one of them, or name another program in TERRAFORM_BINARY_NAME',
    );
  }
  return found;
}

interface Run {
  readonly command: string;
  readonly args: readonly string[];
  readonly directory: string;
  readonly environment: Readonly<Record<string, string>>;
  /** Whether its output is only shown when it fails. */
  readonly quiet: boolean;
  readonly interruption: Interruption;
}

/** Resolves with the exit status. */
async function running({ command, args, directory, environment, quiet, interruption }: Run): Promise<number> {
  const output: Buffer[] = [];
  const child = spawn(command, args, {
    cwd: directory,
    env: { CHECKPOINT_DISABLE: '1', ...process.env, ...environment, TF_IN_AUTOMATION: '1' },
    stdio: quiet ? ['ignore', 'pipe', 'pipe'] : 'inherit',
  });
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk: Buffer) => output.push(chunk));
  const end = interruption.forward((signal) => child.kill(signal));
  try {
    const status = await new Promise<number>((done, fail) => {
      child.once('error', fail);
      child.once('close', (code, signal) => done(code ?? 128 + constants.signals[signal!]));
    });
    if (status !== 0 && quiet) process.stderr.write(Buffer.concat(output));
    return status;
  } finally {
    end();
  }
}

/** Signals for terraform, which ends what it has begun: this process waits for it. */
class Interruption {
  private received: NodeJS.Signals | undefined;
  private send: ((signal: NodeJS.Signals) => void) | undefined;
  private readonly listener = (signal: NodeJS.Signals): void => {
    this.received ??= signal;
    // A terminal sends Ctrl-C to the whole group, and terraform takes a second one for impatience.
    if (signal !== 'SIGINT' || !process.stdin.isTTY) this.send?.(signal);
  };

  constructor() {
    for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(name, this.listener);
  }

  forward(send: (signal: NodeJS.Signals) => void): () => void {
    this.send = send;
    if (this.received !== undefined) send(this.received);
    return () => (this.send = undefined);
  }

  /** The exit status of the command: that of a signal when there was one. */
  status(status: number): number {
    return this.received === undefined ? status : 128 + constants.signals[this.received];
  }

  close(): void {
    for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.off(name, this.listener);
  }
}
