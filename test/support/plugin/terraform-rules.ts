/** Terraform's own rules: what it proposes to a provider, and what it refuses in an answer. */
import { equal, hasUnknown } from '../../../lib/plugin/codec';
import { type Path, pathText } from '../../../lib/plugin/diagnostics';
import { pairSetElements } from '../../../lib/plugin/planning';
import {
  impliedType,
  mapElements,
  type Member,
  members,
  memberType,
  withoutWriteOnly,
} from '../../../lib/plugin/schema';
import { isComputed } from '../../../lib/plugin/schema-messages';
import type { Attribute, Block, NestedBlock, Schema, Type } from '../../../lib/plugin/types';
import { emptyObject, isObject, isUnknown, type ObjectValue, type Value } from '../../../lib/plugin/values';

/** An answer that breaks the protocol, in Terraform's words: a bug in the provider. */
export class InconsistencyError extends Error {
  override readonly name = 'InconsistencyError';

  constructor(summary: string, problems: readonly string[]) {
    super(`${summary}:\n${problems.map((problem) => `  ${problem}`).join('\n')}`);
  }
}

export function check(summary: string, problems: readonly string[]): void {
  if (problems.length > 0) throw new InconsistencyError(summary, problems);
}

// What Terraform proposes

/** The state that Terraform proposes to a provider: the configuration, and what is computed from the prior state. */
export function proposedNew(block: Block, prior: ObjectValue | null, config: ObjectValue): ObjectValue {
  const proposed = emptyObject();
  for (const { name, attribute, block: nested } of members(block)) {
    const priorValue = prior?.[name] ?? null;
    const configValue = config[name] ?? null;
    if (nested?.computed) proposed[name] = configValue === null ? priorValue : configValue;
    else if (nested) proposed[name] = proposedBlock(nested, priorValue, configValue);
    else proposed[name] = isComputed(attribute) && configValue === null ? priorValue : configValue;
  }
  return proposed;
}

function proposedBlock(block: NestedBlock, prior: Value, config: Value): Value {
  if (block.nesting === 'set' && Array.isArray(config)) {
    // By all that is configured, whatever the schema's keys are: Terraform does not know of them.
    const attributes = Object.fromEntries(
      Object.entries(block.attributes).map(([name, { key: _, ...rest }]) => [name, rest]),
    );
    const pairs = pairSetElements({ ...block, attributes }, Array.isArray(prior) ? prior : [], config);
    return pairs.map(([from, item]) => (isObject(item) ? proposedNew(block, from, item) : item));
  }
  return mapElements(config, (element, index) => {
    const from = index === undefined ? prior : Array.isArray(prior) ? prior[index] : null;
    return proposedNew(block, isObject(from) ? from : null, element);
  });
}

// What Terraform refuses in a plan

/** What Terraform refuses in a plan, each with its path. */
export function planProblems(
  block: Block,
  prior: ObjectValue | null,
  config: ObjectValue,
  planned: ObjectValue,
  path: Path = [],
): string[] {
  return members(block).flatMap((member) => {
    const { name } = member;
    return memberProblems(member, prior?.[name] ?? null, config[name] ?? null, planned[name] ?? null, [...path, name]);
  });
}

function memberProblems({ attribute, block }: Member, prior: Value, config: Value, planned: Value, path: Path) {
  if (block?.computed) {
    const problem = attributeProblem({ type: memberType({ name: '', block }), computed: true }, prior, config, planned);
    return problem === undefined ? [] : [`${pathText(path)}: ${problem}`];
  }
  const problem = attribute
    ? attributeProblem(attribute, prior, config, planned)
    : blockProblem(block, config, planned);
  if (problem !== undefined) return [`${pathText(path)}: ${problem}`];
  return block ? elementProblems(block, prior, config, planned, path) : [];
}

function attributeProblem(attribute: Attribute, prior: Value, config: Value, planned: Value): string | undefined {
  const { type, writeOnly } = attribute;
  if (writeOnly) return planned === null ? undefined : 'planned value for a write-only attribute must be null';
  if (isComputed(attribute) && config === null) return undefined;
  if (equal(planned, config, type)) return undefined;
  if (config === null) return `planned value ${show(planned)} for a non-computed attribute`;
  if (prior !== null && equal(planned, prior, type)) return undefined;
  return `planned value ${show(planned)} does not match config value ${show(config)}`;
}

function blockProblem({ nesting }: NestedBlock, config: Value, planned: Value): string | undefined {
  if (isUnknown(config)) return isUnknown(planned) ? undefined : 'an unknown block must be returned unchanged';
  if (isUnknown(planned)) return 'planned unknown where the configuration is known';
  if (config === null || planned === null) {
    return config === planned ? undefined : `planned ${show(planned)} where the configuration has ${show(config)}`;
  }
  if (!Array.isArray(config) || !Array.isArray(planned) || config.length === planned.length) return undefined;
  const what = nesting === 'set' ? 'count' : 'block count';
  return `${what} in plan (${planned.length}) disagrees with count in config (${config.length})`;
}

