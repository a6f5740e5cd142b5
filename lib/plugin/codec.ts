/**
 * Terraform values as MessagePack and as JSON, directed by their type.
 *
 * The encoding is canonical (sorted keys, sorted sets, one form for a number), so equal values have equal bytes.
 */
import { randomUUID } from 'node:crypto';
import type { Path } from './diagnostics';
import { parseNumber, plainDecimal } from './numbers';
import type { Type } from './types';
import { Decimal, isObject, isUnknown, unknown } from './values';
import type { ObjectValue, Value } from './values';

/** What a `dynamic` list, set, map or object was when it arrived: the value alone does not tell a list from a tuple. */
const typesOfDynamicValues = new WeakMap<object, Type>();

/** Throws an error that names the path when the value is not of the type or lacks an attribute. */
export function encode(value: Value, type: Type): Buffer {
  const writer = new Writer();
  writeValue(writer, value, type, []);
  return writer.toBuffer();
}

export function decode(bytes: Uint8Array, type: Type): Value {
  const reader = new Reader(bytes);
  const value = readValue(reader, type, []);
  if (!reader.atEnd) throw new Error('The value is followed by bytes that do not belong to it');
  return value;
}

/** A value from a state file: attributes that are missing become null, and foreign ones are dropped. */
export function decodeJson(text: string, type: Type): Value {
  return fromJson(parseJsonLossless(text), type, []);
}

/** Equality as Terraform has it: of numbers by their digits, of texts in NFC, of sets in any order; unknown equals unknown. */
export function equal(a: Value, b: Value, type: Type): boolean {
  return a === b || encode(a, type).equals(encode(b, type));
}

/** JSON in which a number that a double cannot hold becomes a `Decimal`. Objects have no prototype. */
export function parseJsonLossless(text: string): unknown {
  const tag = randomUUID();
  const tagged = text.replace(/"[^"\\]*(?:\\.[^"\\]*)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g, (token) => {
    if (token.startsWith('"')) return token;
    const number = parseNumber(token);
    return number instanceof Decimal ? `{"${tag}":"${number.digits}"}` : token;
  });
  return untag(JSON.parse(tagged), tag);
}

