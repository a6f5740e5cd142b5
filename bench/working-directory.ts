/** A directory in which terraform runs with our provider or with the reference. */
import { execFileSync } from 'node:child_process';
import { chmodSync, copyFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { mirrorOf, placeProvider, providerAddress } from '../lib/packaging';
import { noResources, type Configuration } from './configuration';
import { finished, plainEnvironment, sum, takeUsages, withUsage, type Finished, type Usage } from './measure';
import { thisNode, withNode, type Node } from './nodes';
import { buildReference, type ProviderSchemas } from './reference';

/** The reference, and what it is told. */
export interface Reference {
  readonly executable: string;
  readonly environment: NodeJS.ProcessEnv;
}

interface State {
  readonly resources: StateResource[];
}

interface StateResource {
  readonly mode: string;
  readonly type: string;
  readonly name: string;
  readonly instances: StateInstance[];
}

interface StateInstance {
  readonly attributes: object;
  private?: string;
  identity?: object;
  identity_schema_version?: number;
}

export class WorkingDirectory {
  private constructor(
    readonly path: string,
    private readonly environment: NodeJS.ProcessEnv,
  ) {}

  /** @param environment which platform the provider talks to */
  static async withOurs(path: string, hcl: string, environment: NodeJS.ProcessEnv): Promise<WorkingDirectory> {
    mkdirSync(path, { recursive: true });
    placeProvider(path);
    return await new WorkingDirectory(path, environment).start(hcl);
  }

  /** @param environment what the reference is told: see `reference/main.go` */
  static async withReference(
    path: string,
    hcl: string,
    executable: string,
    environment: NodeJS.ProcessEnv,
  ): Promise<WorkingDirectory> {
    placeReference(path, executable);
    return await new WorkingDirectory(path, environment).start(hcl);
  }

  private async start(hcl: string): Promise<this> {
    this.configure(hcl);
    await this.run(['init']);
    return this;
  }

  /** Runs terraform. */
  run(args: readonly string[], node: Node = thisNode, more: NodeJS.ProcessEnv = {}): Promise<Finished> {
    const terraform = { CHECKPOINT_DISABLE: '1', TF_IN_AUTOMATION: '1' };
    const env = withNode({ ...plainEnvironment(), ...this.environment, ...terraform, ...more }, node);
    return finished('terraform', [...args, '-no-color'], { cwd: this.path, env });
  }

  /** Plans what has not changed: terraform ends with 2 where something has, which is an error here. @returns milliseconds */
  async plan(node?: Node): Promise<number> {
    return (await this.run(['plan', '-detailed-exitcode'], node)).elapsedMs;
  }

  /** Applies what can be applied at once. `cpuMs` is that of the provider's processes. */
  async apply(node?: Node): Promise<{ readonly elapsedMs: number; readonly cpuMs: number }> {
    const file = join(this.path, 'usage.jsonl');
    const { elapsedMs } = await this.run(['apply', '-auto-approve', '-parallelism=50'], node, withUsage({}, file));
    return { elapsedMs, cpuMs: sum(takeUsages(file).map(({ cpuMs }) => cpuMs)) };
  }

  /**
   * Applies a configuration in parts, each beginning with the state of what all of them share: terraform writes the whole state whenever a
   * resource is done, so that all at once takes several times as long. Whether their states together are that of the whole, a plan tells.
   */
  async applyInParts({ shared, parts, whole }: Configuration): Promise<void> {
    this.configure(shared);
    await this.apply();
    const sharedState = this.readState();
    const isShared = ({ type, name }: StateResource): boolean =>
      sharedState.resources.some((each) => each.type === type && each.name === name);
    const resources = [...sharedState.resources];
    for (const part of parts) {
      this.configure(part);
      this.writeState(sharedState);
      await this.apply();
      resources.push(...this.readState().resources.filter((each) => !isShared(each)));
    }
    this.configure(whole);
    this.writeState({ ...sharedState, resources });
  }

  /** What unchanged plans took: the CPU time of all the provider's processes, and the most memory that one of them had. */
  async usagesOfPlans(times: number, node?: Node): Promise<Usage[]> {
    const file = join(this.path, 'usage.jsonl');
    const plans: Usage[] = [];
    for (let round = 0; round < times; round++) {
      await this.run(['plan', '-detailed-exitcode'], node, withUsage({}, file));
      const processes = takeUsages(file);
      plans.push({
        cpuMs: sum(processes.map(({ cpuMs }) => cpuMs)),
        maxRssKb: Math.max(...processes.map(({ maxRssKb }) => maxRssKb)),
      });
    }
    return plans;
  }

  /** The same configuration and state for the reference, without what a provider keeps for itself. */
  async copyFor({ executable, environment }: Reference, path: string): Promise<WorkingDirectory> {
    const state = this.readState();
    for (const { instances } of state.resources)
      for (const each of instances) {
        delete each.private;
        delete each.identity;
        delete each.identity_schema_version;
      }
    const hcl = readFileSync(join(this.path, 'main.tf'), 'utf8');
    const copy = await WorkingDirectory.withReference(path, hcl, executable, {
      ...environment,
      ...this.dataForReference(),
    });
    copy.writeState(state);
    return copy;
  }

  /** What the reference answers for data sources: what stands in this state. */
  dataForReference(): NodeJS.ProcessEnv {
    const data = this.readState().resources.filter(({ mode }) => mode === 'data');
    return {
      BENCH_DATA: JSON.stringify(
        Object.fromEntries(data.map(({ type, instances }) => [type, instances[0]!.attributes])),
      ),
    };
  }

  /** Forgets what was applied. */
  forget(): void {
    rmSync(join(this.path, 'terraform.tfstate'), { force: true });
  }

  /** The schemas of the provider here, in the JSON of terraform. */
  schemas(): ProviderSchemas {
    const options = { cwd: this.path, env: plainEnvironment(), encoding: 'utf8', maxBuffer: Infinity } as const;
    const text = execFileSync('terraform', ['providers', 'schema', '-json'], options);
    const { provider_schemas: schemas } = JSON.parse(text) as { provider_schemas: Record<string, ProviderSchemas> };
    return schemas[providerAddress]!;
  }

  private configure(hcl: string): void {
    writeFileSync(join(this.path, 'main.tf'), hcl);
  }

  private readState(): State {
    return JSON.parse(readFileSync(join(this.path, 'terraform.tfstate'), 'utf8')) as State;
  }

  private writeState(state: State): void {
    writeFileSync(join(this.path, 'terraform.tfstate'), JSON.stringify(state));
  }
}

const referenceVersion = '0.0.1';

function placeReference(path: string, executable: string): void {
  const architecture = { x64: 'amd64', arm64: 'arm64' }[process.arch as string] ?? process.arch;
  const folder = join(mirrorOf(path, providerAddress), referenceVersion, `${process.platform}_${architecture}`);
  mkdirSync(folder, { recursive: true });
  const placed = join(folder, `terraform-provider-aptible_v${referenceVersion}`);
  copyFileSync(executable, placed);
  chmodSync(placed, 0o755);
}

/** Builds the reference with the schemas of our provider, unless it is there. */
export async function builtReference(scratch: string): Promise<string> {
  const directory = join(scratch, 'reference');
  const executable = join(directory, 'reference');
  if (existsSync(executable)) return executable;
  const ours = await WorkingDirectory.withOurs(join(scratch, 'schemas'), noResources, {});
  return buildReference(directory, ours.schemas());
}
