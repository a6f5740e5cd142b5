/** Checks the values of a definition as the constructs check their props: against `lib/schema`. */
import { check, type ProblemPath } from '../schema';
import { nearest } from '../schema/nearest';
import { Settings } from './settings';
import { definitionShape, optionOf, shapeAt, type ConstructTable, type ObjectShape, type Shape } from './shape';
import type { Attributes, Entry } from './table';
import { find, isAt, plain, type Path, type Problem, type Tree } from './tree';

type Values = Readonly<Record<string, unknown>>;

/** What has a value, although nobody knows it yet. */
const unknown = '${unknown}';

const isUnknown = (value: unknown) => typeof value === 'string' && /(?<!\$)\$\{/.test(value);

export function limitProblems(tree: Tree): Problem[] {
  const problems = within(tree, definitionShape, []);
  if (problems.length === 0) return [];
  const value = plain(tree);
  return problems.map((problem) => ({ ...problem, message: problem.message + suggestion(problem.path, tree, value) }));
}

/** @returns the nearest value that is valid, as the end of a message. */
function suggestion(path: Path, tree: Tree, value: unknown): string {
  const { tree: found } = find(tree, path);
  // What has no handle is called by its name.
  const given = isAt(tree, path) && found.kind === 'leaf' ? found.value : path.at(-1) === 'handle' ? path.at(-2) : '';
  const shape = shapeAt(path, value);
  if (shape?.kind !== 'text' || typeof given !== 'string') return '';
  const meant = shape.values === undefined ? inLowerCase(given, shape.pattern) : nearest(given, shape.values);
  return meant === undefined ? '' : `: did you mean ${meant}?`;
}

function inLowerCase(given: string, pattern: string | undefined): string | undefined {
  const meant = given.toLowerCase().replace(/\s+/g, '-');
  return pattern !== undefined && meant !== given && new RegExp(pattern).test(meant) ? meant : undefined;
}

function within(tree: Tree, shape: Shape, path: Path): Problem[] {
  if (tree.kind !== 'branch') return [];
  switch (shape.kind) {
    case 'choice': {
      const option = optionOf(shape, plain(tree));
      return option === undefined ? [] : within(tree, option, path);
    }
    case 'entries':
      return [...tree.entries].flatMap(([key, { value }]) => within(value, shape.of, [...path, key]));
    case 'object':
      return [
        ...(shape.construct === undefined || isPartOfAnother(path)
          ? []
          : ofConstruct(plain(tree) as Values, shape, shape.construct, path)),
        ...[...tree.entries].flatMap(([key, { value }]) =>
          Object.hasOwn(shape.fields, key) ? within(value, shape.fields[key]!, [...path, key]) : [],
        ),
      ];
    default:
      return [];
  }
}

/** Autoscaling is a block of its app, and checked with it. */
function isPartOfAnother(path: Path): boolean {
  return path.at(-1) === 'autoscaling';
}

function ofConstruct(
  value: Values,
  shape: ObjectShape,
  { definition, attributes, fixed }: ConstructTable,
  path: Path,
): Problem[] {
  const props = propsOf(value, shape, attributes, String(path.at(-1)));
  const own = Object.fromEntries(Object.entries(attributes).filter(([prop]) => prop !== 'environment'));
  const implied = Object.hasOwn(definition.attributes, 'env_id') ? { env_id: unknown } : {};
  const settings = new Settings(
    { attributes: own, props, fixed: { ...implied, ...fixed } },
    { isUnknown, environmentId: () => unknown },
  );
  const problems = check(definition, settings.values, {
    isUnknown,
    nameOf: (at: ProblemPath) => settings.name(at),
    isImplied: (at) => settings.isImplied(at),
    isPresent: (at) => settings.isPresent(at),
  });
  return problems.flatMap((problem) => {
    const name = settings.name(problem.path);
    // What structure or place says is checked by these.
    if (name === undefined || problem.code === 'required' || problem.code === 'type') return [];
    return [{ at: undefined, path: [...path, ...stepsOf(name, value)], message: problem.message }];
  });
}

/** The way that a name of `Settings` leads in the value: a key may have dots. */
function stepsOf(name: string, value: unknown): Path {
  if (name === '' || typeof value !== 'object' || value === null) return name === '' ? [] : [name];
  const keys = Object.keys(value).filter((key) => name === key || name.startsWith(`${key}.`));
  const [key] = keys.sort((a, b) => b.length - a.length);
  if (key === undefined) return name.split('.');
  return [key, ...stepsOf(name.slice(key.length + 1), (value as Values)[key])];
}

/** The props of the construct that an object stands for. */
function propsOf(value: Values, shape: ObjectShape, attributes: Attributes, name: string): Values {
  const given = Object.entries(value).filter(([key]) => Object.hasOwn(attributes, key));
  const props = Object.fromEntries(
    given.map(([key, item]) => [key, propOf(item, attributes[key]!, shape.fields[key]!)]),
  );
  // Where it lies says what it belongs to.
  const implied = Object.entries(attributes).flatMap(([key, entry]) =>
    typeof entry === 'object' && entry.kind === 'reference' && !Object.hasOwn(shape.fields, key)
      ? [[key, { [entry.property]: unknown }] as const]
      : [],
  );
  return {
    ...(Object.hasOwn(attributes, 'handle') && { handle: name }),
    ...(Object.hasOwn(attributes, 'service') && !Object.hasOwn(shape.fields, 'service') && { service: unknown }),
    ...(Object.hasOwn(attributes, 'name') && { name }),
    // These are never more than the deadline unless they are given.
    ...(Object.hasOwn(attributes, 'deadlineSeconds') && { intervalSeconds: unknown, requestTimeoutSeconds: unknown }),
    ...Object.fromEntries(implied),
    ...props,
  };
}

function propOf(value: unknown, entry: Entry, shape: Shape): unknown {
  if (typeof entry !== 'object') return value;
  const inner = (item: unknown, attributes: Attributes, of: Shape) =>
    typeof item === 'object' && item !== null && of.kind === 'object'
      ? Object.fromEntries(
          Object.entries(item)
            .filter(([key]) => Object.hasOwn(attributes, key))
            .map(([key, each]) => [key, propOf(each, attributes[key]!, of.fields[key]!)]),
        )
      : item;
  switch (entry.kind) {
    case 'reference':
      return typeof value === 'number' ? value : { [entry.property]: unknown };
    case 'group':
    case 'one':
      return inner(value, entry.attributes, shape);
    case 'keyed':
      return typeof value === 'object' && value !== null && shape.kind === 'entries'
        ? Object.fromEntries(Object.entries(value).map(([key, item]) => [key, inner(item, entry.attributes, shape.of)]))
        : value;
    case 'kinds':
      return policyOf(value, shape);
    default:
      return value;
  }
}

/** As `Autoscaling.horizontal(...)` makes it. */
function policyOf(value: unknown, shape: Shape): unknown {
  const option = shape.kind === 'choice' ? optionOf(shape, value) : undefined;
  if (option?.construct === undefined || shape.kind !== 'choice') return undefined;
  const { [shape.by]: type, ...props } = value as Values;
  return { policy: { ...option.construct, props, fixed: { autoscaling_type: type } } };
}
