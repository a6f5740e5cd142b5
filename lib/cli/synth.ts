/** Makes the directory of Terraform's configuration of a definition. */
import { App, LocalBackend, TerraformBackend, TerraformStack, type TerraformRemoteState } from 'cdktf';
import { type Construct } from 'constructs';
import { readFileSync } from 'node:fs';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { environmentFrom } from '../constructs/environment';
import { AptibleProvider } from '../constructs/provider';
import { partsOf, readDefinition, type CheckedDefinition, type ReadOptions, type Reference } from '../definition';

export interface SynthOptions extends ReadOptions {
  /** Where directories of configurations are. */
  readonly output: string;
}

export interface Synthesized {
  /** Where terraform is run. */
  readonly directory: string;
  /** What is in its cdk.tf.json. */
  readonly configuration: string;
  /** The handle of the environment. */
  readonly handle: string;
  /** The variables that have no default, and whether they are secrets. */
  readonly variables: readonly { readonly name: string; readonly sensitive: boolean }[];
  /** The type of the backend. */
  readonly backend: string;
  /** Whether each environment and each copy has a state of its own in it, without workspaces. */
  readonly hasOwnStates: boolean;
}

/** @throws DefinitionError with all mistakes of the definition */
export function synthesize(file: string, { output, ...options }: SynthOptions): Synthesized {
  const definition = readDefinition(file, options);
  const { handle } = definition.value['environment'] as { readonly handle: string };
  const outdir = resolve(output);
  const app = new App({ outdir, stackTraces: false });
  const name = nameOf(relative('', file), options).replace(/[^\p{L}\p{N}._-]/gu, '-');
  const stack = new TerraformStack(app, name);
  const directory = join(outdir, 'stacks', name);
  const state = join(dirname(resolve(file)), `${nameOf(basename(file), options)}.tfstate`);
  const backend = addBackend(stack, definition, { handle, path: relative(directory, state) });
  new AptibleProvider(stack, 'aptible');
  // Addresses do not depend on the handle, which can change.
  environmentFrom(stack, 'environment', definition);
  app.synth();
  const configuration = readFileSync(join(directory, 'cdk.tf.json'), 'utf8');
  return { directory, configuration, handle, variables: variablesOf(configuration), ...backend };
}

/** The handle has no part in it: a state is still found when the handle changes. */
const nameOf = (file: string, { environment, name }: ReadOptions): string =>
  [file, environment, name].filter((part) => part !== undefined).join('.');

interface StateOf {
  readonly handle: string;
  /** The file of the state when there is no backend. */
  readonly path: string;
}

function addBackend(
  stack: TerraformStack,
  { value }: CheckedDefinition,
  { handle, path }: StateOf,
): Pick<Synthesized, 'backend' | 'hasOwnStates'> {
  const backend = value['backend'] as
    { readonly type: string; readonly config?: Readonly<Record<string, string>> } | undefined;
  if (backend === undefined) {
    new LocalBackend(stack, { path });
    return { backend: 'local', hasOwnStates: true };
  }
  const { type, config = {} } = backend;
  const known = Object.entries(config).map(([name, text]) => [name, knownText(text, handle)] as const);
  new AnyBackend(stack, type, Object.fromEntries(known));
  const namesHandle = Object.values(config).some((text) => partsOf(text).some(isHandle));
  return { backend: type, hasOwnStates: namesHandle };
}

const isHandle = (part: string | Reference): boolean =>
  typeof part !== 'string' && part.kind === 'environment' && part.rest === 'handle';

/** Terraform reads its backend before everything else: there are no references but to the handle and to environment variables. */
function knownText(text: string, handle: string): string {
  return partsOf(text)
    .map((part) => {
      if (typeof part === 'string') return part;
      if (isHandle(part)) return handle;
      if (part.kind === 'env') return process.env[part.rest] || part.otherwise || '';
      throw new Error(
        `backend.config: ${part.written} is not known before Terraform starts: only \${env.NAME} and \${environment.handle} are`,
      );
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

function variablesOf(configuration: string): Synthesized['variables'] {
  const { variable = {} } = JSON.parse(configuration) as {
    readonly variable?: Readonly<Record<string, { readonly sensitive?: boolean; readonly default?: unknown }>>;
  };
  return Object.entries(variable)
    .filter(([, { default: value }]) => value === undefined)
    .map(([name, { sensitive = false }]) => ({ name, sensitive }));
}

/** By address, the path of names in the definition of each resource in a configuration: `apps.web.site`. */
export function namesIn(configuration: string): Map<string, string> {
  const { resource = {} } = JSON.parse(readFileSync(configuration, 'utf8')) as {
    readonly resource?: Readonly<
      Record<string, Readonly<Record<string, { readonly '//'?: { readonly metadata?: { readonly path?: string } } }>>>
    >;
  };
  const named = Object.entries(resource).flatMap(([type, all]) =>
    Object.entries(all).map(([id, { '//': comment }]): [string, string] => {
      const address = `${type}.${id}`;
      // Between the stack and the element of Terraform there are the constructs.
      const names = comment?.metadata?.path?.split('/').slice(1, -1) ?? [];
      const [, ...within] = names;
      return [address, (within.length > 0 ? within : names).join('.') || address];
    }),
  );
  return new Map(named);
}
