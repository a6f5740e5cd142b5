/**
 * The measurements that the README quotes, each as a ratio within this run: machines differ and are noisy, ratios less so.
 *
 * Alternates what it compares, and gives medians. `--only plans,starts` measures these groups alone, `--sizes 21,261` plans of these sizes, `--note "text"` goes into the lines of
 * `history.csv`, and `--quick` compares requests and CPU time with those lines: see `quick.ts`.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { Bench, type Measured } from './bench';
import { allSizes, type Size } from './configuration';
import { creates } from './creates';
import { appendHistory, type Figures } from './history';
import { localPlatform } from './local-platform';
import { milliseconds, type Row } from './measure';
import { plans } from './plans';
import { quick } from './quick';
import { starts } from './starts';
import { synthRows, type SynthRow } from './synth';
import { tunnel } from './tunnel';
import { validation } from './validation';

const groups: Readonly<Record<string, (bench: Bench) => Promise<Measured>>> = {
  starts,
  plans,
  creates,
  synth: () => Promise.resolve({ rows: synthRows().map(rowOfSynth) }),
  local: localPlatform,
  validation,
  tunnel,
};

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      quick: { type: 'boolean' },
      only: { type: 'string' },
      sizes: { type: 'string' },
      note: { type: 'string', default: '' },
    },
  });
  const scratch = mkdtempSync(join(tmpdir(), 'cdktf-aptible-bench-'));
  try {
    const bench = new Bench(scratch, sizesOf(values.sizes));
    if (values.quick === true) process.exitCode = (await quick(bench)) ? 0 : 1;
    else await measure(bench, values.only?.split(',') ?? Object.keys(groups), values.note);
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

function sizesOf(text: string | undefined): readonly Size[] {
  const names = text?.split(',') ?? allSizes.map(String);
  const unknown = names.filter((name) => !allSizes.map(String).includes(name));
  if (unknown.length > 0)
    throw new Error(`there is no size ${unknown.join(', ')}: name some of ${allSizes.join(', ')}`);
  return allSizes.filter((size) => names.includes(String(size)));
}

async function measure(bench: Bench, names: readonly string[], note: string): Promise<void> {
  const unknown = names.filter((name) => !Object.hasOwn(groups, name));
  if (unknown.length > 0)
    throw new Error(`there is no group ${unknown.join(', ')}: name some of ${Object.keys(groups).join(', ')}`);
  if (bench.missing !== undefined)
    console.error(`left out: what is compared with the reference, since ${bench.missing}`);
  const { date, commit } = today();
  const rows: string[] = [];
  const figures: Record<number, Partial<Figures>> = {};
  for (const name of names) {
    console.error(`measuring: ${name}`);
    const measured = await groups[name]!(bench);
    rows.push(...measured.rows.map((row) => line(name, row)));
    for (const [major, more] of Object.entries(measured.figures ?? {}))
      figures[Number(major)] = { ...figures[Number(major)], ...more };
  }
  console.log('| what | ours | against | ratio | target | how to get it: `npm run bench -- --only` |');
  console.log('| --- | --- | --- | --- | --- | --- |');
  for (const row of rows) console.log(row);
  for (const { major, version } of bench.nodes) {
    if (figures[major] === undefined) continue;
    appendHistory({ date, commit, nodeVersion: version, figures: figures[major], note });
  }
}

function rowOfSynth({ what, ours, against, ratio, target }: SynthRow): Row {
  return {
    what: `CPU of a ${what}`,
    ours: milliseconds(ours),
    against: milliseconds(against),
    ratio,
    ...(target !== undefined && { target: `≤ ${target}` }),
  };
}

function line(group: string, { what, ours, against, ratio, target }: Row): string {
  return `| ${[what, ours, against, ratio?.toFixed(2) ?? '', target ?? '', `\`${group}\``].join(' | ')} |`;
}

/** The date, and the commit with a `+` where files have changed since. */
function today(): { date: string; commit: string } {
  const git = (...args: string[]): string => execFileSync('git', args, { cwd: __dirname, encoding: 'utf8' }).trim();
  const changed = git('status', '--porcelain', '--', '../lib') === '' ? '' : '+';
  return { date: new Date().toISOString().slice(0, 10), commit: `${git('rev-parse', '--short', 'HEAD')}${changed}` };
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
