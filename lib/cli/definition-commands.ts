/** `cdktf-aptible synth`, `plan`, `deploy`, `destroy` and `output`: Terraform for a definition. */
import { spawn } from 'node:child_process';
import { chmodSync, writeFileSync } from 'node:fs';
import { constants } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { inTemporaryDirectory } from '../files/temporary-directory';
import { readPlan, summarize, toMarkdown, type Category } from '../review';
import type { Summary } from '../review/summary';
import { summaryOf, summaryText, type StateJson } from './deploy-summary';
import { entriesIn, namesIn } from './entries';
import type * as reattaching from './reattach';
import type { RunningProvider } from './reattach';
import { requirePlanOf } from './saved-plan';
import { defaultLockTimeoutMs, withSynthesized, type Synthesized, type SynthOptions } from './synth';
import { deployed } from './deployed';
import { hasColors, tell } from './terminal';
import { requireTerraform, Terraform as PlacedTerraform, terraformCommand } from './terraform';

export interface RunOptions extends SynthOptions {
  /** Changes are made without asking. */
  readonly autoApprove?: boolean;
  /** The file of a saved plan: written by `plan`, applied by `deploy`. */
  readonly plan?: string;
  /** The file for the summary of a plan, in Markdown. */
  readonly summary?: string;
  /** What a plan must not come to. */
  readonly failOn?: readonly Category[];
  /** Whether the logs of operations are shown. @default true */
  readonly logs?: boolean;
  readonly json?: boolean;
  readonly raw?: boolean;
}

// Inside a function, a require loads its module when it is called.
// eslint-disable-next-line @typescript-eslint/no-require-imports
const loadReattach = () => require('./reattach') as typeof reattaching;

/** Writes the configuration, and returns the exit status. */
export async function synth(file: string, options: RunOptions): Promise<number> {
  const { directory, handle, variables } = await withSynthesized(file, options, (synthesized) => synthesized);
  if (options.json) console.log(JSON.stringify({ directory, handle, variables }, undefined, 2));
  else console.log(directory);
  return 0;
}

/** Resolves with the exit status: 0 without changes, 2 with some, 3 with a risk. */
export function plan(file: string, options: RunOptions): Promise<number> {
  return inTerraform(
    file,
    options,
    async (terraform, synthesized) => {
      if (runsElsewhere(synthesized)) return remotePlan(terraform, synthesized, options);
      return inTemporaryDirectory(async (temporary) => {
        const saved = options.plan === undefined ? join(temporary, 'plan') : resolve(options.plan);
        const { status } = await terraform(['plan', '-input=false', locking(options), `-out=${saved}`]);
        if (status !== 0) return 1;
        // It holds secrets.
        chmodSync(saved, 0o600);
        const json = await terraform(['show', '-json', saved], 'quiet');
        return json.status === 0 ? summed(json.stdout, synthesized, options) : 1;
      });
    },
    { out: shownIn(options) },
  );
}

async function remotePlan(terraform: Terraform, { backend }: Synthesized, options: RunOptions): Promise<number> {
  const unknown = (['plan', 'summary', 'failOn', 'json'] as const).filter((name) => options[name] !== undefined);
  if (unknown.length > 0) {
    throw new Error(
      `The backend ${backend} keeps the plan where it is made, so there are no --out, --summary, --fail-on and --json with it: review and apply it there`,
    );
  }
  return (await terraform(['plan', '-input=false', locking(options), '-detailed-exitcode'])).status;
}

/** What is only taken over, moved or an output counts as well: terraform's own exit status leaves some of that out. */
function summed(json: string, { handle }: Synthesized, options: RunOptions): number {
  const summary = summarize(readPlan(json, 'The plan'), options.failOn);
  if (options.summary !== undefined) writeFileSync(options.summary, toMarkdown(summary, { name: handle }));
  if (options.json) console.log(JSON.stringify(summary, undefined, 2));
  if (summary.exitCode === 3) console.error(warningOf(summary));
  return summary.exitCode;
}

function warningOf({ rows, risks }: Summary): string {
  const lines = rows.flatMap(({ address, categories }) => {
    const own = categories.filter((name) => risks.includes(name));
    return own.length === 0 ? [] : [`  ${address}: ${own.join(', ')}`];
  });
  return `\nLook twice at these changes (exit status 3, see --fail-on):\n${lines.join('\n')}`;
}

