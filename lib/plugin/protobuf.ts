/**
 * Protobuf messages (proto3) described as tables of fields, so that nothing parses a .proto file or runs generated code.
 *
 * In a decoded message an absent scalar is its zero value, an absent message or optional scalar is undefined, and absent repeated
 * fields and maps are empty. What is left out of a message to encode is absent. Members of a oneof are declared optional.
 */

const varint = 0;
const fixed64 = 1;
const lengthDelimited = 2;
const fixed32 = 5;

/** The form of one value: a scalar, or a message. */
export interface Kind<in S, out G> {
  /** Its name in a .proto file, or the message. */
  readonly type: 'string' | 'bytes' | 'bool' | 'int64' | Message<S, G>;
  readonly wireType: typeof varint | typeof lengthDelimited;
  write(value: S, writer: Writer): void;
  read(reader: Reader): G;
  /** What an absent field decodes to. It is not written, unless the field is optional. */
  readonly zero: G | undefined;
}

type Cardinality = 'single' | 'optional' | 'repeated' | 'map';

/** One field of a message. `S` is what encoding takes as a value of it, `G` what decoding gives. */
export interface Field<C extends Cardinality, in S, out G> {
  readonly number: number;
  readonly cardinality: C;
  readonly kind: Kind<S, G>;
}

export type AnyField = Field<Cardinality, never, unknown>;
export type Fields = Readonly<Record<string, AnyField>>;

type SentIn<F> =
  F extends Field<infer C, infer S, unknown>
    ? { single: S; optional: S | undefined; repeated: readonly S[]; map: Readonly<Record<string, S>> }[C]
    : never;
type GotIn<F> =
  F extends Field<infer C, never, infer G>
    ? { single: G; optional: G | undefined; repeated: G[]; map: Record<string, G> }[C]
    : never;

export interface Message<in S, out G> {
  readonly fields: Fields;
  encode(value: S): Buffer;
  decode(bytes: Uint8Array): G;
}

/** What encoding a message takes. */
export type Sent<M> = M extends Message<infer S, unknown> ? S : never;
/** What decoding a message gives. */
export type Got<M> = M extends Message<never, infer G> ? G : never;

/** A message with these fields. A function gives them where messages refer to each other in a circle. */
export function message<F extends Fields>(
  fields: F | (() => F),
): Message<{ readonly [K in keyof F]?: SentIn<F[K]> }, { [K in keyof F]: GotIn<F[K]> }> {
  let entries: [string, AnyField][] | undefined;
  let byNumber: Map<number, [string, AnyField]> | undefined;
  const table = () => (entries ??= Object.entries(typeof fields === 'function' ? fields() : fields));
  const index = () => (byNumber ??= new Map(table().map((entry) => [entry[1].number, entry])));
  return {
    get fields() {
      return Object.fromEntries(table());
    },
    encode(value) {
      const writer = new Writer();
      for (const [name, each] of table()) {
        const item = (value as Record<string, unknown>)[name];
        if (item !== undefined) writeField(each, item, writer);
      }
      return writer.finish();
    },
    decode(bytes) {
      const result: Record<string, unknown> = {};
      const reader = new Reader(bytes);
      while (!reader.atEnd) {
        const tag = Number(reader.varint());
        const entry = index().get(Math.floor(tag / 8));
        if (entry) result[entry[0]] = readField(entry[1], result[entry[0]], reader, tag % 8);
        else reader.skip(tag % 8);
      }
      for (const [name, each] of table()) if (!(name in result)) result[name] = absent(each);
      return result as { [K in keyof F]: GotIn<F[K]> };
    },
  };
}

/** The same message, which writes each object once: for one that is large, sent again and again, and never changes. */
export function writtenOnce<S extends object, G>(of: Message<S, G>): Message<S, G> {
  const written = new WeakMap<S, Buffer>();
  return {
    get fields() {
      return of.fields;
    },
    encode(value) {
      const bytes = written.get(value) ?? of.encode(value);
      written.set(value, bytes);
      return bytes;
    },
    decode: (bytes) => of.decode(bytes),
  };
}

// Kinds

export const string: Kind<string, string> = {
  type: 'string',
  wireType: lengthDelimited,
  write: (value, writer) => writer.bytes(Buffer.from(value, 'utf8')),
  read: (reader) => reader.bytes().toString('utf8'),
  zero: '',
};

