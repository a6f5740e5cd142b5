/** MessagePack, byte by byte: each value in its shortest form. Which value a type wants is known to `codec.ts`. */

/** Where the forms for lengths begin: up to `shortMax` in the format byte itself, then in 1 (where there is such a form), 2 or 4 bytes. */
interface LengthFormats {
  readonly short: number;
  readonly shortMax: number;
  readonly one?: number;
  readonly two: number;
  readonly four: number;
}
const text: LengthFormats = { short: 0xa0, shortMax: 31, one: 0xd9, two: 0xda, four: 0xdb };
const array: LengthFormats = { short: 0x90, shortMax: 15, two: 0xdc, four: 0xdd };
const map: LengthFormats = { short: 0x80, shortMax: 15, two: 0xde, four: 0xdf };

/** How null is written. */
export const nilFormat = 0xc0;

export const maxUint64 = 2n ** 64n - 1n;
export const minInt64 = -(2n ** 63n);

/** A buffer that grew beyond it is given up with the value that needed it. */
const maxKeptBytes = 1024 * 1024;
/** Up to this length, a loop is faster than a call of Buffer. */
const shortText = 64;

export class Writer {
  /** How many bytes are written. */
  length = 0;
  private buffer = Buffer.allocUnsafe(1024);

  /** Begins anew. */
  clear(): void {
    this.length = 0;
    if (this.buffer.length > maxKeptBytes) this.buffer = Buffer.allocUnsafe(1024);
  }

  /** A copy of what was written since there were `start` bytes. It is no longer written then. */
  takeFrom(start: number): Buffer {
    const taken = Buffer.from(this.buffer.subarray(start, this.length));
    this.length = start;
    return taken;
  }

  /** Appends bytes that are MessagePack already. */
  bytes(bytes: Uint8Array): void {
    this.reserve(bytes.length);
    this.buffer.set(bytes, this.length);
    this.length += bytes.length;
  }

  nil(): void {
    this.format(nilFormat);
  }

  boolean(value: boolean): void {
    this.format(value ? 0xc3 : 0xc2);
  }

  /** Takes integers from `minInt64` to `maxUint64`; as a number, those that a double holds exactly. */
  integer(value: number | bigint): void {
    const number = Number(value);
    if (number >= 0) {
      if (number < 0x80) this.format(number);
      else if (number < 0x100) this.format(0xcc, 1, number);
      else if (number < 0x10000) this.format(0xcd, 2, number);
      else if (number < 0x100000000) this.format(0xce, 4, number);
      else this.int64(BigInt(value));
    } else if (number >= -0x20) this.format(number + 0x100);
    else if (number >= -0x80) this.format(0xd0, 1, number + 0x100);
    else if (number >= -0x8000) this.format(0xd1, 2, number + 0x10000);
    else if (number >= -0x80000000) this.format(0xd2, 4, number + 0x100000000);
    else this.int64(BigInt(value));
  }

  float64(value: number): void {
    this.reserve(9);
    this.length = this.buffer.writeUInt8(0xcb, this.length);
    this.length = this.buffer.writeDoubleBE(value, this.length);
  }

  text(value: string): void {
    if (value.length <= shortText && this.ascii(value)) return;
    const bytes = Buffer.from(value, 'utf8');
    this.header(bytes.length, text);
    this.bytes(bytes);
  }

  /** Begins an array: its elements follow. */
  array(length: number): void {
    this.header(length, array);
  }

  /** Begins a map: its keys and values follow, in turn. */
  map(size: number): void {
    this.header(size, map);
  }

  /** Says whether the text is ASCII, and has written it if so. */
  private ascii(value: string): boolean {
    const { length: start } = this;
    this.header(value.length, text);
    this.reserve(value.length);
    for (let index = 0; index < value.length; index += 1) {
      const code = value.charCodeAt(index);
      if (code >= 0x80) {
        this.length = start;
        return false;
      }
      this.buffer[this.length++] = code;
    }
    return true;
  }

  private header(length: number, formats: LengthFormats): void {
    if (length <= formats.shortMax) this.format(formats.short + length);
    else if (length < 0x100 && formats.one !== undefined) this.format(formats.one, 1, length);
    else if (length < 0x10000) this.format(formats.two, 2, length);
    else this.format(formats.four, 4, length);
  }

