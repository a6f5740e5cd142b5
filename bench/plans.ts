/** Unchanged plans: time, CPU time, memory and requests, by size, latency and version of Node. */
import { join } from 'node:path';
import { startLocalPlatform } from '../lib/emulator';
import { platformOptions, type Bench, type Measured } from './bench';
import { noResources, type Size } from './configuration';
import {
  alternate,
  finished,
  median,
  milliseconds,
  plainEnvironment,
  takeUsages,
  withUsage,
  type Row,
} from './measure';
import type { Figures } from './history';
import type { Node } from './nodes';
import { officialCpuMs, officialMs } from './official';
import { PlannedEnvironment } from './planned';
import { WorkingDirectory } from './working-directory';

const latenciesMs = [0, 50, 100];

/** Fewer rounds where one takes long, and with latency, which changes more than noise does. */
const rounds: Readonly<Record<Size, number>> = { 21: 7, 261: 5, 2000: 1 };
const roundsWithLatency: Readonly<Record<Size, number>> = { 21: 3, 261: 3, 2000: 1 };

/** How often the time of the reference a plan may take, by size and version of Node. */
export const planTargets: Readonly<Partial<Record<Size, Readonly<Record<number, number>>>>> = {
  21: { 20: 2.2, 24: 2.0 },
  261: { 20: 1.6, 24: 1.4 },
};

const cpuPerResourceTargetsMs: Readonly<Record<number, number>> = { 20: 4, 24: 3 };
/** What an unchanged plan of 2,000 resources may take. */
export const most2000 = { requests: 40, mb: 200 };

/** What is known of an unchanged plan without latency, by size. */
interface Plain {
  readonly wallMs: number;
  readonly cpuMs: number;
}

export async function plans(bench: Bench): Promise<Measured> {
  const rows: Row[] = [];
  const figures: Record<number, Partial<Figures>> = {};
  const plain = new Map<Node, Map<Size, Plain>>();
  for (const size of bench.sizes) {
    const planned = await PlannedEnvironment.apply(bench, size);
    try {
      const requests = await planned.requestsOfPlan();
      rows.push(requestsRow(size, requests));
      const timed = await timesOf(bench, planned, size);
      rows.push(...timed.rows);
      for (const node of bench.nodes) {
        const usages = await planned.ours.usagesOfPlans(size === 2000 ? 1 : 3, node);
        const cpuMs = median(usages.map((each) => each.cpuMs));
        const mb = median(usages.map(({ maxRssKb }) => maxRssKb)) / 1024;
        rows.push(...usageRows(size, node, cpuMs, mb));
        const bySize = plain.get(node) ?? new Map<Size, Plain>();
        plain.set(node, bySize.set(size, { wallMs: timed.wallMs.get(node)!, cpuMs }));
        Object.assign((figures[node.major] ??= {}), {
          ...(size === 2000 ? { provider2000Mb: mb } : { [`requests${size}`]: requests }),
          ...(timed.ratios.has(node) && { [`plan${size}Ratio`]: timed.ratios.get(node) }),
        });
      }
    } finally {
      await planned.stop();
    }
  }
  for (const [node, bySize] of plain) {
    const [small, large, huge] = [bySize.get(21), bySize.get(261), bySize.get(2000)];
    if (large !== undefined && huge !== undefined) rows.push(linearityRow(node, large, huge));
    if (small === undefined || large === undefined) continue;
    const cpuPerResourceMs = perResource(small.cpuMs, large.cpuMs);
    rows.push(cpuRow(node, cpuPerResourceMs));
    Object.assign(figures[node.major]!, { cpuPerResourceMs, bareNodeCpuMs: await cpuOfBareNode(bench, node) });
  }
  rows.push(await emptyRow(bench));
  return { rows, figures };
}

/** The CPU time of a resource: what 240 more take. */
export function perResource(cpu21Ms: number, cpu261Ms: number): number {
  return (cpu261Ms - cpu21Ms) / (261 - 21);
}

/** The CPU time of `node -e 0`, which says how quick this machine is. */
export async function cpuOfBareNode({ scratch }: Bench, node: Node): Promise<number> {
  const file = join(scratch, 'bare.jsonl');
  const times: number[] = [];
  for (let round = 0; round < 9; round++) {
    await finished(node.path, ['-e', '0'], { env: withUsage(plainEnvironment(), file) });
    times.push(takeUsages(file)[0]!.cpuMs);
  }
  return median(times);
}

interface Times {
  readonly rows: readonly Row[];
  readonly ratios: ReadonlyMap<Node, number>;
  /** Without latency. */
  readonly wallMs: ReadonlyMap<Node, number>;
}

