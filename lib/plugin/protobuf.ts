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

interface Kind<Sent, Got> {
  readonly wireType: typeof varint | typeof lengthDelimited;
  write(value: Sent, writer: Writer): void;
  read(reader: Reader): Got;
  /** What an absent field decodes to; what is not written unless the field is optional. */
  readonly zero: Got | undefined;
}

/** One field of a message: `Sent` is what encoding takes, `Got` what decoding gives. */
export interface Field<Sent, Got> {
  readonly number: number;
  readonly merge: (previous: Got | undefined, reader: Reader, wireType: number) => Got;
  readonly write: (value: Sent, writer: Writer) => void;
  readonly absent: () => Got;
}

/* eslint-disable @typescript-eslint/no-explicit-any -- the other parameter of each field plays no part here */
type Fields = Readonly<Record<string, Field<any, any>>>;
type SentOf<F extends Fields> = { readonly [K in keyof F]?: F[K] extends Field<infer S, any> ? S : never };
type GotOf<F extends Fields> = { [K in keyof F]: F[K] extends Field<any, infer G> ? G : never };
/* eslint-enable */

export interface Message<in S, out G> {
  encode(value: S): Buffer;
  decode(bytes: Uint8Array): G;
}

/** What encoding a message takes. */
export type Sent<M> = M extends Message<infer S, unknown> ? S : never;
/** What decoding a message gives. */
export type Got<M> = M extends Message<never, infer G> ? G : never;

/** A message with these fields. A function where messages refer to each other in a circle. */
export function message<F extends Fields>(fields: F | (() => F)): Message<SentOf<F>, GotOf<F>> {
  let entries: [string, Field<unknown, unknown>][] | undefined;
  let byNumber: Map<number, [string, Field<unknown, unknown>]> | undefined;
  const table = () => (entries ??= Object.entries(typeof fields === 'function' ? fields() : fields));
  const index = () => (byNumber ??= new Map(table().map((entry) => [entry[1].number, entry])));
  return {
    encode(value) {
      const writer = new Writer();
      for (const [name, field] of table()) {
        const item = (value as Record<string, unknown>)[name];
        if (item !== undefined) field.write(item, writer);
      }
      return writer.finish();
    },
    decode(bytes) {
      const result: Record<string, unknown> = {};
      const reader = new Reader(bytes);
      while (!reader.atEnd) {
        const tag = Number(reader.varint());
        const entry = index().get(Math.floor(tag / 8));
        if (entry) result[entry[0]] = entry[1].merge(result[entry[0]], reader, tag % 8);
        else reader.skip(tag % 8);
      }
      for (const [name, field] of table()) if (!(name in result)) result[name] = field.absent();
      return result as GotOf<F>;
    },
  };
}

export const string: Kind<string, string> = {
  wireType: lengthDelimited,
  write: (value, writer) => writer.bytes(Buffer.from(value, 'utf8')),
  read: (reader) => reader.bytes().toString('utf8'),
  zero: '',
};

export const bytes: Kind<Uint8Array, Buffer> = {
  wireType: lengthDelimited,
  write: (value, writer) => writer.bytes(value),
  read: (reader) => Buffer.from(reader.bytes()),
  zero: Buffer.alloc(0),
};

export const bool: Kind<boolean, boolean> = {
  wireType: varint,
  write: (value, writer) => writer.varint(value ? 1n : 0n),
  read: (reader) => reader.varint() !== 0n,
  zero: false,
};

/** A signed integer of 32 or 64 bits, or an enumeration. The protocol has no use for one that a double cannot hold. */
export const integer: Kind<number, number> = {
  wireType: varint,
  write: (value, writer) => writer.varint(BigInt.asUintN(64, BigInt(value))),
  read: (reader) => {
    const value = Number(BigInt.asIntN(64, reader.varint()));
    if (!Number.isSafeInteger(value)) throw new RangeError('protobuf: an integer is beyond 2^53');
    return value;
  },
  zero: 0,
};

/** A field that holds another message. */
export function nested<S, G>(of: Message<S, G>): Kind<S, G> {
  return {
    wireType: lengthDelimited,
    write: (value, writer) => writer.bytes(of.encode(value)),
    read: (reader) => of.decode(reader.bytes()),
    zero: undefined,
  };
}

/** One value; absent is its zero. */
export function field<S, G>(number: number, kind: Kind<S, G>): Field<S, G> {
  return {
    number,
    merge: (_previous, reader, wireType) => readOne(kind, reader, wireType),
    write: (value, writer) => {
      if (isZero(value)) return;
      writer.tag(number, kind.wireType);
      kind.write(value, writer);
    },
    absent: () => kind.zero as G,
  };
}

/** One value, or undefined: a message, an `optional` scalar, or a member of a oneof. Written even when it is zero. */
export function optional<S, G>(number: number, kind: Kind<S, G>): Field<S | undefined, G | undefined> {
  return {
    number,
    merge: (_previous, reader, wireType) => readOne(kind, reader, wireType),
    write: (value, writer) => {
      writer.tag(number, kind.wireType);
      kind.write(value as S, writer);
    },
    absent: () => undefined,
  };
}

export function repeated<S, G>(number: number, kind: Kind<S, G>): Field<readonly S[], G[]> {
  return {
    number,
    merge: (previous = [], reader, wireType) => {
      if (wireType === lengthDelimited && kind.wireType === varint) {
        const packed = new Reader(reader.bytes());
        while (!packed.atEnd) previous.push(kind.read(packed));
      } else {
        previous.push(readOne(kind, reader, wireType));
      }
      return previous;
    },
    write: (values, writer) => {
      for (const value of values) {
        writer.tag(number, kind.wireType);
        kind.write(value, writer);
      }
    },
    absent: () => [],
  };
}

/** A map with string keys, decoded to an object without a prototype. */
export function map<S, G>(number: number, kind: Kind<S, G>): Field<Readonly<Record<string, S>>, Record<string, G>> {
  return {
    number,
    merge: (previous = Object.create(null) as Record<string, G>, reader, wireType) => {
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
      previous[key] = value ?? kind.read(new Reader(Buffer.from([0])));
      return previous;
    },
    write: (values, writer) => {
      for (const [key, value] of Object.entries(values)) {
        const entry = new Writer();
        entry.tag(1, lengthDelimited);
        string.write(key, entry);
        entry.tag(2, kind.wireType);
        kind.write(value, entry);
        writer.tag(number, lengthDelimited);
        writer.bytes(entry.finish());
      }
    },
    absent: () => Object.create(null) as Record<string, G>,
  };
}

function isZero(value: unknown): boolean {
  return value === '' || value === 0 || value === false || (value instanceof Uint8Array && value.length === 0);
}

function readOne<S, G>(kind: Kind<S, G>, reader: Reader, wireType: number): G {
  expect(kind.wireType, wireType);
  return kind.read(reader);
}

function expect(expected: number, actual: number): void {
  if (expected !== actual) throw new RangeError(`protobuf: wire type ${actual} where ${expected} is expected`);
}

class Writer {
  private readonly chunks: Uint8Array[] = [];

  varint(value: bigint | number): void {
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
    this.chunks.push(Uint8Array.from(out));
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

  varint(): bigint {
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
