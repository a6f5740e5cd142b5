/**
 * An unchanged plan and many creates at once, against the reference provider in Go (`bench/reference`), which does nothing: ratios of medians
 * in one run, with Node 20 and 24. They need a machine that does little else. A plan of 2,000 resources is held to its requests and memory.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Bench } from '../../bench/bench';
import { appKinds } from '../../bench/configuration';
import { createsTargets, timesOfCreates } from '../../bench/creates';
import { alternate } from '../../bench/measure';
import type { Node } from '../../bench/nodes';
import { PlannedEnvironment } from '../../bench/planned';
import { most2000, planTargets } from '../../bench/plans';
import { missingForReference } from '../../bench/reference';
import { totalMs } from '../../bench/start';
import { startTargets, timesOfStarts } from '../../bench/starts';

const rounds = 9;

const missing = missingForReference();
if (missing !== undefined) console.warn(`skipped: what is compared with the reference, since ${missing}`);
(missing === undefined ? describe : describe.skip)('against the reference in Go', () => {
  let bench: Bench;
  beforeAll(() => {
    bench = new Bench(mkdtempSync(join(tmpdir(), 'bench-')));
  });
  afterAll(() => rmSync(bench.scratch, { recursive: true, force: true }));

  test.each([21, 261] as const)('an unchanged plan of %i resources', async (size) => {
    const planned = await PlannedEnvironment.apply(bench, size);
    try {
      const reference = await planned.copyFor((await bench.reference())!, 'reference');
      const [referenceMs, ...oursMs] = await alternate(
        rounds,
        () => reference.plan(),
        ...bench.nodes.map((node) => () => planned.ours.plan(node)),
      );
      const ratios = bench.nodes.map((node, index) => [node, oursMs[index]! / referenceMs!] as const);
      expectAtMost(ratios, planTargets[size]!);
    } finally {
      await planned.stop();
    }
  });

  test('a start that answers the schema, against a bare node', async () => {
    const ratios: [Node, number][] = [];
    for (const node of bench.nodes) {
      const { oursMs, bareMs } = await timesOfStarts(node);
      ratios.push([node, totalMs(oursMs) / bareMs]);
    }
    expectAtMost(ratios, startTargets);
  });

  test.each(appKinds)('creates of 200 %s apps at once', async (kind) => {
    const ratios: [Node, number][] = [];
    for (const node of bench.nodes) {
      const { ours, reference } = await timesOfCreates(bench, node, kind);
      ratios.push([node, ours.elapsedMs / reference.elapsedMs]);
    }
    expectAtMost(ratios, createsTargets);
  });
});

test('an unchanged plan of 2,000 resources, its requests and the memory of the provider', async () => {
  const bench = new Bench(mkdtempSync(join(tmpdir(), 'bench-')));
  const planned = await PlannedEnvironment.apply(bench, 2000);
  try {
    const requests = await planned.requestsOfPlan();
    const memories: { node: string; mb: number }[] = [];
    for (const node of bench.nodes) {
      const [usage] = await planned.ours.usagesOfPlans(1, node);
      memories.push({ node: node.version, mb: Math.round(usage!.maxRssKb / 1024) });
    }
    console.log(`${requests} requests; ${JSON.stringify(memories)}`);
    expect(requests).toBeLessThanOrEqual(most2000.requests);
    expect(memories.filter(({ mb }) => mb > most2000.mb)).toEqual([]);
  } finally {
    await planned.stop();
    rmSync(bench.scratch, { recursive: true, force: true });
  }
}, 900_000);

/** Says all ratios, and which are above what is promised for their version of Node. */
function expectAtMost(ratios: readonly (readonly [Node, number])[], targets: Readonly<Record<number, number>>): void {
  const promised = ratios.filter(([{ major }]) => targets[major] !== undefined);
  const text = promised.map(
    ([{ version, major }, ratio]) => `Node ${version}: ${ratio.toFixed(2)}, at most ${targets[major]}`,
  );
  console.log(text.join('\n'));
  expect(promised).not.toEqual([]);
  expect(text.filter((_, index) => promised[index]![1] > targets[promised[index]![0].major]!)).toEqual([]);
}
