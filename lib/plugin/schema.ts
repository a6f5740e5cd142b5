/** What follows from a schema alone: the type of its values, and walks over a value and its schema side by side. */
import type { Attribute, Block, NestedBlock, Type } from './types';
import { isObject, isUnknown } from './values';
import type { ObjectValue, Value } from './values';

/** What nests in an object, be it a nested attribute or a block: their rules are the same but for null and computed. */
export type Nested = Block & { readonly nesting: NestedBlock['nesting'] };

/** An attribute or a block of an object. */
export type Member =
  | { readonly name: string; readonly attribute: Attribute; readonly block?: undefined; readonly nested?: Nested }
  | { readonly name: string; readonly attribute?: undefined; readonly block: NestedBlock; readonly nested: Nested };

const membersOfBlocks = new WeakMap<Block, readonly Member[]>();
const typesOfBlocks = new WeakMap<Block, Type>();

export function members(block: Block): readonly Member[] {
  let known = membersOfBlocks.get(block);
  if (!known) {
    known = [
      ...Object.entries(block.attributes).map(([name, attribute]) => ({ name, attribute, nested: attribute.nested })),
      ...Object.entries(block.blocks ?? {}).map(([name, nested]) => ({ name, block: nested, nested })),
    ];
    membersOfBlocks.set(block, known);
  }
  return known;
}

/** The object type of a block: all its attributes and blocks. */
export function impliedType(block: Block): Type {
  let type = typesOfBlocks.get(block);
  if (!type) {
    type = ['object', Object.fromEntries(members(block).map((member) => [member.name, memberType(member)]))];
    typesOfBlocks.set(block, type);
  }
  return type;
}

export function memberType({ attribute, nested }: Member): Type {
  if (!nested) return attribute?.type ?? 'dynamic';
  const type = impliedType(nested);
  return nested.nesting === 'single' || nested.nesting === 'group' ? type : [nested.nesting, type];
}

/** The object in which nothing is set: null, and no elements in the blocks that may not be null. */
export function nullObject(block: Block): ObjectValue {
  const value: ObjectValue = Object.create(null);
  for (const member of members(block)) value[member.name] = nullMember(member);
  return value;
}

function nullMember({ block }: Member): Value {
  if (!block || block.nesting === 'single') return null;
  if (block.nesting === 'group') return nullObject(block);
  return block.nesting === 'map' ? Object.create(null) : [];
}

/** A copy that has every attribute and block: missing ones are null or empty, and foreign ones are left out. */
export function complete(value: Readonly<Record<string, unknown>>, block: Block): ObjectValue {
  const completed: ObjectValue = Object.create(null);
  for (const member of members(block)) {
    const given = (Object.hasOwn(value, member.name) ? value[member.name] : null) as Value | undefined;
    if (given === null || given === undefined) completed[member.name] = nullMember(member);
    else if (!member.nested) completed[member.name] = completeValue(given, memberType(member));
    else completed[member.name] = mapElements(given, member.nested, (element, nested) => complete(element, nested));
  }
  return completed;
}

/** A copy of a value of a type: missing attributes of objects in it are null. */
export function completeValue(value: Value | undefined, type: Type): Value {
  if (value === null || value === undefined) return null;
  // A dynamic value stays the same object: its type is remembered for it.
  if (isUnknown(value) || typeof type === 'string') return value;
  if (type[0] === 'object' && isObject(value)) {
    const completed: ObjectValue = Object.create(null);
    for (const [name, inner] of Object.entries(type[1])) {
      completed[name] = completeValue(Object.hasOwn(value, name) ? value[name] : null, inner);
    }
    return completed;
  }
  if (type[0] === 'map' && isObject(value)) {
    const completed: ObjectValue = Object.create(null);
    for (const [key, item] of Object.entries(value)) completed[key] = completeValue(item, type[1]);
    return completed;
  }
  if ((type[0] === 'list' || type[0] === 'set') && Array.isArray(value)) {
    return value.map((item) => completeValue(item, type[1]));
  }
  if (type[0] === 'tuple' && Array.isArray(value)) {
    return value.map((item, index) => completeValue(item, type[1][index] ?? 'dynamic'));
  }
  return value;
}

/** A copy of a nested value with every object in it changed; what is null or unknown stays. */
export function mapElements(
  value: Value,
  nested: Nested,
  change: (element: ObjectValue, nested: Nested, key: string | number | undefined) => Value,
): Value {
  const element = (item: Value, key?: string | number) => (isObject(item) ? change(item, nested, key) : item);
  if (nested.nesting === 'single' || nested.nesting === 'group') return element(value);
  if (Array.isArray(value)) return value.map((item, index) => element(item, index));
  if (nested.nesting !== 'map' || !isObject(value)) return value;
  const changed: ObjectValue = Object.create(null);
  for (const [key, item] of Object.entries(value)) changed[key] = element(item, key);
  return changed;
}

/** A copy with null for every unknown value; an unknown block that may not be null has no elements. */
export function withoutUnknowns(value: ObjectValue, block: Block): ObjectValue {
  return complete(replaceUnknowns(value) as ObjectValue, block);
}

function replaceUnknowns(value: Value): Value {
  if (isUnknown(value)) return null;
  if (Array.isArray(value)) return value.map(replaceUnknowns);
  if (!isObject(value)) return value;
  const known: ObjectValue = Object.create(null);
  for (const [name, item] of Object.entries(value)) known[name] = replaceUnknowns(item);
  return known;
}

/** A copy with null for every write-only attribute. */
export function withoutWriteOnly(value: ObjectValue, block: Block): ObjectValue {
  const kept: ObjectValue = Object.create(null);
  for (const { name, attribute, nested } of members(block)) {
    const item = value[name] ?? null;
    if (attribute?.writeOnly) kept[name] = null;
    else kept[name] = nested ? mapElements(item, nested, (element, inner) => withoutWriteOnly(element, inner)) : item;
  }
  return kept;
}
