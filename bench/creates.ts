/** Creates at once: 200 apps, against the reference that sleeps as long as one create takes. */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { startLocalPlatform } from '../lib/emulator';
import { platformOptions, type Bench, type Measured } from './bench';
import { appAfterApp, onlyApps } from './configuration';
import { environmentOf, Latency } from './latency';
import { median, milliseconds, type Row } from './measure';
import type { Node } from './nodes';
import { WorkingDirectory } from './working-directory';

const count = 200;
const latencyMs = 20;
const rounds = 3;

/** How often the time of the reference the apply may take, by version of Node. */
export const createsTargets: Readonly<Record<number, number>> = { 20: 1.4, 24: 1.4 };

export async function creates(bench: Bench): Promise<Measured> {
  const rows: Row[] = [];
  const figures: Measured['figures'] = {};
  if (bench.missing !== undefined) return { rows };
  for (const node of bench.nodes) {
    const { oursMs, referenceMs, oneMs } = await timesOfCreates(bench, node);
    const ratio = oursMs / referenceMs;
    const target = createsTargets[node.major];
    rows.push({
      what: `apply of ${count} apps at once, ${latencyMs} ms, Node ${node.version}`,
      ours: milliseconds(oursMs),
      against: `${milliseconds(referenceMs)} with the reference, which sleeps ${milliseconds(oneMs)} for each`,
      ratio,
      ...(target !== undefined && { target: `≤ ${target}` }),
    });
    figures[node.major] = { createsRatio: ratio };
  }
  return { rows, figures };
}

/** @returns medians; `oneMs` is how long one create alone takes */
export async function timesOfCreates(
  bench: Bench,
  node: Node,
): Promise<{ oursMs: number; referenceMs: number; oneMs: number }> {
  const { executable } = (await bench.reference())!;
  const alone = await oneCreate(bench, node);
  const hcl = onlyApps(count);
  const times = { ours: [] as number[], reference: [] as number[] };
  const path = join(bench.scratch, `creates-${node.major}`);
  const sleeps = JSON.stringify({ aptible_app: alone.ms });
  const environment = { ...alone.data, BENCH_ECHO: '1', BENCH_SLEEPS: sleeps };
  const reference = await WorkingDirectory.withReference(join(path, 'reference'), hcl, executable, environment);
  for (let round = 0; round < rounds; round++) {
    await onPlatform(async (platform) => {
      const ours = await WorkingDirectory.withOurs(join(path, `ours-${round}`), hcl, platform);
      times.ours.push(await ours.apply(node));
    });
    reference.forget();
    times.reference.push(await reference.apply());
  }
  rmSync(path, { recursive: true });
  return { oursMs: median(times.ours), referenceMs: median(times.reference), oneMs: alone.ms };
}

/** Creates two apps, one after the other: the second finds a provider that is warm, and nothing beside it. */
async function oneCreate({ scratch }: Bench, node: Node): Promise<{ ms: number; data: NodeJS.ProcessEnv }> {
  const path = join(scratch, `create-${node.major}`);
  return await onPlatform(async (platform) => {
    const directory = await WorkingDirectory.withOurs(path, appAfterApp, platform);
    const { output } = await directory.run(['apply', '-auto-approve', '-json'], node);
    return { ms: createMs(output, 'aptible_app.app-1'), data: directory.dataForReference() };
  });
}

/** Milliseconds between the begin and the end of a create, in what `terraform apply -json` prints. */
function createMs(log: string, address: string): number {
  const events = log
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line) as Event)
    .filter(({ hook }) => hook?.resource?.addr === address);
  const at = (type: string): number => Date.parse(events.find((each) => each.type === type)!['@timestamp']);
  return at('apply_complete') - at('apply_start');
}

interface Event {
  readonly '@timestamp': string;
  readonly type: string;
  readonly hook?: { readonly resource?: { readonly addr: string } };
}

/** @param work gets what a client of the platform is told */
async function onPlatform<T>(work: (environment: NodeJS.ProcessEnv) => Promise<T>): Promise<T> {
  const platform = await startLocalPlatform(platformOptions);
  const latency = await Latency.before(platform.url);
  latency.delayMs = latencyMs;
  try {
    return await work(environmentOf(platform, latency));
  } finally {
    latency.stop();
    await platform.stop();
  }
}
