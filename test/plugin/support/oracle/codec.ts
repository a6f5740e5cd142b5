/**
 * Terraform values as MessagePack, directed by their type.
 *
 * The encoding is canonical (sorted keys, sorted sets, one form for a number), so equal values have equal bytes.
 */
import { type Path, pathText } from '../../../../lib/plugin/diagnostics';
import { maxUint64, minInt64, Reader, Writer } from './msgpack';
import { parseNumber, plainDecimal } from '../../../../lib/plugin/numbers';
import type { Type } from '../../../../lib/plugin/types';
import {
  Decimal,
  emptyObject,
  isObject,
  isUnknown,
  type ObjectValue,
  unknown,
  type Value,
} from '../../../../lib/plugin/values';

/** Throws an error that names the path when the value is not of the type or lacks an attribute. */
export function encode(value: Value, type: Type): Buffer {
  return encodeAt(value, type, []);
}

export function decode(bytes: Uint8Array, type: Type): Value {
  const reader = new Reader(bytes);
  const value = readValue(reader, type, []);
  if (!reader.atEnd) throw new Error('The value is followed by bytes that do not belong to it');
  return value;
}

/** Equality as Terraform has it: of numbers by their digits, of texts in NFC, of sets in any order; unknown equals unknown. */
export function equal(a: Value, b: Value, type: Type): boolean {
  return a === b || encode(a, type).equals(encode(b, type));
}

export function hasUnknown(value: Value): boolean {
  if (isUnknown(value)) return true;
  if (Array.isArray(value)) return value.some(hasUnknown);
  return isObject(value) && Object.values(value).some(hasUnknown);
}

/** The elements of a set, each once. Those with unknowns in them may become different, and all stay. */
export function distinctItems(items: readonly Value[], type: Type): Value[] {
  const seen = new Set<string>();
  return items.filter((item) => {
    const bytes = encode(item, type).toString('latin1');
    if (seen.has(bytes) && !hasUnknown(item)) return false;
    seen.add(bytes);
    return true;
  });
}

export function failWrongType(value: unknown, type: Type, path: Path): never {
  fail(path, `must be of type ${typeName(type)}, and is ${kindOf(value)}`);
}

function fail(path: Path, problem: string): never {
  throw new Error(`${pathText(path)}: ${problem}`);
}

function kindOf(value: unknown): string {
  if (value === null) return 'null';
  if (value === undefined) return 'nothing';
  if (isUnknown(value)) return 'an unknown value';
  if (Array.isArray(value)) return 'an array';
  if (value instanceof Decimal) return 'a number';
  if (typeof value === 'object') return 'an object';
  return `a ${typeof value}`;
}

function typeName(type: Type): string {
  return typeof type === 'string' ? type : type[0];
}

// Writing

const unknownBytes = Buffer.from([0xd4, 0x00, 0x00]);

function encodeAt(value: Value, type: Type, path: Path): Buffer {
  const writer = new Writer();
  writeValue(writer, value, type, path);
  return writer.toBuffer();
}

function writeValue(writer: Writer, value: Value | undefined, type: Type, path: Path): void {
  if (value === undefined) fail(path, 'is missing');
  if (isUnknown(value)) return writer.bytes(unknownBytes);
  if (value === null) return writer.nil();
  if (type === 'string' && typeof value === 'string') return writer.text(value.normalize('NFC'));
  if (type === 'bool' && typeof value === 'boolean') return writer.boolean(value);
  if (type === 'number' && (typeof value === 'number' || value instanceof Decimal)) {
    return writeNumber(writer, value, path);
  }
  if (typeof type !== 'string') {
    if (type[0] === 'list' && Array.isArray(value)) {
      writer.array(value.length);
      return value.forEach((item, index) => writeValue(writer, item, type[1], [...path, index]));
    }
    if (type[0] === 'set' && Array.isArray(value)) return writeSet(writer, value, type[1], path);
    if (type[0] === 'map' && isObject(value)) return writeMap(writer, value, type[1], path);
    if (type[0] === 'object' && isObject(value)) return writeObject(writer, value, type[1], path);
  }
  failWrongType(value, type, path);
}

function writeNumber(writer: Writer, value: number | Decimal, path: Path): void {
  if (Number.isNaN(value)) fail(path, 'is not a number (NaN)');
  if (value === Infinity || value === -Infinity) return writer.float64(value);
  const digits = plainDecimal(value);
  if (digits.includes('.')) return writer.text(digits);
  const integer = BigInt(digits);
  if (integer < minInt64 || integer > maxUint64) return writer.text(digits);
  writer.integer(integer);
}