/** As Terraform writes it: `services[0].name`, `labels["a"]`. */
export function pathText(path: Path): string {
  const text = path
    .map((step) =>
      typeof step === 'number' ? `[${step}]` : /^[a-z_]\w*$/i.test(step) ? `.${step}` : `[${JSON.stringify(step)}]`,
    )
    .join('');
  return text.replace(/^\./, '') || 'the object';
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

class Writer {
  private buffer = Buffer.allocUnsafe(256);
  private length = 0;

  toBuffer(): Buffer {
    return Buffer.from(this.buffer.subarray(0, this.length));
  }

  bytes(bytes: Uint8Array): void {
    this.reserve(bytes.length);
    this.buffer.set(bytes, this.length);
    this.length += bytes.length;
  }

  /** A format byte, and a number of that many bytes after it. */
  format(format: number, size: 0 | 1 | 2 | 4 = 0, value = 0): void {
    this.reserve(1 + size);
    this.length = this.buffer.writeUInt8(format, this.length);
    if (size > 0) this.length = this.buffer.writeUIntBE(value, this.length, size);
  }

  int64(value: bigint): void {
    this.reserve(9);
    this.length = this.buffer.writeUInt8(value < 0n ? 0xd3 : 0xcf, this.length);
    this.length =
      value < 0n ? this.buffer.writeBigInt64BE(value, this.length) : this.buffer.writeBigUInt64BE(value, this.length);
  }

  float64(value: number): void {
    this.reserve(9);
    this.length = this.buffer.writeUInt8(0xcb, this.length);
    this.length = this.buffer.writeDoubleBE(value, this.length);
  }

  private reserve(size: number): void {
    if (this.length + size <= this.buffer.length) return;
    const larger = Buffer.allocUnsafe(Math.max(this.buffer.length * 2, this.length + size));
    this.buffer.copy(larger, 0, 0, this.length);
    this.buffer = larger;
  }
}

const unknownBytes = Buffer.from([0xd4, 0x00, 0x00]);
const maxUint64 = 2n ** 64n - 1n;
const minInt64 = -(2n ** 63n);

function writeValue(writer: Writer, value: Value | undefined, type: Type, path: Path): void {
  if (value === undefined) fail(path, 'is missing');
  if (isUnknown(value)) return writer.bytes(unknownBytes);
  if (value === null) return writer.format(0xc0);
  if (type === 'dynamic') return writeDynamic(writer, value, path);
  if (type === 'string' && typeof value === 'string') return writeString(writer, value);
  if (type === 'bool' && typeof value === 'boolean') return writer.format(value ? 0xc3 : 0xc2);
  if (type === 'number' && (typeof value === 'number' || value instanceof Decimal)) {
    return writeNumber(writer, value, path);
  }
  if (typeof type !== 'string') {
    if (type[0] === 'list' && Array.isArray(value)) {
      writeHeader(writer, value.length, array);
      return value.forEach((item, index) => writeValue(writer, item, type[1], [...path, index]));
    }
    if (type[0] === 'set' && Array.isArray(value)) return writeSet(writer, value, type[1], path);
    if (type[0] === 'tuple' && Array.isArray(value)) {
      if (value.length !== type[1].length) fail(path, `needs ${type[1].length} elements and has ${value.length}`);
      writeHeader(writer, value.length, array);
      return value.forEach((item, index) => writeValue(writer, item, type[1][index] as Type, [...path, index]));
    }
    if (type[0] === 'map' && isObject(value)) return writeMap(writer, value, type[1], path);
    if (type[0] === 'object' && isObject(value)) return writeObject(writer, value, type[1], path);
  }
  fail(path, `must be of type ${typeName(type)}, and is ${kindOf(value)}`);
}

function writeNumber(writer: Writer, value: number | Decimal, path: Path): void {
  if (Number.isNaN(value)) fail(path, 'is not a number (NaN)');
  if (value === Infinity || value === -Infinity) return writer.float64(value as number);
  const digits = plainDecimal(value);
  if (digits.includes('.')) return writeString(writer, digits);
  const integer = BigInt(digits);
  if (integer < minInt64 || integer > maxUint64) return writeString(writer, digits);
  const number = Number(integer);
  if (number >= 0) {
    if (number < 0x80) writer.format(number);
    else if (number < 0x100) writer.format(0xcc, 1, number);
    else if (number < 0x10000) writer.format(0xcd, 2, number);
    else if (number < 0x100000000) writer.format(0xce, 4, number);
    else writer.int64(integer);
  } else if (number >= -0x20) writer.format(number + 0x100);
  else if (number >= -0x80) writer.format(0xd0, 1, number + 0x100);
  else if (number >= -0x8000) writer.format(0xd1, 2, number + 0x10000);
  else if (number >= -0x80000000) writer.format(0xd2, 4, number + 0x100000000);
  else writer.int64(integer);
}

/** How lengths are written: up to `shortMax` in the format byte itself, then in 1 (where there is such a form), 2 or 4 bytes. */
interface LengthFormats {
  readonly short: number;
  readonly shortMax: number;
  readonly one?: number;
  readonly two: number;
  readonly four: number;
}
const text: LengthFormats = { short: 0xa0, shortMax: 31, one: 0xd9, two: 0xda, four: 0xdb };
const binary: LengthFormats = { short: 0, shortMax: -1, one: 0xc4, two: 0xc5, four: 0xc6 };
const array: LengthFormats = { short: 0x90, shortMax: 15, two: 0xdc, four: 0xdd };
const map: LengthFormats = { short: 0x80, shortMax: 15, two: 0xde, four: 0xdf };

function writeHeader(writer: Writer, length: number, formats: LengthFormats): void {
  if (length <= formats.shortMax) writer.format(formats.short + length);
  else if (length < 0x100 && formats.one !== undefined) writer.format(formats.one, 1, length);
  else if (length < 0x10000) writer.format(formats.two, 2, length);
  else writer.format(formats.four, 4, length);
}

function writeString(writer: Writer, value: string): void {
  const bytes = Buffer.from(value.normalize('NFC'), 'utf8');
  writeHeader(writer, bytes.length, text);
  writer.bytes(bytes);
}

/** Elements in the order of their bytes, each once. Those with unknowns in them may become different, and all stay. */
function writeSet(writer: Writer, items: readonly Value[], type: Type, path: Path): void {
  const encoded = items.map((item, index) => ({ item, bytes: encodeAt(item, type, [...path, index]) }));
  encoded.sort((a, b) => Buffer.compare(a.bytes, b.bytes));
  const distinct = encoded.filter(
    ({ item, bytes }, index) =>
      index === 0 || !bytes.equals((encoded[index - 1] as { bytes: Buffer }).bytes) || hasUnknown(item),
  );
  writeHeader(writer, distinct.length, array);
  for (const { bytes } of distinct) writer.bytes(bytes);
}

function encodeAt(value: Value, type: Type, path: Path): Buffer {
  const writer = new Writer();
  writeValue(writer, value, type, path);
  return writer.toBuffer();
}

export function hasUnknown(value: Value): boolean {
  if (isUnknown(value)) return true;
  if (Array.isArray(value)) return value.some(hasUnknown);
  return isObject(value) && Object.values(value).some(hasUnknown);
}

function writeMap(writer: Writer, value: ObjectValue, type: Type, path: Path): void {
  const keys = new Map(Object.keys(value).map((key) => [key.normalize('NFC'), key]));
  writeHeader(writer, keys.size, map);
  for (const normal of [...keys.keys()].sort()) {
    const key = keys.get(normal) as string;
    writeString(writer, normal);
    writeValue(writer, value[key], type, [...path, key]);
  }
}

function writeObject(writer: Writer, value: ObjectValue, types: Readonly<Record<string, Type>>, path: Path): void {
  const names = Object.keys(types).sort();
  const foreign = Object.keys(value).filter((name) => !Object.hasOwn(types, name));
  if (foreign.length > 0) fail([...path, foreign[0] as string], 'is not an attribute of the schema');
  writeHeader(writer, names.length, map);
  for (const name of names) {
    writeString(writer, name);
    const attribute = Object.hasOwn(value, name) ? value[name] : undefined;
    writeValue(writer, attribute, types[name] as Type, [...path, name]);
  }
}

function writeDynamic(writer: Writer, value: Value, path: Path): void {
  const type = typeOfDynamic(value);
  const json = Buffer.from(JSON.stringify(type), 'utf8');
  writeHeader(writer, 2, array);
  writeHeader(writer, json.length, binary);
  writer.bytes(json);
  writeValue(writer, value, type, path);
}

export function typeOfDynamic(value: Value): Type {
  if (typeof value === 'string') return 'string';
  if (typeof value === 'boolean') return 'bool';
  if (typeof value === 'number' || value instanceof Decimal) return 'number';
  if (value === null || isUnknown(value)) return 'dynamic';
  const arrived = typesOfDynamicValues.get(value);
  if (arrived) return arrived;
  if (Array.isArray(value)) return ['tuple', value.map(typeOfDynamic)];
  const types: Record<string, Type> = Object.create(null);
  for (const name of Object.keys(value).sort()) types[name] = typeOfDynamic(value[name] as Value);
  return ['object', types];
}

function rememberType(value: Value, type: Type): Value {
  if (value !== null && typeof value === 'object' && !isUnknown(value)) typesOfDynamicValues.set(value, type);
  return value;
}

// Reading

class Reader {
  private readonly buffer: Buffer;
  private offset = 0;

  constructor(bytes: Uint8Array) {
    this.buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  get atEnd(): boolean {
    return this.offset === this.buffer.length;
  }

  /** The next format byte, without going past it. */
  peek(): number {
    this.require(1);
    return this.buffer[this.offset] as number;
  }

  bytes(size: number): Buffer {
    this.require(size);
    this.offset += size;
    return this.buffer.subarray(this.offset - size, this.offset);
  }

  unsigned(size: number): number {
    return this.bytes(size).readUIntBE(0, size);
  }

  private require(size: number): void {
    if (this.offset + size > this.buffer.length) throw new Error('The value ends too early');
  }
}

function readValue(reader: Reader, type: Type, path: Path): Value {
  const format = reader.peek();
  if (format === 0xc0) {
    reader.bytes(1);
    return null;
  }
  if (skipExtension(reader, format)) return unknown;
  if (type === 'dynamic') return readDynamic(reader, path);
  if (type === 'string') return readString(reader, path);
  if (type === 'bool') {
    if (format !== 0xc2 && format !== 0xc3) failFormat(format, type, path);
    return reader.unsigned(1) === 0xc3;
  }
  if (type === 'number') return readNumber(reader, path);
  switch (type[0]) {
    case 'list':
      return readItems(reader, path, () => type[1]);
    case 'set':
      return distinctItems(
        readItems(reader, path, () => type[1]),
        type[1],
      );
    case 'tuple': {
      const items = readItems(reader, path, (index) => type[1][index] ?? fail([...path, index], 'is one too many'));
      if (items.length < type[1].length) fail(path, `needs ${type[1].length} elements and has ${items.length}`);
      return items;
    }
    case 'map':
      return readEntries(reader, path, () => type[1]);
    case 'object': {
      const value = readEntries(reader, path, (name) =>
        Object.hasOwn(type[1], name)
          ? (type[1][name] as Type)
          : fail([...path, name], 'is not an attribute of the schema'),
      );
      for (const name of Object.keys(type[1])) if (!Object.hasOwn(value, name)) fail([...path, name], 'is missing');
      return value;
    }
  }
}

function failFormat(format: number, type: Type | 'array' | 'map', path: Path): never {
  fail(path, `the byte 0x${format.toString(16)} does not begin a ${typeName(type as Type)}`);
}

/** Every extension is an unknown value; what may be known of it (refinements) is of no use here. */
function skipExtension(reader: Reader, format: number): boolean {
  const isFixed = format >= 0xd4 && format <= 0xd8;
  if (!isFixed && !(format >= 0xc7 && format <= 0xc9)) return false;
  reader.bytes(1);
  const size = isFixed ? 1 << (format - 0xd4) : reader.unsigned(1 << (format - 0xc7));
  reader.bytes(1 + size);
  return true;
}

function readLength(reader: Reader, formats: LengthFormats): number | undefined {
  const format = reader.peek();
  if (format >= formats.short && format <= formats.short + formats.shortMax) {
    reader.bytes(1);
    return format - formats.short;
  }
  const size = format === formats.one ? 1 : format === formats.two ? 2 : format === formats.four ? 4 : 0;
  if (size === 0) return undefined;
  reader.bytes(1);
  return reader.unsigned(size);
}

function readString(reader: Reader, path: Path): string {
  const length = readLength(reader, text) ?? failFormat(reader.peek(), 'string', path);
  return reader.bytes(length).toString('utf8').normalize('NFC');
}

function readNumber(reader: Reader, path: Path): number | Decimal {
  const format = reader.peek();
  if (format < 0x80) return reader.unsigned(1);
  if (format >= 0xe0) return reader.unsigned(1) - 0x100;
  const length = readLength(reader, text);
  if (length !== undefined) {
    const digits = reader.bytes(length).toString('utf8');
    try {
      return parseNumber(digits);
    } catch (error) {
      fail(path, (error as Error).message);
    }
  }
  reader.bytes(1);
  switch (format) {
    case 0xca:
      return reader.bytes(4).readFloatBE();
    case 0xcb:
      return reader.bytes(8).readDoubleBE();
    case 0xcc:
    case 0xcd:
    case 0xce:
      return reader.unsigned(1 << (format - 0xcc));
    case 0xcf:
      return parseNumber(reader.bytes(8).readBigUInt64BE().toString());
    case 0xd0:
    case 0xd1:
    case 0xd2: {
      const size = 1 << (format - 0xd0);
      return reader.bytes(size).readIntBE(0, size);
    }
    case 0xd3:
      return parseNumber(reader.bytes(8).readBigInt64BE().toString());
    default:
      return failFormat(format, 'number', path);
  }
}

function readItems(reader: Reader, path: Path, typeAt: (index: number) => Type): Value[] {
  const length = readLength(reader, array) ?? failFormat(reader.peek(), 'array', path);
  const items: Value[] = [];
  for (let index = 0; index < length; index += 1) items.push(readValue(reader, typeAt(index), [...path, index]));
  return items;
}

function readEntries(reader: Reader, path: Path, typeOf: (name: string) => Type): ObjectValue {
  const length = readLength(reader, map) ?? failFormat(reader.peek(), 'map', path);
  const value: ObjectValue = Object.create(null);
  for (let index = 0; index < length; index += 1) {
    const name = readString(reader, path);
    value[name] = readValue(reader, typeOf(name), [...path, name]);
  }
  return value;
}

function readDynamic(reader: Reader, path: Path): Value {
  if (readLength(reader, array) !== 2) fail(path, 'a dynamic value must be a pair of type and value');
  const length = readLength(reader, binary) ?? failFormat(reader.peek(), 'dynamic', path);
  const type = JSON.parse(reader.bytes(length).toString('utf8')) as Type;
  return rememberType(readValue(reader, type, path), type);
}

function distinctItems(items: readonly Value[], type: Type): Value[] {
  const seen = new Set<string>();
  return items.filter((item) => {
    const bytes = encode(item, type).toString('latin1');
    if (seen.has(bytes) && !hasUnknown(item)) return false;
    seen.add(bytes);
    return true;
  });
}

// JSON

function untag(value: unknown, tag: string): unknown {
  if (Array.isArray(value)) return value.map((item) => untag(item, tag));
  if (value === null || typeof value !== 'object') return value;
  if (Object.hasOwn(value, tag)) return new Decimal((value as Record<string, string>)[tag] as string);
  const object: Record<string, unknown> = Object.create(null);
  for (const [key, item] of Object.entries(value)) object[key] = untag(item, tag);
  return object;
}

/** Texts, numbers and booleans stand for one another as in Terraform's own conversions, so that a schema may change among them. */
function fromJson(json: unknown, type: Type, path: Path): Value {
  if (json === null || json === undefined) return null;
  if (type === 'dynamic') {
    if (!isObject(json)) fail(path, 'a dynamic value must be an object of type and value');
    const inner = json.type as unknown as Type;
    return rememberType(fromJson(json.value, inner, path), inner);
  }
  if (type === 'string') {
    if (typeof json === 'string') return json.normalize('NFC');
    if (typeof json === 'number' || json instanceof Decimal) return plainDecimal(json);
    if (typeof json === 'boolean') return String(json);
  } else if (type === 'number') {
    if (typeof json === 'number') return json === 0 ? 0 : json;
    if (json instanceof Decimal) return json;
    if (typeof json === 'string') return parseNumber(json);
  } else if (type === 'bool') {
    if (typeof json === 'boolean') return json;
    if (json === 'true' || json === 'false') return json === 'true';
  } else if (type[0] === 'tuple' && Array.isArray(json)) {
    return type[1].map((item, index) => fromJson(json[index], item, [...path, index]));
  } else if ((type[0] === 'list' || type[0] === 'set') && Array.isArray(json)) {
    const items = json.map((item, index) => fromJson(item, type[1], [...path, index]));
    return type[0] === 'set' ? distinctItems(items, type[1]) : items;
  } else if (type[0] === 'map' && isObject(json)) {
    const value: ObjectValue = Object.create(null);
    for (const [key, item] of Object.entries(json)) {
      value[key.normalize('NFC')] = fromJson(item, type[1], [...path, key]);
    }
    return value;
  } else if (type[0] === 'object' && isObject(json)) {
    const value: ObjectValue = Object.create(null);
    for (const [name, item] of Object.entries(type[1])) {
      value[name] = fromJson(Object.hasOwn(json, name) ? json[name] : null, item, [...path, name]);
    }
    return value;
  }
  return fail(path, `must be of type ${typeName(type)}, and is ${kindOf(json)}`);
}