  /** A format byte, and a number of that many bytes after it. */
  private format(format: number, size: 0 | 1 | 2 | 4 = 0, value = 0): void {
    this.reserve(1 + size);
    this.buffer[this.length++] = format;
    for (let shift = 8 * (size - 1); shift >= 0; shift -= 8) this.buffer[this.length++] = value >>> shift;
  }

  private int64(value: bigint): void {
    this.reserve(9);
    this.length = this.buffer.writeUInt8(value < 0n ? 0xd3 : 0xcf, this.length);
    this.length =
      value < 0n ? this.buffer.writeBigInt64BE(value, this.length) : this.buffer.writeBigUInt64BE(value, this.length);
  }

  private reserve(size: number): void {
    if (this.length + size <= this.buffer.length) return;
    const larger = Buffer.allocUnsafe(Math.max(this.buffer.length * 2, this.length + size));
    this.buffer.copy(larger, 0, 0, this.length);
    this.buffer = larger;
  }
}

/** Reads one value after the other. Each method gives undefined, and stays where it is, when the next value is of another kind. */
export class Reader {
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

  /** Goes past these bytes where they come next, and says whether they did. */
  skip(bytes: Uint8Array): boolean {
    if (this.offset + bytes.length > this.buffer.length) return false;
    for (let index = 0; index < bytes.length; index += 1) {
      if (this.buffer[this.offset + index] !== bytes[index]) return false;
    }
    this.offset += bytes.length;
    return true;
  }

  nil(): null | undefined {
    if (this.peek() !== nilFormat) return undefined;
    this.offset += 1;
    return null;
  }

  boolean(): boolean | undefined {
    const format = this.peek();
    if (format !== 0xc2 && format !== 0xc3) return undefined;
    this.offset += 1;
    return format === 0xc3;
  }

  text(): string | undefined {
    const length = this.header(text);
    if (length === undefined) return undefined;
    this.require(length);
    this.offset += length;
    return this.buffer.toString('utf8', this.offset - length, this.offset);
  }

  /** The number of elements that follow. */
  array(): number | undefined {
    return this.header(array);
  }

  /** The number of pairs of key and value that follow. */
  map(): number | undefined {
    return this.header(map);
  }

  /** The number of an integer or a float; a bigint where it has 64 bits. */
  number(): number | bigint | undefined {
    const format = this.peek();
    if (format < 0x80) return this.unsigned(1);
    if (format >= 0xe0) return this.unsigned(1) - 0x100;
    if (format < 0xca || format > 0xd3) return undefined;
    this.offset += 1;
    if (format === 0xca) return this.take(4).readFloatBE();
    if (format === 0xcb) return this.take(8).readDoubleBE();
    if (format === 0xcf) return this.take(8).readBigUInt64BE();
    if (format === 0xd3) return this.take(8).readBigInt64BE();
    if (format < 0xd0) return this.unsigned(1 << (format - 0xcc));
    const size = 1 << (format - 0xd0);
    return this.take(size).readIntBE(0, size);
  }

  /** Goes past an extension, whatever it holds. */
  extension(): true | undefined {
    const format = this.peek();
    const isFixed = format >= 0xd4 && format <= 0xd8;
    if (!isFixed && !(format >= 0xc7 && format <= 0xc9)) return undefined;
    this.offset += 1;
    const size = isFixed ? 1 << (format - 0xd4) : this.unsigned(1 << (format - 0xc7));
    this.take(1 + size);
    return true;
  }

  private header(formats: LengthFormats): number | undefined {
    const format = this.peek();
    if (format >= formats.short && format <= formats.short + formats.shortMax) {
      this.offset += 1;
      return format - formats.short;
    }
    const size = format === formats.one ? 1 : format === formats.two ? 2 : format === formats.four ? 4 : 0;
    if (size === 0) return undefined;
    this.offset += 1;
    return this.unsigned(size);
  }

  private unsigned(size: number): number {
    this.require(size);
    let value = 0;
    for (let index = 0; index < size; index += 1) value = value * 0x100 + (this.buffer[this.offset++] as number);
    return value;
  }

  private take(size: number): Buffer {
    this.require(size);
    this.offset += size;
    return this.buffer.subarray(this.offset - size, this.offset);
  }

  private require(size: number): void {
    if (this.offset + size > this.buffer.length) throw new Error('The value ends too early');
  }
}