/** Elements in the order of their bytes, each once. Those with unknowns in them may become different, and all stay. */
function writeSet(writer: Writer, items: readonly Value[], type: Type, path: Path): void {
  const encoded = items.map((item, index) => ({ item, bytes: encodeAt(item, type, [...path, index]) }));
  encoded.sort((a, b) => Buffer.compare(a.bytes, b.bytes));
  const distinct = encoded.filter(
    ({ item, bytes }, index) =>
      index === 0 || !bytes.equals((encoded[index - 1] as { bytes: Buffer }).bytes) || hasUnknown(item),
  );
  writer.array(distinct.length);
  for (const { bytes } of distinct) writer.bytes(bytes);
}

function writeMap(writer: Writer, value: ObjectValue, type: Type, path: Path): void {
  const keys = new Map(Object.keys(value).map((key) => [key.normalize('NFC'), key]));
  writer.map(keys.size);
  for (const normal of [...keys.keys()].sort()) {
    const key = keys.get(normal) as string;
    writer.text(normal);
    writeValue(writer, value[key], type, [...path, key]);
  }
}

function writeObject(writer: Writer, value: ObjectValue, types: Readonly<Record<string, Type>>, path: Path): void {
  const names = Object.keys(types).sort();
  const foreign = Object.keys(value).filter((name) => !Object.hasOwn(types, name));
  if (foreign.length > 0) fail([...path, foreign[0] as string], 'is not an attribute of the schema');
  writer.map(names.length);
  for (const name of names) {
    writer.text(name.normalize('NFC'));
    const attribute = Object.hasOwn(value, name) ? value[name] : undefined;
    writeValue(writer, attribute, types[name] as Type, [...path, name]);
  }
}

// Reading

function readValue(reader: Reader, type: Type, path: Path): Value {
  if (reader.nil() === null) return null;
  // Every extension is an unknown value; what may be known of it (refinements) is of no use here.
  if (reader.extension()) return unknown;
  if (type === 'string') return readText(reader, path);
  if (type === 'bool') return reader.boolean() ?? failFormat(reader, 'bool', path);
  if (type === 'number') return readNumber(reader, path);
  switch (type[0]) {
    case 'list':
      return readItems(reader, type[1], path);
    case 'set':
      return distinctItems(readItems(reader, type[1], path), type[1]);
    case 'map':
      return readEntries(reader, path, () => type[1]);
    case 'object':
      return readObject(reader, type[1], path);
  }
}

function failFormat(reader: Reader, what: string, path: Path): never {
  fail(path, `the byte 0x${reader.peek().toString(16)} does not begin a ${what}`);
}

function readText(reader: Reader, path: Path): string {
  return (reader.text() ?? failFormat(reader, 'string', path)).normalize('NFC');
}

function readNumber(reader: Reader, path: Path): number | Decimal {
  const digits = reader.text();
  if (digits !== undefined) {
    try {
      return parseNumber(digits);
    } catch (error) {
      fail(path, (error as Error).message);
    }
  }
  const number = reader.number() ?? failFormat(reader, 'number', path);
  return typeof number === 'bigint' ? parseNumber(number.toString()) : number;
}

function readItems(reader: Reader, type: Type, path: Path): Value[] {
  const length = reader.array() ?? failFormat(reader, 'array', path);
  const items: Value[] = [];
  for (let index = 0; index < length; index += 1) items.push(readValue(reader, type, [...path, index]));
  return items;
}

function readEntries(reader: Reader, path: Path, typeOf: (name: string) => Type): ObjectValue {
  const size = reader.map() ?? failFormat(reader, 'map', path);
  const value = emptyObject();
  for (let index = 0; index < size; index += 1) {
    const name = readText(reader, path);
    value[name] = readValue(reader, typeOf(name), [...path, name]);
  }
  return value;
}

function readObject(reader: Reader, types: Readonly<Record<string, Type>>, path: Path): ObjectValue {
  const value = readEntries(reader, path, (name) =>
    Object.hasOwn(types, name) ? (types[name] as Type) : fail([...path, name], 'is not an attribute of the schema'),
  );
  for (const name of Object.keys(types)) if (!Object.hasOwn(value, name)) fail([...path, name], 'is missing');
  return value;
}