function elementProblems(block: NestedBlock, prior: Value, config: Value, planned: Value, path: Path): string[] {
  if (isObject(config) && isObject(planned)) {
    return planProblems(block, isObject(prior) ? prior : null, config, planned, path);
  }
  if (!Array.isArray(config) || !Array.isArray(planned)) return [];
  if (block.nesting === 'set') return setProblems(block, config, planned, path);
  return config.flatMap((item, index) => {
    const at = [...path, index];
    const answer = planned[index] as Value;
    const before = Array.isArray(prior) ? prior[index] : null;
    if (isObject(item) && isObject(answer))
      return planProblems(block, isObject(before) ? before : null, item, answer, at);
    return equal(item, answer, impliedType(block))
      ? []
      : [`${pathText(at)}: planned ${show(answer)} where the configuration has ${show(item)}`];
  });
}

function setProblems(block: NestedBlock, config: readonly Value[], planned: readonly Value[], path: Path): string[] {
  const fits = (c: Value, p: Value) =>
    isObject(c) && isObject(p) ? planProblems(block, null, c, p).length === 0 : equal(c, p, impliedType(block));
  const strays = planned.filter((p) => !config.some((c) => fits(c, p)));
  const lost = config.filter((c) => !planned.some((p) => fits(c, p)));
  return [...strays, ...lost].map(
    (element) => `${pathText(path)}: the planned set does not correspond to the configured one at ${show(element)}`,
  );
}

/** The problem of a replacement that names what is neither in the prior state nor in the plan. */
export function missingPath(path: Path, prior: ObjectValue, planned: ObjectValue): string[] {
  const exists = at(path, prior) !== undefined || at(path, planned) !== undefined;
  return exists
    ? []
    : [`${pathText(path)}: the provider has indicated a nonexistent attribute as requiring replacement`];
}

export function isChanged(path: Path, prior: ObjectValue, planned: ObjectValue, schema: Schema): boolean {
  let type: Type = impliedType(schema);
  for (const step of path) {
    if (typeof type === 'string') return true;
    type = type[0] === 'object' ? (type[1][step] as Type) : type[1];
  }
  return !equal(at(path, prior) ?? null, at(path, planned) ?? null, type);
}

function at(path: Path, value: Value): Value | undefined {
  return path.reduce<Value | undefined>((inner, step) => {
    if (Array.isArray(inner)) return inner[step as number];
    return isObject(inner) && Object.hasOwn(inner, step) ? inner[step] : undefined;
  }, value);
}

// What Terraform refuses in a state, and in an answer that follows another

/** What Terraform refuses in a state: unknown values, and values of write-only attributes. */
export function stateProblems(state: ObjectValue, schema: Schema): string[] {
  return [
    ...unknownPaths(state, []).map((path) => `${pathText(path)}: unknown value`),
    ...changesOfKnown(withoutWriteOnly(state, schema), state, impliedType(schema)).map(
      (problem) => `${problem} (a write-only attribute must be null)`,
    ),
  ];
}

function unknownPaths(value: Value, path: Path): Path[] {
  if (isUnknown(value)) return [path];
  if (Array.isArray(value)) return value.flatMap((item, index) => unknownPaths(item, [...path, index]));
  return isObject(value) ? Object.entries(value).flatMap(([name, item]) => unknownPaths(item, [...path, name])) : [];
}

/** Known values of `before` that are different in `after`: neither a second plan nor an apply may change them. */
export function changesOfKnown(before: Value, after: Value, type: Type, path: Path = []): string[] {
  const problem = (text: string) => [`${pathText(path)}: ${text}`];
  if (isUnknown(before)) return [];
  if (before === null || after === null || isUnknown(after) || typeof type === 'string') {
    return equal(before, after, type) ? [] : problem(`was ${show(before)}, but now ${show(after)}`);
  }
  if (type[0] === 'set') return changesOfSet(before as Value[], after as Value[], type[1]).flatMap(problem);
  if (type[0] === 'list') {
    const [a, b] = [before as Value[], after as Value[]];
    if (a.length !== b.length) return problem(`length changed from ${a.length} to ${b.length}`);
    return a.flatMap((item, index) => changesOfKnown(item, b[index] as Value, type[1], [...path, index]));
  }
  const [a, b] = [before as ObjectValue, after as ObjectValue];
  const names = type[0] === 'object' ? Object.keys(type[1]) : [...new Set([...Object.keys(a), ...Object.keys(b)])];
  return names.flatMap((name) => {
    if (!Object.hasOwn(b, name)) return [`${pathText([...path, name])}: key has vanished`];
    if (!Object.hasOwn(a, name)) return [`${pathText([...path, name])}: new key has appeared`];
    const itemType = type[0] === 'object' ? (type[1][name] as Type) : type[1];
    return changesOfKnown(a[name] as Value, b[name] as Value, itemType, [...path, name]);
  });
}

function changesOfSet(a: readonly Value[], b: readonly Value[], type: Type): string[] {
  const fits = (x: Value, y: Value) => changesOfKnown(x, y, type).length === 0;
  const lost = a.filter((x) => !b.some((y) => fits(x, y)));
  const strays = b.filter((y) => !a.some((x) => fits(x, y)));
  const lengths = b.length > a.length || (b.length < a.length && !a.some(hasUnknown));
  return [
    ...lost.map((x) => `planned set element ${show(x)} does not correlate with any element in actual`),
    ...strays.map((y) => `actual set element ${show(y)} does not correlate with any element in plan`),
    ...(lengths ? [`length changed from ${a.length} to ${b.length}`] : []),
  ];
}

function show(value: Value): string {
  return JSON.stringify(value);
}
