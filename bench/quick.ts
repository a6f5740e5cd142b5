/** What CI measures: requests, and CPU time for each resource, on this Node. Neither depends much on how busy the machine is. */
import type { Bench } from './bench';
import { compare, readHistory, type Figures } from './history';
import { thisNode } from './nodes';
import { PlannedEnvironment } from './planned';
import { cpuOfBareNode, perResource } from './plans';

const rounds = 3;

/** @returns whether nothing is worse than before */
export async function quick(bench: Bench): Promise<boolean> {
  const now = await measure(bench);
  for (const [name, value] of Object.entries(now)) console.log(`${name}: ${Number(value.toFixed(2))}`);
  const { worse, leftOut } = compare(thisNode.version, now, readHistory());
  for (const each of leftOut) console.log(`not compared: ${each}`);
  for (const each of worse) console.error(`worse than before: ${each}`);
  if (worse.length > 0)
    console.error(
      'Where that cannot be mended, run `npm run bench -- --only plans --note "why"`, and commit its line.',
    );
  return worse.length === 0;
}

async function measure(
  bench: Bench,
): Promise<Pick<Figures, 'requests21' | 'requests261' | 'cpuPerResourceMs' | 'bareNodeCpuMs'>> {
  const small = await measurePlan(bench, 21);
  const large = await measurePlan(bench, 261);
  return {
    requests21: small.requests,
    requests261: large.requests,
    cpuPerResourceMs: perResource(small.cpuMs, large.cpuMs),
    bareNodeCpuMs: await cpuOfBareNode(bench, thisNode),
  };
}

async function measurePlan(bench: Bench, size: 21 | 261): Promise<{ requests: number; cpuMs: number }> {
  const planned = await PlannedEnvironment.apply(bench, size);
  try {
    const requests = await planned.requestsOfPlan();
    // The least, since what else runs on the machine only adds.
    const usages = await planned.ours.usagesOfPlans(rounds);
    return { requests, cpuMs: Math.min(...usages.map((each) => each.cpuMs)) };
  } finally {
    await planned.stop();
  }
}
