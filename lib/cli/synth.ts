/** Makes the directory of Terraform's configuration of a definition. */
import { App, LocalBackend, TerraformBackend, TerraformStack, type TerraformRemoteState } from 'cdktf';
import { type Construct } from 'constructs';
import { readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { environmentFrom } from '../constructs/environment';
import { AptibleProvider } from '../constructs/provider';
import { partsOf, readDefinition, type CheckedDefinition, type ReadOptions } from '../definition';

export interface SynthOptions extends ReadOptions {
  /** Where directories of configurations are. */
  readonly output: string;
}

export interface Synthesized {
  /** Where terraform is run. */
  readonly directory: string;
  /** The handle of the environment. */
  readonly handle: string;
  /** The variables that have no default, and whether they are secrets. */
  readonly variables: readonly { readonly name: string; readonly sensitive: boolean }[];
  /** The type of the backend. */
  readonly backend: string;
}

/** @throws DefinitionError with all mistakes of the definition */
export function synthesize(file: string, { output, ...options }: SynthOptions): Synthesized {
  const definition = readDefinition(file, options);
  const { handle } = definition.value['environment'] as { readonly handle: string };
  const outdir = resolve(output);
  const app = new App({ outdir, stackTraces: false });
  const stack = new TerraformStack(app, handle);
  const directory = join(outdir, 'stacks', handle);
  const backend = addBackend(stack, definition, { file, handle, directory });
  new AptibleProvider(stack, 'aptible');
  // Addresses do not depend on the handle, which can change.
  environmentFrom(stack, 'environment', definition);
  app.synth();
  return { directory, handle, variables: variablesOf(directory), backend };
}

interface StateOf {
  readonly file: string;
  readonly handle: string;
  readonly directory: string;
}

/** @returns the type of the backend. */
function addBackend(stack: TerraformStack, { value }: CheckedDefinition, { file, handle, directory }: StateOf): string {
  const backend = value['backend'] as
    { readonly type: string; readonly config?: Readonly<Record<string, string>> } | undefined;
  if (backend === undefined) {
    new LocalBackend(stack, { path: relative(directory, join(dirname(resolve(file)), `terraform.${handle}.tfstate`)) });
    return 'local';
  }
  const config = Object.entries(backend.config ?? {}).map(([name, text]) => [name, known(text)] as const);
  new AnyBackend(stack, backend.type, Object.fromEntries(config));
  return backend.type;
}

/** Terraform reads its backend before everything else: there are no references but to environment variables. */
function known(text: string): string {
  return partsOf(text)
    .map((part) => {
      if (typeof part === 'string') return part;
      if (part.kind === 'env') return process.env[part.rest] || part.otherwise || '';
      throw new Error(`backend.config: ${part.written} is not known before Terraform starts: only \${env.NAME} is`);
    })
    .join('');
}

class AnyBackend extends TerraformBackend {
  constructor(
    scope: Construct,
    type: string,
    private readonly config: Readonly<Record<string, string>>,
  ) {
    super(scope, 'backend', type);
  }

  protected override synthesizeAttributes(): Record<string, string> {
    return this.config;
  }

  getRemoteStateDataSource(_scope: Construct, name: string): TerraformRemoteState {
    throw new Error(`the state of ${name} cannot be read from here: refer to it with a data source of its backend`);
  }
}

function variablesOf(directory: string): Synthesized['variables'] {
  const { variable = {} } = JSON.parse(readFileSync(join(directory, 'cdk.tf.json'), 'utf8')) as {
    readonly variable?: Readonly<Record<string, { readonly sensitive?: boolean; readonly default?: unknown }>>;
  };
  return Object.entries(variable)
    .filter(([, { default: value }]) => value === undefined)
    .map(([name, { sensitive = false }]) => ({ name, sensitive }));
}
