/** The types of values that SSH has on the wire (RFC 4251, section 5). */

export function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}

export function uint64(value: bigint): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64BE(value);
  return bytes;
}

export function string(value: string | Buffer): Buffer {
  const bytes = Buffer.from(value);
  return Buffer.concat([uint32(bytes.length), bytes]);
}

/** Writes an integer that is not negative, given as its bytes. */
export function mpint(bytes: Buffer): Buffer {
  const digits = withoutZeros(bytes);
  return string(digits.length > 0 && digits[0]! >= 0x80 ? Buffer.concat([Buffer.from([0]), digits]) : digits);
}

export function withoutZeros(bytes: Buffer): Buffer {
  const first = bytes.findIndex((byte) => byte !== 0);
  return first < 0 ? Buffer.alloc(0) : bytes.subarray(first);
}

/** Reads one value after the other, and throws where the bytes end too early. */
export class Reader {
  private position = 0;

  constructor(private readonly bytes: Buffer) {}

  get isAtEnd(): boolean {
    return this.position === this.bytes.length;
  }

  /** What was read so far. */
  get before(): Buffer {
    return this.bytes.subarray(0, this.position);
  }

  uint32(): number {
    return this.take(4).readUInt32BE();
  }

  uint64(): bigint {
    return this.take(8).readBigUInt64BE();
  }

  string(): Buffer {
    return this.take(this.uint32());
  }

  text(): string {
    return this.string().toString('utf8');
  }

  end(): void {
    if (!this.isAtEnd) throw new Error(`${this.bytes.length - this.position} bytes too many`);
  }

  private take(length: number): Buffer {
    const end = this.position + length;
    if (end > this.bytes.length) throw new Error(`${end - this.bytes.length} bytes too few`);
    const taken = this.bytes.subarray(this.position, end);
    this.position = end;
    return taken;
  }
}