/** How long plans take, in turns with the reference. Without latency, that is asked once more as its framework answers by itself. */
async function timesOf(bench: Bench, planned: PlannedEnvironment, size: Size): Promise<Times> {
  const rows: Row[] = [];
  const ratios = new Map<Node, number>();
  const wallMs = new Map<Node, number>();
  const reference = await bench.reference();
  const framework = await bench.framework();
  const echo = reference && (await planned.copyFor(reference, 'echo'));
  const walking = framework && (await planned.copyFor(framework, 'framework'));
  for (const latencyMs of latenciesMs) {
    planned.answerAfter(latencyMs);
    const [echoMs, frameworkMs, ...oursMs] = await alternate(
      latencyMs === 0 ? rounds[size] : roundsWithLatency[size],
      async () => (await echo?.plan()) ?? NaN,
      async () => (latencyMs === 0 ? await walking?.plan() : undefined) ?? NaN,
      ...bench.nodes.map((node) => () => planned.ours.plan(node)),
    );
    for (const [index, node] of bench.nodes.entries()) {
      const ms = oursMs[index]!;
      const what = `unchanged plan of ${size} resources at ${latencyMs} ms, Node ${node.version}`;
      const target = latencyMs === 0 ? planTargets[size]?.[node.major] : undefined;
      if (echo !== undefined)
        rows.push({
          what,
          ours: milliseconds(ms),
          against:
            `${milliseconds(echoMs!)} with the reference in Go` +
            (latencyMs === 0 ? `, ${milliseconds(frameworkMs!)} where its framework answers` : ''),
          ratio: ms / echoMs!,
          ...(target !== undefined && { target: `≤ ${target}` }),
        });
      const official = officialMs[size]?.[latencyMs];
      if (official !== undefined) rows.push(againstOfficial(what, ms, official));
      if (latencyMs !== 0) continue;
      wallMs.set(node, ms);
      if (echo !== undefined) ratios.set(node, ms / echoMs!);
    }
  }
  planned.answerAfter(0);
  return { rows, ratios, wallMs };
}

function againstOfficial(what: string, ms: number, official: number): Row {
  const against = `${milliseconds(official)} with the official provider, in another run`;
  return { what, ours: milliseconds(ms), against, ratio: ms / official };
}

function requestsRow(size: Size, requests: number): Row {
  const official = { 21: 72, 261: 864, 2000: undefined }[size];
  return {
    what: `requests of an unchanged plan of ${size} resources`,
    ours: String(requests),
    against: official === undefined ? '' : `${official} of the official provider, in another run`,
    ...(official !== undefined && { ratio: requests / official }),
    ...(size === 2000 && { target: `≤ ${most2000.requests} requests` }),
  };
}

function usageRows(size: Size, { version }: Node, cpuMs: number, mb: number): Row[] {
  const ours = milliseconds(cpuMs);
  const what = `CPU of the provider's processes in a plan of ${size} resources, Node ${version}`;
  const official = officialCpuMs[size];
  const memory = {
    what: `memory of the provider in a plan of ${size} resources, Node ${version}`,
    ours: `${Math.round(mb)} MB`,
    against: '',
    target: `≤ ${most2000.mb} MB`,
  };
  return [
    official === undefined ? { what, ours, against: '' } : { ...againstOfficial(what, cpuMs, official), ours },
    ...(size === 2000 ? [memory] : []),
  ];
}

function cpuRow({ version, major }: Node, cpuPerResourceMs: number): Row {
  const target = cpuPerResourceTargetsMs[major];
  const official = perResource(officialCpuMs[21]!, officialCpuMs[261]!);
  return {
    what: `CPU for each resource of a plan (261 less 21), Node ${version}`,
    ours: `${cpuPerResourceMs.toFixed(1)} ms`,
    against: `${official.toFixed(1)} ms with the official provider, in another run`,
    ratio: cpuPerResourceMs / official,
    ...(target !== undefined && { target: `≤ ${target} ms` }),
  };
}

function linearityRow({ version }: Node, large: Plain, huge: Plain): Row {
  const [eachOfLarge, eachOfHuge] = [large.cpuMs / 261, huge.cpuMs / 2000];
  return {
    what: `CPU for each of 2,000 resources of a plan (${milliseconds(huge.wallMs)} in all), Node ${version}`,
    ours: `${eachOfHuge.toFixed(1)} ms`,
    against: `${eachOfLarge.toFixed(1)} ms for each of 261 (${milliseconds(large.wallMs)} in all)`,
    ratio: eachOfHuge / eachOfLarge,
    target: '≤ 1: linear',
  };
}

async function emptyRow({ scratch }: Bench): Promise<Row> {
  const platform = await startLocalPlatform(platformOptions);
  try {
    const empty = await WorkingDirectory.withOurs(join(scratch, 'empty'), noResources, platform.environment);
    const [ms] = await alternate(5, () => empty.plan());
    return { what: 'unchanged plan of an empty configuration', ours: milliseconds(ms!), against: '' };
  } finally {
    await platform.stop();
  }
}
