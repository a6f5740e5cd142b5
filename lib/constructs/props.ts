/** Checks props against the schema at synth: all problems at once, each in the words of the props. */
import { Token } from 'cdktf';
import type { IConstruct } from 'constructs';
import { check, formatProblems, type Block, type NestedBlock, type Problem, type ProblemPath } from '../schema';

export interface PropWords {
  /**
   * How the props call a field of the schema, where it is not the same word in camelCase: `disk_size` → `diskSizeGb`. For an element of
   * a block `service.0` → `services.web`.
   */
  readonly names?: Readonly<Record<string, string>>;
  /** Fields that a literal would give away, since it is written to `cdk.tf.json`. Of a map: each of its values. */
  readonly secrets?: readonly string[];
}

type Definition = Pick<Block, 'attributes' | 'blocks' | 'rules'>;
type Values = Readonly<Record<string, unknown>>;

/**
 * @param config what goes to the binding: the schema's fields, in camelCase
 * @throws one error with all problems, never with the value of a secret
 */
export function checkProps(
  construct: IConstruct,
  definition: Definition,
  config: object,
  { names = {}, secrets = [] }: PropWords = {},
): void {
  const values = valuesOf(definition, config as Values);
  const nameOf = (path: ProblemPath) => nameOfProp(path, names);
  const problems = [
    ...check(definition, values, { isUnknown, nameOf }),
    ...secrets.flatMap((field) => literalPaths([field], values[field])).map(literalSecret),
  ];
  if (problems.length === 0) return;
  const lines = formatProblems(problems, nameOf).replace(/^/gm, '  ');
  throw new Error(`the props of ${construct.node.path} (${construct.constructor.name}) are not valid:\n${lines}`);
}

/** A token, or text with a reference in it: known only to Terraform. */
function isUnknown(value: unknown): boolean {
  return Token.isUnresolved(value) || (typeof value === 'string' && value.includes('${'));
}

function valuesOf({ attributes, blocks = {} }: Definition, config: Values): Values {
  const value = (name: string) => config[camelCase(name)];
  return Object.fromEntries([
    ...Object.keys(attributes).map((name) => [name, value(name)] as const),
    ...Object.entries(blocks).map(([name, block]) => [name, blockValues(block, value(name))] as const),
  ]);
}

/** A block of which there is one at most is one object in the bindings, although Terraform has a set of it. */
function blockValues(block: NestedBlock, value: unknown): unknown {
  if (value === undefined || isUnknown(value)) return value;
  if (Array.isArray(value)) return value.map((element) => valuesOf(block, element as Values));
  const values = valuesOf(block, value as Values);
  return block.nesting === 'single' ? values : [values];
}

function nameOfProp(path: ProblemPath, names: Readonly<Record<string, string>>): string {
  const [step, next, ...rest] = path;
  if (step === undefined) return '';
  const element = names[`${step}.${next}`];
  if (element !== undefined) return joined(element, nameOfProp(rest, names));
  // What follows is a key of a map, which the user named.
  return [names[step] ?? camelCase(String(step)), ...path.slice(1)].join('.');
}

function joined(first: string, second: string): string {
  return second === '' ? first : `${first}.${second}`;
}

function camelCase(name: string): string {
  return name.replace(/_(\w)/g, (_match, letter: string) => letter.toUpperCase());
}

function literalPaths(path: ProblemPath, value: unknown): ProblemPath[] {
  if (!value || isUnknown(value)) return [];
  if (typeof value !== 'object') return [path];
  return Object.entries(value).flatMap(([key, item]) => literalPaths([...path, key], item));
}

function literalSecret(path: ProblemPath): Problem {
  const field = String(path.at(-1)).toLowerCase();
  const expected =
    `a reference, since a literal is readable in cdk.tf.json: ` +
    `new TerraformVariable(stack, '${field}', { type: 'string', sensitive: true }).stringValue, ` +
    `with the value in the environment variable TF_VAR_${field}`;
  return { path, code: 'value', expected, message: `expected ${expected}` };
}
