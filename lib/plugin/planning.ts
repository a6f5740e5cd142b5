/** Plans, made from a schema's flags, the prior state and the configuration: every static rule, in one place. */
import { equal } from './codec';
import type { Path } from './diagnostics';
import { completeValue, impliedType, type Member, members, memberType } from './schema';
import type { Attribute, Block, NestedBlock, Schema } from './types';
import { emptyObject, isObject, isUnknown, type ObjectValue, unknown, type Value } from './values';

/** A place in the resource, for the paths of replacements. */
interface Place {
  readonly path: Path;
  /** Inside a set, whose elements have no address: the path stays at the set. */
  readonly inSet: boolean;
}

interface Pass {
  /** Computed values without a configuration become unknown; in the first pass, which finds out whether anything changes, they stay. */
  readonly changing: boolean;
  readonly replace: Map<string, Path>;
}

/**
 * Makes the planned state, and names the attributes whose change replaces the object.
 *
 * It is made from the configuration and the prior state. Terraform's proposal says nothing that these two do not.
 * An attribute inside a block replaces when its element is in the prior state and in the plan. Elements that come and go replace nothing.
 */
export function plan(
  schema: Schema,
  { prior, config }: { prior: ObjectValue | null; config: ObjectValue },
): { planned: ObjectValue; replace: Path[] } {
  const top: Place = { path: [], inSet: false };
  const settled: Pass = { changing: false, replace: new Map() };
  const kept = planObject(schema, prior, config, settled, top);
  if (prior !== null && equal(kept, prior, impliedType(schema))) return { planned: kept, replace: [] };
  const changing: Pass = { changing: true, replace: new Map() };
  const planned = planObject(schema, prior, config, changing, top);
  return { planned, replace: prior === null ? [] : [...changing.replace.values()] };
}

function planObject(
  block: Block,
  prior: ObjectValue | null,
  config: ObjectValue,
  pass: Pass,
  place: Place,
): ObjectValue {
  const planned = emptyObject();
  for (const member of members(block)) {
    const { name } = member;
    planned[name] = planMember(member, prior, config[name] ?? null, pass, inner(place, name));
  }
  if (pass.changing && prior !== null) forgetUnstable(block, prior, config, planned);
  if (prior !== null) noteReplacements(block, prior, config, planned, pass, place);
  return planned;
}

function inner(place: Place, step: string | number): Place {
  return place.inSet ? place : { path: [...place.path, step], inSet: false };
}

function planMember(
  { name, attribute, block }: Member,
  priorObject: ObjectValue | null,
  config: Value,
  pass: Pass,
  place: Place,
): Value {
  const prior = priorObject?.[name] ?? null;
  if (block) return planBlock(block, prior, config, pass, place);
  if (attribute.writeOnly) return null;
  if (config === null) return planUnset(attribute, completeValue(prior, attribute.type), pass, priorObject === null);
  // A resource's own rule changes the plan in place, so it must share nothing with the prior state or the configuration.
  return completeValue(config, attribute.type);
}

function planUnset(attribute: Attribute, prior: Value, pass: Pass, isNew: boolean): Value {
  if (attribute.stable && prior !== null) return prior;
  if (attribute.default !== undefined) return attribute.default;
  if (!attribute.computed) return null;
  // A prior null may mean that there is no value yet, or that it was never read. What only a replacement changes will have none.
  const staysNull = attribute.stable && attribute.replace && !isNew;
  return pass.changing && !staysNull ? unknown : prior;
}

