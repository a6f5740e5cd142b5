/** The figures of earlier runs, one line for each run and version of Node, and whether the figures of today are worse. */
import { appendFileSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** What is kept of a run. Ratios are to the quickest reference in Go, unless they name another. */
export interface Figures {
  /** Requests of an unchanged plan. */
  readonly requests21: number;
  readonly requests261: number;
  /** CPU time of the provider's processes in an unchanged plan, for each resource beyond 21. */
  readonly cpuPerResourceMs: number;
  /** CPU time of `node -e 0` in the same run, which says how quick the machine was. */
  readonly bareNodeCpuMs: number;
  /** A start until its end after the schema, to a bare `node -e 0`. */
  readonly startRatio: number;
  readonly plan21Ratio: number;
  readonly plan261Ratio: number;
  readonly plan2000Ratio: number;
  readonly provider2000Mb: number;
  readonly createsRatio: number;
}

const figureNames = [
  'requests21',
  'requests261',
  'cpuPerResourceMs',
  'bareNodeCpuMs',
  'startRatio',
  'plan21Ratio',
  'plan261Ratio',
  'plan2000Ratio',
  'provider2000Mb',
  'createsRatio',
] as const satisfies readonly (keyof Figures)[];

/** A line. A run that leaves groups out has not all figures. */
export interface HistoryLine {
  readonly date: string;
  readonly commit: string;
  readonly nodeVersion: string;
  readonly figures: Partial<Figures>;
  readonly note: string;
}

const file = join(__dirname, 'history.csv');
const columns = ['date', 'commit', 'node', ...figureNames, 'note'];

export function readHistory(): HistoryLine[] {
  return parseHistory(readFileSync(file, 'utf8'));
}

export function parseHistory(text: string): HistoryLine[] {
  const [header, ...lines] = text.trim().split('\n');
  if (header !== columns.join(',')) throw new Error(`bench/history.csv does not have the columns ${columns.join(',')}`);
  return lines.map((line) => {
    const cells = line.split(',');
    if (cells.length !== columns.length)
      throw new Error(`bench/history.csv has a line of ${cells.length} cells: ${line}`);
    const cell = (name: string): string => cells[columns.indexOf(name)]!;
    const figures = figureNames.filter((name) => cell(name) !== '').map((name) => [name, Number(cell(name))]);
    return {
      date: cell('date'),
      commit: cell('commit'),
      nodeVersion: cell('node'),
      figures: Object.fromEntries(figures) as Partial<Figures>,
      note: cell('note'),
    };
  });
}

export function appendHistory(line: HistoryLine): void {
  appendFileSync(file, `${formatLine(line)}\n`);
}

export function formatLine({ date, commit, nodeVersion, figures, note }: HistoryLine): string {
  const numbers = figureNames.map((name) => {
    const value = figures[name];
    return value === undefined ? '' : String(Number(value.toFixed(2)));
  });
  return [date, commit, nodeVersion, ...numbers, note.replaceAll(/[,\n]/g, ';')].join(',');
}

/** How much more CPU time a resource may take than in the last line: machines are noisy. */
const tolerance = 1.5;

/**
 * Compares figures with the last ones.
 *
 * Requests do not depend on the version of Node: none may be added to those of the last line that has them. CPU time is compared with the
 * last line of the same major version. A machine that takes longer for `node -e 0` than the one of that line may take longer here as well.
 *
 * @returns what is worse, and what could not be compared
 */
export function compare(
  nodeVersion: string,
  now: Pick<Figures, 'requests21' | 'requests261' | 'cpuPerResourceMs' | 'bareNodeCpuMs'>,
  history: readonly HistoryLine[],
): { readonly worse: readonly string[]; readonly leftOut: readonly string[] } {
  const worse: string[] = [];
  const leftOut: string[] = [];
  for (const name of ['requests21', 'requests261'] as const) {
    const before = history.findLast(({ figures }) => figures[name] !== undefined);
    if (before === undefined) leftOut.push(`${name}: no line of bench/history.csv has it`);
    else if (now[name] > before.figures[name]!)
      worse.push(`${name} is ${now[name]}, and was ${before.figures[name]} at ${before.commit}`);
  }
  const last = history.findLast(
    (line) => majorOf(line.nodeVersion) === majorOf(nodeVersion) && line.figures.cpuPerResourceMs !== undefined,
  );
  if (last === undefined) {
    leftOut.push(`cpuPerResourceMs: bench/history.csv has no line of Node ${majorOf(nodeVersion)} with it`);
    return { worse, leftOut };
  }
  const { cpuPerResourceMs: beforeMs, bareNodeCpuMs = now.bareNodeCpuMs } = last.figures;
  const slowness = Math.max(1, now.bareNodeCpuMs / bareNodeCpuMs);
  const limitMs = tolerance * slowness * beforeMs!;
  if (now.cpuPerResourceMs > limitMs)
    worse.push(
      `cpuPerResourceMs is ${now.cpuPerResourceMs.toFixed(2)}, and may be ${limitMs.toFixed(2)}: ${tolerance} times the ` +
        `${beforeMs} at ${last.commit}, on a machine that is ${slowness.toFixed(2)} times as slow`,
    );
  return { worse, leftOut };
}

function majorOf(version: string): string | undefined {
  return /^v(\d+)\./.exec(version)?.[1];
}
