/** Plans, made from a schema's flags, the prior state and the configuration: every static rule, in one place. */
import { equal } from './codec';
import type { Path } from './diagnostics';
import { completeValue, impliedType, members, memberType } from './schema';
import type { Member, Nested } from './schema';
import type { Attribute, Block, Schema } from './types';
import { isObject, isUnknown, unknown } from './values';
import type { ObjectValue, Value } from './values';

/** Where in the resource, for `replace`. */
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
 * The planned state and the attributes whose change replaces the object.
 *
 * It is made from the configuration and not from Terraform's proposal, which says nothing that these two do not.
 * An attribute inside nested elements replaces when its element is in the prior state and in the plan; elements that come and go
 * replace only where the flag is on the collection.
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
  const planned: ObjectValue = Object.create(null);
  for (const member of members(block)) {
    const { name } = member;
    const priorValue = prior?.[name] ?? null;
    planned[name] = planMember(member, priorValue, config[name] ?? null, pass, memberPlace(place, name));
  }
  if (pass.changing && prior !== null) forgetUnstable(block, prior, config, planned);
  if (prior !== null) noteReplacements(block, prior, config, planned, pass, place);
  return planned;
}

function memberPlace(place: Place, name: string): Place {
  return place.inSet ? place : { path: [...place.path, name], inSet: false };
}

function planMember(member: Member, prior: Value, config: Value, pass: Pass, place: Place): Value {
  const { attribute, nested } = member;
  if (attribute?.writeOnly) return null;
  if (attribute && config === null) return planUnset(attribute, completeValue(prior, memberType(member)), pass);
  // A plan is changed in place by the resource's own rule, and must share nothing with the prior state or the configuration.
  if (!nested) return completeValue(config, memberType(member));
  return planNested(nested, prior, config, pass, place);
}

function planUnset(attribute: Attribute, prior: Value, pass: Pass): Value {
  // A prior null is not kept: after a create that failed half-way it only means that the value was never read.
  if (attribute.stable && prior !== null) return prior;
  if (attribute.default !== undefined) return attribute.default;
  if (!attribute.computed) return null;
  return pass.changing ? unknown : prior;
}

/** `stable: { unless }`: to unknown where a named attribute changes, until no further one does. */
function forgetUnstable(block: Block, prior: ObjectValue, config: ObjectValue, planned: ObjectValue): void {
  const changed = (name: string) => {
    const member = members(block).find((candidate) => candidate.name === name);
    return member !== undefined && !equal(planned[name] ?? null, prior[name] ?? null, memberType(member));
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

function noteReplacements(
  block: Block,
  prior: ObjectValue,
  config: ObjectValue,
  planned: ObjectValue,
  pass: Pass,
  place: Place,
): void {
  for (const member of members(block)) {
    const { name, attribute } = member;
    const { replace } = member.attribute ?? member.block;
    if (!replace || attribute?.writeOnly) continue;
    const isNull = (object: ObjectValue) => (object[name] ?? null) === null;
    if (replace === 'other-value' && (isNull(prior) || isNull(planned))) continue;
    // What nobody asked for is no reason to replace, even when the update leaves it unknown.
    if (attribute?.computed && attribute.default === undefined && (config[name] ?? null) === null) continue;
    if (equal(planned[name] ?? null, prior[name] ?? null, memberType(member))) continue;
    const { path } = memberPlace(place, name);
    pass.replace.set(JSON.stringify(path), path);
  }
}

function planNested(nested: Nested, prior: Value, config: Value, pass: Pass, place: Place): Value {
  const element = (priorElement: Value | undefined, configElement: Value, step?: string | number) => {
    if (!isObject(configElement)) return configElement;
    const at = step === undefined || place.inSet ? place : { path: [...place.path, step], inSet: false };
    return planObject(nested, isObject(priorElement) ? priorElement : null, configElement, pass, at);
  };
  if (nested.nesting === 'single' || nested.nesting === 'group') return element(prior, config);
  if (Array.isArray(config)) {
    const priorElements = Array.isArray(prior) ? prior : [];
    if (nested.nesting === 'list') return config.map((item, index) => element(priorElements[index], item, index));
    const inSet: Place = { ...place, inSet: true };
    return pairSetElements(nested, priorElements, config).map(([priorElement, item]) =>
      isObject(item) ? planObject(nested, priorElement, item, pass, inSet) : item,
    );
  }
  if (nested.nesting !== 'map' || !isObject(config)) return config;
  const planned: ObjectValue = Object.create(null);
  for (const [key, item] of Object.entries(config)) {
    const priorElement = isObject(prior) && Object.hasOwn(prior, key) ? prior[key] : null;
    planned[key] = element(priorElement, item, key);
  }
  return planned;
}

/** Each element of the configuration with the one of the prior state that it continues; a prior element continues once. */
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

/** Whether the configuration, with its defaults, would leave all that it says about the element as it is. */
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
