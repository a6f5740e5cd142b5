/**
 * Terraform values as MessagePack, directed by their type.
 *
 * The encoding is canonical (sorted keys, sorted sets, one form for a number), so equal values have equal bytes.
 */
import { type Path, pathText } from './diagnostics';
import { maxUint64, minInt64, Reader, Writer } from './msgpack';
import { parseNumber, plainDecimal } from './numbers';
import type { Type } from './types';
import { Decimal, emptyObject, isObject, isUnknown, type ObjectValue, unknown, type Value } from './values';

/** Throws an error that names the path when the value is not of the type or lacks an attribute. */
export function encode(value: Value, type: Type): Buffer {
  const codec = codecOf(type);
  writer.clear();
  writeValue(writer, value, codec, []);
  return writer.takeFrom(0);
}

export function decode(bytes: Uint8Array, type: Type): Value {
  const reader = new Reader(bytes);
  const value = readValue(reader, codecOf(type), []);
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
  if (items.length < 2) return [...items];
  const seen = new Set<string>();
  return items.filter((item) => {
    const bytes = encode(item, type).toString('latin1');
    if (seen.has(bytes) && !hasUnknown(item)) return false;
    seen.add(bytes);
    return true;
  });
}

export function failWrongType(value: unknown, type: Type, path: Path): never {
  fail(path, `must be of type ${typeof type === 'string' ? type : type[0]}, and is ${kindOf(value)}`);
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

// Codecs

/** The steps to the value that is written or read: one stack for a whole value, since only an error has a use for it. */
type Steps = (string | number)[];

/** Writes and reads the values of one type that are neither null nor unknown. */
interface Codec {
  write(writer: Writer, value: Value, path: Steps): void;
  read(reader: Reader, path: Steps): Value;
}

/** An attribute of an object type, with its name as it is written. */
interface Member {
  readonly name: string;
  readonly key: Buffer;
  readonly codec: Codec;
}

const writer = new Writer();
const codecs = new WeakMap<object, Codec>();

/** What follows from a type alone is found out once. */
function codecOf(type: Type): Codec {
  if (typeof type === 'string') return scalars[type];
  let codec = codecs.get(type);
  if (!codec)
    codecs.set(type, (codec = type[0] === 'object' ? objectCodec(type[1]) : collectionCodecs[type[0]](type[1])));
  return codec;
}

const unknownBytes = Buffer.from([0xd4, 0x00, 0x00]);

function writeValue(writer: Writer, value: Value | undefined, codec: Codec, path: Steps): void {
  if (value === undefined) fail(path, 'is missing');
  if (value === null) writer.nil();
  else if (isUnknown(value)) writer.bytes(unknownBytes);
  else codec.write(writer, value, path);
}

function readValue(reader: Reader, codec: Codec, path: Steps): Value {
  if (reader.nil() === null) return null;
  // Every extension is an unknown value; what may be known of it (refinements) is of no use here.
  if (reader.extension()) return unknown;
  return codec.read(reader, path);
}

function writeStep(writer: Writer, value: Value | undefined, codec: Codec, path: Steps, step: string | number): void {
  path.push(step);
  writeValue(writer, value, codec, path);
  path.pop();
}

function readStep(reader: Reader, codec: Codec, path: Steps, step: string | number): Value {
  path.push(step);
  const value = readValue(reader, codec, path);
  path.pop();
  return value;
}

function failFormat(reader: Reader, what: string, path: Path): never {
  fail(path, `the byte 0x${reader.peek().toString(16)} does not begin a ${what}`);
}

const scalars: Readonly<Record<'string' | 'number' | 'bool', Codec>> = {
  string: {
    write(writer, value, path) {
      if (typeof value !== 'string') failWrongType(value, 'string', path);
      writer.text(composed(value));
    },
    read: readText,
  },
  bool: {
    write(writer, value, path) {
      if (typeof value !== 'boolean') failWrongType(value, 'bool', path);
      writer.boolean(value);
    },
    read: (reader, path) => reader.boolean() ?? failFormat(reader, 'bool', path),
  },
  number: {
    write(writer, value, path) {
      if (typeof value !== 'number' && !(value instanceof Decimal)) failWrongType(value, 'number', path);
      writeNumber(writer, value, path);
    },
    read: readNumber,
  },
};

const collectionCodecs: Readonly<Record<'list' | 'set' | 'map', (elementType: Type) => Codec>> = {
  list(elementType) {
    const element = codecOf(elementType);
    return {
      write(writer, value, path) {
        if (!Array.isArray(value)) failWrongType(value, ['list', elementType], path);
        writer.array(value.length);
        for (let index = 0; index < value.length; index += 1) writeStep(writer, value[index], element, path, index);
      },
      read: (reader, path) => readItems(reader, element, path),
    };
  },
  set(elementType) {
    const element = codecOf(elementType);
    return {
      write(writer, value, path) {
        if (!Array.isArray(value)) failWrongType(value, ['set', elementType], path);
        writeSet(writer, value, element, path);
      },
      read: (reader, path) => distinctItems(readItems(reader, element, path), elementType),
    };
  },
  map(elementType) {
    const element = codecOf(elementType);
    return {
      write(writer, value, path) {
        if (!isObject(value)) failWrongType(value, ['map', elementType], path);
        writeMap(writer, value, element, path);
      },
      read: (reader, path) => readMap(reader, element, path),
    };
  },
};

/** Text in NFC, which all text without combining characters is. Those begin at U+0300. */
function composed(text: string): string {
  for (let index = 0; index < text.length; index += 1) {
    if (text.charCodeAt(index) >= 0x300) return text.normalize('NFC');
  }
  return text;
}

function readText(reader: Reader, path: Path): string {
  return composed(reader.text() ?? failFormat(reader, 'string', path));
}

function writeNumber(writer: Writer, value: number | Decimal, path: Path): void {
  if (Number.isSafeInteger(value)) return writer.integer(value as number);
  if (Number.isNaN(value)) fail(path, 'is not a number (NaN)');
  if (value === Infinity || value === -Infinity) return writer.float64(value);
  const digits = plainDecimal(value);
  if (digits.includes('.')) return writer.text(digits);
  const integer = BigInt(digits);
  if (integer < minInt64 || integer > maxUint64) return writer.text(digits);
  writer.integer(integer);
}

function readNumber(reader: Reader, path: Path): number | Decimal {
  const number = reader.number();
  if (typeof number === 'number') return number;
  if (number !== undefined) return parseNumber(number.toString());
  const digits = reader.text() ?? failFormat(reader, 'number', path);
  try {
    return parseNumber(digits);
  } catch (error) {
    fail(path, (error as Error).message);
  }
}

function readItems(reader: Reader, element: Codec, path: Steps): Value[] {
  const length = reader.array() ?? failFormat(reader, 'array', path);
  const items: Value[] = [];
  for (let index = 0; index < length; index += 1) items.push(readStep(reader, element, path, index));
  return items;
}

/** Elements in the order of their bytes, each once. Those with unknowns in them may become different, and all stay. */
function writeSet(writer: Writer, items: readonly Value[], element: Codec, path: Steps): void {
  const { length: start } = writer;
  const encoded = items.map((item, index) => {
    writeStep(writer, item, element, path, index);
    return { item, bytes: writer.takeFrom(start) };
  });
  encoded.sort((a, b) => Buffer.compare(a.bytes, b.bytes));
  const distinct = encoded.filter(
    ({ item, bytes }, index) =>
      index === 0 || !bytes.equals((encoded[index - 1] as { bytes: Buffer }).bytes) || hasUnknown(item),
  );
  writer.array(distinct.length);
  for (const { bytes } of distinct) writer.bytes(bytes);
}

function writeMap(writer: Writer, value: ObjectValue, element: Codec, path: Steps): void {
  const keys = new Map(Object.keys(value).map((key) => [composed(key), key]));
  writer.map(keys.size);
  for (const normal of [...keys.keys()].sort()) {
    const key = keys.get(normal) as string;
    writer.text(normal);
    writeStep(writer, value[key], element, path, key);
  }
}

function readMap(reader: Reader, element: Codec, path: Steps): ObjectValue {
  const size = reader.map() ?? failFormat(reader, 'map', path);
  const value = emptyObject();
  for (let index = 0; index < size; index += 1) {
    const key = readText(reader, path);
    value[key] = readStep(reader, element, path, key);
  }
  return value;
}

function objectCodec(types: Readonly<Record<string, Type>>): Codec {
  const members = Object.keys(types)
    .sort()
    .map((name): Member => ({ name, key: encode(name, 'string'), codec: codecOf(types[name] as Type) }));
  const byName = new Map(members.map((member) => [member.name, member]));
  return {
    write(writer, value, path) {
      if (!isObject(value)) failWrongType(value, ['object', types], path);
      for (const name of Object.keys(value)) if (!byName.has(name)) failForeign(path, name);
      writer.map(members.length);
      for (const { name, key, codec } of members) {
        writer.bytes(key);
        writeStep(writer, Object.hasOwn(value, name) ? value[name] : undefined, codec, path, name);
      }
    },
    read(reader, path) {
      const size = reader.map() ?? failFormat(reader, 'map', path);
      const value = emptyObject();
      for (let index = 0; index < size; index += 1) {
        const member = nextMember(reader, members[index], byName, path);
        value[member.name] = readStep(reader, member.codec, path, member.name);
      }
      for (const name of Object.keys(types)) if (!Object.hasOwn(value, name)) fail([...path, name], 'is missing');
      return value;
    },
  };
}

/** The attribute whose key comes next. Nearly always it is the expected one, since Terraform sorts the keys, too. */
function nextMember(
  reader: Reader,
  expected: Member | undefined,
  byName: ReadonlyMap<string, Member>,
  path: Path,
): Member {
  if (expected && reader.skip(expected.key)) return expected;
  const name = readText(reader, path);
  return byName.get(name) ?? failForeign(path, name);
}

function failForeign(path: Path, name: string): never {
  fail([...path, name], 'is not an attribute of the schema');
}
