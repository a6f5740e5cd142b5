/**
 * Empty values that say nothing: `""` and `0` of attributes with `emptyIsUnset`. Plans are made and handlers work without them. Terraform
 * gets them back as its user wrote them, or as the state has them, since it takes a plan for wrong that says null instead.
 */
import { equal } from './codec';
import { members } from './schema';
import type { Attribute, Block, NestedBlock } from './types';
import { emptyObject, isObject, type ObjectValue, type Value } from './values';

/** A configuration as if its user had left them out. */
export function configWithoutEmpty(config: ObjectValue, block: Block): ObjectValue {
  return replaced(config, block, () => null);
}

/** A state or a plan with what they stand for. */
export function stateWithoutEmpty<S extends ObjectValue | null>(state: S, block: Block): S;
export function stateWithoutEmpty(state: ObjectValue | null, block: Block): ObjectValue | null {
  return state && replaced(state, block, standsFor);
}

const standsFor = (attribute: Attribute): Value => attribute.default ?? null;

const isEmpty = ({ emptyIsUnset }: Attribute, value: Value | undefined): boolean =>
  emptyIsUnset === true && (value === '' || value === 0);

function replaced(value: ObjectValue, block: Block, by: (attribute: Attribute) => Value): ObjectValue {
  return mapMembers(
    value,
    block,
    (attribute, item) => (isEmpty(attribute, item) ? by(attribute) : item),
    (nested, item) => mapObjects(item, (element) => replaced(element, nested, by)),
  );
}

/** A plan in the form that Terraform takes: as the state has it where that means the same, and else as the configuration has it. */
export function plannedWithEmpty(
  planned: ObjectValue,
  { prior, config }: { readonly prior: ObjectValue | null; readonly config: ObjectValue },
  block: Block,
  inSet = false,
): ObjectValue {
  return mapMembers(
    planned,
    block,
    (attribute, item, name) => {
      if (attribute.writeOnly) return item;
      const [before, given] = [prior?.[name] ?? null, config[name] ?? null];
      const isSame = before !== null && means(attribute, before, item);
      // Terraform compares an element of a set with its configuration alone.
      if (isEmpty(attribute, given)) return isSame && !inSet ? before : given;
      return given === null && isSame && isEmpty(attribute, before) ? before : item;
    },
    (nested, item, name) =>
      mapObjects(item, (element, index) => {
        const given = objectsOf(config[name])[index];
        if (given === undefined) return element;
        const before = counterpart(nested, element, index, objectsOf(prior?.[name])) ?? null;
        return plannedWithEmpty(element, { prior: before, config: given }, nested, inSet || nested.nesting === 'set');
      }),
  );
}

/** What was read, with the empty values of the state where nothing else is there now. */
export function readWithEmpty(found: ObjectValue, state: ObjectValue, block: Block): ObjectValue {
  return withEmptyOf(found, state, block, (attribute, before, item) => means(attribute, before, item));
}

/** What an apply results in, with the empty values of the plan: Terraform takes nothing else. */
export function appliedWithEmpty(result: ObjectValue, planned: ObjectValue, block: Block): ObjectValue {
  return withEmptyOf(result, planned, block, () => true);
}

function withEmptyOf(
  value: ObjectValue,
  known: ObjectValue,
  block: Block,
  stays: (attribute: Attribute, before: Value, item: Value) => boolean,
): ObjectValue {
  return mapMembers(
    value,
    block,
    (attribute, item, name) => {
      const before = known[name] ?? null;
      return isEmpty(attribute, before) && stays(attribute, before, item) ? before : item;
    },
    (nested, item, name) =>
      mapObjects(item, (element, index) => {
        const before = counterpart(nested, element, index, objectsOf(known[name]));
        return before === undefined ? element : withEmptyOf(element, before, nested, stays);
      }),
  );
}

/** Whether a value of a state stands for this one. */
const means = (attribute: Attribute, before: Value, value: Value): boolean =>
  equal(isEmpty(attribute, before) ? standsFor(attribute) : before, value, attribute.type);

/** The element of another collection that an element continues: the one with the same keys, or in the same place. */
function counterpart(
  { attributes }: NestedBlock,
  element: ObjectValue,
  index: number,
  others: readonly ObjectValue[],
): ObjectValue | undefined {
  const keys = Object.entries(attributes).filter(([, { key }]) => key);
  if (keys.length === 0) return others[index];
  return others.find((other) =>
    keys.every(([name, attribute]) => means(attribute, other[name] ?? null, element[name] ?? null)),
  );
}

const objectsOf = (value: Value | undefined): ObjectValue[] => [value ?? null].flat().filter(isObject);

function mapObjects(value: Value, change: (element: ObjectValue, index: number) => ObjectValue): Value {
  if (Array.isArray(value)) return value.map((item, index) => (isObject(item) ? change(item, index) : item));
  return isObject(value) ? change(value, 0) : value;
}

/** A copy with each attribute and each block changed. What the value does not have stays away. */
function mapMembers(
  value: ObjectValue,
  block: Block,
  ofAttribute: (attribute: Attribute, item: Value, name: string) => Value,
  ofBlock: (nested: NestedBlock, item: Value, name: string) => Value,
): ObjectValue {
  const changed = emptyObject();
  for (const { name, attribute, block: nested } of members(block)) {
    if (!Object.hasOwn(value, name)) continue;
    const item = value[name]!;
    changed[name] = attribute ? ofAttribute(attribute, item, name) : ofBlock(nested, item, name);
  }
  return changed;
}
