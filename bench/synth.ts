/**
 * What the constructs cost at synth: against the same resources in the generated classes, in one process, and an example against an empty
 * stack, by `cdktf synth` and as programs alone. CPU time, in turns, medians.
 *
 * Alone: `npm run build && npx tsx bench/synth.ts`.
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { App as CdktfApp, Fn, TerraformOutput, TerraformStack, TerraformVariable, Token } from 'cdktf';
import { transformSync } from 'esbuild';
import type * as Aptible from '../lib';
import type * as Bindings from '../lib/bindings';
import type * as Packaging from '../lib/packaging';
import { median, plainEnvironment, sum, takeUsages, withUsage } from './measure';

const root = join(__dirname, '..');
const load = createRequire(__filename);
// What is built, as its users have it.
const aptible = load(join(root, 'dist/index.js')) as typeof Aptible;
const bindings = load(join(root, 'dist/bindings/index.js')) as typeof Bindings;
const { placeProvider } = load(join(root, 'dist/packaging/index.js')) as typeof Packaging;

export interface SynthRow {
  readonly what: string;
  /** CPU time in milliseconds. */
  readonly ours: number;
  readonly against: number;
  readonly ratio: number;
  /** The highest ratio that is promised. */
  readonly target?: number;
}

const sizes = [100, 1_000];
/** More rounds where one is short. */
const rounds = (size: number): number => Math.max(7, Math.round(3_000 / size));