export const bytes: Kind<Uint8Array, Buffer> = {
  type: 'bytes',
  wireType: lengthDelimited,
  write: (value, writer) => writer.bytes(value),
  read: (reader) => Buffer.from(reader.bytes()),
  zero: Buffer.alloc(0),
};

export const bool: Kind<boolean, boolean> = {
  type: 'bool',
  wireType: varint,
  write: (value, writer) => writer.varint(value ? 1 : 0),
  read: (reader) => Number(reader.varint()) !== 0,
  zero: false,
};

/** A signed integer of 32 or 64 bits, or an enumeration: all have one form. The protocol has no use for one that a double cannot hold. */
export const integer: Kind<number, number> = {
  type: 'int64',
  wireType: varint,
  write: (value, writer) =>
    writer.varint(Number.isSafeInteger(value) && value >= 0 ? value : BigInt.asUintN(64, BigInt(value))),
  read: (reader) => {
    const read = reader.varint();
    if (typeof read === 'number') return read;
    const value = Number(BigInt.asIntN(64, read));
    if (!Number.isSafeInteger(value)) throw new RangeError('protobuf: an integer is beyond 2^53');
    return value;
  },
  zero: 0,
};

/** Another message within one. */
export function nested<S, G>(of: Message<S, G>): Kind<S, G> {
  return {
    type: of,
    wireType: lengthDelimited,
    write: (value, writer) => writer.bytes(of.encode(value)),
    read: (reader) => of.decode(reader.bytes()),
    zero: undefined,
  };
}

// Fields

/** One value; absent is its zero. */
export function field<S, G>(number: number, kind: Kind<S, G>): Field<'single', S, G> {
  return { number, cardinality: 'single', kind };
}

/** One value, or undefined: a message, an `optional` scalar, or a member of a oneof. Written even when it is zero. */
export function optional<S, G>(number: number, kind: Kind<S, G>): Field<'optional', S, G> {
  return { number, cardinality: 'optional', kind };
}

export function repeated<S, G>(number: number, kind: Kind<S, G>): Field<'repeated', S, G> {
  return { number, cardinality: 'repeated', kind };
}

/** A map with string keys, decoded to an object without a prototype. */
export function map<S, G>(number: number, kind: Kind<S, G>): Field<'map', S, G> {
  return { number, cardinality: 'map', kind };
}

function writeField({ number, cardinality, kind }: AnyField, value: unknown, writer: Writer): void {
  const writeOne = (one: unknown) => {
    writer.tag(number, kind.wireType);
    kind.write(one as never, writer);
  };
  switch (cardinality) {
    case 'single':
      if (!isZero(value)) writeOne(value);
      break;
    case 'optional':
      writeOne(value);
      break;
    case 'repeated':
      for (const one of value as readonly unknown[]) writeOne(one);
      break;
    case 'map':
      for (const [key, one] of Object.entries(value as Record<string, unknown>)) {
        const entry = new Writer();
        entry.tag(1, lengthDelimited);
        string.write(key, entry);
        entry.tag(2, kind.wireType);
        kind.write(one as never, entry);
        writer.tag(number, lengthDelimited);
        writer.bytes(entry.finish());
      }
  }
}

function readField({ cardinality, kind }: AnyField, previous: unknown, reader: Reader, wireType: number): unknown {
  switch (cardinality) {
    case 'single':
    case 'optional':
      return readOne(kind, reader, wireType);
    case 'repeated':
      return readRepeated(kind, (previous ?? []) as unknown[], reader, wireType);
    case 'map':
      return readEntry(kind, (previous ?? Object.create(null)) as Record<string, unknown>, reader, wireType);
  }
}

function readOne<G>(kind: Kind<never, G>, reader: Reader, wireType: number): G {
  expect(kind.wireType, wireType);
  return kind.read(reader);
}

function readRepeated(kind: Kind<never, unknown>, values: unknown[], reader: Reader, wireType: number): unknown[] {
  if (wireType === lengthDelimited && kind.wireType === varint) {
    const packed = new Reader(reader.bytes());
    while (!packed.atEnd) values.push(kind.read(packed));
  } else {
    values.push(readOne(kind, reader, wireType));
  }
  return values;
}