export function deploy(file: string, options: RunOptions): Promise<number> {
  const { plan: saved } = options;
  const what = saved === undefined ? approval(options) : ['-input=false', resolve(saved)];
  return inTerraform(
    file,
    options,
    async (terraform, { directory, handle }, states) => {
      if (saved !== undefined) requirePlanOf(saved, join(directory, 'cdk.tf.json'));
      const work = () => terraform(['apply', locking(options), ...what]);
      return summarized('deploy', { file, handle, directory, states, options }, work);
    },
    // A saved plan has the values of the variables in it.
    { needsVariables: saved === undefined, out: shownIn(options) },
  );
}

export function destroy(file: string, options: RunOptions): Promise<number> {
  return inTerraform(
    file,
    options,
    async (terraform, synthesized, states) => {
      const args = ['destroy', locking(options), ...approval(options)];
      const { directory, handle } = synthesized;
      const work = () => terraform(args);
      const status = await summarized('destroy', { file, handle, directory, states, options }, work);
      const { workspace } = synthesized;
      if (status !== 0 || workspace === undefined) return status;
      // The workspace goes with it: the list of workspaces is the list of what there is.
      const left = await terraform(['workspace', 'select', 'default'], 'quiet');
      return left.status === 0 ? (await terraform(['workspace', 'delete', workspace], 'quiet')).status : left.status;
    },
    { out: shownIn(options) },
  );
}

/** Where terraform's output is shown: the JSON has standard output for itself. */
const shownIn = ({ json }: RunOptions): NodeJS.WriteStream => (json ? process.stderr : process.stdout);

export function output(file: string, name: string | undefined, options: RunOptions): Promise<number> {
  const args = [
    ...(options.json ? ['-json'] : []),
    ...(options.raw ? ['-raw'] : []),
    ...(name === undefined ? [] : [name]),
  ];
  return inTerraform(
    file,
    options,
    async (terraform, { directory }) => {
      const { status, stdout } = await terraform(['state', 'pull'], 'quiet');
      if (status !== 0) return status;
      const { outputs } = deployed(stdout, directory);
      // Terraform only warns where there is no output at all.
      if (name !== undefined && Object.keys(outputs).length === 0)
        throw new Error(`There is no output ${name}: what is deployed of ${file} has no outputs`);
      return (await terraform(['output', ...args])).status;
    },
    { needsVariables: false, createsWorkspace: false },
  );
}

/**
 * Does some work in the directory of a definition, which is ready for a terraform that starts the provider itself. `names` is what the
 * definition calls each address.
 */
export function withPrepared<T>(
  file: string,
  options: RunOptions,
  work: (directory: string, names: ReadonlyMap<string, string>) => Promise<T>,
): Promise<T> {
  return withSynthesized(file, options, (synthesized) => {
    requireVariables(synthesized);
    const { directory, workspace } = synthesized;
    const terraform = new PlacedTerraform(directory, workspace === undefined ? {} : { TF_WORKSPACE: undefined });
    terraform.run('init', '-input=false', '-no-color');
    if (workspace !== undefined) terraform.run('workspace', 'select', '-no-color', workspace);
    return work(directory, namesIn(directory));
  });
}

const locking = ({ lockTimeout = defaultLockTimeoutMs }: RunOptions): string => `-lock-timeout=${lockTimeout}ms`;

function approval({ autoApprove = false }: RunOptions): string[] {
  if (autoApprove) return ['-input=false', '-auto-approve'];
  if (!process.stdin.isTTY) {
    throw new Error(
      'Nobody can be asked here whether to go on, since there is no terminal: give --auto-approve, or a saved plan to deploy',
    );
  }
  return [];
}

interface Ended {
  readonly status: number;
  /** What a quiet one has printed. */
  readonly stdout: string;
  readonly stderr: string;
}

type Terraform = (args: readonly string[], loudness?: 'quiet') => Promise<Ended>;

/** What a summary is made from. */
interface States {
  /** The state as it is now, also after an interruption; undefined where it cannot be read. */
  readonly pull: () => Promise<StateJson | undefined>;
  readonly provider: RunningProvider;
}

interface Summarized {
  readonly file: string;
  readonly handle: string;
  readonly directory: string;
  /** Undefined where terraform runs elsewhere. */
  readonly states: States | undefined;
  readonly options: RunOptions;
}

/** Does the work of a command, and says at the end what that has done. @returns its status */
async function summarized(
  command: 'deploy' | 'destroy',
  { file, handle, directory, states, options }: Summarized,
  work: () => Promise<Ended>,
): Promise<number> {
  const before = await states?.pull();
  const { status } = await work();
  const after = before && (await states?.pull());
  if (states === undefined || before === undefined || after === undefined) return status;
  const { applied, operations } = states.provider;
  const names = namesIn(directory);
  const summary = summaryOf({ command, succeeded: status === 0, before, after, names, applied, operations });
  if (options.json) console.log(JSON.stringify({ environment: handle, ...summary }, undefined, 2));
  else process.stdout.write(summaryText(summary, { command, handle, file }));
  return status;
}

