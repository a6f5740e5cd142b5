/** What follows from a schema alone: the type of its values, and walks over a value and its schema side by side. */
import type { Attribute, Block, NestedBlock, Type } from './types';
import { emptyObject, isObject, isUnknown, type ObjectValue, type Value } from './values';

/** An attribute or a block of an object. */
export type Member =
  | { readonly name: string; readonly attribute: Attribute; readonly block?: undefined }
  | { readonly name: string; readonly attribute?: undefined; readonly block: NestedBlock };

const membersOfBlocks = new WeakMap<Block, readonly Member[]>();
const typesOfBlocks = new WeakMap<Block, Type>();

export function members(block: Block): readonly Member[] {
  let known = membersOfBlocks.get(block);
  if (!known) {
    known = [
      ...Object.entries(block.attributes).map(([name, attribute]) => ({ name, attribute })),
      ...Object.entries(block.blocks ?? {}).map(([name, nested]) => ({ name, block: nested })),
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

export function memberType({ attribute, block }: Member): Type {
  if (attribute) return attribute.type;
  const type = impliedType(block);
  return block.nesting === 'single' ? type : [block.nesting, type];
}

/** The object in which nothing is set: null, and no elements in the blocks that may not be null. */
export function nullObject(block: Block): ObjectValue {
  const value = emptyObject();
  for (const member of members(block)) value[member.name] = nullMember(member);
  return value;
}

function nullMember({ block }: Member): Value {
  return block && block.nesting !== 'single' && !block.computed ? [] : null;
}

/** A copy that has every attribute and block: missing ones are null or empty, and foreign ones are left out. */
export function complete(value: Readonly<Record<string, unknown>>, block: Block): ObjectValue {
  const completed = emptyObject();
  for (const member of members(block)) {
    const { name, attribute, block: nested } = member;
    const given = (Object.hasOwn(value, name) ? value[name] : null) as Value | undefined;
    if (given === null || given === undefined) completed[name] = nullMember(member);
    else if (attribute) completed[name] = completeValue(given, attribute.type);
    else completed[name] = mapElements(given, (element) => complete(element, nested));
  }
  return completed;
}

/** A copy of a value of a type: missing attributes of objects in it are null. */
export function completeValue(value: Value | undefined, type: Type): Value {
  if (value === null || value === undefined) return null;
  if (isUnknown(value) || typeof type === 'string') return value;
  if (type[0] === 'object' && isObject(value)) {
    const completed = emptyObject();
    for (const [name, inner] of Object.entries(type[1])) {
      completed[name] = completeValue(Object.hasOwn(value, name) ? value[name] : null, inner);
    }
    return completed;
  }
  if (type[0] === 'map' && isObject(value)) {
    const completed = emptyObject();
    for (const [key, item] of Object.entries(value)) completed[key] = completeValue(item, type[1]);
    return completed;
  }
  if ((type[0] === 'list' || type[0] === 'set') && Array.isArray(value)) {
    return value.map((item) => completeValue(item, type[1]));
  }
  return value;
}

/** A copy of a block's value with every object in it changed; what is null or unknown stays. */
export function mapElements(value: Value, change: (element: ObjectValue, index?: number) => Value): Value {
  if (Array.isArray(value)) return value.map((item, index) => (isObject(item) ? change(item, index) : item));
  return isObject(value) ? change(value) : value;
}

/** A copy with null for every unknown value; an unknown block that may not be null has no elements. */
export function withoutUnknowns(value: ObjectValue, block: Block): ObjectValue {
  return complete(replaceUnknowns(value) as ObjectValue, block);
}

function replaceUnknowns(value: Value): Value {
  if (isUnknown(value)) return null;
  if (Array.isArray(value)) return value.map(replaceUnknowns);
  if (!isObject(value)) return value;
  const known = emptyObject();
  for (const [name, item] of Object.entries(value)) known[name] = replaceUnknowns(item);
  return known;
}

const blocksWithWriteOnly = new WeakMap<Block, boolean>();

function hasWriteOnly(block: Block): boolean {
  let has = blocksWithWriteOnly.get(block);
  if (has === undefined) {
    has = members(block).some(({ attribute, block: nested }) => (nested ? hasWriteOnly(nested) : attribute.writeOnly));
    blocksWithWriteOnly.set(block, has);
  }
  return has;
}

/** A complete value with null for every write-only attribute: a copy where the block has one, and else the value itself. */
export function withoutWriteOnly(value: ObjectValue, block: Block): ObjectValue {
  if (!hasWriteOnly(block)) return value;
  const kept = emptyObject();
  for (const { name, attribute, block: nested } of members(block)) {
    const item = value[name] ?? null;
    if (attribute) kept[name] = attribute.writeOnly ? null : item;
    else kept[name] = mapElements(item, (element) => withoutWriteOnly(element, nested));
  }
  return kept;
}