function readEntry(
  kind: Kind<never, unknown>,
  values: Record<string, unknown>,
  reader: Reader,
  wireType: number,
): Record<string, unknown> {
  expect(lengthDelimited, wireType);
  const entry = new Reader(reader.bytes());
  let key = '';
  let value = kind.zero;
  while (!entry.atEnd) {
    const tag = Number(entry.varint());
    if (tag >> 3 === 1) key = readOne(string, entry, tag % 8);
    else if (tag >> 3 === 2) value = readOne(kind, entry, tag % 8);
    else entry.skip(tag % 8);
  }
  // An entry without a value stands for an empty one; only messages have no zero of their own.
  values[key] = value ?? kind.read(new Reader(Buffer.from([0])));
  return values;
}

function absent({ cardinality, kind }: AnyField): unknown {
  switch (cardinality) {
    case 'single':
      return kind.zero;
    case 'optional':
      return undefined;
    case 'repeated':
      return [];
    case 'map':
      return Object.create(null);
  }
}

function isZero(value: unknown): boolean {
  return value === '' || value === 0 || value === false || (value instanceof Uint8Array && value.length === 0);
}

function expect(expected: number, actual: number): void {
  if (expected !== actual) throw new RangeError(`protobuf: wire type ${actual} where ${expected} is expected`);
}

/** Nearly all tags and most lengths. */
const varintsOfOneByte = Array.from({ length: 0x80 }, (_, value) => Uint8Array.of(value));

class Writer {
  private readonly chunks: Uint8Array[] = [];

  varint(value: bigint | number): void {
    const short = typeof value === 'number' ? varintsOfOneByte[value] : undefined;
    if (short) {
      this.chunks.push(short);
      return;
    }
    const out: number[] = [];
    if (typeof value === 'number' && value < 0x80000000) {
      let rest = value;
      for (; rest >= 0x80; rest >>>= 7) out.push((rest & 0x7f) | 0x80);
      out.push(rest);
    } else {
      let rest = BigInt(value);
      for (; rest >= 0x80n; rest >>= 7n) out.push(Number(rest & 0x7fn) | 0x80);
      out.push(Number(rest));
    }
    this.chunks.push(new Uint8Array(out));
  }

  tag(number: number, wireType: number): void {
    this.varint(number * 8 + wireType);
  }

  bytes(value: Uint8Array): void {
    this.varint(value.length);
    this.chunks.push(value);
  }

  finish(): Buffer {
    return Buffer.concat(this.chunks);
  }
}

class Reader {
  private offset = 0;
  private readonly source: Buffer;

  constructor(source: Uint8Array) {
    this.source = Buffer.from(source.buffer, source.byteOffset, source.byteLength);
  }

  get atEnd(): boolean {
    return this.offset >= this.source.length;
  }

  /** A number where it has four bytes at most, a bigint otherwise. */
  varint(): number | bigint {
    let value = 0;
    for (let index = 0; index < 4; index += 1) {
      const byte = this.source[this.offset + index];
      if (byte === undefined) break;
      value |= (byte & 0x7f) << (7 * index);
      if (byte >= 0x80) continue;
      this.offset += index + 1;
      return value;
    }
    return this.longVarint();
  }

  private longVarint(): bigint {
    let value = 0n;
    for (let shift = 0n; shift < 70n; shift += 7n) {
      const byte = this.take(1)[0] as number;
      value |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) return BigInt.asUintN(64, value);
    }
    throw new RangeError('protobuf: a varint is longer than ten bytes');
  }

  bytes(): Buffer {
    return this.take(Number(this.varint()));
  }

  skip(wireType: number): void {
    if (wireType === varint) this.varint();
    else if (wireType === fixed64) this.take(8);
    else if (wireType === lengthDelimited) this.bytes();
    else if (wireType === fixed32) this.take(4);
    else throw new RangeError(`protobuf: wire type ${wireType} is not known`);
  }

  private take(length: number): Buffer {
    const end = this.offset + length;
    if (end > this.source.length) throw new RangeError('protobuf: the message ends too early');
    const slice = this.source.subarray(this.offset, end);
    this.offset = end;
    return slice;
  }
}