interface Settings {
  readonly needsVariables?: boolean;
  readonly createsWorkspace?: boolean;
  /** Where terraform's standard output is shown. */
  readonly out?: NodeJS.WriteStream;
}

type Work = (terraform: Terraform, synthesized: Synthesized, states: States | undefined) => Promise<number>;

function inTerraform(file: string, options: RunOptions, work: Work, settings: Settings = {}): Promise<number> {
  return withSynthesized(file, options, (synthesized) => inTerraformOf(synthesized, options, work, settings));
}

async function inTerraformOf(
  synthesized: Synthesized,
  options: RunOptions,
  work: Work,
  { needsVariables = true, createsWorkspace = true, out = process.stdout }: Settings,
): Promise<number> {
  if (needsVariables) requireVariables(synthesized);
  requireTerraform();
  const { workspace } = synthesized;
  // The provider of a remote run is the one beside the configuration.
  const provider = runsElsewhere(synthesized)
    ? undefined
    : await loadReattach().startProvider({ showsLogs: options.logs ?? true });
  const interruption = new Interruption();
  const { directory } = synthesized;
  const environment = { ...provider?.environment, ...(workspace !== undefined && { TF_WORKSPACE: undefined }) };
  const once = (args: readonly string[], quiet: boolean) =>
    running({
      args: hasColors(out) && hasColors(process.stderr) ? args : [...args, '-no-color'],
      ...{ directory, environment, quiet, out, interruption },
    });
  const run: Terraform = (args, loudness) =>
    loudness === 'quiet' ? whileLocked(() => once(args, true), options, directory, interruption) : once(args, false);
  // What has been done is done: a state that cannot be read takes only the summary away.
  const pull = async (): Promise<StateJson | undefined> => {
    const { status, stdout, stderr } = await running({
      ...{ args: ['state', 'pull'], directory, environment, out },
      quiet: true,
    });
    try {
      if (status !== 0) throw new Error(stderr.trim());
      return JSON.parse(stdout.trim() || '{}') as StateJson;
    } catch (error) {
      console.error(`There is no summary, since the state could not be read: ${(error as Error).message}`);
      return undefined;
    }
  };
  try {
    tell(`Running "${terraformCommand} init" …`);
    const { status } = await run(['init', '-input=false'], 'quiet');
    const ready = status === 0 ? await selected(workspace, run, createsWorkspace) : status;
    return interruption.status(ready === 0 ? await work(run, synthesized, provider && { pull, provider }) : 1);
  } finally {
    interruption.close();
    await provider?.stop();
  }
}

/** Whether terraform runs on other machines. */
const runsElsewhere = ({ backend }: Synthesized): boolean => ['remote', 'cloud'].includes(backend);

async function selected(workspace: string | undefined, terraform: Terraform, creates: boolean): Promise<number> {
  if (workspace === undefined) return 0;
  return (await terraform(['workspace', 'select', ...(creates ? ['-or-create'] : []), workspace], 'quiet')).status;
}

/** Where a first state is made, backends lock more than that state, and take no time for waiting. */
async function whileLocked(
  attempt: () => Promise<Ended>,
  { lockTimeout = defaultLockTimeoutMs }: RunOptions,
  directory: string,
  interruption: Interruption,
): Promise<Ended> {
  const giveUpAt = Date.now() + lockTimeout;
  for (let delayMs = firstDelayMs; ; delayMs = Math.min(2 * delayMs, 5_000)) {
    const ended = await attempt();
    if (ended.status === 0) return ended;
    if (!lockedWords.test(ended.stderr) || interruption.isReceived || Date.now() + delayMs > giveUpAt) {
      process.stderr.write(ended.stdout + ended.stderr + explained(ended.stderr, directory));
      return ended;
    }
    if (delayMs === firstDelayMs) tell('Another run works on this state. Waiting for its end …');
    await wait(delayMs);
  }
}

const firstDelayMs = 200;

/** The last is PostgreSQL's, when two make the same schema at the same time. */
const lockedWords = /acquiring the state lock|already locked|duplicate key value violates unique constraint/i;

const explained = (problem: string, directory: string): string =>
  entriesIn(problem, directory) + adviceOn(problem, directory);

