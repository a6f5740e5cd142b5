/** Makes the configuration of a Terraform element from props and their table, and checks it: all problems at once, in the words of the props. */
import type { TerraformResourceLifecycle } from 'cdktf';
import type { IConstruct } from 'constructs';
import { Settings, type Values } from '../definition/settings';
import { check, formatProblems, type NameOf, type NestedBlock, type Problem, type ProblemPath } from '../schema';
import type { BlocksOf, Definition, Given, Settable, ValueOf } from './props';
import type { ResourceProps } from './resource';
import { requireEnvironment, type IEnvironment } from './scope';
import { isAnyStackWithoutCredentials, stackWithoutCredential } from './sensitive';
import { isUnknown } from './unknown';

/** The configuration that the L1 class of a definition takes. */
export type ConfigOf<D extends Definition> = BlockConfig<D> & { readonly lifecycle?: TerraformResourceLifecycle };

type BlockConfig<D extends Definition> = {
  readonly [A in Required<D> as CamelCase<A>]: ValueOf<D['attributes'][A]['type']>;
} & { readonly [A in Exclude<Settable<D>, Required<D>> as CamelCase<A>]?: ValueOf<D['attributes'][A]['type']> } & {
  readonly [B in keyof BlocksOf<D> & string as CamelCase<B>]?: NestedConfig<BlocksOf<D>[B]>;
};

type NestedConfig<B> = B extends NestedBlock
  ? B extends { readonly computed: true }
    ? BlockConfig<B>[]
    : B extends { readonly nesting: 'single' } | { readonly maxItems: 1 }
      ? BlockConfig<B>
      : BlockConfig<B>[]
  : never;

type Required<D extends Definition> = {
  [A in Settable<D>]: D['attributes'][A] extends { readonly required: true } ? A : never;
}[Settable<D>];

type CamelCase<S extends string> = S extends `${infer A}_${infer B}` ? `${A}${Capitalize<CamelCase<B>>}` : S;

/**
 * @param call how the construct is made, for the error when it has no environment
 * @returns the configuration, with the names of the L1 class.
 * @throws one error with all problems, never with the value of a secret; another one when there is no environment.
 */
export function configOf<D extends Definition>(construct: IConstruct, given: Given<D>, call?: string): ConfigOf<D>;
export function configOf(construct: IConstruct, given: Given, call?: string): Values {
  const { lifecycle } = given.props as ResourceProps;
  const config = checked(construct, given, call).config(given.definition);
  return lifecycle ? { ...config, lifecycle } : config;
}

/**
 * @returns the configuration, with Terraform's names.
 * @throws one error with all problems, never with the value of a secret.
 */
export function argumentsOf(construct: IConstruct, given: Given): Values {
  return checked(construct, given).values;
}

function checked(construct: IConstruct, given: Given, call?: string): Settings {
  const settings = new Settings(given, {
    isUnknown,
    environmentId: (environment) =>
      requireEnvironment(construct, environment as IEnvironment | undefined, call).environmentId,
  });
  const { values } = settings;
  const nameOf = (path: ProblemPath) => settings.name(path);
  const problems = [
    ...check(given.definition, values, {
      isUnknown,
      nameOf,
      isImplied: (path) => settings.isImplied(path),
      isPresent: (path) => settings.isPresent(path),
    }),
    ...settings.secrets
      .flatMap((attribute) => literalPaths([attribute], values[attribute]))
      .map((path) => literalSecret(path, nameOf(path) ?? '')),
  ];
  const mistakes = [...settings.mistakes, ...unknownTimeouts(given)].map(({ name, message }) => `${name}: ${message}`);
  if (problems.length + mistakes.length === 0) {
    // A provider that is made later may be the one that stores no credentials.
    construct.node.addValidation({
      validate: () => (isAnyStackWithoutCredentials(construct) ? withoutCredentials(construct, values, nameOf) : []),
    });
    return settings;
  }
  const lines = [...mistakes, ...(problems.length === 0 ? [] : [formatProblems(problems, nameOf)])]
    .join('\n')
    .replace(/^/gm, '  ');
  throw new Error(`the props of ${construct.node.path} (${construct.constructor.name}) are not valid:\n${lines}`);
}

/** A value that is null in Terraform is left out of a map there without a word. */
function withoutCredentials(construct: IConstruct, values: Values, nameOf: NameOf): string[] {
  const leaves = Object.entries(values).flatMap(([attribute, value]): [ProblemPath, unknown][] =>
    typeof value === 'object' && value !== null && !isUnknown(value)
      ? Object.entries(value).map(([key, item]) => [[attribute, key], item])
      : [[[attribute], value]],
  );
  return leaves.flatMap(([path, value]) => {
    const stack = stackWithoutCredential(construct, value);
    if (stack === undefined) return [];
    return [
      `${nameOf(path) ?? path.join('.')}: it would have no value, since the AptibleProvider of stack "${stack.node.id}" has storeCredentials: false. ` +
        'Give the connectionUrl of new EphemeralCredential(scope, id, { database }) to what Terraform does not store, as secretConfigWriteOnly of an app',
    ];
  });
}

function unknownTimeouts({ definition, props }: Given): { readonly name: string; readonly message: string }[] {
  const { timeouts } = props as { readonly timeouts?: object };
  if (!timeouts) return [];
  const known = Object.keys(definition.blocks?.timeouts?.attributes ?? {});
  return Object.keys(timeouts)
    .filter((operation) => !known.includes(operation))
    .map((operation) => ({
      name: `timeouts.${operation}`,
      message: `there is no such time-out here: there are ${known.join(', ')}`,
    }));
}

function literalPaths(path: ProblemPath, value: unknown): ProblemPath[] {
  if (!value || isUnknown(value)) return [];
  if (typeof value !== 'object') return [path];
  return Object.entries(value).flatMap(([key, item]) => literalPaths([...path, key], item));
}

function literalSecret(path: ProblemPath, name: string): Problem {
  const variable = name
    .replace(/^.*\./, '')
    .replace(/([a-z])([A-Z])/g, '$1_$2')
    .toLowerCase();
  const expected =
    `a reference, since a literal is readable in cdk.tf.json: ` +
    `new TerraformVariable(stack, '${variable}', { type: 'string', sensitive: true }).stringValue, ` +
    `with the value in the environment variable TF_VAR_${variable}`;
  return { path, code: 'value', expected, message: `expected ${expected}` };
}