/** Makes values with `stable: { unless }` unknown where an attribute that they name changes, until no further one does. */
function forgetUnstable(block: Block, prior: ObjectValue, config: ObjectValue, planned: ObjectValue): void {
  const changed = (name: string) => {
    const member = members(block).find((candidate) => candidate.name === name);
    return member !== undefined && !equal(orNone(planned[name]), orNone(prior[name]), memberType(member));
  };
  const conditional = Object.entries(block.attributes).filter(
    ([name, { stable, computed, default: preset }]) =>
      typeof stable === 'object' && computed && preset === undefined && (config[name] ?? null) === null,
  );
  let again = true;
  while (again) {
    again = false;
    for (const [name, { stable }] of conditional) {
      if (isUnknown(planned[name]) || !(stable as { unless: readonly string[] }).unless.some(changed)) continue;
      planned[name] = unknown;
      again = true;
    }
  }
}

/** No elements is written as null, as [] or as {}. */
const orNone = (value: Value | undefined): Value => {
  const isNone = Array.isArray(value) ? value.length === 0 : isObject(value) && Object.keys(value).length === 0;
  return value === undefined || isNone ? null : value;
};

function noteReplacements(
  block: Block,
  prior: ObjectValue,
  config: ObjectValue,
  planned: ObjectValue,
  pass: Pass,
  place: Place,
): void {
  for (const [name, attribute] of Object.entries(block.attributes)) {
    const { type, replace, computed, default: preset, writeOnly } = attribute;
    if (!replace || writeOnly) continue;
    const before = prior[name] ?? null;
    const after = planned[name] ?? null;
    if (replace === 'other-value' && (before === null || after === null)) continue;
    // What nobody asked for is no reason to replace, even when the update leaves it unknown.
    if (computed && preset === undefined && (config[name] ?? null) === null) continue;
    if (equal(after, before, type)) continue;
    const { path } = inner(place, name);
    pass.replace.set(JSON.stringify(path), path);
  }
}

function planBlock(block: NestedBlock, prior: Value, config: Value, pass: Pass, place: Place): Value {
  const element = (from: Value | undefined, item: Value, at: Place) =>
    isObject(item) ? planObject(block, isObject(from) ? from : null, item, pass, at) : item;
  // As a stable attribute: an update changes nothing of it.
  if (block.computed && (config === null || isEmptyList(config)))
    return prior ?? config ?? (pass.changing ? unknown : null);
  if (!Array.isArray(config)) return element(prior, config, place);
  const priorElements = Array.isArray(prior) ? prior : [];
  if (block.nesting === 'set') {
    const inSet: Place = { ...place, inSet: true };
    return pairSetElements(block, priorElements, config).map(([from, item]) => element(from, item, inSet));
  }
  return config.map((item, index) => element(priorElements[index], item, inner(place, index)));
}

const isEmptyList = (value: Value): boolean => Array.isArray(value) && value.length === 0;

/** Pairs each element of the configuration with the one of the prior state that it continues. A prior element continues once. */
export function pairSetElements(
  block: Block,
  prior: readonly Value[],
  config: readonly Value[],
): [ObjectValue | null, Value][] {
  const free = new Set(prior.filter(isObject));
  const isKeyed = Object.values(block.attributes).some(({ key }) => key);
  return config.map((item) => {
    if (!isObject(item)) return [null, item];
    for (const candidate of free) {
      const same = isKeyed ? haveSameKey(block, candidate, item) : agree(block, candidate, item);
      if (!same) continue;
      free.delete(candidate);
      return [candidate, item];
    }
    return [null, item];
  });
}

function haveSameKey(block: Block, prior: ObjectValue, config: ObjectValue): boolean {
  return members(block).every((member) => {
    if (!member.attribute?.key) return true;
    const wanted = config[member.name] ?? null;
    const value = wanted === null && member.attribute.default !== undefined ? member.attribute.default : wanted;
    return !isUnknown(value) && equal(value, prior[member.name] ?? null, memberType(member));
  });
}

/** Says whether the configuration, with its defaults, would leave the element as it is. */
function agree(block: Block, prior: ObjectValue, config: ObjectValue): boolean {
  const asPlanned = planObject(
    block,
    prior,
    config,
    { changing: false, replace: new Map() },
    { path: [], inSet: true },
  );
  return equal(asPlanned, prior, impliedType(block));
}