/** What terraform advises is to force the lock, and the pg backend says that it is one's own. */
function adviceOn(problem: string, directory: string): string {
  if (lockedWords.test(problem)) {
    return (
      'Another run works on this state. Wait until it has ended, or give this one more time with --lock-timeout. ' +
      `The lock of a run that was killed needs "${terraformCommand} force-unlock" only where nothing runs any more.\n`
    );
  }
  if (problem.includes('Saved plan is stale'))
    return 'Another run has changed the state since this plan was made. Nothing was changed. Make a new plan, and review that.\n';
  if (problem.includes('Backend configuration changed'))
    return `To move the state into the new backend, run "${terraformCommand} init -migrate-state" in ${directory}, then this command again.\n`;
  // What the provider says is for configurations of Terraform and for programs.
  if (problem.includes('To manage it here, import it'))
    return `With a definition, when it is yours: run "${terraformCommand} init", then "${terraformCommand} import ADDRESS ID" with the address and the id above, in ${directory}. Then run this command again.\n`;
  if (problem.includes('set purge_backups_on_destroy = true'))
    return 'With a definition: write purgeBackupsOnDestroy: true for the environment, and take everything else out of the file. Deploy that, then destroy.\n';
  if (/Unable to find remote state|terraform_remote_state[^]*does\s+not\s+have\s+an\s+attribute\s+named/.test(problem))
    return 'The stacks of a definition have to be deployed before it, with the outputs that it refers to: deploy those first.\n';
  if (problem.includes('workspaces not supported'))
    return 'This backend has no workspaces, in which copies and each of several environments have their states. Write ${environment.handle} into its configuration, so that each has one of its own.\n';
  return '';
}

function requireVariables({ variables }: Synthesized): void {
  const missing = variables.filter(({ name }) => process.env[`TF_VAR_${name}`] === undefined);
  if (missing.length === 0) return;
  const names = missing.map(({ name, sensitive }) => `  TF_VAR_${name}${sensitive ? ' (a secret)' : ''}`);
  throw new Error(
    `These environment variables have to be set, since the definition refers to them:\n${names.join('\n')}`,
  );
}

interface Run {
  readonly args: readonly string[];
  readonly directory: string;
  readonly environment: NodeJS.ProcessEnv;
  /** Whether its output is not shown. */
  readonly quiet: boolean;
  readonly out: NodeJS.WriteStream;
  /** Undefined where signals are not for it. */
  readonly interruption?: Interruption;
}

async function running({ args, directory, environment, quiet, out, interruption }: Run): Promise<Ended> {
  const printed = { stdout: '', stderr: '' };
  const asks = !quiet && process.stdin.isTTY && !args.includes('-input=false');
  const child = spawn(terraformCommand, args, {
    cwd: directory,
    env: { CHECKPOINT_DISABLE: '1', ...process.env, ...environment, TF_IN_AUTOMATION: '1' },
    // A reader that stops early would kill a terraform that writes to it, in the middle of its work.
    stdio: [asks ? 'inherit' : 'ignore', !quiet && out.isTTY ? out : 'pipe', 'pipe'],
    // A signal for the whole group would reach terraform twice, which then ends without saving what it has made. Only the
    // foreground group reads from a terminal.
    detached: !asks,
  });
  child.stdout?.setEncoding('utf8').on('data', (text: string) => {
    if (quiet) printed.stdout += text;
    else out.write(text);
  });
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    printed.stderr += text;
    if (!quiet) process.stderr.write(text);
  });
  const end = interruption?.forward((signal) => {
    if (!asks || signal !== 'SIGINT') child.kill(signal);
  });
  try {
    const status = await new Promise<number>((done, fail) => {
      child.once('error', fail);
      child.once('close', (code, signal) => done(code ?? 128 + constants.signals[signal!]));
    });
    if (status !== 0 && !quiet) process.stderr.write(explained(printed.stderr, directory));
    return { status, ...printed };
  } finally {
    end?.();
  }
}

/** Signals for terraform, which ends what it has begun: this process waits for it. */
class Interruption {
  private received: NodeJS.Signals | undefined;
  private send: ((signal: NodeJS.Signals) => void) | undefined;
  private sentAt = -Infinity;
  private readonly listener = (signal: NodeJS.Signals): void => {
    this.received ??= signal;
    // npx hands on what it has got itself from a group, and terraform takes a second signal for impatience.
    if (performance.now() - this.sentAt < 1_000) return;
    this.sentAt = performance.now();
    this.send?.(signal);
  };

  constructor() {
    for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(name, this.listener);
  }

  get isReceived(): boolean {
    return this.received !== undefined;
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
