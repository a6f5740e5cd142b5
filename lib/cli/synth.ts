/** Makes the directory of Terraform's configuration of a definition. */
import { App, LocalBackend, TerraformBackend, TerraformStack, type TerraformRemoteState } from 'cdktf';
import { type Construct } from 'constructs';
import { readFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { environmentFrom } from '../constructs/environment';
import { AptibleProvider } from '../constructs/provider';
import { directoryNameOf, readDefinition, stateOf, type CheckedDefinition, type ReadOptions } from '../definition';
import { makeDirectory } from '../files/make-directory';
import { aloneIn, claim } from './definition-directory';

export interface SynthOptions extends ReadOptions {
  /** Where directories of configurations are. */
  readonly output: string;
  /** How long to wait while another run works on the same state, or in the same directory, in milliseconds. */
  readonly lockTimeout?: number;
}

export const defaultLockTimeoutMs = 600_000;

export interface Synthesized {
  /** Where terraform is run. */
  readonly directory: string;
  /** The handle of the environment. */
  readonly handle: string;
  /** The variables that have no default, and whether they are secrets. */
  readonly variables: readonly { readonly name: string; readonly sensitive: boolean }[];
  /** The type of the backend. */
  readonly backend: string;
  /** The workspace in it: each of several environments, and each copy, has one unless its state is another one anyway. */
  readonly workspace: string | undefined;
}

/**
 * Synthesizes a definition, and does some work with that, while no other command changes the directory.
 *
 * @throws DefinitionError with all mistakes of the definition
 */
export async function withSynthesized<T>(
  file: string,
  { lockTimeout = defaultLockTimeoutMs, ...options }: SynthOptions,
  work: (synthesized: Synthesized) => T | Promise<T>,
): Promise<T> {
  // Its mistakes are told before there is a directory for it.
  const definition = readDefinition(file, options);
  const directory = madeDirectory(file, options);
  return aloneIn(directory, lockTimeout, () => work(synthesizeInto(directory, file, definition, options)));
}

function madeDirectory(file: string, { output, ...variant }: SynthOptions): string {
  const directory = join(resolve(output), 'stacks', directoryNameOf(file, variant));
  // What a person gave comes first: an error names it.
  for (const each of [resolve(output), directory]) makeDirectory(each);
  return directory;
}

function synthesizeInto(
  directory: string,
  file: string,
  definition: CheckedDefinition,
  { output, ...options }: SynthOptions,
): Synthesized {
  const { handle } = definition.value['environment'] as { readonly handle: string };
  const outdir = resolve(output);
  const app = new App({ outdir, stackTraces: false });
  const stack = new TerraformStack(app, directoryNameOf(file, options));
  claim(directory, file, options);
  const state = stateOf(file, definition.value, options);
  if (state.isBesideDefinition) new LocalBackend(stack, { path: relative(directory, state.config['path']!) });
  else new AnyBackend(stack, state.type, state.config);
  new AptibleProvider(stack, 'aptible');
  // Addresses do not depend on the handle, which can change.
  environmentFrom(stack, 'environment', definition);
  app.synth();
  const configuration = readFileSync(join(directory, 'cdk.tf.json'), 'utf8');
  return {
    ...{ directory, handle, variables: variablesOf(configuration) },
    ...{ backend: state.type, workspace: state.workspace },
  };
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

function variablesOf(configuration: string): Synthesized['variables'] {
  const { variable = {} } = JSON.parse(configuration) as {
    readonly variable?: Readonly<Record<string, { readonly sensitive?: boolean; readonly default?: unknown }>>;
  };
  return Object.entries(variable)
    .filter(([, { default: value }]) => value === undefined)
    .map(([name, { sensitive = false }]) => ({ name, sensitive }));
}
