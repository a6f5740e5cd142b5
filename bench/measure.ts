/** How things are measured: in turns, as medians, in an environment that costs no one more than the others. */
import { spawn } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';

/** A line of the table. */
export interface Row {
  readonly what: string;
  readonly ours: string;
  readonly against: string;
  readonly ratio?: number;
  /** What is promised: mostly the highest ratio. */
  readonly target?: string;
}

/** What a process took. */
export interface Usage {
  readonly cpuMs: number;
  readonly maxRssKb: number;
}

/**
 * The environment of what is measured. With NODE_EXTRA_CA_CERTS, Node 20 reads certificates at each start; TF_CLI_CONFIG_FILE can bring other
 * providers.
 */
export function plainEnvironment(): NodeJS.ProcessEnv {
  const { NODE_EXTRA_CA_CERTS: _certificates, TF_CLI_CONFIG_FILE: _configuration, ...plain } = process.env;
  return plain;
}

/** Has processes say what they took: those of Node by `usage.cjs`, the reference by itself. */
export function withUsage(environment: NodeJS.ProcessEnv, file: string): NodeJS.ProcessEnv {
  return { ...environment, BENCH_USAGE: file, NODE_OPTIONS: `--require ${join(__dirname, 'usage.cjs')}` };
}

/** What processes have said that they took, which is then forgotten. */
export function takeUsages(file: string): Usage[] {
  const lines = readFileSync(file, 'utf8').trim().split('\n');
  rmSync(file);
  return lines.map((line) => JSON.parse(line) as Usage);
}

export function sum(values: readonly number[]): number {
  return values.reduce((total, each) => total + each, 0);
}

/** Milliseconds from the spawn to the first line on stdout. The process is ended by closing what it waits for. */
export function untilFirstLine(command: string, args: readonly string[], env: NodeJS.ProcessEnv): Promise<number> {
  return new Promise((resolve, reject) => {
    const startedMs = performance.now();
    const child = spawn(command, args, { env, stdio: ['ignore', 'pipe', 'ignore'] });
    let elapsedMs: number | undefined;
    child.stdout.once('data', () => {
      elapsedMs = performance.now() - startedMs;
      child.kill('SIGTERM');
    });
    child.once('error', reject);
    child.once('close', () =>
      elapsedMs === undefined ? reject(new Error(`${command} said nothing`)) : resolve(elapsedMs),
    );
  });
}

/** What a process took, and what it printed. */
export interface Finished {
  readonly elapsedMs: number;
  readonly output: string;
}

/** Runs a process, which has to succeed. */
export function finished(
  command: string,
  args: readonly string[],
  options: { readonly env: NodeJS.ProcessEnv; readonly cwd?: string },
): Promise<Finished> {
  return new Promise((resolve, reject) => {
    const startedMs = performance.now();
    const child = spawn(command, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (text: string) => (output += text));
    child.once('error', reject);
    child.once('close', (status) =>
      status === 0
        ? resolve({ elapsedMs: performance.now() - startedMs, output })
        : reject(new Error(`${command} ${args.join(' ')} ended with ${status}:\n${output}`)),
    );
  });
}

/** Medians of several, run in turns. */
export async function alternate(times: number, ...works: readonly (() => Promise<number>)[]): Promise<number[]> {
  const results: number[][] = works.map(() => []);
  for (let round = 0; round < times; round++) {
    for (const [index, work] of works.entries()) results[index]!.push(await work());
  }
  return results.map(median);
}

export function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!;
}

export function milliseconds(value: number): string {
  return value < 1_000 ? `${Math.round(value)} ms` : `${(value / 1_000).toFixed(2)} s`;
}
