/** Creates at once: 200 apps, against the reference that sleeps as long as one create takes. */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { startLocalPlatform } from '../lib/emulator';
import { platformOptions, type Bench, type Measured } from './bench';
import { appAfterApp, appKinds, onlyApps, type AppKind } from './configuration';
import { environmentOf, Latency } from './latency';
import { median, milliseconds, type Row } from './measure';
import type { Node } from './nodes';
import { WorkingDirectory } from './working-directory';

const count = 200;
const latencyMs = 20;
const rounds = 3;

/** How often the time of the reference the apply may take, by version of Node. */
export const createsTargets: Readonly<Record<number, number>> = { 20: 1.4, 24: 1.4 };

const words: Readonly<Record<AppKind, string>> = {
  bare: 'apps without an image',
  deployed: 'apps with an image, variables and two services',
};

export async function creates(bench: Bench): Promise<Measured> {
  const rows: Row[] = [];
  const figures: Measured['figures'] = {};
  if (bench.missing !== undefined) return { rows };
  for (const node of bench.nodes) {
    for (const kind of appKinds) {
      const { ours, reference, oneMs } = await timesOfCreates(bench, node, kind);
      const ratio = ours.elapsedMs / reference.elapsedMs;
      const target = createsTargets[node.major];
      const cpu = `CPU of the provider ${milliseconds(ours.cpuMs)}, of the local platform, on the same machine, ${milliseconds(ours.platformCpuMs)}`;
      rows.push({
        what: `apply of ${count} ${words[kind]} at once, ${latencyMs} ms, Node ${node.version}`,
        ours: `${milliseconds(ours.elapsedMs)} (${cpu})`,
        against: `${milliseconds(reference.elapsedMs)} with the reference, which sleeps ${milliseconds(oneMs)} for each`,
        ratio,
        ...(target !== undefined && { target: `≤ ${target}` }),
      });
      if (kind === 'deployed') figures[node.major] = { createsRatio: ratio };
    }
  }
  return { rows, figures };
}

interface Applied {
  readonly elapsedMs: number;
  readonly cpuMs: number;
  /** CPU time of this process, in which the local platform runs. */
  readonly platformCpuMs: number;
}

/** @returns medians; `oneMs` is how long one create alone takes */
export async function timesOfCreates(
  bench: Bench,
  node: Node,
  kind: AppKind,
): Promise<{ readonly ours: Applied; readonly reference: Applied; readonly oneMs: number }> {
  const { executable } = (await bench.reference())!;
  const alone = await oneCreate(bench, node, kind);
  const hcl = onlyApps(count, kind);
  const applied = { ours: [] as Applied[], reference: [] as Applied[] };
  const path = join(bench.scratch, `creates-${kind}-${node.major}`);
  const sleeps = JSON.stringify({ aptible_app: alone.ms, aptible_environment: alone.environmentMs });
  const environment = { ...alone.data, BENCH_ECHO: '1', BENCH_SLEEPS: sleeps };
  const reference = await WorkingDirectory.withReference(join(path, 'reference'), hcl, executable, environment);
  for (let round = 0; round < rounds; round++) {
    await onPlatform(async (platform) => {
      const ours = await WorkingDirectory.withOurs(join(path, `ours-${round}`), hcl, platform);
      applied.ours.push(await apply(ours, node));
    });
    reference.forget();
    applied.reference.push(await apply(reference));
  }
  rmSync(path, { recursive: true });
  return { ours: medians(applied.ours), reference: medians(applied.reference), oneMs: alone.ms };
}

async function apply(directory: WorkingDirectory, node?: Node): Promise<Applied> {
  const before = process.cpuUsage();
  const applied = await directory.apply(node);
  const { user, system } = process.cpuUsage(before);
  return { ...applied, platformCpuMs: (user + system) / 1_000 };
}

function medians(all: readonly Applied[]): Applied {
  const of = (field: keyof Applied): number => median(all.map((each) => each[field]));
  return { elapsedMs: of('elapsedMs'), cpuMs: of('cpuMs'), platformCpuMs: of('platformCpuMs') };
}

/** Creates two apps, one after the other: the second finds a provider that is warm, and nothing beside it. */
async function oneCreate(
  { scratch }: Bench,
  node: Node,
  kind: AppKind,
): Promise<{ ms: number; environmentMs: number; data: NodeJS.ProcessEnv }> {
  const path = join(scratch, `create-${kind}-${node.major}`);
  return await onPlatform(async (platform) => {
    const directory = await WorkingDirectory.withOurs(path, appAfterApp(kind), platform);
    const { output } = await directory.run(['apply', '-auto-approve', '-json'], node);
    return {
      ms: createMs(output, 'aptible_app.app-1'),
      environmentMs: createMs(output, 'aptible_environment.this'),
      data: directory.dataForReference(),
    };
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