export function synthRows(): SynthRow[] {
  const scratch = mkdtempSync(join(tmpdir(), 'cdktf-aptible-bench-synth-'));
  try {
    return [...sizes.map((size) => constructsAgainstBindings(size, scratch)), ...exampleAgainstEmpty(scratch)];
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

function constructsAgainstBindings(size: number, scratch: string): SynthRow {
  const outdirs = { ours: join(scratch, `constructs-${size}`), against: join(scratch, `bindings-${size}`) };
  const withConstructs = (): void => synthesize(outdirs.ours, (stack) => constructs(stack, size));
  const withBindings = (): void => {
    synthesize(outdirs.against, (stack) => generated(stack, size));
    // The constructs do that as well.
    placeProvider(join(outdirs.against, 'stacks/bench'));
  };
  // Once before: the code is compiled, and both are known to make the same.
  withConstructs();
  withBindings();
  if (!isDeepStrictEqual(...([outdirs.ours, outdirs.against].map(resourcesIn) as [unknown, unknown]))) {
    throw new Error(
      'the constructs and the generated classes do not make the same resources: there is nothing to compare',
    );
  }
  const { ours, against } = alternate(
    rounds(size),
    () => cpuMs(withConstructs),
    () => cpuMs(withBindings),
  );
  return row(`synth of ${size} resources, against the generated classes`, ours, against, 1.3);
}

function synthesize(outdir: string, build: (stack: TerraformStack) => void): void {
  const app = new CdktfApp({ outdir });
  build(new TerraformStack(app, 'bench'));
  app.synth();
}

/** What stands at each place of ten: four apps of two services, three endpoints, two databases, and a drain. */
const mixture = ['database', 'app', 'endpoint', 'app', 'endpoint', 'database', 'app', 'endpoint', 'app', 'drain'];

const environmentProps = { handle: 'acme-bench' };
const image = 'quay.io/aptible/deploy-demo-app:latest';
const config = { RAILS_ENV: 'production', WEB_CONCURRENCY: '4' };
const ipFiltering = ['192.0.2.7', '198.51.100.0/24'];
const services = { web: { containerCount: 2, memoryMb: 512 }, worker: {} } as const;

function constructs(stack: TerraformStack, size: number): void {
  new aptible.AptibleProvider(stack, 'aptible');
  const token = new TerraformVariable(stack, 'token', { type: 'string', sensitive: true }).stringValue;
  const environment = new aptible.Environment(stack, 'environment', {
    ...environmentProps,
    stack: aptible.Stack.fromId(stack, 'shared', 1),
  });
  let database: Aptible.Database | undefined;
  let app: Aptible.App | undefined;
  for (let index = 0; index < size; index++) {
    const kind = mixture[index % mixture.length]!;
    const id = `${kind}-${index}`;
    if (kind === 'database') {
      database = new aptible.Database(environment, id, {
        handle: id,
        type: 'postgresql',
        version: '16',
        diskSizeGb: 20,
      });
    } else if (kind === 'app') {
      const variables = { ...config, DATABASE_URL: database!.connectionUrl };
      app = new aptible.App(environment, id, { handle: id, image, config: variables, services });
    } else if (kind === 'endpoint') {
      app!.addEndpoint(id, { service: 'web', domain: `${id}.example.com`, managedTls: true, ipFiltering });
    } else {
      aptible.LogDrain.datadog(environment, id, { handle: id, token, tags: 'env:bench' });
    }
  }
}

/** The same, as flat as one writes it without constructs. */
function generated(stack: TerraformStack, size: number): void {
  new bindings.AptibleProvider(stack, 'aptible');
  const token = new TerraformVariable(stack, 'token', { type: 'string', sensitive: true }).stringValue;
  const environment = new bindings.Environment(stack, 'environment', { ...environmentProps, stackId: 1 });
  const { envId } = environment;
  const url = ({ defaultConnectionUrl }: Bindings.Database): string =>
    Token.asString(Fn.sensitive(defaultConnectionUrl));
  let database: Bindings.Database | undefined;
  let app: Bindings.App | undefined;
  for (let index = 0; index < size; index++) {
    const kind = mixture[index % mixture.length]!;
    const id = `${kind}-${index}`;
    if (kind === 'database') {
      database = new bindings.Database(stack, id, {
        envId,
        handle: id,
        databaseType: 'postgresql',
        version: '16',
        diskSize: 20,
      });
      const description = `How to connect to the database bench/environment/${id}`;
      new TerraformOutput(stack, `environment_${id}_connection_url`, {
        value: url(database),
        sensitive: true,
        description,
      });
    } else if (kind === 'app') {
      app = new bindings.App(stack, id, {
        envId,
        handle: id,
        dockerImage: image,
        config: { ...config, DATABASE_URL: url(database!) },
        service: [{ processType: 'web', containerCount: 2, containerMemoryLimit: 512 }, { processType: 'worker' }],
      });
    } else if (kind === 'endpoint') {
      new bindings.Endpoint(stack, id, {
        envId,
        resourceType: 'app',
        endpointType: 'https',
        resourceId: app!.appId,
        processType: 'web',
        domain: `${id}.example.com`,
        managed: true,
        ipFiltering,
      });
    } else {
      new bindings.LogDrain(stack, id, { envId, handle: id, drainType: 'datadog', token, tags: 'env:bench' });
    }
  }
}

/** The resources and outputs of a synthesized stack without what follows from the paths of constructs: names, and what refers to them. */
function resourcesIn(outdir: string): unknown {
  const text = readFileSync(join(outdir, 'stacks/bench/cdk.tf.json'), 'utf8').replace(
    /\b(aptible_\w+)\.[\w-]+\./g,
    '$1.',
  );
  const { resource, output } = JSON.parse(text) as Record<'resource' | 'output', Record<string, object>>;
  const bodies = Object.entries(resource).map(([type, each]) => [
    type,
    Object.values(each)
      .map((body) => JSON.stringify({ ...body, '//': undefined }))
      .sort(),
  ]);
  return {
    bodies,
    outputs: Object.values(output)
      .map((each) => JSON.stringify(each))
      .sort(),
  };
}

/** Two programs with what is built of the package: an example, and a stack with nothing in it, for which the package is not loaded. */
function exampleAgainstEmpty(scratch: string): SynthRow[] {
  mkdirSync(join(scratch, 'node_modules'));
  symlinkSync(root, join(scratch, 'node_modules/cdktf-aptible'));
  for (const name of ['cdktf', 'constructs'])
    symlinkSync(join(root, 'node_modules', name), join(scratch, 'node_modules', name));
  const example = readFileSync(join(root, 'examples/microservices/main.ts'), 'utf8');
  const empty = `import { App, TerraformStack } from 'cdktf'; const app = new App(); new TerraformStack(app, 'empty'); app.synth();`;
  writeFileSync(join(scratch, 'cdktf.json'), JSON.stringify({ language: 'typescript', app: 'node' }));
  const files = { example: program(scratch, 'example', example), empty: program(scratch, 'empty', empty) };
  const byCdktf = alternate(5, cdktfSynth(scratch, files.example), cdktfSynth(scratch, files.empty));
  const alone = alternate(15, run(scratch, [files.example]), run(scratch, [files.empty]));
  const what = 'of the example microservices, against an empty stack';
  return [
    row(`\`cdktf synth\` ${what}`, byCdktf.ours, byCdktf.against, 1.5),
    row(`program ${what}`, alone.ours, alone.against),
  ];
}

function program(scratch: string, name: string, typescript: string): string {
  const file = join(scratch, `${name}.cjs`);
  const outdir = JSON.stringify(join(scratch, `${name}.out`));
  const banner = `process.env.CDKTF_OUTDIR ??= ${outdir};`;
  writeFileSync(file, transformSync(typescript, { loader: 'ts', format: 'cjs', banner }).code);
  return file;
}

function cdktfSynth(scratch: string, file: string): () => number {
  const cdktf = load.resolve('cdktf-cli/bundle/bin/cdktf');
  return run(scratch, [cdktf, 'synth', '--app', `${process.execPath} ${file}`, '--output', `${file}.out`]);
}

/** Runs a program and gives the CPU time of all its processes of Node. */
function run(scratch: string, args: readonly string[]): () => number {
  const file = join(scratch, 'usage.jsonl');
  const env = { ...withUsage(plainEnvironment(), file), CHECKPOINT_DISABLE: '1' };
  return () => {
    execFileSync(process.execPath, args, { cwd: scratch, env, stdio: 'pipe' });
    return sum(takeUsages(file).map((usage) => usage.cpuMs));
  };
}

function cpuMs(work: () => void): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1_000;
}

function alternate(times: number, one: () => number, other: () => number): { ours: number; against: number } {
  const [ones, others]: [number[], number[]] = [[], []];
  for (let round = 0; round < times; round++) {
    ones.push(one());
    others.push(other());
  }
  return { ours: median(ones), against: median(others) };
}

function row(what: string, ours: number, against: number, target?: number): SynthRow {
  return { what, ours, against, ratio: ours / against, ...(target !== undefined && { target }) };
}

if (require.main === module) {
  for (const { what, ours, against, ratio } of synthRows()) {
    console.log(`${what}: ${ours.toFixed(0)} ms, ${against.toFixed(0)} ms, ratio ${ratio.toFixed(2)}`);
  }
}
