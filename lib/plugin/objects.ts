/** Configurations, states and plans: between what a message holds and what a handler takes and gives. */
import { decode, encode, hasUnknown } from './codec';
import type { Diagnostics } from './diagnostics';
import type { DynamicValueMessage } from './messages';
import { nilFormat } from './msgpack';
import { complete, impliedType, nullObject, withoutUnknowns, withoutWriteOnly } from './schema';
import { decodeJson } from './state-json';
import type { Schema } from './types';
import { isObject, isUnknown, type ObjectValue, type Value } from './values';

export function decodeObjectOrNull(value: DynamicValueMessage, schema: Schema): ObjectValue | null {
  const type = impliedType(schema);
  if (value?.msgpack?.length) return decode(value.msgpack, type) as ObjectValue | null;
  if (value?.json?.length) return decodeJson(Buffer.from(value.json).toString('utf8'), type) as ObjectValue | null;
  return null;
}

/** Whether an object is null. What it is otherwise is not decoded, which takes its time. */
export function isNullObject(value: DynamicValueMessage): boolean {
  if (value?.msgpack?.length) return value.msgpack[0] === nilFormat;
  if (value?.json?.length) return Buffer.from(value.json).toString('utf8').trim() === 'null';
  return true;
}

/** The configuration of a block without arguments may be left out. */
export function decodeObject(value: DynamicValueMessage, schema: Schema): ObjectValue {
  return decodeObjectOrNull(value, schema) ?? nullObject(schema);
}

export function encodeObject(value: ObjectValue | null, schema: Schema): { msgpack: Buffer } {
  return { msgpack: encode(value, impliedType(schema)) };
}

/** What Terraform takes as a state: complete, and null for what is unknown or write-only. */
export function persistable(state: ObjectValue, schema: Schema): ObjectValue {
  return known(withoutWriteOnly(complete(state, schema), schema), schema);
}

/** A handler's result as a state. What it left unknown becomes null with an error: Terraform would refuse the whole state. */
export function settled(result: ObjectValue, schema: Schema, typeName: string, diagnostics: Diagnostics): ObjectValue {
  const given = withoutWriteOnly(complete(result, schema), schema);
  if (hasUnknown(given)) {
    diagnostics.error(
      'Provider left values unknown',
      `The provider did not say what these attributes of ${typeName} are: ${unknownPaths(given).join(', ')}. This is a bug in the provider; please report it.`,
    );
  }
  return known(given, schema);
}

/** A complete value with null for what is unknown. */
const known = (value: ObjectValue, schema: Schema): ObjectValue =>
  hasUnknown(value) ? withoutUnknowns(value, schema) : value;

function unknownPaths(value: Value, path = ''): string[] {
  if (isUnknown(value)) return [path];
  if (Array.isArray(value)) return value.flatMap((item, index) => unknownPaths(item, `${path}[${index}]`));
  if (!isObject(value)) return [];
  return Object.entries(value).flatMap(([name, item]) => unknownPaths(item, path ? `${path}.${name}` : name));
}
