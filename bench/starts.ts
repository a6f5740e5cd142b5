/** What a start costs: terraform makes three in a plan. */
import { join } from 'node:path';
import { executable as ours, type Bench, type Measured } from './bench';
import { finished, median, milliseconds, plainEnvironment, sum, takeUsages, withUsage, type Row } from './measure';
import { withNode, type Node } from './nodes';
import { mediansOf, startOnce, totalMs, type StartTimes } from './start';
import type { Reference } from './working-directory';

const rounds = 21;

/** How often the time of a bare `node -e 0` a start may take, by version of Node. */
export const startTargets: Readonly<Record<number, number>> = { 20: 2.5, 24: 2.5 };

export async function starts(bench: Bench): Promise<Measured> {
  const rows: Row[] = [];
  const figures: Measured['figures'] = {};
  const reference = await bench.reference();
  for (const node of bench.nodes) {
    const { oursMs, bareMs, referenceMs } = await timesOfStarts(node, reference);
    const ratio = totalMs(oursMs) / bareMs;
    const target = startTargets[node.major];
    rows.push({
      what: `start that answers the schema, Node ${node.version}`,
      ours: partsOf(oursMs),
      against: `${milliseconds(bareMs)} for a bare \`node -e 0\``,
      ratio,
      ...(target !== undefined && { target: `≤ ${target}` }),
    });
    const [cpuMs, bareCpuMs] = await cpuOfStarts(bench, node);
    rows.push({
      what: `CPU of such a start, Node ${node.version}`,
      ours: milliseconds(cpuMs),
      against: `${milliseconds(bareCpuMs)} for a bare \`node -e 0\``,
      ratio: cpuMs / bareCpuMs,
    });
    figures[node.major] = { startRatio: ratio };
    if (referenceMs === undefined) continue;
    rows.push({
      what: `the same, against the reference in Go, Node ${node.version}`,
      ours: milliseconds(totalMs(oursMs)),
      against: partsOf(referenceMs),
      ratio: totalMs(oursMs) / totalMs(referenceMs),
    });
  }
  return { rows, figures };
}

/** Medians, run in turns. */
export async function timesOfStarts(
  node: Node,
  reference?: Reference,
): Promise<{ oursMs: StartTimes; bareMs: number; referenceMs: StartTimes | undefined }> {
  const env = withNode(plainEnvironment(), node);
  // Once before: the code cache is there from the second start on, as for a user.
  await startOnce(ours, env);
  const times = { ours: [] as StartTimes[], reference: [] as StartTimes[], bare: [] as number[] };
  for (let round = 0; round < rounds; round++) {
    times.ours.push(await startOnce(ours, env));
    times.bare.push((await finished(node.path, ['-e', '0'], { env })).elapsedMs);
    if (reference !== undefined) times.reference.push(await startOnce(reference.executable, env));
  }
  return {
    oursMs: mediansOf(times.ours),
    bareMs: median(times.bare),
    referenceMs: reference && mediansOf(times.reference),
  };
}

function partsOf(times: StartTimes): string {
  const { lineMs, connectMs, answerMs, endMs } = times;
  const parts = { line: lineMs, connect: connectMs, answer: answerMs, end: endMs };
  const text = Object.entries(parts).map(([name, ms]) => `${name} ${Math.round(ms)}`);
  return `${milliseconds(totalMs(times))} (${text.join(', ')})`;
}

async function cpuOfStarts({ scratch }: Bench, node: Node): Promise<[number, number]> {
  const file = join(scratch, 'starts.jsonl');
  const measured = withUsage(withNode(plainEnvironment(), node), file);
  const [cpus, bares]: [number[], number[]] = [[], []];
  for (let round = 0; round < 9; round++) {
    await startOnce(ours, measured);
    cpus.push(sum(takeUsages(file).map(({ cpuMs }) => cpuMs)));
    await finished(node.path, ['-e', '0'], { env: measured });
    bares.push(sum(takeUsages(file).map(({ cpuMs }) => cpuMs)));
  }
  return [median(cpus), median(bares)];
}
